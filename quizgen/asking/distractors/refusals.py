"""Why a candidate may not be offered: a wrong option must be provably wrong, and fair.

Each refusal is a function from a question and a candidate to a yes or no; the first that applies is counted in the
ledger under its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from quizgen import dates
from quizgen.asking.question import Candidate, Question
from quizgen.grounding.normalising import places
from quizgen.model.entity import PERSON, fold

SPOKE = re.compile(
    r"^(who|which [^?,]*?) (asked|called|cited|commented|declared|described|said|stated|told|wrote)\b", re.IGNORECASE
)
Refusal = Callable[[Question, Candidate], bool]
ACCUSING = re.compile(
    r"\b(accus|alert|alleg|arrest|assassinat|attack|bomb|charg|convict|crime|guilt|hack|indict|kill|murder|plot|"
    r"sentenc|shot|suspect|target|terroris|wanted by)",
    re.IGNORECASE,
)


def same_answer(question: Question, candidate: Candidate) -> bool:
    """It is the key under another name."""
    return question.pool.identity(candidate.answer.text) == question.identity


def also_right(question: Question, candidate: Candidate) -> bool:
    """The bank, or the author, says it is right, too."""
    return question.pool.identity(candidate.answer.text) in question.also_right


def contains_or_contained(question: Question, candidate: Candidate) -> bool:
    """One contains the other (Iraq, Baghdad), so both may be right."""
    other = question.pool.known(candidate.answer.text)
    return other.identity in question.containers or question.identity in other.containers


def part_of_name(question: Question, candidate: Candidate) -> bool:
    """One name stands inside the other (Quds Force, IRGC Quds Force)."""
    mine, other = question.folded_key, fold(candidate.answer.text)
    if mine not in other and other not in mine:
        return False
    short, long = sorted((mine, other), key=len)
    return next(places(short, long), None) is not None


def in_the_stem(question: Question, candidate: Candidate) -> bool:
    """The stem names it or its people, so nobody would choose it (or its mention helps)."""
    stem = question.folded_stem
    traces = question.pool.known(candidate.answer.text).traces
    return any(trace in stem and next(places(trace, stem), None) is not None for trace in traces)


def same_event(question: Question, candidate: Candidate) -> bool:
    """Another fact about the same event names it: it may be right there."""
    return question.pool.identity(candidate.answer.text) in question.around


def other_sort(question: Question, candidate: Candidate) -> bool:
    """It is another sort of thing, so the form gives the key away."""
    return candidate.answer.type != question.key.type


def overlapping_date(question: Question, candidate: Candidate) -> bool:
    """The two dates may mean the same day, or differ in precision."""
    mine, other = question.key.date, candidate.answer.date
    if mine is None or other is None:
        return mine is not other
    return mine.precision != other.precision or dates.overlap(mine, other)


def rounds_to_same(question: Question, candidate: Candidate) -> bool:
    """Rounded, the two numbers are the same."""
    mine, other = question.key.number, candidate.answer.number
    if mine is None or other is None:
        return mine is not other
    return abs(mine - other) * 50 < abs(mine)


def maybe_living(question: Question, candidate: Candidate) -> bool:
    """It is a person who may be alive, and the question is about a crime, an accusation or a killing."""
    if candidate.answer.type != PERSON or question.pool.bank.living_options:
        return False
    if not (question.fact.status == "alleged" or about_crime(question.stem)):
        return False
    entity = question.pool.known(candidate.answer.text).entity
    return not (entity and entity.died)


def about_crime(stem: str) -> bool:
    """Whether the question asks for someone who did or suffered something grave, not for someone who spoke of it."""
    grave, spoke = ACCUSING.search(stem), SPOKE.search(stem)
    return grave is not None and not (spoke and spoke.start() < grave.start())


NAMES: Sequence[tuple[str, Refusal]] = (
    ("the same answer", same_answer),
    ("another sort of thing", other_sort),
    ("also right by the bank", also_right),
    ("contains the answer or lies in it", contains_or_contained),
    ("one name is part of the other", part_of_name),
    ("named in the question", in_the_stem),
    ("takes part in the same event", same_event),
    ("a living person, in a question about a crime", maybe_living),
)


def also_right_date(question: Question, candidate: Candidate) -> bool:
    """It may mean the same time as another right answer (May 1990, 1990)."""
    date = candidate.answer.date
    return date is not None and any(dates.overlap(date, other) for other in question.right_dates)


DATES: Sequence[tuple[str, Refusal]] = (
    ("overlaps the answer in time", overlapping_date),
    ("also right by the bank", also_right_date),
    ("named in the question", in_the_stem),
)
NUMBERS: Sequence[tuple[str, Refusal]] = (
    ("the same number, rounded", rounds_to_same),
    ("also right by the bank", also_right),
    ("named in the question", in_the_stem),
)


def refusal(question: Question, candidate: Candidate) -> str | None:
    """Return why the candidate may not be offered, or None when it may."""
    checks = DATES if question.key.date else NUMBERS if question.key.number is not None else NAMES
    for words, refuses in checks:
        if refuses(question, candidate):
            return words
    return None
