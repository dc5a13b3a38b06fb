"""The SQLite file in an Anki package: notes, note types and decks, in either of the two layouts that packages have.

Layout 11 keeps note types and decks as JSON in the table `col`; layout 18 has tables for them, whose rows keep their
settings as protocol buffers.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from quizgen.reading.wire import wire_number, wire_text

MAGIC = b"SQLite format 3\0"
READ_VERSIONS = slice(18, 20)
NO_LOG = b"\x01\x01"
FIELD_SEPARATOR, LEVEL_SEPARATOR = "\x1f", "\x1f"
CLOZE = 1
KIND, STYLE, FRONT, BACK = 1, 3, 1, 2
"""Numbers of the fields that tell a note type's kind and style, and a template's sides."""
TABLES = frozenset({"col", "notes", "cards"})
NEWER_TABLES = frozenset({"notetypes", "fields", "templates", "decks"})
NOTES = """SELECT id, CAST(guid AS TEXT), mid, CAST(mod AS INTEGER), CAST(tags AS TEXT), CAST(flds AS TEXT)
           FROM notes ORDER BY id"""
CARDS = """SELECT nid, CAST(due AS INTEGER), CASE WHEN odid THEN odid ELSE did END
           FROM cards ORDER BY nid, ord, id"""


class CollectionError(ValueError):
    """A file that is no collection of Anki's; the message says why."""


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A note: its fields by name, in order, as HTML, and the whole name of its first card's deck ("" without card).

    `modified` is in seconds since 1970.
    """

    guid: str
    note_type: str
    fields: dict[str, str]
    tags: tuple[str, ...]
    modified: int
    deck: str
    cloze: bool


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """One card of a note type: the HTML of its front and its back, with the fields as `{{name}}`."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type: the names of its fields, its card templates, both in order, and its CSS."""

    name: str
    fields: tuple[str, ...]
    templates: tuple[CardTemplate, ...]
    style: str
    cloze: bool


@dataclass(frozen=True, slots=True)
class Collection:
    """What a collection holds: notes in the order of their first cards, the note types and decks that they use."""

    notes: tuple[PackedNote, ...]
    note_types: dict[str, NoteType]
    decks: tuple[str, ...]


def read_collection(content: bytearray) -> Collection:
    """Read a collection from the bytes of its file; raise CollectionError when it is none."""
    if not content.startswith(MAGIC):
        raise CollectionError("its collection is no SQLite database")
    content[READ_VERSIONS] = NO_LOG  # a database in memory cannot keep a write-ahead log, and none was packed
    try:
        with closing(_opened(content)) as database:
            return _read(database)
    except sqlite3.Error as error:
        raise CollectionError(f"its collection cannot be read: {error}") from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        if isinstance(error, CollectionError):
            raise
        raise CollectionError("its note types or decks are not as Anki writes them") from None


def _opened(content: bytearray) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    database.create_collation("unicase", _unicase)
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _unicase(one: str, other: str) -> int:
    """Anki's own order of names, in which capitals do not count: SQLite asks for it when it opens such tables."""
    return (one.casefold() > other.casefold()) - (one.casefold() < other.casefold())


def _read(database: sqlite3.Connection) -> Collection:
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'")
    tables = {name for (name,) in found}
    if not tables >= TABLES:
        raise CollectionError("its collection lacks Anki's tables")
    newer = tables >= NEWER_TABLES
    types, decks = (_newer_types(database), _newer_decks(database)) if newer else _older(database)
    return _collected(database, _distinct(types), decks)


def _older(database: sqlite3.Connection) -> tuple[dict[int, NoteType], dict[int, str]]:
    """The note types and decks of layout 11."""
    row = database.execute("SELECT models, decks FROM col").fetchone()
    types, decks = (json.loads(text) for text in row or ("{}", "{}"))
    names = {int(number): str(deck["name"]) for number, deck in decks.items()}
    return {int(number): _older_type(model) for number, model in types.items()}, names


def _older_type(model: Mapping[str, Any]) -> NoteType:
    fields = sorted(model["flds"], key=lambda field: int(field.get("ord", 0)))
    templates = sorted(model["tmpls"], key=lambda template: int(template.get("ord", 0)))
    return NoteType(
        str(model["name"]),
        tuple(str(field["name"]) for field in fields),
        tuple(CardTemplate(str(one["name"]), str(one["qfmt"]), str(one["afmt"])) for one in templates),
        str(model.get("css", "")),
        int(model.get("type", 0)) == CLOZE,
    )


def _newer_types(database: sqlite3.Connection) -> dict[int, NoteType]:
    fields = _by_type(database.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"))
    sides = database.execute("SELECT ntid, name, config FROM templates ORDER BY ntid, ord")
    templates = _by_type((number, CardTemplate(n, wire_text(c, FRONT), wire_text(c, BACK))) for number, n, c in sides)
    return {
        number: NoteType(
            name,
            tuple(fields.get(number, ())),
            tuple(templates.get(number, ())),
            wire_text(config, STYLE),
            wire_number(config, KIND) == CLOZE,
        )
        for number, name, config in database.execute("SELECT id, name, config FROM notetypes ORDER BY id")
    }


def _by_type(rows: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    return {number: [value for _, value in group] for number, group in groupby(rows, key=lambda row: row[0])}


def _newer_decks(database: sqlite3.Connection) -> dict[int, str]:
    rows = database.execute("SELECT id, name FROM decks")
    return {number: name.replace(LEVEL_SEPARATOR, "::") for number, name in rows}


def _distinct(types: dict[int, NoteType]) -> dict[int, NoteType]:
    """Give a second type of one name a `+`, as Anki does."""
    seen: set[str] = set()
    out = {}
    for number, one in sorted(types.items()):
        name = one.name
        while name in seen:
            name += "+"
        seen.add(name)
        out[number] = NoteType(name, one.fields, one.templates, one.style, one.cloze)
    return out


def _collected(database: sqlite3.Connection, types: dict[int, NoteType], decks: dict[int, str]) -> Collection:
    cards = {note: list(rows) for note, rows in groupby(database.execute(CARDS), key=lambda row: row[0])}
    placed: list[tuple[tuple[int, int], PackedNote]] = []
    for number, guid, type_id, modified, tags, values in database.execute(NOTES):
        own = cards.get(number, [])
        if type_id not in types:
            raise CollectionError("it lacks the type of one of its notes")
        deck = decks.get(own[0][2], "") if own else ""
        note = _note(types[type_id], guid, values, tags.split(), modified, deck)
        placed.append(((own[0][1] if own else 0, number), note))
    notes = tuple(note for _, note in sorted(placed, key=lambda pair: pair[0]))
    used = {note.note_type for note in notes}
    note_types = {one.name: one for one in sorted(types.values(), key=lambda one: one.name) if one.name in used}
    return Collection(notes, note_types, tuple(sorted({note.deck for note in notes} - {""})))


def _note(note_type: NoteType, guid: str, values: str, tags: Iterable[str], modified: int, deck: str) -> PackedNote:
    """The note; fields that its type lacks stand in the last one, as after Anki's own repair."""
    parts = values.split(FIELD_SEPARATOR, max(len(note_type.fields) - 1, 0))
    parts += [""] * (len(note_type.fields) - len(parts))
    fields = dict(zip(note_type.fields, parts, strict=False))
    return PackedNote(guid, note_type.name, fields, tuple(tags), modified, deck, note_type.cloze)
