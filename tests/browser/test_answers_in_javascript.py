"""The judge of answers in JavaScript is held to the same table as the one in Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
JUDGE = (ROOT / "docs" / "answers.js").read_text(encoding="utf-8").replace("export function", "function")
VECTORS = json.loads((ROOT / "tests" / "vectors" / "answers.json").read_text(encoding="utf-8"))
CALL = "all.map(v => judge(v.given, [v.key, ...v.accept], v.type, v.language))"


@pytest.mark.browser
def test_both_judge_alike(chromium):
    page = chromium.new_page()
    found = page.evaluate(f"all => {{ {JUDGE}\nreturn {CALL}; }}", VECTORS)
    assert found == [vector["verdict"] for vector in VECTORS]
