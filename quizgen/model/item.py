"""The item: the small closed model in the middle. Kinds make items, exporters read them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.citation import Citation
from quizgen.model.frozen import Frozen

Interaction = Literal["choice", "choices", "text", "date", "number", "order", "match", "cloze"]
ITEM_ID = r"^[A-Za-z_][A-Za-z0-9._-]{0,99}$"
BLANK = "____"
"""What stands for the answer in the stem of a carrier or a cloze."""


class Option(Frozen):
    """One offered answer. `fact` and `rationale` say, where known, whose answer a wrong option is."""

    id: str
    text: str
    correct: bool
    fact: str | None = None
    rationale: str | None = None


class Difficulty(Frozen):
    """How hard an item is from 0 to 1, and how that was found."""

    value: Annotated[float, Field(ge=0, le=1)]
    method: str


class Item(Frozen):
    """One question.

    `options` is empty where the answer is typed; `ordered` options (dates, numbers) are never shuffled. `key` holds the
    right answers as text, `accept` further spellings of them. A `closed` item has one right answer among its options
    but perhaps others outside them, so it may never be asked without its options. `wording` records how the stem was
    made. `ledger` counts the rejected distractors by reason and is not exported.
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
    key: Annotated[tuple[str, ...], Field(min_length=1)]
    accept: tuple[str, ...] = ()
    rationale: str
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    tags: tuple[str, ...] = ()
    language: str
    wording: str
    difficulty: Difficulty | None = None
    ledger: tuple[tuple[str, int], ...] = Field((), exclude=True, repr=False)

    @property
    def right(self) -> tuple[Option, ...]:
        """The right options; none for a typed answer."""
        return tuple(option for option in self.options if option.correct)
