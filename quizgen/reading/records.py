"""The author's format, field by field, as it stands in bank.yaml before anything is made of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, StringConstraints, Tag

from quizgen.model.fact import Status
from quizgen.model.frozen import Frozen
from quizgen.model.source import Work

RESERVED = frozenset({"for", "words", "page", "locator", "label", "quote", "after", "before"})
"""What may stand beside a source in a citation."""
Slug = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_-]*$")]


def _free(value: str) -> str:
    """Refuse the words that have a meaning inside a citation as the name of a source."""
    if value in RESERVED:
        message = f"a source cannot be named `{value}`, which means something else in a citation"
        raise ValueError(message)
    return value


def _listed(value: object) -> object:
    """A single text where a list may stand is a list of one."""
    return [value] if isinstance(value, str) else value or []


def _entries(value: object) -> object:
    return [value] if isinstance(value, dict | str) else value or []


def _grouped(value: object) -> object:
    return {} if value is None else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Group = BeforeValidator(_grouped)
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class NameRecord(Frozen):
    """An author in parts."""

    literal: str | None = None
    family: str | None = None
    given: str | None = None


A_TEXT, A_NAME = "a text", "a name"


def _form_of_author(value: object) -> str:
    return A_TEXT if isinstance(value, str) else A_NAME


Author = Annotated[Annotated[str, Tag(A_TEXT)] | Annotated[NameRecord, Tag(A_NAME)], Discriminator(_form_of_author)]


class SourceRecord(Work):
    """A source as the author describes it: CSL-JSON fields in lower case, a snapshot, and what its lines are."""

    author: Annotated[tuple[Author, ...], BeforeValidator(_entries)] = ()
    issued: str | None = None
    accessed: str | None = None
    url: str | None = None
    doi: str | None = None
    isbn: str | None = None
    snapshot: str | None = None
    sha256: str | None = None
    lines: Literal["sentence", "line", "paragraph", "verse", "section"] = "line"


class EntityRecord(Frozen):
    """What a name alone cannot tell."""

    kind: str = "thing"
    aka: Texts = ()
    within: str | None = Field(None, alias="in")
    like: Texts = ()
    demonym: str | None = None
    article: str | None = None
    died: str | None = None


class MediumRecord(Frozen):
    """A picture or sound: a file of the bank, what is seen or heard in it, whose it is, and which slots it asks for."""

    file: Said
    alt: Said
    credit: Said
    licence: Said
    asks: Texts = ()


Media = Annotated[tuple[MediumRecord, ...], BeforeValidator(_entries)]


class FactRecord(Frozen):
    """A fact: a sentence with marks (`say`), or the fields of a record (`event`, `who`, `when`, `where`)."""

    say: str | None = None
    event: str | None = None
    who: str | None = None
    when: str | None = None
    where: str | None = None
    ask: Annotated[dict[str, str], Group] = Field(default_factory=dict)
    hint: Annotated[dict[str, Said], Group] = Field(default_factory=dict)
    reverse: Annotated[dict[str, Said], Group] = Field(default_factory=dict)
    image: Media = ()
    audio: Media = ()
    cite: Any = None
    status: Status = "asserted"
    by: str | None = None
    tags: Texts = ()
    several: Texts = ()
    typed: Texts = ()
    unasked: Texts = ()
    also: Annotated[dict[str, Texts], Group] = Field(default_factory=dict)
    wrong: Annotated[dict[str, Texts], Group] = Field(default_factory=dict)


class TableRecord(Frozen):
    """A table and the pattern that makes a fact of each row; `{column}` stands for the row's cell."""

    file: str
    source: str
    id: str
    say: str
    event: str | None = None
    link: str | None = None
    ask: Annotated[dict[str, str], Group] = Field(default_factory=dict)
    hint: Annotated[dict[str, Said], Group] = Field(default_factory=dict)
    reverse: Annotated[dict[str, Said], Group] = Field(default_factory=dict)
    image: Media = ()
    audio: Media = ()
    where: Annotated[dict[str, str], Group] = Field(default_factory=dict)
    unasked: Annotated[dict[str, Annotated[dict[str, str], Group]], Group] = Field(default_factory=dict)
    kinds: Annotated[dict[str, str], Group] = Field(default_factory=dict)
    several: Texts = ()
    typed: Texts = ()
    tags: Texts = ()
    fame: str | None = None
    the: Annotated[dict[str, str], Group] = Field(default_factory=dict)
    tolerance: Annotated[int, Field(ge=0, le=100)] = 0
    encoding: str | None = None


class TimelineRecord(Frozen):
    """A timeline of the author's own: the facts with a tag, or a list of facts in order of time."""

    title: str = ""
    tag: str | None = None
    facts: Texts = ()


class BankRecord(Frozen):
    """A whole bank.yaml."""

    title: str
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    licence: str | None = None
    description: str | None = None
    tags: Texts = ()
    living_options: Literal["true", "false"] = Field("false", alias="living-options")
    kinds: Texts = ()
    sources: Annotated[dict[Annotated[Slug, AfterValidator(_free)], SourceRecord], Group] = Field(default_factory=dict)
    entities: Annotated[dict[str, Annotated[EntityRecord, Group]], Group] = Field(default_factory=dict)
    facts: Annotated[dict[Slug, FactRecord], Group] = Field(default_factory=dict)
    tables: Annotated[tuple[TableRecord, ...], BeforeValidator(_entries)] = ()
    timelines: Annotated[dict[Slug, TimelineRecord], Group] = Field(default_factory=dict)


def _names(model: type[Frozen]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in model.model_fields.items())


FIELDS: dict[str, frozenset[str]] = {
    "": _names(BankRecord),
    "sources": _names(SourceRecord),
    "author": _names(NameRecord),
    "entities": _names(EntityRecord),
    "facts": _names(FactRecord),
    "image": _names(MediumRecord),
    "audio": _names(MediumRecord),
    "tables": _names(TableRecord),
    "timelines": _names(TimelineRecord),
}
"""The known field names of each group, for hints."""
