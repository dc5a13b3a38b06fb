"""What quizgen says of its own in its outputs, by language: its own tables, over which a user's go word by word."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from quizgen.model.citation import Citation
from quizgen.problem import Problem, ProblemError, Span
from quizgen.templating import find

Tables = dict[str, dict[str, str]]


def words_in(name: str, language: str, own: Sequence[Path]) -> tuple[bool, dict[str, str]]:
    """Return whether the table `name` has the language, and the words: those it lacks are in English.

    `language` is a code, or codes joined by a comma of which the first has the words that the next does not change.
    Tables are read again once they have changed. The words are everybody's: nobody may change them. Raises ProblemError
    for a table of the user's own that cannot be read.
    """
    return _words(name, language, tuple(own), tuple([_stamp(f"{folder}/{name}") for folder in own]))


def _stamp(path: str) -> tuple[int, int, int] | None:
    """What tells a file from what it was before, without reading it: it may be looked at for every question."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


@lru_cache(maxsize=256)
def _words(
    name: str, language: str, own: tuple[Path, ...], _stamps: tuple[tuple[int, int, int] | None, ...]
) -> tuple[bool, dict[str, str]]:
    ours = _read(find(name))
    theirs = _read(find(name, own))
    codes = language.split(",")
    known = any(code in ours or code in theirs for code in codes)
    tables = (table.get(code, {}) for code in ("en", *codes) for table in (ours, theirs))
    return known, {word: text for table in tables for word, text in table.items()}


def located(citation: Citation, words: Mapping[str, str]) -> str:
    """Return where the answer stands in its source, in the output's language where that has a word for it."""
    pattern = words.get(f"at_{citation.label or 'page'}")
    return pattern.replace("{n}", citation.locator) if pattern and citation.locator else citation.where


def _read(path: Path) -> Tables:
    try:
        found = json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as error:
        span = Span(error.lineno, error.colno, error.lineno, error.colno + 1)
        raise ProblemError(_problem(path, f"this is not JSON: {error.msg}", span)) from None
    except UnicodeDecodeError:
        raise ProblemError(_problem(path, "this is not UTF-8 text")) from None
    if not isinstance(found, dict) or not all(_is_table(table) for table in found.values()):
        raise ProblemError(_problem(path, "this is no table of words by language"))
    for language, table in found.items():
        signs = table.get("letters", "A").split()
        if not signs or len(set(signs)) < len(signs):
            raise ProblemError(_problem(path, f"the `letters` of {language} must be some, all different"))
    return found


def _is_table(table: object) -> bool:
    return isinstance(table, dict) and all(isinstance(text, str) for text in table.values())


def _problem(path: Path, message: str, span: Span | None = None) -> Problem:
    hint = 'write {"en": {"name": "First name"}}: a word, and how it is to be said'
    return Problem("B097", message, os.path.relpath(path), span, hint)
