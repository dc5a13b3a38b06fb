"""What Studio gets: every block is there that another points to, under a name that stays."""

from __future__ import annotations

import base64
import gzip
import json
import re
import tarfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from quizgen import api
from quizgen.exporting.platform.olx.problem import inert, url_name
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from tests import examples

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")


def unpacked(quiz: Quiz, out: Path, **options: str) -> tuple[Any, dict[str, bytes]]:
    """The report, and the files by their names; no two are of one name."""
    report = api.export(quiz, "olx", out / "quiz-olx.tar.gz", **options)
    with tarfile.open(report.files[0]) as archive:
        members = archive.getmembers()
        read = archive.extractfile
        files = {one.name: file.read() for one in members if (file := read(one))}
    assert len(files) == len(members)
    return report, files


def problems(quiz: Quiz, out: Path, **options: str) -> dict[str, Element]:
    """The problems by the ids of their items."""
    _, files = unpacked(quiz, out, **options)
    trees = [ElementTree.fromstring(text) for name, text in files.items() if "/problem/" in name]
    return {one.get("data-item", ""): tree for tree in trees for one in tree.iter() if one.get("data-item")}


def walked(files: dict[str, bytes], root: str, kind: str, name: str) -> list[tuple[str, Element]]:
    """A block and all that it points to, as kinds and trees; every file is taken out of `files`."""
    tree = ElementTree.fromstring(files.pop(f"{root}/{kind}/{name}.xml"))
    below = [] if kind == "problem" else [walked(files, root, one.tag, one.get("url_name", "")) for one in tree]
    return [(kind, tree), *(pair for pairs in below for pair in pairs)]


def two_banks(count: int) -> Quiz:
    quiz = examples.quiz(tuple(examples.item(n) for n in range(count)))
    sun = quiz.banks[0].model_copy(update={"id": "sun", "title": "The Sun"})
    items = tuple(item.model_copy(update={"bank": "sun"}) if n % 3 == 0 else item for n, item in enumerate(quiz.items))
    return replace(quiz, banks=(*quiz.banks, sun, sun.model_copy(update={"id": "void"})), items=items)


def test_a_course_has_a_section_for_each_bank_and_pages_of_ten(tmp_path: Path):
    quiz = two_banks(330)
    report, files = unpacked(quiz, tmp_path)
    course = ElementTree.fromstring(files.pop("course/course.xml"))
    run = course.get("url_name", "")
    assert json.loads(files.pop(f"course/policies/{run}/policy.json")) == {
        f"course/{run}": {"display_name": "The Moon"}
    }
    blocks = walked(files, "course", "course", run)
    assert not files  # nothing that no block points to
    named = [(kind, tree.get("display_name")) for kind, tree in blocks]
    assert [name for kind, name in named if kind == "chapter"] == ["The Moon", "The Sun"]
    subsections = ["1–100", "101–200", "201–220", "1–100", "101–110"]
    assert [name for kind, name in named if kind == "sequential"] == subsections
    units = [(name, len(tree)) for (kind, name), (_, tree) in zip(named, blocks, strict=True) if kind == "vertical"]
    assert units[:2] == [("1–10", 10), ("11–20", 10)]
    assert {count for _, count in units} == {10}
    assert sum(kind == "problem" for kind, _ in named) == report.written == 330
    assert ("problem", "The Sun 110") in named


def test_a_library_lists_every_problem(tmp_path: Path):
    _, files = unpacked(two_banks(25), tmp_path, package="library")
    library = ElementTree.fromstring(files.pop("library/library.xml"))
    assert (library.get("org"), bool(library.get("library"))) == ("quizgen", True)
    assert {f"library/problem/{one.get('url_name')}.xml" for one in library} == set(files)
    assert len(files) == 25


def test_the_archive_tells_no_time_and_no_owner(tmp_path: Path):
    report, _ = unpacked(examples.quiz(), tmp_path)
    raw = report.files[0].read_bytes()
    assert raw[4:8] == bytes(4)
    assert len(gzip.decompress(raw)) % 512 == 0
    with tarfile.open(report.files[0]) as archive:
        assert {(one.mtime, one.uid, one.uname, one.isfile()) for one in archive} == {(0, 0, "", True)}


def test_names_stay_differ_and_fit(tmp_path: Path):
    ids = ["a.b", "a-b", "a_b", "a--b", "A.b", *(f"moon.{'long' * 23}.{n}" for n in range(3))]
    names = [url_name(name) for name in ids]
    assert len(set(names)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9-]{1,95}", name) for name in names)
    items = tuple(examples.item(n).model_copy(update={"id": name}) for n, name in enumerate(ids))
    quiz = examples.quiz(items)
    assert set(problems(quiz, tmp_path)) == set(ids)
    _, before = unpacked(examples.everything(), tmp_path / "a")
    _, after = unpacked(examples.everything("Changed."), tmp_path / "b")
    assert set(before) == set(after)


@pytest.mark.parametrize(
    "stem", ["On ____, Politico wrote it.", "它在____年发生。", "____ flew", "Who? ____", "a ____ b", "(____)"]
)
def test_a_blank_has_no_more_room_around_it_than_its_sentence_has(stem: str, tmp_path: Path):
    item = examples.item(1, "cloze").model_copy(update={"stem": stem})
    [problem] = problems(examples.quiz((item,)), tmp_path).values()
    sentence = problem.find("stringresponse/p")
    assert sentence is not None
    assert "".join(sentence.itertext()) == stem.replace("____", "")
    assert sentence[0].tag == "textline"
    assert (sentence.text or "") == stem.partition("____")[0]


def test_no_name_tells_the_answer(tmp_path: Path):
    item = examples.item(1).model_copy(update={"id": "moon.death-in-1911.choice"})
    [problem] = problems(examples.quiz((item,)), tmp_path).values()
    assert problem.get("display_name") == "The Moon 1"


@pytest.mark.parametrize("answer", ["it cost $seed", "$anonymous_student_id", "this_or_that"])
def test_an_answer_that_open_edx_would_change_is_not_asked(answer: str, tmp_path: Path):
    changed = {"key": (answer,), "accept": ()}
    asked = (examples.item(1, "text"), examples.item(2, "cloze"), examples.item(3))
    items = tuple(item.model_copy(update=changed if item.interaction != "choice" else {}) for item in asked)
    report, _ = unpacked(examples.quiz((*items, examples.item(4, "text"))), tmp_path)
    assert [name for name, _ in report.skipped] == [item.id for item in items[:2]]
    assert {reason.partition(",")[0].partition(" holds ")[0] for _, reason in report.skipped} == {"its answer"}


def test_an_old_separator_is_never_in_the_first_answer(tmp_path: Path):
    item = examples.item(1, "text").model_copy(update={"key": ("this_OR_that",), "accept": ("both",)})
    [problem] = problems(examples.quiz((item,)), tmp_path).values()
    response = problem.find("stringresponse")
    assert response is not None
    assert response.get("answer") == "both"
    assert [one.get("answer") for one in response.iter("additional_answer")] == ["this_OR_that"]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("plain $5 and a\\b [x]", "plain $5 and a\\b [x]"),
        ("$seed", "<span>$</span>seed"),
        ("\\(x\\)", "<span>\\</span>(x\\)"),
        ("[mathjax]", "<span>[</span>mathjax]"),
        ("startouttext /", "<span>s</span>tartouttext /"),
        ('<a href="https://x.org/$seed">$seed</a>', '<a href="https://x.org/%24seed"><span>$</span>seed</a>'),
        ('<additional_answer answer="a\\(b"/>', '<additional_answer answer="a\\(b"/>'),
    ],
)
def test_signs_that_would_mean_something_stand_apart(text: str, made: str):
    assert inert(text) == made


def shuffled(problem: Element) -> str | None:
    return next(problem.iter("choicegroup")).get("shuffle")


def test_dates_are_never_mixed(tmp_path: Path):
    items = (examples.item(1), examples.item(2).model_copy(update={"ordered": True}))
    assert [shuffled(one) for one in problems(examples.quiz(items), tmp_path / "a").values()] == ["true", None]
    none = problems(examples.quiz(items), tmp_path / "b", shuffle="no")
    assert [shuffled(one) for one in none.values()] == [None, None]


def test_every_problem_counts_once_and_says_when_its_source_is_shown(tmp_path: Path):
    for told, options in (("attempted", {}), ("closed", {"showanswer": "closed"})):
        made = problems(examples.everything(), tmp_path / told, **options)
        assert {(one.get("weight"), one.get("showanswer")) for one in made.values()} == {("1", told)}


def with_media(folder: Path, item: Item, kind: str, *, asks: bool) -> Item:
    path = folder / f"a.{kind}"
    path.write_bytes(PIXEL + kind.encode())
    types = {"image": "image/png", "audio": "audio/mpeg"}
    about = {"alt": 'a "red" <field>', "credit": "Ada & Doe", "licence": "CC0-1.0", "asks": asks, "type": types[kind]}
    medium = Medium(kind=kind, file=path.name, sha256=sha256(path.read_bytes()).hexdigest(), path=path, **about)
    return item.model_copy(update={"media": (medium,)})


def test_pictures_and_sounds_stand_with_the_question_or_with_its_answer(tmp_path: Path):
    items = (
        with_media(tmp_path, examples.item(1), "image", asks=True),
        with_media(tmp_path, examples.item(2), "audio", asks=False),
    )
    report, files = unpacked(examples.quiz(items), tmp_path)
    for item in items:
        assert files[f"course/static/{item.media[0].name}"] == item.media[0].path.read_bytes()
    asked, answered = problems(examples.quiz(items), tmp_path).values()
    [picture] = asked.iter("img")
    assert (picture.get("src"), picture.get("alt")) == (f"/static/{items[0].media[0].name}", 'a "red" <field>')
    assert not [one for solution in asked.iter("solution") for one in solution.iter("img")]
    assert [one.get("src") for solution in answered.iter("solution") for one in solution.iter("audio")]
    for problem in (asked, answered):
        [solution] = problem.iter("solution")
        told = "".join(solution.itertext())
        assert "Ada & Doe, CC0-1.0" in told
        assert "".join(problem.itertext()).count("Ada") == told.count("Ada")
    assert not {"picture", "sound"} & set(report.lost)
