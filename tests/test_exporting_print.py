from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from quizgen.exporting import print as printing
from quizgen.exporting.paper import printed
from quizgen.exporting.paper.look import Setting
from quizgen.exporting.paper.printed_key import paper_key
from quizgen.exporting.paper.typesetting import Typeset, typeset
from quizgen.forms import make_forms
from quizgen.model.key import Copy, PaperKey, SheetPlan
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz, Section
from quizgen.problem import ProblemError
from quizgen.templating import find
from tests.examples import item, quiz, ugly_quiz
from tests.pdf_proof import Told, paper_flaws, proof, read

LAYOUTS: dict[str, dict[str, Any]] = {
    "A4": {},
    "Letter, two columns": {"paper": "us-letter", "columns": 2},
    "large print": {"preset": "large"},
    "giant print": {"size": 24, "paper": "us-letter"},
    "dyslexia": {"preset": "dyslexia"},
    "many lines, both sides": {"lines": 4, "duplex": True, "header": ("name", "class", "date", "score")},
}
KINDS = ("choice", "choices", "text", "order", "cloze", "date", "match", "number")
LONG = "a rather long question whose words fill one line after another until it is as tall as this "
HEBREW = ("מתי נחתו בני אדם על הירח?", "מתי שוגרה החללית Apollo 11?", "NASA שיגרה אותה בשנת ____ מפלורידה.")
Change = Callable[[dict[str, Any]], object]


def typeset_both(
    made: Quiz, sheet: Change | None = None, key: Change | None = None, **set_: Any
) -> tuple[Typeset, Typeset]:
    """Compile quiz and key, their data perhaps changed on the way."""
    options = printing.Options(**set_)
    return typeset_paper(made, sheet, options), typeset_key(made, key, options)


def typeset_paper(made: Quiz, change: Change | None, options: printing.Options, *, teacher: bool = False) -> Typeset:
    """Compile the quiz or the teacher's edition, its data perhaps changed on the way."""
    if change is None:
        return printing.typeset_quiz(made, options, teacher=teacher)
    setting = Setting(options.instructions, options.points, options.header, options.lines, teacher=teacher)
    told = json.loads(
        printed.as_json(printed.sheet(made, printing.look(options), setting, printing.key_of(made, options)))
    )
    change(told)
    return typeset(find("print/quiz.typ", made.templates), json.dumps(told))


def typeset_key(made: Quiz, change: Change | None, options: printing.Options) -> Typeset:
    if change is None:
        return printing.typeset_key(made, options)
    told = json.loads(
        printed.as_json(printed.answers(made, printing.key_look(options), printing.key_of(made, options)))
    )
    change(told)
    return typeset(find("print/key.typ", made.templates), json.dumps(told))


def with_template(folder: Path, name: str, old: str, new: str) -> tuple[Path, ...]:
    """Put a changed copy of a shipped template into a user's folder."""
    text = find(f"print/{name}.typ").read_text("utf-8")
    assert old in text
    target = folder / "print" / f"{name}.typ"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.replace(old, new), "utf-8")
    return (folder,)


def mixed(count: int = 24, longest: int = 3) -> Quiz:
    """Enough for a few pages, with stems of one to four lines and every interaction."""
    items = tuple(item(n, KINDS[n % 8], text=LONG * (n % (longest + 1))) for n in range(count))
    return replace(quiz(items), forms=make_forms(items, 2, "1"))


def asked(data: dict[str, Any], form: int = 0) -> list[dict[str, Any]]:
    """The questions of a form in a template's data."""
    found: list[dict[str, Any]] = data["forms"][form]["sections"][0]["questions"]
    return found


def of(data: dict[str, Any], interaction: str, form: int = 0) -> dict[str, Any]:
    """The first question of an interaction, or its row in the key."""
    rows = data["forms"][form].get("rows") or asked(data, form)
    return next(row for row in rows if row["id"].endswith(f".{interaction}"))


def without(made: Quiz, *skipped: str) -> Quiz:
    kept = tuple(one for one in made.items if one.id not in skipped)
    forms = (replace_entries(form, skipped) for form in made.forms)
    return replace(made, items=kept, forms=tuple(forms))


def replace_entries(form: Any, skipped: tuple[str, ...]) -> Any:
    return form.model_copy(update={"entries": tuple(one for one in form.entries if one.item not in skipped)})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_printed_is_the_quiz(layout: str) -> None:
    made = mixed(longest=3 if layout == "A4" else 1)
    assert proof(made, *typeset_both(made, **LAYOUTS[layout])) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_teachers_edition_has_the_answers_in_place(layout: str) -> None:
    made = mixed(longest=3 if layout == "A4" else 1)
    paper = printing.typeset_quiz(made, printing.Options(**LAYOUTS[layout]), teacher=True)
    assert paper_flaws(made, paper, Told(teacher=True)) == []


def test_sections_have_their_head_their_points_and_their_page() -> None:
    ids = [one.id for one in mixed().items]
    sections = (
        Section(title="Part one", instructions="No books.", points=3, items=tuple(ids[:9])),
        Section(title="Part two", lines=3, page_break=True, items=tuple(ids[9:])),
    )
    made = replace(mixed(), sections=sections, forms=make_forms(mixed().items, 2, "1", sections))
    paper, key = typeset_both(made)
    assert proof(made, paper, key) == []
    text = "".join(read(paper.pdf).raw)
    assert [text.count(words) for words in ("Part one", "No books.", "Part two", "3 pt", "/ 42")] == [2, 2, 2, 18, 2]


def test_sections_without_forms_are_printed_in_their_order() -> None:
    items = mixed(8).items
    sections = (Section(items=(items[5].id, items[6].id)), Section(items=tuple(one.id for one in items[:5])))
    made = replace(quiz(items[:7], 0), sections=sections)
    assert proof(made, *typeset_both(made)) == []


def test_a_question_begins_on_a_new_page_where_the_teacher_wants_it(tmp_path: Path) -> None:
    made = replace(mixed(8), forms=make_forms(mixed(8).items, 1, "1"))
    breaks = (made.forms[0].entries[2].item, made.forms[0].entries[5].item)
    options = printing.Options(breaks=breaks)
    paper, key = printing.typeset_quiz(made, options), printing.typeset_key(made, options)
    assert proof(made, paper, key, Told(breaks=breaks)) == []
    assert proof(made, printing.typeset_quiz(made, printing.Options()), key, Told(breaks=breaks)) != []
    with pytest.raises(ProblemError, match="no such question"):
        printing.export(made, tmp_path / "moon.pdf", printing.Options(breaks="moon.nothing"))


def test_forms_begin_on_a_front_side_when_both_sides_are_printed() -> None:
    made = replace(mixed(12), forms=make_forms(mixed(12).items, 3, "1"))
    paper = printing.typeset_quiz(made, printing.Options(duplex=True, size=14))
    starts = {mark.form: min(m.page for m in paper.marks if m.form == mark.form) for mark in paper.marks}
    assert [page % 2 for page in starts.values()] == [1, 1, 1]


# Pictures


def picture(folder: Path, name: str, *, asks: bool) -> Medium:
    """A picture twice as wide as high."""
    file = folder / f"{name}.png"
    Image.new("RGB", (900, 450), "teal").save(file)
    return Medium(
        kind="image",
        file=file.name,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        type="image/png",
        alt=f"Alt {name}",
        credit=f"Photo {name}",
        licence="CC0-1.0",
        asks=asks,
        path=file,
    )


@pytest.mark.parametrize("layout", ["A4", "Letter, two columns"])
def test_pictures_are_printed_with_their_words_and_whose_they_are(tmp_path: Path, layout: str) -> None:
    media = picture(tmp_path, "one", asks=True), picture(tmp_path, "two", asks=False)
    items = tuple(item(n).model_copy(update={"media": media[n : n + 1]}) for n in range(3))
    made = replace(quiz(items), forms=make_forms(items, 2, "1"))
    options = printing.Options(**LAYOUTS[layout])
    teacher = printing.typeset_quiz(made, options, teacher=True)
    assert paper_flaws(made, teacher, Told(teacher=True)) == []
    students = replace(made, items=(items[0], *(one.model_copy(update={"media": ()}) for one in items[1:])))
    paper = printing.typeset_quiz(made, options)
    assert paper_flaws(students, paper) == []
    assert "Picture: Photo one, CC0-1.0" in read(paper.pdf).raw[0]
    report = printing.export(made, tmp_path / "out" / "moon.pdf", options)
    assert report.lost == {"picture": 1}


def test_what_paper_cannot_show_is_skipped(tmp_path: Path) -> None:
    shown = picture(tmp_path, "one", asks=True)
    sound = shown.model_copy(update={"kind": "audio", "type": "audio/mpeg"})
    avif = shown.model_copy(update={"type": "image/avif"})
    items = (item(1), *(item(n).model_copy(update={"media": (one,)}) for n, one in ((2, sound), (3, avif))))
    report = printing.export(quiz(items), tmp_path / "moon.pdf", printing.Options())
    assert dict(report.skipped) == {
        "moon.event-2.choice": "its sound is the question",
        "moon.event-3.choice": "its picture is an AVIF, which no PDF can hold",
    }


# Copies made out to students


def for_class(made: Quiz, *names: tuple[str, str]) -> Quiz:
    places = [made.forms[n % len(made.forms)].name for n in range(len(names))]
    copies = (
        Copy(code=f"C{n:04}", form=form, name=name, number=str(n), group=group)
        for n, (form, (name, group)) in enumerate(zip(places, names, strict=True))
    )
    return replace(made, copies=tuple(copies))


def test_each_student_gets_a_copy_with_name_and_code(tmp_path: Path) -> None:
    made = for_class(mixed(8), ("Ada \u05e2\u05d3\u05d4", "7b"), ("Bob", "7b"), ("=Eve", "8/a"))
    report = printing.export(made, tmp_path / "moon.pdf", printing.Options())
    names = [file.name.removeprefix("moon-") for file in report.files]
    assert names[4:] == ["copies-7b.pdf", "copies-8-a.pdf", "copies.csv"]
    seventh = read(report.files[4].read_bytes()).raw
    assert ["Ada" in text for text in seventh if "Page 1 of" in text] == [True, False]
    assert all("C0000" in text or "C0001" in text for text in seventh)
    rows = report.files[-1].read_text("utf-8-sig").splitlines()
    assert rows[0] == "code,form,name,number,class"
    assert rows[3] == "C0002,A,'=Eve,2,8/a"


def test_copies_are_whole_and_proved_like_forms() -> None:
    made = for_class(mixed(12), ("Ada", "7b"), ("Bob", "7b"), ("Cem", "7b"))
    paper, key = typeset_both(made)
    assert proof(made, paper, key) == []


def test_many_copies_go_into_several_files(tmp_path: Path) -> None:
    made = for_class(replace(mixed(8), forms=mixed(8).forms), *((f"Student {n}", "") for n in range(61)))
    report = printing.export(made, tmp_path / "moon.pdf", printing.Options())
    names = [file.name for file in report.files if file.suffix == ".pdf" and "copies" in file.name]
    assert names == ["moon-copies_01.pdf", "moon-copies_02.pdf", "moon-copies_03.pdf"]


# The key as data


def test_the_key_as_json_and_csv_says_what_the_pdf_says(tmp_path: Path) -> None:
    made = mixed()
    files = printing.export(made, tmp_path / "moon.pdf", printing.Options(points=2)).files
    told = PaperKey.model_validate_json(files[3].read_bytes())
    rows = list(csv.DictReader(io.StringIO(files[2].read_text("utf-8-sig"))))
    assert [row["number"] for row in rows] == [str(n) for n in range(1, 25)] * 2
    items = {one.id: one for one in told.items}
    asked = [(form, entry, items[entry.item]) for form in told.forms for entry in form.entries]
    for row, (form, entry, one) in zip(rows, asked, strict=True):
        assert (row["form"], row["item"], row["key"]) == (form.name, entry.item, ", ".join(entry.key))
        assert (row["answer"], row["why"], row["points"]) == ("; ".join(one.answer), one.why, "2")
        assert (row["source"], row["locator"]) == ("An Almanac of the Moon", "page 12")
        assert row["quote"] == one.citations[0].quote
        texts = {option.id: option.text for option in one.options}
        by_letter = dict(zip(entry.letters, (texts[option] for option in entry.options), strict=True))
        if one.interaction in {"choice", "choices"}:
            assert {by_letter[letter] for letter in entry.key} == {
                o.text for o in made.by_id[one.id].options if o.correct
            }
    assert list(told.sources.values()) == [made.sources["moon.almanac"].reference]


def test_the_code_of_a_paper_changes_with_what_stands_at_a_letter_and_with_the_sheet() -> None:
    made = mixed(8)
    reworded = replace(made, items=tuple(one.model_copy(update={"stem": "Another?"}) for one in made.items))
    first = next(one for one in made.items if one.options)
    texts = tuple(one.model_copy(update={"text": f"{one.text}!"}) for one in first.options)
    changed = first.model_copy(update={"options": texts})
    items = tuple(changed if one is first else one for one in made.items)
    points = {one.id: 1 for one in made.items}
    others = (replace(made, forms=made.forms[::-1]), replace(made, items=items))
    plans = (SheetPlan(paper="a4"), SheetPlan(paper="us-letter"), SheetPlan(paper="a4", digits=0))
    codes = [paper_key(one, points).quiz for one in (made, *others)]
    codes += [paper_key(made, points, plan).quiz for plan in plans]
    assert paper_key(reworded, points).quiz == codes[0]
    assert len(set(codes)) == 6


def test_a_spreadsheet_takes_no_cell_for_a_formula(tmp_path: Path) -> None:
    made = quiz((item(1).model_copy(update={"rationale": "=1+1", "key": ("-5",)}),))
    rows = printing.export(made, tmp_path / "moon.pdf", printing.Options()).files[2].read_text("utf-8-sig")
    assert "'=1+1" in rows
    assert "'-5" in rows


def test_the_files_are_what_was_proved_and_the_same_each_time(tmp_path: Path) -> None:
    made = mixed()
    report = printing.export(made, tmp_path / "a" / "moon.pdf", printing.Options())
    again = printing.export(made, tmp_path / "b" / "moon.pdf", printing.Options())
    assert [file.name for file in report.files] == ["moon.pdf", "moon-key.pdf", "moon-key.csv", "moon-key.json"]
    assert [file.read_bytes() for file in report.files] == [file.read_bytes() for file in again.files]
    assert tuple(file.read_bytes() for file in report.files[:2]) == tuple(one.pdf for one in typeset_both(made))
    assert (report.written, report.skipped, report.lost) == (24, (), {})


def test_a_quiz_without_forms_is_printed_in_its_own_order() -> None:
    made = quiz(form_count=0)
    paper, key = typeset_both(made)
    assert proof(made, paper, key) == []
    assert "Form" not in "".join(read(paper.pdf).raw)


def test_an_empty_quiz_is_a_page_without_questions(tmp_path: Path) -> None:
    report = printing.export(quiz((), 0), tmp_path / "moon.pdf", printing.Options())
    assert report.written == 0
    assert [len(read(file.read_bytes()).raw) for file in report.files[:2]] == [1, 1]


def test_pages_are_counted_for_each_form() -> None:
    paper, _ = typeset_both(mixed())
    pages = read(paper.pdf).raw
    of_b = [text.splitlines()[-1] for text in pages if "Form B" in text]
    assert of_b == [f"The Moon Form B Page {n} of {len(of_b)}" for n in range(1, len(of_b) + 1)]
    assert 1 < len(of_b) < len(pages)


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
    report = printing.export(made, tmp_path / "ugly.pdf", printing.Options(missing="skip"))
    assert [one for one, _ in report.skipped] == ["moon.event-4.choice"]
    assert report.skipped[0][1].startswith("no font has the character \U0001f600")
    kept = without(made, *dict(report.skipped))
    paper, key = typeset_both(kept)
    assert report.files[0].read_bytes() == paper.pdf
    assert proof(kept, paper, key) == []
    assert "`code` @ref <label> #panic()" in read(paper.pdf).raw[0]


def test_every_item_with_a_missing_character_is_skipped_at_once(tmp_path: Path) -> None:
    made = quiz((item(1), *(item(n, text=chr(0xA000 + n)) for n in range(2, 40))))
    report = printing.export(made, tmp_path / "moon.pdf", printing.Options(missing="skip"))
    assert (report.written, len(report.skipped)) == (1, 38)


def test_a_missing_character_is_an_error_that_names_it_and_the_item(tmp_path: Path) -> None:
    made = quiz((item(1), item(2, text="\ua000"), item(3, text="\ua001")))
    with pytest.raises(ProblemError) as caught:
        printing.export(made, tmp_path / "moon.pdf", printing.Options())
    told = [(problem.item, problem.message[-1:]) for problem in caught.value.problems]
    assert told == [("moon.event-2.choice", "\ua000"), ("moon.event-3.choice", "\ua001")]
    assert list(tmp_path.iterdir()) == []


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
        ({"title": "Moon \ua000"}, {}, "no font has the character \ua000"),
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


def rotate(data: dict[str, Any], interaction: str = "choice", field: str = "options") -> None:
    question = of(data, interaction, 1)
    question[field] = question[field][1:] + question[field][:1]
    if field == "options":  # the letters stay
        letters = sorted(option["letter"] for option in question[field])
        for option, letter in zip(question[field], letters, strict=True):
            option["letter"] = letter


def turned(interaction: str) -> Change:
    """The answers of an item change places."""

    def change(data: dict[str, Any]) -> None:
        row = of(data, interaction)
        letters = row["letters"].split(", ")
        numbers = [text.partition(" ")[2] for text in letters]
        turned = zip(letters, [*numbers[1:], numbers[0]], strict=True)
        row["letters"] = ", ".join(f"{text[0]} {number}" for text, number in turned)

    return change


def wrong_letter(data: dict[str, Any], interaction: str = "choice") -> None:
    row = of(data, interaction)
    row["letters"] = "C" if row["letters"] != "C" else "D"


def first_citation(data: dict[str, Any]) -> dict[str, Any]:
    cited: dict[str, Any] = data["forms"][0]["rows"][3]["citations"][0]
    return cited


DATA_MUTANTS: dict[str, tuple[Change | None, Change | None]] = {
    "a wrong letter in the key": (None, wrong_letter),
    "one more letter than are right": (None, lambda data: of(data, "choices").update(letters="A, B, C, D")),
    "numbers of an order turned": (None, turned("order")),
    "numbers of a match turned": (None, turned("match")),
    "options turned after the key was made": (rotate, None),
    "options of an order turned": (lambda data: rotate(data, "order"), None),
    "options of a match turned": (lambda data: rotate(data, "match"), None),
    "targets of a match turned": (lambda data: rotate(data, "match", "targets"), None),
    "an item dropped": (lambda data: asked(data).pop(5), None),
    "an option dropped": (lambda data: of(data, "choice")["options"].pop(), None),
    "a target dropped": (lambda data: of(data, "match")["targets"].pop(), None),
    "the hint that several may be right lost": (lambda data: of(data, "choices").update(hint=""), None),
    "a row dropped": (None, lambda data: data["forms"][0]["rows"].pop(5)),
    "rows of two items exchanged": (None, lambda data: data["forms"][0]["rows"].reverse()),
    "a locator lost": (None, lambda data: first_citation(data).update(where="")),
    "a title lost": (None, lambda data: first_citation(data).update(title="")),
    "a quote lost": (None, lambda data: first_citation(data).update(quote="")),
    "the reason lost": (None, lambda data: data["forms"][0]["rows"][3].update(why="")),
    "the references lost": (None, lambda data: data["sources"].clear()),
    "the id on the student's paper": (lambda data: data.update(instructions=asked(data)[0]["id"]), None),
}
TEACHER_MUTANTS: dict[str, Change] = {
    "the wrong option marked": lambda data: of(data, "choice")["answer"].update(letters=["A", "B", "C"]),
    "nothing on the line": lambda data: of(data, "text")["answer"].update(written=""),
    "numbers in the wrong boxes": lambda data: of(data, "order")["answer"].update(numbers={"A": "1", "B": "1"}),
    "no source": lambda data: of(data, "date")["answer"].update(sources=[]),
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


@pytest.mark.parametrize("mutant", TEACHER_MUTANTS)
def test_the_proof_catches_a_wrong_teachers_edition(mutant: str) -> None:
    made = mixed(12)
    paper = typeset_paper(made, TEACHER_MUTANTS[mutant], printing.Options(), teacher=True)
    assert paper_flaws(made, paper, Told(teacher=True)) != []


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
