from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pytest
from PIL import Image

from quizgen.exporting import docx as word
from quizgen.exporting.paper.docx_package import address
from quizgen.exporting.paper.docx_pictures import measured
from quizgen.exporting.paper.docx_xml import directed
from quizgen.exporting.paper.printed import worth
from quizgen.exporting.paper.printed_key import paper_key
from quizgen.forms import make_forms
from quizgen.model.item import Item
from quizgen.model.key import Copy
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz, Section
from quizgen.problem import ProblemError
from tests import examples
from tests.docx_proof import SPACES, Line, Word, by_title, proof, questions, read, tag, text, value

KINDS = ("choice", "choices", "text", "date", "number", "cloze", "order", "match")
LONG = "a rather long question whose words fill one line after another"
LAYOUTS: dict[str, dict[str, Any]] = {
    "A4": {},
    "Letter, two columns": {"paper": "us-letter", "columns": 2},
    "large print, with points": {"size": 18, "points": 2, "lines": 3},
    "without header and instructions": {"header": "", "instructions": ""},
}
LETTERS = {
    "ru": ("А", "Б", "В", "Г"),
    "ar": ("أ", "ب", "ج", "د"),
    "he": ("א", "ב", "ג", "ד"),
    "ja": ("ア", "イ", "ウ", "エ"),
    "hi": ("क", "ख", "ग", "घ"),
    "el": ("Α", "Β", "Γ", "Δ"),  # Greek capitals, which Word cannot count in
}


def mixed(count: int = 24, forms: int = 3) -> Quiz:
    """Every interaction, stems of one to three lines, in two sections."""
    items = tuple(examples.item(n, KINDS[n % 8], text=LONG * (n % 3)) for n in range(count))
    parts = (
        Section(title="Part one", instructions="Answer all.", points=2, items=tuple(one.id for one in items[::2])),
        Section(title="Part two", lines=4, page_break=True, items=tuple(one.id for one in items[1::2])),
    )
    made = replace(examples.quiz(items, 0), sections=parts)
    return replace(made, forms=make_forms(items, forms, "7", parts))


def written(made: Quiz, folder: Path, **set_: Any) -> dict[str, Word]:
    """Export and read back, by what is added to the name."""
    report = word.export(made, folder / "moon.docx", word.Options(**set_))
    return {file.stem.removeprefix("moon"): read(file) for file in report.files}


def flaws(made: Quiz, files: dict[str, Word]) -> list[str]:
    return proof(made, paper_key(made, worth(made, None)), files[""], files["-key"])


def spoken(language: str, folder: Path, signs: Sequence[str] = ()) -> Quiz:
    """A quiz in a language whose options have these letters."""
    table = {"en": {}, language: {"letters": " ".join(signs)}} if signs else {"en": {}, language: {}}
    (folder / "print").mkdir(parents=True, exist_ok=True)
    (folder / "print" / "words.json").write_text(json.dumps(table), "utf-8")
    made = mixed()
    items = tuple(one.model_copy(update={"language": language}) for one in made.items)
    return replace(made, items=items, templates=(folder,))


def runs(p: ET.Element) -> list[tuple[str, bool]]:
    """The texts of a paragraph, and whether each runs from the right."""
    return [
        ("".join(one.text or "" for one in run.iter(tag("w:t"))), run.find("w:rPr/w:rtl", SPACES) is not None)
        for run in p.iter(tag("w:r"))
    ]


def styled(found: Word, style: str) -> list[Line]:
    return [line for line in found.lines if line.style == style]


# ---- the quiz and its key ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_written_is_the_quiz_and_its_key(layout: str, tmp_path: Path) -> None:
    made = mixed()
    assert flaws(made, written(made, tmp_path, **LAYOUTS[layout])) == []


def test_a_quiz_without_forms_is_written_in_its_own_order(tmp_path: Path) -> None:
    made = examples.quiz(form_count=0)
    files = written(made, tmp_path)
    assert flaws(made, files) == []
    assert files[""].lines[0].text == "The Moon"


@pytest.mark.parametrize("language", LETTERS)
def test_the_letters_are_those_of_the_key(language: str, tmp_path: Path) -> None:
    made = spoken(language, tmp_path / "own", LETTERS[language])
    files = written(made, tmp_path)
    assert flaws(made, files) == []
    counted = [line.label for line in files[""].lines if line.style in {"QuizOption", "QuizBoxed"}]
    assert set(counted) == ({""} if language == "el" else {f"{sign}." for sign in LETTERS[language]})


@pytest.mark.parametrize("language", ["de", "fr", "es", "ru", "ar", "he", "hi", "zh", "ja"])
def test_the_letters_of_every_language_are_those_of_the_key(language: str, tmp_path: Path) -> None:
    made = spoken(language, tmp_path / "own")
    assert flaws(made, written(made, tmp_path)) == []


def test_more_options_than_letters_are_counted_as_the_key_counts_them(tmp_path: Path) -> None:
    one = examples.item(1)
    more = tuple(one.options[0].model_copy(update={"id": f"o{n}", "text": f"year {n}"}) for n in range(30))
    made = examples.quiz((one.model_copy(update={"options": (*more, one.options[1])}),))
    files = written(made, tmp_path)
    assert flaws(made, files) == []
    assert styled(files[""], "QuizOption")[27].label == "BB."


def test_words_own_numbering_has_no_gap_when_an_option_is_deleted(tmp_path: Path) -> None:
    found = written(examples.quiz(), tmp_path)[""]
    gone = styled(found, "QuizOption")[1]
    found.body.remove(gone.element)
    again = Word(found.content)
    again.__dict__["body"] = found.body
    assert [line.label for line in styled(again, "QuizOption")[:4]] == ["A.", "B.", "C.", "A."]


def test_each_form_counts_from_one_in_a_list_of_its_own(tmp_path: Path) -> None:
    forms = by_title(written(mixed(), tmp_path)[""])
    lists = [{line.list for line in form if line.list} for form in forms]
    assert [len(one) for one in lists] == [1, 1, 1]
    assert len(set.union(*lists)) == 3
    assert [questions(form)[0][0].label for form in forms] == ["1.", "1.", "1."]


def test_the_proof_finds_what_is_wrong(tmp_path: Path) -> None:
    made = mixed(8, 1)
    turned = tuple(
        entry.model_copy(update={"options": (*entry.options[1:], *entry.options[:1])})
        for entry in made.forms[0].entries
    )
    other = replace(made, forms=(made.forms[0].model_copy(update={"entries": turned}),))
    files = written(made, tmp_path / "a")
    assert any("its options are" in flaw for flaw in flaws(other, files))
    swapped = {"": files[""], "-key": written(other, tmp_path / "b")["-key"]}
    assert any("its key leads to" in flaw for flaw in flaws(made, swapped))
    loose = files[""].content
    assert any("may be parted" in flaw for flaw in flaws(made, {**files, "": without(loose, b"<w:keepNext/>")}))


def without(content: bytes, what: bytes) -> Word:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(what, b""))
    return Word(made.getvalue())


# ---- pages ---------------------------------------------------------------------------------------------------------


def test_each_form_begins_on_a_page_of_its_own_and_counts_its_pages(tmp_path: Path) -> None:
    found = written(mixed(), tmp_path)[""]
    sections = list(found.body.iter(tag("w:sectPr")))
    assert [value(one, "w:type") for one in sections] == ["nextPage"] * 3
    assert {value(one, "w:pgNumType", "w:start") for one in sections} == {"1"}
    marks = [mark.get(tag("w:name")) for mark in found.body.iter(tag("w:bookmarkStart"))]
    for number, section in enumerate(sections):
        foot = found.part(f"word/{found.links[value(section, 'w:footerReference', 'r:id') or '']}")
        fields = [one.get(tag("w:instr"), "").split() for one in foot.iter(tag("w:fldSimple"))]
        assert fields == [["PAGE"], ["PAGEREF", marks[number]]]
        assert [text(p) for p in foot.iter(tag("w:p"))] == ["The Moon", f"Form {'ABC'[number]}", "Page 1 of 1", ""]


def test_two_columns_begin_below_the_head(tmp_path: Path) -> None:
    sections = list(written(mixed(forms=2), tmp_path, columns=2)[""].body.iter(tag("w:sectPr")))
    assert [(value(one, "w:type"), value(one, "w:cols", "w:num")) for one in sections] == [
        ("nextPage", "1"),
        ("continuous", "2"),
    ] * 2


def test_sections_have_their_heads_points_and_lines(tmp_path: Path) -> None:
    (form,) = by_title(written(mixed(8, 1), tmp_path, points=1)[""])
    assert [(line.text, line.new_page) for line in form if line.style == "QuizSection"] == [
        ("Part one", False),
        ("Part two", True),
    ]
    assert [line.text for line in form if line.style == "QuizInstructions"][1:] == ["Answer all."]
    worth_each = [question[0].text.partition("\t")[2] for question in questions(form)]
    assert worth_each == ["2\u00a0pt"] * 4 + ["1\u00a0pt"] * 4
    lined = [sum(line.style.startswith("QuizLine") for line in question) for question in questions(form)]
    assert sorted(lined[:4]) == [0, 0, 1, 1]
    assert sorted(lined[4:]) == [0, 0, 0, 4]


def test_what_is_worth_nothing_says_so(tmp_path: Path) -> None:
    made = mixed(8, 1)
    parts = (made.sections[0].model_copy(update={"points": 0}), made.sections[1])
    (form,) = by_title(written(replace(made, sections=parts), tmp_path)[""])
    assert [question[0].text.partition("\t")[2] for question in questions(form)] == ["0\u00a0pt"] * 4 + [""] * 4


def test_no_page_has_only_the_head(tmp_path: Path) -> None:
    made = mixed(8, 2)
    parts = tuple(part.model_copy(update={"page_break": True}) for part in made.sections)
    found = written(replace(made, sections=parts), tmp_path)[""]
    assert [line.text for line in found.lines if line.new_page] == ["Part two"] * 2


@pytest.mark.parametrize(("preset", "size", "line"), [("large", 18, 284), ("dyslexia", 14, 324)])
def test_a_preset_sets_type_and_lines_but_not_what_is_set_by_itself(
    preset: str, size: int, line: int, tmp_path: Path
) -> None:
    def looks(**set_: Any) -> tuple[str | None, str | None]:
        usual = written(examples.quiz(), tmp_path, **set_)[""].part("word/styles.xml").find("w:docDefaults", SPACES)
        return value(usual, ".//w:sz"), value(usual, ".//w:spacing", "w:line")

    assert looks(preset=preset) == (str(2 * size), str(line))
    assert looks(preset=preset, size=20)[0] == "40"


@pytest.mark.parametrize(("language", "label"), [("fr", "Nom\u00a0:"), ("ja", "氏名：")])
def test_a_label_has_the_colon_of_its_language(language: str, label: str, tmp_path: Path) -> None:
    made = mixed(8, 1)
    spoken_in = replace(made, items=tuple(one.model_copy(update={"language": language}) for one in made.items))
    (fields,) = styled(written(spoken_in, tmp_path)[""], "QuizFields")
    assert fields.text.startswith(f"{label} \t")


def test_the_head_has_what_the_student_fills_in(tmp_path: Path) -> None:
    found = written(examples.quiz(form_count=1), tmp_path, header="name, class, score", instructions="Be quick.")[""]
    (fields,), (told,) = styled(found, "QuizFields"), styled(found, "QuizInstructions")
    assert fields.text == "Name: \t\u2003Class: \t\u2003Score: \t\u00a0/\u00a013"
    assert told.text == "Be quick."


def test_an_item_begins_on_a_new_page_where_that_is_asked_for(tmp_path: Path) -> None:
    made = examples.quiz(form_count=1)
    found = written(made, tmp_path, breaks=made.items[3].id)[""]
    assert [line.label for line in found.lines if line.new_page] == ["4."]
    with pytest.raises(ProblemError) as caught:
        written(made, tmp_path, breaks="moon.none")
    assert caught.value.problems[0].code == "B088"


def test_rows_of_the_key_stay_whole_under_a_head_on_each_page(tmp_path: Path) -> None:
    found = written(mixed(), tmp_path)["-key"]
    tables = list(found.body.iter(tag("w:tbl")))
    assert len(tables) == 3
    for table in tables:
        head, *rows = table.findall("w:tr", SPACES)
        assert head.find("w:trPr/w:tblHeader", SPACES) is not None
        assert not any(row.find("w:trPr/w:tblHeader", SPACES) is not None for row in rows)
        widths = [int(one.get(tag("w:w")) or 0) for one in table.iter(tag("w:gridCol"))]
        assert widths[0] < widths[1] < widths[2]
        assert sum(widths) == 11906 - 2 * 1020


# ---- the teacher's edition -----------------------------------------------------------------------------------------


def test_only_the_teachers_edition_has_the_answers(tmp_path: Path) -> None:
    made = mixed(8, 1)
    files = written(made, tmp_path, teacher=True)
    assert set(files) == {"", "-key", "-teacher"}
    solved = [
        text(run) for run in files["-teacher"].body.iter(tag("w:p")) if "QuizSolution" in ET.tostring(run, "unicode")
    ]
    assert len(solved) == 6  # all but order and match, which have numbers in their boxes
    boxes = [line.text for line in styled(files["-teacher"], "QuizBoxed")]
    assert sorted(box.strip("\u00a0\u200e")[0] for box in boxes) == sorted("1234" * 2)
    assert all("An Almanac of the Moon, page 12" in line.text for line in styled(files["-teacher"], "QuizSource"))
    assert not [line for line in files[""].lines if "✓" in line.text or line.style == "QuizSource"]
    assert "QuizSolution" not in ET.tostring(files[""].body, "unicode")


def test_the_blank_of_a_question_with_options_is_filled_for_the_teacher_alone(tmp_path: Path) -> None:
    one = examples.item(1).model_copy(update={"stem": "It happened in ____."})
    files = written(examples.quiz((one,)), tmp_path, teacher=True)
    assert styled(files[""], "QuizQuestion")[0].text == "It happened in ______________."
    assert styled(files["-teacher"], "QuizQuestion")[0].text == "It happened in 1911."


def test_no_question_of_the_teachers_edition_is_split(tmp_path: Path) -> None:
    made = mixed(forms=1)
    asked = questions(written(made, tmp_path, teacher=True)["-teacher"].lines)
    for question in asked:
        units = {id(line.row) if line.row is not None else id(line): line.keep for line in question}
        assert list(units.values()) == [True] * (len(units) - 1) + [False]


# ---- pictures and links --------------------------------------------------------------------------------------------


def pictured(folder: Path, kind: str = "PNG", sort: str = "image/png", content: bytes = b"") -> Item:
    drawn = io.BytesIO()
    Image.new("RGB", (1600, 400), "navy").save(drawn, kind)
    path = folder / "sky"
    path.write_bytes(content or drawn.getvalue())
    medium = Medium(
        kind="image",
        file="sky",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        type=sort,
        alt='The "blue" <sky> & the Moon',
        credit="Ada Doe",
        licence="CC0",
        asks=True,
        path=path,
    )
    return examples.item(1).model_copy(update={"media": (medium,)})


@pytest.mark.parametrize(("kind", "sort"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif")])
def test_a_picture_says_what_it_shows_and_whose_it_is(kind: str, sort: str, tmp_path: Path) -> None:
    made = examples.quiz((pictured(tmp_path, kind, sort),))
    files = written(made, tmp_path)
    assert flaws(made, files) == []
    shown = [one.get("descr") for one in files[""].body.iter(tag("wp:docPr"))]
    assert shown == ['The "blue" <sky> & the Moon'] * 2
    assert {line.text for line in styled(files[""], "QuizCredit")} == {"Picture: Ada Doe, CC0"}
    (size,) = {(int(one.get("cx", 0)), int(one.get("cy", 0))) for one in files[""].body.iter(tag("wp:extent"))}
    assert size[0] <= (11906 - 2 * 1020) * 635
    assert size[0] == pytest.approx(4 * size[1], rel=0.001)
    assert sum(name.startswith("word/media/") for name in files[""].names) == 1


def test_a_picture_word_cannot_show_leaves_its_question_out(tmp_path: Path) -> None:
    made = examples.quiz((pictured(tmp_path, "WEBP", "image/webp"), examples.item(2)))
    report = word.export(made, tmp_path / "moon.docx", word.Options())
    assert report.written == 1
    assert [item for item, _ in report.skipped] == [made.items[0].id]
    assert "webp" in report.skipped[0][1]


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (1600, 400), **saved: Any) -> bytes:
    drawn = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(drawn, kind, **saved)
    return drawn.getvalue()


def headless(jpeg: bytes) -> bytes:
    """The JPEG without its JFIF segment, as some cameras and programs write it."""
    assert jpeg[2:4] == b"\xff\xe0"
    return jpeg[:2] + jpeg[4 + int.from_bytes(jpeg[4:6]) :]


UNSHOWN = {
    "no picture at all": ("image/gif", b"GIF87 no", "broken or cut short"),
    "empty": ("image/png", b"", "broken or cut short"),
    "a JPEG cut in its head": ("image/jpeg", picture("JPEG")[:30], "broken or cut short"),
    "a JPEG cut in its picture": ("image/jpeg", picture("JPEG")[:-300], "broken or cut short"),
    "a GIF cut in its head": ("image/gif", picture("GIF", "P")[:8], "broken or cut short"),
    "a GIF cut in its picture": ("image/gif", picture("GIF", "P")[:-300], "broken or cut short"),
    "a PNG cut in its picture": ("image/png", picture("PNG")[:-300], "broken or cut short"),
    "a GIF without a width": ("image/gif", b"GIF89a\0\0\1\0\0\0\0;", "broken or cut short"),
    "CMYK": ("image/jpeg", picture("JPEG", "CMYK"), "in the colours of a press (CMYK), which not every Word can show"),
    "lossless": ("image/jpeg", picture("JPEG").replace(b"\xff\xc0", b"\xff\xc3", 1), "a JPEG of a rare kind"),
}


@pytest.mark.parametrize("flaw", UNSHOWN)
def test_a_picture_word_cannot_show_is_named_and_only_its_question_is_left_out(flaw: str, tmp_path: Path) -> None:
    sort, content, said = UNSHOWN[flaw]
    one = pictured(tmp_path, sort=sort)
    (tmp_path / "sky").write_bytes(content)
    made = examples.quiz((one, examples.item(2)))
    report = word.export(made, tmp_path / "moon.docx", word.Options())
    (left_out,) = report.skipped
    assert left_out[0] == one.id
    assert left_out[1].startswith(f"its picture sky is {said}")
    kept = replace(made, items=made.items[1:])
    assert flaws(kept, {"": read(report.files[0]), "-key": read(report.files[1])}) == []


@pytest.mark.parametrize("flaw", [*UNSHOWN, "webp"])
def test_an_answers_picture_that_word_cannot_show_is_left_out_and_counted(flaw: str, tmp_path: Path) -> None:
    sort, content, _ = UNSHOWN.get(flaw, ("image/webp", picture("WEBP"), ""))
    one = pictured(tmp_path, sort=sort)
    (tmp_path / "sky").write_bytes(content)
    behind = one.model_copy(update={"media": (one.media[0].model_copy(update={"asks": False}),)})
    report = word.export(examples.quiz((behind,)), tmp_path / "moon.docx", word.Options(teacher=True))
    assert (report.written, report.skipped, report.lost) == (1, (), {"picture": 1})
    assert not any("media" in name for file in report.files for name in read(file).names)


SOUND = {
    "without a head": headless(picture("JPEG")),
    "with a head of centimetres": picture("JPEG").replace(b"JFIF\0\1\1\0\0\1\0\1", b"JFIF\0\1\1\2\0\x28\0\x28", 1),
    "with Exif alone": headless(picture("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")),
    "progressive": picture("JPEG", progressive=True),
    "grey": picture("JPEG", "L"),
    "with fill bytes": picture("JPEG").replace(b"\xff\xdb", b"\xff\xff\xff\xdb", 1),
    "moving": picture("GIF", "P", save_all=True, append_images=[Image.new("P", (1600, 400))]),
    "with colours for each picture": picture("GIF", "L"),
    "with a resolution": picture("PNG", dpi=(300, 300)),
    "with a palette": picture("PNG", "P"),
    "followed by something else": picture("JPEG") + b"more",
}
INCHES = {"with a head of centimetres": 1600 / (0x28 * 2.54), "with a resolution": 1600 / 300}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_picture_of_any_kind_is_measured(name: str) -> None:
    found = measured(SOUND[name])
    assert found.width / 914_400 == pytest.approx(INCHES.get(name, 1600 / 72), rel=0.001)
    assert found.width == pytest.approx(4 * found.height, rel=0.001)


def test_a_jpeg_without_jfif_head_is_in_the_document_as_it_was(tmp_path: Path) -> None:
    content = SOUND["without a head"]
    made = examples.quiz((pictured(tmp_path, sort="image/jpeg", content=content),))
    found = written(made, tmp_path)[""]
    with zipfile.ZipFile(io.BytesIO(found.content)) as package:
        (name,) = [name for name in package.namelist() if name.startswith("word/media/")]
        assert package.read(name) == content
        assert b'Extension="jpg" ContentType="image/jpeg"' in package.read("[Content_Types].xml")
    assert [f"word/{found.links[one]}" for one in embedded(found)] == [name]


def embedded(found: Word) -> set[str]:
    """The ids of the pictures that the document shows."""
    blip = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
    return {one.get(tag("r:embed")) or "" for one in found.body.iter(blip)}


def test_pictures_and_sounds_of_answers_are_counted_as_lost(tmp_path: Path) -> None:
    one = pictured(tmp_path)
    behind = one.model_copy(update={"media": (one.media[0].model_copy(update={"asks": False}),)})
    plain, teacher = (
        word.export(examples.quiz((behind,)), tmp_path / "m.docx", word.Options(teacher=edition)) for edition in (0, 1)
    )
    assert (plain.lost, teacher.lost) == ({"picture": 1}, {})


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a#:~:text=first%20Moon", "https://example.org/a#:~:text=first%20Moon"),
        ("https://example.org/a b|c<é>?x={1}&100%", "https://example.org/a%20b%7Cc%3C%C3%A9%3E?x=%7B1%7D&100%25"),
        ("https://example.org/" + "x" * 3000, None),
        ("https://[bad/", None),
        ("https:///nowhere", None),
        ("file:///etc/passwd", None),
        (None, None),
    ],
)
def test_a_link_is_an_address_that_word_opens_or_none(url: str | None, linked: str | None) -> None:
    assert address(url) == linked


def test_a_link_word_cannot_open_is_counted_and_the_source_stands_there_without_it(tmp_path: Path) -> None:
    one = examples.item(1)
    bad = one.citations[0].model_copy(update={"url": "https://example.org/" + "x" * 3000})
    made = examples.quiz((one.model_copy(update={"citations": (bad,)}),))
    report = word.export(made, tmp_path / "moon.docx", word.Options())
    assert report.lost == {"link": 1}
    found = read(report.files[-1])
    assert not list(found.body.iter(tag("w:hyperlink")))
    assert styled(found, "KeySource")[0].text == "[1] An Almanac of the Moon, page 12"


# ---- languages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rtl", "parts"),
    [
        (True, [("متى أُطلقت ", True), ("Apollo 11", False), ("؟", True)]),
        (False, [("When? ", False), ("متى أُطلقت", True), (" Apollo 11", False)]),
        (True, [("NASA", False), (" שיגרה אותה ____ ב-1969.", True)]),
        (False, [("NASA ", False), ("שיגרה אותה ____ ב-1969", True), (".", False)]),
        (True, [("Apollo", False), (" ____ ", True), ("שיגרה", True)]),
        (False, [("1969 (Apollo)", False)]),
        (True, [("", True)]),
    ],
)
def test_letters_with_their_numbers_keep_their_direction(parts: list[tuple[str, bool]], rtl: bool) -> None:
    def joined(found: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
        """What the runs look like: two of one direction are one."""
        sides = groupby(found, key=lambda part: part[1])
        return [("".join(part for part, _ in some), side) for side, some in sides]

    assert joined(list(directed("".join(part for part, _ in parts), rtl=rtl))) == joined(parts)


def test_arabic_runs_from_the_right_and_latin_words_in_it_do_not(tmp_path: Path) -> None:
    made = spoken("ar", tmp_path / "own")
    stem = "متى أُطلقت المركبة Apollo 11 من فلوريدا؟"
    items = tuple(one.model_copy(update={"stem": stem}) for one in made.items)
    files = written(replace(made, items=items), tmp_path)
    for found in files.values():
        assert {ET.tostring(p.element.find("w:pPr/w:bidi", SPACES), "unicode").count("val") for p in found.lines} == {0}
        sections = list(found.body.iter(tag("w:sectPr")))
        assert all(one.find("w:bidi", SPACES) is not None for one in sections)
        tables = list(found.body.iter(tag("w:tbl")))
        assert tables
        assert all(one.find("w:tblPr/w:bidiVisual", SPACES) is not None for one in tables)
    asked = styled(files[""], "QuizQuestion")[0].element
    assert runs(asked)[:3] == [("متى أُطلقت المركبة ", True), ("Apollo 11", False), (" من فلوريدا؟", True)]
    assert {one.get(tag("w:bidi")) for one in asked.iter(tag("w:lang"))} == {"ar-SA"}


@pytest.mark.parametrize(("language", "parted"), [("ar", True), ("he", True), ("de", False)])
def test_a_box_does_not_stand_inside_the_number_that_follows_it(language: str, parted: bool, tmp_path: Path) -> None:
    boxed = styled(written(spoken(language, tmp_path / "own"), tmp_path)[""], "QuizBoxed")
    assert boxed
    for line in boxed:
        box, _, option = line.text.rpartition("\t")
        assert box.endswith("\u200e")
        assert option.startswith("\u200f") == parted


@pytest.mark.parametrize(
    ("language", "stem", "attribute", "name"),
    [
        ("de-AT", "Wann war das?", "w:val", "de-AT"),
        ("en", "When was that?", "w:val", "en-US"),
        ("ja", "いつですか？", "w:eastAsia", "ja-JP"),
        ("zh-TW", "何時？", "w:eastAsia", "zh-TW"),
        ("he", "מתי?", "w:bidi", "he-IL"),
    ],
)
def test_the_language_is_told_where_word_looks_for_it(
    language: str, stem: str, attribute: str, name: str, tmp_path: Path
) -> None:
    one = examples.item(1).model_copy(update={"language": language, "stem": stem})
    files = written(examples.quiz((one,)), tmp_path)
    told = styled(files[""], "QuizQuestion")[0].element.find("w:r/w:rPr/w:lang", SPACES)
    assert told is not None
    assert told.attrib == {tag(attribute): name}
    assert docx.Document(str(tmp_path / "moon.docx")).core_properties.language == name


def test_ugly_texts_stand_there_as_they_were_typed(tmp_path: Path) -> None:
    made = examples.ugly_quiz()
    written(made, tmp_path)
    told = "\n".join(p.text for p in docx.Document(str(tmp_path / "moon.docx")).paragraphs)
    for ugly in examples.UGLY:
        assert ugly.replace("\t", " ") in told


# ---- the file ------------------------------------------------------------------------------------------------------


def test_every_style_that_is_used_is_there_to_be_changed(tmp_path: Path) -> None:
    for found in written(mixed(), tmp_path, teacher=True).values():
        styles = found.part("word/styles.xml")
        there = {one.get(tag("w:styleId")) for one in styles.iter(tag("w:style"))}
        used = {
            one.get(tag("w:val"))
            for part in found.names
            if part.startswith("word/") and part.endswith(".xml")
            for name in ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn")
            for one in found.part(part).iter(tag(name))
        }
        assert used <= there
        assert {"QuizTitle", "QuizQuestion", "QuizOption", "QuizLine", "KeyAnswer", "KeySource"} <= there


def test_python_docx_reads_it_with_headings_at_their_levels(tmp_path: Path) -> None:
    written(mixed(forms=1), tmp_path)
    opened = docx.Document(str(tmp_path / "moon.docx"))
    heads = [
        (p.style.base_style.name, p.text) for p in opened.paragraphs if p.style.name in {"QuizTitle", "QuizSection"}
    ]
    assert heads == [("Heading 1", "The Moon — Form A"), ("Heading 2", "Part one"), ("Heading 2", "Part two")]


def test_a_font_is_set_for_every_script(tmp_path: Path) -> None:
    found = written(examples.quiz(), tmp_path, font='Atkinson "Next"')[""]
    (fonts,) = found.part("word/styles.xml").findall("w:docDefaults/w:rPrDefault/w:rPr/w:rFonts", SPACES)
    assert fonts.attrib == {tag(f"w:{script}"): 'Atkinson "Next"' for script in ("ascii", "hAnsi", "eastAsia", "cs")}


def test_the_file_names_no_maker_and_no_moment(tmp_path: Path) -> None:
    found = written(examples.quiz(), tmp_path)[""]
    properties = [(one.tag.rpartition("}")[2], one.text) for one in found.part("docProps/core.xml")]
    assert properties == [("title", "The Moon"), ("language", "en-US")]
    with zipfile.ZipFile(io.BytesIO(found.content)) as package:
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.testzip() is None
        assert not [name for name in package.namelist() if "thumbnail" in name or "customXml" in name]
        told = b"".join(package.read(name) for name in package.namelist())
    assert b"python-docx" not in told


def test_personal_copies_change_nothing(tmp_path: Path) -> None:
    made = mixed()
    copies = (Copy(code="23456", form="A", name="Ada Doe"),)
    one, other = (written(q, tmp_path / str(n)) for n, q in enumerate((made, replace(made, copies=copies))))
    assert [found.content for found in one.values()] == [found.content for found in other.values()]


def test_without_python_docx_there_is_a_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        "quizgen.exporting.paper.docx_package.find_spec", lambda name: None if name == "docx" else real(name)
    )
    with pytest.raises(ProblemError) as caught:
        word.export(examples.quiz(), tmp_path / "moon.docx", word.Options())
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.hint) == ("B090", "moon.docx", 'pip install "quizgen[word]"')
    assert not list(tmp_path.iterdir())
