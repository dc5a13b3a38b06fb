"""The JSON contract: the document keeps to its own schema, and the schema asks for what matters."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from quizgen import __version__, api
from quizgen.exporting import json as exporting
from quizgen.model.citation import FragmentSelector
from quizgen.model.quiz import CitedSource, Quiz
from quizgen.model.source import Source
from tests import examples

REAL = Path(__file__).parent.parent
SCHEMA = exporting.schema()
VALID = Draft202012Validator(SCHEMA)


def document(quiz: Quiz, indent: int = 1) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads("".join(exporting.chunks(quiz, indent)))
    VALID.validate(loaded)
    return loaded


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    project = api.check(api.load(REAL))
    quiz = api.assemble(project, api.ask(project), number=400, forms=2)
    return json.loads("".join(exporting.chunks(quiz)))


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == exporting.SCHEMA_ID


def test_the_real_banks_keep_to_the_schema(real: dict[str, Any]):
    VALID.validate(real)
    assert len(real["items"]) == 400
    assert {len(form["entries"]) for form in real["forms"]} == {400}


def test_the_whole_document_has_its_fields():
    made = document(examples.quiz())
    assert set(made) == {"$schema", "schemaVersion", "generator", "banks", "sources", "items", "forms"}
    assert made["$schema"] == exporting.SCHEMA_ID
    assert made["schemaVersion"] == "1.2"
    assert made["generator"] == {"name": "quizgen", "version": __version__, "seed": "7"}
    assert made["banks"] == [{"id": "moon", "title": "The Moon", "language": "en", "licence": "CC0-1.0"}]
    assert "forms" not in document(examples.quiz(form_count=0))


def test_a_source_is_csl_with_its_reference_and_snapshot():
    [source] = document(examples.quiz())["sources"]
    assert source == {
        "id": "moon.almanac",
        "type": "book",
        "title": "An Almanac of the Moon",
        "author": [{"family": "Doe", "given": "Ada"}],
        "publisher": "Example Press",
        "issued": {"date-parts": [[1999]]},
        "URL": "https://example.org/moon",
        "reference": examples.SOURCE.reference,
        "snapshot": {"file": "almanac.txt", "sha256": "ab" * 32},
    }


def test_an_item_has_its_fields():
    item = examples.item(1).model_copy(
        update={
            "options": tuple(
                option.model_copy(update={"fact": None if option.correct else "event-9", "rationale": "Told there."})
                for option in examples.item(1).options
            ),
            "ledger": (("the same answer", 3),),
        }
    )
    [made] = document(examples.quiz((item,)))["items"]
    assert set(made) == {
        *(
            "id",
            "revision",
            "bank",
            "fact",
            "kind",
            "interaction",
            "closed",
            "stem",
            "options",
            "ordered",
            "targets",
            "key",
        ),
        *("accept", "rationale", "timeline", "media", "citations", "tags", "language", "wording", "difficulty"),
    }
    assert made["options"][0] == {
        "id": "A", "text": "1901", "correct": False, "fact": "event-9", "rationale": "Told there.",
    }  # fmt: skip
    assert set(made["options"][1]) == {"id", "text", "correct", "rationale"}
    assert made["difficulty"] == {"value": 0.5, "level": "medium", "method": "nearness"}
    [citation] = made["citations"]
    assert set(citation) == {"source", "label", "locator", "quote", "url", "standing", "selector"}
    assert citation["selector"] == [
        {
            "type": "TextQuoteSelector",
            "exact": "the first Moon landing, on 20 July 1969",
            "prefix": "After ",
            "suffix": ", many",
        }
    ]


def test_a_cells_selector_says_what_it_conforms_to():
    citation = examples.CITATION.model_copy(update={"selector": (FragmentSelector(value="cell=2,1"),)})
    [made] = document(examples.quiz((examples.item(1).model_copy(update={"citations": (citation,)}),)))["items"]
    assert made["citations"][0]["selector"] == [
        {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc7111", "value": "cell=2,1"}
    ]


BROKEN = [
    ("no citations", lambda made: made["items"][0].pop("citations")),
    ("empty citations", lambda made: made["items"][0].update(citations=[])),
    ("a wrong id", lambda made: made["items"][0].update(id="1 wrong id")),
    ("an id too long", lambda made: made["items"][0].update(id="x" * 101)),
    ("no key", lambda made: made["items"][0].update(key=[])),
    ("no options list", lambda made: made["items"][0].pop("options")),
    ("no tags list", lambda made: made["items"][0].pop("tags")),
    ("no media list", lambda made: made["items"][0].pop("media")),
    ("an unknown interaction", lambda made: made["items"][0].update(interaction="essay")),
    ("an unknown standing", lambda made: made["items"][0]["citations"][0].update(standing="sure")),
    ("an unknown field", lambda made: made["items"][0].update(points=3)),
    ("the ledger", lambda made: made["items"][0].update(ledger=[])),
    ("a null", lambda made: made["items"][0].update(difficulty=None)),
    ("a difficulty out of range", lambda made: made["items"][0]["difficulty"].update(value=2)),
    ("an option without its verdict", lambda made: made["items"][0]["options"][0].pop("correct")),
    ("no $schema", lambda made: made.pop("$schema")),
    ("no version", lambda made: made.pop("schemaVersion")),
    ("another version", lambda made: made.update(schemaVersion="2.0")),
    ("no seed", lambda made: made["generator"].pop("seed")),
    ("no reference", lambda made: made["sources"][0].pop("reference")),
    ("a broken hash", lambda made: made["sources"][0]["snapshot"].update(sha256="ab")),
    ("a selector of no type", lambda made: made["items"][0]["citations"][0]["selector"][0].pop("type")),
]


@pytest.mark.parametrize(("name", "breaks"), BROKEN, ids=[name for name, _ in BROKEN])
def test_what_is_not_in_the_contract_fails(name: str, breaks: Any):
    made = copy.deepcopy(document(examples.quiz((examples.item(1),))))
    breaks(made)
    assert not VALID.is_valid(made)


def test_the_schema_itself_asks_for_a_citation():
    assert SCHEMA["$defs"]["Item"]["properties"]["citations"]["minItems"] == 1
    assert "citations" in SCHEMA["$defs"]["Item"]["required"]


def test_references_between_parts_hold(real: dict[str, Any]):
    sources = {source["id"] for source in real["sources"]}
    banks = {bank["id"] for bank in real["banks"]}
    items = {item["id"]: item for item in real["items"]}
    assert {citation["source"] for item in items.values() for citation in item["citations"]} == sources
    assert {item["bank"] for item in items.values()} == banks
    for form in real["forms"]:
        for entry in form["entries"]:
            assert sorted(entry["options"]) == sorted(option["id"] for option in items[entry["item"]]["options"])


def test_ugly_texts_come_back_as_they_went_in():
    made = document(examples.ugly_quiz())
    for item, text in zip(made["items"], examples.UGLY, strict=True):
        assert text in item["stem"]
        assert text in item["options"][0]["text"]


@settings(max_examples=50, derandomize=True)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str):
    item = examples.item(1).model_copy(update={"stem": text, "rationale": text, "tags": (text,)})
    [made] = document(examples.quiz((item,)))["items"]
    assert (made["stem"], made["rationale"], made["tags"]) == (text, text, [text])


@pytest.mark.parametrize("indent", [0, 1, 4, 8])
def test_the_indent_changes_only_the_look(indent: int):
    text = "".join(exporting.chunks(examples.ugly_quiz(), indent))
    assert json.loads(text) == document(examples.ugly_quiz())
    assert ("\n" in text.strip()) is bool(indent)
    if indent:
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=indent) + "\n"


def test_an_empty_quiz_is_an_empty_document():
    made = document(replace(examples.quiz(()), sources={}))
    assert made["items"] == made["sources"] == []


@pytest.mark.parametrize(
    ("issued", "written"),
    [
        ("1999", {"date-parts": [[1999]]}),
        ("May 1999", {"date-parts": [[1999, 5]]}),
        ("1999-05-06", {"date-parts": [[1999, 5, 6]]}),
        ("480 BC", {"date-parts": [[-479]]}),
        ("c. 1620", {"literal": "c. 1620"}),
        ("spring 1999", {"literal": "spring 1999"}),
        ("the 1890s", {"literal": "the 1890s"}),
        ("1999/2001", {"literal": "1999–2001"}),
        ("12345 AD", {"literal": "AD 12345"}),
    ],
)
def test_dates_of_sources_are_csl_dates(issued: str, written: dict[str, Any]):
    source = CitedSource(source=Source(id="moon.almanac", title="T", issued=issued), reference="T.")
    [made] = document(replace(examples.quiz(), sources={"moon.almanac": source}))["sources"]
    assert made["issued"] == written


def test_ten_thousand_items(tmp_path: Path):
    items = tuple(examples.item(n) for n in range(10_000))
    report = api.export(examples.quiz(items, 0), "json", tmp_path / "quiz.json")
    assert report.written == 10_000
    assert len(json.loads((tmp_path / "quiz.json").read_text("utf-8"))["items"]) == 10_000
