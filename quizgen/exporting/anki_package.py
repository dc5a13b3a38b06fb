"""The Anki package (.apkg): a zip around an SQLite collection.

genanki lays out the collection, the notes and cards go in in bulk. Two builds from one input are the same bytes on one
toolchain; another version of SQLite or zlib may lay out its pages otherwise: `anki_hash` tells whether the content is
the same. All is made in memory: no file is left anywhere, and no folder needs to be writable but the output's own.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from quizgen.exporting.anki_schema import NOTE_TYPES, models
from quizgen.exporting.zipping import Member, refuse_too_much, zipped

# -1 says "not yet synchronised"; the zero after `sfld` is the checksum, which Anki makes itself
NOTE_ROW = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
CARD_ROWS = "INSERT INTO cards VALUES"
CARD_ROW = "(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"
TOGETHER = 50
"""Cards inserted by one statement: rows so short cost more to hand over than to store."""
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
DECK_TIME = "UPDATE col SET decks = json_set(decks, ?, ?)"
LOOKS_TIME = "UPDATE col SET models = json_set(models, ?, ?)"
COLLECTION_TIME = "UPDATE col SET crt = ?, mod = ?, scm = ?"
LENGTH = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
LONGEST = 2_147_467_264  # the most that SQLite allocates at a time, in whole pages
FIELD_SEPARATOR = "\x1f"
SWITCHES = {kind.id: [card.switch for card in kind.templates] for kind in NOTE_TYPES}
SETTINGS = (
    "PRAGMA page_size = 16384",  # of four times the usual size: fewer pages to fill, to sort and to compress
    "PRAGMA cache_size = -65536",  # KiB: what is sorted for an index stays in memory, not in a temporary file
    "PRAGMA journal_mode = OFF",  # nobody will want to undo anything
)

NoteRow = tuple[int, str, int, int, str, str, str]
CardRow = tuple[int, int, int, int, int, int]


class Times(NamedTuple):
    """When the release was made, and when the looks of each note type (by its id) last changed: seconds since 1970."""

    release: int
    looks: Mapping[int, int]


class Deck(NamedTuple):
    """A deck: its whole name (`::` between the levels) and its description in HTML."""

    name: str
    description: str

    @property
    def id(self) -> int:
        """The id, made of the name: 40 bits, which is in the range of the ids that Anki makes of times."""
        return (1 << 31) + int.from_bytes(sha256(self.name.encode()).digest()[:5])


class Note(NamedTuple):
    """One note and the numbers of its cards.

    `modified` is in seconds since 1970, `due` the place among new cards, `fields` are HTML in the type's order.
    """

    deck: int
    note_type: int
    guid: str
    modified: int
    due: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    cards: tuple[int, ...] = (0,)


def pack(
    decks: Sequence[Deck], notes: Sequence[Note], own: Sequence[Path], times: Times, media: Mapping[str, Path]
) -> Iterator[bytes]:
    """Return the package's bytes in parts, as they are to be written.

    `own` are template folders that go before ours, `media` the files of pictures and sounds by the names that the
    notes have for them; they are read one by one while the parts are taken. Raises OSError before the first part when
    one of them cannot be read, or when all are more than a package can hold.
    """
    refuse_too_much(sum(map(_size, media.values())), len(media) + 2)
    return zipped(_members(_collection(decks, notes, own, times), media))


def _size(path: Path) -> int:
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size


def _members(collection: bytes, media: Mapping[str, Path]) -> Iterator[Member]:
    """Yield the package's files: the collection, the list of the media, and these under their numbers in the list."""
    names = sorted(media)
    yield Member("collection.anki2", collection)
    yield Member("media", json.dumps({str(number): name for number, name in enumerate(names)}).encode())
    for number, name in enumerate(names):
        yield Member(str(number), media[name].read_bytes(), compress=False)


def _collection(decks: Sequence[Deck], notes: Sequence[Note], own: Sequence[Path], times: Times) -> bytes:
    """Return the collection as an SQLite file's bytes."""
    database = sqlite3.connect(":memory:")
    try:
        for setting in SETTINGS:
            database.execute(setting)
        lay_out(database.cursor(), decks, own, times)
        fill(database, notes, times.release * 1000)
        _refuse_too_long(database)
        return database.serialize()
    finally:
        database.close()


def _refuse_too_long(database: sqlite3.Connection) -> None:
    """Raise OSError when the collection is longer than SQLite can hand over: some two million notes."""
    (size,) = database.execute(LENGTH).fetchone()
    if size > LONGEST:
        message = f"a collection of {size / 1e9:.1f} GB is too long for an Anki package: build fewer banks at a time"
        raise OSError(errno.EFBIG, message)


def lay_out(cursor: sqlite3.Cursor, decks: Sequence[Deck], own: Sequence[Path], times: Times) -> None:
    """Make the tables, the note types and the decks."""
    import genanki

    skeleton = [genanki.Deck(deck.id, deck.name, deck.description) for deck in decks]
    for model in models(own):
        skeleton[0].add_model(_knowing_its_cards(model))
    genanki.Package(skeleton).write_to_db(cursor, times.release, itertools.count(1))
    cursor.executemany(LOOKS_TIME, [(f'$."{note_type}".mod', looks) for note_type, looks in times.looks.items()])
    cursor.execute(COLLECTION_TIME, (times.release, times.release * 1000, times.release * 1000))
    cursor.executemany(DECK_TIME, [(f'$."{deck.id}".mod', times.release) for deck in decks])


def _knowing_its_cards(model: Any) -> Any:
    """Return genanki's model, told which field makes each of its cards.

    Left to itself it renders every template once for every field, which takes as long as five hundred notes. Anki, for
    which this is meant, takes no notice since it looks at the templates itself; every release from 23.10 on does.
    """
    order = [field["name"] for field in model.fields]
    made_by = [order.index(name) for name in SWITCHES[model.model_id]]
    vars(model)["_req"] = [[number, "all", [field]] for number, field in enumerate(made_by)]
    return model


def fill(database: sqlite3.Connection, notes: Sequence[Note], first: int) -> None:
    """Insert notes and cards, numbered from `first` on.

    The indexes are made afterwards: kept up row by row they would cost a quarter more.
    """
    indexes = database.execute(INDEXES).fetchall()
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    database.executemany(NOTE_ROW, note_rows(notes, first))
    values = itertools.chain.from_iterable(card_rows(notes, first))
    while some := tuple(itertools.islice(values, TOGETHER * CARD_ROW.count("?"))):
        cards = len(some) // CARD_ROW.count("?")
        database.execute(CARD_ROWS + ",".join([CARD_ROW] * cards), some)
    for _, statement in indexes:
        database.execute(statement)
    database.commit()


def note_rows(notes: Sequence[Note], first: int) -> Iterator[NoteRow]:
    """Yield the notes' rows. A note's id is that of its first card."""
    number = first
    for note in notes:
        tags = f" {' '.join(note.tags)} "
        fields = FIELD_SEPARATOR.join(note.fields)
        yield number, note.guid, note.note_type, note.modified, tags, fields, note.fields[0]
        number += len(note.cards) or 1


def card_rows(notes: Sequence[Note], first: int) -> Iterator[CardRow]:
    """Yield the cards' rows, counted as the notes are."""
    number = first
    for note in notes:
        for place, card in enumerate(note.cards):
            yield number + place, number, note.deck, card, note.modified, note.due
        number += len(note.cards) or 1
