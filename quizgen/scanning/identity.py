"""Which sheet a page is: by the code printed on it, or by what a person says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from quizgen.answer_sheet import Code, SheetPage, answer_sheet, parsed
from quizgen.model.key import Copy, KeyForm, PaperKey
from quizgen.problem import Problem, ProblemError
from quizgen.scanning.reading import Doubt

PART = re.compile(r"(?P<name>.*?)[\s/]*(?P<part>[0-9]+)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Identity:
    """The form of a sheet (None if it is not known), its copy's code, its page, and what is doubtful about these."""

    form: str | None = None
    code: str = ""
    part: int = 1
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """What the key says of its answer sheets: their pages by form, the copies by code."""

    quiz: str
    forms: Mapping[str, KeyForm]
    pages: Mapping[str, tuple[SheetPage, ...]]
    copies: Mapping[str, Copy]

    @property
    def field(self) -> str:
        """What a person names a sheet by."""
        return "code" if self.copies else "form"

    @property
    def frame(self) -> SheetPage:
        """Any page: corners and code stand at the same place on all."""
        return next(iter(self.pages.values()))[0]


def sheets_of(key: PaperKey) -> Sheets:
    """Return the key's answer sheets; raise ProblemError if it has none."""
    pages = {form.name: answer_sheet(key, form) for form in key.forms}
    if not pages or not all(pages.values()):
        hint = "build the paper with answer sheets: `quizgen build print --set print.sheet=true`"
        raise ProblemError(Problem("B133", "this key is of a paper without answer sheets", "the key", hint=hint))
    forms = {form.name: form for form in key.forms}
    return Sheets(key.quiz, forms, pages, {copy.code: copy for copy in key.copies})


def identified(text: str, sheets: Sheets, said_form: str = "", said_code: str = "") -> Identity:
    """Return which sheet it is by the `text` of its code, and by what a person said, which goes first."""
    found = _by_code(text, sheets)
    if said_form:
        found = _by_form(said_form, sheets, found)
    return _by_copy(said_code, sheets, found) if said_code else found


def _by_code(text: str, sheets: Sheets) -> Identity:
    code = parsed(text)
    if code is None:
        why = "this is not the code of an answer sheet" if text else "the code cannot be read"
        return Identity(doubts=(Doubt(sheets.field, why, text[:60]),))
    if code.quiz != sheets.quiz:
        return Identity(doubts=(Doubt(sheets.field, f"a sheet of another quiz, or of another printing: {code.quiz}"),))
    if not 1 <= code.page <= len(sheets.pages.get(code.form, ())):
        return Identity(doubts=(Doubt("form", f"the key has no page {code.page} of form {code.form}", code.form),))
    return Identity(code.form, code.copy, code.page, tuple(_odd(code, sheets)))


def _odd(code: Code, sheets: Sheets) -> list[Doubt]:
    """What does not fit the list of copies."""
    copy = sheets.copies.get(code.copy)
    if copy is None and code.copy:
        return [Doubt("code", f"the key has no copy {code.copy}", code.copy)]
    if copy is None and sheets.copies:
        return [Doubt("code", "this sheet is made out to nobody")]
    if copy and copy.form != code.form:
        return [Doubt("code", f"copy {code.copy} is form {copy.form}, but this is form {code.form}", code.copy)]
    return []


def _by_form(said: str, sheets: Sheets, found: Identity) -> Identity:
    parts = PART.fullmatch(said.strip())
    assert parts  # noqa: S101 - it matches everything
    name = next((name for name in sheets.forms if name.casefold() == parts["name"].casefold()), None)
    part = int(parts["part"] or found.part)
    if name is None or not 1 <= part <= len(sheets.pages[name]):
        return replace(found, doubts=(*found.doubts, Doubt("form", f"the key has no form `{said}`")))
    return replace(found, form=name, part=part, doubts=tuple(doubt for doubt in found.doubts if doubt.field != "form"))


def _by_copy(said: str, sheets: Sheets, found: Identity) -> Identity:
    name, _, part = said.strip().upper().partition(" ")
    copy = sheets.copies.get(name)
    number = int(part) if part.isascii() and part.isdigit() else found.part
    if copy is None or not 1 <= number <= len(sheets.pages[copy.form]):
        return replace(found, doubts=(*found.doubts, Doubt("code", f"the key has no copy `{said}`")))
    return Identity(copy.form, copy.code, number)
