"""A quiz and its key as web pages to be printed: each one file that needs no other, runs nothing and loads nothing."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path

from markupsafe import Markup

from quizgen.exporting.languages import Tongue
from quizgen.exporting.own_templates import templates
from quizgen.exporting.paper import choices
from quizgen.exporting.paper.choices import Spaced, look, unheard
from quizgen.exporting.paper.plain_paper import Way, export_plain
from quizgen.exporting.platform.page import linked_data
from quizgen.exporting.report import Report
from quizgen.model.quiz import Quiz

SUMMARY = "quiz and answer key as web pages to be printed"
SUFFIX = "-print.html"
PAPER = True
COPIES = True
INTERACTIONS = choices.INTERACTIONS
Options = Spaced
DESCRIBED = 1000
"""As the practice page has it: with more questions the key describes only the whole to programs."""


def export(quiz: Quiz, out: Path, options: Spaced) -> Report:
    """Write the quiz to `out` and its key to `…-key.html`; see `export_plain` for the rest."""
    made = templates(quiz.templates, {"lang": _lang, "dir": _direction, "css": css, "digest": _digest})
    way = Way(
        format="print-html",
        ending="html",
        templates=made,
        look=look(options),
        pictures=True,
        more={"embedded": _embedding(quiz), "described": described(quiz)},
    )
    return export_plain(quiz, out, options, way)


def described(quiz: Quiz) -> Markup:
    """Return the questions and answers in the words of schema.org, for the key: the quiz itself must not have them."""
    asked = replace(quiz, items=tuple([item for item in quiz.items if not unheard(item)]))
    return Markup("".join(linked_data.chunks(asked, most=DESCRIBED)))  # noqa: S704  (every `<` is written otherwise)


def css(text: str) -> str:
    """Return the text as a string of a style sheet, in which no sign of it can mean anything."""
    inert = (sign if sign.isalnum() else f"\\{ord(sign):x} " for sign in unescape(text))
    return f'"{"".join(inert)}"'


def _lang(tongue: Tongue) -> str:
    """Return the language as pages have it; empty where it is not known."""
    return "" if tongue.lang == "und" else "-".join(filter(None, (tongue.lang, tongue.region)))


def _direction(tongue: Tongue) -> str:
    return "rtl" if tongue.rtl else "ltr"


def _digest(style: str) -> str:
    """Return what the page's policy calls the one style sheet that may be used."""
    return base64.b64encode(sha256(str(style).encode()).digest()).decode()


def _embedding(quiz: Quiz) -> Callable[[str], str]:
    media = {medium.name: medium for item in quiz.items for medium in item.media}

    def embedded(name: str) -> str:
        """Return a picture as an address that holds it."""
        medium = media[name]
        return f"data:{medium.type};base64,{base64.b64encode(medium.path.read_bytes()).decode()}"

    return embedded
