"""At which place among its sorted options the key stands: over many questions at each as often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from quizgen.asking.choosing import MASK

PLACES = 4
ROUNDS = 30
EVEN = (1.0,) * PLACES
Limits = tuple[int, int]
"""The lowest and the highest place that a key can have: nothing may be left to offer before or after it."""


def weights(limits: Iterable[Limits]) -> tuple[float, ...]:
    """Return how heavy each place must weigh where it is open, so that over all keys the places are even.

    Found by iterative proportional fitting (Deming and Stephan 1940): weigh down a place that comes too often, again
    and again. What cannot be evened out, since most keys can have no other place, stays uneven.
    """
    counts, found = Counter(limits), list(EVEN)
    for _ in range(ROUNDS):
        share = [0.0] * PLACES
        for (low, high), count in counts.items():
            total = sum(found[low : high + 1])
            for place in range(low, high + 1):
                share[place] += count * found[place] / total
        mean = sum(share) / PLACES
        found = [min(50.0, max(0.02, w * mean / s)) if s else w for w, s in zip(found, share, strict=True)]
    return tuple(found)


def place(weighed: Sequence[float], limits: Limits, start: int) -> int:
    """Return the place that `start` (a `draw`) picks within the limits."""
    low, high = limits
    left = start / (MASK + 1) * sum(weighed[low : high + 1])
    for found in range(low, high):
        left -= weighed[found]
        if left < 0:
            return found
    return high


def limits(before: float, after: float) -> Limits:
    """Return the limits of a key with room for so many options before and after it."""
    low, high = max(0, PLACES - 1 - int(after)), min(PLACES - 1, int(before))
    return (low, high) if low <= high else (high, low)
