"""Typst, called in this process: JSON in, an accessible PDF and the places of its marks out.

Fonts come with the wheel, with the extra `fonts` or from the user's folder, never from the system, so the same
data and fonts give the same bytes on every machine. PDF/UA-1 is always asked for: only then does Typst report a
missing glyph.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING

from quizgen.exporting.paper.fonts import installed
from quizgen.templating import shipped

if TYPE_CHECKING:
    from typst import Fonts

MARKS = (
    "query(<mark>).map(it => (..it.value, page: it.location().page(),"
    " x: it.location().position().x.pt(), y: it.location().position().y.pt()))"
)
TEXT = re.compile(r'^PDF/UA-1 error: the text (?:contains the disallowed codepoint )?`"(.+?)"`', re.S)
PLACE = re.compile(r"┌─ (?:[^\n]*/)?([\w.-]+\.typ:\d+)")
"""Where Typst says that a mistake is."""
ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))", re.S)
PROBE = (
    b'#set document(title: "probe", date: none)\n#set text(font: json(bytes(sys.inputs.fonts)))\n'
    b"#json(bytes(sys.inputs.data))"
)


NOTHING: Mapping[str, Path] = MappingProxyType({})


class TypesetError(Exception):
    """Typst refused. `text` is what no font can show, if that is why; `hints` are Typst's own."""

    def __init__(self, message: str, text: str | None = None, hints: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.hints = tuple(hints)


@dataclass(frozen=True, slots=True)
class Mark:
    """One end (`start` or `end`) of a part of an item: its page from 1, x and y in points from the top left."""

    end: str
    form: str
    item: str
    part: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Typeset:
    """A compiled document, and where its marks came to stand."""

    pdf: bytes
    marks: tuple[Mark, ...]


def typeset(
    template: Path, data: str, font_path: Sequence[Path] = (), pictures: Mapping[str, Path] = NOTHING
) -> Typeset:
    """Compile `template` with the JSON text `data`; raise TypesetError for an error and for any warning.

    The template may import any template of its own folder or of ours. `pictures` are the files it finds in its folder
    `pictures/`, by the names it knows them by.
    """
    with _room(template, pictures) as main:
        return _compiled(main, data, font_path)


def _compiled(main: Path, data: str, font_path: Sequence[Path]) -> Typeset:
    import typst

    try:
        compiler = typst.Compiler(main, main.parent, _fonts(tuple(font_path)), sys_inputs={"data": data})
        pdf, warnings = compiler.compile_with_warnings(pdf_standards=["ua-1"], timestamp=0)
        marks = json.loads(compiler.eval(MARKS))
    except RuntimeError as error:  # TypstError is one, and a template that is not UTF-8 raises the plain kind
        raise _refusal(error) from None
    for warning in warnings:  # e.g. a font family that is not there: Typst would quietly take another
        raise TypesetError(warning.message, hints=warning.hints)
    assert isinstance(pdf, bytes)  # noqa: S101 - one document, no output path: always bytes
    try:
        return Typeset(pdf, tuple(Mark(**mark) for mark in marks))
    except TypeError:
        raise TypesetError("a mark has other fields than those of `mark` in common.typ") from None


@contextmanager
def _room(template: Path, pictures: Mapping[str, Path]) -> Iterator[Path]:
    """Yield the template's path in a folder that holds all it may need: Typst reads nothing outside of it."""
    ours = shipped("templates") / "print"
    if template.parent == ours and not pictures:
        yield template
        return
    with TemporaryDirectory(prefix="quizgen-") as name:
        room = Path(name)
        for folder in dict.fromkeys((ours, template.parent)):
            shutil.copytree(folder, room, dirs_exist_ok=True)
        (room / "pictures").mkdir(exist_ok=True)
        for picture, path in pictures.items():
            shutil.copyfile(path, room / "pictures" / picture)
        yield room / template.name


def forget() -> None:
    """Let go of the memory of what was typeset: Typst keeps what it measured until ten compilations did without it."""
    import typst

    for _ in range(11):
        typst.Compiler(b"#none", None, _fonts(())).compile()


def missing(characters: Iterable[str], fonts: Sequence[str], font_path: Sequence[Path] = ()) -> str | None:
    """Return the first of the characters that no font has, or None. Quick: nothing else is typeset."""
    import typst

    inputs = {"data": json.dumps(" ".join(characters)), "fonts": json.dumps(list(fonts))}
    try:
        compiler = typst.Compiler(PROBE, None, _fonts(tuple(font_path)), sys_inputs=inputs)
        compiler.compile(pdf_standards=["ua-1"], timestamp=0)
    except RuntimeError as error:
        return _refusal(error).text
    return None


def undrawable(picture: Path) -> str | None:
    """Return why Typst cannot draw a picture, None if it can."""
    import typst

    with TemporaryDirectory(prefix="quizgen-") as name:
        shutil.copyfile(picture, Path(name) / "picture")
        main = Path(name) / "main.typ"
        main.write_text('#image(read("picture", encoding: none))', "utf-8")
        try:
            typst.Compiler(main, main.parent, _fonts(())).compile()
        except RuntimeError as error:
            return _refusal(error).message
    return None


def families(font_path: Sequence[Path] = ()) -> list[str]:
    """Return the names of the font families that can be used."""
    return _fonts(tuple(font_path)).families()


@lru_cache(maxsize=4)
def _fonts(font_path: tuple[Path, ...]) -> Fonts:
    from typst import Fonts

    return Fonts(include_system_fonts=False, font_paths=[*font_path, *installed()])


def _refusal(error: RuntimeError) -> TypesetError:
    """Say what Typst said, with the text that could not be shown taken out of the message."""
    message = str(getattr(error, "message", error))
    found = TEXT.match(message)
    text = ESCAPE.sub(_unescape, found[1]) if found else None
    at = PLACE.search(str(getattr(error, "diagnostic", "")))
    return TypesetError(f"{message} ({at[1]})" if at and not text else message, text, getattr(error, "hints", ()))


def _unescape(found: re.Match[str]) -> str:
    """Undo the escapes of Rust's debug format, in which Typst quotes a text."""
    named = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
    return chr(int(found[1], 16)) if found[1] else named.get(found[2], found[2])
