"""What is new, changed and gone since a last export."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from quizgen import api
from quizgen.delta import Delta, since
from quizgen.model.quiz import Quiz
from quizgen.model.release import Lock, Locked, Retired
from quizgen.reading.documents import Exported, content, exported
from tests import examples

QUIZ = examples.quiz(tuple(examples.item(n) for n in range(4)), 0)
NAMES = [item.id for item in QUIZ.items]


def known(quiz: Quiz, **others: str) -> dict[str, Exported]:
    """A quiz as an export has it, with the content of some items by number (`_1`) being another."""
    made = {item.id: Exported(item.id, told(quiz, n)) for n, item in enumerate(quiz.items)}
    return made | {NAMES[int(n[1:])]: Exported(NAMES[int(n[1:])], text) for n, text in others.items()}


def told(quiz: Quiz, number: int) -> str:
    return content(quiz.items[number].revision, (examples.SOURCE.reference,))


def compared(before: dict[str, Exported], quiz: Quiz = QUIZ, banks: set[str] | None = None) -> Delta:
    return since(before, quiz, {item.id for item in quiz.items}, banks)


def with_lock(quiz: Quiz, lock: Lock) -> Quiz:
    return replace(quiz, lock=lock)


def test_an_export_has_nothing_new_beside_itself(tmp_path: Path):
    for name in ("json", "jsonl"):
        [file] = api.export(QUIZ, name, tmp_path / f"quiz.{name}").files
        assert compared(exported(file)) == Delta()
        assert len(exported(file)) == 4


def test_new_changed_and_gone():
    before = {**known(QUIZ, _1="another"), "moon.old.when": Exported("moon.old.when", "x")}
    del before[NAMES[2]], before[NAMES[3]]
    assert compared(before) == Delta((NAMES[2], NAMES[3]), (NAMES[1],), ("moon.old.when",))


def test_another_wrong_option_is_a_change(tmp_path: Path):
    """What no card shows may still be in the files of a platform."""
    [file] = api.export(QUIZ, "json", tmp_path / "quiz.json").files
    first = QUIZ.items[0].model_copy(update={"revision": "f" * 16})
    assert compared(exported(file), replace(QUIZ, items=(first, *QUIZ.items[1:]))).changed == (NAMES[0],)


def test_another_reference_line_is_a_change_of_all_that_cite_it(tmp_path: Path):
    [file] = api.export(QUIZ, "json", tmp_path / "quiz.json").files
    corrected = {"moon.almanac": replace_reference("Doe, Eva. An Almanac of the Moon.")}
    assert compared(exported(file), replace(QUIZ, sources=corrected)).changed == tuple(NAMES)


def replace_reference(reference: str):
    return examples.SOURCE.model_copy(update={"reference": reference})


def test_of_banks_that_were_not_asked_nothing_is_gone():
    gone = {name: Exported(name, "x") for name in ("sun.a.when", "moon.old.when")}
    assert compared(known(QUIZ) | gone, banks={"moon"}).gone == ("moon.old.when",)
    assert compared(known(QUIZ) | gone).gone == ("sun.a.when", "moon.old.when")


def test_what_is_retired_from_a_renamed_bank_is_gone_under_the_name_of_then():
    retired = Retired("luna.old.when", "2024-06-01", 0, "moon.old.when", "QuizGen", {})
    before = {"moon.old.when": Exported("moon.old.when", "x")}
    quiz = with_lock(examples.quiz(()), Lock(retired={"luna.old.when": retired}))
    assert since(before, quiz, set(), {"luna"}).gone == ("moon.old.when",)
    assert since(before, quiz, set(), {"moon"}).gone == ()


def test_a_renamed_question_is_the_same_and_told_by_the_name_of_then():
    locked = Locked("0" * 16, "2024-01-01", 0, "moon.first.when")
    quiz = replace(QUIZ, items=QUIZ.items[:1], lock=Lock(items={NAMES[0]: locked}))
    renamed = {NAMES[0]: "moon.then.when"}
    same = {"moon.first.when": Exported("moon.then.when", told(quiz, 0))}
    assert since(same, quiz, {"moon.first.when"}, None) == Delta(renamed=renamed)
    other = {"moon.first.when": Exported("moon.then.when", "x")}
    assert since(other, quiz, {"moon.first.when"}, None) == Delta(changed=(NAMES[0],), renamed=renamed)


def test_what_is_asked_but_not_wanted_now_is_not_gone():
    assert since(known(QUIZ), replace(QUIZ, items=QUIZ.items[:1]), set(NAMES), None) == Delta()


@given(
    st.dictionaries(st.sampled_from([*NAMES, "moon.x.who", "moon.y.who"]), st.booleans()), st.sets(st.integers(0, 3))
)
def test_every_question_has_one_fate(before: dict[str, bool], chosen: set[int]):
    quiz = replace(QUIZ, items=tuple(QUIZ.items[n] for n in sorted(chosen)))
    now = {item.id for item in quiz.items}
    same = known(QUIZ)
    then = {name: same[name] if kept and name in same else Exported(name, "x") for name, kept in before.items()}
    found = since(then, quiz, now, None)
    assert found.fresh | {name for name in now if before.get(name)} == now
    assert not found.fresh & {name for name in now if before.get(name)}
    assert set(found.gone) == before.keys() - now
    assert not set(found.new) & set(found.changed)
