#!/usr/bin/env python3
"""What a license costs, beside a request to the same server that does nothing.

usage: licenses.py --pid PID[,PID...] --url http://127.0.0.1:8080 --user alice --label NAME --out FILE.jsonl
                   [--count 4000] [--runs 3] [--clients 4]

Asks again and again for licenses of the user's newest message, over connections that stay open: as JSON, and sealed
(POST, each to a key of its own). The request that does nothing is /license/v1/jwks: JAX-RS, no session, no database.
CPU is user+system of the processes and all their descendants. The password is in the environment (PERF_PASSWORD).
A warm-up of as many requests of each kind comes first and is not counted.
"""
import argparse
import base64
import http.client
import json
import multiprocessing
import os
import secrets
import time
import urllib.parse

TICKS = os.sysconf('SC_CLK_TCK')
LICENSES = '/license/v1/licenses/'

# P-256 (SEC 2)
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
G = (0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296,
     0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5)


def add(a, b):
    """The sum of two points of the curve, neither of which is the neutral one nor the other's opposite."""
    slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def points(count):
    """So many public keys, none of an earlier run."""
    base, point, factor = G, None, secrets.randbits(200) | 1
    while factor:
        if factor & 1:
            point = base if point is None else add(point, base)
        base, factor = add(base, base), factor >> 1
    for _ in range(count):
        point = add(point, G)
        yield point


def sealed_bodies(count):
    def text(number):
        return base64.urlsafe_b64encode(number.to_bytes(32, 'big')).rstrip(b'=').decode()
    return [json.dumps({'playerKey': {'kty': 'EC', 'crv': 'P-256', 'x': text(x), 'y': text(y)}}) for x, y in points(count)]


def stat(pid):
    with open(f'/proc/{pid}/stat', encoding='latin-1') as file:
        line = file.read()
    return line[line.rindex(')') + 2:].split()


def cpu_seconds(roots):
    children = {}
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            children.setdefault(int(stat(name)[1]), []).append(int(name))
        except OSError:
            continue  # it has ended meanwhile
    todo, ticks = list(roots), 0
    while todo:
        pid = todo.pop()
        ticks += sum(map(int, stat(pid)[11:15]))  # reaped children are in it
        todo += children.get(pid, [])
    return ticks / TICKS


def ask(connection, method, path, body=None, token=None, basic=None):
    headers = {'Content-Type': 'application/json'} if body else {}
    if token:
        headers['Authorization'] = 'Bearer ' + token
    if basic:
        headers['Authorization'] = 'Basic ' + base64.b64encode(basic.encode()).decode()
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return response.status, response.read()


def client(options, requests, ready, done):
    connection = http.client.HTTPConnection(options.host, options.port)
    ask(connection, 'GET', '/license/v1/jwks')
    ready.wait()
    failed = sum(ask(connection, *request)[0] != 200 for request in requests)
    done.put(failed)


def run(options, requests):
    """Seconds, CPU seconds of the server, requests that were not answered by 200."""
    ready, done = multiprocessing.Barrier(options.clients + 1), multiprocessing.Queue()
    clients = [multiprocessing.Process(target=client, args=(options, requests[i::options.clients], ready, done))
               for i in range(options.clients)]
    for process in clients:
        process.start()
    ready.wait()
    begin, cpu = time.monotonic(), cpu_seconds(options.pids)
    failed = sum(done.get(timeout=600) for _ in clients)
    seconds, cpu = time.monotonic() - begin, cpu_seconds(options.pids) - cpu
    for process in clients:
        process.join()
    return seconds, cpu, failed


def main():
    parser = argparse.ArgumentParser()
    for name in ('--pid', '--url', '--user', '--label', '--out'):
        parser.add_argument(name, required=True)
    parser.add_argument('--count', type=int, default=4000)
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--clients', type=int, default=4)
    options = parser.parse_args()
    options.pids = [int(pid) for pid in options.pid.split(',')]
    server = urllib.parse.urlsplit(options.url)
    options.host, options.port = server.hostname, server.port
    password = os.environ['PERF_PASSWORD']
    connection = http.client.HTTPConnection(options.host, options.port)
    _, messages = ask(connection, 'GET', '/api/v1/messages', basic=f'{options.user}:{password}')
    message = json.loads(messages)[0]['id']
    _, session = ask(connection, 'POST', '/license/v1/sessions', json.dumps({'username': options.user, 'password': password}))
    token = json.loads(session)['token']

    kinds = {
        'nothing': lambda: [('GET', '/license/v1/jwks')] * options.count,
        'license': lambda: [('GET', LICENSES + message, None, token)] * options.count,
        'sealed': lambda: [('POST', LICENSES + message, body, token) for body in sealed_bodies(options.count)],
    }
    for requests in kinds.values():
        run(options, requests())
    with open(options.out, 'a', encoding='utf-8') as out:
        for _ in range(options.runs):
            for kind, requests in kinds.items():
                seconds, cpu, failed = run(options, requests())
                line = json.dumps({'label': options.label, 'kind': kind, 'count': options.count, 'seconds': round(seconds, 3),
                                   'cpu_s': round(cpu, 2), 'failed': failed})
                print(line, flush=True)
                print(line, file=out)


if __name__ == '__main__':
    main()
