"""The formulas of the item analysis, on plain numbers; where they come from stands in `statistics`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import floor, fsum, sqrt

FEWEST_CORRELATED, FEWEST_GROUPED = 3, 4
"""Through two points there is always a line; 27% of three is no group."""
TAIL = 0.27
Tails = tuple[list[float], list[float]]
"""Of each sheet how much of it, from 0 to 1, is among the best and among the last 27%."""


def mean(values: Sequence[float]) -> float | None:
    """Return the arithmetic mean; None of nothing."""
    return fsum(values) / len(values) if values else None


def variance(values: Sequence[float]) -> float:
    """Return the variance of a whole population, exactly 0 where all values are the same."""
    middle = fsum(values) / len(values)
    return fsum((value - middle) ** 2 for value in values) / len(values) if len(set(values)) > 1 else 0.0


def correlation(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """Return Pearson's correlation (point-biserial where `ones` are 0 and 1), None where it has no value."""
    if len(ones) < FEWEST_CORRELATED or len(set(ones)) < 2 or len(set(others)) < 2:
        return None
    one, other = fsum(ones) / len(ones), fsum(others) / len(others)
    together = fsum((a - one) * (b - other) for a, b in zip(ones, others, strict=True)) / len(ones)
    return together / sqrt(variance(ones) * variance(others))


def tails(scores: Sequence[float]) -> Tails:
    """Return how much of each sheet is among the best and among the last 27% (at least one sheet).

    Sheets that are level at the border share the places left, so that the order of the sheets changes nothing. All are
    0 for fewer than four sheets, and where all scores are the same.
    """
    if len(scores) < FEWEST_GROUPED or len(set(scores)) < 2:
        return [0.0] * len(scores), [0.0] * len(scores)
    size = max(1, floor(TAIL * len(scores) + 0.5))
    return _best(scores, size), _best([-score for score in scores], size)


def _best(scores: Sequence[float], size: int) -> list[float]:
    weights: dict[float, float] = {}
    left = float(size)
    for score, level in groupby(sorted(scores, reverse=True)):
        count = len(list(level))
        weights[score] = min(1.0, left / count)
        left -= count * weights[score]
    return [weights[score] for score in scores]


def reliability(rows: Sequence[Mapping[str, float]]) -> tuple[float | None, str]:
    """Return KR-20 of the rows, each with the points of a sheet by item; None and why where it has no value.

    Where items differ in points it is coefficient alpha. It can be negative: then the items do not measure one thing.
    """
    if len(rows) < 2:
        return None, "it takes at least two complete sheets"
    items = rows[0].keys()
    if any(row.keys() != items for row in rows):
        return None, "the forms have different questions"
    if len(items) < 2:
        return None, "it takes at least two questions"
    whole = variance([fsum(row.values()) for row in rows])
    if not whole:
        return None, "all complete sheets have the same score"
    parts = fsum(variance([row[item] for row in rows]) for item in items)
    return len(items) / (len(items) - 1) * (1 - parts / whole), ""
