"""The key as a Word document: a table for each form, with every answer's source, and the list of sources last."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.exporting.own_templates import fill
from quizgen.exporting.paper.docx_numbering import CITED, Lists
from quizgen.exporting.paper.docx_package import Package, address
from quizgen.exporting.paper.docx_pages import Part, document
from quizgen.exporting.paper.docx_styles import Page
from quizgen.exporting.paper.docx_xml import cell, paragraph, row, run, table
from quizgen.exporting.paper.printed import CitedThere, FormRows, Key, KeyRow

CELL = 160
"""What the margins of a cell take of its width."""
SHARES = (2, 3)
"""How the answer and its source share what the number leaves of the page."""


def key_document(key: Key, page: Page) -> bytes:
    """Return the key as a Word document."""
    package = Package()
    lists = Lists((), page.hang)
    parts = [_form(key, form, page, package) for form in key.forms]
    if parts and key.sources:
        last = parts[-1]
        parts[-1] = Part(last.label, last.head, last.body + "".join(_references(key, lists)))
    return document(package, f"{key.title} — {key.words['key']}", parts, page, key.words, lists)


def _form(key: Key, form: FormRows, page: Page, package: Package) -> Part:
    label = fill(key.words["form"], name=form.name) if form.name else ""
    title = ", ".join(part for part in (f"{key.title} — {key.words['key']}", label) if part)
    rows = [row(cells) for cells in _cells(key, form, page, package)]
    head = paragraph("QuizTitle", run(title, key.tongue), key.tongue)
    if not rows:
        return Part(label, head, "")
    header = row(_header(key, page), header=True)
    made = table("KeyTable", _widths(page), (header, *rows), rtl=key.tongue.rtl, caption=title)
    return Part(label, head, made)


def _widths(page: Page) -> tuple[int, int, int]:
    number = page.em(3.6) + CELL
    answer = (page.width - number) * SHARES[0] // sum(SHARES)
    return number, answer, page.width - number - answer


def _header(key: Key, page: Page) -> Iterator[str]:
    for name, width in zip(("number", "answer", "source"), _widths(page), strict=True):
        yield cell(width, paragraph("KeyHead", run(key.words[name], key.tongue), key.tongue, keep=True))


def _cells(key: Key, form: FormRows, page: Page, package: Package) -> Iterator[tuple[str, str, str]]:
    number, answer, source = _widths(page)
    for one in form.rows:
        yield (
            cell(number, paragraph("KeyNumber", run(f"{one.number}.", key.tongue), key.tongue)),
            cell(answer, "".join(_answer(key, one))),
            cell(source, "".join(_sources(one, package))),
        )


def _answer(key: Key, one: KeyRow) -> Iterator[str]:
    letters = run(f"{one.letters}. ", key.tongue, "KeyLetters") if one.letters else ""
    yield paragraph("KeyAnswer", letters + run(one.answer, one.tongue), one.tongue)
    if one.also:
        also = fill(key.words["also"], answers="; ".join(one.also))
        yield paragraph("KeyAlso", run(also, key.tongue), key.tongue)
    yield paragraph("KeyItem", run(one.id, key.tongue), key.tongue)


def _sources(one: KeyRow, package: Package) -> Iterator[str]:
    if one.why:
        yield paragraph("KeyWhy", run(one.why, one.tongue), one.tongue)
    for cited in one.citations:
        yield paragraph("KeySource", _linked(cited, package), cited.tongue)
        if cited.quote:
            yield paragraph("KeyQuote", run(f"“{cited.quote}”", cited.tongue), cited.tongue)


def _linked(cited: CitedThere, package: Package) -> str:
    place = f"[{cited.number}] {cited.title}" + (f", {cited.where}" if cited.where else "")
    url = address(cited.url)
    if url is None:
        return run(place, cited.tongue)
    return (
        f'<w:hyperlink r:id="{package.link(url)}" w:history="1">{run(place, cited.tongue, "Hyperlink")}</w:hyperlink>'
    )


def _references(key: Key, lists: Lists) -> Iterator[str]:
    yield paragraph("QuizSection", run(key.words["sources"], key.tongue), key.tongue, keep=True)
    listed = lists.begin(CITED)
    for line in key.sources:
        yield paragraph("KeyReference", run(line, key.tongue), key.tongue, numbering=(listed, 0))
