"""Printed forms and their keys, each time in a fresh process, as one waits for them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from generating import table_project
from measuring import Figures, Line, Scale, case, command, interleaved, of, ratio
from quizzes import pickled

ITEMS = 40
BARS = {4: 0.5, 30: 1.0}
"""Seconds for so many forms with their keys."""
COPIES = (60, 600)
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
    yield _copies(quizzes[min(BARS)], folder)
    yield Line(
        f"`quizgen build print -n {ITEMS} --forms 4`, 200 facts", f"{of(runs['build'], 'wall').shown()} s", times
    )


def _copies(path: Path, folder: Path) -> Line:
    """What copies for a large school take, beside those for two classes."""
    few, many = (case("paper", "copies", path, folder / "copies.pdf", count) for count in COPIES)
    figure = f"{many['wall']:.3g} s; {many['peak']:.0f} MB"
    more = many["peak"] / few["peak"]
    times = f"{more:.2f} × the memory of {COPIES[0]} copies"
    return Line(f"{COPIES[1]} copies of {ITEMS} items with names", figure, times, "≤ 1.5 ×", more <= 1.5)


def copies(path: str, out: str, count: str) -> Figures:
    """Case: print a copy for each of so many students, thirty to a class."""
    from quizzes import unpickled

    from quizgen import api
    from quizgen.model.key import Copy

    quiz = unpickled(path)
    names = [form.name for form in quiz.forms]
    made = (
        Copy(code=f"C{n:04}", form=names[n % len(names)], name=f"Student {n}", group=f"{n // 30}")
        for n in range(int(count))
    )
    api.export(replace(quiz, copies=tuple(made)), "print", out)
    return {}


def _build(project: Path, folder: Path) -> tuple[object, ...]:
    quizgen = Path(sys.executable).with_name("quizgen")
    return quizgen, "-q", "-C", project, "build", "print", "-n", ITEMS, "--forms", 4, "-o", folder / "built.pdf"
