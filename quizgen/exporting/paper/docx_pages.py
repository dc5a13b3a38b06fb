"""The pages of a Word document: a part for each form, with its own foot, page numbers and columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.exporting.languages import Tongue
from quizgen.exporting.paper.docx_numbering import Lists
from quizgen.exporting.paper.docx_package import Package
from quizgen.exporting.paper.docx_styles import GUTTER, MARGIN, Page, settings, styles
from quizgen.exporting.paper.docx_xml import cell, field, language, paragraph, row, run, table


@dataclass(frozen=True)
class Part:
    """What begins on a page of its own: a head over the whole page, then a body in columns. `label` is for the foot."""

    label: str
    head: str
    body: str


def document(
    package: Package, title: str, parts: Sequence[Part], page: Page, words: dict[str, str], lists: Lists
) -> bytes:
    """Return the finished document."""
    made = []
    for index, part in enumerate(parts):
        last = f"quiz_end_{index}" if len(parts) > 1 else ""
        foot = package.footer(_foot(title, part.label, page, words["page"], last))
        made.append(_pages(part, page, foot, index, final=index + 1 == len(parts)))
    return package.bytes(
        title,
        language(page.tongue),
        body="".join(made),
        styles=styles(page),
        numbering=lists.xml(),
        settings=settings(page),
    )


def _pages(part: Part, page: Page, foot: str, index: int, *, final: bool) -> str:
    """Return a part with the layout of its sections; that of the document's last one stands at its very end."""
    in_columns = page.look.columns > 1
    first = _section(page, foot, "nextPage", restart=True)
    layout = _section(page, foot, "continuous", columns=page.look.columns) if in_columns else first
    mark = f'<w:bookmarkStart w:id="{index}" w:name="quiz_end_{index}"/><w:bookmarkEnd w:id="{index}"/>'
    end = paragraph("QuizEnd", mark, page.tongue, section="" if final else layout)
    between = paragraph("QuizEnd", "", page.tongue, section=first) if in_columns else ""
    return f"{part.head}{between}{part.body}{end}{layout if final else ''}"


def _section(page: Page, foot: str, begins: str, *, columns: int = 1, restart: bool = False) -> str:
    width, height = page.paper
    bottom = round(36 + 1.5 * page.look.size) * 20
    parts = (
        f'<w:footerReference w:type="default" r:id="{foot}"/><w:type w:val="{begins}"/>',
        f'<w:pgSz w:w="{width}" w:h="{height}"/>',
        f'<w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{bottom}" w:left="{MARGIN}" w:header="400" '
        f'w:footer="500" w:gutter="0"/>',
        '<w:pgNumType w:start="1"/>' if restart else "",
        f'<w:cols w:num="{columns}" w:space="{GUTTER}"/>',
        "<w:bidi/>" if page.tongue.rtl else "",
    )
    return f"<w:sectPr>{''.join(parts)}</w:sectPr>"


def _foot(title: str, label: str, page: Page, pattern: str, last: str) -> str:
    """Return the foot of a page: the title, the form, and which page of how many of the form it is."""
    tongue = page.tongue
    side, middle = page.width * 2 // 5, page.width - 2 * (page.width * 2 // 5)
    cells = (
        cell(side, paragraph("Footer", run(title, tongue), tongue)),
        cell(middle, paragraph("QuizFootMiddle", run(label, tongue), tongue)),
        cell(side, paragraph("QuizFootEnd", _counted(pattern, last, tongue), tongue)),
    )
    made = table("QuizColumns", (side, middle, side), (row(cells),), rtl=tongue.rtl)
    return made + paragraph("QuizEnd", "", tongue)


def _counted(pattern: str, last: str, tongue: Tongue) -> str:
    """Return `Page {n} of {m}` with fields for the numbers; of several forms each counts its own pages."""
    fields = {
        "{n}": field("PAGE", "1", tongue),
        "{m}": field(f"PAGEREF {last}" if last else "NUMPAGES", "1", tongue),
    }
    return "".join(fields.get(part) or run(part, tongue) for part in re.split(r"(\{[nm]\})", pattern) if part)
