"""Runs one sender and one receiver over one link, with whoever watches them."""

import contextlib
import subprocess
import sys
import time

from links import DEVICE
from processes import ANSWER_SECONDS, BENCH, await_end, await_text, cpu_seconds, resident_megabytes
from sound.ears import Ears
from sound.noise import RATE

TAIL_SECONDS = 1.5  # of the source, of which nothing is judged
STEADY_SECONDS = 10  # after which a program is taken to have started
SLACK_SECONDS = 15


class Account:
    """The processor's time that a program takes: in all, and once it has started."""

    def __init__(self, pid):
        self.pid = pid
        self.began = time.monotonic()
        self.steady = None

    def mark_steady(self):
        self.steady = time.monotonic(), cpu_seconds(self.pid)

    def close(self):
        """While it runs still."""
        spent, now = cpu_seconds(self.pid), time.monotonic()
        self.minute = 60 * spent / (now - self.began)
        self.steady_minute = 60 * (spent - self.steady[1]) / (now - self.steady[0]) if self.steady else None
        self.megabytes = resident_megabytes(self.pid)


class Stream:
    """Runs one player over one link; `source` is what the file says."""

    def __init__(self, bench, link, player, latency_ms, wav, source):
        self.bench, self.link, self.player, self.latency_ms = bench, link, player, latency_ms
        self.wav, self.source = wav, source
        self.seconds = source.frames / RATE
        self.logs = {name: bench.folder / f"{name}.log" for name in ("sender", "receiver", "wiretap")}

    def run(self):
        """Whether the sender came to its end."""
        self.start_witnesses()
        self.start_receiver()
        self.sender = self.bench.start(
            self.link.inside("a", self.player.sender(self.link.host("b"), self.wav, self.bench.folder)),
            cpu=None, log=self.logs["sender"])
        accounts = self.accounts = {"sender": Account(self.sender.pid), "receiver": Account(self.receiver.pid)}
        judged = self.seconds - TAIL_SECONDS
        if judged > STEADY_SECONDS and not await_end(self.sender, STEADY_SECONDS):
            for account in accounts.values():
                account.mark_steady()
            judged -= STEADY_SECONDS
        if await_end(self.sender, judged) or self.receiver.poll() is not None:
            return False
        for account in accounts.values():
            account.close()
        ended = await_end(self.sender, TAIL_SECONDS + SLACK_SECONDS)
        time.sleep(1 + 2 * self.latency_ms / 1000)
        self.stop_all()
        return ended

    def start_witnesses(self):
        python = [sys.executable, "-u"]
        self.tap_file, self.canary_file = self.bench.folder / "tap", self.bench.folder / "canary"
        self.tap = self.bench.start(
            self.link.inside("a", [*python, str(BENCH / "sound" / "wiretap.py"), DEVICE, str(self.tap_file)]),
            cpu=None, log=self.logs["wiretap"])
        await_text(self.logs["wiretap"], "ready", self.tap)
        self.canary = self.bench.start([*python, str(BENCH / "sound" / "canary.py"), str(self.canary_file)], cpu=None)

    def start_receiver(self):
        command = self.link.inside("b", self.player.receiver(self.latency_ms, self.bench.folder))
        self.receiver = self.bench.start(command, cpu=None, log=self.logs["receiver"], pipe=True)
        self.ears = Ears(self.receiver.stdout)
        if self.player.ready:
            await_text(self.logs["receiver"], self.player.ready, self.receiver)
        await_port(self.receiver, self.player.port, self.logs["receiver"])

    def stop_all(self):
        """In an order that lets each say its last."""
        for process in (self.receiver, self.tap, self.canary):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)

    def last_words(self, name="receiver"):
        return self.logs[name].read_text(errors="replace").strip()[-500:]


def await_port(process, port, log):
    """Waits until a process's own network has that UDP port taken (proc(5), net/udp)."""
    end = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), open(f"/proc/{process.pid}/net/udp") as table, \
                open(f"/proc/{process.pid}/net/udp6") as table6:
            if any(f":{port:04X} " in line for line in [*table, *table6]):
                return
        time.sleep(0.02)
    sys.exit(f"Nobody listens at {port} after {ANSWER_SECONDS} s: {log.read_text(errors='replace').strip()[-500:]}")
