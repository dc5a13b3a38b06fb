"""Sheets of cards: where each card lies, and where its back must be printed to meet it.

All lengths are millimetres; x runs to the right and y downwards from the top left corner of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import sub
from typing import Literal

INCH = 25.4
MARK, GAP = 3.5, 1.0
"""How long a crop mark is, and how far it stays from the cards."""

Flip = Literal["long", "short", "fold"]
Page = Literal["front", "back", "both", "test front", "test back"]
Point = tuple[float, float]
Line = tuple[float, float, float, float]
StockName = Literal[
    "a4-8",
    "a4-10",
    "letter-8",
    "letter-10",
    "avery-5371",
    "avery-8371",
    "avery-8471",
    "avery-5388",
    "avery-c32011",
    "avery-c32015",
]


@dataclass(frozen=True, slots=True)
class Stock:
    """A sheet of equal cards. `left` and `top` are where the first card lies; the next column lies `across` further to
    the right, the next row `down` further below. `cut` says that the cards have still to be cut.
    """

    width: float
    height: float
    columns: int
    rows: int
    card_width: float
    card_height: float
    left: float
    top: float
    across: float
    down: float
    cut: bool = False

    @property
    def cells(self) -> tuple[Point, ...]:
        """Where the cards lie, row after row: their top left corners."""
        return tuple(self._cell(row, column) for row in range(self.rows) for column in range(self.columns))

    @property
    def pairs(self) -> tuple[tuple[Point, Point], ...]:
        """The cells of fronts and backs where the sheet is folded: side by side, or one below the other."""
        if self.columns > 1:
            return tuple((self._cell(row, 0), self._cell(row, 1)) for row in range(self.rows))
        return ((self._cell(0, 0), self._cell(1, 0)),)

    @property
    def fold(self) -> Line:
        """The line to fold along: midway between the cells of a pair."""
        (x, y), (over, below) = self.pairs[0]
        if self.columns > 1:
            middle = (x + self.card_width + over) / 2
            return (middle, self.top, middle, self.height - self.top)
        middle = (y + self.card_height + below) / 2
        return (self.left, middle, self.width - self.left, middle)

    def _cell(self, row: int, column: int) -> Point:
        return (self.left + column * self.across, self.top + row * self.down)


def _plain(page: Point, columns: int, rows: int) -> Stock:
    """Divide what all printers reach, with room for the crop marks, into cards without a gap."""
    left, top = 10.0, 12.0
    width, height = (page[0] - 2 * left) / columns, (page[1] - 2 * top) / rows
    return Stock(*page, columns, rows, width, height, left, top, width, height, cut=True)


A4: Point = (210.0, 297.0)
LETTER: Point = (8.5 * INCH, 11 * INCH)
_BUSINESS = Stock(*LETTER, 2, 5, 3.5 * INCH, 2 * INCH, 0.75 * INCH, 0.5 * INCH, 3.5 * INCH, 2 * INCH)
STOCKS: dict[StockName, Stock] = {
    "a4-8": _plain(A4, 2, 4),
    "a4-10": _plain(A4, 2, 5),
    "letter-8": _plain(LETTER, 2, 4),
    "letter-10": _plain(LETTER, 2, 5),
    "avery-5371": _BUSINESS,
    "avery-8371": _BUSINESS,
    "avery-8471": _BUSINESS,
    "avery-5388": Stock(*LETTER, 1, 3, 5 * INCH, 3 * INCH, 1.75 * INCH, INCH, 5 * INCH, 3 * INCH),
    "avery-c32011": Stock(*A4, 2, 5, 85, 54, 15, 13.5, 95, 54),
    "avery-c32015": Stock(*A4, 2, 4, 85, 54, 17, 31.5, 91, 60),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of card number `card` (from 0) on a page. A `turned` one stands upside down in its cell."""

    card: int
    side: Literal["front", "back"]
    x: float
    y: float
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: `sheet` counts from 1, or is 0 for the test of the printer. A `turned` page is read upside down.

    `lines` are crop marks, `fold` is the line to fold along, `crosses` are the places to measure at.
    """

    sheet: int
    page: Page
    sides: tuple[Side, ...] = ()
    turned: bool = False
    lines: tuple[Line, ...] = ()
    fold: Line | None = None
    crosses: tuple[Point, ...] = ()


def sheets(stock: Stock, flip: Flip, count: int) -> int:
    """Return how many sheets hold so many cards; an empty one for none."""
    each = len(stock.pairs if flip == "fold" else stock.cells)
    return max(1, -(-count // each))


def leaves(stock: Stock, flip: Flip, count: int, offset: Point = (0, 0), *, marks: bool = False) -> tuple[Leaf, ...]:
    """Return the pages for so many cards.

    `offset` moves the backs to the right and down, as one who reads them sees it.
    """
    layout = _folded if flip == "fold" else _two_sided
    return tuple(layout(stock, flip, count, offset, marks=marks))


def _folded(stock: Stock, flip: Flip, count: int, offset: Point, *, marks: bool) -> Iterator[Leaf]:
    turned = stock.columns == 1
    lines = tuple(_crop_marks(stock, stock.fold)) if marks else ()
    for sheet in range(sheets(stock, flip, count)):
        first = sheet * len(stock.pairs)
        sides = (
            side
            for number, (front, back) in enumerate(stock.pairs[: count - first], first)
            for side in (Side(number, "front", *front), Side(number, "back", *back, turned))
        )
        yield Leaf(sheet + 1, "both", tuple(sides), lines=lines, fold=stock.fold)


def _two_sided(stock: Stock, flip: Flip, count: int, offset: Point, *, marks: bool) -> Iterator[Leaf]:
    turned = flip == "short"
    lines = tuple(_crop_marks(stock)) if marks else ()
    for sheet in range(sheets(stock, flip, count)):
        first = sheet * len(stock.cells)
        cells = stock.cells[: count - first]
        fronts = (Side(number, "front", *cell) for number, cell in enumerate(cells, first))
        backs = (
            Side(number, "back", *_behind(stock, cell, flip, offset), turned)
            for number, cell in enumerate(cells, first)
        )
        yield Leaf(sheet + 1, "front", tuple(fronts), lines=lines)
        yield Leaf(sheet + 1, "back", tuple(backs), turned)


def _behind(stock: Stock, cell: Point, flip: Flip, offset: Point) -> Point:
    """Return the top left corner of the back on its page: turning the sheet mirrors one way or the other."""
    (x, y), (right, down) = cell, offset
    if flip == "long":
        return (stock.width - x - stock.card_width + right, y + down)
    return (x - right, stock.height - y - stock.card_height - down)


def calibration(stock: Stock, flip: Flip, offset: Point) -> tuple[Leaf, Leaf]:
    """Return a sheet with crosses on both sides, at the corners of all the cards and in the middle.

    Where the printer puts the sides exactly, those of the front lie on those of the back.
    """
    right, below = stock.width - stock.left, stock.height - stock.top
    corners = [(x, y) for y in (stock.top, below) for x in (stock.left, right)]
    crosses = (*corners, (stock.width / 2, stock.height / 2))
    (over, down), turned = offset, flip == "short"
    moved = tuple((x - over, y - down) if turned else (x + over, y + down) for x, y in crosses)
    return Leaf(0, "test front", crosses=crosses), Leaf(0, "test back", turned=turned, crosses=moved)


def _crop_marks(stock: Stock, fold: Line | None = None) -> Iterator[Line]:
    """Yield the marks in the margins at which to cut; none where the sheet is to be folded."""
    right, below = stock.width - stock.left, stock.height - stock.top
    for x in _edges(stock.left, stock.across, stock.card_width, stock.columns):
        yield from _beyond((x, stock.top, x, below), fold)
    for y in _edges(stock.top, stock.down, stock.card_height, stock.rows):
        yield from _beyond((stock.left, y, right, y), fold)


def _beyond(cut: Line, fold: Line | None) -> tuple[Line, ...]:
    """Return the two marks at the ends of a cut that goes through all the cards."""
    x1, y1, x2, y2 = cut
    if fold is not None and max(map(abs, map(sub, cut, fold))) < 1e-6:
        return ()
    over, down = (0.0, 1.0) if x1 == x2 else (1.0, 0.0)
    near, far = GAP, GAP + MARK
    return (
        (x1 - far * over, y1 - far * down, x1 - near * over, y1 - near * down),
        (x2 + near * over, y2 + near * down, x2 + far * over, y2 + far * down),
    )


def _edges(first: float, step: float, size: float, count: int) -> list[float]:
    """Return where cards begin and end, each place once."""
    return sorted({round(first + n * step + end, 6) for n in range(count) for end in (0, size)})
