"""ajv, the validator of JavaScript, in its strict mode beside Python's: both take what we write and refuse the same."""

from __future__ import annotations

import copy
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from quizgen import api
from quizgen.exporting import json as whole
from quizgen.exporting import jsonl
from quizgen.exporting.platform.json.schema import schema_text
from quizgen.exporting.taking import true_or_false
from quizgen.model.quiz import Quiz
from tests import examples
from tests.platforms.conftest import version
from tests.test_exporting_json import BROKEN, SOUND

pytestmark = pytest.mark.platforms
REAL = Path(__file__).parents[2]
TEXTS = ("", *examples.HOSTILE)


def complaints(node, what: str, documents: list[str]) -> list[str | None]:
    """What ajv says of each document: None if it is valid. Where Python's validator disagrees the test fails."""
    schema = json.loads(schema_text(what))
    said = node("schema.mjs", {"schema": schema, "documents": documents})
    valid = Draft202012Validator(schema)
    assert [one is None for one in said] == [valid.is_valid(json.loads(text)) for text in documents]
    return said


def counted(quizzes: list[Quiz]) -> dict[str, dict[str, int]]:
    items = [item for quiz in quizzes for item in quiz.items]
    kinds = Counter("true or false" if true_or_false(item) is not None else item.interaction for item in items)
    return {kind: {"items": number} for kind, number in kinds.items()}


def test_both_validators_take_every_interaction_in_a_document(node, result):
    quizzes = [examples.everything(text) for text in TEXTS]
    said = complaints(node, "quiz", ["".join(whole.chunks(quiz)) for quiz in quizzes])
    assert said == [None] * len(TEXTS)
    result("json", "ajv", version("ajv"), counted(quizzes), "valid against the schema, as jsonschema says, too")


def test_both_validators_take_every_line(node, result):
    quizzes = [examples.everything(text) for text in TEXTS]
    lines = [line for quiz in quizzes for line in jsonl.lines(quiz)]
    assert complaints(node, "line", lines) == [None] * len(lines)
    result("jsonl", "ajv", version("ajv"), counted(quizzes), "valid against the schema, as jsonschema says, too")


def test_both_validators_take_the_real_banks(node):
    project = api.check(api.load(REAL))
    quiz = api.assemble(project, api.ask(project), number=300, forms=2)
    assert complaints(node, "quiz", ["".join(whole.chunks(quiz))]) == [None]
    assert complaints(node, "line", list(jsonl.lines(quiz))) == [None] * 300


def test_both_validators_refuse_what_is_not_in_the_contract(node):
    sound = json.loads("".join(whole.chunks(examples.quiz((examples.item(1),)))))
    changed = [damaged(sound, changes) for _, changes in (*SOUND, *BROKEN)]
    said = complaints(node, "quiz", [json.dumps(sound), *changed])
    assert said[: len(SOUND) + 1] == [None] * (len(SOUND) + 1)
    assert not [name for (name, _), one in zip(BROKEN, said[len(SOUND) + 1 :], strict=True) if one is None]


def damaged(sound: dict[str, Any], breaks: Any) -> str:
    made = copy.deepcopy(sound)
    breaks(made)
    return json.dumps(made)
