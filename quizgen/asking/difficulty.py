"""How hard a question is: as hard as its wrong options are close to the right one.

After the similarity theory (Alsubait, Parsia and Sattler 2014, "Generating multiple choice questions from ontologies"):
whoever knows little can strike out what is far from the key, and only who knows more tells near options apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from quizgen.model.item import Difficulty, Level

LEVELS: tuple[Level, ...] = get_args(Level)
TARGET: dict[Level, float] = {"easy": 0.2, "medium": 0.5, "hard": 0.9}
"""The nearness to look for at each level: 0 has nothing to do with the key, 1 is as close as can be."""
HARD, MEDIUM = 0.66, 0.46
"""Mean nearness from which on an item is hard, or of medium difficulty.

Calibrated on the four banks of this repository, whose items have these medians when asked for as easy, medium and
hard: who 0.37, 0.63, 0.75; dates 0.40, 0.59, 0.70; what came next 0.32, 0.62, 0.69. So most items are of the level
asked for, while a closed class of a few answers alike (six prizes) is of much the same difficulty at every level.
"""
DEFAULT: Level = "medium"
ABOUT = 0.1
"""Candidates whose nearness differs from what is wanted by no more than this serve equally well."""


def steps_off(nearness: float, level: Level, about: float = ABOUT) -> int:
    """Return by how many steps of `about` a candidate's nearness is off what the level wants."""
    return int(abs(nearness - TARGET[level]) / about)


def level_of(value: float) -> Level:
    """Return the level of a mean nearness from 0 to 1."""
    return "hard" if value >= HARD else "medium" if value >= MEDIUM else "easy"


def measured(nearness: Sequence[float], method: str) -> Difficulty | None:
    """Return the difficulty that the options' nearness (each 0 to 1) makes; `method` says what it was measured by.

    None when nothing was measured.
    """
    if not nearness:
        return None
    value = round(sum(nearness) / len(nearness), 3)
    return Difficulty(value=value, level=level_of(value), method=method)
