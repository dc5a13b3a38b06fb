"""A question in the making, and the candidates for its wrong options."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from quizgen.asking.pool import Pool
from quizgen.dates import Date
from quizgen.model.entity import fold, folded
from quizgen.model.fact import Answer, Fact, Slot


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that might be offered as a wrong option.

    `fact` is where it comes from (None for one made up, such as a date), `nearness` from 0 to 1 how close it is to
    the key, None where that was not measured.
    """

    answer: Answer
    fact: Fact | None = None
    nearness: float | None = None


@dataclass
class Question:
    """What the strategies and the refusals look at."""

    fact: Fact
    slot: Slot
    stem: str
    item: str
    seed: str
    pool: Pool
    ledger: Counter[str] = field(default_factory=Counter)

    @cached_property
    def key(self) -> Answer:
        """The right answer."""
        return self.fact.answer(self.slot)

    @cached_property
    def identity(self) -> str:
        """What tells the key apart from other things."""
        return self.pool.identity(self.key.text)

    @cached_property
    def folded_stem(self) -> str:
        """The stem as names are compared."""
        return folded(self.stem)

    @cached_property
    def folded_key(self) -> str:
        """The key as names are compared."""
        return fold(self.key.text)

    @cached_property
    def also_right(self) -> frozenset[str]:
        """The identities of every right answer the bank knows."""
        return self.pool.also_right(self.fact, self.slot)

    @cached_property
    def right_dates(self) -> tuple[Date, ...]:
        """Every date that the bank, or the author, says is right, too."""
        texts = (*self.also_right, *self.fact.also.get(self.slot.name, ()))
        found = (self.pool.date_of(text) for text in dict.fromkeys(texts))
        return tuple(date for date in found if date is not None)

    @cached_property
    def containers(self) -> frozenset[str]:
        """The identities of what contains the key."""
        return self.pool.known(self.key.text).containers

    @cached_property
    def around(self) -> frozenset[str]:
        """The identities of what other facts about the same event name."""
        return self.pool.named_with_event.get(self.fact.event or "", frozenset())
