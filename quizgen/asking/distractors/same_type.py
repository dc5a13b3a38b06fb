"""Answers of the same type anywhere in the bank: those as near as the level of difficulty wants first.

Near in time, in the look of the name, in what contains the two, and in the question's own noun and topics.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from quizgen.asking.choosing import draw, shuffled
from quizgen.asking.difficulty import steps_off
from quizgen.asking.nearness import LOOK, SHARED, TIME, average, in_look, in_time, look, year_of
from quizgen.asking.question import Candidate, Question
from quizgen.model.fact import Fact, Slot

LOOKED_AT = 400
"""So many answers, in drawn order, are compared; a bank of sentences rarely has more of one type."""
ABOUT = 0.15
"""Answers whose nearness differs from what is wanted by no more than this serve equally well."""
NOUN = 1.0


def propose(question: Question) -> Iterator[Candidate]:
    """Yield other answers of the key's type: those that answer the same noun first, and of these the near ones."""
    members = question.pool.typed.get(question.key.type, ())
    start = draw(question.seed, question.first, "same type")
    found = [
        Candidate(fact.answers[slot.index], fact, _nearness(question, fact, slot))
        for fact, slot in islice(shuffled(members, start), LOOKED_AT)
    ]
    yield from sorted(found, key=lambda one: steps_off(one.nearness or 0, question.level, ABOUT))


def _nearness(question: Question, fact: Fact, slot: Slot) -> float:
    text, key = fact.answers[slot.index].text, question.key.text
    known = question.pool.known
    return average(
        (
            (TIME, in_time(year_of(question.fact), year_of(fact))),
            (LOOK, in_look(look(key), look(text))),
            (NOUN, float(slot.role == question.slot.role)),
            (SHARED, float(not set(question.fact.tags).isdisjoint(fact.tags))),
            (SHARED, _held(known(key).containers, known(text).containers)),
        )
    )


def _held(one: frozenset[str], other: frozenset[str]) -> float:
    """Whether something contains both; NaN where nothing is known of it."""
    return float(not one.isdisjoint(other)) if one and other else float("nan")
