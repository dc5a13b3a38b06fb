"""A scanned page laid flat: turned upright, without perspective, in known measures, by the markers in its corners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quizgen.answer_sheet import Box, SheetPage

if TYPE_CHECKING:
    from quizgen.scanning.pages import Grey

SCALE = 8
"""Pixels to a millimetre of a page that was laid flat: 203 dpi."""
NEEDED = 3
"""So many markers are enough."""
LARGEST = 3600
"""In pixels. A larger page is made smaller before anything else: it would only cost time."""
SMALLEST = 200
"""In pixels: less is no scan of a page."""
BLANK = "this page is blank"
INK = 0.002
"""The share of dark pixels below which a page is blank."""
LIGHT = 128
"""How light at least half of a blank page is: one that is all dark is not blank, but cannot be seen."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A page laid flat, or why that was not possible: then the pixels are those of the scan."""

    pixels: Grey
    why: str = ""


def laid_flat(scan: Grey, frame: SheetPage) -> Flat:
    """Lay the page flat by its markers, of which one may be missing, whichever way up it was scanned."""
    import cv2

    if min(scan.shape) < SMALLEST:
        return Flat(scan, "this picture is too small to read")
    scan = _smaller(scan)
    markers = _markers(scan)
    if markers is None:
        return Flat(scan, "there is more than one sheet in this picture")
    if len(markers) < NEEDED:
        return Flat(scan, _without_markers(scan, len(markers)))
    matrix = _matrix(markers, frame)
    if matrix is None:
        return Flat(scan, "the squares in the corners do not lie as on an answer sheet")
    size = (round(frame.width * SCALE), round(frame.height * SCALE))
    flat: Any = cv2.warpPerspective(scan, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(255.0,))
    return Flat(flat)


def code_of(flat: Grey, box: Box) -> str:
    """Return the text of the code in its place on a page that was laid flat, or nothing if it cannot be read."""
    import cv2

    room = 3
    x, y = (round(max(0, edge - room) * SCALE) for edge in (box.x, box.y))
    end_x, end_y = (round((edge + room) * SCALE) for edge in (box.x + box.width, box.y + box.height))
    detector = cv2.QRCodeDetector()
    for picture in _sharpened(flat[y:end_y, x:end_x]):
        try:
            text = str(detector.detectAndDecode(picture)[0])
        except (cv2.error, UnicodeDecodeError):
            continue
        if text:
            return text
    return ""


def _smaller(scan: Grey) -> Grey:
    import cv2

    factor = LARGEST / max(scan.shape)
    smaller: Any = cv2.resize(scan, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else scan
    return smaller  # type: ignore[no-any-return]


def _markers(scan: Grey) -> dict[int, Any] | None:
    """The corners of each marker, by its number; None if a number is there twice.

    The page is tried as it is, and unless all are found, smoothed and with its shadows evened out.
    """
    import cv2

    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50))
    best: dict[int, Any] = {}
    for picture in _evened(scan):
        corners, numbers, _ = detector.detectMarkers(picture)
        names = [] if numbers is None else numbers.ravel().tolist()
        ours = [(name, one.reshape(4, 2)) for name, one in zip(names, corners, strict=True) if name < 4]
        if len(ours) > len(dict(ours)):
            return None
        best = max(best, dict(ours), key=len)
        if len(best) == 4:
            break
    return best


def _evened(scan: Grey) -> Iterator[Any]:
    import cv2

    yield scan
    yield cv2.GaussianBlur(scan, (0, 0), 1.2)
    yield cv2.createCLAHE(3.0, (8, 8)).apply(scan)
    yield cv2.resize(scan, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).repeat(2, 0).repeat(2, 1)


def _matrix(markers: dict[int, Any], frame: SheetPage) -> Any:
    """The projection of the scan onto the page; None if the markers do not lie as they should."""
    import cv2
    import numpy as np

    seen, real = [], []
    for number, corners in markers.items():
        box = frame.markers[number]
        right, low = box.x + box.width, box.y + box.height
        seen += corners.tolist()
        real += [(box.x, box.y), (right, box.y), (right, low), (box.x, low)]
    there = np.array(real, np.float64) * SCALE
    matrix, _ = cv2.findHomography(np.array(seen, np.float64), there)
    if matrix is None:
        return None
    landed = cv2.perspectiveTransform(np.array([seen], np.float64), matrix)[0]
    return matrix if np.abs(landed - there).max() < 1.5 * SCALE else None


def _without_markers(scan: Grey, found: int) -> str:
    import numpy as np

    paper = float(np.median(scan))
    if paper >= LIGHT and float(np.mean(scan < 0.6 * paper)) < INK:
        return BLANK
    return f"{found} of the 4 squares in the corners were found; at least {NEEDED} must be in the picture"


def _sharpened(crop: Grey) -> Iterator[Any]:
    """The crop in the ways that helped to read a code, the quickest first."""
    import cv2

    yield crop
    for factor in (3, 2, 4):
        larger = cv2.resize(crop, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        yield larger
        yield cv2.GaussianBlur(larger, (0, 0), 1.5 * factor)
        smooth = cv2.GaussianBlur(larger, (0, 0), factor)
        yield cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
