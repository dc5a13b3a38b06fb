"""Wrong options from a closed class: a column that holds few different answers again and again, as countries or prizes.

An answer is offered as often as it would be right there. So neither a rare answer nor a common one tells the key, and
the same holds for its length. How often it would be right is counted near in time; of places, it is also judged by
the look of the names in the row: a tower with a name such as those of Polish towers is asked with Poland.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import exp, log

from quizgen.asking.choosing import MASK, drawn
from quizgen.asking.lines import Line
from quizgen.asking.question import Question
from quizgen.model.entity import PLACES, folded
from quizgen.model.fact import Fact
from quizgen.model.item import Level

NEAR = 60
"""How many rows on each side tell how common an answer is at that time."""
SHARPNESS: dict[Level, float] = {"easy": 0.4, "medium": 1.0, "hard": 1.6}
"""The power to which likelihoods are raised: the most likely wrong answers are the most tempting."""
WANTED = 3
TRUST = 6.0
"""How much the look of names counts: as so many independent letters groups would."""


def places(question: Question, line: Line, values: Mapping[str, array[int]], start: int) -> Iterator[tuple[int, float]]:
    """Yield a place in the line and its nearness for each other answer of the class, in the order of preference."""
    weights = _weights(question, line, values)
    best, power = max(weights.values(), default=1.0), SHARPNESS[question.level]
    for value in _spread({value: weight**power for value, weight in weights.items()}, start):
        here = bisect_left(values[value], line.position[question.fact.id])
        near = values[value][max(0, here - 1) : here + 1]
        yield near[start % len(near)], (weights[value] / best) ** 0.5


def _weights(question: Question, line: Line, values: Mapping[str, array[int]]) -> dict[str, float]:
    """How likely each other answer of the class is, not normalised."""
    here = line.position[question.fact.id]
    dated = question.fact.date is not None
    looks = _likeness(question, line, values) if question.key.type in PLACES else {}
    found: dict[str, float] = {}
    for value, where in values.items():
        if value != question.identity:
            near = bisect_left(where, here + NEAR) - bisect_left(where, here - NEAR) if dated else len(where)
            found[value] = (near or 0.1) * looks.get(value, 1.0)
    return found


def _likeness(question: Question, line: Line, values: Mapping[str, array[int]]) -> dict[str, float]:
    """For each value, how much its rows' names look like this row's: naive Bayes over groups of three letters."""
    names = line.kept(("names", question.slot.index), lambda: Names(line.facts, question.slot.index, values))
    return names.likeness(question.fact)


def _spread(weights: Mapping[str, float], start: int) -> list[str]:
    """The values in an order whose first three hold each as often as its weight says, or always if it weighs a third.

    Systematic sampling (Madow 1949): three evenly spaced pointers on a line whose parts are as long as the weights.
    """
    order = [*drawn(weights, start)]
    sure: list[str] = []
    while len(sure) < WANTED and (left := [v for v in order if v not in sure]):
        share = sum(weights[v] for v in left) / (WANTED - len(sure))
        heavy = [v for v in left if weights[v] >= share]
        if not heavy:
            break
        sure.append(max(heavy, key=weights.__getitem__))
    chosen = sure + _pointed([v for v in order if v not in sure], weights, WANTED - len(sure), start)
    return chosen + sorted((v for v in order if v not in chosen), key=lambda v: -weights[v])


def _pointed(order: Sequence[str], weights: Mapping[str, float], count: int, start: int) -> list[str]:
    if not order or count < 1:
        return []
    found: list[str] = []
    reached, step = 0.0, sum(weights[v] for v in order) / count
    pointer = (start * 2862933555777941757 & MASK) / (MASK + 1) * step
    for value in order:
        reached += weights[value]
        if reached > pointer and len(found) < count:
            found.append(value)
            pointer += step
    return found


class Names:
    """How often each group of three letters stands in the names of the rows of each value."""

    def __init__(self, facts: Sequence[Fact], index: int, values: Mapping[str, array[int]]) -> None:
        self.index = index
        counts = {v: Counter(g for n in where for g in self._groups(facts[n])) for v, where in values.items()}
        self.kinds = len(set().union(*counts.values())) or 1
        self.all = sum(counts.values(), Counter[str]())
        self.total = self.all.total()
        self.counts = {value: (count, count.total()) for value, count in counts.items()}

    def _groups(self, fact: Fact) -> list[str]:
        marks = (slot.index for slot in fact.statement.slots if slot.index not in fact.statement.given)
        names = (fact.answers[n] for n in marks if n != self.index)
        texts = [f" {folded(answer.text)} " for answer in names if not answer.date and answer.number is None]
        return [text[n : n + 3] for text in texts for n in range(len(text) - 2)]

    def likeness(self, fact: Fact) -> dict[str, float]:
        """Return for each value by how much likelier the fact's names are among its rows than among all."""
        groups = self._groups(fact)
        if not groups:
            return {}
        common = sum(log((self.all[g] + 1) / (self.total + self.kinds)) for g in groups)
        found = {}
        for value, (count, total) in self.counts.items():
            likely = sum(log((count[g] + 20 * self.all[g] / self.total) / (total + 20)) for g in groups)
            found[value] = exp(TRUST * (likely - common) / len(groups))
        return found
