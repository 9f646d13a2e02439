#!/usr/bin/env python3
"""Durations of the recordings in a protected store, for measure.py --check.

usage: protected_store.py DIR SINCE_UNIX_TIME

The sound is encrypted, but its length stands in the signed manifest beside it. Prints what recdur.py prints for plain files.
"""
import base64
import json
import os
import statistics
import sys


def seconds(manifest):
    payload = manifest.split(b'.')[1]
    fields = json.loads(base64.urlsafe_b64decode(payload + b'=' * (-len(payload) % 4)))
    return max(track['samples'] / track['clockRate'] for track in fields['tracks'])


def main():
    directory, since = sys.argv[1], float(sys.argv[2])
    found, unfinished = [], 0
    for root, _, files in os.walk(directory):
        for name in files:
            path = os.path.join(root, name)
            unfinished += name.endswith(('.ticket', '.part'))
            if name.endswith('.manifest') and os.stat(path).st_mtime >= since:
                with open(path, 'rb') as file:
                    found.append(seconds(file.read()))
    result = {'files': len(found), 'unfinished': unfinished, 'total_s': round(sum(found), 2)}
    if found:
        result.update(min_s=round(min(found), 3), median_s=round(statistics.median(found), 3), max_s=round(max(found), 3))
    print(json.dumps(result))


main()
