"""What sites import as a sheet, read back as their templates say: by openpyxl, by a CSV reader, by lines and tabs."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from quizgen import api
from quizgen.exporting.markup import flat, legal
from quizgen.exporting.platform.sheets.csv import csv_lines
from quizgen.exporting.platform.sheets.rows import length
from quizgen.exporting.registry import exporter, is_part
from quizgen.exporting.report import Report, write_together
from quizgen.model.item import Item, Option
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from quizgen.problem import ProblemError
from tests import examples

SITES = ("kahoot", "blooket", "wayground", "gimkit", "quizlet")


class Asked(NamedTuple):
    """A question as a site takes it from its sheet."""

    text: str
    options: tuple[str, ...]
    right: tuple[str, ...]
    told: str = ""


# ---- what each site reads ------------------------------------------------------------------------------------------


def cells(path: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [tuple(map(unescaped, row)) for row in sheet.iter_rows(values_only=True)]


def unescaped(cell: object) -> object:
    """ECMA-376, 22.9.2.19: `_x005F_` is an underscore; openpyxl reads it so only where texts are shared."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), cell) if isinstance(cell, str) else cell


def table(path: Path) -> list[list[str]]:
    """CSV as sites read it: no text shown on a page begins with a space."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[cell.strip() for cell in row] for row in csv.reader(file, strict=True)]


def chosen(options: tuple[str, ...], key: object) -> tuple[str, ...]:
    return tuple(options[int(place) - 1] for place in str(key).split(","))


def kahoot(report: Report) -> Iterator[Asked]:
    for path in report.files[:-1]:
        rows = cells(path)
        assert rows[7][1:] == (
            "Question - max 120 characters",
            "Answer 1 - max 75 characters",
            "Answer 2 - max 75 characters",
            "Answer 3 - max 75 characters",
            "Answer 4 - max 75 characters",
            "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
            "Correct answer(s) - choose at least one",
        )
        for number, (place, text, *answers, time, key) in enumerate(rows[8:], 1):
            assert place == number
            assert time in {5, 10, 20, 30, 60, 90, 120, 240}
            options = tuple(str(answer) for answer in answers if answer is not None)
            assert length(str(text)) <= 120
            assert all(length(option) <= 75 for option in options)
            yield Asked(str(text), options, chosen(options, key))


def wayground(report: Report) -> Iterator[Asked]:
    for path in report.files[:-1]:
        rows = cells(path)
        assert rows[0][:3] == ("Question Text", "Question Type", "Option 1")
        assert rows[0][7:] == ("Correct Answer", "Time in seconds", "Image Link", "Answer explanation")
        for text, kind, *answers, key, time, _picture, told in rows[2:]:
            options = tuple(str(answer) for answer in answers if answer is not None)
            right = options if kind == "Fill-in-the-Blank" else chosen(options, key)
            assert (kind == "Checkbox") == ("," in str(key or ""))
            assert time == 30
            yield Asked(str(text), () if right is options else options, right, str(told))


def blooket(report: Report) -> Iterator[Asked]:
    head, names, *rows = [row for path in report.files[:-1] for row in table(path)]
    assert head[0] == "Blooket\nImport Template"
    assert [name.split("\n")[0] for name in names[:8]] == [
        *("Question #", "Question Text", "Answer 1", "Answer 2", "Answer 3", "Answer 4"),
        *("Time Limit (sec)", "Correct Answer(s)"),
    ]
    for number, row in enumerate(rows, 1):
        assert len(row) == len(head)
        assert row[0] == str(number)
        assert row[6] == "20"
        options = tuple(filter(None, row[2:6]))
        if row[-1] == "typing":
            yield Asked(row[1], (), options)
        else:
            yield Asked(row[1], options, chosen(options, row[7]))


def gimkit(report: Report) -> Iterator[Asked]:
    for path in report.files[:-1]:
        head, names, *rows = table(path)
        assert names[:2] == ["Question", "Correct Answer"]
        typed = head[0] == "Gimkit Spreadsheet Import Template 2"
        assert len(names) == (2 if typed else 5)
        for text, key, *wrong in rows:
            yield Asked(text, () if typed else tuple(sorted(filter(None, (key, *wrong)))), (key,))


def quizlet(report: Report) -> Iterator[Asked]:
    for path in report.files[:-1]:
        for line in path.read_text("utf-8").split("\n")[:-1]:
            term, definition = line.split("\t")
            answer, told = definition.split(" (Source: ", 1)
            yield Asked(term, (), (answer,), told)


READERS: dict[str, Callable[[Report], Iterator[Asked]]] = {
    "kahoot": kahoot,
    "wayground": wayground,
    "blooket": blooket,
    "gimkit": gimkit,
    "quizlet": quizlet,
}


def export(name: str, quiz: Quiz, folder: Path, **options: object) -> Report:
    return api.export(quiz, name, folder / f"moon{exporter(name).SUFFIX}", **options)


def one(name: str, item: Item, folder: Path, **options: object) -> Asked:
    report = export(name, examples.quiz((item,)), folder, **options)
    assert not report.skipped, report.skipped
    (asked,) = READERS[name](report)
    return asked


def skipped(name: str, item: Item, folder: Path) -> str:
    ((_, reason),) = export(name, examples.quiz((item,)), folder).skipped
    return reason


def offering(*texts: str, right: int = 0) -> Item:
    options = tuple(Option(id=chr(65 + n), text=text, correct=n == right) for n, text in enumerate(texts))
    return examples.item(1).model_copy(update={"options": options, "key": (texts[right],)})


# ---- every site ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", *examples.HOSTILE], ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("name", SITES)
def test_what_is_read_back_is_what_was_asked(name: str, text: str, tmp_path: Path):
    """Or the report says of the item why it is not there; nothing is cut."""
    quiz = examples.everything(text)
    report = export(name, quiz, tmp_path)
    gone = dict(report.skipped)
    if name in {"blooket", "gimkit"}:
        computed = {item.id for item in quiz.items if text.startswith("=") and not item.options}
        assert {item for item, reason in report.skipped if "spreadsheet" in reason} == computed
    lowered = {item.id: item for item in quiz.items if item.id not in gone}
    read = list(READERS[name](report))
    assert len(read) == report.written == len(lowered)
    if name == "gimkit":  # two files: first what has options
        lowered = dict(sorted(lowered.items(), key=lambda pair: pair[1].interaction != "choice"))
    for asked, item in zip(read, lowered.values(), strict=True):
        assert flat(asked.text).startswith(flat(item.stem))
        keys = [flat(key) for key in item.key]
        if name == "quizlet":
            assert item.interaction in {"order", "match"} or all(key in asked.right[0] for key in keys)
        elif asked.options:
            assert sorted(asked.options) == sorted(flat(option.text) for option in item.options)
            assert sorted(asked.right) == sorted(keys)
        else:
            assert item.interaction in {"order", "match"} or asked.right[0] == keys[0]
    if text == examples.LONG:
        assert any("longer" in reason for reason in gone.values()) == (name in {"kahoot", "wayground"})
    else:
        assert "choice" in {quiz.by_id[item].interaction for item in quiz.by_id if item not in gone}


@pytest.mark.parametrize("name", SITES)
def test_the_companion_says_what_each_answer_rests_on(name: str, tmp_path: Path):
    items = tuple(examples.item(n) for n in range(5))
    report = export(name, examples.quiz(items), tmp_path)
    path = report.files[-1]
    assert path.name == f"moon-{name}-sources.csv"
    head, *rows = table(path)
    for number, (item, row) in enumerate(zip(items, rows, strict=True), 1):
        told = dict(zip(head, row, strict=True))
        assert (told["file"], told["number"], told["id"]) == (report.files[0].name, str(number), item.id)
        assert (told["question"], told["answer"]) == (item.stem, item.key[0])
        assert (told["statement"], told["quote"]) == (item.rationale, item.citations[0].quote)
        assert told["source"] == "moon.almanac"
        assert told["reference"].startswith("Doe, Ada. An Almanac of the Moon.")
        assert told["place"] == "page 12"
        assert told["link"] == item.citations[0].url


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("kahoot", "citation (in the companion sheet)"),
        ("blooket", "citation (in the companion sheet)"),
        ("gimkit", "citation (in the companion sheet)"),
        ("quizlet", "quote and link (in the companion sheet)"),
    ],
)
def test_a_citation_out_of_the_students_sight_is_told(name: str, lost: str, tmp_path: Path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(3)))
    assert export(name, quiz, tmp_path).lost[lost] == 3


@pytest.mark.parametrize("name", SITES)
def test_answers_that_look_the_same_on_one_line_are_not_asked(name: str, tmp_path: Path):
    assert skipped(name, offering("20 July", "20\nJuly", "21 July"), tmp_path) == "two of its answers look the same"
    assert skipped(name, offering("20 July", " \n", "x"), tmp_path).startswith("a part of it is empty")


@pytest.mark.parametrize("name", SITES)
def test_a_question_that_is_a_picture_is_not_asked(name: str, tmp_path: Path):
    path = tmp_path / "sky.png"
    path.write_bytes(b"\x89PNG")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    medium = Medium(
        kind="image",
        file="sky.png",
        sha256=digest,
        type="image/png",
        alt="The sky",
        credit="Ada Doe",
        licence="CC0",
        path=path,
    )
    shown = examples.item(1).model_copy(update={"media": (medium,)})
    asking = examples.item(2).model_copy(update={"media": (medium.model_copy(update={"asks": True}),)})
    report = export(name, examples.quiz((shown, asking)), tmp_path)
    assert report.skipped == ((asking.id, "its picture is the question, and this format holds none"),)
    assert report.lost["picture"] == 1


@pytest.mark.parametrize("name", [*SITES, "googleforms"])
def test_the_files_of_an_earlier_build_are_known_by_their_names(name: str, tmp_path: Path):
    """Files with questions, not the sheet of the sources, which may be a teacher's own."""
    several = {"per_file": "5"} if "per_file" in exporter(name).Options.model_fields else {}
    main, *others = export(name, examples.quiz(), tmp_path, **several).files
    parts = [path for path in others if is_part(name, main, path)]
    assert parts == others[:-1]
    assert bool(parts) == (name != "googleforms")
    assert not is_part(name, main, main)


@pytest.mark.parametrize("name", [*SITES, "googleforms"])
def test_a_quiz_ten_times_as_long_takes_no_more_memory(name: str, tmp_path: Path):
    """But for what counts the items: their ids, and what a form calls them."""

    def peak(count: int) -> int:
        quiz = examples.quiz(tuple(examples.item(n) for n in range(count)))
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        report = export(name, quiz, tmp_path)
        assert report.written == count
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        peak(10)
        fewer, more = peak(300), peak(3_000)
    finally:
        tracemalloc.stop()
    assert more < fewer + 2_700 * 800


def test_a_file_that_breaks_off_in_the_middle_leaves_the_others_old(tmp_path: Path):
    def breaking() -> Iterator[bytes]:
        yield b"new"
        raise OSError(28, "No space left on device")

    paths = tmp_path / "one.csv", tmp_path / "two.csv"
    assert write_together((path, iter([b"o", b"ld"])) for path in paths) == paths
    with pytest.raises(OSError, match="No space left"):
        write_together(zip(paths, (b"new", breaking()), strict=True))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"one.csv": b"old", "two.csv": b"old"}


# ---- Kahoot! -------------------------------------------------------------------------------------------------------


def test_kahoot_counts_an_emoji_as_two(tmp_path: Path):
    stem = examples.item(1).model_copy(update={"stem": "x" * 118 + "😀"})
    assert one("kahoot", stem, tmp_path).text == stem.stem
    longer = stem.model_copy(update={"stem": "x" * 119 + "😀"})
    assert skipped("kahoot", longer, tmp_path) == "its question is longer than Kahoot! takes (120 characters)"
    assert one("kahoot", offering("y" * 73 + "😀", "z"), tmp_path).right == ("y" * 73 + "😀",)
    assert skipped("kahoot", offering("y" * 74 + "😀", "z"), tmp_path) == (
        "one of its answers is longer than Kahoot! takes (75 characters)"
    )


def test_kahoot_has_four_answers_at_most(tmp_path: Path):
    assert skipped("kahoot", offering(*"abcde"), tmp_path) == "it offers 5 answers, Kahoot! takes 2 to 4"
    assert one("wayground", offering(*"abcde", right=4), tmp_path).right == ("e",)
    assert skipped("wayground", offering(*"abcdef"), tmp_path) == "it offers 6 answers, Wayground takes 2 to 5"


@pytest.mark.parametrize("name", ["kahoot", "blooket", "wayground"])
def test_several_right_answers(name: str, tmp_path: Path):
    item = examples.several(3)
    asked = one(name, item, tmp_path)
    assert asked.right == item.key
    assert len(asked.options) == 4


def test_a_kahoot_of_many_questions_is_several_files(tmp_path: Path):
    items = tuple(examples.item(n) for n in range(250))
    report = export("kahoot", examples.quiz(items), tmp_path)
    names = ["moon-kahoot.xlsx", "moon-kahoot-2.xlsx", "moon-kahoot-3.xlsx", "moon-kahoot-sources.csv"]
    assert [path.name for path in report.files] == names
    assert [asked.text for asked in kahoot(report)] == [item.stem for item in items]
    assert [row[:2] for row in table(report.files[-1])][250] == ["moon-kahoot-3.xlsx", "50"]
    assert len(export("kahoot", examples.quiz(items), tmp_path, per_file="250").files) == 2


def test_kahoot_takes_its_own_times_alone(tmp_path: Path):
    report = export("kahoot", examples.quiz(), tmp_path, seconds="90")
    assert {row[6] for row in cells(report.files[0])[8:]} == {90}
    with pytest.raises(ProblemError) as caught:
        export("kahoot", examples.quiz(), tmp_path, seconds="15")
    assert "Kahoot! has 5, 10, 20, 30, 60, 90, 120, 240 seconds" in caught.value.problems[0].message


# ---- the others ----------------------------------------------------------------------------------------------------


def test_wayground_shows_the_citation_after_the_answer(tmp_path: Path):
    for item in examples.everything().items:
        (tmp_path / item.id).mkdir()
        told = one("wayground", item, tmp_path / item.id).told
        assert item.rationale in told
        assert item.citations[0].quote in told
        assert "Source: Doe, Ada. An Almanac of the Moon." in told
        assert str(item.citations[0].url) in told
    assert not export("wayground", examples.quiz(tuple(examples.item(n) for n in range(3))), tmp_path).lost


def test_a_citation_that_no_cell_holds_is_not_cut(tmp_path: Path):
    item = examples.item(1).model_copy(update={"rationale": "x" * 40_000})
    assert skipped("wayground", item, tmp_path) == "its citation is longer than a cell takes (32,767 characters)"


@pytest.mark.parametrize(("name", "cells"), [("blooket", 4), ("wayground", 5), ("gimkit", 1), ("quizlet", 1)])
def test_spellings_that_find_no_cell_are_told(name: str, cells: int, tmp_path: Path):
    item = examples.item(1, "text")
    item = item.model_copy(update={"accept": tuple(f"spelling {n}" for n in range(6))})
    report = export(name, examples.quiz((item,)), tmp_path)
    (asked,) = READERS[name](report)
    assert asked.right == (item.key[0], *item.accept)[:cells]
    assert report.lost["further accepted spelling"] == 7 - cells


def test_without_typed_questions_blooket_has_its_eight_columns(tmp_path: Path):
    (path, _) = export("blooket", examples.quiz(tuple(examples.item(n) for n in range(3))), tmp_path).files
    assert {len(row) for row in table(path)} == {8}


def test_gimkit_says_that_dates_lose_their_order(tmp_path: Path):
    item = examples.item(1).model_copy(update={"ordered": True})
    report = export("gimkit", examples.quiz((item, examples.item(2))), tmp_path)
    assert report.lost["order of the answers (Gimkit shuffles them)"] == 1


def test_gimkit_has_typed_questions_in_a_file_of_their_own(tmp_path: Path):
    report = export("gimkit", examples.quiz(), tmp_path)
    assert [path.name for path in report.files] == [
        "moon-gimkit.csv",
        "moon-gimkit-text.csv",
        "moon-gimkit-sources.csv",
    ]
    assert [len(table(path)) for path in report.files] == [2 + 11, 2 + 2, 1 + 13]


def in_order() -> Item:
    """To be put in order: third, first, second."""
    options = tuple(Option(id="ABC"[n], text=f"event {p}", correct=True, place=p) for n, p in enumerate((3, 1, 2)))
    key = tuple(f"event {n}" for n in (1, 2, 3))
    return examples.item(1, "order").model_copy(update={"options": options, "key": key})


@pytest.mark.parametrize("name", ["blooket", "wayground"])
def test_letters_are_right_however_they_are_joined(name: str, tmp_path: Path):
    assert one(name, in_order(), tmp_path).right == ("B, C, A", "B,C,A", "B C A", "BCA")


def test_gimkit_which_knows_one_spelling_is_not_asked_for_letters(tmp_path: Path):
    told = "it is answered with letters, and Gimkit accepts one way of writing them alone"
    assert skipped("gimkit", in_order(), tmp_path) == told
    matched = tuple(
        option.model_copy(update={"place": None, "match": target})
        for option, target in zip(in_order().options, ("1969", "1957", "1961"), strict=True)
    )
    update = {"interaction": "match", "options": matched, "targets": ("1957", "1961", "1969")}
    assert skipped("gimkit", in_order().model_copy(update=update), tmp_path) == told


def test_a_quizlet_card_has_options_only_where_it_needs_them(tmp_path: Path):
    opened, closed, several = examples.item(1), examples.item(2, closed=True), examples.several(3)
    report = export("quizlet", examples.quiz((opened, closed, several)), tmp_path)
    cards = list(quizlet(report))
    assert cards[0][:3] == (opened.stem, (), ("1911",))
    assert cards[1][:3] == (f"{closed.stem} (A) 1902 (B) 1912 (C) 1922 (D) 1932", (), ("(B) 1912",))
    assert cards[2].right == ("(B) 1913; (D) 1933",)
    assert cards[0].told == "Doe, Ada. An Almanac of the Moon. Example Press, 1999. https://example.org/moon, page 12)"
    assert report.lost["choice asked as a card without its options"] == 1


def test_quizlet_without_sources_asks_for_the_bare_answer(tmp_path: Path):
    report = export("quizlet", examples.quiz((examples.item(1),)), tmp_path, cite="no")
    assert report.files[0].read_text("utf-8") == "In which year did event 1 happen?\t1911\n"
    assert report.lost["citation (in the companion sheet)"] == 1


def test_a_card_speaks_the_language_of_its_question(tmp_path: Path):
    item = examples.item(1).model_copy(update={"language": "fr"})
    (line,) = export("quizlet", examples.quiz((item,)), tmp_path).files[0].read_text("utf-8").splitlines()
    assert line.startswith("In which year did event 1 happen?\t1911 (Source\u00a0: Doe, Ada. ")
    assert line.endswith(", p. 12)")


# ---- spreadsheets --------------------------------------------------------------------------------------------------

DANGEROUS = ("=1+1", "+1+1", "-1-1", "@SUM(1)", '=HYPERLINK("http://x.example")', "=cmd|' /C calc'!A0")


def dangerous() -> Quiz:
    items = (offering(text, "other", f"{text} ") for text in DANGEROUS)
    named = (
        item.model_copy(update={"id": f"moon.x{n}", "stem": text})
        for n, (item, text) in enumerate(zip(items, DANGEROUS, strict=True))
    )
    return examples.quiz(tuple(item.model_copy(update={"options": item.options[:2]}) for item in named))


@pytest.mark.parametrize("name", ["kahoot", "blooket", "wayground", "gimkit"])
def test_no_cell_is_a_formula(name: str, tmp_path: Path):
    report = export(name, dangerous(), tmp_path)
    assert [asked.text for asked in READERS[name](report)] == list(DANGEROUS)
    for path in report.files:
        if path.suffix == ".csv":
            raw = path.read_text("utf-8-sig")
            found = [cell for row in csv.reader(raw.splitlines()) for cell in row if re.match("[=+@-]", cell)]
        else:
            sheet = openpyxl.load_workbook(path).active
            found = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert not found


def test_a_number_stays_a_number_in_csv():
    table = b"".join(csv_lines([["-5", "+3.2", "-1-1", "– 5"]]))
    assert table.decode("utf-8-sig") == "-5,+3.2, -1-1,– 5\r\n"


@pytest.mark.parametrize("name", ["blooket", "gimkit"])
def test_a_typed_answer_is_not_told_with_a_space_before_it(name: str, tmp_path: Path):
    """Who types it without the space would be wrong; and without it a spreadsheet would compute it."""
    typed = examples.item(1, "text").model_copy(update={"key": ("-196 °C",), "accept": ()})
    assert skipped(name, typed, tmp_path) == "its answer begins like a formula, and a spreadsheet would compute it"
    number = typed.model_copy(update={"key": ("-196",)})
    assert one(name, number, tmp_path).right == ("-196",)
    other = typed.model_copy(update={"key": ("minus 196",), "accept": ("-196 °C",)})
    report = export(name, examples.quiz((other,)), tmp_path)
    assert [asked.right for asked in READERS[name](report)] == [("minus 196",)]
    assert report.lost["further accepted spelling"] == 1
    assert one("wayground", typed, tmp_path).right == ("-196 °C",)


def test_a_workbook_knows_no_day(tmp_path: Path):
    path = export("kahoot", examples.quiz(), tmp_path).files[0]
    properties = openpyxl.load_workbook(path).properties
    moments = {moment and moment.isoformat() for moment in (properties.created, properties.modified)}
    assert moments == {"1980-01-01T00:00:00"}
    with zipfile.ZipFile(path) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 31, 0, 0, 0)}


def test_what_looks_like_an_escape_of_excel_stays_as_it_is(tmp_path: Path):
    assert one("wayground", offering("_x0041_", "A"), tmp_path).right == ("_x0041_",)


@pytest.mark.parametrize("name", ["kahoot", "wayground"])
def test_without_xlsxwriter_there_is_a_way_out(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        "quizgen.exporting.platform.sheets.xlsx.find_spec",
        lambda module: None if module == "xlsxwriter" else real(module),
    )
    with pytest.raises(ProblemError) as caught:
        export(name, examples.quiz(), tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.hint) == ("B090", f"moon-{name}.xlsx", 'pip install "quizgen[sheets]"')
    assert not list(tmp_path.iterdir())


# ---- another spreadsheet program than those the files are for ------------------------------------------------------

OFFICE = shutil.which("soffice")
CALC = OFFICE and list(Path(OFFICE).resolve().parent.glob("libsclo.*"))
office = [
    pytest.mark.office,
    pytest.mark.skipif(not CALC and not os.environ.get("CI"), reason="LibreOffice Calc is not installed"),
]
UTF8 = "44,34,76,1"
"""LibreOffice's own words for CSV with commas and double quotation marks, in UTF-8, from the first line."""


def opened(path: Path, folder: Path, target: str) -> Path:
    """What LibreOffice makes of a file when it opens it and saves it as another."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    reading = [f"--infilter=CSV:{UTF8}"] if path.suffix == ".csv" else []
    command = [OFFICE or "soffice", profile, "--headless", *reading, "--convert-to", target, "--outdir", str(folder)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{target.partition(':')[0]}"


@pytest.mark.parametrize("name", ["kahoot", "wayground"])
@pytest.mark.parametrize("mark", [pytest.param(None, marks=office)])
def test_libreoffice_reads_the_workbook_as_it_was_meant(name: str, mark: None, tmp_path: Path):
    quiz = replace(examples.ugly_quiz(), title="=1+1")
    (path, *_) = export(name, quiz, tmp_path).files
    (tmp_path / "as").mkdir()
    saved = opened(path, tmp_path / "as", f"csv:Text - txt - csv (StarCalc):{UTF8}")
    with saved.open(encoding="utf-8-sig", newline="") as file:
        read = [row for row in csv.reader(file) if any(row)]
    wanted = [["" if cell is None else str(cell) for cell in row] for row in cells(path) if any(row)]
    assert read == wanted


@pytest.mark.parametrize("name", ["blooket", "gimkit"])
@pytest.mark.parametrize("mark", [pytest.param(None, marks=office)])
def test_libreoffice_computes_nothing_in_our_csv(name: str, mark: None, tmp_path: Path):
    (path, *_) = export(name, dangerous(), tmp_path).files
    (tmp_path / "as").mkdir()
    sheet = openpyxl.load_workbook(opened(path, tmp_path / "as", "xlsx")).active
    read = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in read if cell.data_type == "f"]
    assert set(DANGEROUS) <= {str(cell.value).strip() for cell in read}
    raw = tmp_path / "raw.csv"
    raw.write_text("=1+1\r\n", "utf-8")
    assert openpyxl.load_workbook(opened(raw, tmp_path / "as", "xlsx")).active["A1"].data_type == "f"


def test_texts_are_legal_everywhere(tmp_path: Path):
    item = examples.item(1, text="\u000bvertical tab\u000b \x00 \ud800")
    report = export("quizlet", examples.quiz((item,)), tmp_path)
    assert legal(report.files[0].read_text("utf-8")) == report.files[0].read_text("utf-8")
    assert report.lost["character that no file may hold"] > 0
