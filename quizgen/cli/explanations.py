"""What every code means: of review rules their docstrings, of all others codes.md."""

from __future__ import annotations

import re
from importlib.resources import files

from quizgen import reviewing

SECTION = re.compile(r"^## ([A-Z]\d{3})$", re.MULTILINE)


def explanations() -> dict[str, str]:
    """Return the explanations by code, sorted."""
    text = files("quizgen.cli").joinpath("codes.md").read_text(encoding="utf-8")
    parts = SECTION.split(text)[1:]
    found = {code: body.strip() for code, body in zip(parts[::2], parts[1::2], strict=True)}
    found |= {code: reviewing.explanation(code) or "" for code in reviewing.rules()}
    return dict(sorted(found.items()))
