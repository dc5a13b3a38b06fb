"""Wrong options: strategies propose, refusals sort out, and every rejected candidate is counted under its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module

from quizgen import dates
from quizgen.asking.distractors.refusals import refusal
from quizgen.asking.question import Candidate, Question
from quizgen.model.entity import fold

WANTED = 3
ENOUGH = 2
"""Fewer good wrong options than this make a typed question of it; options are never padded."""


def choose(question: Question, strategies: Sequence[str]) -> list[Candidate]:
    """Return up to three wrong options from the strategies in turn; none when fewer than two are good."""
    chosen: list[Candidate] = []
    for candidate in _proposed(question, strategies):
        reason = refusal(question, candidate) or _clash(question, candidate, chosen)
        if reason:
            question.ledger[reason] += 1
            continue
        chosen.append(candidate)
        if len(chosen) == WANTED:
            break
    return chosen if len(chosen) >= ENOUGH else []


def _proposed(question: Question, strategies: Sequence[str]) -> Iterator[Candidate]:
    for name in strategies:
        yield from _strategy(name)(question)


@lru_cache(maxsize=32)
def _strategy(name: str) -> Callable[[Question], Iterator[Candidate]]:
    propose: Callable[[Question], Iterator[Candidate]] = import_module(f"{__name__}.{name}").propose
    return propose


def _clash(question: Question, candidate: Candidate, chosen: Sequence[Candidate]) -> str | None:
    """Options must differ from each other as they differ from the key."""
    identity, entities = question.pool.identity(candidate.answer.text), question.pool.entities
    mine = candidate.answer.date
    if mine:
        overlaps = [other for other in chosen if other.answer.date and dates.overlap(mine, other.answer.date)]
        return "offered already" if overlaps else None
    for other in chosen:
        if identity == question.pool.identity(other.answer.text):
            return "offered already"
        if f" {fold(other.answer.text)} " in f" {fold(candidate.answer.text)} ":
            return "one name is part of the other"
        if identity in entities.containers(other.answer.text):
            return "contains another option"
    return None
