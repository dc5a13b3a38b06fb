"""Cited facts in; Anki decks, printed quizzes and JSON out, with every answer pointing to its source.

The public API is as small as the command line, and each stage hands on a value:

    project = quizgen.load("my-project")        # read the banks
    checked = quizgen.check(project)            # keep the facts whose citations hold
    items = quizgen.ask(checked)                # questions, each with its citations
    quiz = quizgen.assemble(checked, items)     # choose and order
    quizgen.export(quiz, "json", "quiz.json")   # write
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizgen.api import ask, assemble, check, export, load

__version__ = "0.1.0"
__all__ = ["__version__", "ask", "assemble", "check", "export", "load"]


def __getattr__(name: str) -> object:
    """Import the stages on first use, so that `quizgen --help` stays as quick as click itself."""
    if name in __all__:
        from quizgen import api

        return getattr(api, name)
    raise AttributeError(f"module 'quizgen' has no attribute {name!r}")
