"""Wrong options: strategies propose, refusals sort out, and every rejected candidate is counted under its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module

from quizgen import dates
from quizgen.asking.distractors.refusals import refusal
from quizgen.asking.question import Candidate, Question

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


def _too_near(one: dates.Date, other: dates.Date, tolerance: int) -> bool:
    """Options are as far from each other as they are from the key, so that distance tells nothing."""
    return dates.overlap(one, other) or (tolerance > 0 and dates.units_between(one, other) <= tolerance)


def _proposed(question: Question, strategies: Sequence[str]) -> Iterator[Candidate]:
    for name in strategies:
        yield from _strategy(name)(question)


@lru_cache(maxsize=32)
def _strategy(name: str) -> Callable[[Question], Iterator[Candidate]]:
    propose: Callable[[Question], Iterator[Candidate]] = import_module(f"{__name__}.{name}").propose
    return propose


def _clash(question: Question, candidate: Candidate, chosen: Sequence[Candidate]) -> str | None:
    """Options must differ from each other as they differ from the key."""
    date = candidate.answer.date
    if date:
        others = [other.answer.date for other in chosen if other.answer.date]
        near = [other for other in others if _too_near(date, other, question.fact.tolerance)]
        return "offered already, or too near to what is" if near else None
    mine = question.pool.known(candidate.answer.text)
    for other in chosen:
        theirs = question.pool.known(other.answer.text)
        if mine.identity == theirs.identity:
            return "offered already"
        if f" {theirs.identity} " in f" {mine.identity} " or f" {mine.identity} " in f" {theirs.identity} ":
            return "one name is part of the other"
        if mine.identity in theirs.containers or theirs.identity in mine.containers:
            return "contains another option"
    return None
