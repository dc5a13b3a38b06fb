"""The letter of the right option is not what chance would make it.

Where the key is C more often than A, B or D, guessing C pays. The letters of all items of a bank whose options are
shuffled are held against chance: a chi-square farther off than three standard deviations is reported, which one sound
bank in 700 shows by accident; fewer than 20 items tell nothing. `quizgen check --figures` prints the shares.
Reference: Haladyna, Downing and Rodriguez 2002, guideline 20: vary the location of the right answer.

Flawed: C is right in 45 of 100 items.
Mended: A 24, B 26, C 27, D 23.

Way out: another `seed` in quizgen.toml shuffles anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.figures import POSITION, Places

CODE = "Q109"
SET_SEVERITY = Severity.ERROR


class Tally:
    """Where the key stands among options that have no order of their own."""

    def __init__(self) -> None:
        self.places = Places(POSITION)

    def add(self, seen: Examined) -> None:
        """Count one more item."""
        if seen.item.interaction == "choice" and not seen.item.ordered:
            self.places.add(seen.item)

    def findings(self) -> Iterator[str]:
        """Say which letter is right too often."""
        figure = self.places.figure()
        if figure.tells:
            share, chance = figure.found[figure.most], figure.chance[figure.most]
            yield f"{figure.most} is the right option in {share:.0%} of {figure.items} items, by chance in {chance:.0%}"
