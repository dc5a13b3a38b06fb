"""JSON and JSON Lines read back: what was exported, and clear words about every other file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.exporting import json as whole
from quizgen.exporting import jsonl
from quizgen.model.release import Retired
from quizgen.problem import Problem, ProblemError
from quizgen.reading.documents import Exported, content, exported, read_document
from tests import examples

QUIZ = examples.everything("é 漢字 שלום 😀")
KNOWN = {item.id: Exported(item.id, content(item.revision, (examples.SOURCE.reference,))) for item in QUIZ.items}
LINES = list(jsonl.lines(QUIZ))
WHOLE = "".join(whole.chunks(QUIZ))


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(path: Path) -> Problem:
    """What both readers say of it."""
    said = []
    for read in (exported, read_document):
        with pytest.raises(ProblemError) as error:
            read(path)
        said.append(error.value.problems)
    assert said[0] == said[1]
    [problem] = said[0]
    assert problem.path.endswith(path.name)
    return problem


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_what_was_exported_comes_back(tmp_path: Path, ending: str):
    api.export(QUIZ, ending, tmp_path / f"q.{ending}")
    assert exported(tmp_path / f"q.{ending}") == KNOWN


def test_a_document_comes_back_from_both_in_the_same_words(tmp_path: Path):
    one = read_document(put(tmp_path, "q.json", WHOLE))
    other = read_document(put(tmp_path, "q.jsonl", "".join(LINES)))
    assert one == other
    assert list(one.items) == list(KNOWN)
    assert {name: source.reference for name, source in one.sources.items()} == {
        "moon.almanac": examples.SOURCE.reference
    }
    assert {name: bank.licence for name, bank in one.banks.items()} == {"moon": "CC0-1.0"}
    for item in QUIZ.items:
        told = one.items[item.id]
        assert (told.stem, tuple(told.key), told.rationale) == (item.stem, item.key, item.rationale)
        assert [option.text for option in told.options] == [option.text for option in item.options]
        assert [cited.quote for cited in told.citations] == [cited.quote for cited in item.citations]


def test_what_is_retired_or_renamed_goes_by_its_first_id(tmp_path: Path):
    gone = Retired("moon.b.when", "2026-01-03T00:00:00Z", 20, "moon.a.when", "x", {})
    document = json.loads("".join(whole.chunks(replace(QUIZ, retired=(gone,)))))
    document["items"][0]["formerly"] = "moon.earlier.when"
    found = read_document(put(tmp_path, "q.json", json.dumps(document)))
    assert found.retired == {"moon.a.when"}
    assert found.items["moon.earlier.when"].id == QUIZ.items[0].id
    assert next(iter(exported(tmp_path / "q.json").values())).id == QUIZ.items[0].id
    assert next(iter(exported(tmp_path / "q.json"))) == "moon.earlier.when"


def test_a_mark_of_byte_order_and_blank_lines_are_passed_over(tmp_path: Path):
    assert exported(put(tmp_path, "q.json", b"\xef\xbb\xbf" + WHOLE.encode())) == KNOWN
    assert exported(put(tmp_path, "q.jsonl", b"\xef\xbb\xbf" + "\r\n\n".join(LINES).encode())) == KNOWN


def test_fields_that_a_later_1_x_adds_are_passed_over(tmp_path: Path):
    document = json.loads(WHOLE) | {"schemaVersion": "1.99", "more": [1]}
    document["items"][0] |= {"more": {"a": None}}
    document["items"][0]["citations"][0] |= {"more": 1}
    path = put(tmp_path, "q.json", json.dumps(document))
    assert exported(path) == KNOWN
    assert len(read_document(path).items) == len(KNOWN)


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_a_file_of_what_changed_is_no_export_to_compare_with(tmp_path: Path, ending: str):
    """What it lacks would look as if it had never been exported, or as if it were gone."""
    [file] = api.export(replace(QUIZ, partial=True), ending, tmp_path / f"q.{ending}").files
    problem = refused(file)
    assert (problem.code, problem.message) == ("B145", "this holds only what changed since another export")
    assert problem.hint == "name a whole one: what was built without `--since`"


def test_the_ending_may_be_in_capitals(tmp_path: Path):
    assert exported(put(tmp_path, "Q.JSON", WHOLE)) == KNOWN
    assert exported(put(tmp_path, "Q.JsonL", "".join(LINES))) == KNOWN


def document(change: Callable[[dict[str, Any]], object]) -> str:
    made = json.loads(WHOLE)
    change(made)
    return json.dumps(made)


FOREIGN = [
    ("q.json", "", "this file is empty"),
    ("q.json", " \n\n", "this file is empty"),
    ("q.json", b"\xef\xbb\xbf", "this file is empty"),
    ("q.jsonl", "", "this file is empty"),
    ("q.jsonl", "\n \n", "this file is empty"),
    ("q.json", "[]", "this is no quiz in quizgen's JSON"),
    ("q.json", "3", "this is no quiz in quizgen's JSON"),
    ("q.json", '"text"', "this is no quiz in quizgen's JSON"),
    ("q.json", "null", "this is no quiz in quizgen's JSON"),
    ("q.json", '{"items": []}', "this is no quiz in quizgen's JSON: it has no `$schema`"),
    ("q.jsonl", '{"item": {}}\n', "this is no quiz in quizgen's JSON: it has no `$schema`"),
    (
        "q.json",
        '{"$schema": "https://example.org/x", "items": []}',
        "this is no quiz in quizgen's JSON: its `$schema` is `https://example.org/x`",
    ),
    ("q.json", '{"$schema": 3}', "this is no quiz in quizgen's JSON"),
    (
        "q.json",
        document(lambda made: made.update(schemaVersion="2.0")),
        "this file has the schemaVersion 2.0, and this quizgen reads 1.x",
    ),
    (
        "q.json",
        document(lambda made: made.pop("schemaVersion")),
        "this file has no schemaVersion, and this quizgen reads 1.x",
    ),
    ("q.json", document(lambda made: made.pop("items")), "`items` is missing"),
    ("q.json", document(lambda made: made["items"][2].pop("revision")), "`items[2].revision` is missing"),
    ("q.json", document(lambda made: made["items"][1].update(id="1 2")), "`items[1].id` is no id that quizgen gives"),
    ("q.json", document(lambda made: made.update(items=None)), "`items` is wrong: input should be a valid array"),
    ("q.json", document(lambda made: made["items"].append(made["items"][0])), None),
    ("q.jsonl", LINES[0] * 2, None),
    ("q.json", WHOLE[: len(WHOLE) // 2], "this file ends too early"),
    ("q.jsonl", "".join(LINES)[:-40], "this line ends too early"),
    ("q.json", WHOLE.replace('"items": [', '"items": [}', 1), "this is not JSON: expected value"),
    ("q.json", "[" * 100_000, "this is not JSON: recursion limit exceeded"),
    ("q.json", "".join(LINES), "this is not JSON: trailing characters"),
    ("q.json", LINES[0], "this is a line of JSON Lines under the name of the other"),
    (
        "q.jsonl",
        "".join(whole.chunks(QUIZ, 0)),
        "this is a whole quiz under the name of the other",
    ),
    ("q.jsonl", WHOLE, "this line ends too early"),
    ("q.jsonl", "name,answer\nLuna,1966\n", "this is not JSON: expected ident"),
]


@pytest.mark.parametrize(("name", "content", "message"), FOREIGN, ids=range(len(FOREIGN)))
def test_what_is_not_ours_is_named_with_a_way_out(tmp_path: Path, name: str, content: str, message: str | None):
    problem = refused(put(tmp_path, name, content))
    assert problem.code == "B145"
    assert problem.message == (message or f"`{QUIZ.items[0].id}` stands in this file twice")
    assert problem.hint


@pytest.mark.parametrize("name", ["q.json", "q.jsonl"])
def test_other_encodings_are_named_with_their_line(tmp_path: Path, name: str):
    text = WHOLE if name == "q.json" else "".join(LINES)
    problem = refused(put(tmp_path, name, text.replace("é", "\xe9").encode("latin-1", "replace")))
    assert problem.code == "B002"
    assert problem.span
    assert refused(put(tmp_path, name, text.encode("utf-16"))).code == "B002"


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path):
    (tmp_path / "folder.json").mkdir()
    for name in ("none.json", "none.jsonl", "folder.json"):
        assert refused(tmp_path / name).code == "B001"


def test_the_place_is_told_in_characters(tmp_path: Path):
    [*before, last] = ('{"$schema": "é漢字😀", oops}',)
    span = refused(put(tmp_path, "q.json", "\n".join((*before, "", last)))).span
    assert span
    assert (span.line, last[span.column - 1]) == (2, "o")


def test_the_line_of_json_lines_is_told(tmp_path: Path):
    span = refused(put(tmp_path, "q.jsonl", "".join((*LINES[:3], "{oops}\n", *LINES[3:])))).span
    assert span
    assert (span.line, span.column) == (4, 2)
