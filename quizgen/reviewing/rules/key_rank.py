"""The right date or number has too often the same place among the others.

Dates and numbers stand in order, so no shuffling hides a key that is always "the middle one". The rank of the key is
held against chance over all items of a bank: reported is a chi-square farther off than three standard deviations,
which one sound bank in 700 shows by accident; fewer than 20 items tell nothing. `quizgen check --figures` prints it.
References: Haladyna, Downing and Rodriguez 2002, guideline 20; NBME guide (convergence).

Flawed: of four years the second or third is right in 90 of 100 items.
Mended: the first 26, the second 24, the third 23, the fourth 27.

Way out: give the bank more dates on both sides of those asked for; dates at its ends have neighbours on one side only.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.figures import RANK, RANKS, Places

CODE = "Q110"
SET_SEVERITY = Severity.WARNING


class Tally:
    """Which of the dates or numbers, from the least, is the key."""

    def __init__(self) -> None:
        self.places = Places(RANK, RANKS)

    def add(self, seen: Examined) -> None:
        """Count one more item."""
        if seen.item.interaction == "choice" and seen.item.ordered:
            self.places.add(seen.item)

    def findings(self) -> Iterator[str]:
        """Say which rank is right too often."""
        figure = self.places.figure()
        if figure.tells:
            share, chance = figure.found[figure.most], figure.chance[figure.most]
            yield f"rank {figure.most} is right in {share:.0%} of {figure.items} items, by chance in {chance:.0%}"
