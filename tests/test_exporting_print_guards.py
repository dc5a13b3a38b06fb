"""What keeps a paper sound when something about it is not: items left out, pictures, names, a user's own templates."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.exporting import print as printing
from quizgen.exporting.paper.printed_key import paper_key
from quizgen.forms import make_forms
from quizgen.model.key import Copy, PaperKey
from quizgen.model.quiz import Quiz, Section
from quizgen.problem import Problem, ProblemError
from quizgen.templating import find
from tests.examples import item, quiz
from tests.pdf_proof import proof, read
from tests.test_exporting_print import LONG, mixed, picture, with_template


def problem_of(made: Quiz, folder: Path, **set_: Any) -> Problem:
    with pytest.raises(ProblemError) as caught:
        printing.export(made, folder / "moon.pdf", printing.Options(**set_))
    return caught.value.problems[0]


def made_anew(count: int, forms: int, *tall: int) -> Quiz:
    items = tuple(item(n, text="word " * 900 if n in tall else "") for n in range(count))
    made = quiz(items)
    return replace(made, forms=make_forms(items, forms, made.seed))


# Items that are left out


def test_forms_are_made_anew_without_what_was_left_out(tmp_path: Path) -> None:
    made = made_anew(40, 4, 3, 17)
    report = api.export(made, "print", tmp_path / "moon.pdf")
    assert [one for one, _ in report.skipped] == ["moon.event-3.choice", "moon.event-17.choice"]
    key = PaperKey.model_validate_json(report.files[3].read_bytes())
    kept = tuple(one for one in made.items if one.id not in dict(report.skipped))
    wanted = make_forms(kept, 4, made.seed)
    assert [[entry.item for entry in form.entries] for form in key.forms] == [
        [entry.item for entry in form.entries] for form in wanted
    ]
    letters = [[entry.key for entry in form.entries] for form in key.forms]
    assert sum(here == there for here, there in zip(letters[0], letters[1], strict=True)) <= 1


def test_forms_of_somebody_elses_making_stay_what_they_are(tmp_path: Path) -> None:
    items = tuple(item(n, text="word " * 900 if n == 3 else "") for n in range(8))
    made = quiz(items)
    key = PaperKey.model_validate_json(api.export(made, "print", tmp_path / "moon.pdf").files[3].read_bytes())
    own = [[entry.item for entry in form.entries if entry.item != items[3].id] for form in made.forms]
    assert [[entry.item for entry in form.entries] for form in key.forms] == own


def test_a_paper_without_any_question_is_refused_and_the_old_one_stays(tmp_path: Path) -> None:
    old = tmp_path / "moon.pdf"
    old.write_bytes(b"old")
    told = problem_of(quiz((item(1, text=LONG * 40),)), tmp_path)
    assert told.message.startswith("no question can be printed: taller than its column")
    assert old.read_bytes() == b"old"


def test_a_section_of_which_nothing_is_left_has_no_head(tmp_path: Path) -> None:
    items = (item(1), item(2, text="word " * 900), item(3))
    parts = tuple(Section(title=f"Part {n}", page_break=True, items=(one.id,)) for n, one in enumerate(items))
    made = replace(quiz(items, 1), sections=parts)
    report = printing.export(made, tmp_path / "moon.pdf", printing.Options())
    text = read(report.files[0].read_bytes()).raw
    assert ["Part 0" in text[0], "Part 2" in text[1], len(text)] == [True, True, 2]
    assert "Part 1" not in "".join(text)


# Pictures


def test_a_picture_that_cannot_be_drawn_is_named_with_its_question(tmp_path: Path) -> None:
    shown = picture(tmp_path, "one", asks=True)
    shown.path.write_bytes(shown.path.read_bytes()[:200])
    made = quiz((item(1), item(2).model_copy(update={"media": (shown,)})))
    told = problem_of(made, tmp_path / "out")
    assert told.message.startswith("moon.event-2.choice: its picture one.png cannot be drawn:")


def test_an_avif_picture_of_an_answer_is_lost_not_an_error(tmp_path: Path) -> None:
    shown = picture(tmp_path, "one", asks=False).model_copy(update={"type": "image/avif"})
    made = quiz((item(1).model_copy(update={"media": (shown,)}),))
    report = printing.export(made, tmp_path / "moon.pdf", printing.Options(teacher=True))
    assert report.lost == {"picture": 1}


def test_words_that_are_not_printed_need_no_font(tmp_path: Path) -> None:
    shown = picture(tmp_path, "one", asks=False).model_copy(update={"alt": "\ua000", "credit": "\ua000"})
    one = item(1).model_copy(update={"media": (shown,), "accept": ("\ua000",)})
    made = quiz((one, item(2, text="\ua001")))
    report = printing.export(made, tmp_path / "moon.pdf", printing.Options(missing="skip"))
    assert [name for name, _ in report.skipped] == ["moon.event-2.choice"]


# Copies


def copies(*told: tuple[str, str]) -> tuple[Copy, ...]:
    return tuple(
        Copy(code=f"C{n:04}", form="AB"[n % 2], name=name, group=group) for n, (name, group) in enumerate(told)
    )


def test_a_copy_has_its_name_and_class_whatever_the_header_asks(tmp_path: Path) -> None:
    made = replace(mixed(4), copies=copies(("Ada Lovelace", "7b")))
    for header in ("", "date", "name,class"):
        paper = printing.typeset_quiz(made, printing.Options(header=header))
        assert "Ada Lovelace · Class: 7b" in read(paper.pdf).raw[0]


def test_classes_of_one_file_name_have_a_file_each(tmp_path: Path) -> None:
    made = replace(mixed(4), copies=copies(("Ada", "7 b"), ("Bob", "7/b"), ("Cem", "7B"), ("Dan", "7-B")))
    files = printing.export(made, tmp_path / "moon.pdf", printing.Options()).files
    names = [file.name for file in files if "copies-" in file.name]
    assert names == ["moon-copies-7-b.pdf", "moon-copies-7-b_2.pdf", "moon-copies-7B.pdf", "moon-copies-7-B_3.pdf"]


def test_a_name_that_cannot_be_printed_is_named(tmp_path: Path) -> None:
    made = replace(mixed(4), copies=copies(("Ada", ""), ("Bob \ua000", ""), ("Cem\x07", "")))
    told = problem_of(made, tmp_path)
    assert (told.code, told.message[:38]) == ("B090", "Bob \ua000: no font has the character \ua000")


# Flashcards keep to the same


def test_cards_without_any_question_are_refused_and_a_broken_picture_is_named(tmp_path: Path) -> None:
    old = tmp_path / "moon-cards.pdf"
    old.write_bytes(b"old")
    shown = picture(tmp_path, "one", asks=True)
    shown.path.write_bytes(shown.path.read_bytes()[:200])
    for made, said in (
        (quiz((item(1, text="word " * 900),)), "no question can be printed"),
        (quiz((item(2).model_copy(update={"media": (shown,)}),)), "its picture one.png cannot be drawn"),
    ):
        with pytest.raises(ProblemError, match=said):
            api.export(made, "cards", old)
        assert old.read_bytes() == b"old"


# Answer sheets


def test_a_quiz_with_answer_sheets_does_not_ask_for_circles_on_itself() -> None:
    made = mixed(8)
    texts = ["".join(read(printing.typeset_quiz(made, printing.Options(sheet=on)).pdf).raw) for on in (False, True)]
    assert ["Circle the letter" in text for text in texts] == [True, False]
    assert ["on the answer sheet" in text for text in texts] == [False, True]
    assert ["circle the letters of all" in text for text in texts] == [True, False]


# The key


def test_the_key_has_a_size_of_its_own() -> None:
    made = mixed(8)
    pages = [
        len(read(printing.typeset_key(made, printing.Options(**set_)).pdf).raw)
        for set_ in ({}, {"size": 24}, {"key_size": 24})
    ]
    assert pages[0] == pages[1] < pages[2]


def test_the_key_says_where_in_the_papers_language() -> None:
    german = tuple(item(n).model_copy(update={"language": "de"}) for n in range(2))
    key = paper_key(quiz(german), {one.id: 1 for one in german})
    assert {one.where for each in key.items for one in each.citations} == {"S. 12"}


# The user's own templates


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("quiz", 'mark("start", label, question.id, "question")', "", "without its marks"),
        ("quiz", "made.last().push(questions(label, here))", "", "is not printed"),
        ("quiz", "block(breakable: false, ", "block(", "is split over pages"),
        ("key", 'cell(form.name, row, "answer", answer(row))', "[x]", "is not printed"),
        ("key", "set table.cell(breakable: false)", "", "is split over pages"),
        ("common", "part: part))<mark>", "piece: part))<mark>", "a mark has other fields"),
    ],
)
def test_a_template_that_does_not_print_everything_whole_is_refused(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    items = tuple(item(n, text=LONG * 6) for n in range(8))
    folder = with_template(tmp_path / "own", name, old, new)
    if name == "common":
        with_template(tmp_path / "own", "quiz", "#let", "#let")
    told = problem_of(replace(quiz(items), templates=folder), tmp_path / "out")
    assert said in told.message


@pytest.mark.parametrize(("name", "old"), [("key", "#let rows(form)"), ("sheet", "#let whose(page)")])
def test_a_mistake_in_a_template_is_told_with_its_line(tmp_path: Path, name: str, old: str) -> None:
    folder = with_template(tmp_path / "own", name, old, old[:-1])
    told = problem_of(replace(quiz(), templates=folder), tmp_path / "out", sheet=True)
    assert f"({name}.typ:" in told.message
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "no table of words"),
        ('{"en": {"name": 3}}', "no table of words"),
        ('{"en": {"letters": ""}}', "`letters` of en"),
        ('{"en": {"letters": "A B A"}}', "`letters` of en"),
    ],
)
def test_words_that_cannot_be_used_are_a_problem(tmp_path: Path, text: str, said: str) -> None:
    own = tmp_path / "own" / "print" / "words.json"
    own.parent.mkdir(parents=True)
    own.write_text(text, "utf-8")
    told = problem_of(replace(quiz(), templates=(tmp_path / "own",)), tmp_path)
    assert (told.code, Path(told.path).name) == ("B097", "words.json")
    assert said in told.message


def test_words_of_ones_own_go_word_by_word(tmp_path: Path) -> None:
    own = tmp_path / "own" / "print" / "words.json"
    own.parent.mkdir(parents=True)
    own.write_text(json.dumps({"en": {"name": "First and last name", "letters": "1) 2) 3) 4)"}}), "utf-8")
    text = read(printing.typeset_quiz(replace(quiz(), templates=(tmp_path / "own",)), printing.Options()).pdf).raw[0]
    assert ["First and last name:" in text, "Date:" in text, "3)." in text] == [True, True, True]
    assert find("print/words.json").parent != own.parent


def test_a_wide_word_without_a_place_to_break_stays_on_the_page() -> None:
    made = quiz((item(1, text="Ab_cd_ef_gh_ij_kl_mn_op_qr_st_uv_wx_yz"),), 1)
    for set_ in ({"columns": 3}, {"size": 24}, {"size": 18, "columns": 2}):
        options = printing.Options(**set_)
        paper, key = printing.typeset_quiz(made, options), printing.typeset_key(made, options)
        assert proof(made, paper, key) == [], set_
        assert all(mark.x > 0 for mark in paper.marks)


def test_a_template_cannot_reach_beyond_its_data(tmp_path: Path) -> None:
    own = tmp_path / "own" / "print" / "quiz.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{{ title.__class__.__mro__[1].__subclasses__() }}", "utf-8")
    with pytest.raises(ProblemError) as caught:
        api.export(replace(quiz(), templates=(tmp_path / "own",)), "markdown", tmp_path / "moon.md")
    assert caught.value.problems[0].code == "B097"
    assert not (tmp_path / "moon.md").exists()
