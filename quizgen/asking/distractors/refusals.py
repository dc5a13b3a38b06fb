"""Why a candidate may not be offered: a wrong option must be provably wrong, and fair.

Each refusal is a function from a question and a candidate to a yes or no; the first that applies is counted in the
ledger under its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from quizgen import dates, numbers
from quizgen.asking.pool import Known
from quizgen.asking.question import Candidate, Question
from quizgen.grounding.normalising import places
from quizgen.model.entity import PERSON, fold

SPOKE = re.compile(
    r"^(who|which [^?,]*?) (asked|called|cited|commented|declared|described|said|stated|told|wrote)\b", re.IGNORECASE
)
OPEN_LIST = "the list of right answers is open"
SAME_EVENT = "takes part in the same event"
ELSEWHERE = "told of the same things in another fact"
Refusal = Callable[[Question, Candidate, Known], bool]
ACCUSING = re.compile(
    r"\b(accus|alert|alleg|arrest|assassinat|attack|bomb|charg|convict|crime|guilt|hack|indict|kill|murder|plot|"
    r"sentenc|shot|suspect|target|terroris|wanted by)",
    re.IGNORECASE,
)


def same_answer(question: Question, candidate: Candidate, other: Known) -> bool:
    """It is the key under another name."""
    return other.identity == question.identity


def also_right(question: Question, candidate: Candidate, other: Known) -> bool:
    """The bank, or the author, says it is right, too."""
    return other.identity in question.also_right


def contains_or_contained(question: Question, candidate: Candidate, other: Known) -> bool:
    """It contains a right answer or lies in one (Iraq, Baghdad), so both may be right."""
    if not question.pool.nested:
        return False
    return other.identity in question.containers or not question.right.isdisjoint(other.containers)


def open_list(question: Question, candidate: Candidate, other: Known) -> bool:
    """The list of right answers is open, and the bank does not tell that it belongs elsewhere."""
    source = candidate.fact
    elsewhere = source is None or source.statement.relation != question.fact.statement.relation
    return elsewhere and question.pool.told.is_open(question.fact, question.slot)


def same_fact(question: Question, candidate: Candidate, other: Known) -> bool:
    """The fact itself names it in another place."""
    return other.identity in question.beside


def told_elsewhere(question: Question, candidate: Candidate, other: Known) -> bool:
    """A fact of another wording names it together with what the question names, and may say the same."""
    return question.pool.elsewhere.tells(question.fact, question.slot, other.identity)


def part_of_name(question: Question, candidate: Candidate, other: Known) -> bool:
    """One name stands inside the other (Quds Force, IRGC Quds Force)."""
    mine, its = question.folded_key, fold(candidate.answer.text)
    if mine not in its and its not in mine:
        return False
    short, long = sorted((mine, its), key=len)
    return next(places(short, long), None) is not None


def in_the_stem(question: Question, candidate: Candidate, other: Known) -> bool:
    """The stem names it or its people, so nobody would choose it (or its mention helps)."""
    stem = question.folded_stem
    return any(trace in stem and next(places(trace, stem), None) is not None for trace in other.traces)


def same_event(question: Question, candidate: Candidate, other: Known) -> bool:
    """Another fact about the same event names it: it may be right there."""
    return other.identity in question.around


def other_sort(question: Question, candidate: Candidate, other: Known) -> bool:
    """It is another sort of thing, so the form gives the key away."""
    return candidate.answer.type != question.key.type


def overlapping_date(question: Question, candidate: Candidate, other: Known) -> bool:
    """The two dates may mean the same day, or differ in precision."""
    mine, its = question.key.date, candidate.answer.date
    if mine is None or its is None:
        return mine is not its
    return mine.precision != its.precision or dates.overlap(mine, its)


def rounds_to_same(question: Question, candidate: Candidate, other: Known) -> bool:
    """Rounded as roughly as a right number may be, the two are the same, or nearly so."""
    number = candidate.answer.number
    return number is None or any(_within_rounding(number, right) for right in question.right_numbers)


def _within_rounding(one: int, right: int) -> bool:
    apart = abs(one - right)
    return apart < numbers.unit(right) or apart * 50 < abs(right)


def maybe_living(question: Question, candidate: Candidate, other: Known) -> bool:
    """It is a person who may be alive, and the question is about a crime, an accusation or a killing."""
    if candidate.answer.type != PERSON or question.pool.bank.living_options:
        return False
    if not (question.fact.status == "alleged" or about_crime(question.stem)):
        return False
    return not (other.entity and other.entity.died)


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
    ("named in the same fact", same_fact),
    (SAME_EVENT, same_event),
    ("a living person, in a question about a crime", maybe_living),
    (OPEN_LIST, open_list),
    (ELSEWHERE, told_elsewhere),
)


def also_right_date(question: Question, candidate: Candidate, other: Known) -> bool:
    """It may mean the same time as another right answer (May 1990, 1990), or is no farther off than dates may be."""
    date = candidate.answer.date
    return date is not None and any(question.too_near(date, right) for right in question.right_dates)


def date_elsewhere(question: Question, candidate: Candidate, other: Known) -> bool:
    """A fact of another wording gives it for the same things."""
    date = candidate.answer.date
    return date is not None and any(dates.overlap(date, known) for known in question.dates_elsewhere)


DATES: Sequence[tuple[str, Refusal]] = (
    ("overlaps the answer in time", overlapping_date),
    ("also right by the bank", also_right_date),
    (ELSEWHERE, date_elsewhere),
    ("named in the question", in_the_stem),
)
NUMBERS: Sequence[tuple[str, Refusal]] = (
    ("the same number, rounded", rounds_to_same),
    ("named in the question", in_the_stem),
)


DOUBTS = frozenset({OPEN_LIST, SAME_EVENT, ELSEWHERE})
"""Refusals because something may be right, which the author's word settles."""


def refusal(question: Question, candidate: Candidate) -> str | None:
    """Return why the candidate may not be offered, or None when it may."""
    checks = DATES if question.key.date else NUMBERS if question.key.number is not None else NAMES
    other = question.pool.known(candidate.answer.text)
    for words, refuses in checks:
        if refuses(question, candidate, other) and not (candidate.authored and words in DOUBTS):
            return words
    return None
