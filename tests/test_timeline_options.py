"""What the options of timeline questions must not give away: by a word, by a date, by standing alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.asking import leaks
from quizgen.model.item import Item
from tests.test_timelines import LIVES, asked, checked, folder, name_of, table, told

CHOSEN = ("next", "before", "first")
MAKERS = ["Bush", "Obama", "Trump", "Nixon"]
PRIZES = ["physics medal", "letters medal", "physics cup", "letters cup"]
Dates = dict[str, int]
"""The year of each event by its name."""


def words(text: str) -> set[str]:
    """The words of four letters and more, and acronyms: found here and not by quizgen."""
    return {word.lower() for word in re.findall(r"[^\W\d_]{4,}|\b[A-Z]{2,}\b", text)}


def choices(items: list[Item]) -> Iterator[tuple[Item, str, list[str]]]:
    """Yield items of choice with the text of the key and of the wrong options."""
    for item in items:
        if item.kind in CHOSEN:
            yield item, item.key[0], [option.text for option in item.options if not option.correct]


def made(root: Path, events: Dates, level: str | None = None, seed: str = "1") -> list[Item]:
    return asked(checked(root, told(*events.items())), seed, level)


names = st.tuples(
    st.sampled_from(["STS", "US", "the pact", "the raid"]), st.sampled_from(MAKERS), st.sampled_from(PRIZES)
).map(" ".join)


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(names, st.integers(1900, 1960), min_size=4, max_size=24))
def test_no_word_and_no_shared_year_finds_the_key(events: Dates):
    with folder() as root:
        items = made(root, events)
    for item, key, wrong in choices(items):
        own = set() if item.kind == "first" else words(item.stem)
        assert not (own & words(key)) - set().union(*map(words, wrong)), item
        assert leaks.clang(item.stem, key, wrong) is None
        assert not set.intersection(*map(words, wrong)) - words(key), item
        assert len({events[text] for text in (key, *wrong)}) == len(wrong) + 1


def test_what_only_the_key_shares_with_the_stem_is_not_asked(tmp_path: Path):
    events = {"the Bush decree": 1900, "the Obama decree": 1910, "the fire": 1920, "the flood": 1930, "the frost": 1940}
    items = made(tmp_path, events)
    assert {"bank.f0.next", "bank.f1.next"} & {item.id for item in items} == {"bank.f1.next"}
    for item, key, _ in choices(items):
        if item.kind != "first" and "decree" in item.stem:
            assert "decree" not in key


def test_a_wrong_option_shares_what_the_key_shares_where_there_is_one(tmp_path: Path):
    """Only one event can come after the first of a story, so a wrong option has to bring the word."""
    events = {"the Bush decree": 1900, "the Obama decree": 1910, "the fire": 1920, "the flood": 1930}
    events |= {"the frost": 1940, "the Nixon decree": 1950}
    [item] = [item for item in made(tmp_path, events) if item.id == "bank.f0.next"]
    assert item.key == ("the Obama decree",)
    assert "the Nixon decree" in [option.text for option in item.options]


def test_three_of_a_class_never_leave_the_key_alone(tmp_path: Path):
    events = {f"the {name_of(n)[6:]} {'physics' if n % 4 else 'letters'}": 1900 + n for n in range(40)}
    found = list(choices(made(tmp_path, events)))
    assert len(found) > 40
    for item, key, wrong in found:
        assert {text.split()[-1] for text in wrong} != {"physics"} or key.endswith("physics"), item
    assert [item for item, key, _ in found if key.endswith("letters")], "the rarer class is asked for too"


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> list[Item]:
    bank, rows = table(LIVES, fame="fame")
    return asked(checked(tmp_path_factory.mktemp("rows"), bank, t_csv=rows))


YEARS = {f"the {name_of(n)}": 1900 + n for n in range(len(LIVES))}


def test_what_came_next_is_one_of_the_next_few(lives: list[Item]):
    later = [YEARS[item.key[0]] - 1900 - int(item.fact[1:]) for item, *_ in choices(lives) if item.kind == "next"]
    assert max(later) <= 8
    assert len(set(later)) > 1, "and not always the very next one, which would ask for the same few"


def test_no_option_lies_far_off_alone(lives: list[Item]):
    for item, key, wrong in choices(lives):
        if not 1910 <= YEARS[key] <= 1940:
            continue  # near the ends of a timeline there is less to choose from
        far = [abs(YEARS[key] - YEARS[text]) for text in wrong]
        least = min(abs(YEARS[one] - YEARS[other]) for one, other in combinations((key, *wrong), 2))
        assert max(far) <= 5 * min(far), item
        assert max(far) <= 6 * least, item


def test_hard_wrong_options_are_nearer(tmp_path: Path):
    bank, rows = table(LIVES)
    project = checked(tmp_path, bank, t_csv=rows)
    means = []
    for level in ("easy", "medium", "hard"):
        far = [abs(YEARS[key] - YEARS[t]) for _, key, wrong in choices(asked(project, level=level)) for t in wrong]
        means.append(sum(far) / len(far))
    assert means[0] > 1.5 * means[1]
    assert means[1] > 1.1 * means[2]


def test_programmes_whose_series_tell_the_order_are_kept_apart(tmp_path: Path):
    series = ["Axis", "Axis T", "Axis TM", "Axis TMA", "Bolt", "City", "Dune", "Echo", "Fern", "Gulf", "Hawk"]
    events = {f"the flight of {series[n * 5 % 11]}-{n}": 1950 + n for n in range(88)}
    chains = [item for item in made(tmp_path, events) if item.kind in ("order", "match")]
    assert len(chains) > 10
    several = [item for item in chains if sum("Axis" in option.text for option in item.options) > 1]
    assert len(several) <= len(chains) / 20  # at the ends of a timeline there is less to choose from


def test_only_series_of_one_programme_are_still_put_in_order(tmp_path: Path):
    events = {f"the flight of Axis {'ABCDEFGH'[n] * 2}-{n}": 1950 + 3 * n for n in range(8)}
    assert {item.kind for item in made(tmp_path, events)} & {"order", "match"}


def test_the_key_stands_at_every_letter_alike(tmp_path: Path):
    bank, rows = table(LIVES)
    project = checked(tmp_path, bank, t_csv=rows)
    letters: dict[str, Counter[str]] = {kind: Counter() for kind in CHOSEN}
    for seed in "abcdefgh":
        for item, *_ in choices(asked(project, seed)):
            if len(item.options) == 4:
                letters[item.kind][item.right[0].id] += 1
    for kind, counts in letters.items():
        even = counts.total() / 4
        assert sum((counts[letter] - even) ** 2 / even for letter in "ABCD") < 16.27, (kind, counts)  # p = 0.001


def test_a_story_too_long_for_a_stem_is_told_shorter(tmp_path: Path):
    long = " ".join(["very"] * 14)
    events = {f"the {long} old {name_of(n)[6:]}": 1900 + 10 * n for n in range(8)}
    items = [item for item in made(tmp_path, events) if item.kind == "next"]
    assert items
    assert all(len(item.stem.split()) <= 40 for item in items)
