"""`to-look-at.csv`: what a person must look at, and what that person then says, taken over by the next reading.

The column `correct` takes a question's letters (`B`, `A C`) or `blank`; a form, with the page of its sheet if there are
several (`B`, `B 2`); a copy's code; a student's number; or `skip` for a page that is no sheet or is there twice. Lines
may be added for what was read wrong without a doubt. No line is passed over in silence: what could not be taken over is
`unmet`.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quizgen.problem import Problem, ProblemError, Span
from quizgen.scanning.reading import Doubt, SheetReading

COLUMNS = ("sheet", "page", "field", "why", "seen", "picture", "correct")
SKIP = "skip"
BLANK = frozenset(("blank", "-", "0", "none"))
HINT = f"the first line names the columns: {', '.join(COLUMNS)}"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
QUESTION = re.compile(r"(?:q\.?)?\s*([0-9]+)")
Place = tuple[str, int, str]
"""What a line is about: the sheet's file, the page, the field."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table. `correct` is empty until somebody has looked."""

    sheet: str
    page: int
    field: str
    why: str = ""
    seen: str = ""
    picture: str = ""
    correct: str = ""

    @property
    def place(self) -> Place:
        """What the line is about, its field as the reader calls it: `5.` and `Q5` are question 5."""
        plain = self.field.strip().casefold().rstrip(". ")
        question = QUESTION.fullmatch(plain)
        return (self.sheet, self.page, str(int(question[1])) if question else plain)


@dataclass(slots=True)
class Corrections:
    """What was said about the sheets; `asked` are the fields that there are, `scanned` the pages."""

    lines: dict[Place, Line] = field(default_factory=dict)
    asked: set[Place] = field(default_factory=set)
    scanned: set[tuple[str, int]] = field(default_factory=set)

    def of(self, sheet: str, page: int, about: str) -> str:
        """Return what was said about a field of a page, or nothing; ask only for what is then taken over."""
        self.asked.add((sheet, page, about))
        return self._said((sheet, page, about))

    def skips(self, sheet: str, page: int) -> bool:
        """Tell whether somebody said that the page is to be left out, and with it whatever else was said of it."""
        self.scanned.add((sheet, page))
        skipped = any(self._said((sheet, page, about)).casefold() == SKIP for about in ("code", "form", "student"))
        if skipped:
            self.asked.update(place for place in self.lines if place[:2] == (sheet, page))
        return skipped

    def refuse(self, sheet: str, page: int, about: str) -> None:
        """Take back that there is such a field: what was said about it is not taken over after all."""
        self.asked.discard((sheet, page, about))

    @property
    def unmet(self) -> list[Line]:
        """The lines that were not taken over: their page was not scanned, or has no such field."""
        return [line for place, line in self.lines.items() if place not in self.asked]

    def _said(self, place: Place) -> str:
        line = self.lines.get(place)
        return line.correct if line else ""


def read_corrections(path: Path) -> Corrections:
    """Read the table as a spreadsheet has left it; lines without a correction are passed over.

    Raises ProblemError when it cannot be read, lacks a column, or says two things about one field.
    """
    corrections = Corrections()
    for number, line in _lines(path):
        if not line.correct:
            continue
        if corrections.lines.setdefault(line.place, line).correct != line.correct:
            message = f"two corrections of {line.field} on page {line.page} of {line.sheet}"
            raise ProblemError(_problem(message, path, number, "remove one of the lines"))
    return corrections


def table(lines: Iterable[Line]) -> bytes:
    """Return the lines as a table that spreadsheets open."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for line in lines:
        cells = (line.sheet, str(line.page), line.field, line.why, line.seen, line.picture, line.correct)
        rows.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig", "backslashreplace")


def to_look_at(
    readings: Sequence[SheetReading], corrections: Corrections, pictures: dict[tuple[str, int], str]
) -> list[Line]:
    """Return a line for each doubt, then for each correction that was taken over: the table is never the poorer."""
    lines = {
        (reading.file, reading.page, doubt.field): _line(reading, doubt, corrections, pictures)
        for reading in readings
        for doubt in reading.doubts
    }
    return [*lines.values(), *(line for place, line in corrections.lines.items() if place not in lines)]


def _line(reading: SheetReading, doubt: Doubt, corrections: Corrections, pictures: dict[tuple[str, int], str]) -> Line:
    said = corrections.lines.get((reading.file, reading.page, doubt.field))
    picture = pictures.get((reading.file, reading.page), "")
    return Line(reading.file, reading.page, doubt.field, doubt.why, doubt.seen, picture, said.correct if said else "")


def letters(text: str, known: Sequence[str]) -> frozenset[str] | None:
    """Return the letters of a question that a person wrote, none for `blank`; None if it has no such letter."""
    if text.strip().casefold() in BLANK:
        return frozenset()
    named = {_folded(letter): letter for letter in known}
    parts = [_folded(part) for part in re.split(r"[\s,;،+]+", text) if part]
    if not set(parts) <= named.keys():
        parts = [sign for part in parts for sign in part]
    return frozenset(named[part] for part in parts) if set(parts) <= named.keys() else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _lines(path: Path) -> Iterator[tuple[int, Line]]:
    text = _text(path)
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    header = [cell.strip().casefold() for cell in next(rows, [])]
    if missing := [name for name in ("sheet", "page", "field", "correct") if name not in header]:
        raise ProblemError(_problem(f"there is no column `{missing[0]}`", path, 1, HINT))
    for row in rows:
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=False)}
        if any(cells.values()):
            yield rows.line_num, _read(cells, path, rows.line_num)


def _read(cells: dict[str, str], path: Path, number: int) -> Line:
    plain = {name: cells.get(name, "") for name in COLUMNS}
    plain = {
        name: cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
        for name, cell in plain.items()
    }
    page = plain.pop("page")
    if not (page.isascii() and page.isdigit()):
        raise ProblemError(_problem(f"`{page}` is not the number of a page", path, number, None))
    return Line(page=int(page), **plain)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot be read: {error.strerror}", str(path))) from None
    except UnicodeDecodeError:
        hint = "save it as “CSV UTF-8”"
        raise ProblemError(Problem("B002", "this file is not UTF-8 text", str(path), hint=hint)) from None


def _problem(message: str, path: Path, line: int, hint: str | None) -> Problem:
    return Problem("B132", message, str(path), Span(line, 1, line, 2), hint)
