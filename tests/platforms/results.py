"""Writes the table of docs/platforms.md from what the tests of this folder found.

`make test-platforms` calls it; by hand: `python -m tests.platforms.results`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.platforms.conftest import FOLDER

PAGE = Path(__file__).parents[2] / "docs" / "platforms.md"
BEGIN, END = "<!-- results -->\n", "<!-- /results -->\n"
ORDER = ("choice", "choices", "true or false", "text", "date", "number", "cloze", "order", "match")
CHECKS = ("right", "wrong", "cited")


def found() -> list[dict[str, Any]]:
    """What each consumer made of each format."""
    return [json.loads(path.read_text("utf-8")) for path in sorted((FOLDER / "results").glob("*.json"))]


def row(told: dict[str, Any]) -> str:
    """One consumer of one format: how many items, and how many of them did what they should."""
    counts = told["counts"]
    kinds = ", ".join(name for name in ORDER if name in counts)
    total = sum(count["items"] for count in counts.values())
    checks = (_sum(counts, name) for name in CHECKS)
    cells = (
        f"`{told['format']}`",
        f"{told['consumer']} {told['version']}",
        kinds or "—",
        str(total),
        *checks,
        told["remark"],
    )
    return f"| {' | '.join(cells)} |"


def _sum(counts: dict[str, dict[str, int]], name: str) -> str:
    asked = [count for count in counts.values() if name in count]
    return str(sum(count[name] for count in asked)) if asked else "—"


def table() -> str:
    """The rows, formats in their order."""
    heads = (
        "format",
        "consumer",
        "interactions",
        "items",
        "key scores full",
        "wrong answer does not",
        "citation seen",
        "",
    )
    return "\n".join((f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *map(row, found()), ""))


def main() -> None:
    """Put the table between the marks of the page."""
    page = PAGE.read_text("utf-8")
    head, tail = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{head}{BEGIN}{table()}{END}{tail}", "utf-8")


if __name__ == "__main__":
    main()
