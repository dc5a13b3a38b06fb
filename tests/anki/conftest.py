"""Anki in several versions, each in a process of its own. In CI a missing version is a failure, elsewhere a skip."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.anki import author

SCRIPT = Path(__file__).with_name("student.py")
OLDEST = "24.11"
NEWEST = "newest"  # the one that is installed
OTHERS = ("23.10.1", "25.2", "25.9.2")
VERSIONS = (OLDEST, NEWEST, *(pytest.param(version, marks=pytest.mark.slow) for version in OTHERS))


def path_of(version: str) -> str:
    """The folder that has this version of Anki; empty for the one that is installed."""
    if version == NEWEST:
        return ""
    folder = Path(os.environ.get("QUIZGEN_ANKI") or sys.prefix) / f"anki-{version}"
    if not (folder / "anki").is_dir():
        told = f"Anki {version} is not in {folder}: `make anki` installs it; QUIZGEN_ANKI may name another folder"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
    return str(folder)


class Anki:
    """A running Anki of one version."""

    def __init__(self, version: str) -> None:
        env = os.environ | {"PYTHONPATH": path_of(version), "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, str(SCRIPT)]
        self.process = subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self.version = version

    def order(self, folder: Path, what: str, *given: Any) -> Any:
        """Have a student do something, and return what is found."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps([str(folder), what, given]), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        assert line, f"Anki {self.version} ended with {self.process.wait()}"
        answer = json.loads(line)
        assert "failed" not in answer, answer["failed"]
        return answer["found"]

    def close(self) -> None:
        self.process.communicate()


class Student:
    """A profile in a running Anki; its methods are those of tests/anki/student.py."""

    def __init__(self, anki: Anki, folder: Path) -> None:
        self.anki = anki
        self.folder = folder

    def __getattr__(self, what: str) -> Any:
        return partial(self.anki.order, self.folder, what)

    def take(self, package: Path) -> dict[str, int]:
        """Import with what the dialog offers by default; return how many notes met which fate."""
        return self.anki.order(self.folder, "take", str(package))


@pytest.fixture(scope="session", params=VERSIONS)
def anki(request) -> Iterator[Anki]:
    """Each version in turn."""
    running = Anki(request.param)
    yield running
    running.close()


@pytest.fixture
def student(anki, tmp_path):
    """A fresh profile."""
    one = Student(anki, tmp_path / "profile")
    yield one
    one.close()


@pytest.fixture(scope="session")
def releases(tmp_path_factory) -> list[Path]:
    """The releases of the author's project, in order. They count from 1: the first of the list is the project."""
    made = author.Author(tmp_path_factory.mktemp("author"))
    return [made.root, *(make(made) for make in author.RELEASES)]
