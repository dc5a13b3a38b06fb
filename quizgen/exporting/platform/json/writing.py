"""From models to JSON text: quickly, and whole even if a text holds what no file can."""

from __future__ import annotations

import json
import re
from collections import Counter

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError

from quizgen.exporting.platform.json.document import unlinked
from quizgen.model.quiz import Quiz

HALF = re.compile("[\ud800-\udfff]")
"""Half a character: a text in memory may have one, UTF-8 cannot."""
HALVES = "character that no file may hold"


def dumped(model: BaseModel, indent: int, lost: Counter[str]) -> str:
    """Return the model as JSON, on one line if `indent` is 0, and without what is None.

    Half characters become U+FFFD, counted in `lost`: a model each.
    """
    try:
        return model.model_dump_json(by_alias=True, exclude_none=True, indent=indent or None)
    except PydanticSerializationError:
        lost[HALVES] += 1
    value = model.model_dump(mode="json", by_alias=True, exclude_none=True)
    separators = (",", ":") if not indent else (",", ": ")
    return HALF.sub("\ufffd", json.dumps(value, ensure_ascii=False, indent=indent or None, separators=separators))


def unsaid(quiz: Quiz) -> Counter[str]:
    """Count what JSON does not hold: pictures and sounds, which it names with their SHA-256, and what is no link."""
    return +Counter(
        {
            "picture or sound (named, not packed)": sum(len(item.media) for item in quiz.items),
            "link that is no web address": sum(map(unlinked, quiz.items)),
        }
    )
