"""Quizlet: lines to be pasted into its import, a card each: the question, a tab, the answer.

Behind the answer stands its source in brackets, so that whoever turns the card sees it. A question that makes sense
only with its options has them in the term.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from quizgen.exporting.evidence import evidence, said
from quizgen.exporting.markup import flat
from quizgen.exporting.platform.sheets.files import CITATION, Sheet, exported, sheets
from quizgen.exporting.platform.sheets.rows import Limits, refused, unlisted
from quizgen.exporting.report import Report
from quizgen.exporting.taking import sift
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Quiz

SUMMARY = "cards for Quizlet's import, a line each, with a sheet of the sources (.txt, .csv)"
SUFFIX = "-quizlet.txt"
PARTS = r"-\d+"
INTERACTIONS: frozenset[Interaction] = frozenset({"choice", "choices", "text"})
LIMITS = Limits("a card", answers=26)
QUOTE = "quote and link (in the companion sheet)"
OPENED = "choice asked as a card without its options"


class Options(Frozen):
    """What a card says: with `cite` its source, in brackets behind the answer.

    Without it Quizlet's games ask for the bare answer. A file has at most `per_file` cards (0: all).
    """

    cite: bool = True
    per_file: Annotated[int, Field(ge=0)] = 2000


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the cards to `out`, further files (`…-2.txt`) if one is not enough, and the sources beside it."""
    sifted = sift(quiz, refused=lambda item: refused(item, _term(item), LIMITS))
    kept = sifted.quiz
    opened = sum(1 for item in kept.items if item.options and not _closed(item))
    lost = Counter({QUOTE if options.cite else CITATION: len(kept.items), OPENED: opened}) + unlisted(
        kept.items, LIMITS
    )
    cited: Callable[[Item], str] = (lambda item: _source(kept, item)) if options.cite else lambda _: ""
    return exported("quizlet", sifted, sheets(out, kept.items, options.per_file), lambda one: _cards(one, cited), lost)


def _cards(sheet: Sheet, cited: Callable[[Item], str]) -> Iterator[bytes]:
    for item in sheet.items:
        yield f"{_term(item)}\t{_answer(item)}{cited(item)}\n".encode()


def _closed(item: Item) -> bool:
    """Tell whether the question makes sense with its options alone."""
    return item.closed or item.interaction == "choices"


def _term(item: Item) -> str:
    if not _closed(item):
        return flat(item.stem)
    return " ".join((flat(item.stem), *(f"({option.id}) {flat(option.text)}" for option in item.options)))


def _answer(item: Item) -> str:
    if not item.options or not _closed(item):
        return "; ".join(map(flat, item.key))
    return "; ".join(f"({option.id}) {flat(option.text)}" for option in item.right)


def _source(quiz: Quiz, item: Item) -> str:
    words = said(quiz, item)
    cited = dict.fromkeys(one.cited for one in evidence(quiz, item))
    return f" ({words['source']}{words['colon']} {'; '.join(cited)})"
