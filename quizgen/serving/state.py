"""What the pages show: each bank as it was last made, and all problems. A state never changes; another replaces it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from quizgen import api
from quizgen.api import CheckedProject
from quizgen.model.entity import unmarked
from quizgen.model.fact import Bank, Fact
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from quizgen.model.release import Lock
from quizgen.problem import Problem, Severity, in_order
from quizgen.reading.project import Config


@dataclass(frozen=True)
class Found:
    """A problem with the frame in which the terminal shows it."""

    problem: Problem
    frame: str

    @property
    def is_error(self) -> bool:
        """Whether it stops a fact, a question or the whole bank."""
        return self.problem.severity is Severity.ERROR


@dataclass(frozen=True)
class Part:
    """One bank. `name` is that of its folder or table; `bank` has only the facts that hold, `written` counts all.

    `bank` and `items` are always of one reading: questions name facts and sources of their bank. `old` says that both
    are of an earlier save, because the bank cannot be read as it is, or because they are `making` still. `bank` is None
    as long as it could never be read.
    """

    name: str
    bank: Bank | None = None
    written: int = 0
    items: tuple[Item, ...] = ()
    found: tuple[Found, ...] = ()
    unasked: int = 0
    old: bool = False
    making: bool = False

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(one.is_error for one in self.found)

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return len(self.found) - self.errors


@dataclass(frozen=True)
class Tools:
    """What only the command line knows: how problems are shown, and what quizgen.toml says of a format's options."""

    frames: Callable[[list[Problem]], list[str]]
    options: Callable[[CheckedProject, str], Mapping[str, Any]]
    say: Callable[[str], None] = lambda _: None

    def found(self, problems: list[Problem]) -> tuple[Found, ...]:
        """Return the problems in order, each in its frame."""
        ordered = in_order(problems)
        return tuple(Found(*pair) for pair in zip(ordered, self.frames(ordered), strict=True))


@dataclass(frozen=True)
class State:
    """The project at one moment. `version` grows by one with every change.

    `general` is what is wrong with no single bank, `trouble` the words for a bug of ours, if one stopped the work.
    """

    version: int
    root: Path
    parts: tuple[Part, ...] = ()
    general: tuple[Found, ...] = ()
    config: Config = field(default_factory=Config)
    templates: tuple[Path, ...] = ()
    lock: Lock = field(default_factory=Lock)
    trouble: str = ""

    @property
    def making(self) -> bool:
        """Whether questions are being made at this moment."""
        return any(part.making for part in self.parts)

    @cached_property
    def items(self) -> dict[str, Item]:
        """All questions by their id."""
        return {item.id: item for part in self.part_of.values() for item in part.items}

    @cached_property
    def banks(self) -> dict[str, Bank]:
        """The banks that could be read, by their id."""
        return {name: part.bank for name, part in self.part_of.items() if part.bank}

    @cached_property
    def part_of(self) -> dict[str, Part]:
        """The parts by the id of their bank; of two with one name the first, else their questions would mix."""
        found: dict[str, Part] = {}
        for part in self.parts:
            if part.bank:
                found.setdefault(part.bank.id, part)
        return found

    @cached_property
    def facts(self) -> dict[tuple[str, str], Fact]:
        """The facts that hold, by their bank and their own id."""
        return {(bank.id, fact.id): fact for bank in self.banks.values() for fact in bank.facts}

    @cached_property
    def words(self) -> dict[str, str]:
        """What questions are found by, without case and accents, by their id."""
        return {
            item.id: unmarked(" ".join((item.id, item.stem, *item.key, item.rationale, *item.tags)))
            for item in self.items.values()
        }

    @cached_property
    def media(self) -> dict[str, Medium]:
        """Pictures and sounds of the questions by their name, which is made of what they hold."""
        return {medium.name: medium for item in self.items.values() for medium in item.media}

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """Everything that was found, in general and in the banks."""
        return (*self.general, *(one for part in self.parts for one in part.found))

    @cached_property
    def about(self) -> dict[str, list[Found]]:
        """What was found in questions, by their id."""
        told: dict[str, list[Found]] = defaultdict(list)
        for one in self.found:
            if one.problem.item:
                told[one.problem.item].append(one)
        return told

    @cached_property
    def project(self) -> CheckedProject:
        """The banks as the stages take them."""
        problems = tuple(one.problem for one in self.found)
        return CheckedProject(self.root, self.config, tuple(self.banks.values()), problems, self.templates)

    def quiz(self, format: str, bank: str = "") -> Quiz:  # noqa: A002
        """Return what a build would give the format, of all banks or of one. Raises ProblemError as a build would."""
        items = self.part_of[bank].items if bank else self.items.values()
        return api.planned(self.project, items, format, self.lock)
