"""Options that several commands share, and what they complete to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])


def complete_banks(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete to the banks of the project."""
    from quizgen.problem import ProblemError
    from quizgen.reading.project import find_root

    try:
        root = find_root((ctx.find_root().params or {}).get("project") or _here())
    except ProblemError:
        return []
    names = sorted(path.stem for path in (root / "question_bank").glob("*"))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _here() -> Any:
    from pathlib import Path

    return Path()


def complete_formats(_ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete to the formats."""
    from quizgen.exporting.registry import formats

    return [CompletionItem(n, help=f.SUMMARY) for n, f in formats().items() if n.startswith(incomplete)]


bank_option = click.option(
    "--bank",
    "banks",
    multiple=True,
    metavar="BANK",
    shell_complete=complete_banks,
    help="Only this bank; may be repeated.",
)
where_option = click.option(
    "--where",
    default="",
    metavar="EXPR",
    help="Only questions that fit, e.g. 'kind:who,when -tag:prize'. "
    "Fields: bank, tag, kind, interaction, difficulty, fact, id.",
)
