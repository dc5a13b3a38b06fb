"""Wrong options: strategies propose, refusals sort out, and every rejected candidate is counted under its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module

from quizgen.asking.distractors.refusals import refusal
from quizgen.asking.lines import Extreme
from quizgen.asking.question import Candidate, Question

WANTED = 3
ENOUGH = 2
"""Fewer good wrong options than this make a typed question of it; options are never padded."""
PATIENCE = 5
"""How many candidates of an unwanted length to put off before taking them."""


def choose(question: Question, strategies: Sequence[str]) -> list[Candidate]:
    """Return up to three wrong options from the strategies in turn; none when fewer than two are good."""
    chosen: list[Candidate] = []
    for candidate in _proposed(question, strategies, chosen):
        if reason := refusal(question, candidate) or _clash(question, candidate, chosen):
            question.refuse(candidate, reason)
            continue
        chosen.append(candidate)
        if len(chosen) == WANTED:
            break
    return chosen if len(chosen) >= ENOUGH else []


def _by_length(question: Question, proposed: Iterator[Candidate], chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield names so that the key is the longest option, the shortest or neither, as drawn; put off what hinders it."""
    if question.key.date or question.key.number is not None:
        yield from proposed
        return
    put_off: list[Candidate] = []
    length, extreme = len(question.key.text), question.extreme
    for candidate in proposed:
        longer = len(candidate.answer.text) - length
        named = candidate.fact is None  # by the author, who knows best
        if not named and len(put_off) < PATIENCE and _hinders(longer, length, extreme, chosen):
            put_off.append(candidate)
        else:
            yield candidate
    yield from put_off


def _hinders(longer: int, length: int, extreme: Extreme, chosen: Sequence[Candidate]) -> bool:
    """Whether a candidate `longer` than the key by so many characters keeps the key from standing where it should."""
    if extreme == "longest":
        return longer >= 0
    if extreme == "shortest":
        return longer <= 0
    if len(chosen) < WANTED - 2:
        return False
    lengths = [len(other.answer.text) for other in chosen]
    above, below = all(one <= length for one in lengths), all(one >= length for one in lengths)
    return WANTED - len(chosen) <= above + below and not (above and longer > 0) and not (below and longer < 0)


def _proposed(question: Question, strategies: Sequence[str], chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield what the strategies propose, in turn: what an author named is never put off for what was only found."""
    for name in strategies:
        yield from _by_length(question, _strategy(name)(question), chosen)


@lru_cache(maxsize=32)
def _strategy(name: str) -> Callable[[Question], Iterator[Candidate]]:
    propose: Callable[[Question], Iterator[Candidate]] = import_module(f"{__name__}.{name}").propose
    return propose


def _clash(question: Question, candidate: Candidate, chosen: Sequence[Candidate]) -> str | None:
    """Options must differ from each other as they differ from the key."""
    date = candidate.answer.date
    if date:
        others = [other.answer.date for other in chosen if other.answer.date]
        near = [other for other in others if question.too_near(date, other)]
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
