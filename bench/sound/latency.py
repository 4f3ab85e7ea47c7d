"""How long a frame takes from the leaving of its packet to its playing."""

import numpy

from sound.hearing import places_of
from sound.noise import RATE


def latencies(stretches, packets, frames, nanos):
    """In ms, of the pieces that came out as sent: `frames` begin them and sound at `nanos`.

    What a frame is later in its packet than the first one is none of its latency: it is played so much later too.
    """
    places = places_of(stretches, frames)
    right = ~numpy.isnan(places) & (places > packets.firsts[0] - 0.5)
    places, nanos = places[right], nanos[right]
    carrier = numpy.searchsorted(packets.firsts, places + 0.5, "right") - 1
    behind = (places - packets.firsts[carrier]) * 1e9 / RATE
    return (nanos - packets.nanos[carrier] - behind) / 1e6


def moments(stretches, frames, nanos):
    """Places in the source and when they were heard, of the pieces that came as sent; places ascend."""
    places = places_of(stretches, frames)
    right = ~numpy.isnan(places)
    places, nanos = places[right], nanos[right]
    ahead = places == numpy.maximum.accumulate(places)
    return places[ahead], nanos[ahead]
