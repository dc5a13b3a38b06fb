"""How a paper looks, and what it shall say besides its questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quizgen.exporting.paper.printed_text import WIDE

HeaderField = Literal["name", "class", "date", "score"]
WIDTHS = {"a4": 595.0, "us-letter": 612.0}
"""Of pages, in points; 102 of them are margins."""


@dataclass(frozen=True)
class Look:
    """The page: its paper, type size in points, columns, font families, bottom margin in points.

    `leading` is the space between lines, `tracking` that between letters and `spacing` that between words beside the
    usual one, all in ems. Without `italics` what is slanted is bold. `duplex` lets each form begin on a front side.
    """

    paper: str
    size: float
    columns: int
    fonts: tuple[str, ...]
    bottom: float
    leading: float = 0.58
    tracking: float = 0
    spacing: float = 0
    italics: bool = True
    duplex: bool = False

    @property
    def wide(self) -> int:
        """How many signs of a word surely fit beside each other into a column of questions."""
        room = (WIDTHS[self.paper] - 102 - 26 * (self.columns - 1)) / self.columns / self.size  # in ems
        return max(10, min(WIDE, int((room - 3.5) / 0.7)))


@dataclass(frozen=True)
class Setting:
    """What the paper shall say: `instructions` None means the usual ones, `lines` is how many to write an answer on.

    `points` is what an item is worth if its section does not say, None if that is not to be printed. Items of `breaks`
    begin on a new page.
    """

    instructions: str | None = None
    points: int | None = None
    header: tuple[HeaderField, ...] = ("name", "date", "score")
    lines: int = 1
    breaks: frozenset[str] = frozenset()
    teacher: bool = False
