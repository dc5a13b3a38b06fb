"""The item: the small closed model in the middle. Kinds make items, exporters read them."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from quizgen.model.citation import Citation
from quizgen.model.frozen import Frozen
from quizgen.model.media import Medium

Interaction = Literal["choice", "choices", "text", "date", "number", "order", "match", "cloze"]
EVERY: frozenset[Interaction] = frozenset(get_args(Interaction))
TYPED: frozenset[Interaction] = frozenset({"text", "date", "number", "cloze"})
"""Of these the answer is typed, not chosen."""
Level = Literal["easy", "medium", "hard"]
ITEM_ID = r"^[A-Za-z_][A-Za-z0-9._-]{0,99}$"
LONGEST_ID, LONGEST_KIND = 100, 12
"""How many characters an id and the name of a kind may have."""
BLANK = "____"
"""What stands for the answer in the stem of a carrier or a cloze."""


class Option(Frozen):
    """One offered answer, one event to put in order, or one thing to match.

    `fact` is, where known, the fact that the option comes from, unless that is the item's own; `rationale` says of a
    wrong option whose answer it is. `place` is its place in the right order, from 1 (interaction `order`); `match` is
    the one of the item's `targets` that belongs to it (interaction `match`).
    """

    id: str
    text: str
    correct: bool
    fact: str | None = None
    rationale: str | None = None
    place: Annotated[int, Field(ge=1)] | None = None
    match: str | None = None


class Dated(Frozen):
    """An event with its date in words, as a timeline shows it."""

    event: str
    date: str


class Difficulty(Frozen):
    """How hard an item is from 0 to 1, the level that this is, and how that was found."""

    value: Annotated[float, Field(ge=0, le=1)]
    level: Level
    method: str


class Item(Frozen):
    """One question.

    `options` is empty where the answer is typed; `ordered` options (dates, numbers) are never shuffled. `key` holds the
    right answers as text, `accept` further spellings of them. Of an `order` item the options, all `correct`, are the
    events as shown, and `key` has them in the right order. Of a `match` item the options, all `correct`, are what is to
    be matched with one of the `targets`, and `key` has a line `option: target` for each.

    `media` are shown with the question or with its answer, `hint` is for who asks for it, and `reverse` is the question
    asked the other way round: its answer is the `rationale`.

    A `closed` item has one right answer among its options but perhaps others outside them, so it may never be asked
    without its options. `timeline` has, of a question about the order of events, these in order of time. `wording`
    records how the stem was made. `ledger` counts the rejected distractors by reason, and `refused` has the first few
    of each as reason and text; neither is exported.
    """

    id: Annotated[str, Field(pattern=ITEM_ID)]
    revision: str
    bank: str
    fact: str
    kind: str
    interaction: Interaction
    closed: bool = False
    stem: str
    options: tuple[Option, ...] = ()
    ordered: bool = False
    targets: tuple[str, ...] = ()
    key: Annotated[tuple[str, ...], Field(min_length=1)]
    accept: tuple[str, ...] = ()
    rationale: str
    timeline: tuple[Dated, ...] = ()
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    tags: tuple[str, ...] = ()
    media: tuple[Medium, ...] = ()
    hint: str | None = None
    reverse: str | None = None
    language: str
    wording: str
    difficulty: Difficulty | None = None
    ledger: tuple[tuple[str, int], ...] = Field((), exclude=True, repr=False)
    refused: tuple[tuple[str, str], ...] = Field((), exclude=True, repr=False)

    @property
    def right(self) -> tuple[Option, ...]:
        """The right options; none for a typed answer."""
        return tuple([option for option in self.options if option.correct])

    @property
    def asking(self) -> tuple[Medium, ...]:
        """The pictures and sounds that are the question, or a part of it."""
        return tuple([medium for medium in self.media if medium.asks])
