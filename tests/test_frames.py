"""Problems as they are shown: with the line and a caret, as JSON, and as annotations of a code host."""

from __future__ import annotations

import json

import pytest

from quizgen.cli import frames
from quizgen.problem import Problem, Severity, Span


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """Write a file and return its frame for a problem at a span."""
    monkeypatch.chdir(tmp_path)
    frames._lines.cache_clear()

    def show(text: str | bytes, *span: int, hint: str | None = None, message: str = "wrong") -> str:
        (tmp_path / "bank.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return frames.frame(Problem("B010", message, "bank.yaml", Span(*span) if span else None, hint))

    return show


def plain(text: str) -> str:
    import click

    return click.unstyle(text)


def test_frame(shown):
    text = "title: A bank\nlanguage: en\nsorces: {}\n"
    assert plain(shown(text, 3, 1, 3, 7, hint="did you mean `sources`?", message="unknown field `sorces`")) == (
        "bank.yaml:3:1: error[B010]: unknown field `sorces`\n"
        "  |\n"
        "3 | sorces: {}\n"
        "  | ^^^^^^\n"
        "  = hint: did you mean `sources`?"
    )


def test_margin_is_as_wide_as_the_line_number(shown):
    lines = plain(shown("x: 1\n" * 120, 110, 4, 110, 5)).split("\n")
    assert lines[1:] == ["    |", "110 | x: 1", "    |    ^"]


@pytest.mark.parametrize(
    ("text", "span", "line", "caret"),
    [
        ("漢字: かな\n", (1, 5, 1, 7), "漢字: かな", "    ^^"),
        ("a:\tb\n", (1, 4, 1, 5), "a: b", "   ^"),
        ("a: b\r\nc: d\r\n", (2, 4, 2, 5), "c: d", "   ^"),
        ("a: b\rc: d\r", (2, 4, 2, 5), "c: d", "   ^"),
        ("\ufeffa: b\n", (1, 1, 1, 2), "a: b", "^"),
        ("a: b", (1, 5, 1, 6), "a: b", "    ^"),
        ("a: |\n  one\n  two\n", (1, 4, 3, 6), "a: |", "   ^"),
        ("a: b\n", (1, 3, 1, 3), "a: b", "  ^"),
        ("a: \x1b[31mb\u202e\n", (1, 4, 1, 5), "a: \ufffd[31mb\ufffd", "   ^"),
        ("", (1, 1, 1, 1), "", "^"),
        ("a: é\n".encode("utf-16"), (1, 4, 1, 5), "a: é", "   ^"),
        (b"a: \xe9\n", (1, 4, 1, 5), "a: \ufffd", "   ^"),
    ],
)
def test_caret_stands_under_the_place(shown, text, span, line, caret):
    _, _, second, third = plain(shown(text, *span)).split("\n")
    assert second == f"{span[0]} | {line}"
    assert third == f"  | {caret}"


@pytest.mark.parametrize("column", [1, 41, 42, 500, 9_999, 10_000])
def test_long_line_is_shown_around_the_place(shown, column):
    line = "".join(chr(ord("a") + n % 26) for n in range(10_000))
    _, _, second, third = plain(shown(line + "\n", 1, column, 1, column + 1)).split("\n")
    assert len(second) <= frames.WIDEST + 6
    assert second[third.index("^")] == line[column - 1]


def test_problem_beyond_the_file_or_of_no_file_has_no_excerpt(shown):
    assert plain(shown("a: b\n", 9, 1, 9, 2)) == "bank.yaml:9:1: error[B010]: wrong"
    assert plain(frames.frame(Problem("B001", "gone", "no.yaml", Span(1, 1, 1, 2)))) == "no.yaml:1:1: error[B001]: gone"
    assert plain(shown("a: b\n")) == "bank.yaml: error[B010]: wrong"


def test_path_that_is_no_unicode_can_be_printed():
    problem = Problem("B011", "a\nb\x1b", "question_bank/\udcff")
    assert frames.frame(problem).encode()
    assert json.loads(frames.as_json([problem]).encode())[0]["path"] == "question_bank/\ufffd"
    assert frames.as_github([problem]).count("\n") == 0


PROBLEMS = [
    Problem("P205", "no address", "b.yaml", Span(7, 3, 7, 9), None, Severity.WARNING),
    Problem("B010", "100% wrong, “so”", "a,b:c.yaml", Span(2, 1, 3, 4), "try: this"),
    Problem("B001", "cannot read", "a.yaml"),
]


def test_json_is_sorted_and_whole():
    rows = json.loads(frames.as_json(PROBLEMS))
    assert [row["code"] for row in rows] == ["B010", "B001", "P205"]
    assert rows[0] == {
        "path": "a,b:c.yaml",
        "line": 2,
        "column": 1,
        "endLine": 3,
        "endColumn": 4,
        "code": "B010",
        "item": None,
        "severity": "error",
        "message": "100% wrong, “so”",
        "hint": "try: this",
    }
    assert rows[1]["line"] is None
    assert json.loads(frames.as_json([])) == []


def test_github_escapes_what_it_must():
    assert frames.as_github(PROBLEMS).split("\n") == [
        "::error file=a%2Cb%3Ac.yaml,line=2,col=1,title=B010::100%25 wrong, “so” (try: this)",
        "::error file=a.yaml,title=B001::cannot read",
        "::warning file=b.yaml,line=7,col=3,title=P205::no address",
    ]
    assert frames.as_github([]) == ""


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        (PROBLEMS, "2 errors, 1 warning; `quizgen explain B010` tells more"),
        (PROBLEMS[:1], "1 warning; `quizgen explain P205` tells more"),
        ([], ""),
    ],
)
def test_count(problems, expected):
    assert frames.count(problems) == expected


def test_the_code_to_look_up_is_that_of_an_error():
    assert frames.count([PROBLEMS[0], PROBLEMS[2]]) == "1 error, 1 warning; `quizgen explain B001` tells more"


def test_of_warnings_alike_only_the_first_are_said(capsys):
    alike = [Problem("Q104", f"n. {n}", "a.yaml", Span(n, 1, n, 2), None, Severity.WARNING) for n in range(1, 8)]
    frames.say_problems([*alike, *PROBLEMS, Problem("Q104", "an error", "z.yaml")])
    said = plain(capsys.readouterr().err)
    assert [n for n in range(1, 8) if f"n. {n}" in said] == [1, 2, 3]
    assert "4 more [Q104]; `quizgen check --all` shows them" in said
    assert "an error" in said
    assert "3 errors, 8 warnings" in said
    frames.say_problems(alike, every=True)
    assert plain(capsys.readouterr().err).count("[Q104]") == 7


def test_problems_are_said_to_stderr_in_order(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    frames.say_problems([*PROBLEMS, PROBLEMS[0]])
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(":")[0] for line in plain(err).split("\n") if "[" in line] == ["a,b", "a.yaml", "b.yaml"]


def test_changed_file_is_shown_as_it_is_now(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for word in ("one", "two"):
        (tmp_path / "bank.yaml").write_text(word)
        frames.say_problems([Problem("B010", "wrong", "bank.yaml", Span(1, 1, 1, 4))])
        assert f"1 | {word}" in capsys.readouterr().err
