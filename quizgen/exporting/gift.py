"""GIFT: questions as text that people read and edit, for Moodle and the many programs that read its format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from quizgen.exporting.markup import flat
from quizgen.exporting.platform.moodle import limits as moodle_limits
from quizgen.exporting.platform.moodle.gift_question import question, refused, untypable
from quizgen.exporting.platform.moodle.limits import category
from quizgen.exporting.report import NoOptions, Report, write_whole
from quizgen.exporting.taking import by_bank, sift
from quizgen.model.item import EVERY
from quizgen.model.quiz import BankInfo, Quiz

SUMMARY = "Questions as GIFT, a text format of Moodle that many programs read"
SUFFIX = "-gift.txt"
INTERACTIONS = EVERY - {"order"}

MARKED = re.compile(r"<|&#?\w+;")


Options = NoOptions


def export(quiz: Quiz, out: Path, options: NoOptions) -> Report:
    """Write the quiz as one text file, a category for each bank."""
    sifted = sift(quiz, refused=refused)
    write_whole(out, (chunk.encode() for chunk in chunks(sifted.quiz)))
    written = len(sifted.quiz.items)
    lost = sifted.lost + moodle_limits.lost(sifted.quiz) + _lost(sifted.quiz)
    return Report("gift", (out,), written, cards=written, skipped=sifted.skipped, lost=lost)


def _lost(quiz: Quiz) -> Counter[str]:
    spellings = sum(map(untypable, quiz.items))
    marked = sum(1 for item in quiz.items for target in item.targets if MARKED.search(target))
    return +Counter(
        {
            "accepted spelling with `->` or `&&0` (GIFT keeps these for itself)": spellings,
            "tag or entity in an answer to match (Moodle does not show it as it is written)": marked,
        }
    )


def chunks(quiz: Quiz) -> Iterator[str]:
    """Yield the file in pieces, one question at a time."""
    for bank, items in by_bank(quiz):
        yield _category(bank)
        for item in items:
            yield question(quiz, item)


def _category(bank: BankInfo) -> str:
    """The line that says where the questions after it go; a comment before it tells of the bank."""
    told = " · ".join(flat(text).replace("[", "(") for text in (bank.title, bank.description, bank.licence) if text)
    path = category(bank.title).replace("\\", "\\\\")
    return f"// {told}\n$CATEGORY: {path}\n\n"
