"""Judges a reception by its stretches: what was wrong, how often that could be heard, and whether time was kept."""

import dataclasses

import numpy

from sound.hearing import MOST_SHIFT, Stretch
from sound.noise import RATE

ONE_EVENT = RATE // 50  # what is wrong twice within so many frames is heard once


@dataclasses.dataclass
class Break:
    """What is between two stretches."""

    before: Stretch
    after: Stretch

    @property
    def leap(self):
        """Frames by which the place moved more than time did."""
        return self.after.first - self.before.last - (self.after.start - self.before.end + 1)

    @property
    def audible(self):
        return self.after.start > self.before.end or abs(self.leap) > MOST_SHIFT


@dataclasses.dataclass
class Verdict:
    wrong: float  # share of the source's frames that were not played as sent
    events: int
    events_a_minute: float
    skipped_ms: float  # by which the sound leapt forward: what is left out and closed up makes it shorter
    delayed_ms: float  # by which it leapt back: a pause that was put in, or sound that came again, makes it longer
    longest_event_ms: float
    rate_ppm: float  # by which the source was played faster within stretches; 0 where nothing is resampled


def judge(stretches, begin, end, left_out=()):
    """Judges the source's frames from `begin` on and before `end`, but for the spans that are left out of it."""
    asked = numpy.zeros(end, dtype=bool)
    asked[begin:] = True
    for low, high in left_out:
        asked[max(0, int(low)):max(0, int(high))] = False
    played = numpy.zeros(end, dtype=bool)
    for stretch in stretches:
        played[max(0, round(stretch.first)):max(0, round(stretch.last) + 1)] = True
    breaks = [Break(*pair) for pair in zip(stretches, stretches[1:]) if is_asked(asked, pair[0].last)]
    leaps = [found.leap for found in breaks if found.audible]
    events = joined([(found.before.end, found.after.start) for found in breaks if found.audible])
    frames = max(1, int(asked.sum()))
    ended = bool(stretches) and stretches[-1].last + 1 >= end
    return Verdict(
        wrong=1 - played[asked].sum() / frames,
        events=len(events) + (not ended),
        events_a_minute=(len(events) + (not ended)) * 60 * RATE / frames,
        skipped_ms=sum(leap for leap in leaps if leap > 0) * 1000 / RATE,
        delayed_ms=-sum(leap for leap in leaps if leap < 0) * 1000 / RATE,
        longest_event_ms=max((after - before for before, after in events), default=0) * 1000 / RATE,
        rate_ppm=rate_ppm(stretches),
    )


def is_asked(asked, place):
    return 0 <= place < len(asked) and asked[int(place)]


def joined(spans):
    """Spans that follow each other within 20 ms are one."""
    events = []
    for start, end in spans:
        if events and start - events[-1][1] < ONE_EVENT:
            events[-1] = (events[-1][0], end)
        else:
            events.append((start, end))
    return events


def rate_ppm(stretches):
    frames = sum(stretch.end - stretch.start - 1 for stretch in stretches)
    moved = sum(stretch.last - stretch.first for stretch in stretches)
    return (moved / frames - 1) * 1e6 if frames else 0
