"""Scanned pages become readings: laid flat, known by their codes, their bubbles decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.answer_sheet import Row, SheetPage
from quizgen.model.key import PaperKey
from quizgen.scanning.corrections import BLANK, Corrections, letters
from quizgen.scanning.deciding import BLACK_AND_WHITE, GREY, Bounds, decided, student
from quizgen.scanning.identity import Identity, Sheets, identified, sheets_of
from quizgen.scanning.measuring import Ink, black_and_white, inked
from quizgen.scanning.pages import Page, files, needed, pages
from quizgen.scanning.reading import Doubt, SheetReading
from quizgen.scanning.rectifying import code_of, laid_flat

if TYPE_CHECKING:
    from quizgen.scanning.pages import Grey

UNREAD = "the page could not be read; scan it again, or write here what is marked"


@dataclass(frozen=True, slots=True)
class Picture:
    """What a reading was read from: the page laid flat and its geometry, or the scan as it was and None.

    `greys` is false for a sheet that was scanned in black and white, where faint pencil is lost before anyone reads it.
    """

    pixels: Grey | None
    layout: SheetPage | None = None
    greys: bool = True


def read_sheets(
    paths: Iterable[Path], key: PaperKey, corrections: Corrections | None = None
) -> Iterator[tuple[SheetReading, Picture]]:
    """Yield a reading for every page of every file, in their order, with its picture; one page at a time in memory.

    `paths` are pictures, PDFs and folders of these. Pages that `corrections` tell to skip are left out, no others.
    Raises ProblemError when there is nothing to read, a package is missing, or the key has no answer sheets.
    """
    needed()
    sheets = sheets_of(key)
    corrections = corrections or Corrections()
    for page in pages(files(paths)):
        if not corrections.skips(page.file, page.page):
            yield read_page(page, sheets, corrections)


def read_page(page: Page, sheets: Sheets, corrections: Corrections) -> tuple[SheetReading, Picture]:
    """Return what is on one page, and the picture of it."""
    if page.pixels is None:
        return _named(page, sheets, page.why, corrections), Picture(None)
    flat = laid_flat(page.pixels, sheets.frame)
    if flat.why:
        return _named(page, sheets, flat.why, corrections), Picture(flat.pixels)
    found = _identity(page, code_of(flat.pixels, sheets.frame.code), sheets, corrections)
    if found.form is None:
        return SheetReading(page.file, page.page, None, doubts=found.doubts, part=found.part), Picture(flat.pixels)
    layout = sheets.pages[found.form][found.part - 1]
    greys = not black_and_white(page.pixels)
    number, read = _decided(flat.pixels, layout, GREY if greys else BLACK_AND_WHITE)
    number = _numbered(number, found, sheets, page, corrections)
    reading = _reading(page, found, number, _corrected(read, found, sheets, page, corrections))
    return reading, Picture(flat.pixels, layout, greys)


def _named(page: Page, sheets: Sheets, why: str, corrections: Corrections) -> SheetReading:
    """A page on which nothing could be read: only what a person says of it."""
    found = _identity(page, "", sheets, corrections)
    if found.form is None:
        return SheetReading(page.file, page.page, None, doubts=(Doubt(sheets.field, why),))
    layout = sheets.pages[found.form][found.part - 1]
    read: dict[int, frozenset[str] | Doubt] = {row.number: Doubt(str(row.number), UNREAD) for row in layout.rows}
    number = _numbered("", found, sheets, page, corrections)
    return _reading(page, found, number, _corrected(read, found, sheets, page, corrections))


def _identity(page: Page, text: str, sheets: Sheets, corrections: Corrections) -> Identity:
    said = (corrections.of(page.file, page.page, field) for field in ("form", "code"))
    return identified(text, sheets, *said)


def _decided(flat: Grey, layout: SheetPage, bounds: Bounds) -> tuple[str | Doubt, dict[int, frozenset[str] | Doubt]]:
    """The student's number, and what is marked at each question."""
    inks = inked(flat, layout)
    read = {row.number: _row(row, inks, bounds) for row in layout.rows}
    return student(layout, inks, bounds), read


def _row(row: Row, inks: dict[str, list[Ink]], bounds: Bounds) -> frozenset[str] | Doubt:
    return decided(str(row.number), inks.get(str(row.number), ()), bounds, several=row.several)


def _corrected(
    read: dict[int, frozenset[str] | Doubt], found: Identity, sheets: Sheets, page: Page, corrections: Corrections
) -> dict[int, frozenset[str] | Doubt]:
    """Take over what a person says of the form's questions, even of those on a page that is missing."""
    assert found.form is not None  # noqa: S101 - asked before
    rows = (row for layout in sheets.pages[found.form] for row in layout.rows)
    corrected = dict(read)
    for row in rows:
        if said := corrections.of(page.file, page.page, str(row.number)):
            marks = letters(said, row.letters)
            strange = Doubt(str(row.number), f"`{said}` is none of its letters: {', '.join(row.letters)}")
            corrected[row.number] = strange if marks is None else marks
    return corrected


def _numbered(read: str | Doubt, found: Identity, sheets: Sheets, page: Page, corrections: Corrections) -> str | Doubt:
    """Take over what a person says of the student's number; the number of a copy is that of the list."""
    copy = sheets.copies.get(found.code)
    said = "" if copy and copy.number else corrections.of(page.file, page.page, "student")
    return "" if said.casefold() in BLANK else said or read


def _reading(page: Page, found: Identity, number: str | Doubt, read: dict[int, frozenset[str] | Doubt]) -> SheetReading:
    doubts = [number] if isinstance(number, Doubt) else []
    return SheetReading(
        file=page.file,
        page=page.page,
        form=found.form,
        code=found.code,
        student="" if isinstance(number, Doubt) else number,
        marks={question: marks for question, marks in read.items() if not isinstance(marks, Doubt)},
        doubts=(*found.doubts, *doubts, *(doubt for doubt in read.values() if isinstance(doubt, Doubt))),
        part=found.part,
    )
