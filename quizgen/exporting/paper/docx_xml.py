"""The smallest pieces of a Word document, as WordprocessingML (ISO 29500): runs of text, paragraphs, cells and fields.

Everything an author wrote goes through `run`, and so is escaped, has its language, and runs its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from quizgen.exporting.languages import Tongue

TWIPS = 20
"""Word counts in twentieths of a point."""
NO_BREAK = "\u00a0"
RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
IS_RIGHT = re.compile(f"[{RIGHT}]")
# After the Unicode bidirectional algorithm: what stands between letters of one direction belongs to them, and so does
# a number after them.
RIGHTWARDS = re.compile(rf"[{RIGHT}](?:(?:[{RIGHT}]|[\W\d_])*[{RIGHT}\d])?")
LEFTWARDS = re.compile(rf"(?![{RIGHT}])[^\W\d_](?:[^{RIGHT}]*(?![{RIGHT}])[^\W_])?")
EAST_ASIAN = frozenset(("ja", "ko", "zh"))
COMPLEX = frozenset("bn gu hi km kn lo ml mr my ne or pa si ta te th".split())
"""Left-to-right languages whose script Word takes for complex, beside those that run from the right."""
REGIONS = dict(
    tag.split("-")
    for tag in (
        "ar-SA bg-BG bn-BD ca-ES cs-CZ da-DK de-DE el-GR en-US es-ES et-EE eu-ES fa-IR fi-FI fr-FR gu-IN he-IL hi-IN "
        "hr-HR hu-HU id-ID it-IT ja-JP ka-GE kn-IN ko-KR lt-LT lv-LV ml-IN mr-IN ms-MY nb-NO ne-NP nl-NL nn-NO pa-IN "
        "pl-PL pt-PT ro-RO ru-RU sk-SK sl-SI sv-SE ta-IN te-IN th-TH tr-TR uk-UA ur-PK vi-VN zh-CN"
    ).split()
)
"""Word's proofing tools go by language and country; where an author named none, it is this one."""


def attribute(text: str) -> str:
    """Return the text for an attribute in double quotes, on one line."""
    return escape(" ".join(text.split()), {'"': "&quot;"})


def language(tongue: Tongue) -> str:
    """Return the language as Word names it, or nothing if it is not known."""
    region = tongue.region or REGIONS.get(tongue.lang)
    return "" if tongue.lang == "und" else f"{tongue.lang}-{region}" if region else tongue.lang


def spoken(tongue: Tongue) -> str:
    """Return the element that tells the language, in the attribute that its script goes by."""
    name = language(tongue)
    if not name:
        return ""
    if tongue.rtl:
        return f'<w:lang w:bidi="{name}"/>'
    if tongue.lang in EAST_ASIAN:
        return f'<w:lang w:eastAsia="{name}"/>'
    more = f' w:bidi="{name}"' if tongue.lang in COMPLEX else ""
    return f'<w:lang w:val="{name}"{more}/>'


def directed(text: str, *, rtl: bool) -> Iterator[tuple[str, bool]]:
    """Cut the text where its direction changes; yield each part and whether it runs from the right."""
    if not rtl and not IS_RIGHT.search(text):
        yield text, False
        return
    at = 0
    for found in (LEFTWARDS if rtl else RIGHTWARDS).finditer(text):
        if found.start() > at:
            yield text[at : found.start()], rtl
        yield found[0], not rtl
        at = found.end()
    if at < len(text) or not text:
        yield text[at:], rtl


def run(text: str, tongue: Tongue, style: str = "") -> str:
    """Return the text as runs in a character style, each with its direction and language."""
    styled = f'<w:rStyle w:val="{style}"/>' if style else ""
    made = []
    for part, rtl in directed(text, rtl=tongue.rtl):
        told = spoken(tongue) if rtl == tongue.rtl else ""
        looks = f"{styled}{'<w:rtl/>' if rtl else ''}{told}"
        made.append(f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{_lines(part)}</w:r>")
    return "".join(made)


def _lines(text: str) -> str:
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))


def tab() -> str:
    """Return a tab: up to the next stop, on a line if the paragraph's style draws one."""
    return "<w:r><w:tab/></w:r>"


def field(instruction: str, shown: str, tongue: Tongue) -> str:
    """Return a field that Word works out by itself; `shown` is what stands there until it does."""
    return f'<w:fldSimple w:instr=" {instruction} ">{run(shown, tongue)}</w:fldSimple>'


def paragraph(
    style: str,
    content: str,
    tongue: Tongue,
    *,
    numbering: tuple[int, int] | None = None,
    keep: bool = False,
    new_page: bool = False,
    section: str = "",
) -> str:
    """Return a paragraph in a style.

    `numbering` is the list and the level in it. `keep` keeps it on the page of the next one; `section` is the layout of
    the section that ends with it.
    """
    listed = (
        f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>' if numbering else ""
    )
    parts = (
        f'<w:pStyle w:val="{style}"/>',
        "<w:keepNext/>" if keep else "",
        "<w:pageBreakBefore/>" if new_page else "",
        listed,
        "<w:bidi/>" if tongue.rtl else '<w:bidi w:val="0"/>',
        "<w:rPr><w:rtl/></w:rPr>" if tongue.rtl else "",  # of the mark at its end, which the number goes by
        section,
    )
    return f"<w:p><w:pPr>{''.join(parts)}</w:pPr>{content}</w:p>"


def tab_stop(at: int, *, leader: bool = False, side: str = "left") -> str:
    """Return a tab stop so many twips from the margin; with a leader it draws a line to it."""
    drawn = ' w:leader="underscore"' if leader else ""
    return f'<w:tab w:val="{side}"{drawn} w:pos="{at}"/>'


def row(cells: Iterable[str], *, header: bool = False) -> str:
    """Return a row of a table, never split over pages; a header stands on each page anew."""
    again = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{''.join(cells)}</w:tr>"


def cell(width: int, content: str) -> str:
    """Return a cell, so many twips wide, with its paragraphs."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def table(
    style: str, widths: Sequence[int], rows: Iterable[str], *, rtl: bool, indent: int = 0, caption: str = ""
) -> str:
    """Return a table whose columns are so many twips wide; from the right its first column is the rightmost."""
    parts = (
        f'<w:tblStyle w:val="{style}"/>',
        "<w:bidiVisual/>" if rtl else "",
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>',
        '<w:tblLayout w:type="fixed"/>',
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        'w:noVBand="1"/>',
        f'<w:tblCaption w:val="{attribute(caption)}"/>' if caption else "",
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{''.join(parts)}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
