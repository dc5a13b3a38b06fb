"""The reference of the bank format: its parts are right, and nothing of the format is missing in it."""

import re
from pathlib import Path

import pytest
import yaml

from quizgen import api
from quizgen.reading.records import FIELDS
from tests.sessions import BLOCK, FILE

TEXT = (Path(__file__).parents[1] / "docs" / "bank-format.md").read_text(encoding="utf-8")
FILES = {FILE.search(block["words"])["path"]: block["body"] for block in BLOCK.finditer(TEXT) if "file=" in block[0]}
PARTS = [block["body"] for block in BLOCK.finditer(TEXT) if block["words"].strip() == "bank"]
BANK = "question_bank/planets/bank.yaml"


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.split("\n")[1].strip(" :"))
def test_each_part_fits_into_the_bank_and_makes_questions(part, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, body in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    own = yaml.load(part, yaml.BaseLoader)
    (tmp_path / BANK).write_text(yaml.safe_dump(_merged(own), allow_unicode=True), encoding="utf-8")
    checked = api.check(api.load(tmp_path, ["planets"]))
    asked = api.ask(checked)
    items = list(asked)
    assert [*checked.problems, *asked.problems] == []
    assert {item.fact for item in items} >= set(own.get("facts", {}))
    assert len(items) > 3 or "tables" not in own


def _merged(part):
    """The whole bank of the page, with a part of it added or put in place of the same name."""
    bank = yaml.load(FILES[BANK], yaml.BaseLoader)
    for key, value in part.items():
        bank[key] = {**bank.get(key, {}), **value} if isinstance(value, dict) else value
    return bank


@pytest.mark.parametrize("group", FIELDS)
def test_every_field_is_told(group):
    told = set(re.findall(r"[a-z0-9-]+", TEXT))
    assert FIELDS[group] <= told, f"not in docs/bank-format.md: {sorted(FIELDS[group] - told)}"
