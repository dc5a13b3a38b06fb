"""A printed quiz and its answer key, as accessible PDFs, and the key as tables for programs.

Nothing is handed out that was not looked at: characters without a glyph and items taller than a page are
found before anything is written, and the items that hold them are skipped with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import Field

from quizgen.exporting.paper import choices, printed
from quizgen.exporting.paper.choices import Spaced, check_breaks, lost, setting, without
from quizgen.exporting.paper.glyphs import Fonts, check_font_path, refuse_missing, refused, with_faces, without_glyphs
from quizgen.exporting.paper.look import Look
from quizgen.exporting.paper.printed_key import as_csv, as_json, copies_csv, paper_key
from quizgen.exporting.paper.printed_sheet import typeset_sheets
from quizgen.exporting.paper.printed_text import labels, plain, texts
from quizgen.exporting.paper.proving import broken, check_names, refuse_empty, too_tall, unasked, unproved
from quizgen.exporting.paper.typesetting import Typeset, TypesetError, forget, typeset
from quizgen.exporting.report import Report, write_together
from quizgen.model.item import Item
from quizgen.model.key import Copy, PaperKey, SheetPlan
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError
from quizgen.templating import find

SUMMARY = "printed quiz and answer key with sources (PDF/UA)"
SUFFIX = ".pdf"
PAPER = True
COPIES = True
PARTS = r"-(teacher|sheets|copies).*"
INTERACTIONS = choices.INTERACTIONS
ROUNDS = 10
"""How often what cannot be printed is taken out and the rest tried again; two were enough in all trials."""
TOGETHER = 30
"""So many copies go into one file: a document's memory grows with its pages."""
KEY_SIZE = 11
"""The key's type size in points, if it is not set and the quiz is not smaller."""
LARGE = 16
"""From this size on in points it is large print, and so is the answer sheet."""


class Options(Fonts, Spaced):
    """How the paper looks, and what comes with it; for the others see `Spaced`, `Paged`, `Asked` and `Fonts`.

    `duplex` lets each form begin on a front side. `sheet` adds answer sheets to scan. `key_size` is the type size of
    the key.
    """

    duplex: bool = False
    sheet: bool = False
    key_size: Annotated[float, Field(ge=6, le=36)] | None = None


@dataclass(frozen=True)
class Made:
    """The compiled papers: the quiz, its key, and the teacher's edition if that was asked for."""

    quiz: Typeset
    key: Typeset
    teacher: Typeset | None

    def too_tall(self, options: Options) -> dict[str, str]:
        """Return the items that no page can hold, with the reason."""
        students = (*self.quiz.marks, *(self.teacher.marks if self.teacher else ()))
        return too_tall(students, look(options)) | too_tall(self.key.marks, key_look(options))

    def check(self, quiz: Quiz, out: Path) -> None:
        """Raise ProblemError if an item is not printed whole: only a template of the user's own can do that."""
        made: tuple[tuple[Typeset | None, str, tuple[str, ...]], ...] = (
            (self.quiz, "quiz.typ", ("question",)),
            (self.teacher, "quiz.typ", ("question",)),
            (self.key, "key.typ", ("answer", "source")),
        )
        for paper, name, parts in made:
            flaw = next(unproved(quiz, paper.marks, parts), None) if paper else None
            if flaw:
                hint = f"`{name}` of your own must print every question and set its marks: see docs/print.md"
                raise ProblemError(Problem("B090", flaw, out.name, hint=hint))


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz to `out` and beside it its key and all else that was asked for, each with a name of its own.

    `…-key.pdf`, `…-key.csv` and `…-key.json` are the key; `…-teacher.pdf` is the teacher's edition, `…-sheets.pdf` has
    the answer sheets; `…-copies-*.pdf` are the personal copies and `…-copies.csv` lists them. Raises ProblemError if
    Typst refuses, or an option names an item that the quiz does not have.
    """
    options = _ready(quiz, out, options)
    skipped, kept, made = _printable(quiz, out, options)
    key = key_of(kept, options)
    check_names(quiz.copies, out, options)
    try:
        files = write_together(_files(kept, key, made, out, options))
    except TypesetError as error:  # the template of the answer sheets is compiled only now
        raise ProblemError(refused(error, out, options)) from None
    return Report(
        format="print",
        files=files,
        written=len(kept.items),
        cards=len(kept.items),
        skipped=tuple((item.id, skipped[item.id]) for item in quiz.items if item.id in skipped),
        lost=lost(kept, lambda item: printed.shown(item, teacher=options.teacher)),
    )


def key_of(quiz: Quiz, options: Options) -> PaperKey:
    """Return the key of the quiz as these options print it."""
    digits = 0 if quiz.copies else 6
    rtl = labels(quiz)[0].rtl
    plan = SheetPlan(paper=options.paper, enlarged=options.size >= LARGE, digits=digits, rtl=rtl)
    return paper_key(quiz, printed.worth(quiz, options.points), plan if options.sheet else None)


def look(options: Options) -> Look:
    """Return the page the options ask for; its lower margin holds the footer, which grows with the type."""
    return choices.look(options, options.fonts, 36 + 1.5 * options.size, duplex=options.duplex)


def key_look(options: Options) -> Look:
    """Return the page of the key: what helps students to read is not needed there."""
    usual = {name: Options.model_fields[name].default for name in ("leading", "tracking", "spacing", "italics")}
    return look(options.model_copy(update=usual | {"size": options.key_size or min(options.size, KEY_SIZE)}))


def typeset_quiz(quiz: Quiz, options: Options, *, teacher: bool = False) -> Typeset:
    """Compile the quiz alone, or the teacher's edition; raise TypesetError if that fails."""
    data = printed.sheet(quiz, look(options), setting(options, teacher=teacher), key_of(quiz, options))
    files = {one.name: one.path for item in quiz.items for one in printed.shown(item, teacher=teacher)}
    return typeset(find("print/quiz.typ", quiz.templates), printed.as_json(data), options.font_path, files)


def typeset_key(quiz: Quiz, options: Options) -> Typeset:
    """Compile the key alone; raise TypesetError if that fails."""
    data = printed.answers(quiz, key_look(options), key_of(quiz, options))
    return typeset(find("print/key.typ", quiz.templates), printed.as_json(data), options.font_path)


def copy_files(copies: Iterable[Copy]) -> Iterator[tuple[str, tuple[Copy, ...]]]:
    """Yield the copies that go into one file, with what is added to its name: the class, and a number if many."""
    classes: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        classes[copy.group].append(copy)
    slugs: Counter[str] = Counter()
    for group, members in classes.items():
        slug = _slug(group)
        slugs[slug.casefold()] += 1  # 7b and 7B are one file on some disks
        again = f"_{slugs[slug.casefold()]}" if slugs[slug.casefold()] > 1 else ""
        parts = [tuple(members[at : at + TOGETHER]) for at in range(0, len(members), TOGETHER)]
        for number, part in enumerate(parts, 1):
            counted = f"_{number:02}" if len(parts) > 1 else ""
            yield (f"-{slug}" if slug else "") + again + counted, part


def _files(quiz: Quiz, key: PaperKey, made: Made, out: Path, options: Options) -> Iterator[tuple[Path, bytes]]:
    def beside(name: str, suffix: str = out.suffix) -> Path:
        return out.with_name(f"{out.stem}{name}{suffix}")

    yield out, made.quiz.pdf
    yield beside("-key"), made.key.pdf
    yield beside("-key", ".csv"), as_csv(key)
    yield beside("-key", ".json"), as_json(key)
    if made.teacher:
        yield beside("-teacher"), made.teacher.pdf
    for name, copies in copy_files(quiz.copies):
        forget()
        yield beside(f"-copies{name}"), typeset_quiz(replace(quiz, copies=copies), options).pdf
        if options.sheet:
            yield beside(f"-sheets{name}"), _sheets(quiz, key.model_copy(update={"copies": copies}), options)
    if quiz.copies:
        yield beside("-copies", ".csv"), copies_csv(key)
    elif options.sheet:
        yield beside("-sheets"), _sheets(quiz, key, options)


def _sheets(quiz: Quiz, key: PaperKey, options: Options) -> bytes:
    return typeset_sheets(quiz, key, options.fonts, options.font_path).pdf


def _ready(quiz: Quiz, out: Path, options: Options) -> Options:
    """The options with what depends on the quiz and on the fonts that there are."""
    check_font_path(out, options)
    check_breaks(quiz, out, options)
    return with_faces(options, quiz, sans=options.preset == "dyslexia")


def _printable(quiz: Quiz, out: Path, options: Options) -> tuple[dict[str, str], Quiz, Made]:
    """Return what of the quiz cannot be printed and why, the quiz without it, and that compiled."""
    skipped = {item.id: reason for item in quiz.items if (reason := unasked(item))}
    for _ in range(ROUNDS):
        kept = without(quiz, skipped)
        refuse_empty(quiz, kept, skipped, out)
        try:
            made = _made(replace(kept, copies=()), options)
        except TypesetError as error:
            flaws = without_glyphs({item.id: _told(kept, item, options) for item in kept.items}, options, error)
            if not flaws:
                raise ProblemError(*broken(_pictures(kept, options), out), refused(error, out, options)) from None
            refuse_missing(flaws, out, options)
        else:
            flaws = made.too_tall(options)
            if not flaws:
                made.check(kept, out)
                return skipped, kept, made
        skipped |= flaws
    raise ProblemError(Problem("B090", "too much cannot be printed", out.name, hint="print fewer items"))


def _made(quiz: Quiz, options: Options) -> Made:
    """Compile the papers at the same time: Typst lets go of Python meanwhile."""
    with ThreadPoolExecutor() as pool:
        key = pool.submit(typeset_key, quiz, options)
        teacher = pool.submit(typeset_quiz, quiz, options, teacher=True) if options.teacher else None
        paper = typeset_quiz(quiz, options)
        return Made(paper, key.result(), teacher.result() if teacher else None)


def _pictures(quiz: Quiz, options: Options) -> Iterator[tuple[str, Medium]]:
    for item in quiz.items:
        yield from ((item.id, one) for one in printed.shown(item, teacher=options.teacher))


def _told(quiz: Quiz, item: Item, options: Options) -> str:
    return plain("\n".join(texts(quiz, item, printed.shown(item, teacher=options.teacher))))


def _slug(text: str) -> str:
    """Return the text as a part of a file name, in any script."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in text).split())
