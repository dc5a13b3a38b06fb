"""Printed forms and their keys, each time in a fresh process, as one waits for them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from generating import table_project
from measuring import Line, Scale, command, interleaved, of, ratio
from quizzes import pickled

ITEMS = 40
BARS = {4: 0.5, 30: 1.0}
"""Seconds for so many forms with their keys."""
IMPORT = "import typst"
PRINT = """
import pickle, sys
from pathlib import Path
from quizgen import api
quiz = pickle.loads(Path(sys.argv[1]).read_bytes())
report = api.export(quiz, "print", sys.argv[2])
assert report.written == len(quiz.items), report
"""


def lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield the time for 4 and for 30 forms beside that of importing Typst, then the whole command."""
    quizzes = pickled(folder, ITEMS, BARS)
    project = table_project(folder / "paper", 200)
    cases = {
        f"{n}": partial(command, sys.executable, "-c", PRINT, path, folder / "p.pdf") for n, path in quizzes.items()
    }
    cases["import"] = partial(command, sys.executable, "-c", IMPORT)
    cases["build"] = partial(command, *_build(project, folder))
    interleaved(cases, 1)  # compiles what is not compiled yet
    runs = interleaved(cases, 2 * scale.repeats)
    for count, bar in BARS.items():
        wall = of(runs[f"{count}"], "wall")
        times = f"{ratio(runs[f'{count}'], runs['import'], 'wall').shown('{:.1f}')} × `import typst`"
        what = f"{count} forms + keys of {ITEMS} items, whole process"
        yield Line(what, f"{wall.shown()} s", times, f"≤ {bar} s", wall.middle <= bar)
    times = f"{ratio(runs['build'], runs['import'], 'wall').shown('{:.1f}')} × `import typst`"
    yield Line(
        f"`quizgen build print -n {ITEMS} --forms 4`, 200 facts", f"{of(runs['build'], 'wall').shown()} s", times
    )


def _build(project: Path, folder: Path) -> tuple[object, ...]:
    quizgen = Path(sys.executable).with_name("quizgen")
    return quizgen, "-q", "-C", project, "build", "print", "-n", ITEMS, "--forms", 4, "-o", folder / "built.pdf"
