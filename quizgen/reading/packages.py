"""Anki packages (.apkg, .colpkg) of every age, read into plain values."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from quizgen.problem import Problem, ProblemError
from quizgen.reading.collection import CardTemplate, CollectionError, NoteType, PackedNote, read_collection
from quizgen.reading.located import shown

__all__ = ["CardTemplate", "NoteType", "Package", "PackedNote", "read_package"]

NEWEST = "collection.anki21b"
COLLECTIONS = (NEWEST, "collection.anki21", "collection.anki2")
"""Newest first: beside a newer one, an older one only tells an old Anki that it is too old."""
LARGEST = 1 << 30
"""Unpacked bytes of one file, beyond which a package is a trap."""
CHUNK = 1 << 20
TOO_OLD = "install `quizgen[import]`, or export the deck from Anki again with “Support older Anki versions” ticked"
BROKEN = (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError)
"""What the readers of zip files raise when the bytes are wrong, or locked with a password."""


@dataclass(frozen=True)
class Package:
    """A package: its notes in the order of their first cards, and the note types and decks that these use, by name."""

    path: Path
    notes: tuple[PackedNote, ...]
    note_types: Mapping[str, NoteType]
    decks: tuple[str, ...]


def read_package(path: Path) -> Package:
    """Read an Anki package of any age; raise ProblemError when it cannot be read."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot read this file: {error.strerror}", shown(path))) from None
    try:
        with ZipFile(path) as archive:
            name = _collection_name(archive)
            found = read_collection(_unpacked(archive, name, packed=name == NEWEST))
    except BROKEN as error:
        raise ProblemError(_unreadable(path, error)) from None
    return Package(path, found.notes, found.note_types, found.decks)


def _unreadable(path: Path, error: Exception) -> Problem:
    if isinstance(error, NeedsZstdError):
        return Problem("B101", "this package is in Anki's newer format, packed with zstd", shown(path), None, TOO_OLD)
    why = str(error) if isinstance(error, CollectionError) else "its zip file is broken"
    if isinstance(error, BadZipFile) and "not a zip file" in str(error):
        why = "it is no zip file, or not all of one"
    hint = "export it again from Anki: File, Export, Anki Deck Package (.apkg)"
    return Problem("B100", f"this is no Anki package that can be read: {why}", shown(path), None, hint)


class NeedsZstdError(ValueError):
    """The package is packed with zstd, and what unpacks it is not installed."""


def _collection_name(archive: ZipFile) -> str:
    names = frozenset(archive.namelist())
    found = next((name for name in COLLECTIONS if name in names), None)
    if found is None:
        raise CollectionError("there is no collection in it")
    return found


def _unpacked(archive: ZipFile, name: str, *, packed: bool) -> bytearray:
    """Return a member's bytes, out of their zstd frame if packed; raise ValueError for too many."""
    if archive.getinfo(name).compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise CollectionError(f"its file {name} is packed in a way that Anki does not know")
    content = bytearray()
    with archive.open(name) as member:
        for chunk in _chunks(member, packed=packed):
            content += chunk
            if len(content) > LARGEST:
                raise CollectionError(f"its file {name} is larger than {LARGEST >> 20} MB")
    return content


def _chunks(member: IO[bytes], *, packed: bool) -> Iterator[bytes]:
    if not packed:
        yield from iter(partial(member.read, CHUNK), b"")
        return
    try:
        import zstandard
    except ImportError:
        raise NeedsZstdError from None
    try:
        with zstandard.ZstdDecompressor().stream_reader(member, read_across_frames=True) as stream:
            yield from iter(partial(stream.read, CHUNK), b"")
    except zstandard.ZstdError:
        raise CollectionError("its zstd data is broken") from None
