#!/usr/bin/env python3
"""Puts a file on a Paloma server, gets one, or lists a folder: all that a client needs of docs/wire.md, and no more.

    python3 files.py put FILE HOST[:PORT] [NAME] [--force] [--server-key FINGERPRINT] [--token-file FILE]
    python3 files.py get NAME HOST[:PORT] [FILE] [--force] [--server-key FINGERPRINT] [--token-file FILE]
    python3 files.py ls FOLDER HOST[:PORT] [--server-key FINGERPRINT] [--token-file FILE]

It is written to be read: a fixed window of packets, sent again after a fixed time, and no resume. Exit code 0 means that
the file is complete and verified; anything else is a sentence on standard error and exit code 1. Besides Python it needs
its package cryptography (python3-cryptography on Debian), for X25519 and AES-GCM.
"""

import argparse
import base64
import copy
import hashlib
import hmac
import io
import os
import secrets
import socket
import struct
import sys
import time

try:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
except ImportError:
    sys.exit("files.py needs the Python package cryptography: apt install python3-cryptography")

PORT = 7777
VERSION = 2
SUITE = 1  # X25519, AES-256-GCM, SHA-256
CHUNK = 1 << 20  # what has a hash
BLOCK = 1 << 16  # what `held` counts in
SAFE = 1200  # a datagram of this size passes every path
OVERHEAD = 13 + 8 + 16  # of Data: the packet's header, the frame's, the tag
WINDOW = 64  # packets in flight
RESEND = 0.25  # seconds until an unacknowledged packet counts as lost, or three round trips if that is longer
QUIET = 5.0  # seconds of silence after which the client goes on from another port
PATIENCE = 60.0  # seconds of silence after which it gives up
ATTEMPTS = 5  # to send one chunk intact
ROOT = 0xFFFFFFFF
HOLE = 0x80000000  # in the index of a hash: the chunk is all zeros and is not sent
NO_MODE = 0xFFFF
NO_LIMIT = 0  # of the server's sending rate

HELLO, VERSIONS, COOKIE, OPEN, ACCEPT, HINT, EARLY, PACKET = 1, 2, 3, 4, 5, 6, 7, 8
REQUEST, GRANT = 1, 2
DATA, HASHES, PROBE, ACK, REPAIR, DONE, CLOSE, FAIL = 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17
PATH_CHALLENGE, PATH_RESPONSE, PING = 0x18, 0x19, 0x1A
PUT, GET, LIST = 1, 2, 3
FORCE = 1  # flag of a Request
TOKEN_WANTED = 1  # flag of a Cookie
PROTOCOL = 15  # reason of a Fail
HINTS = {
    0: "the server does not know this transfer any more: run the command again",
    1: "the server refuses its own cookies",
    2: "the server does not know this token",
    3: "the server has too much to do: try again later",
}


class Failed(Exception):
    """One sentence for the person at the keyboard."""


# The Noise Protocol Framework, revision 34: what a client needs of it. Numbers are its sections, names are its own.


def mac(key, data):
    return hmac.digest(key, data, "sha256")


def hkdf(chaining_key, material, outputs=2):
    """4.3."""
    key, result = mac(chaining_key, material), [b""]
    for i in range(outputs):
        result.append(mac(key, result[-1] + bytes([i + 1])))
    return result[1:]


def nonce(number):
    """12.4."""
    return struct.pack(">4xQ", number)


def rekey(key):
    """4.2."""
    return AESGCM(key).encrypt(nonce(2**64 - 1), bytes(32), b"")[:32]


def public(private):
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


class Handshake:
    """NK, or NKpsk0 with a psk (5.2, 5.3, 7.5, 9): first write(), then read(), then split().

    A key of the handshake seals one message and is replaced by the next, so the nonce is always 0.
    """

    def __init__(self, prologue, rs, psk=None, e=None):
        self.rs, self.psk, self.e = rs, psk, e or X25519PrivateKey.generate()
        name = b"Noise_NKpsk0_25519_AESGCM_SHA256" if psk else b"Noise_NK_25519_AESGCM_SHA256"
        self.h = self.ck = name.ljust(32, b"\0")
        self.mix_hash(prologue)
        self.mix_hash(rs)

    def mix_hash(self, data):
        self.h = hashlib.sha256(self.h + data).digest()

    def mix_key(self, material):
        self.ck, self.k = hkdf(self.ck, material)

    def mix_key_and_hash(self, psk):
        self.ck, temp_h, self.k = hkdf(self.ck, psk, 3)
        self.mix_hash(temp_h)

    def mix_ephemeral(self, key):
        self.mix_hash(key)
        if self.psk:
            self.mix_key(key)  # 9.2

    def mix_agreement(self, key):
        self.mix_key(self.e.exchange(X25519PublicKey.from_public_bytes(key)))

    def write(self, payload):
        """-> psk, e, es"""
        if self.psk:
            self.mix_key_and_hash(self.psk)
        e = public(self.e)
        self.mix_ephemeral(e)
        self.mix_agreement(self.rs)
        sealed = AESGCM(self.k).encrypt(nonce(0), payload, self.h)
        self.mix_hash(sealed)
        return e + sealed

    def read(self, message):
        """<- e, ee"""
        re, sealed = message[:32], message[32:]
        self.mix_ephemeral(re)
        self.mix_agreement(re)
        payload = AESGCM(self.k).decrypt(nonce(0), sealed, self.h)
        self.mix_hash(sealed)
        return payload

    def split(self):
        """Returns the key from client to server and the key back; after write() alone, the first is the early key."""
        return hkdf(self.ck, b"")


# Packets: a header in clear, a frame sealed.


class Keys:
    """The keys of one direction: of the epoch that it is in, of the one before, and of the next."""

    BITS = 20  # packet numbers of one epoch

    def __init__(self, key):
        self.keys = {0: key, 1: rekey(key)}

    def cipher(self, number):
        """Returns None for an epoch that is too far away."""
        key = self.keys.get(number >> self.BITS)
        return key and AESGCM(key)

    def move_to(self, number):
        epoch = number >> self.BITS
        while epoch + 1 not in self.keys:
            newest = max(self.keys)
            self.keys[newest + 1] = rekey(self.keys[newest])
            self.keys.pop(newest - 2, None)


class Sealer:
    def __init__(self, kind, connection, key):
        self.head, self.keys, self.number = bytes([kind]) + connection, Keys(key), 0

    def seal(self, frame):
        """Returns the packet; its number was self.number, and is never used again."""
        number = self.number
        self.number += 1
        self.keys.move_to(number)
        sealed = self.keys.cipher(number).encrypt(nonce(number), frame, self.head)
        return self.head + struct.pack(">I", number & 0xFFFFFFFF) + sealed


class Opener:
    REPLAY = 65536  # numbers that are remembered

    def __init__(self, connection, key):
        self.head, self.keys, self.largest, self.opened = bytes([PACKET]) + connection, Keys(key), -1, set()

    def open(self, packet):
        """Returns number and frame, or None for what is not ours, not intact, or not new."""
        if len(packet) < 30 or packet[:9] != self.head:
            return None
        number = whole_number(struct.unpack_from(">I", packet, 9)[0], self.largest + 1)
        cipher = self.keys.cipher(number)
        if not cipher or number in self.opened or number <= self.largest - self.REPLAY:
            return None
        try:
            frame = cipher.decrypt(nonce(number), packet[13:], packet[:9])
        except InvalidTag:
            return None
        self.remember(number)
        return number, frame

    def remember(self, number):
        self.opened.add(number)
        if number > self.largest:
            self.largest = number
            self.keys.move_to(number)
        if len(self.opened) > 2 * self.REPLAY:
            self.opened = {n for n in self.opened if n > self.largest - self.REPLAY}


def whole_number(low, expected):
    """Returns the number that ends in these 32 bits and is nearest to the expected one (RFC 9000, A.3)."""
    guess = expected & ~0xFFFFFFFF | low
    near = (guess - (1 << 32), guess, guess + (1 << 32))
    return min((number for number in near if number >= 0), key=lambda number: abs(number - expected))


# Messages and frames that need more than a struct.


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


def open_message(cookie, connection, request, token, e=None):
    """Returns the Open that answers a Cookie's datagram, and the handshake that it begins."""
    _, _, asked, seen, flags, value, key = struct.unpack_from(">BB8sHB20s32s", cookie)
    clear = struct.pack(">B8sBB8sH20s", OPEN, connection, VERSION, SUITE, asked, seen, value)
    wanted = flags & TOKEN_WANTED
    handshake = Handshake(cookie + clear, key, mac(token, b"paloma 2 psk") if wanted else None, e)
    message = clear + handshake.write(request)
    check = mac(mac(token, b"paloma 2 check"), message)[:16] if wanted else bytes(16)
    return message + check, handshake


def request_frame(kind, flags, facts, credit, name):
    size, mode, modified = facts
    encoded = os.fsencode(name)  # a name is bytes, mostly UTF-8
    if len(encoded) > 768:
        raise Failed("the name has more than 768 bytes")
    head = struct.pack(">BBBHHqQII", REQUEST, kind, flags, 1472, mode, modified, size, credit, NO_LIMIT)
    return head + struct.pack(">H", len(encoded)) + encoded + bytes([0])  # nothing is held here


class Grant:
    def __init__(self, frame):
        self.largest, mode, modified, size, self.credit, count = struct.unpack_from(">HHqQIB", frame, 21)
        self.facts = size, mode, modified
        self.held = [struct.unpack_from(">II", frame, 46 + 8 * i) for i in range(count)]


def read_ack(frame, expected):
    """Returns the credit and the ranges (low, high) of packet numbers that arrived."""
    credit, largest, count = struct.unpack_from(">II8xB", frame, 1)
    ranges, at, high = [], 18, whole_number(largest, expected)
    for i in range(count):
        if i > 0:
            gap, at = read_varint(frame, at)
            high = ranges[-1][0] - gap - 2
        length, at = read_varint(frame, at)
        ranges.append((high - length, high))
    return credit, ranges


def ack_frame(credit, ranges, arrived):
    """The ranges (low, high) come highest first."""
    delay = time.monotonic() - arrived
    frame = struct.pack(">BII", ACK, credit, ranges[0][1] & 0xFFFFFFFF)
    frame += struct.pack(">IIB", int(arrived * 1e6) & 0xFFFFFFFF, int(delay * 1e6), len(ranges))
    for i, (low, high) in enumerate(ranges):
        if i > 0:
            frame += write_varint(ranges[i - 1][0] - high - 2)
        frame += write_varint(high - low)
    return frame


def failure(frame):
    reason, length = struct.unpack_from(">BH", frame, 1)
    text = frame[4 : 4 + length].decode("utf-8", "replace")
    return Failed("the server refused: %s (reason %d)" % (ascii(text)[1:-1] or "no explanation", reason))


def fingerprint(key):
    """What the server prints of its key, and --server-key takes."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


# A connection: a cookie, the handshake, then packets.


class Link:
    """One connection to one server, with one transfer on it."""

    def __init__(self, arguments):
        self.server, self.server_key = arguments.server, arguments.server_key
        self.token = read_token(arguments)
        self.resend = RESEND
        self.hint = None
        self.bind()

    def bind(self):
        """Goes on from a port of its own, the first time or another time."""
        family, kind, protocol, _, address = socket.getaddrinfo(*self.server, type=socket.SOCK_DGRAM)[0]
        self.socket = socket.socket(family, kind, protocol)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.socket.connect(address)
        self.bound = self.heard = time.monotonic()

    def transmit(self, datagram):
        try:
            self.socket.send(datagram)
        except ConnectionRefusedError:
            pass  # a late ICMP message; if nobody listens, patience ends

    def listen(self, seconds):
        """Returns the next datagram within this time, or nothing; 0 does not wait."""
        until = time.monotonic() + seconds
        while True:
            self.socket.settimeout(max(until - time.monotonic(), 0))
            try:
                return self.socket.recv(65536)
            except (socket.timeout, BlockingIOError):
                return b""
            except ConnectionRefusedError:
                continue

    def ask(self, question, understand):
        """Repeats a question until `understand` makes something of an answer, or there was a hint and nothing better."""
        for _ in range(10):
            self.transmit(question)
            until = time.monotonic() + 0.5
            while time.monotonic() < until:
                answer = understand(self.listen(until - time.monotonic()))
                if answer:
                    return answer
            if self.hint is not None:
                return None
        raise Failed("no answer from the server")

    def cookie(self):
        """Returns the datagram."""
        asked, started = secrets.token_bytes(8), time.monotonic()
        hello = struct.pack(">BB8s", HELLO, VERSION, asked).ljust(SAFE, b"\0")

        def understand(datagram):
            if datagram[:1] == bytes([VERSIONS]) and datagram[1:9] == asked:
                raise Failed("the server speaks the versions %s" % list(datagram[10:]))
            return datagram[:10] == bytes([COOKIE, VERSION]) + asked and len(datagram) >= 69 and datagram

        cookie = self.ask(hello, understand)
        self.resend = max(RESEND, 3 * (time.monotonic() - started))  # until an Ack tells better
        self.check(cookie)
        return cookie

    def check(self, cookie):
        """Believes no key but the one that was asked for, if one was."""
        flags, key = struct.unpack_from(">B20x32s", cookie, 12)
        suites = cookie[67 + cookie[65] :]
        if SUITE not in suites:
            raise Failed("the server knows none of our suites")
        if flags & TOKEN_WANTED and not self.token:
            raise Failed("the server requires a token: use --token-file")
        if self.server_key and self.server_key != fingerprint(key):
            raise Failed("this is another server, or someone in between: its key is %s" % fingerprint(key))
        if not self.server_key:
            print("the server's key, not checked: %s" % fingerprint(key), file=sys.stderr)
            self.server_key = fingerprint(key)

    def open(self, request):
        """Returns the Grant."""
        for _ in range(5):
            self.hint = None
            connection = secrets.token_bytes(8)
            try:
                question, handshake = open_message(self.cookie(), connection, request, self.token)
            except ValueError:
                raise Failed("the server's key is not a key")
            frame = self.ask(question, lambda datagram: self.accepted(datagram, connection, handshake))
            if frame and frame[0] == GRANT:
                return Grant(frame)
            if frame:
                raise failure(frame)
        raise Failed(HINTS.get(self.hint, HINTS[0]))

    def accepted(self, datagram, connection, handshake):
        """Returns the frame of an Accept; a forged one has no effect."""
        self.take_hint(datagram, connection)
        if datagram[:9] != bytes([ACCEPT]) + connection:
            return None
        attempt = copy.copy(handshake)
        try:
            frame = attempt.read(datagram[9:])
        except (InvalidTag, ValueError):
            return None
        here, there = attempt.split()
        self.sealer, self.opener = Sealer(PACKET, connection, here), Opener(connection, there)
        self.connection, self.hint, self.heard = connection, None, time.monotonic()
        return frame

    def take_hint(self, datagram, connection):
        """Remembers it for the case that nothing better comes: anybody could have sent it."""
        if datagram[:9] == bytes([HINT]) + connection and len(datagram) == 10:
            self.hint = datagram[9]

    def send(self, frame):
        self.transmit(self.sealer.seal(frame))

    def receive(self, seconds):
        """Returns number and frame of the next packet within this time, or None; 0 does not wait."""
        until = time.monotonic() + seconds
        while True:
            datagram = self.listen(max(until - time.monotonic(), 0))
            if not datagram:
                return None
            self.take_hint(datagram, self.connection)
            packet = self.opener.open(datagram)
            if packet:
                self.heard, self.hint = time.monotonic(), None
                if packet[1][0] == FAIL:
                    raise failure(packet[1])
                if packet[1][0] == PATH_CHALLENGE:
                    self.send(bytes([PATH_RESPONSE]) + packet[1][1:])
                return packet

    def check_patience(self):
        """Goes on from another port after some seconds of silence: the old one may be forgotten on the way."""
        heard, now = self.heard, time.monotonic()
        if now - heard > QUIET and self.hint is not None:
            raise Failed(HINTS.get(self.hint, HINTS[0]))
        if now - heard > PATIENCE:
            raise Failed("the server has been silent for %d s" % PATIENCE)
        if now - max(heard, self.bound) > QUIET:
            self.bind()
            self.heard = heard
            self.send(bytes([PING]))


# Put.


class Sending:
    def __init__(self, link, file, size, grant):
        self.link, self.file, self.size = link, file, size
        self.credit, self.held = grant.credit, grant.held
        self.piece = min(grant.largest, SAFE) - OVERHEAD
        self.in_flight = {}  # packet number: (when, type, what)
        self.waiting = []  # (type, what) to be sent, the next one last
        self.carried = 0  # packets with something of the file
        self.skipped = []  # packet numbers that nobody can have received
        self.next_skip = secrets.randbelow(100)
        self.hashes = {}
        self.started = 0  # chunks of which Data was sent, each attempt counted
        self.to_do = list(range(-(-size // CHUNK)))
        self.to_do.reverse()
        self.repairs = set()
        self.bad = set()
        self.root_sent = False
        self.probed = 0.0

    def run(self):
        while True:
            self.fill_window()
            packet = self.link.receive(0.05)
            while packet:
                frame = packet[1]
                if frame[0] == DONE:
                    return self.finish(frame[1:33])
                self.take(frame)
                packet = self.link.receive(0)
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
        if self.to_do:
            index = self.to_do[-1]
            pieces = list(self.pieces(index))
            if pieces and self.started >= self.credit:
                return False
            self.to_do.pop()
            self.started += bool(pieces)
            self.waiting.append((HASHES, (index, self.hash(index))))
            self.waiting += [(DATA, piece) for piece in reversed(pieces)]
        elif not self.root_sent:
            self.root_sent = True
            self.waiting.append((HASHES, (ROOT, self.root())))
        return bool(self.waiting)

    def pieces(self, index):
        """Yields offset and length of each piece of a chunk that the server does not hold."""
        end = min((index + 1) * CHUNK, self.size)
        for start in range(index * CHUNK, end, BLOCK):
            if index in self.bad or not self.holds(start // BLOCK):
                stop = min(start + BLOCK, end)
                for offset in range(start, stop, self.piece):
                    yield offset, min(self.piece, stop - offset)

    def holds(self, block):
        return any(first <= block < first + count for first, count in self.held)

    def hash(self, index):
        if index not in self.hashes:
            start = index * CHUNK
            self.hashes[index] = hashlib.sha256(self.read(start, min(CHUNK, self.size - start))).digest()
        return self.hashes[index]

    def root(self):
        return hashlib.sha256(b"".join(self.hashes[i] for i in sorted(self.hashes))).digest()

    def read(self, offset, length):
        self.file.seek(offset)
        data = self.file.read(length)
        if len(data) < length:
            raise Failed("the file became shorter while it was read")
        return data

    def send(self, kind, what):
        frame = bytes([kind])
        if kind == DATA:
            offset, length = what
            last = not self.waiting or len(self.in_flight) + 1 == WINDOW
            frame += struct.pack(">BHI", int(last), offset >> 32, offset & 0xFFFFFFFF) + self.read(offset, length)
        elif kind == HASHES:
            frame += struct.pack(">BI32s", 1, *what)
        self.skip()
        self.carried += 1
        self.in_flight[self.link.sealer.number] = (time.monotonic(), kind, what)
        self.link.send(frame)

    def skip(self):
        """Leaves out a packet number now and then: a receiver that acknowledges it makes things up."""
        if self.link.sealer.number >= self.next_skip:
            self.skipped.append(self.link.sealer.number)
            self.link.sealer.number += 1
            self.next_skip = self.link.sealer.number + secrets.randbelow(1000)

    def take(self, frame):
        if frame[0] == ACK:
            self.take_ack(*read_ack(frame, self.link.sealer.number))
        if frame[0] == REPAIR:
            for at in range(2, 2 + 5 * frame[1], 5):
                self.repair(*struct.unpack_from(">IB", frame, at))

    def take_ack(self, credit, ranges):
        sent = self.link.sealer.number
        if ranges[0][1] >= sent or any(low <= skip <= high for skip in self.skipped[-100:] for low, high in ranges):
            self.link.send(struct.pack(">BBH", FAIL, PROTOCOL, 0))
            raise Failed("the server acknowledges what was not sent")
        self.credit = max(self.credit, credit)
        newest = self.in_flight.get(ranges[0][1])
        if newest:
            self.link.resend = max(RESEND, 3 * (time.monotonic() - newest[0]))
        for number in list(self.in_flight):
            if any(low <= number <= high for low, high in ranges):
                del self.in_flight[number]

    def repair(self, index, attempt):
        if attempt > ATTEMPTS:
            raise Failed("the file changes while it is read")
        if (index, attempt) not in self.repairs:
            self.repairs.add((index, attempt))
            self.bad.add(index)
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
        self.link.send(struct.pack(">BI", CLOSE, self.link.sealer.number - self.carried))
        if root != self.root():
            raise Failed("the server has a different file")


def put(arguments):
    link = Link(arguments)
    with open(arguments.source, "rb") as file:
        status = os.fstat(file.fileno())
        facts = (status.st_size, status.st_mode & 0o777, status.st_mtime_ns)
        name = arguments.target or os.path.basename(arguments.source)
        grant = link.open(request_frame(PUT, FORCE if arguments.force else 0, facts, 0, name))
        Sending(link, file, status.st_size, grant).run()
    return status.st_size


# Get and list.


class Receiving:
    AHEAD = 8  # chunks that may be started but incomplete

    def __init__(self, link, file, size):
        self.link, self.file, self.size = link, file, size
        self.count = -(-size // CHUNK)
        self.ranges = []  # (low, high) of packet numbers, highest first
        self.arrived = 0.0  # when the largest of them arrived
        self.chunks = {}  # index: [bytes, ranges (from, to) that arrived]
        self.hashes = {}
        self.good = set()
        self.attempts = {}
        self.holes = 0  # chunks that used up no credit

    def run(self):
        repeat = 0.0
        while not self.is_whole():
            news, drained = False, 0
            packet = self.link.receive(0.25)
            while packet:
                news |= self.take(*packet)
                drained += 1
                packet = self.link.receive(0) if drained < 32 else None
            if news:
                credit = self.AHEAD + len(self.good) - self.holes + sum(self.attempts.values())
                self.link.send(ack_frame(credit, self.ranges[:64], self.arrived))
            if time.monotonic() > repeat:
                repeat = time.monotonic() + 0.5
                self.ask_again()
            self.link.check_patience()
        if self.root() != self.hashes[ROOT]:
            raise Failed("every chunk matches its hash, but the root hash does not")

    def take(self, number, frame):
        """Returns whether the packet is to be acknowledged."""
        if frame[0] not in (DATA, HASHES, PROBE):
            return False
        if frame[0] == DATA:
            high, low = struct.unpack_from(">HI", frame, 2)
            if not self.keep(high << 32 | low, frame[8:]):
                return False
        if frame[0] == HASHES:
            for at in range(2, 2 + 36 * frame[1], 36):
                index, digest = struct.unpack_from(">I32s", frame, at)
                is_hole = index != ROOT and index & HOLE
                index = index & ~HOLE if is_hole else index
                self.hashes[index] = digest
                if is_hole and index < self.count and index not in self.good and index not in self.chunks:
                    self.holes += 1
                    self.chunks[index] = [bytearray(self.length(index)), [(0, self.length(index))]]
                self.check(index)
        self.count_in(number)
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
            entries = b"".join(struct.pack(">IB", index, self.attempts[index]) for index in bad[:200])
            self.link.send(bytes([REPAIR, len(bad[:200])]) + entries)
        if not self.ranges:
            self.link.send(bytes([PING]))  # the first may be lost

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
    link = Link(arguments)
    target = arguments.target or arguments.source.rpartition("/")[2]
    if os.path.exists(target) and not arguments.force:
        raise Failed("%s exists: use --force to replace it" % target)
    part = target + ".part"
    with open(part, "wb") as file:
        receiving, (size, mode, modified) = fetch(link, GET, arguments.source, file)
        file.flush()
        os.fsync(file.fileno())
    if mode != NO_MODE:
        os.chmod(part, mode & 0o777)
    os.utime(part, ns=(modified, modified))
    os.replace(part, target)
    confirm(link, receiving.root())
    return size


def ls(arguments):
    link, listing = Link(arguments), io.BytesIO()
    name = "" if arguments.source == "." else arguments.source
    receiving, (size, _, _) = fetch(link, LIST, name, listing)
    confirm(link, receiving.root())
    for line in listing.getvalue().decode("utf-8", "replace").rstrip("\n").split("\n"):
        print(printable(line.replace("\t", " -> ")))
    return size


def printable(line):
    """The line has its control characters escaped; what turns it around or is not seen has not."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)


def fetch(link, kind, name, file):
    """Returns what was received, and the facts of the file."""
    grant = link.open(request_frame(kind, 0, (0, NO_MODE, 0), Receiving.AHEAD, name))
    link.send(bytes([PING]))  # the server waits for a first packet
    receiving = Receiving(link, file, grant.facts[0])
    receiving.run()
    return receiving, grant.facts


def confirm(link, root):
    """Says Done until the server closes; the file is safe without that, so a lost answer is no failure."""
    for _ in range(10):
        link.send(bytes([DONE]) + root)
        packet = link.receive(0.25)
        while packet and packet[1][0] != CLOSE:
            packet = link.receive(0.25)
        if packet or link.hint is not None:
            return


# The command line.


def host_port(text):
    host, colon, port = text.rpartition(":")
    if not colon or text.endswith("]") or ":" in host and not host.startswith("["):
        host, port = text, PORT
    return host.strip("[]"), int(port)


def read_token(arguments):
    """Returns the first line."""
    if not arguments.token_file:
        return b""
    with open(arguments.token_file, "rb") as file:
        return file.readline().strip()


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["put", "get", "ls"])
    parser.add_argument("source", help="a file here (put), a file or a folder on the server (get, ls; . is its root)")
    parser.add_argument("server", type=host_port, metavar="HOST[:PORT]")
    parser.add_argument("target", nargs="?", help="its name on the other side; the same if not given")
    parser.add_argument("--force", action="store_true", help="replace a file of that name")
    parser.add_argument("--server-key", metavar="FINGERPRINT", help="refuse a server with another key")
    parser.add_argument("--token-file", metavar="FILE", help="its first line is the token")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    started = time.monotonic()
    try:
        size = {"put": put, "get": get, "ls": ls}[arguments.command](arguments)
    except (Failed, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    except (struct.error, IndexError):
        print("protocol error by the server", file=sys.stderr)
        return 1
    print("%d bytes, verified, in %.2f s" % (size, time.monotonic() - started), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
