"""Several servers on one folder behind nginx, each in a namespace of its own, with clients of two addresses in front.

nginx runs packaging/nginx/paloma.conf as it is; to take a server out, `down` is written behind its addresses.
"""

import contextlib
import ctypes
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import threading
import time

from links import ip
from processes import BENCH, await_text, lack, launcher

CONFIGURATION = BENCH.parent / "packaging" / "nginx" / "paloma.conf"
STREAM_MODULE = pathlib.Path("/usr/lib/nginx/modules/ngx_stream_module.so")
SERVERS = {"a": "10.70.7.11", "b": "10.70.7.12", "c": "10.70.7.13"}
INSIDE = "10.70.7.1"  # nginx, as the servers see it
NGINX = "10.70.8.1"  # nginx, as the clients see it
CLIENTS = ("10.70.8.21", "10.70.8.22")
DEVICE = "wan0"
REDIS_PORT = 6379
ADMIN_PORT = 7790
TABLE = "100"
CLONE_NEWNET = 0x40000000  # sched.h
START_SECONDS = 60
STOP_SECONDS = 20
ENDPOINTS = (
    "echo", "uppercase", "prime", "greet", "sink", "upload", "chat", "files", "echo=dtls://:7017",
    "echo=tcp://:7007", "uppercase=tcp://:2323", "prime=tcp://:8808", "upload=tcp://:7776", "chat=tcp://:4040",
    "chat=tls://:4041")


def require():
    """Ends in a sentence where this machine lacks something."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        lack("Network namespaces take root and ip (iproute2): run this with sudo.")
    if not shutil.which("nginx") or not STREAM_MODULE.exists():
        lack("No nginx with its stream module: install Debian's nginx and libnginx-mod-stream.")


class Namespace:
    """A network namespace with a loopback; gone when the bench is left."""

    def __init__(self, bench, name):
        self.bench, self.name = bench, f"{name}{os.getpid()}"
        ip("netns", "add", self.name)
        bench.callback(ip, "netns", "del", self.name)
        self.ip("link", "set", "lo", "up")

    def ip(self, *words):
        ip("-n", self.name, *words)

    def start(self, command, log=None):
        return self.bench.start(["ip", "netns", "exec", self.name, *map(str, command)], cpu=None, log=log)

    def socket(self, kind):
        """A socket of IPv4 that stays in this namespace: only this thread goes there, and comes back."""
        with open(f"/proc/self/task/{threading.get_native_id()}/ns/net") as here:
            with open(f"/run/netns/{self.name}") as there:
                enter(there)
            try:
                return socket.socket(socket.AF_INET, kind)
            finally:
                enter(here)

    def bridge(self, name, address):
        self.ip("link", "add", name, "type", "bridge")
        self.ip("addr", "add", f"{address}/24", "dev", name)
        self.ip("link", "set", name, "up")

    def join(self, middle, bridge, address, gateway):
        """A device of this namespace on the bridge of another. Each datagram is one packet, so that packets can be counted."""
        port = f"to-{self.name}"[:15]
        middle.ip("link", "add", port, "type", "veth", "peer", "name", DEVICE, "netns", self.name)
        middle.ip("link", "set", port, "master", bridge, "up")
        self.ip("link", "set", DEVICE, "gso_max_segs", "1", "up")
        self.ip("addr", "add", f"{address}/24", "dev", DEVICE)
        self.ip("route", "add", "default", "via", gateway)


def enter(file):
    if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


class Replica:
    """One of the servers."""

    def __init__(self, fleet, name, address):
        self.fleet, self.name, self.address = fleet, name, address
        self.namespace = Namespace(fleet.bench, f"pl{name}")
        self.namespace.join(fleet.middle, "inside", address, INSIDE)
        self.starts = 0
        self.process = None

    def start(self):
        self.starts += 1
        self.log = self.fleet.bench.folder / f"{self.name}-{self.starts}.log"
        environment = ["env", f"PALOMA_JAVA_OPTS=-Xmx{self.fleet.heap}m"]
        command = [launcher("server", "client"), "server", *ENDPOINTS, "--bind", "0.0.0.0", "--data", self.fleet.folder,
                   "--files-open", "--admin", f"0.0.0.0:{ADMIN_PORT}", "--format", "json",
                   *self.fleet.options, *self.own_options()]
        self.process = self.namespace.start([*environment, *command], log=self.log)

    def own_options(self):
        return ["--replica", self.name, *(["--proxy-from", INSIDE] if self.fleet.transparent else [])]

    def await_ready(self):
        await_text(self.log, '{"event":"ready"}', self.process, START_SECONDS)

    def is_ready(self):
        return '{"event":"ready"}' in self.log.read_text(errors="replace")

    def kill(self):
        """As kill -9 does."""
        self.process.kill()
        self.process.wait(timeout=STOP_SECONDS)

    def end(self):
        """As an operator does; the grace time passes in here."""
        self.process.terminate()
        self.process.wait(timeout=STOP_SECONDS)

    @contextlib.contextmanager
    def stopped(self):
        """It stands still in here. What ends the bench would wait for it in vain, so it goes on in any case."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def ask(self, path):
        """The status and text of the admin port; (0, why) where nothing answers."""
        connection = http.client.HTTPConnection(self.address, ADMIN_PORT)
        connection.sock = self.namespace.socket(socket.SOCK_STREAM)
        connection.sock.settimeout(5)
        try:
            connection.sock.connect(("127.0.0.1", ADMIN_PORT))
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError as e:
            return 0, str(e)
        finally:
            connection.close()

    def metric(self, name):
        """The value of a metric, its labels as they stand; 0 where there is none."""
        found = re.search(rf"^{re.escape(name)} ([\d.Ee+]+)$", self.ask("/metrics")[1], re.MULTILINE)
        return float(found.group(1)) if found else 0.0

    def words(self):
        return "".join(log.read_text(errors="replace") for log in self.fleet.bench.folder.glob(f"{self.name}-*.log"))


class Fleet:
    """nginx, the servers, the clients' namespaces, and Redis where it is asked for."""

    def __init__(self, bench, options=(), heap=512, bus=False, transparent=True):
        self.bench, self.heap, self.transparent = bench, heap, transparent
        self.folder = bench.folder / "shared"
        self.folder.mkdir()
        self.options = [*options, *(["--bus", f"redis://{INSIDE}:{REDIS_PORT}"] if bus else [])]
        self.middle = Namespace(bench, "pln")
        self.middle.bridge("inside", INSIDE)
        self.middle.bridge("outside", NGINX)
        self.clients = [self.add_client(number, address) for number, address in enumerate(CLIENTS)]
        self.replicas = [Replica(self, name, address) for name, address in SERVERS.items()]
        self.redis = None
        if bus:
            self.start_redis()
        self.down = set()
        self.start_nginx()
        for replica in self.replicas:
            replica.start()
        for replica in self.replicas:
            replica.await_ready()

    def add_client(self, number, address):
        namespace = Namespace(self.bench, f"plx{number}")
        namespace.join(self.middle, "outside", address, NGINX)
        return namespace

    def start_nginx(self):
        text = CONFIGURATION.read_text()
        for port in re.findall(r"listen (\d+) udp", text):
            self.middle.ip("rule", "add", "iif", "inside", "ipproto", "udp", "sport", port, "lookup", TABLE)
        self.middle.ip("route", "add", "local", "0.0.0.0/0", "dev", "lo", "table", TABLE)
        self.configuration = self.bench.folder / "nginx.conf"
        self.write_configuration()
        pid, log = self.bench.folder / "nginx.pid", self.bench.folder / "nginx.log"
        self.nginx = self.middle.start(
            ["nginx", "-c", self.configuration, "-e", log, "-g", f"pid {pid}; daemon off;"], log=self.bench.folder / "nginx.out")
        await_condition(self.workers)

    def write_configuration(self):
        text = CONFIGURATION.read_text()
        if not self.transparent:
            text = re.sub(r".*transparent;\n| proxy_protocol on;", "", text)
        for name in self.down:
            text = re.sub(rf"(server {re.escape(SERVERS[name])}:\d+)", r"\1 down", text)
        self.configuration.write_text(text)

    def take_out(self, *names, wait):
        """Marks these servers, and no others, as down; `wait` passes the time until new workers are there."""
        self.down = set(names)
        self.write_configuration()
        before = self.workers()
        self.nginx.send_signal(signal.SIGHUP)
        wait(lambda: self.workers() - before)

    def workers(self):
        with contextlib.suppress(FileNotFoundError):
            return set(pathlib.Path(f"/proc/{self.nginx.pid}/task/{self.nginx.pid}/children").read_text().split())
        return set()

    def start_redis(self):
        """It keeps nothing on a disk, so it comes back empty."""
        log = self.bench.folder / "redis.log"
        self.redis = self.middle.start(
            ["redis-server", "--bind", INSIDE, "--port", REDIS_PORT, "--save", "", "--appendonly", "no", "--protected-mode", "no",
             "--dir", self.bench.folder], log=log)
        await_text(log, "Ready to accept connections", self.redis)

    def kill_redis(self):
        self.redis.kill()
        self.redis.wait(timeout=STOP_SECONDS)


def await_condition(condition, seconds=START_SECONDS):
    """Waits until something is so; false when it is not so in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
