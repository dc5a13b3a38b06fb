"""JSON and JSON Lines beside json.dumps of the finished document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measuring import Figures, Line, Scale, case, interleaved, of, ratio, size_name, spread, timed
from quizzes import pickled, unpickled

FORMATS = ("json", "jsonl")
BAR = 10_000
"""Items a second that a format made of text should write."""


def lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield, at each size, items a second of both formats, and the time to read them back."""
    for size in scale.sizes[1:]:
        quiz = pickled(folder, size)[0]
        for name in FORMATS:
            yield from _of_format(name, size, quiz, folder / f"export-{size}.{name}", scale.repeats_for(size))


def _of_format(name: str, size: int, quiz: Path, out: Path, repeats: int) -> Iterator[Line]:
    case("json_export", "export", name, quiz, out)
    cases = {
        "export": partial(case, "json_export", "export", name, quiz, out),
        "dumps": partial(case, "json_export", "dumps", out),
        "read_back": partial(case, "json_export", "read_back", out),
    }
    runs = interleaved(cases, repeats)
    speed = spread(size / run["seconds"] for run in runs["export"])
    times = f"{ratio(runs['export'], runs['dumps'], 'seconds').shown('{:.2f}')} × `json.dumps` of the same"
    what = f"{size_name(size)} items as {name} ({out.stat().st_size / 1e6:.0f} MB)"
    yield Line(what, f"{speed.shown('{:,.0f}')} items/s", times, f"≥ {BAR:,} items/s", speed.middle >= BAR)
    yield Line(f"… read back for `--since` ({name})", of(runs["read_back"], "seconds").shown("{:.2f} s"))


def export(name: str, quiz_path: str, out: str) -> Figures:
    """Case: from items to the file."""
    from quizgen import api
    from quizgen.exporting.registry import formats

    formats()  # imports them all
    quiz = unpickled(quiz_path)
    return timed(lambda: api.export(quiz, name, out))[1]


def dumps(path: str) -> Figures:
    """Case, the yardstick: the standard library over plain values, with the same indent, into one text."""
    text = Path(path).read_text("utf-8")
    if path.endswith("l"):
        values = [json.loads(line) for line in text.split("\n") if line]
        return timed(lambda: "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values))[1]
    document = json.loads(text)
    return timed(lambda: json.dumps(document, ensure_ascii=False, indent=1))[1]


def read_back(path: str) -> Figures:
    """Case: what `--since` keeps of a file."""
    from quizgen.reading.documents import exported

    return timed(lambda: exported(Path(path)))[1]
