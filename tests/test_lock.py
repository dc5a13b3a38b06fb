"""The lock remembers what changed when, and a broken one stops the work."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.lock import HEAD, LOCK, Locked, read_lock, updated, written
from quizgen.problem import ProblemError
from tests import examples

ITEMS = [examples.item(n) for n in range(4)]


def test_a_first_release_is_all_new():
    lock, changes = updated({}, ITEMS, "2024-01-01")
    assert set(lock) == {item.id for item in ITEMS}
    assert {locked.changed for locked in lock.values()} == {"2024-01-01"}
    assert changes.new == tuple(item.id for item in ITEMS)
    assert (changes.changed, changes.vanished) == ((), ())


def test_only_what_changed_gets_the_day_of_the_release():
    before, _ = updated({}, ITEMS, "2024-01-01")
    edited = ITEMS[1].model_copy(update={"revision": "f" * 16})
    after, changes = updated(before, [ITEMS[0], edited, ITEMS[2], examples.item(9)], "2025-01-01")
    assert after[ITEMS[0].id] == before[ITEMS[0].id]
    assert after[edited.id] == Locked("f" * 16, "2025-01-01")
    assert (changes.new, changes.changed, changes.vanished) == ((examples.item(9).id,), (edited.id,), (ITEMS[3].id,))


def test_a_rebuild_changes_nothing():
    lock, _ = updated({}, ITEMS, "2024-01-01")
    again, changes = updated(lock, ITEMS, "2030-01-01")
    assert again == lock
    assert (changes.new, changes.changed, changes.vanished) == ((), (), ())
    assert written(again) == written(lock)


def test_what_is_written_is_read_again(tmp_path: Path):
    lock, _ = updated({}, ITEMS, "2024-01-01")
    (tmp_path / LOCK).write_bytes(written(lock))
    assert read_lock(tmp_path) == lock
    lines = written(lock).decode().splitlines()
    assert lines[0] == HEAD.strip()
    assert lines[1:] == sorted(lines[1:])


def test_no_lock_is_an_empty_one(tmp_path: Path):
    assert read_lock(tmp_path) == {}
    (tmp_path / LOCK).write_text(HEAD + "\n")
    assert read_lock(tmp_path) == {}


def test_a_checkout_with_windows_line_ends_is_read(tmp_path: Path):
    lock, _ = updated({}, ITEMS, "2024-01-01")
    (tmp_path / LOCK).write_bytes(written(lock).replace(b"\n", b"\r\n"))
    assert read_lock(tmp_path) == lock


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< HEAD",
        "moon.a.who 0123456789abcdef",
        "moon.a.who 0123456789ABCDEF 2024-01-01",
        "moon.a.who 0123 2024-01-01",
        "1moon 0123456789abcdef 2024-01-01",
        "moon.a.who 0123456789abcdef 2024-1-1",
        "moon.a.who 0123456789abcdef 2024-01-01 retired?",
        " moon.a.who 0123456789abcdef 2024-01-01",
    ],
)
def test_a_broken_line_is_shown_where_it_stands(tmp_path: Path, line: str):
    (tmp_path / LOCK).write_text(HEAD + "moon.b.who 0123456789abcdef 2024-01-01\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        read_lock(tmp_path)
    [problem] = error.value.problems
    assert problem.code == "B085"
    assert problem.span
    assert problem.span.line == 3
    assert problem.hint


def test_the_same_item_twice_is_a_conflict_left_in_the_file(tmp_path: Path):
    lines = "moon.a.who 0123456789abcdef 2024-01-01\nmoon.a.who fedcba9876543210 2025-01-01\n"
    (tmp_path / LOCK).write_text(HEAD + lines)
    with pytest.raises(ProblemError) as error:
        read_lock(tmp_path)
    assert error.value.problems[0].code == "B085"


@pytest.mark.parametrize("day", ["2026-13-45", "1970-01-01", "2026-02-30"])
def test_a_day_that_is_none_is_a_problem_of_its_line(tmp_path: Path, day: str):
    (tmp_path / "quizgen.lock").write_text(f"# head\na.b.who 0123456789abcdef {day}\n", encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        read_lock(tmp_path)
    assert [(p.code, p.span and p.span.line) for p in error.value.problems] == [("B085", 2)]
