"""Answer sheets filled in and scanned by a program: the real template, drawn marks, and what scanners do to paper.

No real paper and no real hand: what holds here need not hold for every pen and every scanner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2

from quizgen.answer_sheet import SheetPage, answer_sheet
from quizgen.exporting.languages import tongue
from quizgen.exporting.paper.printed_key import paper_key
from quizgen.exporting.paper.printed_sheet import typeset_sheets
from quizgen.model.key import Copy, PaperKey, SheetPlan
from tests.examples import item, quiz

DPI = 200
PX = DPI / 25.4
FONTS = ("Libertinus Serif",)
CONDITIONS = ("clean 200 dpi", "scan, 3° askew", "turned, 100 dpi", "phone", "1-bit 150 dpi")
HANDS = {
    "full": 50,
    "pencil": 20,
    "cross": 13,
    "tick": 7,
    "blank": 3,
    "double": 2,
    "erased": 3,
    "changed": 1,
    "rubbed out": 1,
}
"""How often a student marks a question in each way, of a hundred."""
FAINT = {"faint": 3}
"""Pencil so faint that a scan without greys loses it; so it is no part of every sample."""


def a_key(count=40, plan=None, copies=(), forms=2, language="en"):
    """A key and its quiz: every seventh question takes several answers, the last one is written."""
    items = (*(item(n, "choices" if n % 7 == 5 else "choice") for n in range(count)), item(count, "text"))
    made = quiz(items, forms)
    plan = (plan or SheetPlan(paper="a4")).model_copy(update={"rtl": tongue(language).rtl})
    key = paper_key(made, {it.id: 1 for it in items}, plan)
    return made, key.model_copy(update={"copies": tuple(copies), "language": language})


def class_of(count):
    """So many students, each with a copy, on forms A and B in turn."""
    return tuple(Copy(code=f"K{n:04}", form="AB"[n % 2], name=f"Student {n}") for n in range(count))


def rendered(made, key: PaperKey) -> Iterator[np.ndarray]:
    """The printed pages, in grey."""
    with pypdfium2.PdfDocument(typeset_sheets(made, key, FONTS).pdf) as pdf:
        for page in pdf:
            yield page.render(scale=DPI / 72, grayscale=True).to_numpy().squeeze().copy()


@dataclass
class Filled:
    """A page as it was handed in. `marks` has what a reader may say; None where only a person can."""

    pixels: np.ndarray
    layout: SheetPage
    form: str
    code: str
    student: str
    marks: dict[int, frozenset[str] | None]
    kinds: dict[int, str]


def filled(made, key: PaperKey, seed: int, hands=None) -> Iterator[Filled]:
    """Each printed page with the marks of a student."""
    rng = np.random.default_rng(seed)
    wanted = [(copy.form, copy.code) for copy in key.copies] or [(form.name, "") for form in key.forms]
    pages = rendered(made, key)
    for form, code in wanted:
        student = "".join(str(digit) for digit in rng.integers(0, 10, key.sheet.digits))
        for layout in answer_sheet(key, next(it for it in key.forms if it.name == form)):
            pixels = next(pages)
            marks, kinds = fill(pixels, layout, rng, student, hands or HANDS)
            yield Filled(pixels, layout, form, code, student, marks, kinds)


def fill(pixels, layout: SheetPage, rng, student: str, hands) -> tuple[dict, dict]:
    """Draw the number and a mark of some kind at every question; return what is there to be read, and the kinds."""
    at = {(bubble.field, bubble.value): (bubble.x, bubble.y) for bubble in layout.bubbles}
    for place, digit in enumerate(student):
        pen(pixels, at[f"student.{place}", digit], layout.radius, rng, "full")
    kinds, odds = list(hands), np.array(list(hands.values())) / sum(hands.values())
    marks: dict[int, frozenset[str] | None] = {}
    drawn = {}
    for row in layout.rows:
        kind = drawn[row.number] = str(rng.choice(kinds, p=odds))
        one, other = (str(letter) for letter in rng.permutation(row.letters)[:2])
        here, there = at[str(row.number), one], at[str(row.number), other]
        marks[row.number] = frozenset() if kind in {"blank", "rubbed out"} else frozenset((one,))
        if kind in {"full", "pencil", "faint", "cross", "tick"}:
            pen(pixels, here, layout.radius, rng, kind)
        elif kind == "double":
            pen(pixels, here, layout.radius, rng, "full")
            pen(pixels, there, layout.radius, rng, str(rng.choice(["full", "cross"])))
            marks[row.number] = frozenset((one, other)) if row.several else None
        elif kind == "erased":
            pen(pixels, here, layout.radius, rng, "full")
            pen(pixels, there, layout.radius, rng, "rest")
        elif kind == "changed":
            pen(pixels, here, layout.radius, rng, "full")
            pen(pixels, there, layout.radius, rng, "full")
            pen(pixels, there, layout.radius, rng, "crossed out")
        elif kind == "rubbed out":
            pen(pixels, here, layout.radius, rng, "rest")
    return marks, drawn


def pen(pixels, centre, radius, rng, kind):
    """Draw one mark; `radius` and `centre` are in millimetres."""
    reach = round(2.5 * radius * PX)
    left, top = (round(at * PX) - reach for at in centre)
    window = pixels[max(top, 0) : top + 2 * reach, max(left, 0) : left + 2 * reach]
    x, y = np.array(centre) * PX - (max(left, 0), max(top, 0)) + rng.normal(0, 0.12 * PX, 2)
    r = radius * PX
    ink = np.zeros(window.shape, np.float32)

    def line(points, width):
        points = np.rint(np.array(points) * 16).astype(np.int32)
        cv2.polylines(ink, [points], False, 1.0, max(1, round(width * PX)), cv2.LINE_AA, 4)

    dark = {"pencil": rng.uniform(0.35, 0.75), "faint": rng.uniform(0.15, 0.35), "rest": rng.uniform(0.05, 0.2)}.get(
        kind, rng.uniform(0.8, 0.98)
    )
    if kind in {"full", "rest"}:
        cv2.ellipse(ink, (round(x), round(y)), (round(r * rng.uniform(0.75, 1.05)), round(r * rng.uniform(0.75, 1.05))),
                    rng.uniform(0, 180), 0, 360, 1.0, -1, cv2.LINE_AA)  # fmt: skip
    elif kind in {"pencil", "faint"}:
        rows = np.linspace(-0.85, 0.85, rng.integers(6, 10)) + rng.normal(0, 0.05)
        line([(x + r * (1 if n % 2 else -1) * np.sqrt(1 - v * v / 1.1), y + r * v) for n, v in enumerate(rows)], 0.5)
    elif kind in {"cross", "crossed out"}:
        reach = r * rng.uniform(0.75, 1.15) * (1.7 if kind == "crossed out" else 1)
        wide = rng.uniform(0.45, 0.8)
        line([(x - reach, y - reach), (x + reach, y + reach)], wide)
        line([(x + reach, y - reach), (x - reach, y + reach)], wide)
    elif kind == "tick":
        line([(x - 0.9 * r, y), (x - 0.2 * r, y + 0.8 * r), (x + 1.5 * r, y - 1.4 * r)], rng.uniform(0.45, 0.8))
    window[:] = (window * (1 - dark * np.clip(ink, 0, 1))).astype(np.uint8)


def scanned(pixels, condition: str, rng) -> np.ndarray:
    """What a scanner or a telephone makes of the page."""
    if condition == CONDITIONS[0]:
        return noisy(pixels, rng, 2)
    if condition == CONDITIONS[1]:
        return jpeg(
            noisy(cv2.GaussianBlur(turned(pixels, rng.uniform(-3, 3), rng.uniform(0.97, 1.03)), (0, 0), 1.0), rng, 5),
            60,
        )
    if condition == CONDITIONS[2]:
        half = cv2.resize(np.rot90(pixels, rng.integers(1, 4)), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        return jpeg(noisy(turned(half, rng.uniform(-1, 1)), rng, 4), 75)
    if condition == CONDITIONS[3]:
        return jpeg(noisy(photographed(pixels, rng), rng, 5), 70)
    small = cv2.resize(turned(pixels, rng.uniform(-1.5, 1.5)), None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    return np.where(noisy(small, rng, 6) < 150, 0, 255).astype(np.uint8)


def turned(pixels, degrees, factor=1.0):
    high, wide = pixels.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, factor)
    return cv2.warpAffine(pixels, matrix, (wide, high), borderValue=255)


def photographed(pixels, rng):
    """Perspective, a table, a shadow, paper that is a little bent, and a hand that shakes."""
    high, wide = pixels.shape
    y, x = np.arange(high, dtype=np.float32)[:, None], np.arange(wide, dtype=np.float32)[None, :]
    bend = rng.uniform(-0.8, 0.8) * PX
    across, down = np.broadcast_arrays(x, y)
    down = down + (bend * np.sin(np.pi * x / wide)).astype(np.float32)
    bent = cv2.remap(pixels, across.copy(), down, cv2.INTER_LINEAR, borderValue=255)
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    seen = (corners * 0.9 + np.array([wide, high]) * 0.05 + rng.uniform(-0.04, 0.04, (4, 2)) * wide).astype(np.float32)
    photo = cv2.warpPerspective(bent, cv2.getPerspectiveTransform(corners, seen), (wide, high), borderValue=70)
    angle = rng.uniform(0, 2 * np.pi)
    slope = (np.float32(np.cos(angle) / wide) * x + np.float32(np.sin(angle) / high) * y + 1) / 2
    return cv2.GaussianBlur(
        (photo * (np.float32(0.55) + np.float32(0.45) * np.clip(slope, 0, 1))).astype(np.uint8),
        (0, 0),
        rng.uniform(0.6, 1.4),
    )


def noisy(pixels, rng, sigma):
    """The page with noise; what is drawn for a strip of it is used again for the next one, which saves much time."""
    strip = rng.integers(300, 400)
    noise = rng.standard_normal((strip, pixels.shape[1]), np.float32) * np.float32(sigma)
    noise = np.tile(noise, (-(-len(pixels) // strip), 1))[: len(pixels)]
    return cv2.add(pixels, noise, dtype=cv2.CV_8U)


def jpeg(pixels, quality):
    return cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)


@dataclass
class Tally:
    """What became of the fields of some sheets."""

    sheets: int = 0
    lost: int = 0
    codes: int = 0
    fields: int = 0
    right: int = 0
    doubts: int = 0
    wrong: int = 0
    seconds: float = 0.0

    def add(self, page: Filled, reading):
        self.sheets += 1
        self.lost += reading.form is None
        self.codes += (reading.form, reading.code) == (page.form, page.code)
        doubted = {doubt.field for doubt in reading.doubts}
        answers = {str(number): marks for number, marks in (reading.marks or {}).items()}
        truth = {str(number): marks for number, marks in page.marks.items()}
        if page.layout.digits:
            answers, truth = answers | {"student": reading.student}, truth | {"student": page.student}
        for field, marks in truth.items():
            self.fields += 1
            if field in doubted or reading.form is None:
                self.doubts += 1
            elif answers.get(field) == marks:
                self.right += 1
            else:
                self.wrong += 1
