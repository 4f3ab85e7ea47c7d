"""Transfers through nginx while the servers behind it are killed, or stand still."""

import dataclasses
import filecmp
import json
import os
import random
import shutil
import time

from contestants import random_file
from processes import await_text, launcher
from replicas import DEVICE, NGINX, Fleet
from tables import say
from trees import differences, make_tree

FILES_PORT = 7777
TREE_FILES = 2000
TREE_LIMIT = "2mbit"
TICK_SECONDS = 0.05
MIDDLE_BYTES = 300_000
END_SECONDS = 90
MOST_AGAIN = 0.05
MOST_STALL = 5
MOST_LEAVING = 10
MOST_RUNS = 5
WAKE_SECONDS = 8  # for a server that woke to do its harm


@dataclasses.dataclass
class Result:
    """One line of the table."""

    proof: str
    what: str
    measured: object
    bound: str
    good: bool
    is_timed: bool = False  # it depends on how busy the machine is


class Transfer:
    """A put or a get by the client's jar, as a person starts it; begun anew where it ends in failure, as he would."""

    def __init__(self, fleet, client, words):
        self.fleet, self.client, self.words = fleet, client, words
        self.failures = []
        self.stall = self.bytes = 0
        self.moved_at = None
        self.waited = "no word"
        self.start()

    def start(self):
        self.log = self.fleet.bench.folder / f"transfer-{time.monotonic_ns()}.log"
        self.read_to = 0
        command = [launcher("server", "client"), "client", *self.words, "--format", "json", "--known-servers", os.devnull]
        self.process = self.client.start(["env", "PALOMA_JAVA_OPTS=-Xmx64m", *command], log=self.log)

    def watch(self):
        """Reads what it says; false when it has ended well, or will never."""
        ended = self.process.poll()
        now = time.monotonic()
        with open(self.log) as log:
            log.seek(self.read_to)
            new = log.read()
        whole = new[:new.rfind("\n") + 1]
        self.read_to += len(whole)
        for line in whole.splitlines():
            self.take(line, now)
        if self.moved_at is not None and ended is None:
            self.stall = max(self.stall, now - self.moved_at)
        if ended is None:
            return True
        if ended == 0:
            return False
        self.failures.append(f"{ended}: {self.last_words()}")
        if len(self.failures) < MOST_RUNS:
            self.start()
        return len(self.failures) < MOST_RUNS

    def take(self, line, now):
        said = json.loads(line) if line.startswith("{") else {}
        moved = said.get("bytes", 0)
        if said.get("event") == "waiting" and self.moved_at is not None:
            self.waited = f"{now - self.moved_at:.1f} s: {said.get('text') or said.get('reason') or line}"
        if said.get("event") == "server" and self.moved_at is None or moved > self.bytes:
            self.moved_at = now
        self.bytes = max(self.bytes, moved)

    def last_words(self):
        lines = self.log.read_text(errors="replace").splitlines()
        return lines[-1] if lines else "nothing"

    @property
    def done(self):
        return self.process.poll() == 0


def watch(transfers, seconds=END_SECONDS):
    """Until all have ended; false when time was over."""
    end = time.monotonic() + seconds
    while any([transfer.watch() for transfer in transfers]):
        if time.monotonic() > end:
            return False
        time.sleep(TICK_SECONDS)
    return True


def put(fleet, client, file, name, limit, *options):
    words = ["put", file, f"{NGINX}/{name}", "--limit", limit, *options]
    return Transfer(fleet, fleet.clients[client % 2], words)


def get(fleet, client, name, to, limit):
    return Transfer(fleet, fleet.clients[client % 2], ["get", f"{NGINX}/{name}", to, "--limit", limit])


def stored(fleet, name):
    return fleet.folder / "files" / name


def is_equal(file, copy):
    return copy.exists() and filecmp.cmp(file, copy, shallow=False)


def failures(transfers):
    for transfer in transfers:
        for failure in transfer.failures:
            say(f"{' '.join(map(str, transfer.words))} ended with {failure}")
    return sum(len(transfer.failures) for transfer in transfers)


class Sent:
    """File content that the clients have sent, seen at their devices."""

    def __init__(self, fleet):
        program = fleet.bench.compile("flows", "flows.c", folder="link")
        self.logs = [self.start(fleet, client, program) for client in fleet.clients]

    @staticmethod
    def start(fleet, client, program):
        log = fleet.bench.folder / f"flows-{client.name}.log"
        process = client.start([program, DEVICE, FILES_PORT], log=log)
        await_text(log, "}}\n", process)
        return log

    def bytes(self):
        time.sleep(2 * TICK_SECONDS)
        return sum(self.last(log) for log in self.logs)

    @staticmethod
    def last(log):
        flows = json.loads(log.read_text().rpartition("\n")[0].rpartition("\n")[2])["flows"]
        return sum(flow[2] for name, flow in flows.items() if name.endswith(f":{FILES_PORT}"))


def killed(bench, options):
    """(a) Many transfers at once, while a random server is killed and started again, and again."""
    fleet = Fleet(bench)
    chance = random.Random(options.seed)
    files = [random_file(bench.folder, f"random-{number}", options.megabytes) for number in range(options.transfers)]
    sent = Sent(fleet)
    slots = Slots(fleet, files, options.limit)
    began = time.monotonic()
    for count in range(options.kills):
        slots.pass_time(chance.uniform(0, options.pause))
        replica = chance.choice(fleet.replicas)
        replica.kill()
        replica.start()
        while not replica.is_ready():
            slots.pass_time(TICK_SECONDS)
        say(f"kill {count + 1}: {replica.name}; {slots.told()}")
    seconds = time.monotonic() - began
    slots.end()
    ends = failures(slots.all)
    equal = sum(is_equal(file, stored(fleet, name)) for file, name in slots.names)
    again = sent.bytes() / sum(file.stat().st_size for file, _ in slots.names) - 1
    stall = max(transfer.stall for transfer in slots.all)
    kills = f"{options.kills} kills in {seconds:.0f} s"
    return [
        Result("a", f"files equal, {len(slots.names)} in all, {options.transfers} at once, {kills}", equal, f"{len(slots.names)}", equal == len(slots.names)),
        Result("a", "file content sent again", f"{again:.2%}", f"{MOST_AGAIN:.0%}", again <= MOST_AGAIN, True),
        Result("a", "longest stall of any transfer", f"{stall:.1f} s", f"{MOST_STALL} s", stall <= MOST_STALL, True),
        Result("a", "transfers that gave up and were begun anew", ends, "0", ends == 0)]


class Slots:
    """So many transfers at once: where one ends, the next begins, until they are told to end."""

    def __init__(self, fleet, files, limit):
        self.fleet, self.files, self.limit = fleet, files, limit
        self.all, self.names = [], []
        self.running = [self.begin(number) for number in range(len(files))]

    def begin(self, number):
        name = f"file-{number}-{len(self.all)}"
        transfer = put(self.fleet, number, self.files[number], name, self.limit)
        self.all.append(transfer)
        self.names.append((self.files[number], name))
        return transfer

    def pass_time(self, seconds):
        end = time.monotonic() + seconds
        while True:
            for number, transfer in enumerate(self.running):
                if not transfer.watch():
                    self.running[number] = self.begin(number)
            if time.monotonic() >= end:
                return
            time.sleep(TICK_SECONDS)

    def end(self):
        watch(self.running)

    def told(self):
        return (f"{sum(transfer.done for transfer in self.all)} done, longest stall"
                f" {max(transfer.stall for transfer in self.all):.1f} s")


def stopped(bench, options):
    """(f) A server that stands still is left by what it was doing."""
    fleet = Fleet(bench)
    file = random_file(bench.folder, "random", options.megabytes)
    fleet.folder.joinpath("files").mkdir(exist_ok=True)
    shutil.copy(file, stored(fleet, "theirs"))
    slowest, ends, equal, all_equal, struck = 0, 0, 0, 0, 0
    for count in range(options.rounds):
        replica = fleet.replicas[count % len(fleet.replicas)]
        puts = [put(fleet, number, file, f"mine-{count}-{number}", options.limit) for number in range(6)]
        copies = [bench.folder / f"copy-{count}-{number}" for number in range(4)]
        gets = [get(fleet, number, "theirs", copy, options.limit) for number, copy in enumerate(copies)]
        await_moving(puts + gets)
        running = replica.metric("paloma_running_transfers")
        struck += running
        for transfer in puts + gets:
            transfer.stall = 0
        with replica.stopped():
            watch(puts + gets)
        round_slowest = max(transfer.stall for transfer in puts + gets)
        say(f"{replica.name} stood still with {running:.0f} of {len(puts + gets)} transfers: longest stall {round_slowest:.1f} s;"
            f" they said: {'; '.join(sorted({transfer.waited for transfer in puts + gets}))}")
        slowest = max(slowest, round_slowest)
        ends += failures(puts + gets)
        pairs = [stored(fleet, f"mine-{count}-{number}") for number in range(6)] + copies
        equal += sum(is_equal(file, copy) for copy in pairs)
        all_equal += len(pairs)
    return [
        Result("f", f"until a stopped server was left, slowest of {struck:.0f} transfers in {options.rounds} rounds", f"{slowest:.1f} s",
               f"{MOST_LEAVING} s", slowest <= MOST_LEAVING and struck > 0, True),
        Result("f", "files equal", equal, all_equal, equal == all_equal),
        Result("f", "transfers that gave up and were begun anew", ends, "0", ends == 0)]


def await_moving(transfers):
    """Until each is in the middle of it, or has ended."""
    end = time.monotonic() + END_SECONDS
    while any([transfer.watch() and transfer.bytes < MIDDLE_BYTES for transfer in transfers]) and time.monotonic() < end:
        time.sleep(TICK_SECONDS)


def woken(bench, options):
    """(c) A server stands still in the middle of a put and of a tree, and wakes when all of that has long been replaced."""
    fleet = Fleet(bench)
    old, new = (random_file(bench.folder, name, options.megabytes) for name in ("old", "new"))
    old_tree, new_tree = bench.folder / "old-tree", bench.folder / "new-tree"
    for seed, tree in enumerate((old_tree, new_tree)):
        make_tree(tree, TREE_FILES, seed)
    puts = [put(fleet, 0, old, "film", options.limit), put(fleet, 1, f"{old_tree}/.", "tree", TREE_LIMIT, "-r")]
    await_moving(puts)
    holders = [replica for replica in fleet.replicas if replica.metric("paloma_running_transfers")]
    say(f"in the middle of it: {', '.join(replica.name for replica in holders)}")
    asleep = holders[0] if holders else fleet.replicas[0]
    with asleep.stopped():
        fell_asleep = time.monotonic()
        watch(puts)
        equal_once = is_equal(old, stored(fleet, "film")) and not differences(old_tree, stored(fleet, "tree"))
        stall = max(transfer.stall for transfer in puts)
        again = [put(fleet, 0, new, "film", "80mbit", "--force"),
                 put(fleet, 1, f"{new_tree}/.", "tree", "80mbit", "-r", "--force")]
        watch(again)
        time.sleep(max(0, options.asleep - (time.monotonic() - fell_asleep)))
    time.sleep(WAKE_SECONDS)
    wrong = differences(new_tree, stored(fleet, "tree"))
    equal = is_equal(new, stored(fleet, "film")) and not wrong
    left = sorted(path.name for path in fleet.folder.joinpath("files").iterdir() if path.name not in ("film", "tree"))
    ends = failures(puts + again)
    say(f"left beside the files: {', '.join(left) or 'nothing'}; different: {wrong or 'nothing'}")
    say("\n".join(line for line in asleep.words().splitlines() if " WARN" in line or "put " in line or "took" in line))
    return [
        Result("c", "whole at another server", "yes" if equal_once else "NO", "yes", equal_once),
        Result("c", "longest stall", f"{stall:.1f} s", f"{MOST_LEAVING} s", stall <= MOST_LEAVING, True),
        Result("c", f"after the sleeper of {options.asleep:.0f} s woke: newer versions unharmed", "yes" if equal else "NO", "yes", equal),
        Result("c", "transfers that gave up and were begun anew", ends, "0", ends == 0),
        Result("c", "the woken server is ready", asleep.ask("/ready")[1].strip(), "ready", asleep.ask("/ready")[0] == 200)]

