#!/usr/bin/env python3
"""Forges datagrams on loopback, as root: ten million sources, and datagrams that would echo for ever.

Runs in a network namespace of its own, whose loopback nobody else uses: so each datagram that is counted is ours.
All forged sources lie in 127.0.0.0/8.
"""

import argparse
import fcntl
import ipaddress
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import time

from processes import Bench, await_answer, dropped, end_by, free_port, java, lack, paloma

FIRST_SOURCE = int(ipaddress.IPv4Address("127.1.0.0"))
SOURCES_THERE = 255 << 16  # up to the end of 127.0.0.0/8
SLICE = 250_000
LEAST_RATE = 20_000
LONGEST_SECONDS = 400
SOURCE_PORT = 40000
LOOP_SECONDS = 1
INSIDE = "--inside"  # the namespace

SIOCSIFFLAGS = 0x8914  # netdevice(7)
IFF_UP = 0x1


def enter_namespace():
    """Starts this program again, in a namespace that holds nothing but a loopback, and raises that."""
    if INSIDE not in sys.argv:
        os.execvp("unshare", ["unshare", "--net", sys.executable, *sys.argv, INSIDE])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def forge(program, source, source_port, port, count, rate):
    words = [program, source, source_port, port, count, rate]
    subprocess.run(["taskset", "-c", "1", *map(str, words)], check=True, stdout=subprocess.DEVNULL,
                   timeout=count / rate * 3 + 60)


def live_bytes(pid):
    """What is left on the heap after a full collection."""
    jcmd = pathlib.Path(java()).resolve().parent / "jcmd"
    table = subprocess.run([jcmd, str(pid), "GC.class_histogram"], capture_output=True, text=True, check=True)
    return int(table.stdout.splitlines()[-1].split()[2])


def received():
    """All UDP datagrams that were taken in within the namespace (RFC 4113: udpInDatagrams)."""
    with open("/proc/net/snmp") as table:
        names, values = (line.split() for line in table if line.startswith("Udp:"))
    return int(dict(zip(names, values))["InDatagrams"])


def show(program, port, count, rate):
    """Sends from new sources, more slowly where the kernel has to drop, until so many were seen; tells how many."""
    seen, used, lost, end = 0, 0, dropped(port), time.monotonic() + LONGEST_SECONDS
    while seen < count and used + SLICE <= SOURCES_THERE and time.monotonic() < end:
        forge(program, str(ipaddress.IPv4Address(FIRST_SOURCE + used)), SOURCE_PORT, port, SLICE, rate)
        used += SLICE
        lost_now = dropped(port) - lost
        lost += lost_now
        seen += SLICE - lost_now
        rate = max(LEAST_RATE, rate / 2) if lost_now > SLICE / 100 else rate * 1.1
    return seen


def many_sources(bench, program, count, rate):
    port = free_port()
    server = bench.start(paloma([f"echo=udp://127.0.0.1:{port}"], "--admin", "off"))
    await_answer(port, server)
    forge(program, "127.0.1.0", SOURCE_PORT, port, 50_000, rate)
    before = live_bytes(server.pid)
    seen = show(program, port, count, rate)
    after = live_bytes(server.pid)
    print(f"{seen:,} sources seen: live heap {before / 1e6:.2f} MB before,"
          f" {after / 1e6:.2f} MB after ({(after - before) / 1e6:+.2f} MB).")
    return after - before


def datagrams_after_one(program, source_port, port):
    """Counts what one forged datagram becomes within a second; 1 where it dies at once."""
    before = received()
    forge(program, "127.0.0.1", source_port, port, 1, 1000)
    time.sleep(LOOP_SECONDS)
    return received() - before


def loops(bench, program):
    echo, uppercase, prime = free_port(), free_port(), free_port()
    endpoints = [f"echo=udp://127.0.0.1:{echo}", f"uppercase=udp://127.0.0.1:{uppercase}",
                 f"prime=udp://127.0.0.1:{prime}"]
    server = bench.start(paloma(endpoints, "--admin", "off"))
    for port in (echo, uppercase, prime):
        await_answer(port, server)
    worst = 0
    for name, source, port in (("echo to itself", echo, echo), ("uppercase to echo", uppercase, echo),
                               ("echo to uppercase", echo, uppercase), ("prime to echo", prime, echo)):
        found = datagrams_after_one(program, source, port)
        worst = max(worst, found)
        print(f"One datagram forged from {name}: {found} in a second.")
    return worst


def control(bench, program):
    """The same on an echo that has no guard shows that the forging works."""
    port = free_port()
    server = bench.start([bench.compile("echo", "echo.c"), "simple", str(port)])
    await_answer(port, server)
    found = datagrams_after_one(program, port, port)
    server.kill()
    print(f"The same on the C echo, which has no guard: {found:,} in a second.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=int, default=10_000_000)
    parser.add_argument("--rate", type=float, default=150_000, help="datagrams a second, to begin with")
    parser.add_argument(INSIDE, action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("taskset"):
        lack("Forging takes root (a raw socket), and unshare and taskset (util-linux).")
    enter_namespace()
    with Bench() as bench:
        program = bench.compile("forge", "forge.c")
        control(bench, program)
        loops(bench, program)
        many_sources(bench, program, options.sources, options.rate)


if __name__ == "__main__":
    end_by(main)
