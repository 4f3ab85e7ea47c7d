#!/usr/bin/env python3
"""Moves files over bad links, with paloma, with kernel TCP and with QUIC, and prints the tables of docs/performance.md.

The links are made here, of two network namespaces and the kernel's netem, or of the program that LINKSIM names where
the kernel has none: that takes root. Each transfer has a link and a server of its own; the contestants take turns in
each round, with the same seed, and the median over the rounds is told.
"""

import argparse
import pathlib
import shlex
import statistics
import sys

from contestants import Load, find_contestants, find_contestants_here, random_file
from links import PROFILES, Here, find_link, print_command
from processes import Bench, end_by, machine, refuse
from sharing import print_fairness, print_neighbours
from tables import row, rule, say, spread
from turns import WARM_TIMES, take_turn

CONTESTANTS = ("tcp-cubic", "tcp-bbr", "paloma", "paloma-jar")
BEFORE = ("before", "before-jar")
QUIC = ("quic-cubic", "quic-bbr")
POLITE = ("paloma-polite",)
WARM_MEGABYTES = 200
LOOPBACK_MEGABYTES = 1000
LOOPBACK_CONTESTANTS = ("tcp-cubic", "quic-cubic", "paloma")


def print_profiles(bench, options):
    """The table of the profiles: what share of the possible each contestant reaches, and at what cost."""
    kind = find_link(options.link)
    contestants = find_contestants(
        options.only or CONTESTANTS, bench.compile("bulk", "bulk.c", folder="link"), options.before)
    profiles = [PROFILES[name] for name in options.profiles]
    turns = {(profile.name, contestant.name): [] for profile in profiles for contestant in contestants}
    for count in range(options.rounds):
        for profile in profiles:
            for contestant in in_turn(contestants, count):
                turns[profile.name, contestant.name].append(
                    one_turn(bench, kind, profile, contestant, options, seed=options.seed + count))
        say(f"round {count + 1} of {options.rounds}")
    print_head(options, kind, f"warmed by {WARM_TIMES} x {WARM_MEGABYTES} MB beside the link" if options.warm else "cold")
    print_shares(turns, profiles, contestants, options)
    if not options.again:  # then the links have counted both times
        print_costs(turns, profiles, contestants)
    return all(turn for found in turns.values() for turn in found)


def in_turn(contestants, count):
    shift = count % len(contestants)
    return contestants[shift:] + contestants[:shift]


def one_turn(bench, kind, profile, contestant, options, seed):
    load = Load(options.way, load_of(bench, options.megabytes or profile.megabytes, options.files), options.longest)
    warm_file = file_of(bench, WARM_MEGABYTES, "warm") if options.warm else None
    return take_turn(lambda turn: kind(turn, profile, seed), contestant, load, warm_file, options.again)


def load_of(bench, megabytes, files):
    """A random file, or a folder of so many that are as large together."""
    if not files:
        return file_of(bench, megabytes)
    folder = bench.folder / f"folder-{megabytes}"
    if not folder.exists():
        folder.mkdir()
        for number in range(files):
            random_file(folder, f"file-{number}", megabytes / files)
    return folder


def file_of(bench, megabytes, name="random"):
    """A random file of that size, made when it is wanted first."""
    name = f"{name}-{megabytes}"
    file = bench.folder / name
    return file if file.exists() else random_file(bench.folder, name, megabytes)


def print_head(options, kind, server):
    print_command(kind, f"link: {kind.__name__.lower()}; way: {options.way}; rounds: {options.rounds}; the server of"
                  f" paloma is {server}")


def print_shares(turns, profiles, contestants, options):
    row("profile", "", "MB", *(contestant.name for contestant in contestants), "to reach")
    rule(4 + len(contestants))
    for profile in profiles:
        found = [done(turns[profile.name, contestant.name]) for contestant in contestants]
        shares = [spread([turn.share(profile) for turn in rows], "{:.2f}") for rows in found]
        row(profile.name, profile.told(), options.megabytes or profile.megabytes, *shares,
            f"{profile.warm_goal if options.warm else profile.cold_goal:.2f}")


def print_costs(turns, profiles, contestants):
    print()
    row("profile", "program", "Mbit/s", "s", "s of the process", "wire", "back", "overflowed", "lost", "sent again",
        "CPU s client", "CPU s server", "failed")
    rule(13)
    for profile in profiles:
        for contestant in contestants:
            row(profile.name, contestant.name, *costs(turns[profile.name, contestant.name], profile))


def costs(turns, profile):
    rows = done(turns)
    failed = f"{len(turns) - len(rows)} of {len(turns)}"
    if not rows:
        return [""] * 10 + [failed]
    return [
        median("{:.1f}", (turn.mbit for turn in rows)),
        median("{:.2f}", (turn.seconds for turn in rows)),
        median("{:.2f}", (turn.wall_seconds for turn in rows)),
        median("{:.3f}", (turn.wire(profile) for turn in rows)),
        median("{:.2%}", (turn.back_share for turn in rows)),
        median("{:.0f}", (turn.there["overflowed"] for turn in rows)),
        median("{:.0f}", (turn.there["lost"] for turn in rows)),
        median("{:.2%}", (turn.again_share for turn in rows if turn.again_share is not None)),
        median("{:.2f}", (turn.client_cpu for turn in rows)),
        median("{:.2f}", (turn.server_cpu for turn in rows)),
        failed,
    ]


def done(turns):
    return [turn for turn in turns if turn]


def median(form, values):
    values = list(values)
    return form.format(statistics.median(values)) if values else ""


def print_loopback(bench, options):
    """One large file over 127.0.0.1."""
    contestants = find_contestants_here(
        options.only or LOOPBACK_CONTESTANTS, bench.compile("bulk", "bulk.c", folder="link"), options.before)
    load = Load(options.way, file_of(bench, options.megabytes or LOOPBACK_MEGABYTES), options.longest)
    warm_file = file_of(bench, WARM_MEGABYTES, "warm") if options.warm else None
    turns = {contestant.name: [] for contestant in contestants}
    for count in range(options.rounds):
        for contestant in in_turn(contestants, count):
            turns[contestant.name].append(take_turn(lambda turn: Here(), contestant, load, warm_file))
        say(f"round {count + 1} of {options.rounds}")
    print(f"    bench/transfer.py {shlex.join(sys.argv[1:])}\n\n{machine()}; {load.bytes / 1e6:.0f} MB by {options.way};"
          f" rounds: {options.rounds}; TCP and QUIC keep no file and check nothing.\n")
    print_loopback_rows(turns)
    return all(turn for found in turns.values() for turn in found)


def print_loopback_rows(turns):
    row("program", "s", "s of the process", "Gbit/s", "CPU s client", "CPU s server", "failed")
    rule(7)
    for name, found in turns.items():
        rows = done(found)
        row(name, spread([turn.seconds for turn in rows], "{:.2f}"),
            median("{:.2f}", (turn.wall_seconds for turn in rows)),
            median("{:.2f}", (turn.mbit / 1000 for turn in rows)),
            median("{:.2f}", (turn.client_cpu for turn in rows)),
            median("{:.2f}", (turn.server_cpu for turn in rows)), f"{len(found) - len(rows)} of {len(found)}")


def print_shared(bench, options):
    """Several at once on one link."""
    kind = find_link(options.link)
    names = options.only or (("tcp-bbr", "paloma") if options.neighbour else CONTESTANTS[:3])
    bulk = bench.compile("bulk", "bulk.c", folder="link")
    flows = bench.compile("flows", "flows.c", folder="link")
    contestants = find_contestants(names, bulk, options.before)
    print_head(options, kind, "cold")
    show = print_neighbours if options.neighbour else print_fairness
    return show(bench, kind, contestants, bulk, flows, options, file_of)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--neighbour", action="store_true", help="a TCP CUBIC download on wan, alone and beside a transfer")
    mode.add_argument("--fair", type=int, nargs="?", const=2, metavar="COUNT",
                      help="so many transfers of one kind at once on wan (2)")
    mode.add_argument("--loopback", action="store_true", help="1 GB over 127.0.0.1; needs no root")
    parser.add_argument("--profiles", type=words, default=list(PROFILES), help=f"some of {','.join(PROFILES)} (all)")
    parser.add_argument("--only", type=words, help=f"some of {','.join(CONTESTANTS + QUIC)}; -jar is started by java -jar"
                        " alone, paloma by the launcher")
    parser.add_argument("--before", type=pathlib.Path, metavar="TREE",
                        help=f"another tree, with its jars: --only may name {' and '.join(BEFORE)} too")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--get", dest="way", action="store_const", const="get", default="put",
                        help="the server sends, not the client")
    parser.add_argument("--warm", action="store_true",
                        help=f"{WARM_TIMES} x {WARM_MEGABYTES} MB go to paloma's server first, beside the link")
    parser.add_argument("--again", action="store_true",
                        help="the client puts the file twice over each link; the second time is measured")
    parser.add_argument("--megabytes", type=int, help="size of the file (50; slow 10; loopback 1000)")
    parser.add_argument("--files", type=int, help="so many files that are as large together, by one client; paloma only")
    parser.add_argument("--longest", type=float, default=60,
                        help="seconds after which TCP is judged by what it has moved, and the others have failed (60)")
    parser.add_argument("--seconds", type=float, default=15, help="how long two share the link (15)")
    parser.add_argument("--queue", type=float, default=PROFILES["wan"].queue_ms,
                        help="how much the bottleneck of a shared link buffers, in ms (50)")
    parser.add_argument("--seed", type=int, default=1, help="of the link in the first round (1); linksim only")
    parser.add_argument("--link", choices=("netem", "linksim"), help="which link, where there are both (netem)")
    return parser.parse_args()


def words(text):
    return text.split(",")


def check(options):
    for given, known in ((options.profiles, PROFILES), (options.only or (), CONTESTANTS + POLITE + QUIC + (BEFORE if options.before else ()))):
        for name in given:
            if name not in known:
                refuse(f"There is no {name}: say some of {','.join(known)}.")


def main():
    options = read_options()
    check(options)
    with Bench() as bench:
        if options.loopback:
            return print_loopback(bench, options)
        if options.neighbour or options.fair:
            return print_shared(bench, options)
        return print_profiles(bench, options)


if __name__ == "__main__":
    end_by(main)
