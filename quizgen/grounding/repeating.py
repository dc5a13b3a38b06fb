"""The same fact told twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from quizgen.grounding.disagreeing import standing_place
from quizgen.grounding.normalising import plain
from quizgen.grounding.wordings import Wordings, repeated
from quizgen.model.fact import Bank, Fact
from quizgen.problem import Place, Problem, Severity
from quizgen.reading.located import locate

CODE = "P211"
ALIKE = 95
"""From this token set ratio on (0 to 100, order and repetition of words left aside) two sentences say the same."""
LOOK = 20
"""A sentence is held against so many of those before it that have the same answers."""
MOST = 50
NUMBER = re.compile(r"\d+")


def repetitions(bank: Bank) -> list[Problem]:
    """Return a warning for each fact that says what an earlier one says.

    Sentences are compared where all their answers are equal; rows of a table only as they stand.
    """
    wordings = Wordings(bank.entities)
    found = [*_rows(bank, wordings), *_sentences(bank, wordings)]
    shown = [_problem(first, second) for first, second in found[:MOST]]
    if len(found) > MOST:
        message = f"{len(found) - MOST} more facts repeat others in this bank"
        shown.append(Problem(CODE, message, bank.place.file, None, None, Severity.WARNING))
    return shown


def _rows(bank: Bank, wordings: Wordings) -> Iterator[tuple[Fact, Fact]]:
    """Yield rows that say, of the same page if they have one, what an earlier row says."""
    rows = [fact for fact in bank.facts if fact.columns is not None]
    again = repeated(wordings.of(fact) for fact in rows)
    first: dict[int, Fact] = {}
    for fact in rows if again else ():
        if (key := wordings.of(fact)) in again and first.setdefault(key, fact) is not fact:
            yield first[key], fact


def _sentences(bank: Bank, wordings: Wordings) -> Iterator[tuple[Fact, Fact]]:
    """Yield sentences that are much like an earlier one with the same answers."""
    blocks: dict[frozenset[str], list[tuple[Fact, str]]] = defaultdict(list)
    for fact in bank.facts:
        if fact.columns is None and fact.status != "draft":
            block = blocks[frozenset(map(wordings.meant, fact.answers))]
            prose = plain(fact.prose()) if block else ""
            if block and not block[0][1]:
                block[0] = block[0][0], plain(block[0][0].prose())
            like = next((other for other, words in block[-LOOK:] if _alike(words, prose)), None)
            block.append((fact, prose))
            if like:
                yield like, fact


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if sorted(NUMBER.findall(one)) != sorted(NUMBER.findall(other)):
        return False  # the twelfth flight is not the thirteenth, however much is told of both in the same words
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(one, other, score_cutoff=ALIKE) >= ALIKE


def _problem(first: Fact, second: Fact) -> Problem:
    place = second.place
    message = f"`{second.id}` says again what {standing_place(first)} says"
    hint = "keep one of them; a second source can be cited beside the first: `cite` takes a list"
    where = locate(Place(place.file, place.at, place.line, key=True))
    return Problem(CODE, message, place.file, where, hint, Severity.WARNING)
