"""How much ink there is in every bubble of a page that was laid flat."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quizgen.answer_sheet import Bubble, SheetPage
from quizgen.scanning.rectifying import SCALE

if TYPE_CHECKING:
    from quizgen.scanning.pages import Grey

INNER = 0.8
"""The part of a bubble's radius that is looked at: its line is not."""
OUTSIDE = (1.2, 1.5)
"""The ring around a bubble, in radii, where a mark should not reach."""
DARKER = 0.85
"""The quantile of the ink in a bubble that says how dark its darker parts are."""
FURTHEST = 8
"""In pixels: how far a bubble may lie from its place, as on bent paper."""
NEIGHBOURS = 45.0
"""In millimetres: lines so near to each other have moved alike."""
DARKEST = 0.55
"""Ink this much darker than the paper counts in full."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Of one bubble: how much of it is inked (0 to 1, less what an empty one has) and of the ring around it.

    `dark` is how dark its darker parts are: a thin stroke of a pen is darker than much of what a rubber left. `line`
    says how clearly its own printed line was found.
    """

    value: str
    inside: float
    dark: float
    around: float
    line: float


def inked(flat: Grey, page: SheetPage) -> dict[str, list[Ink]]:
    """Return the ink of all bubbles by their field, in the order of the page."""
    import numpy as np

    ink = _ink(flat)
    centres = np.array([(bubble.x, bubble.y) for bubble in page.bubbles], np.float64).reshape(-1, 2) * SCALE
    radius = page.radius * SCALE
    groups = _groups(page.bubbles)
    moved, lines = _moved(ink, centres, radius, groups)
    discs = _sampled(ink, centres + moved, _disc(0, INNER * radius))
    inside, dark = discs.mean(axis=1), np.quantile(discs, DARKER, axis=1) if len(discs) else discs
    around = _sampled(ink, centres + moved, _disc(OUTSIDE[0] * radius, OUTSIDE[1] * radius)).mean(axis=1)
    empty = _empty(inside)
    found = np.clip((inside - empty) / max(1 - empty, 0.2), 0, 1)
    return {
        field: [
            Ink(page.bubbles[n].value, float(found[n]), float(dark[n]), float(around[n]), lines[field]) for n in places
        ]
        for field, places in groups.items()
    }


def black_and_white(scan: Grey) -> bool:
    """Tell whether a scan has no greys: pencil may be lost in it."""
    import numpy as np

    counts = np.bincount(scan[::3, ::3].ravel(), minlength=256)
    return bool(counts[8:248].sum() < 0.002 * counts.sum())


def _groups(bubbles: tuple[Bubble, ...]) -> dict[str, list[int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, bubble in enumerate(bubbles):
        groups[bubble.field].append(number)
    return dict(groups)


def _ink(flat: Grey) -> Any:
    """How dark each pixel is against the paper around it: 0 is paper, 1 is ink."""
    import cv2
    import numpy as np

    small = cv2.resize(flat, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((31, 31), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 6)
    paper = cv2.resize(paper, (flat.shape[1], flat.shape[0])).astype(np.float32)
    light = flat.astype(np.float32) / np.maximum(paper, 1)
    return np.clip((0.97 - light) / DARKEST, 0, 1).astype(np.float32)


def _empty(inside: Any) -> float:
    """The ink of an empty bubble, its letter and noise: at least half of all are empty."""
    import numpy as np

    return float(min(np.quantile(inside, 0.4), 0.3)) if len(inside) else 0.0


def _disc(least: float, most: float) -> Any:
    """The offsets of the pixels whose distance lies between the two."""
    import numpy as np

    reach = int(most) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    distance = np.hypot(x, y)
    inside = (distance >= least) & (distance <= most)
    return np.stack([x[inside], y[inside]], axis=1)


def _sampled(ink: Any, centres: Any, offsets: Any) -> Any:
    """The ink at the offsets from each centre, a row for each."""
    return ink.ravel().take(_places(ink, centres, offsets), mode="clip")


def _places(ink: Any, centres: Any, offsets: Any) -> Any:
    """Where the offsets from each centre lie in the ink, its rows laid end to end: a step down is a row's width."""
    import numpy as np

    at = np.rint(centres).astype(np.intp)[:, None, :] + offsets[None, :, :]
    return at[..., 1] * ink.shape[1] + at[..., 0]


def _ring(radius: float) -> Any:
    import numpy as np

    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    return np.rint(radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)).astype(np.intp)


def _moved(ink: Any, centres: Any, radius: float, groups: dict[str, list[int]]) -> tuple[Any, dict[str, float]]:
    """How far each bubble lies from where it should, in pixels, and how clearly the lines of its field were found.

    Paper is bent and lenses are not straight. So all bubbles of a field are moved together until their printed lines
    fall onto ink; the middle of what the lines nearby say is taken, so that no mark can lead astray.
    """
    import cv2
    import numpy as np

    soft = cv2.GaussianBlur(ink, (0, 0), 1.0)
    steps = range(-FURTHEST, FURTHEST + 1, 2)
    shifts = np.array([(x, y) for y in steps for x in steps])
    line, beyond = (_places(ink, centres, _ring(reach)) for reach in (radius, 1.35 * radius))
    flat, ways = soft.ravel(), shifts @ (1, ink.shape[1])
    clear = np.stack(
        [(flat.take(line + way, mode="clip") - flat.take(beyond + way, mode="clip")).mean(1) for way in ways]
    )
    middles = np.array([centres[places].mean(axis=0) for places in groups.values()]).reshape(-1, 2)
    scores = np.stack([clear[:, places].mean(axis=1) for places in groups.values()]) if groups else np.zeros((0, 1))
    best = shifts[scores.argmax(axis=1)].reshape(-1, 2)
    moved = np.zeros_like(centres)
    lines = {}
    for middle, score, (field, places) in zip(middles, scores, groups.items(), strict=True):
        near = np.hypot(*(middles - middle).T) <= NEIGHBOURS * SCALE
        shift = np.median(best[near], axis=0)
        moved[places] = shift
        lines[field] = float(score[np.hypot(*(shifts - shift).T).argmin()])
    return moved, lines
