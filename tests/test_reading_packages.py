"""Anki packages of every age say the same, and what is none says why."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from quizgen.exporting import anki
from quizgen.problem import ProblemError
from quizgen.reading import packages
from quizgen.reading.packages import Package, read_package
from quizgen.reading.wire import wire_fields, wire_number, wire_text
from tests.anki_decks import Maker, repacked, reworked
from tests.examples import UGLY, quiz, ugly_quiz

NEWER = "collection.anki21b"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One collection in both formats: note types with one card, two, hidden words; decks, tags, media, ugly texts."""
    maker = Maker(tmp_path_factory.mktemp("anki"))
    maker.col.media.write_data("flag é.png", b"\x89PNG flag")
    maker.col.media.write_data("call.mp3", b"ID3 call")
    maker.add("Basic", "Capital?", "<b>Paris</b>", deck="Geo::Europe", tags=("geo::europe", "ünï"))
    maker.add("Basic (and reversed card)", "uno", "one", deck="Words")
    maker.add("Cloze", "{{c1::Paris::city}} is in {{c2::France}}.", deck="Geo::Europe")
    maker.add("Basic", '<img src="flag é.png">[sound:call.mp3]', "France", deck="Geo")
    for text in UGLY:
        maker.add("Basic", text, text, deck="漢字::שלום")
    yield maker.both()
    maker.col.close()


@pytest.fixture(scope="module")
def older(made) -> Package:
    return read_package(made[0])


def problem_of(path: Path):
    with pytest.raises(ProblemError) as caught:
        read_package(path)
    (problem,) = caught.value.problems
    assert problem.path
    return problem


def test_both_formats_say_the_same(made, older):
    newer = read_package(made[1])
    assert newer.notes == older.notes
    assert newer.note_types == older.note_types
    assert newer.decks == older.decks


def test_the_formats_are_what_they_are_taken_for(made):
    held = [set(zipfile.ZipFile(path).namelist()) for path in made]
    assert "collection.anki21" in held[0]
    assert NEWER not in held[0]
    assert {NEWER, "collection.anki2"} <= held[1], "the newer one has a decoy beside it"


def test_a_note_has_its_fields_tags_and_deck(older):
    first, second, third = older.notes[:3]
    assert first.fields == {"Front": "Capital?", "Back": "<b>Paris</b>"}
    assert set(first.tags) == {"geo::europe", "ünï"}
    assert (first.note_type, first.deck, first.cloze) == ("Basic", "Geo::Europe", False)
    assert (second.deck, second.cloze) == ("Words", False)
    assert (third.deck, third.cloze) == ("Geo::Europe", True)
    assert first.modified > 1_700_000_000
    assert len({note.guid for note in older.notes}) == len(older.notes)


def test_only_what_notes_use_is_told(older):
    assert older.decks == ("Geo", "Geo::Europe", "Words", "漢字::שלום")
    assert list(older.note_types) == ["Basic", "Basic (and reversed card)", "Cloze"]


def test_a_note_type_has_its_cards_with_both_sides(older):
    reversed_ = older.note_types["Basic (and reversed card)"]
    assert [card.front for card in reversed_.templates] == ["{{Front}}", "{{Back}}"]
    assert "{{Back}}" in reversed_.templates[0].back
    assert reversed_.fields == ("Front", "Back")
    assert ".card" in reversed_.style
    assert older.note_types["Cloze"].cloze


def test_ugly_texts_come_through_as_anki_keeps_them(older):
    import unicodedata

    kept = [note.fields["Front"] for note in older.notes if note.deck == "漢字::שלום"]
    assert kept == [unicodedata.normalize("NFC", text) for text in UGLY]


def test_notes_come_in_the_order_of_their_cards(made, tmp_path):
    turned = reworked(made[0], tmp_path / "turned.apkg", "UPDATE cards SET due = 1000 - due")
    assert [note.fields for note in read_package(turned).notes] == [
        note.fields for note in reversed(read_package(made[0]).notes)
    ]


def test_a_card_in_a_filtered_deck_counts_where_it_belongs(made, tmp_path):
    lent = reworked(made[0], tmp_path / "lent.apkg", "UPDATE cards SET odid = did, did = 1")
    assert read_package(lent).decks == read_package(made[0]).decks


@pytest.mark.parametrize("make", [quiz, ugly_quiz])
def test_our_own_packages_are_read(make, tmp_path):
    path = tmp_path / "own.apkg"
    report = anki.export(make(), path, anki.Options())
    package = read_package(path)
    assert len(package.notes) == report.written
    assert [note.fields["Key"] for note in package.notes] == [item.id for item in make().items]
    assert {note.note_type for note in package.notes} <= {kind.name for kind in package.note_types.values()}


def test_the_newer_format_without_zstd_says_what_to_do(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    problem = problem_of(made[1])
    assert problem.code == "B101"
    assert "quizgen[import]" in problem.hint
    assert "Support older Anki versions" in problem.hint
    assert read_package(made[0]).notes, "the older one needs it not"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "zip"), (b"PK\x03\x04", "zip"), (b"front;back\n", "zip"), (b"SQLite format 3\0" + bytes(99), "zip")],
)
def test_what_is_no_zip_file_is_refused(content, words, tmp_path):
    path = tmp_path / "deck.apkg"
    path.write_bytes(content)
    problem = problem_of(path)
    assert problem.code == "B100"
    assert words in problem.message


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert problem_of(tmp_path / "none.apkg").code == "B001"
    assert problem_of(tmp_path).code == "B001"


@pytest.mark.parametrize(
    ("member", "content", "words"),
    [
        ("collection_anki21", b"no database", "no SQLite"),
        ("collection_anki21", b"", "no SQLite"),
        ("collection_anki21", b"SQLite format 3\0" + b"\xff" * 500, "cannot be read"),
    ],
)
def test_a_broken_member_is_refused(member, content, words, made, tmp_path):
    problem = problem_of(repacked(made[0], tmp_path / "broken.apkg", **{member: content}))
    assert problem.code == "B100"
    assert words in problem.message


@pytest.mark.parametrize(
    ("member", "content", "words"),
    [
        ("collection_anki21b", b"no zstd", "zstd"),
        ("collection_anki21b", zstandard.compress(b"no database"), "no SQLite"),
    ],
)
def test_a_broken_member_of_a_newer_package_is_refused(member, content, words, made, tmp_path):
    problem = problem_of(repacked(made[1], tmp_path / "broken.apkg", **{member: content}))
    assert problem.code == "B100"
    assert words in problem.message


def test_what_is_wrong_with_media_that_nobody_reads_is_no_matter(made, tmp_path):
    assert read_package(repacked(made[0], tmp_path / "broken.apkg", media=b"[1")).notes


def test_a_zip_file_of_something_else_is_refused(tmp_path):
    path = tmp_path / "deck.apkg"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "no collection" in problem_of(path).message


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE cards",
        "UPDATE col SET models = 'NaN'",
        "UPDATE col SET models = '[]'",
        "UPDATE col SET models = '{\"1\": 7}'",
        "UPDATE col SET models = '{}'",
        "UPDATE col SET decks = '{\"1\": {}}'",
        "UPDATE col SET models = json_set(models, '$.x', 1)",
        "ALTER TABLE notes RENAME COLUMN flds TO fields",
        "UPDATE notes SET mid = 5",
    ],
)
def test_tables_that_are_not_ankis_are_refused(statement, made, tmp_path):
    assert problem_of(reworked(made[0], tmp_path / "odd.apkg", statement)).code == "B100"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notes SET mod = 'NaN', tags = 7, flds = x'41ff1f42'",
        "UPDATE notes SET flds = 'a' || char(31) || 'b' || char(31) || 'c'",
        "UPDATE notes SET flds = 'only one'",
        "UPDATE cards SET due = 'soon', did = 99",
        "DELETE FROM cards",
        "DELETE FROM notes",
    ],
)
def test_odd_rows_are_still_read(statement, made, tmp_path):
    package = read_package(reworked(made[0], tmp_path / "odd.apkg", statement))
    assert all(set(note.fields) == set(package.note_types[note.note_type].fields) for note in package.notes)


def test_a_view_in_the_place_of_a_table_is_refused(made, tmp_path):
    endless = "CREATE VIEW cards AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x AS nid FROM n"
    assert problem_of(reworked(made[0], tmp_path / "trap.apkg", "DROP TABLE cards", endless)).code == "B100"


@pytest.mark.parametrize("newer", [False, True])
def test_a_package_that_would_fill_the_memory_is_refused(newer, made, tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "LARGEST", 10_000)
    assert "larger" in problem_of(made[newer]).message


def test_a_package_cut_off_or_with_a_changed_byte_is_read_or_refused(made, tmp_path):
    whole = made[0].read_bytes()
    path = tmp_path / "hurt.apkg"
    for at in range(0, len(whole), 997):
        for hurt in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]):
            path.write_bytes(hurt)
            try:
                assert read_package(path).notes is not None
            except ProblemError as error:
                assert error.problems[0].code == "B100"  # noqa: PT017


def test_a_hurt_collection_is_read_or_refused(made, tmp_path):
    """The same inside the zip file, whose checksums would find it out."""
    whole = zipfile.ZipFile(made[0]).read("collection.anki21")
    for at in range(0, len(whole), 1499):
        hurt = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
        path = repacked(made[0], tmp_path / "hurt.apkg", collection_anki21=hurt)
        try:
            assert read_package(path).notes is not None
        except ProblemError as error:
            assert error.problems[0].code == "B100"  # noqa: PT017


@given(st.binary(max_size=60))
def test_the_wire_reader_ends_whatever_it_is_given(message):
    try:
        read = list(wire_fields(message))
    except ValueError:
        return
    assert sum(isinstance(value, bytes) for _, value in read) <= len(message)


def test_the_wire_reader_agrees_with_ankis_own_messages():
    from anki.import_export_pb2 import MediaEntries
    from anki.notetypes_pb2 import Notetype

    entry = MediaEntries.MediaEntry(name="é.png", size=300, sha1=b"\0" * 20, legacy_zip_filename=1 << 31)
    raw = entry.SerializeToString()
    assert (wire_text(raw, 1), wire_number(raw, 2)) == ("é.png", 300)
    template = Notetype.Template.Config(q_format="{{A}}", a_format="{{B}}", id=-5).SerializeToString()
    assert (wire_text(template, 1), wire_text(template, 2)) == ("{{A}}", "{{B}}")
    assert wire_text(b"", 1) == ""
