"""What `quizgen import` does: a deck becomes the drafts of a new bank."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click

from quizgen.cli.summary import many
from quizgen.drafting import Drafting, bank_name, draft_deck
from quizgen.drafting.writing import bank_text
from quizgen.problem import Problem, ProblemError
from quizgen.reading.field_text import tidy
from quizgen.reading.located import shown
from quizgen.reading.packages import read_package
from quizgen.reading.project import bank_names, find_root

NOTHING = "there is no note in this deck that can become a draft"


@dataclass(frozen=True)
class Imported:
    """The new bank's file, how many notes the deck has, and what became of them."""

    file: Path
    notes: int
    drafting: Drafting


def import_deck(project: Path, deck: Path, name: str | None, language: str | None) -> Imported:
    """Write the deck as a bank of drafts into the project.

    Raises ProblemError when there is no project, the deck cannot be read or holds nothing to draft, or there is a
    bank of this name; then nothing has been written.
    """
    root = find_root(project)
    package = read_package(deck)
    drafting = draft_deck(package, language)
    if not drafting.drafts:
        raise ProblemError(Problem("B083", _nothing(drafting.refused), shown(deck)))
    name = name or bank_name(drafting.title) or bank_name(deck.stem) or "deck"
    folder = root / "question_bank" / name
    _refuse_known(root, folder)
    _write(folder, bank_text(drafting, tidy(deck.name)))
    return Imported(folder / "bank.yaml", len(package.notes), drafting)


def _nothing(refused: Counter[str]) -> str:
    return f"{NOTHING}: {_counted(refused)}" if refused else "this deck has no notes"


def _refuse_known(root: Path, folder: Path) -> None:
    name = folder.name
    known = bank_names(root) if folder.parent.is_dir() else frozenset()
    if folder.exists() or name in known or f"_{name}" in known:
        hint = f"give the new one another name: --bank {name[:37]}-2"
        raise ProblemError(Problem("B013", f"there is a bank `{name}` already", shown(folder), None, hint))


def _write(folder: Path, text: str) -> None:
    """Write the bank beside its place and move it there, so that a failure leaves nothing behind."""
    beside = folder.with_name(f".{folder.name}.part")
    try:
        beside.mkdir(parents=True)
        (beside / "bank.yaml").write_text(text, encoding="utf-8", newline="\n")
        beside.rename(folder)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise ProblemError(Problem("B001", f"cannot write here: {error.strerror}", shown(folder))) from None


def say(imported: Imported) -> None:
    """Print to stderr what was made, what was not, and what to do next."""
    drafting = imported.drafting
    made, notes = many(len(drafting.drafts), "draft"), many(imported.notes, "note")
    click.echo(f"made {shown(imported.file)}: {made} out of {notes}", err=True)
    if drafting.merged:
        click.echo(f"  joined: {many(drafting.merged, 'note')} with another of the same sentence", err=True)
    if drafting.refused:
        click.echo(f"  not taken: {_counted(drafting.refused)}", err=True)
    if drafting.left:
        behind = ", ".join(many(n, what) for what, n in sorted(drafting.left.items()))
        click.echo(f"  left behind: {behind}", err=True)
    if drafting.rounded:
        click.echo(f"  changed: square brackets into round ones in {many(drafting.rounded, 'draft')}", err=True)
    click.echo(f"next: give each draft its source, as {shown(imported.file)} says, and run quizgen check", err=True)


def _counted(reasons: Counter[str]) -> str:
    return "; ".join(f"{n:,} × {reason}" for reason, n in reasons.most_common())
