"""Keeping the state up with the files: what was saved is read again, and only the banks that changed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition, Event

from quizgen import api
from quizgen.lock_file import read_lock
from quizgen.problem import Problem, ProblemError
from quizgen.reading.banks import bank_name
from quizgen.reading.located import shown
from quizgen.reading.project import CONFIG, Project, read_config
from quizgen.serving.state import Part, State, Tools
from quizgen.serving.watching import COMMON, Watch

EVERY = 0.1
"""Seconds between two looks."""
SETTLING = 0.03
"""Seconds to wait while something is being written, so many times at most."""
PATIENCE = 10


@dataclass
class Live:
    """A project that is kept up to date.

    `state` is what the pages show. One thread calls `run` (or `refresh`); any thread may read `state` and `wait`.
    """

    root: Path
    tools: Tools
    state: State = field(init=False)
    stopped: Event = field(default_factory=Event)
    _seen: dict[str, bytes] = field(default_factory=dict)
    _changed: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        self.watch = Watch(self.root)
        self.state = State(0, self.root)

    def run(self) -> None:
        """Look and read again until stopped. A bug of ours is told, and the next save tries again."""
        while not self.stopped.is_set():
            try:
                self.refresh()
            except Exception as error:
                self._tell(error)
            self.stopped.wait(EVERY)

    def stop(self) -> None:
        """End `run`, and everybody's waiting."""
        self.stopped.set()
        with self._changed:
            self._changed.notify_all()

    def wait(self, after: int, seconds: float) -> int:
        """Return the version of the state: once it is another than `after`, at the latest after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.version != after or self.stopped.is_set(), seconds)
        return self.state.version

    def refresh(self) -> bool:
        """Look once; if anything has changed, read it again. Returns whether it had."""
        seen = self.watch.look()
        if seen == self._seen:
            return False
        seen = self._settled(seen)
        before, self._seen = self._seen, seen
        everything = seen[COMMON] != before.get(COMMON)
        names = [name for name in sorted(seen) if name != COMMON]
        stale = [name for name in names if everything or seen[name] != before.get(name)]
        known = {part.name: part for part in self.state.parts}
        parts = [replace(known.get(name, Part(name)), making=name in stale) for name in names]
        self._publish(replace(self._with_general(names), parts=tuple(parts), trouble=""))
        for name in stale:
            for part in made(self.root, known.get(name, Part(name)), self.tools):
                self._put(part)
        return True

    def _settled(self, seen: dict[str, bytes]) -> dict[str, bytes]:
        """What stands there once nobody writes any more, or patience is at an end."""
        for _ in range(PATIENCE):
            self.stopped.wait(SETTLING)
            again = self.watch.look()
            if again == seen:
                break
            seen = again
        return seen

    def _with_general(self, names: list[str]) -> State:
        """The state with quizgen.toml and the lock as they are now, and what is wrong with no single bank."""
        try:
            project = Project(self.root, read_config(self.root / CONFIG), (), ()) if names else api.load(self.root)
            lock = read_lock(self.root)
        except ProblemError as error:
            return replace(self.state, general=self.tools.found(list(error.problems)))
        own = api.check(project).problems
        general = self.tools.found([*own, *_twice(self.root, names)])
        return replace(self.state, config=project.config, templates=project.templates, lock=lock, general=general)

    def _put(self, part: Part) -> None:
        parts = tuple(part if one.name == part.name else one for one in self.state.parts)
        self._publish(replace(self.state, parts=parts))

    def _publish(self, state: State) -> None:
        with self._changed:
            self.state = replace(state, version=self.state.version + 1)
            self._changed.notify_all()

    def _tell(self, error: Exception) -> None:
        """Say once, on the pages and in the terminal, that this is our fault; what was made before stays."""
        message = f"this is a bug of ours, not yours: {type(error).__name__}: {error}"
        if message == self.state.trouble:
            return
        self.tools.say(message)
        parts = tuple(replace(part, making=False, old=part.old or part.making) for part in self.state.parts)
        self._publish(replace(self.state, parts=parts, trouble=message))


def made(root: Path, earlier: Part, tools: Tools) -> Iterator[Part]:
    """Yield the bank as it is now: first what is wrong with it beside its earlier questions, then with its own.

    A bank that cannot be read keeps the questions it had, marked as old.
    """
    try:
        project = api.load(root, [earlier.name])
        checked = api.check(project)
        problems = [problem for problem in checked.problems if problem.path != shown(root / CONFIG)]
        if not checked.banks:
            yield _kept(earlier, problems, tools)
            return
        bank = checked.banks[0]
        of_items = [one.problem for one in earlier.found if one.problem.item]
        yield replace(_kept(earlier, [*problems, *of_items], tools), making=True)
        asked = api.ask(checked)
        with _uncollected():
            items = tuple(asked)
        found = tools.found([*problems, *asked.problems])
        yield Part(earlier.name, bank, len(project.banks[0].facts), items, found, len(asked.unasked[bank.id]))
    except ProblemError as error:
        yield _kept(earlier, list(error.problems), tools)


def _kept(earlier: Part, problems: list[Problem], tools: Tools) -> Part:
    return replace(earlier, found=tools.found(problems), old=bool(earlier.items), making=False)


def _twice(root: Path, names: list[str]) -> Iterator[Problem]:
    """Say of two folders that their banks would have one name, and so their questions the same ids."""
    known: dict[str, str] = {}
    for name in names:
        with suppress(ProblemError):  # said when the bank is read
            path = root / "question_bank" / name
            if (first := known.setdefault(bank_name(path), name)) != name:
                message = f"this bank and {first} have the same name as quizgen reads it"
                yield Problem("B013", message, shown(path), hint="banks are named with a-z, 0-9, `-` and `_`")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Making questions throws away little: looking for garbage meanwhile costs an eighth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
