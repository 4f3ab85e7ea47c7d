"""Six people on three servers whose rooms are one by Redis."""

import collections
import re
import select
import socket
import time

from fleet_files import Result
from replicas import NGINX, Fleet, await_condition
from tables import say

CHAT_PORT = 4040
PEOPLE = ("ana", "ben", "cem", "dia", "eli", "fay")
EVERY_SECONDS = 0.5
TALK_SECONDS = 10
HEAL_SECONDS = 30
GONE_SECONDS = 30
CODE = re.compile(r"To join, send: (\d{3} \d{3})")
SAID = re.compile(r"(?:\[\S+\] )?(\w+): (\w+)-(\d+)$")
MOST_TRIES = 60


class Person:
    """One who talks by UDP, or by TCP, as by nc; numbers his lines and keeps what he hears."""

    def __init__(self, fleet, client, name, kind):
        self.fleet, self.name, self.kind = fleet, name, kind
        self.socket = client.socket(kind)
        self.socket.settimeout(5)
        self.socket.connect((NGINX, CHAT_PORT))
        self.socket.setblocking(False)
        self.heard, self.notices = [], []
        self.early = b""
        self.number = 0
        self.replica = None
        self.is_gone = False
        if kind == socket.SOCK_DGRAM:
            self.say("hello")

    def say(self, text):
        try:
            self.socket.send(text.encode() + b"\n")
        except OSError:
            self.is_gone = True

    def talk(self):
        self.number += 1
        self.say(f"{self.name}-{self.number}")

    def hear(self):
        try:
            while heard := self.socket.recv(65536):
                self.early += heard
                *lines, self.early = self.early.split(b"\n")
                for line in lines:
                    self.take(line.decode())
            self.is_gone = self.kind == socket.SOCK_STREAM
        except BlockingIOError:
            pass
        except OSError:
            self.is_gone = True

    def take(self, line):
        code, said = CODE.search(line), SAID.match(line)
        if code:
            self.say(code.group(1))
        elif said:
            self.heard.append((said.group(1), int(said.group(3)), line.startswith("[")))
        else:
            self.notices.append((time.monotonic(), line))

    def has_heard(self, text):
        return any(text in line for _, line in self.notices)

    def lines_of(self, speaker):
        return [number for name, number, _ in self.heard if name == speaker]


class Room:
    """All of them. People are brought in until two sit at each server."""

    def __init__(self, fleet):
        self.fleet = fleet
        self.people = []
        kinds = [socket.SOCK_DGRAM, socket.SOCK_STREAM] * 3
        for number, (name, kind) in enumerate(zip(PEOPLE, kinds)):
            self.seat(fleet.clients[number % 2], name, kind, fleet.replicas[number // 2])

    def seat(self, client, name, kind, replica):
        """From port to port, until the balancer brings him to this server."""
        for _ in range(MOST_TRIES):
            before = members(replica)
            person = Person(self.fleet, client, name, kind)
            self.await_people([person], lambda: person.has_heard("You are guest-"), 5)
            if members(replica) > before:
                person.replica = replica
                person.say(f"/name {name}")
                self.people.append(person)
                return
            person.say("/leave")
            self.await_people([person], lambda: person.has_heard("Good-bye"), 2)
            person.socket.close()
        raise SystemExit(f"In {MOST_TRIES} tries nobody came to server {replica.name}.")

    def await_people(self, people, condition, seconds):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            select.select([person.socket for person in people if not person.is_gone], [], [], 0.05)
            for person in people:
                if not person.is_gone:
                    person.hear()
        return condition()

    def talk(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for person in self.people:
                if not person.is_gone:
                    person.talk()
            self.listen(EVERY_SECONDS)

    def listen(self, seconds):
        self.await_people(self.people, lambda: False, seconds)

    def who(self, person, seconds=3):
        """The names that the servers tell him."""
        before = len(person.notices)
        person.say("/who")
        told = lambda: [line for _, line in person.notices[before:] if line.startswith("* In ")]  # noqa: E731
        self.await_people(self.people, told, seconds)
        return set(told()[-1].partition(": ")[2].rstrip(".").split(", ")) if told() else set()

    def await_who(self, names, people, seconds):
        end = time.monotonic() + seconds
        while not (same := all(self.who(person) == set(names) for person in people)) and time.monotonic() < end:
            self.listen(0.3)
        return same


def members(replica):
    return replica.metric("paloma_peers{service=\"chat\"}")


def chat(bench, options):
    """(d) Six people talk on three servers; Redis is killed and comes back; a server is killed."""
    fleet = Fleet(bench, bus=True)
    room = Room(fleet)
    began = time.monotonic()
    all_there = room.await_who(PEOPLE, room.people, HEAL_SECONDS)
    say(f"all see all: {all_there}, after {time.monotonic() - began:.1f} s")
    first = {person.name: person.number + 1 for person in room.people}
    room.talk(TALK_SECONDS)
    room.listen(2)
    last = {person.name: person.number for person in room.people}
    whole = [(hearer.name, name) for hearer in room.people for name in PEOPLE
             if heard_between(hearer, name, first[name], last[name]) != list(range(first[name], last[name] + 1))]
    fleet.kill_redis()
    room.talk(options.outage)
    fleet.start_redis()
    restarted = time.monotonic()
    healed = await_healing(room)
    say(f"healed: {healed}, {time.monotonic() - restarted:.1f} s after Redis was there again")
    away = sum(person.has_heard("out of reach") for person in room.people)
    after = {person.name: person.number + 1 for person in room.people}
    room.talk(TALK_SECONDS)
    room.listen(2)
    end = {person.name: person.number for person in room.people}
    whole_after = [(hearer.name, name) for hearer in room.people for name in PEOPLE
                   if heard_between(hearer, name, after[name], end[name]) != list(range(after[name], end[name] + 1))]
    doubled = sum(len(lines) - len(set(lines)) for lines in all_lines(room))
    unordered = sum(lines != sorted(lines) for lines in all_lines(room))
    victim = fleet.replicas[2]
    victim.kill()
    left = [person for person in room.people if person.replica is not victim]
    killed_at = time.monotonic()
    vanished = room.await_who([person.name for person in left], left, GONE_SECONDS)
    vanish_seconds = time.monotonic() - killed_at
    for person in room.people:
        say(f"{person.name} at {person.replica.name}: " + " / ".join(line for _, line in person.notices if "/who" not in line and "* In " not in line)[-900:])
    return [
        Result("d", "six people on three servers see each other in /who", yes(all_there), "yes", all_there),
        Result("d", f"lines of {sum(last.values())} heard by each of six, pairs that lack some", len(whole), 0, not whole),
        Result("d", f"Redis killed for {options.outage:.0f} s: people who were told so", away, len(PEOPLE), away == len(PEOPLE)),
        Result("d", "see each other again when it is back", yes(healed), "yes", healed),
        Result("d", "then pairs that lack lines", len(whole_after), 0, not whole_after),
        Result("d", "lines that somebody heard twice, in all", doubled, 0, doubled == 0),
        Result("d", "speakers whose lines somebody heard out of order", unordered, 0, unordered == 0),
        Result("d", "a killed server's people vanish, after", f"{vanish_seconds:.1f} s" if vanished else "NEVER", f"{GONE_SECONDS} s", vanished)]


def await_healing(room):
    return room.await_who(PEOPLE, room.people, HEAL_SECONDS)


def heard_between(hearer, name, first, last):
    return [number for number in hearer.lines_of(name) if first <= number <= last]


def all_lines(room):
    return [hearer.lines_of(name) for hearer in room.people for name in PEOPLE]


def yes(so):
    return "yes" if so else "NO"
