"""Anki's note types and their looks: frozen schemas, no script, colours that can be read."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace

import genanki

from quizgen.exporting import anki, anki_note, anki_package, anki_schema
from quizgen.exporting.anki import Options, export
from quizgen.templating import find
from tests import anki_profile
from tests.anki_profile import ROOT, odd_quiz, part
from tests.examples import item, quiz

student = anki_profile.student


def test_genanki_would_make_the_same_cards():
    made = odd_quiz()
    models = {model.model_id: model for model in anki_schema.models(())}
    for it in made.items:
        note_type, fields = anki_note.note_fields(made, it, typing=True)
        note = genanki.Note(model=models[note_type.id], fields=list(fields))
        assert [card.ord for card in note.cards] == [0]


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
    schema = [
        (kind.id, list(kind.fields.items()), [(card.id, card.name) for card in kind.templates], kind.cloze)
        for kind in anki_schema.NOTE_TYPES
    ]
    found = hashlib.sha256(json.dumps(schema).encode()).hexdigest()[:16]
    assert found == "1bfc4df66f69303e", "a published note type changed: make a v2 with new ids instead"


def test_new_looks_come_with_a_new_day():
    texts = b"".join(find(name).read_bytes() for name in anki_schema.files())
    found = hashlib.sha256(texts).hexdigest()[:16]
    known = ("2026-11-22", "34e4b268740a914e")
    assert (anki_schema.STYLED, found) == known, "templates/anki changed: move STYLED to today"


def test_a_users_own_template_is_taken_and_comes_with_each_release(student, tmp_path):
    own = tmp_path / "templates"
    (own / "anki").mkdir(parents=True)
    (own / "anki" / "question_front.html").write_text("<h1>{{Question}}</h1>", "utf-8")
    made = replace(quiz(), templates=(own,))
    export(made, tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    assert student.sides("moon.event-1.choice")[0].startswith("<h1>In which year")
    assert anki_schema.styled((own,), made.release) == made.release
    assert anki_schema.styled((), made.release) == anki_schema.STYLED


def test_the_templates_hold_no_script_and_load_nothing():
    for name in anki_schema.files():
        text = find(name).read_text("utf-8")
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
    assert {"choice", "text", "date", "number", "cloze"} <= anki.INTERACTIONS
    assert not hasattr(anki_note, "export")
    assert not hasattr(anki_package, "export")
    assert not hasattr(anki_schema, "export")
