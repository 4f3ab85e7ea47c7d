"""Prints Markdown tables."""

import statistics
import sys


def say(text):
    print(text, file=sys.stderr, flush=True)


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def rule(columns):
    row(*["---"] * columns)


def spread(values, form):
    """The median, and the least and the most where there are several."""
    if not values:
        return "failed"
    middle = form.format(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({form.format(min(values))} to {form.format(max(values))})"
