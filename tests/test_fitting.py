"""`quizgen check --for`: what formats could not take, said before anything is built, at the fact that asks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import api
from quizgen.cli import fitting
from quizgen.problem import Problem, ProblemError, Severity
from tests import banks

BANK = banks.sentences(
    "say: '[Apollo 11](which mission) landed in [1969](when).'\nhint: {when: In the year of Woodstock.}",
    "[Luna 2](which probe) landed in [1959](when).",
    "[Luna 9](which probe) landed in [1966](when).",
    "[Surveyor 1](which probe) landed in [1968](when).",
)


def found(root: Path, *formats: str, config: str = "") -> list[Problem]:
    checked = api.check(api.load(banks.project(root, BANK, config=config)))
    return list(fitting.problems(checked, tuple(api.ask(checked)), formats))


def test_what_is_lost_is_counted_once_for_each_format(tmp_path: Path):
    said = [(one.code, one.path, one.message, one.severity) for one in found(tmp_path, "jsonl", "docx", "text")]
    assert said == [
        ("B141", "docx", "docx changes or loses 1 × hint", Severity.WARNING),
        ("B141", "text", "text changes or loses 1 × hint", Severity.WARNING),
    ]


def test_a_question_that_cannot_be_taken_is_shown_at_its_fact(tmp_path: Path):
    refused = [one for one in found(tmp_path, "kahoot") if one.code == "B140"]
    assert refused
    for problem in refused:
        assert problem.path.endswith("question_bank/bank/bank.yaml")
        assert problem.item in problem.message
        assert problem.span
        line = (tmp_path / "question_bank/bank/bank.yaml").read_text().splitlines()[problem.span.line - 1]
        assert line.strip() == f"{problem.item.split('.')[1]}:"


def test_what_stops_a_format_is_a_problem_of_that_format(tmp_path: Path):
    config = '[options.print]\nbreaks = "bank.nothing"\n'
    [problem] = [one for one in found(tmp_path, "print", config=config) if one.severity is Severity.ERROR]
    assert problem.message.startswith("print: no such question")


def test_nothing_stays_of_what_was_tried(tmp_path: Path):
    found(tmp_path, "json", "anki")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["question_bank", "quizgen.toml"]


def test_a_rehearsal_says_what_an_export_says(tmp_path: Path):
    checked = api.check(api.load(banks.project(tmp_path, BANK)))
    quiz = api.assemble(checked, api.ask(checked), lock=api.release(checked, api.ask(checked), "2024-01-01").lock)
    report, tried = api.export(quiz, "crowdanki", tmp_path / "out.crowdanki"), api.rehearse(quiz, "crowdanki")
    assert (tried.written, tried.skipped, tried.lost) == (report.written, report.skipped, report.lost)
    assert all(not path.is_absolute() for path in tried.files)
    with pytest.raises(ProblemError):
        api.rehearse(quiz, "nothing")
