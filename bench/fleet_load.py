"""A steady load of small requests through nginx, and what becomes of it."""

import collections
import dataclasses
import select
import socket
import time

from fleet_files import Result
from replicas import NGINX, Fleet
from tables import say

ECHO_PORT, PRIME_PORT, UPPERCASE_PORT = 7007, 8808, 2323
LOST_SECONDS = 5
DRAIN_SECONDS = 1  # between nginx's reload and SIGTERM: what was on its way comes
GRACE_SECONDS = 2
STEADY_SECONDS = 2
PRIMES = ((b"2305843009213693951\n", b"T\n"), (b"561\n", b"F\n"))


@dataclasses.dataclass
class Count:
    asked: int = 0
    answered: int = 0
    wrong: int = 0
    lost: int = 0
    slowest: float = 0


class Asker:
    """One who asks at a steady pace, a request at a time: from one port for good, or from a new one each time."""

    def __init__(self, load, client, port, is_fresh):
        self.load, self.client, self.port, self.is_fresh = load, client, port, is_fresh
        self.count = load.counts["echo" if port == ECHO_PORT else "prime", "new ports" if is_fresh else "same port"]
        self.socket = None
        self.number = 0
        self.expected = None

    def ask(self, now):
        self.give_up()
        if self.socket is None or self.is_fresh:
            self.open()
        self.number += 1
        if self.port == ECHO_PORT:
            request = self.expected = b"%d from %d\n" % (self.number, id(self))
        else:
            request, self.expected = PRIMES[self.number % 2]
        self.asked_at = now
        self.count.asked += 1
        self.send(request)

    def send(self, request):
        try:
            self.socket.send(request)
        except OSError as e:
            say(f"not sent: {e}")

    def open(self):
        self.close()
        self.socket = self.client.socket(socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.connect((NGINX, self.port))
        self.load.listen(self)

    def close(self):
        if self.socket is not None:
            self.load.ignore(self)
            self.socket.close()

    def hear(self, now):
        try:
            heard = self.socket.recv(2048)
        except OSError:
            return
        if self.expected is None or not heard:
            return
        if heard == self.expected:
            self.count.answered += 1
            self.count.slowest = max(self.count.slowest, now - self.asked_at)
        else:
            self.count.wrong += 1
        self.expected = None

    def give_up(self):
        """Called when it is this one's turn again, and at the end: what was not answered by then is lost."""
        if self.expected is not None:
            self.count.lost += 1
            self.load.losses.append(self.asked_at)
            self.expected = None


class Load:
    """All of them, each every LOST_SECONDS."""

    def __init__(self, fleet, each=125):
        self.counts = collections.defaultdict(Count)
        self.losses = []
        self.epoll = select.epoll()
        self.by_descriptor = {}
        kinds = [(port, is_fresh) for port in (ECHO_PORT, PRIME_PORT) for is_fresh in (False, True)]
        self.askers = [Asker(self, fleet.clients[number % 2], *kind) for number in range(each) for kind in kinds]
        self.turn = 0
        self.next_at = time.monotonic()
        self.every = LOST_SECONDS / len(self.askers)

    def listen(self, asker):
        self.by_descriptor[asker.socket.fileno()] = asker
        self.epoll.register(asker.socket.fileno(), select.EPOLLIN)

    def ignore(self, asker):
        self.epoll.unregister(asker.socket.fileno())
        del self.by_descriptor[asker.socket.fileno()]

    def run(self, seconds):
        self.run_until(lambda: False, seconds)

    def run_until(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end and not condition():
            now = time.monotonic()
            if now >= self.next_at:
                self.askers[self.turn % len(self.askers)].ask(now)
                self.turn += 1
                self.next_at = max(self.next_at + self.every, now - LOST_SECONDS / 2)
            for descriptor, _ in self.epoll.poll(max(0, min(self.every, self.next_at - time.monotonic()))):
                if descriptor in self.by_descriptor:
                    self.by_descriptor[descriptor].hear(time.monotonic())

    def end(self):
        end = time.monotonic() + LOST_SECONDS
        while time.monotonic() < end:
            for descriptor, _ in self.epoll.poll(0.1):
                self.by_descriptor[descriptor].hear(time.monotonic())
        for asker in self.askers:
            asker.give_up()
            asker.close()

    def total(self, field):
        return sum(getattr(count, field) for count in self.counts.values())

    def told(self):
        return "; ".join(f"{' '.join(kind)}: {count.asked} asked, {count.lost} lost, {count.wrong} wrong, slowest {count.slowest:.3f} s"
                         for kind, count in self.counts.items())


def rolling(bench, options):
    """(b) Each server is ended and started again under a steady load, with and without a word to nginx before."""
    fleet = Fleet(bench, ["--grace", f"{GRACE_SECONDS}s"])
    results = []
    for is_drained in (True, False):
        load = Load(fleet)
        load.run(STEADY_SECONDS)
        began = load.total("lost")
        for replica in fleet.replicas:
            restart(fleet, replica, load, is_drained)
        load.run(STEADY_SECONDS)
        load.end()
        say(load.told())
        lost, wrong, asked = load.total("lost") - began, load.total("wrong"), load.total("asked")
        how = "nginx is told, then SIGTERM" if is_drained else "SIGTERM alone"
        results.append(Result("b", f"answers lost of {asked} by a rolling restart, {how}", lost + wrong,
                              "0" if is_drained else "told", lost + wrong == 0 or not is_drained))
    return results


def restart(fleet, replica, load, is_drained):
    moments = {"from nginx's reload": time.monotonic()}
    if is_drained:
        fleet.take_out(replica.name, wait=load.run_until)
        load.run(DRAIN_SECONDS)
    moments["from SIGTERM"] = time.monotonic()
    replica.process.terminate()
    load.run_until(lambda: replica.process.poll() is not None)
    moments["from its end"], exit_code = time.monotonic(), replica.process.poll()
    replica.start()
    load.run_until(replica.is_ready)
    moments["since it is ready"] = time.monotonic()
    if is_drained:
        fleet.take_out(wait=load.run_until)
    load.run(LOST_SECONDS)
    say(f"{replica.name} ended with {exit_code}: lost of what was asked {lost_from(load, moments)}")


def lost_from(load, moments):
    """How many were lost of those that were asked in each span, and how long after its beginning."""
    names, starts = list(moments), [*moments.values(), float("inf")]
    spans = []
    for name, start, end in zip(names, starts, starts[1:]):
        late = [f"{asked - start:.2f}" for asked in load.losses if start <= asked < end]
        spans.append(f"{name} {len(late)}" + (f" (after {', '.join(late[:8])} s)" if late else ""))
    return ", ".join(spans)


def limits(bench, options):
    """(e) The servers count true clients: what one asks too much is refused, and the other one does not notice."""
    guards = ["--source-rate", "20/s", "--source-burst", "20", "--connections-per-source", "4"]
    results = []
    for is_transparent in (True, False):
        with type(bench)() as inner:
            fleet = Fleet(inner, guards, transparent=is_transparent)
            loud, calm = flood(fleet)
            say(f"{'transparent' if is_transparent else 'without'}: {loud} of {FLOOD} of the loud one were answered, {calm} of {CALM} of the calm one")
            if is_transparent:
                results += [
                    Result("e", f"UDP: answers to one who asks {FLOOD} times at once, of 20/s and burst 20 at each of three", loud, f"60 to {FLOOD // 4}", 60 <= loud <= FLOOD // 4),
                    Result("e", "UDP: answers to another, meanwhile", calm, CALM, calm == CALM),
                    *connections(fleet)]
            else:
                results.append(Result("e", "UDP, without transparent: answers to the other, meanwhile (to show that the test can fail)",
                                      calm, f"below {CALM}", calm < CALM))
    return results


FLOOD = 2000
CALM = 40
CONNECTIONS = 24
PER_SOURCE = 4


def flood(fleet):
    """How many were answered of those of one client who floods, from many ports, and of another who does not."""
    loud = [ask(fleet.clients[0]) for _ in range(50)]
    calm = [ask(fleet.clients[1]) for _ in range(CALM)]
    heard_loud = heard_calm = 0
    for turn in range(CALM):
        for asker in loud:
            asker.send(b"loud\n")
        calm[turn].send(b"calm\n")
        time.sleep(0.05)
        heard_loud += drain(loud)
        heard_calm += drain(calm)
    time.sleep(1)
    return heard_loud + drain(loud), heard_calm + drain(calm)


def ask(client):
    asker = client.socket(socket.SOCK_DGRAM)
    asker.setblocking(False)
    asker.connect((NGINX, ECHO_PORT))
    return asker


def drain(askers):
    heard = 0
    for asker in askers:
        try:
            while asker.recv(2048):
                heard += 1
        except OSError:
            continue
    return heard


def connections(fleet):
    """One client holds as many connections as he can; the other one's are not closed for it."""
    calm = [connect(fleet.clients[1]) for _ in range(2)]
    loud = [connect(fleet.clients[0]) for _ in range(CONNECTIONS)]
    time.sleep(1)
    open_loud, open_calm = (sum(is_served(connection) for connection in some) for some in (loud, calm))
    most = PER_SOURCE * len(fleet.replicas)
    return [
        Result("e", f"TCP: connections that one client keeps of {CONNECTIONS}, where {PER_SOURCE} are allowed at each of three", open_loud, f"1 to {most}", 0 < open_loud <= most),
        Result("e", "TCP: connections that another one keeps of 2, meanwhile", open_calm, 2, open_calm == 2)]


def connect(client):
    connection = client.socket(socket.SOCK_STREAM)
    connection.settimeout(2)
    connection.connect((NGINX, UPPERCASE_PORT))
    return connection


def is_served(connection):
    try:
        connection.send(b"coo\n")
        return connection.recv(64) == b"COO\n"
    except OSError:
        return False
