"""The sound that was sent, to compare with: between its frames too, and to find a piece of it in."""

import numpy

TAPS = 16
PHASES = 1_024


def interpolation_table():
    """Sinc under a Kaiser window: row k tells what a sample k / PHASES after a frame is made of."""
    around = numpy.arange(TAPS) - (TAPS // 2 - 1)
    distance = around[None, :] - numpy.arange(PHASES + 1)[:, None] / PHASES
    window = numpy.i0(9 * numpy.sqrt(numpy.clip(1 - (distance / (TAPS / 2)) ** 2, 0, 1))) / numpy.i0(9)
    return numpy.sinc(distance) * window


class Source:
    """What was sent, also between its frames."""

    def __init__(self, samples):
        self.frames = len(samples)
        self.exact = numpy.asarray(samples, dtype=numpy.int32)
        self.padded = numpy.pad(self.exact.astype(numpy.float64), ((TAPS, TAPS), (0, 0)))
        self.slopes = numpy.gradient(self.padded, axis=0)
        self.table = interpolation_table()
        self.spectrum = None

    def at(self, places):
        """The sound at places that need not be whole; silence outside."""
        places = numpy.clip(places, -TAPS // 2, self.frames - 1 + TAPS // 2)
        whole = numpy.floor(places).astype(numpy.int64)
        weights = self.table[numpy.rint((places - whole) * PHASES).astype(numpy.int64)]
        taps = whole[:, None] + numpy.arange(TAPS) + (TAPS - TAPS // 2 + 1)
        return numpy.einsum("nt,ntc->nc", weights, self.padded[taps])

    def slope(self, places):
        nearest = numpy.clip(numpy.rint(places).astype(numpy.int64) + TAPS, 0, len(self.slopes) - 1)
        return self.slopes[nearest]

    def find(self, piece, low, high):
        """Where in the source, from `low` to `high`, a piece of sound is most alike."""
        low, high = max(0, low), min(self.frames, high)
        if high - low < len(piece):
            return None
        length = 1 << (high - low + len(piece)).bit_length()
        spectrum = self.spectrum_of(low, high, length)
        alike = numpy.fft.irfft((spectrum * numpy.fft.rfft(piece, length, axis=0).conj()).sum(axis=1), length)
        return low + int(numpy.argmax(alike[:high - low - len(piece) + 1]))

    def spectrum_of(self, low, high, length):
        if high - low < self.frames:
            return numpy.fft.rfft(self.exact[low:high], length, axis=0)
        if self.spectrum is None:
            self.spectrum = numpy.fft.rfft(self.exact, length, axis=0)
        return self.spectrum
