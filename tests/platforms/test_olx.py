"""Problems in the engine of Open edX: the key has full marks, a wrong answer and none have not, the source is shown."""

from __future__ import annotations

import html
import re
import tarfile
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.exporting import olx
from quizgen.exporting.markup import flat
from quizgen.exporting.taking import answers, true_or_false
from quizgen.lowering import lower
from quizgen.model.item import BLANK, Item
from quizgen.model.quiz import Quiz
from tests import examples
from tests.platforms.conftest import FOLDER

pytestmark = pytest.mark.platforms

MEANING = r"costs $seed and $script_code, \(x\) [mathjax]y[/mathjax] startouttext /"
"""What the engine and its pages would take for variables, formulas and tags."""
TEXTS = ("", *examples.HOSTILE, MEANING)


def problems(quiz: Quiz, out: Path, **options: str) -> tuple[Any, dict[str, str]]:
    """The report, and the problems as XML by the id of their item."""
    report = api.export(quiz, "olx", out / "quiz-olx.tar.gz", **options)
    with tarfile.open(report.files[0]) as archive:
        read = archive.extractfile
        files = [file.read().decode() for name in archive.getnames() if "/problem/" in name and (file := read(name))]
    return report, {re.findall('data-item="([^"]+)"', text)[0]: text for text in files}


def answered(item: Item) -> tuple[list[Any], list[Any]]:
    """The right answer and a wrong one, as the engine takes them."""
    names = [f"choice_{n}" for n in range(len(item.options))]
    right = [name for name, option in zip(names, item.options, strict=True) if option.correct]
    if item.interaction == "choice":
        return right, [name for name in names if name not in right][:1]
    if item.interaction == "choices":
        return [right], [right[:1]]
    if item.interaction == "match":
        keys = [option.match for option in item.options]
        return keys, [*keys[1:], keys[0]]
    return [flat(answers(item)[-1]).lower()], ["something else"]


def shown(page: str) -> str:
    """The text of a page, as one line."""
    return flat(html.unescape(re.sub(r"<[^>]*>", "", page.replace("<br/>", " "))))


@pytest.fixture(scope="module")
def played(edx: Any, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Item, Item, dict[str, Any]]]:
    """Each item as it is, as it is asked, and what became of it, with each of the texts in every field."""
    tasks: list[tuple[Item, Item, dict[str, Any]]] = []
    for number, text in enumerate(TEXTS):
        quiz = examples.everything(text)
        _, files = problems(quiz, tmp_path_factory.mktemp(f"olx{number}"))
        asked = lower(quiz, olx.INTERACTIONS).quiz.by_id
        for item in quiz.items:
            if item.id in files:
                right, wrong = answered(asked[item.id])
                task = {"id": f"p{len(tasks)}", "xml": files[item.id], "right": right, "wrong": wrong}
                tasks.append((item, asked[item.id], task))
    done = edx("olx_engine.py", [task for *_, task in tasks])
    return [(item, asked, made) for (item, asked, _), made in zip(tasks, done, strict=True)]


def called(item: Item) -> str:
    return "true or false" if true_or_false(item) is not None else item.interaction


def cited(item: Item, page: str) -> bool:
    told = (item.rationale, item.citations[0].quote or "", "An Almanac of the Moon", "page 12")
    return all(flat(text) in page for text in told) and "Source:" in page


def test_the_key_scores_and_the_source_is_shown(played: list[tuple[Item, Item, dict[str, Any]]], result: Any):
    counts: dict[str, dict[str, int]] = {}
    for item, _, made in played:
        count = counts.setdefault(called(item), {"items": 0, "right": 0, "wrong": 0, "cited": 0})
        count["items"] += 1
        count["right"] += made["right"] == 1
        count["wrong"] += made["wrong"] < 1 and made["empty"] < 1
        count["cited"] += cited(item, shown(made["explanation"])) and 'href="https://example.org' in made["explanation"]
    assert len(counts) == 9
    [installed] = FOLDER.glob("edx/lib/python*/site-packages/xblocks_contrib-*.dist-info")
    version = PathDistribution(installed).version
    result("olx", "xblocks-contrib (capa)", version, counts, "the engine alone: Studio's import was not run")


def test_texts_are_shown_as_they_are(played: list[tuple[Item, Item, dict[str, Any]]]):
    for item, asked, made in played:
        page = shown(made["before"])
        first, _, last = flat(asked.stem).partition(BLANK)
        assert first.strip() in page, item.id
        assert last.strip() in page, item.id
        for text in (*(option.text for option in asked.options), *asked.targets):
            assert flat(text) in page, item.id
        assert "<script" not in made["before"] + made["after"] + made["explanation"]


@pytest.mark.parametrize("stem", ["On ____, Politico wrote it.", "它在____年发生。", "a ____ b"])
def test_a_blank_stands_right_in_its_sentence(edx: Any, tmp_path: Path, stem: str):
    item = examples.item(1, "cloze").model_copy(update={"stem": stem})
    _, files = problems(examples.quiz((item,)), tmp_path)
    right, wrong = answered(item)
    [made] = edx("olx_engine.py", [{"id": "p", "xml": files[item.id], "right": right, "wrong": wrong}])
    assert (made["right"], made["wrong"]) == (1, 0)
    before, _, after = stem.partition("____")
    page = html.unescape(re.sub(r"<div><p></p><p></p></div>", "|", made["before"]))
    assert re.search(re.escape(before) + r"(<[^>]*>)*\|?(<[^>]*>)*" + re.escape(after), page), made["before"]


def test_what_a_wrong_option_belongs_to_is_said(played: list[tuple[Item, Item, dict[str, Any]]]):
    for item, _, made in played:
        if item.interaction == "choice" and (said := item.options[0].rationale):
            assert flat(said) in shown(made["after"]), item.id


def test_no_more_is_asked_than_there_is(played: list[tuple[Item, Item, dict[str, Any]]]):
    for item, _, made in played:
        assert made["places"] == (len(item.options) if item.interaction == "match" else 1)


def test_targets_that_no_list_holds_are_chosen_by_number(edx: Any, tmp_path: Path):
    item = examples.item(1, "match")
    targets = tuple(f"'{n}' \\ \"quoted\", it’s $seed" for n in range(4))
    options = tuple(o.model_copy(update={"match": targets[-n - 1]}) for n, o in enumerate(item.options))
    _, files = problems(examples.quiz((item.model_copy(update={"targets": targets, "options": options}),)), tmp_path)
    task = {"id": "p", "xml": files[item.id], "right": ["4", "3", "2", "1"], "wrong": ["1", "2", "3", "4"]}
    [made] = edx("olx_engine.py", [task])
    assert (made["right"], made["wrong"], made["empty"]) == (1, 0, 0)
    assert all(flat(target) in shown(made["before"]) for target in targets)


def test_the_hint_is_there_for_who_asks(edx: Any, tmp_path: Path):
    hint = "Think of <Apollo> & $seed"
    item = examples.item(1).model_copy(update={"hint": hint})
    report, files = problems(examples.quiz((item,)), tmp_path)
    [made] = edx("olx_engine.py", [{"id": "p", "xml": files[item.id], "right": ["choice_1"], "wrong": ["choice_0"]}])
    assert made["hints"] == [hint]
    assert hint not in shown(made["before"])
    assert "hint" not in report.lost
