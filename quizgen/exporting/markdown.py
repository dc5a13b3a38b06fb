"""A quiz and its key as Markdown, to be read as it is, edited, put on a wiki or turned into something else."""

from __future__ import annotations

from pathlib import Path

from quizgen.exporting.own_templates import templates
from quizgen.exporting.paper import choices
from quizgen.exporting.paper.choices import Asked
from quizgen.exporting.paper.plain_markdown import address, linked, markdown, one_line
from quizgen.exporting.paper.plain_paper import Way, export_plain
from quizgen.exporting.report import Report
from quizgen.model.quiz import Quiz

SUMMARY = "quiz and answer key as Markdown"
SUFFIX = ".md"
PAPER = True
COPIES = True
INTERACTIONS = choices.INTERACTIONS
Options = Asked


def export(quiz: Quiz, out: Path, options: Asked) -> Report:
    """Write the quiz to `out` and its key to `…-key.md`; see `export_plain` for the rest."""
    filters = {"address": address, "linked": linked, "line": one_line, "markdown": markdown}
    return export_plain(quiz, out, options, Way("markdown", "md", templates(quiz.templates, filters, markdown)))
