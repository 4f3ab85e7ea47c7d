#!/usr/bin/env python3
"""Moves trees of many small files, with paloma, with a daemon of rsync and with `tar | nc`, and prints the table of
docs/performance.md.

Over loopback, or with --bad over a link of 20 Mbit/s, 100 ms and 1 % loss between two network namespaces (which takes
root). Each round makes the tree's copies anew; the contestants take turns, and the median over the rounds is told. Both
ends are compared file by file, with names, bytes, modes and times, before a figure counts.
"""

import argparse
import dataclasses
import os
import pathlib
import random
import shlex
import shutil
import signal
import statistics
import stat
import subprocess
import sys
import time

from links import Here, Profile, find_link, print_command
from processes import Bench, await_text, end_by, free_port, free_tcp_port, launcher, lack, machine, refuse
from tables import row, rule, say, spread

BAD = Profile("bad", 20, 50, loss=1)
FOLDERS = 50
LONGEST_SECONDS = 600
CONTESTANTS = ("paloma", "paloma --no-sync", "rsync --fsync", "rsync", "tar | nc")
TICKS = os.sysconf("SC_CLK_TCK")


def make_tree(folder, files, seed):
    """Files of 1 to 4 KB that nothing can compress, in some folders; the same for the same seed."""
    chance = random.Random(seed)
    for index in range(files):
        inner = folder / f"d{index % FOLDERS:02}"
        inner.mkdir(parents=True, exist_ok=True)
        file = inner / f"file-{index:06}.dat"
        file.write_bytes(chance.randbytes(chance.randint(1024, 4096)))
        file.chmod(0o640 if index % 3 else 0o644)
        os.utime(file, ns=(index * 10**9, 1_600_000_000 * 10**9 + index * 1_234_567))


def make_mixed_tree(folder, megabytes, seed):
    """Half of the bytes in files of up to 64 KB, half in files of 2 to 8 MB."""
    chance = random.Random(seed)
    for name, least, most in (("small", 0, 64_000), ("large", 2_000_000, 8_000_000)):
        left, index = megabytes * 500_000, 0
        while left > 0:
            size = min(left, chance.randint(least, most))
            inner = folder / name / f"d{index // 100:03}"
            inner.mkdir(parents=True, exist_ok=True)
            (inner / f"file-{index}").write_bytes(chance.randbytes(size))
            left, index = left - size, index + 1
    return folder


def differences(one, other):
    """What is not the same in two trees: names, kinds, bytes, modes, times; at most the first ten."""
    found = sorted(set(inside(one)) ^ set(inside(other)))
    for name in inside(one):
        a, b = one / name, other / name
        if not found and not is_same(a, b):
            found.append(name)
    return found[:10]


def inside(folder):
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))]


def is_same(a, b):
    one, other = a.lstat(), b.lstat()
    if (one.st_mode, one.st_mtime_ns) != (other.st_mode, other.st_mtime_ns):
        return False
    return not stat.S_ISREG(one.st_mode) or a.read_bytes() == b.read_bytes()


class Paloma:
    ways = ("put", "again", "get")

    def __init__(self, *options):
        self.options = options
        self.port = free_port()

    def start(self, bench, link, folder):
        self.served = folder / "files"
        log = bench.folder / "paloma.log"
        command = [launcher("server", "client"), "server", f"files=udp://{link.host('a')}:{self.port}", "--files-open", "--data",
                   str(folder), "--admin", "127.0.0.1:0", "--format", "json"]
        process = bench.start(link.inside("a", command), cpu=None, log=log)
        await_text(log, '{"event":"ready"}', process)
        return process

    def command(self, way, host, tree, target):
        server = f"{host}:{self.port}"
        options = ["--quiet", "-r", "--known-servers", os.devnull, *self.options]  # each server here has another key
        words = [f"{server}/{tree.name}", str(target)] if way == "get" else [str(tree), server]
        return [launcher("server", "client"), "client", "get" if way == "get" else "put", *words, *options]


class Rsync:
    ways = ("put", "again", "get")

    def __init__(self, *options):
        self.options = options
        self.port = free_tcp_port()

    def start(self, bench, link, folder):
        shutil.which("rsync") or lack("No rsync found: install Debian's rsync.")
        self.served = folder
        settings = bench.folder / "rsyncd.conf"
        settings.write_text(f"use chroot = no\nuid = {os.getuid()}\ngid = {os.getgid()}\n"
                            f"[files]\npath = {folder}\nread only = no\n")
        command = ["rsync", "--daemon", "--no-detach", "--config", str(settings), "--address", link.host("a"), "--port",
                   str(self.port)]
        process = bench.start(link.inside("a", command), cpu=None)
        await_port(link, self.port, process)
        return process

    def command(self, way, host, tree, target):
        there = f"rsync://{host}:{self.port}/files/"
        words = [f"{there}{tree.name}", str(target)] if way == "get" else [str(tree), there]
        return ["rsync", "-a", "--timeout", "60", *self.options, *words]


class Tar:
    """Compares nothing and resumes nothing: what a person types where both are there already."""

    ways = ("put",)

    def start(self, bench, link, folder):
        self.served = folder
        self.port = free_tcp_port()
        process = bench.start(
            link.inside("a", ["sh", "-c", f"nc -l {link.host('a')} {self.port} | tar xf - -C {shlex.quote(str(folder))}"]),
            cpu=None)
        await_port(link, self.port, process)
        self.process = process
        return process

    def command(self, way, host, tree, target):
        return ["sh", "-c", f"tar --format=posix -cf - -C {shlex.quote(str(tree.parent))} {tree.name} | nc -N {host} {self.port}"]


def contestant(name):
    kinds = {"paloma": Paloma, "rsync": Rsync, "tar": Tar}
    program, *options = name.split()
    return kinds[program](*[option for option in options if option.startswith("--")])


def await_port(link, port, process):
    """Waits until somebody listens on a TCP port."""
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        listening = subprocess.run(link.inside("a", ["ss", "-Hltn", f"sport = :{port}"]), capture_output=True, check=True)
        if listening.stdout:
            return
        time.sleep(0.02)
    sys.exit(f"Nobody listens on port {port}")


@dataclasses.dataclass
class Turn:
    seconds: float
    client_cpu: float
    server_cpu: float
    client_megabytes: float
    server_megabytes: float


def take_turns(make_link, name, tree, turns):
    """Puts the tree, puts it again, gets it; each with a fresh client, all with one server and one link."""
    with Bench() as bench:
        link = make_link(bench)
        chosen = contestant(name)
        folder = bench.folder / "served"
        folder.mkdir()
        server = chosen.start(bench, link, folder)
        for way in chosen.ways:
            target = bench.folder / "fetched"
            target.mkdir(exist_ok=True)
            turn = take_turn(link, chosen, way, tree, target, server)
            copy = (target if way == "get" else chosen.served) / tree.name
            wrong = differences(tree, copy) if turn else ["it failed"]
            if wrong:
                say(f"{name}, {way}: {wrong}")
            turns.setdefault((name, way), []).append(None if wrong else turn)


def take_turn(link, chosen, way, tree, target, server):
    os.sync()
    before, began = cpu_of_tree(server.pid), time.monotonic()
    client = subprocess.Popen(link.inside("b", chosen.command(way, link.host("a"), tree, target)),
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        usage, code = await_usage(client)
        if isinstance(chosen, Tar):
            server.wait(timeout=60)  # the receiving tar is done a little after the sender
    except subprocess.TimeoutExpired:
        os.killpg(client.pid, signal.SIGKILL)
        client.wait()
        return None
    seconds = time.monotonic() - began
    if code:
        return None
    server_cpu = cpu_of_tree(server.pid) - before
    return Turn(seconds, usage.ru_utime + usage.ru_stime, server_cpu, usage.ru_maxrss / 1024, peak_megabytes(server.pid))


def await_usage(client):
    """Returns what the client used in all, its children too, and its exit code."""
    end = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end:
        pid, status, usage = os.wait4(client.pid, os.WNOHANG)
        if pid:
            client.returncode = os.waitstatus_to_exitcode(status)
            return usage, client.returncode
        time.sleep(0.002)
    raise subprocess.TimeoutExpired(client.args, LONGEST_SECONDS)


def cpu_of_tree(pid):
    """User and system time of a process, its threads and its descendants, the ended ones too (proc(5), stat)."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    return sum(int(field) for field in fields[11:15]) / TICKS + sum(cpu_of_tree(int(child)) for child in children)


def peak_megabytes(pid):
    try:
        lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def print_table(turns, files):
    row("program", "", "s", "CPU ms a file, client", "server", "MB at most, client", "server", "failed")
    rule(8)
    for (name, way), found in turns.items():
        done = [turn for turn in found if turn]
        told = {"put": "put", "again": "put again, unchanged", "get": "get"}[way]
        row(f"`{name}`", told, spread([turn.seconds for turn in done], "{:.2f}"), *medians(done, files),
            f"{len(found) - len(done)} of {len(found)}")


def medians(turns, files):
    if not turns:
        return [""] * 4
    return [
        f"{statistics.median(turn.client_cpu for turn in turns) * 1000 / files:.2f}",
        f"{statistics.median(turn.server_cpu for turn in turns) * 1000 / files:.2f}",
        f"{statistics.median(turn.client_megabytes for turn in turns):.0f}",
        f"{statistics.median(turn.server_megabytes for turn in turns):.0f}",
    ]


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, help="how many (5000; with --bad 500)")
    parser.add_argument("--bad", action="store_true", help="over a link of 20 Mbit/s, 100 ms and 1 %% loss; needs root")
    parser.add_argument("--only", type=lambda text: text.split(","), default=CONTESTANTS,
                        help=f"some of {','.join(CONTESTANTS)}")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=5, help="of the tree, and of the link in the first round (5)")
    parser.add_argument("--link", choices=("netem", "linksim"), help="which link, where there are both (netem)")
    return parser.parse_args()


def main():
    options = read_options()
    for name in options.only:
        if name not in CONTESTANTS:
            refuse(f"There is no {name}: say some of {','.join(CONTESTANTS)}.")
    files = options.files or (500 if options.bad else 5000)
    kind = find_link(options.link) if options.bad else Here
    turns = {}
    with Bench() as bench:
        tree = bench.folder / "tree"
        make_tree(tree, files, options.seed)
        for count in range(options.rounds):
            shift = count % len(options.only)
            for name in [*options.only[shift:], *options.only[:shift]]:
                take_turns(lambda turn: kind(turn, BAD, options.seed + count) if options.bad else Here(), name, tree, turns)
            say(f"round {count + 1} of {options.rounds}")
        print_head(options, kind, files)
        print_table(dict(sorted(turns.items(), key=lambda item: CONTESTANTS.index(item[0][0]))), files)
    return all(turn for found in turns.values() for turn in found)


def print_head(options, kind, files):
    facts = f"{files} files of 1 to 4 KB; rounds: {options.rounds}"
    if options.bad:
        print_command(kind, f"{BAD.told()}; {facts}")
    else:
        print(f"    bench/trees.py {shlex.join(sys.argv[1:])}\n\n{machine()}; loopback; {facts}.\n")


if __name__ == "__main__":
    end_by(main)
