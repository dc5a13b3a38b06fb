"""The JSON output beside json.dumps of the finished document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measuring import Figures, Line, Scale, case, interleaved, ratio, size_name, spread, timed
from quizzes import pickled, unpickled


def lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield items a second at each size."""
    for size in scale.sizes[1:]:
        quiz, out = pickled(folder, size)[0], folder / f"export-{size}.json"
        case("json_export", "export", quiz, out)
        cases = {
            "export": partial(case, "json_export", "export", quiz, out),
            "dumps": partial(case, "json_export", "dumps", out),
        }
        runs = interleaved(cases, scale.repeats_for(size))
        speed = spread(size / run["seconds"] for run in runs["export"])
        times = f"{ratio(runs['export'], runs['dumps'], 'seconds').shown('{:.2f}')} × `json.dumps` of the same document"
        what = f"{size_name(size)} items ({out.stat().st_size / 1e6:.0f} MB)"
        yield Line(what, f"{speed.shown('{:,.0f}')} items/s", times)


def export(quiz_path: str, out: str) -> Figures:
    """Case: from items to the file."""
    from quizgen import api
    from quizgen.exporting.registry import formats

    formats()  # imports them all
    quiz = unpickled(quiz_path)
    return timed(lambda: api.export(quiz, "json", out))[1]


def dumps(path: str) -> Figures:
    """Case, the yardstick: the standard library over plain values, with the same indent, into one text."""
    document = json.loads(Path(path).read_text("utf-8"))
    return timed(lambda: json.dumps(document, ensure_ascii=False, indent=1))[1]
