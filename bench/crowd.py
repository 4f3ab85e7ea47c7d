#!/usr/bin/env python3
"""Has one `paloma audio send` send to many listeners on this machine, and prints how steadily they were sent to.

One listener is `paloma audio receive`, whose sound is judged as audio.py does; the others only count, and report as
receivers do. It needs no link; as root it goes before what else the machine does.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys

from audio import PRIORITY  # first: it refuses where there is no numpy
from links import Here
from processes import BENCH, Bench, await_end, await_text, end_by, jar, launcher, machine, refuse, take_priority
from sound.ears import Ears
from sound.hearing import Listener
from sound.noise import RATE, noise, write_wav
from sound.source import Source
from sound.streams import SLACK_SECONDS, STEADY_SECONDS, Account
from sound.verdict import judge
from tables import row, rule

FIRST_PORT = 20_000
BEGIN_SECONDS = 1.5  # of the sound, of which nothing is judged
TAIL_SECONDS = 1.5
MOST = 4_000


class Crowd:
    """The sender, the listener that plays, and the program that is all other listeners."""

    def __init__(self, bench, options, wav, seconds):
        self.bench, self.options, self.wav, self.seconds = bench, options, wav, seconds
        self.host = Here().host("b")
        self.player_port = FIRST_PORT + 2 * options.listeners
        self.logs = {name: bench.folder / f"{name}.log" for name in ("sender", "player", "counter")}
        self.canary_file = bench.folder / "canary"

    def run(self):
        """Whether the sender came to its end."""
        counter = self.start_counter()
        with contextlib.suppress(PermissionError):
            take_priority(PRIORITY)
        canary = self.start([sys.executable, "-u", str(BENCH / "sound" / "canary.py"), str(self.canary_file)])
        player = self.start_player()
        ears = Ears(player.stdout)
        sender = self.start_sender()
        self.account = Account(sender.pid)
        if not await_end(sender, STEADY_SECONDS):
            self.account.mark_steady()
        if await_end(sender, self.seconds - TAIL_SECONDS - STEADY_SECONDS):
            return False
        self.account.close()
        ended = await_end(sender, TAIL_SECONDS + SLACK_SECONDS)
        for process in (player, counter, canary):
            end(process)
        self.heard, _, _ = ears.heard()
        return ended

    def start(self, command, **kind):
        return self.bench.start(command, cpu=None, **kind)

    def start_counter(self):
        program = self.bench.compile("crowd", "crowd.c", folder="sound")
        counter = self.start(["nice", "-n", "10", program, str(FIRST_PORT), str(self.options.listeners)],
                             log=self.logs["counter"])
        await_text(self.logs["counter"], "ready", counter)
        return counter

    def start_player(self):
        player = self.start([launcher("audio"), "audio", "receive", "--listen", f"{self.host}:{self.player_port}",
                             "--latency", str(self.options.latency), "--to", "-"], log=self.logs["player"], pipe=True)
        await_text(self.logs["player"], "Waiting for a sender", player)
        return player

    def start_sender(self):
        ports = range(FIRST_PORT, self.player_port + 1, 2)
        all_listeners = [word for port in ports for word in ("--to", f"{self.host}:{port}")]
        return self.start([launcher("audio"), "audio", "send", *all_listeners, "--from", str(self.wav)],
                          log=self.logs["sender"])

    def counted(self):
        return json.loads(self.logs["counter"].read_text().splitlines()[-1])

    def stood_still_ms(self):
        return max((ended - begun for begun, ended in json.loads(self.canary_file.read_text())), default=0) / 1e6

    def last_words(self):
        return "\n".join(f"{name}: {self.logs[name].read_text(errors='replace').strip().splitlines()[-1]}"
                         for name in ("sender", "player"))


def end(process):
    process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)


def print_told(crowd, verdict):
    counted, account = crowd.counted(), crowd.account
    row("listeners", "packets to each", "missing", "out of order", "between packets, ms: median", "99 %", "99.9 %",
        "longest", "which was after, s", "longest, best listener", "stood still, ms")
    rule(11)
    row(crowd.options.listeners, counted["least"], counted["missing"], counted["disordered"],
        *(f"{counted[name]:.1f}" for name in (
            "middle_ms", "p99_ms", "p999_ms", "longest_ms", "longest_at_s", "best_longest_ms")),
        f"{crowd.stood_still_ms():.0f}")
    print()
    row("CPU s/min sender", "steady", "MB", "player: not as sent", "events/min", "longest, ms")
    rule(6)
    row(f"{account.minute:.1f}", f"{account.steady_minute:.1f}" if account.steady_minute else "",
        f"{account.megabytes:.0f}", f"{verdict.wrong:.3%}", f"{verdict.events_a_minute:.0f}",
        f"{verdict.longest_event_ms:.0f}")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--listeners", type=int, default=200, help="that count, beside the one that plays (200)")
    parser.add_argument("--seconds", type=float, default=60, help="of sound that are judged (60)")
    parser.add_argument("--latency", type=int, default=120, help="of the listener that plays, in ms (120)")
    parser.add_argument("--seed", type=int, default=1, help="of the noise (1)")
    return parser.parse_args()


def main():
    options = read_options()
    if not 1 <= options.listeners <= MOST:
        refuse(f"--listeners is from 1 to {MOST}, not {options.listeners}.")
    jar("audio")
    sound = noise(BEGIN_SECONDS + options.seconds + TAIL_SECONDS, options.seed)
    with Bench() as bench:
        wav = bench.folder / "noise.wav"
        write_wav(wav, sound)
        crowd = Crowd(bench, options, wav, len(sound) / RATE)
        ended = crowd.run()
        if not ended:
            sys.exit(f"The sender did not end when it should: {crowd.last_words()}")
        stretches = Listener(Source(sound), crowd.heard).stretches()
        verdict = judge(stretches, int(BEGIN_SECONDS * RATE), int((BEGIN_SECONDS + options.seconds) * RATE))
        print(f"    {'sudo ' * (os.geteuid() == 0)}{' '.join(['bench/crowd.py', *sys.argv[1:]])}\n\n{machine()};"
              f" {options.seconds:g} s of sound; priority {os.getpriority(os.PRIO_PROCESS, 0)}.\n")
        print_told(crowd, verdict)
        print(f"\n{crowd.last_words()}")
    return ended


if __name__ == "__main__":
    end_by(main)
