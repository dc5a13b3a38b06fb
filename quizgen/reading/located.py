"""YAML to plain text, with a place for every value.

Built on PyYAML's event stream: every scalar stays the text the author typed, so `no` is not False and `0044` is not
36, and whatever makes YAML surprising (anchors, tags, repeated keys, a second document) is refused with its place.
Positions are kept only when somebody asks for one.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from quizgen.problem import Place, Problem, ProblemError, Span

Value = str | list[Any] | dict[str, Any] | None
Spans = dict[tuple[str | int, ...], tuple[Span, Span]]
"""For each path of keys: the span of its key (or of the value, where it has none) and of its value."""
DEEPEST = 40
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text has, and half characters: XML, and with it Word and most platforms, cannot hold them."""
BREAKS = re.compile("\r\n|\r|\n")
YAML_BREAKS = re.compile("[\x85\u2028\u2029]")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def shown(path: Path) -> str:
    """Return the path as the user would type it from where he stands, if that is shorter."""
    try:
        relative = os.path.relpath(path)
    except (ValueError, OSError):  # another drive; the working directory is gone
        return str(path)
    return relative if len(relative) < len(str(path)) else str(path)


def read_text(path: Path) -> str:
    """Return the file's text without a byte order mark.

    Raises ProblemError when there is no such file, it cannot be read, or it is not UTF-8 text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot read this file: {error.strerror}", shown(path))) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"this file is not UTF-8 text (byte {raw[error.start]:#04x} in line {line})"
        raise ProblemError(
            Problem("B002", message, shown(path), Span(line, 1, line, 1), "save it with the encoding UTF-8")
        ) from None
    return text


def read_yaml(text: str, path: str, spans: Spans | None = None) -> Value:
    """Return the document as plain dicts, lists, texts and None; fill `spans` when given.

    Raises ProblemError with the place of the first thing that is not plain YAML.
    """
    loader = None
    try:
        loader = Loader(text)
        return _Builder(loader, text, path, spans).document()
    except yaml.MarkedYAMLError as error:
        raise ProblemError(_syntax_problem(error, text, path)) from None
    except yaml.YAMLError as error:
        raise ProblemError(_reader_problem(error, text, path)) from None
    finally:
        if loader:
            loader.dispose()


class _Builder:
    """Builds plain values from the events of one loader."""

    def __init__(self, loader: Any, text: str, path: str, spans: Spans | None) -> None:
        self.next = loader.get_event
        self.where = _counting(text)
        self.escapes = "\\" in text
        self.path = path
        self.spans = spans

    def document(self) -> Value:
        self.next()
        if isinstance(self.next(), StreamEndEvent):
            return None
        value = self.node(self.next(), ())
        self.next()
        extra = self.next()
        if isinstance(extra, DocumentStartEvent):
            raise self.refusal(extra, "B005", "a bank is one document, and here a second one begins")
        return value

    def node(self, event: Event, at: tuple[str | int, ...]) -> Value:
        if len(at) > DEEPEST:
            raise self.refusal(event, "B007", f"this is nested more than {DEEPEST} levels deep")
        self.refuse_extras(event)
        value = self.value(event, at)
        if self.spans is not None:
            span = self.span(event)
            self.spans[at] = (self.spans.get(at, (span, span))[0], span)
        return value

    def refuse_extras(self, event: Event) -> None:
        if getattr(event, "anchor", None):
            raise self.refusal(event, "B004", "anchors and aliases are not part of the bank format")
        if getattr(event, "tag", None) not in (None, "!"):
            raise self.refusal(event, "B006", "tags (`!…`) are not part of the bank format")
        if self.escapes and isinstance(event, ScalarEvent) and (found := CONTROLS.search(event.value)):
            raise self.refusal(event, "B003", f"this text holds a control character (U+{ord(found[0]):04X})")

    def value(self, event: Event, at: tuple[str | int, ...]) -> Value:
        if isinstance(event, ScalarEvent):
            return None if event.value == "" and event.implicit[0] else event.value
        if isinstance(event, MappingStartEvent):
            return self.mapping(at)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(at)
        raise self.refusal(event, "B004", "anchors and aliases are not part of the bank format")

    def mapping(self, at: tuple[str | int, ...]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while not isinstance(key := self.next(), MappingEndEvent):
            if not isinstance(key, ScalarEvent):
                raise self.refusal(key, "B004" if isinstance(key, AliasEvent) else "B003", "a key must be plain text")
            self.refuse_extras(key)
            if not key.value:
                raise self.refusal(key, "B003", "here a key is missing before the colon")
            if key.value in out:
                raise self.refusal(key, "B008", f"the key `{key.value}` stands here twice")
            if self.spans is not None:
                self.spans[*at, key.value] = (self.span(key), self.span(key))
            out[key.value] = self.node(self.next(), (*at, key.value))
        return out

    def sequence(self, at: tuple[str | int, ...]) -> list[Any]:
        out: list[Any] = []
        while not isinstance(item := self.next(), SequenceEndEvent):
            out.append(self.node(item, (*at, len(out))))
        return out

    def refusal(self, event: Event, code: str, message: str) -> ProblemError:
        return ProblemError(Problem(code, message, self.path, self.span(event)))

    def span(self, event: Event) -> Span:
        return Span(*self.where(event.start_mark), *self.where(event.end_mark))


def _counting(text: str, *, exact: bool = False) -> Callable[[Any], tuple[int, int]]:
    """Return what turns a mark into line and column.

    YAML breaks lines at three characters where editors and the frames around problems do not, and adds a line to a
    file whose last one is not ended, so marks of errors ask for `exact` counting.
    """
    if not exact and not YAML_BREAKS.search(text):
        return lambda mark: (mark.line + 1, mark.column + 1)
    starts = [0, *(found.end() for found in BREAKS.finditer(text))]

    def count(mark: Any) -> tuple[int, int]:
        index = min(mark.index, len(text))
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    return count


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    where = _counting(text, exact=True)
    line, column = where(mark) if mark else (1, 1)
    what = error.problem or "this is not YAML"
    if error.context_mark and (begun := where(error.context_mark)[0]) != line:
        what += f" ({error.context}, begun in line {begun})"
    hint = "put texts that hold `: ` or ` #`, or that begin with one of [ ] { } \" ' @ ` % & * !, between quotes"
    if mark and text[mark.index : mark.index + 1] == "\t":
        hint = "indent with spaces"
    return Problem("B003", f"not YAML: {what}", path, Span(line, column, line, column + 1), hint)


def _reader_problem(error: yaml.YAMLError, text: str, path: str) -> Problem:
    position = getattr(error, "position", 0)
    if getattr(error, "encoding", "") != "unicode":  # PyYAML's C part counts bytes
        position = len(text.encode()[:position].decode("utf-8", "ignore"))
    lines = BREAKS.split(text[:position])
    line, column = len(lines), len(lines[-1]) + 1
    message = "this file holds a character that YAML does not allow"
    return Problem("B003", message, path, Span(line, column, line, column + 1), "remove control characters")


@lru_cache(maxsize=32)
def _spans_of(file: str) -> Spans:
    spans: Spans = {}
    if not file.endswith((".yaml", ".yml")):
        return {}
    try:
        read_yaml(read_text(Path(file)), file, spans)
    except ProblemError:
        return {}
    return spans


def locate(place: Place) -> Span | None:
    """Return the span of a place: its own if it is written in the file, else that of the nearest thing around it."""
    if place.line or not place.at:
        return Span(place.line, 1, place.line, 1) if place.line else None
    spans, skipped = _spans_of(place.file), False
    at: tuple[str | int, ...] = ()
    for part in place.at:  # what pydantic adds to a path (a union's tag) is no node of the file
        skipped = (*at, part) not in spans
        at = at if skipped else (*at, part)
    if at not in spans:
        return Span(1, 1, 1, 1)
    key, value = spans[at]
    return key if place.key or skipped else value


def forget_positions() -> None:
    """Forget where things were, because the files may have changed."""
    _spans_of.cache_clear()
