"""Arrows point one way only: read from the imports themselves."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import quizgen

ROOT = Path(quizgen.__file__).parent
LAYERS = (
    ("problem", "once", "moments"),
    ("dates", "numbers", "names"),
    ("model",),
    ("answers",),
    ("reading",),
    ("grounding",),
    ("templating", "wrapping", "asking"),
    ("reviewing",),
    ("assembling", "forms", "copies", "places", "lock_file"),
    ("lock", "delta"),
    ("lowering", "answer_sheet"),
    ("exporting",),
    ("reporting", "scanning", "ankiconnect", "drafting"),
    ("comparing", "api"),
    ("serving", "practising"),
    ("cli",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
BESIDE = {("asking", "templating")}
"""Of two of one rank, the first may use the second."""


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module a file imports, wherever in the file, by its full name."""
    return frozenset(_imports(ast.parse(path.read_text(encoding="utf-8"))))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules() -> list[Path]:
    return [path for path in sorted(ROOT.rglob("*.py")) if "_data" not in path.parts]


def layer(path: Path) -> str:
    part = path.relative_to(ROOT).parts[0]
    return part.removesuffix(".py")


def ours(path: Path) -> set[str]:
    """The parts of quizgen that a file imports."""
    found = {name.split(".")[1] for name in imports(path) if name.startswith("quizgen.")}
    return found & RANK.keys()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_imports_what_stands_above_it(path: Path):
    here = layer(path)
    if here in {"__init__", "__main__"}:
        return
    above = [
        other
        for other in ours(path) - {here}
        if RANK[other] > RANK[here] or (RANK[other] == RANK[here] and (here, other) not in BESIDE)
    ]
    assert not above, f"{here} imports {above}"


def test_every_part_has_its_layer():
    parts = {layer(path) for path in modules()} - {"__init__", "__main__"}
    assert parts == RANK.keys()


def test_exporters_know_neither_readers_nor_the_stages_before_them():
    for path in (ROOT / "exporting").rglob("*.py"):
        assert not ours(path) & {"reading", "grounding", "asking", "reviewing", "assembling", "lock"}, path.name


def test_exporters_do_not_know_each_other():
    from quizgen.exporting.registry import formats

    names = {f"quizgen.exporting.{name.replace('-', '_')}" for name in formats()}
    for name in formats():
        own = name.replace("-", "_")
        found = imports(ROOT / "exporting" / f"{own}.py")
        assert not found & (names - {f"quizgen.exporting.{own}"}), name


def test_paper_and_platforms_do_not_know_each_other():
    for room, other in (("paper", "platform"), ("platform", "paper")):
        for path in (ROOT / "exporting" / room).rglob("*.py"):
            assert not {name for name in imports(path) if name.startswith(f"quizgen.exporting.{other}")}, path.name


@pytest.mark.parametrize("heavy", ["jinja2", "click", "genanki", "typst", "yaml", "rapidfuzz"])
def test_the_model_knows_nothing_of_formats_and_commands(heavy: str):
    for part in ("problem.py", "numbers.py", "dates/*.py", "model/*.py"):
        for path in ROOT.glob(part):
            assert heavy not in {name.split(".")[0] for name in imports(path)}, path.name


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]):
    code = (
        "import sys\n"
        "from quizgen.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'pydantic', 'genanki', 'typst', 'jinja2', 'yaml', 'rapidfuzz', 'sqlite3'}\n"
        "print('heavy:', sorted(heavy & sys.modules.keys()))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip().endswith("heavy: []"), run.stdout[-300:]
    assert len(run.stdout) > 20


def test_no_clock_and_no_chance():
    banned = {"random", "secrets", "time", "uuid.uuid1", "uuid.uuid4"}
    clocks = {"now", "today", "utcnow", "fromtimestamp", "uuid1", "uuid4"}
    for path in modules():
        if layer(path) == "cli":
            continue  # progress and logs may look at the clock
        assert not banned & imports(path), path
        used = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        assert not clocks & used, path
