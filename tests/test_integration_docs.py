"""docs/integration.md: its programs run and print what stands there, and its examples are what quizgen writes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from quizgen import api
from quizgen.asking.making import finished
from quizgen.exporting import json as exporting
from quizgen.exporting.json import INTERACTIONS
from quizgen.exporting.platform.json.document import SCHEMA_VERSION
from quizgen.exporting.platform.json.schema import schema_text
from quizgen.model.item import Dated
from quizgen.model.quiz import Quiz
from tests import examples
from tests.sessions import Session

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "integration.md"
TEXT = PAGE.read_text("utf-8")
PROGRAM = re.compile(
    r"^```[a-z]+ file=(\S+\.(?:py|mjs))\n.*?^```\n\n```text output\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
EXAMPLE = re.compile(r"^```json item=(\S+)( whole)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCHEMAS = {what: json.loads(schema_text(what)) for what in ("quiz", "line")}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the page, its files written and its commands run."""
    folder = tmp_path_factory.mktemp("page")
    Session(TEXT, folder).play()
    ran("answers.py", folder)  # which mark.mjs needs
    return folder


def ran(program: str, folder: Path) -> str:
    """What a program of the page prints."""
    runner = shutil.which("node") if program.endswith(".mjs") else sys.executable
    if runner is None:
        pytest.skip("there is no node here")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [runner, program], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("program", "output"), PROGRAM.findall(TEXT), ids=[name for name, _ in PROGRAM.findall(TEXT)])
def test_a_program_prints_what_stands_there(built: Path, program: str, output: str):
    assert ran(program, built) == output


def test_every_program_has_its_output():
    assert [name for name, _ in PROGRAM.findall(TEXT)] == re.findall(r"file=(\S+\.(?:py|mjs))", TEXT)
    assert len(PROGRAM.findall(TEXT)) == 6


@pytest.fixture(scope="module")
def faults(built: Path) -> Callable[[dict[str, Any]], list[str]]:
    """The check of the page, as a function."""
    with contextlib.chdir(built):
        program = runpy.run_path("faults.py")
    return lambda document: list(program["faults"](document))


def made(quiz: Quiz) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads("".join(exporting.chunks(quiz)))
    return loaded


@pytest.mark.parametrize("text", ["", *examples.HOSTILE], ids=range(len(examples.HOSTILE) + 1))
def test_the_check_finds_nothing_wrong_in_what_is_right(faults: Callable[[dict[str, Any]], list[str]], text: str):
    assert faults(made(examples.everything(text))) == []


def test_the_check_finds_nothing_wrong_in_the_real_banks(faults: Callable[[dict[str, Any]], list[str]]):
    project = api.check(api.load(ROOT))
    assert faults(made(api.assemble(project, api.ask(project), forms=2))) == []


def of(made: dict[str, Any], interaction: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in made["items"] if item["interaction"] == interaction)
    return found


WRONG: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda made: made["items"].append(made["items"][0]), "items: moon.event-0.choice is there twice"),
    (lambda made: made["sources"].append(made["sources"][0]), "sources: moon.almanac is there twice"),
    (lambda made: made["banks"].append(made["banks"][0]), "banks: moon is there twice"),
    (lambda made: made["items"][1].update(formerly=made["items"][0]["id"]), "moon.event-0.choice was the id of two"),
    (
        lambda made: made.update(retired=[{"id": made["items"][0]["id"], "changed": "2026-01-02T00:00:00Z"}]),
        "moon.event-0.choice was the id of two",
    ),
    (lambda made: made["items"][0].update(bank="sun"), "moon.event-0.choice: no bank sun"),
    (lambda made: made["sources"][0].update(id="moon.x"), "moon.event-0.choice: no source moon.almanac"),
    (lambda made: made.update(sections=[{"items": ["moon.x"]}]), "a section has moon.x, which is no item"),
    (
        lambda made: made["forms"][0]["entries"][0].update(item="moon.x"),
        "form A: moon.x is no item, or has other options",
    ),
    (
        lambda made: made["forms"][0]["entries"][0]["options"].pop(),
        "form A: moon.event-0.choice is no item, or has other options",
    ),
    (lambda made: of(made, "choice")["options"][0].update(id="B"), "moon.event-0.choice: two options have the id B"),
    (
        lambda made: of(made, "choice")["options"][0].update(text="1910"),
        "moon.event-0.choice: two options have the text 1910",
    ),
    (
        lambda made: of(made, "choice").update(key=["1900"]),
        "moon.event-0.choice: the key is another than the right options",
    ),
    (lambda made: of(made, "choices")["key"].pop(), "moon.event-7.choices: the key is another than the right options"),
    (lambda made: of(made, "order")["key"].reverse(), "moon.event-5.order: the key is another than the right options"),
    (
        lambda made: of(made, "order")["options"][0].update(place=5),
        "moon.event-5.order: the places do not count from 1",
    ),
    (lambda made: of(made, "match")["key"].pop(), "moon.event-6.match: the key is another than the right options"),
    (lambda made: of(made, "match")["targets"].remove("date 0"), "moon.event-6.match: date 0 is no target"),
    (lambda made: of(made, "cloze").update(stem="____ ____"), "moon.event-4.cloze: there is not one blank"),
]


@pytest.mark.parametrize(("damages", "said"), WRONG, ids=[said for _, said in WRONG])
def test_the_check_finds_what_no_schema_can(
    faults: Callable[[dict[str, Any]], list[str]], damages: Callable[[dict[str, Any]], Any], said: str
):
    damaged = made(examples.everything())
    damages(damaged)
    assert said in faults(damaged)
    assert Draft202012Validator(SCHEMAS["quiz"]).is_valid(damaged)


def written(folder: Path) -> dict[str, dict[str, Any]]:
    document = json.loads((folder / "output" / "moon.json").read_text("utf-8"))
    return {item["id"]: item for item in document["items"]}


def test_the_examples_are_what_is_written(built: Path):
    items = written(built)
    for name, whole, text in EXAMPLE.findall(TEXT):
        told, item = json.loads(text), items[name]
        assert told == (item if whole else {field: item[field] for field in told}), name


def test_there_is_an_example_of_each_interaction_that_banks_make():
    told = [json.loads(text) for _, _, text in EXAMPLE.findall(TEXT)]
    assert {item["interaction"] for item in told} == INTERACTIONS - {"choices"}
    assert "**choices**" in TEXT


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("## The document", SCHEMAS["quiz"]["properties"]),
        ("## The item", SCHEMAS["quiz"]["$defs"]["PublishedItem"]["properties"]),
        ("A line of JSON Lines has", SCHEMAS["line"]["properties"]),
    ],
    ids=["document", "item", "line"],
)
def test_every_field_is_told(heading: str, fields: dict[str, Any]):
    part = TEXT[TEXT.index(heading) :].partition("\n\n" if heading.startswith("A line") else "\n## ")[0]
    told = set(re.findall(r"`([$A-Za-z]+)`", part))
    assert fields.keys() <= told


def test_the_page_tells_the_newest_version():
    assert f"{SCHEMA_VERSION} brought" in TEXT


ITEM = examples.item(1)
[CITED] = ITEM.citations
FIRST, *REST = ITEM.options
COVERED = re.findall(r"`(\w+)`", re.search(r"The revision covers\n\n(.*)\n", TEXT)[1])  # type: ignore[index]
OTHER: dict[str, Any] = {"closed": True, "interaction": "choices", "key": ("x",), "accept": ("x",), "tags": ("x",)}
SAME: list[dict[str, Any]] = [
    {"id": "moon.x"},
    {"bank": "sun"},
    {"fact": "x"},
    {"options": (FIRST.model_copy(update={"id": "X", "fact": "x"}), *REST)},
    {"ordered": True},
    {"timeline": (Dated(event="x", date="y"),)},
    {"wording": "x"},
    {"difficulty": None},
    {"citations": (CITED.model_copy(update={"standing": "quoted", "selector": ()}),)},
]
ANOTHER: list[dict[str, Any]] = [
    *({name: OTHER.get(name, "x")} for name in COVERED),
    *(
        {"options": (FIRST.model_copy(update=changed), *REST)}
        for changed in ({"text": "x"}, {"correct": True}, {"rationale": "x"}, {"place": 1}, {"match": "x"})
    ),
    *({"citations": (CITED.model_copy(update={name: "x"}),)} for name in ("source", "locator", "quote", "url")),
]


def revision(**changed: Any) -> str:
    fields = {name: getattr(ITEM, name) for name in type(ITEM).model_fields if name != "revision"}
    return finished(**fields | changed).revision


def test_the_page_says_what_a_revision_covers():
    assert len(COVERED) == 11
    assert [changed for changed in ANOTHER if revision(**changed) == revision()] == []
    assert [changed for changed in SAME if revision(**changed) != revision()] == []
