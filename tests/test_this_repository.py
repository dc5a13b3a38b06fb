"""What this repository ships, held to its promises: its own banks through every door, checked by other means than ours.

Citations are looked up with plain slicing and the csv module, the deck is imported by Anki, the papers are read back
from the PDF, and the whole is built twice.
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from quizgen import api
from quizgen.exporting import print as printing
from quizgen.lowering import lower
from quizgen.model.citation import FragmentSelector, TextPositionSelector, TextQuoteSelector
from quizgen.model.item import Item
from quizgen.reviewing.figures import Figures
from tests.anki_profile import Student
from tests.pdf_proof import proof
from tests.test_exporting_print import typeset_both

ROOT = Path(__file__).parents[1]
BANKS = ("nobel", "soleimani", "spaceflight", "structures")
TIMELINES = {"next", "before", "first", "order", "match"}
FORMATS = ("anki", "json", "print")


@pytest.fixture(scope="module")
def checked() -> api.CheckedProject:
    return api.check(api.load(ROOT))


@pytest.fixture(scope="module")
def items(checked: api.CheckedProject) -> list[Item]:
    asked = api.ask(checked)
    made = list(asked)
    assert asked.problems == []
    return made


def build(root: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "quizgen", "-C", str(root), "build", "-o", str(out), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project that may be spoiled."""
    root = tmp_path / "copy"
    shutil.copytree(ROOT / "question_bank", root / "question_bank")
    for name in ("quizgen.toml", "quizgen.lock"):
        shutil.copy(ROOT / name, root / name)
    return root


def test_the_four_banks_hold_and_give_enough(checked: api.CheckedProject, items: list[Item]):
    assert checked.config.require == "verified"
    assert checked.problems == ()
    counts = Counter(item.bank for item in items)
    assert set(counts) == set(BANKS)
    assert sum(counts.values()) >= 2500
    assert counts["soleimani"] >= 80
    facts = {bank.id: len(bank.facts) for bank in checked.banks}
    assert facts["soleimani"] >= 45


def test_every_kind_is_asked(items: list[Item]):
    assert {item.kind for item in items} == {"who", "when", "where", "what", "which", "how-many", "quote", *TIMELINES}


def _shown(item: Item) -> list[str]:
    """What tells apart questions on the order of events, many of which share a stem."""
    return sorted(option.text for option in item.options) if item.kind in TIMELINES else []


def test_ids_and_stems_stand_for_one_question(items: list[Item]):
    assert max(Counter(item.id for item in items).values()) == 1
    assert max(Counter((item.bank, item.stem, *_shown(item)) for item in items).values()) == 1


def test_every_citation_is_found_in_its_snapshot(items: list[Item]):
    texts: dict[str, str] = {}
    tables: dict[str, list[list[str]]] = {}
    for bank in api.load(ROOT).banks:
        for source in bank.sources.values():
            assert source.snapshot
            path = ROOT / "question_bank" / bank.id / source.snapshot.file
            assert hashlib.sha256(path.read_bytes()).hexdigest() == source.snapshot.sha256
            if path.suffix == ".csv":
                with path.open(encoding="utf-8", newline="") as file:
                    tables[source.id] = list(csv.reader(file))
            else:
                texts[source.id] = path.read_text(encoding="utf-8")
    for item in items:
        for citation in item.citations:
            assert citation.standing == "verified"
            for selector in citation.selector:
                if isinstance(selector, TextPositionSelector):
                    exact = texts[citation.source][selector.start : selector.end]
                    quote = next(s for s in citation.selector if isinstance(s, TextQuoteSelector))
                    assert exact == quote.exact
                elif isinstance(selector, FragmentSelector):
                    row, column = map(int, selector.value.removeprefix("cell=").split(","))
                    assert tables[citation.source][row - 1][column - 1] == citation.quote


def test_the_cell_is_the_answer(checked: api.CheckedProject, items: list[Item]):
    entities = {bank.id: bank.entities for bank in checked.banks}
    for item in items:
        if item.bank != "soleimani" and item.kind not in TIMELINES:
            cell = " ".join((item.citations[0].quote or "").split())
            assert item.key[0] in {cell, *entities[item.bank].names(cell)}


def test_nothing_but_knowledge_tells_the_answers(items: list[Item]):
    """Over all banks, length, letter and rank of the key are within two standard deviations of chance."""
    figures = Figures()
    for item in items:
        figures.add(item)
    for figure in figures.all():
        assert figure.items > 1000
        assert abs(figure.distance or 0) <= 2, figure


def test_nobody_living_stands_beside_an_accusation(items: list[Item]):
    """Judged here by a list of the dead that the text names, and by the words of the statement."""
    dead = {"Qasem Soleimani", "Abu Mahdi al-Muhandis", "Mohammad Mirza"}
    for item in items:
        grave = any(word in item.rationale for word in ("charged", "accused", "alert on"))
        if item.bank == "soleimani" and item.kind == "who" and grave:
            assert {option.text for option in item.options if not option.correct} <= dead


def test_anki_imports_the_whole_deck(checked: api.CheckedProject, items: list[Item], tmp_path: Path):
    quiz = api.assemble(checked, items)
    report = api.export(quiz, "anki", tmp_path / "deck.apkg")
    student = Student(tmp_path / "profile")
    assert student.take(tmp_path / "deck.apkg") == {"new": len(items)}
    assert student.col.card_count() == report.cards == len(items)
    assert student.complaints() == []
    for item in items[:: len(items) // 100]:
        back = student.sides(item.id)[1]
        assert item.citations[0].url
        assert item.citations[0].url.partition("#")[0] in back
        assert item.citations[0].source.partition(".")[0]
    assert student.take(tmp_path / "deck.apkg") == {"duplicate": len(items)}
    student.col.close()


def test_no_text_has_two_articles_for_one_noun(items: list[Item]):
    twice = re.compile(r"\b(the|an?) (\d+ )?(the|an?)\b", re.IGNORECASE)
    texts = {text for item in items for text in (item.stem, item.rationale, *(o.rationale or "" for o in item.options))}
    assert [text for text in texts if twice.search(text)] == []


@pytest.mark.parametrize("forms", [1, 4])
def test_every_printed_letter_leads_to_the_banks_answer(checked: api.CheckedProject, items: list[Item], forms: int):
    quiz = lower(api.assemble(checked, items, number=60, forms=forms), printing.INTERACTIONS).quiz
    assert proof(quiz, *typeset_both(quiz)) == []


def test_two_builds_are_the_same_bytes(copy: Path, tmp_path: Path):
    first, second = tmp_path / "first", tmp_path / "second"
    for out in (first, second):
        done = build(copy, out, *FORMATS)
        assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in first.iterdir())
    assert len(names) == 6
    assert [(first / name).read_bytes() == (second / name).read_bytes() for name in names] == [True] * 6


def test_the_lock_in_the_repository_is_that_of_its_banks(copy: Path, tmp_path: Path):
    before = (copy / "quizgen.lock").read_bytes()
    assert build(copy, tmp_path / "out", "json").returncode == 0
    assert (copy / "quizgen.lock").read_bytes() == before


def test_one_wrong_character_in_a_quote_stops_the_build_and_costs_nothing(copy: Path, tmp_path: Path):
    out = tmp_path / "out"
    assert build(copy, out, *FORMATS).returncode == 0
    before = {path: path.read_bytes() for path in [*out.iterdir(), copy / "quizgen.lock"]}
    bank = copy / "question_bank" / "soleimani" / "bank.yaml"
    text = bank.read_text(encoding="utf-8")
    wrong = text.replace(
        "was killed by an American drone strike ordered by U.S.",
        "was kiled by an American drone strike ordered by U.S.",
        1,
    )
    assert wrong != text
    bank.write_text(wrong, encoding="utf-8")
    line = wrong[: wrong.index("was kiled by")].count("\n") + 1
    done = build(copy, out, *FORMATS)
    assert done.returncode == 1
    assert f"soleimani/bank.yaml:{line}:" in done.stderr
    assert "error[P201]" in done.stderr
    assert "did you mean" in done.stderr
    assert "was killed by an American drone strike ordered by U.S. President Donald Trump" in done.stderr
    assert {path: path.read_bytes() for path in [*out.iterdir(), copy / "quizgen.lock"]} == before
