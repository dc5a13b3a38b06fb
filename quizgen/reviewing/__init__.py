"""Reviewing items. A rule is a file in `rules/`; it looks at one item (`review`), at all of a bank (`Tally`), or both.

A finding that is an error drops the item; one about all items together drops none.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Protocol, cast

from quizgen.model.fact import Bank
from quizgen.model.item import Item
from quizgen.problem import Problem, Severity
from quizgen.reading.located import locate
from quizgen.reading.project import Level
from quizgen.reviewing import rules as folder
from quizgen.reviewing.examined import Context, Examined

Levels = Mapping[str, Level]
"""By code, how bad a finding is in this project or bank, where that is not the rule's own severity."""


class ItemRule(Protocol):
    """A rule about one item: its code, how bad a finding is, and the test itself."""

    CODE: str
    SEVERITY: Severity

    def review(self, seen: Examined) -> str | None:
        """Return what is wrong with the item, or None."""


class Tally(Protocol):
    """Counts over the items of one bank."""

    def add(self, seen: Examined) -> None:
        """Count one more item."""

    def findings(self) -> Iterator[str]:
        """Yield what is wrong with the items together."""


class SetRule(Protocol):
    """A rule about all items of a bank together."""

    CODE: str
    SET_SEVERITY: Severity
    Tally: type[Tally]


@lru_cache(maxsize=1)
def rules() -> dict[str, ModuleType]:
    """Return the rules by code."""
    modules = [import_module(f"{folder.__name__}.{info.name}") for info in pkgutil.iter_modules(folder.__path__)]
    return {module.CODE: module for module in sorted(modules, key=lambda module: str(module.CODE))}


def explanation(code: str) -> str | None:
    """Return a rule's docstring."""
    rule = rules().get(code)
    return inspect.getdoc(rule) if rule else None


@dataclass
class Review:
    """Reviews the items of one bank; add what is found to `problems`, and what is not sound to `dropped`."""

    bank: Bank
    problems: list[Problem]
    levels: Levels = field(default_factory=dict)
    dropped: list[Item] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = Context(self.bank)
        known = [rule for code, rule in rules().items() if self.levels.get(code) != "off"]
        self.item_rules = [(cast("ItemRule", rule), rule.review) for rule in known if hasattr(rule, "review")]
        self.set_rules = [cast("SetRule", rule) for rule in known if hasattr(rule, "Tally")]

    def sound(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items without errors; when all have been seen, judge them together."""
        tallies = [(rule, rule.Tally()) for rule in self.set_rules]
        for item in items:
            seen = Examined(item, self.context)
            if self._holds(seen):
                for _, tally in tallies:
                    tally.add(seen)
                yield item
            else:
                self.dropped.append(item)
        for rule, tally in tallies:
            severity = self._severity(rule.CODE, rule.SET_SEVERITY)
            for message in tally.findings():
                self.problems.append(Problem(rule.CODE, message, self.bank.place.file, severity=severity))

    def _holds(self, seen: Examined) -> bool:
        holds = True
        for rule, review in self.item_rules:
            if message := review(seen):
                severity = self._severity(rule.CODE, rule.SEVERITY)
                holds = holds and severity is not Severity.ERROR
                self.problems.append(_problem(rule.CODE, seen, message, severity))
        return holds

    def _severity(self, code: str, own: Severity) -> Severity:
        level = self.levels.get(code)
        return Severity(level) if level else own


def _problem(code: str, seen: Examined, message: str, severity: Severity) -> Problem:
    place = seen.fact.place
    where = locate(replace(place, key=True))
    text = f"{seen.item.id}: {message}"
    return Problem(code, text, place.file, where, None, severity, seen.item.id)
