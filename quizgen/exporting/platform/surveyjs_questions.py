"""Questions as SurveyJS has them, and what is shown once they are answered.

In SurveyJS `{name}` stands for a value in every text. A brace in a text of ours is kept apart from what follows it by a
character that nobody sees (U+2060), in HTML it is written as an entity.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

from quizgen.exporting.evidence import explained_html, said
from quizgen.exporting.markup import escaped, flat, html, legal
from quizgen.exporting.pictures import FITTED, Frame, answered_html, shown_html
from quizgen.exporting.taking import answers, first_id, in_order, shuffled, sources, tags, true_or_false
from quizgen.model.item import TYPED, Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

APART = "{\u2060"
UNQUOTABLE = re.compile(r'["\\{}]|=>|=<|<>|equals')
"""What no text in an expression can hold, or what SurveyJS rewrites there."""


def _inside(medium: Medium) -> str:
    """The file itself is in the address, so that the survey is one piece."""
    return f"data:{medium.type};base64,{base64.b64encode(medium.path.read_bytes()).decode()}"


FRAME = Frame(_inside, FITTED)


def text(given: str) -> str:
    """Return a text that is shown as it is."""
    return legal(given).replace("{", APART)


def question(quiz: Quiz, item: Item) -> dict[str, Any]:
    """Return the question; its name, by which results are kept, is the id that the item was first released under."""
    return {"type": "text", "name": first_id(quiz, item), "title": text(item.stem), **_asked(item)}


def _asked(item: Item) -> dict[str, Any]:
    if item.interaction == "order":
        return _order(item)
    if item.interaction == "match":
        return _match(item)
    if (right := true_or_false(item)) is not None:
        return _true_false(item, right=right)
    if item.interaction in {"choice", "choices"}:
        return _choice(item)
    return {"correctAnswer": key(item)}


def _choice(item: Item) -> dict[str, Any]:
    several, right = item.interaction == "choices", [option.id for option in item.right]
    return {
        "type": "checkbox" if several else "radiogroup",
        "choices": [{"value": option.id, "text": text(option.text)} for option in item.options],
        "choicesOrder": "none" if item.ordered else "random",
        "correctAnswer": right if several else right[0],
    }


def _true_false(item: Item, *, right: bool) -> dict[str, Any]:
    true, false = sorted(item.options, key=lambda option: option.correct is not right)
    return {
        "type": "boolean",
        "renderAs": "radio",
        "valueTrue": true.id,
        "labelTrue": text(true.text),
        "valueFalse": false.id,
        "labelFalse": text(false.text),
        "correctAnswer": item.right[0].id,
    }


def _order(item: Item) -> dict[str, Any]:
    """A table of events and places. There is a `ranking`, but SurveyJS counts every order of it as right."""
    places = {option.id: str(place) for place, option in enumerate(in_order(item), 1)}
    return {
        "type": "matrix",
        "rows": [{"value": option.id, "text": text(option.text)} for option in shuffled(item)],
        "columns": list(places.values()),
        "eachRowUnique": True,
        "correctAnswer": places,
    }


def _match(item: Item) -> dict[str, Any]:
    numbers = {target: f"T{number}" for number, target in enumerate(item.targets, 1)}
    return {
        "type": "matrix",
        "rows": [{"value": option.id, "text": text(option.text)} for option in item.options],
        "columns": [{"value": number, "text": text(target)} for target, number in numbers.items()],
        "correctAnswer": {option.id: numbers[option.match or ""] for option in item.options},
    }


def key(item: Item) -> str:
    """Return the answer as it is typed, on one line."""
    return flat(item.key[0])


def typed(item: Item) -> bool:
    """Tell whether the answer is typed."""
    return item.interaction in TYPED


def spellings(item: Item) -> tuple[tuple[str, ...], int]:
    """Return the further spellings that are taken for the key, and how many cannot be said in an expression."""
    further = [line for answer in answers(item) if (line := flat(answer)) and line != key(item)]
    if UNQUOTABLE.search(key(item)):
        return (), len(further)
    kept = tuple(line for line in dict.fromkeys(further) if not UNQUOTABLE.search(line))
    return kept, len(further) - len(kept)


def trigger(quiz: Quiz, item: Item) -> dict[str, Any] | None:
    """Return what turns another spelling of a typed answer into the key, the only one that SurveyJS compares with.

    The `#` before the name keeps `1,910` a text, which would else be 1.91.
    """
    kept = spellings(item)[0] if typed(item) else ()
    if not kept:
        return None
    name, listed = first_id(quiz, item), ",".join(map(_quoted, kept))
    return {
        "type": "runexpression",
        "expression": f"{{#{name}}} anyof [{listed}]",
        "setToName": name,
        "runExpression": _quoted(key(item)),
    }


def _quoted(line: str) -> str:
    return "'" + line.replace("'", "\\'") + "'"


def asking(quiz: Quiz, item: Item) -> Iterator[dict[str, Any]]:
    """Yield the pictures and sounds that are the question, without the credit: that could tell the answer."""
    for number, medium in enumerate(item.asking, 1):
        shown = _braces(shown_html((medium,), FRAME))
        yield {"type": "html", "name": f"media:{first_id(quiz, item)}:{number}", "html": shown}


def evidence_html(quiz: Quiz, item: Item) -> str:
    """Return the right answer and the citation, in an element that says by machine which item and sources they are."""
    words = said(quiz, item)
    right = "".join(f"<br/>{html(line)}" for line in item.key)
    answer = f'<p dir="auto">{html(words["answer"] + words["colon"])} {right.removeprefix("<br/>")}</p>'
    told = explained_html(quiz, item) + answered_html(quiz, item, FRAME)
    about = f'data-item="{item.id}" data-sources="{escaped(" ".join(sources(item)))}"'
    marks = f'data-tags="{escaped(" ".join(map(flat, tags(item))))}"'
    return _braces(f'<div dir="auto" {about} {marks}>{answer}{told}</div>')


def _braces(markup: str) -> str:
    return markup.replace("{", "&#123;")
