"""What a license costs, beside a request to the same server that does nothing.

Asks again and again for licenses of the user's newest message, over connections that stay open: as JSON, and sealed
(POST, each to a key of its own). The request that does nothing is /license/v1/jwks: JAX-RS, no session, no database.
"""
import base64
import http.client
import json
import multiprocessing
import secrets
import time

import machine
import servers

LICENSES = '/license/v1/licenses/'
CLIENTS = 4
USER = 'alice'

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
    return [json.dumps({'playerKey': {'kty': 'EC', 'crv': 'P-256', 'x': text(x), 'y': text(y)}})
            for x, y in points(count)]


def ask(connection, method, path, body=None, token=None, basic=None):
    headers = {'Content-Type': 'application/json'} if body else {}
    if token:
        headers |= {'Authorization': 'Bearer ' + token, 'X-SSMS-Nonce': secrets.token_hex(16)}
    if basic:
        headers['Authorization'] = 'Basic ' + base64.b64encode(basic.encode()).decode()
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return response.status, response.read()


def client(port, requests, ready, done):
    connection = http.client.HTTPConnection('127.0.0.1', port)
    ask(connection, 'GET', '/license/v1/jwks')
    ready.wait()
    failed = sum(ask(connection, *request)[0] != 200 for request in requests)
    done.put((failed, time.monotonic()))


def run(server, port, requests):
    """Seconds, processor time of the server, requests that were not answered by 200."""
    ready, done = multiprocessing.Barrier(CLIENTS + 1), multiprocessing.Queue()
    clients = [multiprocessing.Process(target=client, args=(port, requests[i::CLIENTS], ready, done))
               for i in range(CLIENTS)]
    for process in clients:
        process.start()
    ready.wait()
    begin, meter = time.monotonic(), machine.CpuMeter(server.pids)
    while any(process.is_alive() for process in clients):
        time.sleep(0.2)
        meter.read()
    cpu = meter.read()
    failed, ends = zip(*(done.get(timeout=10) for _ in clients))
    return {'count': len(requests), 'seconds': max(ends) - begin, 'work_s': cpu.work, 'compiler_s': cpu.compiler,
            'rest_of_machine_s': cpu.rest_of_machine, 'failed': sum(failed)}


def measure(server, password, count, runs):
    """So many runs of so many requests of each kind, after a warm-up as long as one; there must be a message."""
    port = 8080 + servers.OFFSET
    connection = http.client.HTTPConnection('127.0.0.1', port)
    _, messages = ask(connection, 'GET', '/api/v1/messages', basic=f'{USER}:{password}')
    message = json.loads(messages)[0]['id']
    _, session = ask(connection, 'POST', '/license/v1/sessions', json.dumps({'username': USER, 'password': password}))
    token = json.loads(session)['token']
    kinds = {
        'nothing': lambda: [('GET', '/license/v1/jwks')] * count,
        'license': lambda: [('GET', LICENSES + message, None, token)] * count,
        'sealed': lambda: [('POST', LICENSES + message, body, token) for body in sealed_bodies(count)],
    }
    for requests in kinds.values():
        run(server, port, requests())
    return [{'kind': kind, **run(server, port, requests())}
            for _ in range(runs) for kind, requests in kinds.items()]
