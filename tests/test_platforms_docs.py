"""What docs/platforms.md promises: a section for each format, and a table of what was really played."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from quizgen.exporting.registry import formats, on_paper

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "platforms.md").read_text("utf-8")
PINNED = json.loads((ROOT / "tests" / "platforms" / "package.json").read_text("utf-8"))["dependencies"]
ROWS = re.findall(
    r"^\| `(\w+)` \| (.*?) \|", PAGE[PAGE.index("<!-- results -->") : PAGE.index("<!-- /results -->")], re.M
)
OF_CARDS = frozenset({"anki", "crowdanki", "csv", "tsv"})


@pytest.mark.parametrize("name", sorted(formats()))
def test_each_format_for_platforms_is_told_of(name: str):
    if name not in OF_CARDS and not on_paper(name):
        assert f"`{name}`" in PAGE or f"`quizgen build {name}`" in PAGE


@pytest.mark.parametrize("package", sorted(PINNED))
def test_the_table_is_of_the_versions_that_the_tests_install(package: str):
    found = {text for _, told in ROWS for text in re.findall(rf"(?<![\w/-]){re.escape(package)} ([\d.]+)", told)}
    assert found <= {PINNED[package]}


def test_the_table_has_each_format_that_software_takes_in_here():
    assert {name for name, _ in ROWS} == {
        "gift",
        "h5p",
        "html",
        "json",
        "jsonl",
        "olx",
        "qti21",
        "qti22",
        "qti3",
        "surveyjs",
    }
