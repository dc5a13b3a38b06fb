"""Words that stand in the stem and in the right option alone."""

from __future__ import annotations

import pytest

from quizgen.asking.leaks import clang, content


@pytest.mark.parametrize(
    ("stem", "key", "wrong", "found"),
    [
        ("What followed the Bush administration's decree?", "the Obama administration", ["a fire"], "administration"),
        ("What followed the Bush administration's decree?", "the Obama administration", ["an administration"], None),
        ("What followed the launch of Soyuz 3?", "the launch of Soyuz TM-2", ["the launch of STS-1"], "soyuz"),
        ("What followed the launch of Soyuz 3?", "the launch of Apollo 9", ["the launch of STS-1"], None),
        ("Which of these did they build?", "these which they did", ["a fire"], None),
        ("Which towers fell?", "the Tower of Pisa", ["a fire"], "tower"),
        ("Qué ganó Müller?", "MULLER prize", ["a fire"], "muller"),
    ],
)
def test_only_content_words_that_no_wrong_option_has_clang(stem: str, key: str, wrong: list[str], found: str | None):
    assert clang(stem, key, wrong) == found


def test_little_words_and_numbers_are_no_content():
    assert content("the launch of 1969 which was not 'Voyager 2'") == {"launch", "voyager"}
