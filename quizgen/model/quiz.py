"""A quiz: items chosen and ordered for one purpose, with the sources they cite."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from quizgen.model.frozen import Frozen
from quizgen.model.item import Item
from quizgen.model.key import Copy
from quizgen.model.release import Lock, Retired
from quizgen.model.source import Source
from quizgen.problem import Problem


class BankInfo(Frozen):
    """What an output says of a bank."""

    id: str
    title: str
    language: str
    licence: str | None = None
    description: str | None = None


class CitedSource(Frozen):
    """A source with its formatted reference line (plain text)."""

    source: Source
    reference: str


class Entry(Frozen):
    """One item on a form, with its option ids in printed order (empty for typed answers)."""

    item: str
    options: tuple[str, ...] = ()


class Form(Frozen):
    """One version of a quiz: the same items, other order. `name` is A, B, C …"""

    name: str
    entries: tuple[Entry, ...]


class Section(Frozen):
    """A part of a paper, with the ids of its items. What is empty or None is as for the whole paper.

    `points` is what each item is worth, `lines` how many lines there are to write an answer on, and `page_break` says
    that the section begins on a page of its own.
    """

    title: str = ""
    instructions: str = ""
    points: int | None = None
    lines: int | None = None
    page_break: bool = False
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quiz:
    """What an exporter gets.

    `sources` maps a source's id (`bank.source`) to it and its reference line, and holds only what the items cite.
    `lock` has what has been released with this release: identities, places in the order of learning, moments of change,
    and what is retired; `retired` is what of that goes out with this quiz. `report` is the address to report mistakes
    to, with `{id}` for an item's id. `templates` are the user's own template folders, which go before the shipped ones.
    `partial` says that it holds only what is new or changed since an export. `sections` are the parts of a paper that
    its author planned, `copies` those made out to students, and `problems` is what review finds in the items of a paper
    taken together.
    """

    title: str
    seed: str
    banks: tuple[BankInfo, ...]
    sources: dict[str, CitedSource]
    items: tuple[Item, ...]
    forms: tuple[Form, ...] = ()
    sections: tuple[Section, ...] = ()
    copies: tuple[Copy, ...] = ()
    lock: Lock = field(default_factory=Lock)
    retired: tuple[Retired, ...] = ()
    report: str = ""
    templates: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    partial: bool = False

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """The items by their id."""
        return {item.id: item for item in self.items}

    def source(self, item: Item, index: int = 0) -> CitedSource:
        """Return the source of the item's citation number `index`."""
        return self.sources[item.citations[index].source]

    def bank(self, item: Item) -> BankInfo:
        """Return the bank the item comes from."""
        return next(bank for bank in self.banks if bank.id == item.bank)
