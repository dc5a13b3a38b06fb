"""A question in the making, and the candidates for its wrong options."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from quizgen import numbers
from quizgen.asking.choosing import MASK, draw
from quizgen.asking.difficulty import DEFAULT
from quizgen.asking.lines import EVEN, Extreme
from quizgen.asking.pool import Pool
from quizgen.asking.telling import too_near
from quizgen.dates import Date
from quizgen.model.entity import fold, folded
from quizgen.model.fact import Answer, Fact, Slot
from quizgen.model.item import Level
from quizgen.once import once

NAMED = 3
"""So many of the candidates rejected for one reason are kept by name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that might be offered as a wrong option.

    `fact` is where it comes from (None for one made up, such as a date), `nearness` from 0 to 1 how close it is to
    the key, None where that was not measured. What is `authored` the author says is wrong.
    """

    answer: Answer
    fact: Fact | None = None
    nearness: float | None = None
    authored: bool = False


@dataclass
class Question:
    """What the strategies and the refusals look at."""

    fact: Fact
    slot: Slot
    stem: str
    item: str
    seed: str
    pool: Pool
    level: Level = DEFAULT
    ledger: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, candidate: Candidate, reason: str) -> None:
        """Count a rejected candidate under its reason, and keep the first few by name."""
        self.ledger[reason] += 1
        if self.ledger[reason] <= NAMED:
            self.refused.append((reason, candidate.answer.text))

    @once
    def first(self) -> str:
        """The item's first id, which all that is drawn for it hangs on."""
        return self.pool.renames.first(self.item)

    @once
    def key(self) -> Answer:
        """The right answer."""
        return self.fact.answer(self.slot)

    @once
    def identity(self) -> str:
        """What tells the key apart from other things."""
        return self.pool.identity(self.key.text)

    @once
    def folded_stem(self) -> str:
        """The stem as names are compared."""
        return folded(self.stem)

    @once
    def folded_key(self) -> str:
        """The key as names are compared."""
        return fold(self.key.text)

    @once
    def also_right(self) -> frozenset[str]:
        """The identities of every right answer the bank knows."""
        return self.pool.also_right(self.fact, self.slot)

    @once
    def right_dates(self) -> tuple[Date, ...]:
        """Every date that the bank, or the author, says is right, too."""
        texts = (*self.also_right, *self.fact.also.get(self.slot.name, ()))
        found = (self.pool.date_of(text) for text in dict.fromkeys(texts))
        return tuple(date for date in found if date is not None)

    @once
    def right(self) -> frozenset[str]:
        """The identities of the key and of every other right answer the bank knows."""
        return self.also_right | {self.identity}

    @once
    def containers(self) -> frozenset[str]:
        """The identities of what contains a right answer."""
        known = self.pool.known
        return frozenset().union(*(known(name).containers for name in (self.key.text, *self.also_right)))

    @once
    def right_numbers(self) -> tuple[int, ...]:
        """The key and every other number that the bank, or the author, says is right."""
        found = (self.key.number, *map(numbers.read, self.also_right))
        return tuple(number for number in found if number is not None)

    def too_near(self, one: Date, other: Date) -> bool:
        """Whether the two dates may mean the same time, or differ by no more than the fact's dates may be off."""
        return too_near(one, other, self.fact.tolerance)

    @once
    def extreme(self) -> Extreme:
        """Whether the key is to be the longest of the options, the shortest, or neither.

        This is drawn, so that over many items length tells nothing.
        """
        line = self.pool.relations.get(self.fact.statement.relation)
        longest, shortest = line.extremes(self.slot.index) if line else EVEN
        drawn = draw(self.seed, self.first, "length") / (MASK + 1)
        return "longest" if drawn < longest else "shortest" if drawn >= 1 - shortest else "neither"

    @once
    def dates_elsewhere(self) -> tuple[Date, ...]:
        """The dates that facts of another wording give for the same things."""
        return self.pool.elsewhere.dates_of_same(self.fact, self.slot)

    @once
    def beside(self) -> frozenset[str]:
        """The identities of what else the fact names."""
        answers = (answer for n, answer in enumerate(self.fact.answers) if n != self.slot.index)
        return frozenset(self.pool.identity(answer.text) for answer in answers)

    @once
    def around(self) -> frozenset[str]:
        """The identities of what other facts about the same event name."""
        return self.pool.named_with_event.get(self.fact.event or "", frozenset())
