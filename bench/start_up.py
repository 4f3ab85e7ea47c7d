#!/usr/bin/env python3
"""Measures the time from exec to the first answer of a server with all six services, with and without class archives.

A poller asks the echo every 2 ms. The archive is made in a run of its own, which is not counted.
"""

import argparse
import pathlib
import statistics
import subprocess
import time

from processes import Bench, await_answer, end_by, free_port, java, paloma, stop

SERVICES = ("echo", "uppercase", "prime", "greet", "sink", "upload")
POLL_SECONDS = 0.002


def start(bench, home, jvm):
    """Starts a server and gives it with the seconds that it took to answer."""
    ports = {service: free_port() for service in SERVICES}
    endpoints = [f"{service}=udp://127.0.0.1:{port}" for service, port in ports.items()]
    command = paloma(endpoints, "--admin", "127.0.0.1:0", "--data", str(bench.folder / "data"), jvm=jvm, home=home)
    begin = time.monotonic()
    process = bench.start(command, cpu=None)
    return process, await_answer(ports["echo"], process, every=POLL_SECONDS) - begin


def times(bench, home, jvm, runs):
    found = []
    for _ in range(runs):
        process, seconds = start(bench, home, jvm)
        stop(process)
        found.append(seconds * 1000)
    return found


def archive_of(bench, home, option, name):
    """Has the JVM write an archive of what it loaded, at its end; gives the file, or None where it wrote none."""
    archive = bench.folder / name
    process, _ = start(bench, home, [f"{option}={archive}"])
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        return None
    return archive if archive.exists() else None


def ways(bench, home, major):
    """Each way to start, with its options for the JVM."""
    yield "plain jar", []
    archive = archive_of(bench, home, "-XX:ArchiveClassesAtExit", f"{major}.jsa")
    if archive:
        yield "AppCDS", [f"-XX:SharedArchiveFile={archive}"]
        yield "AppCDS, C1 only", [f"-XX:SharedArchiveFile={archive}", "-XX:TieredStopAtLevel=1"]
    if major >= 25:
        cache = archive_of(bench, home, "-XX:AOTCacheOutput", f"{major}.aot")
        if cache:
            yield "AOT cache (JEP 514)", [f"-XX:AOTCache={cache}"]


def major_of(home):
    text = subprocess.run([java(home), "-version"], capture_output=True, text=True, check=True).stderr
    return int(text.split('"')[1].split(".")[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--jdk", action="append", type=pathlib.Path, help="home of a JDK; may be given again")
    options = parser.parse_args()
    print("| JDK | started by | median ms | least | most |\n| --- | --- | --- | --- | --- |")
    for home in options.jdk or [None]:
        major = major_of(home and str(home))
        with Bench() as bench:
            for name, jvm in ways(bench, home and str(home), major):
                found = times(bench, home and str(home), jvm, options.runs)
                print(f"| {major} | {name} | {statistics.median(found):.0f} | {min(found):.0f} | {max(found):.0f} |",
                      flush=True)


if __name__ == "__main__":
    end_by(main)
