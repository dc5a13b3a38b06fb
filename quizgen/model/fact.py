"""Facts: cited statements with typed slots, and the banks that hold them.

These are plain dataclasses where the rest of the model is pydantic: what an author wrote has been validated before,
and a bank may hold a million facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from quizgen.dates import Date
from quizgen.model.citation import Citation
from quizgen.model.entity import Entities
from quizgen.model.media import Attached
from quizgen.model.source import Source
from quizgen.problem import Place

Status = Literal["asserted", "attributed", "alleged", "disputed", "draft"]
DATE, NUMBER = "date", "number"


class Starting(int):
    """The index of a mark that began its sentence and now stands inside one: "The strike" becomes "the strike"."""

    __slots__ = ()


Piece = str | int
"""A part of a sentence: text, or the index of a mark."""
STARTERS = frozenset(
    "the a an this these his her its their some several many most few thousands hundreds dozens members "
    "one two three four five six seven eight nine ten eleven twelve".split()
)
CAPITAL_ARTICLE = "The Hague"
"""The one common name whose article keeps its capital inside a sentence; others are told by the bank's entities."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one possible answer in a statement.

    `index` is its position among the marks. `role` is the question phrase that replaces it (`who`, `which prize`);
    an empty role asks nothing. `name` tells slots of one fact apart (`who`, `who-2`).
    """

    index: int
    role: str = ""
    name: str = ""
    head: str = field(init=False)
    """The role's first word or words: `which`, `how many`, `who`."""

    def __post_init__(self) -> None:
        head = "how many" if self.role.startswith("how many") else self.role.partition(" ")[0]
        object.__setattr__(self, "head", head)


@dataclass(frozen=True)
class Statement:
    """A sentence with its marks: text, and the indexes of slots. Facts of one table share one statement.

    `relation` is equal for statements that differ only in what their slots hold. `given` are the indexes of marks
    that stand for unmarked table fields: they are part of what a stem says, but never asked or compared.
    """

    pieces: tuple[Piece, ...]
    slots: tuple[Slot, ...]
    relation: str
    record: bool = False
    given: frozenset[int] = frozenset()

    @cached_property
    def asked(self) -> tuple[Slot, ...]:
        """The slots that have a role."""
        return tuple(slot for slot in self.slots if slot.role)

    @cached_property
    def named(self) -> dict[str, Slot]:
        """The slots by name; of two with one name the first."""
        return {slot.name: slot for slot in reversed(self.slots)}


_NUMBER_AT_END = re.compile(r"[0-9]+ $")
"""What may stand between an article and its noun: the 1921 Nobel Prize."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one slot of one fact holds.

    `type` is `date`, `number`, an entity's kind, or the noun of a `which` role. `proper` says that the bank names it
    just so, so that "The Times" keeps its capital everywhere.
    """

    text: str
    type: str
    date: Date | None = None
    number: int | None = None
    article: str = ""
    proper: bool = False

    def running(self, before: str) -> str:
        """Return the text as it stands in a sentence after `before`: with its article unless one stands there."""
        if (
            not self.article
            or self.text.lower().startswith(f"{self.article} ")
            or _NUMBER_AT_END.sub("", before.lower()).endswith((f"{self.article} ", "'s ", "its ", "their "))
        ):
            return self.text
        return f"{self.article} {self.text}"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A citation as the author wrote it. `slots` names what it is for (empty: all), `words` what carries an answer.

    `after` and `before` are words around the place that is meant, where the quote stands more than once.
    """

    source: str
    quote: str | None
    place: Place
    label: str | None = None
    locator: str | None = None
    slots: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The table behind the facts of one pattern: for each slot the column that holds it (0-based) and its name.

    `keyed` are the indexes of slots that the facts' ids are made of: rows that differ there are about different things.
    """

    source: str
    file: str
    columns: tuple[tuple[int, str] | None, ...]
    json: bool = False
    keyed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation that holds, and the slots whose answers it carries."""

    citation: Citation
    slots: frozenset[str]


def _mixed(word: str) -> bool:
    """Whether a name has its capital further on, and so none at the beginning: iPhone, eBay."""
    return any(char.isupper() for char in word)


NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fact:
    """One cited statement.

    A fact from a sentence carries `quotations` as written and, once checked, `citations` that hold. A fact from a
    table carries `columns` and `row` (0-based among the data rows), and the cell is its evidence. `ask` maps slot
    names to the author's wordings, `hint` to what helps without giving the answer, `reverse` to questions that the
    statement answers, `also` to further right answers, `wrong` to the author's own wrong options; `media` are pictures
    and sounds;
    `several` names slots with more right answers than the bank knows, `typed` those asked without options, `unasked`
    those, and the kinds, that the author leaves out. `fame` is any measure of how well known the subject is, `order`
    the place in the bank, `tolerance` how many units of their precision its dates may be off.
    """

    id: str
    bank: str
    statement: Statement
    answers: tuple[Answer, ...]
    place: Place
    order: int
    event: str | None = None
    status: Status = "asserted"
    by: str | None = None
    tags: tuple[str, ...] = ()
    ask: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    hint: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    reverse: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    media: tuple[Attached, ...] = ()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    wrong: Mapping[str, tuple[Answer, ...]] = field(default_factory=lambda: NOTHING)
    several: frozenset[str] = frozenset()
    typed: frozenset[str] = frozenset()
    unasked: frozenset[str] = frozenset()
    quotations: tuple[Quotation, ...] = ()
    citations: tuple[Cited, ...] = ()
    columns: Columns | None = None
    row: int = -1
    cells: tuple[str, ...] = ()
    link: str | None = None
    fame: float | None = None
    tolerance: int = 0
    date: Date | None = field(init=False)
    """The first date that the fact's marks hold, or None."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "date", next((answer.date for answer in self.answers if answer.date), None))

    def prose(self, pieces: Sequence[Piece] | None = None) -> str:
        """Return the statement as plain prose, or other `pieces` filled with this fact's answers."""
        out = ""
        for piece in self.statement.pieces if pieces is None else pieces:
            if isinstance(piece, str):
                out += piece
                continue
            answer = self.answers[piece]
            text = answer.running(out) if answer.article else answer.text
            out += self._inside(text) if isinstance(piece, Starting) and not answer.proper else text
        return out[:1].upper() + out[1:] if out[:1].islower() and not _mixed(out.partition(" ")[0]) else out

    def _inside(self, text: str) -> str:
        """A text that began a sentence, as it stands inside one; names keep their capitals, cells of tables too."""
        first = text.partition(" ")[0]
        lowered = first[:1].lower() + first[1:]
        quotes = " ".join(quotation.quote or "" for quotation in self.quotations)
        if self.columns is not None or f" {text}" in quotes or text.startswith(CAPITAL_ARTICLE):
            return text
        return lowered + text[len(first) :] if lowered in STARTERS or f" {lowered} " in f" {quotes} " else text

    def answer(self, slot: Slot) -> Answer:
        """Return what the slot holds."""
        return self.answers[slot.index]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline of the author's own: its name, which ends the ids of its items, its title, and its facts by id."""

    name: str
    title: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Bank:
    """One folder of `question_bank/`.

    `kinds` are the question kinds asked in addition to the usual ones; `left_out` counts table rows that make no fact,
    by reason.
    """

    id: str
    title: str
    language: str
    place: Place
    licence: str | None = None
    description: str | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    entities: Entities = field(default_factory=Entities)
    facts: tuple[Fact, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    living_options: bool = False
    kinds: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
