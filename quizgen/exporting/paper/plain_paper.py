"""A quiz and its key as text in a mark-up: what HTML, Markdown and plain text have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from quizgen.exporting.own_templates import render
from quizgen.exporting.paper import printed
from quizgen.exporting.paper.choices import Asked, check_breaks, lost, setting, unheard, without
from quizgen.exporting.paper.look import Look
from quizgen.exporting.paper.printed_key import paper_key
from quizgen.exporting.paper.printed_text import UNPRINTABLE, ZERO_WIDTH_SPACE
from quizgen.exporting.report import Report, write_together
from quizgen.model.key import PaperKey
from quizgen.model.quiz import Quiz

if TYPE_CHECKING:
    from jinja2 import Environment

# Long words as `plain` breaks them up for a page that could not hold them; here they can be, and can be copied.
BROKEN = re.compile(f"(?:[!-~\u00a1-\u052f]{ZERO_WIDTH_SPACE}){{4,}}")
IDLE = re.compile(r"[ \t]+$", re.MULTILINE)
UNPAGED = Look(paper="a4", size=11, columns=1, fonts=(), bottom=0)
"""For what has no pages: nothing of it is looked at."""


@dataclass(frozen=True)
class Way:
    """A way to write: the format, the ending of its templates, how they are filled in, and with what beside the data.

    `look` is None where there are no pages, and `pictures` tells whether the format holds any.
    """

    format: str
    ending: str
    templates: Environment
    look: Look | None = None
    pictures: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)


def export_plain(quiz: Quiz, out: Path, options: Asked, way: Way) -> Report:
    """Write the quiz to `out`, and beside it `…-key`, and `…-teacher` and `…-copies` where they are wanted.

    Raises ProblemError if a template of the user's own cannot be filled in, or `breaks` names no item of the quiz.
    """
    check_breaks(quiz, out, options)
    skipped = {item.id: reason for item in quiz.items if (reason := unheard(item))}
    kept = without(quiz, skipped)
    return Report(
        format=way.format,
        files=write_together(_files(kept, out, options, way)),
        written=len(kept.items),
        cards=len(kept.items),
        skipped=tuple(skipped.items()),
        lost=_lost(kept, options, way),
    )


def _files(quiz: Quiz, out: Path, options: Asked, way: Way) -> Iterator[tuple[Path, bytes]]:
    def beside(name: str) -> Path:
        return out.with_name(f"{out.stem}{name}{out.suffix}")

    def page(template: str, data: printed.Sheet | printed.Key) -> bytes:
        ready = _ready(data)
        told = {one.name: getattr(ready, one.name) for one in fields(data)}
        name = f"print/{template}.{way.ending}.j2"
        text = render(way.templates, name, quiz.templates, {**way.more, **told})
        return (text if way.look else IDLE.sub("", text)).encode()

    def sheet(key: PaperKey, *, teacher: bool = False) -> printed.Sheet:
        return printed.sheet(quiz, look, setting(options, teacher=teacher), key)

    look = way.look or UNPAGED
    key = paper_key(replace(quiz, copies=()), printed.worth(quiz, options.points))
    yield out, page("quiz", sheet(key))
    yield beside("-key"), page("key", printed.answers(quiz, look, key))
    if options.teacher:
        yield beside("-teacher"), page("quiz", sheet(key, teacher=True))
    if quiz.copies:
        yield beside("-copies"), page("quiz", sheet(key.model_copy(update={"copies": quiz.copies})))


def _ready(value: Any) -> Any:
    """Return the data with every text, wherever it is, as plain text can have it."""
    if isinstance(value, str):
        return BROKEN.sub(lambda word: word[0].replace(ZERO_WIDTH_SPACE, ""), UNPRINTABLE.sub("", value))
    if isinstance(value, tuple):
        return tuple(map(_ready, value))
    if isinstance(value, dict):
        return {key: _ready(one) for key, one in value.items()}
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: _ready(one) for name, one in value})
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _ready(getattr(value, one.name)) for one in fields(value)})
    return value


def _lost(quiz: Quiz, options: Asked, way: Way) -> Counter[str]:
    """Count what the format could not carry; a picture told in words is none."""
    found = lost(quiz, lambda item: printed.shown(item, teacher=options.teacher) if way.pictures else ())
    breaks = 0 if way.look else sum(section.page_break for section in quiz.sections)
    return found + Counter({"page break": breaks})
