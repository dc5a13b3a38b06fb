"""Whole numbers as people write them, and what a text states."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen import numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("1,200", 1200),
        ("1 200", 1200),
        ("12\u202f345\u202f678", 12345678),
        ("-3", -3),
        ("forty-two", 42),
        ("Twenty one", 21),
        ("one hundred and twenty-three", 123),
        ("twelve hundred", 1200),
        ("hundred", 100),
        ("two million", 2_000_000),
        ("٤٢", 42),
        ("two and three", None),
        ("two three", None),
        ("nine eleven", None),
        ("twenty ten", None),
        ("forty and two", None),
        ("one and", None),
        ("and", None),
        ("", None),
        ("1,20", None),
        ("3.5", None),
        ("dozens", None),
    ],
)
def test_a_number_is_read_or_not(text: str, number: int | None):
    assert numbers.read(text) == number


@settings(derandomize=True)
@given(st.integers(0, 999_999), st.sampled_from(["two", "Two", "9", "9,000", "90000", "9\u00a0000", "٤", "४"]))
def test_what_is_written_is_read_again_and_stated(number: int, like: str):
    text = numbers.in_words(number, like)
    assert numbers.read(text) == number
    assert numbers.stated(number, f"There were {text} of them.")
    assert not numbers.stated(number + 1, f"There were {text} of them.")


@pytest.mark.parametrize(
    ("number", "like", "text"),
    [
        (105, "ninety-nine", "one hundred and five"),
        (21, "Four", "Twenty-one"),
        (12345, "9,000", "12,345"),
        (12345, "90000", "12345"),
        (12345, "12 000", "12 345"),
        (900, "1,200", "900"),
        (7, "٤", "٧"),
    ],
)
def test_a_number_is_written_like_another(number: int, like: str, text: str):
    assert numbers.in_words(number, like) == text


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("two and three men", {2, 3}),
        ("two hundred men", {200}),
        ("twenty-one guns", {21}),
        ("the twenty-first of one-third", set()),
        ("the 11th of 11 million", {11_000_000}),
        ("1.5 million and 3.5 metres", {1_500_000}),
        ("1,200 or 1 300", {1200, 1300}),
        ("pages 2–4", {2, 4}),
        ("at 12:30", set()),
        ("several hundred", set()),
        ("Four! TWENTY.", {4, 20}),
        ("eleven hundred", {1100}),
        ("4回、٥", {4, 5}),
    ],
)
def test_only_whole_numbers_are_stated(text: str, stated: set[int]):
    parts = {1, 2, 3, 4, 5, 11, 12, 20, 21, 30, 100, 200, 300, 1000, 1100, 1200, 1300, 1_500_000, 11_000_000}
    assert {number for number in parts if numbers.stated(number, text)} == stated
