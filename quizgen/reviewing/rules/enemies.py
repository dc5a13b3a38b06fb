"""A question on a paper gives away the answer of another, or asks the same once more.

Whoever reads "Which agency operated Soyuz 5, launched in 1969?" need not know in which year Soyuz 5 was launched. Items
that must not stand on one paper are called enemies; one that can only be answered from another is hinged (Haladyna,
Downing and Rodriguez 2002, guideline 4: keep items independent of one another; NBME item-writing guide: hinging).
A text is a clue when it names the answer, by any of its names or by the year of a date, and no wrong option, and says
most of what the question says. When questions are chosen (`-n`) such pairs are avoided as long as there are others; a
deck is no paper, and is not judged.

Way out: choose fewer questions (`-n`), or leave one of the two out (`--where -id:…`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizgen.model.item import Item
from quizgen.problem import Severity
from quizgen.reviewing.clues import Paper, Weights

CODE = "Q122"
SEVERITY = Severity.WARNING


def judge(items: Iterable[Item], weights: Weights) -> Iterator[tuple[Item, str]]:
    """Yield each item that an earlier one makes needless, or that makes an earlier one needless, and how."""
    paper = Paper(weights)
    for item in items:
        conflict = next(paper.conflicts(item), None)
        if conflict:
            yield item, conflict.what
        paper.add(item)
