"""From what was read off the sheets to verdicts and points, by the key of the paper.

An answer counts by the id of its item, never by its letter, so the forms of a paper are graded alike. A question is
right if exactly the right options are marked, and then gives all its points; anything else gives none. What the reader
was not sure of is open, not wrong: a sheet with open questions has a score from `score` to `best`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from quizgen.answer_sheet import BUBBLED
from quizgen.model.key import Copy, KeyEntry, KeyForm, KeyItem, PaperKey
from quizgen.problem import Problem, ProblemError
from quizgen.scanning.reading import Doubt, SheetReading

Verdict = Literal["right", "partly", "wrong", "blank", "doubt", "by hand"]
"""`partly`: of several right options some are marked, or wrong ones besides; it is shown, but gives no points.
`doubt`: a person must look, so it is not graded yet. `by hand`: the sheet has no bubbles for it."""
UNREAD = "nothing was read at this question"
STRANGE = "a letter that this question does not have"
WHOSE = frozenset({"code", "form", "student"})
"""The fields that say whose sheet it is, and which."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one sheet has at one question.

    `letters` are those marked, in the order of the form, and `options` the ids of the options they stand at. In doubt,
    `letters` are what the reader made out, and `why` says what is wrong with it. `points` is 0 unless it is right.
    """

    number: int
    item: KeyItem
    entry: KeyEntry
    verdict: Verdict
    letters: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    why: str = ""

    @property
    def points(self) -> int:
        """What it gave."""
        return self.item.points if self.verdict == "right" else 0


@dataclass(frozen=True, slots=True)
class Graded:
    """A sheet with its answers in the order of its form, and whose it is.

    `form` is None where it is not known; then there are no answers, and all points are open. `name` and `group` are
    empty, and `number` is the one marked on the sheet, unless the code of a copy says more. `possible` is what the
    questions with bubbles are worth, the open ones among them; questions graded by hand come on top.
    """

    reading: SheetReading
    form: str | None
    answers: tuple[Answer, ...]
    possible: int
    name: str = ""
    number: str = ""
    group: str = ""

    @property
    def verdicts(self) -> dict[int, Verdict]:
        """The verdict on each question, by its number."""
        return {answer.number: answer.verdict for answer in self.answers}

    @property
    def score(self) -> int:
        """The points that are sure."""
        return sum(answer.points for answer in self.answers)

    @property
    def open(self) -> int:
        """The points of the questions in doubt, which may come yet."""
        if self.form is None:
            return self.possible
        return sum(answer.item.points for answer in self.answers if answer.verdict == "doubt")

    @property
    def best(self) -> int:
        """The score if all that is open turns out right."""
        return self.score + self.open

    @property
    def by_hand(self) -> int:
        """The points that a person gives, in `score` and `possible` not counted."""
        return sum(answer.item.points for answer in self.answers if answer.verdict == "by hand")

    @property
    def settled(self) -> bool:
        """Whether nobody need look at whose sheet it is: till then it may be there twice, or be of another paper."""
        return self.form is not None and not any(doubt.field in WHOSE for doubt in self.reading.doubts)

    @property
    def complete(self) -> bool:
        """Whether it is settled, and every question with bubbles has its verdict."""
        return self.settled and all(answer.verdict != "doubt" for answer in self.answers)


def grade(key: PaperKey, readings: Iterable[SheetReading]) -> list[Graded]:
    """Return every reading graded, in their order; a sheet whose form is not in the key is returned ungraded.

    Raises ProblemError when the key contradicts itself, as after a change by hand in one of two places.
    """
    items = {item.id: item for item in key.items}
    problems = [problem for form in key.forms for entry in form.entries for problem in _wrong(form, entry, items)]
    if problems:
        raise ProblemError(*problems)
    forms = {form.name: form for form in key.forms}
    copies = {copy.code: copy for copy in key.copies}
    whole = max((_possible(form, items) for form in key.forms), default=0)
    return [
        _graded(reading, None if reading.form is None else forms.get(reading.form), items, copies, whole)
        for reading in readings
    ]


def _wrong(form: KeyForm, entry: KeyEntry, items: Mapping[str, KeyItem]) -> Iterable[Problem]:
    """What of an entry cannot be graded by: grading wrong in silence would be worse than not at all."""
    item = items.get(entry.item)
    place = f"question {entry.number}{f' of form {form.name}' if form.name else ''}"
    hint = "build the paper again, or change the `right` of the item's options and the `key` of each form alike"
    if item is None:
        yield Problem("B139", f"the key has no answer to {place}, `{entry.item}`", "the key", hint=hint)
    elif item.interaction in BUBBLED and set(entry.key) != _right_letters(item, entry):
        yield Problem("B139", f"the key contradicts itself at {place}, `{item.id}`", "the key", hint=hint)


def _right_letters(item: KeyItem, entry: KeyEntry) -> set[str]:
    right = {option.id for option in item.options if option.right}
    return {letter for letter, option in zip(entry.letters, entry.options, strict=False) if option in right}


def _possible(form: KeyForm, items: Mapping[str, KeyItem]) -> int:
    found = (items[entry.item] for entry in form.entries)
    return sum(item.points for item in found if item.interaction in BUBBLED)


def _graded(
    reading: SheetReading,
    form: KeyForm | None,
    items: Mapping[str, KeyItem],
    copies: Mapping[str, Copy],
    whole: int,
) -> Graded:
    copy = copies.get(reading.code)
    return Graded(
        reading=reading,
        form=form.name if form else None,
        answers=tuple(_answers(reading, form, items)) if form else (),
        possible=_possible(form, items) if form else whole,
        name=copy.name if copy else "",
        number=(copy.number if copy else "") or reading.student,
        group=copy.group if copy else "",
    )


def _answers(reading: SheetReading, form: KeyForm, items: Mapping[str, KeyItem]) -> Iterable[Answer]:
    doubts = {doubt.field: doubt for doubt in reading.doubts}
    marks = reading.marks or {}
    for entry in form.entries:
        yield _answer(entry, items[entry.item], marks.get(entry.number), doubts.get(str(entry.number)))


def _answer(entry: KeyEntry, item: KeyItem, marks: frozenset[str] | None, doubt: Doubt | None) -> Answer:
    if item.interaction not in BUBBLED:
        return Answer(entry.number, item, entry, "by hand")
    if doubt or marks is None:
        seen = tuple(letter for letter in (doubt.seen if doubt else "").split(",") if letter)
        return Answer(entry.number, item, entry, "doubt", seen, why=doubt.why if doubt else UNREAD)
    if not marks <= set(entry.letters):
        return Answer(entry.number, item, entry, "doubt", tuple(sorted(marks)), why=STRANGE)
    pairs = [pair for pair in zip(entry.letters, entry.options, strict=False) if pair[0] in marks]
    options = tuple(option for _, option in pairs)
    return Answer(entry.number, item, entry, _verdict(item, options), tuple(letter for letter, _ in pairs), options)


def _verdict(item: KeyItem, chosen: tuple[str, ...]) -> Verdict:
    right = {option.id for option in item.options if option.right}
    if not chosen:
        return "blank"
    if right == set(chosen):
        return "right"
    return "partly" if item.interaction == "choices" and right.intersection(chosen) else "wrong"
