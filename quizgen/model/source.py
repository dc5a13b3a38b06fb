"""Works that can be cited, in the words of CSL-JSON (the Citation Style Language's data format)."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import Field

from quizgen.model.frozen import Frozen


class Name(Frozen):
    """An author: `literal` for a body or a pen name, else `family` and `given`."""

    literal: str | None = None
    family: str | None = None
    given: str | None = None

    def __str__(self) -> str:
        return self.literal or ", ".join(part for part in (self.family, self.given) if part)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The stored text or table of a source: `file` as the author names it, `sha256` of its bytes."""

    file: str
    sha256: str
    text: str = field(repr=False, default="")


class Work(Frozen):
    """What is said of a work in the same words by its author, in the model and in CSL-JSON."""

    type: str = "document"
    title: str
    container_title: str | None = Field(None, alias="container-title")
    publisher: str | None = None
    publisher_place: str | None = Field(None, alias="publisher-place")
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    edition: str | None = None
    language: str | None = None
    licence: str | None = None
    note: str | None = None


class Source(Work):
    """A work that can be cited. Dates are EDTF texts; `lines` names what one line of the snapshot is."""

    id: str
    author: tuple[Name, ...] = ()
    issued: str | None = None
    accessed: str | None = None
    url: str | None = Field(None, alias="URL")
    doi: str | None = Field(None, alias="DOI")
    isbn: str | None = Field(None, alias="ISBN")
    lines: str | None = None
    snapshot: Snapshot | None = None
