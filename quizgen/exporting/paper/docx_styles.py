"""How a Word document looks: its styles, all of them made to be changed in Word, and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from quizgen.exporting.languages import Tongue
from quizgen.exporting.paper.docx_xml import COMPLEX, EAST_ASIAN, TWIPS, attribute, language, tab_stop
from quizgen.exporting.paper.look import HeaderField, Look

MILLIMETRE = 1440 / 25.4
"""In twips."""
PAPERS = {"a4": (11906, 16838), "us-letter": (12240, 15840)}
SHARES: dict[HeaderField, float] = {"name": 5, "class": 2.5, "date": 3, "score": 2.5}
"""How much of the line each of the header's fields gets."""
MARGIN = round(18 * MILLIMETRE)
GUTTER = round(9 * MILLIMETRE)
FAINT = '<w:color w:val="595959"/>'
BOLD = "<w:b/><w:bCs/>"
WHOLE = "<w:keepLines/>"
RULE = '<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="{color}"/>'
SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/><w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="1"/></w:compat>{tongues}'
    '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" '
    'w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" '
    'w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)
"""Without the mode, Word opens the document as one of an older version."""


@dataclass(frozen=True)
class Page:
    """The page and its type; all widths are in twips. An empty `font` leaves the choice to Word, script by script.

    `header` lists what the student fills in.
    """

    look: Look
    tongue: Tongue
    font: str = ""
    header: tuple[HeaderField, ...] = ()

    @property
    def paper(self) -> tuple[int, int]:
        """Width and height."""
        return PAPERS[self.look.paper]

    @property
    def width(self) -> int:
        """Of the text."""
        return self.paper[0] - 2 * MARGIN

    @cached_property
    def column(self) -> int:
        """The width of one column."""
        columns = self.look.columns
        return (self.width - (columns - 1) * GUTTER) // columns

    def em(self, count: float) -> int:
        """Return so many times the size of the type."""
        return round(count * self.look.size * TWIPS)

    @property
    def hang(self) -> int:
        """How far a question stands in, for its number; its options stand in twice as far."""
        return self.em(2.4)


def settings(page: Page) -> str:
    """Return the inside of `word/settings.xml`."""
    return SETTINGS.format(tongues=f"<w:themeFontLang{_tongues(page.tongue)}/>")


def styles(page: Page) -> str:
    """Return the inside of `word/styles.xml`: the document's defaults and every style it uses."""
    return "".join((_defaults(page), _built_in(page), _asked(page), _answered(page), _keyed(page), _tables()))


def _tongues(tongue: Tongue) -> str:
    name = language(tongue)
    latin = "en-US" if tongue.rtl or not name else name
    bidi = name if tongue.rtl or tongue.lang in COMPLEX else "ar-SA"
    return f' w:val="{latin}" w:eastAsia="{name if tongue.lang in EAST_ASIAN else "ja-JP"}" w:bidi="{bidi}"'


def _defaults(page: Page) -> str:
    named = attribute(page.font)
    themes = 'w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" w:cstheme="minorBidi"'
    chosen = " ".join(f'w:{script}="{named}"' for script in ("ascii", "eastAsia", "hAnsi", "cs")) if named else themes
    spacing = (
        f'<w:spacing w:after="0" w:line="{round(240 * (1 + (page.look.leading - 0.58) / 1.2))}" w:lineRule="auto"/>'
    )
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {chosen}/>{_size(page, 1)}<w:lang{_tongues(page.tongue)}/>"
        f"</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{spacing}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _built_in(page: Page) -> str:
    """Word's own styles: what a teacher types between the questions has them."""
    own_way = "<w:bidi/>" if page.tongue.rtl else ""
    heading = f"{WHOLE}{_spaced(page, 0.8, 0.5)}"
    link = '<w:color w:val="0B4F9E"/><w:u w:val="single"/>'
    return "".join(
        (
            f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
            f"<w:pPr>{own_way}</w:pPr></w:style>",
            '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
            '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
            '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
            '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
            '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
            '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>',
            _style("Heading1", "Normal", f'<w:keepNext/>{heading}<w:outlineLvl w:val="0"/>', BOLD + _size(page, 1.35)),
            _style("Heading2", "Normal", f'<w:keepNext/>{heading}<w:outlineLvl w:val="1"/>', BOLD + _size(page, 1.15)),
            _style("Footer", "Normal", "", _size(page, 0.8)),
            _style("QuizFootMiddle", "Footer", '<w:jc w:val="center"/>'),
            _style("QuizFootEnd", "Footer", '<w:jc w:val="right"/>'),
            _style("Hyperlink", "", "", link, "character"),
        )
    )


def _asked(page: Page) -> str:
    hang = page.hang
    upright = page.tongue.rtl or page.tongue.lang in EAST_ASIAN  # their scripts know no italics
    slanted = "" if upright else "<w:i/><w:iCs/>"
    points = f"<w:tabs>{tab_stop(page.column, side='right')}</w:tabs>"
    return "".join(
        (
            _style("QuizTitle", "Heading1"),
            _style("QuizFields", "Normal", f"{WHOLE}{_fields(page)}{_spaced(page, 0.6, 0.6)}"),
            _style("QuizInstructions", "Normal", f"<w:keepNext/>{WHOLE}{_spaced(page, 0.3, 0.4)}", slanted),
            _style("QuizSection", "Heading2"),
            _style("QuizQuestion", "Normal", f"{WHOLE}{points}{_spaced(page, 1.1, 0.2)}{_indent(hang, hang)}"),
            _style("QuizHint", "Normal", f"{WHOLE}{_spaced(page, 0.1, 0.2)}{_indent(hang)}", slanted),
            _style("QuizPicture", "Normal", f"{_spaced(page, 0.3, 0.2)}{_indent(hang)}"),
            _style("QuizCredit", "Normal", f"{WHOLE}{_indent(hang)}", FAINT + _size(page, 0.7)),
            _style("QuizPoints", "", "", _size(page, 0.8), "character"),
            _style("QuizEnd", "Normal", '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'),
        )
    )


def _answered(page: Page) -> str:
    hang = page.hang
    option = f"{WHOLE}{_spaced(page, 0.15, 0.1)}{_indent(2 * hang, hang)}"
    beside = round(3.2 * hang)  # where the text after a box begins
    boxed = f"<w:tabs>{tab_stop(2 * hang)}{tab_stop(beside)}</w:tabs>"
    room = page.column - hang
    box = '<w:bdr w:val="single" w:sz="6" w:space="0" w:color="auto"/>'
    return "".join(
        (
            _style("QuizOption", "Normal", option),
            _style("QuizBoxed", "QuizOption", f"{boxed}{_spaced(page, 0.3, 0.25)}{_indent(beside, beside - hang)}"),
            _style("QuizTarget", "Normal", f"{WHOLE}{_spaced(page, 0.3, 0.25)}{_indent(hang, hang)}"),
            *(
                _style(name, based, f"{WHOLE}{_stop(hang + round(room * part))}{_spaced(page, 0.75, 0)}{_indent(hang)}")
                for name, based, part in (
                    ("QuizLine", "Normal", 1),
                    ("QuizLineHalf", "QuizLine", 1 / 2),
                    ("QuizLineThird", "QuizLine", 1 / 3),
                )
            ),
            _style("QuizSource", "Normal", f"{WHOLE}{_spaced(page, 0.2, 0)}{_indent(hang)}", FAINT + _size(page, 0.75)),
            _style("QuizBlank", "", "", "", "character"),
            _style("QuizBox", "", "", box, "character"),
            _style("QuizSolution", "", "", BOLD, "character"),
        )
    )


def _keyed(page: Page) -> str:
    cell = f"{WHOLE}{_spaced(page, 0.1, 0.1)}"
    return "".join(
        (
            _style("KeyHead", "Normal", f"<w:keepNext/>{cell}", BOLD),
            _style("KeyNumber", "Normal", cell),
            _style("KeyAnswer", "Normal", cell),
            _style("KeyAlso", "KeyAnswer", "", _size(page, 0.85)),
            _style("KeyItem", "KeyAnswer", "", FAINT + _size(page, 0.7)),
            _style("KeyWhy", "Normal", cell),
            _style("KeySource", "Normal", cell),
            _style("KeyQuote", "KeySource", "", _size(page, 0.85)),
            _style("KeyReference", "Normal", f"{WHOLE}{_spaced(page, 0.3, 0)}{_indent(page.hang, page.hang)}"),
            _style("KeyLetters", "", "", BOLD, "character"),
        )
    )


def _tables() -> str:
    thin = "".join(RULE.format(side=side, width=4, color="808080") for side in ("bottom", "insideH"))
    below = RULE.format(side="bottom", width=8, color="auto")
    margins = '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
    header = f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{below}</w:tcBorders></w:tcPr></w:tblStylePr>'
    return "".join(
        (
            _table("QuizColumns", ""),
            _table("KeyTable", f"<w:tblPr><w:tblBorders>{thin}</w:tblBorders>{margins}</w:tblPr>{header}"),
        )
    )


def _style(name: str, based: str, paragraph: str = "", text: str = "", sort: str = "paragraph") -> str:
    """Return a style; Word's own are known by their names, which have a space before the number."""
    shown = name.replace("Heading", "heading ")
    own = "" if shown != name or name in {"Footer", "Hyperlink"} else ' w:customStyle="1"'
    parts = (
        f'<w:name w:val="{shown}"/>',
        f'<w:basedOn w:val="{based}"/>' if based else "",
        '<w:next w:val="Normal"/>' if name.startswith("Heading") else "",
        "<w:qFormat/>",
        f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "",
        f"<w:rPr>{text}</w:rPr>" if text else "",
    )
    return f'<w:style w:type="{sort}"{own} w:styleId="{name}">{"".join(parts)}</w:style>'


def _table(name: str, looks: str) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/>{looks}</w:style>'
    )


def _size(page: Page, times: float) -> str:
    half_points = round(2 * page.look.size * times)
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _spaced(page: Page, before: float, after: float) -> str:
    return f'<w:spacing w:before="{page.em(before)}" w:after="{page.em(after)}"/>'


def _indent(left: int, hanging: int = 0) -> str:
    """In a paragraph from the right Word takes `left` for the side it begins on."""
    hung = f' w:hanging="{hanging}"' if hanging else ""
    return f'<w:ind w:left="{left}"{hung}/>'


def _fields(page: Page) -> str:
    """Return the tab stops up to which the header's lines are drawn; behind the score stands what there is to get."""
    room = page.width - (page.em(4) if "score" in page.header else 0)
    whole = sum(SHARES[name] for name in page.header)
    ends = accumulate(SHARES[name] for name in page.header)
    stops = "".join(tab_stop(round(room * end / whole), leader=True) for end in ends)
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def _stop(at: int) -> str:
    return f"<w:tabs>{tab_stop(at, leader=True)}</w:tabs>"
