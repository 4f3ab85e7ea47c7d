#!/usr/bin/env python3
"""Sleeps 2 ms at a time until SIGTERM and writes down when it woke late, and by how much: canary.py FILE.

What stands still with it is the machine's own doing, and nobody's who is measured.
"""

import json
import signal
import sys
import time

SLEEP_NANOS = 2_000_000
LATE_NANOS = 5_000_000


def watch(late):
    while True:
        began = time.monotonic_ns()
        time.sleep(SLEEP_NANOS / 1e9)
        woke = time.monotonic_ns()
        if woke - began - SLEEP_NANOS > LATE_NANOS:
            late.append([began + SLEEP_NANOS, woke])


def main(file):
    late = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        watch(late)
    finally:
        with open(file, "w") as out:
            json.dump(late, out)


if __name__ == "__main__":
    main(sys.argv[1])
