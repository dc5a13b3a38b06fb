"""Questions as H5P's Question Set holds them: each a content type of its own, with its parameters.

Options are a MultiChoice, true or false is a TrueFalse, a typed answer is a gap in Blanks, and what is to be put in
order or matched is dragged to its place in a DragText: a Question Set has no other content type for these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from quizgen.exporting.markup import escaped, flat, html, legal
from quizgen.exporting.platform.h5p.library import Libraries
from quizgen.exporting.platform.h5p.text import (
    explained,
    explained_plainly,
    image,
    metadata,
    paragraph,
    plain,
    uuid,
    words,
)
from quizgen.exporting.taking import answers, in_order, true_or_false
from quizgen.lowering import WRITTEN_OUT
from quizgen.model.item import BLANK, Interaction, Item, Option
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

PICTURES = frozenset(("image/png", "image/jpeg", "image/gif"))
"""What H5P's sites let in."""
GAP_SYNTAX = re.compile(r"[*/:<]")
"""What means something in a gap: its end, another answer, a tip. A `<` would be markup when the answer is shown."""
DRAG_SYNTAX = re.compile(r"[*:]|\\[+-]")
NAMES = {
    "H5P.MultiChoice": "Multiple Choice",
    "H5P.TrueFalse": "True/False Question",
    "H5P.Blanks": "Fill in the Blanks",
    "H5P.DragText": "Drag the Words",
}
CONFIRM = {"confirmCheckDialog": False, "confirmRetryDialog": False}
TYPED: frozenset[Interaction] = frozenset(("text", "date", "number", "cloze"))


def library(item: Item) -> str:
    """Return the content type that asks an item."""
    if item.interaction in TYPED:
        return "H5P.Blanks"
    if item.interaction in {"order", "match"}:
        return "H5P.DragText"
    return "H5P.MultiChoice" if true_or_false(item) is None else "H5P.TrueFalse"


def shown(medium: Medium) -> bool:
    """Tell whether a question can have the picture: it stands above it, so only one that is the question."""
    return medium.asks and medium.kind == "image" and medium.type in PICTURES


def refused(item: Item) -> str | None:
    """Return why H5P cannot ask an item, or None."""
    if len(item.asking) > 1:
        return "it asks with several pictures, and H5P shows one with a question"
    if item.asking and item.interaction in {"order", "match"}:
        return "H5P shows no picture where texts are dragged"
    if item.interaction in TYPED and not spellings(item):
        return "its answer has a `*`, `/`, `:` or `<`, which H5P takes for marks of its own in a gap"
    return None


def draggable(item: Item) -> Item:
    """Return the item; one to be put in order or matched whose texts cannot be dragged is asked with letters."""
    if item.interaction not in {"order", "match"}:
        return item
    texts = (*(option.text for option in item.options), *item.targets)
    if all(flat(text) and not DRAG_SYNTAX.search(text) for text in texts):
        return item
    return WRITTEN_OUT[item.interaction](item, "text")


def spellings(item: Item) -> tuple[str, ...]:
    """Return the right answers that a gap can hold, each on one line."""
    lines = (flat(answer) for answer in answers(item) if not GAP_SYNTAX.search(answer))
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("[[[")))


def question(quiz: Quiz, item: Item, known: Libraries) -> dict[str, Any]:
    """Return a question of a Question Set. It is one that `refused` has nothing against."""
    name = library(item)
    said = words(item.language, quiz.templates)
    params = PARAMS[name](quiz, item, said)
    if item.asking:
        picture = image(item.asking[0], known.written("H5P.Image"), quiz, item)
        params["media"] = {"type": picture, "disableImageZooming": False}
    return {
        "library": known.written(name),
        "params": params,
        "subContentId": uuid("item", quiz, item),
        "metadata": metadata(quiz, item, NAMES[name]),
    }


def _choice(quiz: Quiz, item: Item, said: Mapping[str, str]) -> dict[str, Any]:
    """Where one option is right, the citation stands below the chosen one; else it is said of the whole."""
    several = item.interaction == "choices"
    citation = "" if several else explained(quiz, item)
    overall = explained_plainly(quiz, item) if several else ""
    return {
        "question": paragraph(item.stem),
        "answers": [_option(option, citation) for option in item.options],
        "overallFeedback": feedback(overall),
        "behaviour": {
            "enableRetry": True,
            "enableSolutionsButton": True,
            "enableCheckButton": True,
            "type": "multi" if several else "single",
            "singlePoint": False,
            "randomAnswers": not item.ordered,
            "showSolutionsRequiresInput": True,
            "autoCheck": False,
            "passPercentage": 100,
            "showScorePoints": True,
            **CONFIRM,
        },
        "UI": {
            "checkAnswerButton": said["check"],
            "submitAnswerButton": said["submit"],
            "showSolutionButton": said["solution"],
            "tryAgainButton": said["retry"],
        },
    }


def _option(option: Option, citation: str) -> dict[str, Any]:
    whose = paragraph(option.rationale) if option.rationale and not option.correct else ""
    told = {"tip": "", "chosenFeedback": whose + citation, "notChosenFeedback": ""}
    text = f'<div dir="auto">{html(option.text)}</div>'
    return {"text": text, "correct": option.correct, "tipsAndFeedback": told}


def _true_false(quiz: Quiz, item: Item, said: Mapping[str, str]) -> dict[str, Any]:
    right = true_or_false(item)
    true, false = (option for option in sorted(item.options, key=lambda option: option.correct is not right))
    citation = explained_plainly(quiz, item)
    return {
        "question": paragraph(item.stem),
        "correct": "true" if right else "false",
        "behaviour": {
            "enableRetry": True,
            "enableSolutionsButton": True,
            "enableCheckButton": True,
            "autoCheck": False,
            "feedbackOnCorrect": citation,
            "feedbackOnWrong": citation,
            **CONFIRM,
        },
        "l10n": {
            "trueText": plain(true.text),
            "falseText": plain(false.text),
            "checkAnswer": said["check"],
            "submitAnswer": said["submit"],
            "showSolutionButton": said["solution"],
            "tryAgain": said["retry"],
        },
    }


def _blanks(quiz: Quiz, item: Item, said: Mapping[str, str]) -> dict[str, Any]:
    gap = f"*{'/'.join(map(escaped, spellings(item)))}*"
    before, blank, after = legal(item.stem).partition(BLANK)
    if item.interaction == "cloze" and blank and "*" not in item.stem:
        task, line = said["fill"], f"{escaped(before)}{gap}{escaped(after)}".replace("\n", "<br/>")
    else:
        task, line = item.stem, gap
    return {
        "text": paragraph(task),
        "questions": [f'<p dir="auto">{line}</p>'],
        "overallFeedback": feedback(explained_plainly(quiz, item)),
        "behaviour": {
            "enableRetry": True,
            "enableSolutionsButton": True,
            "enableCheckButton": True,
            "autoCheck": False,
            "caseSensitive": False,
            "showSolutionsRequiresInput": True,
            "separateLines": False,
            "acceptSpellingErrors": False,
            **CONFIRM,
        },
        "showSolutions": said["solution"],
        "tryAgain": said["retry"],
        "checkAnswer": said["check"],
        "submitAnswer": said["submit"],
    }


def _drag(quiz: Quiz, item: Item, said: Mapping[str, str]) -> dict[str, Any]:
    if item.interaction == "order":
        pairs = [(f"{place}.", option.text) for place, option in enumerate(in_order(item), 1)]
    else:
        pairs = [(option.text, option.match or "") for option in item.options]
    wanted = {text for _, text in pairs}
    rest = [target for target in item.targets if target not in wanted]
    return {
        "taskDescription": paragraph(item.stem) + paragraph(said["drag"]),
        "textField": "\n".join(f"{plain(label)} *{plain(text)}*" for label, text in pairs),
        "distractors": " ".join(f"*{plain(target)}*" for target in rest),
        "overallFeedback": feedback(explained_plainly(quiz, item)),
        "behaviour": {
            "enableRetry": True,
            "enableSolutionsButton": True,
            "enableCheckButton": True,
            "instantFeedback": False,
        },
        "checkAnswer": said["check"],
        "submitAnswer": said["submit"],
        "tryAgain": said["retry"],
        "showSolution": said["solution"],
    }


def feedback(text: str) -> list[dict[str, Any]]:
    """Return what is said after "Check", whatever the score."""
    return [{"from": 0, "to": 100, **({"feedback": text} if text else {})}]


PARAMS: dict[str, Callable[[Quiz, Item, Mapping[str, str]], dict[str, Any]]] = {
    "H5P.MultiChoice": _choice,
    "H5P.TrueFalse": _true_false,
    "H5P.Blanks": _blanks,
    "H5P.DragText": _drag,
}
