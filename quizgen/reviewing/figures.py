"""Does anything beside the knowledge of the matter tell the key? Counts over many items, held against chance.

Three tells that a test-wise reader of a set would try: the longest option, the letter, and the place of a date or
number among the others, "the middle one" (Haladyna, Downing and Rodriguez 2002, guidelines 20, 21 and 24).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt

from quizgen.model.item import Item

LETTERS = "ABCDEFGH"
SURE = 3.0
"""So many standard deviations from chance are no accident: one sound set in 700 is as far off."""
FEWEST = 20
"""Fewer items than this tell nothing."""
RANKS = "12345678"
LONGEST, POSITION, RANK = "key is the longest option", "letter of the key", "rank of the key among dates or numbers"


@dataclass(frozen=True, slots=True)
class Figure:
    """One tell over `items` items: for each value the share that was found and the share that chance would give.

    `distance` is how far the whole is from chance, in standard deviations; below 0 it is nearer than expected, or for a
    single value, rarer. None where nothing was counted.
    """

    tell: str
    items: int
    found: dict[str, float]
    chance: dict[str, float]
    distance: float | None

    @property
    def tells(self) -> bool:
        """Whether the key can be told by it, in more items than accident explains."""
        return self.items >= FEWEST and self.distance is not None and self.distance > SURE

    @property
    def most(self) -> str:
        """The value that is found too often."""
        return max(self.found, key=lambda value: self.found[value] - self.chance[value])


@dataclass
class Places:
    """Where the key stands among k options: each of the k places has the chance 1/k."""

    tell: str
    first: str = LETTERS
    found: Counter[tuple[int, int]] = field(default_factory=Counter)
    """By the number of options and the place of the key, from 0."""

    def add(self, item: Item) -> None:
        """Count one more item."""
        place = next((n for n, option in enumerate(item.options) if option.correct), -1)
        if place >= 0:
            self.found[len(item.options), place] += 1

    def merge(self, other: Places) -> None:
        """Add what another has counted."""
        self.found.update(other.found)

    def figure(self) -> Figure:
        """Return the shares and the distance: that of chi-square, as a normal deviate (Wilson and Hilferty 1931)."""
        sizes: Counter[int] = Counter()
        for (size, _), count in self.found.items():
            sizes[size] += count
        items, most = sum(sizes.values()), max(sizes, default=0)
        found = {self.first[n]: sum(self.found[size, n] for size in sizes) / items for n in range(most)}
        chance = {self.first[n]: sum(m / size for size, m in sizes.items() if n < size) / items for n in range(most)}
        square = sum((self.found[k, n] - m / k) ** 2 / (m / k) for k, m in sizes.items() for n in range(k))
        return Figure(self.tell, items, found, chance, _deviate(square, sum(size - 1 for size in sizes)))


@dataclass
class Longest:
    """Whether the key is the longest option, of items where one is strictly longest: the chance is 1/k."""

    items: int = 0
    found: int = 0
    expected: float = 0.0
    variance: float = 0.0

    def add(self, item: Item) -> None:
        """Count one more item."""
        lengths = [len(option.text) for option in item.options]
        most = max(lengths)
        if lengths.count(most) > 1:
            return
        chance = 1 / len(lengths)
        self.items += 1
        self.found += item.options[lengths.index(most)].correct
        self.expected += chance
        self.variance += chance * (1 - chance)

    def merge(self, other: Longest) -> None:
        """Add what another has counted."""
        self.items, self.found = self.items + other.items, self.found + other.found
        self.expected, self.variance = self.expected + other.expected, self.variance + other.variance

    def figure(self) -> Figure:
        """Return the share and its distance from chance."""
        if not self.items:
            return Figure(LONGEST, 0, {}, {}, None)
        shares = {"longest": self.found / self.items}, {"longest": self.expected / self.items}
        return Figure(LONGEST, self.items, *shares, (self.found - self.expected) / sqrt(self.variance))


def _deviate(square: float, freedom: int) -> float | None:
    if not freedom:
        return None
    spread = 2 / (9 * freedom)
    return float(((square / freedom) ** (1 / 3) - (1 - spread)) / sqrt(spread))


@dataclass
class Figures:
    """The three tells over the items of one bank, or of several."""

    longest: Longest = field(default_factory=Longest)
    position: Places = field(default_factory=lambda: Places(POSITION))
    rank: Places = field(default_factory=lambda: Places(RANK, RANKS))

    def add(self, item: Item) -> None:
        """Count one more item, in the tells that it may have."""
        if item.interaction != "choice" or not item.options:
            return
        if item.ordered:
            self.rank.add(item)
        else:
            self.position.add(item)
            self.longest.add(item)

    def all(self) -> tuple[Figure, Figure, Figure]:
        """Return the figures as they stand now."""
        return (self.longest.figure(), self.position.figure(), self.rank.figure())


def together(parts: Iterable[Figures]) -> Figures:
    """Return the counts of several banks as one."""
    whole = Figures()
    for part in parts:
        whole.longest.merge(part.longest)
        whole.position.merge(part.position)
        whole.rank.merge(part.rank)
    return whole
