"""The deck of all banks of this repository in each version of Anki: all cards that quizgen says, nothing wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from quizgen import api
from quizgen.exporting.anki_deck import level
from quizgen.exporting.report import Report
from quizgen.model.quiz import Quiz

pytestmark = pytest.mark.anki

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> tuple[Quiz, Report]:
    """The quiz of all banks, and what the export of its deck reports."""
    checked = api.check(api.load(ROOT))
    quiz = api.assemble(checked, list(api.ask(checked)))
    return quiz, api.export(quiz, "anki", tmp_path_factory.mktemp("banks") / "deck.apkg")


def test_all_cards_arrive_each_in_the_deck_of_its_bank_and_show_their_source(student, made):
    quiz, report = made
    assert student.take(report.files[0]) == {"new": report.written} == {"new": len(quiz.items)}
    assert report.skipped == ()
    decks = {name: count for name, count in student.decks().items() if count}
    assert sum(decks.values()) == report.cards
    names = {bank.id: f"{quiz.title}::{level(bank.title)}" for bank in quiz.banks}
    assert decks == Counter(names[item.bank] for item in quiz.items)
    assert student.take(report.files[0]) == {"duplicate": report.written}
    assert student.complaints() == []
    by_kind = {item.kind: item for item in quiz.items}
    for item in by_kind.values():
        front, back = student.sides(item.id)
        assert "{{" not in front + back
        assert (item.citations[0].url or "no link").partition("#")[0] in back
