"""The fonts of what is printed, and the characters that none of them has: the items that hold one are found by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field

from quizgen.exporting.paper.fonts import EXTRA, USUAL, families_for, spoken
from quizgen.exporting.paper.typesetting import TypesetError, families, missing
from quizgen.model.frozen import Frozen
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError

MORE = f"`{EXTRA}` adds fonts for more languages, `--font-path DIR` your own"
MOST = 20
"""So many items are named; more would hide what they have in common."""


def _listed(value: object) -> object:
    """Take one path or name where a list of them is meant."""
    return (value,) if isinstance(value, str | Path) else value


class Fonts(Frozen):
    """What the user may set of the type.

    `fonts` are family names: the first that has a character is used, and after them the usual ones of each language.
    `font_path` are folders with font files, for what comes neither with Typst nor with the extra `fonts`. Items with a
    character that no font has are an error, or skipped.
    """

    fonts: Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)] = (USUAL,)
    font_path: Annotated[tuple[Path, ...], BeforeValidator(_listed)] = ()
    missing: Literal["error", "skip"] = "error"


Chosen = TypeVar("Chosen", bound=Fonts)


def with_faces(chosen: Chosen, quiz: Quiz, *, sans: bool = False) -> Chosen:
    """Return the options with all families the quiz's languages take: the user's own first, then what is installed.

    With `sans`, faces for readers with dyslexia go before the usual ones.
    """
    own = chosen.fonts if "fonts" in chosen.model_fields_set else ()
    found = families_for(spoken(quiz), own, families(chosen.font_path), sans=sans)
    return chosen.model_copy(update={"fonts": found})


def refuse_missing(flaws: Mapping[str, str], out: Path, chosen: Fonts) -> None:
    """Raise ProblemError for items with a character that no font has, unless they may be left out."""
    if chosen.missing == "skip":
        return
    told = [Problem("B090", f"{item}: {reason}", out.name, item=item) for item, reason in sorted(flaws.items())]
    rest = len(told) - MOST
    if rest > 0:
        told[MOST:] = [Problem("B090", f"so it is with {rest} more", out.name)]
    hint = f"{MORE}; with the option `missing=skip` such questions are left out"
    if told:
        raise ProblemError(*told[:-1], replace(told[-1], hint=hint))


def check_font_path(out: Path, chosen: Fonts) -> None:
    """Raise ProblemError for folders that are not there: Typst says nothing of them."""
    absent = [f"font_path: no such folder: {path}" for path in chosen.font_path if not path.is_dir()]
    if absent:
        raise ProblemError(*(Problem("B090", message, out.name) for message in absent))


def without_glyphs(texts: Mapping[str, str], chosen: Fonts, error: TypesetError) -> dict[str, str]:
    """Return the items with a character that no font has, each with the reason; `texts` are what is printed of each.

    Typst names one such character a time. So the characters alone are probed, the most frequent first, until all that
    are left have a glyph. What only fails in its context, such as an accent on a letter of another font, is found by
    the text Typst named. None are returned if the error is another.
    """
    if error.text is None:
        return {}
    holding = dict(texts)
    flaws: dict[str, str] = {}
    while text := missing(_by_frequency(holding.values()), chosen.fonts, chosen.font_path):
        found = _holders(holding, text)
        if not found:
            break
        flaws |= found
        holding = {item: held for item, held in holding.items() if item not in found}
    return flaws or _holders(holding, error.text)


def no_glyph(text: str) -> str:
    """Say that no font has the text."""
    shown = text if text.isprintable() else " ".join(f"U+{ord(character):04X}" for character in text)
    return f"no font has the character {shown}"


def refused(error: TypesetError, out: Path, chosen: Fonts) -> Problem:
    """Say in the user's terms why Typst refused the whole document."""
    if error.text is not None:
        message = f"the title, the instructions, a label or a name cannot be printed: {no_glyph(error.text)}"
        return Problem("B090", message, out.name, hint=MORE)
    if "unknown font family" in error.message:
        hint = f"known are {', '.join(families(chosen.font_path))}; font_path adds others"
        return Problem("B090", error.message, out.name, hint=hint)
    return Problem("B090", f"typst: {error.message}", out.name, hint="; ".join(error.hints) or None)


def _by_frequency(texts: Iterable[str]) -> list[str]:
    """Return the characters, first those in most texts; ties in code order, so that builds agree."""
    counts = Counter(character for text in texts for character in set(text))
    return sorted(counts, key=lambda character: (-counts[character], character))


def _holders(holding: Mapping[str, str], text: str) -> dict[str, str]:
    return {item: no_glyph(text) for item, held in holding.items() if text in held}
