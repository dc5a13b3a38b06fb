"""The answer sheet: its geometry, and that the printed page is what the geometry says."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from hashlib import sha256
from itertools import combinations, pairwise

import cv2
import pypdfium2
import pytest

from quizgen.answer_sheet import DIGITS, MARKERS, PAPERS, VERSION, Box, Code, answer_sheet, elsewhere, parsed, written
from quizgen.exporting.paper.printed_sheet import typeset_sheets
from quizgen.model.key import Copy, SheetPlan
from quizgen.problem import ProblemError
from tests.sheets import FONTS, a_key, class_of

PLANS = [
    SheetPlan(paper=paper, enlarged=enlarged, digits=digits)
    for paper in PAPERS
    for enlarged in (False, True)
    for digits in (0, 6, 10)
]
POINTS = 72 / 25.4


def lettered(key, letters):
    """The key with other letters on all its forms."""
    forms = tuple(
        form.model_copy(
            update={
                "entries": tuple(
                    entry.model_copy(
                        update={"letters": tuple(letters[: len(entry.letters)]), "key": tuple(letters[:1])}
                    )
                    for entry in form.entries
                )
            }
        )
        for form in key.forms
    )
    return key.model_copy(update={"forms": forms})


def boxes(page):
    """All that stands on a page and must not touch anything else, but for the circles."""
    return [*page.markers, page.title, page.head, page.code, page.help, page.foot, *page.digits] + [
        row.label for row in page.rows
    ]


def apart(one: Box, other: Box):
    return (
        one.x + one.width <= other.x + 0.001
        or other.x + other.width <= one.x + 0.001
        or one.y + one.height <= other.y + 0.001
        or other.y + other.height <= one.y + 0.001
    )


def around(bubble, radius):
    return Box(bubble.x - radius, bubble.y - radius, 2 * radius, 2 * radius)


def test_the_markers_are_those_that_the_reader_looks_for():
    known = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    for number, rows in enumerate(MARKERS):
        picture = cv2.aruco.generateImageMarker(known, number, 6)
        assert ["".join("#" if pixel < 128 else "." for pixel in row) for row in picture] == list(rows)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("plan", PLANS, ids=str)
@pytest.mark.parametrize("count", [1, 40, 100])
def test_nothing_touches_anything_and_all_is_on_the_page(plan, count, language):
    _, key = a_key(count, plan, language=language)
    for page in answer_sheet(key, key.forms[0]):
        things = boxes(page) + [around(bubble, page.radius) for bubble in page.bubbles]
        paper = Box(5, 5, page.width - 10, page.height - 10)
        for thing in things:
            assert thing.x >= paper.x
            assert thing.y >= paper.y
            assert thing.x + thing.width <= paper.x + paper.width
            assert thing.y + thing.height <= paper.y + paper.height
        assert all(apart(one, other) for one, other in combinations(things, 2))


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_every_question_with_options_has_its_letters_once(plan):
    _, key = a_key(100, plan)
    form = key.forms[1]
    pages = answer_sheet(key, form)
    wanted = [(str(e.number), letter) for e in form.entries if e.options for letter in e.letters]
    there = [(b.field, b.value) for page in pages for b in page.bubbles if not b.field.startswith("student")]
    assert there == wanted
    assert [page.number for page in pages] == list(range(1, pages[0].of + 1))
    digits = [b for b in pages[-1].bubbles if b.field.startswith("student")]
    assert len(digits) == 10 * plan.digits  # on each page: else no one knew whose the last one is


@pytest.mark.parametrize("paper", PAPERS)
def test_a_hundred_questions_fit_on_one_page(paper):
    _, key = a_key(100, SheetPlan(paper=paper))
    assert len(answer_sheet(key, key.forms[0])) == 1


def test_large_print_takes_larger_circles_and_more_pages():
    _, key = a_key(60, SheetPlan(paper="a4", enlarged=True))
    pages = answer_sheet(key, key.forms[0])
    assert pages[0].radius > 3
    assert len(pages) == 2


def test_few_questions_get_larger_circles_than_many():
    radii = []
    for count in (20, 100):
        _, key = a_key(count)
        radii.append(answer_sheet(key, key.forms[0])[0].radius)
    assert radii[0] > radii[1]


def test_questions_without_options_are_named_and_have_no_circles():
    _, key = a_key(5)
    assert elsewhere(key, key.forms[0]) == (6,)
    assert elsewhere(key, key.forms[1]) == (1,)
    assert all(bubble.field != "6" for bubble in answer_sheet(key, key.forms[0])[0].bubbles)


def test_from_right_to_left_options_run_to_the_left_and_numbers_to_the_right():
    _, key = a_key(20, language="ar-EG")
    page = answer_sheet(key, key.forms[0])[0]
    first = [bubble.x for bubble in page.bubbles if bubble.field == "1"]
    assert first == sorted(first, reverse=True)
    assert page.rows[0].label.x > first[0]
    digits = [next(b.x for b in page.bubbles if b.field == f"student.{place}") for place in range(6)]
    assert digits == sorted(digits)
    assert digits[0] > page.width / 2
    assert page.code.x < page.width / 2


def test_more_options_than_fit_are_refused_by_name():
    _, key = a_key(1, SheetPlan(paper="a4", enlarged=True))
    item = key.items[0]
    entry = key.forms[0].entries[0]
    many = entry.model_copy(update={"letters": tuple(f"L{n}" for n in range(30))})
    form = key.forms[0].model_copy(update={"entries": (many,)})
    with pytest.raises(ProblemError, match=rf"30 options do not fit.*question 1 of form A, `{item.id}`"):
        answer_sheet(key, form)


def test_a_key_without_a_plan_has_no_sheet():
    _, key = a_key(3)
    assert answer_sheet(key.model_copy(update={"sheet": None}), key.forms[0]) == ()


def test_a_quiz_without_options_still_has_a_page_for_the_name():
    _, key = a_key(0)
    assert [page.rows for page in answer_sheet(key, key.forms[0])] == [()]


@pytest.mark.parametrize(
    "code",
    [Code("A1B2C3", "A", "7KQ2M", 1), Code("x", "", "", 12), Code("a:b", "Prüfung %3A", "שלום", 3)],
)
def test_a_code_is_read_as_it_was_written(code):
    assert parsed(written(code)) == code


@pytest.mark.parametrize("text", ["", "https://example.org", "QG1:a:b:c", "QG1:a:b:c:x", "QG2:a:b:c:1", "QG1:a:b:c:²"])
def test_other_codes_are_none_of_ours(text):
    assert parsed(text) is None


def test_sheets_that_were_printed_can_still_be_read():
    """If this fails the geometry has changed: give VERSION a new value, and read sheets of the old one as before."""
    told = sha256(VERSION.encode())
    for plan in PLANS:
        for count in (10, 45, 100):
            _, key = a_key(count, plan)
            pages = answer_sheet(key, key.forms[0])
            told.update(json.dumps([asdict(page) for page in pages], default=str).encode())
    assert told.hexdigest()[:16] == "22002ffaef5ae707"


# The printed page


@pytest.fixture(scope="module", params=["en", "ar", "large"])
def printed(request):
    """A printed sheet, its layout, its text page."""
    letters = "ابتثجح" if request.param == "ar" else "ABCDEF"
    plan = SheetPlan(paper="a4", enlarged=request.param == "large")
    made, key = a_key(35, plan, language="ar" if request.param == "ar" else "en")
    key = lettered(key, letters)
    pdf = pypdfium2.PdfDocument(typeset_sheets(made, key, FONTS).pdf)
    layouts = [(form, page) for form in key.forms for page in answer_sheet(key, form)]
    yield [(form, page, pdf[n]) for n, (form, page) in enumerate(layouts)]
    pdf.close()


def words_in(page, pdf_page, box):
    high = page.height * POINTS
    left, right = box.x * POINTS, (box.x + box.width) * POINTS
    return pdf_page.get_textpage().get_text_bounded(
        left=left, right=right, bottom=high - (box.y + box.height) * POINTS, top=high - box.y * POINTS
    )


def test_in_each_circle_stands_its_letter(printed):
    for _, page, pdf_page in printed:
        for bubble in page.bubbles:
            assert words_in(page, pdf_page, around(bubble, page.radius)).strip() == bubble.value


def test_before_each_line_stands_its_number(printed):
    for _, page, pdf_page in printed:
        for row in page.rows:
            assert "".join(sign for sign in words_in(page, pdf_page, row.label) if sign in DIGITS) == str(row.number)


def test_a_star_stands_where_more_than_one_mark_is_allowed(printed):
    assert any(row.several for _, page, _ in printed for row in page.rows)
    for _, page, pdf_page in printed:
        for row in page.rows:
            assert ("*" in words_in(page, pdf_page, row.label)) == row.several


def test_the_form_and_what_is_answered_elsewhere_are_printed(printed):
    for form, page, pdf_page in printed:
        assert f"Form {form.name}" in words_in(page, pdf_page, page.head)
        assert "quiz itself" in words_in(page, pdf_page, page.foot)


def test_the_code_says_which_sheet_it_is(printed):
    for form, page, pdf_page in printed:
        picture = pdf_page.render(scale=2, grayscale=True).to_numpy().squeeze()
        text = cv2.QRCodeDetector().detectAndDecode(picture)[0]
        assert parsed(text)[1:] == (form.name, "", page.number)


def validated(pdf):
    validation = pytest.importorskip("page")
    return validation.validate_pdf_bytes(pdf, profile="ua1").is_compliant


def test_a_sheet_is_accessible_and_the_same_each_time():
    made, key = a_key(30, copies=class_of(3))
    first = typeset_sheets(made, key, FONTS).pdf
    assert validated(first)
    assert first == typeset_sheets(made, key, FONTS).pdf


def test_copies_are_printed_in_the_order_of_the_list():
    names = ("Zoë Ångström", "Юрий", "שרה", "#panic() *x* $y$", "=SUM(A1)")
    copies = tuple(Copy(code=f"C{n}", form="BA"[n % 2], name=name, group="7b") for n, name in enumerate(names))
    made, key = a_key(8, SheetPlan(paper="us-letter", digits=0), copies)
    pdf = pypdfium2.PdfDocument(typeset_sheets(made, key, FONTS).pdf)
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    assert len(texts) == len(names)
    for copy, text in zip(copies, texts, strict=True):
        assert copy.name in text
        assert f"Form {copy.form}" in text
        assert f"Copy {copy.code}" in text


@pytest.mark.parametrize("text", ["Long words and many of them " * 40, "x" * 900, "Zeile\nZeile\n" * 30])
def test_long_titles_and_names_stay_in_their_places(text):
    made, key = a_key(8, copies=[Copy(code="C1", form="A", name=text)])
    key = key.model_copy(update={"title": text})
    page = answer_sheet(key, key.forms[0])[0]
    pdf = pypdfium2.PdfDocument(typeset_sheets(made, key, FONTS).pdf)
    picture = pdf[0].render(scale=2, grayscale=True).to_numpy().squeeze()
    text = cv2.QRCodeDetector().detectAndDecode(picture)[0]
    assert parsed(text).copy == "C1"
    gap = Box(page.code.x - 5, page.code.y, 4, page.code.height)
    per = 2 * POINTS
    strip = picture[
        round(gap.y * per) : round((gap.y + gap.height) * per), round(gap.x * per) : round((gap.x + 4) * per)
    ]
    assert strip.min() > 200


def test_circles_of_one_line_are_all_equally_far_apart():
    _, key = a_key(50)
    page = answer_sheet(key, key.forms[0])[0]
    for row in page.rows:
        xs = [bubble.x for bubble in page.bubbles if bubble.field == str(row.number)]
        assert {round(b - a, 6) for a, b in pairwise(xs)} == {round(xs[1] - xs[0], 6)}


def test_without_the_package_for_codes_it_says_how_to_get_it(monkeypatch):
    made, key = a_key(3)
    monkeypatch.setitem(sys.modules, "segno", None)
    with pytest.raises(ProblemError) as caught:
        typeset_sheets(made, key, FONTS)
    assert caught.value.problems[0].hint == 'pip install "quizgen[scan]"'
