#!/usr/bin/env python3
"""What SSMS costs, beside the C floor measured in the same run: one run of at most 25 minutes, and its table.

usage: perf.py [--quick] [--soak | --overload] [HARNESS]

HARNESS is the folder of the voicemail load harness (sipload.c, floor.c, mkmedia.py); default: ../shared/perf beside the
project. --quick shows in some minutes that all of it works; its figures say nothing. --soak and --overload show, instead,
what endurance.py measures. Needs sipp, a C compiler, the OpenSSL headers (libssl-dev), PostgreSQL, jcmd and a built
server. Everything measured is in ssms-it/target/perf.
docs/operations.md explains the table.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import time

import endurance
import hangups
import licenses
import load
import machine
import menus
import recordings
import servers
import table


@dataclasses.dataclass(frozen=True)
class Plan:
    """Calls come at rate a second. Durations are of calls, in seconds, of which about 7 are the greeting."""
    rate: int = 50
    set_up_rate: int = 150
    warm_up: tuple = ((500, 25), (2500, 50))  # calls and their rate: a young server is not hurried
    warm_up_seconds: int = 9
    fit_calls: int = 300
    fit_seconds: tuple = (10, 40)
    fit_runs: int = 3
    set_ups: int = 2000
    set_up_runs: int = 2
    held: int = 1000
    hang_ups: int = 1000
    hang_up_seconds: int = 12
    menus: tuple = (200, 50, 60)  # callers, rate, seconds
    beside_menus: tuple = (300, 50, 40)
    licenses: int = 1000
    license_runs: int = 3
    levels: tuple = (500, 2500, 4000)  # to be held surely, tried first, never: more are refused (ssms.calls.max)
    level_step: int = 400
    minutes: int = 25
    minutes_on_postgres: int = 4
    soak: tuple = (30000, 3000, 25, 9)  # calls, calls of a part, rate, seconds
    overload: tuple = (18000, 150, 12)  # calls, rate, seconds: for two minutes three times what is possible


QUICK = Plan(rate=20, set_up_rate=50, warm_up=((20, 5), (40, 10)), fit_calls=20, fit_seconds=(10, 14), fit_runs=2,
             set_ups=100, set_up_runs=1, held=40, hang_ups=40, menus=(10, 10, 12), beside_menus=(20, 10, 10),
             licenses=40, license_runs=1, levels=(20, 60, 100),
             level_step=40, soak=(60, 20, 5, 9), overload=(200, 20, 10))

# each call has one of each; issue 10
OF_A_CALL = ('org.ssms.call.VoicemailCall', 'org.ssms.protect.mp4.CencWriter',
             'org.mobicents.servlet.sip.core.session.SipSessionImpl')


class Run:
    def __init__(self, plan, work):
        self._plan = plan
        self._work = work
        self._load = load.Load(work)
        self._begin = time.monotonic()
        self._password = secrets.token_hex(12)
        self.results = {'plan': dataclasses.asdict(plan), 'date': time.strftime('%Y-%m-%d'), 'commit': commit()}

    def all(self):
        with servers.floor(self._work) as floor:
            self._costs_of_calls('floor', floor)
        with servers.ssms(self._work / 'home', self._password) as server:
            self._ssms(server)
        with servers.ssms_on_postgres(self._work, self._password) as server:
            self._call('one message', server, 1, 1, 15)
            self._licenses('PostgreSQL', server)
        self.results['minutes'] = self._minutes()

    def soak(self):
        with servers.ssms(self._work / 'home', self._password) as server:
            self._warm_up(server)
            say('soak')
            self.results['soak'] = endurance.soak(self._load, server, *self._plan.soak)

    def overload(self):
        with servers.ssms(self._work / 'home', self._password) as server:
            self._warm_up(server)
            say('overload')
            self.results['overload'] = endurance.overload(self._load, server, *self._plan.overload)

    def _warm_up(self, server):
        self.results['warm_up'] = [self._call('warm-up', server, calls, rate, self._plan.warm_up_seconds)
                                   for calls, rate in self._plan.warm_up]

    def _minutes(self):
        return (time.monotonic() - self._begin) / 60

    def _ssms(self, server):
        plan = self._plan
        self._warm_up(server)
        database = machine.disk_use(server.database)
        fits = self._costs_of_calls('ssms', server)
        held = self._heap(server)
        say('hang-ups')
        self.results['hang_ups'] = hangups.measure(self._load, server, plan.hang_ups, plan.rate, plan.hang_up_seconds)
        messages = sum(run['recordings'] for run in fits) + held + len(self.results['hang_ups']['stored_ms'])
        self.results['database'] = {'grown': machine.disk_use(server.database) - database, 'messages': messages}
        say('menus, then with recordings beside')
        self.results['menus'] = [menus.measure(self._load, server, *plan.menus, recorded)
                                 for recorded in (None, plan.beside_menus)]
        say('redirects')
        self._load.redirected(server, plan.set_ups, plan.set_up_rate)
        self.results['redirects'] = [self._load.redirected(server, plan.set_ups, plan.set_up_rate)
                                     for _ in range(plan.set_up_runs)]
        self._licenses('H2', server)
        self._give_up(server)

    def _call(self, what, server, *arguments):
        say(f'{what}, {server.label}: {" ".join(map(str, arguments[:3]))}')
        return self._load.call(server, *arguments)

    def _costs_of_calls(self, name, server):
        """Calls of two durations in turn, then set-ups without media."""
        plan = self._plan
        fits = [self._call('recordings', server, plan.fit_calls, plan.rate, seconds)
                for _ in range(plan.fit_runs) for seconds in plan.fit_seconds]
        set_ups = [self._call('set-ups', server, plan.set_ups, plan.set_up_rate, 0)
                   for _ in range(1 + plan.set_up_runs)]
        self.results[name] = {'recordings': fits, 'set_ups': set_ups[1:]}
        return fits

    def _heap(self, server):
        """What lives while all calls are recorded, and five seconds after their end; how many were recorded."""
        plan, pid, up = self._plan, server.pids[0], []
        ramp = plan.held / plan.rate

        def look(seconds):
            if not up and seconds > ramp + 10:
                up.append(machine.living(pid)[0])

        run = self._call('heap', server, plan.held, plan.rate, ramp + 15, look)
        time.sleep(5)
        after, instances = machine.living(pid)
        self.results['heap'] = {'calls': run['peak_calls'], 'failed': run['failed'], 'up': up[0], 'after': after,
                                'left': {name: instances.get(name, 0) for name in OF_A_CALL}}
        return run['recordings']

    def _licenses(self, database, server):
        say(f'licenses, {database}')
        plan, before = self._plan, machine.disk_use(server.database)
        self.results[database] = {
            'runs': licenses.measure(server, self._password, plan.licenses, plan.license_runs),
            'given': 2 * plan.licenses * (1 + plan.license_runs),
            'grown': machine.disk_use(server.database) - before}

    def _give_up(self, server):
        """Bisection for how many calls are recorded at once, all complete, until the steps are small or time is up."""
        plan = self._plan
        greeting = min(run['seconds'] - max(run['without_gaps_s'], default=0)
                       for run in self.results['ssms']['recordings'])
        held, calls, never = plan.levels
        tried = self.results['levels'] = []
        while never - held > plan.level_step:
            ramp = calls / plan.rate
            if self._minutes() + (2 * ramp + 30) / 60 > plan.minutes - plan.minutes_on_postgres:
                break
            seconds = ramp + 10
            run = self._call('at once', server, calls, plan.rate, seconds)
            # a busy server greets later
            run['complete'] = sum(length > seconds - greeting - 1 for length in run['without_gaps_s'])
            tried.append(run)
            if run['complete'] == calls and run['failed'] == 0:
                held = calls
            else:
                never = calls
            calls = (held + never) // 2
            recordings.delete_sound(server.store)


def say(what):
    print(time.strftime('perf: %H:%M:%S'), what, file=sys.stderr, flush=True)


def commit():
    git = subprocess.run(['git', 'describe', '--always', '--dirty'], cwd=servers.ROOT, capture_output=True, text=True)
    return git.stdout.strip() or 'unknown'


def build(work, tools):
    subprocess.run(['cc', '-O2', '-o', work / 'sipload', tools / 'sipload.c'], check=True)
    subprocess.run(['cc', '-O2', '-o', work / 'floor-recorder', tools / 'floor.c', '-lcrypto'], check=True)
    subprocess.run([sys.executable, tools / 'mkmedia.py', work / 'media.ul', '16'],
                   check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--quick', action='store_true')
    instead = parser.add_mutually_exclusive_group()
    for what in ('soak', 'overload'):
        instead.add_argument(f'--{what}', dest='what', action='store_const', const=what, default='all')
    parser.add_argument('harness', nargs='?', type=pathlib.Path, default=servers.ROOT.parent / 'shared/perf')
    options = parser.parse_args()
    if not (options.harness / 'sipload.c').exists():
        parser.error(f'no load harness in {options.harness}; give its folder as the argument')
    os.umask(0o077)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers are ended then, too
    work = servers.ROOT / 'ssms-it/target/perf'
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    build(work, options.harness.resolve())
    run = Run(QUICK if options.quick else Plan(), work)
    try:
        getattr(run, options.what)()
    finally:
        (work / 'results.json').write_text(json.dumps(run.results, indent=1), encoding='utf-8')
        for folder in ('floor', 'home/messages'):
            shutil.rmtree(work / folder, ignore_errors=True)
    getattr(table, f'show_{options.what}')(run.results)
    first = run.results['warm_up'][0]
    if first['failed']:
        sys.exit(f'perf: {first["failed"]} of the first {first["calls"]} calls failed, at {first["rate"]}/s: a young '
                 'server should bear that')


if __name__ == '__main__':
    main()
