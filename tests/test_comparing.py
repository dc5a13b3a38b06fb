"""Quick ways to compare texts, held against the slow and plain ones; and properties worked out once."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from quizgen.grounding.normalising import normalise, plain
from quizgen.model.entity import unmarked
from quizgen.once import once

JOINED = "e\u0301 a\u0345\u0301 \uff76\uff9e \u1112\u1161\u11ab \x00 10\u00b3 \u2026\u00a0\u00adß İ"
texts = st.text() | st.text(alphabet=st.sampled_from(JOINED))


@given(texts)
@example(JOINED)
def test_plain_is_what_normalise_compares(text: str) -> None:
    assert plain(text) == normalise(text).text.strip()


@given(texts)
@example(JOINED)
def test_marks_leave_a_text_one_character_at_a_time(text: str) -> None:
    whole = unicodedata.normalize("NFKD", text).casefold()
    assert unmarked(text) == "".join(char for char in whole if not unicodedata.combining(char))


class Counted:
    """Counts how often its property is worked out."""

    def __init__(self) -> None:
        self.calls = 0

    @once
    def value(self) -> int:
        """Seven."""
        self.calls += 1
        return 7


def test_a_property_is_worked_out_once_for_each_object() -> None:
    one, other = Counted(), Counted()
    assert (one.value, one.value, other.value) == (7, 7, 7)
    assert (one.calls, other.calls) == (1, 1)
