"""What both pages of results have in common: how they are made of templates, and how a source is shown."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup

from quizgen.exporting.languages import tongue
from quizgen.exporting.own_templates import render
from quizgen.exporting.paper.printed_text import linkable
from quizgen.model.key import KeyCitation, KeyItem, PaperKey
from quizgen.problem import Problem, ProblemError
from quizgen.templating import environment, find

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no page may hold, and what turns the direction of the letters behind it without a reader noticing."""
STYLES = ("report/style.css", "scan/style.css")


def rendered(template: str, key: PaperKey, templates: tuple[Path, ...], **data: Any) -> bytes:
    """Return a page from its template, which knows the key, the style and how things are written.

    Raises ProblemError if a template or a style of the user's own cannot be used.
    """
    known = {
        "key": key,
        "style": Markup("".join(_style(name, templates) for name in STYLES)),  # noqa: S704  (the project's own)
        "direction": direction,
        "evidence": lambda item: evidence(key, item),
        "link": link,
        "at_quote": at_quote,
    }
    try:
        page = render(environment(templates), template, templates, known | data)
    except ProblemError as error:
        raise ProblemError(*(replace(problem, hint=_hint(problem)) for problem in error.problems)) from None
    return UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", page).encode()


def _style(name: str, templates: tuple[Path, ...]) -> str:
    path = find(name, templates)
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ProblemError(Problem("B097", "this style is not UTF-8 text", os.path.relpath(path))) from None
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot be read: {error.strerror}", os.path.relpath(path))) from None


def _hint(problem: Problem) -> str:
    """Where quizgen's own template of the name is: in `scan`, or what is shared with other pages in `report`."""
    name = "/".join(Path(problem.path).parts[-2:])
    return f"`templates/{name}` of quizgen shows what there is to be filled in"


def direction(language: str) -> str:
    """Return `rtl` for a language written from right to left, else `ltr`."""
    return "rtl" if tongue(language).rtl else "ltr"


def evidence(key: PaperKey, item: KeyItem) -> list[tuple[str, tuple[KeyCitation, ...]]]:
    """Return what the item cites from each source, below the source's reference line."""
    return [
        (key.sources.get(source, ""), tuple(cited)) for source, cited in groupby(item.citations, lambda one: one.source)
    ]


def link(citation: KeyCitation) -> str:
    """Return the address if it may be offered as a link: http and https only, never `javascript:`."""
    return citation.url if citation.url and linkable(citation.url) else ""


def at_quote(citation: KeyCitation) -> bool:
    """Tell whether its link opens the source at the quote, and not just the source."""
    return ":~:text=" in (citation.url or "")
