"""Reviewing a paper: items that are good one by one may not stand side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from quizgen.model.fact import Bank
from quizgen.model.item import Item
from quizgen.problem import Problem, Severity
from quizgen.reviewing import Levels
from quizgen.reviewing.clues import Weights
from quizgen.reviewing.rules import enemies

TOLD = 3
HINT = "choose fewer questions (`-n`), or leave some out (`--where -id:…`)"


def review_paper(
    items: Sequence[Item], weights: Weights, banks: Iterable[Bank], levels: Callable[[str], Levels]
) -> list[Problem]:
    """Return what speaks against asking these items together, one problem for each bank.

    `levels` gives for a bank's id how bad findings are there, by code.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for item, what in enemies.judge(items, weights):
        found[item.bank].append(f"`{item.id}`: {what}")
    problems = []
    for bank in banks:
        level = levels(bank.id).get(enemies.CODE, enemies.SEVERITY)
        if (told := found.get(bank.id)) and level != "off":
            problems.append(Problem(enemies.CODE, _message(told), bank.place.file, None, HINT, Severity(level)))
    return problems


def _message(told: Sequence[str]) -> str:
    rest = f", and {len(told) - TOLD} more" if len(told) > TOLD else ""
    return f"questions on one paper give each other away or ask the same: {', '.join(told[:TOLD])}{rest}"
