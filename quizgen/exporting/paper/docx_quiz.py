"""The quiz as a Word document: questions that are never split over pages, in numbered lists a teacher can edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quizgen.exporting.languages import tongue
from quizgen.exporting.own_templates import fill
from quizgen.exporting.paper.docx_numbering import ASKED, BOXED, OPTION, QUESTION, TARGET, Lists
from quizgen.exporting.paper.docx_package import Package
from quizgen.exporting.paper.docx_pages import Part, document
from quizgen.exporting.paper.docx_styles import MILLIMETRE, Page
from quizgen.exporting.paper.docx_xml import NO_BREAK, attribute, cell, paragraph, row, run, tab, table
from quizgen.exporting.paper.printed import Picture, PrintedOption, PrintedSection, Question, QuestionForm, Sheet

EMU = 635
"""So many in a twip: what Word measures pictures in."""
TALLEST = round(55 * MILLIMETRE)
EM_SPACE = "\u2003"
BLANK = "_" * 14
FROM_LEFT = "\u200e"
FROM_RIGHT = "\u200f"
UNSPOKEN = tongue("")
WITH_BOX = frozenset(("order", "match"))
LINES = {"full": "QuizLine", "half": "QuizLineHalf", "third": "QuizLineThird"}
INLINE = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="Picture {number}" descr="{alt}"/><wp:cNvGraphicFramePr>'
    '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="{number}" name="Picture {number}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def quiz_document(sheet: Sheet, page: Page, letters: tuple[str, ...], files: Mapping[str, Path]) -> bytes:
    """Return the quiz, or the teacher's edition of it, as a Word document.

    `letters` are those the key has, `files` the pictures by the names the sheet has for them.
    """
    package = Package()
    lists = Lists(letters, page.hang)
    made = _Paper(sheet, page, lists, package, files)
    parts = [made.form(form) for form in sheet.forms]
    return document(package, sheet.title, parts, page, sheet.words, lists)


@dataclass
class _Paper:
    """What the questions are written with. `listed` is the list that is being counted and its next number."""

    sheet: Sheet
    page: Page
    lists: Lists
    package: Package
    files: Mapping[str, Path]
    listed: tuple[int, int] = field(default=(0, 0))

    def form(self, form: QuestionForm) -> Part:
        """Return one form, which counts from its own beginning."""
        self.listed = (0, 0)
        label = fill(self.sheet.words["form"], name=form.name) if form.name else ""
        body = "".join(piece for section in form.sections for piece in self.section(section))
        return Part(label, "".join(self.head(form, label)), body)

    def head(self, form: QuestionForm, label: str) -> Iterator[str]:
        sheet = self.sheet
        edition = sheet.words["teacher"] if sheet.teacher else ""
        title = " — ".join(part for part in (sheet.title, label, edition) if part)
        yield paragraph("QuizTitle", run(title, sheet.tongue), sheet.tongue)
        if sheet.header:
            yield self.fields(form.worth)
        if sheet.instructions:
            yield paragraph("QuizInstructions", run(sheet.instructions, sheet.tongue), sheet.tongue)

    def fields(self, worth: int) -> str:
        """Return the line for the student's name and so on, each field drawn up to its tab stop."""
        sheet, content = self.sheet, ""
        for name in sheet.header:
            gap = EM_SPACE if content else ""
            content += run(f"{gap}{sheet.words[name]}{sheet.words['colon']} ", sheet.tongue) + tab()
        if "score" in sheet.header:
            content += run(f"{NO_BREAK}/{NO_BREAK}{worth}", sheet.tongue)
        return paragraph("QuizFields", content, sheet.tongue)

    def section(self, section: PrintedSection) -> Iterator[str]:
        new_page, tongue = section.new_page, self.sheet.tongue
        for style, text in (("QuizSection", section.title), ("QuizInstructions", section.instructions)):
            if text:
                yield paragraph(style, run(text, tongue), tongue, keep=True, new_page=new_page)
                new_page = False
        for question in section.questions:
            yield from self.question(question, new_page=new_page or question.new_page)
            new_page = False

    def question(self, question: Question, *, new_page: bool) -> Iterator[str]:
        """Yield the paragraphs of a question; each is kept on the page of the next, all but the last."""
        listed = self.counted(question.number)
        rest = [*self.shown(question), *self.answers(question), *self.sources(question)]
        yield paragraph(
            "QuizQuestion",
            self.stem(question) + self.points(question),
            question.tongue,
            numbering=(listed, QUESTION),
            keep=bool(rest),
            new_page=new_page,
        )
        for number, piece in enumerate(rest, 1):
            yield piece.xml(keep=number < len(rest))

    def counted(self, number: int) -> int:
        """Return the list in which the next number is this one."""
        here, following = self.listed
        if following != number:
            here = self.lists.begin(ASKED, number)
        self.listed = (here, number + 1)
        return here

    def points(self, question: Question) -> str:
        if question.points is None:
            return ""
        worth = fill(self.sheet.words["points"], n=question.points).replace(" ", NO_BREAK)
        return tab() + run(worth, self.sheet.tongue, "QuizPoints")

    def stem(self, question: Question) -> str:
        answer = question.answer
        style, text = ("QuizSolution", answer.written) if answer and answer.written else ("QuizBlank", BLANK)
        return run(text, question.tongue, style).join(run(piece, question.tongue) for piece in question.stem)

    def shown(self, question: Question) -> Iterator[_Piece]:
        for picture in question.pictures:
            yield _Piece("QuizPicture", self.picture(picture), question)
            if picture.credit:
                yield _Piece("QuizCredit", run(picture.credit, self.sheet.tongue), question)
        if question.hint:
            yield _Piece("QuizHint", run(question.hint, self.sheet.tongue), question)

    def picture(self, picture: Picture) -> str:
        number, relation, whole = self.package.picture(picture.file, self.files[picture.file])
        room = self.page.column - self.page.hang
        scale = min(1.0, room * EMU / whole.width, TALLEST * EMU / whole.height)
        size = {"width": round(whole.width * scale), "height": round(whole.height * scale)}
        return INLINE.format(number=number, relation=relation, alt=attribute(picture.alt), **size)

    def answers(self, question: Question) -> Iterator[_Piece | _Columns]:
        if question.interaction == "match":
            yield self.matched(question)
        elif question.options:
            yield from self.lettered(question)
        for number in range(question.lines):
            written = question.answer.written if question.answer and not number else ""
            solution = run(written, question.tongue, "QuizSolution") if written else ""
            yield _Piece(LINES[question.line], solution + tab(), question)

    def lettered(self, question: Question) -> Iterator[_Piece]:
        """Yield the options; Word counts the letters where it can, so that a deleted option leaves no gap."""
        style, level = ("QuizBoxed", BOXED) if question.interaction in WITH_BOX else ("QuizOption", OPTION)
        numbering = (self.listed[0], level) if self.lists.lettered else None
        for option in question.options:
            sign = "" if numbering else run(f"{option.letter}.", question.tongue) + tab()
            yield _Piece(style, sign + _option(question, option), question, numbering)

    def matched(self, question: Question) -> _Columns:
        """Return the two sides of a match: to be matched, with a box each, and the numbered targets."""
        numbering = (self.listed[0], TARGET)
        left = tuple(self.lettered(question))
        right = tuple(
            _Piece("QuizTarget", run(text, question.tongue), question, numbering) for text in question.targets
        )
        return _Columns((left, right), self.page, rtl=question.tongue.rtl)

    def sources(self, question: Question) -> Iterator[_Piece]:
        if question.answer:
            yield _Piece("QuizSource", run(" · ".join(question.answer.sources), question.tongue), question)


@dataclass
class _Piece:
    """A paragraph of a question, but for whether it is the last one."""

    style: str
    content: str
    question: Question
    numbering: tuple[int, int] | None = None

    def xml(self, *, keep: bool) -> str:
        return paragraph(self.style, self.content, self.question.tongue, numbering=self.numbering, keep=keep)


@dataclass
class _Columns:
    """Two columns in a table without lines: one row, which is not split, so that it is read column by column."""

    columns: tuple[tuple[_Piece, ...], tuple[_Piece, ...]]
    page: Page
    rtl: bool

    def xml(self, *, keep: bool) -> str:
        width = self.page.column // 2
        cells = (cell(width, "".join(piece.xml(keep=keep) for piece in column)) for column in self.columns)
        return table("QuizColumns", (width, width), (row(cells),), rtl=self.rtl)


def _option(question: Question, option: PrintedOption) -> str:
    answer = question.answer
    if question.interaction in WITH_BOX:
        own_way = FROM_RIGHT if question.tongue.rtl else ""  # else the box would stand inside a number that follows
        return _box(question, option) + tab() + run(f"{own_way}{option.text}", question.tongue)
    if answer and option.letter in answer.letters:
        return run(f"{option.text} ✓", question.tongue, "QuizSolution")
    return run(option.text, question.tongue)


def _box(question: Question, option: PrintedOption) -> str:
    """Return a box to write a number in; its text only gives it its width.

    LibreOffice would draw the box around the letter, too, if nothing stood between them, and would turn the sides of
    one that runs from the right inside out.
    """
    number = question.answer.numbers.get(option.letter, "") if question.answer else ""
    inside = f"{FROM_LEFT}{(number or NO_BREAK).center(5, NO_BREAK)}{FROM_LEFT}"
    return run(NO_BREAK, question.tongue) + run(inside, UNSPOKEN, "QuizBox")
