"""Cited facts in; Anki decks, printed quizzes and JSON out, with every answer pointing to its source.

The public API is as small as the command line, and each stage hands on a value:

    project = quizgen.load("my-project")        # read the banks
    checked = quizgen.check(project)            # keep the facts whose citations hold
    items = quizgen.ask(checked)                # questions, each with its citations
    quiz = quizgen.assemble(checked, items)     # choose and order
    quizgen.export(quiz, "json", "quiz.json")   # write

What is given to students as Anki decks, release after release, also goes through the lock:

    made = quizgen.release(checked, items, "2026-11-22T14:30:00Z")      # hold it against what was released
    quiz = quizgen.assemble(checked, made.items, lock=made.lock)
    quizgen.export(quiz, "anki", "deck.apkg")
    quizgen.keep(checked, made.lock)                                    # quizgen.lock, for the next time
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizgen.api import ask, assemble, check, export, keep, load, release

__version__ = "0.1.0"
__all__ = ["__version__", "ask", "assemble", "check", "export", "keep", "load", "release"]


def __getattr__(name: str) -> object:
    """Import the stages on first use, so that `quizgen --help` stays as quick as click itself."""
    if name in __all__:
        from quizgen import api

        return getattr(api, name)
    raise AttributeError(f"module 'quizgen' has no attribute {name!r}")
