#!/usr/bin/env python3
"""Kills the client, kills the server, or cuts the link for 30 s, at a random moment of a transfer; then starts again.

The transfer must end with an equal file, or with --tree an equal tree, and must have sent no more than 5 % of it again.
What is sent is counted where it enters the link. Needs root, as transfer.py does.
"""

import argparse
import collections
import dataclasses
import filecmp
import random
import statistics
import time

from contestants import Client, Load, Paloma, Server, random_file
from flows import TICK_SECONDS, Flows
from links import PROFILES, find_link, print_command
from processes import Bench, await_end, end_by, refuse
from tables import row, rule, say
from trees import differences, make_mixed_tree

BLOWS = ("client", "server", "cut")
CUT_SECONDS = 30
MOST_AGAIN = 0.05
RUN_SECONDS = 150
MOST_RUNS = 5
WHOLE = 0.999


@dataclasses.dataclass
class Outcome:
    blow: str
    moment: float  # share of the file that was sent when it fell
    struck: bool = False  # false when the transfer was over before
    equal: bool = False
    again: float = 0
    runs: int = 1
    seconds: float = 0  # from the blow, and its 30 s, to the end

    @property
    def good(self):
        return self.equal and self.again <= MOST_AGAIN

    def told(self):
        state = "equal" if self.equal else "NOT EQUAL"
        struck = "" if self.struck else ", was over before"
        return (f"{self.blow} at {self.moment:.3f}{struck}: {state}, {self.again:.2%} sent again,"
                f" runs of the client after it: {self.runs}, {self.seconds:.1f} s")


class Trial:
    """One transfer that is struck once."""

    def __init__(self, bench, link, flows, load, chance):
        self.bench = bench
        self.link = link
        self.load = load
        self.chance = chance
        self.paloma = Paloma()
        self.flows = Flows(bench, link, load.sender, flows)
        self.server = Server(bench, link, self.paloma)
        self.paloma.prepare(load, self.server.folder)
        self.start_client()

    def start_client(self):
        self.client = Client(self.bench, self.link, self.paloma, self.load)

    def run(self, blow):
        outcome = Outcome(blow, moment(self.chance))
        outcome.struck = self.await_moment(outcome.moment)
        if outcome.struck:
            getattr(self, f"strike_{blow}")()
        began = time.monotonic()
        outcome.runs = self.finish()
        outcome.seconds = time.monotonic() - began
        outcome.equal = self.is_equal()
        outcome.again = self.sent() - 1
        return outcome

    def sent(self):
        """File bytes that entered the link, as a share of the file."""
        self.flows.read()
        receiver = self.load.receiver
        return self.flows.file_bytes(self.flows.names(receiver, self.paloma.port)) / self.load.bytes

    def await_moment(self, share):
        """False when the client has ended before, or time is over."""
        end = time.monotonic() + RUN_SECONDS
        while self.sent() <= share:
            if time.monotonic() > end or await_end(self.client.process, TICK_SECONDS):
                return False
        return True

    def strike_client(self):
        kill(self.client.process)
        self.start_client()

    def strike_server(self):
        kill(self.server.process)
        self.server.start()

    def strike_cut(self):
        side = self.chance.choice("ab")
        self.link.cut(side)
        time.sleep(CUT_SECONDS)
        self.link.mend(side)

    def finish(self):
        """Starts the client until it says that all is done; gives how often it was started in all this time."""
        for run in range(1, MOST_RUNS + 1):
            ended = await_end(self.client.process, RUN_SECONDS)
            if ended and self.client.said():
                return run
            say(f"run {run} {'failed' if ended else 'has no end'}: {self.client.last_words()}")
            kill(self.client.process)
            if run < MOST_RUNS:
                self.start_client()
        return MOST_RUNS

    def is_equal(self):
        arrived = self.paloma.arrived(self.load, self.server.folder, self.client.folder)
        if arrived is None or not self.load.file.is_dir():
            return arrived is not None and filecmp.cmp(arrived, self.load.file, shallow=False)
        wrong = differences(self.load.file, arrived)
        if wrong:
            say(f"not the same: {wrong}")
        return not wrong


def kill(process):
    """As kill -9 does."""
    if process.poll() is None:
        process.kill()
        process.wait(timeout=10)


def moment(chance):
    """Mostly anywhere in the file; one in ten in the opening and one in ten when all has been sent once."""
    draw = chance.random()
    return 0 if draw < 0.1 else WHOLE if draw < 0.2 else chance.random()


def torture(bench, options):
    flows = bench.compile("flows", "flows.c", folder="link")
    load = Load(options.way, make_load(bench, options), RUN_SECONDS)
    kind, profile = find_link(options.link), PROFILES[options.profile]
    outcomes = []
    for count in range(options.first, options.first + options.trials):
        chance = random.Random(f"{options.seed}-{count}")
        with Bench() as trial:
            link = kind(trial, profile, options.seed + count)
            outcome = Trial(trial, link, flows, load, chance).run(options.only[count % len(options.only)])
        say(f"{count}: {outcome.told()}")
        outcomes.append(outcome)
    return outcomes


def make_load(bench, options):
    if options.tree:
        return make_mixed_tree(bench.folder / "tree", options.megabytes, options.seed)
    return random_file(bench.folder, "random", options.megabytes)


def print_outcomes(outcomes, options):
    what = f"{options.megabytes} MB{' in a tree' if options.tree else ''} by {options.way}"
    print_command(find_link(options.link), f"profile {options.profile}, {what}; a cut lasts {CUT_SECONDS} s")
    by_blow = collections.defaultdict(list)
    for outcome in outcomes:
        by_blow[outcome.blow].append(outcome)
    row("struck", "times", "was over before", "equal at the end", "sent again, median", "most",
        "runs of the client after it, at most", "s until the end, median", "most")
    rule(9)
    for blow, rows in by_blow.items():
        print_blow(blow, rows)


def print_blow(blow, rows):
    again = [outcome.again for outcome in rows]
    seconds = [outcome.seconds for outcome in rows]
    row(blow, len(rows), sum(not outcome.struck for outcome in rows), sum(outcome.equal for outcome in rows),
        f"{statistics.median(again):.2%}", f"{max(again):.2%}", max(outcome.runs for outcome in rows),
        f"{statistics.median(seconds):.1f}", f"{max(seconds):.1f}")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--first", type=int, default=0, help="number of the first trial, to repeat some (0)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=lambda text: text.split(","), default=BLOWS, help=f"some of {','.join(BLOWS)}")
    parser.add_argument("--profile", default="wan", help=f"one of {', '.join(PROFILES)} (wan)")
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--tree", action="store_true", help="a tree of small and large files, not one file")
    parser.add_argument("--get", dest="way", action="store_const", const="get", default="put",
                        help="the server sends, not the client")
    parser.add_argument("--link", choices=("netem", "linksim"), help="which link, where there are both (netem)")
    return parser.parse_args()


def main():
    options = read_options()
    for name in options.only:
        if name not in BLOWS:
            refuse(f"There is no {name}: say some of {','.join(BLOWS)}.")
    if options.profile not in PROFILES:
        refuse(f"There is no {options.profile}: say one of {','.join(PROFILES)}.")
    find_link(options.link)
    with Bench() as bench:
        outcomes = torture(bench, options)
    print_outcomes(outcomes, options)
    return all(outcome.good for outcome in outcomes)


if __name__ == "__main__":
    end_by(main)
