"""The CrowdAnki folder, and what the add-on would do with it in a real Anki."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizgen import api
from quizgen.exporting.anki_deck import DeckOptions, retire
from quizgen.exporting.report import move_folder, write_folder
from quizgen.lock import retired
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from tests.anki_profile import Student, altered, text_of
from tests.examples import UGLY, item, quiz, released

UUID = "crowdanki_uuid"


class AddOn:
    """The add-on's import without its dialogs: it works on the dictionaries of Anki's older Python calls.

    `asked` names what it would ask the student to settle by hand.
    """

    def __init__(self, student: Student) -> None:
        self.col = student.col
        self.asked: list[str] = []

    def take(self, folder: Path) -> None:
        self.col.models._clear_cache()  # as after a restart: Anki keeps what it was given, not what it stored
        deck = json.loads((folder / "deck.json").read_text("utf-8"))
        settings = yaml.safe_load((folder / "import_config.yaml").read_text("utf-8"))
        self.personal = {name: one["personal_fields"] for name, one in settings["note_models"].items()}
        self.presets = {one[UUID]: self.preset(one) for one in deck["deck_configurations"]}
        self.types = {one[UUID]: self.note_type(one) for one in deck["note_models"]}
        self.deck(deck, "")
        if (folder / "media").is_dir():
            for file in (folder / "media").iterdir():
                shutil.copy(file, self.col.media.dir())

    def preset(self, told: dict[str, Any]) -> dict[str, Any]:
        known = by_uuid(self.col.decks.all_config(), told) or self.col.decks.add_config(told["name"])
        known.update(bare(told))
        self.col.decks.update_config(known)
        return known

    def note_type(self, told: dict[str, Any]) -> dict[str, Any]:
        known = by_uuid(self.col.models.all(), told)
        made = {**(known or self.col.models.new(told["name"])), **bare(told)}
        if not known:
            self.col.models.add(made)
            return made
        self.col.models.update(made)
        self.asked += [made["name"] for part in ("flds", "tmpls") if known[part] != made[part]]
        return made

    def deck(self, told: dict[str, Any], above: str) -> None:
        name = f"{above}::{told['name']}" if above else told["name"]
        known = by_uuid(self.col.decks.all(), told)
        there = self.col.decks.id(name, create=False)
        if there and (not known or known["id"] != there):
            name += "_2"
        known = known or self.col.decks.get(self.col.decks.id(name))
        inner = {"note_models", "deck_configurations", "children", "media_files", "notes", "deck_config_uuid"}
        known.update({key: value for key, value in bare(told).items() if key not in inner})
        known |= {"name": name, "conf": self.presets[told["deck_config_uuid"]]["id"]}
        self.col.decks.save(known)
        for child in told["children"]:
            self.deck(child, name)
        for note in told["notes"]:
            self.note(note, known["id"])

    def note(self, told: dict[str, Any], deck: int) -> None:
        note_type = self.types[told["note_model_uuid"]]
        found = self.col.db.scalar("select id from notes where guid = ?", told["guid"])
        note = self.col.get_note(found) if found else self.col.new_note(note_type)
        if note.note_type().get(UUID) != told["note_model_uuid"]:
            self.asked.append(told["guid"])
        fields = [
            mine if field["name"] in self.personal.get(note_type["name"], ()) else new
            for field, mine, new in zip(note_type["flds"], note.fields, told["fields"], strict=True)
        ]
        note.__dict__.update({**told, "fields": fields, "mid": note_type["id"]})
        if not found:
            self.col.add_note(note, deck)
            return
        self.col.update_note(note)
        self.col.set_deck([card.id for card in note.cards()], deck)


def bare(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key != "__type__"}


def by_uuid(known: list[dict[str, Any]], told: dict[str, Any]) -> dict[str, Any] | None:
    return next((one for one in known if one.get(UUID) == told[UUID]), None)


@pytest.fixture
def student(tmp_path) -> Iterator[Student]:
    one = Student(tmp_path / "profile")
    yield one
    one.col.close()


@pytest.fixture
def add_on(student) -> AddOn:
    return AddOn(student)


def folder(made: Quiz, place: Path, **options: Any) -> Path:
    return api.export(made, "crowdanki", place / "moon.crowdanki", **options).files[0].parent


def told(made: Quiz, place: Path, **options: Any) -> dict[str, Any]:
    return json.loads((folder(made, place, **options) / "deck.json").read_text("utf-8"))


def later(made: Quiz, changed: Item, *more: Item) -> Quiz:
    items = (*(changed if one.id == changed.id else one for one in made.items), *more)
    return replace(made, items=items, lock=released(items, "2025-01-01", "2025-01-01"))


def without(made: Quiz, gone: Item) -> Quiz:
    one = retire(made, gone, DeckOptions(), "2025-02-02T00:00:00Z", "")
    items = tuple(it for it in made.items if it is not gone)
    return replace(made, items=items, lock=retired(made.lock, [one]), retired=(one,))


def picture(place: Path, content: bytes = b"\x89PNG crater") -> Medium:
    path = place / "crater.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    about = {"alt": "A crater", "credit": "NASA", "licence": "CC0-1.0", "type": "image/png"}
    return Medium(kind="image", file="crater.png", sha256=sha256(content).hexdigest(), path=path, **about)


def note(student: Student, search: str) -> Any:
    (found,) = student.col.find_notes(search)
    return student.col.get_note(found)


def rows(student: Student, columns: str = "guid, tags, flds") -> list[list[Any]]:
    return student.col.db.all(f"select {columns} from notes order by guid")


# ---- the shape -----------------------------------------------------------------------------------------------------


def test_a_deck_tells_what_the_add_on_looks_for(tmp_path):
    deck = told(quiz(), tmp_path)
    assert deck["__type__"] == "Deck"
    assert (deck["name"], deck["children"], deck["media_files"]) == ("The Moon", [], [])
    assert "CC0-1.0" in deck["desc"]
    assert deck["deck_config_uuid"] == deck["deck_configurations"][0][UUID]
    types = {one[UUID]: one for one in deck["note_models"]}
    assert {one["type"] for one in types.values()} == {0, 1}
    for one in deck["notes"]:
        assert one["__type__"] == "Note"
        assert len(one["fields"]) == len(types[one["note_model_uuid"]]["flds"])


def test_neither_decks_nor_note_types_have_an_id_of_anki(tmp_path):
    """With one, Anki breaks off the import of a new note type."""
    deck = told(quiz(), tmp_path)
    assert not [one for one in (deck, *deck["note_models"], *deck["deck_configurations"]) if "id" in one]


def test_the_preset_leaves_how_to_learn_to_the_student(tmp_path):
    assert told(quiz(), tmp_path)["deck_configurations"][0].keys() == {"__type__", UUID, "name"}


def test_identities_do_not_change(tmp_path):
    """They are what an installed deck is found by: never adapt these values."""
    deck = told(quiz(), tmp_path)
    assert deck[UUID] == "2be638ef-ab19-5a84-a5dc-41293cb17f73"
    assert [one[UUID] for one in deck["note_models"]] == [
        "8947e398-e140-56b0-a241-a7e50a671aa6",
        "d4d90a41-16f0-522a-83e1-e258914a10d6",
    ]
    assert deck["deck_config_uuid"] == "837091a9-f512-51b1-9ac4-0d54d53f3341"


def test_each_bank_is_a_deck_within(tmp_path):
    sun = quiz().banks[0].model_copy(update={"id": "sun", "title": "The Sun"})
    made = replace(quiz((item(1), altered(2, "text", bank="sun"))), title="Sky", banks=(*quiz().banks, sun))
    deck = told(made, tmp_path)
    assert (deck["name"], deck["notes"]) == ("Sky", [])
    assert [(one["name"], len(one["notes"])) for one in deck["children"]] == [("The Moon", 1), ("The Sun", 1)]
    assert len({one[UUID] for one in (deck, *deck["children"])}) == 3
    assert not any("note_models" in one for one in deck["children"])


def test_banks_of_one_title_are_one_deck(tmp_path):
    twin = quiz().banks[0].model_copy(update={"id": "sun"})
    made = replace(quiz((item(1), altered(2, "text", bank="sun"))), title="Sky", banks=(*quiz().banks, twin))
    assert [len(one["notes"]) for one in told(made, tmp_path)["children"]] == [2]


def several(names: dict[str, str]) -> Quiz:
    """A quiz of one item a bank, in decks that were released under these names."""
    banks = tuple(quiz().banks[0].model_copy(update={"id": bank, "title": bank.title()}) for bank in names)
    items = tuple(altered(n, "text", bank=bank) for n, bank in enumerate(names))
    return replace(quiz(items), title="Sky", banks=banks, lock=replace(released(items), decks=names))


def deck_names(one: Student) -> dict[str, str]:
    """The decks' names by the keys of the notes in them, and the names of all decks."""
    cards = map(one.col.get_card, one.col.find_cards(""))
    held = {card.note()["Key"]: one.col.decks.name(card.did) for card in cards}
    return held | {deck.name: "" for deck in one.col.decks.all_names_and_ids()}


ODD = {
    "levels": {"moon": "A::B", "sun": "A::B::Sun"},
    "the second above the first": {"moon": "A::B::Moon", "sun": "A::B"},
    "levels between": {"moon": "Sky", "sun": "Sky::Stars::Sun", "mars": "Sky::Planets::Mars"},
    "one beside": {"moon": "School::Moon", "sun": "School::Sun"},
    "no common root": {"moon": "Mine::The Moon", "sun": "السماء::الشمس", "mars": "火星"},
    "one below another": {"moon": "Mine", "sun": "Mine::Sun", "mars": "Other::Mars"},
    "names that begin alike": {"moon": "Sky", "sun": "Skyline", "mars": "Sky 2"},
    "the same deck": {"moon": "Mine::All", "sun": "Mine::All"},
}


@pytest.mark.parametrize("names", ODD.values(), ids=ODD)
def test_decks_have_the_names_that_they_have_in_the_package(names, add_on, student, tmp_path):
    made = several(names)
    other = Student(tmp_path / "other")
    other.take(api.export(made, "anki", tmp_path / "deck.apkg").files[0])
    expected = deck_names(other)
    other.col.close()
    for _ in range(2):
        add_on.take(folder(made, tmp_path))
        assert deck_names(student) == expected
        assert not add_on.asked
    assert student.complaints() == []


@pytest.mark.parametrize("banks", [("moon",), ("moon", "sun")])
def test_a_deck_name_of_several_levels_is_that_of_the_package(banks, add_on, student, tmp_path):
    made = replace(several(dict.fromkeys(banks, "")), lock=quiz().lock)
    other = Student(tmp_path / "other")
    other.take(api.export(made, "anki", tmp_path / "deck.apkg", deck="School::Space").files[0])
    expected = deck_names(other)
    other.col.close()
    add_on.take(folder(made, tmp_path, deck="School::Space"))
    assert deck_names(student) == expected
    assert "School::Space" in expected


def test_notes_have_the_identity_that_they_have_in_the_package(student, tmp_path):
    student.take(api.export(quiz(), "anki", tmp_path / "deck.apkg").files[0])
    there = student.col.db.list("select guid from notes")
    assert sorted(one["guid"] for one in told(quiz(), tmp_path)["notes"]) == sorted(there)


# ---- the import ----------------------------------------------------------------------------------------------------


def test_the_add_on_makes_the_cards_of_the_package(add_on, student, tmp_path):
    made = quiz(
        (*quiz().items, altered(20, "cloze", kind="cloze"), *(item(n + 30, text=t) for n, t in enumerate(UGLY)))
    )
    add_on.take(folder(made, tmp_path))
    assert not add_on.asked
    other = Student(tmp_path / "other")
    other.take(api.export(made, "anki", tmp_path / "deck.apkg").files[0])
    assert rows(student) == rows(other)
    sides = [
        {card.note()["Key"]: card.render_output().answer_text for card in map(one.col.get_card, one.col.find_cards(""))}
        for one in (student, other)
    ]
    other.col.close()
    assert sides[0] == sides[1]
    assert student.complaints() == []


def test_a_second_import_asks_nothing_and_changes_nothing(add_on, student, tmp_path):
    add_on.take(folder(quiz(), tmp_path))
    before = rows(student), student.col.models.all_names(), {one.name for one in student.col.decks.all_names_and_ids()}
    add_on.take(folder(quiz(), tmp_path))
    after = rows(student), student.col.models.all_names(), {one.name for one in student.col.decks.all_names_and_ids()}
    assert after == before
    assert not add_on.asked


def test_new_looks_are_put_to_the_student(add_on, student, tmp_path):
    """The add-on takes them for another note type, and asks; notes and cards stay either way."""
    add_on.take(folder(quiz(), tmp_path))
    own = tmp_path / "templates" / "anki" / "question_back.html"
    own.parent.mkdir(parents=True)
    own.write_text("<b>{{Answer}}</b>{{Source}}", "utf-8")
    add_on.take(folder(replace(quiz(), templates=(own.parents[1],)), tmp_path))
    assert add_on.asked == ["quizgen question v1"]
    assert student.col.note_count() == 13
    (card,) = student.col.find_cards("Key:moon.event-10.text")
    assert "<b>1920</b>" in student.col.get_card(card).render_output().answer_text


def test_the_next_release_updates_notes_in_place(add_on, student, tmp_path):
    made = quiz()
    add_on.take(folder(made, tmp_path))
    (card,) = student.col.find_cards("Key:moon.event-10.text")
    student.col.sched.set_due_date([card], "9")
    before = student.col.get_card(card)
    mine = note(student, "Key:moon.event-10.text")
    mine["Notes"] = "my own"
    student.col.update_note(mine)
    add_on.take(folder(later(made, altered(10, "text", stem="When was event 10?"), item(30)), tmp_path))
    assert not add_on.asked
    found, after = note(student, "Key:moon.event-10.text"), student.col.get_card(card)
    assert (found["Question"], found["Notes"]) == ("When was event 10?", "my own")
    assert (after.due, after.ivl, after.type, after.did) == (before.due, before.ivl, before.type, before.did)
    assert student.col.note_count() == 14
    assert student.complaints() == []


def test_a_retired_question_says_so_and_moves_to_the_deck_of_such(add_on, student, tmp_path):
    made = quiz()
    add_on.take(folder(made, tmp_path))
    add_on.take(folder(without(made, made.items[3]), tmp_path))
    found = note(student, f"Key:{made.items[3].id}")
    assert found["Retired"]
    assert "quizgen::retired" in found.tags
    assert student.col.decks.name(found.cards()[0].did) == "The Moon::Retired"


def test_notes_come_in_the_order_of_learning(add_on, student, tmp_path):
    items = tuple(item(n, "text") for n in range(4))
    add_on.take(folder(replace(quiz(items), items=items[::-1]), tmp_path))
    keys = [student.col.get_card(card).note()["Key"] for card in student.col.find_cards("", order="c.due")]
    assert keys == [one.id for one in items]


def test_pictures_come_along(add_on, student, tmp_path):
    one = picture(tmp_path / "bank")
    made = quiz((altered(1, "text", media=(one,)), item(2)))
    assert told(made, tmp_path)["media_files"] == [one.name]
    add_on.take(folder(made, tmp_path))
    assert (Path(student.col.media.dir()) / one.name).read_bytes() == b"\x89PNG crater"
    assert one.name in note(student, "Key:moon.event-1.text")["Media"]
    checked = student.col.media.check()
    assert (list(checked.missing), list(checked.unused)) == ([], [])


def test_questions_arrive_in_every_script(add_on, student, tmp_path):
    stems = ["متى وُلد ابن سينا؟", "夏目漱石はいつ生まれましたか？", "Où est « l’été » ? 👩‍🚀"]
    add_on.take(folder(quiz(tuple(altered(n, "text", stem=stem) for n, stem in enumerate(stems))), tmp_path))
    for n, stem in enumerate(stems):
        assert text_of(note(student, f"Key:moon.event-{n}.text")["Question"]) == stem


# ---- the folder ----------------------------------------------------------------------------------------------------


def test_the_report_lists_the_deck_first(tmp_path):
    made = quiz((altered(1, "text", media=(picture(tmp_path),)),))
    files = api.export(made, "crowdanki", tmp_path / "moon.crowdanki").files
    assert [file.name for file in files[:2]] == ["deck.json", "import_config.yaml"]
    assert files[2].parent == tmp_path / "moon.crowdanki" / "media"


def test_media_of_an_older_build_do_not_stay(tmp_path):
    with_picture = quiz((altered(1, "text", media=(picture(tmp_path),)),))
    there = folder(with_picture, tmp_path)
    assert len(list((there / "media").iterdir())) == 1
    folder(quiz(), tmp_path)
    assert list((there / "media").iterdir()) == []


def test_a_repository_around_the_deck_stays(tmp_path):
    there = folder(quiz(), tmp_path)
    (there / ".git").mkdir()
    (there / ".git" / "HEAD").write_text("ref")
    (there / "README.md").write_text("mine")
    before = (there / "deck.json").read_bytes()
    folder(quiz((item(1),)), tmp_path)
    assert (there / ".git" / "HEAD").read_text() == "ref"
    assert (there / "README.md").read_text() == "mine"
    assert (there / "deck.json").read_bytes() != before
    assert {path.name for path in tmp_path.iterdir()} == {"moon.crowdanki"}


def test_a_missing_picture_leaves_the_old_folder_whole(tmp_path):
    there = folder(quiz(), tmp_path)
    before = (there / "deck.json").read_bytes()
    one = picture(tmp_path / "bank")
    one.path.unlink()
    with pytest.raises(FileNotFoundError):
        folder(quiz((altered(1, "text", media=(one,)),)), tmp_path)
    assert (there / "deck.json").read_bytes() == before
    assert list((there / "media").iterdir()) == []


@pytest.mark.parametrize("fails", [1, 2, 3, 4])
def test_a_move_that_fails_half_way_is_undone(fails, tmp_path, monkeypatch):
    write_folder(tmp_path / "final", {"a": b"old a", "m/x": b"old x"})
    made = tmp_path / "made"
    write_folder(made, {"a": b"new a", "m/y": b"new y"})
    real, calls = Path.rename, []

    def rename(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == fails:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="No space"):
        move_folder(made, tmp_path / "final")
    assert read(tmp_path / "final") == {"a": b"old a", "m/x": b"old x"}
    assert read(made) == {"a": b"new a", "m/y": b"new y"}


def test_a_first_move_that_fails_leaves_no_folder(tmp_path, monkeypatch):
    write_folder(tmp_path / "made", {"a": b"new"})
    monkeypatch.setattr(Path, "rename", lambda self, target: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space"):
        move_folder(tmp_path / "made", tmp_path / "deep" / "final")
    assert not (tmp_path / "deep" / "final").exists()


def read(place: Path) -> dict[str, bytes]:
    return {str(file.relative_to(place)): file.read_bytes() for file in place.rglob("*") if file.is_file()}


def test_a_file_in_the_way_is_not_replaced(tmp_path):
    (tmp_path / "moon.crowdanki").write_text("mine")
    with pytest.raises(OSError, match=r"exists|directory"):
        folder(quiz(), tmp_path)
    assert (tmp_path / "moon.crowdanki").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"moon.crowdanki"}
