"""The Anki deck, held against Anki itself: its own backend imports, checks and renders what we write."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.exporting import anki_note, anki_package
from quizgen.exporting.anki import Options, export
from quizgen.exporting.anki_deck import contents, retire
from quizgen.lock import renamed, retired
from quizgen.model.item import Dated, Item
from quizgen.model.quiz import BankInfo, Quiz
from tests import anki_profile
from tests.anki_profile import ROOT, Student, altered, hostile_quiz, kept, odd_quiz, part, text_of
from tests.examples import CITATION, UGLY, item, quiz, released, ugly_quiz

student = anki_profile.student


@pytest.mark.parametrize("make", [quiz, ugly_quiz, odd_quiz, lambda: hostile_quiz(list(UGLY))])
def test_anki_takes_every_card_and_finds_nothing_wrong(make, student, tmp_path):
    made = make()
    report = export(made, tmp_path / "deck.apkg", Options())
    assert report.written == report.cards == len(made.items)
    assert not report.skipped
    assert student.take(tmp_path / "deck.apkg") == {"new": report.cards}
    assert student.col.card_count() == report.cards
    assert student.complaints() == []


@pytest.mark.parametrize("make", [quiz, ugly_quiz, odd_quiz])
def test_each_back_shows_answer_statement_source_quote_and_link(make, student, tmp_path):
    made = make()
    export(made, tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    for it in made.items:
        back = student.sides(it.id)[1]
        seen = text_of(back)
        for key in it.key:
            assert kept(key) in seen
        assert kept(it.rationale) in seen
        for citation in it.citations:
            assert kept(made.sources[citation.source].reference) in seen
            assert citation.where in seen
            assert kept(citation.quote or "") in seen
            assert citation.url is None or f'href="{html.escape(citation.url)}"' in back


def test_a_second_import_changes_nothing(student, tmp_path):
    export(quiz(), tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    before = student.notes()
    assert student.take(tmp_path / "deck.apkg") == {"duplicate": 13}
    assert student.notes() == before


def test_a_release_updates_in_place_and_keeps_schedule_and_the_students_own_notes(student, tmp_path):
    first = quiz()
    export(first, tmp_path / "1.apkg", Options())
    student.take(tmp_path / "1.apkg")
    study_one(student, first.items[0].id)
    own = student.card(first.items[1].id).note()
    own["Notes"] = "my own words"
    student.col.update_note(own)
    cards = student.col.db.all("select id, nid, ord, due, ivl, reps, queue from cards order by id")

    said = {"stem": "Asked better?", "key": ("1900 or so",), "rationale": "Now said better."}
    better = first.items[0].model_copy(update=said)
    export(later(first, better), tmp_path / "2.apkg", Options())
    assert student.take(tmp_path / "2.apkg") == {"updated": 1, "duplicate": 12}
    assert student.card(better.id).note()["Statement"] == "Now said better."
    assert student.card(first.items[1].id).note()["Notes"] == "my own words"
    assert student.col.db.all("select id, nid, ord, due, ivl, reps, queue from cards order by id") == cards
    assert student.complaints() == []


def later(made: Quiz, *better: Item, day: str = "2024-07-01") -> Quiz:
    """The quiz as it is released on a later day, with some items changed."""
    known = {it.id: it for it in better}
    changed = {it.id: replace(made.lock.items[it.id], changed=day) for it in better}
    lock = replace(made.lock, release=day, items={**made.lock.items, **changed})
    return replace(made, items=tuple(known.get(it.id, it) for it in made.items), lock=lock)


def study_one(student: Student, item_id: str) -> None:
    """Answer a card, so that it has a schedule to lose."""
    student.col.sched.set_due_date([student.card(item_id).id], "7")


def test_the_students_own_style_survives_a_release_that_brings_no_other(student, tmp_path):
    made = quiz()
    export(made, tmp_path / "1.apkg", Options())
    student.take(tmp_path / "1.apkg")
    note_type = student.col.models.by_name("quizgen question v1")
    note_type["css"] = ".card { color: teal }"
    student.col.models.update_dict(note_type)
    export(later(made), tmp_path / "2.apkg", Options())
    student.take(tmp_path / "2.apkg")
    student.col.models._clear_cache()
    assert student.col.models.by_name("quizgen question v1")["css"] == ".card { color: teal }"
    assert len(student.col.models.all_names_and_ids()) == len(set(student.col.models.all_names()))


def test_new_looks_arrive_even_if_no_card_changed(student, tmp_path):
    made = quiz()
    export(made, tmp_path / "1.apkg", Options())
    student.take(tmp_path / "1.apkg")
    own = tmp_path / "templates"
    (own / "anki").mkdir(parents=True)
    (own / "anki" / "style.css").write_text(".card { color: plum }", "utf-8")
    looks = {name: replace(one, changed="2024-08-01") for name, one in made.lock.note_types.items()}
    dressed = replace(made, templates=(own,), lock=replace(made.lock, release="2024-08-01", note_types=looks))
    export(dressed, tmp_path / "2.apkg", Options())
    assert student.take(tmp_path / "2.apkg") == {"duplicate": 13}
    student.col.models._clear_cache()
    assert student.col.models.by_name("quizgen question v1")["css"] == ".card { color: plum }"
    assert student.complaints() == []


def test_a_renamed_item_is_the_same_note(student, tmp_path):
    first = quiz()
    export(first, tmp_path / "1.apkg", Options())
    student.take(tmp_path / "1.apkg")
    before = student.notes()
    old = first.items[3]
    new = old.model_copy(update={"id": "moon.landing.choice", "fact": "landing"})
    lock = renamed(first.lock, {old.id: new.id})
    after = replace(first, items=tuple(new if it is old else it for it in first.items), lock=lock)
    export(after, tmp_path / "2.apkg", Options())
    assert student.take(tmp_path / "2.apkg") == {"duplicate": 13}
    assert student.notes() == before
    assert contents(after, Options())[new.id] == contents(first, Options())[old.id]


def test_a_retired_item_says_so_on_its_card_and_stays_where_it_is(student, tmp_path):
    first = quiz()
    export(first, tmp_path / "1.apkg", Options())
    student.take(tmp_path / "1.apkg")
    old = first.items[3]
    gone = retire(first, old, Options(), "2024-07-01T00:00:00Z", "The source was <withdrawn>.")
    lock = retired(first.lock, [gone])
    after = replace(first, items=tuple(it for it in first.items if it is not old), lock=lock, retired=(gone,))
    deck, cards = student.card(old.id).did, student.col.card_count()
    report = export(after, tmp_path / "2.apkg", Options())
    assert (report.written, report.cards) == (12, 13)
    assert student.take(tmp_path / "2.apkg") == {"updated": 1, "duplicate": 12}
    note = student.card(old.id).note()
    assert "quizgen::retired" in note.tags
    assert {tag for tag in note.tags if tag.startswith("quizgen::kind")} == {"quizgen::kind::when"}
    assert "The source was &lt;withdrawn&gt;." in student.sides(old.id)[0]
    assert kept(old.stem) in text_of(student.sides(old.id)[0])
    assert (student.card(old.id).did, student.col.card_count()) == (deck, cards)
    assert student.complaints() == []

    new = Student(tmp_path / "new")
    assert new.take(tmp_path / "2.apkg") == {"new": 13}
    assert [new.card(it.id).did for it in first.items].count(new.card(old.id).did) == 1
    assert new.col.decks.name(new.card(old.id).did) == "The Moon::Retired"
    assert new.complaints() == []
    new.col.close()


@pytest.mark.parametrize("which", [("choice", True), ("text", False), ("order", False), ("match", False)])
def test_a_question_may_be_asked_otherwise_without_leaving_its_note(which, student, tmp_path):
    """An item that gains or loses its options keeps its note type: Anki would freeze a note that changes it."""
    first = quiz((altered(1, "text"), altered(2, "choice")))
    export(first, tmp_path / "1.apkg", Options())
    student.take(tmp_path / "1.apkg")
    interaction, closed = which
    other = item(1, interaction, closed=closed).model_copy(update={"id": first.items[0].id})
    export(later(first, other), tmp_path / "2.apkg", Options())
    assert student.take(tmp_path / "2.apkg") == {"updated": 1, "duplicate": 1}
    assert student.complaints() == []


def test_ugly_texts_stay_text(student, tmp_path):
    check_texts(student, hostile_quiz(list(UGLY)), tmp_path / "deck.apkg", "ugly")


ACTED_ON = ("[sound:a.mp3]", "[ANKI:play:q:0]", "[[type:Answer]]", "[$]x[/$]", "[$$]", "[LaTeX]x[/latex]")
CLOZES = ("}}", "{{c2::", "::", ":", "{", "}", "____", "_", "{{FrontSide}}", "{{#Notes}}")
MARKUP = ("&amp;", "&#123;", '"', "'", "<!--", "</div>", "<br>", "[", "]", r"\(x\)", r"\[")
CHARACTERS = ("\x1f", "\x00", "\x7f", "\u200b", "\u3000", "\u2028", "\u202e", "\r", "\r\n", "\t", "A\u030a")
PIECE = st.sampled_from((*UGLY, *ACTED_ON, *CLOZES, *MARKUP, *CHARACTERS)) | st.text(max_size=5)
HOSTILE = st.lists(PIECE, min_size=1, max_size=5).map("".join)
# the collection is shared on purpose: each example takes its own notes away before the next
SHARED = settings(
    max_examples=100, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("text", ACTED_ON)
def test_what_anki_would_act_on_in_a_field_is_only_text(text):
    assert anki_note.shown(text) == text.replace("[", "&#91;", 1)
    assert anki_note.shown("Trump[3] [a] [") == "Trump[3] [a] ["


@SHARED
@given(st.lists(HOSTILE, min_size=1, max_size=3))
def test_any_text_stays_text(everyone, texts):
    student, folder = everyone
    namespace = str(student.col.note_count())
    student.col.remove_notes(student.col.find_notes(""))
    check_texts(student, hostile_quiz(texts), folder / "deck.apkg", namespace)


@pytest.fixture(scope="module")
def everyone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    student = Student(folder)
    yield student, folder
    student.col.close()


def check_texts(student: Student, made: Quiz, out: Path, namespace: str) -> None:
    """Whatever became a card shows the item's own words, and Anki finds nothing wrong with it."""
    report = export(made, out, Options(namespace=namespace))
    assert student.take(out) == ({"new": report.cards} if report.cards else {})
    assert student.complaints() == []
    gone = {item_id for item_id, _ in report.skipped}
    for it in made.items:
        if it.id not in gone:
            check_text(student, it)


def check_text(student: Student, it: Item) -> None:
    front, back = student.sides(it.id)
    if anki_note.is_cloze(it):
        blanks = anki_note.keys_for_blanks(it)
        parts = kept(it.stem).split("____")
        assert part(front, "question") == "[...]".join(parts)
        assert part(back, "question") == anki_note.filled(kept(it.stem), map(kept, blanks))
    else:
        assert part(front, "question") == kept(it.stem)
        assert kept(it.key[0]) in part(back, "answer") or it.closed
    assert kept(it.rationale) in text_of(back)
    assert kept(it.citations[0].quote) in text_of(back)
    if it.closed:
        offered = [text_of(row) for row in re.findall(r"<li[^>]*>(.*?)</li>", front, re.DOTALL)]
        assert sorted(offered) == sorted(kept(option.text) for option in it.options)


def test_two_builds_are_the_same_bytes_on_any_day_in_any_zone(tmp_path):
    export(odd_quiz(), tmp_path / "1.apkg", Options())
    code = (
        "import sys; from pathlib import Path;"
        "from tests.anki_profile import odd_quiz; from quizgen.exporting.anki import Options, export;"
        "export(odd_quiz(), Path(sys.argv[1]), Options())"
    )
    elsewhere = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "2.apkg")], env=elsewhere, check=True, cwd=ROOT)
    assert (tmp_path / "1.apkg").read_bytes() == (tmp_path / "2.apkg").read_bytes()


def test_a_build_that_fails_leaves_the_old_deck_whole(tmp_path, monkeypatch):
    out = tmp_path / "deck.apkg"
    export(quiz(), out, Options())
    whole = out.read_bytes()
    monkeypatch.setattr(anki_package, "fill", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(quiz(), out, Options())
    with pytest.raises(ValueError, match=r"`moon\.event-1\.choice` are one note"):
        export(quiz((item(1), item(1))), out, Options())
    assert out.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [out]


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    export(quiz(), tmp_path / "deck.apkg", Options())
    assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.parametrize("day", ["1970-01-01", "1960-05-05"])
def test_a_day_that_would_break_ankis_database_check_is_refused(day, tmp_path):
    made = quiz()
    for wrong in (
        later(made, day=day),
        replace(later(made, made.items[0], day=day), lock=released(made.items, "2024-01-01", day)),
    ):
        with pytest.raises(ValueError, match="a release is a day"):
            export(wrong, tmp_path / "deck.apkg", Options())
    assert not list(tmp_path.iterdir())


def test_an_empty_quiz_makes_an_empty_deck(student, tmp_path):
    assert export(quiz(()), tmp_path / "deck.apkg", Options()).cards == 0
    assert student.take(tmp_path / "deck.apkg") == {}
    assert student.complaints() == []


def test_several_banks_stand_below_one_deck(student, tmp_path):
    base = quiz()
    sun = tuple(item(n).model_copy(update={"id": f"sun.{n}", "bank": "sun"}) for n in range(3))
    second = BankInfo(id="sun", title=' The :: "Sun"\t& co: ', language="en", licence="<CC>", description="All of it.")
    both = replace(base, title="Heavens", banks=(*base.banks, second), items=(*base.items, *sun))
    export(both, tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    names = {deck.name for deck in student.col.decks.all_names_and_ids()} - {"Default"}
    assert names == {"Heavens", "Heavens::The Moon", 'Heavens::The : "Sun" & co'}
    assert len(student.col.find_cards('deck:"Heavens::The Moon"')) == 13
    root = student.col.decks.by_name("Heavens")["desc"]
    below = student.col.decks.by_name("Heavens::The Moon")["desc"]
    assert "&lt;CC&gt;" in root
    assert "All of it." in root
    assert "CC0-1.0" in below
    assert "Doe, Ada. An Almanac of the Moon." in below
    assert "source of its answer" in below


@pytest.mark.parametrize(("deck", "name"), [("", "The Moon"), ("School::Space", "School::Space")])
def test_a_single_bank_is_one_deck(deck, name, student, tmp_path):
    export(quiz(), tmp_path / "deck.apkg", Options(deck=deck))
    student.take(tmp_path / "deck.apkg")
    assert len(student.col.decks.all_names_and_ids(skip_empty_default=True)) == name.count("::") + 1
    assert len(student.col.find_cards(f'deck:"{name}"')) == 13


def test_tags_are_one_word_each_and_all_below_one_root(student, tmp_path):
    words = ("Cold War", "war\u3000と\u00a0平和", "a:::b", '"', "moon", "A\u030a")
    tagged = altered(1, "text", kind="how-many", tags=words)
    export(quiz((tagged,)), tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    topics = {f"topic::{topic}" for topic in ("Cold-War", "war-と-平和", "a::b", "Å")}
    assert set(student.card(tagged.id).note().tags) == {
        f"quizgen::{tag}"
        for tag in {"bank::moon", "kind::how-many", "source::moon::almanac", "difficulty::medium"} | topics
    }
    assert part(student.sides(tagged.id)[0], "kind") == "how many"


def test_new_cards_come_in_the_order_of_the_quiz(student, tmp_path):
    made = odd_quiz()
    export(made, tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    cards = student.col.find_cards("", order="c.due")
    assert [student.col.get_card(card).note()["Key"] for card in cards] == [it.id for it in made.items]


def test_only_a_closed_item_shows_its_options_and_the_back_names_the_right_letter(student, tmp_path):
    made = odd_quiz()
    export(made, tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    for it in made.items:
        front, back = student.sides(it.id)
        offered = re.findall(r"<li( class=\"right\")?>(.*?)</li>", front)
        assert bool(offered) == anki_note.has_options(it)
        right = [("ABCD"[place], text) for place, (mark, text) in enumerate(offered) if mark]
        for letter, text in right:
            assert f'<span class="letter">{letter}</span> {text}' in back
    closed = [item(number, closed=True) for number in range(40)]
    assert {anki_note.in_order(it, it.id).index(it.right[0]) for it in closed} == {0, 1, 2, 3}
    assert anki_note.in_order(altered(1, "choice", ordered=True), "x") == list(closed[1].options)


def test_options_may_be_wanted_on_every_card_that_has_some(student, tmp_path):
    made = odd_quiz()
    export(made, tmp_path / "deck.apkg", Options(choices="always"))
    student.take(tmp_path / "deck.apkg")
    for it in made.items:
        assert ("<li" in student.sides(it.id)[0]) == bool(it.options)
    assert student.complaints() == []


def test_the_back_tells_why_the_other_options_are_wrong(student, tmp_path):
    options = tuple(
        option.model_copy(update={"rationale": None if option.correct else f"{option.text} was <another> event."})
        for option in item(1).options
    )
    made = quiz((altered(1, "choice", closed=True, options=options),))
    export(made, tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    front, back = student.sides(made.items[0].id)
    for option in options:
        assert (f"{option.text} was <another> event." in text_of(back)) == (not option.correct)
        assert "another" not in front


def timed(number: int, interaction: str) -> Item:
    """An item about the order of its options, and one event more."""
    it = item(number, interaction)
    events = [Dated(event=option.text, date=f"May {1900 + n}") for n, option in enumerate(it.options)]
    return it.model_copy(update={"timeline": (Dated(event="before <all>", date="May 1899"), *events)})


def test_what_came_next_has_its_timeline_on_the_back(student, tmp_path):
    made = quiz(tuple(timed(n, kind) for n, kind in enumerate(("choice", "order", "match"))))
    export(made, tmp_path / "deck.apkg", Options(choices="always"))
    student.take(tmp_path / "deck.apkg")
    for it in made.items:
        front, back = student.sides(it.id)
        rows = [tuple(map(text_of, row)) for row in re.findall(r"<tr[^>]*><td>(.*?)</td><td>(.*?)</td></tr>", back)]
        offered = [text_of(row) for row in re.findall(r"<li[^>]*>(.*?)</li>", front)]
        letters = {text: letter for letter, text in zip("ABCD", offered, strict=False)}
        told = [
            (one.date, f"{letters[one.event]} {one.event}" if one.event in letters else one.event)
            for one in it.timeline
        ]
        assert rows == told
        assert "May 1899" not in front
        assert it.rationale not in back


def test_what_is_ordered_or_matched_is_answered_by_letters(student, tmp_path):
    made = quiz(tuple(timed(n, kind) for n, kind in enumerate(("order", "match"))))
    bare = tuple(it.model_copy(update={"id": f"{it.id}.bare", "timeline": ()}) for it in made.items)
    export(quiz((*made.items, *bare)), tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    order, match = (student.sides(it.id) for it in made.items)
    assert part(order[1], "answer") == "A, B, C, D"
    assert part(match[1], "answer") == "A1, B2, C3, D4"
    assert [text_of(row) for row in re.findall(r"<li[^>]*>(.*?)</li>", match[0])][4:] == list(made.items[1].targets)
    assert 'class="right"' not in order[0] + match[0]
    for it in bare:
        for key in it.key:
            assert key.partition(":")[0] in text_of(student.sides(it.id)[1])
    assert student.complaints() == []


def test_clozes_and_quotations_are_cloze_notes_whatever_becomes_of_their_blanks(student, tmp_path):
    made = odd_quiz()
    items = tuple(it.model_copy(update={"kind": "quote" if n % 2 else "cloze"}) for n, it in enumerate(made.items))
    made = replace(made, items=items)
    export(made, tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    assert {student.card(it.id).note_type()["name"] for it in items} == {"quizgen cloze v1"}
    assert student.col.card_count() == len(items)
    assert part(student.sides("moon.event-3.cloze")[0], "question") == "[...] and [...] flew in 1969."
    assert part(student.sides("moon.event-4.cloze")[1], "question") == "He flew; He returned."
    front, back = student.sides("moon.event-6.choice")  # closed: with its options, and the right one hidden below
    assert [text_of(row) for row in re.findall(r"<li>(.*?)</li>", front)]
    assert "[...]" in front
    assert text_of(back).count(items[5].key[0]) > text_of(front).count(items[5].key[0])
    assert student.complaints() == []


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("{{c1::a}} and {{c1::b}}", True),
        ("nothing", False),
        ("{{c1::}}", False),
        ("{{c2::a}}", False),
        ("{{c1::a {{c1::b}} c}}", False),
        ("{{c1::a}} }}", False),
        ("{{c1::a::b}}", False),
        ("{{c1::a\nb&#125;&#125;}}", True),
    ],
)
def test_which_texts_hide_what_they_should(text: str, sound: bool):
    assert anki_note.is_sound(text) is sound


def test_a_cloze_does_not_say_its_sentence_twice(student, tmp_path):
    export(quiz((altered(11, "cloze", kind="cloze"),)), tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    assert text_of(student.sides("moon.event-11.cloze")[1]).count("Event 11 happened in 1921.") == 1


def test_a_link_that_is_not_for_the_web_is_left_out_and_counted(student, tmp_path):
    urls = (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://a b",
        'https://example.org/?"><script>',
    )
    cited = [(CITATION, CITATION.model_copy(update={"url": url})) for url in urls]
    items = tuple(altered(number, "text", citations=both) for number, both in enumerate(cited))
    report = export(quiz(items), tmp_path / "deck.apkg", Options())
    assert report.lost == {"link": 4}
    student.take(tmp_path / "deck.apkg")
    backs = [student.sides(it.id)[1] for it in items]
    assert [len(re.findall(r"<a href=\"https?://[^\"]*\">", back)) for back in backs] == [1, 1, 1, 1, 2]
    assert student.complaints() == []


def test_an_item_without_words_is_skipped_with_the_reason(tmp_path):
    without = quiz(
        (
            altered(1, "choice", stem=" \x1f\u3000"),
            altered(2, "text", key=("\x00",)),
            altered(3, "choice", closed=True, options=()),
            item(4),
        )
    )
    report = export(without, tmp_path / "deck.apkg", Options())
    assert report.written == 1
    assert [reason for _, reason in report.skipped] == [
        "the question is empty",
        "the answer is empty",
        "it may only be asked with its options, and has no right one",
    ]


def test_typing_is_asked_for_only_when_wished(student, tmp_path):
    made = quiz()
    export(made, tmp_path / "deck.apkg", Options(typing=True))
    student.take(tmp_path / "deck.apkg")
    asked = {it.id for it in made.items if "[[type:" in student.sides(it.id)[0]}
    assert asked == {"moon.event-10.text", "moon.event-11.cloze"}
    assert student.complaints() == []


def test_identity_is_namespace_and_item_id(student, tmp_path):
    export(quiz(), tmp_path / "1.apkg", Options())
    export(quiz(), tmp_path / "2.apkg", Options(namespace="another"))
    assert student.take(tmp_path / "1.apkg") == {"new": 13}
    assert student.take(tmp_path / "2.apkg") == {"new": 13}
