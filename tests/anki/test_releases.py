"""What students keep when the next release comes, in each version of Anki: measured, with what its dialog offers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.anki.author import FACTS, NEW, WHY, key
from tests.anki.conftest import Student
from tests.anki.story import CLOZE, CLOZED, OWN_DECK, OWN_STYLE, QUESTION, RENAMED_DECK, Story, tell

pytestmark = pytest.mark.anki

STAMPS_WITH_THE_IMPORT = {"23.10.1", "24.11"}  # later ones give an updated note the time of the release
COUNT = len(FACTS) + 4
EDITED = {
    *map(key, ("luna-2", "ranger-7", "luna-10", "surveyor-1", "apollo-8", "lunokhod")),
    CLOZED,
    "words.french.what",
}
RETIRED = {key("zond-5"), key("clementine")}
ADDED = [key(fact) for fact in NEW]
BACK = key("apollo-11")  # deleted by the student


@pytest.fixture(scope="module")
def story(anki, releases, tmp_path_factory) -> Story:
    student = Student(anki, tmp_path_factory.mktemp("profile") / "story")
    told = tell(student, releases)
    student.close()
    return told


# ---- the first release ----------------------------------------------------------------------------------------------


def test_the_first_import_makes_every_card_new_and_in_the_order_of_learning(story):
    assert story.fates[1] == {"new": COUNT}
    assert story.queue[: len(FACTS)] == [key(fact) for fact in FACTS]
    assert set(story.after[1].styles) == {QUESTION, CLOZE}
    assert story.after[1].decks == {"Default": 0, "Space": 0, "Space::The Moon": 14, "Space::Words for the Moon": 4}


@pytest.mark.parametrize("release", [1, 2, 3])
def test_importing_a_release_again_changes_no_byte(story, release):
    fates, same = story.again[release]
    assert same
    assert fates == {"duplicate": len(story.after[release].notes)}


@pytest.mark.parametrize("release", [1, 2, 3])
def test_ankis_own_checks_find_nothing_wrong(story, release):
    assert story.complaints[release] == []


# ---- the second release: what comes ---------------------------------------------------------------------------------


def test_each_note_of_the_second_release_meets_its_fate(story):
    late, alone = 1, COUNT - len(EDITED) - len(RETIRED) - 2  # one edited late, one deleted by the student
    assert story.fates[2] == {"new": len(NEW) + 1, "updated": len(EDITED | RETIRED), "duplicate": late + alone}


def test_what_the_author_edited_arrives(story):
    before, after = story.before[2].notes, story.after[2].notes
    told = {name for name in before if before[name]["fields"] != after[name]["fields"]}
    assert told == EDITED | RETIRED
    assert after[key("luna-2")]["fields"]["Question"] == "Which probe struck the Moon in the year 1959?"
    assert "{{c1::La Lune}} means in French" in after[CLOZED]["fields"]["Text"]


def test_a_question_that_gains_options_is_the_same_note(story):
    before, after = (state[2].notes[key("lunokhod")] for state in (story.before, story.after))
    assert before["fields"]["Options"] == ""
    assert after["fields"]["Options"].count("<li") == 4
    assert (before["id"], before["type"]) == (after["id"], after["type"])


def test_new_facts_are_new_cards_at_their_place_in_the_order(story):
    before, after = story.before[2].cards, story.after[2].cards
    assert set(after) - set(before) == {*ADDED, BACK}
    assert [(after[name]["type"], after[name]["queue"], after[name]["reps"]) for name in ADDED] == [(0, 0, 0)] * 2
    by_place = sorted((name for name in after if after[name]["type"] == 0), key=lambda name: after[name]["due"])
    moon = [name for name in by_place if name.startswith("moon.") and name not in RETIRED]
    assert moon == [key(f) for f in ("luna-3", "ranger-7", *NEW, "luna-9", "surveyor-1", "apollo-11")]


def test_a_renamed_fact_is_the_note_it_was(story):
    assert story.after[2].notes[key("luna-16")] == story.before[2].notes[key("luna-16")]
    assert key("luna-sample") not in story.after[2].notes


def test_a_retired_note_says_so_and_its_card_stays_where_it_was(story):
    after = story.after[2]
    assert {name for name, note in after.notes.items() if "quizgen::retired" in note["tags"]} == RETIRED
    assert {name for name, note in after.notes.items() if note["fields"]["Retired"]} == RETIRED
    assert after.notes[key("zond-5")]["fields"]["Retired"] == WHY
    assert after.notes[key("zond-5")]["fields"]["Answer"] == "Zond 5"
    assert {after.cards[name]["deck"] for name in RETIRED} == {RENAMED_DECK}


def test_new_looks_arrive_once(story):
    assert all(".quizgen-second" in story.after[2].styles[name] for name in (QUESTION, CLOZE))
    assert set(story.after[3].styles) == {QUESTION, CLOZE}


# ---- the second release: what the student keeps ---------------------------------------------------------------------


def test_every_card_keeps_its_schedule_flags_deck_and_history(story):
    before, after = story.before[2].cards, story.after[2].cards
    assert {name: after[name] for name in before} == before
    studied = {name for name, card in before.items() if card["log"]}
    assert studied >= {*map(key, ("luna-2", "zond-5", "luna-16", "lunokhod", "luna-10", "hiten", "apollo-8")), CLOZED}
    assert before[key("luna-10")]["lapses"] == 1
    assert before[key("luna-10")]["queue"] == -1
    assert before[key("luna-10")]["flags"] == 3
    assert before[key("surveyor-1")]["queue"] == -3
    assert before[key("apollo-8")]["deck"] == OWN_DECK


def test_notes_that_the_release_leaves_alone_keep_the_students_own_words_and_tags(story):
    before, after = story.before[2].notes, story.after[2].notes
    alone = before.keys() - EDITED - RETIRED
    assert {name: after[name] for name in alone} == {name: before[name] for name in alone}
    own = after[key("luna-3")]
    assert own["fields"]["Statement"] == "I know better."
    assert own["fields"]["Notes"] == "mine: 私のメモ"
    assert {"own::exam", "marked"} <= set(own["tags"])


def test_a_note_that_the_release_changes_loses_the_students_own_words_and_tags(story):
    """That is Anki's way: it takes a newer note whole. docs/anki.md says so."""
    after = story.after[2].notes
    said = "Ranger 7 sent pictures from near the Moon in the year 1964."
    assert after[key("ranger-7")]["fields"]["Statement"] == said
    assert after[key("surveyor-1")]["fields"]["Notes"] == ""
    assert not {"own::exam", "marked"} & set(after[key("surveyor-1")]["tags"])


def test_an_edit_made_after_the_release_was_built_wins_until_the_next_change(story):
    assert story.after[2].notes[key("luna-9")] == story.before[2].notes[key("luna-9")]
    assert story.after[2].notes[key("luna-9")]["fields"]["Statement"] == "I know better, and later."
    assert story.after[3].notes[key("luna-9")]["fields"]["Statement"] == "I know better, and later."


def test_a_style_of_the_students_own_gives_way_to_new_looks_and_to_nothing_else(story):
    assert story.before[2].styles[QUESTION] == OWN_STYLE
    assert OWN_STYLE not in story.after[2].styles[QUESTION]
    assert story.before[3].styles[QUESTION] == OWN_STYLE
    assert story.after[3].styles == story.before[3].styles


def test_a_note_that_the_student_deleted_comes_back_as_new(story):
    assert BACK not in story.before[2].notes
    assert story.after[2].cards[BACK]["reps"] == 0


def test_new_cards_of_a_deck_that_was_renamed_come_into_one_of_the_old_name(story):
    """And an empty deck for retired cards appears, for Anki makes every deck that a package has cards for."""
    assert story.after[2].decks == story.before[2].decks | {"Space::The Moon": 3, "Space::Retired": 0}


# ---- the third release, and other ways to it ------------------------------------------------------------------------


def test_the_third_release_brings_its_changes_and_what_was_retired_comes_back(story):
    before, after = story.before[3], story.after[3]
    assert story.fates[3] == {"updated": 3, "duplicate": COUNT + len(NEW) - 3}
    assert after.cards == before.cards
    changed = {name for name in before.notes if before.notes[name]["fields"] != after.notes[name]["fields"]}
    assert changed == {*map(key, ("luna-2", "zond-5", "change-4"))}
    assert after.notes[key("luna-2")]["fields"]["Question"] == "Which probe hit the Moon in the year 1959?"
    assert after.notes[key("zond-5")]["fields"]["Retired"] == ""
    assert "quizgen::retired" not in after.notes[key("zond-5")]["tags"]
    assert "quizgen::retired" in after.notes[key("clementine")]["tags"]


def test_a_student_who_skipped_a_release_has_the_same_notes_as_one_who_begins_now(anki, releases, tmp_path):
    late, fresh = (Student(anki, tmp_path / name) for name in ("late", "fresh"))
    late.take(releases[1])
    late.answer(key("luna-2"), ["easy"])
    late.live(30)
    before = late.cards()
    assert late.take(releases[3]) == {"new": 2, "updated": 11, "duplicate": COUNT - 11}
    assert fresh.take(releases[3]) == {"new": COUNT + 2}
    assert lasting(late.notes()) == lasting(fresh.notes())
    after = late.cards()
    assert {name: after[name] for name in before} == before
    assert late.complaints() == fresh.complaints() == []
    late.close()
    fresh.close()


def lasting(notes: dict[str, dict[str, Any]]) -> dict[str, list[object]]:
    """What of notes is the same for all students. How hard a question is only describes it, and updates no card."""
    tags = {name: [tag for tag in note["tags"] if "::difficulty::" not in tag] for name, note in notes.items()}
    return {name: [note["guid"], note["type"], note["fields"], tags[name]] for name, note in notes.items()}


def test_who_begins_with_the_second_release_has_retired_cards_only_in_their_own_deck(student, releases):
    assert student.take(releases[2]) == {"new": COUNT + 2}
    cards = student.cards()
    assert {name for name, card in cards.items() if card["deck"] == "Space::Retired"} == RETIRED
    assert student.decks()["Space::Retired"] == 2
    assert not RETIRED & set(student.queue("Space::The Moon"))
    assert student.complaints() == []


def test_an_older_release_takes_nothing_back(student, releases):
    student.take(releases[3])
    before = student.rows()
    assert student.take(releases[1]) == {"duplicate": COUNT}
    assert student.rows() == before


def test_a_deck_that_the_student_deleted_comes_back_whole(student, releases):
    student.take(releases[1])
    student.live(30)
    student.remove_deck("Space")
    assert student.notes() == {}
    assert student.take(releases[2]) == {"new": COUNT + 2}


def test_two_changes_on_one_day_both_arrive(student, releases):
    student.take(releases[3])
    for release, days, said in (
        (4, 2.95, "came to its far side in 2019"),
        (5, 2.8, "came to the far side of our Moon"),
    ):
        assert student.take(releases[release]) == {"updated": 1, "duplicate": COUNT + 1}
        assert said in student.notes()[key("change-4")]["fields"]["Question"]
        student.live(days)


# ---- time, and what freezes a note ----------------------------------------------------------------------------------


def test_a_release_dated_before_the_last_import_does_not_reach_all_students(anki, student, releases):
    """Up to 24.11 Anki gives an updated note the time of the import; hence quizgen takes the clock for a release."""
    student.take(releases[1])
    student.live(30)
    student.take(releases[2])  # today, and the third release says that it is five days old
    student.take(releases[3])
    found = student.notes()[key("luna-2")]["fields"]["Question"]
    reached = anki.version not in STAMPS_WITH_THE_IMPORT
    assert ("hit the Moon" in found) is reached


def test_a_note_that_the_student_gave_another_type_is_left_alone_from_then_on(student, releases):
    student.take(releases[1])
    student.answer(key("luna-2"), ["easy"])
    student.retype(key("luna-2"), "Basic")
    student.live(30)
    notes, cards = student.notes(), student.cards()
    assert student.take(releases[2])["conflicting"] == 1
    assert student.notes()[key("luna-2")] == notes[key("luna-2")]
    assert student.cards()[key("luna-2")] == cards[key("luna-2")]
    assert student.complaints() == []


@pytest.mark.parametrize("addition", ["add_field", "add_template"])
def test_what_the_student_adds_to_our_note_type_freezes_all_its_notes(student, releases, addition):
    student.take(releases[1])
    getattr(student, addition)(QUESTION, "My own")
    student.live(30)
    before = student.notes()
    assert student.take(releases[2]) == {"new": 2, "updated": 1, "duplicate": 1, "conflicting": 16}
    after = student.notes()
    questions = [name for name, note in before.items() if note["type"] == QUESTION]
    assert {name: after[name] for name in questions} == {name: before[name] for name in questions}
    assert {after[name]["type"] for name in ADDED} == {f"{QUESTION}+"}


def test_a_template_of_the_students_own_stays_where_a_release_brings_no_new_looks(student, releases):
    student.take(releases[2])
    student.template(QUESTION, "qfmt", "mine: {{Question}}")
    student.live(10)
    student.take(releases[3])
    assert student.sides(key("luna-2"))[0].startswith("mine: ")
