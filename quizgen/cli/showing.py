"""Facts and items as text for a person."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from quizgen.asking.asker import Unasked
from quizgen.cli.frames import place
from quizgen.grounding.references import reference
from quizgen.model.fact import Bank, Fact
from quizgen.model.item import Item
from quizgen.problem import Problem
from quizgen.reading.located import locate


def near(name: str, known: Iterable[str]) -> str | None:
    """Return a suggestion for a mistyped id."""
    found = difflib.get_close_matches(name, known, 1)
    return f"did you mean `{found[0]}`?" if found else "`quizgen list facts` lists them"


def fact_text(fact: Fact, unasked: Sequence[Unasked]) -> str:
    """Return the statement, where it is written, and what was not asked of it."""
    where = place(Problem("", "", fact.place.file, locate(fact.place)))
    lines = [f"{fact.bank}.{fact.id}  ({where})", f"  {fact.prose()}"]
    if fact.status != "asserted":
        lines.append(f"  status: {fact.status}{f', by {fact.by}' if fact.by else ''}")
    lines += [f"  not asked ({one.slot}): {one.reason}" for one in unasked if one.fact == fact.id]
    return "\n".join(lines)


def item_text(item: Item, bank: Bank) -> str:
    """Return an item with its options, its sources, and the candidates that were refused as options."""
    lines = [
        f"{item.id}  [{item.kind}, {item.interaction}{', closed' if item.closed else ''}, wording: {item.wording}]"
    ]
    lines.append(f"  {item.stem}")
    lines += [f"  {'*' if o.correct else ' '} {o.id}. {o.text}" for o in item.options]
    if not item.options:
        lines.append(f"  * {'; '.join(item.key)}")
    if item.accept:
        lines.append(f"  also accepted: {', '.join(item.accept)}")
    for citation in item.citations:
        lines.append(f"  {reference(bank.sources[citation.source])}")
        lines.append(f"    {citation.where} ({citation.standing}): “{citation.quote or '—'}”")
        lines += [f"    {citation.url}"] if citation.url else []
    if item.ledger:
        told = ", ".join(f"{count} × {reason}" for reason, count in item.ledger)
        lines.append(f"  not offered: {told}")
    return "\n".join(lines)
