"""Pages become sheets: those of one student are put together, and what is there twice or missing is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from quizgen.model.key import PaperKey
from quizgen.scanning.corrections import Corrections
from quizgen.scanning.identity import Sheets, sheets_of
from quizgen.scanning.reading import Doubt, SheetReading

Parts = dict[int, SheetReading]
"""The pages of one sheet by their numbers on it."""
UNNUMBERED = "no number is marked"
SEVERAL = "no number is marked: write one here, the same at every page of this sheet"


def compared(key: PaperKey, readings: Iterable[SheetReading], corrections: Corrections) -> list[SheetReading]:
    """Return the pages with the doubts that only all of them together give rise to.

    A copy or a number that is there twice is a doubt at the second page. So is a missing number if others have marked
    theirs, for then it is the way to tell whose a sheet is, and always if a sheet has several pages, for then nothing
    else holds them together. Questions on a page that was not scanned are in doubt, too; once it is, what was said of
    them at another page is no longer taken over.
    """
    pages = list(readings)
    sheets = sheets_of(key)
    several = any(len(layouts) > 1 for layouts in sheets.pages.values())
    why = SEVERAL if several else UNNUMBERED if any(page.student for page in pages) else ""
    seen: dict[tuple[str, str, int], SheetReading] = {}
    pages = [_compared(page, seen, corrections, why) for page in pages]
    places = {id(page): place for place, page in enumerate(pages)}
    for parts in _sheets(pages):
        missing = tuple(_missing(parts, sheets))
        for number, page in parts.items():
            own = _own(page, parts, sheets, corrections)
            more = missing if number == min(parts) else ()
            pages[places[id(page)]] = replace(own, doubts=(*own.doubts, *more))
    return pages


def put_together(pages: Sequence[SheetReading]) -> list[SheetReading]:
    """Return a reading for each sheet, in the order of their first pages.

    Pages belong together by the copy's code, else by the form and the marked number, else by following one another.
    """
    return [_joined([parts[number] for number in sorted(parts)]) for parts in _sheets(pages)]


def _compared(
    page: SheetReading,
    seen: dict[tuple[str, str, int], SheetReading],
    corrections: Corrections,
    unnumbered: str,
) -> SheetReading:
    """The page with what the pages before it make doubtful; `unnumbered` says why it takes a number, if it does."""
    if page.form is None or any(doubt.field in {"code", "student"} for doubt in page.doubts):
        return page
    field = "code" if page.code else "student"
    if not page.code and not page.student:
        accepted = unnumbered == UNNUMBERED and corrections.of(page.file, page.page, field)
        return page if accepted or not unnumbered else _doubting(page, Doubt(field, unnumbered))
    first = seen.setdefault((field, page.code or page.student, page.part), page)
    if first is page or corrections.of(page.file, page.page, field):
        return page
    what = f"copy {page.code}" if page.code else f"the number {page.student}"
    why = f"{what} is on page {first.page} of {first.file}, too; write skip for the one that does not count"
    return _doubting(page, Doubt(field, why, page.code or page.student))


def _doubting(page: SheetReading, doubt: Doubt) -> SheetReading:
    return replace(page, doubts=(doubt, *page.doubts))


def _sheets(pages: Sequence[SheetReading]) -> list[Parts]:
    parts: dict[tuple[object, ...], Parts] = {}
    last: tuple[object, ...] = ()
    for place, page in enumerate(pages):
        last = _whose(page, place, parts, last)
        if page.part in parts.get(last, {}):
            last = ("twice", place)
        parts.setdefault(last, {})[page.part] = page
    return list(parts.values())


def _whose(
    page: SheetReading, place: int, parts: Mapping[tuple[object, ...], Parts], last: tuple[object, ...]
) -> tuple[object, ...]:
    """What a page has in common with the others of its sheet."""
    if page.form is None:
        return ("unknown", place)
    if page.code:
        return ("copy", page.code)
    before = parts.get(last, {}).get(page.part - 1)
    if before and before.form == page.form and not before.code and not (page.student and before.student):
        return last
    return ("number", page.form, page.student) if page.student else ("nobody", place)


def _own(page: SheetReading, parts: Parts, sheets: Sheets, corrections: Corrections) -> SheetReading:
    """The page without what was said at it of questions whose own page is there: that must be said of their page."""
    others = (layout for layout in sheets.pages.get(page.form or "", ()) if layout.number in parts.keys() - {page.part})
    strange = {row.number for layout in others for row in layout.rows} & (page.marks or {}).keys()
    for question in strange:
        corrections.refuse(page.file, page.page, str(question))
    return replace(page, marks={n: m for n, m in (page.marks or {}).items() if n not in strange}) if strange else page


def _missing(parts: Parts, sheets: Sheets) -> Iterator[Doubt]:
    form = parts[min(parts)].form
    known = {question for page in parts.values() for question in page.marks or {}}
    for layout in sheets.pages[form] if form is not None else ():
        if layout.number not in parts:
            why = f"page {layout.number} of this sheet is not among the scans"
            yield from (Doubt(str(row.number), why) for row in layout.rows if row.number not in known)


def _joined(pages: Sequence[SheetReading]) -> SheetReading:
    first = pages[0]
    if len(pages) == 1:
        return first
    return replace(
        first,
        student=next((page.student for page in pages if page.student), ""),
        marks={question: marks for page in pages for question, marks in (page.marks or {}).items()},
        doubts=tuple(doubt for page in pages for doubt in page.doubts),
    )
