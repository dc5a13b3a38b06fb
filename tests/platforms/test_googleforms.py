"""What Google's Forms API is sent, held against Google's own description of it: the discovery document of its client.

Nothing here talks to Google.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from quizgen import api
from quizgen.model.quiz import Quiz
from tests import examples
from tests.platforms.conftest import FOLDER, missing

pytestmark = pytest.mark.platforms
DOCUMENT = FOLDER / "google" / "googleapiclient" / "discovery_cache" / "documents" / "forms.v1.json"


@cache
def described() -> dict[str, Any]:
    if not DOCUMENT.exists():
        missing("google")
    return json.loads(DOCUMENT.read_text("utf-8"))


@cache
def validator() -> Draft202012Validator:
    """The body of `forms.batchUpdate` as a strict schema: the API refuses a field that it does not know."""
    schemas = {name: strict(schema) for name, schema in described()["schemas"].items()}
    return Draft202012Validator({"$ref": "#/$defs/BatchUpdateFormRequest", "$defs": schemas})


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"$ref": f"#/$defs/{schema['$ref']}"}
    if schema["type"] == "array":
        return {"type": "array", "items": strict(schema["items"])}
    if schema["type"] == "object":
        sent = {name: one for name, one in schema.get("properties", {}).items() if not one.get("readOnly")}
        asked = [name for name, one in sent.items() if one.get("description", "").startswith("Required.")]
        properties = {name: strict(one) for name, one in sent.items()}
        return {"type": "object", "properties": properties, "required": asked, "additionalProperties": False}
    enum = {"enum": schema["enum"][1:]} if "enum" in schema else {}  # the first of them is "unspecified"
    return {"type": schema["type"], **enum}


def complaints(body: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator().iter_errors(body)]


def sent(quiz: Quiz, folder: Path, **options: object) -> Any:
    report = api.export(quiz, "googleforms", folder / "moon-googleforms.json", **options)
    return json.loads(report.files[0].read_text("utf-8"))


@pytest.mark.parametrize("text", ["", *examples.HOSTILE], ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("options", [{}, {"add": "yes", "at": "12", "points": "3"}], ids=["made", "added"])
def test_what_is_sent_is_what_the_api_takes(text: str, options: dict[str, str], tmp_path: Path):
    body = sent(replace(examples.everything(text), title=text), tmp_path, **options)
    assert not complaints(body)
    assert len(body["requests"]) >= len(examples.everything(text).items)


def test_a_question_without_quote_and_link_is_taken_too(tmp_path: Path):
    citation = examples.CITATION.model_copy(update={"url": None, "quote": None})
    items = tuple(one.model_copy(update={"citations": (citation,)}) for one in examples.quiz().items)
    assert not complaints(sent(examples.quiz(items), tmp_path))


def test_the_description_refuses_what_the_api_would(tmp_path: Path):
    requests = sent(examples.quiz(), tmp_path)["requests"]
    made = json.loads(json.dumps(requests))
    made[2]["createItem"]["item"]["id"] = "moon.event-0.choice"
    assert complaints({"requests": made}) == [
        "$.requests[2].createItem.item: Additional properties are not allowed ('id' was unexpected)"
    ]
    del requests[2]["createItem"]["item"]["questionItem"]["question"]["grading"]["pointValue"]
    assert complaints({"requests": requests})
    assert complaints({"requests": [], "writeControl": 3})
