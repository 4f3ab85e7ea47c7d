#!/usr/bin/env python3
"""Says what a page costs the program that shows it: processor time of a server under a steady load, and of a receiver
of sound, without a page, with one that nobody watches, with one viewer, and with fifty who listen.

Viewers are connections of this script that read all they get: what a browser itself needs is not in the figures.
"""

import argparse
import base64
import os
import socket
import statistics
import struct
import sys
import threading
import time

from processes import (Bench, await_text, cpu_seconds, end_by, free_port, free_tcp_port, jar, launcher, machine,
                       resident_megabytes, take_priority)
from tables import row, rule

SETTLE_SECONDS = 6  # a page that is first asked for loads its classes


class Viewer:
    """A WebSocket that reads whatever comes, in a thread of its own."""

    def __init__(self, port, listens=False):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        key = base64.b64encode(os.urandom(16)).decode()
        host = f"127.0.0.1:{port}"
        self.socket.sendall((f"GET /api/live HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
                             f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
        if b" 101 " not in self.socket.recv(4096):
            sys.exit("the page lets no viewer in")
        if listens:
            self.say(b'{"type":"listen","on":true}')
        self.bytes = 0
        threading.Thread(target=self.read, daemon=True).start()

    def say(self, text):
        self.socket.sendall(struct.pack("!BBI", 0x81, 0x80 | len(text), 0) + text)  # masked by zeros

    def read(self):
        try:
            while data := self.socket.recv(1 << 16):
                self.bytes += len(data)
        except OSError:
            return


def receiver(bench, page):
    """A receiver to a file, and a sender of a tone to it."""
    port = free_port()
    words = ["--page", str(page)] if page else []
    log = bench.folder / f"receiver-{time.monotonic_ns()}"
    heard = bench.start([launcher("audio"), "audio", "receive", "--listen", f"127.0.0.1:{port}", "--rtcp-mux", "--to",
                         str(bench.folder / f"{port}.wav"), *words], cpu=None, log=log)
    await_text(log, "Waiting for a sender", heard)
    tone = bench.start([launcher("audio"), "audio", "send", "--to", f"127.0.0.1:{port}", "--rtcp-mux", "--from",
                        "tone:1000"], cpu=None, log=bench.folder / "sender.log")
    return heard, [tone]


def server(bench, page):
    """A server that is asked 2,000 times a second."""
    port = free_port()
    admin = f"127.0.0.1:{page}" if page else "off"
    log = bench.folder / f"server-{time.monotonic_ns()}"
    served = bench.start([launcher("server"), "server", f"echo=udp://127.0.0.1:{port}", "--admin", admin, "--data",
                          str(bench.folder / "data")], cpu=None, log=log)
    await_text(log, "echo ", served)
    asker = threading.Event()
    threading.Thread(target=ask, args=(port, asker), daemon=True).start()
    return served, [asker]


def ask(port, end):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("127.0.0.1", port))
        while not end.is_set():
            for _ in range(20):
                asking.send(b"hello")
            time.sleep(0.01)


def stop(others):
    for other in others:
        other.set() if isinstance(other, threading.Event) else (other.terminate(), other.wait())


def cost(start, seconds, page, viewers=0, listens=False):
    """Processor time in percent of one processor, and memory in MB."""
    with Bench() as bench:
        port = free_tcp_port() if page else 0
        process, others = start(bench, port)
        watching = [Viewer(port, listens) for _ in range(viewers)]
        time.sleep(SETTLE_SECONDS)
        before, began = cpu_seconds(process.pid), time.monotonic()
        time.sleep(seconds)
        used = (cpu_seconds(process.pid) - before) / (time.monotonic() - began)
        memory = resident_megabytes(process.pid)
        if any(viewer.bytes == 0 for viewer in watching):
            sys.exit("a viewer got nothing")
        stop(others)
        process.terminate()
        process.wait()
        return 100 * used, memory


CASES = {"receiver": (receiver, [("no page", {}), ("nobody watches", {"page": True}),
                                 ("one watches", {"page": True, "viewers": 1}),
                                 ("one listens", {"page": True, "viewers": 1, "listens": True}),
                                 ("fifty listen", {"page": True, "viewers": 50, "listens": True})]),
         "server": (server, [("no admin port", {}), ("nobody watches", {"page": True}),
                             ("one watches", {"page": True, "viewers": 1})])}


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20, help="that are measured (20)")
    parser.add_argument("--rounds", type=int, default=3, help="of all cases, one after another (3)")
    return parser.parse_args()


def main():
    options = read_options()
    jar("audio"), jar("server")
    take_priority(0)
    seen = {}
    for _ in range(options.rounds):
        for program, (start, cases) in CASES.items():
            for name, case in cases:
                seen.setdefault((program, name), []).append(
                    cost(start, options.seconds, case.get("page", False), case.get("viewers", 0),
                         case.get("listens", False)))
    print(f"    bench/{os.path.basename(sys.argv[0])} {' '.join(sys.argv[1:])}\n\n{machine()}.\n")
    row("program", "page", "% of a processor, median", "least", "most", "MB")
    rule(6)
    for (program, name), runs in seen.items():
        used = [cpu for cpu, _ in runs]
        row(program, name, f"{statistics.median(used):.2f}", f"{min(used):.2f}", f"{max(used):.2f}",
            f"{statistics.median(memory for _, memory in runs):.0f}")
    return True


if __name__ == "__main__":
    end_by(main)
