"""What moves bytes: kernel TCP by a plain socket program, QUIC by Netty, and paloma. Their command lines are here and
nowhere else."""

import dataclasses
import json
import os
import pathlib
import shutil

from processes import TREE, await_text, free_port, free_tcp_port, jar, java, launcher

ENDLESS_BYTES = 1 << 60


@dataclasses.dataclass
class Load:
    """What is to be moved; `way` is put (from b to a) or get (from a to b)."""

    way: str
    file: pathlib.Path
    seconds: float  # at most

    @property
    def bytes(self):
        if self.file and self.file.is_dir():
            return sum(path.stat().st_size for path in self.file.rglob("*") if path.is_file())
        return self.file.stat().st_size if self.file else ENDLESS_BYTES

    @property
    def sender(self):
        return "b" if self.way == "put" else "a"

    @property
    def receiver(self):
        return "a" if self.way == "put" else "b"


class Bulk:
    """TCP or QUIC. The bytes are zeros out of memory, and whoever gets them throws them away."""

    needs_file = False
    ready = "ready"  # what the server prints when it can be asked

    def __init__(self, name, program, port=5001):
        self.name = name
        self.congestion = name.partition("-")[2]
        self.program = program
        self.port = port

    def server_command(self, host, folder):
        return [*self.program, "serve", str(self.port), self.congestion]

    def client_command(self, load, host, folder):
        return [*self.program, load.way, host, str(self.port), self.congestion, str(load.bytes), str(load.seconds)]

    def prepare(self, load, server_folder):
        pass

    def arrived(self, load, server_folder, client_folder):
        return None


class Paloma:
    """The file comes from the disk, is verified, and lies on the other disk when time ends. Both sides are started by the
    launcher, or by `java -jar` alone; `paloma-polite` makes way for all others."""

    needs_file = True
    ready = '{"event":"ready"}'

    def __init__(self, name="paloma", port=7777, by_jar=False, polite=False, tree=TREE):
        self.name = name
        self.port = port
        self.by_jar = by_jar
        self.options = ["--polite"] if polite else []
        self.tree = tree
        self.settings = None  # the folder of the client's, where it is to know the server and the path from before

    def program(self, name):
        if self.by_jar:
            return [java(), "-jar", jar(name, self.tree)]
        return [launcher("server", "client", tree=self.tree), name]

    def server_command(self, host, folder):
        return [*self.program("server"), f"files=udp://{host}:{self.port}", "--files-open", "--data", str(folder),
                "--admin", "127.0.0.1:0", "--format", "json"]

    def client_command(self, load, host, folder):
        program = self.program("client")
        options = ["--format", "json", *self.options]
        if self.settings:
            program = ["env", f"XDG_CONFIG_HOME={self.settings}", *program]
        else:
            options += ["--known-servers", os.devnull]  # each server here has another key
        options += ["-r"] if load.file.is_dir() else []
        if load.way == "put":
            return [*program, "put", str(load.file), f"{host}:{self.port}", *options]
        return [*program, "get", f"{host}:{self.port}/{load.file.name}", str(folder), *options]

    def prepare(self, load, server_folder):
        """What is to be fetched lies in the server's folder."""
        if load.way == "get":
            served = server_folder / "files"
            served.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if load.file.is_dir() else os.link
            copy(load.file, served / load.file.name)

    def arrived(self, load, server_folder, client_folder):
        """Where the file is now, or None; a partial file has another name."""
        folder = server_folder if load.way == "put" else client_folder
        return next(folder.rglob(load.file.name), None)


class Server:
    """One contestant's server, on side a of a link."""

    def __init__(self, bench, link, contestant, name="server"):
        self.bench = bench
        self.link = link
        self.contestant = contestant
        self.folder = bench.folder / f"{name}-{contestant.name}"
        self.folder.mkdir(exist_ok=True)
        self.log = bench.folder / f"{name}-{contestant.name}.log"
        self.start()

    def start(self):
        command = self.contestant.server_command(self.link.host("a"), self.folder)
        self.process = self.bench.start(self.link.inside("a", command), cpu=None, log=self.log)
        await_text(self.log, self.contestant.ready, self.process)


class Client:
    """One run of a contestant's client, on side b of a link unless told otherwise."""

    def __init__(self, bench, link, contestant, load, name="client", side="b"):
        self.folder = bench.folder / f"{name}-{contestant.name}"
        self.folder.mkdir(exist_ok=True)
        self.log = bench.folder / f"{name}-{contestant.name}.log"
        command = contestant.client_command(load, link.host("a"), self.folder)
        self.process = bench.start(link.inside(side, command), cpu=None, log=self.log)

    def said(self):
        """The summary of a transfer that is done, or None."""
        lines = self.log.read_text(errors="replace").splitlines()
        done = [json.loads(line) for line in lines if line.startswith("{") and '"done"' in line]
        return done[-1] if done else None

    def last_words(self):
        return self.log.read_text(errors="replace").strip()[-500:]


def random_file(folder, name, megabytes):
    """A file that nothing can compress."""
    file = folder / name
    with open(file, "wb") as out:
        for _ in range(round(megabytes * 8)):
            out.write(os.urandom(125_000))
    return file


def find_contestants(names, bulk, tree=None):
    """Each in a namespace where all ports are its own; `before` is paloma as it was built in another tree."""
    return [find_contestant(name, bulk, tree) for name in names]


def find_contestant(name, bulk, tree=None):
    program, _, way = name.partition("-")
    if program in ("paloma", "before"):
        return Paloma(name, by_jar=way == "jar", polite=way == "polite", tree=tree if program == "before" else TREE)
    return Bulk(name, [java(), "-jar", jar("bench")] if program == "quic" else [bulk])


def find_contestants_here(names, bulk, tree=None):
    """The same on this machine's own loopback."""
    contestants = find_contestants(names, bulk, tree)
    for contestant in contestants:
        contestant.port = free_tcp_port() if contestant.name.startswith("tcp-") else free_port()
    return contestants
