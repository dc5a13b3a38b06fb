"""What the key is easily taken for, as its entity says (`like:`): countries of one language, sister sciences."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.asking.choosing import draw, drawn
from quizgen.asking.question import Candidate, Question
from quizgen.model.fact import Answer

NEARNESS = 0.7
"""An author names what tempts."""


def propose(question: Question) -> Iterator[Candidate]:
    """Yield them in drawn order, but for an easy question; they need not stand anywhere else in the bank."""
    key = question.pool.known(question.key.text).entity
    if key is None or question.level == "easy":
        return
    for name in drawn(key.like, draw(question.seed, question.first, "alike")):
        other = question.pool.known(name).entity
        yield Candidate(Answer(name, question.key.type, article=other.article or "" if other else ""), None, NEARNESS)
