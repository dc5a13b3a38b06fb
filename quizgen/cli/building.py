"""What `quizgen build` does: check, ask, assemble and export into a folder aside, then move everything into place."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from quizgen import api
from quizgen.cli import frames, releasing, summary
from quizgen.cli.progress import counted
from quizgen.exporting.anki_deck import DeckOptions
from quizgen.exporting.registry import exporter, formats
from quizgen.exporting.report import Report, move_folder
from quizgen.model.item import Item, Level
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError, errors
from quizgen.reading.located import shown
from quizgen.reading.patterns import slug

TRIAL = "-trial"
"""What marks the file of a deck that is nobody's release."""


@dataclass
class Build:
    """One run of `quizgen build`, with what was asked for on the command line; `reports` tell what was written."""

    project: Path
    quiet: bool = False
    formats: tuple[str, ...] = ()
    output: str | None = None
    banks: tuple[str, ...] = ()
    where: str = ""
    number: int | None = None
    seed: str | None = None
    difficulty: Level | None = None
    forms: int | None = None
    assignments: tuple[str, ...] = ()
    strict: bool = False
    keep_going: bool = False
    on_paper: list[Problem] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    def run(self) -> int:
        """Build and return the exit code."""
        _ = self.named  # wrong names are said before any work is done
        if problem := self._stopping():
            frames.say_problems(problem)
            click.echo("nothing was written; `--keep-going` builds from the facts that hold", err=True)
            return 1
        if not self.items and not self.release.lock.retired:
            hint = "`quizgen list facts` lists what there is; drafts ask nothing"
            raise ProblemError(
                Problem("B083", "there is no question to build from", shown(self.checked.root), None, hint)
            )
        stops = releasing.taken if self.trial else releasing.refusals
        if refused := list(stops(self.checked, self.release)):
            frames.say_problems([*self.problems, *refused])
            click.echo("nothing was written", err=True)
            return 1
        self.on_paper += releasing.warnings(self.checked, self.release)
        if self.output == "-":
            return self._to_stdout()
        try:
            self.reports = self._to_files()
        except OSError as error:
            place = str(error.filename or self.output or self.checked.root)
            raise ProblemError(Problem("B001", f"cannot write: {error.strerror}", shown(Path(place)))) from None
        frames.say_problems(self.problems)
        if not self.quiet:
            summary.say(self.checked, self.asked, self.items, self.reports, self.release)
        lost = any(report.skipped or report.lost for report in self.reports)
        return 1 if errors(self.problems) or (self.strict and (self.problems or lost)) else 0

    @cached_property
    def checked(self) -> api.CheckedProject:
        """The project, its citations held against their sources."""
        return api.check(api.load(self.project, self.banks))

    @cached_property
    def asked(self) -> api.Asked:
        """The questions, still to be made."""
        return api.ask(self.checked, self.seed, self.difficulty)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All questions of the chosen banks, reviewed, but for those that are retired."""
        return self.release.items

    @cached_property
    def release(self) -> api.Release:
        """What this build changes in what has been released."""
        made = counted(self.asked, "questions", quiet=self.quiet)
        when = releasing.moment(self.checked.config)
        return api.release(self.checked, made, when, self._options("anki"))

    @property
    def trial(self) -> bool:
        """Whether choices of the moment make this another thing than the project says: then nothing is locked."""
        own = any(assignment.startswith("anki.") for assignment in self.assignments)
        return bool(self.keep_going or self.seed or self.difficulty or own)

    @property
    def problems(self) -> list[Problem]:
        """Everything found wrong so far."""
        return [*self.checked.problems, *self.asked.problems, *dict.fromkeys(self.on_paper)]

    def _stopping(self) -> list[Problem]:
        """The problems because of which nothing is built."""
        found = self.checked.problems
        stops = () if self.keep_going else errors(found)
        if not stops and self.strict:
            _ = self.items  # making them finds what review has to say
            return self.problems
        return list(found) if stops else []

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The formats to build: those named, the one that `-o` ends in, or those of quizgen.toml."""
        by_suffix = tuple(name for name, known in formats().items() if self._suffix == known.SUFFIX)
        chosen = tuple(dict.fromkeys(self.formats or by_suffix or self.checked.config.formats))
        suffixes = [exporter(name).SUFFIX for name in chosen]
        if self._suffix and suffixes != [self._suffix]:
            wanted = f"{chosen[0]} writes {suffixes[0]}" if len(chosen) == 1 else "name one format, or give a folder"
            raise click.UsageError(f"`-o {self.output}` does not fit: {wanted}")
        if self.output == "-" and len(chosen) > 1:
            raise click.UsageError(f"{len(chosen)} formats do not go into one stream; name one")
        return chosen

    @property
    def _suffix(self) -> str:
        """The ending of the file that `-o` names; empty if it names a folder or nothing."""
        path = Path(self.output or "")
        ours = path.suffix in {known.SUFFIX for known in formats().values()}
        if not self.output or self.output == "-" or self.output.endswith("/") or (path.is_dir() and not ours):
            return ""
        return path.suffix

    def _quiz(self, name: str) -> Quiz:
        """The quiz for a format: paper gets a number of questions that fits a lesson, and forms."""
        on_paper = name == "print"
        number = self.number or (self.checked.config.print_items if on_paper else None)
        forms = self.forms or (self.checked.config.forms if on_paper else 0)
        lock = self.release.lock
        quiz = api.assemble(
            self.checked, self.items, where=self.where, number=number, forms=forms, seed=self.seed, lock=lock
        )
        if not quiz.items and not (quiz.retired and self._is_deck(name)):
            raise ProblemError(Problem("B083", f"no question fits `--where {self.where}`", "quizgen build"))
        if self.number or len(quiz.items) == number:  # else all there is stands on it, by nobody's choice
            self.on_paper.extend(quiz.problems)
        return quiz

    def _options(self, name: str) -> dict[str, Any]:
        own = dict(self.checked.config.options.get(name, {}))
        if name != "anki" and self._is_deck(name):  # the same notes behind every door
            shared = self.checked.config.options.get("anki", {})
            own = {key: value for key, value in shared.items() if key in DeckOptions.model_fields} | own
        for assignment in self.assignments:
            key, equals, value = assignment.partition("=")
            target, dot, option = key.partition(".")
            if not equals or not dot:
                raise click.UsageError(f"--set wants FORMAT.OPTION=VALUE, not {assignment!r}")
            if target == name:
                own[option] = value
        return own

    @staticmethod
    def _is_deck(name: str) -> bool:
        """Whether a format is for Anki."""
        return issubclass(exporter(name).Options, DeckOptions)

    def _to_stdout(self) -> int:
        name = self.named[0]
        with self._aside(Path(tempfile.gettempdir())) as folder:
            report = api.export(self._quiz(name), name, folder / f"out{exporter(name).SUFFIX}", **self._options(name))
            sys.stdout.buffer.write(report.files[0].read_bytes())
            sys.stdout.buffer.flush()
        if rest := [path.name.replace("out", name, 1) for path in report.files[1:]]:
            click.echo(f"left out: {', '.join(rest)}; one stream holds one file", err=True)
        if self._is_deck(name) and self.release.lock != self.release.before:
            click.echo("quizgen.lock stays as it is: a deck to give away is built into a file", err=True)
        frames.say_problems(self.problems)
        return 1 if errors(self.problems) else 0

    def _to_files(self) -> list[Report]:
        target, stem = self._target()
        target.mkdir(parents=True, exist_ok=True)
        with self._aside(target) as folder:
            made = [self._export(name, folder, stem) for name in self.named]
            self._update_lock()  # first: what is given away without being locked could never be updated
            return [_moved(report, folder, target) for report in made]

    def _target(self) -> tuple[Path, str]:
        """The folder to write to and the outputs' name without an ending."""
        if self._suffix:
            path = Path(self.output or "")
            return path.parent, path.stem
        folder = Path(self.output) if self.output else self.checked.root / "output"
        return folder, self.banks[0] if len(self.banks) == 1 else self._project_name()

    def _project_name(self) -> str:
        banks = self.checked.banks
        if len(banks) == 1:
            return banks[0].id
        return slug(self.checked.config.title.replace("'", "")).lower() or "quiz"

    def _export(self, name: str, folder: Path, stem: str) -> Report:
        chosen = exporter(name)
        mark = TRIAL if self.trial and self._is_deck(name) and not self._suffix else ""
        return api.export(self._quiz(name), name, folder / f"{stem}{mark}{chosen.SUFFIX}", **self._options(name))

    @contextmanager
    def _aside(self, parent: Path) -> Iterator[Path]:
        """A folder beside the outputs, gone afterwards whatever happens."""
        folder = Path(tempfile.mkdtemp(prefix=".quizgen-", dir=parent))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _update_lock(self) -> None:
        if self.release.lock == self.release.before:
            return
        if not self.trial:
            api.keep(self.checked, self.release.lock)
        elif not self.quiet:
            click.echo("choices were made for once, so this is a trial: quizgen.lock stays as it is", err=True)


def _moved(report: Report, folder: Path, target: Path) -> Report:
    """Move what was written in `folder` to `target`; of a folder that is an output all that is ours goes at once."""
    inside = [path.relative_to(folder) for path in report.files]
    for name in dict.fromkeys(path.parts[0] for path in inside):
        if (folder / name).is_dir():
            move_folder(folder / name, target / name)
        else:
            (folder / name).replace(target / name)
    return replace(report, files=tuple(target / path for path in inside))
