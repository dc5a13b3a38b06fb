"""Anki's note types and their looks: frozen schemas, no script, colours that can be read."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from typing import get_args

import genanki
import pytest

from quizgen.exporting import anki, anki_deck, anki_note, anki_package, anki_schema, anki_templates
from quizgen.exporting.anki import Options, export
from quizgen.model.item import Interaction
from quizgen.problem import ProblemError
from quizgen.templating import find
from tests import anki_profile
from tests.anki_profile import ROOT, altered, odd_quiz, part, text_of
from tests.examples import item, quiz

student = anki_profile.student


def test_genanki_would_make_the_same_cards():
    made = odd_quiz()
    turned = tuple(it.model_copy(update={"reverse": "What?"} if n % 2 else {}) for n, it in enumerate(made.items))
    made = replace(made, items=turned)
    models = {model.model_id: model for model in anki_schema.models(())}
    for note in anki_deck.notes(made, made.items, anki_deck.decks(made, Options()), Options()):
        theirs = genanki.Note(model=models[note.note_type], fields=list(note.fields))
        assert [card.ord for card in theirs.cards] == list(note.cards)


def test_a_students_reverse_card_works(student, tmp_path):
    export(quiz((item(1),)), tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    note = student.card("moon.event-1.choice").note()
    note["Reverse"] = "What happened in 1911?"
    student.col.update_note(note)
    output = note.cards()[1].render_output()
    assert part(output.question_text, "question") == "What happened in 1911?"
    assert part(output.answer_text, "answer") == "Event 1 happened in 1911."
    assert student.complaints() == []


def test_the_schema_of_published_note_types_never_changes():
    found = {kind.name: kind.schema for kind in anki_schema.NOTE_TYPES}
    known = {"quizgen question v1": "0faf812bf7939961", "quizgen cloze v1": "ebe716ab846d5cb9"}
    assert found == known, "a published note type changed: make a v2 with new ids instead"


def test_ids_of_fields_and_templates_are_all_different():
    numbers = [kind.id for kind in anki_schema.NOTE_TYPES]
    for kind in anki_schema.NOTE_TYPES:
        numbers += [*kind.fields.values(), *(card.id for card in kind.templates)]
    assert len(numbers) == len(set(numbers))


def test_a_spare_field_can_become_a_card_without_a_new_note_type(student, tmp_path):
    export(quiz((item(1),)), tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    note = student.card("moon.event-1.choice").note()
    note["Spare1"] = "Another question?"
    student.col.update_note(note)
    assert [card.ord for card in note.cards()] == [0, 2]
    assert student.complaints() == []


def test_an_authors_reverse_question_is_a_second_card(student, tmp_path):
    made = quiz((altered(1, "text", reverse="What happened in <1911>?"), item(2)))
    report = export(made, tmp_path / "deck.apkg", Options())
    assert (report.written, report.cards) == (2, 3)
    student.take(tmp_path / "deck.apkg")
    assert student.col.card_count() == 3
    output = student.col.get_card(student.col.find_cards("card:Reverse")[0]).render_output()
    assert part(output.question_text, "question") == "What happened in <1911>?"
    assert made.items[0].rationale in text_of(output.answer_text)
    assert student.complaints() == []


def test_a_users_own_template_is_taken_and_has_a_fingerprint_of_its_own(student, tmp_path):
    own = tmp_path / "templates"
    (own / "anki").mkdir(parents=True)
    (own / "anki" / "question_front.html").write_text("<h1>{{Question}}</h1>", "utf-8")
    made = replace(quiz(), templates=(own,))
    export(made, tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    assert student.sides("moon.event-1.choice")[0].startswith("<h1>In which year")
    ours, theirs = (anki_schema.fingerprints(folders)["quizgen-question-v1"] for folders in ((), (own,)))
    assert ours[0] == theirs[0]
    assert ours[1] != theirs[1]


def test_the_templates_hold_no_script_and_load_nothing():
    for name in anki_schema.files():
        text = anki_schema.read(name, ())
        assert not re.search(r"<script|\bon\w+=|javascript:|//|@import|url\(|<link|<iframe|hint:", text), name
        assert name.endswith(".css") or "tex2jax_ignore" in text


def test_every_colour_can_be_read_by_day_and_night():
    css = find(anki_schema.STYLE).read_text("utf-8")
    blocks = re.findall(r"^[^\n]*\.card \{\n(.*?)^\}", css, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 2
    for block in blocks:
        colour = dict(re.findall(r"--(\w+): (#\w{6})", block))
        for ink in ("ink", "quiet", "mark"):
            assert min(contrast(colour[ink], colour[ground]) for ground in ("ground", "well")) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_starting_up_does_not_load_genanki():
    code = "import sys, quizgen.exporting.anki; sys.exit('genanki' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_what_a_module_must_hold_to_be_a_format():
    assert anki.SUFFIX == ".apkg"
    assert anki.SUMMARY
    assert set(get_args(Interaction)) == anki.INTERACTIONS
    for room in (anki_deck, anki_note, anki_package, anki_schema):
        assert not hasattr(room, "export")


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("question_front.html", "<p>\n  {{Questoin}}</p>", "no field `Questoin`"),
        ("question_back.html", "{{text:Answr}}", "no field `Answr`"),
        ("cloze_front.html", "{{cloze:Question}}", "no field `Question`"),
        ("question_front.html", "{{Question}}{{#Hint}}{{Hint}}", "`{{#Hint}}` is never closed"),
        ("question_front.html", "{{Question}}{{#Hint}}{{/Also}}", "nothing that is open here closes with `{{/Also}}`"),
        ("question_front.html", "{{/Hint}}", "nothing that is open here"),
        ("question_back.html", "{{> source}}", "no template to take in"),
        ("question_back.html", "{{ > sources}}", "no template to take in"),
        ("sources.html", "{{> sources}}", "no template to take in"),
        ("question_front.html", "{{Question}}{{ # Hint }}{{Hint}}", "`{{ # Hint }}` is never closed"),
        ("deck.html", b"gr\xfcn", "not UTF-8"),
        ("style.css", b"/* gr\xfcn */", "not UTF-8"),
        ("question_front.html", b"gr\xfcn {{Question}}", "not UTF-8"),
        ("words.json", b'{"de": {"hint": "gr\xfcn"}}', "cannot be read"),
        ("sources.html", "{{Qoute}}", "no field `Qoute`"),
        ("words.json", "{", "cannot be read"),
        ("words.json", '{"de": {"hint": 5}}', "cannot be read"),
        ("words.json", '{"en": {"picture": "Picture by {author}"}}', "`picture` of the language `en`"),
        ("words.json", '{"ar": {"sound": "الصوت: {}"}}', "`sound` of the language `ar`"),
        ("words.json", '{"en": {"picture": "{credit.name}"}}', "cannot be filled in"),
        ("words.json", '{"en": {"picture": "{credit:>99}"}}', "cannot be filled in"),
        ("words.json", '{"en": {"picture": "{credit!r}"}}', "cannot be filled in"),
        ("words.json", '{"en": {"picture": "{credit"}}', "cannot be filled in"),
    ],
)
def test_a_wrong_template_is_a_problem_before_students_see_it(file, text, words, tmp_path):
    own = tmp_path / "templates"
    (own / "anki").mkdir(parents=True)
    (own / "anki" / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ProblemError) as caught:
        export(replace(quiz(), templates=(own,)), tmp_path / "deck.apkg", Options())
    problem = caught.value.problems[0]
    assert problem.code == "B097"
    assert words in problem.message
    assert problem.path.endswith(file)
    assert file.endswith(".json") or isinstance(text, bytes) or problem.span
    assert not (tmp_path / "deck.apkg").exists()


@pytest.mark.parametrize("part", ["{{> sources}}", "{{>sources}}", "{{>  sources  }}"])
def test_the_sources_are_taken_in_however_the_tag_is_spaced(part, student, tmp_path):
    own = tmp_path / "templates"
    (own / "anki").mkdir(parents=True)
    (own / "anki" / "question_back.html").write_text(f"{{{{ #Answer }}}}{{{{Answer}}}}{{{{/Answer}}}}{part}", "utf-8")
    (own / "anki" / "words.json").write_text('{"en": {"picture": "By {credit} ({{licence}}: {licence})"}}', "utf-8")
    export(replace(quiz(), templates=(own,)), tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    back = student.sides("moon.event-1.choice")[1]
    assert "An Almanac of the Moon" in text_of(back)
    assert "{{" not in back
    assert student.complaints() == []


def test_our_own_templates_name_only_what_there_is():
    for kind in anki_schema.NOTE_TYPES:
        for name in (*anki_schema.files(kind), *anki_schema.PARTS):
            assert not list(anki_templates._problems(find(name), name, kind))
