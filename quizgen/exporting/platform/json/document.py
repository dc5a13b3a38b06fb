"""What JSON and JSON Lines say, as models: these make the JSON Schema, and hold what is not in the items already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from quizgen import __version__, dates
from quizgen.exporting.markup import link
from quizgen.model.frozen import Frozen
from quizgen.model.item import ITEM_ID, Item
from quizgen.model.quiz import BankInfo, CitedSource, Form, Quiz, Section
from quizgen.model.source import Name, Work

QUIZ_ID: Literal["urn:quizgen:schema:quiz:1"] = "urn:quizgen:schema:quiz:1"
LINE_ID: Literal["urn:quizgen:schema:line:1"] = "urn:quizgen:schema:line:1"
SCHEMA_VERSION = "1.3"
"""Of both; docs/integration.md says what may change from one to the next."""
PLAIN_DATE = re.compile(r"(-?\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
Version = Annotated[str, Field(alias="schemaVersion", pattern=r"^1\.[0-9]+$")]
ItemId = Annotated[str, Field(pattern=ITEM_ID)]


class Generator(Frozen):
    """What made the file, and the seed that makes it again."""

    name: Literal["quizgen"] = "quizgen"
    version: str
    seed: str


class DateParts(Frozen):
    """A CSL date: year, month, day as far as known; other dates as `literal`."""

    date_parts: list[Annotated[list[int], Field(min_length=1, max_length=3)]] | None = Field(
        None, alias="date-parts", min_length=1, max_length=2
    )
    literal: str | None = None


class SnapshotInfo(Frozen):
    """The stored copy that quotes were found in: its file name and the SHA-256 of its bytes."""

    file: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class CslSource(Work):
    """A CSL-JSON item, with the formatted reference line and the snapshot."""

    id: str
    author: tuple[Name, ...] | None = None
    issued: DateParts | None = None
    accessed: DateParts | None = None
    URL: str | None = None
    DOI: str | None = None
    ISBN: str | None = None
    reference: str
    snapshot: SnapshotInfo | None = None


class PublishedItem(Item):
    """An item; `formerly` is the id that it was first released under, if it has another one now."""

    formerly: ItemId | None = None


class Part(Frozen):
    """A part of a planned quiz, with the ids of its items; `points` is what each of them is worth."""

    title: str | None = None
    instructions: str | None = None
    points: int | None = None
    items: tuple[ItemId, ...]


class Withdrawn(Frozen):
    """An item that was released and is out of use: since the release at `changed`, and perhaps `why`, in words."""

    id: ItemId
    formerly: ItemId | None = None
    changed: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    why: str | None = None


class Document(Frozen):
    """A quiz as JSON.

    `sections` is there only if a plan made them, `retired` if something is, and `forms` if forms were asked for;
    `partial` if there are only the items that are new or changed since another export.
    """

    schema_: Annotated[Literal["urn:quizgen:schema:quiz:1"], Field(alias="$schema")] = QUIZ_ID
    schema_version: Version = SCHEMA_VERSION
    partial: Literal[True] | None = None
    generator: Generator
    title: str | None = None
    banks: tuple[BankInfo, ...]
    sources: tuple[CslSource, ...]
    items: tuple[PublishedItem, ...]
    sections: tuple[Part, ...] | None = None
    retired: tuple[Withdrawn, ...] | None = None
    forms: tuple[Form, ...] | None = None


class Line(Frozen):
    """One item with all that it refers to: a line of JSON Lines needs no other."""

    schema_: Annotated[Literal["urn:quizgen:schema:line:1"], Field(alias="$schema")] = LINE_ID
    schema_version: Version = SCHEMA_VERSION
    partial: Literal[True] | None = None
    bank: BankInfo
    sources: Annotated[tuple[CslSource, ...], Field(min_length=1)]
    item: PublishedItem


def head(quiz: Quiz) -> Document:
    """Return the document without its items and forms, which are written one by one."""
    return Document(
        partial=quiz.partial or None,
        generator=Generator(version=__version__, seed=quiz.seed),
        title=quiz.title or None,
        banks=quiz.banks,
        sources=tuple(csl(cited) for cited in quiz.sources.values()),
        items=(),
    )


def published(quiz: Quiz) -> Iterator[Item]:
    """Yield the items as documents have them.

    Media go under names that only equal bytes share, `formerly` is added, and addresses that no program may open, such
    as `javascript:`, are left out.
    """
    renames = quiz.lock.renames
    for item in quiz.items:
        made = item
        if unlinked(item):
            citations = [one.model_copy(update={"url": link(one.url) or None}) for one in item.citations]
            made = item.model_copy(update={"citations": tuple(citations)})
        if item.media:
            media = tuple([one.model_copy(update={"file": one.name}) for one in item.media])
            made = made.model_copy(update={"media": media})
        if first := renames.get(item.id):
            made = PublishedItem.model_construct(**{**made.__dict__, "formerly": first})
        yield made


def unlinked(item: Item) -> int:
    """Count the citations whose address is none of the web."""
    return sum([bool(one.url) and not link(one.url) for one in item.citations])


def part(section: Section) -> Part:
    """Return a section without what is for paper only."""
    told = {"title": section.title or None, "instructions": section.instructions or None}
    return Part(**told, points=section.points, items=section.items)


def withdrawn(quiz: Quiz) -> tuple[Withdrawn, ...]:
    """Return what is out of use."""
    return tuple(
        Withdrawn(
            id=one.item,
            formerly=one.first if one.first != one.item else None,
            changed=one.changed,
            why=one.why or None,
        )
        for one in quiz.retired
    )


def csl(cited: CitedSource) -> CslSource:
    """Return the source as a CSL-JSON item."""
    source = cited.source
    fields = source.model_dump(exclude={"author", "issued", "accessed", "url", "doi", "isbn", "lines", "snapshot"})
    return CslSource(
        **fields,
        author=source.author or None,
        issued=_date(source.issued),
        accessed=_date(source.accessed),
        URL=link(source.url) or None,
        DOI=source.doi,
        ISBN=source.isbn,
        reference=cited.reference,
        snapshot=SnapshotInfo(file=source.snapshot.file, sha256=source.snapshot.sha256) if source.snapshot else None,
    )


def _date(text: str | None) -> DateParts | None:
    if text is None:
        return None
    date = dates.read(text)
    if found := PLAIN_DATE.fullmatch(date.edtf):
        return DateParts(date_parts=[[int(part) for part in found.groups() if part]])
    return DateParts(literal=dates.in_words(date))
