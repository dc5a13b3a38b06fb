"""Texts that would break a card, a field, a tag or a deck, in each version of Anki: kept to the letter, or refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.exporting.anki import Options, export
from quizgen.exporting.anki_deck import decks, notes, sift
from quizgen.model.quiz import BankInfo, Quiz
from tests.anki.conftest import Student
from tests.anki_profile import hostile_quiz, kept, text_of
from tests.examples import UGLY

pytestmark = pytest.mark.anki

ACTED_ON = r"[sound:a.mp3] [[type:Answer]] [$]x[/$] [latex]x[/latex] \(x\) \[x\] {{c1::x}} {{FrontSide}}".split(" ")
MARKUP = """}} {{ :: : " ' <b> <!-- &lt; _ *""".split(" ")
CHARACTERS = ("\x00", "\x1f", "\u3000", "\u2028", "\u202e", "\u200b", "\t", "\r\n", " ")
LANGUAGES = ("سليماني", "שלום", "漢字 かな", "한국어", "ไทย", "\U0001f600", "A\u030a", "é")
PIECE = st.sampled_from((*UGLY, *ACTED_ON, *MARKUP, *CHARACTERS, *LANGUAGES)) | st.text(max_size=5)
HOSTILE = st.lists(PIECE, min_size=1, max_size=5).map("".join)
LONG = 100_000
SECOND = BankInfo(id="sun", title="The Sun", language="en", licence="CC0-1.0")


@pytest.fixture(scope="module")
def everyone(anki, tmp_path_factory):
    """A profile that all examples share."""
    folder = tmp_path_factory.mktemp("hostile")
    student = Student(anki, folder / "profile")
    yield student, folder / "deck.apkg"
    student.close()


def check(student: Student, made: Quiz, out: Path) -> dict[str, dict]:
    """Import the quiz into an empty collection; what Anki has then is what we gave it. Return the notes by Key."""
    student.clear()
    report = export(made, out, Options())
    assert student.take(out) == ({"new": report.written} if report.written else {})
    sound = sift(made, Options()).sound
    tree = decks(made, Options())
    given = {note.guid: note for note in notes(made, sound, tree, Options())}
    taken = student.notes()
    assert {note["guid"] for note in taken.values()} == set(given)
    for note in taken.values():
        assert tuple(note["fields"].values()) == given[note["guid"]].fields
        assert {tag.casefold() for tag in note["tags"]} == {tag.casefold() for tag in given[note["guid"]].tags}
    assert {name for name, cards in student.decks().items() if cards} == ({tree["moon"].name} if taken else set())
    assert student.complaints() == []
    return taken


@settings(max_examples=25, suppress_health_check=list(HealthCheck))  # one profile for all, emptied before each
@given(st.lists(HOSTILE, min_size=1, max_size=3), HOSTILE, HOSTILE)
def test_any_text_is_kept_to_the_letter_in_fields_tags_and_names_of_decks(everyone, texts, title, bank):
    student, out = everyone
    made = hostile_quiz(texts)
    tagged = tuple(one.model_copy(update={"tags": tuple(texts)}) for one in made.items)
    named = made.banks[0].model_copy(update={"title": bank})
    taken = check(student, replace(made, items=tagged, banks=(named, SECOND), title=title), out)
    for one in made.items:
        if one.id in taken:
            assert text_of(taken[one.id]["fields"]["Quote"]) == kept(one.citations[0].quote)


@pytest.mark.parametrize("text", ["طويل ", "長い🌕"])
def test_a_hundred_thousand_characters_are_kept(everyone, text):
    student, out = everyone
    long = (text * LONG)[:LONG].strip()
    taken = check(student, hostile_quiz([long]), out)
    assert len(taken) == 3
    assert all(kept(long) in text_of(note["fields"]["Quote"]) for note in taken.values())
