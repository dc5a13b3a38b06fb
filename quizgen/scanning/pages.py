"""Every page of every picture and PDF that was scanned, one at a time, in grey."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizgen.problem import Problem, ProblemError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

PDF_DPI = 200
LARGEST = 6000
"""In pixels: the longer side of a page of a PDF is never made larger."""
JPEG = b"\xff\xd8"
JUNK = frozenset({"thumbs.db", "desktop.ini"})
HINT = 'pip install "quizgen[scan]"'
NO_PICTURE = "this file is no picture and no PDF"
NO_HEIC = "quizgen cannot open this kind of photo; save it as JPEG"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was scanned. `file` is how it is called everywhere; without `pixels`, `why` says what is wrong."""

    file: str
    page: int
    pixels: Grey | None
    why: str = ""


def needed() -> None:
    """Raise ProblemError if a package is missing that reading scans needs."""
    from importlib.util import find_spec

    missing = [package for package, name in (("opencv-python-headless", "cv2"),) if not find_spec(name)]
    if missing:
        raise ProblemError(Problem("B131", f"reading scans needs the package {missing[0]}", "quizgen scan", hint=HINT))


def files(paths: Iterable[Path]) -> list[Path]:
    """Return the files, those of folders in natural order (`page 9` before `page 10`), each once.

    Hidden files and folders inside folders are left out. Raises ProblemError where there is nothing, or where the
    system does not let quizgen at it.
    """
    found: dict[Path, Path] = {}
    problems = []
    for path in paths:
        try:
            inside = _inside(path)
            why = "there is no file in this folder" if path.exists() else "there is no such file or folder"
        except OSError as error:
            inside, why = [], f"cannot be read: {error.strerror}"
        if not inside:
            problems.append(Problem("B001", why, str(path)))
        for file in inside:
            found.setdefault(file.resolve(), file)
    if problems:
        raise ProblemError(*problems)
    return list(found.values())


def names(found: Sequence[Path]) -> list[str]:
    """Return what the files are called: their names alone where these differ, else their paths as they were given."""
    alone = [file.name for file in found]
    return [name if alone.count(name) == 1 else file.as_posix() for name, file in zip(alone, found, strict=True)]


def pages(found: Sequence[Path]) -> Iterator[Page]:
    """Yield all pages of the files. Nothing is left out: what cannot be opened is a page without pixels."""
    for file, name in zip(found, names(found), strict=True):
        try:
            yield from _pages(file, name)
        except OSError as error:
            yield Page(name, 1, None, f"the file cannot be read: {error.strerror}")


def _inside(path: Path) -> list[Path]:
    """The file, or the files of the folder."""
    if not path.is_dir():
        return [path] if path.exists() else []
    wanted = (path for path in path.iterdir() if path.is_file() and not path.name.startswith("."))
    return sorted((path for path in wanted if path.name.lower() not in JUNK), key=lambda path: _natural(path.name))


def _natural(name: str) -> tuple[tuple[bool, int, str], ...]:
    """Order by letters and whole numbers."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return (*((part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts), (False, 0, name))


def _pages(file: Path, name: str) -> Iterator[Page]:
    with file.open("rb") as opened:
        head = opened.read(16)
    if head.startswith(b"%PDF") or file.suffix.lower() == ".pdf":
        yield from _of_pdf(file, name)
    elif head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        yield from _of_tiff(file, name)
    else:
        pixels = _decoded(file)
        heic = head[4:8] == b"ftyp" and pixels is None
        yield Page(name, 1, pixels, "" if pixels is not None else NO_HEIC if heic else NO_PICTURE)


def _decoded(file: Path) -> Grey | None:
    import cv2
    import numpy as np

    data = np.fromfile(file, np.uint8)
    try:
        if data[:2].tobytes() == JPEG:
            return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)  # type: ignore[return-value]
        return _grey(lambda flags: cv2.imdecode(data, flags)) if data.size else None
    except cv2.error:
        return None


def _grey(decode: Callable[[int], Any]) -> Grey | None:
    """The picture that `decode` makes by the flags of OpenCV, in grey: what shines through it is white paper."""
    import cv2
    import numpy as np

    picture = decode(cv2.IMREAD_UNCHANGED)
    if picture is None or (picture.dtype == np.uint8 and picture.ndim == 2):
        return picture  # type: ignore[no-any-return]
    if picture.ndim < 3 or picture.shape[2] < 4 or picture.dtype not in (np.uint8, np.uint16):
        return decode(cv2.IMREAD_GRAYSCALE)  # type: ignore[no-any-return]
    picture = picture if picture.dtype == np.uint8 else (picture >> 8).astype(np.uint8)
    ink: Any = 255 - cv2.cvtColor(picture, cv2.COLOR_BGRA2GRAY)
    return 255 - cv2.multiply(ink, picture[..., 3], scale=1 / 255)  # type: ignore[no-any-return]


def _of_tiff(file: Path, name: str) -> Iterator[Page]:
    """Yield the pages of a TIFF, decoding one at a time."""
    import cv2
    import numpy as np

    data = np.fromfile(file, np.uint8)
    for number in range(max(1, cv2.imcount(str(file)))):
        try:
            pixels = _grey(partial(_of_several, data, number))
        except cv2.error:
            pixels = None
        yield Page(name, number + 1, pixels, "" if pixels is not None else "this page of the file is damaged")


def _of_several(data: Any, number: int, flags: int) -> Any:
    """A page of a TIFF, from 0; None if it is damaged."""
    import cv2

    _, found = cv2.imdecodemulti(data, flags, range=(number, number + 1))
    return found[0] if found else None


def _of_pdf(file: Path, name: str) -> Iterator[Page]:
    try:
        import pypdfium2
    except ImportError:
        problem = Problem("B131", "reading PDFs needs the package pypdfium2", str(file), hint=HINT)
        raise ProblemError(problem) from None
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        yield Page(name, 1, None, "the PDF has a password" if locked else "this PDF is damaged")
        return
    with document:
        for index in range(len(document)):
            yield _rendered(document, index, name)
        if not len(document):
            yield Page(name, 1, None, "this PDF has no page")


def _rendered(document: Any, index: int, name: str) -> Page:
    import numpy as np
    from pypdfium2 import PdfiumError

    try:
        page = document[index]
        scale = min(PDF_DPI / 72, LARGEST / max(*page.get_size(), 1))
        bitmap = page.render(scale=scale, grayscale=True)
        pixels: Grey = np.array(bitmap.to_numpy(), np.uint8).reshape(bitmap.height, bitmap.width)
        page.close()
    except (PdfiumError, ValueError, MemoryError):
        return Page(name, index + 1, None, "this page of the PDF is damaged")
    return Page(name, index + 1, pixels)
