"""The JSON contract: everything quizgen knows of a quiz, for learning platforms and other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field

from quizgen.exporting.platform.json.document import head, part, published, withdrawn
from quizgen.exporting.platform.json.writing import dumped, unsaid
from quizgen.exporting.report import Report, write_whole
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction
from quizgen.model.quiz import Quiz

SUMMARY = "JSON for learning platforms: items, options, keys, citations, sources, forms"
SUFFIX = ".json"
FORMS = True
INTERACTIONS: frozenset[Interaction] = frozenset(
    {"choice", "choices", "text", "date", "number", "order", "match", "cloze"}
)


class Options(Frozen):
    """What a user may set: `indent` in spaces, 0 for one line."""

    indent: Annotated[int, Field(ge=0, le=8)] = 1


def export(quiz: Quiz, out: Path, options: BaseModel) -> Report:
    """Write the quiz as one JSON document."""
    indent = options.indent if isinstance(options, Options) else 1
    lost = unsaid(quiz)
    write_whole(out, (chunk.encode() for chunk in chunks(quiz, indent, lost)))
    return Report("json", (out,), written=len(quiz.items), cards=len(quiz.items), lost=lost)


def chunks(quiz: Quiz, indent: int = 1, lost: Counter[str] | None = None) -> Iterator[str]:
    """Yield the document in pieces, one item at a time, so that a large quiz needs no second copy in memory.

    What cannot be written is counted in `lost`.
    """
    losses: Counter[str] = Counter() if lost is None else lost
    document = head(quiz)
    begun = document.model_copy(update={"items": None, "sources": None})  # None is left out
    yield dumped(begun, indent, losses).rstrip().removesuffix("}").rstrip()
    yield from _listed("sources", document.sources, indent, losses)
    yield from _listed("items", published(quiz), indent, losses)
    if quiz.sections:
        yield from _listed("sections", map(part, quiz.sections), indent, losses)
    if quiz.retired:
        yield from _listed("retired", withdrawn(quiz), indent, losses)
    if quiz.forms:
        yield from _listed("forms", quiz.forms, indent, losses)
    yield f"{_gap(indent, 0)}}}\n"


def _listed(name: str, models: Iterable[BaseModel], indent: int, lost: Counter[str]) -> Iterator[str]:
    colon = ": " if indent else ":"
    yield f',{_gap(indent, 1)}"{name}"{colon}['
    between, gap = "", _gap(indent, 2)
    for model in models:
        # JSON never holds a raw line break inside a string, so every line break may be indented
        text = dumped(model, indent, lost)
        yield between + gap + (text.replace("\n", gap) if indent else text)
        between = ","
    yield (_gap(indent, 1) if between else "") + "]"


def _gap(indent: int, depth: int) -> str:
    return "\n" + " " * (indent * depth) if indent else ""
