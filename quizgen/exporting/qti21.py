"""QTI 2.1, a package with a file for each question: the standard that assessment platforms share."""

from __future__ import annotations

from pathlib import Path

from quizgen.exporting.platform.qti.package import INTERACTIONS, Options, package
from quizgen.exporting.platform.qti.words import QTI_21
from quizgen.exporting.report import Report
from quizgen.model.quiz import Quiz

__all__ = ["INTERACTIONS", "SUFFIX", "SUMMARY", "Options", "export"]

SUMMARY = "QTI 2.1 package for older assessment platforms"
SUFFIX = "-qti21.zip"


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz as a QTI 2.1 package."""
    return package(quiz, out, options, QTI_21)
