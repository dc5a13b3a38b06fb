"""The picture of a scanned page with what was read and how it was graded drawn onto it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from quizgen.answer_sheet import Bubble, SheetPage
from quizgen.model.key import KeyForm
from quizgen.scanning.reading import SheetReading
from quizgen.scanning.rectifying import SCALE
from quizgen.scanning.sheets import Picture

if TYPE_CHECKING:
    from quizgen.scanning.pages import Grey

GREEN, RED, ORANGE = (60, 140, 0), (30, 30, 200), (0, 130, 235)
"""Blue, green, red: OpenCV's order. The shapes differ, too, for those who do not see the colours."""
COLOURS = {"right": GREEN, "partly": RED, "wrong": RED, "blank": RED, "doubt": ORANGE}
SIGNS = {"partly": "/", "wrong": "x", "blank": "o", "doubt": "?"}
THICK = 4


def annotated(
    picture: Picture, reading: SheetReading, form: KeyForm | None, verdicts: Mapping[int, str]
) -> bytes | None:
    """Return the page as a PNG, or None if there is no picture of it.

    A thick circle stands around each mark, green if it is right, red if it is wrong, orange in doubt; a square around
    what would have been right; a sign at the end of each line that is not right: `x` wrong, `/` partly right, `o`
    blank, `?` in doubt.
    """
    import cv2

    if picture.pixels is None:
        return None
    canvas: Any = cv2.cvtColor(picture.pixels, cv2.COLOR_GRAY2BGR)
    if picture.layout and form:
        _draw(canvas, picture.layout, reading, form, verdicts)
    elif reading.doubts:
        _frame(canvas)
    return bytes(cv2.imencode(".png", canvas)[1])


def _draw(canvas: Grey, layout: SheetPage, reading: SheetReading, form: KeyForm, verdicts: Mapping[int, str]) -> None:
    keys = {str(entry.number): frozenset(entry.key) for entry in form.entries}
    doubts = {doubt.field: frozenset(doubt.seen.split(",")) for doubt in reading.doubts}
    marks = {str(number): letters for number, letters in (reading.marks or {}).items()}
    ends: dict[str, Bubble] = {}
    for bubble in layout.bubbles:
        field = bubble.field
        if field not in keys:
            continue
        verdict = verdicts.get(int(field), "doubt")
        ends[field] = bubble
        if bubble.value in doubts.get(field, marks.get(field, frozenset())):
            right = bubble.value in keys[field]
            _circle(canvas, bubble, layout.radius, ORANGE if field in doubts else GREEN if right else RED)
        if bubble.value in keys[field] and verdict != "right":
            _square(canvas, bubble, layout.radius)
    for field, bubble in ends.items():
        _sign(canvas, bubble, layout, verdicts.get(int(field), "doubt"))
    if "student" in doubts and layout.student:
        box = layout.student
        _box(canvas, (box.x - 1, box.y, box.x + box.width + 1, box.y + box.height + 1), ORANGE)


def _circle(canvas: Grey, bubble: Bubble, radius: float, colour: tuple[int, int, int]) -> None:
    import cv2

    centre = (round(bubble.x * SCALE), round(bubble.y * SCALE))
    cv2.circle(canvas, centre, round((radius + 0.5) * SCALE), colour, THICK, cv2.LINE_AA)


def _square(canvas: Grey, bubble: Bubble, radius: float) -> None:
    reach = radius + 0.6
    _box(canvas, (bubble.x - reach, bubble.y - reach, bubble.x + reach, bubble.y + reach), GREEN)


def _box(canvas: Grey, edges: tuple[float, float, float, float], colour: tuple[int, int, int]) -> None:
    import cv2

    left, top, right, low = (round(edge * SCALE) for edge in edges)
    cv2.rectangle(canvas, (left, top), (right, low), colour, THICK)


def _sign(canvas: Grey, bubble: Bubble, layout: SheetPage, verdict: str) -> None:
    """Write the sign behind the last bubble of a line, in the direction of the sheet."""
    import cv2

    sign = SIGNS.get(verdict)
    if sign is None:
        return
    reach = layout.radius + 1.6
    x = bubble.x - reach - 2.4 if layout.rtl else bubble.x + reach
    at = (round(x * SCALE), round((bubble.y + 1.5) * SCALE))
    cv2.putText(canvas, sign, at, cv2.FONT_HERSHEY_SIMPLEX, 1.2, COLOURS[verdict], THICK, cv2.LINE_AA)


def _frame(canvas: Grey) -> None:
    import cv2

    high, wide = canvas.shape[:2]
    cv2.rectangle(canvas, (0, 0), (wide - 1, high - 1), ORANGE, 4 * THICK)
