"""Templates of quizzes as text: how they are filled in, and what is said of one of the user's own that cannot be."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from quizgen.problem import Problem, ProblemError, Span
from quizgen.templating import environment, find

if TYPE_CHECKING:
    from jinja2 import Environment

MISSING = re.compile(r"'(?:[\w.]+\.)?(\w+) object' has no attribute '(.*)'")


def templates(
    own: Sequence[Path], filters: Mapping[str, Callable[..., Any]], escape: Callable[[str], Any] | None = None
) -> Environment:
    """Return the templates with filters of a format. With `escape`, all that is filled in goes through it.

    What is `Markup` has been through it already and is left alone, as in templates of HTML.
    """
    if escape is None:
        made = environment(tuple(own)).overlay()
    else:
        made = environment(tuple(own)).overlay(autoescape=True, finalize=_finalizing(escape))
    made.filters = {**made.filters, "fill": fill, **filters}  # an overlay shares those of what it lies over
    return made


def fill(pattern: str, **values: object) -> str:
    """Return a label such as `Page {n}` with its places filled."""
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", str(value))
    return pattern


def render(made: Environment, name: str, own: Sequence[Path], data: Mapping[str, Any]) -> str:
    """Return the template `name` filled in. Raises ProblemError if one of the user's own cannot be filled in."""
    try:
        return made.get_template(name).render(data)
    except Exception as error:
        if problem := _problem(error, find(name, own), own):
            raise ProblemError(problem) from None
        raise


def _finalizing(escape: Callable[[str], Any]) -> Callable[[Any], Any]:
    def finalize(value: Any) -> Any:
        return value if hasattr(value, "__html__") else escape(str(value))

    return finalize


def _problem(error: Exception, chosen: Path, own: Sequence[Path]) -> Problem | None:
    """Say what is wrong with the user's template that raised the error; None if none did."""
    file, line = _place(error, own) or (chosen, 0)
    if not _is_own(file, own):
        return None
    ours = file if find(f"print/{file.name}").is_file() else chosen
    shows = f"`templates/print/{ours.name}` of quizgen shows what there is to be filled in"
    hint = "save it as UTF-8" if isinstance(error, UnicodeDecodeError) else shows
    message = f"this template cannot be filled in: {_said(error)}"
    return Problem("B097", message, os.path.relpath(file), _span(file, line) if line else None, hint)


def _place(error: Exception, own: Sequence[Path]) -> tuple[Path, int] | None:
    """Return the file and the line of the innermost template of the user's own; line 0 if it has none."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return Path(error.filename or ""), error.lineno
    if isinstance(error, UnicodeDecodeError):
        files = (file for folder in own for file in sorted(folder.rglob("*")) if file.is_file())
        return next(((file, 0) for file in files if file.read_bytes() == error.object), None)
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    return next((one for one in reversed(frames) if _is_own(one[0], own)), None)


def _is_own(file: Path, own: Sequence[Path]) -> bool:
    return any(file.is_relative_to(folder) for folder in own)


def _said(error: Exception) -> str:
    from jinja2 import TemplateNotFound

    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    if isinstance(error, TemplateNotFound):
        return f"there is no template `{error.name}`"
    return MISSING.sub(r"`\1` has no `\2`", str(error)) or type(error).__name__


def _span(file: Path, line: int) -> Span:
    text = file.read_text("utf-8", "replace").split("\n")[line - 1]
    return Span(line, len(text) - len(text.lstrip()) + 1, line, len(text.rstrip()) + 1)
