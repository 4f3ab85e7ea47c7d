#!/usr/bin/env python3
"""Sends sound to many listeners at once over loopback, and tells what each of them missed.

The listeners are plain sockets of this program that count the sequence numbers of what comes (RFC 3550, 5.1). What is
missing was lost between the sender and here, by its doing or by ours.
"""

import argparse
import select
import socket
import struct
import time

from processes import Bench, await_text, cpu_seconds, end_by, jar, java, machine, refuse
from tables import spread

MOST_LISTENERS = 400
REPORTS = range(192, 224)  # RTCP's packet types (RFC 5761, section 4)
ROOM_BYTES = 1 << 20  # several seconds of a stream
STEADY_SECONDS = 20  # until then the JVM compiles


class Listener:
    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM_BYTES)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.forget()

    def forget(self):
        """Counts from the next packet on."""
        self.packets, self.last, self.missing, self.latest, self.longest = 0, None, 0, None, 0

    def port(self):
        return self.socket.getsockname()[1]

    def read(self, now):
        while True:
            try:
                packet = self.socket.recv(2048)
            except BlockingIOError:
                return
            if packet[1] in REPORTS:
                continue
            sequence = struct.unpack_from(">H", packet, 2)[0]
            if self.last is not None:
                self.missing += (sequence - self.last - 1) & 0xFFFF
                self.longest = max(self.longest, now - self.latest)
            self.last, self.latest = sequence, now
            self.packets += 1


def listen(listeners, seconds):
    poll = select.epoll()
    by_file = {listener.socket.fileno(): listener for listener in listeners}
    for file in by_file:
        poll.register(file, select.EPOLLIN)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for file, _ in poll.poll(left):
            by_file[file].read(time.monotonic())
    poll.close()


def measure(bench, options):
    listeners = [Listener() for _ in range(options.listeners)]
    log = bench.folder / "sender.log"
    to = [word for listener in listeners for word in ("--to", f"127.0.0.1:{listener.port()}")]
    # Sound and reports share a port, or a listener's report port would be that of its neighbour.
    command = [java(), "-jar", jar("audio"), "send", "--from", "sweep", "--rtcp-mux", "--fec", "off", *to]
    sender = bench.start(command, cpu=None, log=log)
    await_text(log, "Sending", sender)
    listen(listeners, STEADY_SECONDS)
    for listener in listeners:
        listener.forget()
    before = cpu_seconds(sender.pid)
    listen(listeners, options.seconds)
    return listeners, cpu_seconds(sender.pid) - before


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listeners", type=int, default=200, metavar="N", help="default: 200")
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="default: 60")
    options = parser.parse_args()
    if not 1 <= options.listeners <= MOST_LISTENERS or options.seconds < 1:
        refuse(f"--listeners is from 1 to {MOST_LISTENERS}, and --seconds from 1.")
    return options


def main():
    options = read_options()
    with Bench() as bench:
        listeners, seconds = measure(bench, options)
    print(f"{machine()}: {options.listeners} listeners for {options.seconds} s.")
    print("Packets each: " + spread([listener.packets for listener in listeners], "{:.0f}") + ".")
    print("Missing: " + str(sum(listener.missing for listener in listeners)) + ".")
    print("Longest silence, ms: " + spread([1e3 * listener.longest for listener in listeners], "{:.1f}") + ".")
    print(f"The sender took {100 * seconds / options.seconds:.1f} % of a core.")
    return all(listener.packets > 0 and listener.missing == 0 for listener in listeners)


if __name__ == "__main__":
    end_by(main)
