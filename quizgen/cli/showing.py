"""Facts and items as text for a person."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from quizgen.asking.asker import Unasked
from quizgen.cli.frames import place
from quizgen.grounding.checking import check_fact
from quizgen.grounding.references import reference
from quizgen.model.fact import Bank, Fact
from quizgen.model.item import Item
from quizgen.model.media import CALLED, Medium
from quizgen.problem import Problem, ProblemError, errors
from quizgen.reading.located import locate
from quizgen.reading.project import Project


def find(name: str, project: Project) -> tuple[Bank, Fact]:
    """Return the fact that a fact's or an item's id names, and its bank.

    Raises ProblemError with a suggestion when there is none.
    """
    facts = {f"{bank.id}.{fact.id}": (bank, fact) for bank in project.banks for fact in bank.facts}
    bank_and_fact = ".".join(name.split(".")[:2])
    if bank_and_fact in facts:
        return facts[bank_and_fact]
    near = difflib.get_close_matches(bank_and_fact, facts, 1)
    raise missing(name, near[0] if near else None)


def missing(name: str, near: str | None) -> ProblemError:
    """Return the refusal to show what is not there, with a suggestion."""
    hint = f"did you mean `{near}`?" if near else "`quizgen list facts` lists them"
    return ProblemError(Problem("B084", f"there is no fact or item `{name}`", "quizgen show", None, hint))


def refuse_broken(fact: Fact, bank: Bank, project: Project) -> None:
    """Raise ProblemError with what is wrong with the fact, if anything is."""
    _, problems = check_fact(fact, bank, project.config.require)
    if broken := errors(problems):
        raise ProblemError(*broken)


def fact_text(fact: Fact, unasked: Sequence[Unasked]) -> str:
    """Return the statement, where it is written, and which of its slots were not asked and why."""
    where = place(Problem("", "", fact.place.file, locate(fact.place)))
    lines = [f"{fact.bank}.{fact.id}  ({where})", f"  {fact.prose()}"]
    if fact.status != "asserted":
        lines.append(f"  status: {fact.status}{f', by {fact.by}' if fact.by else ''}")
    lines += [f"  not asked{f' ({one.slot})' if one.slot else ''}: {one.reason}" for one in unasked]
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
    lines += [f"  {_medium(medium)}" for medium in item.media]
    lines += [f"  hint: {item.hint}"] if item.hint else []
    lines += [f"  asked the other way round: {item.reverse}"] if item.reverse else []
    for citation in item.citations:
        lines.append(f"  {reference(bank.sources[citation.source])}")
        told = " ".join(part for part in (citation.where, f"({citation.standing})") if part)
        lines.append(f"    {told}: “{citation.quote or '—'}”")
        lines += [f"    {citation.url}"] if citation.url else []
    if item.difficulty:
        lines.append(f"  difficulty: {item.difficulty.level} ({item.difficulty.value:.2f}, {item.difficulty.method})")
    lines += [f"  not offered: {_refused(item, reason, count)}" for reason, count in item.ledger]
    return "\n".join(lines)


def _medium(medium: Medium) -> str:
    """A picture or sound: its file, whose it is, and what is seen or heard in it."""
    asks = " (the question)" if medium.asks else ""
    return f"{CALLED[medium.kind]}{asks}: {medium.file} ({medium.credit}, {medium.licence}): {medium.alt}"


def _refused(item: Item, reason: str, count: int) -> str:
    """How many candidates were refused for a reason, and some of them."""
    named = list(dict.fromkeys(text for why, text in item.refused if why == reason))
    return f"{count} × {reason}" + (f": {', '.join(named)}{', …' if count > len(named) else ''}" if named else "")
