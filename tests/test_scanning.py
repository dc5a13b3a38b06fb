"""Scans of answer sheets: read for sure or left to a person, and never a page lost. All sheets here are drawn."""

from __future__ import annotations

import csv
import gc
import io
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from quizgen.answer_sheet import answer_sheet
from quizgen.cli.scan_command import command
from quizgen.model.key import SheetPlan
from quizgen.problem import ProblemError
from quizgen.scanning.annotating import GREEN, ORANGE, RED, annotated
from quizgen.scanning.corrections import Corrections, Line, letters, read_corrections, table
from quizgen.scanning.identity import sheets_of
from quizgen.scanning.pages import Page
from quizgen.scanning.putting_together import compared, put_together
from quizgen.scanning.reading import Doubt, SheetReading
from quizgen.scanning.rectifying import SCALE
from quizgen.scanning.sheets import Picture, read_page, read_sheets
from tests.sheets import CONDITIONS, PX, Tally, a_key, class_of, filled, scanned

GOOD = {"full": 80, "pencil": 10, "blank": 10}


def read(pixels, key, corrections=None, name="scan.png"):
    return read_page(Page(name, 1, pixels), sheets_of(key), corrections or Corrections())[0]


def doubts_of(reading):
    return {doubt.field: doubt.why for doubt in reading.doubts}


@pytest.fixture(scope="module")
def paper():
    """A key without copies, and its sheets of forms A and B, filled in plainly."""
    made, key = a_key(30)
    return key, list(filled(made, key, 5, GOOD))


@pytest.fixture(scope="module")
def copies():
    """A key with three copies, and these, filled in plainly."""
    made, key = a_key(20, SheetPlan(paper="us-letter", digits=0), class_of(3))
    return key, list(filled(made, key, 6, GOOD))


@pytest.fixture(scope="module")
def long_paper():
    """A key whose sheets have two pages, and those of both forms."""
    made, key = a_key(60, SheetPlan(paper="a4", enlarged=True))
    return key, list(filled(made, key, 7, GOOD))


def corrected(*lines):
    """Corrections of page 1 of scan.png."""
    return Corrections({("scan.png", 1, field): Line("scan.png", 1, field, correct=said) for field, said in lines})


# What can be read, and what must not be guessed


@pytest.fixture(scope="module")
def sample():
    """Twenty-five sheets under five conditions, as drawn and as scanned, and the key's sheets."""
    made, key = a_key(40, copies=class_of(25))
    pages = filled(made, key, 11)
    scans = [
        (page, scanned(page.pixels, CONDITIONS[number % len(CONDITIONS)], np.random.default_rng(number)))
        for number, page in enumerate(pages)
    ]
    return sheets_of(key), scans


def tallied(sheets, scans):
    tally = Tally()
    for number, (page, scan) in enumerate(scans, 1):
        tally.add(page, read_page(Page("s", number, scan), sheets, Corrections())[0])
    return tally


def test_of_drawn_sheets_none_is_lost_and_nothing_is_silently_wrong(sample):
    tally = tallied(*sample)
    assert (tally.sheets, tally.lost, tally.codes, tally.wrong) == (25, 0, 25, 0)
    assert tally.right / tally.fields > 0.9


def bubbles(change):
    """The geometry with the bubbles of all pages changed."""
    return lambda pages: {
        name: tuple(replace(page, bubbles=tuple(change(page.bubbles))) for page in form) for name, form in pages.items()
    }


def rotated(found):
    """Every bubble gets the letter of the next one."""
    return [replace(one, value=other.value) for one, other in zip(found, (*found[1:], found[0]), strict=True)]


def wrong_form(pages):
    return dict(zip(pages, reversed(list(pages.values())), strict=True))


@pytest.mark.parametrize(
    ("mutate", "share"),
    [
        (bubbles(rotated), 0.7),
        (wrong_form, 0.02),
        (bubbles(lambda found: [replace(one, y=one.y + 8.6) for one in found]), 0.3),
    ],
    ids=["rotated letters", "the wrong form", "a line too low"],
)
def test_the_round_trip_would_notice(sample, mutate, share):
    sheets, scans = sample
    tally = tallied(replace(sheets, pages=mutate(dict(sheets.pages))), scans[:5])
    assert tally.wrong >= share * tally.fields


@pytest.mark.parametrize("shift", [2.0, 4.3])
def test_circles_that_are_not_where_they_should_be_are_doubts(paper, shift):
    key, pages = paper
    sheets = sheets_of(key)
    moved = bubbles(lambda found: [replace(one, x=one.x + shift, y=one.y + shift) for one in found])
    sheets = replace(sheets, pages=moved(dict(sheets.pages)))
    reading, _ = read_page(Page("s", 1, pages[0].pixels), sheets, Corrections())
    assert len(reading.doubts) > 25


def drawn_as(kind, several=False):
    made, key = a_key(28)
    page = next(filled(made, key, 3, {kind: 1}))
    reading = read(page.pixels, key)
    rows = [row for row in page.layout.rows if row.several == several]
    return [(page.marks[row.number], reading.marks.get(row.number)) for row in rows]


@pytest.mark.parametrize("kind", ["full", "blank", "cross"])
def test_plain_marks_are_read(kind):
    assert all(truth == seen for truth, seen in drawn_as(kind))


@pytest.mark.parametrize("kind", ["pencil", "faint", "tick", "erased", "rubbed out", "changed", "double"])
def test_marks_that_are_not_plain_are_read_rightly_or_looked_at(kind):
    assert all(seen in (truth, None) for truth, seen in drawn_as(kind))


@pytest.mark.parametrize("kind", ["double", "changed"])
def test_two_marks_are_never_an_answer_where_one_is_asked_for(kind):
    assert all(seen is None for _, seen in drawn_as(kind))


def test_two_marks_are_an_answer_where_several_are_asked_for():
    found = drawn_as("double", several=True)
    assert found
    assert all(seen in (truth, None) for truth, seen in found)  # a cross beside a full circle may be a doubt
    assert any(seen == truth and len(seen) == 2 for truth, seen in found)


def test_the_number_of_the_student_is_read(paper):
    key, pages = paper
    assert [read(page.pixels, key).student for page in pages] == [page.student for page in pages]


def test_a_gap_in_the_number_is_a_doubt_and_blanks_around_it_are_not(paper):
    key, pages = paper
    page, grid = pages[0], {}
    for bubble in page.layout.bubbles:
        grid.setdefault(bubble.field, []).append(bubble)

    def without(*places):
        pixels = page.pixels.copy()
        for place in places:
            marked = next(b for b in grid[f"student.{place}"] if b.value == page.student[place])
            empty = next(b for b in grid[f"student.{place}"] if b.value != page.student[place])
            half = round((page.layout.radius + 0.5) * PX)
            to, came = ((round(b.y * PX), round(b.x * PX)) for b in (marked, empty))
            pixels[to[0] - half : to[0] + half, to[1] - half : to[1] + half] = pixels[
                came[0] - half : came[0] + half, came[1] - half : came[1] + half
            ]
        return read(pixels, key)

    assert without(0, 5).student == page.student[1:5]
    assert "student" in doubts_of(without(2))


# Ways to scan


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_whichever_way_up(copies, turns):
    key, pages = copies
    plain = read(pages[1].pixels, key)
    assert read(np.rot90(pages[1].pixels, turns).copy(), key) == plain
    assert plain.marks == pages[1].marks


@pytest.mark.parametrize("lost", range(4))
def test_three_corners_are_enough_and_two_are_not(copies, lost):
    key, pages = copies
    page = pages[0]
    pixels = page.pixels.copy()

    def cover(number):
        box = page.layout.markers[number]
        pixels[round(box.y * PX) : round((box.y + 8) * PX), round(box.x * PX) : round((box.x + 8) * PX)] = 255

    cover(lost)
    assert read(pixels, key).marks == page.marks
    cover((lost + 1) % 4)
    reading = read(pixels, key)
    assert reading.form is None
    assert "2 of the 4 squares" in doubts_of(reading)["code"]


def test_two_sheets_in_one_picture_are_not_mixed(copies):
    key, pages = copies
    reading = read(np.hstack([pages[0].pixels, pages[1].pixels]), key)
    assert reading.form is None
    assert "more than one sheet" in doubts_of(reading)["code"]


def test_a_covered_line_is_not_a_blank_answer(paper):
    key, pages = paper
    page = pages[0]
    pixels = page.pixels.copy()
    row = page.layout.rows[3]
    pixels[round((row.label.y - 1) * PX) : round((row.label.y + 6) * PX), :] = 235
    assert "cannot be seen" in doubts_of(read(pixels, key))[str(row.number)]


def test_pictures_pdfs_and_tiffs_in_folders_all_come_in_natural_order(copies, tmp_path):
    key, pages = copies
    for name, page in (("scan 10.png", pages[1]), ("scan 9.jpg", pages[0])):
        cv2.imwrite(str(tmp_path / name), page.pixels)
    pictures = [Image.fromarray(page.pixels) for page in pages]
    pictures[0].save(tmp_path / "Heft.pdf", save_all=True, append_images=pictures[1:], resolution=200)
    cv2.imwritemulti(str(tmp_path / "grün.tiff"), [page.pixels for page in pages])
    found = [reading for reading, _ in read_sheets([tmp_path], key)]
    assert [(reading.file, reading.page, reading.code) for reading in found] == [
        *(("grün.tiff", n + 1, page.code) for n, page in enumerate(pages)),
        *(("Heft.pdf", n + 1, page.code) for n, page in enumerate(pages)),
        ("scan 9.jpg", 1, pages[0].code),
        ("scan 10.png", 1, pages[1].code),
    ]
    assert all(reading.marks == pages[[p.code for p in pages].index(reading.code)].marks for reading in found)


def test_files_of_one_name_are_told_apart(copies, tmp_path):
    key, pages = copies
    for folder, page in zip(("a", "b"), pages, strict=False):
        (tmp_path / folder).mkdir()
        cv2.imwrite(str(tmp_path / folder / "1.png"), page.pixels)
    names = [reading.file for reading, _ in read_sheets([tmp_path / "a", tmp_path / "b"], key)]
    assert names == [(tmp_path / "a/1.png").as_posix(), (tmp_path / "b/1.png").as_posix()]


def test_a_file_that_is_named_twice_is_read_once(copies, tmp_path):
    key, pages = copies
    cv2.imwrite(str(tmp_path / "1.png"), pages[0].pixels)
    assert len(list(read_sheets([tmp_path, tmp_path / "1.png"], key))) == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("notes.txt", b"hello", "no picture"),
        ("empty.png", b"", "no picture"),
        ("half.png", b"\x89PNG\r\n\x1a\n\0\0", "no picture"),
        ("broken.pdf", b"%PDF-1.4 nothing", "damaged"),
        ("broken.tif", b"II*\0\x08\0\0\0", "damaged"),
        ("photo.heic", b"\0\0\0\x18ftypheic" + b"\0" * 30, "save it as JPEG"),
    ],
)
def test_what_cannot_be_opened_is_told_and_the_rest_is_read(copies, tmp_path, name, content, why):
    key, pages = copies
    (tmp_path / name).write_bytes(content)
    cv2.imwrite(str(tmp_path / "z.png"), pages[0].pixels)
    bad, good = [reading for reading, _ in read_sheets([tmp_path], key)]
    assert why in doubts_of(bad)["code"]
    assert good.marks == pages[0].marks


@pytest.mark.parametrize("pixels", [np.full((800, 600), 250, np.uint8), np.full((1, 1), 0, np.uint8)])
def test_a_page_that_is_no_sheet_is_a_doubt(copies, pixels):
    reading = read(pixels, copies[0])
    assert reading.form is None
    assert len(reading.doubts) == 1


def test_a_blank_page_is_called_blank(copies):
    page = np.random.default_rng(1).normal(245, 3, (1200, 900)).clip(0, 255).astype(np.uint8)
    assert doubts_of(read(page, copies[0])) == {"code": "this page is blank"}


@pytest.mark.parametrize("grey", [0, 20, 90])
def test_a_dark_page_is_not_called_blank(copies, grey):
    page = np.full((1200, 900), grey, np.uint8)
    assert "0 of the 4 squares" in doubts_of(read(page, copies[0]))["code"]


def shining_through(pixels, name):
    """The page as a picture of black ink on nothing, as some programs save it."""
    ink = 255 - pixels
    bits = 257 if name == "deep.png" else 1
    layers = np.dstack([np.zeros((*pixels.shape, 3), np.uint8), ink])
    return layers.astype(np.uint16) * bits if bits > 1 else layers


@pytest.mark.parametrize("name", ["clear.png", "deep.png", "clear.webp", "clear.tiff"])
def test_ink_on_nothing_is_read_as_ink_on_paper(copies, tmp_path, name):
    key, pages = copies
    flags = [cv2.IMWRITE_WEBP_QUALITY, 101] if name.endswith("webp") else []
    cv2.imwrite(str(tmp_path / name), shining_through(pages[0].pixels, name), flags)
    ((reading, _),) = read_sheets([tmp_path], key)
    assert (reading.code, reading.doubts, reading.marks) == (pages[0].code, (), pages[0].marks)


def test_pictures_in_colour_and_of_one_bit_are_read(copies, tmp_path):
    key, pages = copies
    plain = Image.fromarray(pages[0].pixels)
    plain.convert("RGB").save(tmp_path / "colour.png")
    plain.convert("CMYK").save(tmp_path / "cmyk.tiff")
    cv2.imwrite(str(tmp_path / "deep.png"), pages[0].pixels.astype(np.uint16) * 257)
    found = [reading for reading, _ in read_sheets([tmp_path], key)]
    assert [(reading.code, reading.marks) for reading in found] == [(pages[0].code, pages[0].marks)] * 3
    plain.convert("1", dither=Image.Dither.NONE).save(tmp_path / "fax.tiff", compression="group4")
    ((fax, picture),) = read_sheets([tmp_path / "fax.tiff"], key)
    assert (fax.code, picture.greys) == (pages[0].code, False)
    assert fax.marks.items() <= pages[0].marks.items()  # without greys pencil may be a doubt


def test_nothing_to_read_is_a_problem(copies, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".hidden").touch()
    with pytest.raises(ProblemError) as caught:
        list(read_sheets([tmp_path / "empty", tmp_path / "nowhere"], copies[0]))
    assert [problem.message for problem in caught.value.problems] == [
        "there is no file in this folder",
        "there is no such file or folder",
    ]


def test_a_folder_that_cannot_be_read_is_a_problem(copies, tmp_path, monkeypatch):
    def refused(_):
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(ProblemError, match="cannot be read: Permission denied") as caught:
        list(read_sheets([tmp_path], copies[0]))
    assert caught.value.problems[0].path == str(tmp_path)


@pytest.mark.filterwarnings("error::ResourceWarning", "error::pytest.PytestUnraisableExceptionWarning")
def test_no_file_is_left_open(copies, tmp_path):
    cv2.imwrite(str(tmp_path / "1.png"), copies[1][0].pixels)
    assert len(list(read_sheets([tmp_path], copies[0]))) == 1
    gc.collect()


# Which sheet it is


def without_code(page):
    pixels = page.pixels.copy()
    box = page.layout.code
    pixels[round(box.y * PX) : round((box.y + 15) * PX), round(box.x * PX) : round((box.x + 26) * PX)] = 40
    return pixels


def test_a_sheet_without_its_code_waits_for_its_form(paper):
    key, pages = paper
    pixels = without_code(pages[1])
    assert doubts_of(read(pixels, key)) == {"form": "the code cannot be read"}
    reading = read(pixels, key, corrected(("form", "b")))
    assert (reading.form, reading.doubts, reading.marks) == ("B", (), pages[1].marks)
    assert "no form `C`" in doubts_of(read(pixels, key, corrected(("form", "C"))))["form"]


def test_a_copy_without_its_code_waits_for_it(copies):
    key, pages = copies
    pixels = without_code(pages[1])
    assert doubts_of(read(pixels, key)) == {"code": "the code cannot be read"}
    reading = read(pixels, key, corrected(("code", pages[1].code.lower())))
    assert (reading.form, reading.code, reading.marks) == (pages[1].form, pages[1].code, pages[1].marks)
    assert "no copy `Z`" in doubts_of(read(pixels, key, corrected(("code", "Z"))))["code"]


def test_a_sheet_of_another_quiz_is_not_graded(copies):
    key, pages = copies
    reading = read(pages[0].pixels, key.model_copy(update={"quiz": "OTHER"}))
    assert reading.form is None
    assert "another quiz" in doubts_of(reading)["code"]


def test_a_form_that_the_key_does_not_have_is_a_doubt(paper):
    key, pages = paper
    reading = read(pages[1].pixels, key.model_copy(update={"forms": key.forms[:1]}))
    assert reading.form is None
    assert "form B" in doubts_of(reading)["form"]


def test_a_copy_that_is_not_on_the_list_is_read_but_doubtful(copies):
    key, pages = copies
    reading = read(pages[2].pixels, key.model_copy(update={"copies": key.copies[:2]}))
    assert doubts_of(reading)["code"] == f"the key has no copy {pages[2].code}"
    assert reading.marks == pages[2].marks


def test_a_copy_on_another_form_than_on_the_list_is_doubtful(copies):
    key, pages = copies
    changed = (key.copies[0].model_copy(update={"form": "B"}), *key.copies[1:])
    assert "is form B" in doubts_of(read(pages[0].pixels, key.model_copy(update={"copies": changed})))["code"]


def test_a_key_without_answer_sheets_is_a_problem(paper):
    with pytest.raises(ProblemError, match="without answer sheets"):
        sheets_of(paper[0].model_copy(update={"sheet": None}))


# Several pages, and the same one twice


def a_page(file, form="A", code="", student="", part=1, marks=None):
    return SheetReading(file, 1, form, code, student, marks or {part * 100: frozenset("A")}, part=part)


def test_pages_of_one_number_make_one_sheet(long_paper):
    key, pages = long_paper
    assert [page.layout.number for page in pages] == [1, 2, 1, 2]
    order = [pages[1], pages[2], pages[0], pages[3]]
    students = {"A": pages[0].student, "B": pages[2].student}
    read_as = [
        replace(read(page.pixels, key, name=f"{n}"), student=students[page.form]) for n, page in enumerate(order)
    ]
    found = compared(key, read_as, Corrections())
    sheets = put_together(found)
    assert not [page.doubts for page in found if page.doubts]
    assert {sheet.form: sheet.marks for sheet in sheets} == {
        form: {n: m for page in pages if page.form == form for n, m in page.marks.items()} for form in "AB"
    }


def test_pages_without_a_number_belong_to_the_page_before(long_paper):
    key, _ = long_paper
    found = compared(key, [a_page("1"), a_page("2", part=2), a_page("3"), a_page("4", part=2)], Corrections())
    assert [(sheet.file, set(sheet.marks)) for sheet in put_together(found)] == [("1", {100, 200}), ("3", {100, 200})]


def test_without_any_number_pages_of_two_students_never_make_a_sheet_without_a_doubt(long_paper):
    """The second page of the first student and the first page of the second are missing."""
    key, _ = long_paper
    pages = [a_page("1"), a_page("2", part=2)]
    (sheet,) = put_together(compared(key, pages, Corrections()))
    assert [doubt.field for doubt in sheet.doubts] == ["student", "student"]
    blank = Corrections({(n, 1, "student"): Line(n, 1, "student", correct="blank") for n in "12"})
    (sheet,) = put_together(compared(key, pages, blank))
    assert "write one here, the same at every page" in sheet.doubts[0].why
    said = [replace(page, student=number) for page, number in zip(pages, ("7", "8"), strict=True)]
    assert [set(sheet.marks) for sheet in put_together(compared(key, said, Corrections()))] == [{100}, {200}]


def test_what_was_said_of_a_page_that_was_missing_is_not_taken_over_once_it_is_there(long_paper):
    key, pages = long_paper
    first, second = pages[:2]
    question = second.layout.rows[0].number
    said = corrected((str(question), "B"))

    def sheet(*scans):
        read_as = [replace(read(page.pixels, key, said, name), student="7") for page, name in scans]
        return put_together(compared(key, read_as, said))[0]

    assert sheet((first, "scan.png")).marks[question] == {"B"}
    assert not said.unmet
    assert sheet((first, "scan.png"), (second, "2.png")).marks == first.marks | second.marks
    assert [line.field for line in said.unmet] == [str(question)]


def test_questions_of_a_page_that_is_missing_are_doubts(long_paper):
    key, _ = long_paper
    (page,) = compared(key, [a_page("1", student="7")], Corrections())
    second = [str(row.number) for row in answer_sheet(key, key.forms[0])[1].rows]
    assert [doubt.field for doubt in page.doubts] == second
    assert "page 2 of this sheet is not among the scans" in page.doubts[0].why


def test_the_same_copy_twice_is_a_doubt_until_somebody_has_looked(copies):
    key, _ = copies
    pages = [a_page("1", code="K0000"), a_page("2", code="K0001"), a_page("3", code="K0000")]
    found = compared(key, pages, Corrections())
    assert [bool(page.doubts) for page in found] == [False, False, True]
    assert "copy K0000 is on page 1 of 1, too" in found[2].doubts[0].why
    assert len(put_together(found)) == 3
    said = Corrections({("3", 1, "code"): Line("3", 1, "code", correct="K0000")})
    assert not compared(key, pages, said)[2].doubts


def test_the_same_number_twice_is_a_doubt_even_on_another_form(paper):
    found = compared(paper[0], [a_page("1", student="12"), a_page("2", form="B", student="12")], Corrections())
    assert [bool(page.doubts) for page in found] == [False, True]


def test_a_number_is_missed_only_where_others_have_one(paper):
    key, _ = paper
    without = [a_page("1"), a_page("2")]
    assert not any(page.doubts for page in compared(key, without, Corrections()))
    found = compared(key, [*without, a_page("3", student="5")], Corrections())
    assert [doubts_of(page) for page in found[:2]] == [{"student": "no number is marked"}] * 2
    said = Corrections({("1", 1, "student"): Line("1", 1, "student", correct="blank")})
    found = compared(key, [*without, a_page("3", student="5")], said)
    assert [bool(page.doubts) for page in found] == [False, True, False]


# What a person says


def test_a_person_decides_what_is_in_doubt_and_may_overrule(paper):
    key, pages = paper
    page = pages[0]
    sure = next(number for number, marks in page.marks.items() if marks == {"A"} and number > 4)
    corrections = corrected((str(sure), "C"), ("2", "a, B"), ("3", "blank"), ("4", "X"), ("student", "000042"))
    reading = read(page.pixels, key, corrections)
    assert reading.marks[sure] == {"C"}
    assert reading.marks[2] == {"A", "B"}
    assert reading.marks[3] == frozenset()
    assert reading.student == "000042"
    assert doubts_of(reading) == {"4": "`X` is none of its letters: A, B, C, D"}


@pytest.mark.parametrize("said", ["blank", "Blank", "-"])
def test_a_number_that_is_said_to_be_blank_is_none(paper, said):
    key, pages = paper
    assert pages[0].student
    assert read(pages[0].pixels, key, corrected(("student", said))).student == ""


@pytest.mark.parametrize(
    ("field", "place"),
    [("5.", "5"), ("Q8", "8"), ("q. 8", "8"), (" 05 ", "5"), ("Student", "student"), ("CODE", "code"), ("q", "q")],
)
def test_fields_are_taken_as_people_write_them(field, place):
    assert Line("scan.png", 1, field).place == ("scan.png", 1, place)


def test_what_a_page_has_no_field_for_is_unmet(paper):
    key, pages = paper
    by_hand = next(entry.number for entry in key.forms[0].entries if not entry.options)
    said = corrected(("4", "C"), ("99", "A"), (str(by_hand), "A"), ("name", "Ada"), ("student", "000042"))
    reading = read(pages[0].pixels, key, said)
    assert (reading.marks[4], reading.student) == ({"C"}, "000042")
    assert [line.field for line in said.unmet] == ["99", str(by_hand), "name"]


def test_the_number_of_a_copy_is_that_of_the_list(copies):
    key, pages = copies
    listed = tuple(copy.model_copy(update={"number": "17"}) for copy in key.copies)
    said = corrected(("student", "4"))
    assert read(pages[0].pixels, key, said).student == "4"
    assert not said.unmet
    said = corrected(("student", "4"))
    assert read(pages[0].pixels, key.model_copy(update={"copies": listed}), said).student == ""
    assert [line.field for line in said.unmet] == ["student"]


def test_what_is_said_of_a_page_whose_form_is_unknown_is_unmet(paper):
    said = corrected(("student", "4"), ("2", "A"))
    assert read(None, paper[0], said).form is None
    assert [line.field for line in said.unmet] == ["student", "2"]


def test_an_unreadable_page_can_be_typed_in(paper):
    key, _ = paper
    answers = [(str(row.number), "B") for row in answer_sheet(key, key.forms[0])[0].rows]
    reading = read(None, key, corrected(("form", "A"), *answers[1:]))
    assert list(doubts_of(reading)) == [answers[0][0]]
    assert reading.marks == {int(number): frozenset("B") for number, _ in answers[1:]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("B", {"B"}),
        ("b, d", {"B", "D"}),
        ("BD", {"B", "D"}),
        ("A;C", {"A", "C"}),
        ("-", set()),
        ("blank", set()),
        ("E", None),
        ("B?", None),
    ],
)
def test_letters_are_taken_as_people_write_them(text, found):
    assert letters(text, "ABCD") == (None if found is None else frozenset(found))


def test_letters_of_other_scripts_are_taken():
    assert letters("ب", ["ا", "ب"]) == {"ب"}
    assert letters("é", ["e\u0301", "É"]) == {"É"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_table_survives_a_spreadsheet(tmp_path, delimiter):
    lines = [
        Line("=cmd.png", 1, "12", "why", "A,B", "annotated/x.png", "-"),
        Line("Prüfung 1, Klasse «7b».pdf", 30, "student", correct="004512"),
        Line("scan.png", 2, "form", "no answer yet"),
    ]
    rows = list(csv.reader(io.StringIO(table(lines).decode("utf-8-sig"))))
    assert rows[1][0] == "'=cmd.png"
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([*rows, [], [""] * 7])
    path = tmp_path / "to-look-at.csv"
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    found = read_corrections(path)
    assert found.of("=cmd.png", 1, "12") == "-"
    assert found.of("Prüfung 1, Klasse «7b».pdf", 30, "student") == "004512"
    assert len(found.lines) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sheet,page,field\n", "no column `correct`"),
        ("", "no column `sheet`"),
        ("sheet,page,field,correct\na,one,1,B\n", "`one` is not the number of a page"),
        ("sheet,page,field,correct\na,1,1,B\na,1,1,C\n", "two corrections of 1"),
    ],
)
def test_a_table_that_cannot_be_understood_is_a_problem(tmp_path, text, message):
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError, match=message):
        read_corrections(path)


def test_a_table_in_another_encoding_is_a_problem(tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes("sheet,page,field,correct\nPrüfung,1,1,B\n".encode("cp1252"))
    with pytest.raises(ProblemError, match="not UTF-8"):
        read_corrections(path)


# The command


@pytest.fixture
def desk(copies, tmp_path, monkeypatch):
    """A folder with a key and a scan of each copy, as a teacher has it."""
    key, pages = copies
    (tmp_path / "scans").mkdir()
    (tmp_path / "moon-key.json").write_text(key.model_dump_json(by_alias=True), encoding="utf-8")
    for number, page in enumerate(pages):
        cv2.imwrite(str(tmp_path / "scans" / f"{number}.png"), page.pixels)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def scan(*arguments):
    given = ["scans", "--key", "moon-key.json", *arguments]
    return CliRunner().invoke(command, given, obj={"project": Path(), "quiet": False}, catch_exceptions=True)


def looked_at(folder):
    text = (folder / "moon-results" / "to-look-at.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_what_is_read_for_sure_leaves_nothing_to_look_at(desk):
    done = scan()
    assert done.exit_code == 0, done.output
    assert "3 sheets read from 3 pages, 0 in doubt" in done.stderr
    assert looked_at(desk) == []
    assert sorted(path.name for path in (desk / "moon-results" / "annotated").iterdir()) == ["0.png", "1.png", "2.png"]
    assert (desk / "moon-results" / "results.csv").is_file()


def test_a_doubt_is_listed_corrected_and_stays_corrected(desk, copies):
    pages = copies[1]
    cv2.imwrite("scans/1.png", without_code(pages[1]))
    cv2.imwrite("scans/back.png", np.full((900, 700), 255, np.uint8))
    done = scan()
    assert done.exit_code == 1
    assert "2 places to look at" in done.stderr
    assert "not among the scans: Student 1" in done.stderr
    first = looked_at(desk)
    assert [(row["sheet"], row["field"]) for row in first] == [("1.png", "code"), ("back.png", "code")]
    assert all((desk / "moon-results" / row["picture"]).is_file() for row in first)
    corrections = [
        Line(row["sheet"], 1, "code", correct=said) for row, said in zip(first, ("K0001", "skip"), strict=True)
    ]
    path = desk / "moon-results" / "to-look-at.csv"
    path.write_bytes(table(corrections))
    refused = scan()  # without them they would be lost
    assert isinstance(refused.exception, ProblemError)
    assert path.read_bytes() == table(corrections)
    for _ in range(2):  # the list it writes can itself be used again
        again = scan("--corrections", str(path))
        assert again.exit_code == 0, again.output
        assert "3 sheets read from 3 pages, 0 in doubt" in again.stderr
        assert [row["correct"] for row in looked_at(desk)] == ["K0001", "skip"]


def test_a_scan_without_greys_is_told(desk, copies):
    cv2.imwrite("scans/0.png", np.where(copies[1][0].pixels < 150, 0, 255))
    assert "1 page without greys: faint pencil is lost" in scan().stderr


def test_corrections_of_pages_that_are_not_there_are_told(desk):
    (desk / "c.csv").write_bytes(table([Line("gone.png", 1, "3", correct="B")]))
    done = scan("--corrections", "c.csv")
    assert done.exit_code == 1
    assert "1 correction for pages that were not scanned: gone.png" in done.stderr


def test_corrections_that_could_not_be_taken_over_are_told(desk, copies):
    lines = [Line("0.png", 1, "Q3.", correct="B"), Line("0.png", 1, "99", correct="B")]
    skipped = [Line("1.png", 1, "code", correct="SKIP"), Line("1.png", 1, "99", correct="B")]
    (desk / "c.csv").write_bytes(table([*lines, *skipped]))
    done = scan("--corrections", "c.csv")
    assert done.exit_code == 1
    assert "1 correction could not be taken over: `99` at 0.png\n" in done.stderr
    assert "code, form" not in done.stdout
    (row,) = (row for row in csv.DictReader((desk / "moon-results/results.csv").read_text("utf-8-sig").splitlines())
              if row["file"] == "0.png")  # fmt: skip
    assert row[copies[0].forms[0].entries[2].item] == "B"
    assert [row["field"] for row in looked_at(desk)] == ["Q3.", "99", "code", "99"]
    (desk / "c.csv").write_bytes(table([*lines[:1], *skipped]))
    assert scan("--corrections", "c.csv").exit_code == 0


def test_two_corrections_of_one_field_in_two_spellings_are_a_problem(tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes(table([Line("a", 1, "5", correct="B"), Line("a", 1, "Q5.", correct="C")]))
    with pytest.raises(ProblemError, match="two corrections of Q5"):
        read_corrections(path)


def test_blank_backs_can_be_left_out(desk):
    cv2.imwrite("scans/back.png", np.full((900, 700), 255, np.uint8))
    cv2.imwritemulti("scans/Rückseiten.tiff", [np.full((900, 700), 250, np.uint8)] * 6)
    assert scan().exit_code == 1
    done = scan("--skip-blank")
    assert done.exit_code == 0
    pages = "; ".join(("back.png", "Rückseiten.tiff", *(f"Rückseiten.tiff, page {n}" for n in range(2, 5))))
    assert f"7 blank pages left out: {pages} and 2 more\n" in done.stderr


def test_what_is_not_blank_is_never_left_out(desk, copies):
    cv2.imwrite("scans/black.png", np.zeros((900, 700), np.uint8))
    cv2.imwrite("scans/0.png", shining_through(copies[1][0].pixels, "0.png"))
    done = scan("--skip-blank")
    assert done.exit_code == 1
    assert [(row["sheet"], row["field"]) for row in looked_at(desk)] == [("black.png", "code")]
    assert "3 sheets read from 4 pages" in done.stderr
    assert "blank" not in done.stderr


def test_a_folder_that_cannot_be_read_and_one_that_cannot_be_written_are_told_apart(desk, monkeypatch):
    (desk / "file").touch()
    problem = scan("-o", "file/results").exception.problems[0]
    assert (problem.code, problem.message) == ("B001", "cannot write: Not a directory")
    listed = Path.iterdir

    def refused(folder):
        if folder.name == "scans":
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refused)
    problem = scan().exception.problems[0]
    assert (problem.code, problem.path, problem.message) == ("B001", "scans", "cannot be read: Permission denied")


def test_the_same_scans_give_the_same_files(desk):
    scan("-o", "one")
    scan("-o", "two")
    one, two = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (desk / "one", desk / "two")
    )
    assert len(one) > 4
    assert one == two


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"{}", "not the key of a paper"), (b"hello", "not the key of a paper"), (b"\xff\xfe", "not the key of a paper")],
)
def test_a_file_that_is_no_key_is_a_problem(desk, content, message):
    (desk / "moon-key.json").write_bytes(content)
    error = scan().exception
    assert isinstance(error, ProblemError)
    assert message in str(error)


def test_a_key_that_is_not_there_is_a_problem(desk):
    (desk / "moon-key.json").unlink()
    assert isinstance(scan().exception, ProblemError)


def test_results_do_not_go_among_the_scans(desk):
    error = scan("-o", "scans").exception
    assert isinstance(error, ProblemError)
    assert [path.suffix for path in (desk / "scans").iterdir()] == [".png"] * 3


@pytest.mark.parametrize("package", ["cv2", "pypdfium2"])
def test_a_package_that_is_missing_is_named_with_how_to_get_it(desk, monkeypatch, package):
    (desk / "scans" / "a.pdf").write_bytes(b"%PDF-1.4")
    monkeypatch.setitem(sys.modules, package, None)
    error = scan().exception
    assert isinstance(error, ProblemError)
    assert error.problems[0].hint == 'pip install "quizgen[scan]"'


# The pictures


def colours(picture, layout, radius, field, value):
    """The colours that were drawn around a circle."""
    bubble = next(b for b in layout.bubbles if (b.field, b.value) == (field, value))
    x, y, reach = (round(at * SCALE) for at in (bubble.x, bubble.y, radius + 1.2))
    patch = picture[y - reach : y + reach, x - reach : x + reach].reshape(-1, 3)
    return {colour for colour in (GREEN, RED, ORANGE) if (patch == colour).all(axis=1).any()}


def test_the_picture_shows_what_was_right_wrong_and_doubtful(paper):
    key, pages = paper
    reading, picture = read_page(Page("s", 1, pages[0].pixels), sheets_of(key), Corrections())
    form = key.forms[0]
    marked = next(n for n, marks in reading.marks.items() if marks and form.entries[n - 1].letters == tuple("ABCD"))
    (letter,) = reading.marks[marked]
    right = form.model_copy(
        update={
            "entries": tuple(
                entry.model_copy(update={"key": (letter,)}) if entry.number == marked else entry
                for entry in form.entries
            )
        }
    )
    wrong = right.model_copy(
        update={
            "entries": tuple(
                entry.model_copy(update={"key": ("ABCD".replace(letter, "")[0],)}) for entry in right.entries
            )
        }
    )
    doubtful = replace(
        reading,
        marks={n: marks for n, marks in reading.marks.items() if n != marked},
        doubts=(Doubt(str(marked), "so", letter),),
    )
    found = []
    for one, at, verdict in ((reading, right, "right"), (reading, wrong, "wrong"), (doubtful, wrong, "doubt")):
        drawn = annotated(picture, one, at, {marked: verdict})
        image = cv2.imdecode(np.frombuffer(drawn, np.uint8), cv2.IMREAD_COLOR)
        other = "ABCD".replace(letter, "")[0]
        found.append(
            [colours(image, picture.layout, picture.layout.radius, str(marked), value) for value in (letter, other)]
        )
    assert found[0][0] == {GREEN}
    assert found[1][0] >= {RED}
    assert found[1][1] >= {GREEN}
    assert found[2][0] >= {ORANGE}


def test_a_file_without_a_picture_has_none(paper):
    assert annotated(Picture(None), SheetReading("x", 1, None), None, {}) is None
