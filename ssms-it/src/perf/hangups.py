"""From BYE to "safe on disk" and to "in the mailbox", call by call, as inotify tells it.

Safe: the manifest has its name and its directory was forced to the disk, the last step of RecordingStore.finalise,
which forces the files before. In the mailbox: the ticket is deleted, which follows the commit of the message's row.
"""
import ctypes
import os
import select
import struct
import time

import recordings

CLOSE_NOWRITE, MOVED_TO, DELETE, IS_DIRECTORY = 0x10, 0x80, 0x200, 0x40000000
EVENT = struct.Struct('iIII')


class Watch:
    """Looks at all directories of a store, and makes those that its messages have not needed yet."""

    def __init__(self, store):
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._inotify = self._libc.inotify_init1(os.O_NONBLOCK)
        self._signed = {}
        self.safe, self.stored = {}, {}
        for number in range(256):
            shard = store / f'{number:02x}'
            shard.mkdir(exist_ok=True)
            mask = CLOSE_NOWRITE | MOVED_TO | DELETE
            if self._libc.inotify_add_watch(self._inotify, os.fsencode(shard), mask) < 0:
                raise OSError(ctypes.get_errno(), f'cannot watch {shard}')

    def look(self, seconds):
        """Takes what happens within that time."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self._inotify], [], [], left)[0]:
                now = time.time()
                self._take(os.read(self._inotify, 1 << 20), now)

    def close(self):
        os.close(self._inotify)

    def _take(self, events, now):
        at = 0
        while at < len(events):
            shard, mask, _, length = EVENT.unpack_from(events, at)
            name = events[at + EVENT.size:at + EVENT.size + length].rstrip(b'\0').decode()
            at += EVENT.size + length
            kid, _, kind = name.partition('.')
            if mask & MOVED_TO and kind == 'manifest':
                self._signed.setdefault(shard, []).append(kid)
            elif mask & CLOSE_NOWRITE and mask & IS_DIRECTORY:
                self.safe.update(dict.fromkeys(self._signed.pop(shard, []), now))
            elif mask & DELETE and kind == 'ticket':
                self.stored[kid] = now


def measure(load, server, calls, rate, seconds):
    """Milliseconds from BYE to 200, to safe and to stored, of each call."""
    watch, since = Watch(server.store), time.time() - 0.01
    try:
        process, told = load.sipload(server, calls, rate, seconds)
        while process.poll() is None:
            watch.look(0.2)
        deadline = time.monotonic() + 10
        while len(watch.stored) < calls and time.monotonic() < deadline:
            watch.look(0.2)
    finally:
        watch.close()
    said = {'BYE': {}, 'BYEOK': {}}
    for line in told.read_text(encoding='ascii').splitlines():
        words = line.split()
        if words[0] in said:
            said[words[0]][int(words[1])] = float(words[2])
    kids = {each.caller: each.name for each in recordings.recorded(server.store, since)}

    def since_bye(times, key):
        return [1000 * (times[key(call)] - bye) for call, bye in said['BYE'].items() if key(call) in times]

    return {'calls': calls, 'rate': rate, 'seconds': seconds, 'answered_ms': since_bye(said['BYEOK'], int),
            'safe_ms': since_bye(watch.safe, kids.get), 'stored_ms': since_bye(watch.stored, kids.get)}
