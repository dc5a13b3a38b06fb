"""The Anki package (.apkg): a zip around an SQLite collection.

genanki lays out the collection, the notes and cards go in in bulk. Two builds from one input are the same
bytes on one toolchain; another version of SQLite or zlib may lay out its pages otherwise.
"""

from __future__ import annotations

import io
import itertools
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from quizgen.exporting.anki_schema import models

# -1 says "not yet synchronised"; the zero after `sfld` is the checksum, which Anki makes itself
NOTE_ROW = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
CARD_ROW = "INSERT INTO cards VALUES(?,?,?,0,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
DECK_TIME = "UPDATE col SET decks = json_set(decks, ?, ?)"
COLLECTION_TIME = "UPDATE col SET crt = ?, mod = ?, scm = ?"
FIELD_SEPARATOR = "\x1f"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first day a zip file can name

NoteRow = tuple[int, str, int, int, str, str, str]
CardRow = tuple[int, int, int, int, int]


class Times(NamedTuple):
    """When the release was made and when the looks last changed, in seconds since 1970."""

    release: int
    looks: int


class Deck(NamedTuple):
    """A deck: its whole name (`::` between the levels) and its description in HTML."""

    name: str
    description: str

    @property
    def id(self) -> int:
        """The id, made of the name: 40 bits, which is in the range of the ids that Anki makes of times."""
        return (1 << 31) + int.from_bytes(sha256(self.name.encode()).digest()[:5])


class Note(NamedTuple):
    """One note with its one card: `modified` in seconds since 1970, `fields` as HTML in the type's order."""

    deck: int
    note_type: int
    guid: str
    modified: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]


def pack(decks: Sequence[Deck], notes: Iterable[Note], own: Sequence[Path], times: Times) -> bytes:
    """Return the package's bytes. `own` are template folders that go before ours."""
    database = sqlite3.connect(":memory:")
    try:
        lay_out(database.cursor(), decks, own, times)
        fill(database, notes, times.release * 1000)
        return zipped(database.serialize())
    finally:
        database.close()


def lay_out(cursor: sqlite3.Cursor, decks: Sequence[Deck], own: Sequence[Path], times: Times) -> None:
    """Make the tables, the note types and the decks."""
    import genanki

    skeleton = [genanki.Deck(deck.id, deck.name, deck.description) for deck in decks]
    for model in models(own):
        skeleton[0].add_model(model)
    genanki.Package(skeleton).write_to_db(cursor, times.looks, itertools.count(1))
    cursor.execute(COLLECTION_TIME, (times.release, times.release * 1000, times.release * 1000))
    cursor.executemany(DECK_TIME, [(f'$."{deck.id}".mod', times.release) for deck in decks])


def fill(database: sqlite3.Connection, notes: Iterable[Note], first: int) -> None:
    """Insert notes and cards, numbered from `first` on.

    The indexes are made afterwards: kept up row by row they would cost a quarter more.
    """
    indexes = database.execute(INDEXES).fetchall()
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    cards: list[CardRow] = []
    database.executemany(NOTE_ROW, note_rows(notes, first, cards))
    database.executemany(CARD_ROW, cards)
    for _, statement in indexes:
        database.execute(statement)
    database.commit()


def note_rows(notes: Iterable[Note], first: int, cards: list[CardRow]) -> Iterator[NoteRow]:
    """Yield the notes' rows, and put the cards' rows into `cards`: new cards come in the notes' order."""
    for number, note in enumerate(notes, first):
        cards.append((number, number, note.deck, note.modified, number - first + 1))
        tags = f" {' '.join(note.tags)} "
        fields = FIELD_SEPARATOR.join(note.fields)
        yield number, note.guid, note.note_type, note.modified, tags, fields, note.fields[0]


def zipped(database: bytes) -> bytes:
    """Return the package around a collection: no media, and nothing of this machine or moment in the zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for name, content in (("collection.anki2", database), ("media", b"{}")):
            member = zipfile.ZipInfo(name, EARLIEST)
            member.create_system = 3  # Unix, wherever we are
            member.external_attr = 0o100644 << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, content, compresslevel=1)  # 9 takes 9 times as long for 7 % less
    return whole.getvalue()
