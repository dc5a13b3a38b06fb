"""What other rows of the same table hold in the same column, nearest in time first."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen import dates
from quizgen.asking.choosing import draw, drawn
from quizgen.asking.question import Candidate, Question
from quizgen.model.fact import Fact

REACH = 16
"""How many rows to look at on each side of the fact's own row, in order of time."""
FARTHER = 48
"""How far to look for rows that share another answer, such as the prize."""


def propose(question: Question) -> Iterator[Candidate]:
    """Yield different answers of near rows: first of rows that share another answer, then of the nearest."""
    line = question.pool.relations.get(question.fact.statement.relation)
    if line is None:
        return
    telling = _telling(question)
    around = line.near(question.fact, FARTHER if telling else REACH)
    near = [fact for fact in around if not _may_coincide(question.fact, fact)]
    alike = [fact for fact in near if any(fact.answers[n].text == text for n, text in telling)]
    start = draw(question.seed, question.item, "same slot")
    for batch in (alike[:REACH], near[: REACH // 2], near[REACH // 2 : 2 * REACH]):
        for fact in drawn(batch, start):
            yield Candidate(fact.answers[question.slot.index], fact, _nearness(question.fact, fact))


def _telling(question: Question) -> list[tuple[int, str]]:
    """The other asked answers, such as the prize, that make a row alike; a shared year says little."""
    slots = question.fact.statement.asked
    others = [s.index for s in slots if s.index != question.slot.index and s.head != "when"]
    return [(index, question.fact.answers[index].text) for index in others]


def _may_coincide(one: Fact, other: Fact) -> bool:
    """Whether the two differ in time by no more than their dates may be off; then both answers might be right."""
    if not one.tolerance or one.date is None or other.date is None:
        return False
    return dates.units_between(one.date, other.date) <= one.tolerance


def _nearness(one: Fact, other: Fact) -> float | None:
    """1 for the same year, 1/2 for ten years apart."""
    if one.date is None or other.date is None:
        return None
    years = abs(one.date.earliest - other.date.earliest) / 365.25
    return 1 / (1 + years / 10) if dates.before(one.date, other.date) or dates.before(other.date, one.date) else 1.0
