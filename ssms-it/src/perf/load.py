"""Calls by sipload and sipp, and what they cost."""
import csv
import json
import pathlib
import subprocess
import time

import machine
import recordings
from recordings import PACKET_SAMPLES

HERE = pathlib.Path(__file__).resolve().parent
SETTLE = 60


class Load:
    """Runs sipload in a folder where it is built, with media.ul."""

    def __init__(self, work):
        self._work = work
        self._runs = 0
        self.media = work / 'media.ul'

    def sipload(self, server, calls, rate, seconds):
        """Starts it, writing to a file; without seconds the calls hang up as soon as they are answered."""
        self._runs += 1
        # below the ports of SSMS: sipload takes the port of its RTP from the last three digits of this one
        port = 15000 + self._runs % 190
        command = [self._work / 'sipload', '-t', server.sip, '-s', server.user, '-n', str(calls), '-r', str(rate),
                   '-m', 'media.ul', '-p', str(port), '-v', *(['-d', str(seconds)] if seconds else ['-x'])]
        told = self._work / f'sipload-{self._runs}.out'
        with open(told, 'w', encoding='ascii') as out:
            return subprocess.Popen(command, cwd=self._work, stdout=out), told

    def call(self, server, calls, rate, seconds, meanwhile=None):
        """Makes the calls, waits until all is in the mailbox; what they cost and what became of them.

        meanwhile is called twice a second with the seconds since the start.
        """
        since, written, meter = time.time() - 0.01, machine.written(server.pids), machine.CpuMeter(server.pids)
        begin = time.monotonic()
        process, told = self.sipload(server, calls, rate, seconds)
        _wait(process, meter, lambda: meanwhile and meanwhile(time.monotonic() - begin))
        settle(server)
        cpu = meter.read()
        lines = told.read_text(encoding='ascii').splitlines()
        if not lines or not lines[-1].startswith('{'):
            raise SystemExit(f'perf: sipload has failed, see {told}')
        recorded = recordings.recorded(server.store, since) if seconds else []
        refused = sum(line.startswith('REJECT') and line.endswith(' 503') for line in lines)
        return {'label': server.label, 'calls': calls, 'rate': rate, 'seconds': seconds, 'since': since,
                **json.loads(lines[-1]), 'refused': refused,
                'work_s': cpu.work, 'compiler_s': cpu.compiler, 'rest_of_machine_s': cpu.rest_of_machine,
                'wall_s': time.monotonic() - begin, 'written': machine.written(server.pids) - written,
                'recordings': len(recorded), 'minutes': sum(each.seconds for each in recorded) / 60,
                'without_gaps_s': [each.seconds for each in recorded if each.samples == each.packets * PACKET_SAMPLES]}

    def redirected(self, server, calls, rate):
        """Questions to the redirect server by sipp, without media."""
        stats = self._work / 'sipp.csv'
        meter = machine.CpuMeter(server.pids)
        command = ['sipp', server.sip, '-sf', HERE / 'redirect.xml', '-s', 'bob', '-i', '127.0.0.1', '-p', '15200',
                   '-m', calls, '-r', rate, '-l', '1000', '-nostdin', '-trace_stat', '-stf', stats, '-fd', '1']
        _wait(subprocess.Popen(list(map(str, command)), cwd=self._work, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL), meter)
        cpu = meter.read()
        with open(stats, encoding='latin-1') as file:
            last = list(csv.DictReader(file, delimiter=';'))[-1]
        return {'calls': calls, 'rate': rate,
                'ok': int(last['SuccessfulCall(C)']), 'failed': int(last['FailedCall(C)']),
                'work_s': cpu.work, 'compiler_s': cpu.compiler, 'rest_of_machine_s': cpu.rest_of_machine}


def settle(server):
    """Waits until all that was recorded is in the mailbox."""
    deadline = time.monotonic() + SETTLE
    while recordings.unfinished(server.store) and time.monotonic() < deadline:
        time.sleep(0.25)
    time.sleep(1)  # what follows on a message is of the call, too


def _wait(process, meter, meanwhile=lambda: None):
    while process.poll() is None:
        time.sleep(0.5)
        meter.read()
        meanwhile()
