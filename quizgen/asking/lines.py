"""The facts of one relation in a row, and which of them share what: for finding those near one of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, TypeVar

from quizgen.asking.nearness import FAME, LOOK, SHARED, TIME, Look, fame_of, in_fame, in_look, in_time, look, year_of
from quizgen.model.fact import Fact

T = TypeVar("T")
OTHERS = 3
EVEN_SHARE = 1 / (1 + OTHERS)
EVEN = 0.3, EVEN_SHARE
"""How often to ask for the longest and the shortest: too few shorter names are at hand for some of the keys."""
Extreme = Literal["longest", "shortest", "neither"]
"""Where the key stands among the options by its length."""
FEW = 64
"""A column of no more different answers than this is a closed class, such as countries or prizes."""


class Line:
    """The facts of one relation in order of time (or of the bank, where dates are missing), and where each stands."""

    def __init__(self, facts: Sequence[Fact], identity: Callable[[str], str]) -> None:
        self.facts, self._identity = tuple(sorted(facts, key=_time)), identity
        self.position = {fact.id: n for n, fact in enumerate(self.facts)}

    def around(self, here: int, reach: int) -> list[int]:
        """Return the places up to `reach` away from a place, on each side."""
        return [*range(max(0, here - reach), here), *range(here + 1, min(len(self.facts), here + 1 + reach))]

    def sharing(self, index: int, here: int, reach: int) -> Sequence[int]:
        """Return the nearest places, up to `reach` on each side, whose facts hold the same text in the mark."""
        places = self._sharers(index).get(self.facts[here].answers[index].text)
        if places is None:
            return ()
        mine = bisect_left(places, here)
        return [*places[max(0, mine - reach) : mine], *places[mine + 1 : mine + 1 + reach]]

    def nearness(self, here: int, others: Sequence[int], index: int, sharing: int) -> list[float]:
        """Return how near other places are to one, as answers in the mark; the first `sharing` share something."""
        looks, years, fames = self._looks_of(index), self._years, self._fames
        look, year, fame = looks[here], years[here], fames[here]
        found = []
        for count, other in enumerate(others):
            total, weights = LOOK * in_look(look, looks[other]), LOOK + SHARED
            if count < sharing:
                total += SHARED
            if (time := in_time(year, years[other])) == time:  # not NaN
                total, weights = total + TIME * time, weights + TIME
            if (known := in_fame(fame, fames[other])) == known:
                total, weights = total + FAME * known, weights + FAME
            found.append(total / weights)
        return found

    def values(self, index: int) -> dict[str, array[int]] | None:
        """Return where each answer of a closed class stands, by its identity; None when the answers are too many."""
        if index not in self._values:
            self._values[index] = self._found_values(index)
        return self._values[index]

    def _found_values(self, index: int) -> dict[str, array[int]] | None:
        found: dict[str, array[int]] = {}
        for place, fact in enumerate(self.facts):
            found.setdefault(self._identity(fact.answers[index].text), array("L")).append(place)
            if len(found) > FEW:
                return None
        return found if 2 * len(found) <= len(self.facts) else None

    def extremes(self, index: int) -> tuple[float, float]:
        """Return how often a key that can be the longest of four options should be, and likewise the shortest.

        Over all rows one key in four is then. In a closed class some answers have too few shorter ones beside them to
        be the longest ever, and the longest answer always is.
        """
        values = self.values(index)
        return self.kept(("extremes", index), lambda: _extremes(self.facts, index, values)) if values else EVEN

    def kept(self, name: tuple[str, int], make: Callable[[], T]) -> T:
        """Return what was made under this name, or make it now."""
        if name not in self._kept:
            self._kept[name] = make()
        made: T = self._kept[name]
        return made

    @cached_property
    def _kept(self) -> dict[tuple[str, int], Any]:
        return {}

    def _sharers(self, index: int) -> dict[str, array[int]]:
        """For each text that several facts hold in the mark, their places in order."""
        found = self._shared.get(index)
        if found is None:
            counts = Counter(fact.answers[index].text for fact in self.facts)
            found = self._shared[index] = {text: array("L") for text, count in counts.items() if count > 1}
            for place, fact in enumerate(self.facts):
                if (places := found.get(fact.answers[index].text)) is not None:
                    places.append(place)
        return found

    def _looks_of(self, index: int) -> list[Look]:
        found = self._looks.get(index)
        if found is None:
            kept: dict[Look, Look] = {}  # a long table has many names and few looks
            looks = (look(fact.answers[index].text) for fact in self.facts)
            found = self._looks[index] = [kept.setdefault(one, one) for one in looks]
        return found

    @cached_property
    def _looks(self) -> dict[int, list[Look]]:
        return {}

    @cached_property
    def _shared(self) -> dict[int, dict[str, array[int]]]:
        return {}

    @cached_property
    def _values(self) -> dict[int, dict[str, array[int]] | None]:
        return {}

    @cached_property
    def _years(self) -> array[float]:
        return array("d", map(year_of, self.facts))

    @cached_property
    def _fames(self) -> array[float]:
        return array("d", map(fame_of, self.facts))


def _extremes(facts: Sequence[Fact], index: int, values: Mapping[str, Sequence[int]]) -> tuple[float, float]:
    name = next(slot.name for slot in facts[0].statement.slots if slot.index == index)
    lengths = [len(facts[places[0]].answers[index].text) for places in values.values()]
    asked = [sum(name not in facts[place].unasked for place in places) for places in values.values()]
    return _share(lengths, asked), _share([-length for length in lengths], asked)


def _share(lengths: Sequence[int], asked: Sequence[int]) -> float:
    """The share for answers of these lengths that are the key so often."""
    ascending, total = sorted(lengths), sum(asked) or 1
    counted = list(zip(lengths, asked, strict=True))
    never = sum(count for length, count in counted if bisect_left(ascending, length) < OTHERS) / total
    always = sum(count for length, count in counted if length == ascending[-1]) / total
    return min(1.0, max(0.0, (EVEN_SHARE - always) / (1 - always - never))) if always + never < 1 else EVEN_SHARE


def _time(fact: Fact) -> tuple[int, int]:
    date = fact.date
    return (date.earliest if date else 0, fact.order)
