"""What exports would say, and the page to practise on: made when somebody looks, and kept until something changes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from quizgen import api
from quizgen.exporting.report import Report
from quizgen.problem import Problem, ProblemError
from quizgen.reading.located import shown
from quizgen.serving.state import Found, State, Tools


@dataclass(frozen=True)
class Rehearsed:
    """What came of an export at some version of the project: its report, or why there can be none."""

    version: int
    report: Report | None = None
    found: tuple[Found, ...] = ()


@dataclass
class Exports:
    """What was made so far. One at a time is made, however many ask."""

    tools: Tools
    known: dict[str, Rehearsed] = field(default_factory=dict)
    _pages: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    _one: Lock = field(default_factory=Lock)

    def rehearsed(self, state: State, name: str) -> Rehearsed:
        """Return what the export to a format says at this state."""
        with self._one:
            done = self.known.get(name)
            if not done or done.version != state.version:
                done = self.known[name] = self._rehearse(state, name)
            return done

    def _rehearse(self, state: State, name: str) -> Rehearsed:
        try:
            quiz = state.quiz(name)
            with _told():
                report = api.rehearse(quiz, name, **self.tools.options(state.project, name))
            return Rehearsed(state.version, report, self.tools.found(list(quiz.problems)))
        except ProblemError as error:
            return Rehearsed(state.version, None, self.tools.found(list(error.problems)))

    def practice(self, state: State, bank: str) -> bytes:
        """Return the page to practise on, of the project or of one bank. Raises ProblemError when it cannot be made."""
        with self._one:
            version, page = self._pages.get(bank, (-1, b""))
            if version != state.version:
                self._pages = {name: kept for name, kept in self._pages.items() if kept[0] == state.version}
                page = self._practice(state, bank)
                self._pages[bank] = (state.version, page)
            return page

    def _practice(self, state: State, bank: str) -> bytes:
        with _told(), tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "practice.html"
            api.export(state.quiz("html", bank), "html", out, **self.tools.options(state.project, "html"))
            return out.read_bytes()


@contextmanager
def _told() -> Iterator[None]:
    """Turn a file that cannot be read, such as a picture that has just been taken away, into a problem."""
    try:
        yield
    except OSError as error:
        place = shown(Path(str(error.filename or "quizgen serve")))
        raise ProblemError(Problem("B001", f"cannot read or write: {error.strerror or error}", place)) from None
