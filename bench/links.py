"""The links that files and sound cross: two namespaces, joined by the kernel's netem or the program that LINKSIM names.

Both ends have the device wan0; `a` is 10.77.0.1 and `b` is 10.77.0.2. A bottleneck with a queue (50 ms) stands in front of
a wire that delays, loses, reorders and doubles.
"""

import dataclasses
import json
import os
import shlex
import shutil
import subprocess
import sys

from processes import await_text, lack, machine

HOSTS = {"a": "10.77.0.1", "b": "10.77.0.2"}
DEVICE = "wan0"
LONGEST_SECONDS = 7200  # then linksim ends by itself, should nobody have ended it
ETHERNET_BYTES = 14


@dataclasses.dataclass(frozen=True)
class Profile:
    name: str
    rate_mbit: float
    delay_ms: float
    queue_ms: float = 50  # how much the bottleneck buffers
    loss: float = 0  # percent, each packet on its own
    burst: tuple = None  # percent, and how many packets in a row on average
    jitter_ms: float = 0
    overtaking: bool = True  # where there is jitter, packets may overtake each other; netem's always do
    spike: tuple = None  # percent of packets at which the link stands still, and for how many ms; linksim only
    doubled: float = 0  # percent
    megabytes: int = 50
    cold_goal: float = 0  # share of what is possible that paloma is to reach with a server that has just started
    warm_goal: float = 0  # and with one that has received files before

    @property
    def passed(self):
        """The share of packets that is not lost."""
        return 1 - (self.loss + (self.burst[0] if self.burst else 0)) / 100

    def told(self):
        words = [f"{self.rate_mbit:g} Mbit/s, {self.delay_ms:g} ms there"]
        words += [f"{self.loss:g} % lost"] * (self.loss > 0)
        words += [f"{self.burst[0]:g} % lost in bursts of {self.burst[1]:g}"] if self.burst else []
        words += [f"{self.jitter_ms:g} ms jitter{' that reorders' * self.overtaking}"] * (self.jitter_ms > 0)
        words += [f"{self.doubled:g} % twice"] * (self.doubled > 0)
        words += ["{:g} % stand still for {:g} ms".format(*self.spike)] if self.spike else []
        return ", ".join(words)


PROFILES = {profile.name: profile for profile in (
    Profile("lan", 1000, 0.2, cold_goal=0.45, warm_goal=0.60),
    Profile("wan", 100, 25, cold_goal=0.89, warm_goal=0.91),
    Profile("lossy1", 100, 25, loss=1, cold_goal=0.88, warm_goal=0.90),
    Profile("lossy5", 100, 25, loss=5, cold_goal=0.86, warm_goal=0.88),
    Profile("far", 100, 75, loss=2, cold_goal=0.78, warm_goal=0.80),
    Profile("bursty", 100, 25, burst=(3, 8), cold_goal=0.86, warm_goal=0.88),
    Profile("reorder", 100, 25, jitter_ms=10, doubled=1, cold_goal=0.85, warm_goal=0.88),
    Profile("slow", 10, 40, loss=1, megabytes=10, cold_goal=0.92, warm_goal=0.93),
)}


class Link:
    """What both kinds of link share; `name` begins the names of the namespaces."""

    def __init__(self, bench):
        self.bench = bench
        self.name = f"paloma{os.getpid()}"

    def host(self, side):
        return HOSTS[side]

    def inside(self, side, command):
        return ["ip", "netns", "exec", f"{self.name}-{side}", *command]

    def narrow(self):
        """What goes from the server's side to itself is in packets no larger than those on the link."""
        ip("-n", f"{self.name}-a", "link", "set", "lo", "mtu", "1500")

    def cut(self, side):
        """Takes the device of one side down: that side gets errors, the other one silence."""
        ip("-n", f"{self.name}-{side}", "link", "set", DEVICE, "down")

    def mend(self, side):
        ip("-n", f"{self.name}-{side}", "link", "set", DEVICE, "up")


class Linksim(Link):
    """A process that carries every packet; the same seed gives packets the same fates."""

    def __init__(self, bench, profile, seed):
        super().__init__(bench)
        self.stats_file = bench.folder / "link.json"
        log = bench.folder / "link.log"
        command = [linksim_program(), "--name", self.name, "--seed", seed, "--stats", self.stats_file,
                   "--seconds", LONGEST_SECONDS, *linksim_options(profile)]
        self.process = bench.start([str(word) for word in command], cpu=None, log=log)
        await_text(log, "ready", self.process)

    def stats(self):
        """Ends the link; gives what passed, by direction."""
        self.process.terminate()
        self.process.wait(timeout=10)
        rows = [json.loads(line) for line in self.stats_file.read_text().splitlines()]
        return {row["direction"]: row for row in rows}


def linksim_program():
    return shutil.which(os.environ.get("LINKSIM", ""))


def linksim_options(profile):
    options = ["--rate", f"{profile.rate_mbit:g}mbit", "--delay", profile.delay_ms, "--queue", profile.queue_ms]
    if profile.loss:
        options += ["--loss", profile.loss]
    if profile.burst:
        options += ["--burst", "{:g},{:g}".format(*profile.burst)]
    if profile.jitter_ms:
        options += ["--jitter", profile.jitter_ms] + ["--reorder"] * profile.overtaking
    if profile.spike:
        options += ["--spike", "{:g},{:g}".format(*profile.spike)]
    if profile.doubled:
        options += ["--dup", profile.doubled]
    return options


class Netem(Link):
    """Two veth pairs and a bridge: the bottleneck is tbf at each end, the wire netem in a namespace between them."""

    def __init__(self, bench, profile, seed):
        super().__init__(bench)
        for side in "abm":
            self.add_namespace(side)
        self.in_middle("link", "add", "bridge", "type", "bridge")
        for side in "ab":
            self.join(side)
        self.in_middle("link", "set", "bridge", "up")
        for side in "ab":
            add_qdisc(f"{self.name}-{side}", DEVICE, bottleneck(profile))
            add_qdisc(f"{self.name}-m", f"to-{side}", netem_options(profile))

    def add_namespace(self, side):
        namespace = f"{self.name}-{side}"
        ip("netns", "add", namespace)
        self.bench.callback(ip, "netns", "del", namespace)
        ip("-n", namespace, "link", "set", "lo", "up")

    def in_middle(self, *words):
        ip("-n", f"{self.name}-m", *words)

    def join(self, side):
        """Ties one side to the bridge. Segments are cut before the link: a queue must see packets as the wire has them."""
        namespace = f"{self.name}-{side}"
        self.in_middle("link", "add", f"to-{side}", "type", "veth", "peer", "name", DEVICE, "netns", namespace)
        self.in_middle("link", "set", f"to-{side}", "master", "bridge", "addrgenmode", "none", "up")
        ip("-n", namespace, "link", "set", DEVICE, "addrgenmode", "none", "gso_max_segs", "1", "up")
        ip("-n", namespace, "addr", "add", f"{HOSTS[side]}/24", "dev", DEVICE)

    def stats(self):
        return {"a-to-b": self.direction("a", "b"), "b-to-a": self.direction("b", "a")}

    def direction(self, source, target):
        queue = tc_stats(f"{self.name}-{source}", DEVICE)
        wire = tc_stats(f"{self.name}-m", f"to-{target}")
        return {
            "in": queue["packets"] + queue["drops"],
            "overflowed": queue["drops"],
            "lost": wire["drops"],
            "delivered": wire["packets"],
            "bytes_delivered": wire["bytes"] - ETHERNET_BYTES * wire["packets"],
        }


def bottleneck(profile):
    bytes_a_second = profile.rate_mbit * 1e6 / 8
    burst = max(2 * 1514, int(bytes_a_second / 2000))
    limit = int(bytes_a_second * profile.queue_ms / 1000)
    return ["tbf", "rate", f"{profile.rate_mbit:g}mbit", "burst", str(burst), "limit", str(limit)]


def netem_options(profile):
    options = ["netem", "limit", "1000000", "delay", f"{profile.delay_ms}ms"]
    if profile.jitter_ms:
        options += [f"{profile.jitter_ms}ms", "distribution", "normal"]
    if profile.loss:
        options += ["loss", f"{profile.loss}%"]
    if profile.burst:
        leave, share = 1 / profile.burst[1], profile.burst[0] / 100
        options += ["loss", "gemodel", f"{leave * share / (1 - share):.4%}", f"{leave:.4%}"]
    if profile.doubled:
        options += ["duplicate", f"{profile.doubled}%"]
    return options


def ip(*words):
    subprocess.run(["ip", *words], check=True, timeout=20)


def add_qdisc(namespace, device, words):
    subprocess.run(["tc", "-n", namespace, "qdisc", "add", "dev", device, "root", *words], check=True, timeout=20)


def tc_stats(namespace, device):
    command = ["tc", "-n", namespace, "-s", "-j", "qdisc", "show", "dev", device]
    shown = subprocess.run(command, check=True, capture_output=True, timeout=20)
    return next(row for row in json.loads(shown.stdout) if row.get("root"))


class Here:
    """No link at all: both sides are this machine's loopback."""

    def host(self, side):
        return "127.0.0.1"

    def inside(self, side, command):
        return command

    def narrow(self):
        """There is no link, so packets are as large as they will be."""

    def stats(self):
        return None


def has_netem():
    """Tries it, in a namespace that goes with the process that tries."""
    if not shutil.which("tc"):
        return False
    tried = subprocess.run(["unshare", "--net", "tc", "qdisc", "add", "dev", "lo", "root", "netem"],
                           capture_output=True, timeout=20)
    return tried.returncode == 0


def find_link(wanted=None):
    """The kind of link that this machine can make, or the one that is wanted; ends in a sentence without."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        lack("Network namespaces take root and ip (iproute2): run this with sudo.")
    if wanted != "linksim" and has_netem():
        return Netem
    if wanted != "netem" and linksim_program():
        return Linksim
    lack("This kernel has no netem (module sch_netem; tc of iproute2), and LINKSIM names no program that could stand"
         " in for it.")


def print_command(kind, facts):
    """The head of a table: the command that makes it again, the machine, and what else is to be known."""
    environment = "LINKSIM=linksim " if kind is Linksim else ""
    script = os.path.basename(sys.argv[0])
    print(f"    sudo {environment}bench/{script} {shlex.join(sys.argv[1:])}\n\n{machine()}; {facts}.\n")
