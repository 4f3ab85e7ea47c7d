#!/usr/bin/env python3
"""Listens to a receiver in a browser, and says what became of the sound on the way to the browser's speaker.

Noise is sent by `paloma audio send` to a receiver with a page, on loopback. What the receiver writes to its standard
output, and what Chromium plays of its page into a sink of PulseAudio, are judged sample by sample against the noise.
"""

import argparse
import os
import signal
import sys
import time

from audio import PRIORITY  # first: it refuses where there is no numpy
import numpy

from processes import Bench, await_end, end_by, free_port, free_tcp_port, jar, launcher, machine, take_priority
from sound.browser import Browser, require_browser
from sound.ears import Ears
from sound.hearing import Listener
from sound.latency import moments
from sound.noise import RATE, noise, write_wav
from sound.pulse import Pulse, require_pulse
from sound.source import Source
from sound.verdict import judge
from tables import row, rule

BEGIN_SECONDS = 2.5  # of the noise, of which nothing is judged: the receiver and the page settle
TAIL_SECONDS = 1.5
SLACK_SECONDS = 20
LOOK_SECONDS = 0.5  # between two looks at what the page says


class Room:
    """All programs."""

    def __init__(self, bench, file):
        self.bench, self.file = bench, file
        self.port, self.page = free_port() & ~1, free_tcp_port()
        self.pulse = Pulse(bench)
        self.log = bench.folder / "receiver.log"

    def run(self, seconds):
        receiver = self.bench.start(
            [launcher("audio"), "audio", "receive", "--listen", f"127.0.0.1:{self.port}", "--rtcp-mux", "--to", "-",
             "--page", str(self.page)], cpu=None, log=None, pipe=True)
        output = Ears(receiver.stdout)
        self.browser = Browser(self.bench, self.pulse.program)
        self.await_page()
        recorder = self.pulse.record("speaker")
        speaker = Ears(recorder.stdout)
        self.browser.click("listen")
        self.browser.await_text("listen-state", "You hear it.")
        sender = self.bench.start([launcher("audio"), "audio", "send", "--to", f"127.0.0.1:{self.port}", "--rtcp-mux",
                                   "--from", str(self.file)], cpu=None, log=self.bench.folder / "sender.log")
        ended = self.look_until(sender, time.monotonic() + seconds + SLACK_SECONDS)
        time.sleep(TAIL_SECONDS)
        self.said = {name: self.browser.text(name) for name in ("held", "breaks")}
        self.browser.close()
        for process in (recorder, receiver):
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=10)
        self.heard = {"out of the receiver": output.heard(), "out of the browser": speaker.heard()}
        return ended

    def look_until(self, sender, end):
        """Writes down what the page says of its latency, in ms, and when; returns whether the sender has ended."""
        self.latencies = []
        while not (ended := await_end(sender, LOOK_SECONDS)) and time.monotonic() < end:
            text = self.browser.text("added")
            if text.endswith(" ms"):
                self.latencies.append((time.monotonic_ns(), float(text.removesuffix(" ms"))))
        return ended

    def await_page(self):
        end = time.monotonic() + SLACK_SECONDS
        while True:
            try:
                self.browser.open(f"http://127.0.0.1:{self.page}/")
                self.browser.await_text("name", "Hz")
                return
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)


def print_judged(room, source, seconds):
    begin, end = int(BEGIN_SECONDS * RATE), int((BEGIN_SECONDS + seconds) * RATE)
    row("noise", "not as sent", "events", "longest, ms", "skipped, ms", "delayed, ms", "rate, ppm")
    rule(7)
    times = []
    for where, (frames, begins, nanos) in room.heard.items():
        stretches = Listener(source, frames).stretches()
        verdict = judge(stretches, begin, end)
        times.append(moments(stretches, begins, nanos))
        row(where, f"{verdict.wrong:.3%}", verdict.events, f"{verdict.longest_event_ms:.0f}",
            f"{verdict.skipped_ms:.1f}", f"{verdict.delayed_ms:.1f}", f"{verdict.rate_ppm:.1f}")
    print()
    if not all(len(frames) for frames, _ in times):
        print("Nothing of the noise was heard.")
        return
    print_behind(room, *times, begin)


def print_behind(room, first, later, begin):
    """How far the browser is behind the receiver, and how that compares with what the page says at the same time."""
    both = (later[0] >= max(begin, first[0][0])) & (later[0] <= first[0][-1])
    behind = (later[1][both] - numpy.interp(later[0][both], *first)) / 1e6
    looked, said = numpy.array(room.latencies).T
    during = (looked >= later[1][both][0]) & (looked <= later[1][both][-1])
    off = said[during] - numpy.interp(looked[during], later[1][both], behind)
    print(f"The browser was {percentiles(behind)} ms behind the receiver's output. Its page said"
          f" {percentiles(said[during])} ms, off by {percentiles(off)} ms; held {room.said['held']}, breaks"
          f" {room.said['breaks']}.")


def percentiles(values):
    low, median, high = numpy.percentile(values, (5, 50, 95))
    return f"{median:.0f} ({low:.0f} to {high:.0f})"


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60, help="of sound that are judged (60)")
    parser.add_argument("--seed", type=int, default=1, help="of the noise (1)")
    return parser.parse_args()


def main():
    options = read_options()
    require_pulse()
    require_browser()
    jar("audio")
    take_priority(PRIORITY)
    sound = noise(BEGIN_SECONDS + options.seconds + TAIL_SECONDS, options.seed)
    with Bench() as bench:
        file = bench.folder / "noise.wav"
        write_wav(file, sound)
        room = Room(bench, file)
        ended = room.run(len(sound) / RATE)
        print(f"    bench/{os.path.basename(sys.argv[0])} {' '.join(sys.argv[1:])}\n\n{machine()}.\n")
        print_judged(room, Source(sound), options.seconds)
    return ended


if __name__ == "__main__":
    end_by(main)
