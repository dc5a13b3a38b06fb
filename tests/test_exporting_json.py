"""The JSON contract: the document keeps to its own schema, and the schema asks for what matters.

`python -m tests.test_exporting_json` writes the schemas into the package after the models were changed.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from quizgen import __version__, api
from quizgen.cli import group
from quizgen.exporting import json as exporting
from quizgen.exporting.anki_schema import BY_NAME
from quizgen.exporting.platform.json.document import LINE_ID, QUIZ_ID
from quizgen.exporting.platform.json.schema import schema, schema_text
from quizgen.lock import renamed
from quizgen.model.citation import FragmentSelector
from quizgen.model.quiz import CitedSource, Quiz, Section
from quizgen.model.release import Lock, Retired
from quizgen.model.source import Source
from tests import banks, examples

REAL = Path(__file__).parent.parent
SCHEMA = json.loads(schema_text("quiz"))
VALID = Draft202012Validator(SCHEMA)


def document(quiz: Quiz, indent: int = 1) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads("".join(exporting.chunks(quiz, indent)))
    VALID.validate(loaded)
    return loaded


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    project = api.check(api.load(REAL))
    quiz = api.assemble(project, api.ask(project), number=400, forms=2)
    return json.loads("".join(exporting.chunks(quiz)))


@pytest.mark.parametrize(("what", "name"), [("quiz", QUIZ_ID), ("line", LINE_ID)])
def test_the_schemas_in_the_package_say_what_the_models_say(what: str, name: str):
    packed = json.loads(schema_text(what))
    Draft202012Validator.check_schema(packed)
    assert packed["$id"] == name
    assert packed == schema(what), "python -m tests.test_exporting_json writes it anew"


def test_the_command_prints_the_schemas():
    for what in ("quiz", "line"):
        shown = CliRunner().invoke(group, ["schema", what])
        assert (shown.exit_code, shown.stdout) == (0, schema_text(what))


@pytest.mark.parametrize("text", ["", *examples.HOSTILE], ids=range(len(examples.HOSTILE) + 1))
def test_every_interaction_keeps_to_the_schema_whatever_it_says(text: str):
    made = document(examples.everything(text))
    assert {item["interaction"] for item in made["items"]} == exporting.INTERACTIONS
    whole = text.replace("\ud800", "\ufffd").strip()
    assert all(whole in item["stem"] for item in made["items"])


def test_half_a_character_is_replaced_and_counted(tmp_path: Path):
    report = api.export(examples.quiz((examples.item(1), examples.item(2, text="\ud800"))), "json", tmp_path / "q.json")
    assert report.lost == {"character that no file may hold": 1}
    assert "\ufffd" in json.loads((tmp_path / "q.json").read_text("utf-8"))["items"][1]["stem"]


def test_the_real_banks_keep_to_the_schema(real: dict[str, Any]):
    VALID.validate(real)
    assert len(real["items"]) == 400
    assert {len(form["entries"]) for form in real["forms"]} == {400}


def test_the_whole_document_has_its_fields():
    made = document(examples.quiz())
    assert set(made) == {"$schema", "schemaVersion", "generator", "title", "banks", "sources", "items", "forms"}
    assert made["$schema"] == QUIZ_ID
    assert made["schemaVersion"] == "1.3"
    assert made["title"] == "The Moon"
    assert made["generator"] == {"name": "quizgen", "version": __version__, "seed": "7"}
    assert made["banks"] == [{"id": "moon", "title": "The Moon", "language": "en", "licence": "CC0-1.0"}]
    assert not {"forms", "sections", "retired"} & document(examples.quiz(form_count=0)).keys()


def test_a_plan_gives_sections_without_what_is_for_paper():
    items = tuple(examples.item(n) for n in range(3))
    parts = (
        Section(title="Years", points=2, lines=4, page_break=True, items=(items[0].id, items[1].id)),
        Section(instructions="Write.", items=(items[2].id,)),
    )
    assert document(replace(examples.quiz(items), sections=parts))["sections"] == [
        {"title": "Years", "points": 2, "items": [items[0].id, items[1].id]},
        {"instructions": "Write.", "items": [items[2].id]},
    ]


def test_what_only_changed_says_so():
    assert list(document(replace(examples.quiz(), partial=True)))[:3] == ["$schema", "schemaVersion", "partial"]
    assert "partial" not in document(examples.quiz())


def test_what_is_retired_stands_nowhere_else(tmp_path: Path):
    """Though the banks ask it still: one program would show it, another take it out."""
    asked, made = banks.asked(
        banks.project(tmp_path, banks.sentences("[Luna 9](which probe) landed on [3 February 1966](when)."))
    )
    gone = asked[0].id
    lock = Lock(retired={gone: Retired(gone, "2026-01-02T00:00:00Z", 10, gone, next(iter(BY_NAME)), {})})
    told = document(api.assemble(made.project, asked, lock=lock))
    assert [one["id"] for one in told["retired"]] == [gone]
    assert [item["id"] for item in told["items"]] == [item.id for item in asked[1:]]
    assert len(asked) > 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "www.example.org", "file:///etc/passwd", "http://"])
def test_an_address_that_no_program_may_open_is_left_out_and_counted(tmp_path: Path, url: str):
    source = examples.SOURCE.model_copy(update={"source": examples.SOURCE.source.model_copy(update={"url": url})})
    citation = examples.CITATION.model_copy(update={"url": url})
    items = (examples.item(1), examples.item(2).model_copy(update={"citations": (citation,)}))
    quiz = replace(examples.quiz(items), sources={"moon.almanac": source})
    made = document(quiz)
    assert "url" not in made["items"][1]["citations"][0]
    assert made["items"][0]["citations"][0]["url"] == examples.CITATION.url
    assert "URL" not in made["sources"][0]
    assert made["sources"][0]["reference"] == examples.SOURCE.reference
    assert api.export(quiz, "json", tmp_path / "q.json").lost == {"link that is no web address": 1}


def test_what_is_retired_is_told_with_its_reason():
    gone = (
        Retired("moon.a.when", "2026-01-02T00:00:00Z", 10, "moon.old.when", "x", {}, (), "No longer true."),
        Retired("moon.b.when", "2026-01-03T00:00:00Z", 20, "moon.b.when", "x", {}),
    )
    assert document(replace(examples.quiz(), retired=gone))["retired"] == [
        {"id": "moon.a.when", "formerly": "moon.old.when", "changed": "2026-01-02T00:00:00Z", "why": "No longer true."},
        {"id": "moon.b.when", "changed": "2026-01-03T00:00:00Z"},
    ]


def test_a_renamed_item_says_what_it_was_called():
    quiz = examples.quiz((examples.item(1), examples.item(2)))
    was, now = "moon.probe.when", quiz.items[0].id
    before = replace(quiz.lock, items={was if name == now else name: one for name, one in quiz.lock.items.items()})
    before = replace(before, items={name: replace(one, first=name) for name, one in before.items.items()})
    first, second = document(replace(quiz, lock=renamed(before, {was: now})))["items"]
    assert (first["id"], first["formerly"]) == (now, was)
    assert "formerly" not in second


def test_a_source_is_csl_with_its_reference_and_snapshot():
    [source] = document(examples.quiz())["sources"]
    assert source == {
        "id": "moon.almanac",
        "type": "book",
        "title": "An Almanac of the Moon",
        "author": [{"family": "Doe", "given": "Ada"}],
        "publisher": "Example Press",
        "issued": {"date-parts": [[1999]]},
        "URL": "https://example.org/moon",
        "reference": examples.SOURCE.reference,
        "snapshot": {"file": "almanac.txt", "sha256": "ab" * 32},
    }


def test_an_item_has_its_fields():
    item = examples.item(1).model_copy(
        update={
            "options": tuple(
                option.model_copy(update={"fact": None if option.correct else "event-9", "rationale": "Told there."})
                for option in examples.item(1).options
            ),
            "ledger": (("the same answer", 3),),
        }
    )
    [made] = document(examples.quiz((item,)))["items"]
    assert set(made) == {
        *(
            "id",
            "revision",
            "bank",
            "fact",
            "kind",
            "interaction",
            "closed",
            "stem",
            "options",
            "ordered",
            "targets",
            "key",
        ),
        *("accept", "rationale", "timeline", "media", "citations", "tags", "language", "wording", "difficulty"),
    }
    assert made["options"][0] == {
        "id": "A", "text": "1901", "correct": False, "fact": "event-9", "rationale": "Told there.",
    }  # fmt: skip
    assert set(made["options"][1]) == {"id", "text", "correct", "rationale"}
    assert made["difficulty"] == {"value": 0.5, "level": "medium", "method": "nearness"}
    [citation] = made["citations"]
    assert set(citation) == {"source", "label", "locator", "quote", "url", "standing", "selector"}
    assert citation["selector"] == [
        {
            "type": "TextQuoteSelector",
            "exact": "the first Moon landing, on 20 July 1969",
            "prefix": "After ",
            "suffix": ", many",
        }
    ]


def test_a_cells_selector_says_what_it_conforms_to():
    citation = examples.CITATION.model_copy(update={"selector": (FragmentSelector(value="cell=2,1"),)})
    [made] = document(examples.quiz((examples.item(1).model_copy(update={"citations": (citation,)}),)))["items"]
    assert made["citations"][0]["selector"] == [
        {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc7111", "value": "cell=2,1"}
    ]


CITED = {"standing": "cited", "selector": []}
POSITION = {"type": "TextPositionSelector", "start": 0, "end": 9}


def typed(made: dict[str, Any]) -> dict[str, Any]:
    """The first item, as a sound one whose answer is typed."""
    return changed(made, interaction="text", options=[])


def laid(made: dict[str, Any], interaction: str, **fields: Any) -> dict[str, Any]:
    """The first item, as a sound one to order or match, with more fields in each option."""
    options = [{"id": one["id"], "text": one["text"], "correct": True, **fields} for one in made["items"][0]["options"]]
    targets = ["a", "b"] if interaction == "match" else []
    return changed(made, interaction=interaction, options=options, targets=targets)


def chosen(made: dict[str, Any], *, correct: bool) -> dict[str, Any]:
    """The first item, as one of which all options are right, or all wrong."""
    options = [one | {"correct": correct} for one in made["items"][0]["options"]]
    return changed(made, interaction="choices", options=options)


def changed(made: dict[str, Any], **fields: Any) -> dict[str, Any]:
    made["items"][0].update(fields)
    return made["items"][0]


SOUND = [
    ("typed", typed),
    ("an order", lambda made: laid(made, "order", place=1)),
    ("a match", lambda made: laid(made, "match", match="a")),
    ("a position", lambda made: made["items"][0]["citations"][0].update(selector=[POSITION])),
    ("only a place is cited", lambda made: made["items"][0]["citations"][0].update(CITED)),
    ("partial", lambda made: made.update(partial=True)),
    ("retired", lambda made: made.update(retired=[{"id": "moon.a.when", "changed": "2026-01-02T00:00:00Z"}])),
    ("a version to come", lambda made: made.update(schemaVersion="1.10")),
]
BROKEN = [
    ("no citations", lambda made: made["items"][0].pop("citations")),
    ("empty citations", lambda made: made["items"][0].update(citations=[])),
    ("a wrong id", lambda made: made["items"][0].update(id="1 wrong id")),
    ("an id too long", lambda made: made["items"][0].update(id="x" * 101)),
    ("no key", lambda made: made["items"][0].update(key=[])),
    ("no options list", lambda made: made["items"][0].pop("options")),
    ("no tags list", lambda made: made["items"][0].pop("tags")),
    ("no media list", lambda made: made["items"][0].pop("media")),
    ("an unknown interaction", lambda made: made["items"][0].update(interaction="essay")),
    ("an unknown standing", lambda made: made["items"][0]["citations"][0].update(standing="sure")),
    ("an unknown field", lambda made: made["items"][0].update(points=3)),
    ("the ledger", lambda made: made["items"][0].update(ledger=[])),
    ("a null", lambda made: made["items"][0].update(difficulty=None)),
    ("a difficulty out of range", lambda made: made["items"][0]["difficulty"].update(value=2)),
    ("an option without its verdict", lambda made: made["items"][0]["options"][0].pop("correct")),
    ("no $schema", lambda made: made.pop("$schema")),
    ("no version", lambda made: made.pop("schemaVersion")),
    ("another version", lambda made: made.update(schemaVersion="2.0")),
    ("no seed", lambda made: made["generator"].pop("seed")),
    ("no reference", lambda made: made["sources"][0].pop("reference")),
    ("a broken hash", lambda made: made["sources"][0]["snapshot"].update(sha256="ab")),
    ("two right answers", lambda made: made["items"][0]["options"][0].update(correct=True)),
    ("no right answer", lambda made: made["items"][0]["options"][1].update(correct=False)),
    ("one option", lambda made: made["items"][0].update(options=made["items"][0]["options"][1:2])),
    ("two keys", lambda made: made["items"][0].update(key=["1901", "1911"])),
    ("a typed answer with options", lambda made: made["items"][0].update(interaction="text")),
    ("a cloze without a blank", lambda made: made["items"][0].update(interaction="cloze", options=[])),
    ("an order without places", lambda made: made["items"][0].update(interaction="order")),
    ("a match without targets", lambda made: made["items"][0].update(interaction="match")),
    ("an id that is a number", lambda made: made["items"][0].update(id=1)),
    ("a citation without its source", lambda made: made["items"][0]["citations"][0].pop("source")),
    ("a section without items", lambda made: made.update(sections=[{"title": "One"}])),
    ("an unknown field beside the items", lambda made: made.update(copies=[])),
    ("a selector of no type", lambda made: made["items"][0]["citations"][0]["selector"][0].pop("type")),
    ("another $schema", lambda made: made.update({"$schema": "urn:quizgen:schema:quiz:2"})),
    ("a version that goes on", lambda made: made.update(schemaVersion="1.3\n")),
    ("a version in other digits", lambda made: made.update(schemaVersion="1.\u0663")),
    ("an id that ends with a line break", lambda made: made["items"][0].update(id="moon.a.when\n")),
    ("a hash that ends with a line break", lambda made: made["sources"][0]["snapshot"].update(sha256="a" * 64 + "\n")),
    ("partial, but not", lambda made: made.update(partial=False)),
    *(
        (f"an empty {name}", lambda made, name=name: made["items"][0].update({name: ""}))
        for name in ("revision", "bank", "fact", "kind", "stem", "rationale", "hint", "reverse", "language", "wording")
    ),
    *(
        (f"an option with an empty {name}", lambda made, name=name: made["items"][0]["options"][0].update({name: ""}))
        for name in ("id", "text", "rationale", "fact")
    ),
    ("an empty key", lambda made: made["items"][0].update(key=[""])),
    ("an empty spelling", lambda made: made["items"][0].update(accept=[""])),
    ("a spelling twice", lambda made: made["items"][0].update(accept=["a", "a"])),
    ("an option twice", lambda made: made["items"][0]["options"].append(made["items"][0]["options"][0])),
    ("a key twice", lambda made: typed(made).update(key=["1911", "1911"])),
    ("a typed answer that is closed", lambda made: typed(made).update(closed=True)),
    ("a typed answer in order", lambda made: typed(made).update(ordered=True)),
    ("a choice with a place", lambda made: made["items"][0]["options"][0].update(place=1)),
    ("a choice with a match", lambda made: made["items"][0]["options"][0].update(match="date 1")),
    ("choices without a wrong one", lambda made: chosen(made, correct=True)),
    ("choices without a right one", lambda made: chosen(made, correct=False)),
    ("an order with a wrong option", lambda made: laid(made, "order", place=1)["options"][0].update(correct=False)),
    ("an order with a match", lambda made: laid(made, "order", place=1, match="date 1")),
    ("a match with a wrong option", lambda made: laid(made, "match", match="a")["options"][0].update(correct=False)),
    ("a match with a place", lambda made: laid(made, "match", match="a", place=1)),
    ("a target twice", lambda made: laid(made, "match", match="a").update(targets=["a", "a"])),
    ("an empty target", lambda made: laid(made, "match", match="a").update(targets=["a", ""])),
    ("no sources", lambda made: made.update(sources=[])),
    ("no banks", lambda made: made.update(banks=[])),
    ("an empty quote", lambda made: made["items"][0]["citations"][0].update(quote="")),
    ("verified without a quote", lambda made: made["items"][0]["citations"][0].pop("quote")),
    ("a citation of nothing", lambda made: made["items"][0]["citations"][0].update(source="")),
    ("a link that is a program", lambda made: made["items"][0]["citations"][0].update(url="javascript:alert(1)")),
    ("a source's link that is a program", lambda made: made["sources"][0].update(URL="javascript:alert(1)")),
    (
        "a start before the text",
        lambda made: made["items"][0]["citations"][0].update(selector=[POSITION | {"start": -1}]),
    ),
    ("an end before the text", lambda made: made["items"][0]["citations"][0].update(selector=[POSITION | {"end": 0}])),
    ("a date of nothing", lambda made: made["sources"][0].update(issued={})),
    ("date-parts of nothing", lambda made: made["sources"][0].update(issued={"date-parts": []})),
    ("a date-part of nothing", lambda made: made["sources"][0].update(issued={"date-parts": [[]]})),
    ("a date to the hour", lambda made: made["sources"][0].update(issued={"date-parts": [[1999, 5, 6, 7]]})),
    ("retired at no moment", lambda made: made.update(retired=[{"id": "moon.a.when", "changed": "2026-01-02"}])),
    ("a section with an item twice", lambda made: made.update(sections=[{"items": ["moon.a.when"] * 2}])),
    ("a form without a name", lambda made: made.update(forms=[{"name": "", "entries": []}])),
]


@pytest.mark.parametrize(("name", "breaks"), BROKEN, ids=[name for name, _ in BROKEN])
def test_what_is_not_in_the_contract_fails(name: str, breaks: Any):
    made = copy.deepcopy(document(examples.quiz((examples.item(1),))))
    breaks(made)
    assert not VALID.is_valid(made)


@pytest.mark.parametrize(("name", "changes"), SOUND, ids=[name for name, _ in SOUND])
def test_what_is_in_the_contract_passes(name: str, changes: Any):
    made = copy.deepcopy(document(examples.quiz((examples.item(1),))))
    changes(made)
    VALID.validate(made)


def test_the_schema_itself_asks_for_a_citation():
    assert SCHEMA["$defs"]["PublishedItem"]["properties"]["citations"]["minItems"] == 1
    assert "citations" in SCHEMA["$defs"]["PublishedItem"]["required"]


def test_fields_of_ones_own_begin_with_x():
    made = document(examples.quiz((examples.item(1),)))
    for place in (made, made["items"][0], made["items"][0]["options"][0], made["banks"][0], made["sources"][0]):
        place["x-course"] = {"week": 3}
    assert VALID.is_valid(made)
    made["course"] = 3
    assert not VALID.is_valid(made)


def test_a_document_of_an_earlier_version_is_valid_still():
    made = document(examples.quiz())
    assert VALID.is_valid({name: value for name, value in made.items() if name != "title"} | {"schemaVersion": "1.2"})


def test_references_between_parts_hold(real: dict[str, Any]):
    sources = {source["id"] for source in real["sources"]}
    banks = {bank["id"] for bank in real["banks"]}
    items = {item["id"]: item for item in real["items"]}
    assert {citation["source"] for item in items.values() for citation in item["citations"]} == sources
    assert {item["bank"] for item in items.values()} == banks
    for form in real["forms"]:
        for entry in form["entries"]:
            assert sorted(entry["options"]) == sorted(option["id"] for option in items[entry["item"]]["options"])


def test_ugly_texts_come_back_as_they_went_in():
    made = document(examples.ugly_quiz())
    for item, text in zip(made["items"], examples.UGLY, strict=True):
        assert text in item["stem"]
        assert text in item["options"][0]["text"]


@settings(max_examples=50, derandomize=True)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back(text: str):
    item = examples.item(1).model_copy(update={"stem": text, "rationale": text, "tags": (text,)})
    [made] = document(examples.quiz((item,)))["items"]
    assert (made["stem"], made["rationale"], made["tags"]) == (text, text, [text])


@pytest.mark.parametrize("indent", [0, 1, 4, 8])
def test_the_indent_changes_only_the_look(indent: int):
    text = "".join(exporting.chunks(examples.ugly_quiz(), indent))
    assert json.loads(text) == document(examples.ugly_quiz())
    assert ("\n" in text.strip()) is bool(indent)
    if indent:
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=indent) + "\n"


def test_an_empty_quiz_is_an_empty_document():
    made = document(replace(examples.quiz(()), sources={}))
    assert made["items"] == made["sources"] == []


@pytest.mark.parametrize(
    ("issued", "written"),
    [
        ("1999", {"date-parts": [[1999]]}),
        ("May 1999", {"date-parts": [[1999, 5]]}),
        ("1999-05-06", {"date-parts": [[1999, 5, 6]]}),
        ("480 BC", {"date-parts": [[-479]]}),
        ("c. 1620", {"literal": "c. 1620"}),
        ("spring 1999", {"literal": "spring 1999"}),
        ("the 1890s", {"literal": "the 1890s"}),
        ("1999/2001", {"literal": "1999–2001"}),
        ("12345 AD", {"literal": "AD 12345"}),
    ],
)
def test_dates_of_sources_are_csl_dates(issued: str, written: dict[str, Any]):
    source = CitedSource(source=Source(id="moon.almanac", title="T", issued=issued), reference="T.")
    [made] = document(replace(examples.quiz(), sources={"moon.almanac": source}))["sources"]
    assert made["issued"] == written


def test_ten_thousand_items(tmp_path: Path):
    items = tuple(examples.item(n) for n in range(10_000))
    report = api.export(examples.quiz(items, 0), "json", tmp_path / "quiz.json")
    assert report.written == 10_000
    assert len(json.loads((tmp_path / "quiz.json").read_text("utf-8"))["items"]) == 10_000


def main() -> None:
    """Write the schemas into the package."""
    folder = REAL / "quizgen" / "schemas"
    for what in ("quiz", "line"):
        text = json.dumps(schema(what), ensure_ascii=False, indent=1)
        (folder / f"{what}-1.schema.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
