"""Practising: what is asked next, how options are shown, and how an answer is judged. No screen, no clock."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Literal

from quizgen import answers
from quizgen.asking.choosing import draw
from quizgen.exporting.taking import in_order, shuffled
from quizgen.model.item import Item, Option

Outcome = Literal["right", "close", "wrong"]
LATER = 4
"""After so many other questions one that went wrong comes back."""
BY_OPTIONS = frozenset({"choice", "choices", "order", "match"})
NUMBERED = re.compile(r"\d+")
FEW = 9
"""So many options are numbered with one digit each."""
PAIR = re.compile(r"([a-z])\W*(\d+)")
"""A letter and the number of what belongs to it: `A2`, `a-2`, `A: 2`."""


@dataclass(frozen=True, slots=True)
class Task:
    """An item as it is asked: its options as they are shown, lettered in this order, and the numbered targets."""

    item: Item
    options: tuple[Option, ...]

    @property
    def letters(self) -> tuple[str, ...]:
        """What the options are called: A, B, C; where there are more than letters, numbers."""
        count = len(self.options)
        return tuple(ascii_uppercase[:count]) if count <= len(ascii_uppercase) else tuple(map(str, range(1, count + 1)))

    @property
    def by_options(self) -> bool:
        """Whether the answer is given by letters."""
        return self.item.interaction in BY_OPTIONS and bool(self.options)

    def key(self) -> tuple[str, ...]:
        """Return the right answer as it is shown: with letters where there are options."""
        called = dict(zip((option.id for option in self.options), self.letters, strict=True))
        if not self.by_options:
            return self.item.key
        if self.item.interaction == "match":
            return tuple(f"{called[one.id]}{_number(self.item, one)} {one.text}: {one.match}" for one in self.options)
        right = in_order(self.item) if self.item.interaction == "order" else self.options
        return tuple(f"{called[one.id]} {one.text}" for one in right if one.correct)


def task(item: Item, seed: str) -> Task:
    """Return the item as it is asked. Dates and numbers keep their order, events never stand in the right one."""
    if item.interaction == "order":
        return Task(item, shuffled(item))
    if item.ordered:
        return Task(item, item.options)
    return Task(item, tuple(sorted(item.options, key=lambda option: draw(seed, item.id, f"practice {option.id}"))))


def judge(asked: Task, given: str) -> Outcome | None:
    """Judge an answer as it was typed; None when it cannot be read as one, and may be given again."""
    if not asked.by_options:
        return answers.judge(given, asked.item)
    read = {"match": _pairs, "order": _letters, "choices": _letters, "choice": _one}[asked.item.interaction]
    chosen = read(asked, given)
    if chosen is None:
        return None
    return "right" if _fits(asked, chosen) else "wrong"


def _fits(asked: Task, chosen: Sequence[int]) -> bool:
    options, item = asked.options, asked.item
    if item.interaction == "match":
        return all(item.targets[at] == option.match for at, option in zip(chosen, options, strict=True))
    if item.interaction == "order":
        return [options[at].id for at in chosen] == [option.id for option in in_order(item)]
    return {options[at].id for at in chosen} == {option.id for option in item.right}


def _number(item: Item, option: Option) -> int:
    return item.targets.index(option.match or "") + 1


def _one(asked: Task, given: str) -> list[int] | None:
    """The one option that a letter, a number or its own text names."""
    language = asked.item.language
    said = answers.normal(given, language)
    by_text = {n for n, option in enumerate(asked.options) if said and answers.normal(option.text, language) == said}
    places = _letters(asked, given) or []
    by_place = set(places) if len(places) == 1 else set()  # DC may be an option, and is no answer by letters
    named = by_text | by_place  # of the options 3, 4, 5 a typed 3 may mean the first or the last
    return list(named) if len(named) == 1 else None


def _letters(asked: Task, given: str) -> list[int] | None:
    """The places that letters or numbers name, in this order: `B A C`, `bac`, `2, 1, 3`, `213`. Of `order`, all."""
    count = len(asked.options)
    words = re.findall(r"\w+", given.upper())
    numbers = all(NUMBERED.fullmatch(word) for word in words)
    parts = words if numbers and (len(words) > 1 or count > FEW) else list("".join(words))
    called = asked.letters if not numbers else tuple(map(str, range(1, count + 1)))
    if not words or not all(part in called for part in parts):
        return None
    found = [called.index(part) for part in parts]
    whole = asked.item.interaction != "order" or len(found) == count
    return found if whole and len(set(found)) == len(found) else None


def _pairs(asked: Task, given: str) -> list[int] | None:
    """For each option the place of its target: `A2 B1 C3`, or just the numbers in the order of the letters."""
    pairs = PAIR.findall(given.lower())
    letters = [letter.upper() for letter, _ in pairs]
    if sorted(letters) == sorted(asked.letters) and not re.search(r"\w", PAIR.sub("", given.lower())):
        numbers = [number for _, number in sorted(pairs)]
    else:
        numbers = re.findall(r"\w+", given)
    plain = len(numbers) == len(asked.options) and all(one.isascii() and one.isdigit() for one in numbers)
    places = [int(number[:4]) - 1 for number in numbers] if plain else []
    return places if places and all(0 <= place < len(asked.item.targets) for place in places) else None


@dataclass
class Practice:
    """What is still to be asked, and what came of the rest. A question that went wrong comes back later, once.

    `first` has what came of each item when it was asked for the first time, `again` when it came back.
    """

    waiting: deque[Item]
    first: dict[str, Outcome] = field(default_factory=dict)
    again: dict[str, Outcome] = field(default_factory=dict)
    items: tuple[Item, ...] = ()

    @classmethod
    def of(cls, items: Iterable[Item], seed: str) -> Practice:
        """Begin with the items in an order that comes from the seed."""
        mixed = sorted(items, key=lambda item: draw(seed, item.id, "practice"))
        return cls(deque(mixed), items=tuple(mixed))

    @property
    def coming(self) -> Item | None:
        """The next item, if any."""
        return self.waiting[0] if self.waiting else None

    @property
    def is_back(self) -> bool:
        """Whether the next item was asked before."""
        return bool(self.waiting) and self.waiting[0].id in self.first

    def take(self, outcome: Outcome) -> None:
        """Note what came of the next item, and go on."""
        item = self.waiting.popleft()
        if item.id in self.first:
            self.again[item.id] = outcome
            return
        self.first[item.id] = outcome
        if outcome != "right":
            self.waiting.insert(min(LATER, len(self.waiting)), item)

    @property
    def right(self) -> int:
        """How many were right at once."""
        return sum(outcome == "right" for outcome in self.first.values())

    @property
    def right_later(self) -> int:
        """How many were right when they came back."""
        return sum(outcome == "right" for outcome in self.again.values())

    @property
    def to_revise(self) -> tuple[Item, ...]:
        """The items that were not right at once, in the order they were asked."""
        return tuple(item for item in self.items if self.first.get(item.id, "right") != "right")
