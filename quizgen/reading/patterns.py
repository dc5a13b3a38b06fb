"""From a table and its pattern to facts, one a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from quizgen import dates
from quizgen.model.entity import Entities
from quizgen.model.fact import NOTHING, Answer, Columns, Fact, Slot, Statement
from quizgen.model.media import Attached
from quizgen.problem import Place, Problem, ProblemError
from quizgen.reading.answers import read_answer
from quizgen.reading.located import locate
from quizgen.reading.marks import FIELD, Mark, MarkError, statement, table_pieces
from quizgen.reading.media import Filled, MediaFiles, Row, RowMedia
from quizgen.reading.records import TableRecord
from quizgen.reading.sentences import SlotNames
from quizgen.reading.tables import Table

FAME = ("fame", "sitelinks", "pageviews", "popularity")
"""Columns that tell how well known a row's subject is, without being named as such."""
RUNNING = frozenset({"ask", "event", "hint", "reverse", "alt"})
"""The fields of running text, in which a name has its article."""


class PatternReader:
    """Makes facts from the rows of one table. Everything that is the same for all rows is worked out once."""

    def __init__(
        self, bank: str, record: TableRecord, table: Table, entities: Entities, language: str, place: Place
    ) -> None:
        self.bank, self.record, self.table, self.place = bank, record, table, place
        self.entities, self.language = entities, language
        self.index = {name: number for number, name in enumerate(table.columns)}
        self.articles = dict(self._condition(column, test, "the")[1:] for column, test in record.the.items())
        self.shape, self.marks = self._statement()
        self.fields = [self._field(mark, slot) for mark, slot in zip(self.marks, self.shape.slots, strict=True)]
        self.slots = SlotNames(self.shape.slots, [mark.text for mark in self.marks], place)
        self.asks = self._by_slot("ask")
        self.hints, self.reverses = self._by_slot("hint"), self._by_slot("reverse")
        self.media = RowMedia(record, self.slots, self._optional_filler, MediaFiles(place.file))
        self.several = self.slots.listed(record.several, "several")
        self.typed = self.slots.listed(record.typed, "typed")
        self.conditions = [self._condition(column, test) for column, test in record.where.items()]
        self.unasked = [
            (self.slots.one(key, "unasked", key), [self._condition(*test, "unasked") for test in tests.items()])
            for key, tests in record.unasked.items()
        ]
        named_in_id = set(FIELD.findall(record.id))
        self.columns = Columns(
            source=f"{bank}.{record.source}",
            file=record.file,
            columns=tuple(self._column(mark) for mark in self.marks),
            json=table.json,
            keyed=frozenset(n for n, mark in enumerate(self.marks) if {*FIELD.findall(mark.text)} & named_in_id),
        )
        self.answers: dict[tuple[int, str], Answer] = {}
        self.left_out: dict[int, str] = {}
        self.problems: list[Problem] = []

    def _statement(self) -> tuple[Statement, list[Mark]]:
        try:
            shape, marks = statement(table_pieces(self.record.say))
        except MarkError as error:
            raise self._refusal("B040", str(error), "say") from None
        bare = {n for n, mark in enumerate(marks) if not mark.role and f"[{mark.text}]" not in self.record.say}
        named = [f"[{mark.text}]({mark.role})" for n, mark in enumerate(marks) if n not in bare]
        relation = f"{self.place.file} {self.record.file} {' '.join(named)}"
        return Statement(shape.pieces, shape.slots, relation, given=frozenset(bare)), marks

    def _field(self, mark: Mark, slot: Slot) -> Filled:
        if slot.role and not FIELD.fullmatch(mark.text):
            raise self._refusal("B047", f"`[{mark.text}]` must hold one column: `[{{column}}]({slot.role})`", "say")
        return self._filler(mark.text, "say")

    def _column(self, mark: Mark) -> tuple[int, str] | None:
        found = FIELD.fullmatch(mark.text)
        return (self.index[found[1]], found[1]) if found else None

    def _by_slot(self, field: str) -> dict[str, Filled]:
        """What fills the author's texts for slots; a hint or reverse question is not there where a cell is empty."""
        fill = self._filler if field == "ask" else self._optional_filler
        texts: dict[str, str] = getattr(self.record, field)
        return {self.slots.one(key, field, key): fill(text, field, at=(field, key)) for key, text in texts.items()}

    def _optional_filler(self, template: str, field: str, at: tuple[str | int, ...] = ()) -> Filled:
        """Return what fills the template, with nothing at all where one of its cells is empty."""
        fill = self._filler(template, field, at=at)
        needed = [self.index[name] for name in FIELD.findall(template)]
        if not needed:
            return fill
        return lambda row: fill(row) if all(row[index].strip() for index in needed) else ""

    def _filler(
        self, template: str, field: str, change: Callable[[str], str] = str, at: tuple[str | int, ...] = ()
    ) -> Filled:
        """Return what fills `{column}` in the template from a row, each cell changed by `change`.

        The template stands at the path `at` in the table's entry, or is the field itself.
        """
        parts = FIELD.split(template)
        for name in parts[1::2]:
            if name not in self.index:
                known = ", ".join(self.table.columns)
                raise self._refusal("B048", f"the table has no column `{name}`", at or field, f"it has {known}")
        if change is str and len(parts) == 3 and not parts[0] and not parts[2]:
            return partial(_cell, self.index[parts[1]])
        running = field in RUNNING
        filled: list[str | Filled] = [
            self._changed(part, change, running=running) if n % 2 else part for n, part in enumerate(parts)
        ]
        return lambda row: "".join(part if isinstance(part, str) else part(row) for part in filled)

    def _changed(self, column: str, change: Callable[[str], str], *, running: bool) -> Filled:
        """Return what takes a column's cell from a row: changed, and in running text with its article."""
        index, needs_the = self.index[column], self.articles.get(column) if running else None
        if needs_the is None:
            return lambda row: change(row[index])
        return lambda row: f"the {row[index]}" if needs_the(row[index]) and not _has_the(row[index]) else row[index]

    def _condition(self, column: str, test: str, field: str = "where") -> tuple[int, str, Callable[[str], bool]]:
        if column not in self.index:
            known = ", ".join(self.table.columns)
            raise self._refusal("B048", f"the table has no column `{column}`", field, f"it has {known}")
        try:
            return self.index[column], column, condition(test)
        except re.error as error:
            raise self._refusal("B049", f"`{test}` is not a regular expression: {error}", field) from None

    def facts(self, order: int) -> Iterator[Fact]:
        """Yield a fact per row; rows that make none are counted in `left_out` or stand in `problems`."""
        make_id, make_event = self._id(), self._optional("event")
        make_link, fame = self._optional("link"), self._fame()
        seen: dict[str, Row] = {}
        for number, row in enumerate(self.table.rows):
            if reason := self._unfit(row):
                self.left_out[number] = reason
                continue
            key = make_id(row)
            if not self._new(key, row, seen, number):
                continue
            answers, media = self._answers(row, number), self._media(row, number)
            if answers and media is not None:
                yield Fact(
                    id=key,
                    bank=self.bank,
                    statement=self.shape,
                    answers=answers,
                    place=self._row_place(number),
                    order=order + number,
                    event=make_event(row) if make_event else None,
                    tags=self.record.tags,
                    ask={name: fill(row) for name, fill in self.asks.items()} if self.asks else NOTHING,
                    hint=_filled(self.hints, row) if self.hints else NOTHING,
                    reverse=_filled(self.reverses, row) if self.reverses else NOTHING,
                    media=media,
                    several=self.several,
                    typed=self.typed,
                    unasked=self._unasked(row) if self.unasked else frozenset(),
                    columns=self.columns,
                    row=number,
                    cells=row,
                    link=make_link(row) if make_link else None,
                    tolerance=self.record.tolerance,
                    fame=_number(row[fame]) if fame is not None else None,
                )

    def _id(self) -> Filled:
        if re.search(r"[^A-Za-z0-9_-]", FIELD.sub("", self.record.id)):
            hint = "write it with A-Z, a-z, 0-9, `-`, `_` and columns: `{column}`"
            raise self._refusal("B051", f"`{self.record.id}` cannot make ids", "id", hint)
        return self._filler(self.record.id, "id", slug)

    def _optional(self, field: str) -> Filled | None:
        template = getattr(self.record, field)
        return self._filler(template, field) if template else None

    def _fame(self) -> int | None:
        if self.record.fame and self.record.fame not in self.index:
            raise self._refusal("B048", f"the table has no column `{self.record.fame}`", "fame")
        named = (self.record.fame,) if self.record.fame else FAME
        return next((self.index[name] for name in named if name in self.index), None)

    def _unasked(self, row: Row) -> frozenset[str]:
        """The slots that are not asked in this row: all conditions on its cells hold."""
        return frozenset(slot for slot, tests in self.unasked if all(holds(row[n]) for n, _, holds in tests))

    def _unfit(self, row: Row) -> str | None:
        for index, column, holds in self.conditions:
            if not holds(row[index]):
                return f"left out by `where: {column}`"
        for mark in self.marks:
            for name in FIELD.findall(mark.text):
                if not row[self.index[name]].strip():
                    return f"no `{name}` in the row"
        return None

    def _new(self, key: str, row: Row, seen: dict[str, Row], number: int) -> bool:
        first = seen.setdefault(key, row)
        if first is row:
            return True
        if first == row:
            self.left_out[number] = "the same row again"
        else:
            message = f"two different rows make the fact `{key}`"
            self._add("B050", message, number, "put a further column into the table's `id`")
        return False

    def _answers(self, row: Row, number: int) -> tuple[Answer, ...]:
        try:
            return tuple(self._answer(slot, row) for slot in self.shape.slots)
        except dates.DateError as error:
            self._add("B042", str(error), number)
            return ()

    def _answer(self, slot: Slot, row: Row) -> Answer:
        text = " ".join(self.fields[slot.index](row).split())
        known = self.answers.get((slot.index, text))
        if known is None:
            column = self.columns.columns[slot.index]
            kind = self.record.kinds.get(column[1]) if column else None
            mark = Mark(text, slot.role)
            known = read_answer(mark, slot, self.entities, self.language, kind)
            if column and column[1] in self.articles and self.articles[column[1]](text):
                known = replace(known, article="the")
            if known.date:  # a cell may hold -479; a reader wants 480 BC
                known = Answer(dates.in_words(known.date, self.language), known.type, known.date)
            elif entity := self.entities.find(text):  # an alias in a cell is shown as what the bank calls the thing
                known = replace(known, text=entity.name)
            self.answers[slot.index, text] = known
        return known

    def _media(self, row: Row, number: int) -> tuple[Attached, ...] | None:
        """The media of a row; None when there is something wrong with one of them, which is noted."""
        try:
            return self.media.of(row, self._row_place(number)) if self.media.entries else ()
        except ProblemError as error:
            self.problems += error.problems
            return None

    def _row_place(self, number: int) -> Place:
        return Place(self.table.file, (), self.table.lines[number])

    def _add(self, code: str, message: str, number: int, hint: str | None = None) -> None:
        place = self._row_place(number)
        self.problems.append(Problem(code, message, place.file, locate(place), hint))

    def _refusal(
        self, code: str, message: str, field: str | tuple[str | int, ...], hint: str | None = None
    ) -> ProblemError:
        place = self.place.inside(field) if isinstance(field, str) else self.place.inside(*field)
        return ProblemError(Problem(code, message, self.place.file, locate(place), hint))


def _filled(fillers: Mapping[str, Filled], row: Row) -> dict[str, str]:
    """The texts by slot, without those that are empty in this row."""
    return {name: text for name, fill in fillers.items() if (text := fill(row))}


def _has_the(name: str) -> bool:
    """Whether a name brings its article with it: The Helix Bridge."""
    return name[:4].lower() == "the "


def _cell(index: int, row: Row) -> str:
    return row[index]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def slug(text: str) -> str:
    """Return the text as an id: of an address its last part, other characters as `-`."""
    if "://" in text:
        text = text.rstrip("/#").rpartition("/")[2]
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")


def condition(test: str) -> Callable[[str], bool]:
    """Return the test of a `where`: `present`, `empty`, `/regular expression/`, or the text itself."""
    if test == "present":
        return lambda cell: bool(cell.strip())
    if test == "empty":
        return lambda cell: not cell.strip()
    if len(test) > 1 and test[0] == test[-1] == "/":
        pattern = re.compile(test[1:-1])
        return lambda cell: pattern.search(cell) is not None
    return lambda cell: cell == test
