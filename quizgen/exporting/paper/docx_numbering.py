"""Word's own numbering: questions that count themselves, with options lettered as the key has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

FORMATS = {
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "hebrew1": "אבגדהוזחטי",
    "arabicAbjad": "أبجد",
    "arabicAlpha": "أبتثجحخدذر",
    "hindiVowels": "कखगघङचछजझञ",
    "aiueoFullWidth": "アイウエオカキクケコ",
    "irohaFullWidth": "イロハニホヘトチリヌ",
    "ganada": "가나다라마바사아자차",
    "thaiLetters": "กขคงจฉชซ",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
}
"""What Word shows for ST_NumberFormat (ISO 29500-1, 17.18.59), as far as it is sure.

For `hindiVowels` Word counts with consonants, against the standard (MS-OI29500, 2.1.540).
"""
QUESTION, OPTION, BOXED, TARGET = 0, 1, 2, 3
"""The levels of a form's list: an option begins anew at A after each question, a target at 1 after the options."""
ASKED, CITED = 1, 2


def word_format(letters: Sequence[str]) -> str | None:
    """Return the format in which Word shows these letters, None if there is none."""
    for name, known in FORMATS.items():
        shown = [known[place % len(known)] * (place // len(known) + 1) for place in range(len(letters))]
        if list(letters) == shown and (len(letters) <= len(known) or known.isascii()):
            return name
    return None


@dataclass
class Lists:
    """The lists of a document: `letters` are what options begin with, `size` is how far a level stands in, in twips."""

    letters: tuple[str, ...]
    size: int
    starts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def lettered(self) -> bool:
        """Whether Word can count in these letters; else they are to be written as text."""
        return word_format(self.letters) is not None

    def begin(self, kind: int, start: int = 1) -> int:
        """Begin a list of a kind, ASKED or CITED, at a number; return its id."""
        self.starts.append((kind, start))
        return len(self.starts)

    def xml(self) -> str:
        """Return the inside of `word/numbering.xml`."""
        sign = word_format(self.letters) or "upperLetter"
        hang, beside = self.size, round(3.2 * self.size)
        asked = (
            _level(QUESTION, "decimal", "%1.", hang, hang, "<w:b/><w:bCs/>"),
            _level(OPTION, sign, "%2.", 2 * hang, hang),
            _level(BOXED, sign, "%3.", beside, beside - hang),
            _level(TARGET, "decimal", "%4.", hang, hang),
        )
        kinds = ((ASKED, "multilevel", asked), (CITED, "singleLevel", (_level(0, "decimal", "[%1]", hang, hang),)))
        made = (
            f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="{sort}"/>{"".join(levels)}'
            "</w:abstractNum>"
            for kind, sort, levels in kinds
        )
        return "".join(made) + "".join(_list(number, *start) for number, start in enumerate(self.starts, 1))


def _list(number: int, kind: int, start: int) -> str:
    restart = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{restart}</w:num>'


def _level(level: int, sign: str, text: str, left: int, hanging: int, looks: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{sign}"/><w:suff w:val="tab"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/>'
        f"</w:pPr>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}</w:lvl>"
    )
