"""A printed quiz and its answer key, as two accessible PDFs.

Nothing is handed out that was not looked at: characters without a glyph and items taller than a page are
found before anything is written, and the items that hold them are skipped with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from quizgen.exporting import printed
from quizgen.exporting.report import Report, write_whole
from quizgen.exporting.typesetting import Mark, Typeset, TypesetError, families, missing, typeset
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction, Item
from quizgen.model.media import CALLED
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError
from quizgen.templating import find

SUMMARY = "printed quiz and answer key with sources (PDF/UA)"
SUFFIX = ".pdf"
INTERACTIONS: frozenset[Interaction] = frozenset(("choice", "text", "date", "number", "cloze"))

HEIGHT = {"a4": 297 / 25.4 * 72, "us-letter": 792.0}
"""Of a page, in points."""
ROUNDS = 10
"""How often what cannot be printed is taken out and the rest tried again; two were enough in all trials."""


def _listed(value: object) -> object:
    """Take one path or name where a list of them is meant."""
    return (value,) if isinstance(value, str | Path) else value


class Options(Frozen):
    """What the user may set.

    `size` is the type size in points. `instructions` stand under the title: the usual ones if not given,
    none if empty. `points` is what one item is worth. `fonts` are family names: the first that has a
    character is used. `font_path` are folders with font files, for what does not come with Typst.
    """

    paper: Literal["a4", "us-letter"] = "a4"
    size: Annotated[float, Field(ge=6, le=36)] = 11
    columns: Annotated[int, Field(ge=1, le=3)] = 1
    instructions: str | None = None
    points: Annotated[int, Field(ge=1)] | None = None
    fonts: Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)] = ("Libertinus Serif",)
    font_path: Annotated[tuple[Path, ...], BeforeValidator(_listed)] = ()


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz to `out` and its key beside it as `…-key.pdf`; raise ProblemError if Typst refuses."""
    _check_font_path(out, options)
    kept, skipped, paper, key = _printable(quiz, out, options)
    beside = out.with_name(f"{out.stem}-key{out.suffix}")
    write_whole(out, paper.pdf)
    write_whole(beside, key.pdf)
    return Report(
        format="print",
        files=(out, beside),
        written=len(kept.items),
        cards=len(kept.items),
        skipped=tuple((item.id, skipped[item.id]) for item in quiz.items if item.id in skipped),
        lost=_lost(kept),
    )


def look(options: Options) -> printed.Look:
    """Return the page the options ask for."""
    return printed.Look(options.paper, options.size, options.columns, options.fonts, _bottom(options))


def typeset_quiz(quiz: Quiz, options: Options) -> Typeset:
    """Compile the quiz alone; raise TypesetError if that fails."""
    data = printed.sheet(quiz, look(options), options.instructions, options.points)
    return typeset(find("print/quiz.typ", quiz.templates), printed.as_json(data), options.font_path)


def typeset_key(quiz: Quiz, options: Options) -> Typeset:
    """Compile the key alone; raise TypesetError if that fails."""
    data = printed.key(quiz, look(options))
    return typeset(find("print/key.typ", quiz.templates), printed.as_json(data), options.font_path)


def _printable(quiz: Quiz, out: Path, options: Options) -> tuple[Quiz, dict[str, str], Typeset, Typeset]:
    """Return what of the quiz can be printed, why the other items cannot, the compiled quiz and its key."""
    skipped = _unasked(quiz)
    for _ in range(ROUNDS):
        kept = _without(quiz, skipped)
        try:
            paper, key = typeset_quiz(kept, options), typeset_key(kept, options)
        except TypesetError as error:
            flaws = _without_glyphs(kept, options, error)
            if not flaws:
                raise ProblemError(_problem(error, out, options)) from None
        else:
            flaws = _too_tall((*paper.marks, *key.marks), options)
            if not flaws:
                return kept, skipped, paper, key
        skipped |= flaws
    raise ProblemError(Problem("B090", "too much cannot be printed", out.name, hint="print fewer items"))


def _unasked(quiz: Quiz) -> dict[str, str]:
    """Return the items that paper cannot ask, with the reason: those not lowered before, those that a picture asks."""
    found = {item.id: _no_paper(item) for item in quiz.items}
    return {name: reason for name, reason in found.items() if reason}


def _no_paper(item: Item) -> str | None:
    if item.interaction not in INTERACTIONS:
        return f"print cannot ask a {item.interaction}"
    return f"its {CALLED[item.asking[0].kind]} is the question" if item.asking else None


def _without(quiz: Quiz, skipped: dict[str, str]) -> Quiz:
    return replace(quiz, items=tuple(item for item in quiz.items if item.id not in skipped))


def _without_glyphs(quiz: Quiz, options: Options, error: TypesetError) -> dict[str, str]:
    """Return the items with a character that no font has, each with the reason.

    Typst names one such character a time. So the characters alone are probed, the most frequent first, until
    all that are left have a glyph. What only fails in its context, such as an accent on a letter of another
    font, is found by the text Typst named. None are returned if the error is another.
    """
    if error.text is None:
        return {}
    holding = {item.id: printed.plain("\n".join(printed.texts(quiz, item))) for item in quiz.items}
    flaws: dict[str, str] = {}
    while text := missing(_by_frequency(holding.values()), options.fonts, options.font_path):
        found = _holders(holding, text)
        if not found:
            break
        flaws |= found
        holding = {item: held for item, held in holding.items() if item not in found}
    return flaws or _holders(holding, error.text)


def _by_frequency(texts: Iterable[str]) -> list[str]:
    """Return the characters, first those in most texts; ties in code order, so that builds agree."""
    counts = Counter(character for text in texts for character in set(text))
    return sorted(counts, key=lambda character: (-counts[character], character))


def _holders(holding: dict[str, str], text: str) -> dict[str, str]:
    return {item: _no_glyph(text) for item, held in holding.items() if text in held}


def _no_glyph(text: str) -> str:
    shown = text if text.isprintable() else " ".join(f"U+{ord(character):04X}" for character in text)
    return f"no font has the character {shown}; give one with font_path"


def _bottom(options: Options) -> float:
    """Return the bottom margin in points: it holds the footer, which grows with the type."""
    return 36 + 1.5 * options.size


def _too_tall(marks: Iterable[Mark], options: Options) -> dict[str, str]:
    """Return the items that no page can hold.

    Typst keeps them whole all the same: text runs off the page, or a list is squeezed until it ends exactly
    at the lower margin, line upon line. The latter also befalls an item at the head of a first page's last
    column that only a later, longer column could hold.
    """
    limit = HEIGHT[options.paper] - _bottom(options) - 0.001
    reason = f"taller than its column at {options.size:g} pt; choose a smaller size or fewer columns"
    return {mark.item: reason for mark in marks if mark.y > limit}


def _check_font_path(out: Path, options: Options) -> None:
    """Typst says nothing of a folder that is not there."""
    absent = [f"font_path: no such folder: {path}" for path in options.font_path if not path.is_dir()]
    if absent:
        raise ProblemError(*(Problem("B090", message, out.name) for message in absent))


def _problem(error: TypesetError, out: Path, options: Options) -> Problem:
    """Say in the user's terms why Typst refused."""
    if error.text is not None:
        message = f"the title, the instructions or a label cannot be printed: {_no_glyph(error.text)}"
        return Problem("B090", message, out.name)
    if "unknown font family" in error.message:
        hint = f"known are {', '.join(families(options.font_path))}; font_path adds others"
        return Problem("B090", error.message, out.name, hint=hint)
    return Problem("B090", f"typst: {error.message}", out.name, hint="; ".join(error.hints) or None)


def _lost(quiz: Quiz) -> Counter[str]:
    """Count what the page could not carry: links no reader can open, texts with control characters, media."""
    citations = [citation for item in quiz.items for citation in item.citations]
    texts = [text for item in quiz.items for text in printed.texts(quiz, item)]
    lost = Counter(
        link=sum(citation.url is not None and not printed.linkable(citation.url) for citation in citations),
        control=sum(printed.UNPRINTABLE.search(text) is not None for text in texts),
    )
    return +lost + Counter(CALLED[medium.kind] for item in quiz.items for medium in item.media)
