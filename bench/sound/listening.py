"""One stream over one link, and what is told of it."""

import dataclasses
import json

import numpy

from processes import Bench
from sound.ears import as_played
from sound.hearing import Listener
from sound.latency import latencies
from sound.noise import FRAME_BYTES, RATE
from sound.streams import TAIL_SECONDS, Stream
from sound.verdict import judge
from sound.wire import Wire
from tables import say

BEGIN_SECONDS = 0.5  # of the source, before which nothing is judged
STALL_NANOS = 20_000_000  # a machine that stands still for so long may be heard
STALL_BEFORE_NANOS, STALL_AFTER_NANOS = 300_000_000, 600_000_000  # what is left out around it


@dataclasses.dataclass
class Turn:
    """What is told of one stream."""

    profile: str
    program: str
    latency_ms: int
    seed: int
    wrong: float
    events_a_minute: float
    skipped_ms: float
    delayed_ms: float
    longest_event_ms: float
    rate_ppm: float
    calm_wrong: float  # the same without the moments at which the machine itself stood still
    calm_events_a_minute: float
    had_ms: float  # the median, and what five in a hundred are below and above
    had_low_ms: float
    had_high_ms: float
    had_first_ms: float
    had_last_ms: float
    there_over_pcm: float  # bytes with IP headers from the sender over those of the sound, less one
    back_over_pcm: float
    packets: int
    sender_cpu: float  # seconds a minute
    receiver_cpu: float
    sender_steady_cpu: float  # without the first ten seconds; None where there is nothing after them
    receiver_steady_cpu: float
    sender_megabytes: float
    receiver_megabytes: float
    canary_worst_ms: float
    stalls: int
    receiver_said: str


def take_turn(make_link, profile, player, latency_ms, seed, wav, source):
    """None when it failed, which is told."""
    with Bench() as bench:
        stream = Stream(bench, make_link(bench, profile, seed), player, latency_ms, wav, source)
        ended = stream.run()
        wire = Wire(stream.tap_file, player)
        if not ended or not len(wire.packets().firsts):
            say(f"{player.name}: no end in time, or nothing sent: {stream.last_words('sender')} {stream.last_words()}")
            return None
        return weigh(stream, wire, profile, seed)


def weigh(stream, wire, profile, seed):
    frames, begins, nanos = stream.ears.heard()
    if not stream.player.paces:
        frames, begins, nanos = as_played(frames, begins, nanos, stream.latency_ms)
    stretches = Listener(stream.source, frames).stretches()
    packets = wire.packets()
    late = json.loads(stream.canary_file.read_text())
    stalls = [(begun, ended) for begun, ended in late if ended - begun > STALL_NANOS]
    begin, end = int(BEGIN_SECONDS * RATE), stream.source.frames - int(TAIL_SECONDS * RATE)
    verdict = judge(stretches, begin, end)
    calm = judge(stretches, begin, end, [in_frames(stall, packets) for stall in stalls])
    had = latencies(stretches, packets, begins, nanos)
    low, median, high = numpy.percentile(had, (5, 50, 95)) if len(had) else [float("nan")] * 3
    pcm_bytes = stream.source.frames * FRAME_BYTES
    sender, receiver = stream.accounts["sender"], stream.accounts["receiver"]
    return Turn(
        profile=profile.name, program=stream.player.name, latency_ms=stream.latency_ms, seed=seed,
        wrong=verdict.wrong, events_a_minute=verdict.events_a_minute,
        skipped_ms=verdict.skipped_ms, delayed_ms=verdict.delayed_ms,
        longest_event_ms=verdict.longest_event_ms, rate_ppm=verdict.rate_ppm,
        calm_wrong=calm.wrong, calm_events_a_minute=calm.events_a_minute,
        had_ms=median, had_low_ms=low, had_high_ms=high,
        had_first_ms=had[0] if len(had) else median, had_last_ms=had[-1] if len(had) else median,
        there_over_pcm=wire.share(True, pcm_bytes) - 1, back_over_pcm=wire.share(False, pcm_bytes),
        packets=len(packets.firsts),
        sender_cpu=sender.minute, receiver_cpu=receiver.minute,
        sender_steady_cpu=sender.steady_minute, receiver_steady_cpu=receiver.steady_minute,
        sender_megabytes=sender.megabytes, receiver_megabytes=receiver.megabytes,
        canary_worst_ms=max((ended - begun for begun, ended in late), default=0) / 1e6, stalls=len(stalls),
        receiver_said=stream.last_words().splitlines()[-1] if stream.last_words() else "",
    )


def in_frames(stall, packets):
    """The source's frames that were on their way while the machine stood still."""
    begun, ended = stall[0] - STALL_BEFORE_NANOS, stall[1] + STALL_AFTER_NANOS
    return tuple(numpy.interp((begun, ended), packets.nanos, packets.firsts))
