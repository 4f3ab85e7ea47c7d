"""One transfer over one link, and what it took."""

import dataclasses
import filecmp
import os
import sys
import time

from contestants import Client, Load, Server
from processes import Bench, await_end, cpu_seconds

WARM_SECONDS = 60
WARM_TIMES = 4
SLACK_SECONDS = 5  # for what stops itself when time is over


@dataclasses.dataclass
class Turn:
    file_bytes: int
    seconds: float  # as the client says: from its first packet to the word that all is there
    said: dict
    wall_seconds: float  # of the client's process
    client_cpu: float
    server_cpu: float
    there: dict  # what the link says of the file's direction
    back: dict

    @property
    def mbit(self):
        return self.file_bytes * 8 / 1e6 / self.seconds

    def share(self, profile):
        return self.mbit / (profile.rate_mbit * profile.passed)

    def wire(self, profile):
        """Bytes that were sent, over the least that must be."""
        return sent_bytes(self.there) / (max(1, self.file_bytes) / profile.passed)

    @property
    def again_share(self):
        """As the sender says, where that is the client; else None."""
        again = self.said.get("retransmitted")
        return None if again is None else again / max(1, self.file_bytes)

    @property
    def back_share(self):
        return sent_bytes(self.back) / max(1, self.file_bytes)


def sent_bytes(direction):
    """With IP headers. Links count the bytes that they deliver; what was lost is taken to be of the same size."""
    return direction["bytes_delivered"] / max(1, direction["delivered"]) * direction["in"]


def take_turn(make_link, contestant, load, warm_file=None, again=False):
    """Moves one file with a link, a server and a client of its own; None when that failed. Where it is to be moved again, what
    the link counts is of both times."""
    with Bench() as bench:
        link = make_link(bench)
        server = Server(bench, link, contestant)
        contestant.prepare(load, server.folder)
        if warm_file and contestant.needs_file:
            warm(bench, link, contestant, warm_file)
        if again and contestant.needs_file:
            move_first(bench, link, contestant, load)
        server_before, began = cpu_seconds(server.process.pid), time.monotonic()
        client = Client(bench, link, contestant, load)
        ended = await_end(client.process, load.seconds + SLACK_SECONDS)
        wall, client_cpu = time.monotonic() - began, cpu_seconds(client.process.pid)
        server_cpu = cpu_seconds(server.process.pid) - server_before
        said = client.said() if ended else None
        if not said or not is_there(contestant, load, server, client):
            complain(contestant, client, ended, said)
            return None
        there, back = directions(link.stats(), load)
        return Turn(said["bytes"], said["seconds"], said, wall, client_cpu, server_cpu, there, back)


def warm(bench, link, contestant, file):
    """Puts a file some times beside the link, from the server's own side and in packets of the same size: for about so long
    a server's Java is busy compiling."""
    link.narrow()
    for count in range(WARM_TIMES):
        named = bench.folder / f"warm-{count}"
        os.link(file, named)
        client = Client(bench, link, contestant, Load("put", named, WARM_SECONDS), name=named.name, side="a")
        if not await_end(client.process, WARM_SECONDS) or not client.said():
            complain(contestant, client, True, client.said())


def move_first(bench, link, contestant, load):
    """Puts the file under another name, with the settings that the next client will have."""
    contestant.settings = bench.folder / "settings"
    first = bench.folder / "first"
    os.link(load.file, first)
    client = Client(bench, link, contestant, Load(load.way, first, load.seconds), name="first")
    if not await_end(client.process, load.seconds + SLACK_SECONDS) or not client.said():
        complain(contestant, client, True, client.said())


def is_there(contestant, load, server, client):
    """Whether an equal file lies on the other side; of a contestant that keeps none its word is taken."""
    if not contestant.needs_file:
        return True
    arrived = contestant.arrived(load, server.folder, client.folder)
    return arrived is not None and is_equal(arrived, load.file)


def is_equal(arrived, file):
    """Whether files are, or all files right in two folders."""
    if not file.is_dir():
        return filecmp.cmp(arrived, file, shallow=False)
    names = os.listdir(file)
    return len(filecmp.cmpfiles(arrived, file, names, shallow=False)[0]) == len(names)


def directions(stats, load):
    if not stats:
        return None, None
    there, back = "b-to-a", "a-to-b"
    return (stats[there], stats[back]) if load.way == "put" else (stats[back], stats[there])


def complain(contestant, client, ended, said):
    how = "the file is not there or differs" if said else "no summary" if ended else "no end in time"
    print(f"{contestant.name}: {how}: {client.last_words()}", file=sys.stderr, flush=True)
