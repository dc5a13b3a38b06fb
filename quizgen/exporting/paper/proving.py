"""What is proved of pages before they are written: that everything is on them, whole, and can be shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

from quizgen.exporting.paper.choices import unheard
from quizgen.exporting.paper.glyphs import Fonts, no_glyph
from quizgen.exporting.paper.look import Look
from quizgen.exporting.paper.printed import AVIF
from quizgen.exporting.paper.printed_key import printed_forms
from quizgen.exporting.paper.printed_text import plain
from quizgen.exporting.paper.typesetting import Mark, missing, undrawable
from quizgen.model.item import Item
from quizgen.model.key import Copy
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError

HEIGHT = {"a4": 297 / 25.4 * 72, "us-letter": 792.0}
"""Of a page, in points."""


def unasked(item: Item) -> str | None:
    """Return why a PDF cannot ask the item, None if it can."""
    avif = any(medium.type == AVIF for medium in item.asking)
    return unheard(item) or ("its picture is an AVIF, which no PDF can hold" if avif else None)


def refuse_empty(quiz: Quiz, kept: Quiz, skipped: Mapping[str, str], out: Path) -> None:
    """Raise ProblemError if nothing of the quiz is left: an empty paper must not take the place of a good one."""
    if quiz.items and not kept.items:
        reason = Counter(skipped.values()).most_common(1)[0][0]
        raise ProblemError(Problem("B090", f"no question can be printed: {reason}", out.name))


def too_tall(marks: Iterable[Mark], page: Look) -> dict[str, str]:
    """Return the items that no page can hold.

    Typst keeps them whole all the same: text runs off the page, or a list is squeezed until it ends exactly
    at the lower margin, line upon line. The latter also befalls an item at the head of a first page's last
    column that only a later, longer column could hold.
    """
    limit = HEIGHT[page.paper] - page.bottom - 0.001
    reason = f"taller than its column at {page.size:g} pt; choose a smaller size or fewer columns"
    return {mark.item: reason for mark in marks if mark.y > limit}


def unproved(quiz: Quiz, marks: Iterable[Mark], parts: Sequence[str]) -> Iterator[str]:
    """Yield what of each form is not printed, or split over pages or columns, as the marks tell."""
    ends: dict[tuple[str, str, str], dict[str, Mark]] = defaultdict(dict)
    for mark in marks:
        ends[mark.form, mark.item, mark.part][mark.end] = mark
    for form in printed_forms(quiz):
        for entry, part in product(form.entries, parts):
            found = ends.get((form.name, entry.item, part), {})
            place = f"{entry.item} on form {form.name}" if form.name else entry.item
            if found.keys() != {"start", "end"}:
                yield f"{place} is not printed, or without its marks"
            elif found["start"].page != found["end"].page or abs(found["start"].x - found["end"].x) > 1:
                yield f"{place} is split over pages or columns"


def check_names(copies: Iterable[Copy], out: Path, options: Fonts) -> None:
    """Raise ProblemError for students whose name or class no font can show."""
    told = {copy.code: plain(f"{copy.name} {copy.number} {copy.group}") for copy in copies}
    problems = []
    while text := missing(sorted(set("".join(told.values()))), options.fonts, options.font_path):
        having = {code: words for code, words in told.items() if text in words}
        if not having:
            break
        problems += [Problem("B090", f"{words.strip()}: {no_glyph(text)}", out.name) for words in having.values()]
        told = {code: words for code, words in told.items() if code not in having}
    if problems:
        raise ProblemError(*problems)


def broken(pictures: Iterable[tuple[str, Medium]], out: Path) -> Iterator[Problem]:
    """Yield the pictures that cannot be drawn, each with the id of its item."""
    for item, medium in pictures:
        if why := undrawable(medium.path):
            yield Problem("B090", f"{item}: its picture {medium.file} cannot be drawn: {why}", out.name)
