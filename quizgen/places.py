"""The order of learning: that of the bank, the questions on one fact apart, and the same from release to release."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from quizgen.model.item import Item

APART = 20
"""So many facts later comes the next question on a fact: about as many new cards as Anki shows in a day."""
STEP = 10
"""Between two places there is room for later releases."""


def learning_order(items: Iterable[Item]) -> list[Item]:
    """Return the items in the order of their facts, bank by bank, each further question on a fact some facts later."""
    banks: dict[str, dict[str, list[Item]]] = defaultdict(dict)
    for item in items:
        banks[item.bank].setdefault(item.fact, []).append(item)
    return [item for facts in banks.values() for item in _apart(facts.values())]


def _apart(facts: Iterable[Sequence[Item]]) -> list[Item]:
    spread = [(number + nth * APART, nth, item) for number, fact in enumerate(facts) for nth, item in enumerate(fact)]
    return [item for *_, item in sorted(spread, key=lambda one: one[:2])]


def placed(ids: Sequence[str], before: Mapping[str, int]) -> dict[str, int]:
    """Return a place for each id, rising in their order; as many as can be keep the place they had `before`.

    What moved, or is new, gets a place between its neighbours; where there is no room between them, that of the one
    before it.
    """
    kept = _rising([(number, before[name]) for number, name in enumerate(ids) if name in before])
    places: dict[str, int] = {}
    start, low = 0, 0
    for at, place in [*kept, (len(ids), None)]:
        gap = ids[start:at]
        high = low + STEP * (len(gap) + 1) if place is None else place
        for number, name in enumerate(gap, 1):
            places[name] = low + (high - low) * number // (len(gap) + 1)
        if place is not None:
            places[ids[at]] = low = place
        start = at + 1
    return places


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs whose second numbers never fall: a longest such subsequence, by patience sorting."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int | None] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_right(tops, place)
        previous.append(ends[pile - 1] if pile else None)
        tops[pile : pile + 1] = [place]
        ends[pile : pile + 1] = [number]
    chosen: list[tuple[int, int]] = []
    at = ends[-1] if ends else None
    while at is not None:
        chosen.append(pairs[at])
        at = previous[at]
    return chosen[::-1]
