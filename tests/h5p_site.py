"""A package such as a site exports, with libraries that are only described: enough to be taken in, not to be played.

The descriptions say of each content type which fields it has, which are HTML and which tags these keep, as far as our
packages use them.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

INLINE = ("strong", "em", "sub", "sup")
Field = dict[str, Any]


def text(name: str, *tags: str) -> Field:
    return {"name": name, "type": "text", "label": name, "optional": True, **({"tags": list(tags)} if tags else {})}


def group(name: str, *fields: Field) -> Field:
    return {"name": name, "type": "group", "label": name, "optional": True, "fields": list(fields)}


def listed(name: str, field: Field) -> Field:
    return {"name": name, "type": "list", "label": name, "optional": True, "field": field}


def flag(*names: str) -> tuple[Field, ...]:
    return tuple({"name": name, "type": "boolean", "label": name, "optional": True} for name in names)


def number(name: str) -> Field:
    return {"name": name, "type": "number", "label": name, "optional": True}


def one_of(name: str, *values: str) -> Field:
    options = [{"value": value, "label": value} for value in values]
    return {"name": name, "type": "select", "label": name, "options": options, "optional": True}


def library(name: str, *options: str) -> Field:
    return {"name": name, "type": "library", "label": name, "optional": True, "options": list(options)}


MEDIA = group("media", library("type", "H5P.Image 1.1"), *flag("disableImageZooming"))
OVERALL = group(
    "overallFeedback",
    listed("overallFeedback", group("overallFeedback", number("from"), number("to"), text("feedback"))),
)
SWITCHES = ("enableRetry", "enableSolutionsButton", "enableCheckButton", "autoCheck")
QUESTIONS = ("H5P.MultiChoice 1.16", "H5P.Blanks 1.14", "H5P.DragText 1.10", "H5P.TrueFalse 1.8")
SEMANTICS: dict[str, list[Field]] = {
    "H5P.QuestionSet 1.20": [
        group("introPage", *flag("showIntroPage")),
        one_of("progressType", "textual", "dots"),
        number("passPercentage"),
        listed("questions", library("question", *QUESTIONS)),
        group("texts", *map(text, ("prevButton", "nextButton", "finishButton", "submitButton", "textualProgress"))),
        group("endGame", *flag("showResultPage", "showSolutionButton", "showRetryButton"), text("message", "strong")),
        group("override", *flag("checkButton")),
    ],
    "H5P.MultiChoice 1.16": [
        MEDIA,
        text("question", *INLINE, "h2", "h3", "pre", "code"),
        listed(
            "answers",
            group(
                "answer",
                text("text", *INLINE, "code"),
                *flag("correct"),
                group(
                    "tipsAndFeedback",
                    text("tip", "p", "br", "strong", "em", "a", "code"),
                    text("chosenFeedback", *INLINE, "a", "code"),
                    text("notChosenFeedback", *INLINE, "a", "code"),
                ),
            ),
        ),
        OVERALL,
        group("behaviour", *flag(*SWITCHES, "singlePoint", "randomAnswers"), one_of("type", "auto", "multi", "single")),
        group("UI", text("checkAnswerButton"), text("showSolutionButton"), text("tryAgainButton")),
    ],
    "H5P.TrueFalse 1.8": [
        MEDIA,
        text("question", *INLINE, "h2", "h3", "pre", "code"),
        one_of("correct", "true", "false"),
        group("l10n", text("trueText"), text("falseText"), text("checkAnswer")),
        group("behaviour", *flag(*SWITCHES), text("feedbackOnCorrect"), text("feedbackOnWrong")),
    ],
    "H5P.Blanks 1.14": [
        MEDIA,
        text("text", "strong", "em", "u", "a", "ul", "ol", "h2", "h3", "hr", "pre", "code"),
        listed("questions", text("question", "strong", "em", "del", "u", "code")),
        OVERALL,
        group("behaviour", *flag(*SWITCHES, "caseSensitive")),
    ],
    "H5P.DragText 1.10": [
        text("taskDescription", "strong", "em", "u", "a", "ul", "ol", "h2", "h3", "hr", "pre", "code"),
        text("textField"),
        text("distractors"),
        OVERALL,
        group("behaviour", *flag(*SWITCHES)),
    ],
    "H5P.Image 1.1": [{"name": "file", "type": "image", "label": "file"}, text("alt"), text("title")],
    "H5P.Dialogcards 1.9": [
        text("title", "p", "br", "strong", "em"),
        one_of("mode", "normal", "repetition"),
        listed(
            "dialogs",
            group(
                "question",
                text("text", "p", "br", "strong", "em"),
                text("answer", "p", "br", "strong", "em"),
                group("tips", text("front"), text("back")),
            ),
        ),
    ],
    "H5P.SortParagraphs 0.11": [
        text("taskDescription", "strong", "em", "u", "a", "ul", "ol", "h2", "h3", "hr", "pre", "code"),
        listed("paragraphs", text("paragraph", "strong", "em", "u", "ul", "ol", "h2", "h3", "hr", "pre", "code")),
        OVERALL,
        group(
            "behaviour",
            one_of("scoringMode", "transitions", "positions"),
            *flag("applyPenalties", "duplicatesInterchangeable", "addButtonsForMovement"),
            *flag("enableRetry", "enableSolutionsButton"),
        ),
        group("l10n", *map(text, ("checkAnswer", "tryAgain", "showSolution", "up", "down"))),
        group("a11y", *map(text, ("check", "showSolution", "retry", "yourResult"))),
    ],
    "H5P.Timeline 1.1": [
        group(
            "timeline",
            text("headline"),
            listed(
                "date",
                group(
                    "adate",
                    text("startDate"),
                    text("endDate"),
                    text("headline"),
                    text("text", "strong", "em", "del", "a", "ul", "ol", "h2", "h3", "hr"),
                    text("tag"),
                ),
            ),
        )
    ],
}


def donor(path: Path, *names: str, minor: int | None = None, more: dict[str, bytes] | None = None) -> Path:
    """Write a package with the libraries of these names, by default all; `minor` gives all another version."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("h5p.json", json.dumps({"title": "Donor", "mainLibrary": "H5P.QuestionSet"}))
        package.writestr("content/content.json", "{}")
        for known, semantics in SEMANTICS.items():
            name, _, version = known.partition(" ")
            if not names or name in names:
                _library(package, name, version, semantics, minor)
        for name, content in (more or {}).items():
            package.writestr(name, content)
    return path


def harmed(path: Path, member: str, harm: str) -> Path:
    """Harm one member of a package, which is stored as it is, where its name stands in the list of all members."""
    with zipfile.ZipFile(path) as package:
        info = package.getinfo(member)
    content = bytearray(path.read_bytes())
    listed = content.rindex(member.encode()) - 46
    local = info.header_offset
    if harm == "encrypted":
        content[listed + 8] |= 1
        content[local + 6] |= 1
    elif harm == "packed in another way":
        content[listed + 10] = content[local + 8] = 99
    elif harm == "broken off":
        content[local] = 0
    else:
        content[listed + 16] ^= 1
        content[local + 14] ^= 1
    path.write_bytes(content)
    return path


def _library(package: zipfile.ZipFile, name: str, version: str, semantics: list[Field], minor: int | None) -> None:
    major, own = map(int, version.split("."))
    own = own if minor is None else minor
    told = {
        "title": name,
        "machineName": name,
        "majorVersion": major,
        "minorVersion": own,
        "patchVersion": 0,
        "runnable": 1,
        "preloadedJs": [{"path": "main.js"}],
        "preloadedDependencies": [],
    }
    folder = f"{name}-{major}.{own}"
    package.writestr(f"{folder}/library.json", json.dumps(told))
    package.writestr(f"{folder}/semantics.json", json.dumps(semantics))
    package.writestr(f"{folder}/main.js", "")
