"""JSON and JSON Lines that quizgen wrote, read back: to know what is new since then, and what changed.

Only what is used is looked at, so that a file of a later 1.x, which may say more, is read, too.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from quizgen.model.item import ITEM_ID
from quizgen.problem import Problem, ProblemError, Span
from quizgen.reading.located import shown

LINES = ".jsonl"
SCHEMA = re.compile(r"urn:quizgen:schema:(quiz|line):\d+")
PLACE = re.compile(r"(?P<why>.*) at line (?P<line>\d+) column (?P<column>\d+)", re.DOTALL)
HINT = "name a file that `quizgen build json` or `quizgen build jsonl` wrote"
WRONG = {"missing": "is missing", "string_pattern_mismatch": "is no id that quizgen gives"}
Name = Annotated[str, Field(pattern=ITEM_ID)]


class _Told(BaseModel):
    """A group of fields, of which those that nobody here asks for are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class ToldOption(_Told):
    """An option as a file has it."""

    text: str
    correct: bool
    rationale: str = ""
    place: int = 0
    match: str = ""


class ToldCitation(_Told):
    """A citation as a file has it."""

    source: str
    label: str = ""
    locator: str = ""
    quote: str = ""
    url: str = ""
    standing: str = ""


class ToldMedium(_Told):
    """A picture or sound as a file has it."""

    file: str
    alt: str = ""
    credit: str = ""
    licence: str = ""


class _Cited(_Told):
    """The source of a citation."""

    source: str


class Known(_Told):
    """An item by what tells whether it changed."""

    id: Name
    formerly: Name | None = None
    revision: str
    citations: list[_Cited]

    @property
    def first(self) -> str:
        """The id that it was first released under: what it goes by, whatever it is called now."""
        return self.formerly or self.id


class ToldItem(Known):
    """An item as a file has it."""

    bank: str = ""
    interaction: str
    closed: bool = False
    stem: str
    options: list[ToldOption] = []
    ordered: bool = False
    targets: list[str] = []
    key: list[str]
    accept: list[str] = []
    rationale: str
    citations: list[ToldCitation]  # type: ignore[assignment]
    media: list[ToldMedium] = []
    hint: str = ""
    reverse: str = ""
    tags: list[str] = []
    language: str = ""


class ToldSource(_Told):
    """A source as a file has it."""

    id: str
    reference: str
    licence: str = ""


class ToldBank(_Told):
    """A bank as a file has it."""

    id: str
    licence: str = ""


class ToldRetired(_Told):
    """An item that is out of use."""

    id: Name
    formerly: Name | None = None


class _Head(_Told):
    schema_: str = Field("", alias="$schema")
    version: str = Field("", alias="schemaVersion")
    partial: bool = False


class _KnownQuiz(_Head):
    items: list[Known]
    sources: list[ToldSource]


class _KnownLine(_Head):
    item: Known
    sources: list[ToldSource]


class _Quiz(_Head):
    items: list[ToldItem]
    sources: list[ToldSource]
    banks: list[ToldBank] = []
    retired: list[ToldRetired] = []


class _Line(_Head):
    item: ToldItem
    sources: list[ToldSource]
    bank: ToldBank | None = None


@dataclass(frozen=True)
class Document:
    """What a file says.

    Its items go by the ids that they were first released under, and so does what is `retired`; sources and banks go by
    their own.
    """

    items: dict[str, ToldItem]
    sources: dict[str, ToldSource]
    banks: dict[str, ToldBank]
    retired: frozenset[str]


class Exported(NamedTuple):
    """An item as an export has it: what it was called then, and what tells whether a learner now sees another."""

    id: str
    content: str


def exported(path: Path) -> dict[str, Exported]:
    """Return the items of a .json or .jsonl that quizgen wrote, by the ids that they were first released under.

    Raises ProblemError with the place for any other file, for one that is partial or cut off, or has an id twice.
    """
    found: dict[str, Exported] = {}
    for line, part in _parts(path, _KnownQuiz, _KnownLine):
        references = {source.id: source.reference for source in part.sources}
        for item in _items(part):
            cited = (references.get(citation.source, "") for citation in item.citations)
            _put(found, item.first, Exported(item.id, content(item.revision, cited)), path, line)
    return found


def content(revision: str, references: Iterable[str]) -> str:
    """Return what changes if the item does, or the reference line of a source that it cites."""
    told = "\x1f".join((revision, *dict.fromkeys(references)))
    return blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()


def read_document(path: Path) -> Document:
    """Return what a .json or .jsonl that quizgen wrote says; raise ProblemError as `exported` does."""
    items: dict[str, ToldItem] = {}
    sources: dict[str, ToldSource] = {}
    banks: dict[str, ToldBank] = {}
    retired: set[str] = set()
    for line, part in _parts(path, _Quiz, _Line):
        for item in _items(part):
            _put(items, item.first, item, path, line)
        sources |= {source.id: source for source in part.sources}
        banks |= {bank.id: bank for bank in (getattr(part, "banks", None) or [part.bank]) if bank}
        retired |= {one.formerly or one.id for one in getattr(part, "retired", ())}
    return Document(items, sources, banks, frozenset(retired))


def _items(part: Any) -> list[Any]:
    return [part.item] if hasattr(part, "item") else part.items


def _put(found: dict[str, Any], name: str, value: object, path: Path, line: int) -> None:
    if name in found:
        hint = "a file has each question once; build it anew"
        raise ProblemError(_problem(path, f"`{name}` stands in this file twice", hint, _whole(line)))
    found[name] = value


def _parts(path: Path, quiz: type[_Head], line: type[_Head]) -> Iterator[tuple[int, Any]]:
    """Yield the parts of a file with the numbers of their lines, from 1: the lines of JSON Lines, else the whole, 0."""
    try:
        if path.suffix.lower() == LINES:
            yield from _each_line(path, line)
        else:
            yield 0, _read(path.read_bytes().removeprefix(BOM_UTF8), quiz, path, 0)
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot read this file: {error.strerror}", shown(path))) from None


def _each_line(path: Path, model: type[_Head]) -> Iterator[tuple[int, _Head]]:
    """Yield the lines that say something, one at a time."""
    empty = True
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if text := raw.removeprefix(BOM_UTF8).strip():
                empty = False
                yield number, _read(text, model, path, number)
    if empty:
        raise ProblemError(_problem(path, "this file is empty", HINT))


def _read(raw: bytes, model: type[_Head], path: Path, line: int) -> _Head:
    """Return JSON as the model; `line` is 0 for a whole file."""
    try:
        found = model.model_validate_json(raw)
    except ValidationError as error:
        text = _decoded(raw, path, line)
        raise ProblemError(_foreign(text, path, line) or _broken(error, text, path, line)) from None
    if refused := _not_ours(found, path, line):
        raise ProblemError(refused)
    return found


def _decoded(raw: bytes, path: Path, line: int) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        at = line or raw.count(b"\n", 0, error.start) + 1
        message = f"this file is not UTF-8 text (byte {raw[error.start]:#04x} in line {at})"
        hint = "save it with the encoding UTF-8"
        raise ProblemError(Problem("B002", message, shown(path), _whole(at), hint)) from None


def _foreign(text: str, path: Path, line: int) -> Problem | None:
    """Say that this is another's JSON, or of another version; None if it is ours, or no JSON at all."""
    if not text.strip():
        return _problem(path, "this file is empty", HINT)
    try:
        return _not_ours(_Head.model_validate_json(text), path, line)
    except ValidationError as error:
        broken = error.errors()[0]["type"] == "json_invalid"
    return None if broken else _problem(path, "this is no quiz in quizgen's JSON", HINT, _whole(line))


def _not_ours(head: _Head, path: Path, line: int) -> Problem | None:
    schema = SCHEMA.fullmatch(head.schema_)
    if schema is None:
        why = f"its `$schema` is `{head.schema_[:80]}`" if head.schema_ else "it has no `$schema`"
        return _problem(path, f"this is no quiz in quizgen's JSON: {why}", HINT, _whole(line))
    if not head.version.startswith("1."):
        has = f"the schemaVersion {head.version[:20]}" if head.version else "no schemaVersion"
        message = f"this file has {has}, and this quizgen reads 1.x"
        return _problem(path, message, "use the quizgen that wrote it, or build it anew", _whole(line))
    if (schema[1] == "line") != bool(line):
        hint = "the names of JSON Lines end in .jsonl, those of a whole quiz as JSON in .json"
        what = "a line of JSON Lines" if schema[1] == "line" else "a whole quiz"
        return _problem(path, f"this is {what} under the name of the other", hint, _whole(line))
    if head.partial:
        hint = "name a whole one: what was built without `--since`"
        return _problem(path, "this holds only what changed since another export", hint, _whole(line))
    return None


def _broken(error: ValidationError, text: str, path: Path, line: int) -> Problem:
    first = error.errors(include_url=False)[0]
    if first["type"] != "json_invalid":
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
        said = WRONG.get(first["type"]) or f"is wrong: {first['msg'][:1].lower()}{first['msg'][1:]}"
        return _problem(path, f"`{where.removeprefix('.')}` {said}", HINT, _whole(line))
    place = PLACE.fullmatch(first["ctx"]["error"])
    why = place["why"] if place else first["ctx"]["error"]
    span = _place(text, line, int(place["line"]), int(place["column"])) if place else _whole(line)
    if why.startswith("EOF"):
        cut = "it was cut off: fetch or build it again"
        if line:
            return _problem(path, "this line ends too early", f"{cut}; a whole quiz as JSON is named .json", span)
        return _problem(path, "this file ends too early", cut, span)
    hint = "if it is JSON Lines, its name must end in .jsonl" if why.startswith("trailing") and not line else HINT
    return _problem(path, f"this is not JSON: {why}", hint, span)


def _place(text: str, line: int, row: int, column: int) -> Span:
    """Where JSON breaks; its column counts bytes."""
    raw = text.split("\n")[row - 1].encode()[: max(column - 1, 0)]
    at = len(raw.decode("utf-8", "ignore")) + 1
    return Span(line or row, at, line or row, at + 1)


def _whole(line: int) -> Span | None:
    return Span(line, 1, line, 2) if line else None


def _problem(path: Path, message: str, hint: str, span: Span | None = None) -> Problem:
    return Problem("B145", message, shown(path), span, hint)
