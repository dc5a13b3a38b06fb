"""An item under review, and what several rules want to know of it, worked out once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from quizgen.model.entity import folded
from quizgen.model.fact import Bank, Fact
from quizgen.model.item import Item, Option

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Context:
    """The bank that items under review come from."""

    bank: Bank

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The bank's facts by id."""
        return {fact.id: fact for fact in self.bank.facts}


class Examined:
    """One item with its context. Words are folded: no case, no accents."""

    def __init__(self, item: Item, context: Context) -> None:
        self.item, self.context = item, context

    @cached_property
    def fact(self) -> Fact:
        """The fact that the item asks about."""
        return self.context.facts[self.item.fact]

    @cached_property
    def stem(self) -> str:
        """The stem as texts are compared."""
        return folded(self.item.stem)

    @cached_property
    def stem_words(self) -> tuple[str, ...]:
        """The words of the stem."""
        return tuple(WORD.findall(self.stem))

    @cached_property
    def wrong(self) -> tuple[Option, ...]:
        """The wrong options."""
        return tuple(option for option in self.item.options if not option.correct)

    @cached_property
    def option_words(self) -> tuple[tuple[str, ...], ...]:
        """The words of each option, in the order of the options."""
        return tuple(tuple(WORD.findall(folded(option.text))) for option in self.item.options)

    def identity(self, text: str) -> str:
        """Return what tells two things apart, whatever they are called."""
        return self.context.bank.entities.identity(text)
