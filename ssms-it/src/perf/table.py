#!/usr/bin/env python3
"""Markdown table from the lines of measure.py or licenses.py: medians over the runs, and the ratio to the floor.

usage: table.py calls record.jsonl setup.jsonl sipp.jsonl
       table.py licenses licenses.jsonl
"""
import json
import statistics
import sys


def lines(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def median(runs, label, value):
    values = [value(run) for run in runs if run['label'] == label]
    return statistics.median(values) if values else float('nan')


def licenses(path):
    runs = lines(path)
    print(f"{runs[0]['count']} requests of each kind and run; the database is counted, too\n")
    print('| | CPU ms per request | ratio to nothing | requests a CPU second | requests a second | failed |\n|---|---|---|---|---|---|')
    for label in dict.fromkeys(run['label'] for run in runs):
        nothing = None
        for kind, name in (('nothing', 'a request that does nothing'), ('license', 'a license'), ('sealed', 'a sealed license')):
            of_kind = [run for run in runs if (run['label'], run['kind']) == (label, kind)]
            cpu = statistics.median(run['cpu_s'] / run['count'] for run in of_kind)
            wall = statistics.median(run['seconds'] / run['count'] for run in of_kind)
            nothing = nothing or cpu
            print(f"| {label}: {name} | {cpu * 1000:.3g} | {cpu / nothing:.1f} | {1 / cpu:.0f} | {1 / wall:.0f} "
                  f"| {sum(run['failed'] for run in of_kind)} |")


def calls(paths):
    record, setup = lines(paths[0]), lines(paths[1])
    first = record[0]
    print(f"{first['calls']} calls at once of {first['dur_s']:g} s; {setup[0]['calls']} set-ups at {setup[0]['rate']:g}/s; "
          f"medians of {sum(run['label'] == 'floor' for run in record)} runs\n")
    rows = [
        ('CPU s per recorded minute', record, lambda run: run['cpu_s_per_rec_min']),
        ('CPU s per 1000 call set-ups', setup, lambda run: run['cpu_s_per_1000_calls']),
        ('memory per call, KB', record, lambda run: run['rss_kb_per_call']),
        ('INVITE to 200, p50 ms', setup, lambda run: run['invite_ms'][0]),
        ('INVITE to 200, p95 ms', setup, lambda run: run['invite_ms'][1]),
        ('calls that failed', record + setup, lambda run: run['failed']),
        ('recordings, seconds in all', record, lambda run: run['rec']['total_s']),
        ('shortest recording, s', record, lambda run: run['rec']['min_s']),
    ]
    print('| | floor | SSMS | ratio |\n|---|---|---|---|')
    for name, runs, value in rows:
        floor, ssms = median(runs, 'floor', value), median(runs, 'SSMS', value)
        ratio = f'{ssms / floor:.1f}' if floor and name.startswith(('CPU', 'memory')) else ''
        print(f'| {name} | {floor:.4g} | {ssms:.4g} | {ratio} |')

    sipp = lines(paths[2])
    print(f"\n{sipp[0]['calls']} set-ups by sipp at {sipp[0]['rate']:g}/s, no media\n")
    print('| | CPU s per 1000 calls | ratio to the floor | INVITE to final answer, mean | failed |\n|---|---|---|---|---|')
    floor = median(sipp, 'floor', lambda run: run['cpu_s_per_1000_calls'])
    for label, name in (('floor', 'floor (C)'), ('mailbox', 'through the mailbox: INVITE, 200, ACK, BYE'),
                        ('redirect', 'through redirect: INVITE, lookup, 302, ACK')):
        cost = median(sipp, label, lambda run: run['cpu_s_per_1000_calls'])
        answer = statistics.median(seconds(run['rt_invite']) for run in sipp if run['label'] == label)
        failed = sum(run['failed'] for run in sipp if run['label'] == label)
        mean = f'{answer * 1000:.1f} ms' if answer else 'below 1 ms'  # sipp counts whole milliseconds
        print(f'| {name} | {cost:.4g} | {cost / floor:.1f} | {mean} | {failed} |')


def seconds(text):
    """sipp's HH:MM:SS:micros."""
    hours, minutes, rest = text.split(':', 2)
    whole, micros = rest.split(':') if ':' in rest else rest.split('.')
    return int(hours) * 3600 + int(minutes) * 60 + int(whole) + float('0.' + micros)


if sys.argv[1] == 'calls':
    calls(sys.argv[2:])
else:
    licenses(sys.argv[2])
