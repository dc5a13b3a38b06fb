"""Anki packages: ours beside the same notes written by genanki alone."""

from __future__ import annotations

import pickle
import sqlite3
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from measuring import Figures, Line, Scale, case, interleaved, of, ratio, size_name, timed
from quizzes import pickled, unpickled

FASTER = 3
NOTES = "SELECT guid, mid, mod, usn, tags, flds, sfld, csum, flags, data FROM notes ORDER BY id"
CARDS = """SELECT guid, did, ord, cards.mod, cards.usn, type, queue, due, ivl, factor, reps, lapses, left, odue, odid,
cards.flags, cards.data FROM cards JOIN notes ON notes.id = nid ORDER BY nid, ord"""


class Written(NamedTuple):
    """All that a deck is written from, as plain texts and numbers. `rows` are the fields of our `Note`."""

    name: str
    description: str
    release: int
    rows: list[tuple[Any, ...]]


def lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield time and size of both packages at each size, after their rows were found equal."""
    for size in scale.sizes:
        quiz = pickled(folder, size)[0]
        fields, ours, stock = (folder / f"deck-{size}.{end}" for end in ("pickle", "ours.apkg", "stock.apkg"))
        case("deck", "fields", quiz, fields)
        writers = {name: partial(case, "deck", name, fields, out) for name, out in (("ours", ours), ("stock", stock))}
        runs = interleaved(writers, scale.repeats_for(size))
        wholes = {name: partial(case, "deck", name, quiz, folder / "whole.apkg") for name in ("export", "stock_export")}
        runs |= interleaved(wholes, scale.repeats_for(size))
        equal = case("deck", "compare", ours, stock)
        yield from _at(size_name(size), runs, equal, ours.stat().st_size / stock.stat().st_size)


def _at(size: str, runs: dict[str, list[Figures]], equal: Figures, bytes_ratio: float) -> Iterator[Line]:
    for what, ours, stock in (("write", "ours", "stock"), ("fields + write", "export", "stock_export")):
        faster = ratio(runs[stock], runs[ours], "seconds")
        bar, met = (f"≥ {FASTER} ×", faster.middle >= FASTER) if what == "write" else ("", None)
        figure = f"{of(runs[ours], 'seconds').shown()} s v {of(runs[stock], 'seconds').shown()} s"
        yield Line(f"{size} notes: {what}", figure, f"{faster.shown('{:.2f}')} × as fast as genanki", bar, met)
    rows = f"{equal['notes']:,.0f} notes and {equal['cards']:,.0f} cards compared"
    yield Line(f"{size} notes: rows equal", rows, bar="equal", met=bool(equal["same"]))
    peaks = f"{of(runs['ours'], 'peak').middle:.0f} MB v {of(runs['stock'], 'peak').middle:.0f} MB"
    yield Line(f"{size} notes: peak memory; file", peaks, f"file {bytes_ratio:.2f} × genanki's")


def fields(quiz_path: str, out: str) -> Figures:
    """Case: keep a quiz's notes as plain rows."""
    made = _written(unpickled(quiz_path))
    Path(out).write_bytes(pickle.dumps(made))
    return {"notes": len(made.rows)}


def _written(quiz: Any) -> Written:
    from quizgen.exporting import anki

    options = anki.Options()
    (only,) = (deck for bank, deck in anki.decks(quiz, options).items() if bank)
    notes = anki.written(quiz, list(quiz.items), {quiz.banks[0].id: only.id}, options)
    return Written(only.name, only.description, anki.epoch(quiz.release), [tuple(note) for note in notes])


def ours(path: str, out: str) -> Figures:
    """Case: our writer, from plain rows to the file."""
    import genanki  # noqa: F401  (so that neither writer's time holds the import)

    from quizgen.exporting.anki_package import Deck, Note, Times, pack
    from quizgen.exporting.report import write_whole

    made: Written = pickle.loads(Path(path).read_bytes())
    decks, times = [Deck(made.name, made.description)], Times(made.release, made.release)
    return timed(lambda: write_whole(Path(out), pack(decks, (Note(*row) for row in made.rows), (), times)))[1]


def stock(path: str, out: str) -> Figures:
    """Case: genanki as its manual has it, from the same rows."""
    import genanki  # noqa: F401

    made: Written = pickle.loads(Path(path).read_bytes())
    return timed(lambda: _by_genanki(made, out))[1]


def _by_genanki(made: Written, out: str) -> None:
    import genanki

    from quizgen.exporting.anki_package import Deck
    from quizgen.exporting.anki_schema import models

    known = {model.model_id: model for model in models(())}
    deck = genanki.Deck(Deck(made.name, made.description).id, made.name, made.description)
    for due, (_, note_type, guid, _, tags, texts) in enumerate(made.rows, 1):
        deck.add_note(genanki.Note(known[note_type], list(texts), guid=guid, tags=list(tags), due=due))
    genanki.Package(deck).write_to_file(out, timestamp=made.release)


def export(quiz_path: str, out: str) -> Figures:
    """Case: our whole export, from items to the file."""
    import genanki  # noqa: F401

    from quizgen import api
    from quizgen.exporting.registry import formats

    formats()  # imports them all
    quiz = unpickled(quiz_path)
    return timed(lambda: api.export(quiz, "anki", out))[1]


def stock_export(quiz_path: str, out: str) -> Figures:
    """Case: the same fields, made by us and written by genanki."""
    import genanki  # noqa: F401

    from quizgen.exporting.registry import formats

    formats()
    quiz = unpickled(quiz_path)
    return timed(lambda: _by_genanki(_written(quiz), out))[1]


def compare(one: str, other: str) -> Figures:
    """Case: hold the notes and the cards of two packages side by side; only the ids may differ."""
    (notes, cards), others = _rows(one), _rows(other)
    return {"notes": len(notes), "cards": len(cards), "same": float((notes, cards) == others)}


def _rows(path: str) -> tuple[list[Any], list[Any]]:
    database = sqlite3.connect(":memory:")
    with zipfile.ZipFile(path) as package:
        database.deserialize(package.read("collection.anki2"))
    return database.execute(NOTES).fetchall(), database.execute(CARDS).fetchall()
