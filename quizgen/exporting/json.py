"""The JSON contract: everything quizgen knows of a quiz, for learning platforms and other programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from quizgen import __version__, dates
from quizgen.exporting.report import Report, write_whole
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import BankInfo, CitedSource, Form, Quiz
from quizgen.model.source import Name, Work

SUMMARY = "JSON for learning platforms: items, options, keys, citations, sources, forms"
SUFFIX = ".json"
INTERACTIONS: frozenset[Interaction] = frozenset(
    {"choice", "choices", "text", "date", "number", "order", "match", "cloze"}
)
SCHEMA_ID = "urn:quizgen:schema:quiz:1"
SCHEMA_VERSION = "1.2"


PLAIN_DATE = re.compile(r"(-?\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")


class Options(Frozen):
    """What a user may set: `indent` in spaces, 0 for one line."""

    indent: Annotated[int, Field(ge=0, le=8)] = 1


class Generator(Frozen):
    """What made the file, and the seed that makes it again."""

    name: Literal["quizgen"] = "quizgen"
    version: str
    seed: str


class DateParts(Frozen):
    """A CSL date: year, month, day as far as known; other dates as `literal`."""

    date_parts: list[list[int]] | None = Field(None, alias="date-parts")
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


class Document(Frozen):
    """A quiz as JSON. `forms` is there only when forms were asked for."""

    schema_: Annotated[str, Field(alias="$schema")] = SCHEMA_ID
    schema_version: Annotated[str, Field(alias="schemaVersion", pattern=r"^1\.\d+$")] = SCHEMA_VERSION
    generator: Generator
    banks: tuple[BankInfo, ...]
    sources: tuple[CslSource, ...]
    items: tuple[Item, ...]
    forms: tuple[Form, ...] | None = None


def export(quiz: Quiz, out: Path, options: BaseModel) -> Report:
    """Write the quiz as one JSON document."""
    indent = options.indent if isinstance(options, Options) else 1
    write_whole(out, (chunk.encode() for chunk in chunks(quiz, indent)))
    lost = +Counter({"picture or sound (named, not packed)": sum(len(item.media) for item in quiz.items)})
    return Report("json", (out,), written=len(quiz.items), cards=len(quiz.items), lost=lost)


def chunks(quiz: Quiz, indent: int = 1) -> Iterator[str]:
    """Yield the document in pieces, one item at a time, so that a large quiz needs no second copy in memory."""
    head = Document(
        generator=Generator(version=__version__, seed=quiz.seed),
        banks=quiz.banks,
        sources=tuple(csl(cited) for cited in quiz.sources.values()),
        items=(),
    )
    text = _dumped(head.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"items", "forms"}), indent)
    yield text.rstrip().removesuffix("}").rstrip()
    yield f',{_gap(indent, 1)}"items": ['
    for number, item in enumerate(quiz.items):
        yield ("," if number else "") + _gap(indent, 2)
        yield _shifted(_dumped(_as_json(item), indent), indent, 2)
    yield f"{_gap(indent, 1) if quiz.items else ''}]"
    if quiz.forms:
        forms = [form.model_dump(mode="json") for form in quiz.forms]
        yield f',{_gap(indent, 1)}"forms": {_shifted(_dumped(forms, indent), indent, 1)}'
    yield f"{_gap(indent, 0)}}}\n"


def _as_json(item: Item) -> dict[str, Any]:
    """The item as the document has it: files of pictures and sounds go by names that only equal bytes share."""
    made = item.model_dump(mode="json", by_alias=True, exclude_none=True)
    for medium, told in zip(item.media, made["media"], strict=True):
        told["file"] = medium.name
    return made


def _dumped(value: Any, indent: int) -> str:
    separators = (",", ":") if not indent else (",", ": ")
    return json.dumps(value, ensure_ascii=False, indent=indent or None, separators=separators)


def _gap(indent: int, depth: int) -> str:
    return "\n" + " " * (indent * depth) if indent else ""


def _shifted(text: str, indent: int, depth: int) -> str:
    """JSON never holds a raw line break inside a string, so every line break may be indented."""
    return text.replace("\n", _gap(indent, depth)) if indent else text


def csl(cited: CitedSource) -> CslSource:
    """Return the source as a CSL-JSON item."""
    source = cited.source
    fields = source.model_dump(exclude={"author", "issued", "accessed", "url", "doi", "isbn", "lines", "snapshot"})
    return CslSource(
        **fields,
        author=source.author or None,
        issued=_date(source.issued),
        accessed=_date(source.accessed),
        URL=source.url,
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


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the document, made from the models."""
    made = Document.model_json_schema(by_alias=True, mode="validation")
    for model in (made, *made["$defs"].values()):
        _as_written(model)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **made}


def _as_written(model: dict[str, Any]) -> None:
    """Models say what may be left out when they are made; a document never holds null, and all else is always there."""
    fields: dict[str, dict[str, Any]] = model["properties"]
    for unexported in ("ledger", "refused", "path"):
        fields.pop(unexported, None)
    optional = {name for name, field in fields.items() if field.get("default", ...) is None}
    for name in optional:
        [kind] = [kind for kind in fields[name].pop("anyOf") if kind != {"type": "null"}]
        del fields[name]["default"]
        fields[name].update(kind)
    model["required"] = [name for name in fields if name not in optional]
