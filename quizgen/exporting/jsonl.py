"""JSON Lines: each line an item with its bank and its sources, so that a program needs no other line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from quizgen.exporting.platform.json.document import LINE_ID, SCHEMA_VERSION, csl, published
from quizgen.exporting.platform.json.writing import dumped, unsaid
from quizgen.exporting.report import NoOptions, Report, write_whole
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Quiz

SUMMARY = "JSON Lines for streams and pipelines: each line an item with its bank and its sources"
SUFFIX = ".jsonl"
INTERACTIONS: frozenset[Interaction] = frozenset(
    {"choice", "choices", "text", "date", "number", "order", "match", "cloze"}
)
BEGINNING = f'{{"$schema":"{LINE_ID}","schemaVersion":"{SCHEMA_VERSION}",'
PARTIAL = '"partial":true,'


Options = NoOptions


def export(quiz: Quiz, out: Path, options: NoOptions) -> Report:
    """Write the quiz as JSON Lines."""
    lost = unsaid(quiz)
    if quiz.forms:
        lost["forms"] = len(quiz.forms)
    if quiz.sections:
        lost["sections"] = len(quiz.sections)
    write_whole(out, (line.encode() for line in lines(quiz, lost)))
    return Report("jsonl", (out,), written=len(quiz.items), cards=len(quiz.items), lost=lost)


def lines(quiz: Quiz, lost: Counter[str] | None = None) -> Iterator[str]:
    """Yield a line for each item. What cannot be written is counted in `lost`."""
    losses: Counter[str] = Counter() if lost is None else lost
    beginning = f'{BEGINNING}{PARTIAL if quiz.partial else ""}"bank":'
    banks = {bank.id: f'{beginning}{dumped(bank, 0, losses)},"sources":[' for bank in quiz.banks}
    sources = {name: dumped(csl(cited), 0, losses) for name, cited in quiz.sources.items()}
    for item in published(quiz):
        yield f'{banks[item.bank]}{_cited(item, sources)}],"item":{dumped(item, 0, losses)}}}\n'


def _cited(item: Item, sources: Mapping[str, str]) -> str:
    return ",".join(dict.fromkeys([sources[citation.source] for citation in item.citations]))
