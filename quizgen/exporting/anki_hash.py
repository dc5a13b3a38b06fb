"""Whether two Anki packages hold the same, whatever their bytes.

Another version of SQLite or of zlib lays out the same notes in other bytes. What a student's Anki would make of the
packages is in their rows.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

COLLECTIONS = ("collection.anki21", "collection.anki2")
"""The collections of this layout, newest first: Anki itself puts an empty older one beside a newer."""
PACKED = "collection.anki21b"
NOTES = "SELECT guid, mid, mod, tags, flds FROM notes"
CARDS = "SELECT guid, ord, did, due FROM cards JOIN notes ON notes.id = cards.nid"
CHUNK = 1 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, sqlite3.Error, LookupError, TypeError, ValueError)
"""What comes of wrong bytes, of a password, and of other contents than a deck's."""


def canonical_hash(package: bytes | Path) -> str:
    """Return 64 hexadecimal digits (SHA-256) that stand for what the package holds.

    That is: notes, cards, note types, decks and media, in any order, without the numbers that are only counted. Raises
    OSError when the file cannot be read, and ValueError when it is no package in the layout that genanki and Anki's
    “Support older Anki versions” write.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(package) if isinstance(package, bytes) else package) as archive:
            return _digest([*_rows(archive), *_media(archive)])
    except BROKEN as error:
        raise ValueError(f"no Anki package that can be read: {error}") from None


def _digest(rows: Iterable[tuple[Any, ...]]) -> str:
    lines = sorted(json.dumps(row, sort_keys=True) for row in rows)
    return sha256("\n".join(lines).encode()).hexdigest()


def _rows(archive: zipfile.ZipFile) -> Iterator[tuple[Any, ...]]:
    """Yield what the collection holds as plain values, each with the name of its sort."""
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(_collection(archive))
        types, decks = (json.loads(told) for told in database.execute("SELECT models, decks FROM col").fetchone())
        for one in types.values():
            yield ("note type", *_note_type(one))
        for one in decks.values():
            yield "deck", one["name"], one["desc"]
        for guid, kind, changed, tags, fields in database.execute(NOTES):
            yield "note", guid, types[str(kind)]["name"], changed, tags.split(), fields
        for guid, place, deck, due in database.execute(CARDS):
            yield "card", guid, place, decks[str(deck)]["name"], due
    finally:
        database.close()


def _collection(archive: zipfile.ZipFile) -> bytes:
    names = set(archive.namelist())
    if PACKED in names:
        raise ValueError("it is in Anki's newest layout")
    content = archive.read(next((name for name in COLLECTIONS if name in names), COLLECTIONS[-1]))
    if not content:  # which SQLite's reader would call a lack of memory
        raise ValueError("its collection is empty")
    return content


def _note_type(told: dict[str, Any]) -> tuple[Any, ...]:
    """Return what a note type is; its time of change, too, for by that Anki takes new looks or leaves them."""
    fields = [(field["name"], field.get("id")) for field in told["flds"]]
    templates = [(card["name"], card.get("id"), card["qfmt"], card["afmt"]) for card in told["tmpls"]]
    return int(told["id"]), told["name"], told["type"], told["mod"], fields, templates, told["css"]


def _media(archive: zipfile.ZipFile) -> Iterator[tuple[str, str, str]]:
    for number, name in json.loads(archive.read("media")).items():
        with archive.open(number) as file:
            yield "media", name, _sha256(file)


def _sha256(file: IO[bytes]) -> str:
    found = sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()
