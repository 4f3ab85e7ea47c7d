"""Tells of each frame that came out which frame of the source it is, or none, following a slow resampler."""

import dataclasses

import numpy

from sound.noise import LOUDNESS, RATE

BLOCK = 128  # frames that are taken to have one rate
CHUNK = 8_192  # frames that are compared at once where nothing is resampled
WINDOW = 512  # frames by which a place is looked for
STEP = 64  # frames from one look to the next
NEAR, WIDE = RATE // 5, 2 * RATE  # how far around the place that is expected it is looked for: often, and now and then
FAR_LOOKS = RATE // 4 // STEP  # after so many looks the whole source is searched,
FIRST_LOOKS = (0, 4, 8, 16, 32, 64)  # and at these too where nothing has been found yet
TOLERANCE = 0.04 * LOUDNESS  # of a frame that was resampled: what is made up comes as near once in a thousand times
MOST_SHIFT = 0.3  # frames from block to block that are a change of rate still, and no jump
MOST_RATE_OFF = 0.006  # a receiver that is off comes back in step by half a percent; what is faster is no resampling


@dataclasses.dataclass
class Stretch:
    """Frames in a row that are right, as points on their way: a frame that came out, and its place in the source."""

    points: list

    @property
    def start(self):
        return self.points[0][0]

    @property
    def end(self):
        return self.points[-1][0] + 1

    @property
    def first(self):
        return self.points[0][1]

    @property
    def last(self):
        return self.points[-1][1]


class Listener:
    """Goes through what came out, from one stretch to the next."""

    def __init__(self, source, heard):
        self.source = source
        self.heard = numpy.asarray(heard, dtype=numpy.int32)

    def stretches(self):
        found = []
        while True:
            start, offset = (found[-1].end, found[-1].last + 1 - found[-1].end) if found else (0, None)
            place = self.next_place(start, offset)
            if place is None:
                return found
            found.append(self.stretch(start, *place))

    def next_place(self, start, offset):
        """The next frame whose place is known, that place and the rate: of a stretch that goes on, or of another."""
        looks = 0
        for frame in range(start, len(self.heard) - WINDOW, STEP):
            if not self.heard[frame:frame + STEP].any():
                continue
            if offset is not None and (line := self.fit(frame, frame + offset, 1, STEP)):
                return frame, *line
            guess = self.guess(frame, offset, looks)
            looks += 1
            if guess is not None and (line := self.fit(frame, guess, 1, STEP)):
                return frame, *line
        return None

    def guess(self, frame, offset, looks):
        piece = self.heard[frame:frame + WINDOW]
        if looks % FAR_LOOKS == FAR_LOOKS - 1 or offset is None and looks in FIRST_LOOKS:
            return self.source.find(piece, 0, self.source.frames)
        if offset is not None and looks % 2 == 0:
            place, around = int(frame + offset), WIDE if looks % 8 == 6 else NEAR
            return self.source.find(piece, place - around, place + around)
        return None

    def stretch(self, least, frame, place, rate):
        """What is right around a frame whose place is known, back to `least` at most."""
        back = min(frame - least, int(place), 4 * WINDOW)
        right = self.is_right(frame - back, place + rate * numpy.arange(-back, 0))
        wrong = numpy.flatnonzero(~right)
        begin = int(frame - back + (wrong[-1] + 1 if len(wrong) else 0))
        return Stretch([(begin, place - rate * (frame - begin)), *self.follow(frame, place, rate)])

    def follow(self, frame, place, rate):
        """What is right from here on, to its last frame."""
        points = []
        while frame < len(self.heard):
            points.append((frame, place))
            equal = self.equal_frames(frame, round(place)) if abs(place - round(place)) < 0.02 else 0
            if equal >= BLOCK:
                frame, place, rate = frame + equal, round(place) + equal, 1
                continue
            line = self.fit(frame, place, rate, BLOCK)
            if line is None:
                right = self.is_right(frame, place + rate * numpy.arange(min(BLOCK, len(self.heard) - frame)))
                more = int(numpy.argmin(right)) if not right.all() else len(right)
                return [*points, (frame + more - 1, place + rate * (more - 1))]
            frame, place, rate = frame + BLOCK, line[0] + line[1] * BLOCK, line[1]
        return [*points, (frame - 1, place - rate)]

    def equal_frames(self, frame, place):
        """How many frames from here on are those of the source, to a step (a player may round, or dither)."""
        many = min(CHUNK, len(self.heard) - frame, self.source.frames - place)
        if many <= 0 or place < 0:
            return 0
        off = numpy.abs(self.heard[frame:frame + many] - self.source.exact[place:place + many]).max(axis=1) > 1
        return int(numpy.argmax(off)) if off.any() else many

    def fit(self, frame, place, rate, many):
        """Place and rate at which all these frames are right, near those that are given, or None."""
        block = self.heard[frame:frame + many]
        if len(block) < many or not 0 <= place < self.source.frames - many:
            return None
        ticks = numpy.arange(many)
        first = place
        for _ in range(4):
            places = place + rate * ticks
            off = block - self.source.at(places)
            if numpy.abs(off).max() <= TOLERANCE / 8:
                break
            shift, turn = least_squares(self.source.slope(places), off, ticks)
            place, rate = place + shift, rate + turn
            if abs(place - first) > 2 or abs(rate - 1) > 2 * MOST_RATE_OFF:
                return None
        most = MOST_SHIFT if many == BLOCK else 1
        near = abs(place - first) <= most and abs(rate - 1) <= MOST_RATE_OFF
        return (place, rate) if near and self.is_right(frame, place + rate * ticks).all() else None

    def is_right(self, frame, places):
        if not len(places):
            return numpy.ones(0, dtype=bool)
        off = self.heard[frame:frame + len(places)] - self.source.at(places)
        return numpy.abs(off).max(axis=1) <= TOLERANCE


def least_squares(slopes, off, ticks):
    """By how much place and rate are to change for `off` to become least."""
    turned = slopes * ticks[:, None]
    a, b, c = (slopes * slopes).sum(), (slopes * turned).sum(), (turned * turned).sum()
    x, y = (slopes * off).sum(), (turned * off).sum()
    divisor = a * c - b * b
    return ((x * c - y * b) / divisor, (y * a - x * b) / divisor) if divisor > 0 else (0, 0)


def places_of(stretches, frames):
    """The places of frames that came out; not a number where they were wrong."""
    if not stretches:
        return numpy.full(len(frames), numpy.nan)
    points = [point for stretch in stretches for point in stretch.points]
    places = numpy.interp(frames, *zip(*points))
    index = numpy.searchsorted([stretch.start for stretch in stretches], frames, "right") - 1
    ends = numpy.array([stretch.end for stretch in stretches])
    return numpy.where((index >= 0) & (frames < ends[index]), places, numpy.nan)
