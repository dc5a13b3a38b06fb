"""Card templates of the user's own, held against the fields: what is wrong in them only students would see."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter

from quizgen.exporting.anki_schema import NOTE_TYPES, PART, PARTS, STYLE, NoteType, files
from quizgen.problem import Problem, ProblemError, Span
from quizgen.templating import find

WORDS = "anki/words.json"
NO_CARDS = (STYLE, "anki/deck.html")
"""The files in which no field stands: the looks, and the description of a deck."""
TAG = re.compile(r"\{\{\s*(?P<sign>[#^/]?)\s*(?P<name>[^{}]*?)\s*\}\}")
SPECIAL = frozenset("FrontSide Tags Type Deck Subdeck Card CardFlag CardID".split())
"""What a template may name beside the fields."""
CLOZE_NUMBER = re.compile(r"c\d+")
CREDITS, CREDITED = ("picture", "sound"), frozenset({"credit", "licence"})
"""The words that credit a picture or a sound, and what is filled into them."""


def refuse_wrong(own: Sequence[Path]) -> None:
    """Raise ProblemError with everything that is wrong in card templates of the user's own."""
    if not any((folder / "anki").is_dir() for folder in own):
        return
    found = list(_words_problems(own))
    for note_type in NOTE_TYPES:
        for name in (*files(note_type), *PARTS, *NO_CARDS):
            path = find(name, own)
            if path != find(name):
                found += _problems(path, name, note_type)
    if found:
        raise ProblemError(*dict.fromkeys(found))


def _words_problems(own: Sequence[Path]) -> Iterator[Problem]:
    path = find(WORDS, own)
    try:
        said = json.loads(path.read_text("utf-8"))
        sound = all(isinstance(text, str) for group in said.values() for text in group.values())
    except (ValueError, AttributeError, RecursionError):
        sound = False
    if not sound:
        hint = 'a group of texts for each language, as in `{"en": {"hint": "Hint", …}}`'
        yield Problem("B097", "these words of the cards cannot be read", _shown(path), None, hint)
        return
    for language, group in said.items():
        for name in CREDITS:
            if not _is_credit(group.get(name, "")):
                message = f"the word `{name}` of the language `{language}` cannot be filled in: {group[name]}"
                yield Problem("B097", message, _shown(path), None, "it may have `{credit}` and `{licence}`")


def _is_credit(text: str) -> bool:
    """Whether nothing is to be filled into the text but what there is, as it is."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return all(name is None or (name in CREDITED and not how and not form) for _, name, how, form in parts)


def _problems(path: Path, name: str, note_type: NoteType) -> Iterator[Problem]:
    """What Anki would complain about on the card: unknown fields, and sections that do not close."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        yield Problem("B097", "this template is not UTF-8 text", _shown(path))
        return
    if name in NO_CARDS:
        return
    opened: list[re.Match[str]] = []
    for tag in TAG.finditer(text):
        if wrong := _naming(tag, name, note_type):
            yield _at(tag, text, path, *wrong)
        if tag["sign"] == "/":
            if not opened or opened.pop()["name"] != tag["name"]:
                yield _at(tag, text, path, f"nothing that is open here closes with `{tag[0]}`")
                return
        elif tag["sign"]:
            opened.append(tag)
    for tag in opened:
        yield _at(tag, text, path, f"`{tag[0]}` is never closed", f"`{{{{/{tag['name']}}}}}` closes it")


def _naming(tag: re.Match[str], file: str, note_type: NoteType) -> tuple[str, str] | None:
    """What is wrong with the name in a tag, and a hint: there is no such field, or no such template to take in."""
    if tag["name"].startswith(">"):
        part = PART.fullmatch(tag[0])
        if part and f"anki/{part[1]}.html" in PARTS and file not in PARTS:
            return None
        return f"there is no template to take in as `{tag[0]}`", "the templates of cards can have `{{> sources}}`"
    field = tag["name"].rpartition(":")[2].strip()
    if field in note_type.fields or field in SPECIAL or CLOZE_NUMBER.fullmatch(field):
        return None
    near = difflib.get_close_matches(field, note_type.fields, 1)
    hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(note_type.fields)}"
    return f"the note type `{note_type.name}` has no field `{field}`", hint


def _at(tag: re.Match[str], text: str, path: Path, message: str, hint: str | None = None) -> Problem:
    line = text.count("\n", 0, tag.start()) + 1
    column = tag.start() - text.rfind("\n", 0, tag.start())
    span = Span(line, column, line, column + len(tag[0]))
    return Problem("B097", message, _shown(path), span, hint)


def _shown(path: Path) -> str:
    return os.path.relpath(path)
