"""The options of formats, as quizgen.toml and the command line set them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from quizgen.api import CheckedProject
from quizgen.exporting.anki_deck import DeckOptions
from quizgen.exporting.registry import exporter, formats, on_paper
from quizgen.problem import Problem, ProblemError
from quizgen.reading.project import CONFIG

PATHS = frozenset({"font_path", "donor"})
"""Options that are paths: in quizgen.toml they are seen from there, wherever one stands."""
Chosen = Mapping[str, Mapping[str, Any]]
"""What was set for once, by format and option."""


def is_deck(name: str) -> bool:
    """Tell whether a format is for Anki."""
    return issubclass(exporter(name).Options, DeckOptions)


def options(project: CheckedProject, name: str, chosen: Chosen | None = None) -> dict[str, Any]:
    """Return the options of a format: what was `chosen` for once goes over what quizgen.toml says.

    What is said of `print` holds for every paper, and what is said of `anki` for every door into Anki.
    """
    chosen = chosen or {}
    written = _shared(project.config.options, name) | dict(project.config.options.get(name, {}))
    seen_from_there = {option: _below(project.root, written[option]) for option in PATHS & written.keys()}
    return written | seen_from_there | _shared(chosen, name) | dict(chosen.get(name, {}))


def _shared(said: Chosen, name: str) -> dict[str, Any]:
    """What is said of another format and holds for this one, too."""
    if name != "anki" and is_deck(name):
        return {key: value for key, value in said.get("anki", {}).items() if key in DeckOptions.model_fields}
    known = exporter(name).Options.model_fields if on_paper(name) else {}
    return {key: value for key, value in said.get("print", {}).items() if key in known}


def _below(root: Path, value: object) -> object:
    """A path, or several, as seen from the project's folder; what is none is left for the format to refuse."""
    if isinstance(value, list):
        return [_below(root, one) for one in value]
    return root / value if isinstance(value, str) else value


def assigned(assignments: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what `--set` sets, by format. Raises ProblemError for a format or an option that is not there."""
    found: dict[str, dict[str, Any]] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        target, dot, option = key.partition(".")
        if not equals or not dot:
            raise click.UsageError(f"--set wants FORMAT.OPTION=VALUE, not {assignment!r}")
        _refuse_unknown(target, option, "--set")
        found.setdefault(target, {})[option] = value
    return found


def refuse_unknown(project: CheckedProject) -> None:
    """Raise ProblemError for an option in quizgen.toml that is not there."""
    for target, named in project.config.options.items():
        for option in named:
            _refuse_unknown(target, option, CONFIG)


def _refuse_unknown(target: str, option: str, place: str) -> None:
    """Raise ProblemError for what no format would look at: a slip of the pen would pass unseen."""
    known = exporter(target).Options.model_fields
    if target not in formats() or option not in known:
        near = difflib.get_close_matches(option, known, 1)
        there = f"its options are {', '.join(sorted(known))}" if known else "it has none"
        hint = f"did you mean `{near[0]}`?" if near else there
        raise ProblemError(Problem("B088", f"{target} has no option `{option}`", place, hint=hint))
