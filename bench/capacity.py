#!/usr/bin/env python3
"""Measures what docs/fleet-arithmetic.md counts with: the memory of each kind of session, cookies, codes and handshakes a
second of one processor, and what nginx adds to a datagram.

The server runs on the first processor, who asks on the others. Each figure is of code that runs: nothing is typed in.
"""

import argparse
import contextlib
import json
import os
import resource
import sys
import time

import balancer
import sessions
from processes import (
    SERVER_CPU, Bench, await_text, cpu_seconds, dropped, end_by, jar, java, machine, refuse, run_load,
    take_priority)
from strangers import live_bytes
from tables import row, rule, say

PRIORITY = -10  # as root: before what else the machine does
FLOOD_SOCKETS = 64
AT_ONCE = 200  # strangers
WARM_UP_SECONDS = 6
SETTLE_SECONDS = 2  # in which Java compiles what it has begun to
PARTS = ("memory", "cookies", "codes", "handshakes", "nginx")


class Served:
    """A server of one endpoint, with bounds that are out of the way."""

    def __init__(self, bench, endpoint, *options, heap="1g"):
        self.log = bench.folder / f"{endpoint.partition('=')[0]}-{time.monotonic_ns()}.log"
        self.data = self.log.with_suffix(".data")
        (self.data / "files").mkdir(parents=True)
        (self.data / "files" / "served").write_bytes(os.urandom(sessions.PART_BYTES))
        self.process = bench.start(
            [java(), f"-Xmx{heap}", "-jar", jar(), endpoint, "--data", self.data, "--format", "json", "--admin", "off",
             "--peers", "100000", "--connections", "100000", "--connections-per-source", "100000", *options],
            cpu=SERVER_CPU, log=self.log)
        await_text(self.log, '"event":"ready"', self.process)
        events = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        self.port = int(next(event["endpoint"] for event in events if "service" in event).rpartition(":")[2])
        self.key = next((event["fingerprint"] for event in events if event["event"] == "key"), None)

    def cpu_seconds(self):
        return cpu_seconds(self.process.pid)

    def live_bytes(self):
        return live_bytes(self.process.pid)


# Memory: what the live heap has gained by so many sessions.


def weigh(name, served, count, open_some):
    """Opens some first, so that what the first of a kind loads and makes is not counted."""
    first = open_some(max(count // 10, 2))
    before = served.live_bytes()
    held = open_some(count)
    row(name, f"{count:,}", f"{(served.live_bytes() - before) / count / 1024:,.1f}")
    return first, held


def memory(bench, options):
    print("What is on Java's heap after a full collection, for each of so many more sessions:\n")
    row("a session", "opened", "KiB each")
    rule(3)
    for name, is_udp in (("a member of the chat over UDP", True), ("a member of the chat over TCP", False)):
        served = Served(bench, f"chat={'udp' if is_udp else 'tcp'}://127.0.0.1:0")
        weigh(name, served, options.peers, lambda n, s=served, u=is_udp: sessions.members(s.port, n, u))
        served.process.kill()
    served = Served(bench, "echo=tcp://127.0.0.1:0")
    weigh("an idle connection over TCP (echo)", served, options.peers, lambda n: sessions.connections(served.port, n))
    served.process.kill()
    dtls = Served(bench, "echo=dtls://127.0.0.1:0")
    weigh("a session over DTLS (echo)", dtls, options.dtls, lambda n: sessions.DtlsClients(bench, dtls.port, n))
    dtls.process.kill()
    for name, opened in (("a put that has begun (files)", sessions.puts), ("a get that stands still (files)", sessions.gets)):
        files = Served(bench, "files=udp://127.0.0.1:0", "--files-transfers", "128", heap="2g")
        counter = iter(range(10))
        weigh(name, files, options.transfers, lambda n, f=files, o=opened, c=counter: o(f.port, n, f.key, next(c)))
        files.process.kill()
    print()


# Floods: how many a second of one processor.


def cookies(bench, options):
    served = Served(bench, "files=udp://127.0.0.1:0")
    some, datagrams = sessions.sockets(served.port, FLOOD_SOCKETS), sessions.hellos(256)
    flood(some, datagrams, WARM_UP_SECONDS)
    lost, before = dropped(served.port), served.cpu_seconds()
    asked, answered = flood(some, datagrams, options.seconds)
    spent = served.cpu_seconds() - before
    row("cookies of files, to strangers", f"{answered / options.seconds:,.0f}", f"{spent / answered * 1e6:.1f}",
        f"{answered / spent:,.0f}", f"{dropped(served.port) - lost} dropped by the kernel")
    served.process.kill()


def flood(some, datagrams, seconds):
    """Sends one datagram by each socket in turn; tells how many it sent, and how many answers came."""
    asked = answered = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for one in some:
            for datagram in datagrams[:8]:
                one.send(datagram)
            asked += 8
            answered += sessions.drain(one)
    time.sleep(0.2)
    return asked, answered + sum(map(sessions.drain, some))


def codes(bench, options):
    """Each stranger's first datagram is answered by a code, the second by nothing. Loopback is `unlimited`: others are told no
    more than 1,000 codes a second."""
    served = Served(bench, "chat=udp://127.0.0.1:0")
    strangers = sessions.sockets(served.port, options.strangers, buffer=4096)
    warm, measured = strangers[: len(strangers) // 3], strangers[len(strangers) // 3 :]
    tell(warm)
    flood(warm[:FLOOD_SOCKETS], [b"again\n"] * 8, WARM_UP_SECONDS)
    time.sleep(SETTLE_SECONDS)
    before, begun = served.cpu_seconds(), time.monotonic()
    told = tell(measured)
    spent, passed = served.cpu_seconds() - before, time.monotonic() - begun
    row("codes of the chat, to strangers", f"{told / passed:,.0f}", f"{spent / told * 1e6:.1f}", f"{told / spent:,.0f}",
        "1,000 a second where there is a bound")
    lost, before = dropped(served.port), served.cpu_seconds()
    asked, answered = flood(warm[:FLOOD_SOCKETS], [b"again\n"] * 8, options.seconds)
    spent, taken = served.cpu_seconds() - before, asked - (dropped(served.port) - lost)
    row("their further datagrams, dropped", f"{taken / options.seconds:,.0f}", f"{spent / taken * 1e6:.2f}",
        f"{taken / spent:,.0f}", f"{answered} answered")
    served.process.kill()


def tell(strangers):
    """Lets them all ask, and those again who were not heard; tells how many have a code."""
    told, waiting = 0, list(strangers)
    while waiting:
        for one in waiting[:AT_ONCE]:
            one.send(b"hello\n")
        time.sleep(0.02)
        heard = {one for one in waiting[:AT_ONCE] if sessions.drain(one)}
        told += len(heard)
        waiting = [one for one in waiting if one not in heard]
    return told


def handshakes(bench, options):
    served = Served(bench, "files=udp://127.0.0.1:0")
    (served.data / "files" / "served").unlink()
    for name, how in (("handshakes of files: Hello, Cookie, Open, Accept", sessions.Client.shake_hands),
                      ("whole transfers: a handshake and the list of an empty folder", sessions.Client.list)):
        connect(served, options.connections, how)
        before, begun = served.cpu_seconds(), time.monotonic()
        connect(served, options.connections, how)
        spent, passed = served.cpu_seconds() - before, time.monotonic() - begun
        row(name, f"{options.connections / passed:,.0f}", f"{spent / options.connections * 1e6:,.0f}",
            f"{options.connections / spent:,.0f}", "one client, one after another")
    served.process.kill()
    dtls = Served(bench, "echo=dtls://127.0.0.1:0")
    sessions.DtlsClients(bench, dtls.port, options.dtls // 3)
    before, begun = dtls.cpu_seconds(), time.monotonic()
    sessions.DtlsClients(bench, dtls.port, options.dtls)
    spent, passed = dtls.cpu_seconds() - before, time.monotonic() - begun
    row("handshakes over DTLS, of OpenSSL, and an echo each", f"{options.dtls / passed:,.0f}",
        f"{spent / options.dtls * 1e6:,.0f}", f"{options.dtls / spent:,.0f}", "ten clients at once")
    dtls.process.kill()


def connect(served, count, how):
    for number in range(count):
        how(sessions.Client(served.port, number, served.key))


def rates(bench, options):
    parts = [part for part in (cookies, codes, handshakes) if part.__name__ in options.only]
    if not parts:
        return
    print("CPU time of the whole server, on one processor:\n")
    row("what", "a second, here", "CPU us each", "a second, of one processor", "")
    rule(5)
    for part in parts:
        part(bench, options)
        say(f"{part.__name__}: done")
    print()


# nginx.


def nginx(bench, options):
    load = bench.compile_load()
    served = Served(bench, "echo=udp://127.0.0.1:0", "--unlimited", "127.0.0.0/8")
    proxy = balancer.Nginx(bench, served.port, 50_000, SERVER_CPU)
    run_load(load, served.port, served.process.pid, "-s 16 -w 16 -l 64", WARM_UP_SECONDS)
    print("An echo of 64 bytes, asked directly and through nginx; nginx's CPU time is of one datagram in one direction:\n")
    row("questions", "answers a second, directly", "through nginx", "p50 us, directly", "through nginx",
        "nginx's CPU us a datagram", "lost")
    rule(7)
    for name, words in (("10,000 a second from 64 ports", "-s 64 -l 64 -r 10000"), ("as many as are answered, 16 ports", "-s 16 -w 64 -l 64")):
        direct = run_load(load, served.port, served.process.pid, words, options.seconds)
        through, cost = balancer.cost(proxy, load, words, options.seconds)
        row(name, f"{direct['replies']:,.0f}", f"{through['replies']:,.0f}", f"{direct['p50']:.0f}", f"{through['p50']:.0f}",
            f"{cost:.1f}", through["lost"])
    print()
    before = proxy.kilobytes()
    answered, _held = balancer.sessions(proxy, options.sessions)
    print(f"{answered:,} of {options.sessions:,} sessions were answered, and nginx's worker took"
          f" {(proxy.kilobytes() - before) / options.sessions:.2f} KiB for each.")
    small = balancer.Nginx(bench, served.port, 1_000, SERVER_CPU)
    answered, _held = balancer.sessions(small, 1_000)
    print(f"With worker_connections 1000, {answered:,} of 1,000 sessions were answered.")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--peers", type=int, default=3_000, help="members of the chat, and connections (3000)")
    parser.add_argument("--dtls", type=int, default=300, help="sessions over DTLS (300)")
    parser.add_argument("--transfers", type=int, default=50, help="transfers at once (50)")
    parser.add_argument("--strangers", type=int, default=6_000, help="who get a code (6000)")
    parser.add_argument("--connections", type=int, default=1_000, help="of files, one after another (1000)")
    parser.add_argument("--sessions", type=int, default=5_000, help="through nginx (5000)")
    parser.add_argument("--seconds", type=float, default=5, help="of each flood (5)")
    options = parser.parse_args()
    options.only = options.only.split(",")
    if unknown := set(options.only) - set(PARTS):
        refuse(f"--only takes {', '.join(PARTS)}, not {', '.join(unknown)}.")
    return options


def main():
    options = read_options()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with contextlib.suppress(PermissionError):
        take_priority(PRIORITY)
    os.sched_setaffinity(0, set(range(os.cpu_count())) - {int(SERVER_CPU)} or {0})
    with Bench() as bench:
        print(f"    {' '.join(['bench/capacity.py', *sys.argv[1:]])}\n\n{machine()}; priority"
              f" {os.getpriority(os.PRIO_PROCESS, 0)}.\n")
        if "memory" in options.only:
            memory(bench, options)
        rates(bench, options)
        if "nginx" in options.only:
            nginx(bench, options)


if __name__ == "__main__":
    end_by(main)
