"""The reading of drawn questions: a fair draw, sheets without answers, and a report that swallows no mistake."""

from __future__ import annotations

import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import examples

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.append(str(BENCHMARKS))
quality, verdicts = import_module("item_quality"), import_module("item_verdicts")


def items(bank: str, **kinds: int) -> list[examples.Item]:
    return [
        examples.item(n).model_copy(update={"id": f"{bank}.event-{n}.{kind}", "bank": bank, "kind": kind})
        for kind, count in kinds.items()
        for n in range(count)
    ]


POOL = [*items("moon", when=300, who=200, match=3), *items("sun", when=50, where=4)]


@pytest.mark.parametrize("number", [2, 5, 40, 90])
def test_every_bank_and_kind_is_drawn(number: int):
    chosen = quality.stratified(POOL, number, "7")
    assert len({one.id for one in chosen}) == number
    shares = Counter(one.bank for one in chosen)
    assert abs(shares["moon"] - shares["sun"]) <= 1
    if number >= 40:
        kinds = Counter((one.bank, one.kind) for one in chosen)
        assert kinds["moon", "match"] == 3
        assert kinds["sun", "where"] == 4
        assert abs(kinds["moon", "when"] - kinds["moon", "who"]) <= 1


def test_the_seed_settles_the_draw():
    first = quality.stratified(POOL, 40, "7")
    assert first == quality.stratified(POOL[::-1], 40, "7")
    assert {one.id for one in first} != {one.id for one in quality.stratified(POOL, 40, "8")}
    assert len(quality.stratified(POOL, 10_000, "7")) == len(POOL)


def test_the_sheet_does_not_tell():
    one, typed = examples.item(3), examples.item(4, "text")
    texts = quality.written(Path("draw-7.md"), [one, typed], {"moon.almanac": examples.SOURCE.source}, {})
    sheet, key = texts[Path("draw-7.md")], texts[Path("draw-7-key.md")]
    assert one.stem in sheet
    assert all(f"{option.id}. {option.text}" in sheet for option in one.options)
    assert not any(text in sheet for text in (one.id, one.rationale, one.citations[0].quote or "", typed.key[0]))
    assert all(text in key for text in (one.id, f"B: {one.key[0]}", one.rationale, "An Almanac of the Moon", "AD 1914"))


def test_a_list_to_match_is_shown_whole():
    one = examples.item(3).model_copy(update={"interaction": "match", "targets": ("1913", "1914")})
    assert "- 2. 1914" in quality.question(1, one)


def test_a_draw_of_a_project_writes_four_files(tmp_path: Path):
    bank = tmp_path / "question_bank" / "moon.csv"
    bank.parent.mkdir()
    rows = [f"e{n},the landing of probe {n},{1950 + n},A,probe {n} landed in {1950 + n}\n" for n in range(12)]
    bank.write_text("id,event,when,source,quote\n" + "".join(rows), "utf-8")
    out = tmp_path / "d" / "draw-x.md"
    arguments = ["draw", "--seed", "x", "--number", "4", "--out", str(out), "--project", str(tmp_path)]
    done = CliRunner().invoke(quality.main, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    names = sorted(path.name for path in out.parent.iterdir())
    assert names == ["draw-x-form.tsv", "draw-x-key.md", "draw-x.md", "draw-x.tsv"]
    assert len((out.parent / "draw-x-form.tsv").read_text().splitlines()) == 5


# ---- the report ----------------------------------------------------------------------------------------------------


FOUR = [
    ("moon.a.when", "moon", "when", "r1", "", "When was A?"),
    ("moon.b.who", "moon", "who", "r2", "Q106 Q120", "Who did B?"),
    ("sun.c.when", "sun", "when", "r3", "", "When was C?"),
    ("sun.d.when", "sun", "when", "r4", "", "When was D?"),
]
NO = ("rejected", "no-cue, fair", "The year stands in the name.")
YES = ("usable", "", "")


def folder(place: Path, *readers: dict[str, tuple[str, str, str]], extra: str = "") -> Path:
    """A draw of four, read by these readers, who pass what they do not name."""
    (place / "draw-7.tsv").write_text("".join(map(verdicts.row, [verdicts.DRAWN, *FOUR])), "utf-8")
    (place / "draw-7-form.tsv").write_text(verdicts.row(verdicts.COLUMNS), "utf-8")
    for number, reader in enumerate(readers, 1):
        lines = [(one[0], *reader.get(one[0], YES)) for one in FOUR]
        text = "".join(map(verdicts.row, [verdicts.COLUMNS, *lines]))
        (place / f"draw-7-reader-{number}.tsv").write_text(text + extra, "utf-8")
    return place


def test_the_report_tells_all(tmp_path: Path):
    folder(tmp_path, {"sun.c.when": NO}, {"sun.c.when": ("rejected", "fair", "A trick."), "sun.d.when": NO})
    (tmp_path / "mended.tsv").write_text("item\twhat\nsun.c.when\tthe name lost its year\n", "utf-8")
    out = tmp_path / "report.md"
    done = CliRunner().invoke(quality.main, ["report", "--folder", str(tmp_path), "--out", str(out)])
    assert done.exit_code == 0, done.output
    text = out.read_text("utf-8")
    for part in (
        "- questions: 4",
        "usable by reader 1: 3 of 4 (75.0 %)",
        "usable by reader 2: 2 of 4 (50.0 %)",
        "usable by both: 2 of 4 (50.0 %)",
        "kappa): 0.50",
        "warn of: 1 of 2 (50.0 %): Q106 1; Q120 1",
        "| sun | 2 | 0.0 % |",
        "| who | 1 | 100.0 % |",
        "| fair | 1 | 2 |",
        "- `sun.c.when`: When was C?",
        "  - reader 1, no-cue, fair: The year stands in the name.",
        "  - reader 2, fair: A trick.",
        "  - mended: the name lost its year",
        "  - mended: no",
        "30 %",
        "75 %",
    ):
        assert part in text
    assert "moon.a.when" not in text


def test_all_passed(tmp_path: Path):
    text = verdicts.report_text(folder(tmp_path, {}, {}))
    assert "not defined" in text
    assert text.rstrip().endswith("None.")


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("moon.z.who\tusable\t\t\n", "`moon.z.who` was not drawn"),
        ("moon.a.when\tusable\t\t\n", "`moon.a.when` stands twice"),
        ("moon.a.when\tusable\t\t\t\tmore\n", "6 columns, not 4"),
    ],
)
def test_lines_too_many(tmp_path: Path, extra: str, message: str):
    with pytest.raises(ValueError, match=message):
        verdicts.report_text(folder(tmp_path, {}, {}, extra=extra))


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        (("fine", "", ""), "a verdict is `usable` or `rejected`, not `fine`"),
        (("", "", ""), "not ``"),
        (("usable", "fair", ""), "what fails a criterion is rejected"),
        (("rejected", "", "bad"), "names the failed criteria and a reason"),
        (("rejected", "fair", ""), "names the failed criteria and a reason"),
        (("rejected", "nice", "bad"), "no criterion `nice`"),
    ],
)
def test_verdicts_that_are_none(tmp_path: Path, verdict: tuple[str, str, str], message: str):
    with pytest.raises(ValueError, match=message) as error:
        verdicts.report_text(folder(tmp_path, {}, {"moon.b.who": verdict}))
    assert "draw-7-reader-2.tsv:3" in str(error.value)


def test_items_that_are_missing_are_all_named(tmp_path: Path):
    folder(tmp_path, {}, {})
    (tmp_path / "draw-7-reader-2.tsv").write_text(verdicts.row(verdicts.COLUMNS) + "moon.a.when\tusable\n", "utf-8")
    done = CliRunner().invoke(quality.main, ["report", "--folder", str(tmp_path), "--out", str(tmp_path / "o.md")])
    assert done.exit_code == 1
    assert all(f"no verdict on `{one[0]}`" in done.output for one in FOUR[1:])
    assert not (tmp_path / "o.md").exists()


def test_two_readers_and_a_draw_are_needed(tmp_path: Path):
    with pytest.raises(ValueError, match="there is no draw"):
        verdicts.report_text(tmp_path)
    with pytest.raises(ValueError, match="2 readers are needed"):
        verdicts.report_text(folder(tmp_path, {}))


def test_other_columns(tmp_path: Path):
    folder(tmp_path, {}, {})
    (tmp_path / "draw-7-reader-1.tsv").write_text("id\tverdict\n", "utf-8")
    with pytest.raises(ValueError, match="must name the columns"):
        verdicts.report_text(tmp_path)


def test_kappa():
    assert verdicts.kappa([True, False], [True, False]) == 1
    assert verdicts.kappa([True, False], [False, True]) == -1
    assert verdicts.kappa([True, True], [True, True]) is None
    # the example with 45, 15, 25 and 15 of 100, as in many textbooks
    one, other = [True] * 60 + [False] * 40, [True] * 45 + [False] * 15 + [True] * 25 + [False] * 15
    assert verdicts.kappa(one, other) == pytest.approx(0.1304, abs=1e-4)
