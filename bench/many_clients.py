#!/usr/bin/env python3
"""A hundred clients that put a file each to one server at once, over loopback, beside one alone that puts as much.

The clients are those of the program, each with a socket, an event loop and disk threads of its own, in one process that
was warmed up: the start of a hundred Java machines would be all that there is to see.
"""

import argparse
import filecmp
import os
import subprocess

from contestants import random_file
from processes import Bench, await_text, cpu_seconds, end_by, free_port, jar, java, machine, resident_megabytes
from sharing import jain
from tables import row, rule, say, spread
from turns import WARM_TIMES

HEAP = "4g"
MEMORY = "1G"  # of files-memory: half of the transfers that fit may be of one source
WARM_MEGABYTES = 200


class Puts:
    """One server, and one process of clients that put files to it as they are told."""

    def __init__(self, bench, count):
        self.bench = bench
        port = free_port()
        self.data = bench.folder / "data"
        log = bench.folder / "server.log"
        self.server = bench.start(
            [java(), f"-Xmx{HEAP}", "-jar", jar(), f"files=udp://127.0.0.1:{port}", "--files-open", "--data",
             str(self.data), "--files-memory", MEMORY, "--files-transfers", str(2 * count), "--files-per-source",
             str(count), "--admin", "off", "--format", "json"], cpu=None, log=log)
        await_text(log, '"event":"ready"', self.server)
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "many", "ManyPuts.java")
        self.clients = subprocess.Popen(
            [java(), "-cp", jar("client"), source, f"127.0.0.1:{port}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        bench.callback(self.clients.wait)
        bench.callback(self.clients.stdin.close)

    def put(self, file, name, count):
        """Puts a file under so many names; gives the seconds of each, or None where one failed or differs."""
        names = [self.bench.folder / f"{name}-{number}" for number in range(count)]
        for one in names:
            os.link(file, one)
        self.clients.stdin.write(" ".join(map(str, names)) + "\n")
        self.clients.stdin.flush()
        seconds = self.answer()
        arrived = [self.data / "files" / one.name for one in names]
        good = all(there.exists() and filecmp.cmp(file, there, shallow=False) for there in arrived)
        for one in (*names, *arrived):
            one.unlink(missing_ok=True)
        return seconds if good and min(seconds) > 0 else None

    def answer(self):
        for line in self.clients.stdout:
            if line.startswith("puts "):
                return [float(word) for word in line.split()[1:]]
        return [-1]

    def cpu(self):
        return cpu_seconds(self.clients.pid), cpu_seconds(self.server.pid)


def measured(puts, file, name, count):
    """Gbit/s in all, Jain's index, and the CPU seconds of clients and server; or None."""
    before = puts.cpu()
    seconds = puts.put(file, name, count)
    cpu = [after - then for after, then in zip(puts.cpu(), before)]
    if not seconds:
        return None
    return count * file.stat().st_size * 8e-9 / max(seconds), jain([1 / one for one in seconds]), *cpu


def print_rows(found, clients, megabytes):
    row("clients", "MB each", "Gbit/s in all", "of one alone", "Jain's index", "CPU s clients", "CPU s server", "failed")
    rule(8)
    alone = [turn[0] for turn in found[1] if turn]
    for count in (1, clients):
        turns = [turn for turn in found[count] if turn]
        shares = [turn[0] / one[0] for turn, one in zip(found[count], found[1]) if turn and one]
        columns = list(zip(*turns)) or [[]] * 4
        row(count, megabytes * clients // count, spread(columns[0], "{:.2f}"), spread(shares, "{:.2f}"),
            spread(columns[1], "{:.3f}"), spread(columns[2], "{:.1f}"), spread(columns[3], "{:.1f}"),
            f"{len(found[count]) - len(turns)} of {len(found[count])}")
    return len(alone) == len(found[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--megabytes", type=int, default=20, help="of each client's file (20)")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with Bench() as bench:
        puts = Puts(bench, options.clients)
        warm = random_file(bench.folder, "warm", WARM_MEGABYTES)
        small = random_file(bench.folder, "small", options.megabytes)
        large = random_file(bench.folder, "large", options.megabytes * options.clients)
        for count in range(WARM_TIMES):
            puts.put(warm, f"warm-{count}", 1)
        puts.put(small, "warm-all", options.clients)  # by another path through the code than one large file
        found = {1: [], options.clients: []}
        for count in range(options.rounds):
            found[1].append(measured(puts, large, f"one-{count}", 1))
            found[options.clients].append(measured(puts, small, f"all-{count}", options.clients))
            say(f"round {count + 1} of {options.rounds}")
        print(f"{machine()}; 127.0.0.1; medians of {options.rounds}; both sides warm.\n")
        print_rows(found, options.clients, options.megabytes)
        print(f"\nThe server, with -Xmx{HEAP} and --files-memory {MEMORY}, held"
              f" {resident_megabytes(puts.server.pid):.0f} MB at the end.")
        return all(turn for turns in found.values() for turn in turns)


if __name__ == "__main__":
    end_by(main)
