"""What pydantic found wrong, said in the author's words and at the author's place."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import ValidationError

from quizgen.problem import Place, Problem
from quizgen.reading.located import locate
from quizgen.reading.records import A_NAME, A_TEXT

WORDING = {
    "missing": "the field `{field}` is missing",
    "extra_forbidden": "unknown field `{field}`",
    "string_type": "`{field}` must be a text",
    "string_pattern_mismatch": "`{value}` is not a valid name here",
    "dict_type": "`{field}` must be a group of `name: value` lines",
    "model_type": "`{field}` must be a group of `name: value` lines",
    "mapping_type": "`{field}` must be a group of `name: value` lines",
    "list_type": "`{field}` must be a list",
    "tuple_type": "`{field}` must be a list",
    "frozen_set_type": "`{field}` must be a list",
    "literal_error": "`{value}` is not one of {expected}",
    "bool_parsing": "`{field}` must be `true` or `false`",
    "bool_type": "`{field}` must be `true` or `false`",
    "int_parsing": "`{field}` must be a whole number, not `{value}`",
    "int_type": "`{field}` must be a whole number",
    "value_error": "{error}",
    "too_short": "`{field}` must not be empty",
    "string_too_short": "`{field}` must not be empty",
}


A_LEVEL, A_BANK = "a level", "a bank"
TAGS = frozenset({A_TEXT, A_NAME, A_LEVEL, A_BANK, "[key]"})
"""What pydantic adds to the path of an error, and what is no field of the author's."""


def complaints(error: ValidationError, place: Place, fields: dict[str, frozenset[str]]) -> list[Problem]:
    """Return one problem per error, each at its place.

    `fields` maps the name of a group (`facts`, `sources`, … and `` for the top) to the field names it knows, for the
    hint "did you mean".
    """
    return [_problem(detail, place, fields) for detail in error.errors(include_url=False)]


def _problem(detail: Any, place: Place, fields: dict[str, frozenset[str]]) -> Problem:
    kind, loc = detail["type"], tuple(detail["loc"])
    context = detail.get("ctx", {})
    words = {
        "field": _field(loc),
        "value": _short(detail.get("input")),
        "expected": context.get("expected", ""),
        "error": context.get("error", ""),
    }
    message = WORDING[kind].format_map(words) if kind in WORDING else f"`{words['field']}`: {detail['msg']}"
    where = Place(place.file, (*place.at, *loc), place.line, key=kind == "extra_forbidden")
    return Problem("B010", message, place.file, locate(where), _hint(kind, loc, detail, fields))


def _field(loc: tuple[Any, ...]) -> str:
    """The name of what is wrong; what has none, as an entry of a list, goes by the name of what it is in."""
    return next((part for part in reversed(loc) if isinstance(part, str) and part not in TAGS), "the document")


def _hint(kind: str, loc: tuple[Any, ...], detail: Any, fields: dict[str, frozenset[str]]) -> str | None:
    if kind == "literal_error":
        options = [word.strip(" '") for word in detail["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return _nearest(str(detail["input"]), options)
    if kind != "extra_forbidden":
        return None
    groups = [part for depth, part in enumerate(loc[:-1]) if part in fields and depth != 1]  # 1: the author's own names
    known = sorted(fields[str(groups[-1] if groups else "")])
    return _nearest(str(loc[-1]), known) or f"known here: {', '.join(known)}"


def _nearest(word: str, options: list[str]) -> str | None:
    found = difflib.get_close_matches(word, options, 1)
    return f"did you mean `{found[0]}`?" if found else None


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
