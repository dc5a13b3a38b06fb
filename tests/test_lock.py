"""What a build changes in what has been released, and the file that keeps it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.lock import Changes, Content, forgotten, renamed, restored, retired, updated
from quizgen.lock_file import HEAD, LOCK, UNSAYABLE, read_lock, written
from quizgen.model.release import Lock, Locked, Looks, Retired
from quizgen.moments import NEVER
from quizgen.problem import ProblemError

FIRST, SECOND = "2024-01-01T00:00:00Z", "2025-06-01T12:30:00Z"
TYPES = {"quizgen-question-v1": ("a" * 16, "b" * 16)}
ITEMS = {f"moon.fact-{n}.who": f"{n:016x}" for n in range(4)}


def content(items: dict[str, str] = ITEMS, types: dict[str, tuple[str, str]] = TYPES, *banks: str) -> Content:
    return Content(items, types, {}, frozenset(banks) or None)


def gone(name: str = "moon.gone.who", **changes: object) -> Retired:
    fields = {"Question": "Who “went”?\u2028", "Answer": "<b>متى</b>"}
    return replace(Retired(name, FIRST, 7, name, "quizgen question v1", fields, ("a::b",), "why\nnot"), **changes)


LOCK_1, _ = updated(Lock(), content(), FIRST)


def test_a_first_release_is_all_new():
    lock, changes = updated(Lock(), content(), FIRST)
    assert changes == Changes(new=tuple(ITEMS))
    assert {locked.changed for locked in lock.items.values()} == {FIRST}
    assert [locked.first for locked in lock.items.values()] == list(ITEMS)
    assert [locked.place for locked in lock.items.values()] == sorted({locked.place for locked in lock.items.values()})
    assert lock.release == FIRST
    assert lock.note_types == {"quizgen-question-v1": Looks("a" * 16, "b" * 16, FIRST)}


def test_a_rebuild_changes_nothing():
    assert updated(LOCK_1, content(), SECOND) == (LOCK_1, Changes())


def test_only_what_changed_gets_the_moment_of_the_release():
    edited = ITEMS | {"moon.fact-1.who": "f" * 16, "moon.new.who": "e" * 16}
    del edited["moon.fact-3.who"]
    lock, changes = updated(LOCK_1, content(edited), SECOND)
    assert changes == Changes(("moon.new.who",), ("moon.fact-1.who",), ("moon.fact-3.who",))
    assert lock.items["moon.fact-0.who"] == LOCK_1.items["moon.fact-0.who"]
    assert lock.items["moon.fact-1.who"] == replace(LOCK_1.items["moon.fact-1.who"], content="f" * 16, changed=SECOND)
    assert lock.items["moon.new.who"].changed == lock.release == SECOND


@pytest.mark.parametrize("again", [FIRST, "2023-01-01T00:00:00Z"])
def test_a_change_is_newer_than_what_it_changes_even_if_the_release_is_not(again):
    """Anki takes an update only if its time is later."""
    lock, _ = updated(LOCK_1, content(ITEMS | {"moon.fact-1.who": "f" * 16}, TYPES), again)
    assert lock.items["moon.fact-1.who"].changed == lock.release == "2024-01-01T00:00:01Z"


def test_new_looks_are_told_apart_from_a_new_shape():
    looks = {"quizgen-question-v1": ("a" * 16, "c" * 16)}
    lock, changes = updated(LOCK_1, content(types=looks), SECOND)
    assert changes == Changes()
    assert lock.note_types["quizgen-question-v1"] == Looks("a" * 16, "c" * 16, SECOND)
    assert lock.release == SECOND
    _, changes = updated(LOCK_1, content(types={"quizgen-question-v1": ("d" * 16, "b" * 16)}), SECOND)
    assert changes.reshaped == ("quizgen-question-v1",)


def test_a_build_of_one_bank_says_nothing_of_others():
    lock, changes = updated(LOCK_1, content({"sun.a.who": "1" * 16}, TYPES, "sun"), SECOND)
    assert changes == Changes(new=("sun.a.who",))
    assert lock.items.keys() == {*ITEMS, "sun.a.who"}
    assert updated(LOCK_1, content({}, TYPES), SECOND)[1].vanished == tuple(ITEMS)


def test_a_renamed_item_keeps_its_note_and_its_place():
    lock = renamed(LOCK_1, {"moon.fact-1.who": "moon.other.who"})
    assert lock.items["moon.other.who"] == LOCK_1.items["moon.fact-1.who"]
    assert lock.renames == {"moon.other.who": "moon.fact-1.who"}
    twice = renamed(lock, {"moon.other.who": "moon.third.who"})
    assert twice.renames == {"moon.third.who": "moon.fact-1.who"}
    items = {name.replace("fact-1", "other"): hashed for name, hashed in ITEMS.items()}
    assert updated(lock, content(items), SECOND) == (lock, Changes())


def test_what_is_retired_can_be_restored_and_is_then_newer():
    one = gone("moon.fact-1.who", changed=SECOND, place=10)
    lock = retired(LOCK_1, [one])
    assert "moon.fact-1.who" not in lock.items
    assert lock.retired == {"moon.fact-1.who": one}
    assert lock.release == FIRST  # not yet built
    assert updated(lock, content({k: v for k, v in ITEMS.items() if k != "moon.fact-1.who"}), FIRST)[0].release > FIRST
    back = restored(lock, ["moon.fact-1.who"])
    assert not back.retired
    after, changes = updated(back, content(), SECOND)
    assert changes == Changes(changed=("moon.fact-1.who",))
    assert after.items["moon.fact-1.who"].changed > SECOND


def test_what_is_forgotten_is_new_again():
    lock = forgotten(retired(LOCK_1, [gone()]), ["moon.gone.who", "moon.fact-2.who"])
    assert not lock.retired
    assert updated(lock, content(), SECOND)[1] == Changes(new=("moon.fact-2.who",))


def test_a_deck_keeps_its_name_in_the_lock(tmp_path: Path):
    lock, _ = updated(LOCK_1, replace(content(), decks={"moon": "My decks::The Moon"}), SECOND)
    assert lock.decks == {"moon": "My decks::The Moon"}
    (tmp_path / LOCK).write_bytes(written(lock))
    assert read_lock(tmp_path) == lock


# ---- the file -------------------------------------------------------------------------------------------------------


def test_what_is_written_is_read_again(tmp_path: Path):
    lock = retired(renamed(LOCK_1, {"moon.fact-1.who": "moon.other.who"}), [gone()])
    (tmp_path / LOCK).write_bytes(written(lock))
    assert read_lock(tmp_path) == lock
    assert written(lock).decode().startswith(HEAD)
    (tmp_path / LOCK).write_bytes(written(lock).replace(b"\n", b"\r\n"))  # as a checkout on Windows has it
    assert read_lock(tmp_path) == lock


@given(st.text(), st.text(), st.text())
def test_whatever_a_retired_card_said_is_read_again(tmp_path_factory, question: str, answer: str, why: str):
    def sayable(text: str) -> str:
        return text.encode("utf-8", "replace").decode()

    one = gone(fields={"Question": UNSAYABLE.sub("", sayable(question)), sayable(answer): "x"}, why=sayable(why))
    folder = tmp_path_factory.mktemp("lock")
    (folder / LOCK).write_bytes(written(retired(Lock(), [one])))
    assert read_lock(folder).retired == {one.item: one}


def test_lines_are_sorted_so_that_branches_can_be_merged():
    lines = written(LOCK_1).decode().splitlines()[4:]
    assert [line.split()[:2] for line in lines] == [["item", name] for name in sorted(ITEMS)]


def test_no_lock_is_an_empty_one(tmp_path: Path):
    assert read_lock(tmp_path) == Lock()
    (tmp_path / LOCK).write_text(HEAD + "\n")
    assert read_lock(tmp_path) == Lock(NEVER)


RETIRED = {
    "item": "moon.a.who", "changed": FIRST, "place": 1, "first": "moon.a.who", "note_type": "quizgen question v1",
    "fields": {"Question": "من؟"}, "tags": ["quizgen::bank::moon"], "why": "wrong",
}  # fmt: skip
GOOD = "item moon.b.who 0123456789abcdef 2024-01-01T00:00:00Z 10"


@pytest.mark.parametrize(
    "line",
    [
        "moon.a.who 0123456789abcdef 2024-01-01",
        "item moon.a.who 0123456789abcdef 2024-01-01T00:00:00Z",
        "item moon.a.who 0123456789ABCDEF 2024-01-01T00:00:00Z 1",
        "item moon.a.who 0123 2024-01-01T00:00:00Z 1",
        "item moon.a.who 0123456789abcdef 2024-1-1 1",
        "item moon.a.who 0123456789abcdef 2026-13-45 1",
        "item moon.a.who 0123456789abcdef 1970-01-01 1",
        "item moon.a.who 0123456789abcdef 2024-01-01T00:00:00Z -1",
        "item moon.a.who 0123456789abcdef 2024-01-01T00:00:00Z 1 2 3",
        "item 1moon 0123456789abcdef 2024-01-01T00:00:00Z 1",
        "item moon.b.who 0123456789abcdef 2024-01-01T00:00:00Z 1",
        " item moon.a.who 0123456789abcdef 2024-01-01T00:00:00Z 1",
        "release yesterday",
        "note-type a b c d",
        "retired {",
        "retired []",
        'retired {"item": "moon.a.who"}',
        'retired {"item": 5, "changed": "2024-01-01", "place": 1, "first": "a", "note_type": "", "fields": {}, '
        '"tags": [], "why": ""}',
        "retired " + "[" * 100_000,
    ],
)
def test_a_broken_line_is_shown_where_it_stands(tmp_path: Path, line: str):
    (tmp_path / LOCK).write_text(f"{HEAD}{GOOD}\n{line}\n", encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        read_lock(tmp_path)
    [problem] = error.value.problems
    assert (problem.code, problem.span and problem.span.line) == ("B085", 4)
    assert problem.hint


@pytest.mark.parametrize(
    "change",
    [
        {"fields": []},
        {"fields": "Question"},
        {"fields": None},
        {"fields": {"Question": 5}},
        {"fields": {"Question": "one\x1ftwo"}},
        {"fields": {"Question": "\x00"}},
        {"fields": {"Question": "\ud800"}},
        {"place": -1},
        {"place": 10**30},
        {"place": 1.0},
        {"place": True},
        {"place": "1"},
        {"tags": "abc"},
        {"tags": {"a": 1}},
        {"tags": [5]},
        {"tags": [""]},
        {"tags": ["two words"]},
        {"tags": ["a\u3000b"]},
        {"tags": ["a\x1fb"]},
        {"tags": ["\ud800"]},
        {"why": None},
        {"why": "\ud800"},
        {"item": "1moon"},
        {"first": ""},
        {"changed": 5},
        {"changed": {}},
        {"more": ""},
    ],
)
def test_a_retired_item_that_no_card_could_be_is_shown_where_it_stands(tmp_path: Path, change: dict[str, object]):
    (tmp_path / LOCK).write_text(f"{HEAD}{GOOD}\nretired {json.dumps(RETIRED)}\n", encoding="utf-8")
    assert read_lock(tmp_path).retired["moon.a.who"].place == 1
    (tmp_path / LOCK).write_text(f"{HEAD}{GOOD}\nretired {json.dumps(RETIRED | change)}\n", encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        read_lock(tmp_path)
    [problem] = error.value.problems
    assert (problem.code, problem.span and problem.span.line) == ("B085", 4)
    assert "version control" in (problem.hint or "")
    assert "delete" not in (problem.hint or "")


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> origin/main", "||||||| 1234567", "<<<<<<<"])
def test_the_mark_of_a_merge_says_what_to_keep(tmp_path: Path, mark: str):
    (tmp_path / LOCK).write_text(f"{HEAD}{mark}\nrelease {FIRST}\n", encoding="utf-8")
    with pytest.raises(ProblemError, match="merge") as error:
        read_lock(tmp_path)
    [problem] = error.value.problems
    assert (problem.code, problem.span and problem.span.line) == ("B085", 3)
    assert "both sides" in (problem.hint or "")


@pytest.mark.parametrize("line", [GOOD, f"release {SECOND}", "deck moon The Moon"])
def test_of_two_lines_the_later_is_to_be_kept(tmp_path: Path, line: str):
    (tmp_path / LOCK).write_text(f"{HEAD}{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(ProblemError, match="twice") as error:
        read_lock(tmp_path)
    assert "the later moment" in (error.value.problems[0].hint or "")


def test_two_items_that_are_one_note_are_refused(tmp_path: Path):
    (tmp_path / LOCK).write_text(f"{HEAD}{GOOD}\n{GOOD.replace('moon.b', 'moon.c')} moon.b.who\n", encoding="utf-8")
    with pytest.raises(ProblemError, match="are one note"):
        read_lock(tmp_path)


def test_a_place_is_a_locked_items_own(tmp_path: Path):
    (tmp_path / LOCK).write_text(f"{HEAD}{GOOD}\n", encoding="utf-8")
    assert read_lock(tmp_path).items == {"moon.b.who": Locked("0123456789abcdef", FIRST, 10, "moon.b.who")}
