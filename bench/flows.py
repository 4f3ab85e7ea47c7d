"""Follows who sends how much over the link, as the C program `flows` tells it."""

import bisect
import json

from links import DEVICE, HOSTS
from processes import await_text

TICK_SECONDS = 0.05


class Flows:
    """The flows that one side of the link sees, in ticks of 50 ms."""

    def __init__(self, bench, link, side, program):
        self.log = bench.folder / f"flows-{side}.log"
        self.read_to = 0
        self.times = []
        self.ticks = []
        self.missed = 0
        process = bench.start(link.inside(side, [program, DEVICE]), cpu=None, log=self.log)
        await_text(self.log, "}}\n", process)

    def read(self):
        """Reads the ticks that are new, and gives how many there are by now."""
        with open(self.log) as log:
            log.seek(self.read_to)
            new = log.read()
        whole = new[:new.rfind("\n") + 1]
        self.read_to += len(whole)
        for line in whole.splitlines():
            tick = json.loads(line)
            self.times.append(tick["at"])
            self.ticks.append(tick["flows"])
            self.missed = tick["missed"]
        return len(self.ticks)

    def names(self, target, port):
        """The flows towards `target` whose server has that port; there is one for each client."""
        return [name for name in (self.ticks[-1] if self.ticks else ()) if leads_to(name, HOSTS[target], f":{port}")]

    def bytes_at(self, name, time):
        """Bytes behind the TCP or UDP headers until then."""
        tick = bisect.bisect_right(self.times, time) - 1
        return self.ticks[max(0, tick)].get(name, [0, 0, 0])[1]

    def begin(self, name, bytes_least=20_000):
        """When the flow had carried so much; None before."""
        found = (time for time, tick in zip(self.times, self.ticks) if tick.get(name, [0, 0, 0])[1] >= bytes_least)
        return next(found, None)

    def mbit(self, name, start, end):
        return (self.bytes_at(name, end) - self.bytes_at(name, start)) * 8 / 1e6 / (end - start)

    def file_bytes(self, names):
        """File content that these flows have carried so far, in datagrams of Paloma's transfer."""
        return sum(self.ticks[-1][name][2] for name in names)


def leads_to(name, host, port):
    _, source, destination = name.split()
    return destination.startswith(f"{host}:") and (source.endswith(port) or destination.endswith(port))
