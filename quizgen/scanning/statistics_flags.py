"""What the figures of an item say against it, in words that a teacher can act on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from quizgen.model.key import KeyItem, KeyOption
from quizgen.scanning.statistics_formulas import TAIL

if TYPE_CHECKING:
    from quizgen.scanning.statistics import Chosen, ItemFigures

FEWEST = 10
"""No question is flagged by fewer sheets than this."""
EASY = 0.95


@dataclass(frozen=True, slots=True)
class Flag:
    """What is amiss with an item, in words, and the options that it is about, if any; `weight` sorts by trouble."""

    weight: int
    words: str
    options: tuple[KeyOption, ...] = ()


def flags(figures: ItemFigures) -> Iterator[Flag]:
    """Yield what is amiss with an item that enough sheets answered; the gravest first."""
    if figures.sheets < FEWEST or figures.difficulty is None:
        return
    yield from _telling(figures)
    chance = by_guessing(figures.item)
    if figures.difficulty < chance:
        yield Flag(3, f"too hard: {figures.difficulty:.0%} right, where guessing gives {chance:.0%}")
    if figures.difficulty > EASY:
        yield Flag(1, f"too easy: {figures.difficulty:.0%} right")
    unused = tuple(one.option for one in figures.options if not one.option.right and not one.count)
    if unused:
        yield Flag(
            1, "a wrong option that nobody chose:" if len(unused) == 1 else "wrong options that nobody chose:", unused
        )


def _telling(figures: ItemFigures) -> Iterator[Flag]:
    value = figures.discrimination
    few_wrong = figures.difficulty is None or figures.difficulty > EASY  # then it is about one or two sheets
    if value is not None and value < -1 / sqrt(figures.sheets) and not few_wrong:
        yield Flag(8, f"the weaker got it right more often than the stronger ({signed(value)}): check the key")
    elif value is not None and value < 0:
        yield Flag(
            2, f"it does not tell the stronger from the weaker ({signed(value)}, perhaps by chance): check the key"
        )
    for one in figures.options:
        if not one.option.right and _for_the_strong(one, figures):
            shares = f"{one.upper:.0%} of the best 27%, {one.lower:.0%} of the last"
            yield Flag(4, f"a wrong option that the stronger chose more often ({shares}):", (one.option,))


def _for_the_strong(one: Chosen, figures: ItemFigures) -> bool:
    """Whether at least two more of the upper group chose it, and more than accident usually makes of equal shares."""
    if one.upper is None or one.lower is None:
        return False
    size = TAIL * figures.sheets
    return size * (one.upper - one.lower) > max(1.5, sqrt(size * (one.upper + one.lower)))


def by_guessing(item: KeyItem) -> float:
    """Return the share that blind guessing gets right: of `choices`, any set of options but the empty one."""
    count = len(item.options)
    return 1 / count if item.interaction == "choice" else 1 / (2**count - 1)


def signed(value: float) -> str:
    """Return the value with two digits and a minus sign that is one."""
    return f"{value:.2f}".replace("-", "−")
