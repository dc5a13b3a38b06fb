"""What rows of the same table hold that share another answer with the fact, such as the prize: poets beside a poet.

Of the nearest such rows those whose nearness is about what the level of difficulty wants go first. An easy question
does without them, and so does a column that holds but few different answers (see same_slot).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from quizgen.asking.choosing import draw, drawn
from quizgen.asking.difficulty import steps_off
from quizgen.asking.lines import Line
from quizgen.asking.question import Candidate, Question
from quizgen.model.item import Level

REACH: dict[Level, int] = {"medium": 16, "hard": 6}
"""How many such rows to look at on each side of the fact's own, in order of time."""
LOOKED_AT = 9
"""So many rows are compared."""


def propose(question: Question) -> Iterator[Candidate]:
    """Yield different answers of rows that share another answer."""
    line, index = question.pool.relations.get(question.fact.statement.relation), question.slot.index
    if line is None or question.level not in REACH or line.values(index):
        return
    here = line.position[question.fact.id]
    start = draw(question.seed, question.first, "sharing")
    places = [*islice(drawn(_sharers(question, line, here), start), LOOKED_AT)]
    found = zip(line.nearness(here, places, index, len(places)), places, strict=True)
    for nearness, place in sorted(found, key=lambda one: steps_off(one[0], question.level)):
        fact = line.facts[place]
        yield Candidate(fact.answers[index], fact, nearness)


def _sharers(question: Question, line: Line, here: int) -> Sequence[int]:
    """The nearest rows that share another asked answer; a shared year says little."""
    found: list[int] = []
    for slot in question.fact.statement.asked:
        if slot.index != question.slot.index and slot.head != "when":
            found += line.sharing(slot.index, here, REACH[question.level])
    return found
