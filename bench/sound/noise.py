"""The sound that is sent: noise. No stretch of it can be guessed from another, so that each frame tells its place."""

import wave

import numpy

RATE = 44_100
CHANNELS = 2
FRAME_BYTES = 2 * CHANNELS
BAND_HERTZ = (100, 6_000)  # far below half the rate: what a resampler makes of it can be computed with few taps
LOUDNESS = 4_600  # root of the mean square, in steps of 16 bits: its peaks hardly ever reach the largest number


def noise(seconds, seed=1):
    """Two channels of 16 bits that know nothing of each other; the same seed gives the same sound."""
    frames = int(seconds * RATE)
    drawn = numpy.random.default_rng(seed).standard_normal((frames, CHANNELS))
    hertz = numpy.fft.rfftfreq(frames, 1 / RATE)
    for channel in drawn.T:  # one by one: ten minutes are a gigabyte each
        spectrum = numpy.fft.rfft(channel)
        spectrum[(hertz < BAND_HERTZ[0]) | (hertz > BAND_HERTZ[1])] = 0
        channel[:] = numpy.fft.irfft(spectrum, frames)
    drawn *= LOUDNESS / drawn.std()
    return numpy.clip(numpy.rint(drawn), -32_767, 32_767).astype("<i2")


def write_wav(file, samples):
    with wave.open(str(file), "wb") as out:
        out.setnchannels(CHANNELS)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
