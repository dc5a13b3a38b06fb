"""What an author decides about options: `wrong`, `like`, `unasked`, and how a cell is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import api
from quizgen.model.item import Item
from tests import banks

TOWNS = """\
title: Towns
sources: {rows: {title: Rows, publisher: P}}
entities:
  Holland: {kind: country, aka: [Netherlands], like: [Belgium, Luxembourg, Denmark]}
  Belgium: {kind: country}
  Japan: {kind: country}
tables:
  - file: t.csv
    source: rows
    id: "{name}"
    say: "[{name}] lies in [{country}](where)."
    kinds: {country: country}
    unasked: {where: {name: /^Kobe/, country: Japan}}
"""
ROWS = "name,country\nHaarlem,Netherlands\nBruges,Belgium\nKobe,Japan\nKyoto,Japan\nKobenhavn,Denmark\n"
LANDED = """\
say: '[Apollo 11](which mission) landed on the Moon on [20 July 1969](when) with [two](how many) men.'
"""


def wrong(item: Item) -> list[str]:
    return sorted(option.text for option in item.options if not option.correct)


def test_wrong_options_of_the_author_go_before_all_others(tmp_path: Path):
    others = [f"[Luna {n}](which mission) landed on the Moon in [196{n}](when)." for n in range(1, 9)]
    own = "wrong: {which mission: [Apollo 8, Apollo 9, Apollo 10], when: [18 July 1969, 24 July 1969, 1 May 1970]}"
    made = banks.items(tmp_path, banks.sentences(LANDED + own, *others))
    assert wrong(made["f0.which"]) == ["Apollo 10", "Apollo 8", "Apollo 9"]
    assert wrong(made["f0.when"]) == ["1 May 1970", "18 July 1969", "24 July 1969"]
    assert "Apollo 8" not in {text for name, item in made.items() if name != "f0.which" for text in wrong(item)}


def test_what_the_author_calls_wrong_is_still_held_against_the_bank(tmp_path: Path):
    facts = (
        "say: '[Ann](who) and Bob won the cup of [Rome](where) in [1990](when).'\n"
        "wrong: {who: [Ann, Annie, Cid, Dan, Eva], where: [Italy, Milan, Bari, Turin],\n"
        "  when: [1990, May 1990, 1984, 1986, 1995]}",
    )
    head = "entities: {Ann: {kind: person, aka: [Annie]}, Rome: {kind: city, in: Italy}}"
    made = banks.items(tmp_path, banks.sentences(*facts, head=head))
    assert wrong(made["f0.who"]) == ["Cid", "Dan", "Eva"]
    assert wrong(made["f0.where"]) == ["Bari", "Milan", "Turin"]
    assert wrong(made["f0.when"]) == ["1984", "1986", "1995"]


def test_what_a_thing_is_taken_for_is_offered_though_no_row_holds_it(tmp_path: Path):
    made = banks.items(tmp_path, TOWNS, t_csv=ROWS)
    assert wrong(made["Haarlem.where"]) == ["Belgium", "Denmark", "Luxembourg"]


def test_an_alias_in_a_cell_is_shown_as_the_bank_calls_the_thing(tmp_path: Path):
    item = banks.items(tmp_path, TOWNS, t_csv=ROWS)["Haarlem.where"]
    assert item.key == ("Holland",)
    assert item.citations[0].quote == "Netherlands"
    assert "Netherlands" in item.accept


def test_a_slot_is_left_out_in_the_rows_where_all_conditions_hold(tmp_path: Path):
    made, account = banks.asked(banks.project(tmp_path, TOWNS, t_csv=ROWS))
    assert {item.fact for item in made} == {"Haarlem", "Bruges", "Kyoto", "Kobenhavn"}
    reasons = {one.fact: one.reason for one in account.unasked["bank"]}
    assert reasons == {"Kobe": "the author leaves it out here"}


def test_a_slot_or_a_kind_on_request_is_left_out_of_a_fact(tmp_path: Path):
    plain = banks.items(tmp_path / "plain", banks.sentences(LANDED, head="kinds: [cloze]"))
    without = banks.items(tmp_path / "w", banks.sentences(LANDED + "unasked: [when, cloze]", head="kinds: [cloze]"))
    gone = set(plain) - set(without)
    assert gone == {"f0.when", "f0.cloze.when", "f0.cloze.which", "f0.cloze.how-many"}
    assert {name: without[name].stem for name in without} == {name: plain[name].stem for name in without}


@pytest.mark.parametrize(
    ("field", "code", "said"),
    [
        ("wrong: {when: [nonsense]}", "B042", "nonsense"),
        ("wrong: {where: [Here]}", "B046", "where"),
        ("unasked: [whose]", "B046", "whose"),
        ("unasked: [cloze]", "B046", "cloze"),
    ],
)
def test_what_is_about_nothing_is_a_problem_in_its_line(tmp_path: Path, field: str, code: str, said: str):
    [problem] = api.load(banks.project(tmp_path, banks.sentences(LANDED + field))).problems
    assert (problem.code, problem.span.line if problem.span else 0) == (code, 8)
    assert said in problem.message


def test_conditions_on_a_column_that_is_not_there_are_a_problem(tmp_path: Path):
    bank = TOWNS.replace("country: Japan}}", "land: Japan}}")
    [problem] = api.load(banks.project(tmp_path, bank, t_csv=ROWS)).problems
    assert (problem.code, "land" in problem.message) == ("B048", True)


def test_the_longest_id_that_is_taken_fits_every_question_of_the_fact(tmp_path: Path):
    bank = banks.sentences(
        "[Ann](who) sent [two](how many men) men and [three](how many dogs) dogs to [Rome](where) in [1990](when).",
        head="kinds: [cloze, quote]",
    )
    taken = [
        n for n in range(40, 99) if not api.load(banks.project(tmp_path, bank.replace("f0:", f"{'f' * n}:"))).problems
    ]
    made, _ = banks.asked(banks.project(tmp_path, bank.replace("f0:", f"{'f' * max(taken)}:")))
    assert len(made) > 5
    assert max(len(item.id) for item in made) <= 100
