"""What facts of other wordings tell of the things that a question names.

Two sentences, or a sentence and a table's row, may say the same in different words: one that NASA operated Apollo 11,
another that Boeing flew it. quizgen does not understand them, so where one names a candidate together with what the
question names, at a time that may be the same, the candidate is not surely wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from quizgen import dates
from quizgen.model.fact import Fact, Slot

if TYPE_CHECKING:
    from quizgen.asking.pool import Pool

SINGLE = ""
"""The group of the facts that share their relation with no other."""
NOBODY: frozenset[int] = frozenset()
NOTHING: frozenset[str] = frozenset()


class Naming:
    """The numbers of a relation's facts by what they name, and by what contains something that they name."""

    def __init__(self) -> None:
        self._named: dict[str, set[int]] = defaultdict(set)
        self._held: dict[str, set[int]] = defaultdict(set)

    def add(self, number: int, name: str, holders: Iterable[str]) -> None:
        """Note that the fact names this, and what holds that."""
        self._named[name].add(number)
        for holder in holders:
            self._held[holder].add(number)

    def of(self, name: str, holders: Iterable[str]) -> frozenset[int] | set[int]:
        """Return the facts that name this, something in it, or one of its holders."""
        found = self._named.get(name, NOBODY)
        more = [*(self._named.get(holder, NOBODY) for holder in holders), self._held.get(name, NOBODY)]
        return found.union(*more) if any(more) else found


class Elsewhere:
    """The facts of a bank by what they name. Everything is built once; `pool` says what names what."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.facts = pool, pool.bank.facts

    def tells(self, fact: Fact, slot: Slot, name: str) -> bool:
        """Whether a fact of another wording names this together with one thing that the question names.

        Facts of a time that is surely another do not count.
        """
        if not self._namings:
            return False
        things = self._things(fact, slot)
        return any(
            self._may_say_so(fact, self.facts[number], things)
            for naming in self._others(fact)
            for number in self._together(naming, name, things)
        )

    def dates_of_same(self, fact: Fact, slot: Slot) -> tuple[dates.Date, ...]:
        """Return the dates of facts of another wording that name all things that this fact names, or nothing else."""
        things = self._things(fact, slot) if self._namings else NOTHING
        if not things:
            return ()
        return tuple(a.date for other in self._alike(fact, things) for a in other.answers if a.date)

    def _alike(self, fact: Fact, things: frozenset[str]) -> Iterator[Fact]:
        for naming in self._others(fact):
            found = [self._of(naming, thing) for thing in things]
            for number in sorted(NOBODY.union(*found)):
                other = self.facts[number]
                sharing = sum(number in numbers for numbers in found)
                if other.id != fact.id and (sharing == len(things) or sharing >= len(self._things(other))):
                    yield other

    def _of(self, naming: Naming, name: str) -> frozenset[int] | set[int]:
        return naming.of(name, self.pool.known(name).containers)

    def _together(self, naming: Naming, name: str, things: frozenset[str]) -> Iterator[int]:
        """The facts that name this and one of the things; all that name it where the question names nothing."""
        named = self._of(naming, name)
        if named and not things:
            yield from named
        for thing in things if named else ():
            yield from named & self._of(naming, thing)

    def _may_say_so(self, fact: Fact, other: Fact, things: frozenset[str]) -> bool:
        """Whether the other fact's time leaves it open that it tells of the same; if nothing is named, it says so."""
        if other.id == fact.id:
            return False
        if fact.date and other.date:
            return dates.overlap(fact.date, other.date)
        return bool(things)

    def _things(self, fact: Fact, slot: Slot | None = None) -> frozenset[str]:
        """The identities of what the fact names, dates and numbers apart, beside what the slot holds."""
        index = slot.index if slot else -1
        named = (a.text for n, a in enumerate(fact.answers) if n != index and not a.date and a.number is None)
        return frozenset(map(self.pool.identity, named))

    def _others(self, fact: Fact) -> Iterator[Naming]:
        """The facts of other wordings; sentences that stand alone are each a wording."""
        own = self._group(fact)
        return (naming for group, naming in self._namings.items() if group != own or group == SINGLE)

    def _group(self, fact: Fact) -> str:
        relation = fact.statement.relation
        return relation if relation in self.pool.relations else SINGLE

    @cached_property
    def _namings(self) -> dict[str, Naming]:
        """For each relation what its facts name; empty where the bank has but one, and so nothing to compare with."""
        groups = {self._group(fact) for fact in self.facts}
        if len(groups) == 1 and SINGLE not in groups:
            return {}
        found = {group: Naming() for group in groups}
        for number, fact in enumerate(self.facts):
            naming = found[self._group(fact)]
            for name in self._things(fact):
                naming.add(number, name, self.pool.known(name).containers)
        return found
