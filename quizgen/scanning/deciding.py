"""From ink to marks. What is not plain is a doubt: a person looks, nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.answer_sheet import SheetPage
from quizgen.scanning.measuring import Ink
from quizgen.scanning.reading import Doubt

FAINT = "a faint or small mark, or one that was not erased completely"
SEVERAL = "more than one mark"
BEYOND = "a mark far beyond its circle: perhaps crossed out"
HIDDEN = "the circles cannot be seen here"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The shares of ink up to which a bubble is empty, and from which it is filled.

    A mark of at least `alone` is taken, too, if nothing else in its line has more than `clean`. What is less `dark`
    than a mark may have been left by a rubber. A bubble that is `full`, with more than `beyond` of ink around it, may
    have been crossed out. `line` is how clearly the printed circles must be found.
    """

    empty: float = 0.10
    filled: float = 0.42
    alone: float = 0.22
    clean: float = 0.06
    dark: float = 0.6
    full: float = 0.75
    beyond: float = 0.1
    line: float = 0.08


GREY = Bounds()
BLACK_AND_WHITE = Bounds(empty=0.05, alone=0.30, clean=0.04, line=0.02)
"""Pencil may have become white, and the printed circles, too."""


def decided(field: str, inks: Sequence[Ink], bounds: Bounds, *, several: bool = False) -> frozenset[str] | Doubt:
    """Return the marked values of a line of bubbles, or the doubt about them; `several` allows more than one."""
    marked = [ink.value for ink in inks if ink.inside >= bounds.filled and ink.dark >= bounds.dark]
    seen = [ink.value for ink in inks if ink.inside > bounds.empty]
    why = _doubtful(inks, marked, seen, bounds, several=several)
    if not why:
        return frozenset(seen)
    return Doubt(field, why, ",".join(seen))


def _doubtful(inks: Sequence[Ink], marked: list[str], seen: list[str], bounds: Bounds, *, several: bool) -> str:
    if any(ink.line < bounds.line for ink in inks):
        return HIDDEN
    if any(ink.inside >= bounds.full and ink.around > bounds.beyond for ink in inks):
        return BEYOND
    if len(marked) > 1 and not several:
        return SEVERAL
    if len(seen) == 1 and not marked:
        best, *others = sorted(inks, key=lambda ink: ink.inside, reverse=True)
        plain = best.inside >= bounds.alone and best.dark >= bounds.dark
        return "" if plain and all(ink.inside <= bounds.clean for ink in others) else FAINT
    return FAINT if len(seen) > len(marked) else ""


def student(page: SheetPage, inks: dict[str, list[Ink]], bounds: Bounds) -> str | Doubt:
    """Return the marked number, perhaps none; columns left empty before and after it do not count."""
    found = [decided("student", inks[f"student.{place}"], bounds) for place in range(len(page.digits))]
    doubts = [digit for digit in found if isinstance(digit, Doubt)]
    digits = ["?" if isinstance(digit, Doubt) else "".join(digit) or " " for digit in found]
    seen = "".join(digits).strip()
    if doubts:
        return Doubt("student", doubts[0].why, seen)
    return Doubt("student", "a digit in the middle of the number is missing", seen) if " " in seen else seen
