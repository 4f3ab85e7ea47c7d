"""Several transfers at once on the wan link: one beside a TCP CUBIC download, or some of the same kind.

What each one gets is counted where its bytes arrive, behind the TCP or UDP headers.
"""

import dataclasses
import os
import sys
import time

from contestants import Bulk, Client, Load, Server
from flows import TICK_SECONDS, Flows
from links import PROFILES
from processes import Bench
from tables import row, rule, say, spread
from turns import complain

ALONE_SECONDS = 10
SETTLE_SECONDS = 3  # of which the slow start is
BEGIN_SECONDS = 20  # until the first bytes of a contestant, a cold JVM included
DOWNLOAD_PORT = 5002
WAN_MEGABYTES_A_SECOND = 12.5


@dataclasses.dataclass
class Shared:
    """One link that two share, and who receives there."""

    bench: Bench
    link: object
    flows: Flows
    receiver: str

    def follow(self, seconds):
        """Lets time pass."""
        time.sleep(seconds)
        self.flows.read()

    def rates(self, names, start, seconds):
        """Waits until that time is over; gives the Mbit/s of each in it."""
        end = start + seconds
        self.follow(max(0, end - time.monotonic()) + TICK_SECONDS)
        return [self.flows.mbit(name, start, end) for name in names]

    def await_flows(self, port, count):
        """Waits until so many flows have begun; gives them by when that was, or None after a while."""
        end = time.monotonic() + BEGIN_SECONDS
        while time.monotonic() < end:
            self.follow(TICK_SECONDS)
            names = self.flows.names(self.receiver, port)
            begun = {name: self.flows.begin(name) for name in names}
            begun = {name: begin for name, begin in begun.items() if begin}
            if len(begun) >= count:
                return begun
        return None


def print_neighbours(bench, kind, contestants, bulk, flows, options, file_of):
    found = {contestant.name: [] for contestant in contestants}
    for count in range(options.rounds):
        for contestant in contestants:
            load = shared_load(bench, contestant, options, file_of)
            found[contestant.name].append(neighbours(kind, contestant, load, bulk, flows, options, options.seed + count))
        say(f"round {count + 1} of {options.rounds}")
    row("beside a TCP CUBIC download", "TCP alone, Mbit/s", "TCP beside it, Mbit/s", "transfer, Mbit/s", "failed")
    rule(5)
    for name, turns in found.items():
        columns = list(zip(*(turn for turn in turns if turn))) or [[]] * 3
        row(name, *(spread(column, "{:.1f}") for column in columns), f"{turns.count(None)} of {len(turns)}")
    return not any(None in turns for turns in found.values())


def shared_load(bench, contestant, options, file_of):
    """More than the link can carry in that time; TCP goes on for as long as it is told."""
    megabytes = options.megabytes or int(options.seconds * WAN_MEGABYTES_A_SECOND * 1.1)
    file = file_of(bench, megabytes) if contestant.needs_file else None
    return Load(options.way, file, options.seconds + BEGIN_SECONDS)


def shared(bench, kind, load, flows, options, seed):
    link = kind(bench, dataclasses.replace(PROFILES["wan"], queue_ms=options.queue), seed)
    return Shared(bench, link, Flows(bench, link, load.receiver, flows), load.receiver)


def neighbours(kind, contestant, load, bulk, flows, options, seed):
    """TCP's rate alone, then that of both; or None."""
    with Bench() as bench:
        both = shared(bench, kind, load, flows, options, seed)
        server = Server(bench, both.link, contestant)
        contestant.prepare(load, server.folder)
        download, begin = start_download(both, bulk, load)
        both.follow(ALONE_SECONDS)
        alone = both.flows.mbit(download, begin + SETTLE_SECONDS, begin + ALONE_SECONDS)
        client = Client(bench, both.link, contestant, load)
        begun = both.await_flows(contestant.port, 1)
        if not begun:
            complain(contestant, client, True, None)
            return None
        beside, *rates = both.rates((download, *begun), min(begun.values()), options.seconds)
        return alone, beside, sum(rates)


def start_download(both, bulk, load):
    """Gives the name of its flow, and when that began."""
    tcp = Bulk("tcp-cubic", [bulk], DOWNLOAD_PORT)
    endless = Load(load.way, None, ALONE_SECONDS + load.seconds + BEGIN_SECONDS)
    Server(both.bench, both.link, tcp, name="download-server")
    Client(both.bench, both.link, tcp, endless, name="download")
    begun = both.await_flows(DOWNLOAD_PORT, 1) or sys.exit("The TCP download did not begin.")
    return next(iter(begun.items()))


def print_fairness(bench, kind, contestants, bulk, flows, options, file_of):
    found = {contestant.name: [] for contestant in contestants}
    for count in range(options.rounds):
        for contestant in contestants:
            load = shared_load(bench, contestant, options, file_of)
            found[contestant.name].append(together(kind, contestant, load, flows, options, options.seed + count))
        say(f"round {count + 1} of {options.rounds}")
    row(f"{options.fair} at once", "Jain's index", "slowest, Mbit/s", "fastest, Mbit/s", "all, Mbit/s", "failed")
    rule(6)
    for name, turns in found.items():
        rates = [turn for turn in turns if turn]
        columns = [[of(rate) for rate in rates] for of in (min, max, sum)]
        row(name, spread([jain(rate) for rate in rates], "{:.3f}"), *(spread(column, "{:.1f}") for column in columns),
            f"{turns.count(None)} of {len(turns)}")
    return not any(None in turns for turns in found.values())


def jain(rates):
    """1 where all get the same, 1/n where one gets all (Jain, Chiu, Hawe: DEC-TR-301, 1984)."""
    return sum(rates) ** 2 / (len(rates) * sum(rate * rate for rate in rates)) if any(rates) else 0


def together(kind, contestant, load, flows, options, seed):
    """The rates of some, after all have begun; or None."""
    with Bench() as bench:
        both = shared(bench, kind, load, flows, options, seed)
        server = Server(bench, both.link, contestant)
        clients = [start_client(both, server, load, name) for name in map(str, range(options.fair))]
        begun = both.await_flows(contestant.port, options.fair)
        if not begun:
            complain(contestant, clients[0], True, None)
            return None
        return both.rates(begun, max(begun.values()), options.seconds)


def start_client(both, server, load, name):
    """A client with a name of its own for the file."""
    own = load
    if load.file:
        own = dataclasses.replace(load, file=both.bench.folder / name)
        os.link(load.file, own.file)
    server.contestant.prepare(own, server.folder)
    return Client(both.bench, both.link, server.contestant, own, name=name)
