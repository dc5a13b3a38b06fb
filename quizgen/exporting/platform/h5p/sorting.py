"""Questions of order as Sort the Paragraphs, each a content of its own.

Nothing that holds several questions takes it: sites drop what the description of a Question Set or a Column does not
list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizgen.exporting.markup import flat, html
from quizgen.exporting.platform.h5p.contents import Content, parts
from quizgen.exporting.platform.h5p.questions import feedback
from quizgen.exporting.platform.h5p.text import explained_plainly, metadata, paragraph, title, words
from quizgen.exporting.taking import in_order
from quizgen.model.item import Item
from quizgen.model.quiz import Quiz

FEWEST = 3
"""Texts that Sort the Paragraphs asks for."""


def no_sorting(item: Item) -> str | None:
    """Return why an item cannot be asked by sorting, or None."""
    if item.interaction != "order":
        return "it does not ask for an order"
    if item.asking:
        return "H5P shows no picture where texts are sorted"
    if len(item.options) < FEWEST:
        return f"H5P sorts {FEWEST} texts or more"
    return None if all(flat(option.text) for option in item.options) else "one of its texts is empty"


def sorting(quiz: Quiz) -> Iterator[Content]:
    """Yield each item that can be sorted as a content of its own, with its source and id in h5p.json.

    Its title is the quiz's with a number, because most questions of order have the same words.
    """
    for number, item in enumerate((item for item in quiz.items if not no_sorting(item)), 1):
        about = {**metadata(quiz, item, "Sort the Paragraphs"), "title": title(f"{number}. {quiz.title}")}
        yield Content("H5P.SortParagraphs", (), parts(_params(quiz, item)), (item,), about=about)


def _params(quiz: Quiz, item: Item) -> dict[str, Any]:
    """Return the parameters: a point for each text in its place. The first order shown is made when it is played."""
    said = words(item.language, quiz.templates)
    return {
        "taskDescription": paragraph(item.stem),
        "paragraphs": [f'<div dir="auto">{html(option.text)}</div>' for option in in_order(item)],
        "overallFeedback": feedback(explained_plainly(quiz, item)),
        "behaviour": {
            "scoringMode": "positions",
            "applyPenalties": False,
            "duplicatesInterchangeable": True,
            "addButtonsForMovement": True,
            "enableRetry": True,
            "enableSolutionsButton": True,
        },
        **_buttons(said),
    }


def _buttons(said: Mapping[str, str]) -> dict[str, Any]:
    """Return what is said of its own. Without `yourResult` nothing is shown after an answer: it has no other word."""
    return {
        "l10n": {
            "checkAnswer": said["check"],
            "submitAnswer": said["submit"],
            "showSolution": said["solution"],
            "tryAgain": said["retry"],
            "up": said["up"],
            "down": said["down"],
        },
        "a11y": {
            "check": said["check"],
            "showSolution": said["solution"],
            "retry": said["retry"],
            "yourResult": said["points"],
        },
    }
