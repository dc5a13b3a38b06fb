"""Pictures as Word takes them: how large one is, and whether it is one that every version of Word shows.

A picture is measured here, not by python-docx, which knows a JPEG only by its JFIF or Exif head. After ISO/IEC 15948
(PNG), ITU-T T.81 (JPEG) and the GIF89a specification.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quizgen.model.media import Medium

KINDS = frozenset(("image/png", "image/jpeg", "image/gif"))
"""What every version of Word shows."""
INCH = 914_400
"""In EMU, which Word measures pictures in."""
USUAL = (72.0, 72.0)
"""Dots per inch, across and down, of a picture that does not tell."""
CENTIMETRES = {1: 1.0, 2: 2.54}
"""What a JFIF density is multiplied by to be in inches, by its unit."""
SHOWN_FRAMES = (0xC0, 0xC1, 0xC2)
"""Baseline, extended and progressive JPEG; the others (lossless, arithmetic) are hardly shown anywhere."""
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SCAN, JFIF, END = 0xDA, 0xE0, b"\xff\xd9"
BROKEN = "broken or cut short"


class UnshownError(ValueError):
    """A picture that Word cannot show; it says why, as what the picture `is …`."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The size of a picture in EMU."""

    width: int
    height: int


def unshown(medium: Medium) -> str | None:
    """Return why not every Word can show the picture, None if it can."""
    if medium.type not in KINDS:
        return f"its picture is of the kind {medium.type.partition('/')[2]}, which not every Word can show"
    try:
        measured(medium.path.read_bytes())
    except UnshownError as error:
        return f"its picture {medium.file} is {error}"
    return None


def measured(content: bytes) -> Measure:
    """Return how large a PNG, JPEG or GIF picture is; raise UnshownError if Word cannot show it."""
    ways = ((b"\x89PNG", _png), (b"\xff\xd8", _jpeg), (b"GIF8", _gif))
    read: Callable[[bytes], Measure] | None = next((way for sign, way in ways if content.startswith(sign)), None)
    try:
        found = read(content) if read else None
    except (struct.error, IndexError, KeyError):
        found = None
    if found is None or not (found.width and found.height):
        raise UnshownError(BROKEN)
    return found


def _measure(width: int, height: int, dots: tuple[float, float] = USUAL) -> Measure:
    across, down = dots if all(dots) else USUAL
    return Measure(round(width / across * INCH), round(height / down * INCH))


def _png(content: bytes) -> Measure:
    parts = dict(_chunks(content))
    across, down, unit = struct.unpack(">IIB", parts[b"pHYs"]) if b"pHYs" in parts else (0, 0, 0)
    dots = (across * 0.0254, down * 0.0254) if unit == 1 else USUAL
    width, height = struct.unpack_from(">II", parts[b"IHDR"])
    return _measure(width, height, dots)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def _jpeg(content: bytes) -> Measure:
    parts = dict(reversed(list(_segments(content))))
    code = next(code for code in parts if code in FRAMES) if FRAMES & parts.keys() else 0
    precision, height, width, layers = struct.unpack_from(">BHHB", parts[code])
    if layers == 4:
        raise UnshownError("in the colours of a press (CMYK), which not every Word can show")
    if code not in SHOWN_FRAMES or precision != 8:
        raise UnshownError("a JPEG of a rare kind, which Word cannot show")
    head = parts.get(JFIF, b"")
    unit, across, down = struct.unpack_from(">BHH", head, 7) if head.startswith(b"JFIF\0") else (0, 0, 0)
    times = CENTIMETRES.get(unit)
    return _measure(width, height, (across * times, down * times) if times else USUAL)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the segments up to the picture itself, by their codes."""
    at, code = 2, 0
    while code != SCAN:
        while content[at : at + 2] == b"\xff\xff":  # there may be any number of these before a code
            at += 1
        mark, code, length = struct.unpack_from(">BBH", content, at)
        if mark != 0xFF:
            raise UnshownError(BROKEN)
        yield code, content[at + 4 : at + 2 + length]
        at += 2 + length
    if content.find(END, at) < 0:
        raise UnshownError(BROKEN)


def _gif(content: bytes) -> Measure:
    at = 13 + _colours(content[10])
    while (block := content[at]) != 0x3B:
        if block == 0x2C:
            at += 11 + _colours(content[at + 9])
        elif block == 0x21:
            at += 2
        else:
            raise UnshownError(BROKEN)
        while length := content[at]:
            at += 1 + length
        at += 1
    width, height = struct.unpack_from("<HH", content, 6)
    return _measure(width, height)


def _colours(flags: int) -> int:
    """Return how many bytes the table of colours takes that the flags tell of."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
