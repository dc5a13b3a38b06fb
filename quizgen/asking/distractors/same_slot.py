"""What other rows of the same table hold in the same column: those as near as the level of difficulty wants.

Near in time, of the same fame, and alike in look. Where the column holds but few different answers, again and again, as
a column of countries does, those are weighed instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from quizgen.asking import classes
from quizgen.asking.choosing import draw, drawn
from quizgen.asking.difficulty import steps_off
from quizgen.asking.lines import Line
from quizgen.asking.question import Candidate, Question
from quizgen.model.item import Level

REACH: dict[Level, int] = {"easy": 200, "medium": 16, "hard": 8}
"""How many rows to look at on each side of the fact's own row, in order of time."""
LOOKED_AT = 8
"""So many rows are compared."""


def propose(question: Question) -> Iterator[Candidate]:
    """Yield different answers of other rows, those of about the wanted nearness first."""
    line = question.pool.relations.get(question.fact.statement.relation)
    if line is None:
        return
    start = draw(question.seed, question.first, "same slot")
    here, index = line.position[question.fact.id], question.slot.index
    of_class = line.values(index)
    found = classes.places(question, line, of_class, start) if of_class else _near(question, line, here, start)
    for place, nearness in found:
        fact = line.facts[place]
        yield Candidate(fact.answers[index], fact, nearness)


def _near(question: Question, line: Line, here: int, start: int) -> Iterator[tuple[int, float]]:
    """Yield some places of about the wanted nearness, then whatever else is at hand."""
    index = question.slot.index
    around = line.around(here, REACH[question.level])
    some = [*islice(drawn(around, start >> 8), LOOKED_AT)]
    nearness = line.nearness(here, some, index, 0)
    yield from sorted(zip(some, nearness, strict=True), key=lambda one: steps_off(one[1], question.level))
    for place in drawn(around, start):
        if place not in some:
            yield place, line.nearness(here, (place,), index, 0)[0]
