"""`quizgen push`, against AnkiConnect's answers over a real Anki collection."""

from __future__ import annotations

import json
import socket
import threading
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
from genanki import guid_for

from quizgen import ankiconnect
from quizgen.ankiconnect import ADDRESS, flaw, is_loopback
from quizgen.cli import main, pushing
from quizgen.cli.pushing import Deck
from quizgen.exporting.anki import Options, export
from tests import anki_connect_server, anki_profile, banks
from tests.examples import UGLY, item, quiz, released, ugly_quiz

student, anki, push = anki_profile.student, anki_connect_server.anki, anki_connect_server.push
LATER = "2025-03-01"
TEMPORARY = "_quizgen-"


@pytest.fixture
def elsewhere(monkeypatch):
    """Let the server count as one on another machine, which cannot read our files."""
    monkeypatch.setattr(ankiconnect, "is_loopback", lambda _: False)


@pytest.fixture
def deck(tmp_path):
    path = tmp_path / "the moon 🌙.apkg"
    export(quiz(), path, Options())
    return path


@pytest.fixture
def later(tmp_path):
    """The next release: the first item changed, one came, the others are as they were."""
    path = tmp_path / "later.apkg"
    first = quiz()
    better = first.items[0].model_copy(update={"rationale": "Better said."})
    items = (better, *first.items[1:], item(30, "text"))
    lock = released(items, LATER)
    changed = {name: replace(lock.items[name], changed=LATER) for name in (items[0].id, items[-1].id)}
    export(replace(quiz(items), lock=replace(lock, items={**lock.items, **changed})), path, Options())
    return path


def guids(student):
    return set(student.col.db.list("select guid from notes"))


def everything(student):
    """All rows of notes, cards, decks, note types and presets."""
    rows = student.col.db.all("select * from notes order by id") + student.col.db.all("select * from cards order by id")
    decks = [student.col.decks.get(one.id) for one in student.col.decks.all_names_and_ids()]
    types = student.col.models.all()
    return json.dumps([rows, decks, types, student.col.decks.all_config()], sort_keys=True)


def left_in_media(anki):
    return sorted(path.name for path in anki.media.glob(f"{TEMPORARY}*"))


def refuse_import(_, **params):
    """What an importer says that is not there any more."""
    raise ModuleNotFoundError("No module named 'anki.importing'")


# what arrives


@pytest.mark.parametrize("make", [quiz, ugly_quiz])
def test_new_notes_arrive_with_the_identities_of_their_items(make, push, student, tmp_path):
    export(make(), tmp_path / "deck.apkg", Options())
    code, said = push("--deck", tmp_path / "deck.apkg")
    assert code == 0
    items = make().items
    assert guids(student) == {guid_for("quizgen", one.id) for one in items}
    assert f"{len(items)} notes: in Anki (profile Amélie 漢字 שלום), {len(items)} new" in said
    assert f"(0 before, {len(items)} now)" in said


def test_a_second_push_changes_nothing(push, student, deck):
    push("--deck", deck)
    before = everything(student)
    code, said = push("--deck", deck)
    assert (code, everything(student)) == (0, before)
    assert "nothing new (13 before, 13 now)" in said


def test_a_changed_item_is_updated_in_place_and_keeps_its_schedule(push, student, deck, later):
    push("--deck", deck)
    changed = quiz().items[0].id
    card = student.card(changed)
    card.type = card.queue = 2
    card.ivl, card.reps, card.due, card.factor = 40, 7, 123, 2300
    student.col.update_card(card)
    code, said = push("--deck", later)
    after = student.card(changed)
    assert (after.id, after.ivl, after.reps, after.due, after.factor) == (card.id, 40, 7, 123, 2300)
    assert "Better said." in " ".join(after.note().fields)
    assert code == 0
    assert "1 new and 1 updated (13 before, 14 now)" in said


@pytest.mark.parametrize("elsewhere", [False, True])
def test_foreign_notes_decks_and_presets_stay_as_they_are(elsewhere, push, student, deck, later, monkeypatch):
    if elsewhere:
        monkeypatch.setattr(ankiconnect, "is_loopback", lambda _: False)
    col = student.col
    preset = col.decks.get_config(1)
    preset["new"]["perDay"] = 77
    col.decks.update_config(preset)
    own = col.decks.id("My own::漢字")
    note = col.new_note(col.models.by_name("Basic"))
    note["Front"], note["Back"] = "mine", "also mine"
    col.add_note(note, own)
    col.media.write_data("mine.png", b"mine")
    before = [col.db.all("select * from notes"), col.db.all("select * from cards"), col.decks.get(own)]
    push("--deck", deck)
    push("--deck", later)
    kept = [
        col.db.all("select * from notes where id = ?", note.id),
        col.db.all("select * from cards where nid = ?", note.id),
        col.decks.get(own),
    ]
    assert kept == before
    assert col.decks.get_config(1)["new"]["perDay"] == 77
    assert col.media.have("mine.png")


def test_a_push_of_a_project_builds_its_deck_first(push, student, tmp_path):
    facts = ("[Apollo 11](what) landed on the Moon on [20 July 1969](when).", "[Ada](who) was born in [1815](when).")
    root = banks.project(tmp_path / "project", banks.sentences(*facts))
    code, said = push(before=["-C", root])
    assert code == 0, said
    assert len(guids(student)) > 0
    assert (root / "output" / "bank.apkg").is_file()
    assert f"{len(guids(student))} new" in said
    again = push(before=["-C", root])
    assert again[0] == 0
    assert "nothing new" in again[1]


def test_a_build_with_errors_pushes_nothing(push, student, anki, tmp_path):
    bank = "title: A bank\nlanguage: en\nfacts:\n  one:\n    say: '[Ada](who) was born in [1815](when).'\n"
    code, said = push(before=["-C", banks.project(tmp_path / "project", bank)])
    assert (code, guids(student)) == (1, set())
    assert "nothing was pushed" in said
    assert "importPackage" not in anki.actions()


def test_a_deck_whose_build_found_errors_is_not_pushed(push, student, deck, monkeypatch):
    monkeypatch.setattr(pushing, "built", lambda *_, **__: (1, deck))
    code, said = push()
    assert (code, guids(student)) == (1, set())
    assert "--deck" in said


def test_only_what_was_asked_for_is_pushed(push, student, tmp_path):
    root = banks.project(tmp_path / "p", banks.sentences("[Ada](who) was born in [1815](when)."), name="one")
    banks.project(root, banks.sentences("[Bob](who) was born in [1915](when)."), name="two")
    code, said = push("--bank", "two", "--where", "kind:when", before=["-C", root])
    assert code == 0, said
    (tags,) = student.col.db.list("select tags from notes")
    assert {"quizgen::bank::two", "quizgen::kind::when"} <= set(tags.split())


# the ways in


def test_anki_on_this_machine_reads_the_file_itself(push, anki, deck):
    push("--deck", deck)
    assert "storeMediaFile" not in anki.actions()
    path = anki.params("importPackage")["path"]
    assert path.startswith("/")
    assert "\\" not in path


def test_anki_elsewhere_is_sent_the_file_and_told_to_remove_it(push, anki, student, deck, elsewhere):
    code, _ = push("--deck", deck)
    assert (code, len(guids(student))) == (0, 13)
    name = anki.params("storeMediaFile")["filename"]
    assert name.startswith(TEMPORARY)
    assert anki.params("importPackage") == {"path": f"{anki.media}/{name}"}
    assert anki.params("deleteMediaFile") == {"filename": name}
    assert left_in_media(anki) == []


def test_an_anki_that_cannot_see_our_files_is_sent_them(push, anki, student, deck):
    importing = anki.take

    def sandboxed(_, path):
        if not path.startswith(str(anki.media)):
            raise FileNotFoundError(path)
        return importing(path)

    anki.refuses["importPackage"] = sandboxed
    assert push("--deck", deck)[0] == 0
    assert len(guids(student)) == 13
    assert left_in_media(anki) == []


def test_without_room_for_a_copy_the_file_is_sent(push, anki, student, deck, monkeypatch):
    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pushing, "TemporaryDirectory", full)
    assert push("--deck", deck)[0] == 0
    assert anki.params("storeMediaFile")["filename"].startswith(TEMPORARY)
    assert len(guids(student)) == 13


def test_an_older_anki_that_works_inside_its_media_folder_gets_a_bare_name(push, anki, student, deck, elsewhere):
    anki.inside_media = True
    anki.refuses |= dict.fromkeys(
        ("requestPermission", "getMediaDirPath", "notesModTime", "getActiveProfile"), "unsupported action"
    )
    code, said = push("--deck", deck)
    assert (code, len(guids(student))) == (0, 13)
    assert "13 notes: in Anki, 13 new" in said
    assert left_in_media(anki) == []


@pytest.mark.parametrize("says", ["refuses", "False"])
def test_our_file_is_gone_from_the_media_even_if_the_import_fails(says, push, anki, student, deck, elsewhere):
    anki.refuses["importPackage"] = refuse_import if says == "refuses" else lambda *_, **__: False
    code, said = push("--deck", deck)
    assert (code, guids(student)) == (1, set())
    assert left_in_media(anki) == []
    assert "B111" in said
    assert deck.name in said
    assert "File, Import" in said


def test_a_file_that_stays_in_the_media_is_named(push, anki, student, deck, elsewhere):
    anki.refuses["deleteMediaFile"] = "it is in use"
    code, said = push("--deck", deck)
    assert (code, len(guids(student))) == (0, 13)
    (name,) = left_in_media(anki)
    assert name in said


def test_a_file_that_anki_renames_is_removed_under_its_new_name(push, anki, student, deck, elsewhere):
    anki.student.col.media.write_data("unrelated.apkg", b"")

    def renamed(server, filename, data):
        server.student.col.media.write_data(filename, b"something else")
        return server.student.col.media.write_data(filename, b64decode(data))

    anki.refuses["storeMediaFile"] = renamed
    push("--deck", deck)
    name = anki.params("deleteMediaFile")["filename"]
    assert name != anki.params("storeMediaFile")["filename"]
    assert name not in left_in_media(anki)
    assert (anki.media / "unrelated.apkg").exists()
    assert len(guids(student)) == 13


def test_without_an_importer_the_dialog_opens_and_the_student_is_told(push, anki, student, deck):
    anki.refuses["importPackage"] = refuse_import
    code, said = push("--deck", deck, "--sync")
    assert (code, guids(student)) == (0, set())
    assert anki.params("guiImportFile") == {"path": deck.as_posix()}
    assert left_in_media(anki) == []
    assert "choose Import there" in said
    assert "No module named 'anki.importing'" in said
    assert "sync" not in anki.actions()


def test_without_importer_and_dialog_the_student_is_told_how_to_import_by_hand(push, anki, student, deck):
    anki.refuses |= {"importPackage": refuse_import, "guiImportFile": "only supported from Anki version >=2.1.52"}
    code, said = push("--deck", deck)
    assert (code, guids(student)) == (1, set())
    assert "in Anki, File, Import" in said


def test_no_dialog_is_opened_on_another_machine(push, anki, deck, elsewhere):
    anki.refuses["importPackage"] = refuse_import
    push("--deck", deck)
    assert "guiImportFile" not in anki.actions()


def test_anki_is_synchronised_only_when_asked(push, anki, deck):
    push("--deck", deck)
    assert "sync" not in anki.actions()
    code, said = push("--deck", deck, "--sync")
    assert (code, anki.actions()[-1]) == (0, "sync")
    assert "Anki synchronises" in said


def test_a_sync_that_fails_is_a_problem_though_the_deck_is_in(push, anki, student, deck):
    anki.refuses["sync"] = "sync: auth not configured"
    code, said = push("--deck", deck, "--sync")
    assert (code, len(guids(student))) == (1, 13)
    assert "auth not configured" in said
    assert "the deck is in Anki" in said


# what can go wrong


def test_the_key_opens_the_door(push, anki, student, deck, monkeypatch):
    anki.key = "geheim ✓"
    code, said = push("--deck", deck)
    assert (code, anki.actions()) == (1, ["requestPermission"])
    assert "QUIZGEN_PUSH_KEY" in said
    code, said = push("--deck", deck, "--key", "wrong")
    assert (code, guids(student)) == (1, set())
    assert "valid api key must be provided" in said
    assert "wrong" not in said
    monkeypatch.setenv("QUIZGEN_PUSH_KEY", anki.key)
    assert push("--deck", deck)[0] == 0
    assert len(guids(student)) == 13


def test_without_a_key_none_is_sent(push, anki, deck):
    push("--deck", deck)
    assert set(anki.keys) == {None}
    assert not any("Origin" in headers for headers in anki.headers)  # with one, Anki would ask about a website


@pytest.mark.parametrize(("version", "shown"), [(5, "version 5"), (None, "version None"), ("6", "version '6'")])
def test_an_old_add_on_is_told_apart(version, shown, push, anki, deck):
    anki.version = version
    code, said = push("--deck", deck)
    assert (code, anki.actions()) == (1, ["requestPermission", "version"])
    assert shown in said
    assert "update the add-on" in said


def test_a_student_who_says_no_is_heard(push, anki, deck):
    anki.refuses["requestPermission"] = lambda *_: {"permission": "denied"}
    code, said = push("--deck", deck)
    assert (code, anki.actions()) == (1, ["requestPermission"])
    assert "does not let quizgen in" in said


GARBAGE = [
    b"",
    b"<html>hello",
    b"null",
    b"6",
    b"[]",
    b'{"result": 1}',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"result": null, "error": 7}',
    b'{"result": null, "error": {"\\u001b[31m": ["\\ud800"]}}',
]


@pytest.mark.parametrize("answer", GARBAGE, ids=lambda answer: repr(answer[:12]))
def test_garbage_is_no_answer(answer, push, anki, deck):
    anki.answer = answer
    code, said = push("--deck", deck)
    assert code == 1
    assert "B111" in said
    assert anki.url in said
    assert "\x1b" not in said


@pytest.mark.parametrize("status", [403, 404, 500, 302, 307])
def test_a_status_that_is_no_answer_is_a_problem_and_no_redirect_is_followed(status, push, anki, deck):
    anki.status, anki.location = status, f"{anki.url}/elsewhere"
    code, said = push("--deck", deck)
    assert code == 1
    assert f"HTTP status {status}" in said
    assert len(anki.calls) == 1


def test_an_answer_without_end_is_not_read(push, anki, deck, monkeypatch):
    monkeypatch.setattr(ankiconnect, "LONGEST", 100)
    anki.answer = b" " * 101
    assert "longer than 100 bytes" in push("--deck", deck)[1]


@pytest.mark.parametrize(
    ("action", "result"),
    [
        ("notesModTime", 7),
        ("notesModTime", [[], {}, {"noteId": [], "mod": {}}]),
        ("getActiveProfile", {"name": 3}),
        ("getActiveProfile", "\ud800\x1b[31m"),
        ("requestPermission", 3),
    ],
)
def test_odd_results_of_what_is_only_talk_stop_nothing(action, result, push, anki, student, deck):
    anki.refuses[action] = lambda *_, **__: result
    code, said = push("--deck", deck)
    assert (code, len(guids(student))) == (0, 13), said
    assert "\x1b" not in said


def test_an_anki_that_hangs_is_given_up(push, anki, deck):
    anki.hangs = True
    code, said = push("--deck", deck, "--timeout", "0.3")
    assert code == 1
    assert "B110" in said
    assert "no answer" in said


def test_no_anki_is_a_problem_that_says_what_to_start(capsys, deck):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(SystemExit) as left:
        main(["push", "--url", url, "--deck", str(deck)])
    said = capsys.readouterr().err
    assert left.value.code == 1
    assert "B110" in said
    assert "start Anki" in said
    assert "2055492159" in said


def test_a_connection_that_breaks_off_is_a_problem(capsys, deck):
    def answer_half(listener):
        connection, _ = listener.accept()
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer_half, args=(listener,), daemon=True)
        thread.start()
        with pytest.raises(SystemExit) as left:
            main(["push", "--url", f"http://127.0.0.1:{listener.getsockname()[1]}", "--deck", str(deck)])
        thread.join()
    assert left.value.code == 1
    assert "B11" in capsys.readouterr().err


def test_no_proxy_stands_between_us_and_our_own_machine(push, student, deck, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert push("--deck", deck)[0] == 0
    assert len(guids(student)) == 13


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_package_is_not_sent(content, push, anki, student, tmp_path):
    (tmp_path / "deck.apkg").write_bytes(content)
    code, said = push("--deck", tmp_path / "deck.apkg")
    assert (code, guids(student)) == (1, set())
    assert "deck.apkg" in said
    assert "importPackage" not in anki.actions()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--deck", "no-such.apkg"],
        ["--deck", "bank.colpkg"],  # would replace all that the student has
        ["--deck", "deck.apkg", "--bank", "moon"],
        ["--deck", "deck.apkg", "--where", "kind:when"],
        ["--timeout", "0"],
        ["--url", "file:///etc/passwd"],
        ["--url", "ftp://127.0.0.1"],
        ["--url", "127.0.0.1:8765"],
        ["--url", "http://"],
        ["--url", "http://me:secret@127.0.0.1"],
        ["--url", "http://127.0.0.1:99999"],
        ["--url", "http://[::1"],
        ["--url", "http://anki.example/ a"],
        ["--url", "http://münchen.example"],
    ],
)
def test_a_wrong_call_is_said_before_anything_is_sent(arguments, push, anki, tmp_path, monkeypatch, deck):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bank.colpkg").write_bytes(deck.read_bytes())
    (tmp_path / "deck.apkg").write_bytes(deck.read_bytes())
    code, said = push(*arguments)
    assert code == 2, said
    assert anki.calls == []


def test_addresses_of_this_machine_are_told_from_others():
    ours = ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST."]
    others = ["10.0.0.1", "0.0.0.0", "example.org", "localhost.example.org", "127.0.0.1.example.org", "", "fe80::1"]
    assert all(map(is_loopback, ours))
    assert not any(map(is_loopback, others))
    assert flaw(ADDRESS) == flaw("https://anki.example:8765/path") == flaw("http://[::1]:8765") == ""


def test_note_types_with_any_name_are_found(student):
    for name in filter(str.isprintable, UGLY):
        kind = student.col.models.copy(student.col.models.by_name("Basic"), add=False)
        kind["name"], kind["id"] = f"{name[:40]} _*:\\", 0
        student.col.models.add_dict(kind)
    names = tuple(one.name for one in student.col.models.all_names_and_ids())
    for name in names:
        note = student.col.new_note(student.col.models.by_name(name))
        note.fields[0] = "{{c1::x}}"
        student.col.add_note(note, 1)
        found = student.col.find_notes(Deck(Path(), b"", 1, (name,)).query)
        assert list(found) == [note.id], name


def test_a_quiet_push_says_nothing(push, student, deck):
    assert push("--deck", deck, "--sync", before=["--quiet"]) == (0, "")
    assert len(guids(student)) == 13
