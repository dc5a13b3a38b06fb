"""Question kinds are files: a project adds to them and overrides them, and mistakes in them have a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import api
from quizgen.asking.kinds import read_kinds
from quizgen.model.item import Item
from quizgen.problem import ProblemError
from tests import banks

FACT = "Ann met [Bob](whom) in [1912](when)."
REDATED = """\
kind: when
about: asks for a date, in other words
roles: [when]
distractors: [near_dates]
carrier: {en: "Give the year: {statement}"}
"""
TIMELINES = {"next", "before", "first", "order", "match"}
ADDED = """\
kind: fill
about: asks for a date with a blank only
roles: [when]
carrier: {_: "{statement}"}
"""


def asked(root: Path, name: str, text: str) -> dict[str, Item]:
    """The items of a small project with a question kind of its own."""
    banks.project(root, banks.sentences(FACT))
    (root / "templates" / "questions").mkdir(parents=True)
    (root / "templates" / "questions" / name).write_text(text, encoding="utf-8")
    return {item.id: item for item in api.ask(api.check(api.load(root)))}


def test_the_shipped_kinds_are_those_that_the_design_names():
    assert set(read_kinds()) == {"who", "when", "where", "what", "which", "how-many", "cloze", "quote", *TIMELINES}


def test_a_projects_own_file_goes_before_the_shipped_one(tmp_path: Path):
    stems = [item.stem for item in asked(tmp_path, "when.yaml", REDATED).values() if item.kind == "when"]
    assert stems == ["Give the year: Ann met Bob in ____."]


def test_a_kind_may_be_added_to_those_that_ask_a_role(tmp_path: Path):
    kinds = {item.kind: item for item in asked(tmp_path, "fill.yaml", ADDED).values()}
    assert {"when", "fill"} <= set(kinds)
    assert kinds["fill"].interaction == "cloze"
    assert kinds["fill"].id.endswith(".fill.when")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (REDATED.replace("{statement}", "{sentence}"), "nothing fills `{sentence}` here"),
        (REDATED.replace("{statement}", "{statement"), "the braces in"),
        (REDATED.replace("roles: [when]", "role: [when]"), "unknown field `role`"),
        (REDATED.replace("[near_dates]", "[near_places]"), "there is no strategy `near_places`"),
    ],
)
def test_a_mistake_in_a_kind_has_a_place(tmp_path: Path, text: str, said: str):
    with pytest.raises(ProblemError) as error:
        asked(tmp_path, "when.yaml", text)
    problem = next(one for one in error.value.problems if said in one.message)
    assert problem.path.endswith("when.yaml")
    assert problem.span is not None
