"""What `--since` says: what is new, changed and gone since an export, in words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from quizgen import api
from quizgen.api import CheckedProject, Release
from quizgen.delta import Delta, since
from quizgen.model.item import Item
from quizgen.reading.documents import exported
from quizgen.reading.project import bank_names

FEW = 5
"""So many ids are named."""


def delta(last: Path, project: CheckedProject, release: Release, chosen: Iterable[Item]) -> Delta:
    """Return what is new, changed and gone since the export `last`; `chosen` are the items the build is about.

    Raises ProblemError when `last` is no whole export as JSON or JSON Lines.
    """
    known = exported(last)
    asked = frozenset(bank.id for bank in project.banks)
    still = frozenset(release.lock.items[item.id].first for item in release.items)
    quiz = api.assemble(project, chosen, lock=release.lock)
    return since(known, quiz, still, None if asked >= bank_names(project.root) else asked)


def say(found: Delta, last: Path) -> None:
    """Say on stderr what is new, changed and gone: nobody but quizgen tells the platform."""
    counts = {"new": found.new, "changed": found.changed, "gone": found.gone}
    told = ", ".join(f"{len(ids):,} {word}" for word, ids in counts.items() if ids) or "nothing new, changed or gone"
    click.echo(f"since {last}: {told}", err=True)
    there = [found.renamed.get(name, name) for name in found.changed]
    for word, ids, what in (("changed", there, "replace"), ("gone", found.gone, "remove")):
        if ids:
            more = f" and {len(ids) - FEW:,} more (--report FILE has them all)" if len(ids) > FEW else ""
            click.echo(f"  {word}, to {what} by hand where they were imported: {', '.join(ids[:FEW])}{more}", err=True)
