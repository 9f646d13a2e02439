"""Callers who walk through the menus by telephone-events: what that costs, and whether what they hear comes in time.

Each speaks all the while, as sipload does, and presses a key every two seconds: the menu before the message, the rights,
how many plays, three, what that comes to, and back. Then all hang up, and leave nothing.
"""
import os
import pathlib
import re
import socket
import struct
import time

import load
import machine
import recordings

HOST = '127.0.0.1'
PROMPTS = pathlib.Path(__file__).resolve().parents[3] / 'ssms-media/src/main/resources/org/ssms/media/prompt/en'
FIRST, WALK = '*', '443#*'  # the key in the greeting; those that lead from the menu before the message back to it
PRESSED_EVERY = 100  # packets
EVENT, EVENT_PACKETS, EVENT_ENDS = 101, 5, 3  # 100 ms; the end is told three times (RFC 4733)
PACKET = struct.Struct('!BBHII')
PACKET_SAMPLES, PACKET_SECONDS = 160, 0.02
# packets that come so much later than their timestamps say are late
LATE_SECONDS = 0.06
SO_TIMESTAMPNS = 35  # Linux; the kernel's time of arrival, so that we may look late
LISTENED_TO = 10  # of so many callers, what one hears is kept


class Caller:
    def __init__(self, number):
        self.number, self.call = number, f'menus{os.getpid()}-{number}'
        self.to = self.contact = self.target = None
        self.keys, self.packets, self.sequence = 0, 0, 0
        self.pressed, self.event_packets, self.event_at = None, 0, 0
        self.heard, self.count, self.first = bytearray(), 0, None
        self.late, self.latest, self.said_bye = 0, 0.0, False

    def packet(self, sound):
        """The next packet of RTP: a key when one is due, sound otherwise."""
        due = self.packets % PRESSED_EVERY == PRESSED_EVERY // 2
        if due and not self.pressed:
            self.pressed = FIRST if self.keys == 0 else WALK[(self.keys - 1) % len(WALK)]
            self.keys += 1
            self.event_packets, self.event_at = 0, self.packets
        at = self.packets * PACKET_SAMPLES
        self.packets += 1
        self.sequence += 1
        if not self.pressed:
            return PACKET.pack(0x80, 0, self.sequence & 0xffff, at, self.number) + sound
        self.event_packets += 1
        ends = self.event_packets > EVENT_PACKETS
        duration = min(self.event_packets, EVENT_PACKETS) * PACKET_SAMPLES
        payload = struct.pack('!BBH', '0123456789*#'.index(self.pressed), 0x80 * ends | 10, duration)
        marker = 0x80 * (self.event_packets == 1)
        if self.event_packets == EVENT_PACKETS + EVENT_ENDS:
            self.pressed = None
        at = self.event_at * PACKET_SAMPLES
        return PACKET.pack(0x80, marker | EVENT, self.sequence & 0xffff, at, self.number) + payload

    def hears(self, packet, arrived):
        """A packet of the server, which sends without a pause from its first on."""
        stamp = PACKET.unpack_from(packet)[3]
        if self.first is None:
            self.first = (stamp, arrived)
        due = self.first[1] + ((stamp - self.first[0]) & 0xffffffff) / 8000
        if arrived < due:  # the first was late itself
            self.first = (stamp, arrived)
        late = max(0.0, arrived - due)
        self.count += 1
        self.late += late > LATE_SECONDS
        self.latest = max(self.latest, late)
        if self.number % LISTENED_TO == 0:
            self.heard += packet[PACKET.size:]


class Walk:
    def __init__(self, server, callers, media):
        self._sip, self._rtp = _udp(), _udp()
        self._rtp.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        host, port = server.sip.split(':')
        self._sip.connect((host, int(port)))
        self._user = server.user
        self.callers = [Caller(number) for number in range(callers)]
        self._by_call = {caller.call: caller for caller in self.callers}
        self._by_target = {}
        sound = media.read_bytes()
        self._sound = [sound[at:at + PACKET_SAMPLES] for at in range(0, len(sound) - PACKET_SAMPLES, PACKET_SAMPLES)]
        self._tick = 0
        self._next = time.monotonic()
        self.lag = 0.0

    def close(self):
        self._sip.close()
        self._rtp.close()

    def go_on(self, seconds):
        for _ in range(round(seconds / PACKET_SECONDS)):
            self._next += PACKET_SECONDS
            left = self._next - time.monotonic()
            self.lag = max(self.lag, -left)
            time.sleep(max(0.0, left))
            self._tick += 1
            for caller in self._by_target.values():
                if not caller.said_bye:
                    self._rtp.sendto(caller.packet(self._sound[self._tick % len(self._sound)]), caller.target)
            self._listen()

    def call(self, rate):
        """Each calls, so many a second."""
        for caller in self.callers:
            self._invite(caller)
            self.go_on(1 / rate)
        self.go_on(1)
        return sum(caller.target is not None for caller in self.callers)

    def hang_up(self):
        for caller in self.callers:
            if caller.contact:
                caller.said_bye = True
                self._send('BYE', caller, caller.contact, 2)
        self.go_on(1)

    def _invite(self, caller):
        port = self._rtp.getsockname()[1]
        sdp = (f'v=0\r\no=- 1 1 IN IP4 {HOST}\r\ns=-\r\nc=IN IP4 {HOST}\r\nt=0 0\r\nm=audio {port} RTP/AVP 0 {EVENT}\r\n'
               f'a=rtpmap:{EVENT} telephone-event/8000\r\na=fmtp:{EVENT} 0-15\r\na=ptime:20\r\n')
        self._send('INVITE', caller, f'sip:{self._user}', 1, sdp)

    def _send(self, method, caller, uri, cseq, body=''):
        to = caller.to or f'<sip:{self._user}>'
        port = self._sip.getsockname()[1]
        self._sip.send((f'{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {HOST}:{port};branch=z9hG4bK{caller.call}{method}\r\n'
                        f'Max-Forwards: 70\r\nFrom: <sip:menus{caller.number}@{HOST}>;tag={caller.call}\r\nTo: {to}\r\n'
                        f'Call-ID: {caller.call}\r\nCSeq: {cseq} {method}\r\nContact: <sip:menus@{HOST}:{port}>\r\n'
                        + ('Content-Type: application/sdp\r\n' if body else '')
                        + f'Content-Length: {len(body)}\r\n\r\n{body}').encode('ascii'))

    def _listen(self):
        try:
            while True:
                self._signalled(self._sip.recv(65535).decode('latin-1'))
        except BlockingIOError:
            pass
        try:
            while True:
                packet, said, _, source = self._rtp.recvmsg(2048, 64)
                caller = self._by_target.get(source)
                if caller and packet[1] & 0x7f == 0:
                    seconds, nanos = struct.unpack('qq', said[0][2])
                    caller.hears(packet, seconds + nanos / 1e9)
        except BlockingIOError:
            pass

    def _signalled(self, message):
        call = re.search(r'(?im)^Call-ID:\s*(\S+)', message)
        caller = call and self._by_call.get(call[1])
        if not caller or not re.search(r'(?im)^CSeq:\s*1 INVITE', message) or not message.startswith('SIP/2.0 200'):
            return
        caller.to = re.search(r'(?im)^To:\s*(.*?)\r?$', message)[1]
        caller.contact = re.search(r'(?im)^Contact:.*?<(.*?)>', message)[1]
        caller.target = (re.search(r'(?m)^c=IN IP4 ([0-9.]+)', message)[1],
                         int(re.search(r'(?m)^m=audio (\d+)', message)[1]))
        self._by_target[caller.target] = caller
        self._send('ACK', caller, caller.contact, 1)


def _udp():
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((HOST, 0))
    made.setblocking(False)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    return made


def measure(calls, server, callers, rate, seconds, recorded=None):
    """What so many cost while they walk, and what they hear; meanwhile calls of (count, rate, seconds) are recorded."""
    walk, since = Walk(server, callers, calls.media), time.time() - 0.01
    beside = None
    try:
        up = walk.call(rate)
        if recorded:
            beside = calls.sipload(server, *recorded)[0]
        meter = machine.CpuMeter(server.pids)
        before = sum(caller.packets for caller in walk.callers)
        for _ in range(seconds):
            walk.go_on(1)
            meter.read()
        cpu = meter.read()
        walked = sum(caller.packets for caller in walk.callers) - before
        walk.hang_up()
        if beside:
            beside.wait(timeout=60)
    finally:
        walk.close()
        if beside and beside.poll() is None:
            beside.terminate()
    load.settle(server)
    made = recordings.recorded(server.store, since)
    said = (PROMPTS / 'right-plays.ulaw').read_bytes()
    kept = [caller.heard for caller in walk.callers if caller.number % LISTENED_TO == 0]
    return {'callers': callers, 'up': up, 'seconds': seconds, 'work_s': cpu.work,
            'compiler_s': cpu.compiler, 'rest_of_machine_s': cpu.rest_of_machine,
            'minutes': walked * PACKET_SECONDS / 60, 'keys': sum(caller.keys for caller in walk.callers),
            'listened_to': len(kept), 'heard_their_choice': sum(said in heard for heard in kept),
            'heard': sum(caller.count for caller in walk.callers), 'late': sum(caller.late for caller in walk.callers),
            'recordings': len(made),
            'with_gaps': sum(each.samples != each.packets * recordings.PACKET_SAMPLES for each in made),
            'latest_ms': 1000 * max(caller.latest for caller in walk.callers), 'lag_ms': 1000 * walk.lag}
