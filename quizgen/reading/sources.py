"""From a source as the author describes it to a Source with its snapshot."""

from __future__ import annotations

import hashlib
from pathlib import Path

from quizgen.model.source import Name, Snapshot, Source
from quizgen.problem import Place, Problem, ProblemError
from quizgen.reading.located import locate, shown
from quizgen.reading.records import NameRecord, SourceRecord

TABLES = {".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson"}


def read_source(bank: str, key: str, record: SourceRecord, folder: Path, place: Place) -> Source:
    """Return the source, its snapshot read and hashed.

    Raises ProblemError when the snapshot is missing, lies outside the bank's folder, is not text, or has changed
    since the author noted its SHA-256.
    """
    fields = record.model_dump(exclude={"author", "snapshot", "sha256"})
    authors = tuple(_name(author) for author in record.author)
    snapshot = _snapshot(record, folder, place) if record.snapshot else None
    return Source(id=f"{bank}.{key}", author=authors, snapshot=snapshot, **fields)


def _name(author: str | NameRecord) -> Name:
    if isinstance(author, NameRecord):
        return Name(**author.model_dump())
    family, comma, given = author.partition(", ")
    return Name(family=family, given=given) if comma else Name(literal=author)


def _snapshot(record: SourceRecord, folder: Path, place: Place) -> Snapshot:
    path = inside(folder, record.snapshot or "", place.inside("snapshot"))
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _problem("B030", f"cannot read the snapshot: {error.strerror}", place.inside("snapshot")) from None
    digest = hashlib.sha256(raw).hexdigest()
    if record.sha256 and record.sha256.lower() != digest:
        message = f"the snapshot has changed: its SHA-256 is now {digest}"
        raise _problem("P204", message, place.inside("sha256"), "read the quotes again, then note the new one")
    if path.suffix.lower() in TABLES:
        return Snapshot(record.snapshot or "", digest)
    return Snapshot(record.snapshot or "", digest, _text(raw, path, place.inside("snapshot")))


def _text(raw: bytes, path: Path, place: Place) -> str:
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        message = f"the snapshot {shown(path)} is not UTF-8 text"
        raise _problem("B002", message, place, "store the text, not the page or the PDF")
    if not text.strip():
        raise _problem("B030", f"the snapshot {shown(path)} is empty", place, "store the text of the source in it")
    return text


def inside(folder: Path, name: str, place: Place) -> Path:
    """Return the path of a file of the bank; raise ProblemError when it leads out of the bank's folder."""
    try:
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()):
            return folder / name
    except (OSError, ValueError, RuntimeError):  # links that go round in circles are a RuntimeError
        pass
    raise _problem("B031", f"`{name[:80]}` does not lie in the bank's folder", place)


def _problem(code: str, message: str, place: Place, hint: str | None = None) -> ProblemError:
    return ProblemError(Problem(code, message, place.file, locate(place), hint))
