"""The real consumers that `make platforms` installs. In CI a missing one is a failure, elsewhere a skip.

What they make of our exports is kept in a folder `results` beside them; `results.py` makes docs/platforms.md of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import conftest

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("QUIZGEN_PLATFORMS") or Path(sys.prefix) / "platforms")


def missing(what: str) -> None:
    told = f"{what} is not in {FOLDER}: `make platforms` installs it; QUIZGEN_PLATFORMS may name another folder"
    conftest.missing(told)


@pytest.fixture(scope="session")
def modules() -> Path:
    """The folder with the npm packages, for pages that load scripts from it."""
    folder = FOLDER / "node_modules"
    if not folder.is_dir():
        missing("node_modules")
    return folder


def version(package: str) -> str:
    """The version of an npm package."""
    return json.loads((FOLDER / "node_modules" / package / "package.json").read_text("utf-8"))["version"]


@pytest.fixture(scope="session")
def node(modules: Path):
    """Runs a script of this folder in Node: it gets a value as JSON and says another."""

    def run(script: str, given: Any, timeout: int = 120) -> Any:
        done = subprocess.run(
            ["node", str(HERE / script)],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=timeout,
            env={**os.environ, "QUIZGEN_PLATFORMS": str(FOLDER)},
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def edx():
    """Runs a script of this folder in the environment of the Open edX engine, whose licence and pins keep it apart."""
    python = FOLDER / "edx" / "bin" / "python"
    if not python.exists():
        missing("edx")

    def run(script: str, given: Any, timeout: int = 300) -> Any:
        done = subprocess.run(
            [str(python), str(HERE / script)],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def result():
    """Keeps what a consumer made of a format: by interaction, how many items scored as they should and were cited.

    `result("qti3", "qti3-item-player", "1.1.20", {"choice": {"items": 3, "right": 3, "wrong": 3, "cited": 3}})`: of
    `items` so many gave full marks to the key, less than full marks to a wrong answer, and showed the citation.
    """

    def keep(name: str, consumer: str, version: str, counts: dict[str, dict[str, int]], remark: str = "") -> None:
        for interaction, count in counts.items():
            for check in ("right", "wrong", "cited"):
                assert count.get(check, count["items"]) == count["items"], (name, consumer, interaction, count)
        folder = FOLDER / "results"
        folder.mkdir(parents=True, exist_ok=True)
        told = {"format": name, "consumer": consumer, "version": version, "counts": counts, "remark": remark}
        slug = consumer.replace("/", "-").replace("@", "").replace(" ", "-")
        (folder / f"{name}-{slug}.json").write_text(json.dumps(told, indent=1), "utf-8")

    return keep
