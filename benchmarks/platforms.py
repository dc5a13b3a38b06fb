"""Files for learning platforms: how fast each is written, in how much memory, and beside what other tools write.

The other tools are installed into an environment of their own, outside the project. Each gets the same questions in the
shape it takes, without evidence, for which one of them has no place, and in ASCII, which is all that the same one
takes. Of text2qti the reading of its own text format is part of the time: it takes nothing else.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measuring import Figures, Line, Scale, case, interleaved, of, ratio, size_name, spread, timed
from quizzes import pickled, unpickled

if TYPE_CHECKING:  # at run time only the cases import quizgen
    from quizgen.model.item import Item

FORMATS = (
    *("json", "jsonl", "moodle", "gift", "qti3", "qti22", "qti21", "canvas", "h5p", "olx", "surveyjs", "html"),
    *("kahoot", "blooket", "wayground", "gimkit", "quizlet", "googleforms"),
)
LEAST = 10_000
"""Items a second."""
WORKBOOKS = {"kahoot": 3_000, "wayground": 3_000}
"""Items a second where they become Excel workbooks: most of the time is XlsxWriter's."""
MOST_MEMORY = 64
"""MB beyond the quiz itself, at any size."""
SIZE = 1_000
"""Questions for the comparison."""


class Peer(NamedTuple):
    """Another tool: what is installed, the format of ours that is for the same platform, and how it is run."""

    package: str
    version: str
    ours: str
    script: str


TEXT2QTI = """
import json, sys, time
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz
rows = json.load(open(sys.argv[1]))
lines = ["Quiz title: Quiz", ""]
for n, row in enumerate(rows, 1):
    lines.append(f"{n}.  {row['stem']}")
    lines += [f"{'*' * (text == row['key'])}{letter})  {text}" for letter, text in zip("abcdefgh", row["options"])]
    lines.append("")
text = "\\n".join(lines)
started = time.perf_counter()
QTI(Quiz(text, config=Config())).save(sys.argv[2])
print(json.dumps({"seconds": time.perf_counter() - started}))
"""
PACKAGE_MAKER = """
import contextlib, io, json, sys, time
from qti_package_maker.package_interface import QTIPackageInterface
rows = json.load(open(sys.argv[1]))
with contextlib.redirect_stdout(io.StringIO()):
    started = time.perf_counter()
    maker = QTIPackageInterface("quiz")
    for row in rows:
        maker.add_item("MC", (row["stem"], row["options"], row["key"]))
    maker.save_package("canvas_qti_v1_2", sys.argv[2])
    taken = time.perf_counter() - started
print(json.dumps({"seconds": taken}))
"""
PEERS = (Peer("text2qti", "0.8.0", "canvas", TEXT2QTI), Peer("qti-package-maker", "26.7.14", "canvas", PACKAGE_MAKER))


def lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield speed and memory of each format there is, then the comparisons."""
    sizes = (1_000, 10_000) if scale.sizes[-1] <= 10_000 else (1_000, 10_000, 50_000)
    quizzes = {size: pickled(folder, size)[0] for size in sizes}
    known = [name for name in FORMATS if case("platforms", "known", name)["known"]]
    for name in known:
        yield from _of_format(name, quizzes, scale, folder)
    yield from _beside(quizzes[SIZE], known, scale, folder)


def _of_format(name: str, quizzes: dict[int, Path], scale: Scale, folder: Path) -> Iterator[Line]:
    """Speed at the middle size; memory at every size."""
    out = folder / "platform" / name
    middle = sorted(quizzes)[1]
    runs = [case("platforms", "written", name, quizzes[middle], out) for _ in range(scale.repeats)]
    speed = spread(run["written"] / run["seconds"] for run in runs)
    least = WORKBOOKS.get(name, LEAST)
    met = speed.middle >= least
    yield Line(f"{name}, {size_name(middle)} items", f"{speed.shown('{:,.0f}')} items/s", "", f"≥ {least:,}", met)
    extra = {size: case("platforms", "written", name, quizzes[size], out)["extra"] for size in quizzes}
    shown = ", ".join(f"{size_name(size)}: {value:.0f}" for size, value in extra.items())
    most = max(extra.values())
    known_most = None if math.isnan(most) else most <= MOST_MEMORY
    yield Line(f"{name}, memory beyond the quiz", f"{shown} MB", "", f"≤ {MOST_MEMORY} MB", known_most)


def known(name: str) -> Figures:
    """Case: is there such a format?"""
    from quizgen.exporting.registry import formats

    return {"known": float(name in formats())}


def written(name: str, quiz_path: str, out: str) -> Figures:
    """Case: write a quiz; `extra` is the most memory in MB beyond what was held before."""
    from quizgen import api
    from quizgen.exporting.registry import formats

    formats()
    quiz = unpickled(quiz_path)
    before = _fresh_peak()
    report, figures = timed(lambda: api.export(quiz, name, Path(out)))
    return figures | {"extra": _status("VmHWM") - before, "written": report.written}


def _fresh_peak() -> float:
    """Forget the most memory so far, where the system lets us, and return what is held now."""
    reset = Path("/proc/self/clear_refs")
    if not reset.exists():
        return float("nan")
    reset.write_text("5", "ascii")
    return _status("VmRSS")


def _status(name: str) -> float:
    """Return a figure of this process in MB; not a number where the system tells none."""
    status = Path("/proc/self/status")
    told = status.read_text("utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in told if line.startswith(f"{name}:")), float("nan"))


def _beside(quiz: Path, known_formats: list[str], scale: Scale, folder: Path) -> Iterator[Line]:
    """The same questions by another tool and by the format of ours for the same platform, in turn."""
    questions = folder / "platform-questions.json"
    case("platforms", "plain", quiz, questions)
    for peer in PEERS:
        what = f"{peer.package} {peer.version} beside {peer.ours}, {size_name(SIZE)} questions"
        python = _installed(peer, folder)
        if python is None or peer.ours not in known_formats:
            yield Line(what, "not run", "it cannot be installed here" if python is None else "no such format")
            continue
        cases = {
            "ours": partial(case, "platforms", "written", peer.ours, quiz, folder / "platform" / "ours"),
            "theirs": partial(_run, python, peer.script, questions, folder / "platform" / "theirs.zip"),
        }
        runs = interleaved(cases, scale.repeats)
        faster = ratio(runs["theirs"], runs["ours"], "seconds")
        figure = f"{of(runs['ours'], 'seconds').shown()} s v {of(runs['theirs'], 'seconds').shown()} s"
        yield Line(what, figure, f"{faster.shown('{:.1f}')} × as fast, with the evidence", "≥ 1 ×", faster.low >= 1)


def plain(quiz_path: str, out: str) -> Figures:
    """Case: the questions with options, as plain values."""
    rows = [
        {"stem": f"{number}. {_ascii(item.stem)}", "options": [_ascii(option.text) for option in item.options]}
        | {"key": _ascii(item.right[0].text)}
        for number, item in enumerate(_with_options(quiz_path))
    ]
    Path(out).write_text(json.dumps(rows), "utf-8")
    return {"rows": len(rows)}


def _with_options(quiz_path: str) -> list[Item]:
    """As many questions with options as there are items; some come again where others are typed."""
    items = unpickled(quiz_path).items
    choices = [item for item in items if item.interaction == "choice"]
    offered = [item for item in choices if len({_ascii(option.text).strip() for option in item.options}) > 2]
    return [offered[number % len(offered)] for number in range(len(items))]


def _ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode("ascii")


def _installed(peer: Peer, folder: Path) -> str | None:
    """Return the Python of an environment that has the tool and nothing of ours; None if it cannot be had."""
    place = folder / "peers" / peer.package
    wanted = f"{peer.package}=={peer.version}"
    python = place / "bin" / "python"
    make = [sys.executable, "-m", "venv", str(place)], [str(python), "-m", "pip", "install", "--quiet", wanted]
    try:
        for argv in make:
            subprocess.run(argv, check=True, capture_output=True, timeout=300)
    except (subprocess.SubprocessError, OSError):
        return None
    return str(python)


def _run(python: str, script: str, *arguments: object) -> Figures:
    """Run a tool's script in its own environment; it says its seconds."""
    argv = [python, "-c", script, *map(str, arguments)]
    done = subprocess.run(argv, stdout=subprocess.PIPE, check=True)
    figures: Figures = json.loads(done.stdout)
    return figures
