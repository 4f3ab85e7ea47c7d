#!/usr/bin/env python3
"""Keeps an echo under load A for a minute, three times: tells its memory and pauses, by the jar alone and with the
launcher's young generation, then looks for leaked buffers."""

import argparse
import re
import urllib.request

from compare import LOADS
from processes import Bench, await_answer, end_by, free_port, free_tcp_port, paloma, run_load, stop

HEAP = "-Xmx64m"
SMALL_YOUNG = "-XX:NewRatio=7"  # as the launcher has it
PARANOID = "-Dio.netty.leakDetection.level=paranoid"
PAUSE = re.compile(r"Pause .* (\d+\.\d+)ms")
SAFEPOINT = re.compile(r"Safepoint .* Total: +(\d+) ns")


WORDS = {"lost": "lost", "doubled": "doubled", "wrong_length": "of a wrong length", "wrong_bytes": "with wrong bytes"}


class Echo:
    def __init__(self, bench, jvm, log):
        self.port = free_port()
        self.admin = free_tcp_port()
        command = paloma([f"echo=udp://127.0.0.1:{self.port}"], "--admin", f"127.0.0.1:{self.admin}", jvm=jvm)
        self.log = bench.folder / log
        self.process = bench.start(command, log=self.log)
        await_answer(self.port, self.process)

    def load(self, program, seconds):
        return run_load(program, self.port, self.process.pid, LOADS["A"], seconds)

    def memory(self, field):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(field)) / 1024

    def ring_misses(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/metrics", timeout=5) as answer:
            metrics = answer.read().decode()
        return float(re.search(r"^paloma_receive_ring_misses_total (\S+)$", metrics, re.MULTILINE).group(1))


def tell_load(turn):
    faults = ", ".join(f"{turn[fault]} {WORDS[fault]}" for fault in WORDS)
    return f"{turn['replies']:,.0f} answers a second; {faults}"


def memory_and_pauses(bench, load, seconds, *jvm):
    pauses_log = bench.folder / "pauses.log"
    echo = Echo(bench, [*jvm, f"-Xlog:gc*,safepoint:file={pauses_log}"], "memory.log")
    turn = echo.load(load, seconds)
    print(f"{' '.join(jvm)}, {seconds} s of load A: {tell_load(turn)}.")
    print(f"Resident memory: {echo.memory('VmRSS'):.0f} MB, at most {echo.memory('VmHWM'):.0f} MB.")
    text = pauses_log.read_text()
    collections = [float(ms) for ms in PAUSE.findall(text)]
    safepoints = [int(nanos) / 1e6 for nanos in SAFEPOINT.findall(text)]
    print(f"Garbage collections: {len(collections)}, the longest pause {max(collections, default=0):.2f} ms."
          f" Safepoints of any kind: {len(safepoints)}, the longest {max(safepoints, default=0):.2f} ms.")
    stop(echo.process)


def leaks(bench, load, seconds):
    echo = Echo(bench, [PARANOID], "leaks.log")
    turn = echo.load(load, seconds)
    found = echo.log.read_text().count("LEAK")
    print(f"{PARANOID}, {seconds} s of load A: {tell_load(turn)}; {found} leaks reported.")
    print(f"Receive buffers that never come back would show as misses of their ring: {echo.ring_misses():.0f}.")
    return found == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    with Bench() as bench:
        load = bench.compile_load()
        memory_and_pauses(bench, load, options.seconds, HEAP)
        memory_and_pauses(bench, load, options.seconds, HEAP, SMALL_YOUNG)
        clean = leaks(bench, load, options.seconds)
    return clean


if __name__ == "__main__":
    end_by(main)
