"""The package writer: held against genanki's own writer, against Anki, and against what goes wrong on a disk."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import tracemalloc
import zipfile
from collections.abc import Iterable
from pathlib import Path

import genanki
import pytest

from quizgen.exporting import anki_package, zipping
from quizgen.exporting.anki_hash import canonical_hash
from quizgen.exporting.anki_package import Deck, Note, Times, pack
from quizgen.exporting.anki_schema import CLOZE, QUESTION, models
from quizgen.exporting.report import write_whole
from quizgen.exporting.zipping import Member, zipped
from tests import anki_profile
from tests.anki_profile import ROOT

student = anki_profile.student
RELEASE = 1_700_000_000
TIMES = Times(RELEASE, {})
DECK = Deck("Föhn::الرياح 風 🌬️", "<b>What</b> blows")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def note(number: int, *, cards: tuple[int, ...] = (0,), text: str = "", deck: Deck = DECK) -> Note:
    """A note whose fields switch on just these cards."""
    kind = QUESTION
    told = {"Key": f"wind.{number}", "Question": f"Which wind is {number}? {text}", "Answer": f"The föhn {text}"}
    told |= {("Question", "Reverse", "Spare1")[card]: f"side {card} of {number}" for card in cards}
    fields = tuple(told.get(name, "") for name in kind.fields)
    return Note(deck.id, kind.id, f"guid-{number}", RELEASE, number + 1, ("quizgen::風", "a::b"), fields, cards)


def cloze(number: int) -> Note:
    told = {"Key": f"wind.{number}", "Text": "The {{c1::mistral}} blows in {{c1::Provence}}."}
    fields = tuple(told.get(name, "") for name in CLOZE.fields)
    return Note(DECK.id, CLOZE.id, f"guid-{number}", RELEASE, number + 1, (), fields)


def some() -> list[Note]:
    """Notes of one, two and three cards, a cloze among them, in a text of several scripts."""
    kinds = ((0,), (0, 1), (0, 2), (0, 1, 2))
    notes = [note(number, cards=kinds[number % 4], text="مرحبا 漢字 é 👩‍🚀") for number in range(40)]
    return [*notes, cloze(40)]


def packed(notes: Iterable[Note] = (), media: dict[str, Path] | None = None, decks: Iterable[Deck] = (DECK,)) -> bytes:
    return b"".join(pack(list(decks), list(notes), (), TIMES, media or {}))


@pytest.fixture
def pictures(tmp_path) -> dict[str, Path]:
    """Media whose names are not in the order they are given."""
    found = {}
    for name, content in (("z.png", PNG), ("a.png", PNG[::-1]), ("m.ogg", bytes(range(256)) * 5000)):
        found[name] = tmp_path / f"of {name}"
        found[name].write_bytes(content)
    return found


def rows(package: bytes, question: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(":memory:")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        database.deserialize(archive.read("collection.anki2"))
    found = database.execute(question).fetchall()
    database.close()
    return found


def by_genanki(notes: Iterable[Note], media: list[str], out: Path) -> bytes:
    """The same notes as genanki's manual has them written."""
    known = {model.model_id: model for model in models(())}
    deck = genanki.Deck(DECK.id, DECK.name, DECK.description)
    for model in known.values():
        deck.add_model(model)
    for one in notes:
        deck.add_note(
            genanki.Note(known[one.note_type], list(one.fields), guid=one.guid, tags=list(one.tags), due=one.due)
        )
    genanki.Package(deck, media).write_to_file(out, timestamp=RELEASE)
    return out.read_bytes()


NOTES = "SELECT guid, mid, mod, usn, tags, flds, sfld, csum, flags, data FROM notes ORDER BY id"
CARDS = """SELECT guid, did, ord, cards.mod, cards.usn, type, queue, due, ivl, factor, reps, lapses, left, odue, odid,
cards.flags, cards.data FROM cards JOIN notes ON notes.id = nid ORDER BY nid, ord"""
REST = "SELECT name, sql FROM sqlite_master UNION SELECT 'conf', conf FROM col UNION SELECT 'dconf', dconf FROM col"


def looks(package: bytes) -> dict[str, dict[str, object]]:
    """The note types without `req`, which genanki guesses and Anki makes itself."""
    ((told,),) = rows(package, "SELECT models FROM col")
    return {number: {**model, "req": None} for number, model in json.loads(told).items()}


def test_every_row_is_as_genanki_would_have_written_it(pictures, tmp_path):
    named = [shutil.copy(path, tmp_path / name) for name, path in sorted(pictures.items())]
    stock = by_genanki(some(), [str(path) for path in named], tmp_path / "stock.apkg")
    ours = packed(some(), pictures)
    for question in (NOTES, CARDS, REST):
        assert rows(ours, question) == rows(stock, question)
    assert looks(ours) == looks(stock)
    assert len(rows(ours, CARDS)) == 10 * (1 + 2 + 2 + 3) + 1
    with zipfile.ZipFile(io.BytesIO(ours)) as one, zipfile.ZipFile(io.BytesIO(stock)) as other:
        assert one.namelist() == other.namelist()
        assert json.loads(one.read("media")) == json.loads(other.read("media"))
        for name in one.namelist()[2:]:
            assert one.read(name) == other.read(name)


def test_a_note_and_its_cards_have_ids_of_their_own():
    ours = packed(some())
    ids = [number for (number,) in rows(ours, "SELECT id FROM cards")]
    assert len(set(ids)) == len(ids)
    assert rows(ours, "SELECT min(id) FROM notes") == [(RELEASE * 1000,)]
    assert rows(ours, "SELECT count(*) FROM cards WHERE nid NOT IN (SELECT id FROM notes)") == [(0,)]


def test_the_real_anki_takes_cards_and_media_and_finds_nothing_wrong(student, pictures, tmp_path):
    shown = dict(zip(("Question", "Media"), ('<img src="z.png"><img src="a.png">', "[sound:m.ogg]"), strict=True))
    first = note(0)
    fields = tuple(shown.get(name, text) for name, text in zip(QUESTION.fields, first.fields, strict=True))
    write_whole(tmp_path / "deck.apkg", pack([DECK], [first._replace(fields=fields), *some()[1:]], (), TIMES, pictures))
    assert student.take(tmp_path / "deck.apkg") == {"new": 41}
    assert student.col.card_count() == 81
    assert [need[0] for need in student.col.models.by_name(QUESTION.name)["req"]] == [0, 1, 2]
    report, fine = student.col.fix_integrity()
    assert fine, report
    checked = student.col.media.check()
    assert not checked.missing
    assert not checked.unused
    assert not checked.report.count("invalid")
    folder = Path(student.col.media.dir())
    assert {name: (folder / name).read_bytes() for name in pictures} == {
        name: path.read_bytes() for name, path in pictures.items()
    }
    assert student.take(tmp_path / "deck.apkg") == {"duplicate": 41}


def many() -> list[Note]:
    """So many notes that the collection is compressed in more than ten pieces."""
    return [note(number, text="x" * (number % 997)) for number in range(5000)]


def test_two_builds_are_the_same_bytes_whatever_the_order_of_media_and_of_threads(pictures, monkeypatch):
    notes = many()
    first = packed(notes, pictures)
    turned = dict(reversed(pictures.items()))
    assert [*turned] != [*pictures]
    slow = zipping._deflated

    def late(piece: memoryview, ending: int) -> bytes:
        if threading.current_thread().name.endswith("_0"):
            threading.Event().wait(0.02)
        return slow(piece, ending)

    monkeypatch.setattr(zipping, "_deflated", late)
    assert packed(notes, turned) == first


def test_the_bytes_hang_on_neither_day_nor_zone_nor_hash_seed_nor_cores():
    code = (
        "import os, sys\nfrom tests.test_anki_package import many, packed\n"
        "os.cpu_count = lambda: 1\nsys.stdout.buffer.write(packed(many()))"
    )
    elsewhere = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    run = subprocess.run([sys.executable, "-c", code], env=elsewhere, check=True, cwd=ROOT, capture_output=True)
    assert run.stdout == packed(many())


def test_any_zip_reader_finds_the_package_whole(pictures, tmp_path):
    out = tmp_path / "deck.apkg"
    write_whole(out, pack([DECK], many(), (), TIMES, pictures))
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        members = archive.infolist()
        assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.external_attr >> 16 for member in members} == {0o100644}
        assert [member.compress_type for member in members] == [8, 8, 0, 0, 0]
        assert members[0].file_size > 10 * zipping.PIECE
        assert max(member.extract_version for member in members) == 20  # 45 would be Zip64
    if unzip := shutil.which("unzip"):
        run = subprocess.run([unzip, "-t", str(out)], check=False, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("size", [0, 1, zipping.PIECE - 1, zipping.PIECE, zipping.PIECE + 1, 3 * zipping.PIECE])
def test_a_file_of_any_length_comes_out_as_it_went_in(size):
    content = bytes(number * number % 251 for number in range(size))
    whole = b"".join(zipped([Member("a", content), Member("b", content, compress=False)]))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.read("a") == archive.read("b") == content


def test_nothing_is_left_in_the_temporary_folder_and_none_is_needed(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    monkeypatch.setattr(tempfile, "tempdir", str(gone))
    monkeypatch.setenv("SQLITE_TMPDIR", str(gone))
    monkeypatch.setenv("TMPDIR", str(gone))
    write_whole(tmp_path / "deck.apkg", pack([DECK], many(), (), TIMES, {}))
    assert [path.name for path in tmp_path.iterdir()] == ["deck.apkg"]


def test_a_picture_that_is_gone_is_told_before_anything_is_written(pictures, tmp_path):
    pictures["m.ogg"].unlink()
    with pytest.raises(FileNotFoundError) as caught:
        pack([DECK], some(), (), TIMES, pictures)
    assert caught.value.filename == str(pictures["m.ogg"])
    with pytest.raises(IsADirectoryError):
        pack([DECK], some(), (), TIMES, {"a.png": tmp_path})


def test_a_picture_that_goes_while_it_is_packed_leaves_the_old_deck_whole(pictures, tmp_path):
    out = tmp_path / "out" / "deck.apkg"
    write_whole(out, pack([DECK], some(), (), TIMES, pictures))
    before = out.read_bytes()
    parts = pack([DECK], some()[:2], (), TIMES, pictures)
    pictures["z.png"].unlink()
    with pytest.raises(FileNotFoundError):
        write_whole(out, parts)
    assert out.read_bytes() == before
    assert list(out.parent.iterdir()) == [out]


def test_media_are_read_one_at_a_time(pictures, monkeypatch):
    reads: list[str] = []
    plain = Path.read_bytes

    def noted(path: Path) -> bytes:
        reads.append(path.name)
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    parts = pack([DECK], some(), (), TIMES, pictures)
    seen = [tuple(reads) for _ in parts if reads]
    assert reads == ["of a.png", "of m.ogg", "of z.png"]
    assert seen[0] == ("of a.png",)


def test_memory_holds_one_picture_at_a_time(tmp_path):
    media = {}
    for name in ("a.png", "b.png", "c.png", "d.png"):
        media[name] = tmp_path / name
        media[name].write_bytes(bytes(4_000_000))
    tracemalloc.start()
    write_whole(tmp_path / "deck.apkg", pack([DECK], [note(0)], (), TIMES, media))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000


def test_what_no_zip_file_can_hold_is_refused_in_plain_words(pictures, monkeypatch):
    monkeypatch.setattr(zipping, "MOST_BYTES", 1_000_000)
    with pytest.raises(OSError, match=r"5 files of 0\.0 GB are too much for one package.*build fewer banks"):
        pack([DECK], [note(0)], (), TIMES, pictures)
    with pytest.raises(OSError, match="too much for one package"):
        b"".join(pack([DECK], many(), (), TIMES, {}))
    monkeypatch.setattr(zipping, "MOST_MEMBERS", 4)
    with pytest.raises(OSError, match="5 files"):
        pack([DECK], [note(0)], (), TIMES, dict.fromkeys(pictures, pictures["z.png"]))
    monkeypatch.setattr(anki_package, "LONGEST", 1_000_000)
    with pytest.raises(OSError, match="too long for an Anki package"):
        pack([DECK], many(), (), TIMES, {})


# ---- the hash of the content ----------------------------------------------------------------------------------------


def relaid(package: bytes) -> bytes:
    """The same content in other bytes: members turned round, other compression, database vacuumed, ids renumbered."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        database.deserialize(archive.read("collection.anki2"))
        media = json.loads(archive.read("media"))
        contents = {name: archive.read(number) for number, name in media.items()}
    for statement in (
        "UPDATE cards SET id = -id, nid = -nid",
        "UPDATE notes SET id = -id",
        "PRAGMA page_size = 1024",
        "VACUUM",
    ):
        database.execute(statement)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        turned = dict(enumerate(reversed(contents)))
        archive.writestr("media", json.dumps(turned))
        for number, name in turned.items():
            archive.writestr(str(number), contents[name])
        archive.writestr("collection.anki2", database.serialize())
    database.close()
    return whole.getvalue()


def test_the_hash_is_that_of_the_content_and_not_of_the_bytes(pictures, tmp_path):
    package = packed(some(), pictures)
    other = relaid(package)
    assert other != package
    assert canonical_hash(package) == canonical_hash(other)
    (tmp_path / "deck.apkg").write_bytes(other)
    assert canonical_hash(tmp_path / "deck.apkg") == canonical_hash(package)
    assert len(canonical_hash(package)) == 64
    assert canonical_hash(packed(reversed(some()), pictures)) == canonical_hash(package)


@pytest.mark.parametrize(
    "change",
    [
        {"guid": "guid-x"},
        {"modified": RELEASE + 1},
        {"due": 99},
        {"tags": ("quizgen::風",)},
        {"cards": (0, 1)},
        {"fields": note(0, text=".").fields},
        {"note_type": CLOZE.id},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_hash_tells_one_changed_thing_of_a_note(change):
    assert canonical_hash(packed([note(0), note(1)])) != canonical_hash(packed([note(0)._replace(**change), note(1)]))


def test_the_hash_tells_other_media_decks_and_looks(pictures, tmp_path):
    found = {canonical_hash(packed(some(), pictures))}
    found.add(canonical_hash(packed(some())))
    found.add(canonical_hash(packed(some(), {f"{name}.png": path for name, path in pictures.items()})))
    found.add(canonical_hash(packed(some(), pictures, [Deck(DECK.name, "Other words")])))
    moved = Deck("Elsewhere", DECK.description)
    found.add(canonical_hash(packed([one._replace(deck=moved.id) for one in some()], pictures, [moved])))
    (tmp_path / "own" / "anki").mkdir(parents=True)
    (tmp_path / "own" / "anki" / "style.css").write_text(".card { color: teal }")
    found.add(canonical_hash(b"".join(pack([DECK], some(), (tmp_path / "own",), TIMES, pictures))))
    newer = Times(RELEASE, {QUESTION.id: RELEASE + 1})
    found.add(canonical_hash(b"".join(pack([DECK], some(), (), newer, pictures))))
    pictures["z.png"].write_bytes(PNG + b"\0")
    found.add(canonical_hash(packed(some(), pictures)))
    assert len(found) == 8


def cut(package: bytes) -> bytes:
    return package[:-30]


def of_members(**members: bytes) -> bytes:
    return b"".join(zipped([Member(name.replace("_", "."), content) for name, content in members.items()]))


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"no zip",
        of_members(media=b"{}"),
        of_members(collection_anki2=b"no database", media=b"{}"),
        of_members(collection_anki2=b"", media=b"{}"),
        of_members(collection_anki21b=b"", collection_anki2=b"", media=b""),
        cut(packed([note(0)])),
    ],
)
def test_what_is_no_package_is_refused_in_plain_words(wrong):
    with pytest.raises(ValueError, match="no Anki package that can be read"):
        canonical_hash(wrong)


def test_a_file_that_is_not_there_is_told_as_such(tmp_path):
    with pytest.raises(FileNotFoundError):
        canonical_hash(tmp_path / "deck.apkg")
