"""Small projects written to a temporary folder, for tests that begin with what an author types."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

from quizgen import api
from quizgen.model.item import Item
from quizgen.problem import errors

BOOK = "sources: {book: {title: A Book of Dates, publisher: Example Press}}"


def project(root: Path, bank: str, *, config: str = "", name: str = "bank", **files: str) -> Path:
    """Write a project of one bank; `files` are its further files, `_` in a name standing for a dot."""
    folder = root / "question_bank" / name
    folder.mkdir(parents=True, exist_ok=True)
    (root / "quizgen.toml").write_text(config, encoding="utf-8")
    (folder / "bank.yaml").write_text(bank, encoding="utf-8")
    for file, text in files.items():
        (folder / file.replace("_", ".")).write_text(text, encoding="utf-8")
    return root


def sentences(*facts: str, language: str = "en", head: str = "") -> str:
    """Return a bank.yaml of facts that cite pages of a book; each of `facts` is a sentence or a fact's fields."""
    bodies = [
        fact if fact.startswith(("say:", "event:")) else f"say: '{fact.replace(chr(39), 2 * chr(39))}'"
        for fact in facts
    ]
    entries = (
        f"  f{n}:\n{indent(body + chr(10) + 'cite: {book: {page: 1}}', '    ')}" for n, body in enumerate(bodies)
    )
    return "\n".join(["title: A bank", f"language: {language}", BOOK, head, "facts:", *entries, ""])


def asked(root: Path, seed: str = "1") -> tuple[list[Item], api.Asked]:
    """Return the items of a project and the account of what was not asked; every error of the bank raises."""
    checked = api.check(api.load(root))
    assert not errors(checked.problems), checked.problems
    made = api.ask(checked, seed)
    return list(made), made


def items(root: Path, bank: str, **rest: str) -> dict[str, Item]:
    """Return the items of a bank by their ids, without the bank's own name."""
    made, _ = asked(project(root, bank, **rest))
    return {item.id.partition(".")[2]: item for item in made}
