"""Answers of the same type anywhere in the bank: those that share the question's noun and topics first."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.asking.choosing import draw, shuffled
from quizgen.asking.question import Candidate, Question
from quizgen.model.fact import Fact, Slot


def propose(question: Question) -> Iterator[Candidate]:
    """Yield the bank's other answers of the key's type, in an order that only the seed decides within each rank."""
    members = question.pool.typed.get(question.key.type, ())
    start = draw(question.seed, question.item, "same type")
    for fact, slot in sorted(shuffled(members, start), key=lambda member: _distance(question, *member)):
        yield Candidate(fact.answers[slot.index], fact)


def _distance(question: Question, fact: Fact, slot: Slot) -> tuple[bool, bool]:
    shares_topic = not set(question.fact.tags).isdisjoint(fact.tags)
    return slot.role != question.slot.role, not shares_topic
