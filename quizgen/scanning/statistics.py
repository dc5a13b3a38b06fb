"""Item analysis: how hard each question was, whether it tells the strong from the weak, and how far to trust the score.

Classical test theory, with these sheets as the whole population: every variance divides by their number.

- Difficulty is the share that got the item right (Ebel and Frisbie 1991, Essentials of Educational Measurement).
- Discrimination is the point-biserial correlation of the item with the score on all other items, so that the item is
  not held against itself (the corrected item-total correlation: Nunnally and Bernstein 1994, Psychometric Theory).
- Upper minus lower is the share right among the best 27% less that among the last 27% (Kelley 1939, Journal of
  Educational Psychology 30, 17-24; Ebel and Frisbie). Who is level at the border of a group is in it with a fraction.
- A wrong option should be chosen by some, and by the weaker rather than the stronger (Haladyna and Downing 1993,
  Educational and Psychological Measurement 53, 999-1010; Haladyna and Rodriguez 2013, Developing and Validating Test
  Items).
- Reliability is KR-20 (Kuder and Richardson 1937, Psychometrika 2, 151-160), where items differ in points the
  coefficient alpha that it is a case of (Cronbach 1951, Psychometrika 16, 297-334); the standard error of measurement
  is the standard deviation times the root of 1 less the reliability.

What is in doubt counts nowhere: neither such a question nor any of a sheet that may be somebody else's or there twice.
Whatever needs a total score is taken from the complete sheets only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum, sqrt
from statistics import median
from typing import NamedTuple

from quizgen.answer_sheet import BUBBLED
from quizgen.model.key import KeyItem, KeyOption, PaperKey
from quizgen.scanning.grading import Answer, Graded
from quizgen.scanning.statistics_flags import FEWEST, Flag, flags
from quizgen.scanning.statistics_formulas import correlation, mean, reliability, tails, variance

FEW = 30
"""Figures from fewer sheets than this may well be accident, and are shown with a warning."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option: how many chose it, which share of the sheets, and their mean score.

    `upper` and `lower` are the shares of the best and the last 27% that chose it. All of them are None where there is
    nothing to count.
    """

    option: KeyOption
    count: int
    share: float | None
    mean: float | None
    upper: float | None
    lower: float | None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item over all forms. `sheets` of them have a verdict, `doubts` wait for one; the shares are from 0 to 1.

    `numbers` says, by form, which question it is. `difficulty` is the share that got it right (so 1 is the easiest),
    `discrimination` the corrected point-biserial correlation and `upper_lower` the index of the 27% groups, both from
    -1 to 1; None where too few sheets, or no differences among them, leave them without a value.
    """

    item: KeyItem
    numbers: tuple[tuple[str, int], ...]
    sheets: int
    right: int
    partly: int
    blank: int
    doubts: int
    difficulty: float | None
    discrimination: float | None
    upper_lower: float | None
    options: tuple[Chosen, ...]
    flags: tuple[Flag, ...] = ()

    @property
    def trouble(self) -> int:
        """The weight of all flags together."""
        return sum(flag.weight for flag in self.flags)


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of the complete sheets, in points. `sheets` counts all, `graded` those whose form is known.

    `reliability` is None where `why` says why it has no value; `error` is the standard error of measurement. `method`
    names the coefficient. `counts` has the scores that occur with how often, from the lowest.
    """

    sheets: int
    graded: int
    complete: int
    possible: int
    mean: float | None
    median: float | None
    deviation: float | None
    method: str
    reliability: float | None
    why: str
    error: float | None
    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The scores, and the items that have bubbles in the order of the key; `warnings` say how far to trust it."""

    scores: Scores
    items: tuple[ItemFigures, ...]
    warnings: tuple[str, ...]


def analyse(key: PaperKey, graded: Iterable[Graded]) -> Analysis:
    """Return the item analysis of all sheets."""
    sheets = list(graded)
    complete = [sheet for sheet in sheets if sheet.complete]
    items = [item for item in key.items if item.interaction in BUBBLED]
    columns = _columns(sheets, complete)
    numbers: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for form in key.forms:
        for entry in form.entries:
            numbers[entry.item].append((form.name, entry.number))
    found = tuple(_figures(item, tuple(numbers[item.id]), columns.get(item.id, [])) for item in items)
    scores = _scores(sheets, complete, items)
    return Analysis(scores, found, _warnings(scores))


def _warnings(scores: Scores) -> tuple[str, ...]:
    said = []
    if scores.complete < FEWEST:
        said.append(
            f"There are fewer than {FEWEST} complete sheets: too few to judge a question by, so none is flagged."
        )
    elif scores.complete < FEW:
        said.append(f"There are fewer than {FEW} complete sheets: these figures may well be accident.")
    if scores.complete < scores.sheets:
        left = scores.sheets - scores.complete
        said.append(
            f"{left} of {scores.sheets} sheets wait for a person's look, and are in no figure that needs a score."
        )
    return tuple(said)


# ---- scores ---------------------------------------------------------------------------------------------------------


def _scores(sheets: Sequence[Graded], complete: Sequence[Graded], items: Sequence[KeyItem]) -> Scores:
    scores = [sheet.score for sheet in complete]
    deviation = sqrt(variance(scores)) if scores else None
    value, why = reliability([{answer.item.id: answer.points for answer in marked(sheet)} for sheet in complete])
    equal = len({item.points for item in items}) <= 1
    return Scores(
        sheets=len(sheets),
        graded=sum(sheet.form is not None for sheet in sheets),
        complete=len(complete),
        possible=max((sheet.possible for sheet in sheets), default=sum(item.points for item in items)),
        mean=mean(scores),
        median=float(median(scores)) if scores else None,
        deviation=deviation,
        method="KR-20" if equal else "coefficient alpha",
        reliability=value,
        why=why,
        error=None if value is None or deviation is None else deviation * sqrt(max(0.0, 1 - value)),
        counts=tuple(sorted(Counter(scores).items())),
    )


def marked(sheet: Graded) -> list[Answer]:
    """Return the answers to questions that have bubbles."""
    return [answer for answer in sheet.answers if answer.verdict != "by hand"]


# ---- items ----------------------------------------------------------------------------------------------------------


class Cell(NamedTuple):
    """One answer to an item. `score` is the sheet's, None unless it is complete; `upper` and `lower` as in `tails`."""

    answer: Answer
    score: int | None = None
    upper: float = 0.0
    lower: float = 0.0


def _columns(sheets: Sequence[Graded], complete: Sequence[Graded]) -> dict[str, list[Cell]]:
    """All answers by item, of the settled sheets."""
    found: defaultdict[str, list[Cell]] = defaultdict(list)
    ends = iter(zip(*tails([sheet.score for sheet in complete]), strict=True))
    for sheet in filter(lambda sheet: sheet.settled, sheets):
        place = (sheet.score, *next(ends)) if sheet.complete else ()
        for answer in marked(sheet):
            found[answer.item.id].append(Cell(answer, *place))
    return found


def _figures(item: KeyItem, numbers: tuple[tuple[str, int], ...], column: Sequence[Cell]) -> ItemFigures:
    verdicts = Counter(cell.answer.verdict for cell in column)
    decided = [cell for cell in column if cell.answer.verdict != "doubt"]
    whole = [(cell.answer, cell.score) for cell in decided if cell.score is not None]
    tops, lows = _groups(decided, _is_right)
    figures = ItemFigures(
        item=item,
        numbers=numbers,
        sheets=len(decided),
        right=verdicts["right"],
        partly=verdicts["partly"],
        blank=verdicts["blank"],
        doubts=verdicts["doubt"],
        difficulty=verdicts["right"] / len(decided) if decided else None,
        discrimination=correlation(
            [float(_is_right(answer)) for answer, _ in whole], [score - answer.points for answer, score in whole]
        ),
        upper_lower=None if tops is None or lows is None else tops - lows,
        options=tuple(_chosen(option, decided) for option in item.options),
    )
    return replace(figures, flags=tuple(flags(figures)))


def _is_right(answer: Answer) -> bool:
    return answer.verdict == "right"


def _chosen(option: KeyOption, decided: Sequence[Cell]) -> Chosen:
    def chose(answer: Answer) -> bool:
        return option.id in answer.options

    who = [cell.score for cell in decided if chose(cell.answer)]
    upper, lower = _groups(decided, chose)
    return Chosen(
        option=option,
        count=len(who),
        share=len(who) / len(decided) if decided else None,
        mean=mean([score for score in who if score is not None]),
        upper=upper,
        lower=lower,
    )


def _groups(decided: Sequence[Cell], test: Callable[[Answer], bool]) -> tuple[float | None, float | None]:
    """The shares of the upper and of the lower group whose answers pass the test; None where a group has nobody."""
    passed = [cell for cell in decided if test(cell.answer)]
    return (
        _of(fsum(cell.upper for cell in passed), fsum(cell.upper for cell in decided)),
        _of(fsum(cell.lower for cell in passed), fsum(cell.lower for cell in decided)),
    )


def _of(part: float, whole: float) -> float | None:
    return part / whole if whole else None
