"""What was read off one answer sheet, before it is graded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person must look at. `field` is `code`, `form`, `student` or a question's number; `why` says it in words.

    `seen` is what was made out, letters joined by commas, perhaps nothing.
    """

    field: str
    why: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet. `file` and `page` (from 1) say where it was; `code` is the copy's, `student` the marked number.

    `form` is None where it could not be read. `marks` has, by the question's number, the letters that were marked: none
    for a question left blank. A question in doubt is not among the `marks` but among the `doubts`. `part` says which
    page of its sheet it is, where sheets have several pages; of a sheet put together it is the first one that there is.
    """

    file: str
    page: int
    form: str | None
    code: str = ""
    student: str = ""
    marks: dict[int, frozenset[str]] | None = None
    doubts: tuple[Doubt, ...] = ()
    part: int = 1
