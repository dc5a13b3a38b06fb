"""What `quizgen check` does: check, ask, review, and say what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from quizgen import api
from quizgen.cli import fitting, frames
from quizgen.cli.figures_table import as_data, as_table, tallied
from quizgen.cli.progress import counted
from quizgen.cli.report_page import write_report
from quizgen.cli.summary import many
from quizgen.exporting.registry import exporter
from quizgen.problem import Problem, ProblemError, errors, in_order
from quizgen.reviewing.figures import Figures


@dataclass
class Check:
    """One run of `quizgen check` and what it found. `figures` are those of each bank."""

    quiet: bool
    facts: int = 0
    items: int = 0
    problems: list[Problem] = field(default_factory=list)
    figures: dict[str, Figures] = field(default_factory=dict)

    def run(self, path: Path, banks: Iterable[str], report: Path | None, formats: Sequence[str] = ()) -> None:
        """Check and ask the project; write the report, if one is wanted, and try what `formats` would lose.

        Raises ProblemError when there is no project, or what it says cannot be asked at all.
        """
        for name in formats:
            exporter(name)  # a wrong name is said before any work is done
        project = api.load(path, banks)
        checked = api.check(project)
        asked = api.ask(checked)
        made = tallied(counted(asked, "questions", quiet=self.quiet), self.figures)
        kept = tuple(made) if report or formats else ()  # what was asked is known only when all have been made
        self.items = len(kept) if report or formats else sum(1 for _ in made)
        unwritten = write_report(report, project, asked, kept) if report else ()
        losses = fitting.problems(checked, kept, formats)
        self.problems = in_order((*unwritten, *checked.problems, *asked.problems, *losses))
        self.facts = sum(len(bank.facts) for bank in checked.banks)

    def stop(self, error: ProblemError) -> None:
        """Remember only why the work could not go on."""
        self.problems, self.facts = list(error.problems), 0

    def say(self, style: str, *, every: bool, with_figures: bool) -> None:
        """Print what was found as `text`, `json` or `github`."""
        if style == "json":
            click.echo(self._as_json(with_figures=with_figures))
        elif style == "github":
            click.echo(frames.as_github(self.problems), nl=bool(self.problems))
        else:
            self._in_words(every=every)
            if with_figures and self.figures:
                click.echo(as_table(self.figures))

    def _as_json(self, *, with_figures: bool) -> str:
        """The list of problems; with figures an object of both."""
        if not with_figures:
            return frames.as_json(self.problems)
        whole = {"problems": frames.as_data(self.problems), "figures": as_data(self.figures)}
        return json.dumps(whole, ensure_ascii=False, indent=1)

    def _in_words(self, *, every: bool) -> None:
        frames.say_problems(self.problems, every=every)
        if not self.quiet and not errors(self.problems):
            verb = "holds" if self.facts == 1 else "hold"
            click.echo(f"{many(self.facts, 'fact')} {verb}, with {many(self.items, 'question')}", err=True)
