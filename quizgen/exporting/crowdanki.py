"""CrowdAnki: a deck as a folder of JSON and media, for that add-on of Anki and for decks kept in a repository.

The add-on finds notes by the identity that they have in every format, note types and decks by identities of its own,
here made of their names. Unlike Anki's own import it takes over every note, whether it changed or not; what is the
student's own is named to it in a file beside.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from quizgen.exporting import anki_losses
from quizgen.exporting.anki_deck import DeckOptions, decks, notes, sift
from quizgen.exporting.anki_note import first_id
from quizgen.exporting.anki_package import Deck, Note
from quizgen.exporting.anki_schema import NOTE_TYPES, NoteType, models
from quizgen.exporting.report import Report, write_folder
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Quiz

SUMMARY = "CrowdAnki folder: the Anki deck as JSON with its media, to keep and share in a repository"
SUFFIX = ".crowdanki"
INTERACTIONS: frozenset[Interaction] = frozenset(
    {"choice", "choices", "text", "date", "number", "cloze", "order", "match"}
)
Options = DeckOptions
MEDIA = "media"
Json = dict[str, Any]


def export(quiz: Quiz, out: Path, options: DeckOptions) -> Report:
    """Write the folder: deck.json, the settings for its import, and the media. Raises ValueError as `notes` does."""
    found = sift(quiz, options)
    tree = decks(quiz, options)
    made = list(notes(quiz, found.sound, tree, options))
    whole = {**deck_json(list(tree.values()), made, media_names(quiz, found.sound)), **settings(quiz.templates)}
    files: dict[str, bytes | Path] = {"deck.json": dumped(whole), "import_config.yaml": own_fields().encode()}
    files |= {f"{MEDIA}/{one.name}": one.path for item in found.sound for one in item.media}
    write_folder(out, files, (MEDIA,))
    cards = sum(len(note.cards) for note in made)
    written = tuple(out / name for name in files)
    return Report("crowdanki", written, len(found.sound), cards, found.skipped, anki_losses.links(found.sound))


def dumped(value: Json) -> bytes:
    """Return the JSON laid out as the add-on lays it out, so that the two can be compared line by line."""
    return (json.dumps(value, ensure_ascii=False, indent=4, sort_keys=True) + "\n").encode()


def identity(what: str, name: str) -> str:
    """Return the UUID of a named thing, the same for ever."""
    return str(uuid5(NAMESPACE_URL, f"urn:quizgen:{what}:{name}"))


def media_names(quiz: Quiz, items: Iterable[Item]) -> dict[str, list[str]]:
    """Return the names of each item's pictures and sounds by the first field of its note."""
    return {first_id(quiz, item): [one.name for one in item.media] for item in items}


# ---- decks and notes ------------------------------------------------------------------------------------------------


def deck_json(tree: Sequence[Deck], made: Iterable[Note], media: Mapping[str, list[str]]) -> Json:
    """Return the deck that all others are below, with these in it.

    The add-on joins the names of a deck and of what is in it. Where no deck is above all others, they are in one
    without a name, of which nothing stays: it is the first of them, and gets its own name when its turn comes. (Until
    then Anki calls it `blank`; only for a student with a deck of that name all would come below another one, `_2`.)
    """
    by_deck: defaultdict[int, list[Note]] = defaultdict(list)
    for note in made:
        by_deck[note.deck].append(note)
    known = used(tree, by_deck.keys())
    root = next((name for name in known if all(is_within(other, name) for other in known)), "")
    first = known[root] if root else next(iter(known.values()))
    inner = [
        one_deck(deck, name.removeprefix(f"{root}::"), by_deck[deck.id], media)
        for name, deck in known.items()
        if name != root
    ]
    return {**one_deck(first, root, by_deck[first.id] if root else (), media), "children": inner}


def used(tree: Sequence[Deck], filled: Collection[int]) -> dict[str, Deck]:
    """Return by their names the decks that have notes, or have such below them: no other comes with a package, either.

    Banks of one title share a deck. Where there are no notes at all, the first deck is left.
    """
    names = [deck.name for deck in tree if deck.id in filled] or [tree[0].name]
    return {deck.name: deck for deck in tree if any(is_within(name, deck.name) for name in names)}


def is_within(name: str, other: str) -> bool:
    """Tell whether the deck of the one name is that of the other, or below it."""
    return f"{name}::".startswith(f"{other}::")


def one_deck(deck: Deck, name: str, made: Sequence[Note], media: Mapping[str, list[str]]) -> Json:
    """Return a deck with its notes and without others in it."""
    return {
        "__type__": "Deck",
        "children": [],
        "crowdanki_uuid": identity("deck", deck.name),
        "deck_config_uuid": preset()["crowdanki_uuid"],
        "desc": deck.description,
        "dyn": 0,
        "extendNew": 0,
        "extendRev": 0,
        "media_files": sorted({one for note in made for one in media.get(note.fields[0], ())}),
        "name": name,
        "notes": [note_json(note) for note in made],
    }


def note_json(note: Note) -> Json:
    """Return a note. The add-on makes its cards."""
    return {
        "__type__": "Note",
        "fields": list(note.fields),
        "guid": note.guid,
        "note_model_uuid": TYPE_IDENTITIES[note.note_type],
        "tags": list(note.tags),
    }


# ---- note types and settings ----------------------------------------------------------------------------------------


TYPE_IDENTITIES = {note_type.id: identity("note-type", note_type.key) for note_type in NOTE_TYPES}


def settings(own: Sequence[Path]) -> Json:
    """Return what stands but once, in the first deck; `own` are template folders that go before ours."""
    types = [model_json(kind, model) for kind, model in zip(NOTE_TYPES, models(own), strict=True)]
    return {"deck_configurations": [preset()], "note_models": types}


def preset() -> Json:
    """Return the options of the decks: a name and nothing else, for how a student learns is the student's to say."""
    return {"__type__": "DeckConfig", "crowdanki_uuid": identity("preset", "quizgen"), "name": "quizgen"}


def model_json(note_type: NoteType, model: Any) -> Json:
    """Return a note type. It must not have its `id`: Anki breaks off when a new one comes with an id."""
    told: Json = model.to_json(0, None)
    kept = ("css", "flds", "latexPost", "latexPre", "latexsvg", "name", "req", "sortf", "tags", "tmpls", "type", "vers")
    head = {"__type__": "NoteModel", "crowdanki_uuid": TYPE_IDENTITIES[note_type.id]}
    return head | {key: told[key] for key in kept}


def own_fields() -> str:
    """Return as YAML the fields that an import shall leave as they are; the add-on offers them ticked."""
    rows = (f"  {note_type.name}:\n    personal_fields: [Notes]\n" for note_type in NOTE_TYPES)
    return f"note_models:\n{''.join(rows)}"
