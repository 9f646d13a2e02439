"""What a server does for long, and what when more is asked of it than it can do."""
import os
import re
import socket
import time

import machine
import recordings
from recordings import PACKET_SAMPLES


def soak(load, server, calls, part, rate, seconds):
    """Calls in parts; what the server holds before the first and after each part, when all is in the mailbox."""
    rows = [{'calls': 0, 'recorded': 0, 'failed': 0, **_held(server)}]
    for _ in range(calls // part):
        last, run = rows[-1], load.call(server, part, rate, seconds)
        rows.append({'calls': last['calls'] + part, 'recorded': last['recorded'] + run['recordings'],
                     'failed': last['failed'] + run['failed'], **_held(server)})
    return rows


def _held(server):
    time.sleep(5)
    pid = server.pids[0]
    return {'heap': machine.living(pid)[0], 'descriptors': len(os.listdir(f'/proc/{pid}/fd')),
            'threads': len(os.listdir(f'/proc/{pid}/task')), 'database': machine.disk_use(server.database),
            'messages': machine.disk_use(server.store)}


def overload(load, server, calls, rate, seconds):
    """More calls than can be taken; what became of them, and of a single caller who asks twice a second meanwhile."""
    before = machine.living(server.pids[0])[0]
    asking = Asking(server)
    try:
        run = load.call(server, calls, rate, seconds, lambda _: asking.ask())
        recovery = asking.until_taken()
    finally:
        asking.close()
    recorded = recordings.recorded(server.store, run['since'])
    time.sleep(5)
    return {**{name: run[name] for name in ('calls', 'rate', 'seconds', 'ok', 'failed', 'refused', 'server_hung_up',
                                            'unfinished', 'peak_calls', 'max_lag_ms', 'work_s', 'compiler_s')},
            'recorded': len(recorded), 'recovery_s': recovery, 'asked': asking.answers, 'heap_before': before,
            'with_gaps': sum(each.samples != each.packets * PACKET_SAMPLES for each in recorded),
            'heap_after': machine.living(server.pids[0])[0], 'peak_memory': _peak_memory(server.pids[0])}


def _peak_memory(pid):
    with open(f'/proc/{pid}/status', encoding='ascii') as file:
        return int(re.search(r'VmHWM:\s+(\d+) kB', file.read())[1]) * 1024


class Asking:
    """One caller of his own address, who hangs up when he is answered. Counts what he was told."""
    HOST = '127.0.0.99'
    SDP = f'v=0\r\no=- 1 1 IN IP4 {HOST}\r\ns=-\r\nc=IN IP4 {HOST}\r\nt=0 0\r\nm=audio 15990 RTP/AVP 0\r\n'

    def __init__(self, server):
        host, port = server.sip.split(':')
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((self.HOST, 0))
        self._socket.connect((host, int(port)))
        self._socket.settimeout(2)
        self._user, self._port = server.user, self._socket.getsockname()[1]
        self._number = 0
        self.answers = {}

    def close(self):
        self._socket.close()

    def until_taken(self):
        """Seconds until a call is taken; at most a minute."""
        begin = time.monotonic()
        while self.ask() != '200':
            if time.monotonic() > begin + 60:
                raise SystemExit('perf: a minute after the load no call is taken')
            time.sleep(0.2)
        return time.monotonic() - begin

    def ask(self):
        """The status of the answer, or that none came within two seconds."""
        self._number += 1
        call = f'asking{os.getpid()}-{self._number}'
        uri = f'sip:{self._user}'
        self._send('INVITE', uri, call, f'<{uri}>', 1, self.SDP)
        answer, final = 'no answer', self._final(call)
        if final:
            answer = final.split(' ', 2)[1]
            to = re.search(r'(?im)^To:\s*(.*?)\r?$', final)[1]
            if answer == '200':
                contact = re.search(r'(?im)^Contact:.*?<(.*?)>', final)[1]
                self._send('ACK', contact, call, to, 1, branch='ack')
                self._send('BYE', contact, call, to, 2)
            else:
                self._send('ACK', uri, call, to, 1)
                if re.search(r'(?im)^Retry-After:', final):
                    answer += ' with Retry-After'
        self.answers[answer] = self.answers.get(answer, 0) + 1
        return answer

    def _final(self, call):
        try:
            while True:
                message = self._socket.recv(65535).decode('latin-1')
                final = re.match(r'SIP/2\.0 [2-6]', message)
                if final and call in message and re.search(r'(?im)^CSeq:\s*1 INVITE', message):
                    return message
        except TimeoutError:
            return None

    def _send(self, method, uri, call, to, cseq, body='', branch=''):
        branch = f'z9hG4bK{call}.{cseq}{branch}'  # the ACK of a refusal is of the transaction of the INVITE
        self._socket.send((f'{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {self.HOST}:{self._port};branch={branch}\r\n'
                           f'Max-Forwards: 70\r\nFrom: <sip:asking@{self.HOST}>;tag={call}\r\nTo: {to}\r\n'
                           f'Call-ID: {call}\r\nCSeq: {cseq} {method}\r\nContact: <sip:asking@{self.HOST}:{self._port}>\r\n'
                           + ('Content-Type: application/sdp\r\n' if body else '')
                           + f'Content-Length: {len(body)}\r\n\r\n{body}').encode('latin-1'))
