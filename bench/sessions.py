"""Opens many sessions of one kind to one server, and holds them: files, chat over UDP and TCP, DTLS, idle connections."""

import argparse
import itertools
import os
import shutil
import socket
import struct
import subprocess
import sys
import time

from chat import Crowd
from processes import BENCH, lack

sys.path.insert(0, str(BENCH.parent / "examples"))
try:
    import files  # the client in Python: it needs the package cryptography
except SystemExit as e:
    lack(str(e))

SOURCES = 250  # addresses of this machine's loopback, so that no bound of one source is met
ROOM = 100  # members of a room
DTLS_SECONDS = 30
STOPPED = 14  # a reason of a Fail
PART_BYTES = 8 << 20  # of a file of which only the first packets come


class Client(files.Link):
    """A client of files at an address of its own."""

    def __init__(self, port, number=0, server_key=None):
        self.source = f"127.0.1.{1 + number % SOURCES}"
        super().__init__(argparse.Namespace(server=("127.0.0.1", port), server_key=server_key, token_file=None))

    def bind(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((self.source, 0))
        self.socket.connect(self.server)
        self.bound = self.heard = time.monotonic()

    def begin_put(self, name):
        """Opens a file and sends its first packet, and no more."""
        self.open(files.request_frame(files.PUT, 0, (PART_BYTES, 0o600, 0), 0, name))
        self.send(struct.pack(">BBHI", files.DATA, 0, 0, 0) + os.urandom(1000))
        self.receive(1)

    def begin_get(self, name):
        self.open(files.request_frame(files.GET, 0, (0, files.NO_MODE, 0), 1, name))
        self.send(bytes([files.PING]))
        self.receive(1)

    def shake_hands(self):
        """Opens a connection and gives it up."""
        self.open(files.request_frame(files.LIST, 0, (0, files.NO_MODE, 0), files.Receiving.AHEAD, ""))
        self.send(struct.pack(">BBH", files.FAIL, STOPPED, 0))
        self.socket.close()

    def list(self):
        """A whole transfer, from Hello to Close, of the list of an empty folder."""
        receiving, _ = files.fetch(self, files.LIST, "", open(os.devnull, "wb"))
        files.confirm(self, receiving.root())
        self.socket.close()


def puts(port, count, server_key, round_number):
    clients = [Client(port, number, server_key) for number in range(count)]
    for number, client in enumerate(clients):
        client.begin_put(f"begun-{round_number}-{number}")
    return clients


def gets(port, count, server_key, _round_number):
    clients = [Client(port, number, server_key) for number in range(count)]
    for client in clients:
        client.begin_get("served")
    return clients


def members(port, count, is_udp):
    """In rooms of their own each time: a name is there once in a room."""
    crowd = Crowd(port, is_udp)
    crowd.fill([(f"room-{count}-{number // ROOM}", False) for number in range(count)])
    return crowd


def connections(port, count):
    held = []
    for _ in range(count):
        held.append(socket.create_connection(("127.0.0.1", port)))
        held[-1].send(b"hello\n")
        held[-1].recv(64)
    return held


class DtlsClients:
    """OpenSSL's clients, each of which has had an answer."""

    COMMAND = ["s_client", "-quiet", "-dtls1_2", "-nbio", "-connect"]

    def __init__(self, bench, port, count):
        openssl = shutil.which("openssl") or lack("No openssl found.")
        self.clients = []
        for number in range(count):
            process = subprocess.Popen([openssl, *self.COMMAND, f"127.0.0.1:{port}"], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            bench.callback(end, process)
            process.stdin.write(b"hello\n")
            process.stdin.flush()
            self.clients.append(process)
            if number % 10 == 9:
                self.await_answers(self.clients[-10:])

    def await_answers(self, clients):
        for process in clients:
            if os.read(process.stdout.fileno(), 64) != b"hello\n":
                sys.exit("An OpenSSL client got no answer over DTLS.")


def end(process):
    process.kill()
    process.wait(timeout=5)


def hellos(count):
    """Datagrams of strangers to the service of files."""
    return [struct.pack(">BBQ", files.HELLO, files.VERSION, number).ljust(files.SAFE, b"\0") for number in range(count)]


def sockets(port, count, buffer=1 << 20):
    """Sockets of as many strangers, at many addresses."""
    found = []
    for number in range(count):
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        one.bind((f"127.0.1.{1 + number % SOURCES}", 0))
        one.connect(("127.0.0.1", port))
        one.setblocking(False)
        found.append(one)
    return found


def drain(one):
    """How many datagrams a socket has."""
    for count in itertools.count():
        try:
            one.recv(2048)
        except (BlockingIOError, ConnectionRefusedError):
            return count
