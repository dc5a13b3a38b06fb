from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from quizgen.exporting import print as printing
from quizgen.exporting import printed
from quizgen.exporting.typesetting import Typeset, typeset
from quizgen.model.quiz import Quiz
from quizgen.problem import ProblemError
from quizgen.templating import find
from tests.examples import item, quiz, ugly_quiz
from tests.pdf_proof import proof, read

LAYOUTS: dict[str, dict[str, Any]] = {
    "A4": {},
    "Letter, two columns": {"paper": "us-letter", "columns": 2},
    "large print": {"size": 18},
}
LONG = "a rather long question whose words fill one line after another until it is as tall as this "
HEBREW = ("מתי נחתו בני אדם על הירח?", "מתי שוגרה החללית Apollo 11?", "NASA שיגרה אותה בשנת ____ מפלורידה.")
Change = Callable[[dict[str, Any]], object]


def typeset_both(
    made: Quiz, sheet: Change | None = None, key: Change | None = None, **set_: Any
) -> tuple[Typeset, Typeset]:
    """Compile quiz and key, their data perhaps changed on the way."""
    options = printing.Options(**set_)
    look = printing.look(options)
    data = printed.sheet(made, look, options.instructions, options.points), printed.key(made, look)
    both = []
    for name, part, change in zip(("quiz", "key"), data, (sheet, key), strict=True):
        told = json.loads(printed.as_json(part))
        if change:
            change(told)
        both.append(typeset(find(f"print/{name}.typ", made.templates), json.dumps(told)))
    return both[0], both[1]


def with_template(folder: Path, name: str, old: str, new: str) -> tuple[Path, ...]:
    """Put a changed copy of a shipped template into a user's folder."""
    text = find(f"print/{name}.typ").read_text("utf-8")
    assert old in text
    target = folder / "print" / f"{name}.typ"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text.replace(old, new), "utf-8")
    return (folder,)


def mixed(count: int = 24) -> Quiz:
    """Enough for a few pages, with stems of one to four lines and every interaction."""
    kinds = ("choice", "choice", "text", "choice", "cloze", "date", "number")
    return quiz(tuple(item(n, kinds[n % 7], text=LONG * (n % 4)) for n in range(count)))


def without(made: Quiz, *skipped: str) -> Quiz:
    kept = tuple(one for one in made.items if one.id not in skipped)
    forms = (replace_entries(form, skipped) for form in made.forms)
    return replace(made, items=kept, forms=tuple(forms))


def replace_entries(form: Any, skipped: tuple[str, ...]) -> Any:
    return form.model_copy(update={"entries": tuple(one for one in form.entries if one.item not in skipped)})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_printed_is_the_quiz(layout: str) -> None:
    made = mixed()
    assert proof(made, *typeset_both(made, **LAYOUTS[layout])) == []


def test_the_files_are_what_was_proved_and_the_same_each_time(tmp_path: Path) -> None:
    made = mixed()
    report = printing.export(made, tmp_path / "a" / "moon.pdf", printing.Options())
    again = printing.export(made, tmp_path / "b" / "moon.pdf", printing.Options())
    assert [file.name for file in report.files] == ["moon.pdf", "moon-key.pdf"]
    assert [file.read_bytes() for file in report.files] == [file.read_bytes() for file in again.files]
    assert tuple(file.read_bytes() for file in report.files) == tuple(one.pdf for one in typeset_both(made))
    assert (report.written, report.skipped, report.lost) == (24, (), {})


def test_a_quiz_without_forms_is_printed_in_its_own_order() -> None:
    made = quiz(form_count=0)
    paper, key = typeset_both(made)
    assert proof(made, paper, key) == []
    assert "Form" not in "".join(read(paper.pdf).raw)


def test_an_empty_quiz_is_a_page_without_questions(tmp_path: Path) -> None:
    report = printing.export(quiz((), 0), tmp_path / "moon.pdf", printing.Options())
    assert report.written == 0
    assert [len(read(file.read_bytes()).raw) for file in report.files] == [1, 1]


def test_pages_are_counted_for_each_form() -> None:
    paper, _ = typeset_both(mixed())
    pages = read(paper.pdf).raw
    assert [text.splitlines()[-1] for text in pages if "Form B" in text] == [
        f"The Moon Form B Page {n + 1} of {len(pages) // 2}" for n in range(len(pages) // 2)
    ]


def test_points_and_instructions_are_printed_when_set() -> None:
    text = read(typeset_both(quiz(form_count=1), points=2, instructions="No books.")[0].pdf).raw[0]
    assert ("2 pt" in text, "/ 26" in text, "No books." in text, "Circle" in text) == (True, True, True, False)
    assert " pt" not in read(typeset_both(quiz(form_count=1))[0].pdf).raw[0]


def test_the_locator_opens_the_source_at_the_quote() -> None:
    _, key = typeset_both(quiz(form_count=1))
    with pikepdf.open(BytesIO(key.pdf)) as document:
        links = {str(note.A.URI) for leaf in document.pages for note in leaf.get("/Annots", [])}
    assert links == {"https://example.org/moon#:~:text=the%20first%20Moon%20landing"}


# What no font has, what no page holds, what is not text


def test_ugly_texts_are_printed_or_skipped_with_the_reason(tmp_path: Path) -> None:
    made = ugly_quiz()
    report = printing.export(made, tmp_path / "ugly.pdf", printing.Options())
    assert [one for one, _ in report.skipped] == ["moon.event-4.choice", "moon.event-5.choice"]
    assert report.skipped[0][1] == "no font has the character \U0001f600; give one with font_path"
    kept = without(made, *dict(report.skipped))
    paper, key = typeset_both(kept)
    assert report.files[0].read_bytes() == paper.pdf
    assert proof(kept, paper, key) == []
    assert "`code` @ref <label> #panic()" in read(paper.pdf).raw[0]


def test_every_item_with_a_missing_character_is_skipped_at_once(tmp_path: Path) -> None:
    made = quiz((item(1), *(item(n, text=chr(0x4E00 + n)) for n in range(2, 40))))
    report = printing.export(made, tmp_path / "moon.pdf", printing.Options())
    assert (report.written, len(report.skipped)) == (1, 38)


def test_right_to_left_items_are_printed() -> None:
    kinds = ("choice", "choice", "cloze")
    items = [item(n, kind).model_copy(update={"stem": HEBREW[n], "language": "he"}) for n, kind in enumerate(kinds)]
    made = quiz((*items, item(9)), title="הירח")
    paper, key = typeset_both(made)
    assert proof(made, paper, key) == []
    assert "טופס" in read(paper.pdf).raw[0]


def test_control_characters_are_left_out_and_counted(tmp_path: Path) -> None:
    made = quiz((item(1, text="bell\x07 and\x00 byte\ufeff order"), item(2)))
    report = printing.export(made, tmp_path / "moon.pdf", printing.Options())
    assert (report.written, report.skipped) == (2, ())
    assert report.lost["control"] > 0
    assert "bell and byte order" in read(report.files[0].read_bytes()).raw[0]


@pytest.mark.parametrize(("count", "set_"), [(500, {}), (20, {"columns": 2, "size": 18})])
def test_an_item_no_page_can_hold_is_skipped_not_squeezed(tmp_path: Path, count: int, set_: dict[str, Any]) -> None:
    made = quiz((item(1), item(2, text="word " * count), item(3)), 1)
    report = printing.export(made, tmp_path / "moon.pdf", printing.Options(**set_))
    assert [one for one, _ in report.skipped] == ["moon.event-2.choice"]
    assert report.skipped[0][1].startswith("taller than its column at")
    kept = without(made, "moon.event-2.choice")
    assert proof(kept, *typeset_both(kept, **set_)) == []


@pytest.mark.parametrize(
    "text", ["x" * 300, "https://example.org/" + "path/" * 40, "Donaudampfschifffahrtskapitän " * 9]
)
def test_long_words_stay_on_the_page(text: str) -> None:
    made = quiz((item(1, text=text),), 1)
    assert proof(made, *typeset_both(made, columns=2)) == []


# What stops the build


@pytest.mark.parametrize(
    ("change", "set_", "said"),
    [
        ({"title": "Moon 漢"}, {}, "no font has the character 漢"),
        ({}, {"fonts": "Nope Sans"}, "unknown font family: nope sans"),
        ({}, {"font_path": "/no/such/folder"}, "no such folder: /no/such/folder"),
    ],
)
def test_what_cannot_be_helped_is_a_problem(
    tmp_path: Path, change: dict[str, Any], set_: dict[str, Any], said: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        printing.export(replace(quiz(), **change), tmp_path / "moon.pdf", printing.Options(**set_))
    problem = caught.value.problems[0]
    assert said in problem.message
    assert (problem.code, problem.path) == ("B090", "moon.pdf")


@pytest.mark.parametrize("broken", [b'#panic("stop")', b"#let = (", b"\xff\xfe", b"#set document(title: none)\nx"])
def test_a_build_that_fails_leaves_the_old_files_whole(tmp_path: Path, broken: bytes) -> None:
    old = [tmp_path / "moon.pdf", tmp_path / "moon-key.pdf"]
    for file in old:
        file.write_bytes(b"old")
    own = tmp_path / "own" / "print" / "key.typ"
    own.parent.mkdir(parents=True)
    own.write_bytes(broken)
    with pytest.raises(ProblemError, match="typst"):
        printing.export(replace(quiz(), templates=(tmp_path / "own",)), old[0], printing.Options())
    assert [file.read_bytes() for file in old] == [b"old", b"old"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["moon-key.pdf", "moon.pdf", "own"]


# Mutants: the proof must fail


def rotate(data: dict[str, Any]) -> None:
    options = next(one["options"] for one in data["forms"][1]["questions"] if one["options"])
    texts = [option["text"] for option in options]
    for option, text in zip(options, texts[1:] + texts[:1], strict=True):
        option["text"] = text


def wrong_letter(data: dict[str, Any]) -> None:
    row = next(row for row in data["forms"][0]["rows"] if row["letter"])
    row["letter"] = "C" if row["letter"] != "C" else "D"


def first_citation(data: dict[str, Any]) -> dict[str, Any]:
    cited: dict[str, Any] = data["forms"][0]["rows"][3]["citations"][0]
    return cited


DATA_MUTANTS: dict[str, tuple[Change | None, Change | None]] = {
    "a wrong letter in the key": (None, wrong_letter),
    "options turned after the key was made": (rotate, None),
    "an item dropped": (lambda data: data["forms"][0]["questions"].pop(5), None),
    "an option dropped": (lambda data: data["forms"][0]["questions"][0]["options"].pop(), None),
    "a row dropped": (None, lambda data: data["forms"][0]["rows"].pop(5)),
    "rows of two items exchanged": (None, lambda data: data["forms"][0]["rows"].reverse()),
    "a locator lost": (None, lambda data: first_citation(data).update(where="")),
    "a title lost": (None, lambda data: first_citation(data).update(title="")),
    "a quote lost": (None, lambda data: first_citation(data).update(quote="")),
    "the references lost": (None, lambda data: data["sources"].clear()),
    "the id on the student's paper": (
        lambda data: data.update(instructions=data["forms"][0]["questions"][0]["id"]),
        None,
    ),
}
TEMPLATE_MUTANTS = {
    "items that break": ("quiz", "block(breakable: false, ", "block("),
    "rows that break": ("key", "set table.cell(breakable: false)", ""),
    "text off the paper": ("quiz", "margin: (x: 18mm,", "margin: (x: -4mm,"),
    "heads that are no headings": ("quiz", "heading(level: 1, ", "strong("),
    "a table without a head": ("key", "table.header(", "..("),
}


@pytest.mark.parametrize("mutant", DATA_MUTANTS)
def test_the_proof_catches_wrong_data(mutant: str) -> None:
    made = mixed(12)
    sheet, key = DATA_MUTANTS[mutant]
    assert proof(made, *typeset_both(made, sheet, key)) != []


@pytest.mark.parametrize("mutant", TEMPLATE_MUTANTS)
def test_the_proof_catches_a_wrong_template(tmp_path: Path, mutant: str) -> None:
    name, old, new = TEMPLATE_MUTANTS[mutant]
    tall = replace(
        quiz(tuple(item(n, text=LONG * 6) for n in range(8))), templates=with_template(tmp_path, name, old, new)
    )
    assert proof(replace(tall, templates=()), *typeset_both(replace(tall, templates=()))) == []
    assert proof(tall, *typeset_both(tall)) != []


@pytest.mark.slow
def test_ten_thousand_items_on_paper(tmp_path: Path):
    report = printing.export(quiz(tuple(item(n) for n in range(10_000)), 1), tmp_path / "quiz.pdf", printing.Options())
    assert (report.written, report.skipped) == (10_000, ())
