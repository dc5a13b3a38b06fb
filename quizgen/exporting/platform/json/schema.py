"""The JSON Schemas (2020-12) of JSON and JSON Lines, made from the models; the package has them as files."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel

from quizgen.exporting.platform.json.document import LINE_ID, QUIZ_ID, Document, Line
from quizgen.model.item import BLANK

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELS: dict[str, tuple[str, type[BaseModel]]] = {"quiz": (QUIZ_ID, Document), "line": (LINE_ID, Line)}
OPEN = ("PublishedItem", "Option", "BankInfo", "CslSource")
"""Where others may put fields of their own, beside the whole: their names begin with `x-`."""
FILLED, UNIQUE = {"minLength": 1}, {"uniqueItems": True}
END = "$(?!\\n)"
"""Of a pattern: Python's `$` is also before a line break at the end, JavaScript's is not."""
WEB = "^[hH][tT][tT][pP][sS]?://[^\\s/]"
SAID: dict[str, dict[str, dict[str, Any]]] = {
    "PublishedItem": dict.fromkeys(
        ("revision", "bank", "fact", "kind", "stem", "rationale", "hint", "reverse", "language", "wording"), FILLED
    )
    | dict.fromkeys(("targets", "key", "accept"), {"items": {"type": "string"} | FILLED} | UNIQUE)
    | {"options": UNIQUE},
    "Option": dict.fromkeys(("id", "text", "rationale", "fact", "match"), FILLED),
    "Dated": dict.fromkeys(("event", "date"), FILLED),
    "Citation": {"source": FILLED, "quote": FILLED, "url": {"pattern": WEB}},
    "TextQuoteSelector": {"exact": FILLED},
    "TextPositionSelector": {"start": {"minimum": 0}, "end": {"minimum": 1}},
    "FragmentSelector": {"value": FILLED},
    "Medium": dict.fromkeys(("file", "type", "alt", "credit", "licence"), FILLED),
    "BankInfo": dict.fromkeys(("id", "language"), FILLED),
    "CslSource": {"id": FILLED, "URL": {"pattern": WEB}},
    "SnapshotInfo": {"file": FILLED},
    "Part": {"points": {"minimum": 0}, "items": UNIQUE},
    "Form": {"name": FILLED},
    "Entry": {"item": FILLED, "options": UNIQUE},
}
"""What is always so, beyond what the models ask for, field by field."""
NONE = {"type": "array", "maxItems": 0}
ONE = {"type": "array", "maxItems": 1}
SOME = {"type": "array", "minItems": 1}
TYPED = {"options": NONE, "targets": NONE, "closed": {"const": False}, "ordered": {"const": False}}


def _with(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields)}


def _options(*has: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Two or more options with such fields, of which at least one is like each of `has`."""
    alike = _with(fields) | {"required": [name for name in fields if fields[name]]}
    return {"type": "array", "minItems": 2, "items": alike} | ({"allOf": list(has)} if has else {})


def _contains(*, correct: bool, **limits: int) -> dict[str, Any]:
    return {"type": "array", "contains": _with({"correct": {"const": correct}}), **limits}


SHAPES: dict[str, dict[str, Any]] = {
    "choice": {
        "options": _options(_contains(correct=True, minContains=1, maxContains=1), place=False, match=False),
        "targets": NONE,
        "key": ONE,
    },
    "choices": {
        "options": _options(_contains(correct=True), _contains(correct=False), place=False, match=False),
        "targets": NONE,
    },
    "text": TYPED,
    "date": TYPED,
    "number": TYPED,
    "cloze": TYPED | {"stem": {"type": "string", "pattern": BLANK}},
    "order": {"options": _options(correct={"const": True}, place={"type": "integer"}, match=False), "targets": NONE},
    "match": {
        "options": _options(correct={"const": True}, place=False, match={"type": "string"}),
        "targets": {"type": "array", "minItems": 2},
    },
}
"""What the fields of an item must be like, by its interaction."""


@lru_cache(maxsize=2)
def schema_text(what: str) -> str:
    """Return the schema of a `quiz` or of a `line` as the package has it."""
    return files("quizgen").joinpath("schemas", f"{what}-1.schema.json").read_text("utf-8")


def schema(what: str = "quiz") -> dict[str, Any]:
    """Make the schema of a `quiz` or of a `line` from the models."""
    name, model = MODELS[what]
    made = model.model_json_schema(by_alias=True, mode="validation")
    for one in (made, *made["$defs"].values()):
        _as_written(one)
    for one in (made, *(made["$defs"][known] for known in OPEN)):
        one["patternProperties"] = {"^x-": True}
    _complete(made["$defs"])
    if what == "quiz":
        made |= _given({"items": SOME}, {"banks": SOME, "sources": SOME})
    return {"$schema": DIALECT, "$id": name, **_ended(made)}


def _complete(models: dict[str, Any]) -> None:
    """Add what the models cannot say."""
    for name, fields in SAID.items():
        for field, more in fields.items() if name in models else ():
            models[name]["properties"][field] |= more
    models["DateParts"]["minProperties"] = 1
    models["Citation"] |= _given({"standing": {"enum": ["verified", "quoted"]}}, {"quote": {"type": "string"}})
    rules = [_given({"interaction": {"const": kind}}, shape) for kind, shape in SHAPES.items()]
    models["PublishedItem"]["allOf"] = rules


def _as_written(model: dict[str, Any]) -> None:
    """Models say what may be left out when they are made; a document never holds null, and all else is always there."""
    fields: dict[str, dict[str, Any]] = model["properties"]
    for unexported in ("ledger", "refused", "path"):
        fields.pop(unexported, None)
    for field in fields.values():
        field.pop("title", None)  # says the name again
        field.get("items", {}).pop("discriminator", None)  # a word of OpenAPI's, which strict validators refuse
    model["description"] = "\n\n".join(" ".join(told.split()) for told in model["description"].split("\n\n"))
    optional = {name for name, field in fields.items() if field.get("default", ...) is None}
    for name in optional:
        [kind] = [kind for kind in fields[name].pop("anyOf") if kind != {"type": "null"}]
        del fields[name]["default"]
        fields[name].update(kind)
    model["required"] = [name for name in fields if name not in optional]


def _given(asked: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    """What fields must be like, and be there, where other fields are as asked."""
    return {"if": _with(asked), "then": _with(then)}


def _ended(schema: Any) -> Any:
    """The schema with patterns that end where the text does, in every language."""
    if isinstance(schema, dict):
        made = {name: _ended(value) for name, value in schema.items()}
        pattern = made.get("pattern")
        return made | {"pattern": f"{pattern[:-1]}{END}"} if isinstance(pattern, str) and pattern[-1] == "$" else made
    return [_ended(value) for value in schema] if isinstance(schema, list) else schema
