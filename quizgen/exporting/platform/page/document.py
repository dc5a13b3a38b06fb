"""The practice page without its questions: its templates, scripts and style, and a policy that lets in nothing else."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from quizgen.exporting.languages import codes, main_language, tongue
from quizgen.exporting.markup import legal
from quizgen.exporting.own_templates import render
from quizgen.exporting.words import words_in
from quizgen.model.quiz import BankInfo, Quiz
from quizgen.problem import Problem, ProblemError
from quizgen.templating import environment, find

SCRIPTS = ("answers", "data", "rounds", "telling", "asking", "summary", "paper", "page")
"""In the order in which they need each other."""
SHARED = ("source", "colon", "key", "letters")
"""What papers say in the same words."""
ROUNDS = (10, 20, 50, 0)
"""How many questions a round may have; 0 is all."""
ENDING = re.compile(r"</(?=script|style)", re.IGNORECASE)
PLACE = Markup("<!-- the questions -->")
HINT = "`templates/html/page.html.j2` of quizgen shows what there is to be filled in"


def words_of(quiz: Quiz) -> tuple[str, dict[str, str]]:
    """Return the language of the page, which is that of most items or English, and what the page says in it.

    Raises ProblemError for a table of the user's own that cannot be read.
    """
    main = main_language(quiz)
    known, own = words_in("html/words.json", codes(main), quiz.templates)
    shared = words_in("print/words.json", codes(main) if known else "en", quiz.templates)[1]
    return main if known else "en", {**{word: shared[word] for word in SHARED}, **own}


def document(quiz: Quiz, language: str, words: Mapping[str, str], number: int) -> tuple[str, str]:
    """Return what of the page goes before its questions, and what behind them.

    Raises ProblemError if a template, a script or a style of the user's own cannot be used.
    """
    style = _inert(_read("html/style.css", quiz.templates))
    code = "\n".join(_read(f"html/{name}.js", quiz.templates) for name in SCRIPTS)
    scripts = _inert('(() => {\n"use strict";\n' + code.replace("export function", "function") + "})();\n")
    known = {
        "title": legal(quiz.title),
        "banks": [_legal(bank) for bank in quiz.banks],
        "language": language,
        "direction": "rtl" if tongue(language).rtl else "ltr",
        "words": words,
        "numbers": sorted({number, *ROUNDS}, key=lambda n: n or float("inf")),
        "policy": _policy(style, scripts),
        "style": Markup(style),  # noqa: S704  (the project's own)
        "scripts": Markup(scripts),  # noqa: S704
        "data": PLACE,
    }
    try:
        page = render(environment(quiz.templates), "html/page.html.j2", quiz.templates, known)
    except ProblemError as error:
        raise ProblemError(*(replace(problem, hint=HINT) for problem in error.problems)) from None
    before, place, after = page.partition(PLACE)
    if not place:
        raise ProblemError(
            _problem("html/page.html.j2", quiz.templates, "this template has no place for the questions")
        )
    return before, after


def _legal(bank: BankInfo) -> BankInfo:
    return bank.model_copy(update={"title": legal(bank.title), "description": legal(bank.description or "")})


def _policy(style: str, scripts: str) -> str:
    """Return what the page may use: its own style and script, pictures and sounds that stand in it, nothing else."""
    return (
        f"default-src 'none'; script-src {_digest(scripts)}; style-src {_digest(style)}; "
        "img-src data:; media-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _inert(text: str) -> str:
    """Return a script or a style in which nothing can end its element; strings and patterns mean the same."""
    return ENDING.sub(r"<\\/", text)


def _problem(name: str, own: tuple[Path, ...], message: str) -> Problem:
    return Problem("B097", message, os.path.relpath(find(name, own)), None, HINT)


def _read(name: str, own: tuple[Path, ...]) -> str:
    path = find(name, own)
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ProblemError(Problem("B097", "this is not UTF-8 text", os.path.relpath(path))) from None
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot be read: {error.strerror}", os.path.relpath(path))) from None
