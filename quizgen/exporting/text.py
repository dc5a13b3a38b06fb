"""A quiz and its key as plain text: for a mail, a terminal, a line printer, or a braille display."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from quizgen.exporting.own_templates import templates
from quizgen.exporting.paper import choices
from quizgen.exporting.paper.choices import Asked
from quizgen.exporting.paper.plain_paper import Way, export_plain
from quizgen.exporting.report import Report
from quizgen.model.quiz import Quiz
from quizgen.wrapping import columns, wrapped

SUMMARY = "quiz and answer key as plain text"
SUFFIX = ".txt"
PAPER = True
COPIES = True
INTERACTIONS = choices.INTERACTIONS


class Options(Asked):
    """`width` is how many columns a line has; for the others see `Asked`."""

    width: Annotated[int, Field(ge=30, le=1000)] = 78


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz to `out` and its key to `…-key.txt`; see `export_plain` for the rest."""
    filters: dict[str, Callable[..., Any]] = {"wrap": partial(_wrap, options.width), "columns": columns}
    way = Way("text", "txt", templates(quiz.templates, filters), more={"width": options.width})
    return export_plain(quiz, out, options, way)


def _wrap(width: int, text: str, mark: str = "", indent: int = 0) -> str:
    return wrapped(text, width, mark, indent)
