#!/usr/bin/env python3
"""Fills the rooms of a chat, has everybody talk, and tells whether each heard all that was said, in one order.

Some sit in a loud room and do not read: they are to be let go, and nobody else is to wait for them.
"""

import argparse
import collections
import json
import os
import re
import resource
import select
import socket
import sys
import time
import urllib.request
import zlib

from processes import (
    Bench, await_text, cpu_seconds, dropped, end_by, jar, java, machine, refuse, resident_megabytes)
from tables import row, rule

CODE = re.compile(rb"To join, send: (\d{3} \d{3})\n")
BEGIN, END = b": begin\n", b": end\n"
TEXT = "all work and no play makes a pigeon dull; "
JOINING = 100  # at once: the lobby holds no more of them
STALLED_SECONDS = 30  # when nobody more has joined for so long, or heard the end, nobody will
TURN_SECONDS = 0.01
READ_SECONDS = 0.5
LET_GO_SECONDS = 45
LOUD_ROOM = "loud"
LOUD_READERS = 20
LOUD_LINES = 2  # a second and reader: the server may stand still for seconds before a room takes no more at once
LOUD_BYTES = 900
SLOW_BUFFER = 4096
DATAGRAMS_BUFFER = 1 << 20  # each takes a KiB of it at least: the usual 208 KiB are full after some loud seconds
ETHERNET_SEGMENT = 1460  # with segments of loopback's size the kernel itself would take megabytes for somebody


class Member:
    """Somebody in a room: of what he hears between `begin` and `end` he keeps the length and the checksum."""

    def __init__(self, crowd, number, room, is_deaf=False):
        self.crowd, self.name, self.room, self.is_deaf = crowd, f"m{number}", room, is_deaf
        self.is_there = self.is_counting = self.has_ended = self.is_gone = False
        self.heard_bytes = self.checksum = 0
        self.early = self.tail = b""
        kind = socket.SOCK_DGRAM if crowd.is_udp else socket.SOCK_STREAM
        self.socket = socket.socket(socket.AF_INET, kind)
        if is_deaf:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SLOW_BUFFER)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, ETHERNET_SEGMENT)
        if crowd.is_udp:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, DATAGRAMS_BUFFER)
        self.socket.connect(("127.0.0.1", crowd.port))
        self.socket.setblocking(False)
        if crowd.is_udp:
            self.say("hello")

    def say(self, line):
        try:
            self.socket.send(line.encode() + b"\n")
        except OSError as e:
            sys.exit(f"{self.name} in {self.room} can say nothing any more: {e}")

    def hear(self):
        """Reads what is there: over UDP each line is a datagram of its own."""
        while self.hear_once() and self.crowd.is_udp:
            pass

    def hear_once(self):
        try:
            heard = self.socket.recv(65536)
        except BlockingIOError:
            return False
        except ConnectionError:
            heard = b""
        if not heard:
            self.is_gone = True
            self.crowd.forget(self)
        elif self.is_counting:
            if not self.has_ended:
                self.count(heard)
        else:
            self.begin(heard)
        return not self.is_gone

    def count(self, heard):
        heard = self.tail + heard
        end = heard.find(END)
        if end >= 0:
            self.has_ended = True
            self.crowd.ended += 1
        counted = end if end >= 0 else max(0, len(heard) + 1 - len(END))
        self.heard_bytes += counted
        self.checksum = zlib.crc32(heard[:counted], self.checksum)
        self.tail = heard[counted:]

    def begin(self, heard):
        self.early += heard
        code = CODE.search(self.early)
        if code:
            self.say(code.group(1).decode())
            self.early = b""
        elif not self.is_there and b"* You are guest-" in self.early and self.early.endswith(b"\n"):
            self.is_there = True
            self.say(f"/join {self.room}\n/name {self.name}")
        elif b" is now " + self.name.encode() + b".\n" in self.early:
            self.crowd.joined(self)
            self.early = self.early[self.early.index(b" is now " + self.name.encode()):]
        if BEGIN in self.early:
            self.is_counting = True
            self.crowd.begun += 1
            rest = self.early.split(BEGIN, 1)[1]
            self.early = b""
            if rest:
                self.count(rest)


class Crowd:
    """All members, on one epoll."""

    def __init__(self, port, is_udp):
        self.port, self.is_udp = port, is_udp
        self.epoll = select.epoll()
        self.members = {}
        self.waiting = set()
        self.begun = self.ended = 0
        self.read_at = self.moved_at = 0.0

    def fill(self, places):
        """Brings in a member for each (room, deaf), some at a time."""
        places = collections.deque(enumerate(places))
        self.moved_at = time.monotonic()
        while places or self.waiting:
            while places and len(self.waiting) < JOINING:
                number, (room, is_deaf) = places.popleft()
                member = Member(self, number, room, is_deaf)
                self.members[member.socket.fileno()] = member
                self.waiting.add(member)
                self.epoll.register(member.socket.fileno(), select.EPOLLIN)
            self.listen(0.1)
            if self.is_stalled():
                sys.exit(f"Nobody more has joined for {STALLED_SECONDS} s: {len(self.waiting)} try to,"
                         f" and {len(places)} wait.")

    def is_stalled(self):
        return time.monotonic() - self.moved_at > STALLED_SECONDS

    def joined(self, member):
        self.moved_at = time.monotonic()
        self.waiting.discard(member)
        if member.is_deaf:
            self.epoll.unregister(member.socket.fileno())

    def forget(self, member):
        self.epoll.unregister(member.socket.fileno())
        self.waiting.discard(member)

    def listen(self, seconds):
        for descriptor, _ in self.epoll.poll(seconds, len(self.members) + 1):
            self.members[descriptor].hear()

    def glance(self):
        """Lets a little time pass. People read some lines at once, and so do these: a call for each line of each would be
        the work of another machine."""
        time.sleep(TURN_SECONDS)
        if time.monotonic() - self.read_at > READ_SECONDS:
            self.read_at = time.monotonic()
            self.listen(0)

    def by_room(self):
        rooms = collections.defaultdict(list)
        for member in self.members.values():
            if not member.is_deaf:
                rooms[member.room].append(member)
        return rooms


class Talk:
    """What is said: so many lines a second by all in turn, and more in the loud room."""

    def __init__(self, chat, crowd, options):
        self.chat, self.crowd, self.options = chat, crowd, options
        self.rooms = crowd.by_room()
        self.quiet = [member for number in range(options.members // options.rooms)
                      for name, room in self.rooms.items() if name != LOUD_ROOM for member in room[number:number + 1]]
        self.said, self.said_bytes = collections.Counter(), collections.Counter()
        self.late_seconds = 0.0

    def run(self):
        readers = sum(len(room) for room in self.rooms.values())
        self.everywhere("begin")
        self.await_count(readers, lambda: self.crowd.begun)
        begun = time.monotonic()
        spoken = loud = 0
        loud_rate = LOUD_LINES * len(self.rooms[LOUD_ROOM])
        while (passed := time.monotonic() - begun) < self.options.seconds:
            due = int(passed * self.options.rate) - spoken
            self.late_seconds = max(self.late_seconds, due / self.options.rate)
            for _ in range(due):
                self.line(self.quiet[spoken % len(self.quiet)], spoken, self.options.bytes)
                spoken += 1
            for _ in range(int(passed * loud_rate) - loud):
                self.line(self.rooms[LOUD_ROOM][loud % len(self.rooms[LOUD_ROOM])], loud, LOUD_BYTES)
                loud += 1
            self.crowd.glance()
        self.seconds = time.monotonic() - begun
        self.await_count(sum(self.said.values()) + len(self.rooms), self.chat.lines)
        self.everywhere("end")
        self.await_count(readers, lambda: self.crowd.ended)

    def line(self, member, number, length):
        text = f"{number} {TEXT * (1 + length // len(TEXT))}"[:length].rstrip()
        member.say(text)
        self.said[member.room] += 1
        self.said_bytes[member.room] += len(f"{member.name}: {text}\n")

    def everywhere(self, word):
        for room in self.rooms.values():
            room[0].say(word)
        self.crowd.listen(0)

    def await_count(self, count, counted):
        """Listens until it is reached, or stays as it is for long: what is said before all have begun, or what an end
        overtakes on its way, would be heard and not counted."""
        before = None
        self.crowd.moved_at = time.monotonic()
        while (now := counted()) < count and not self.crowd.is_stalled():
            if now != before:
                before, self.crowd.moved_at = now, time.monotonic()
            self.crowd.listen(0.1)

    def lacking(self):
        """Those who did not hear exactly what the others of their room heard, or not all that was said there."""
        lacking = []
        for name, room in self.rooms.items():
            heard = collections.Counter((member.heard_bytes, member.checksum) for member in room if member.has_ended)
            whole, _ = heard.most_common(1)[0] if heard else (None, 0)
            said_bytes = self.said_bytes[name] + len(room[0].name)  # who says "end" is heard before the word
            lacking += [member for member in room
                        if not member.has_ended or (member.heard_bytes, member.checksum) != whole
                        or member.heard_bytes < said_bytes]
        return lacking


class Chat:
    """The server, with little memory."""

    def __init__(self, bench, options):
        self.log = bench.folder / "chat.log"
        most = str(2 * options.members + 1000)
        self.process = bench.start(
            [java(), f"-Xmx{options.heap}m", "-XX:+ExitOnOutOfMemoryError", "-jar", jar(),
             f"chat={options.over}://127.0.0.1:0", "--peers", most, "--connections", most,
             "--connections-per-source", most, "--format", "json", "--admin", "127.0.0.1:0"],
            cpu=None, log=self.log)
        await_text(self.log, '"event":"ready"', self.process)
        events = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        self.port = int(next(e["endpoint"] for e in events if e.get("service") == "chat").rpartition(":")[2])
        self.admin = next(e["endpoint"] for e in events if e["event"] == "admin")

    def await_let_go(self, deaf):
        """How many were let go, at the latest when something has waited for them for half a minute."""
        deadline = time.monotonic() + LET_GO_SECONDS
        while True:
            let_go = self.metric('paloma_refusals_total{reason="not-reading",service="chat",transport="tcp"}')
            if let_go >= deaf or time.monotonic() > deadline:
                return let_go
            time.sleep(0.5)

    def lines(self):
        return self.metric("paloma_chat_lines_total")

    def metric(self, name):
        if self.process.poll() is not None:
            sys.exit(f"The server has ended with {self.process.returncode}: {self.log.read_text()[-500:]}")
        with urllib.request.urlopen(f"{self.admin}/metrics", timeout=30) as answer:
            text = answer.read().decode()
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
        return int(float(found.group(1))) if found else 0


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=10_000, help="who read, beside those of the loud room (10000)")
    parser.add_argument("--rooms", type=int, default=100, help="that they are in (100)")
    parser.add_argument("--rate", type=int, default=1_000, help="lines a second in all of these (1000)")
    parser.add_argument("--bytes", type=int, default=60, help="of a line (60)")
    parser.add_argument("--seconds", type=float, default=30, help="for which they talk (30)")
    parser.add_argument("--deaf", type=int, default=10, help="who do not read, over TCP, in the loud room (10)")
    parser.add_argument("--over", choices=("tcp", "udp"), default="tcp", help="(tcp)")
    parser.add_argument("--heap", type=int, default=256, help="of the server, in MiB (256)")
    return parser.parse_args()


def places(options):
    deaf = 0 if options.over == "udp" else options.deaf
    return ([(LOUD_ROOM, True)] * deaf + [(LOUD_ROOM, False)] * LOUD_READERS
            + [(f"room-{number % options.rooms}", False) for number in range(options.members)])


def main():
    options = read_options()
    if options.members % options.rooms or options.members > 15_000:
        refuse("--members is a multiple of --rooms, and at most 15000.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with Bench() as bench:
        chat = Chat(bench, options)
        crowd = Crowd(chat.port, options.over == "udp")
        begun = time.monotonic()
        crowd.fill(places(options))
        joined_seconds = time.monotonic() - begun
        joined_megabytes = resident_megabytes(chat.process.pid)
        talk = Talk(chat, crowd, options)
        before = cpu_seconds(chat.process.pid)
        talk.run()
        spent = cpu_seconds(chat.process.pid) - before
        said = chat.lines()
        refused = chat.metric("paloma_chat_unsent_lines_total")
        deaf = len(crowd.members) - sum(map(len, talk.rooms.values()))
        let_go = chat.await_let_go(deaf)
        there = chat.metric("paloma_chat_members")
        print(f"    {' '.join(['bench/chat.py', *sys.argv[1:]])}\n\n{machine()}; -Xmx{options.heap}m;"
              f" {len(crowd.members)} joined within {joined_seconds:.0f} s.\n")
        lines = sum(talk.said.values())
        deliveries = sum(count * len(talk.rooms[room]) for room, count in talk.said.items())
        lacking = talk.lacking()
        row("over", "readers", "lines said", "a second", "deliveries a second", "refused", "readers who lack a line",
            "deaf let go", "in the chat at the end", "CPU s of the server", "MB joined", "MB at the end", "latest turn, s")
        rule(13)
        row(options.over, sum(map(len, talk.rooms.values())), lines, f"{lines / talk.seconds:.0f}",
            f"{deliveries / talk.seconds:,.0f}", refused, len(lacking), let_go, there, f"{spent:.0f}",
            f"{joined_megabytes:.0f}", f"{resident_megabytes(chat.process.pid):.0f}", f"{talk.late_seconds:.1f}")
        if crowd.is_udp:
            print(f"\nThe kernel dropped {dropped(crowd.port)} datagrams before the server's sockets,"
                  f" {dropped(crowd.port, is_of_readers=True)} before those of the readers.")
        whole = said == lines + 2 * len(talk.rooms)
    return not lacking and not refused and whole and let_go == deaf and there == len(crowd.members) - deaf


if __name__ == "__main__":
    end_by(main)
