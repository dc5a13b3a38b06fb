"""The key of a printed quiz: what `…-key.json` holds, and what a scanned answer sheet is graded by.

Everything hangs on the id of the item; numbers and letters are those of one form.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.citation import Standing
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction

VERSION = "1.0"
Paper = Literal["a4", "us-letter"]


class KeyOption(Frozen):
    """One offered answer. `rationale` says of a wrong one whose answer it is."""

    id: str
    text: str
    right: bool
    rationale: str | None = None


class KeyCitation(Frozen):
    """Where the answer stands: a source of the key's `sources`, the place in it, the words, and a link to them."""

    source: str
    title: str
    where: str
    quote: str | None = None
    url: str | None = None
    standing: Standing


class KeyItem(Frozen):
    """An item with its answer. `answer` and `accept` are as in the item; `why` is its rationale."""

    id: str
    bank: str
    fact: str
    kind: str
    interaction: Interaction
    language: str
    stem: str
    points: Annotated[int, Field(ge=0)] = 1
    options: tuple[KeyOption, ...] = ()
    targets: tuple[str, ...] = ()
    answer: tuple[str, ...]
    accept: tuple[str, ...] = ()
    why: str
    citations: tuple[KeyCitation, ...]


class KeyEntry(Frozen):
    """An item on a form: its number, its option ids in printed order, the letters printed at them, and the right ones.

    `letters` has one for each of the `options`. `key` is what a student should have written: the letters of the right
    options, `A 2` for an option to be numbered (order) or matched (match), nothing for a typed answer.
    """

    number: int
    item: str
    options: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    key: tuple[str, ...] = ()


class KeyForm(Frozen):
    """One form; `name` is empty if the quiz has no forms."""

    name: str
    entries: tuple[KeyEntry, ...]


class Copy(Frozen):
    """A copy made out to one student. `code` is printed on it; `number` is the student's own, if the list has one."""

    code: str
    form: str
    name: str
    number: str = ""
    group: str = ""


class SheetPlan(Frozen):
    """What the geometry of the answer sheet follows from, besides the entries of the form.

    `enlarged` is for large print. `digits` is how many digits of a student's number can be marked; 0 on sheets made out
    to one student. `rtl` says that the sheet begins at the right.
    """

    paper: Paper
    enlarged: bool = False
    digits: Annotated[int, Field(ge=0, le=10)] = 6
    rtl: bool = False


class PaperKey(Frozen):
    """The key of all forms. `quiz` is a short code that is printed on its answer sheets.

    `sources` maps the ids of the cited sources to their reference lines, in the order of the list in print.
    """

    schema_version: str = Field(VERSION, alias="schemaVersion")
    quiz: str
    title: str
    language: str
    items: tuple[KeyItem, ...]
    forms: tuple[KeyForm, ...]
    sources: dict[str, str]
    copies: tuple[Copy, ...] = ()
    sheet: SheetPlan | None = None
