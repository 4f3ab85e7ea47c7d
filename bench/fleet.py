#!/usr/bin/env python3
"""Proves that several servers on one folder, behind nginx, act as one while they are killed, stopped and restarted.

(a) many transfers while random servers are killed and started again, (b) a rolling restart under a steady load, (c) a
server that stands still in the middle of a put, (d) a chat over a bus that is killed too, (e) limits count true clients,
(f) a server that stands still is left. Each proof makes its own namespaces, servers and nginx. Needs root, and Debian's
nginx, libnginx-mod-stream and, for (d), redis-server.
"""

import argparse
import os
import sys
import time

import replicas
from fleet_chat import chat
from fleet_files import killed, stopped, woken
from fleet_load import limits, rolling
from processes import Bench, end_by, machine, refuse, take_priority
from tables import row, rule, say

PROOFS = {"a": killed, "b": rolling, "c": woken, "d": chat, "e": limits, "f": stopped}


def prove(names, options):
    results = []
    for name in names:
        began = time.monotonic()
        say(f"({name}) {PROOFS[name].__doc__.partition(') ')[2].strip()}")
        with Bench() as bench:
            results += PROOFS[name](bench, options)
        say(f"({name}) took {time.monotonic() - began:.0f} s")
    return results


def verdict(result, options):
    return "ok" if result.good else "too slow" if options.unhurried and result.is_timed else "MISSED"


def print_results(results, options):
    print(f"    sudo bench/{os.path.basename(sys.argv[0])} {' '.join(sys.argv[1:])}\n\n{machine()}.\n")
    row("proof", "what", "measured", "bound", "")
    rule(5)
    for result in results:
        row(result.proof, result.what, result.measured, result.bound, verdict(result, options))


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("proofs", nargs="*", default=list(PROOFS), help=f"some of {' '.join(PROOFS)} (all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--transfers", type=int, default=20, help="(a) how many at once (20)")
    parser.add_argument("--kills", type=int, default=50, help="(a) how many (50)")
    parser.add_argument("--pause", type=float, default=2, help="(a) s between two kills, at most (2)")
    parser.add_argument("--megabytes", type=int, default=50, help="(a, c, f) size of a file (50)")
    parser.add_argument("--limit", default="6mbit", help="(a, c, f) rate of a transfer (6mbit)")
    parser.add_argument("--asleep", type=float, default=60, help="(c) s that the server stands still (60)")
    parser.add_argument("--rounds", type=int, default=3, help="(f) how often a server is stopped (3)")
    parser.add_argument("--outage", type=float, default=20, help="(d) s that Redis is away (20)")
    parser.add_argument("--nice", type=int, default=0, help="priority of all this before or after the machine's other work")
    parser.add_argument("--unhurried", action="store_true", help="what depends on how busy the machine is, is only told")
    return parser.parse_args()


def main():
    options = read_options()
    for name in options.proofs:
        if name not in PROOFS:
            refuse(f"There is no {name}: say some of {' '.join(PROOFS)}.")
    replicas.require()
    take_priority(options.nice)
    results = prove(options.proofs, options)
    print_results(results, options)
    return all(verdict(result, options) != "MISSED" for result in results)


if __name__ == "__main__":
    end_by(main)
