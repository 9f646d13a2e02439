"""The recordings in a store: those of SSMS are encrypted, but their length stands in the manifest beside them."""
import base64
import dataclasses
import json
import os
import re

PACKET_SAMPLES = 160
# length, time, RTP header, payload and tag of one packet of G.711 in a .srtp file
STORED_PACKET_BYTES = 6 + 12 + PACKET_SAMPLES + 10
RATE = 8000


@dataclasses.dataclass(frozen=True)
class Recording:
    """samples is how long it is, packets how many of sipload's packets are in it: a lost one is a gap of silence."""
    name: str
    caller: int
    samples: int
    packets: int

    @property
    def seconds(self):
        return self.samples / RATE


def recorded(store, since):
    """The recordings that were finished since then, seconds since 1970."""
    found = []
    for root, _, files in os.walk(store):
        for name in files:
            path = os.path.join(root, name)
            if name.endswith(('.manifest', '.ulaw')) and os.stat(path).st_mtime >= since:
                found.append(_plain(path) if name.endswith('.ulaw') else _protected(path))
    return found


def unfinished(store):
    """Recordings that are being made, or are on their way into the mailbox."""
    return sum(name.endswith(('.ticket', '.part')) for _, _, files in os.walk(store) for name in files)


def delete_sound(store):
    """Makes room. The server goes on: it looks at a file only when somebody wants to hear it."""
    for root, _, files in os.walk(store):
        for name in files:
            if name.endswith(('.mp4', '.srtp', '.ulaw')):
                os.remove(os.path.join(root, name))


def _plain(path):
    samples = os.stat(path).st_size
    return Recording(path, -1, samples, samples // PACKET_SAMPLES)


def _protected(path):
    with open(path, 'rb') as file:
        payload = file.read().split(b'.')[1]
    manifest = json.loads(base64.urlsafe_b64decode(payload + b'=' * (-len(payload) % 4)))
    caller = re.search(r'caller(\d+)', manifest['caller'])
    return Recording(manifest['kid'], int(caller[1]) if caller else -1, manifest['tracks'][0]['samples'],
                     manifest['srtp']['bytes'] // STORED_PACKET_BYTES)
