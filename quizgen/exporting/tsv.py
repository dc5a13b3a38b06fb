"""TSV: a deck as a table with tabs between the cells, for Anki's text import and for spreadsheets."""

from __future__ import annotations

from pathlib import Path

from quizgen.exporting import anki_text
from quizgen.exporting.anki_text import Separator, TextOptions, export_table
from quizgen.exporting.report import Report
from quizgen.model.quiz import Quiz

SUMMARY = "Tab-separated text for Anki's text import and other flashcard programs"
SUFFIX = ".tsv"
INTERACTIONS = anki_text.INTERACTIONS
Options = TextOptions
TAB = Separator("Tab", "\t")


def export(quiz: Quiz, out: Path, options: TextOptions) -> Report:
    """Write the quiz as a table, a note a row. Raises ValueError for a moment before 1970-01-02."""
    return export_table("tsv", quiz, out, options, TAB)
