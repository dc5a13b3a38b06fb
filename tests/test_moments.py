"""Moments of release."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.moments import EARLIEST, later, moment, seconds, written


@given(st.integers(EARLIEST, 253_402_300_799))
def test_a_moment_is_its_seconds(counted: int):
    assert seconds(moment(counted)) == counted


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-22", "2026-11-22T00:00:00Z"),
        ("2026-11-22T14:30:00Z", "2026-11-22T14:30:00Z"),
        (date(2026, 1, 2), "2026-01-02T00:00:00Z"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05Z"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2))), "2026-01-02T01:04:05Z"),
    ],
)
def test_what_an_author_may_write(value: object, expected: str):
    assert written(value) == expected


@pytest.mark.parametrize(
    "value", [5, None, "", "soon", "2026-13-45", "1970-01-01", "2026-1-2", "2026-11-22T25:00:00Z", []]
)
def test_what_is_no_release(value: object):
    with pytest.raises(ValueError, match="a release is a day such as"):
        written(value)


@pytest.mark.parametrize(
    "value",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-5))),
        datetime(1, 1, 1),  # noqa: DTZ001
        datetime(1970, 1, 1, tzinfo=UTC),
        date(1, 1, 1),
    ],
)
def test_a_date_of_toml_that_is_no_release_is_told_as_it_was_written(value: date):
    with pytest.raises(ValueError, match=f"a release is a day such as .*, not `{re.escape(str(value))}`"):
        written(value)


def test_what_is_not_later_becomes_the_next_second():
    assert later("2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z") == "2026-01-01T00:00:00Z"
    assert later("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z") == "2026-01-01T00:00:01Z"
    assert later("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z") == "2027-01-01T00:00:01Z"


@pytest.mark.parametrize("counted", [0, EARLIEST - 1, -5, 10**12, 10**30])
def test_a_number_that_is_no_time_of_a_release(counted: int):
    with pytest.raises(ValueError, match="no time of a release"):
        moment(counted)
