"""What programs find in our pages: a crawler's reader, a JSON-LD processor, and schema.org's vocabulary as types."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.exporting.platform.page import linked_data
from quizgen.model.quiz import Quiz
from quizgen.model.source import Name
from tests import examples
from tests.platforms.conftest import missing, version

pytestmark = pytest.mark.platforms
SCHEMA = "http://schema.org/"
CONTEXT = {"@context": {"@vocab": SCHEMA, "url": {"@type": "@id"}, "license": {"@type": "@id"}}}
"""Stands in for schema.org's own context, which is fetched from the network."""


def page(quiz: Quiz, folder: Path) -> str:
    [file] = api.export(quiz, "html", folder / "quiz.html").files
    return file.read_text("utf-8")


def found(text: str) -> list[dict[str, Any]]:
    """What a crawler's reader finds in a page."""
    try:
        import extruct
    except ImportError:
        missing("extruct (with the tests' other packages)")
    return extruct.extract(text, syntaxes=["json-ld"])["json-ld"]


def expanded(made: dict[str, Any]) -> dict[str, Any]:
    """The description as a JSON-LD processor understands it, in full names."""
    from pyld import jsonld

    def load(url: str, _: object) -> dict[str, Any]:
        assert url == "https://schema.org"
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}

    [one] = jsonld.expand(made, {"documentLoader": load})
    return one


def library() -> Quiz:
    """Every interaction, and a source of every type that has a name of its own."""
    quiz = examples.everything()
    told = {
        "isbn": "978-3-16-148410-0", "doi": "10.1000/182", "licence": "CC BY-SA 4.0", "container_title": "Annals",
        "page": "1-9", "language": "en", "issued": "1999-05-06", "author": (Name(literal="NASA"), Name(family="Doe")),
    }  # fmt: skip
    sources = dict(quiz.sources)
    for kind in (*linked_data.KINDS, "pamphlet"):
        source = examples.SOURCE.source.model_copy(update={**told, "type": kind, "id": f"moon.{kind}"})
        sources[source.id] = examples.SOURCE.model_copy(update={"source": source})
    bare = examples.CITATION.model_copy(update={"quote": None, "url": None, "source": "moon.map"})
    items = (quiz.items[0].model_copy(update={"citations": (examples.CITATION, bare)}), *quiz.items[1:])
    banks = tuple(
        bank.model_copy(update={"licence": "as the museum says", "description": "Of it."}) for bank in quiz.banks
    )
    return replace(quiz, items=items, sources=sources, banks=banks)


@pytest.mark.parametrize("text", ["", *examples.HOSTILE])
def test_a_crawler_finds_every_question_with_answer_and_citation(tmp_path: Path, text: str):
    quiz = replace(examples.everything(text), title=text or "The Moon")
    [made] = found(page(quiz, tmp_path))
    assert [one["identifier"] for one in made["hasPart"]] == [item.id for item in quiz.items]
    for one in made["hasPart"]:
        assert one["acceptedAnswer"]
        assert one["citation"][0]["isPartOf"]["@id"] == made["citation"][0]["@id"]


def test_a_crawler_finds_the_answers_in_the_printed_key_and_none_in_the_quiz(tmp_path: Path):
    report = api.export(examples.everything(), "print-html", tmp_path / "quiz-print.html")
    texts = {file.stem: file.read_text("utf-8") for file in report.files}
    assert found(texts["quiz-print"]) == []
    assert len(found(texts["quiz-print-key"])[0]["hasPart"]) == len(examples.every())


def test_a_processor_understands_every_term_and_joins_quotations_with_their_sources(tmp_path: Path, result):
    made = linked(library())
    known = expanded(made)
    names = {name for name in walk(known) if not name.startswith("@")}
    assert {name.removeprefix(SCHEMA) for name in names} == {name for name in walk(made) if not name.startswith("@")}
    sources = {one["@id"] for one in known[f"{SCHEMA}citation"]}
    questions = known[f"{SCHEMA}hasPart"]
    for question in questions:
        for cited in question[f"{SCHEMA}citation"]:
            assert cited[f"{SCHEMA}isPartOf"][0]["@id"] in sources
    counts = {kind: {"items": 1} for kind in ("choice", "choices", "text", "date", "number", "cloze", "order", "match")}
    result("html", "PyLD", installed("PyLD"), counts, "the description for programs (JSON-LD)")


def linked(quiz: Quiz) -> dict[str, Any]:
    return json.loads("".join(linked_data.chunks(quiz, most=100)))


def walk(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {name for one in value.values() for name in walk(one)}
    return {name for one in value for name in walk(one)} if isinstance(value, list) else set()


def test_the_vocabulary_has_every_term_and_a_misspelt_one_is_seen(node, result):
    good = linked(library())
    misspelt, misplaced, mistyped, nested = (copy.deepcopy(good) for _ in range(4))
    misspelt["hasPart"][0]["acceptedAnser"] = misspelt["hasPart"][0].pop("acceptedAnswer")
    misplaced["hasPart"][0]["pagination"] = "12"
    mistyped["citation"][0]["@type"] = "Bok"
    nested["hasPart"][0]["citation"][0]["tekst"] = "inside"
    told = node("linked_data.mjs", [good, misspelt, misplaced, mistyped, nested])
    assert told[0] == []
    assert "acceptedAnser" in " ".join(told[1])
    assert "pagination" in " ".join(told[2])
    assert "Bok" in " ".join(told[3])
    assert "tekst" in " ".join(told[4])
    counts = {kind: {"items": 1} for kind in ("choice", "choices", "text", "date", "number", "cloze", "order", "match")}
    result("html", "schema-dts", version("schema-dts"), counts, "the description for programs (JSON-LD)")
