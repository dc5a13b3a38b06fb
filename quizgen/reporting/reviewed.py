"""What a report tells of: a project after its review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from quizgen.asking.asker import Unasked
from quizgen.model.fact import Bank
from quizgen.model.item import Item
from quizgen.model.source import Source
from quizgen.problem import Problem


@dataclass(frozen=True)
class Reviewed:
    """A project with what was asked of it and what review found.

    `written` are the banks as read, `banks` the same with only the facts that hold. `items` passed review, `dropped`
    did not. `unasked` says by bank which slots make no item and why. `meanings` explains codes; those of all review
    rules are in it. `off` names for a code the banks it is turned off in. `release` is the day of the last
    release in ISO form, empty before the first one; `templates` are the user's own folders, which go before the shipped
    ones.
    """

    title: str
    release: str
    written: tuple[Bank, ...]
    banks: tuple[Bank, ...]
    items: Sequence[Item]
    dropped: Sequence[Item] = ()
    unasked: Mapping[str, Sequence[Unasked]] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    off: Mapping[str, Sequence[str]] = field(default_factory=dict)
    templates: tuple[Path, ...] = ()

    @property
    def shown(self) -> Iterator[Item]:
        """Every item of the report: those that passed, then those that were dropped."""
        yield from self.items
        yield from self.dropped

    @cached_property
    def flags(self) -> dict[str, list[Problem]]:
        """What review found, by the id of the item it is about; under an empty id what is about none."""
        found: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            found[problem.item].append(problem)
        return found

    @cached_property
    def by_bank(self) -> dict[str, list[Item]]:
        """The items that passed review, by the id of their bank."""
        found: dict[str, list[Item]] = {bank.id: [] for bank in self.banks}
        for item in self.items:
            found.setdefault(item.bank, []).append(item)
        return found

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources of all banks by their whole id."""
        return {source.id: source for bank in self.banks for source in bank.sources.values()}
