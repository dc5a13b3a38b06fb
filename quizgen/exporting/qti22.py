"""QTI 2.2, a package with a file for each question: the standard that assessment platforms share."""

from __future__ import annotations

from pathlib import Path

from quizgen.exporting.platform.qti.package import INTERACTIONS, Options, package
from quizgen.exporting.platform.qti.words import QTI_22
from quizgen.exporting.report import Report
from quizgen.model.quiz import Quiz

__all__ = ["INTERACTIONS", "SUFFIX", "SUMMARY", "Options", "export"]

SUMMARY = "QTI 2.2 package for assessment platforms that do not read 3.0 yet"
SUFFIX = "-qti22.zip"


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz as a QTI 2.2 package."""
    return package(quiz, out, options, QTI_22)
