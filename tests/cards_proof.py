"""The proof of printed cards: the sheet is folded as paper is, and what meets in each cell is held against the quiz.

Nothing here uses the exporter's layout: where the cards lie on a sheet is the table below, from the makers' own
figures; what is printed is read back by pdfium.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import page
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from quizgen.model.item import Item
from quizgen.model.quiz import Quiz

MM = 72 / 25.4
INVISIBLE = re.compile("[-\\s\x00-\x1f\u00ad\u200b\u2010\ufffe]")
Cell = tuple[float, float, float, float]
# width, height; columns, rows; of a card width, height; left, top of the first; steps: all in points
LETTER, A4 = (612.0, 792.0), (210 * MM, 297 * MM)
GRIDS: dict[str, tuple[float, ...]] = {
    "avery-5371": (*LETTER, 2, 5, 252, 144, 54, 36, 252, 144),
    "avery-8371": (*LETTER, 2, 5, 252, 144, 54, 36, 252, 144),
    "avery-8471": (*LETTER, 2, 5, 252, 144, 54, 36, 252, 144),
    "avery-5388": (*LETTER, 1, 3, 360, 216, 126, 72, 360, 216),
    "avery-c32011": (*A4, 2, 5, 85 * MM, 54 * MM, 15 * MM, 13.5 * MM, 95 * MM, 54 * MM),
    "avery-c32015": (*A4, 2, 4, 85 * MM, 54 * MM, 17 * MM, 31.5 * MM, 91 * MM, 60 * MM),
    "a4-8": (*A4, 2, 4, 95 * MM, 68.25 * MM, 10 * MM, 12 * MM, 95 * MM, 68.25 * MM),
    "a4-10": (*A4, 2, 5, 95 * MM, 54.6 * MM, 10 * MM, 12 * MM, 95 * MM, 54.6 * MM),
    "letter-8": (*LETTER, 2, 4, 97.95 * MM, 63.85 * MM, 10 * MM, 12 * MM, 97.95 * MM, 63.85 * MM),
    "letter-10": (*LETTER, 2, 5, 97.95 * MM, 51.08 * MM, 10 * MM, 12 * MM, 97.95 * MM, 51.08 * MM),
}


@dataclass(frozen=True)
class Sign:
    """A printed character and the middle of its box, in points from the top left corner."""

    text: str
    x: float
    y: float


def squash(text: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def unordered(*texts: str) -> bool:
    return any(unicodedata.bidirectional(sign) in {"R", "AL"} for text in texts for sign in text)


def cells(stock: str) -> list[Cell]:
    """Left, top, right, bottom of each card, row after row, on the front."""
    _, _, columns, rows, width, height, left, top, across, down = GRIDS[stock]
    corners = [(left + c * across, top + r * down) for r in range(int(rows)) for c in range(int(columns))]
    return [(x, y, x + width, y + height) for x, y in corners]


def fronts(stock: str, flip: str) -> list[Cell]:
    """The cells that fronts are printed in: those left of the fold, or above it, where the sheet is folded."""
    if flip != "fold":
        return cells(stock)
    return cells(stock)[::2] if GRIDS[stock][2] == 2 else cells(stock)[:1]


def through(stock: str, flip: str, offset: tuple[float, float], sign: Sign) -> Sign:
    """Where a sign of the back lies as seen through the paper from the front. The offset is the printer's to undo."""
    width, height, columns, _, _, card, _, top, *_ = GRIDS[stock]
    right, down = offset[0] * MM, offset[1] * MM
    if flip == "long" or (flip == "fold" and columns == 2):
        return Sign(sign.text, width - (sign.x - right), sign.y - down)
    if flip == "short":
        return Sign(sign.text, sign.x + right, height - (sign.y + down))
    return Sign(sign.text, sign.x, 2 * (top + card) - sign.y)


def signs(sheet: pypdfium2.PdfPage) -> Iterator[Sign]:
    text, height = sheet.get_textpage(), sheet.get_size()[1]
    for n in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, n)
        if code > 32 and not pdfium.FPDFText_IsGenerated(text, n):
            left, low, right, high = text.get_charbox(n, loose=False)
            yield Sign(chr(code), (left + right) / 2, height - (low + high) / 2)


def inside(sign: Sign, cell: Cell, slack: float = 0) -> bool:
    return cell[0] + slack <= sign.x <= cell[2] - slack and cell[1] + slack <= sign.y <= cell[3] - slack


def folded(
    pdf: bytes, stock: str, flip: str, offset: tuple[float, float] = (0, 0)
) -> tuple[list[tuple[str, str]], list[str]]:
    """Cut the sheets and return what stands on the two sides of each card, and what stands in no card or across two."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [list(signs(sheet)) for sheet in document]
    document.close()
    if flip == "fold":
        pages = [part for one in pages for part in _unfolded(one, fronts(stock, flip))]
    found, wrong = [], []
    for number, (front, back) in enumerate(zip(pages[::2], pages[1::2], strict=True), 1):
        seen = [through(stock, flip, offset, sign) for sign in back]
        for cell in fronts(stock, flip):
            # three millimetres: nothing may stand so near to where it is cut
            sides = [[sign for sign in side if inside(sign, cell)] for side in (front, seen)]
            wrong += [f"sheet {number}: {s.text} too near to the edge" for s in chain(*sides) if not inside(s, cell, 7)]
            wrong += [f"sheet {number}: upside down" for side in sides if side and side[0].y > side[-1].y]
            found.append(("".join(s.text for s in sides[0]), "".join(s.text for s in sides[1])))
    return found, wrong


def _unfolded(page_of: list[Sign], left: list[Cell]) -> tuple[list[Sign], list[Sign]]:
    front = [sign for sign in page_of if any(inside(sign, cell) for cell in left)]
    return front, [sign for sign in page_of if sign not in front]


def answer(item: Item, front: str) -> str:
    """What the back must begin with: by the letters that the front has beside the right options."""
    if not item.options or not re.search(r"A\.", front):
        return squash("".join(item.key))
    order = sorted(item.right, key=lambda option: option.place or 0) if item.interaction == "order" else item.right
    lines = []
    for option in order:
        found = re.search(rf"([A-Z])\.{re.escape(squash(option.text))}", front)
        lines.append((found[1] if found else "?", f"{option.text} — {option.match}" if option.match else option.text))
    if item.interaction != "order":
        lines.sort()
    return squash("".join(f"{sign}. {text}" for sign, text in lines))


def proof(
    quiz: Quiz, pdf: bytes, stock: str, flip: str, offset: tuple[float, float] = (0, 0), *, quotes: bool = True
) -> list[str]:
    """Return what is wrong with the cards; nothing, if they are sound. `quotes` says that all must be whole."""
    found, wrong = folded(pdf, stock, flip, offset)
    wrong += conformance(pdf) + outside(pdf)
    if len(found) < len(quiz.items) or any(front or back for front, back in found[len(quiz.items) :]):
        wrong.append("cards that are none, or too few sheets")
    for item, (front, back) in zip(quiz.items, found, strict=False):
        wrong += [f"{item.id}: {flaw}" for flaw in card_flaws(quiz, item, squash(front), squash(back), quotes=quotes)]
    return wrong


def card_flaws(quiz: Quiz, item: Item, front: str, back: str, *, quotes: bool) -> Iterator[str]:
    asked = item.stem.split("____")
    where = "where" if item.language == "en" else "locator"
    cited = [quiz.sources[one.source].source.title + (getattr(one, where) or "") for one in item.citations]
    if quotes:
        cited += [one.quote or "" for one in item.citations]
    if unordered(item.stem, *item.key, *cited):
        yield from (f"lost in front: {sign}" for sign in lost([*asked, item.id], front))
        yield from (f"lost behind: {sign}" for sign in lost([*item.key, *cited, item.id], back))
        return
    yield from (f"not in front: {text}" for text in asked if squash(text) not in front)
    bare = back.replace(",", "")  # between title and place stands a comma
    yield from (f"not behind: {text}" for text in cited if squash(text).replace(",", "") not in bare)
    if not back.startswith(answer(item, front)):
        yield f"the answer is {back[:40]!r}, not {answer(item, front)!r}"
    for name, side in (("front", front), ("back", back)):
        if not side.endswith(squash(item.id)):
            yield f"no id on its {name}"


def lost(wanted: list[str], side: str) -> list[str]:
    """The letters that are not there; brackets aside, which pdfium turns round in right-to-left text."""
    letters = (Counter(re.sub("[()]", "", squash(text))) for text in ("".join(wanted), side))
    return list((next(letters) - next(letters)).elements())


def conformance(pdf: bytes) -> list[str]:
    return [] if page.validate_pdf_bytes(pdf, profile="ua1").is_compliant else ["not PDF/UA-1"]


def outside(pdf: bytes) -> list[str]:
    """Whatever is painted stays five millimetres inside the page: printers do not reach further."""
    wrong, edge = [], 5 * MM - 1
    document = pypdfium2.PdfDocument(pdf)
    for number, sheet in enumerate(document, 1):
        width, height = sheet.get_size()
        for thing in sheet.get_objects():
            left, low, right, high = thing.get_bounds()
            if left < edge or low < edge or right > width - edge or high > height - edge:
                wrong.append(f"page {number}: painted at {left:.0f}, {low:.0f} to {right:.0f}, {high:.0f}")
    document.close()
    return wrong


def lines(pdf: bytes) -> list[list[Cell]]:
    """The lines drawn on each page: left, top, right, bottom in points from the top left corner."""
    document = pypdfium2.PdfDocument(pdf)
    drawn = []
    for sheet in document:
        height = sheet.get_size()[1]
        boxes = [thing.get_bounds() for thing in sheet.get_objects() if thing.type == pdfium.FPDF_PAGEOBJ_PATH]
        drawn.append([(left, height - high, right, height - low) for left, low, right, high in boxes])
    document.close()
    return drawn


def preferences(pdf: bytes) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not document.check_pdf_syntax()
        return {str(name)[1:]: str(value) for name, value in document.Root.ViewerPreferences.items()}


def marks_of(pdf: bytes, name: str) -> list[tuple[float, float]]:
    """Where the id stands on each page: the place of its last sign in points."""
    document = pypdfium2.PdfDocument(pdf)
    places = []
    for sheet in document:
        found = list(signs(sheet))
        at = "".join(sign.text for sign in found).index(name) + len(name) - 1
        places.append((found[at].x, found[at].y))
    document.close()
    return places


def middles(drawn: list[Cell]) -> list[tuple[float, float]]:
    """The middles of the lines across that are ten millimetres long."""
    return [((left + right) / 2, (top + low) / 2) for left, top, right, low in drawn if right - left > 9 * MM]
