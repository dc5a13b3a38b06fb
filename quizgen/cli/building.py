"""What `quizgen build` does: check, ask, assemble and export into a folder aside, then move everything into place."""

from __future__ import annotations

import difflib
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from glob import escape
from pathlib import Path
from typing import Any

import click

from quizgen import api
from quizgen.cli import frames, releasing, summary
from quizgen.cli.progress import counted
from quizgen.cli.summary import many
from quizgen.exporting.anki_deck import DeckOptions
from quizgen.exporting.registry import by_ending, exporter, formats, makes_copies, on_paper
from quizgen.exporting.report import Report, move_folder
from quizgen.model.item import Item, Level
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError, Severity, errors
from quizgen.reading.located import shown
from quizgen.reading.patterns import slug
from quizgen.reading.project import CONFIG, PlannedSection

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
    class_list: str | None = None
    font_path: tuple[str, ...] = ()
    assignments: tuple[str, ...] = ()
    strict: bool = False
    keep_going: bool = False
    on_paper: list[Problem] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    def run(self) -> int:
        """Build and return the exit code."""
        _ = self.named, self._set  # wrong names are said before any work is done
        for target, options in self.checked.config.options.items():
            for option in options:
                _refuse_unknown(target, option, CONFIG)
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
        if left := _left_over(self.reports):
            click.echo(f"of an earlier build, with other letters: {', '.join(map(shown, left))}", err=True)
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
        return chosen

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
        if not quiz.items and not (quiz.retired and self._is_deck(name)):
            raise ProblemError(Problem("B083", f"no question fits `--where {self.where}`", "quizgen build"))
        return quiz

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
            self.items,
            where=self.where,
            number=number,
            forms=forms,
            seed=self.seed,
            lock=self.release.lock,
        )
        if self.number or len(quiz.items) == number or quiz.sections:  # else all there is stands on it, unchosen
            self.on_paper.extend(quiz.problems)
        self.on_paper.extend(_too_few(quiz, number, self.number))
        return quiz

    def _options(self, name: str) -> dict[str, Any]:
        own = dict(self.checked.config.options.get(name, {}))
        if name != "anki" and self._is_deck(name):  # the same notes behind every door
            shared = self.checked.config.options.get("anki", {})
            own = {key: value for key, value in shared.items() if key in DeckOptions.model_fields} | own
        known = exporter(name).Options.model_fields
        if on_paper(name):  # what is said of print holds for every paper
            shared = self.checked.config.options.get("print", {})
            own = {key: value for key, value in shared.items() if key in known or name == "print"} | own
        if folders := own.get("font_path"):  # in quizgen.toml: seen from there, wherever one stands
            listed = [folders] if isinstance(folders, str) else folders
            own["font_path"] = [self.checked.root / folder for folder in listed]
        if self.font_path and "font_path" in known:
            own["font_path"] = self.font_path
        for_all = self._set.get("print", {}) if on_paper(name) else {}
        return own | {key: value for key, value in for_all.items() if key in known} | self._set.get(name, {})

    @cached_property
    def _set(self) -> dict[str, dict[str, str]]:
        """What `--set` sets, by format. Raises ProblemError for a format, or an option of print, that is not there."""
        found: dict[str, dict[str, str]] = {}
        for assignment in self.assignments:
            key, equals, value = assignment.partition("=")
            target, dot, option = key.partition(".")
            if not equals or not dot:
                raise click.UsageError(f"--set wants FORMAT.OPTION=VALUE, not {assignment!r}")
            _refuse_unknown(target, option)
            found.setdefault(target, {})[option] = value
        return found

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
        mark = TRIAL if self.trial and self._is_deck(name) else ""
        file = self._file or f"{stem}{mark}{chosen.SUFFIX}"
        return api.export(self._quiz(name), name, folder / file, **self._options(name))

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


def _left_over(reports: Iterable[Report]) -> list[Path]:
    """The papers of an earlier build that still stand beside those of this one: their letters are others."""
    written = {path for report in reports for path in report.files}
    papers = [report.files[0] for report in reports if report.format == "print"]
    return [
        path
        for main in papers
        for path in sorted(main.parent.glob(f"{escape(main.stem)}-*.pdf"))
        if path.stem[len(main.stem) :].startswith(("-teacher", "-sheets", "-copies")) and path not in written
    ]


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


def _refuse_unknown(target: str, option: str, place: str = "--set") -> None:
    """Raise ProblemError for what no format would look at: a slip of the pen would pass unseen."""
    known = exporter(target).Options.model_fields
    if target not in formats() or option not in known:
        near = difflib.get_close_matches(option, known, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"its options are {', '.join(sorted(known))}"
        raise ProblemError(Problem("B088", f"{target} has no option `{option}`", place, hint=hint))


def _moved(report: Report, folder: Path, target: Path) -> Report:
    """Move what was written in `folder` to `target`; of a folder that is an output all that is ours goes at once."""
    inside = [path.relative_to(folder) for path in report.files]
    for name in dict.fromkeys(path.parts[0] for path in inside):
        if (folder / name).is_dir():
            move_folder(folder / name, target / name)
        else:
            (folder / name).replace(target / name)
    return replace(report, files=tuple(target / path for path in inside))
