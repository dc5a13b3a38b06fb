"""Decks as plain text, read by Anki's own text import."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anki.collection import ImportCsvRequest
from anki.lang import set_lang

from quizgen import api
from quizgen.exporting.anki_deck import DeckOptions, retire
from quizgen.exporting.anki_schema import NOTE_TYPES
from quizgen.lock import retired
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from tests.anki_profile import Student, altered, kept, text_of
from tests.examples import CITATION, UGLY, item, quiz, released

HOSTILE = (
    *UGLY,
    "#html:false",
    "#tags column:1",
    "tags:one two",
    '"quoted", and ""doubled""',
    '"',
    "tab\tand\r\nline ends\n",
    "\x1funit\x00 separator",
    "[sound:x.mp3] [$]x[/$] [[type:Front]]",
    "=1+1",
    "a,b;c|d:e",
    " spaced ",
    "{{Front}} {{c1::x}} &nbsp; &lt;",
    "\u2028\u0085 \ufeff👩‍🚀 שָׁלוֹם, «متى»؟",
)
DELIMITERS = {"tsv": "\t", "csv": ","}
FATES = ("new", "updated", "duplicate", "conflicting", "missing_notetype", "missing_deck", "empty_first_field")
PICTURE = Medium(
    kind="image",
    file="a.png",
    sha256="ab" * 32,
    type="image/png",
    alt="A crater",
    credit="NASA",
    licence="CC0-1.0",
    path=Path("a.png"),
)


@pytest.fixture(params=sorted(DELIMITERS))
def form(request) -> str:
    return request.param


@pytest.fixture
def student(tmp_path) -> Iterator[Student]:
    one = Student(tmp_path / "profile")
    yield one
    one.col.close()


def table(form: str, made: Quiz, folder: Path, **options: Any) -> Path:
    return api.export(made, form, folder / f"deck.{form}", **options).files[0]


def take(student: Student, path: Path) -> dict[str, int]:
    """Import a text with what the dialog offers by default; return how many notes met which fate."""
    metadata = student.col.get_csv_metadata(str(path), None)
    log = student.col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    return {fate: len(getattr(log, fate)) for fate in FATES if getattr(log, fate)}


def rows(path: Path) -> list[list[str]]:
    """The rows as any other reader of tables has them."""
    with path.open(encoding="utf-8", newline="") as lines:
        read = list(csv.reader(lines, delimiter=DELIMITERS[path.suffix[1:]], strict=True))
    return [row for row in read if not row[0].startswith("#")]


def only(student: Student, search: str = "") -> Any:
    (found,) = student.col.find_notes(search)
    return student.col.get_note(found)


def learnt(student: Student, search: str) -> dict[str, Any]:
    """Have learnt the one card; return how it stands."""
    (card,) = student.col.find_cards(search)
    student.col.sched.set_due_date([card], "9")
    return standing(student, search)


def standing(student: Student, search: str) -> dict[str, Any]:
    (card,) = map(student.col.get_card, student.col.find_cards(search))
    return {name: getattr(card, name) for name in ("id", "type", "queue", "due", "ivl", "reps", "factor")}


def second_release(made: Quiz, changed: Item, *more: Item) -> Quiz:
    items = (*(changed if one.id == changed.id else one for one in made.items), *more)
    return replace(made, items=items, lock=released(items, "2025-01-01", "2025-01-01"))


# ---- front and back ------------------------------------------------------------------------------------------------


def test_every_question_is_a_basic_note_with_its_answer_and_source(form, student, tmp_path):
    made = quiz()
    assert take(student, table(form, made, tmp_path)) == {"new": len(made.items)}
    assert student.col.card_count() == len(made.items)
    note = only(student, 'front:"*event 10 *"')
    assert note.note_type()["name"] == "Basic"
    assert text_of(note["Front"]) == "In which year did event 10 happen?"
    said = text_of(note["Back"])
    for part in ("1920", "(AD 1920)", "Event 10 happened in 1920.", "event 10: 1920", "Almanac of the Moon", "page 12"):
        assert part in said
    assert f'href="{CITATION.url}"' in note["Back"]
    assert "quizgen::bank::moon" in note.tags
    assert student.col.decks.name(note.cards()[0].did) == "The Moon"


def test_a_cloze_is_asked_with_its_blank(form, student, tmp_path):
    take(student, table(form, quiz((altered(1, "cloze", kind="cloze"),)), tmp_path))
    note = only(student)
    assert text_of(note["Front"]) == "Event 1 happened in ____."
    assert text_of(note["Back"]).startswith("1911")


def test_options_are_shown_and_the_right_one_is_not_marked(form, student, tmp_path):
    take(student, table(form, quiz((item(1, closed=True),)), tmp_path))
    note = only(student)
    assert note["Front"].count("<li>") == 4
    assert "right" not in note["Front"]
    assert "1911" in text_of(note["Front"])


@pytest.mark.parametrize("notes", ["basic", "full"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_arrive_as_they_are(form, text, notes, student, tmp_path):
    made = quiz((altered(1, "text", stem=text, key=(text,), rationale=text), altered(2, "text", stem=f"2 {text}")))
    if notes == "full":
        student.take(api.export(quiz((item(9, "text"),)), "anki", tmp_path / "first.apkg").files[0])
    assert take(student, table(form, made, tmp_path, notes=notes)) == {"new": 2}
    first, second = (student.col.get_note(one) for one in sorted(student.col.find_notes("-event-9"))[-2:])
    asked, answer = ("Front", "Back") if notes == "basic" else ("Question", "Answer")
    assert kept(text_of(first[asked])) == kept(text)
    assert kept(text_of(first[answer])).startswith(kept(text))
    assert kept(text_of(second[asked])) == kept(f"2 {text}")
    assert "quizgen::bank::moon" in first.tags


def test_both_forms_hold_the_same_rows(tmp_path):
    made = quiz(tuple(item(n, text=text) for n, text in enumerate(HOSTILE)))
    for notes in ("basic", "full"):
        one, other = (rows(table(form, made, tmp_path, notes=notes)) for form in DELIMITERS)
        assert one == other
        assert len(one) == len(HOSTILE)


def test_a_note_has_the_identity_that_it_has_in_the_package(form, student, tmp_path):
    made = quiz((item(1), item(2)))
    student.take(api.export(made, "anki", tmp_path / "deck.apkg").files[0])
    before = student.notes()
    assert take(student, table(form, made, tmp_path)) == {"conflicting": 2}
    assert student.notes() == before
    assert take(student, table(form, made, tmp_path, namespace="another")) == {"new": 2}


def test_a_second_import_changes_nothing(form, student, tmp_path):
    path = table(form, quiz(), tmp_path)
    take(student, path)
    before = student.col.db.all("select * from notes order by id")
    assert take(student, path) == {"duplicate": 13}
    assert student.col.db.all("select * from notes order by id") == before


def test_the_next_release_updates_what_changed_and_keeps_the_schedule(form, student, tmp_path):
    made = quiz()
    take(student, table(form, made, tmp_path))
    before = learnt(student, 'front:"*event 10 *"')
    changed = altered(10, "text", stem="When was event 10 ?")
    assert take(student, table(form, second_release(made, changed), tmp_path)) == {"updated": 1, "duplicate": 12}
    assert standing(student, 'front:"*When was event 10 *"') == before


def test_rows_stand_in_the_order_of_learning(form, student, tmp_path):
    items = tuple(item(n, "text") for n in range(4))
    take(student, table(form, replace(quiz(items), items=items[::-1]), tmp_path))
    fronts = [student.col.get_card(card).note()["Front"] for card in student.col.find_cards("", order="c.due")]
    assert [text_of(front) for front in fronts] == [one.stem for one in items]


@pytest.mark.parametrize("title", ["1984", "-5", "+1", "١٩٨٤"])
def test_a_title_that_is_a_number_makes_a_deck(form, title, student, tmp_path):
    """Anki takes a number for the id of a deck, and leaves out the note where there is none."""
    bank = quiz().banks[0].model_copy(update={"title": title})
    path = table(form, replace(quiz(), banks=(bank,)), tmp_path)
    assert take(student, path) == {"new": 13}
    assert any(name.endswith(title) for name in deck_names(student))
    assert take(student, path) == {"duplicate": 13}


def deck_names(student: Student) -> set[str]:
    return {one.name for one in student.col.decks.all_names_and_ids()}


def test_each_bank_has_its_deck(form, student, tmp_path):
    sun = quiz().banks[0].model_copy(update={"id": "sun", "title": 'The "Sun", hot'})
    items = (item(1), altered(2, "text", bank="sun"))
    take(student, table(form, replace(quiz(items, title="Sky"), banks=(*quiz().banks, sun)), tmp_path))
    assert deck_names(student) == {"Default", "Sky", "Sky::The Moon", 'Sky::The "Sun", hot'}


def test_front_and_back_find_their_fields_in_another_language(form, tmp_path):
    set_lang("de")
    try:
        student = Student(tmp_path / "profile")
    finally:
        set_lang("en")
    assert take(student, table(form, quiz(), tmp_path)) == {"new": 13}
    note = student.col.get_note(student.col.find_notes("")[0])
    assert note.note_type()["name"] == "Einfach"
    assert text_of(note["Vorderseite"]) == "In which year did event 0 happen?"
    assert text_of(note["Rückseite"]).startswith("1910")
    student.col.close()


def test_the_licence_stands_in_a_remark(form, student, tmp_path):
    bank = quiz().banks[0].model_copy(update={"title": "tags:x\n#html:false", "licence": "CC-BY-4.0"})
    path = table(form, replace(quiz(), banks=(bank,)), tmp_path)
    assert "# quizgen: tags:x #html:false, CC-BY-4.0" in path.read_text("utf-8").splitlines()
    assert take(student, path) == {"new": 13}
    assert "x" not in only(student, 'front:"*event 0 *"').tags


def test_an_empty_deck_is_headers_alone(form, tmp_path):
    assert rows(table(form, quiz(()), tmp_path)) == []


# ---- what text cannot hold -----------------------------------------------------------------------------------------


def test_what_is_lost_is_counted(form, tmp_path):
    items = (
        altered(1, "text", media=(PICTURE,), reverse="What happened in 1911?"),
        altered(2, "text", citations=(CITATION.model_copy(update={"url": "file:///x"}),)),
    )
    report = api.export(quiz(items), form, tmp_path / "deck", typing=True)
    assert report.lost == {"picture or sound": 1, "question asked in reverse": 1, "answer to type": 2, "link": 1}
    assert PICTURE.name not in report.files[0].read_text("utf-8")
    assert api.export(quiz(items), form, tmp_path / "deck", notes="full").lost == {"picture or sound": 1, "link": 1}


def test_a_question_that_is_a_picture_is_left_out(form, tmp_path):
    asking = altered(1, "text", media=(PICTURE.model_copy(update={"asks": True}),))
    report = api.export(quiz((asking, item(2))), form, tmp_path / "deck")
    assert report.written == len(rows(report.files[0].rename(tmp_path / f"x.{form}"))) == 1
    assert [name for name, _ in report.skipped] == [asking.id]
    assert "picture" in report.skipped[0][1]


def with_retired(made: Quiz, gone: Item) -> Quiz:
    """The quiz after the item went out of use."""
    one = retire(made, gone, DeckOptions(), "2025-02-02T00:00:00Z", "It was another year.")
    items = tuple(it for it in made.items if it is not gone)
    return replace(made, items=items, lock=retired(made.lock, [one]), retired=(one,))


def test_retired_questions_are_left_out_of_front_and_back(form, tmp_path):
    made = quiz()
    report = api.export(with_retired(made, made.items[3]), form, tmp_path / "deck")
    assert (report.written, report.cards, report.lost) == (12, 12, {"retired question": 1})


# ---- all fields ----------------------------------------------------------------------------------------------------


def test_nothing_but_spare_fields_stands_behind_the_students_own():
    for note_type in NOTE_TYPES:
        names = list(note_type.fields)
        assert all(name.startswith("Spare") for name in names[names.index("Notes") + 1 :])


def test_all_fields_are_those_of_the_package(form, student, tmp_path):
    made = quiz((*quiz().items, altered(13, "cloze", kind="cloze")))
    student.take(api.export(made, "anki", tmp_path / "deck.apkg").files[0])
    before = student.col.db.all("select * from notes order by id")
    assert take(student, table(form, made, tmp_path, notes="full")) == {"duplicate": 14}
    assert student.col.db.all("select * from notes order by id") == before


def test_a_deck_that_is_there_is_updated_in_place(form, student, tmp_path):
    cloze = altered(20, "cloze", kind="cloze")
    made = quiz((*quiz().items, cloze))
    student.take(api.export(made, "anki", tmp_path / "deck.apkg").files[0])
    search = "Key:moon.event-10.text"
    before = learnt(student, search)
    for one in (only(student, search), only(student, f"Key:{cloze.id}")):
        one["Notes"] = "my own"
        student.col.update_note(one)
    changed = altered(10, "text", stem="When was event 10?")
    later = second_release(made, changed, item(30), altered(31, "cloze", kind="cloze"))
    assert take(student, table(form, later, tmp_path, notes="full")) == {"new": 2, "updated": 1, "duplicate": 13}
    assert only(student, search)["Question"] == "When was event 10?"
    assert only(student, search)["Notes"] == only(student, f"Key:{cloze.id}")["Notes"] == "my own"
    assert standing(student, search) == before
    assert student.col.decks.name(only(student, f"Key:{item(30).id}").cards()[0].did) == "The Moon"
    assert student.complaints() == []


def test_a_package_after_a_text_updates_the_same_notes(form, student, tmp_path):
    made = quiz()
    student.take(api.export(made, "anki", tmp_path / "deck.apkg").files[0])
    changed = altered(10, "text", stem="When was event 10?")
    take(student, table(form, second_release(made, changed), tmp_path, notes="full"))
    student.take(api.export(second_release(made, changed), "anki", tmp_path / "deck.apkg").files[0])
    assert student.col.note_count() == 13
    assert only(student, f"Key:{changed.id}")["Question"] == "When was event 10?"


def test_a_retired_question_says_so_in_the_deck_that_is_there(form, student, tmp_path):
    made = quiz()
    student.take(api.export(made, "anki", tmp_path / "deck.apkg").files[0])
    search = f"Key:{made.items[3].id}"
    before = learnt(student, search)
    report = api.export(with_retired(made, made.items[3]), form, tmp_path / f"deck.{form}", notes="full")
    assert report.lost == {}
    assert take(student, report.files[0]) == {"updated": 1, "duplicate": 12}
    assert only(student, search)["Retired"] == "It was another year."
    assert "quizgen::retired" in only(student, search).tags
    assert standing(student, search) == before


def test_all_fields_need_a_deck_that_is_there(form, student, tmp_path):
    assert take(student, table(form, quiz(), tmp_path, notes="full")) == {"missing_notetype": 13}
    assert student.col.note_count() == 0
