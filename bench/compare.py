#!/usr/bin/env python3
"""Compares our services with peers, in interleaved rounds, and prints the tables of docs/performance.md.

The machine's speed wanders by a tenth and more from minute to minute: so all servers get short turns in each round,
a turn is compared with the turn of `simple` in the same round, and the median over the rounds is told.
"""

import argparse
import dataclasses
import shlex
import shutil
import statistics
import subprocess
import sys
import zipfile

from processes import (
    BENCH, Bench, await_answer, await_line, end_by, free_port, free_tcp_port, jar, java, machine, paloma, run_load)

LOADS = {
    "A": "-s 16 -w 128 -l 64",
    "B": "-s 16 -w 128 -l 64 -g",
    "C": "-s 128 -w 128 -l 64",
    "D": "-s 16 -w 64 -l 1024",
    "E": "-s 16 -l 64 -r 80000",
    "F": "-s 16 -w 128 -l 64",
}
RATE = 80000
FAULTS = ("lost", "doubled", "wrong_length", "wrong_bytes")


@dataclasses.dataclass
class Server:
    name: str
    command: list
    loads: str = "ABCDE"
    ask: str = "echo"
    against: str = "simple"
    process: subprocess.Popen = None
    port: int = 0
    turns: dict = dataclasses.field(default_factory=dict)

    def start(self, bench):
        over_tcp = self.ask == "line"
        self.port = free_tcp_port() if over_tcp else free_port()
        self.process = bench.start([str(word).replace("{port}", str(self.port)) for word in self.command])
        (await_line if over_tcp else await_answer)(self.port, self.process)

    def turn(self, load_program, letter, seconds):
        options = f"{LOADS[letter]} -m {self.ask}"
        return run_load(load_program, self.port, self.process.pid, options, seconds)

    def median(self, letter, field):
        return statistics.median(turn[field] for turn in self.turns[letter])

    def ratio(self, letter, other, field="replies"):
        pairs = zip(self.turns[letter], other.turns[letter])
        return statistics.median(ours[field] / (theirs[field] or 1) for ours, theirs in pairs)

    def faults(self):
        return {fault: sum(turn[fault] for turns in self.turns.values() for turn in turns) for fault in FAULTS}


def our_service(name, service, transport, *options, scheme="udp", **rest):
    endpoint = f"{service}={scheme}://127.0.0.1:{{port}}"
    return Server(name, paloma([endpoint], "--transport", transport, "--admin", "127.0.0.1:0", *options), **rest)


def plugins(bench):
    """Makes a jar with a service as anybody may write one; gives its folder."""
    classes, folder = bench.folder / "classes", bench.folder / "plugins"
    folder.mkdir()
    source = BENCH / "peers" / "EchoPlugin.java"
    subprocess.run([f"{java()}c", "-cp", jar(), "-proc:none", "-d", classes, source], check=True)
    with zipfile.ZipFile(folder / "echo.jar", "w") as made:
        made.write(classes / "EchoPlugin.class", "EchoPlugin.class")
        made.writestr("META-INF/services/paloma.service.Service", "EchoPlugin\n")
    return folder


def all_servers(bench):
    echo = bench.compile("echo", "echo.c")
    servers = [
        Server("simple", [echo, "simple", "{port}"]),
        Server("gro", [echo, "gro", "{port}"]),
        our_service("paloma", "echo", "epoll"),
        our_service("paloma-nio", "echo", "nio"),
        our_service("uppercase", "uppercase", "epoll", loads="A", ask="text", against="paloma"),
        our_service("prime", "prime", "epoll", loads="A", ask="prime", against="paloma"),
        our_service("plugin", "parrot", "epoll", "--plugins", str(plugins(bench)), loads="A", against="paloma"),
        Server("lines", [bench.compile("lines", "lines.c", folder="peers"), "{port}"], "F", "line", "lines"),
        our_service("paloma-lines", "echo", "epoll", scheme="tcp", loads="F", ask="line", against="lines"),
        Server("python", [sys.executable, BENCH / "peers" / "udpserver.py", "{port}"], loads="ABCD"),
    ]
    if shutil.which("socat"):
        servers.append(Server("socat", ["socat", "UDP4-RECVFROM:{port},bind=127.0.0.1,fork", "PIPE"], loads="A"))
    return servers


def measure(bench, servers, options):
    load_program = bench.compile_load()
    servers[:] = [server for server in servers if letters(server, options)]
    for server in servers:
        server.start(bench)
        for letter in letters(server, options):
            server.turn(load_program, letter, options.warm_up)
            server.turns[letter] = []
        say(f"{server.name} is warm")
    for count in range(options.rounds):
        for letter in options.loads:
            shift = count % len(servers)
            for server in servers[shift:] + servers[:shift]:
                if letter in server.loads:
                    server.turns[letter].append(server.turn(load_program, letter, options.turn))
        say(f"round {count + 1} of {options.rounds}")


def letters(server, options):
    return [letter for letter in options.loads if letter in server.loads]


def say(text):
    print(text, file=sys.stderr, flush=True)


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def print_ratios(servers, options):
    by_name = {server.name: server for server in servers}
    print(f"{machine()}; {options.rounds} rounds of {options.turn} s turns, {options.warm_up} s of each load before.\n")
    row("server", *options.loads, "lost", "doubled", "wrong")
    row("---", *["---"] * (len(options.loads) + 3))
    for server in servers:
        other = by_name.get(server.against, servers[0])
        cells = [cell(server, other, letter) if letter in server.turns else "" for letter in options.loads]
        faults = server.faults()
        row(server.name if other is servers[0] else f"{server.name} (to {other.name})", *cells,
            faults["lost"], faults["doubled"], faults["wrong_length"] + faults["wrong_bytes"])


def cell(server, other, letter):
    if letter != "E":
        return f"{server.ratio(letter, other):.2f}"
    if server.median("E", "replies") < 0.99 * RATE:
        return "too slow"
    return (f"{server.median('E', 'cpu_us'):.1f} us; p50 {server.median('E', 'p50'):.0f}"
            f" ({server.ratio('E', other, 'p50'):.2f}); p99 {server.median('E', 'p99'):.0f}")


def print_figures(servers, options):
    print()
    row("server", *(f"{letter}: replies/s, CPU us, p50, p99, p99.9 us" for letter in options.loads))
    row("---", *["---"] * len(options.loads))
    for server in servers:
        row(server.name, *(figures(server, letter) if letter in server.turns else "" for letter in options.loads))


def figures(server, letter):
    times = ", ".join(f"{server.median(letter, field):.0f}" for field in ("p50", "p99", "p999"))
    return f"{server.median(letter, 'replies'):,.0f}, {server.median(letter, 'cpu_us'):.2f}, {times}"


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--turn", type=float, default=0.6, help="seconds of one turn (0.6)")
    parser.add_argument("--warm-up", type=float, default=5, help="seconds of each load before the rounds, for the JIT (5)")
    parser.add_argument("--loads", default="ABCDEF", help="which of A to F (all)")
    parser.add_argument("--only", help="names of servers, separated by commas; the first is what is compared with")
    parser.add_argument("--server", action="append", default=[], metavar="NAME=COMMAND",
                        help="an echo of your own to compare with; {port} stands for its port")
    return parser.parse_args()


def main():
    options = read_options()
    with Bench() as bench:
        servers = all_servers(bench)
        for added in options.server:
            name, command = added.split("=", 1)
            servers.append(Server(name, shlex.split(command)))
        if options.only:
            wanted = options.only.split(",")
            servers = sorted((s for s in servers if s.name in wanted), key=lambda s: wanted.index(s.name))
        measure(bench, servers, options)
        print_ratios(servers, options)
        print_figures(servers, options)


if __name__ == "__main__":
    end_by(main)
