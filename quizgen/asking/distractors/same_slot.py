"""What other rows of the same table hold in the same column, nearest in time first."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen import dates
from quizgen.asking.choosing import draw, drawn
from quizgen.asking.pool import Line
from quizgen.asking.question import Candidate, Question
from quizgen.model.fact import Fact

REACH = 16
"""How many rows to look at on each side of the fact's own row, in order of time."""
FARTHER = 32
"""How far to look for rows that share another answer, such as the prize."""


def propose(question: Question) -> Iterator[Candidate]:
    """Yield different answers of near rows: first of rows that share another answer, then of any."""
    line = question.pool.relations.get(question.fact.statement.relation)
    if line is None:
        return
    start = draw(question.seed, question.item, "same slot")
    index = question.slot.index
    for batch in (_alike(question, line), line.around(question.fact, REACH // 2), line.around(question.fact, REACH)):
        for fact in drawn(batch, start):
            if not _may_coincide(question.fact, fact):
                yield Candidate(fact.answers[index], fact, _nearness(question.fact, fact))


def _alike(question: Question, line: Line) -> list[Fact]:
    """The rows not too far away that share another asked answer, such as the prize; a shared year says little."""
    telling = [s.index for s in question.fact.statement.asked if s.index != question.slot.index and s.head != "when"]
    if not telling:
        return []
    around, answers = line.around(question.fact, FARTHER), question.fact.answers
    return [fact for n in telling for fact in around if fact.answers[n].text == answers[n].text]


def _may_coincide(one: Fact, other: Fact) -> bool:
    """Whether the two differ in time by no more than their dates may be off; then both answers might be right."""
    if not one.tolerance or one.date is None or other.date is None:
        return False
    try:
        return dates.units_between(one.date, other.date) <= one.tolerance
    except dates.DateError:  # a date without a year, or without a beginning
        return True


def _nearness(one: Fact, other: Fact) -> float | None:
    """1 for the same year, 1/2 for ten years apart."""
    if one.date is None or other.date is None:
        return None
    years = abs(one.date.earliest - other.date.earliest) / 365.25
    return 1 / (1 + years / 10) if dates.before(one.date, other.date) or dates.before(other.date, one.date) else 1.0
