"""Reading YAML with a place for every value, beside PyYAML's own loader."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from generating import yaml_bank
from measuring import Figures, Line, Scale, case, interleaved, of, ratio, size_name, spread, timed

FACTS = 20_000


def lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield the located reader with and without places beside CSafeLoader, and the reading of the whole bank."""
    number = FACTS if scale.sizes[-1] > FACTS else FACTS // 10
    bank = yaml_bank(folder / "yaml" / "question_bank" / "births" / "bank.yaml", number)
    names = ("plain", "with_places", "c_safe_loader", "whole_bank")
    runs = interleaved({name: partial(case, "reading", name, bank) for name in names}, scale.repeats)
    megabytes, size = bank.stat().st_size / 1e6, size_name(number)
    for name, what in (("plain", "values alone"), ("with_places", "with the place of each")):
        faster = ratio(runs["c_safe_loader"], runs[name], "seconds")
        seconds = f"{of(runs[name], 'seconds').shown()} s"
        yield Line(
            f"{size} facts ({megabytes:.1f} MB), {what}", seconds, f"{faster.shown('{:.2f}')} × as fast as CSafeLoader"
        )
    yield Line(f"{size} facts, CSafeLoader", f"{of(runs['c_safe_loader'], 'seconds').shown()} s")
    speed = spread(number / run["seconds"] for run in runs["whole_bank"])
    times = ratio(runs["whole_bank"], runs["c_safe_loader"], "seconds").shown("{:.2f}")
    yield Line(
        f"{size} facts, `load` with sentences parsed",
        f"{speed.shown('{:,.0f}')} facts/s",
        f"{times} × CSafeLoader's time",
    )


def plain(path: str) -> Figures:
    """Case: the values, which must be what PyYAML reads where it too keeps texts as they are."""
    import yaml

    from quizgen.reading.located import read_yaml

    text = Path(path).read_text("utf-8")
    value, figures = timed(lambda: read_yaml(text, "bank.yaml"))
    if value != yaml.load(text, yaml.CBaseLoader):
        raise SystemExit("the located reader and CBaseLoader read different values")
    return figures


def with_places(path: str) -> Figures:
    """Case: the values and where each stands."""
    from quizgen.reading.located import Spans, read_yaml

    text = Path(path).read_text("utf-8")
    spans: Spans = {}
    figures = timed(lambda: read_yaml(text, "bank.yaml", spans))[1]
    return figures | {"places": len(spans)}


def c_safe_loader(path: str) -> Figures:
    """Case, the yardstick: PyYAML's fastest safe loader, which knows no places."""
    import yaml

    text = Path(path).read_text("utf-8")
    return timed(lambda: yaml.load(text, yaml.CSafeLoader))[1]


def whole_bank(path: str) -> Figures:
    """Case: from the file to facts."""
    from quizgen import api

    project, figures = timed(lambda: api.load(Path(path).parent))
    if project.problems:
        raise SystemExit(f"the generated bank has problems: {project.problems[:3]}")
    return figures | {"facts": len(project.banks[0].facts)}
