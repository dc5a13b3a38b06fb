"""Problems as a person, a program or a code host reads them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from quizgen.problem import Problem, Severity, errors, in_order

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]")
WIDEST = 160
"""A source line longer than this is shown in part, around the place."""
FEW = 3
"""So many warnings of one code are shown: they are often all alike."""
OF_FORMATS = frozenset({"B140", "B141"})
WRONG_USE = frozenset("B060 B062 B080 B081 B082 B084 B086 B087 B088 B089 B094".split())
"""What is wrong with the call rather than with a bank: no such project, bank, format, fact, item, code …"""


def say_problems(problems: Sequence[Problem], *, every: bool = False) -> None:
    """Print the problems to stderr in frames, in the order of their places, and how many there are.

    Of warnings of one code only the first few are shown, unless `every`; then it says how many there are more.
    """
    _lines.cache_clear()  # the files may have changed since
    found = in_order(problems)
    chosen = found if every else _few_of_each(found)
    for problem in chosen:
        click.echo(frame(problem) + "\n", err=True)
    for code, number in Counter(problem.code for problem in found).items():
        if more := number - sum(problem.code == code for problem in chosen):
            command = "`--all` shows" if code in OF_FORMATS else "`quizgen check --all` shows"
            click.echo(f"{more} more {click.style(f'[{code}]', bold=True)}; {command} them", err=True)
    if problems:
        click.echo(count(problems), err=True)


def _few_of_each(problems: Sequence[Problem]) -> list[Problem]:
    """The errors, and of each code the first warnings."""
    seen: Counter[str] = Counter()
    chosen = []
    for problem in problems:
        mild = problem.severity is Severity.WARNING
        seen[_alike(problem)] += mild
        if not mild or seen[_alike(problem)] <= FEW:
            chosen.append(problem)
    return chosen


def _alike(problem: Problem) -> str:
    """What warnings share of which a few show them all: of formats, what one cannot take and why."""
    if problem.code not in OF_FORMATS:
        return problem.code
    return f"{problem.code} {problem.message.removeprefix(problem.item)}"


def exit_code(problems: Sequence[Problem]) -> int:
    """Return 0 without errors, 2 if all are about what was typed on the command line, else 1."""
    found = errors(problems)
    if found and all(problem.code in WRONG_USE for problem in found):
        return 2
    return 1 if found else 0


def count(problems: Sequence[Problem]) -> str:
    """Return how many errors and warnings there are, and how to learn more."""
    bad = len(errors(problems))
    mild = len(problems) - bad
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((bad, "error"), (mild, "warning")) if n]
    first = in_order(errors(problems) or problems)[:1]
    return f"{', '.join(parts)}; `quizgen explain {first[0].code}` tells more" if first else ""


def frame(problem: Problem) -> str:
    """Return the problem with its source line, a caret under the place, and the hint."""
    colour = "red" if problem.severity is Severity.ERROR else "yellow"
    head = f"{click.style(place(problem), bold=True)}: "
    head += click.style(f"{problem.severity}[{problem.code}]", fg=colour, bold=True)
    lines = [f"{head}: {_seen(problem.message)}", *_excerpt(problem)]
    if problem.hint:
        lines.append(f"  = hint: {_seen(problem.hint)}")
    return "\n".join(lines)


def _seen(text: str) -> str:
    """Return the text as a terminal may show it: what steers the terminal, and what no text can hold, is replaced."""
    return UNSEEN.sub("\ufffd", text)


def place(problem: Problem) -> str:
    """Return `path:line:column`, as far as it is known."""
    span = problem.span
    path = _seen(problem.path)
    return f"{path}:{span.line}:{span.column}" if span else path


def _excerpt(problem: Problem) -> list[str]:
    span = problem.span
    lines = _lines(problem.path) if span else ()
    if span is None or span.line > len(lines):
        return []
    text, column = _window(lines[span.line - 1], span.column)
    end = span.end_column if span.end_line == span.line else span.column + len(lines[span.line - 1])
    width = max(1, min(end - span.column, len(text) - column + 1))
    margin = " " * len(str(span.line))
    return [f"{margin} |", f"{span.line} | {text}", f"{margin} | {' ' * (column - 1)}{'^' * width}"]


def _window(line: str, column: int) -> tuple[str, int]:
    line = _seen(line.replace("\t", " "))
    if len(line) <= WIDEST:
        return line, column
    start = max(0, column - 1 - WIDEST // 4)
    lead = "…" if start else ""
    tail = "…" if start + WIDEST < len(line) else ""
    return f"{lead}{line[start : start + WIDEST]}{tail}", column - start + len(lead)


@lru_cache(maxsize=8)
def _lines(path: str) -> tuple[str, ...]:
    try:
        raw = Path(path).read_bytes()
    except (OSError, ValueError):
        return ()
    codec = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return tuple(re.split("\r\n|\r|\n", raw.decode(codec, "replace")))


def as_json(problems: Sequence[Problem]) -> str:
    """Return the problems as a JSON list of objects, as `as_data` has them."""
    return json.dumps(as_data(problems), ensure_ascii=False, indent=1)


def as_data(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return the problems in order with path, line, column, code, item, severity, message and hint."""
    return [
        {
            "path": _seen(problem.path),
            "line": problem.span.line if problem.span else None,
            "column": problem.span.column if problem.span else None,
            "endLine": problem.span.end_line if problem.span else None,
            "endColumn": problem.span.end_column if problem.span else None,
            "code": problem.code,
            "item": problem.item or None,
            "severity": problem.severity.value,
            "message": _seen(problem.message),
            "hint": _seen(problem.hint) if problem.hint else None,
        }
        for problem in in_order(problems)
    ]


def as_github(problems: Sequence[Problem]) -> str:
    """Return the problems as workflow commands, which a code host shows beside the lines."""
    return "\n".join(_annotation(problem) for problem in in_order(problems))


def _annotation(problem: Problem) -> str:
    where = f"file={_property(_seen(problem.path))}"
    if problem.span:
        where += f",line={problem.span.line},col={problem.span.column}"
    text = _seen(problem.message + (f" ({problem.hint})" if problem.hint else ""))
    return f"::{problem.severity.value} {where},title={problem.code}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
