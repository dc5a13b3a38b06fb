"""Anki packages: ours beside the same notes written by genanki alone."""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from measuring import Figures, Line, Scale, case, interleaved, of, ratio, size_name, timed
from quizzes import pickled, unpickled

if TYPE_CHECKING:  # at run time only the cases import quizgen
    from quizgen.model.quiz import Quiz

FASTER = 3
RELEASE = "2026-11-22T00:00:00Z"
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
        if find_spec("anki"):
            yield _import(size_name(size), ours, stock, scale.repeats_for(size))


def _at(size: str, runs: dict[str, list[Figures]], equal: Figures, bytes_ratio: float) -> Iterator[Line]:
    for what, ours, stock in (("write", "ours", "stock"), ("fields + write", "export", "stock_export")):
        faster, cheaper = (ratio(runs[stock], runs[ours], key) for key in ("seconds", "cpu"))
        bar, met = (f"≥ {FASTER} ×", faster.middle >= FASTER) if what == "write" else ("", None)
        figure = f"{of(runs[ours], 'seconds').shown()} s v {of(runs[stock], 'seconds').shown()} s"
        said = f"{faster.shown('{:.2f}')} × as fast as genanki, {cheaper.middle:.2f} × in CPU time"
        yield Line(f"{size} notes: {what}", figure, said, bar, met)
    rows = f"{equal['notes']:,.0f} notes and {equal['cards']:,.0f} cards compared"
    yield Line(f"{size} notes: rows equal", rows, bar="equal", met=bool(equal["same"]))
    peaks = f"{of(runs['ours'], 'peak').middle:.0f} MB v {of(runs['stock'], 'peak').middle:.0f} MB"
    yield Line(f"{size} notes: peak memory; file", peaks, f"file {bytes_ratio:.2f} × genanki's")


def _import(size: str, ours: Path, stock: Path, repeats: int) -> Line:
    """Return how long Anki takes to import both packages into an empty collection."""
    runs = interleaved({out.name: partial(case, "deck", "imported", out) for out in (ours, stock)}, repeats)
    first, other = runs[ours.name], runs[stock.name]
    figure = f"{of(first, 'seconds').shown()} s v {of(other, 'seconds').shown()} s"
    said = f"{ratio(first, other, 'seconds').shown('{:.2f}')} × genanki's"
    return Line(f"{size} notes: import by Anki {version('anki')}", figure, said)


def fields(quiz_path: str, out: str) -> Figures:
    """Case: keep a quiz's notes as plain rows."""
    made = _written(_with_reverse(unpickled(quiz_path)))
    Path(out).write_bytes(pickle.dumps(made))
    return {"notes": len(made.rows)}


def _with_reverse(quiz: Quiz) -> Quiz:
    """Return the quiz with a second card for each third item, as if released today for the first time."""
    items = tuple(
        item if number % 3 else item.model_copy(update={"reverse": f"Of whom or what is this said: {item.key[0]}?"})
        for number, item in enumerate(quiz.items)
    )
    return replace(quiz, items=items, lock=replace(quiz.lock, release=RELEASE, items={}))


def _written(quiz: Quiz) -> Written:
    from quizgen import moments
    from quizgen.exporting.anki_deck import DeckOptions, decks, notes

    options = DeckOptions()
    tree = decks(quiz, options)
    (only,) = tree.values()
    made = notes(quiz, quiz.items, tree, options)
    return Written(only.name, only.description, moments.seconds(RELEASE), [tuple(note) for note in made])


def ours(path: str, out: str) -> Figures:
    """Case: our writer, from plain rows to the file."""
    import genanki  # noqa: F401  (so that neither writer's time holds the import)

    from quizgen.exporting.anki_package import Deck, Note, Times, pack
    from quizgen.exporting.report import write_whole

    made: Written = pickle.loads(Path(path).read_bytes())
    decks, times = [Deck(made.name, made.description)], Times(made.release, {})
    return timed(lambda: write_whole(Path(out), pack(decks, [*map(Note._make, made.rows)], (), times, {})))[1]


def stock(path: str, out: str) -> Figures:
    """Case: genanki as its manual has it, from the same rows."""
    import genanki  # noqa: F401

    import quizgen.exporting.anki_package  # noqa: F401

    made: Written = pickle.loads(Path(path).read_bytes())
    return timed(lambda: _by_genanki(made, out))[1]


def _by_genanki(made: Written, out: str) -> None:
    import genanki

    from quizgen.exporting.anki_package import Deck
    from quizgen.exporting.anki_schema import models

    known = {model.model_id: model for model in models(())}
    deck = genanki.Deck(Deck(made.name, made.description).id, made.name, made.description)
    for _, note_type, guid, _, due, tags, texts, _ in made.rows:
        deck.add_note(genanki.Note(known[note_type], list(texts), guid=guid, tags=list(tags), due=due))
    genanki.Package(deck).write_to_file(out, timestamp=made.release)


def export(quiz_path: str, out: str) -> Figures:
    """Case: our whole export, from items to the file."""
    import genanki  # noqa: F401

    from quizgen import api
    from quizgen.exporting.registry import formats

    formats()  # imports them all
    quiz = _with_reverse(unpickled(quiz_path))
    return timed(lambda: api.export(quiz, "anki", out))[1]


def stock_export(quiz_path: str, out: str) -> Figures:
    """Case: the same fields, made by us and written by genanki."""
    import genanki  # noqa: F401

    from quizgen.exporting.registry import formats

    formats()
    quiz = _with_reverse(unpickled(quiz_path))
    return timed(lambda: _by_genanki(_written(quiz), out))[1]


def imported(package: str) -> Figures:
    """Case: the real Anki takes a package into an empty collection, with its dialog's defaults."""
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        request = ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions())
        log, figures = timed(lambda: collection.import_anki_package(request).log)
        collection.close()
    return figures | {"new": len(log.new)}


def compare(one: str, other: str) -> Figures:
    """Case: hold the notes and the cards of two packages side by side; only the ids may differ."""
    (notes, cards), others = _rows(one), _rows(other)
    return {"notes": len(notes), "cards": len(cards), "same": float((notes, cards) == others)}


def _rows(path: str) -> tuple[list[Any], list[Any]]:
    database = sqlite3.connect(":memory:")
    with zipfile.ZipFile(path) as package:
        database.deserialize(package.read("collection.anki2"))
    return database.execute(NOTES).fetchall(), database.execute(CARDS).fetchall()
