"""The closing words of a build: what was made, where, and what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from quizgen.api import Asked, CheckedProject, Release
from quizgen.exporting.report import Report
from quizgen.model.item import Item
from quizgen.reading.located import shown
from quizgen.reporting.coverage import in_general

MOST = 5


def say(
    project: CheckedProject,
    asked: Asked,
    items: Sequence[Item],
    reports: Sequence[Report],
    release: Release,
) -> None:
    """Print the summary to stderr."""
    for bank in project.banks:
        of_bank = [item for item in items if item.bank == bank.id]
        kinds = ", ".join(f"{kind} {n}" for kind, n in Counter(item.kind for item in of_bank).most_common())
        counted = f"{many(len(bank.facts), 'fact')}, {many(len(of_bank), 'question')}"
        click.echo(f"{bank.title}: {counted}{f' ({kinds})' if kinds else ''}", err=True)
        _say_reasons(left_out(asked, bank.id), "not asked")
        _say_reasons(refused(of_bank), "not offered as wrong options")
        _say_reasons(Counter(dict(bank.left_out)), "table rows left out")
    for report in reports:
        files = ", ".join(shown(path) for path in report.files)
        click.echo(click.style(files, bold=True) + f"  {many(report.written, 'question')}", err=True)
        _say_reasons(report.reasons(), "skipped")
        _say_reasons(report.lost, "changed or lost", len(report.lost))
    _say_changes(release)


def _say_changes(release: Release) -> None:
    if release.left_out:
        click.echo(f"left out as retired: {many(len(release.left_out), 'question')}", err=True)
    if not release.before.items:
        return
    changes = release.changes
    counts = {"new": len(changes.new), "changed": len(changes.changed), "vanished": len(changes.vanished)}
    if parts := ", ".join(f"{n:,} {word}" for word, n in counts.items() if n):
        click.echo(f"since the last release: {parts}", err=True)


def many(number: int, word: str) -> str:
    """Return how many there are of something, in words: `1 fact`, `1,200 facts`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def left_out(asked: Asked, bank: str) -> Counter[str]:
    """Return why slots of the bank made no question, counted; names inside the reasons are left aside."""
    return Counter(in_general(one.reason) for one in asked.unasked.get(bank, ()))


def refused(items: Sequence[Item]) -> Counter[str]:
    """Return why candidates for wrong options were refused, counted over the items."""
    reasons: Counter[str] = Counter()
    for item in items:
        reasons.update(dict(item.ledger))
    return reasons


def _say_reasons(reasons: Counter[str], what: str, most: int = MOST) -> None:
    if not reasons:
        return
    told = "; ".join(f"{n:,} × {reason}" for reason, n in reasons.most_common(most))
    rest = sum(n for _, n in reasons.most_common()[most:])
    click.echo(f"  {what}: {told}" + (f"; {rest:,} × other reasons" if rest else ""), err=True)
