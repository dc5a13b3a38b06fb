"""Two exports as JSON side by side."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from quizgen.cli import group
from quizgen.comparing import Difference, compare_documents
from quizgen.exporting import json as whole
from quizgen.exporting import jsonl
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from quizgen.model.release import Retired
from quizgen.reading.documents import read_document
from tests import examples

QUIZ = examples.everything()


def written(quiz: Quiz, path: Path) -> Path:
    made = whole.chunks(quiz) if path.suffix == ".json" else jsonl.lines(quiz)
    path.write_text("".join(made), "utf-8")
    return path


def compared(old: Quiz, new: Quiz, folder: Path, endings: tuple[str, str] = (".json", ".jsonl")) -> Difference:
    one, other = (
        read_document(written(quiz, folder / f"{name}{ending}"))
        for quiz, name, ending in zip((old, new), ("old", "new"), endings, strict=True)
    )
    return compare_documents(one, other)


def with_first(**changed: Any) -> Quiz:
    """The quiz with another first item."""
    first = QUIZ.items[0].model_copy(update={"revision": "f" * 16, **changed})
    return replace(QUIZ, items=(first, *QUIZ.items[1:]))


@pytest.mark.parametrize(
    "endings", [(".json", ".json"), (".json", ".jsonl"), (".jsonl", ".json"), (".jsonl", ".jsonl")]
)
def test_nothing_differs_between_an_export_and_itself(tmp_path: Path, endings: tuple[str, str]):
    assert compared(QUIZ, QUIZ, tmp_path, endings) == Difference(same=len(QUIZ.items))


def option(item: Item, **changed: Any) -> dict[str, Any]:
    return {"options": (item.options[0].model_copy(update=changed), *item.options[1:])}


PICTURE = Medium(
    kind="image", file="a.png", sha256="ab" * 32, type="image/png", alt="The Moon", credit="NASA", licence="CC0",
    path=Path("a.png"),
)  # fmt: skip
STANDING = ("standing", "verified", "quoted")
CHANGES: list[tuple[dict[str, Any], str, str, str]] = [
    ({"stem": "What <b>now</b> & متى؟"}, "stem", QUIZ.items[0].stem, "What <b>now</b> & متى؟"),
    ({"rationale": "Else."}, "rationale", "Event 0 happened in 1910.", "Else."),
    ({"key": ("1920",)}, "key", "1910", "1920"),
    ({"accept": ("MCMX", "AD 1910")}, "accept", "", "MCMX; AD 1910"),
    ({"tags": ("moon",)}, "tags", "moon; when", "moon"),
    ({"hint": "Early."}, "hint", "", "Early."),
    ({"language": "de"}, "language", "en", "de"),
    (option(QUIZ.items[0], text="1899"), "options", "1900; * 1910; 1920; 1930", "1899; * 1910; 1920; 1930"),
    (
        option(QUIZ.items[0], rationale="Of another."),
        "options",
        "1900; * 1910; 1920; 1930",
        "1900 — Of another.; * 1910; 1920; 1930",
    ),
    ({"closed": True}, "closed", "no", "yes"),
    ({"ordered": True}, "ordered", "no", "yes"),
    ({"citations": (QUIZ.items[0].citations[0].model_copy(update={"standing": "quoted"}),)}, *STANDING),
    ({"media": (PICTURE,)}, "media", "", f"{PICTURE.name} The Moon NASA CC0"),
    ({}, "revision", "0" * 16, "f" * 16),
]


@pytest.mark.parametrize(("changed", "name", "was", "now"), CHANGES, ids=[name for _, name, _, _ in CHANGES])
def test_a_change_is_told_with_what_it_said_and_says(
    tmp_path: Path, changed: dict[str, Any], name: str, was: str, now: str
):
    found = compared(QUIZ, with_first(**changed), tmp_path)
    assert found.counts == {"changed": 1}
    assert found.same == len(QUIZ.items) - 1
    [change] = found.changed
    assert change.card.key == QUIZ.items[0].id
    assert change.fields == {name: (was, now)}


def test_orders_and_matches_are_told_with_places_and_partners(tmp_path: Path):
    items = {item.interaction: item for item in QUIZ.items}
    for interaction, name, value, seen in (
        ("order", "place", 9, "9. 1905"),
        ("match", "match", "date 3", "1906 → date 3"),
    ):
        old = items[interaction]
        new = old.model_copy(update=option(old, **{name: value}))
        [change] = compared(replace(QUIZ, items=(old,)), replace(QUIZ, items=(new,)), tmp_path).changed
        assert change.fields["options"][1].startswith(seen)


def test_a_source_that_reads_otherwise_changes_who_cites_it(tmp_path: Path):
    source = examples.SOURCE.model_copy(update={"reference": "Doe, Ada. Almanac. 2nd ed."})
    found = compared(QUIZ, replace(QUIZ, sources={"moon.almanac": source}), tmp_path)
    assert len(found.changed) == len(QUIZ.items)
    was, now = found.changed[0].fields["citations"]
    assert was.startswith("Doe, Ada. An Almanac of the Moon.")
    assert now.startswith("Doe, Ada. Almanac. 2nd ed., page 12 “event 0: 1910” https://example.org/moon")


@pytest.mark.parametrize("endings", [(".json", ".json"), (".jsonl", ".jsonl")])
def test_other_rights_and_another_standing_are_told_though_no_revision_changed(
    tmp_path: Path, endings: tuple[str, str]
):
    one = examples.SOURCE.source.model_copy(update={"licence": "CC-BY-4.0"})
    sources = {"moon.almanac": examples.SOURCE.model_copy(update={"source": one})}
    banks = (QUIZ.banks[0].model_copy(update={"licence": "CC-BY-SA-4.0"}),)
    for new, licence in (
        (replace(QUIZ, sources=sources), "CC0-1.0; CC-BY-4.0"),
        (replace(QUIZ, banks=banks), "CC-BY-SA-4.0"),
    ):
        found = compared(QUIZ, new, tmp_path, endings)
        assert [change.fields for change in found.changed] == [{"licence": ("CC0-1.0", licence)}] * len(QUIZ.items)
    found = compared(QUIZ, with_first(revision=QUIZ.items[0].revision, closed=True), tmp_path, endings)
    assert [change.fields for change in found.changed] == [{"closed": ("no", "yes")}]


@pytest.mark.parametrize("style", ["text", "markdown", "json"])
def test_nothing_steers_the_terminal(tmp_path: Path, style: str):
    steering = "\u202e\u2066\u2028\x9b31m\x1b[31m\x07"
    old = written(QUIZ, tmp_path / "old.json")
    new = written(with_first(stem=f"Red? {steering}", rationale=steering), tmp_path / "new.json")
    done = CliRunner().invoke(group, ["diff", str(old), str(new), "--format", style])
    assert done.exit_code == 0
    assert "Red?" in done.stdout
    assert not set(steering) - set("[31m") & set(done.stdout)
    if style == "json":
        assert "\u202e" in json.loads(done.stdout)["difference"]["changed"][0]["card"]["question"]


def test_new_and_gone(tmp_path: Path):
    new = replace(QUIZ, items=(*QUIZ.items[1:], examples.item(77)))
    found = compared(QUIZ, new, tmp_path)
    assert found.counts == {"new": 1, "gone": 1}
    assert (found.new[0].key, found.gone[0].key) == ("moon.event-77.choice", "moon.event-0.choice")
    assert (found.new[0].question, found.new[0].answer) == ("In which year did event 77 happen?", "1987")


def test_retired_and_restored(tmp_path: Path):
    first = QUIZ.items[0]
    gone = Retired(first.id, "2026-01-03T00:00:00Z", 20, first.id, "x", {})
    later = replace(QUIZ, items=QUIZ.items[1:], retired=(gone,))
    found = compared(QUIZ, later, tmp_path, (".json", ".json"))
    assert (found.counts, found.retired[0].key) == ({"retired": 1}, first.id)
    found = compared(later, QUIZ, tmp_path, (".json", ".json"))
    assert (found.counts, found.restored[0].key) == ({"restored": 1}, first.id)


def test_a_renamed_item_is_the_same_under_another_id(tmp_path: Path):
    first = QUIZ.items[0]
    item = first.model_copy(update={"id": "moon.landing.choice"})
    locked = {**QUIZ.lock.items, item.id: replace(QUIZ.lock.items[first.id], first=first.id)}
    new = replace(QUIZ, items=(item, *QUIZ.items[1:]), lock=replace(QUIZ.lock, items=locked))
    found = compared(QUIZ, new, tmp_path)
    [change] = found.changed
    assert change.fields == {"id": (first.id, "moon.landing.choice")}
    assert found.counts == {"changed": 1}


def test_a_deck_and_json_are_not_of_a_kind(tmp_path: Path):
    (tmp_path / "deck.apkg").write_bytes(b"PK")
    one = written(QUIZ, tmp_path / "q.json")
    for pair in ((one, tmp_path / "deck.apkg"), (tmp_path / "deck.apkg", one)):
        done = CliRunner().invoke(group, ["diff", *map(str, pair)])
        assert done.exit_code == 2
        assert "are not of a kind: compare two decks, or two files of JSON" in done.stderr


CHECKS: list[tuple[str, Callable[[str], bool]]] = [
    (
        "text",
        lambda out: "moon.event-0.choice  Other?" in out and "stem: In which year did event 0 happen? → Other?" in out,
    ),
    ("markdown", lambda out: "- Other? — 1910" in out and out.startswith("1 changed; 9 questions unchanged.")),
    ("json", lambda out: json.loads(out)["difference"]["changed"][0]["fields"]["stem"][1] == "Other?"),
]


@pytest.mark.parametrize(("style", "fits"), CHECKS, ids=[style for style, _ in CHECKS])
def test_the_command_tells_in_three_styles(tmp_path: Path, style: str, fits: Callable[[str], bool]):
    old, new = written(QUIZ, tmp_path / "old.jsonl"), written(with_first(stem="Other?"), tmp_path / "new.json")
    done = CliRunner().invoke(group, ["diff", str(old), str(new), "--format", style])
    assert done.exit_code == 0
    assert fits(done.stdout), done.stdout
