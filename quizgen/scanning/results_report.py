"""The teacher's page: how the class did, which sheets need a look, and which questions do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizgen.answer_sheet import BUBBLED
from quizgen.model.key import PaperKey
from quizgen.scanning.grading import Graded
from quizgen.scanning.reading import Doubt
from quizgen.scanning.results_data import missing
from quizgen.scanning.results_page import rendered
from quizgen.scanning.statistics import Analysis, ItemFigures, Scores
from quizgen.scanning.statistics_flags import signed
from quizgen.scanning.statistics_formulas import TAIL

MOST_BARS = 25
WIDE, HIGH, LEFT, BELOW, ABOVE = 360, 170, 24, 22, 14
"""The drawing of the distribution, and what is left around its bars."""
MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """How many sheets have a score from `low` to `high`, and where their bar stands in the drawing."""

    low: int
    high: int
    count: int
    x: float
    y: float
    width: float
    height: float
    tick: bool

    @property
    def scores(self) -> str:
        """The scores in words."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True, slots=True)
class Look:
    """What a person must look at: the place of the sheet from 1, the field, and why."""

    place: int
    sheet: Graded
    doubt: Doubt


def report_page(key: PaperKey, sheets: Sequence[Graded], analysis: Analysis, templates: tuple[Path, ...]) -> bytes:
    """Return the report as one page that needs nothing else."""
    return rendered(
        "scan/report.html",
        key,
        templates,
        sheets=list(enumerate(sheets, 1)),
        scores=analysis.scores,
        warnings=analysis.warnings,
        items=by_trouble(analysis),
        bars=bars(analysis.scores),
        drawing={"wide": WIDE, "high": HIGH, "left": LEFT, "floor": HIGH - BELOW},
        looks=list(looks(sheets)),
        missing=missing(key, sheets),
        by_hand=[item for item in key.items if item.interaction not in BUBBLED],
        letters=_letters(key),
        number=_number,
        share=_share,
        tail=f"{TAIL:.0%}",
    )


def by_trouble(analysis: Analysis) -> list[ItemFigures]:
    """Return the items, those with the gravest flags first, then those that tell the strong from the weak the least."""
    return sorted(
        analysis.items,
        key=lambda one: (-one.trouble, 1.0 if one.discrimination is None else one.discrimination),
    )


def looks(sheets: Sequence[Graded]) -> Iterator[Look]:
    """Yield what a person must look at: all doubts, and numbers that stand on more than one sheet."""
    numbers = Counter(sheet.number for sheet in sheets if sheet.number)
    for place, sheet in enumerate(sheets, 1):
        for doubt in sheet.reading.doubts:
            yield Look(place, sheet, doubt)
        told = {doubt.field for doubt in sheet.reading.doubts}
        for answer in sheet.answers:
            if answer.verdict == "doubt" and str(answer.number) not in told:
                yield Look(place, sheet, Doubt(str(answer.number), answer.why, ",".join(answer.letters)))
        if numbers[sheet.number] > 1 and not told & {"student", "code"}:
            why = f"the same number stands on {numbers[sheet.number]} sheets"
            yield Look(place, sheet, Doubt("student", why, sheet.number))


def bars(scores: Scores) -> list[Bar]:
    """Return the distribution of the scores from 0 to all points as at most 25 bars of equal width."""
    step = next(step for step in _steps() if scores.possible // step < MOST_BARS)
    counts = Counter(dict.fromkeys(range(0, scores.possible + 1, step), 0))
    for score, count in scores.counts:
        counts[score // step * step] += count
    tallest, every = max(counts.values()), -(-len(counts) // MOST_TICKS)
    width = (WIDE - LEFT) / len(counts)
    return [
        _bar((low, min(low + step - 1, scores.possible)), counts[low], tallest, LEFT + n * width, width, n % every == 0)
        for n, low in enumerate(sorted(counts))
    ]


def _bar(scores: tuple[int, int], count: int, tallest: int, left: float, width: float, tick: bool) -> Bar:  # noqa: FBT001
    height = (HIGH - BELOW - ABOVE) * count / tallest if tallest else 0.0
    top = HIGH - BELOW - height
    return Bar(*scores, count, round(left, 2), round(top, 2), round(width, 2), round(height, 2), tick)


def _steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on."""
    ten = 1
    while True:
        yield from (ten, 2 * ten, 5 * ten)
        ten *= 10


def _letters(key: PaperKey) -> dict[tuple[str, str], str]:
    """By item and option id its letter; `B on A, D on B` where it has another letter on each of the forms A and B."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for form in key.forms:
        for entry in form.entries:
            for letter, option in zip(entry.letters, entry.options, strict=False):
                found.setdefault((entry.item, option), {})[form.name] = letter
    return {place: _told(by_form) for place, by_form in found.items()}


def _told(by_form: dict[str, str]) -> str:
    if len(set(by_form.values())) == 1:
        return next(iter(by_form.values()))
    return ", ".join(f"{letter} on {form}" for form, letter in by_form.items())


def _number(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else signed(value) if digits == 2 else f"{value:.{digits}f}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
