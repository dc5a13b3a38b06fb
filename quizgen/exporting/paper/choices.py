"""What the user may set of every paper, whatever it is made with, and what every paper counts as lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from quizgen.exporting.paper.look import HeaderField, Look, Setting
from quizgen.exporting.paper.printed_text import UNPRINTABLE, linkable, texts
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction, Item
from quizgen.model.media import CALLED, Medium
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError

INTERACTIONS: frozenset[Interaction] = frozenset(
    ("choice", "choices", "text", "date", "number", "cloze", "order", "match")
)
"""What paper can ask: everything."""
PRESETS: dict[str, dict[str, Any]] = {
    "large": {"size": 18, "leading": 0.8},
    # After the British Dyslexia Association's style guide: wide spacing of letters, words and lines, no italics.
    "dyslexia": {"size": 14, "leading": 1.0, "tracking": 0.06, "spacing": 0.21, "italics": False},
}


def _names(value: object) -> object:
    """Take `a, b` as well as a list."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


class Asked(Frozen):
    """What stands on a paper.

    `instructions` stand under the title: the usual ones if not given, none if empty. `header` lists what the student
    fills in. `points` is what one item is worth, `lines` how many lines there are to write an answer on. `teacher`
    adds the teacher's edition.
    """

    instructions: str | None = None
    header: Annotated[tuple[HeaderField, ...], BeforeValidator(_names)] = ("name", "date", "score")
    points: Annotated[int, Field(ge=1)] | None = None
    lines: Annotated[int, Field(ge=1, le=40)] = 1
    teacher: bool = False


class Paged(Asked):
    """A paper in pages.

    `size` is the type size in points, `leading` the space between lines in ems. `preset` sets for large print or for
    readers with dyslexia what is not set by itself. `breaks` are the ids of items that begin on a new page.
    """

    preset: Literal["large", "dyslexia"] | None = None
    paper: Literal["a4", "us-letter"] = "a4"
    size: Annotated[float, Field(ge=6, le=36)] = 11
    columns: Annotated[int, Field(ge=1, le=3)] = 1
    leading: Annotated[float, Field(ge=0.3, le=2)] = 0.58
    breaks: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()

    @model_validator(mode="before")
    @classmethod
    def _preset(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        preset = PRESETS.get(str(data.get("preset")), {})
        return {name: value for name, value in preset.items() if name in cls.model_fields} | data


class Spaced(Paged):
    """A paper whose type can be set for who reads it.

    `tracking` and `spacing` are the space between letters and words in ems. Without `italics` what is slanted is bold.
    """

    tracking: Annotated[float, Field(ge=0, le=0.5)] = 0
    spacing: Annotated[float, Field(ge=0, le=1)] = 0
    italics: bool = True


def setting(options: Asked, *, teacher: bool = False) -> Setting:
    """Return what the options ask for, as the data of a quiz, or of the teacher's edition, is made with it."""
    breaks = frozenset(options.breaks) if isinstance(options, Paged) else frozenset()
    return Setting(options.instructions, options.points, options.header, options.lines, breaks, teacher)


def look(options: Spaced, fonts: tuple[str, ...] = (), bottom: float = 0, *, duplex: bool = False) -> Look:
    """Return the page that the options ask for; `bottom` is its lower margin in points."""
    return Look(
        paper=options.paper,
        size=options.size,
        columns=options.columns,
        fonts=fonts,
        bottom=bottom,
        leading=options.leading,
        tracking=options.tracking,
        spacing=options.spacing,
        italics=options.italics,
        duplex=duplex,
    )


def check_breaks(quiz: Quiz, out: Path, options: Asked) -> None:
    """Raise ProblemError if a page break is wanted before an item that the quiz does not have."""
    breaks = options.breaks if isinstance(options, Paged) else ()
    if unknown := sorted(set(breaks) - quiz.by_id.keys()):
        hint = "`breaks` takes ids of questions that are on this paper"
        raise ProblemError(Problem("B088", f"no such question: {', '.join(unknown)}", out.name, hint=hint))


def unheard(item: Item) -> str | None:
    """Return why no paper can ask the item, None if it can."""
    return f"its {CALLED['audio']} is the question" if any(one.kind == "audio" for one in item.asking) else None


def without(quiz: Quiz, skipped: Collection[str]) -> Quiz:
    """Return the quiz without the items of these ids."""
    return replace(quiz, items=tuple(item for item in quiz.items if item.id not in skipped)) if skipped else quiz


def lost(
    quiz: Quiz, shown: Callable[[Item], Collection[Medium]], opens: Callable[[str], object] = linkable
) -> Counter[str]:
    """Count what a paper could not carry.

    These are links that it cannot open, control characters, hints, reverse questions, and media that are not shown.
    """
    links = (one.url for item in quiz.items for one in item.citations)
    found = (text for item in quiz.items for text in texts(quiz, item, shown(item)))
    counts = Counter(
        link=sum(url is not None and not opens(url) for url in links),
        control=sum(UNPRINTABLE.search(text) is not None for text in found),
        hint=sum(item.hint is not None for item in quiz.items),
    )
    counts["question asked in reverse"] = sum(item.reverse is not None for item in quiz.items)
    left_out = (one for item in quiz.items for one in item.media if one not in shown(item))
    return +counts + Counter(CALLED[medium.kind] for medium in left_out)
