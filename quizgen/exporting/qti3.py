"""QTI 3.0, a package with a file for each question: the standard that assessment platforms share."""

from __future__ import annotations

from pathlib import Path

from quizgen.exporting.platform.qti.package import INTERACTIONS, Options, package
from quizgen.exporting.platform.qti.words import QTI_3
from quizgen.exporting.report import Report
from quizgen.model.quiz import Quiz

__all__ = ["INTERACTIONS", "SUFFIX", "SUMMARY", "Options", "export"]

SUMMARY = "QTI 3.0 package for assessment platforms: every kind of question, feedback with its source"
SUFFIX = "-qti3.zip"


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz as a QTI 3.0 package."""
    return package(quiz, out, options, QTI_3)
