"""Facts from a table to checked items with distractors and citations."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generating import table_project
from measuring import Figures, Line, Scale, case, interleaved, of, ratio, size_name, spread, timed

if TYPE_CHECKING:  # at run time only the cases import quizgen
    from quizgen.api import CheckedProject
    from quizgen.model.item import Item
    from quizgen.reviewing import Review

MOST_MB = 1024
SPEED = 15_000
FLAT = 1.2
REVIEW = 0.5
LISTED = 100_000
"""To tell asking from reviewing all items are held at once, which is not done for more facts than this."""


def lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield the speed at each size, and how the cost of an item grows from the smallest on."""
    smallest = table_project(folder / "asking-smallest", scale.sizes[0])
    for size in (*scale.sizes, *([scale.largest] if scale.largest else [])):
        project = table_project(folder / f"asking-{size}", size)
        cases = {name: partial(case, "asking", name, project) for name in ("items", "json_rows")}
        cases["smallest"] = partial(case, "asking", "items", smallest)
        yield from _at(size, interleaved(cases, scale.repeats_for(size)), size_name(scale.sizes[0]))
        if size <= LISTED:
            yield _of_review(size, [case("asking", "reviewing", project) for _ in range(scale.repeats_for(size))])


def _of_review(size: int, runs: list[Figures]) -> Line:
    """The time that the rules take, over the time of asking."""
    cost = ratio(runs, runs, "review", "ask")
    each = spread(run["review"] / run["items"] for run in runs)
    figure = f"{cost.shown('{:.2f}')} × asking"
    what = f"{size_name(size)} facts: reviewing"
    return Line(what, figure, f"{each.shown('{:.0f}', 1e6)} µs an item", f"≤ {REVIEW} ×", cost.middle <= REVIEW)


def _at(size: int, runs: dict[str, list[Figures]], smallest: str) -> Iterator[Line]:
    asked, name = runs["items"], size_name(size)
    speed = spread(run["items"] / run["cpu"] for run in asked)
    costs = _each(asked, "items")
    cost = ratio(costs, _each(runs["json_rows"], "rows"), "cost")
    first, times = asked[0], cost.shown("{:.1f}")
    figure, against = f"{speed.shown('{:,.0f}')} items/s", f"an item {times} × a row's JSON round trip"
    yield Line(f"{name} facts → items, per core", figure, against, f"≥ {SPEED:,}", speed.middle >= SPEED)
    shares = " + ".join(f"{first[part] / first['cpu']:.0%} {part}" for part in ("read", "check", "ask"))
    made = f"{first['items'] / size:.2f} items a fact, {first['with_options'] / first['items']:.0%} with options"
    yield Line(f"{name} facts: where the time goes", shares, made)
    peak = of(asked, "peak")
    met = peak.middle <= MOST_MB if size >= 1_000_000 else None
    yield Line(f"{name} facts: peak memory", f"{peak.shown('{:,.0f}')} MB", bar="≤ 1 GB at 1M", met=met)
    if name != smallest:
        growth = ratio(costs, _each(runs["smallest"], "items"), "cost")
        what = f"cost of an item, {name} facts over {smallest}"
        yield Line(what, f"{growth.shown('{:.2f}')} ×", bar=f"≤ {FLAT} ×", met=growth.middle <= FLAT)


def _each(runs: list[Figures], what: str) -> list[Figures]:
    return [{"cost": run["cpu"] / run[what]} for run in runs]


def items(project: str) -> Figures:
    """Case: read, check, ask and review; the items are counted and let go, as an export that streams would."""
    from quizgen import api

    checked, parts = _checked(project)
    counts, asked = timed(lambda: _counted(api.ask(checked)))
    parts["ask"] = asked["cpu"]
    return {"cpu": sum(parts.values()), "items": counts[0], "with_options": counts[1], **parts}


def _checked(project: str) -> tuple[CheckedProject, Figures]:
    """Read and check; the project as read is let go when this returns."""
    from quizgen import api

    loaded, read = timed(lambda: api.load(project))
    checked, held = timed(lambda: api.check(loaded))
    if checked.problems:
        raise SystemExit(f"the generated bank has problems: {checked.problems[:3]}")
    return checked, {"read": read["cpu"], "check": held["cpu"]}


def _counted(asked: Iterable[Item]) -> tuple[int, int]:
    number = with_options = 0
    for item in asked:
        if not item.citations or item.citations[0].standing != "verified":
            raise SystemExit(f"{item.id} is not cited as it should be")
        number += 1
        with_options += len(item.options) > 2
    return number, with_options


def json_rows(project: str) -> Figures:
    """Case, the yardstick: the same rows as JSON text and back."""
    path = Path(project) / "question_bank" / "births" / "births.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    back, figures = timed(lambda: json.loads(json.dumps(found)))
    return figures | {"rows": len(back)}


def reviewing(project: str) -> Figures:
    """Case: ask all, then review all, each timed by itself."""
    from quizgen.asking.asker import Asker
    from quizgen.asking.kinds import read_kinds
    from quizgen.reviewing import Review

    checked, _ = _checked(project)
    kinds = read_kinds(checked.templates)
    figures: Figures = {"ask": 0.0, "review": 0.0, "items": 0}
    for bank in checked.banks:
        asked, ask = timed(partial(list, Asker(bank, kinds, checked.config.seed).items()))
        _, review = timed(partial(_sound, Review(bank, []), asked))
        figures["ask"] += ask["cpu"]
        figures["review"] += review["cpu"]
        figures["items"] += len(asked)
    return figures


def _sound(review: Review, items: list[Item]) -> int:
    return sum(1 for _ in review.sound(items))
