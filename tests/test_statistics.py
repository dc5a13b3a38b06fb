"""Item analysis: values worked by hand, values from numpy, and the flags that a teacher sees."""

from __future__ import annotations

from collections import Counter
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.exporting.paper.printed_key import paper_key
from quizgen.scanning.grading import grade
from quizgen.scanning.reading import Doubt, SheetReading
from quizgen.scanning.statistics import analyse
from quizgen.scanning.statistics_flags import by_guessing
from quizgen.scanning.statistics_formulas import correlation, reliability, tails, variance
from tests import examples
from tests.test_grading import key, reading

STAIRS = ("1111", "1110", "1100", "1000", "0000")
"""Five students, four items, each harder than the one before: small enough to be worked by hand."""
ROWS = st.integers(2, 6).flatmap(
    lambda wide: st.lists(st.lists(st.sampled_from("01"), min_size=wide, max_size=wide), min_size=3, max_size=40)
)


def sheets(rows, made=None, wrong="A"):
    """Graded sheets: `1` is the right letter, `0` the wrong one, a letter itself, `?` a doubt, a space blank."""
    made = made or key(*(examples.item(n) for n in range(len(rows[0]))))
    return made, grade(made, [_sheet(row, wrong) for row in rows])


def _sheet(row, wrong):
    letters = {"1": "B", "0": wrong, " ": ""}
    marks = {n: letters.get(mark, mark) for n, mark in enumerate(row, 1) if mark != "?"}
    return reading(marks, doubts=[Doubt(str(n), "faint") for n, mark in enumerate(row, 1) if mark == "?"])


def analysis(rows, **more):
    return analyse(*sheets(rows, **more))


def said(one):
    return [flag.words for flag in one.flags]


# ---- worked by hand -------------------------------------------------------------------------------------------------


def test_the_scores_of_the_stairs():
    """Scores 4, 3, 2, 1, 0: mean 2, variance (4 + 1 + 0 + 1 + 4) / 5 = 2."""
    scores = analysis(STAIRS).scores
    assert (scores.sheets, scores.complete, scores.possible) == (5, 5, 4)
    assert (scores.mean, scores.median) == (2, 2)
    assert scores.deviation == pytest.approx(sqrt(2))
    assert scores.counts == ((0, 1), (1, 1), (2, 1), (3, 1), (4, 1))


def test_the_reliability_of_the_stairs():
    """The sum of p q is .16 + .24 + .24 + .16 = .8, so KR-20 is 4/3 (1 - .8/2) = .8, the error √2 √.2 = √.4."""
    scores = analysis(STAIRS).scores
    assert scores.method == "KR-20"
    assert scores.reliability == pytest.approx(0.8)
    assert scores.error == pytest.approx(sqrt(0.4))


def test_the_items_of_the_stairs():
    """Of item 2 the rest scores are 3, 2, 1, 1, 0: covariance 1.2 - .6 * 1.4 = .36, variances .24 and 1.04."""
    items = analysis(STAIRS).items
    assert [one.difficulty for one in items] == pytest.approx([0.8, 0.6, 0.4, 0.2])
    assert items[1].discrimination == pytest.approx(0.36 / sqrt(0.24 * 1.04))
    assert items[1].upper_lower == 1
    chosen = {one.option.id: one for one in items[1].options}
    assert (chosen["B"].count, chosen["B"].share, chosen["B"].mean) == (3, 0.6, 3)
    assert (chosen["A"].count, chosen["A"].share, chosen["A"].mean) == (2, 0.4, 0.5)
    assert (chosen["C"].count, chosen["C"].mean) == (0, None)


def test_twice_the_points_make_twice_the_scores_and_the_same_reliability():
    made = key(*(examples.item(n) for n in range(4)), points=2)
    scores = analysis(STAIRS, made=made).scores
    assert (scores.mean, scores.method) == (4, "KR-20")
    assert scores.reliability == pytest.approx(0.8)
    assert scores.error == pytest.approx(2 * sqrt(0.4))


def test_items_of_different_points_have_the_coefficient_alpha():
    """Points 1, 1, 1, 3: scores 6, 3, 2, 1, 0, variance 10 - 2.4² = 4.24; items .16 + .24 + .24 + 9 * .16 = 2.08."""
    made = examples.quiz(tuple(examples.item(n) for n in range(4)), form_count=1)
    worth = paper_key(made, {item.id: 3 if n == 3 else 1 for n, item in enumerate(made.items)})
    scores = analysis(STAIRS, made=worth).scores
    assert scores.method == "coefficient alpha"
    assert scores.reliability == pytest.approx(4 / 3 * (1 - 2.08 / 4.24))


def test_who_is_level_at_the_border_shares_the_places():
    assert tails([5, 3, 3, 1]) == ([1, 0, 0, 0], [0, 0, 0, 1])
    upper, lower = tails([9, 8, 8, 8, 5, 4, 3, 2, 1, 0])  # 27% of ten are three
    assert upper == pytest.approx([1, 2 / 3, 2 / 3, 2 / 3, 0, 0, 0, 0, 0, 0])
    assert lower == [0, 0, 0, 0, 0, 0, 0, 1, 1, 1]


def test_groups_of_too_few_or_level_sheets_are_empty():
    assert tails([1, 2, 3]) == ([0, 0, 0], [0, 0, 0])
    assert tails([2] * 10) == ([0] * 10, [0] * 10)


# ---- held against numpy ---------------------------------------------------------------------------------------------


@given(ROWS)
def test_numpy_finds_the_same(rows):
    found = analysis(rows)
    table = np.array([[mark == "1" for mark in row] for row in rows], float)
    totals = table.sum(axis=1)
    assert found.scores.mean == pytest.approx(totals.mean())
    assert found.scores.deviation == pytest.approx(totals.std(), abs=1e-12)
    assert found.scores.median == pytest.approx(np.median(totals))
    if totals.std() > 0:
        wide = table.shape[1]
        expected = wide / (wide - 1) * (1 - table.var(axis=0).sum() / totals.var())
        assert found.scores.reliability == pytest.approx(expected, abs=1e-9)
        assert found.scores.error == pytest.approx(totals.std() * sqrt(max(0, 1 - expected)), abs=1e-6)
    for place, one in enumerate(found.items):
        right, rest = table[:, place], totals - table[:, place]
        assert one.difficulty == pytest.approx(right.mean())
        if right.std() > 0 and rest.std() > 0:
            assert one.discrimination == pytest.approx(np.corrcoef(right, rest)[0, 1], abs=1e-9)
        else:
            assert one.discrimination is None


@given(st.lists(st.integers(0, 12), min_size=4, max_size=60))
def test_each_group_holds_27_percent_whatever_the_ties(scores):
    upper, lower = tails(scores)
    if len(set(scores)) > 1:
        size = int(0.27 * len(scores) + 0.5)
        assert sum(upper) == pytest.approx(size)
        assert sum(lower) == pytest.approx(size)
        assert all(0 <= weight <= 1 for weight in (*upper, *lower))
        ranked = sorted(zip(scores, upper, lower, strict=True))
        assert [up for _, up, _ in ranked] == sorted(up for _, up, _ in ranked)
        assert [low for *_, low in ranked] == sorted((low for *_, low in ranked), reverse=True)


@given(ROWS.filter(lambda rows: len(rows) > 3), st.randoms(use_true_random=False))
def test_the_order_of_the_sheets_changes_nothing(rows, chance):
    mixed = rows[:]
    chance.shuffle(mixed)
    one, other = analysis(rows), analysis(mixed)
    assert one.scores.counts == other.scores.counts
    assert one.scores.reliability == pytest.approx(other.scores.reliability)
    for before, after in zip(one.items, other.items, strict=True):
        assert before.discrimination == pytest.approx(after.discrimination)
        assert before.upper_lower == pytest.approx(after.upper_lower)


# ---- over the forms -------------------------------------------------------------------------------------------------


def test_options_are_counted_by_what_they_say_on_every_form():
    """The texts that students chose are counted apart from any letter or id."""
    made = examples.quiz(tuple(examples.item(n) for n in range(5)), form_count=4)
    paper = paper_key(made, {item.id: 1 for item in made.items})
    texts, readings = Counter(), []
    for turn in range(40):
        form = made.forms[turn % 4]
        marks = {}
        for number, entry in enumerate(form.entries, 1):
            shown = [next(o.text for o in made.by_id[entry.item].options if o.id == option) for option in entry.options]
            wanted = shown[(turn * 7 + number) % 4]
            texts[entry.item, wanted] += 1
            marks[number] = "ABCD"[shown.index(wanted)]
        readings.append(reading(marks, form=form.name))
    found = analyse(paper, grade(paper, readings))
    assert {(one.item.id, c.option.text): c.count for one in found.items for c in one.options if c.count} == texts
    for one in found.items:
        assert one.right == texts[one.item.id, made.by_id[one.item.id].key[0]]
        assert dict(one.numbers).keys() == set("ABCD")


# ---- what is missing ------------------------------------------------------------------------------------------------


def test_no_sheets_have_no_figures():
    found = analyse(key(), [])
    scores = found.scores
    assert (scores.mean, scores.median, scores.deviation, scores.reliability, scores.error) == (None,) * 5
    assert scores.possible == 3
    assert all(one.difficulty is None and not one.flags for one in found.items)


def test_one_sheet_has_a_score_and_nothing_that_takes_two():
    found = analysis(["110"])
    assert (found.scores.mean, found.scores.deviation) == (2, 0)
    assert found.scores.reliability is None
    assert found.scores.why == "it takes at least two complete sheets"
    assert [one.discrimination for one in found.items] == [None] * 3
    assert [one.upper_lower for one in found.items] == [None] * 3
    assert not any(one.flags for one in found.items)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (["1", "0", "1"], "it takes at least two questions"),
        (["10", "01", "10"], "all complete sheets have the same score"),
        (["1?", "?1", "11"], "it takes at least two complete sheets"),
    ],
)
def test_why_there_is_no_reliability(rows, why):
    scores = analysis(rows).scores
    assert (scores.reliability, scores.error, scores.why) == (None, None, why)


def test_forms_with_different_questions_have_no_reliability():
    assert reliability([{"a": 1, "b": 0}, {"a": 1, "c": 1}]) == (None, "the forms have different questions")


def test_doubts_are_neither_right_nor_wrong():
    found = analysis(["111", "1?1", "0?0", "100", " 10"])
    first, second, _ = found.items
    assert (first.sheets, first.right, first.blank, first.doubts) == (5, 3, 1, 0)
    assert (second.sheets, second.right, second.doubts, second.difficulty) == (3, 2, 2, pytest.approx(2 / 3))
    assert (found.scores.sheets, found.scores.complete) == (5, 3)
    assert found.scores.counts == ((1, 2), (3, 1))
    assert "2 of 5 sheets wait" in " ".join(found.warnings)


@pytest.mark.parametrize("field", ["student", "code"])
def test_a_sheet_of_which_it_is_doubtful_whose_it_is_counts_nowhere_but_among_the_sheets(field):
    """It may have been scanned twice: then its answers would count twice."""
    made, graded = sheets(STAIRS)
    twice = reading(dict.fromkeys(range(1, 5), "B"), doubts=[Doubt(field, "it is on page 1, too", "12")])
    found, without = analyse(made, [*graded, *grade(made, [twice])]), analyse(made, graded)
    assert (found.scores.sheets, found.scores.complete) == (6, 5)
    assert (found.scores.mean, found.scores.counts) == (without.scores.mean, without.scores.counts)
    assert found.items == without.items
    assert "1 of 6 sheets wait" in " ".join(found.warnings)


def test_a_sheet_of_an_unknown_form_counts_nowhere_but_among_the_sheets():
    made, graded = sheets(STAIRS)
    more = [*graded, *grade(made, [SheetReading("scan.pdf", 6, None)])]
    found, without = analyse(made, more), analyse(made, graded)
    assert (found.scores.sheets, found.scores.graded, found.scores.complete) == (6, 5, 5)
    assert found.items == without.items


def test_what_is_graded_by_hand_has_no_figures():
    made = key(examples.item(0), examples.item(1), examples.item(2, "text"))
    found = analyse(made, grade(made, [reading({1: "B", 2: "A"}), reading({1: "A", 2: "A"})]))
    assert len(found.items) == 2
    assert found.scores.complete == 2
    assert found.scores.reliability is not None


@pytest.mark.parametrize(("count", "words"), [(9, "fewer than 10"), (29, "fewer than 30"), (30, "")])
def test_few_sheets_are_warned_of(count, words):
    warnings = " ".join(
        analysis(["10", "11", "00"] * 10).warnings if count == 30 else analysis(["10"] * count).warnings
    )
    assert words in warnings
    assert bool(warnings) is bool(words)


# ---- flags ----------------------------------------------------------------------------------------------------------


def test_fewer_than_ten_sheets_flag_nothing():
    assert not any(one.flags for one in analysis(["100"] * 9).items)
    assert all(one.flags for one in analysis(["100"] * 10).items)


def test_too_easy_too_hard_and_options_nobody_chose():
    easy, hard, fine = analysis([f"1{'1' if n < 4 else '0'}{'ABCD'[n % 4]}" for n in range(20)]).items
    assert said(easy) == ["too easy: 100% right", "wrong options that nobody chose:"]
    assert [option.id for option in easy.flags[1].options] == ["A", "C", "D"]
    assert "too hard: 20% right, where guessing gives 25%" in said(hard)
    assert not any("nobody" in words for words in said(fine))
    assert not any("too" in words for words in said(fine))


def test_ninety_five_percent_are_not_yet_too_easy():
    (one, _) = analysis([f"{'0' if n == 0 else '1'}{'01'[n % 2]}" for n in range(20)]).items
    assert one.difficulty == 0.95
    assert not any("easy" in words for words in said(one))


def test_a_key_that_is_wrong_is_found():
    """On the last item the strong choose C, which they take for right, and the weak choose the key."""
    rows = [("1" * (n // 3) + "0" * (7 - n // 3)) + ("C" if n > 11 else "1") for n in range(24)]
    *others, last = analysis(rows).items
    assert last.discrimination < -0.5
    assert "check the key" in said(last)[0]
    strong = next(flag for flag in last.flags if flag.options and flag.options[0].id == "C")
    assert "stronger" in strong.words
    assert last.trouble > max(one.trouble for one in others)


def test_a_slightly_negative_value_is_told_as_perhaps_chance():
    rows = [
        "110",
        "111",
        "000",
        "001",
        "100",
        "011",
        "101",
        "010",
        "110",
        "001",
        "111",
        "000",
        "101",
        "010",
        "011",
        "001",
    ]
    last = analysis(rows).items[2]
    assert -0.25 < last.discrimination < 0
    assert "perhaps by chance" in said(last)[0]


def test_one_wrong_answer_does_not_put_the_key_in_question():
    """Twenty-nine of thirty are right, and the one who is not is the best otherwise: that is no evidence."""
    rows = [("1" * (n % 4) + "0" * (3 - n % 4)) + "1" for n in range(29)] + ["1110"]
    last = analysis(rows).items[3]
    assert last.discrimination < -1 / sqrt(30)
    assert "perhaps by chance" in said(last)[0]


def test_a_wrong_option_for_the_weak_is_as_it_should_be():
    rows = [("1" * (n // 3) + "0" * (7 - n // 3)) for n in range(24)]
    assert not any("stronger" in words for one in analysis(rows).items for words in said(one))


def test_guessing_depends_on_the_options():
    one, several = key(examples.item(0), examples.item(1, "choices")).items
    assert by_guessing(one) == 0.25
    assert by_guessing(several) == 1 / 15


# ---- formulas -------------------------------------------------------------------------------------------------------


def test_equal_values_have_no_variance_at_all():
    assert variance([0.1] * 7) == 0


def test_two_points_have_no_correlation():
    assert correlation([0, 1], [1, 5]) is None
    assert correlation([0, 1, 1], [2, 2, 2]) is None
