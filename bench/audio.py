#!/usr/bin/env python3
"""Sends sound over bad links, by paloma and by others, and prints the tables of docs/performance.md.

Noise is sent, of which each frame can be told from each other, and what the receiver writes to its standard output is
compared with it frame by frame. The links are those of transfer.py, and take root as they do.
"""

import argparse
import dataclasses
import importlib.util
import json
import statistics

from links import Netem, Profile, find_link, print_command
from processes import Bench, end_by, jar, lack, refuse, take_priority
from tables import row, rule, say, spread

if not importlib.util.find_spec("numpy"):
    lack("No numpy found: install Debian's python3-numpy and run this with the Python that has it, /usr/bin/python3.")

from sound import hearing_test
from sound.listening import BEGIN_SECONDS, TAIL_SECONDS, take_turn
from sound.noise import noise, write_wav
from sound.players import Paloma, find_peers
from sound.source import Source

PROFILES = {profile.name: profile for profile in (
    Profile("clean", 1000, 5),
    Profile("wifi", 1000, 5, jitter_ms=8, loss=0.5),
    Profile("lossy", 1000, 20, jitter_ms=5, overtaking=False, loss=5),
    Profile("bursty", 1000, 20, burst=(3, 5)),
    Profile("spiky", 1000, 10, spike=(0.02, 120)),
)}
LATENCIES = (60, 120, 200)
PRIORITY = -10  # what else the machine does comes after what is measured, for all alike


def measure(bench, kind, options):
    """Each profile, program and latency in turn, all with the same seed in a round; None stands for what failed."""
    sound = noise(BEGIN_SECONDS + options.seconds + TAIL_SECONDS, options.seed)
    wav, source = bench.folder / "noise.wav", Source(sound)
    write_wav(wav, sound)
    rows = {}
    for count in range(options.rounds):
        for profile in (PROFILES[name] for name in options.profiles):
            for player in [Paloma(options.wire, options.redundancy), *find_peers(options.peers)]:
                for latency_ms in options.latencies:
                    turn = take_turn(kind, profile, player, latency_ms, options.seed + count, wav, source)
                    rows.setdefault((profile, player.name, latency_ms), []).append(turn)
                    say(told(profile, player, latency_ms, turn))
    return rows


def told(profile, player, latency_ms, turn):
    found = f"{turn.wrong:.2%} wrong, {turn.events_a_minute:.0f} events/min" if turn else "failed"
    return f"{profile.name}, {player.name}, {latency_ms} ms: {found}"


def print_heard(rows):
    row("profile", "", "program", "latency set, ms", "had, ms", "not as sent", "events/min", "skipped, ms",
        "delayed, ms", "not as sent, calm", "events/min, calm", "stood still, ms", "failed")
    rule(13)
    for (profile, program, latency_ms), turns in rows.items():
        done = [turn for turn in turns if turn]
        row(profile.name, profile.told(), program, latency_ms,
            median("{:.1f}", done, "had_ms"), spread([turn.wrong for turn in done], "{:.3%}"),
            spread([turn.events_a_minute for turn in done], "{:.0f}"), median("{:.1f}", done, "skipped_ms"),
            median("{:.1f}", done, "delayed_ms"), median("{:.3%}", done, "calm_wrong"),
            median("{:.0f}", done, "calm_events_a_minute"),
            f"{max((turn.canary_worst_ms for turn in done), default=0):.0f}",
            f"{len(turns) - len(done)} of {len(turns)}")


def print_costs(rows):
    print()
    row("profile", "program", "latency set, ms", "bytes over PCM", "bytes back", "CPU s/min sender", "receiver",
        "steady sender", "receiver", "MB sender", "receiver")
    rule(11)
    for (profile, program, latency_ms), turns in rows.items():
        done = [turn for turn in turns if turn]
        row(profile.name, program, latency_ms, median("{:.1%}", done, "there_over_pcm"),
            median("{:.2%}", done, "back_over_pcm"),
            *(median("{:.2f}", done, name) for name in (
                "sender_cpu", "receiver_cpu", "sender_steady_cpu", "receiver_steady_cpu")),
            *(median("{:.0f}", done, name) for name in ("sender_megabytes", "receiver_megabytes")))


def median(form, turns, name):
    values = [getattr(turn, name) for turn in turns if getattr(turn, name) is not None]
    return form.format(statistics.median(values)) if values else ""


def write_json(file, rows):
    turns = [dataclasses.asdict(turn) for found in rows.values() for turn in found if turn]
    with open(file, "w") as out:
        json.dump(turns, out, indent=1)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--selftest", action="store_true", help="checks the judge by known faults; needs no root")
    parser.add_argument("--profiles", type=words, default=list(PROFILES), help=f"some of {','.join(PROFILES)} (all)")
    parser.add_argument("--latencies", type=numbers, default=list(LATENCIES), help="in ms (60,120,200)")
    parser.add_argument("--seconds", type=float, default=60, help="of sound that are judged (60)")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--wire", choices=("rtp", "raw"), default="rtp", help="between paloma and paloma (rtp)")
    parser.add_argument("--redundancy", type=int, default=0, help="packets that paloma's packets carry once more (0)")
    parser.add_argument("--peers", type=words, default=[], help="some of ffmpeg,gst, to be measured beside paloma")
    parser.add_argument("--seed", type=int, default=1, help="of the noise, and of the link in the first round (1)")
    parser.add_argument("--link", choices=("netem", "linksim"), help="which link, where there are both (netem)")
    parser.add_argument("--json", metavar="FILE", help="where each stream's figures go")
    return parser.parse_args()


def words(text):
    return text.split(",")


def numbers(text):
    return [int(word) for word in words(text)]


def check(options, kind):
    for name in options.profiles:
        if name not in PROFILES:
            refuse(f"There is no {name}: say some of {','.join(PROFILES)}.")
        if kind is Netem and PROFILES[name].spike:
            refuse(f"netem never stands still: for {name} say --link linksim, or leave it out of --profiles.")
    find_peers(options.peers)
    jar("audio")


def main():
    options = read_options()
    if options.selftest:
        return hearing_test.run()
    kind = find_link(options.link)
    check(options, kind)
    take_priority(PRIORITY)
    with Bench() as bench:
        rows = measure(bench, kind, options)
    print_command(kind, f"link: {kind.__name__.lower()}; wire: {options.wire}; {options.seconds:g} s a stream; rounds:"
                  f" {options.rounds}; all at priority {PRIORITY}")
    print_heard(rows)
    print_costs(rows)
    if options.json:
        write_json(options.json, rows)
    return all(turn for turns in rows.values() for turn in turns)


if __name__ == "__main__":
    end_by(main)
