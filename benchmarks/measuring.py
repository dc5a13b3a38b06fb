"""How everything here is measured.

A case is a function that runs in a process of its own, so that no case pays for another's imports, memory or caches.
Cases to be compared run in turn (a, b, a, b …), so that a busy minute of the machine falls on both. A ratio is that of
runs that stood side by side, then the median over the pairs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Figures = dict[str, float]
"""What one run of a case says: seconds by what they were spent on, counts, `peak` in MB, `wall` of the process."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much to measure: sizes in facts, items or notes, and how often each case runs."""

    sizes: tuple[int, ...] = (1_000, 10_000, 100_000)
    repeats: int = 5
    largest: int = 0
    """Where not 0: one more size for the asking, run once."""

    def repeats_for(self, size: int) -> int:
        """Fewer runs of what takes long anyway."""
        return 1 if size > 100_000 else min(self.repeats, 3) if size > 10_000 else self.repeats


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, least and greatest of some runs."""

    middle: float
    low: float
    high: float

    def shown(self, pattern: str = "{:.3g}", factor: float = 1) -> str:
        """Return `median (least..greatest)`, or the one value there is."""
        middle, low, high = (pattern.format(value * factor) for value in (self.middle, self.low, self.high))
        return middle if low == high else f"{middle} ({low}..{high})"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the results. `met` says whether the bar holds; None where there is no bar or no answer yet."""

    what: str
    figure: str
    ratio: str = ""
    bar: str = ""
    met: bool | None = None


def spread(values: Iterable[float]) -> Spread:
    """Return median, least and greatest."""
    ordered = sorted(values)
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return Spread(middle, ordered[0], ordered[-1])


def of(runs: Iterable[Figures], key: str) -> Spread:
    """Return the spread of one figure over the runs."""
    return spread(run[key] for run in runs)


def ratio(runs: Iterable[Figures], others: Iterable[Figures], key: str, other_key: str = "") -> Spread:
    """Return the spread of `key` in `runs` over `other_key` (the same, if not given) in `others`, pair by pair."""
    return spread(a[key] / b[other_key or key] for a, b in zip(runs, others, strict=True))


def case(module: str, function: str, *arguments: object) -> Figures:
    """Run a function of a module of this folder in a process of its own; return its figures, `peak` and `wall`."""
    started = time.perf_counter()
    argv = [sys.executable, str(HERE / "case.py"), module, function, *map(str, arguments)]
    done = subprocess.run(argv, stdout=subprocess.PIPE, check=True)
    wall = time.perf_counter() - started
    figures: Figures = json.loads(done.stdout)
    return figures | {"wall": wall}


def command(*argv: object) -> Figures:
    """Run a command and return its `wall`: the time from its start to its end, as a user would wait."""
    started = time.perf_counter()
    subprocess.run([str(part) for part in argv], capture_output=True, check=True)
    return {"wall": time.perf_counter() - started}


def interleaved(cases: Mapping[str, Callable[[], Figures]], repeats: int) -> dict[str, list[Figures]]:
    """Run the cases in turn, `repeats` times."""
    found: dict[str, list[Figures]] = {name: [] for name in cases}
    for _ in range(repeats):
        for name, run in cases.items():
            found[name].append(run())
    return found


def timed(work: Callable[[], Any]) -> tuple[Any, Figures]:
    """Return what `work` returns, with its `seconds` by the clock and its `cpu` seconds on one core."""
    clock, cpu = time.perf_counter(), time.process_time()
    made = work()
    return made, {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - cpu}


def size_name(size: int) -> str:
    """Return 1000 as `1k`."""
    return f"{size // 1_000_000}M" if size >= 1_000_000 else f"{size // 1000}k" if size >= 1000 else str(size)
