"""Whole commands as a user waits for them: help, and the build of this repository."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measuring import Line, Scale, command, interleaved, of, ratio

ROOT = Path(__file__).parent.parent
QUIZGEN = Path(sys.executable).with_name("quizgen")
PROJECT = ("quizgen.toml", "quizgen.lock", "question_bank", "templates")
FORMATS = "from quizgen.exporting.registry import formats; print(*formats())"
HELP, BUILD = 2, 5.0


def help_lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield the time of `--help` beside that of importing click, and of Python alone."""
    cases = {
        "help": partial(command, QUIZGEN, "--help"),
        "click": partial(command, sys.executable, "-c", "import click"),
        "python": partial(command, sys.executable, "-c", "pass"),
    }
    interleaved(cases, 1)
    runs = interleaved(cases, 6 * scale.repeats)
    times = ratio(runs["help"], runs["click"], "wall")
    figure = f"{of(runs['help'], 'wall').shown('{:.0f}', 1000)} ms"
    yield Line(
        "`quizgen --help`", figure, f"{times.shown('{:.2f}')} × `import click`", f"≤ {HELP} ×", times.middle <= HELP
    )
    click = of(runs["click"], "wall").shown("{:.0f}", 1000)
    alone = of(runs["python"], "wall").shown("{:.0f}", 1000)
    yield Line("`python -c 'import click'`; `python -c pass`", f"{click} ms; {alone} ms")


def build_lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield the time to build a copy of this repository's banks (a build writes the lock) in each format and in all."""
    project = _copy(folder / "repository")
    done = subprocess.run([sys.executable, "-c", FORMATS], capture_output=True, check=True, text=True)
    names = done.stdout.split()
    cases = {
        name: partial(command, QUIZGEN, "-q", "-C", project, "build", *formats, "-o", folder / "built")
        for name, formats in {"all": names, **{name: [name] for name in names}}.items()
    }
    cases["check"] = partial(command, QUIZGEN, "-q", "-C", project, "check")
    interleaved(cases, 1)
    runs = interleaved(cases, scale.repeats)
    wall = of(runs["all"], "wall")
    parts = "; ".join(f"{name} {of(runs[name], 'wall').middle:.2f}" for name in (*names, "check"))
    yield Line(
        f"`quizgen build {' '.join(names)}`",
        f"{wall.shown()} s",
        f"alone: {parts}",
        f"≤ {BUILD:g} s",
        wall.middle <= BUILD,
    )


def _copy(project: Path) -> Path:
    project.mkdir(parents=True, exist_ok=True)
    for part in (ROOT / name for name in PROJECT):
        if part.is_dir():
            shutil.copytree(part, project / part.name, dirs_exist_ok=True)
        elif part.exists():
            shutil.copy(part, project)
    return project
