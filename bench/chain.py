#!/usr/bin/env python3
"""Sends sound from a microphone to a speaker over a bad link, and says what became of it on the whole way.

Noise is played into one sink of PulseAudio, captured from its monitor by `paloma audio send`, played into another sink
by `paloma audio receive` and recorded from its monitor. The link and its profiles are those of audio.py; it takes root.
"""

import argparse
import contextlib
import json
import signal
import subprocess
import sys

from audio import PRIORITY, PROFILES  # first: it refuses where there is no numpy
import numpy

from links import find_link, print_command
from processes import BENCH, Bench, await_end, await_text, end_by, jar, launcher, take_priority
from sound.ears import Ears
from sound.hearing import Listener
from sound.latency import moments
from sound.noise import RATE, noise
from sound.players import Paloma
from sound.pulse import Pulse, require_pulse
from sound.source import Source
from sound.streams import SLACK_SECONDS, await_port
from sound.verdict import judge
from tables import row, rule

BEGIN_SECONDS = 2.5  # of the noise, of which nothing is judged: an idle sink loses up to one, then a receiver settles
TAIL_SECONDS = 1
SINKS = {"mic": "into the microphone", "speaker": "out of the speaker"}


class Chain:
    """All programs of the way, and those that play and record at its ends."""

    def __init__(self, bench, link, latency_ms):
        self.bench, self.link, self.latency_ms = bench, link, latency_ms
        self.player = Paloma()
        self.pulse = Pulse(bench)
        self.logs = {name: bench.folder / f"{name}.log" for name in ("sender", "receiver")}
        self.canary_file = bench.folder / "canary"

    def run(self, file, seconds):
        """Whether all ran to the end of the noise."""
        recorders = [self.pulse.record(sink) for sink in SINKS]
        ears = [Ears(recorder.stdout) for recorder in recorders]
        canary = self.bench.start([sys.executable, "-u", str(BENCH / "sound" / "canary.py"), str(self.canary_file)],
                                  cpu=None)
        programs = [self.start_receiver(), self.start_sender()]
        playing = self.pulse.play("mic", file)
        ended = await_end(playing, seconds + SLACK_SECONDS) and all(program.poll() is None for program in programs)
        for process in (*reversed(programs), *recorders, canary):
            end(process)
        self.heard = [ear.heard() for ear in ears]
        return ended

    def start_receiver(self):
        receiver = self.start("b", "receiver", ["receive", "--listen", f":{self.player.port}",
                                                "--latency", str(self.latency_ms), "--to", "speaker"])
        await_text(self.logs["receiver"], self.player.ready, receiver)
        await_port(receiver, self.player.port, self.logs["receiver"])
        return receiver

    def start_sender(self):
        sender = self.start("a", "sender", ["send", "--to", f"{self.link.host('b')}:{self.player.port}",
                                            "--from", "mic"])
        await_text(self.logs["sender"], "Sending mic", sender)
        return sender

    def start(self, side, name, words):
        command = self.pulse.program(launcher("audio"), "audio", *words)
        return self.bench.start(self.link.inside(side, command), cpu=None, log=self.logs[name])

    def stood_still_ms(self):
        return max((ended - begun for begun, ended in json.loads(self.canary_file.read_text())), default=0) / 1e6

    def last_words(self):
        return "\n".join(f"{name}: {log.read_text(errors='replace').strip().splitlines()[-1]}"
                         for name, log in self.logs.items())


def end(process):
    """In the way that lets it say its last."""
    process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)


def judged(chain, source, seconds):
    """The stretches, and what is told of them, by sink: of the noise once it has begun, and before it ends."""
    begin, end = int(BEGIN_SECONDS * RATE), int((BEGIN_SECONDS + seconds) * RATE)
    receptions = []
    for frames, begins, nanos in chain.heard:
        stretches = Listener(source, frames).stretches()
        receptions.append((judge(stretches, begin, end), moments(stretches, begins, nanos)))
    return receptions


def later_ms(mic, speaker):
    """By how much the same frame was heard later out of the speaker than into the microphone."""
    both = (speaker[0] >= mic[0][0]) & (speaker[0] <= mic[0][-1])
    return (speaker[1][both] - numpy.interp(speaker[0][both], *mic)) / 1e6


def print_told(chain, receptions):
    row("noise", "not as sent", "events", "longest, ms", "skipped, ms", "delayed, ms")
    rule(6)
    for sink, (verdict, _) in zip(SINKS.values(), receptions):
        row(sink, f"{verdict.wrong:.3%}", verdict.events, f"{verdict.longest_event_ms:.0f}",
            f"{verdict.skipped_ms:.1f}", f"{verdict.delayed_ms:.1f}")
    print()
    if not all(len(heard) for _, (heard, _) in receptions):
        print("Nothing of the noise was heard.")
        return
    low, median, high = numpy.percentile(later_ms(*(moments for _, moments in receptions)), (5, 50, 95))
    print(f"From the one to the other: {median:.0f} ms ({low:.0f} to {high:.0f}), of which {chain.latency_ms} ms were"
          f" asked for. The machine stood still for {chain.stood_still_ms():.0f} ms at most.")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--profile", choices=list(PROFILES), default="wifi", help="(wifi)")
    parser.add_argument("--latency", type=int, default=120, help="of the receiver, in ms (120)")
    parser.add_argument("--seconds", type=float, default=10, help="of sound that are judged (10)")
    parser.add_argument("--seed", type=int, default=1, help="of the noise and of the link (1)")
    parser.add_argument("--link", choices=("netem", "linksim"), help="which link, where there are both (netem)")
    return parser.parse_args()


def main():
    options = read_options()
    kind = find_link(options.link)
    require_pulse()
    jar("audio")
    take_priority(PRIORITY)
    sound = noise(BEGIN_SECONDS + options.seconds + TAIL_SECONDS, options.seed)
    with Bench() as bench:
        file = bench.folder / "noise"
        file.write_bytes(sound.tobytes())
        chain = Chain(bench, kind(bench, PROFILES[options.profile], options.seed), options.latency)
        ended = chain.run(file, len(sound) / RATE)
        receptions = judged(chain, Source(sound), options.seconds)
        print_command(kind, f"link: {kind.__name__.lower()}; {PROFILES[options.profile].told()}")
        print_told(chain, receptions)
        print(f"\n{chain.last_words()}")
    return ended


if __name__ == "__main__":
    end_by(main)
