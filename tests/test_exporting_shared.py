"""What the files for learning platforms have in common: what is told only after the answer, and what stays."""

from __future__ import annotations

import re
import tarfile
import tracemalloc
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from quizgen import api
from quizgen.exporting.markup import shortened
from quizgen.exporting.registry import exporter
from quizgen.exporting.report import Report
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from quizgen.model.release import Locked
from tests import examples
from tests.test_exporting_contract import told

AFTER = {
    "moodle": r"<generalfeedback.*?</generalfeedback>",
    "canvas": r"<itemfeedback.*?</itemfeedback>",
    "olx": r"<solution>.*?</solution>",
    "qti3": r"<qti-modal-feedback.*?</qti-modal-feedback>",
    "qti22": r"<modalFeedback.*?</modalFeedback>",
    "qti21": r"<modalFeedback.*?</modalFeedback>",
    "surveyjs": r'\{"type":"html","name":"evidence:.*?"\}',
}
"""Where in a file stands what is shown once a question is answered."""
IDENTITIES = {
    "moodle": r"<idnumber>(.*?)</idnumber>",
    "gift": r"// \[id:(.*?)\]",
    "canvas": r'<item ident="(.*?)"',
    "olx": r'url_name="(moon-.*?)"',
    "qti3": r'(?:identifier|identifierref|href)="(.*?)"',
    "qti22": r'(?:identifier|identifierref|href)="(.*?)"',
    "qti21": r'(?:identifier|identifierref|href)="(.*?)"',
    "surveyjs": r'"name":"(.*?)"|\{#(.*?)\}',
}
"""What a platform knows a question by."""
EMPTY = {
    "moodle": r"<text></text></answer>|<answer[^>]*><text></text>",
    "gift": r"\t=\n",
    "canvas": r"<varequal[^>]*></varequal>|<mattext[^>]*></mattext>",
    "olx": r'answer=""',
    "qti3": r'map-key=""|<qti-value></qti-value>',
    "qti22": r'mapKey=""|<value></value>',
    "qti21": r'mapKey=""|<value></value>',
    "surveyjs": r"""\['|,''|"correctAnswer":\"\"""",
}
"""How an answer of no characters would be written."""
NOTHING = "\ufdd0 \u000b"
"""Nothing is left of this in any file."""


def written(name: str, quiz: Quiz, folder: Path) -> tuple[Report, str]:
    report = api.export(quiz, name, folder / f"quiz{exporter(name).SUFFIX}")
    return report, told(report.files[0])


def medium(folder: Path, kind: str, **changes: object) -> Medium:
    path = folder / kind
    path.write_text(kind, "utf-8")
    about = {"image": ("image/png", "A face"), "audio": ("audio/mpeg", "A voice")}[kind]
    made = Medium(
        kind=kind, file=kind, sha256=sha256(kind.encode()).hexdigest(), type=about[0], alt=about[1],
        credit="Portrait of Ada, by Doe", licence="CC0-1.0", asks=True, path=path,
    )  # fmt: skip
    return made.model_copy(update=changes)


def showing(*media: Medium) -> Quiz:
    return examples.quiz((examples.item(1).model_copy(update={"media": media}),), 1)


# ---- pictures and sounds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", AFTER)
def test_whose_a_picture_is_that_asks_is_said_only_after_the_answer(name: str, tmp_path: Path):
    report, text = written(name, showing(medium(tmp_path, "image")), tmp_path)
    assert report.written == 1
    after = "".join(re.findall(AFTER[name], text, re.DOTALL))
    before = re.sub(AFTER[name], "", text, flags=re.DOTALL)
    assert "A face" in before
    assert "Portrait" not in before
    assert after.count("Picture: Portrait of Ada, by Doe, CC0-1.0") == 1
    assert "A face" not in after


@pytest.mark.parametrize("name", sorted({*AFTER} - {"canvas"}))
@pytest.mark.parametrize("asks", [True, False])
def test_a_sound_has_a_name_for_who_does_not_hear_it(name: str, asks: bool, tmp_path: Path):
    _, text = written(name, showing(medium(tmp_path, "audio", asks=asks)), tmp_path)
    named = ">A voice</object>" if name in {"qti21", "qti22"} else 'aria-label="A voice"'
    assert text.replace("\\", "").count(named) == 1


@pytest.mark.parametrize("name", AFTER)
def test_of_what_is_nobodys_nothing_is_said(name: str, tmp_path: Path):
    nobodys = medium(tmp_path, "image", credit="", licence="")
    _, text = written(name, showing(nobodys, medium(tmp_path, "audio", asks=False, credit=" ", licence="")), tmp_path)
    assert "Picture:" not in text
    assert "small>" not in text
    assert "()" not in text


# ---- nothing to be shown -------------------------------------------------------------------------------------------


def empty(item: Item) -> list[Item]:
    """The item with each of its parts empty in turn."""
    options = [o.model_copy(update={"text": NOTHING}) if n == 2 else o for n, o in enumerate(item.options)]
    parts: list[dict[str, object]] = [{"stem": NOTHING}]
    parts += [{"options": tuple(options)}] if options else [{"key": (NOTHING,), "accept": ()}]
    parts += [{"targets": (NOTHING, *item.targets[1:])}] if item.targets else []
    return [item.model_copy(update={"id": f"{item.id}.{n}"} | part) for n, part in enumerate(parts)]


@pytest.mark.parametrize("name", IDENTITIES)
def test_what_has_an_empty_part_is_no_question(name: str, tmp_path: Path):
    asked = ("choice", "text", "date", "number", "match")
    items = tuple(one for n, kind in enumerate(asked) for one in empty(examples.item(n, kind)))
    report, text = written(name, examples.quiz(items, 1), tmp_path)
    assert {item for item, _ in report.skipped} == {item.id for item in items}
    assert {reason for _, reason in report.skipped} == {
        "a part of it is empty, or holds only characters that no file may hold"
    }
    assert not re.search(EMPTY[name], text)


@pytest.mark.parametrize("name", IDENTITIES)
@pytest.mark.parametrize("interaction", ["text", "date", "cloze"])
def test_a_spelling_of_no_characters_is_none(name: str, interaction: str, tmp_path: Path):
    item = examples.item(1, interaction).model_copy(update={"accept": (NOTHING, "AD 1911")})
    report, text = written(name, examples.quiz((item,), 1), tmp_path)
    assert report.written == 1
    assert "AD 1911" in text
    assert not re.search(EMPTY[name].replace(r"\['|", ""), text)


# ---- what stays ----------------------------------------------------------------------------------------------------


def renamed(quiz: Quiz) -> Quiz:
    """The quiz with each question under another id than it was released under."""
    items = tuple(item.model_copy(update={"id": f"moon.new-{n}"}) for n, item in enumerate(quiz.items))
    locked = {
        new.id: Locked(f"{n:016x}", "2024-05-06", n, old.id)
        for n, (new, old) in enumerate(zip(items, quiz.items, strict=True))
    }
    return replace(quiz, items=items, lock=replace(quiz.lock, items=locked))


@pytest.mark.parametrize("name", IDENTITIES)
def test_a_question_under_another_id_is_the_same_to_a_platform(name: str, tmp_path: Path):
    quiz = examples.everything()
    before, after = (written(name, one, tmp_path)[1] for one in (quiz, renamed(quiz)))
    known = re.findall(IDENTITIES[name], before)
    assert len(known) >= len(quiz.items)
    assert re.findall(IDENTITIES[name], after) == known
    assert "moon.new-3" in after  # where a person or a program looks the question up


def places(package: Path) -> list[str]:
    """The names of the files in a package."""
    if tarfile.is_tarfile(package):
        with tarfile.open(package) as archive:
            return archive.getnames()
    with zipfile.ZipFile(package) as archive:
        return archive.namelist()


@pytest.mark.parametrize("name", ["olx", "qti3", "qti22", "qti21"])
def test_a_question_under_another_id_stands_in_the_same_file(name: str, tmp_path: Path):
    before, after = (
        places(written(name, one, tmp_path)[0].files[0])
        for one in (examples.everything(), renamed(examples.everything()))
    )
    assert before == after


@pytest.mark.parametrize("name", IDENTITIES)
def test_no_two_questions_are_one_to_a_platform(name: str, tmp_path: Path):
    old = examples.item(1)
    quiz = renamed(examples.quiz((old,), 1))
    report, _ = written(name, replace(quiz, items=(*quiz.items, old)), tmp_path)
    assert report.skipped == ((old.id, "`moon.new-0` was first released under its id: give it another"),)


# ---- texts and size ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [("a  b\nc", 5, "a b c"), ("one two", 5, "one…"), ("abcdef", 4, "abc…"), ("漢字かな", 3, "漢字…"), ("", 3, "")],
)
def test_a_long_line_ends_in_an_ellipsis(text: str, most: int, short: str):
    assert shortened(text, most) == short


@pytest.mark.parametrize("name", ["qti3", "qti21"])
def test_a_package_is_never_in_memory_whole(name: str, tmp_path: Path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(3000)), 1)
    out = tmp_path / "quiz.zip"
    api.export(examples.quiz(), name, out)
    tracemalloc.start()
    api.export(quiz, name, out)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1500 * len(quiz.items)  # a manifest in one piece alone takes twice that
