"""What a receiver writes to its standard output, and when."""

import os
import threading
import time

import numpy

from sound.noise import CHANNELS, FRAME_BYTES, RATE

DEVICE_FRAMES = 220  # what a sound card takes at once, where there is none


class Ears:
    """Reads a pipe in a thread of its own and writes down when how much was there."""

    def __init__(self, pipe):
        self.pipe = pipe
        self.pieces = []
        self.nanos = []
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        while piece := os.read(self.pipe.fileno(), 1 << 16):
            self.nanos.append(time.monotonic_ns())
            self.pieces.append(piece)

    def heard(self):
        """All frames, the frame that begins each piece, and when that piece came; after the end of the pipe."""
        self.thread.join(timeout=10)
        sound = b"".join(self.pieces)
        whole = len(sound) // FRAME_BYTES * FRAME_BYTES
        frames = numpy.frombuffer(sound[:whole], "<i2").reshape(-1, CHANNELS)
        ends = numpy.cumsum([len(piece) for piece in self.pieces], dtype=numpy.int64)
        begins = numpy.concatenate([[0], ends[:-1]]) // FRAME_BYTES if len(ends) else ends
        return frames, begins, numpy.array(self.nanos, dtype=numpy.float64)


def as_played(frames, begins, nanos, latency_ms):
    """What a sound card makes of it that starts when so much is there, and plays silence while too little is."""
    there = numpy.append(begins[1:], len(frames))
    first = int(numpy.searchsorted(there, latency_ms * RATE // 1000))
    if first >= len(nanos):
        return frames, begins, nanos
    ticks = numpy.arange(nanos[first], nanos[-1], DEVICE_FRAMES * 1e9 / RATE)
    have = there[numpy.searchsorted(nanos, ticks, "right") - 1]
    played, taken = [], 0
    for most in have:
        enough = most - taken >= DEVICE_FRAMES
        played.append(frames[taken:taken + DEVICE_FRAMES] if enough else numpy.zeros((DEVICE_FRAMES, CHANNELS), "<i2"))
        taken += DEVICE_FRAMES * bool(enough)
    return numpy.concatenate(played), numpy.arange(len(ticks)) * DEVICE_FRAMES, ticks
