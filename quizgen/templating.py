"""Where templates are found, and how Jinja renders them: the user's own first, then those that ship with quizgen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

PACKAGE = Path(__file__).parent


def shipped(folder: str) -> Path:
    """Return the folder `templates` or `question_bank` that travels with quizgen.

    A wheel holds them in `quizgen/_data`; in a checkout they stand beside the package. The checkout goes first: an
    editable install must not read a stale copy.
    """
    beside = PACKAGE.parent / folder
    return beside if (PACKAGE.parent / "pyproject.toml").is_file() else PACKAGE / "_data" / folder


def find(name: str, own: Sequence[Path] = ()) -> Path:
    """Return the path of a template such as `print/quiz.typ`: from the first folder of `own` that has it, or ours."""
    folders = [*own, shipped("templates")]
    return next((path for folder in folders if (path := folder / name).is_file()), folders[-1] / name)


@lru_cache(maxsize=8)
def environment(own: tuple[Path, ...] = ()) -> Environment:
    """Return a Jinja environment over the templates: HTML and XML escaped, a missing name an error.

    It is sandboxed, for the templates of a project may be a stranger's.
    """
    from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FileSystemLoader([*own, shipped("templates")]),
        autoescape=select_autoescape(("html", "html.j2", "xml.j2")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
