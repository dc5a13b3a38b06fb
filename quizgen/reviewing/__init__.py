"""Reviewing items: one file per rule. A rule's docstring is what `quizgen explain CODE` prints."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from types import ModuleType
from typing import Protocol, cast

from quizgen.model.fact import Bank, Fact
from quizgen.model.item import Item
from quizgen.problem import Place, Problem, Severity
from quizgen.reading.located import locate


@dataclass(frozen=True)
class Reviewed:
    """What a rule may look at beside the item."""

    bank: Bank

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The bank's facts by id."""
        return {fact.id: fact for fact in self.bank.facts}


class Rule(Protocol):
    """What a module of this folder holds: its code, how bad its finding is, and the test itself."""

    CODE: str
    SEVERITY: Severity

    def review(self, item: Item, context: Reviewed) -> str | None:
        """Return what is wrong with the item, or None."""


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Return the rules by code."""
    modules = [import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    return {rule.CODE: rule for rule in cast("list[Rule]", modules)}


def explanation(code: str) -> str | None:
    """Return a rule's docstring."""
    rule = rules().get(code)
    return inspect.getdoc(cast("ModuleType", rule)) if rule else None


def review(items: Iterable[Item], bank: Bank, problems: list[Problem]) -> Iterator[Item]:
    """Yield the items without errors; add what was found to `problems`."""
    context, known = Reviewed(bank), tuple(rules().values())
    for item in items:
        sound = True
        for rule in known:
            message = rule.review(item, context)
            if message:
                sound = sound and rule.SEVERITY is not Severity.ERROR
                problems.append(_problem(rule, item, message, context))
        if sound:
            yield item


def _problem(rule: Rule, item: Item, message: str, context: Reviewed) -> Problem:
    place = context.facts[item.fact].place
    where = locate(Place(place.file, place.at, place.line, key=True))
    return Problem(rule.CODE, f"{item.id}: {message}", place.file, where, None, rule.SEVERITY)
