"""A quiz and its answer key as Word documents: what a teacher wants to change is changed in Word.

Questions and options are real numbered lists, every look is a named style, and no question is split over pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from quizgen.exporting.paper import choices, printed
from quizgen.exporting.paper.choices import Paged, check_breaks, lost, setting, unheard, without
from quizgen.exporting.paper.docx_key import key_document
from quizgen.exporting.paper.docx_package import address, require
from quizgen.exporting.paper.docx_pictures import unshown
from quizgen.exporting.paper.docx_quiz import quiz_document
from quizgen.exporting.paper.docx_styles import Page
from quizgen.exporting.paper.look import Look
from quizgen.exporting.paper.printed_key import paper_key
from quizgen.exporting.paper.printed_text import letters
from quizgen.exporting.report import Report, write_together
from quizgen.model.item import Item
from quizgen.model.quiz import Quiz

SUMMARY = "editable quiz and answer key with sources, for Word (.docx)"
SUFFIX = ".docx"
PAPER = True
INTERACTIONS = choices.INTERACTIONS


class Options(Paged):
    """How the document looks; for the others see `Paged` and `Asked`.

    `font` is a family that Word shall use for every script; without one it takes its usual ones.
    """

    font: str = ""


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz to `out`, beside it its key (`…-key.docx`) and, if asked for, the teacher's edition.

    Raises ProblemError if python-docx is not installed, or an option names an item that the quiz does not have.
    """
    require(out.name)
    check_breaks(quiz, out, options)
    refused = _refused(quiz, teacher=options.teacher)
    skipped = {item.id: reason for item in quiz.items if (reason := _unasked(item, refused))}
    kept = without(quiz, skipped)
    drawn = replace(kept, items=tuple(_drawn(item, refused, teacher=options.teacher) for item in kept.items))
    return Report(
        format="docx",
        files=write_together(_files(drawn, out, options)),
        written=len(kept.items),
        cards=len(kept.items),
        skipped=tuple(skipped.items()),
        lost=lost(kept, lambda item: drawn.by_id[item.id].media, address),
    )


def _files(quiz: Quiz, out: Path, options: Options) -> Iterator[tuple[Path, bytes]]:
    key = paper_key(quiz, printed.worth(quiz, options.points))
    look = Look(options.paper, options.size, options.columns, (options.font,), 0, options.leading)
    for name, teacher in (("", False), ("-teacher", True)):
        if teacher and not options.teacher:
            continue
        sheet = printed.sheet(quiz, look, setting(options, teacher=teacher), key)
        files = {one.name: one.path for item in quiz.items for one in printed.shown(item, teacher=teacher)}
        page = Page(look, sheet.tongue, options.font, options.header)
        yield out.with_name(f"{out.stem}{name}.docx"), quiz_document(sheet, page, letters(quiz), files)
    answers = printed.answers(quiz, replace(look, columns=1), key)
    yield out.with_name(f"{out.stem}-key.docx"), key_document(answers, Page(answers.look, answers.tongue, options.font))


def _refused(quiz: Quiz, *, teacher: bool) -> dict[str, str]:
    """Return the pictures that Word cannot show, by their names, with the reason."""
    pictures = {one.name: one for item in quiz.items for one in printed.shown(item, teacher=teacher)}
    return {name: reason for name, one in pictures.items() if (reason := unshown(one))}


def _unasked(item: Item, refused: Mapping[str, str]) -> str | None:
    """Return why a Word document cannot ask the item, None if it can."""
    return unheard(item) or next((refused[one.name] for one in item.asking if one.name in refused), None)


def _drawn(item: Item, refused: Collection[str], *, teacher: bool) -> Item:
    """Return the item with the pictures alone that are in the document."""
    media = tuple(one for one in printed.shown(item, teacher=teacher) if one.name not in refused)
    return item if media == item.media else item.model_copy(update={"media": media})
