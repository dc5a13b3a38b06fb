"""Two releases of a deck side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quizgen.cli.diffing import _apart
from quizgen.comparing import compare
from quizgen.exporting.anki import Options, export
from quizgen.exporting.anki_deck import retire
from quizgen.lock import renamed, restored, retired
from quizgen.model.quiz import Quiz
from quizgen.reading.packages import Package, read_package
from tests.examples import item, quiz, released

FIRST = quiz(tuple(item(n) for n in range(6)))


def packed(made: Quiz, folder: Path, name: str) -> Package:
    export(made, folder / name, Options())
    return read_package(folder / name)


def later(made: Quiz, **changed: str) -> Quiz:
    """The quiz a release on, with other stems for some items by number."""
    items = list(made.items)
    known = dict(made.lock.items)
    for number, stem in changed.items():
        old = items[int(number[1:])]
        items[int(number[1:])] = old.model_copy(update={"stem": stem})
        known[old.id] = replace(known[old.id], changed="2024-09-01")
    return replace(made, items=tuple(items), lock=replace(made.lock, release="2024-09-01", items=known))


def test_nothing_differs_between_a_deck_and_itself(tmp_path: Path):
    one = packed(FIRST, tmp_path, "1.apkg")
    found = compare(one, one)
    assert (found.same, found.counts, found.stale, found.frozen) == (6, {}, (), ())


def test_a_changed_question_is_told_with_what_it_said_and_says(tmp_path: Path):
    old = packed(FIRST, tmp_path, "1.apkg")
    found = compare(old, packed(later(FIRST, n2="What <b>now</b> & متى؟"), tmp_path, "2.apkg"))
    assert found.counts == {"changed": 1}
    assert found.same == 5
    [change] = found.changed
    assert change.card.key == "moon.event-2.choice"
    assert change.fields == {"Question": (FIRST.items[2].stem, "What <b>now</b> & متى؟")}
    assert not found.stale


def test_a_change_that_anki_would_not_take_is_called_so(tmp_path: Path):
    changed = later(FIRST, n2="Other?")
    backdated = replace(changed, lock=FIRST.lock)
    found = compare(packed(FIRST, tmp_path, "1.apkg"), packed(backdated, tmp_path, "2.apkg"))
    assert [card.key for card in found.stale] == ["moon.event-2.choice"]


def test_new_retired_restored_and_gone(tmp_path: Path):
    gone = retire(FIRST, FIRST.items[1], Options(), "2024-09-01T00:00:00Z", "")
    more = (*FIRST.items[2:], item(9))
    lock = retired(replace(released((*FIRST.items, item(9))), release="2024-09-01"), [gone])
    second = replace(FIRST, items=more, lock=lock, retired=(gone,))
    old, new = packed(FIRST, tmp_path, "1.apkg"), packed(second, tmp_path, "2.apkg")
    found = compare(old, new)
    told = {name: [card.key for card in getattr(found, name)] for name in ("new", "retired", "gone")}
    assert told == {
        "new": ["moon.event-9.choice"],
        "retired": ["moon.event-1.choice"],
        "gone": ["moon.event-0.choice"],
    }
    assert found.new_decks == ("The Moon::Retired",)
    back = replace(FIRST, lock=restored(lock, [FIRST.items[1].id]))
    assert [card.key for card in compare(new, packed(back, tmp_path, "3.apkg")).restored] == ["moon.event-1.choice"]


def test_a_renamed_question_is_the_same(tmp_path: Path):
    new = FIRST.items[0].model_copy(update={"id": "moon.other.choice"})
    lock = renamed(FIRST.lock, {FIRST.items[0].id: new.id})
    second = replace(FIRST, items=(new, *FIRST.items[1:]), lock=lock)
    assert compare(packed(FIRST, tmp_path, "1.apkg"), packed(second, tmp_path, "2.apkg")).same == 6


def test_a_note_of_another_type_is_called_frozen(tmp_path: Path):
    second = replace(FIRST, items=(FIRST.items[0].model_copy(update={"kind": "cloze"}), *FIRST.items[1:]))
    found = compare(packed(FIRST, tmp_path, "1.apkg"), packed(second, tmp_path, "2.apkg"))
    assert [card.key for card in found.frozen] == ["moon.event-0.choice"]


def test_only_what_differs_is_shown():
    was = "one two three four five six seven eight nine ten"
    assert (
        _apart(was, was.replace("five", "FIVE"))
        == "… two three four five six seven eight … → … two three four FIVE six seven eight …"
    )
    assert _apart("", "new") == "(empty) → new"
    assert _apart("a b", "a b c") == "a b → a b c"
