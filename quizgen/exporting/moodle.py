"""Moodle XML: questions for Moodle's question bank, each with its evidence as general feedback.

Moodle never updates a question at import: what is imported again stands there twice, and the second has no id number.
So the id is in the name of each question, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from quizgen.exporting.markup import escaped, html
from quizgen.exporting.platform.moodle import limits as moodle_limits
from quizgen.exporting.platform.moodle.limits import category, refused
from quizgen.exporting.platform.moodle.question import question
from quizgen.exporting.report import NoOptions, Report, write_whole
from quizgen.exporting.taking import by_bank, sift, true_or_false
from quizgen.model.item import EVERY
from quizgen.model.quiz import BankInfo, Quiz

SUMMARY = "Questions for Moodle's question bank (Moodle XML)"
SUFFIX = "-moodle.xml"
INTERACTIONS = EVERY


Options = NoOptions


def export(quiz: Quiz, out: Path, options: NoOptions) -> Report:
    """Write the quiz as one file, a category for each bank."""
    sifted = sift(quiz, shows=lambda _: True, refused=refused, carries=("hint",))
    write_whole(out, (chunk.encode() for chunk in chunks(sifted.quiz)))
    written = len(sifted.quiz.items)
    lost = sifted.lost + moodle_limits.lost(sifted.quiz) + _hints(sifted.quiz)
    return Report("moodle", (out,), written, cards=written, skipped=sifted.skipped, lost=lost)


def _hints(quiz: Quiz) -> Counter[str]:
    """Moodle gives no second try, and so no hint, where only true and false are offered."""
    silent = sum(1 for item in quiz.items if item.hint and true_or_false(item) is not None)
    return +Counter({"hint of a true-or-false question (Moodle gives none there)": silent})


def chunks(quiz: Quiz) -> Iterator[str]:
    """Yield the file in pieces, one question at a time."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
    for bank, items in by_bank(quiz):
        yield _category(bank)
        for item in items:
            yield question(quiz, item)
    yield "</quiz>\n"


def _category(bank: BankInfo) -> str:
    """The element that says where the questions after it go, with what is to be told of the bank."""
    told = "".join(f"<p>{html(text)}</p>" for text in (bank.description, bank.licence) if text)
    info = f'<info format="html"><text><![CDATA[{told}]]></text></info>' if told else ""
    path = escaped(category(bank.title))
    return f'<question type="category"><category><text>{path}</text></category>{info}</question>\n'
