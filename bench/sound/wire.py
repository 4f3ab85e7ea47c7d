"""What crossed the link, as the sender's side saw it."""

import dataclasses

import numpy

from sound.wiretap import RECORD

ROW = numpy.dtype([("nanos", "<i8"), ("left", "?"), ("length", "<u2"), ("port", "<u2"), ("fragment", "<u2"),
                   ("head", "u1", 12)])
assert ROW.itemsize == RECORD.size
RAW_FRAMES = 1_024  # of a datagram


@dataclasses.dataclass
class Packets:
    """When the packets left that begin with which frames of the source; both ascend."""

    nanos: numpy.ndarray
    firsts: numpy.ndarray


class Wire:
    def __init__(self, file, player):
        self.rows = numpy.fromfile(file, ROW)
        self.player = player

    def share(self, left, pcm_bytes):
        return float(self.rows["length"][self.rows["left"] == left].sum()) / pcm_bytes

    def packets(self):
        """When each piece of sound left for the first time."""
        begun = self.rows[self.rows["left"] & (self.rows["fragment"] == 0) & (self.rows["port"] == self.player.port)]
        if self.player.wire == "raw":
            return Packets(begun["nanos"].astype(float), numpy.arange(len(begun)) * RAW_FRAMES)
        kind = begun["head"][:, 1] & 0x7F
        rtp = begun[(begun["head"][:, 0] >> 6 == 2) & ((kind < 64) | (kind > 95))]  # RTCP's are between (RFC 5761, 4)
        stamps = rtp["head"][:, 4:8].astype(numpy.int64) @ (1 << 24, 1 << 16, 1 << 8, 1)
        since = (stamps - stamps[:1] + (1 << 31)) % (1 << 32) - (1 << 31)
        firsts, when = numpy.unique(since, return_index=True)  # of what was sent again the first is taken
        return Packets(rtp["nanos"][when].astype(float), firsts)
