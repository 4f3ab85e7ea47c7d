"""Feeds the judge with receptions whose faults are known, and checks each figure that it finds."""

import numpy

from sound.ears import as_played
from sound.hearing import Listener
from sound.latency import latencies
from sound.noise import RATE, noise
from sound.source import Source
from sound.verdict import judge
from sound.wire import ROW, Packets
from sound.wiretap import record

SECONDS = 7
BEGIN, END = RATE // 2, RATE * 11 // 2
PACKET = 256
SILENCE = numpy.zeros((RATE // 3, 2), dtype="<i2")
LATE_NANOS = 80_000_000


class Trial:
    """One reception: what is heard of the sound, and what is to be found."""

    def __init__(self, sound, source, name):
        self.sound, self.source, self.name, self.faults = sound, source, name, []

    def hear(self, heard, left_out=()):
        # What precedes the sound is silence, as a receiver plays it.
        self.stretches = Listener(self.source, numpy.concatenate([SILENCE, heard, SILENCE])).stretches()
        self.verdict = judge(self.stretches, BEGIN, END, left_out)
        return self

    def expect(self, within=1e-9, **figures):
        for figure, wanted in figures.items():
            found = getattr(self.verdict, figure)
            if not abs(found - wanted) <= within:
                self.faults.append(f"{self.name}: {figure} is {found:.6g}, not {wanted:.6g}")
        return self


def exact(trial):
    trial.hear(trial.sound).expect(wrong=0, events=0, skipped_ms=0, delayed_ms=0, rate_ppm=0)


def packets_dropped(trial):
    """One packet in a hundred is missing, and what follows moves up."""
    lost = lost_packets(len(trial.sound) // PACKET)
    kept = numpy.ones(len(trial.sound), dtype=bool)
    for packet in lost:
        kept[packet * PACKET:(packet + 1) * PACKET] = False
    frames = len(lost) * PACKET
    trial.hear(trial.sound[kept]).expect(
        within=1e-5, events=len(lost), wrong=frames / (END - BEGIN), skipped_ms=frames * 1000 / RATE, delayed_ms=0)


def packets_made_up(trial):
    """One packet in a hundred is the sound of another moment, half as loud: nothing moves, nothing is right."""
    heard = trial.sound.copy()
    lost = lost_packets(len(heard) // PACKET)
    for packet in lost:
        at = packet * PACKET
        heard[at:at + PACKET] = trial.sound[at - PACKET:at] // 2
    trial.hear(heard).expect(events=len(lost), delayed_ms=0, skipped_ms=0)
    trial.expect(within=2e-5, wrong=len(lost) * PACKET / (END - BEGIN))
    trial.expect(within=0.05, longest_event_ms=PACKET * 1000 / RATE)


def lost_packets(packets):
    """About one in a hundred, all within what is judged, and so far apart that each is an event of its own."""
    places = range(BEGIN // PACKET + 1, END // PACKET - 1, 10)
    return sorted(numpy.random.default_rng(7).choice(places, packets // 100, replace=False))


def gap_of_zeros(trial):
    gap = RATE // 20
    heard = trial.sound.copy()
    heard[3 * RATE:3 * RATE + gap] = 0
    trial.hear(heard).expect(within=1e-5, wrong=gap / (END - BEGIN), events=1, skipped_ms=0, delayed_ms=0)
    trial.hear(heard, [(2.9 * RATE, 3.1 * RATE)]).expect(wrong=0, events=0)


def gap_before_it_counts(trial):
    heard = trial.sound.copy()
    heard[RATE // 5:RATE // 4] = 0
    trial.hear(heard).expect(wrong=0, events=0)


def two_gaps_within_20_ms(trial):
    heard = trial.sound.copy()
    for at in (3 * RATE, 3 * RATE + RATE // 100):
        heard[at:at + 100] = 0
    trial.hear(heard).expect(events=1)


def resampled(trial):
    for ppm in (-5_000, -50, 50, 500, 5_000):
        places = numpy.arange(0, len(trial.sound) - 1, 1 + ppm / 1e6)
        trial.hear(band_limited(trial.sound, places)).expect(wrong=0, events=0, skipped_ms=0, delayed_ms=0)
        trial.expect(within=1, rate_ppm=ppm)


def resampled_with_gaps(trial):
    """Twenty gaps of 300 frames while a clock is followed as fast as any may be."""
    heard = band_limited(trial.sound, numpy.arange(0, len(trial.sound) - 1, 1.001))
    for at in range(RATE, 5 * RATE, RATE // 5):
        heard[at:at + 300] = 0
    trial.hear(heard).expect(within=20 * 4 / (END - BEGIN), wrong=20 * 300 * 1.001 / (END - BEGIN))
    trial.expect(within=0.02, events=20, skipped_ms=20 * 300 * 0.001 * 1000 / RATE, delayed_ms=0)
    trial.expect(within=20, rate_ppm=1000)


def band_limited(sound, places):
    """The sound between its frames, by another way than the judge's: eight times the rate by Fourier, then a cubic."""
    spectrum = numpy.fft.rfft(sound, axis=0)
    fine = numpy.fft.irfft(spectrum, 8 * len(sound), axis=0) * 8
    at = numpy.clip(places * 8, 1, len(fine) - 3)
    whole = numpy.floor(at).astype(int)
    x = (at - whole)[:, None]
    a, b, c, d = (fine[whole + k] for k in (-1, 0, 1, 2))
    cubic = b + x / 2 * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)))
    return numpy.rint(cubic).astype("<i2")


def jumps(trial):
    for frames in (1, 3, 441):
        at = 4 * RATE
        forward = numpy.concatenate([trial.sound[:at], trial.sound[at + frames:]])
        trial.hear(forward).expect(within=1e-3, events=1, skipped_ms=frames * 1000 / RATE, delayed_ms=0)
        trial.expect(within=1e-6, wrong=frames / (END - BEGIN))
        backward = numpy.concatenate([trial.sound[:at], trial.sound[at - frames:]])
        trial.hear(backward).expect(within=1e-3, events=1, skipped_ms=0, delayed_ms=frames * 1000 / RATE)
        trial.expect(wrong=0)


def breaks_off(trial):
    trial.hear(trial.sound[:4 * RATE]).expect(within=1e-6, wrong=(END - 4 * RATE) / (END - BEGIN), events=1)


def something_else(trial):
    trial.hear(noise(3, seed=99)).expect(wrong=1, events=1)


def latency(trial):
    """Packets of 256 frames that leave in time, each played so many nanoseconds later, by pieces of 5 ms."""
    trial.hear(trial.sound)
    firsts = numpy.arange(0, len(trial.sound), PACKET)
    packets = Packets(firsts * 1e9 / RATE, firsts)
    frames = numpy.arange(len(SILENCE), len(SILENCE) + len(trial.sound) - 1, 220)
    nanos = (frames - len(SILENCE)) * 1e9 / RATE + LATE_NANOS
    found = latencies(trial.stretches, packets, frames, nanos)
    if not numpy.allclose(found, LATE_NANOS / 1e6, atol=1e-3) or len(found) != len(frames):
        trial.faults.append(f"{trial.name}: {found.min():.3f} to {found.max():.3f} ms of {len(found)} pieces")


def sound_card(trial):
    """What comes unevenly is played evenly while the buffer lasts, and followed by silence once it has run dry."""
    frames = numpy.arange(0, len(trial.sound) - PACKET, PACKET)
    uneven = numpy.random.default_rng(3).uniform(0, 30e6, len(frames))
    uneven[frames > 5 * RATE] = 330e6
    nanos = numpy.maximum.accumulate(frames * 1e9 / RATE + uneven)
    played, begins, ticks = as_played(trial.sound[:len(frames) * PACKET], frames, nanos, 100)
    trial.hear(played).expect(events=1, skipped_ms=0, wrong=0)
    trial.expect(within=20, delayed_ms=330 - 100 - 15)
    if not numpy.allclose(numpy.diff(ticks), numpy.diff(begins) * 1e9 / RATE, atol=1000):
        trial.faults.append(f"{trial.name}: its pieces are not even")


def captured(trial):
    """A packet of RTP as it crosses the link: IPv4, UDP to port 5004, sequence 1, timestamp 1024."""
    packet = bytes.fromhex("45000030 00000000 40110000 0a4d0001 0a4d0002"
                           "c000138c 001c0000 800a0001 00000400 12345678 0102030405060708")
    row = numpy.frombuffer(record(packet, 7, True), ROW)[0]
    found = row["nanos"], row["left"], row["length"], row["port"], row["fragment"], bytes(row["head"]).hex()
    if found != (7, True, 48, 5004, 0, "800a00010000040012345678"):
        trial.faults.append(f"{trial.name}: {found}")


TRIALS = (exact, packets_dropped, packets_made_up, gap_of_zeros, gap_before_it_counts, two_gaps_within_20_ms, resampled,
          resampled_with_gaps, jumps, breaks_off, something_else, latency, sound_card, captured)


def run():
    """Tells what the judge gets wrong, and whether that is nothing."""
    sound = noise(SECONDS)
    source = Source(sound)
    trials = [Trial(sound, source, case.__name__) for case in TRIALS]
    for case, trial in zip(TRIALS, trials):
        case(trial)
    faults = [fault for trial in trials for fault in trial.faults]
    print("\n".join(faults) or f"The judge is right about all {len(trials)} trials.")
    return not faults
