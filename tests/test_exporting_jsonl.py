"""JSON Lines: each line keeps to the schema of a line and needs no other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from quizgen import api
from quizgen.exporting import json as whole
from quizgen.exporting import jsonl
from quizgen.exporting.platform.json.schema import schema_text
from quizgen.model.quiz import BankInfo, Quiz
from tests import examples

REAL = Path(__file__).parent.parent
VALID = Draft202012Validator(json.loads(schema_text("line")))


def told(quiz: Quiz) -> list[dict[str, Any]]:
    made = [json.loads(line) for line in jsonl.lines(quiz)]
    for line in made:
        VALID.validate(line)
    return made


def test_a_line_has_the_item_its_bank_and_its_sources():
    [line] = told(examples.quiz((examples.item(1),)))
    assert set(line) == {"$schema", "schemaVersion", "bank", "sources", "item"}
    assert line["$schema"] == "urn:quizgen:schema:line:1"
    assert line["bank"] == {"id": "moon", "title": "The Moon", "language": "en", "licence": "CC0-1.0"}
    assert [source["id"] for source in line["sources"]] == ["moon.almanac"]
    assert line["item"]["id"] == "moon.event-1.choice"


@pytest.mark.parametrize("text", ["", *examples.HOSTILE], ids=range(len(examples.HOSTILE) + 1))
def test_every_interaction_keeps_to_the_schema_whatever_it_says(text: str):
    quiz = examples.everything(text)
    made = told(quiz)
    assert [line["item"]["id"] for line in made] == [item.id for item in quiz.items]
    whole_text = text.replace("\ud800", "\ufffd").strip()
    assert all(whole_text in line["item"]["stem"] for line in made)


def test_lines_say_of_items_and_sources_what_the_document_says():
    project = api.check(api.load(REAL))
    quiz = api.assemble(project, api.ask(project), number=400)
    document, lines = json.loads("".join(whole.chunks(quiz))), told(quiz)
    assert [line["item"] for line in lines] == document["items"]
    sources = {source["id"]: source for source in document["sources"]}
    banks = {bank["id"]: bank for bank in document["banks"]}
    for line in lines:
        cited = dict.fromkeys(citation["source"] for citation in line["item"]["citations"])
        assert line["sources"] == [sources[name] for name in cited]
        assert line["bank"] == banks[line["item"]["bank"]]
    assert len({line["bank"]["id"] for line in lines}) > 1


def test_a_source_that_is_cited_twice_stands_there_once():
    item = examples.item(1)
    [line] = told(examples.quiz((item.model_copy(update={"citations": item.citations * 2}),)))
    assert len(line["item"]["citations"]) == 2
    assert len(line["sources"]) == 1


def test_no_text_breaks_a_line(tmp_path: Path):
    items = tuple(examples.item(n, text=f"a{sign}b") for n, sign in enumerate("\n\r\x85\u2028\u2029\x0b\x0c"))
    api.export(examples.quiz(items, 0), "jsonl", tmp_path / "q.jsonl")
    raw = (tmp_path / "q.jsonl").read_bytes()
    assert raw.endswith(b"}\n")
    assert raw.count(b"\n") == len(items)
    assert b"\r" not in raw
    assert [json.loads(line)["item"]["stem"] for line in raw.splitlines()] == [item.stem for item in items]


def test_each_line_names_the_bank_of_its_own_item():
    sun = BankInfo(id="sun", title="The Sun", language="de")
    items = (examples.item(1), examples.item(2).model_copy(update={"bank": "sun"}))
    quiz = examples.quiz(items)
    made = told(replace(quiz, banks=(*quiz.banks, sun)))
    assert [line["bank"]["title"] for line in made] == ["The Moon", "The Sun"]


def test_forms_are_lost_and_counted(tmp_path: Path):
    report = api.export(examples.quiz(form_count=2), "jsonl", tmp_path / "q.jsonl")
    assert report.lost == {"forms": 2}
    assert not api.export(examples.quiz(form_count=0), "jsonl", tmp_path / "q.jsonl").lost


def test_half_a_character_is_replaced_and_counted(tmp_path: Path):
    report = api.export(examples.quiz((examples.item(2, text="\ud800"),), 0), "jsonl", tmp_path / "q.jsonl")
    assert report.lost == {"character that no file may hold": 1}


def broken(line: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key != name}


def test_what_only_changed_says_so_in_each_line():
    made = told(replace(examples.quiz((examples.item(1), examples.item(2))), partial=True))
    assert [line["partial"] for line in made] == [True, True]
    assert not VALID.is_valid(made[0] | {"partial": False})


@pytest.mark.parametrize("name", ["$schema", "schemaVersion", "bank", "sources", "item"])
def test_a_line_that_lacks_something_fails(name: str):
    [line] = told(examples.quiz((examples.item(1),)))
    assert not VALID.is_valid(broken(line, name))


def test_a_line_without_any_source_or_citation_fails():
    [line] = told(examples.quiz((examples.item(1),)))
    assert not VALID.is_valid(line | {"sources": []})
    assert not VALID.is_valid(line | {"item": line["item"] | {"citations": []}})
    assert not VALID.is_valid(line | {"items": [line["item"]]})
