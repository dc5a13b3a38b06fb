"""What `quizgen build` does: check, ask, assemble and export into a folder aside, then move everything into place."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from glob import escape
from pathlib import Path
from typing import Any

import click

from quizgen import api
from quizgen.assembling import parse_where
from quizgen.cli import frames, releasing, since, summary
from quizgen.cli.build_report import write_report
from quizgen.cli.format_options import assigned, is_deck, options, refuse_unknown
from quizgen.cli.placing import left_over, move, seen_from
from quizgen.cli.progress import counted
from quizgen.cli.summary import many
from quizgen.delta import Delta
from quizgen.exporting.registry import by_ending, exporter, formats, is_part, makes_copies, makes_forms, on_paper
from quizgen.exporting.report import Report
from quizgen.model.item import Item, Level
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError, Severity, errors
from quizgen.reading.located import shown
from quizgen.reading.patterns import slug
from quizgen.reading.project import CONFIG, PlannedSection

TRIAL = "-trial"
"""What marks the file of a deck that is nobody's release."""
CHANGES = "-changes"
"""What marks files with only what is new or changed: they do not take the place of the whole."""


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
    class_list: str | None = None
    font_path: tuple[str, ...] = ()
    donor: str | None = None
    since: Path | None = None
    report: Path | None = None
    assignments: tuple[str, ...] = ()
    strict: bool = False
    keep_going: bool = False
    on_paper: list[Problem] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    def run(self) -> int:
        """Build and return the exit code."""
        _ = self.named, self._chosen  # wrong names are said before any work is done
        refuse_unknown(self.checked)
        if problems := self._stopping():
            frames.say_problems(problems)
            click.echo("nothing was written; `--keep-going` builds from the facts that hold", err=True)
            return 1
        if not self.items and not self.release.lock.retired:
            hint = "`quizgen list facts` lists what there is; drafts ask nothing"
            root = shown(self.checked.root)
            raise ProblemError(Problem("B083", "there is no question to build from", root, None, hint))
        stops = releasing.taken if self.trial else releasing.refusals
        if refused := list(stops(self.checked, self.release)):
            frames.say_problems([*self.problems, *refused])
            click.echo("nothing was written", err=True)
            return 1
        self.on_paper += releasing.warnings(self.checked, self.release)
        return self._write() if self.delta is None or self.delta.fresh else self._unchanged(self.delta)

    def _unchanged(self, found: Delta) -> int:
        """Say that there is nothing to export; an older file of changes must not be taken for one of now."""
        with self._told_where():
            self._account()
        self._say_delta()
        click.echo("nothing was written", err=True)
        target, stem = self._target()
        if stale := sorted(target.glob(f"{escape(stem + CHANGES)}*")):
            click.echo(f"still there from an earlier build: {', '.join(map(shown, stale))}", err=True)
        return 0

    def _say_delta(self) -> None:
        if self.delta is not None and self.since is not None:
            since.say(self.delta, self.since)

    def _write(self) -> int:
        """Write everything, say what came of it, and return the exit code."""
        with self._told_where():
            self.reports = [self._to_stdout()] if self.output == "-" else self._to_files()
            self._account()
        frames.say_problems(self.problems)
        if not self.quiet and self.output != "-":
            summary.say(self.checked, self.asked, self.items, self.reports, self.release)
        self._say_delta()
        if left := left_over(self.reports):
            click.echo(f"still there from an earlier build: {', '.join(map(shown, left))}", err=True)
        lost = [report.format for report in self.reports if report.skipped or report.lost]
        if self.strict and lost:
            click.echo(f"--strict: something was skipped, changed or lost in {', '.join(lost)}", err=True)
        return 1 if errors(self.problems) or (self.strict and (self.problems or lost)) else 0

    def _account(self) -> None:
        if self.report:
            write_report(self.report, self.reports, self.delta)

    @contextmanager
    def _told_where(self) -> Iterator[None]:
        """Turn what cannot be written into a problem at its place."""
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            place = str(error.filename2 or error.filename or self.output or self.checked.root)
            raise ProblemError(Problem("B001", f"cannot write: {error.strerror}", shown(Path(place)))) from None

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

    @cached_property
    def delta(self) -> Delta | None:
        """What is new, changed and gone since the export that `--since` names, of the questions that are wanted."""
        if self.since is None:
            return None
        chosen = tuple(filter(parse_where(self.where), self.items))
        if not chosen and self.where:
            raise self._nothing_fits()
        return since.delta(self.since, self.checked, self.release, chosen)

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
        by_name = by_ending(self._file) if self._file else ()
        chosen = tuple(dict.fromkeys(self.formats or by_name or self.checked.config.formats))
        endings = [Path(f"x{exporter(name).SUFFIX}").suffix for name in chosen]
        if self._file and endings != [Path(self._file).suffix]:
            wanted = f"{chosen[0]} writes {endings[0]}" if len(chosen) == 1 else "name one format, or give a folder"
            raise click.UsageError(f"`-o {self.output}` does not fit: {wanted}")
        if self.output == "-" and len(chosen) > 1:
            raise click.UsageError(f"{len(chosen)} formats do not go into one stream; name one")
        if self.class_list and (without := [name for name in chosen if not makes_copies(name) and on_paper(name)]):
            raise click.UsageError(f"{without[0]} makes no copies for a class; print, print-html, markdown and text do")
        if self.class_list and not any(map(makes_copies, chosen)):
            raise click.UsageError("`--class` is for paper: name the format print")
        self._refuse_parts(chosen)
        return chosen

    def _refuse_parts(self, chosen: Sequence[str]) -> None:
        """Raise UsageError for options that do not go together."""
        if self.since and self.number:
            raise click.UsageError("`--since` is all that is new or changed: it does not go with `--number`")
        if self.since and self._file and Path(self.output or "").resolve() == self.since.resolve():
            raise click.UsageError(f"`-o {self.output}` is what `--since` compares with: choose another name")
        if (self.forms or 0) > 1 and not any(map(makes_forms, chosen)):
            raise click.UsageError(f"{chosen[0]} holds no forms: `--forms` is for paper and json")
        if self.donor and "h5p" not in chosen:
            raise click.UsageError("`--h5p-donor` is for the format h5p")

    @property
    def _file(self) -> str:
        """The name of the file that `-o` names; empty if it names a folder or nothing."""
        path = Path(self.output or "")
        ours = path.suffix in {Path(f"x{known.SUFFIX}").suffix for known in formats().values()}
        if not self.output or self.output == "-" or self.output.endswith("/") or (path.is_dir() and not ours):
            return ""
        return path.name if path.suffix else ""

    def _quiz(self, name: str) -> Quiz:
        """The quiz for a format."""
        quiz = self._paper if on_paper(name) else self._whole
        if not quiz.items and not (quiz.retired and is_deck(name)):
            raise self._nothing_fits()
        return quiz

    def _nothing_fits(self) -> ProblemError:
        return ProblemError(Problem("B083", f"no question fits `--where {self.where}`", "quizgen build"))

    @cached_property
    def _whole(self) -> Quiz:
        return self._assembled(self.number, self.forms or 0)

    @cached_property
    def _paper(self) -> Quiz:
        """What goes on paper: as many questions as fit a lesson, or the planned sections, on forms."""
        config = self.checked.config
        number = self.number or config.sections or config.print_items
        quiz = self._assembled(number, self.forms or config.forms)
        if not self.class_list:
            return quiz
        return api.made_out(quiz, self.class_list)

    def _assembled(self, number: int | Sequence[PlannedSection] | None, forms: int) -> Quiz:
        quiz = api.assemble(
            self.checked,
            [item for item in self.items if not self.delta or item.id in self.delta.fresh],
            where=self.where,
            number=number,
            forms=forms,
            seed=self.seed,
            lock=self.release.lock,
        )
        quiz = replace(quiz, partial=self.delta is not None)
        if self.number or len(quiz.items) == number or quiz.sections:  # else all there is stands on it, unchosen
            self.on_paper.extend(quiz.problems)
        self.on_paper.extend(_too_few(quiz, number, self.number))
        return quiz

    def _options(self, name: str) -> dict[str, Any]:
        return options(self.checked, name, self._chosen)

    @cached_property
    def _chosen(self) -> dict[str, dict[str, Any]]:
        """What the command line sets of the formats, one by one. Raises ProblemError for what is not there."""
        found = assigned(self.assignments)
        if self.donor:
            found.setdefault("h5p", {})["donor"] = self.donor
        for name in self.named if self.font_path else ():
            if "font_path" in exporter(name).Options.model_fields:
                found[name] = {"font_path": self.font_path} | found.get(name, {})
        return found

    def _to_stdout(self) -> Report:
        name = self.named[0]
        with self._aside(Path(tempfile.gettempdir())) as folder:
            main = folder / f"{self._project_name()}{exporter(name).SUFFIX}"
            report = self._exported(name, main)
            if any(is_part(name, main, path) for path in report.files):
                raise click.UsageError("this makes several files of questions, and a stream holds one: name a folder")
            sys.stdout.buffer.write(report.files[0].read_bytes())
            sys.stdout.buffer.flush()
        if rest := [path.name for path in report.files[1:]]:
            click.echo(f"left out: {', '.join(rest)}; one stream holds one file", err=True)
        if is_deck(name) and self.release.lock != self.release.before:
            click.echo("quizgen.lock stays as it is: a deck to give away is built into a file", err=True)
        return replace(report, files=())

    def _to_files(self) -> list[Report]:
        target, stem = self._target()
        target.mkdir(parents=True, exist_ok=True)
        with self._aside(target) as folder:
            made = [self._export(name, folder, stem) for name in self.named]
            self._update_lock()  # first: what is given away without being locked could never be updated
            move(folder, target)
            return [seen_from(report, folder, target) for report in made]

    def _target(self) -> tuple[Path, str]:
        """The folder to write to and the outputs' name without an ending."""
        if self._file:
            return Path(self.output or "").parent, Path(self._file).stem
        folder = Path(self.output) if self.output else self.checked.root / "output"
        return folder, self.banks[0] if len(self.banks) == 1 else self._project_name()

    def _project_name(self) -> str:
        banks = self.checked.banks
        if len(banks) == 1:
            return banks[0].id
        return slug(self.checked.config.title.replace("'", "")).lower() or "quiz"

    def _export(self, name: str, folder: Path, stem: str) -> Report:
        chosen = exporter(name)
        mark = TRIAL if self.trial and is_deck(name) else ""
        mark += CHANGES if self.delta else ""
        file = self._file or f"{stem}{mark}{chosen.SUFFIX}"
        return self._exported(name, folder / file)

    def _exported(self, name: str, out: Path) -> Report:
        """Export; raise ProblemError where nothing came of it, for nobody wants a file of no questions.

        Of what changed since an export a format may well take nothing, and others still want theirs.
        """
        quiz = self._quiz(name)
        report = api.export(quiz, name, out, **self._options(name))
        if quiz.items and not report.written and self.delta is None:
            reasons = "".join(f": {reason}" for reason, _ in report.reasons().most_common(1))
            message = f"{name} can take none of these {many(len(quiz.items), 'question')}{reasons}"
            raise ProblemError(Problem("B083", message, "quizgen build"))
        return report

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


def _too_few(quiz: Quiz, plan: int | Sequence[PlannedSection] | None, asked: int | None) -> Iterator[Problem]:
    """Warn of papers and sections with fewer questions than somebody wanted."""
    hint = "no more fit; ask for fewer, or let `where` take in more"
    if isinstance(plan, Sequence):
        for number, (wanted, made) in enumerate(zip(plan, quiz.sections, strict=True), 1):
            if wanted.number and len(made.items) < wanted.number:
                name = f"“{made.title}”" if made.title else str(number)
                message = f"section {name} has {many(len(made.items), 'question')}, not {wanted.number}"
                yield Problem("B121", message, CONFIG, hint=hint, severity=Severity.WARNING)
    elif asked and len(quiz.items) < asked:
        message = f"there are {many(len(quiz.items), 'question')}, not {asked}"
        yield Problem("B121", message, "--number", hint=hint, severity=Severity.WARNING)
