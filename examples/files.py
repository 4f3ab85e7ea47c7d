#!/usr/bin/env python3
"""Puts a file on a Paloma server, or gets one: all that a client needs of docs/wire.md, and no more.

    python3 files.py put FILE HOST[:PORT] [NAME] [--force] [--token-file FILE]
    python3 files.py get NAME HOST[:PORT] [FILE] [--token-file FILE]

It is written to be read: a fixed window of packets, sent again after a fixed time, and no resume. Exit code 0 means that
the file is complete and verified; anything else is a sentence on standard error and exit code 1.
"""

import argparse
import hashlib
import hmac
import os
import secrets
import socket
import struct
import sys
import time

PORT = 7777
VERSION = 1
CHUNK = 1 << 20
BLOCK = 1 << 16
BLOCKS = CHUNK // BLOCK
SAFE = 1200  # a datagram of this size passes every path
HEADER = 24  # of Data
WINDOW = 64  # packets in flight
RESEND = 0.25  # seconds until an unacknowledged packet counts as lost, or three round trips if that is longer
PATIENCE = 60.0  # seconds of silence from the server
ATTEMPTS = 5  # to send one chunk intact
ROOT = 0xFFFFFFFF
NO_MODE = 0xFFFF
NO_LIMIT = 0  # of the server's sending rate

HELLO, VERSIONS, COOKIE, OPEN, ACCEPT, FAIL = 1, 2, 3, 4, 5, 6
DATA, HASHES, PROBE, ACK, REPAIR, DONE, CLOSE = 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16
PUT, GET = 1, 2
STALE_COOKIE, UNKNOWN_TRANSFER = 1, 11


class Failed(Exception):
    """One sentence for the person at the keyboard."""


# The frame: a checksum, a type, a body.


def crc32c_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ 0x82F63B78 if byte & 1 else byte >> 1
        table.append(byte)
    return table


TABLE = crc32c_table()


def crc32c(data, table=TABLE):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def datagram(kind, body):
    rest = bytes([kind]) + body
    return struct.pack(">I", crc32c(rest)) + rest


def parse(received):
    """Returns type and body, or None and nothing for a damaged datagram."""
    if len(received) < 5 or crc32c(received[4:]) != struct.unpack_from(">I", received)[0]:
        return None, b""
    return received[4], received[5:]


def write_varint(value):
    if value < 1 << 6:
        return struct.pack(">B", value)
    if value < 1 << 14:
        return struct.pack(">H", value | 0x4000)
    if value < 1 << 30:
        return struct.pack(">I", value | 0x80000000)
    return struct.pack(">Q", value | 0xC000000000000000)


def read_varint(body, at):
    size = 1 << (body[at] >> 6)
    return int.from_bytes(body[at : at + size], "big") & (1 << 8 * size - 2) - 1, at + size


# Messages that need more than a struct.


def open_message(transfer, cookie, kind, force, facts, credit, name, token):
    size, mode, modified = facts
    utf8 = name.encode()
    if len(utf8) > 768:
        raise Failed("the name has more than 768 bytes")
    body = struct.pack(">Q20sBBHHqQII", transfer, cookie, kind, int(force), 1472, mode, modified, size, credit, NO_LIMIT)
    body += struct.pack(">H", len(utf8)) + utf8
    body += bytes([0])  # nothing is held here
    proof = hmac.digest(token, bytes([OPEN]) + body, "sha256") if token else b""
    return datagram(OPEN, body + bytes([len(proof)]) + proof)


def read_accept(body):
    largest, mode, modified, size, credit, count = struct.unpack_from(">HHqQIB", body, 28)
    held = set()
    for at in range(53, 53 + 8 * count, 8):
        first, blocks = struct.unpack_from(">II", body, at)
        end = first + blocks if (first + blocks) * BLOCK < size else -(-size // CHUNK) * BLOCKS
        held.update(range(-(-first // BLOCKS), end // BLOCKS))  # the chunks of which all blocks are held
    return largest, (size, mode, modified), credit, held


def read_ack(body):
    """Returns the credit and the ranges (low, high) of packet numbers that arrived."""
    credit, largest, count = struct.unpack_from(">4xII8xB", body, 8)
    ranges, at, high = [], 29, largest
    for i in range(count):
        if i > 0:
            gap, at = read_varint(body, at)
            high = ranges[-1][0] - gap - 2
        length, at = read_varint(body, at)
        ranges.append((high - length, high))
    return credit, ranges


def ack_message(transfer, serial, credit, ranges, arrived):
    """Builds an Ack; the ranges (low, high) come highest first."""
    body = struct.pack(">QIII", transfer, serial, credit, ranges[0][1])
    delay = time.monotonic() - arrived
    body += struct.pack(">IIB", int(arrived * 1e6) & 0xFFFFFFFF, int(delay * 1e6), len(ranges))
    for i, (low, high) in enumerate(ranges):
        if i > 0:
            body += write_varint(ranges[i - 1][0] - high - 2)
        body += write_varint(high - low)
    return datagram(ACK, body)


def failure(body):
    reason, length = struct.unpack_from(">8xBH", body)
    text = body[11 : 11 + length].decode("utf-8", "replace")
    return Failed("the server refused: %s (reason %d)" % (ascii(text)[1:-1] or "no explanation", reason))


# Opening: a cookie, then the Open.


class Link:
    """One socket to one server, with one transfer on it."""

    def __init__(self, host, port, token):
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        self.socket = socket.socket(family, kind, protocol)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.socket.connect(address)
        self.token = token
        self.transfer = secrets.randbits(64)
        self.heard = time.monotonic()
        self.resend = RESEND

    def send(self, kind, body=b""):
        self.transmit(datagram(kind, struct.pack(">Q", self.transfer) + body))

    def transmit(self, whole):
        try:
            self.socket.send(whole)
        except ConnectionRefusedError:
            pass  # a late ICMP message; if nobody listens, patience ends

    def receive(self, seconds):
        """Returns the next valid message for us within this time, or None and nothing; 0 does not wait."""
        until = time.monotonic() + seconds
        while True:
            self.socket.settimeout(max(until - time.monotonic(), 0))
            try:
                kind, body = parse(self.socket.recv(65536))
            except (socket.timeout, BlockingIOError):
                return None, b""
            except ConnectionRefusedError:
                continue
            if kind in (VERSIONS, COOKIE) or kind and body[:8] == struct.pack(">Q", self.transfer):
                self.heard = time.monotonic()
                return kind, body

    def check_patience(self):
        if time.monotonic() - self.heard > PATIENCE:
            raise Failed("the server has been silent for %d s" % PATIENCE)

    def ask(self, question, wanted):
        """Repeats a question until an answer of that type arrives."""
        for _ in range(10):
            self.transmit(question)
            until = time.monotonic() + 0.5
            while time.monotonic() < until:
                kind, body = self.receive(until - time.monotonic())
                if kind in (wanted, FAIL, VERSIONS):
                    return kind, body
        raise Failed("no answer from the server")

    def cookie(self):
        nonce = secrets.randbits(64)
        hello = struct.pack(">BQ", VERSION, nonce).ljust(SAFE - 5, b"\0")
        asked = time.monotonic()
        kind, body = self.ask(datagram(HELLO, hello), COOKIE)
        self.resend = max(RESEND, 3 * (time.monotonic() - asked))
        if kind == VERSIONS:
            raise Failed("the server speaks the versions %s" % list(body[9:]))
        if kind == FAIL:
            raise failure(body)
        _, echoed, _, flags, cookie = struct.unpack(">BQHB20s", body)
        if echoed != nonce:
            raise Failed("the cookie answers another question than ours")
        if flags & 1 and not self.token:
            raise Failed("the server requires a token: use --token-file")
        return cookie

    def open(self, kind, name, facts, credit, force=False):
        """Returns the fields of the Accept."""
        for _ in range(3):
            question = open_message(self.transfer, self.cookie(), kind, force, facts, credit, name, self.token)
            answer, body = self.ask(question, ACCEPT)
            if answer == ACCEPT:
                return read_accept(body)
            if answer == FAIL and body[8] != STALE_COOKIE:
                raise failure(body)
        raise Failed("the server refuses its own cookies")


# Put.


class Sending:
    def __init__(self, link, file, size, largest, credit, held):
        self.link, self.file, self.size, self.credit, self.held = link, file, size, credit, held
        self.piece = min(largest, SAFE) - HEADER
        self.number = 0
        self.in_flight = {}  # packet number: (when, type, what)
        self.waiting = []  # (type, what) to be sent, the next one last
        self.hashes = {}
        self.started = 0  # chunks of which Data was sent, each attempt counted
        self.to_do = list(range(-(-size // CHUNK)))
        self.to_do.reverse()
        self.repairs = set()
        self.root_sent = False
        self.probed = 0.0

    def run(self):
        while True:
            self.fill_window()
            kind, body = self.link.receive(0.05)
            while kind:
                if kind == DONE:
                    return self.finish(body[8:])
                self.take(kind, body)
                kind, body = self.link.receive(0)
            self.resend_late()
            self.link.check_patience()

    def fill_window(self):
        while len(self.in_flight) < WINDOW and (self.waiting or self.plan()):
            self.send(*self.waiting.pop())
        if not self.in_flight and time.monotonic() - self.probed > RESEND:
            self.probed = time.monotonic()
            self.send(PROBE, None)  # everything arrived but Done: keep the transfer alive

    def plan(self):
        """Queues the next chunk, then the root; returns whether there is something to send."""
        if self.to_do and (self.to_do[-1] in self.held or self.started < self.credit):
            index = self.to_do.pop()
            start, end = index * CHUNK, min((index + 1) * CHUNK, self.size)
            if index not in self.hashes:
                self.hashes[index] = hashlib.sha256(self.read(start, end - start)).digest()
            self.waiting.append((HASHES, (index, self.hashes[index])))
            if index not in self.held:
                self.started += 1
                for offset in reversed(range(start, end, self.piece)):
                    self.waiting.append((DATA, (offset, min(self.piece, end - offset))))
        elif not self.to_do and not self.root_sent:
            self.root_sent = True
            self.waiting.append((HASHES, (ROOT, self.root())))
        return bool(self.waiting)

    def root(self):
        return hashlib.sha256(b"".join(self.hashes[i] for i in sorted(self.hashes))).digest()

    def read(self, offset, length):
        self.file.seek(offset)
        data = self.file.read(length)
        if len(data) < length:
            raise Failed("the file became shorter while it was read")
        return data

    def send(self, kind, what):
        head = struct.pack(">I", self.number)
        if kind == DATA:
            offset, length = what
            last = not self.waiting or len(self.in_flight) + 1 == WINDOW
            head += struct.pack(">BHI", int(last), offset >> 32, offset & 0xFFFFFFFF) + self.read(offset, length)
        elif kind == HASHES:
            head += struct.pack(">BI32s", 1, *what)
        self.link.send(kind, head)
        self.in_flight[self.number] = (time.monotonic(), kind, what)
        self.number += 1

    def take(self, kind, body):
        if kind == FAIL:
            raise failure(body)
        if kind == ACK:
            credit, ranges = read_ack(body)
            self.credit = max(self.credit, credit)
            for number in list(self.in_flight):
                if any(low <= number <= high for low, high in ranges):
                    del self.in_flight[number]
        if kind == REPAIR:
            for at in range(9, 9 + 5 * body[8], 5):
                index, attempt = struct.unpack_from(">IB", body, at)
                if attempt > ATTEMPTS:
                    raise Failed("the file changes while it is read")
                if (index, attempt) not in self.repairs:
                    self.repairs.add((index, attempt))
                    self.held.discard(index)
                    self.to_do.append(index)

    def resend_late(self):
        """Sends what is lost again, in a new packet with a new number."""
        late = time.monotonic() - self.link.resend
        for number, (sent, kind, what) in list(self.in_flight.items()):
            if sent < late:
                del self.in_flight[number]
                if kind != PROBE:
                    self.waiting.append((kind, what))

    def finish(self, root):
        self.link.send(CLOSE)
        if root != self.root():
            raise Failed("the server has a different file")


def put(arguments):
    link = Link(*arguments.server, read_token(arguments))
    with open(arguments.source, "rb") as file:
        status = os.fstat(file.fileno())
        facts = (status.st_size, status.st_mode & 0o777, status.st_mtime_ns)
        name = arguments.target or os.path.basename(arguments.source)
        largest, _, credit, held = link.open(PUT, name, facts, 0, arguments.force)
        Sending(link, file, status.st_size, largest, credit, held).run()
    return status.st_size


# Get.


class Receiving:
    AHEAD = 8  # chunks that may be started but incomplete

    def __init__(self, link, file, size):
        self.link, self.file, self.size = link, file, size
        self.count = -(-size // CHUNK)
        self.ranges = []  # (low, high) of packet numbers, highest first
        self.arrived = 0.0  # when the largest of them arrived
        self.serial = 0
        self.chunks = {}  # index: [bytes, ranges (from, to) that arrived]
        self.hashes = {}
        self.good = set()
        self.attempts = {}

    def run(self):
        repeat = 0.0
        while not self.is_whole():
            kind, body = self.link.receive(0.25)
            news, drained = False, 0
            while kind:
                news |= self.take(kind, body)
                drained += 1
                kind, body = self.link.receive(0) if drained < 32 else (None, b"")
            if news:
                self.serial += 1
                credit = self.AHEAD + len(self.good) + sum(self.attempts.values())
                self.link.transmit(ack_message(self.link.transfer, self.serial, credit, self.ranges[:64], self.arrived))
            if time.monotonic() > repeat:
                repeat = time.monotonic() + 0.5
                self.ask_again()
            self.link.check_patience()

    def take(self, kind, body):
        """Returns whether the message is to be acknowledged."""
        if kind == FAIL:
            raise failure(body)
        if kind not in (DATA, HASHES, PROBE):
            return False
        if kind == DATA:
            high, low = struct.unpack_from(">13xHI", body)
            if not self.keep(high << 32 | low, body[19:]):
                return False
        if kind == HASHES:
            for at in range(13, 13 + 36 * body[12], 36):
                index, digest = struct.unpack_from(">I32s", body, at)
                self.hashes[index] = digest
                self.check(index)
        self.count_in(struct.unpack_from(">8xI", body)[0])
        return True

    def count_in(self, number):
        """Adds a packet number to the ranges."""
        if not self.ranges or number > self.ranges[0][1]:
            self.arrived = time.monotonic()
        near = [(low, high) for low, high in self.ranges if low - 1 <= number <= high + 1]
        merged = (min([number] + [low for low, _ in near]), max([number] + [high for _, high in near]))
        self.ranges = sorted(set(self.ranges) - set(near) | {merged}, reverse=True)[:256]

    def length(self, index):
        return min(CHUNK, self.size - index * CHUNK)

    def keep(self, offset, data):
        """Returns False if there is no room for the data, or no such place in the file."""
        index, start = divmod(offset, CHUNK)
        end = start + len(data)
        if index in self.good:
            return True
        if index >= self.count or end > self.length(index):
            return False
        if index not in self.chunks:
            if len(self.chunks) == self.AHEAD:
                return False
            self.chunks[index] = [bytearray(self.length(index)), []]
        chunk = self.chunks[index]
        chunk[0][start:end] = data
        chunk[1] = join(chunk[1], start, end)
        self.check(index)
        return True

    def check(self, index):
        """Writes a complete chunk with the right hash, and asks again for one with a wrong hash."""
        data, here = self.chunks.get(index, (b"", []))
        if index not in self.hashes or here != [(0, len(data))] or index == ROOT:
            return
        del self.chunks[index]
        if hashlib.sha256(data).digest() == self.hashes[index]:
            self.file.seek(index * CHUNK)
            self.file.write(data)
            self.good.add(index)
        else:
            self.attempts[index] = self.attempts.get(index, 0) + 1
            if self.attempts[index] > ATTEMPTS:
                raise Failed("a chunk arrived %d times and never matched its hash" % ATTEMPTS)
            self.ask_again()

    def ask_again(self):
        bad = [index for index in self.attempts if index not in self.good]
        if bad:
            body = b"".join(struct.pack(">IB", index, self.attempts[index]) for index in bad[:200])
            self.link.send(REPAIR, bytes([len(bad[:200])]) + body)

    def is_whole(self):
        return len(self.good) == self.count and ROOT in self.hashes

    def root(self):
        return hashlib.sha256(b"".join(self.hashes[i] for i in range(self.count))).digest()


def join(ranges, start, end):
    """Adds a range (from, to) to the others; ranges are kept apart and in order."""
    result = []
    for low, high in ranges:
        if high < start or low > end:
            result.append((low, high))
        else:
            start, end = min(start, low), max(end, high)
    return sorted(result + [(start, end)])


def get(arguments):
    link = Link(*arguments.server, read_token(arguments))
    target = arguments.target or arguments.source.rpartition("/")[2]
    if os.path.exists(target) and not arguments.force:
        raise Failed("%s exists: use --force to replace it" % target)
    _, (size, mode, modified), _, _ = link.open(GET, arguments.source, (0, NO_MODE, 0), Receiving.AHEAD)
    part = target + ".part"
    with open(part, "wb") as file:
        receiving = Receiving(link, file, size)
        receiving.run()
        if receiving.root() != receiving.hashes[ROOT]:
            raise Failed("every chunk matches its hash, but the root hash does not")
        file.flush()
        os.fsync(file.fileno())
    if mode != NO_MODE:
        os.chmod(part, mode & 0o777)
    os.utime(part, ns=(modified, modified))
    os.replace(part, target)
    for _ in range(10):
        link.send(DONE, receiving.root())
        kind, body = link.receive(0.25)
        while kind in (DATA, HASHES, PROBE):
            kind, body = link.receive(0.25)
        if kind == CLOSE or kind == FAIL and body[8] == UNKNOWN_TRANSFER:
            break
    return size


# The command line.


def host_port(text):
    host, colon, port = text.rpartition(":")
    if not colon or text.endswith("]") or ":" in host and not host.startswith("["):
        host, port = text, PORT
    return host.strip("[]"), int(port)


def read_token(arguments):
    if not arguments.token_file:
        return b""
    with open(arguments.token_file, "rb") as file:
        return file.read().strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["put", "get"])
    parser.add_argument("source", help="a file here (put) or on the server (get)")
    parser.add_argument("server", type=host_port, metavar="HOST[:PORT]")
    parser.add_argument("target", nargs="?", help="its name on the other side; the same if not given")
    parser.add_argument("--force", action="store_true", help="replace a file of that name")
    parser.add_argument("--token-file")
    arguments = parser.parse_args()
    started = time.monotonic()
    try:
        size = put(arguments) if arguments.command == "put" else get(arguments)
    except (Failed, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    except (struct.error, IndexError):
        print("protocol error by the server", file=sys.stderr)
        return 1
    print("%d bytes, verified, in %.2f s" % (size, time.monotonic() - started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
