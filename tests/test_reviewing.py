"""Every rule finds its flaw and leaves sound items alone; every code is explained."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import quizgen
from quizgen import reviewing
from quizgen.cli.explanations import explanations
from quizgen.dates import read
from quizgen.model.entity import Entities, Entity
from quizgen.model.fact import Answer, Bank, Fact, Slot, Statement
from quizgen.model.item import Item, Option
from quizgen.problem import Place, Problem, Severity
from quizgen.reviewing.examined import Context, Examined
from tests import examples

SOURCE = Path(quizgen.__file__).parent
CODE = re.compile(r"\b[BPQT]\d{3}\b")


def fact(number: int = 1, **fields: object) -> Fact:
    statement = Statement(("Event happened in ", 0, "."), (Slot(0, "when", "when"),), "r")
    answer = Answer("1911", "date", read("1911"))
    return Fact(f"event-{number}", "moon", statement, (answer,), Place("bank.yaml", ("facts",)), 0, **fields)  # type: ignore[arg-type]


ENTITIES = Entities(
    [Entity(name="United States", kind="country", aka=("U.S.", "USA")), Entity(name="The Times", kind="paper")]
)


def bank(**fields: object) -> Bank:
    return Bank("moon", "The Moon", "en", Place("bank.yaml"), entities=ENTITIES, facts=(fact(**fields),))


def options(*texts: str, right: int = 0) -> tuple[Option, ...]:
    return tuple(Option(id="ABCD"[n], text=text, correct=n == right) for n, text in enumerate(texts))


def changed(**fields: object) -> Item:
    return examples.item(1).model_copy(update=fields)


SOUND = changed()
ALLEGED = {"status": "alleged", "by": "The Times"}
FLAWED: dict[str, list[tuple[Item, dict[str, object]]]] = {
    "Q101": [
        (changed(options=options("1911", "1912", right=7)), {}),
        (changed(options=tuple(o.model_copy(update={"correct": True}) for o in SOUND.options)), {}),
        (changed(key=("United States",), options=options("United States", "USA", "Iran")), {}),
        (changed(key=("Rome",), accept=("Roma",), options=options("Rome", "ROMA", "Bari")), {}),
    ],
    "Q102": [
        (changed(key=("Rome",), options=options("Rome", "Café Bar", "the Cafe bar")), {}),
    ],
    "Q103": [
        (changed(stem="In which year did the events of 1911 happen?"), {}),
        (changed(key=("11 May 1911",), stem="When in 1911 did it happen?"), {}),
        (changed(kind="who", key=("Ann",), accept=("A. Ash",), stem="Who, known as A. Ash, wrote it?"), {}),
    ],
    "Q119": [
        (changed(stem="The year of the event."), {}),
        (changed(stem="When ?"), {}),
        (changed(stem=""), {}),
    ],
    "P206": [
        (changed(stem="Who stole the painting in the Louvre?", kind="who", key=("Ann",)), ALLEGED),
        (changed(stem="Who stole the painting in the Louvre?", kind="who", key=("Ann",)), {"status": "disputed"}),
    ],
}
BLIND = [
    ("Q102", changed(key=("1911",), options=options("1911", "1912", "1912"))),  # the very same string, not only equal
    ("Q102", changed(key=("Iran",), options=options("Iran", "USA", "U.S."))),
    ("Q119", changed(stem="When?")),
]
FAIR: dict[str, list[tuple[Item, dict[str, object]]]] = {
    "Q101": [(changed(interaction="text", options=()), {})],
    "Q102": [(changed(options=options("1911", "1912", "1913")), {})],
    "Q103": [(changed(kind="who", key=("Ann",), stem="Whom did Annabel marry in 1911?"), {})],
    "Q119": [
        (changed(stem="Die Z3 wurde ____ gebaut."), {}),
        (changed(stem="متى وُلد ابن سينا؟"), {}),
        (changed(stem="彼はいつ生まれましたか？"), {}),
        (changed(stem="Who said “I came, I saw, I conquered?”"), {}),
    ],
    "P206": [
        (changed(stem="Who was accused of stealing the painting?", kind="who", key=("Ann",)), ALLEGED),
        (changed(stem="Who, by The Times, stole the painting?", kind="who", key=("Ann",)), ALLEGED),
        (changed(stem="Which paper wondered about it in 1911?", kind="which", key=("The Times",)), ALLEGED),
        (changed(stem="Who stole the painting in the Louvre?", kind="who", key=("Ann",)), {}),
    ],
}


def test_every_rule_is_tested():
    assert reviewing.rules().keys() == FLAWED.keys() == FAIR.keys()


@pytest.mark.parametrize("code", sorted(reviewing.rules()))
def test_a_rule_says_what_it_is(code: str):
    rule = reviewing.rules()[code]
    assert code == rule.CODE
    assert CODE.fullmatch(code)
    assert isinstance(rule.SEVERITY, Severity)
    text = reviewing.explanation(code) or ""
    assert len(text) > 100
    assert "Way out" in text


@pytest.mark.parametrize(("code", "number"), [(code, n) for code, cases in FLAWED.items() for n in range(len(cases))])
def test_a_rule_finds_its_flaw(code: str, number: int):
    item, about = FLAWED[code][number]
    message = reviewing.rules()[code].review(Examined(item, Context(bank(**about))))
    assert message
    assert message[0].islower() or message[0].isdigit()


@pytest.mark.parametrize(("code", "item"), BLIND)
def test_a_rule_finds_what_is_hard_to_see(code: str, item: Item):
    assert reviewing.rules()[code].review(Examined(item, Context(bank())))


@pytest.mark.parametrize(("code", "number"), [(code, n) for code, cases in FAIR.items() for n in range(len(cases))])
def test_a_rule_leaves_sound_items_alone(code: str, number: int):
    item, about = FAIR[code][number]
    assert reviewing.rules()[code].review(Examined(item, Context(bank(**about)))) is None


@pytest.mark.parametrize("code", sorted(reviewing.rules()))
def test_the_sound_item_passes_every_rule(code: str):
    for interaction in ("choice", "text", "cloze", "date", "number"):
        assert reviewing.rules()[code].review(Examined(examples.item(1, interaction), Context(bank()))) is None


def test_errors_drop_the_item_and_say_where(tmp_path: Path):
    from tests import banks

    text = banks.sentences("say: '[Ann](who) met [Bob](whom) in [Rome](where).'\nask: {whom: Ann met}")
    root = banks.project(tmp_path, text)
    made, account = banks.asked(root)
    assert [item.id for item in made] == ["bank.f0.who", "bank.f0.where"]
    [problem] = account.problems
    assert (problem.code, problem.severity) == ("Q119", "error")
    assert problem.message.startswith("bank.f0.who.whom: ")
    assert problem.span
    assert (tmp_path / "question_bank/bank/bank.yaml").read_text().splitlines()[problem.span.line - 1].strip() == "f0:"


def test_warnings_keep_the_item(monkeypatch: pytest.MonkeyPatch):
    rule = reviewing.rules()["Q119"]
    monkeypatch.setattr(rule, "SEVERITY", Severity.WARNING)
    problems: list[Problem] = []
    flawed = changed(stem="No question.")
    assert list(reviewing.Review(bank(), problems).sound([flawed, SOUND])) == [flawed, SOUND]
    assert [problem.severity for problem in problems] == [Severity.WARNING]


def test_a_million_facts_are_not_looked_through_for_each_item():
    context = Context(bank())
    assert context.facts is context.facts
    assert replace(context) == context


def used_codes() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        found |= set(CODE.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_code_is_explained_and_every_explanation_is_of_a_code():
    assert used_codes() == explanations().keys()


@pytest.mark.parametrize("code", sorted(explanations()))
def test_an_explanation_says_something(code: str):
    text = explanations()[code]
    assert text.strip()
    assert not text.startswith("#")
    assert text.split("\n")[0].endswith((".", "?"))
