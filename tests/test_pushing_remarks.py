"""`quizgen push` keeps what students write on their cards and the tags they give them."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import pytest

from quizgen import ankiconnect
from quizgen.cli import main, remarks
from quizgen.exporting.anki import Options, export
from quizgen.exporting.anki_deck import retire
from quizgen.lock import retired
from tests import anki_connect_server, anki_profile
from tests.examples import item, quiz, released

student, anki, push = anki_profile.student, anki_connect_server.anki, anki_connect_server.push

LATER = "2025-03-01T00:00:00Z"
WHEN_WRITTEN = 1_733_000_000
"""Between the two releases: a note that is newer than a release is left alone by Anki's importer, anyway."""
FIRST = quiz()
TEXT, CLOZE = "moon.event-10.text", "moon.event-11.cloze"
CHANGED = (*(it.id for it in FIRST.items[:4]), TEXT, CLOZE)
GONE = FIRST.items[5].id
UNCHANGED = FIRST.items[6].id
RICH = '<div><b>nie</b> &amp; <i>nimmer</i><br><img src="map.png"> {{c1::x}} [sound:a.mp3]</div>'
TEXTS = (RICH, "שלום — السلام عليكم", "🌙🦉 é\nzweite Zeile", "漢字 _*%\\ \"'", " ", "<br>")
TAGS = (
    "marked",
    "leech",
    "Prüfung::Kapitel_1",
    "a*b",
    "it's",
    "漢字::語",
    "ש",
    "back\\slash",
    "🌙",
    "%",
    "(x",
    "-y",
    "quo:te",
)
NEARLY_OURS = ("quizgen", "quizgenius::x", "quizgen:x", "q", "quiz", "q::uizgen")


@pytest.fixture
def deck(tmp_path):
    path = tmp_path / "deck.apkg"
    export(FIRST, path, Options())
    return path


@pytest.fixture
def later(tmp_path):
    """The next release: six items changed, one is retired, one came, the others are as they were."""
    path = tmp_path / "later 🌙.apkg"
    items = tuple(
        it.model_copy(update={"rationale": "Better."}) if it.id in CHANGED else it
        for it in FIRST.items
        if it.id != GONE
    )
    items = (*items, item(30, "text"))
    old = next(it for it in FIRST.items if it.id == GONE)
    gone = retire(FIRST, old, Options(), LATER, "Withdrawn.")
    lock = retired(released(items), [gone])
    moved = {name: replace(lock.items[name], changed=LATER) for name in (*CHANGED, items[-1].id)}
    lock = replace(lock, release=LATER, items={**lock.items, **moved})
    export(replace(quiz(items), lock=lock, retired=(gone,)), path, Options())
    return path


@pytest.fixture
def has_deck(push, deck):
    """Let Anki have the first release."""
    assert push("--deck", deck)[0] == 0


def note_of(student, item_id):
    return student.card(item_id).note()


def write_on(student, item_id, text="", tags=()):
    """Do as a student does between two releases; return the note's id."""
    note = note_of(student, item_id)
    note["Notes"] = text
    note.tags += tags
    student.col.update_note(note)
    student.col.db.execute("update notes set mod = ? where id = ?", WHEN_WRITTEN, note.id)
    return note.id


def own(student, item_id):
    note = note_of(student, item_id)
    return note["Notes"], {tag for tag in note.tags if not tag.startswith("quizgen::")}


def rows(student, but=()):
    found = student.col.db.all("select id, guid, mid, mod, usn, tags, flds from notes order by id")
    return [row for row in found if row[0] not in but]


def asked_about(anki):
    """The ids of all notes that were described or written to."""
    found = set()
    for action, params in anki.calls:
        if action in {"notesInfo", "addTags"}:
            found.update(params["notes"])
        elif action == "updateNoteFields":
            found.add(params["note"]["id"])
    return found


# what is kept


@pytest.mark.parametrize("text", TEXTS)
def test_remarks_and_tags_stay_on_a_card_that_changes(text, push, student, has_deck, later):
    for name in CHANGED:
        write_on(student, name, text, TAGS)
    code, said = push("--deck", later)
    assert code == 0, said
    for name in CHANGED:
        assert own(student, name) == (text, set(TAGS))
        assert "Better." in note_of(student, name)["Statement"]
    assert "6 updated" not in said  # the retired one, too
    assert "7 updated" in said
    assert "remarks and tags kept on 6 changed cards" in said


def test_a_card_has_only_remarks_or_only_tags(push, student, anki, has_deck, later):
    write_on(student, CHANGED[0], "only text")
    write_on(student, CHANGED[1], "", ["only-a-tag"])
    before = own(student, CHANGED[2])
    assert push("--deck", later)[0] == 0
    assert own(student, CHANGED[0]) == ("only text", set())
    assert own(student, CHANGED[1]) == ("", {"only-a-tag"})
    assert own(student, CHANGED[2]) == before == ("", set())
    assert anki.params("updateNoteFields")["note"]["fields"] == {"Notes": "only text"}
    assert anki.params("addTags")["tags"] == "only-a-tag"


def test_a_retired_card_keeps_what_is_written_on_it(push, student, has_deck, later):
    write_on(student, GONE, RICH, TAGS)
    code, said = push("--deck", later)
    assert code == 0, said
    assert "quizgen::retired" in note_of(student, GONE).tags
    assert own(student, GONE) == (RICH, set(TAGS))
    assert "kept on 1 changed card\n" in said


def test_the_release_decides_on_its_own_fields_and_tags(push, student, has_deck, later):
    note = note_of(student, TEXT)
    ours = set(note.tags)
    note["Statement"], note.tags = "meddled", [*note.tags, "quizgen::mine", "QuizGen::Mine::Too", *NEARLY_OURS]
    student.col.update_note(note)
    write_on(student, TEXT, "x")
    assert push("--deck", later)[0] == 0
    assert "meddled" not in note_of(student, TEXT)["Statement"]
    assert set(note_of(student, TEXT).tags) == ours | set(NEARLY_OURS)


def test_tags_of_ours_go_even_if_the_student_writes_them_in_capitals(push, student, deck, later):
    note = student.col.new_note(student.col.models.by_name("Basic"))
    note.fields, note.tags = ["mine", "mine"], ["QUIZGEN"]
    student.col.add_note(note, 1)
    push("--deck", deck)
    write_on(student, TEXT, "x", ["QUIZGEN::mine", "mine"])
    assert "QUIZGEN::mine" in note_of(student, TEXT).tags
    assert push("--deck", later)[0] == 0
    assert note_of(student, TEXT)["Notes"] == "x"
    tags = note_of(student, TEXT).tags
    assert "mine" in tags
    assert "quizgen::mine" not in map(str.lower, tags)


def test_cards_that_do_not_change_are_not_written_to(push, student, anki, has_deck, later):
    note = write_on(student, UNCHANGED, RICH, TAGS)
    before = next(row for row in rows(student) if row[0] == note)
    code, said = push("--deck", later)
    assert code == 0
    assert before in rows(student)
    assert not {"updateNoteFields", "addTags"} & set(anki.actions())
    assert "kept" not in said


def test_the_schedule_stays(push, student, has_deck, later):
    write_on(student, TEXT, RICH, TAGS)
    card = student.card(TEXT)
    card.type = card.queue = 2
    card.ivl, card.reps, card.due, card.factor, card.flags = 40, 7, 123, 2300, 3
    student.col.update_card(card)
    assert push("--deck", later)[0] == 0
    after = student.card(TEXT)
    assert (after.id, after.ivl, after.reps, after.due, after.factor, after.flags) == (card.id, 40, 7, 123, 2300, 3)


def test_a_second_push_moves_no_note(push, student, has_deck, later):
    for name in (*CHANGED, GONE, UNCHANGED):
        write_on(student, name, RICH, TAGS)
    push("--deck", later)
    before = rows(student)
    code, said = push("--deck", later)
    assert (code, rows(student)) == (0, before)
    assert "nothing new" in said
    assert "kept" not in said


def test_notes_of_other_types_are_neither_asked_about_nor_touched(push, student, anki, has_deck, later):
    col = student.col
    kind = col.models.copy(col.models.by_name("Basic"), add=False)
    kind["name"], kind["id"] = "my quizgen question v1", 0
    col.models.add_field(kind, col.models.new_field("Notes"))
    col.models.add_dict(kind)
    ids = []
    for name in ("Basic", kind["name"]):
        note = col.new_note(col.models.by_name(name))
        note.fields = ["mine"] * len(note.fields)
        note.tags = ["mine", "quizgen::kind::when"]
        col.add_note(note, 1)
        ids.append(note.id)
    before = [row for row in rows(student) if row[0] in ids]
    write_on(student, TEXT, RICH, ["mine"])
    assert push("--deck", later)[0] == 0
    assert [row for row in rows(student) if row[0] in ids] == before
    assert asked_about(anki) == {note_of(student, TEXT).id}


def test_without_remarks_nothing_is_asked_about_any_note(push, anki, student, has_deck, later):
    assert push("--deck", later)[0] == 0
    assert asked_about(anki) == set()


def test_many_cards_are_asked_about_in_parts(push, student, anki, has_deck, later, monkeypatch):
    monkeypatch.setattr(remarks, "CHUNK", 4)
    for name in (*CHANGED, GONE, UNCHANGED):
        write_on(student, name, name, ["same"])
    assert push("--deck", later)[0] == 0
    assert all(own(student, name) == (name, {"same"}) for name in (*CHANGED, GONE, UNCHANGED))
    assert max(len(params["notes"]) for action, params in anki.calls if action == "notesInfo") == 4
    assert anki.actions().count("addTags") == 1


def test_a_note_type_that_the_student_renamed_is_still_ours(push, student, has_deck, later):
    kind = student.col.models.by_name("quizgen question v1")
    kind["name"] = "Moon cards"
    student.col.models.update_dict(kind)
    write_on(student, TEXT, RICH, TAGS)
    assert push("--deck", later)[0] == 0
    assert "Better." in note_of(student, TEXT)["Statement"]
    assert own(student, TEXT) == (RICH, set(TAGS))


def test_an_anki_that_searches_tags_by_no_regular_expressions_keeps_them_too(push, student, anki, has_deck, later):
    write_on(student, TEXT, "", TAGS)

    def older(server, query):
        return server.find_notes(query.replace("tag:re:", "tag:re\\:"))

    anki.refuses["findNotes"] = older
    code, said = push("--deck", later)
    assert code == 0, said
    assert own(student, TEXT) == ("", set(TAGS))
    assert len(asked_about(anki)) == 13


def test_only_what_students_add_is_searched_for(student, has_deck):
    everything = [it.id for it in FIRST.items]
    student.col.tags.bulk_add([note_of(student, everything[0]).id], "QuizGen::Not-Mine")
    assert list(student.col.find_notes(remarks.QUERY)) == []
    theirs = [*TAGS, *NEARLY_OURS, "quızgen::x"]
    for tag in theirs:
        note = write_on(student, everything[1], "", [tag])
        assert list(student.col.find_notes(remarks.QUERY)) == [note], tag
        student.col.tags.bulk_remove([note], tag)
    for text in TEXTS:
        note = write_on(student, everything[1], text)
        assert list(student.col.find_notes(remarks.QUERY)) == [note], text


# what cannot be kept


@pytest.mark.parametrize("action", ["notesInfo", "findNotes"])
def test_an_anki_that_does_not_tell_gets_no_deck(action, push, student, anki, has_deck, later):
    write_on(student, TEXT, RICH)
    before = rows(student)
    anki.refuses[action] = "unsupported action"
    anki.calls.clear()
    code, said = push("--deck", later)
    assert (code, rows(student)) == (1, before)
    assert "B111" in said
    assert "unsupported action" in said
    assert "--overwrite-remarks" in said
    assert not {"importPackage", "storeMediaFile"} & set(anki.actions())


@pytest.mark.parametrize(
    ("action", "result"),
    [
        ("findNotes", None),
        ("findNotes", {"a": 1}),
        ("findNotes", ["a", None, [1]]),
        ("notesInfo", None),
        ("notesInfo", 7),
        ("notesInfo", []),
        ("notesInfo", [{}]),
        ("notesInfo", ["x"]),
        ("notesInfo", [{"noteId": 1, "tags": [], "fields": []}]),
        ("notesInfo", [{"noteId": [], "tags": [], "fields": {}}]),
        ("notesInfo", [{"noteId": 1, "tags": [1], "fields": {}}]),
        ("notesInfo", [{"noteId": 1, "tags": [], "fields": {"Notes": {"value": 7}}}]),
        ("notesInfo", [{"noteId": 1, "tags": [], "fields": {"Notes": None}}]),
    ],
)
def test_an_answer_that_tells_nothing_is_as_good_as_none(action, result, push, student, anki, has_deck, later):
    write_on(student, TEXT, RICH)
    before = rows(student)
    anki.refuses[action] = lambda *_, **__: result
    code, said = push("--deck", later)
    assert (code, rows(student)) == (1, before)
    assert "--overwrite-remarks" in said


def test_whoever_says_so_gets_the_deck_all_the_same(push, student, anki, has_deck, later):
    write_on(student, TEXT, RICH, TAGS)
    anki.refuses["notesInfo"] = "unsupported action"
    code, said = push("--deck", later, "--overwrite-remarks")
    assert code == 0, said
    assert own(student, TEXT) == ("", set())
    assert asked_about(anki) == set()


def in_file(path):
    return {one["key"]: (one["text"], set(one["tags"])) for one in json.loads(path.read_text("utf-8"))}


def test_what_cannot_be_put_back_is_in_a_file(push, student, anki, has_deck, later):
    for name in (TEXT, CLOZE, UNCHANGED):
        write_on(student, name, TEXTS[1], TAGS)
    anki.refuses["updateNoteFields"] = "the note is open"
    code, said = push("--deck", later)
    assert code == 1
    assert "the note is open" in said
    assert "the deck is in Anki" in said
    file = later.with_name("later 🌙.remarks.json")
    assert file.name in said
    assert "2 cards" in said
    assert in_file(file) == dict.fromkeys((TEXT, CLOZE), (TEXTS[1], set(TAGS)))
    for one in json.loads(file.read_text("utf-8")):
        assert list(student.col.find_notes(one["search"])) == [note_of(student, one["key"]).id]


def test_putting_back_that_fails_midway_leaves_all_of_it_in_the_file(push, student, anki, has_deck, later):
    for name in CHANGED:
        write_on(student, name, f"on {name}")

    def once(server, note):
        if anki.actions().count("updateNoteFields") > 1:
            raise ValueError("database is locked")
        return server.update_fields(note)

    anki.refuses["updateNoteFields"] = once
    code, _ = push("--deck", later)
    assert code == 1
    assert sum(own(student, name)[0] != "" for name in CHANGED) == 1
    assert in_file(later.with_suffix(".remarks.json")) == {name: (f"on {name}", set()) for name in CHANGED}


@pytest.mark.parametrize("action", ["updateNoteFields", "addTags"])
def test_what_anki_does_not_keep_is_noticed(action, push, student, anki, has_deck, later):
    write_on(student, TEXT, RICH, TAGS)
    anki.refuses[action] = lambda *_, **__: None
    code, said = push("--deck", later)
    assert code == 1
    assert "did not stay on 1 card" in said
    assert in_file(later.with_suffix(".remarks.json")) == {TEXT: (RICH, set(TAGS))}


def test_an_import_without_an_answer_leaves_them_in_a_file(push, student, anki, has_deck, later):
    write_on(student, TEXT, RICH, TAGS)
    anki.refuses["importPackage"] = lambda *_, **__: anki.released.wait(10)
    code, said = push("--deck", later, "--timeout", "0.4")
    assert code == 1
    assert "B110" in said
    assert in_file(later.with_suffix(".remarks.json")) == {TEXT: (RICH, set(TAGS))}


@pytest.mark.parametrize("local", [True, False])
def test_an_import_that_anki_declines_leaves_no_file(local, push, student, anki, has_deck, later, monkeypatch):
    monkeypatch.setattr(ankiconnect, "is_loopback", lambda _: local)
    write_on(student, TEXT, RICH, TAGS)
    anki.refuses |= {"importPackage": "no", "guiImportFile": "no"}
    assert push("--deck", later)[0] == 1
    assert not list(later.parent.glob("*.json"))
    assert own(student, TEXT) == (RICH, set(TAGS))


def test_an_older_file_is_not_written_over(push, student, anki, has_deck, later):
    older = later.with_suffix(".remarks.json")
    older.write_text("precious")
    write_on(student, TEXT, RICH)
    anki.refuses["updateNoteFields"] = "no"
    push("--deck", later)
    assert older.read_text() == "precious"
    assert in_file(later.with_suffix(".remarks-2.json")) == {TEXT: (RICH, set())}


def test_what_no_file_takes_is_said(student, anki, has_deck, later, monkeypatch, capsys):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(remarks, "_written", full)
    write_on(student, TEXT, TEXTS[1], TAGS)
    anki.refuses["updateNoteFields"] = "no"
    with pytest.raises(SystemExit) as left:
        main(["push", "--url", anki.url, "--deck", str(later)])
    out, err = capsys.readouterr()
    assert left.value.code == 1
    assert [(one["key"], one["text"], set(one["tags"])) for one in json.loads(out)] == [(TEXT, TEXTS[1], set(TAGS))]
    assert "No space left" in err


@pytest.mark.parametrize("number", [0, 1, 2])
def test_before_the_dialog_opens_the_student_hears_what_it_would_delete(number, push, student, anki, has_deck, later):
    for name in CHANGED[:number]:
        write_on(student, name, RICH, TAGS)
    heard = []
    anki.refuses["importPackage"] = "No module named 'anki.importing'"
    anki.refuses["guiImportFile"] = lambda *_, **__: heard.append(sys.stderr.getvalue())
    code, said = push("--deck", later)
    warned = ["", "1 card has remarks or tags of yours", "2 cards have remarks or tags of yours"][number]
    assert code == 0
    assert warned in heard[0]
    assert ("remarks" in heard[0]) == (number > 0)
    assert "choose Import there" in said
