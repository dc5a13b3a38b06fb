"""Canvas's quiz packages: what a strict reader makes of them when their questions are answered."""

from __future__ import annotations

import base64
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.exporting import canvas
from quizgen.exporting.markup import flat
from quizgen.exporting.taking import answers
from quizgen.lowering import lower
from quizgen.model.item import BLANK, Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from tests import examples
from tests.canvas_reader import Question, read

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
TEXTS = ("", *examples.HOSTILE, r"costs $$5$$ or \(x\), [blank] too")


def written(quiz: Quiz, out: Path, **options: str) -> tuple[Any, list[Any], set[str]]:
    report = api.export(quiz, "canvas", out / "quiz-canvas.zip", **options)
    return report, *read(report.files[0])


def questions(quiz: Quiz, out: Path, **options: str) -> dict[str, Question]:
    """The questions by their title, which is the item's id."""
    _, quizzes, _ = written(quiz, out, **options)
    return {one.title: one for quiz in quizzes for one in quiz.questions}


def chosen(question: Question, item: Item) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The right answer and a wrong one."""
    if item.interaction in {"choice", "choices"}:
        ids = [one for one, _ in question.offered()]
        right = {one for one, option in zip(ids, item.options, strict=True) if option.correct}
        wrong = set(ids) - right if item.interaction == "choice" else set(ids)
        return {"response1": right}, {"response1": {min(wrong)} if item.interaction == "choice" else wrong}
    if item.interaction == "match":
        right = {}
        for name, option in zip(question.responses, item.options, strict=True):
            right[name] = {next(one for one, text in question.offered(name) if text == flat(option.match or ""))}
        names = list(right)
        return right, {name: right[other] for name, other in zip(names, names[1:] + names[:1], strict=True)}
    [name] = question.responses
    return {name: {f" {flat(answers(item)[-1]).lower()} "}}, {name: {"something else"}}


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_the_key_scores_and_the_source_is_shown_whatever_was_answered(text: str, tmp_path: Path):
    quiz = examples.everything(text)
    asked = lower(quiz, canvas.INTERACTIONS).quiz.by_id
    found = questions(quiz, tmp_path)
    assert set(found) == set(asked)
    for name, question in found.items():
        right, wrong = chosen(question, asked[name])
        assert question.play(right)[0] == 100
        for other in (wrong, {}):
            score, told = question.play(other)
            assert score < 100
            page = flat(" ".join(told))
            item = quiz.by_id[name]
            for said in (item.rationale, item.citations[0].quote or "", "An Almanac of the Moon", "page 12"):
                assert flat(said) in page
            assert "Source:" in page


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_texts_are_shown_as_they_are(text: str, tmp_path: Path):
    quiz = examples.everything(text)
    asked = lower(quiz, canvas.INTERACTIONS).quiz.by_id
    for name, question in questions(quiz, tmp_path).items():
        item = asked[name]
        first, _, last = item.stem.partition(BLANK)
        assert flat(question.stem).startswith(flat(first))
        assert flat(question.stem).endswith(flat(last))
        if item.interaction == "match":
            assert [flat(question.prompt(one)) for one in question.responses] == [flat(o.text) for o in item.options]
        elif item.options:
            assert [flat(one) for _, one in question.offered()] == [flat(option.text) for option in item.options]


def test_a_wrong_option_says_whose_answer_it_is(tmp_path: Path):
    item = examples.item(1)
    told = "That is when <b>Event 7</b> happened."
    options = tuple(
        option.model_copy(update={"rationale": told if option.id == "A" else None}) for option in item.options
    )
    question = questions(examples.quiz((item.model_copy(update={"options": options}),)), tmp_path)[item.id]
    ids = [one for one, _ in question.offered()]
    assert told in flat(" ".join(question.play({"response1": {ids[0]}})[1]))
    assert told not in flat(" ".join(question.play({"response1": {ids[2]}})[1]))


def test_nothing_begins_a_formula(tmp_path: Path):
    [question] = questions(examples.quiz((examples.item(1, "text", text=r"\(x\) \[y\] $$z$$ $5"),)), tmp_path).values()
    pages = [one.text or "" for one in question.node.iter() if one.get("texttype") == "text/html"]
    assert len(pages) == 2
    assert not [page for page in pages for sign in (r"\(", r"\[", "$$") if sign in page]
    assert r"\(x\) \[y\] $$z$$ $5" in question.stem


def test_ids_stay_when_the_text_changes(tmp_path: Path):
    before = questions(examples.everything(), tmp_path / "a")
    after = questions(examples.everything("Changed."), tmp_path / "b")
    assert {name: one.ident for name, one in before.items()} == {name: one.ident for name, one in after.items()}
    assert {one.fields["quizgen_item"] for one in before.values()} == set(before)
    assert {one.fields["quizgen_sources"] for one in before.values()} == {"moon.almanac"}


def test_an_import_of_another_title_is_another_quiz(tmp_path: Path):
    titles = ("The Moon", "The Moon, again")
    made = [written(examples.quiz(title=title), tmp_path / title)[1][0] for title in titles]
    assert [one.title for one in made] == list(titles)
    assert made[0].ident != made[1].ident


def test_a_question_may_be_called_by_its_number(tmp_path: Path):
    quiz = examples.quiz()
    assert list(questions(quiz, tmp_path, titles="number")) == [str(n) for n in range(1, len(quiz.items) + 1)]


def test_each_bank_may_be_a_quiz_of_its_own(tmp_path: Path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(4)))
    sun = quiz.banks[0].model_copy(update={"id": "sun", "title": "The <Sun> & more", "description": "All of it"})
    void = sun.model_copy(update={"id": "void"})
    items = tuple(item.model_copy(update={"bank": "sun"}) if n == 3 else item for n, item in enumerate(quiz.items))
    both = replace(quiz, banks=(*quiz.banks, sun, void), items=items)
    _, one, _ = written(both, tmp_path / "one")
    _, two, _ = written(both, tmp_path / "two", quizzes="bank")
    assert [len(part.questions) for part in one] == [4]
    assert [(part.title, len(part.questions)) for part in two] == [("The Moon", 3), ("The <Sun> & more", 1)]
    assert two[1].settings["description"] == "<p>All of it</p>"


def test_a_quiz_is_for_practice_unless_it_is_graded(tmp_path: Path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(3)))
    _, [practice], _ = written(quiz, tmp_path / "a")
    _, [graded], _ = written(quiz, tmp_path / "b", graded="yes", points="2.5")
    told = ("quiz_type", "allowed_attempts", "points_possible", "shuffle_answers")
    assert [practice.settings[name] for name in told] == ["practice_quiz", "-1", "3", "false"]
    assert [graded.settings[name] for name in told] == ["assignment", "1", "7.5", "false"]
    assert {one.fields["points_possible"] for one in graded.questions} == {"2.5"}


def test_dates_keep_their_order_unless_all_answers_are_mixed(tmp_path: Path):
    items = (examples.item(1), examples.item(2).model_copy(update={"ordered": True}))
    kept, _, _ = written(examples.quiz(items), tmp_path / "a")
    mixed, [quiz], _ = written(examples.quiz(items), tmp_path / "b", shuffle="yes")
    assert not [name for name in kept.lost if "order" in name]
    assert mixed.lost["order of dates or numbers (Canvas shuffles all answers)"] == 1
    assert quiz.settings["shuffle_answers"] == "true"


def test_true_and_false_are_canvas_own_in_english_only(tmp_path: Path):
    item = examples.true_or_false(1, right=True)
    words = ("Wahr", "Falsch")
    options = tuple(o.model_copy(update={"text": text}) for o, text in zip(item.options, words, strict=True))
    german = item.model_copy(update={"id": "moon.wahr", "options": options, "key": ("Wahr",), "language": "de"})
    found = questions(examples.quiz((item, german)), tmp_path)
    assert found[item.id].sort == "true_false_question"
    assert found["moon.wahr"].sort == "multiple_choice_question"


def medium(folder: Path, kind: str, *, asks: bool) -> Medium:
    path = folder / f"a.{kind}"
    path.write_bytes(PIXEL)
    types = {"image": "image/png", "audio": "audio/mpeg"}
    about = {"alt": 'a "red" <field>', "credit": "Ada & Doe", "licence": "CC0-1.0", "asks": asks, "type": types[kind]}
    return Medium(kind=kind, file=path.name, sha256=sha256(PIXEL).hexdigest(), path=path, **about)


def test_a_picture_is_shown_and_its_credit_after_the_answer(tmp_path: Path):
    asking, beside = (medium(tmp_path, "image", asks=asks) for asks in (True, False))
    items = tuple(examples.item(n).model_copy(update={"media": (one,)}) for n, one in enumerate((asking, beside), 1))
    report, [quiz], files = written(examples.quiz(items), tmp_path)
    assert files == {f"images/{asking.name}"}
    tag = f'<img src="%24IMS-CC-FILEBASE%24/images/{asking.name}" alt="a &quot;red&quot; &lt;field&gt;"/>'
    shown, not_yet = quiz.questions
    assert tag in shown.html
    assert tag not in not_yet.html
    for question in quiz.questions:
        assert "Ada" not in question.stem
        assert "Picture: Ada & Doe, CC0-1.0" in question.feedback["general_fb"]
    assert "picture" not in report.lost


def test_a_sound_that_is_the_question_cannot_be_asked(tmp_path: Path):
    items = tuple(
        examples.item(n).model_copy(update={"media": (medium(tmp_path, "audio", asks=asks),)})
        for n, asks in enumerate((True, False))
    )
    report, [quiz], files = written(examples.quiz(items), tmp_path)
    assert [one for one, _ in report.skipped] == [items[0].id]
    assert report.lost["sound"] == 1
    assert not files
    assert [one.title for one in quiz.questions] == [items[1].id]


def test_what_canvas_has_no_place_for_is_counted(tmp_path: Path):
    item = examples.item(1).model_copy(update={"hint": "Think."})
    report, _, _ = written(examples.quiz((item, examples.item(2, "order"))), tmp_path)
    assert report.lost["hint"] == 1
    assert report.lost["tags (Canvas has none)"] == 2
    assert report.lost["order asked as text"] == 1
