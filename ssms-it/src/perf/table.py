#!/usr/bin/env python3
"""The tables of the operations guide from the results of a run.

usage: table.py results.json
"""
import json
import math
import statistics
import sys


def fit(runs):
    """a and b, each with its standard error, for which work = a * calls + b * minutes is nearest (least squares)."""
    rows = [(run['recordings'], run['minutes'], run['work_s']) for run in runs]
    cc, cm, mm = (sum(x * y for x, y in pairs) for pairs in (
        [(c, c) for c, _, _ in rows], [(c, m) for c, m, _ in rows], [(m, m) for _, m, _ in rows]))
    cw, mw = sum(c * w for c, _, w in rows), sum(m * w for _, m, w in rows)
    determinant = cc * mm - cm * cm
    a, b = (cw * mm - mw * cm) / determinant, (mw * cc - cw * cm) / determinant
    error = sum((w - a * c - b * m) ** 2 for c, m, w in rows) / (len(rows) - 2)
    return (a, math.sqrt(error * mm / determinant)), (b, math.sqrt(error * cc / determinant))


def share_of_compiler(runs):
    compiler, work = sum(run['compiler_s'] for run in runs), sum(run['work_s'] for run in runs)
    return f'+{100 * compiler / work:.0f} %'


def percentiles(values):
    """p50, p95 and p99."""
    if not values:
        return 'none'
    ordered = sorted(values)
    return ' / '.join(f'{ordered[min(len(ordered) - 1, int(part * len(ordered)))]:.1f}' for part in (0.5, 0.95, 0.99))


def invited(runs):
    """sipload tells percentiles only: the medians of those of the runs."""
    return ' / '.join(f'{statistics.median(run["invite_ms"][i] for run in runs):.1f}' for i in range(3))


def per_1000(runs):
    return 1000 * sum(run['work_s'] for run in runs) / sum(run['ok'] for run in runs)


def ratio(ssms, floor):
    return f'{ssms / floor:.1f}' if floor > 0 else ''


def kilobytes(size, count):
    return f'{size / 1024 / max(count, 1):.1f}'


def rows_of_costs(floor, ssms, redirects):
    (floor_a, floor_b), (a, b) = fit(floor['recordings']), fit(ssms['recordings'])
    compiler = share_of_compiler(ssms['recordings'])
    yield ('CPU ms of a call with a message, greeting included (a)', f'{1000 * floor_a[0]:.2f}',
           f'{1000 * a[0]:.1f} ± {1000 * a[1]:.1f}', compiler, ratio(a[0], floor_a[0]), '')
    yield ('CPU s of a minute of recorded sound (b)', f'{floor_b[0]:.4f}', f'{b[0]:.4f} ± {b[1]:.4f}', compiler,
           ratio(b[0], floor_b[0]), '2.3')
    set_ups = ssms['set_ups']
    yield ('CPU s of 1000 call set-ups without media', f'{per_1000(floor["set_ups"]):.2f}', f'{per_1000(set_ups):.2f}',
           share_of_compiler(set_ups), ratio(per_1000(set_ups), per_1000(floor['set_ups'])), '1.0 CPU s')
    yield ('CPU s of 1000 calls that are redirected', '', f'{per_1000(redirects):.2f}', share_of_compiler(redirects),
           '', '')
    yield ('INVITE to 200, p50 / p95 / p99, ms', invited(floor['set_ups']), invited(set_ups), '', '', '')


def rows_of_messages(results):
    hang_ups, heap, database = results['hang_ups'], results['heap'], results['database']
    rate = f'at {hang_ups["rate"]}/s, p50 / p95 / p99, ms'
    yield f'BYE to 200 {rate}', '', percentiles(hang_ups['answered_ms']), '', '', ''
    yield f'BYE to safe on disk {rate}', '', percentiles(hang_ups['safe_ms']), '', '', 'p95 10'
    yield f'BYE to in the mailbox {rate}', '', percentiles(hang_ups['stored_ms']), '', '', ''
    yield ('live heap per call, KB', '', kilobytes(heap['up'] - heap['after'], heap['calls']), '', '', '24')
    yield ('alive 5 s after the end of all calls', '',
           ', '.join(f'{name.rpartition(".")[2]} {count}' for name, count in heap['left'].items()), '', '', '0')
    yield ('the databases grow by, KB per message', '', kilobytes(database['grown'], database['messages']), '', '', '2')
    yield ('the databases grow by, KB per license', '',
           kilobytes(results['H2']['grown'], results['H2']['given']), '', '', '2')
    runs = results['ssms']['recordings']
    yield ('written to the disk, KB per message and its sound', '',
           kilobytes(sum(run['written'] for run in runs), sum(run['recordings'] for run in runs)), '', '', '')


def rows_of_menus(floor, alone, with_recordings):
    minute, (_, floor_b) = alone['work_s'] / alone['minutes'], fit(floor['recordings'])
    yield (f'CPU s of a minute of a caller in menus, {alone["up"]} at once', '', f'{minute:.4f}', share_of_compiler([alone]),
           ratio(minute, floor_b[0]), '')
    for run, what in ((alone, ''), (with_recordings, f', {with_recordings["recordings"]} recordings beside')):
        gaps = f', recordings with a gap: {run["with_gaps"]}' if run['recordings'] else ''
        yield (f'packets that they hear late{what}', '', f'{run["late"]} of {run["heard"]}, by {run["latest_ms"]:.0f} ms '
               f'at the most; {run["heard_their_choice"]} of {run["listened_to"]} heard their choice{gaps}', '', '', '0')


def rows_of_limits(results):
    held = max((level['calls'] for level in results['levels'] if level['complete'] == level['calls']), default=None)
    yield ('recorded at once, every recording complete', '', str(held) if held else 'fewer than tried', '', '', '2500')
    for level in sorted(results['levels'], key=lambda each: each['calls']):
        if level['complete'] < level['calls']:
            yield (f'... of {level["calls"]}', '',
                   f'{level["refused"]} got 503, {level["failed"] - level["refused"]} failed otherwise, of '
                   f'{level["recordings"]} recordings {level["recordings"] - level["complete"]} are incomplete',
                   '', '', '')
    warm_up = results['warm_up']
    yield ('calls of the warm-up that failed', '',
           f'{sum(run["failed"] for run in warm_up)} of {sum(run["calls"] for run in warm_up)}',
           share_of_compiler(warm_up), '', '0')
    runs = results['floor']['recordings'] + results['ssms']['recordings']
    rest = max(run['rest_of_machine_s'] / run['wall_s'] for run in runs)
    yield 'processors taken by others, at the worst', '', f'{rest:.2f}', '', '', ''


def licenses(results):
    print('\n| | CPU ms | compiler threads | ratio to nothing | for each CPU second | a second | failed |')
    print('|---|---|---|---|---|---|---|')
    for database in ('H2', 'PostgreSQL'):
        nothing = None
        for kind, name in (('nothing', 'nothing'), ('license', 'a license as JSON'),
                           ('sealed', 'a license sealed to the player')):
            of_kind = [run for run in results[database]['runs'] if run['kind'] == kind]
            cpu = statistics.median(run['work_s'] / run['count'] for run in of_kind)
            wall = statistics.median(run['seconds'] / run['count'] for run in of_kind)
            nothing = nothing or cpu
            print(f'| {database}: {name} | {1000 * cpu:.2f} | {share_of_compiler(of_kind)} | {cpu / nothing:.1f} '
                  f'| {1 / cpu:.0f} | {1 / wall:.0f} | {sum(run["failed"] for run in of_kind)} |')


def show_all(results):
    plan, runs = results['plan'], results['ssms']['recordings']
    short, long = plan['fit_seconds']
    greeting = short - 60 * runs[0]['minutes'] / runs[0]['recordings']
    print(f'Commit {results["commit"]}, {results["date"]}, {results["minutes"]:.0f} minutes: {plan["fit_runs"]} times '
          f'{plan["fit_calls"]} calls of {short} and of {long} s, {greeting:.1f} s of each the greeting; '
          f'{plan["set_up_runs"]} times {plan["set_ups"]} set-ups at {plan["set_up_rate"]}/s.\n')
    print('| | floor (C) | SSMS | compiler threads | ratio | aim |\n|---|---|---|---|---|---|')
    for part in (rows_of_costs(results['floor'], results['ssms'], results['redirects']), rows_of_messages(results),
                 rows_of_menus(results['floor'], *results['menus']), rows_of_limits(results)):
        for row in part:
            print(f'| {" | ".join(row)} |')
    licenses(results)


def show_soak(results):
    print(f'Commit {results["commit"]}, {results["date"]}.\n')
    print('| calls | recorded | failed | live heap, MB | descriptors | threads | databases, MB | KB per message '
          '| sound, KB per message |\n|---|---|---|---|---|---|---|---|---|')
    first = results['soak'][0]
    for row in results['soak']:
        grown = [kilobytes(row[what] - first[what], row['recorded']) if row['recorded'] else ''
                 for what in ('database', 'messages')]
        print(f'| {row["calls"]} | {row["recorded"]} | {row["failed"]} | {row["heap"] / 1e6:.1f} | {row["descriptors"]} '
              f'| {row["threads"]} | {row["database"] / 1e6:.1f} | {grown[0]} | {grown[1]} |')


def show_overload(results):
    run = results['overload']
    print(f'Commit {results["commit"]}, {results["date"]}: {run["calls"]} calls of {run["seconds"]} s at {run["rate"]}/s; '
          f'the generator was {run["max_lag_ms"] / 1000:.1f} s late at the worst.\n')
    print('| | |\n|---|---|')
    asked = ', '.join(f'{count} x {answer}' for answer, count in sorted(run['asked'].items()))
    others = run['failed'] - run['refused']
    for name, value in (('at once, at the most', run['peak_calls']), ('taken and ended by the caller', run['ok']),
                        ('refused with 503', run['refused']), ('ended or failed otherwise', others),
                        ('recorded', run['recorded']), ('... with a gap', run['with_gaps']),
                        ('a single caller beside was told', asked),
                        ('from the end of the load to a call that is taken, s', f'{run["recovery_s"]:.1f}'),
                        ('live heap before and after, MB',
                         f'{run["heap_before"] / 1e6:.1f} / {run["heap_after"] / 1e6:.1f}'),
                        ('memory of the process at the most, MB', f'{run["peak_memory"] / 1e6:.0f}')):
        print(f'| {name} | {value} |')


if __name__ == '__main__':
    with open(sys.argv[1], encoding='utf-8') as file:
        read = json.load(file)
        globals()['show_' + next((what for what in ('soak', 'overload') if what in read), 'all')](read)
