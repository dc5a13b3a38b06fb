"""Where everything stands on an answer sheet: one geometry, from which the sheet is drawn and by which a scan is read.

All measures are millimetres from the top left corner of the page. The geometry follows from the key alone, so a key
file is all that a scan needs. It may therefore never change for sheets that have been printed: whoever changes a number
here gives `VERSION` a new value, which stands in the code on every sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import quote, unquote

from quizgen.model.key import KeyEntry, KeyForm, Paper, PaperKey
from quizgen.problem import Problem, ProblemError

VERSION = "QG1"
DIGITS = "0123456789"
PAPERS: dict[Paper, tuple[float, float]] = {"a4": (210.0, 297.0), "us-letter": (215.9, 279.4)}
BUBBLED = frozenset({"choice", "choices"})
"""The interactions that have bubbles; all others are answered on the quiz itself."""

MARKERS = (
    ("######", "#.#..#", "##.#.#", "###..#", "###.##", "######"),
    ("######", "######", "#....#", "#.##.#", "#.#.##", "######"),
    ("######", "###..#", "###..#", "###.##", "#..#.#", "######"),
    ("######", "#.##.#", "#.##.#", "##.###", "##..##", "######"),
)
"""The ArUco markers 0 to 3 of the dictionary 4×4_50 with their borders, row by row; `#` is black."""
EDGE, INSET = 12.0, 10.0
"""Of a marker: its length, and its distance from the edges of the page."""
SIDE = 14.0
"""The margin left and right of all but the markers."""
FIVE = 5
"""After so many questions there is a gap, so that nobody slips into another line."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its top left corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bubble:
    """A circle to fill. `field` is a question's number or `student.0`, `student.1` …; `value` is the letter in it."""

    field: str
    value: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Row:
    """A question's line: the box of its number, before its bubbles. `several` allows more than one mark."""

    number: int
    letters: tuple[str, ...]
    label: Box
    several: bool = False


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One page of a sheet: number `number` of `of`. `radius` is that of all its bubbles.

    `digits` are the boxes in which a student writes the number, above the bubbles of each digit.
    """

    number: int
    of: int
    width: float
    height: float
    rtl: bool
    enlarged: bool
    radius: float
    markers: tuple[Box, ...]
    title: Box
    head: Box
    code: Box
    help: Box
    foot: Box
    student: Box | None
    digits: tuple[Box, ...]
    rows: tuple[Row, ...]
    bubbles: tuple[Bubble, ...]


class Level(NamedTuple):
    """How large things are: the bubbles' radius, their distances across and down, and a number's width."""

    radius: float
    across: float
    down: float
    number: float


LEVELS = (Level(2.6, 8.0, 8.6, 10), Level(2.3, 7.0, 7.6, 9), Level(2.1, 6.4, 6.4, 9), Level(1.9, 5.8, 5.6, 9))
ENLARGED = (Level(3.4, 10.0, 10.0, 14),)
BETWEEN = 5.0
"""Between columns of questions, at least."""


class Column(NamedTuple):
    """A column for questions: its left edge, its top, and how many go into it."""

    x: float
    top: float
    rows: int


def answer_sheet(key: PaperKey, form: KeyForm) -> tuple[SheetPage, ...]:
    """Return the pages of the form's answer sheet; none if the key has no plan for one.

    Raises ProblemError when a question has more options than a line can hold.
    """
    if key.sheet is None:
        return ()
    several = {item.id: item.interaction == "choices" for item in key.items if item.interaction in BUBBLED}
    entries = [entry for entry in form.entries if entry.item in several]
    most = max((len(entry.letters) for entry in entries), default=0)
    frame = _frame(key)
    level, columns = _fitting(frame, key.sheet.digits, most, len(entries))
    _refuse_wide(columns, entries, form)
    room = sum(column.rows for column in columns)
    parts = [entries[at : at + room] for at in range(0, len(entries), room)] or [[]]
    return tuple(
        _page(replace(frame, number=number, of=len(parts), radius=level.radius), level, columns, part, several, key)
        for number, part in enumerate(parts, 1)
    )


def elsewhere(key: PaperKey, form: KeyForm) -> tuple[int, ...]:
    """Return the numbers of the questions that have no bubbles: they are answered on the quiz itself."""
    bubbled = {item.id for item in key.items if item.interaction in BUBBLED}
    return tuple(entry.number for entry in form.entries if entry.item not in bubbled)


class Code(NamedTuple):
    """What the code on a sheet says; `copy` is empty on a sheet made out to nobody."""

    quiz: str
    form: str
    copy: str
    page: int


def written(code: Code) -> str:
    """Return the text of the code as it is printed."""
    parts = (quote(part, safe="") for part in (code.quiz, code.form, code.copy, str(code.page)))
    return ":".join((VERSION, *parts))


def parsed(text: str) -> Code | None:
    """Return what the text of a code says, or None if it is none of ours."""
    version, *parts = text.split(":")
    if version != VERSION or len(parts) != 4 or not (parts[3].isascii() and parts[3].isdigit()):
        return None
    quiz, form, copy = map(unquote, parts[:3])
    return Code(quiz, form, copy, int(parts[3]))


def _frame(key: PaperKey) -> SheetPage:
    """The page without its questions."""
    assert key.sheet  # noqa: S101 - asked before
    width, height = PAPERS[key.sheet.paper]
    big = key.sheet.enlarged
    code = 30.0 if big else 26.0
    top = INSET + EDGE + 4
    wide = width - 2 * SIDE
    rtl = key.sheet.rtl
    boxes = (
        Box(SIDE, top, wide - code - 6, 22 if big else 16),
        Box(width - SIDE - code, top, code, code),
        Box(SIDE, top + (23 if big else 17), wide - code - 6, 24 if big else 15),
    )
    head, qr, how = (mirrored(box, width) if rtl else box for box in boxes)
    far_x, far_y = width - INSET - EDGE, height - INSET - EDGE
    corners = ((INSET, INSET), (far_x, INSET), (far_x, far_y), (INSET, far_y))
    between = width - 2 * (INSET + EDGE + 4)
    return SheetPage(
        number=1,
        of=1,
        width=width,
        height=height,
        rtl=rtl,
        enlarged=big,
        radius=0,
        markers=tuple(Box(x, y, EDGE, EDGE) for x, y in corners),
        title=Box(INSET + EDGE + 4, INSET, between, EDGE),
        head=head,
        code=qr,
        help=how,
        foot=Box(INSET + EDGE + 4, far_y, between, EDGE),
        student=None,
        digits=(),
        rows=(),
        bubbles=(),
    )


def mirrored(box: Box, width: float) -> Box:
    """Return the box on a page of this width that is laid out from the right."""
    return replace(box, x=width - box.x - box.width)


def _fitting(frame: SheetPage, digits: int, most: int, count: int) -> tuple[Level, list[Column]]:
    """The loosest setting in which all questions fit on one page, else the tightest; and its columns."""
    levels = ENLARGED if frame.enlarged else LEVELS
    for level in levels:
        columns = _columns(frame, level, digits, most)
        clear = [column for column in columns if column.top == _body(frame)]
        below = [column for column in columns if column.top != _body(frame)]
        for chosen in (clear, [*clear, *below]):
            if count <= sum(column.rows for column in chosen):
                return level, _even(chosen, count)
    return levels[-1], [*clear, *below]


def _even(columns: list[Column], count: int) -> list[Column]:
    """Columns of like length, by fives, if all questions fit into them so."""
    share = -(-count // len(columns)) if columns else 0
    rows = max(2, -(-share // FIVE)) * FIVE
    shorter = [column._replace(rows=min(column.rows, rows)) for column in columns]
    return shorter if sum(column.rows for column in shorter) >= count else columns


def _columns(frame: SheetPage, level: Level, digits: int, most: int) -> list[Column]:
    need = level.number + max(most, 1) * level.across
    body = frame.width - 2 * SIDE
    number = int((body + BETWEEN) // (need + BETWEEN))
    if not number:
        return []
    pitch = min(body / number, need + 3 * BETWEEN)
    end = frame.height - INSET - EDGE - 3
    grid = _student(frame, level, digits)
    columns = []
    for place in range(number):
        x = SIDE + place * pitch
        top = grid.y + grid.height + 4 if grid and x < grid.x + grid.width + BETWEEN else _body(frame)
        columns.append(Column(x, top, _rows(end - top, level)))
    return columns


def _rows(height: float, level: Level) -> int:
    """How many questions go below one another, with a gap after every five."""
    rows = 0
    while _down(rows, level) + level.down / 2 <= height:
        rows += 1
    return rows


def _down(place: int, level: Level) -> float:
    """How far below the column's top the middle of a question lies, by its place from 0."""
    return (place + 0.5) * level.down + place // FIVE * 0.3 * level.down


def _body(frame: SheetPage) -> float:
    return frame.help.y + frame.help.height + 3


def _student(frame: SheetPage, level: Level, digits: int) -> Box | None:
    """The block in which the student's number is marked: its heading, boxes to write in, ten bubbles a digit."""
    if not digits:
        return None
    across, down, head = _grid(level)
    return Box(SIDE, _body(frame), digits * across, head + len(DIGITS) * down)


def _grid(level: Level) -> tuple[float, float, float]:
    """Of that block: the distances of bubbles across and down, and the height above them."""
    across, down = 2.75 * level.radius, 2.6 * level.radius
    return across, down, 5 + across + 1


def _page(
    frame: SheetPage,
    level: Level,
    columns: Sequence[Column],
    entries: Sequence[KeyEntry],
    several: dict[str, bool],
    key: PaperKey,
) -> SheetPage:
    assert key.sheet  # noqa: S101 - asked before
    grid = _student(frame, level, key.sheet.digits)
    grid = mirrored(grid, frame.width) if grid and frame.rtl else grid
    across = _grid(level)[0]
    places = ((column, place) for column in columns for place in range(column.rows))
    rows, bubbles = [], list(_digits(grid, level, key.sheet.digits) if grid else ())
    for entry, (column, place) in zip(entries, places, strict=False):
        y = column.top + _down(place, level)
        label = Box(column.x, y - level.radius, level.number - level.across / 2 + level.radius, 2 * level.radius)
        xs = [column.x + level.number + (index + 0.5) * level.across for index in range(len(entry.letters))]
        if frame.rtl:
            label, xs = mirrored(label, frame.width), [frame.width - x for x in xs]
        rows.append(Row(entry.number, entry.letters, label, several[entry.item]))
        bubbles += [Bubble(str(entry.number), letter, x, y) for letter, x in zip(entry.letters, xs, strict=True)]
    boxes = [Box(grid.x + n * across, grid.y + 5, across, across) for n in range(key.sheet.digits)] if grid else []
    return replace(frame, student=grid, digits=tuple(boxes), rows=tuple(rows), bubbles=tuple(bubbles))


def _digits(grid: Box, level: Level, digits: int) -> Iterator[Bubble]:
    """The bubbles of the student's number: numbers are written from the left in every language."""
    across, down, head = _grid(level)
    for place in range(digits):
        for row, digit in enumerate(DIGITS):
            yield Bubble(f"student.{place}", digit, grid.x + (place + 0.5) * across, grid.y + head + (row + 0.5) * down)


def _refuse_wide(columns: Sequence[Column], entries: Sequence[KeyEntry], form: KeyForm) -> None:
    if columns or not entries:
        return
    widest = max(entries, key=lambda entry: len(entry.letters))
    where = f"question {widest.number}{f' of form {form.name}' if form.name else ''}, `{widest.item}`"
    message = f"{len(widest.letters)} options do not fit into a line of the answer sheet: {where}"
    raise ProblemError(Problem("B130", message, "answer sheet", hint="leave the question out, or offer fewer options"))
