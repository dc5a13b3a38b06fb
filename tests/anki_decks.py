"""Decks for the tests of reading and importing: made by Anki itself, in both of its formats."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

from anki.collection import Collection, ExportAnkiPackageOptions


class Maker:
    """A collection to put notes into, and to export."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.col = Collection(str(folder / "collection.anki2"))

    def add(self, note_type: str, *fields: str, deck: str = "Deck", tags: tuple[str, ...] = ()):
        note = self.col.new_note(self.col.models.by_name(note_type))
        for number, text in enumerate(fields):
            note.fields[number] = text
        note.tags = list(tags)
        self.col.add_note(note, self.col.decks.id(deck))
        return note

    def export(self, name: str = "deck.apkg", *, legacy: bool = True) -> Path:
        path = self.folder / name
        options = ExportAnkiPackageOptions(with_scheduling=False, with_media=True, legacy=legacy)
        self.col.export_anki_package(out_path=str(path), options=options, limit=None)
        return path

    def both(self) -> tuple[Path, Path]:
        return self.export("older.apkg"), self.export("newer.apkg", legacy=False)


def repacked(source: Path, target: Path, **members: bytes | None) -> Path:
    """Write the package again with other members; `_` in a name stands for a point, and None leaves a member out."""
    changed = {name.replace("_", "."): content for name, content in members.items()}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        kept = {name: old.read(name) for name in old.namelist()} | changed
        for name, content in kept.items():
            if content is not None:
                new.writestr(name, content)
    return target


def reworked(source: Path, target: Path, *statements: str) -> Path:
    """Write the package again after changes to its older collection."""
    with zipfile.ZipFile(source) as archive:
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read("collection.anki21"))
    for statement in statements:
        database.execute(statement)
    database.commit()
    return repacked(source, target, collection_anki21=database.serialize())
