"""The author's own wrong options for this answer (`wrong:` in a fact)."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.asking.question import Candidate, Question

NEARNESS = 0.6
"""An author writes down what tempts; how much was not measured, so this is of medium difficulty."""


def propose(question: Question) -> Iterator[Candidate]:
    """Yield them as the author wrote them, in their order."""
    for answer in question.fact.wrong.get(question.slot.name, ()):
        yield Candidate(answer, None, NEARNESS, authored=True)
