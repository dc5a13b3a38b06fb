"""The students' page: for each sheet the facts to revise, each with its answer and with where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quizgen.exporting.languages import tongue
from quizgen.exporting.words import words_in
from quizgen.model.key import KeyOption, PaperKey
from quizgen.scanning.grading import Answer, Graded
from quizgen.scanning.results_page import rendered

WORDS = "scan/words.json"
Lettered = tuple[tuple[str, KeyOption], ...]
"""Options with the letters they have on the student's form."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question that the student did not get right, what she chose, and what was right."""

    answer: Answer
    chosen: Lettered
    right: Lettered


@dataclass(frozen=True, slots=True)
class Student:
    """A sheet with what to revise. `place` counts from 1; `apart` tells students of the same name from each other."""

    place: int
    sheet: Graded
    lessons: tuple[Lesson, ...]
    waiting: tuple[int, ...]
    by_hand: tuple[int, ...]
    apart: str = ""

    @property
    def called(self) -> str:
        """The name, else the number; empty where neither is known."""
        return self.sheet.name or self.sheet.number


def revise_page(key: PaperKey, sheets: Sequence[Graded], templates: tuple[Path, ...]) -> bytes:
    """Return the page with a section for each sheet, in their order; its own words are in the paper's language."""
    known, words = words_in(WORDS, tongue(key.language).lang, templates)
    spoken = key.language if known else "en"

    def say(word: str, **values: object) -> str:
        """A phrase with its values put in; what is in a value is left alone."""
        return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], found[0])), words.get(word, word))

    names = Counter(sheet.name for sheet in sheets)
    students = [
        replace(one, apart=_apart(one)) if names[one.sheet.name] > 1 and one.sheet.name else one
        for place, sheet in enumerate(sheets, 1)
        for one in [_student(place, sheet)]
    ]
    return rendered("scan/revise.html", key, templates, students=students, spoken=spoken, say=say)


def _apart(student: Student) -> str:
    return student.sheet.number or student.sheet.reading.code or str(student.place)


def _student(place: int, sheet: Graded) -> Student:
    return Student(
        place=place,
        sheet=sheet,
        lessons=tuple(_lessons(sheet)),
        waiting=tuple(answer.number for answer in sheet.answers if answer.verdict == "doubt"),
        by_hand=tuple(answer.number for answer in sheet.answers if answer.verdict == "by hand"),
    )


def _lessons(sheet: Graded) -> Iterator[Lesson]:
    for answer in sheet.answers:
        if answer.verdict in {"wrong", "partly", "blank"}:
            shown = _lettered(answer)
            chosen = tuple(pair for pair in shown if pair[1].id in answer.options)
            yield Lesson(answer, chosen, tuple(pair for pair in shown if pair[1].right))


def _lettered(answer: Answer) -> Lettered:
    options = {option.id: option for option in answer.item.options}
    pairs = zip(answer.entry.letters, answer.entry.options, strict=False)
    return tuple((letter, options[option]) for letter, option in pairs)
