"""The line that shows how far the work is: on a terminal only, and only when it lasts."""

from __future__ import annotations

import io
import sys
import time

import pytest

from quizgen.cli.progress import counted


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, seconds: float, stream: io.StringIO, *, quiet: bool = False) -> str:
    """What is written while five things come, each after some seconds of a clock that only we move."""
    now = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: next(now) * seconds)
    monkeypatch.setattr(sys, "stderr", stream)
    assert list(counted(range(5), "questions", quiet=quiet)) == [0, 1, 2, 3, 4]
    return stream.getvalue()


def test_long_work_is_counted_and_the_line_is_wiped(monkeypatch: pytest.MonkeyPatch):
    text = shown(monkeypatch, 1.5, Terminal())
    assert "5 questions" in text
    assert text.endswith("\r\033[K")


@pytest.mark.parametrize(
    ("seconds", "stream", "quiet"), [(0.1, Terminal(), False), (1.5, io.StringIO(), False), (1.5, Terminal(), True)]
)
def test_short_work_a_pipe_and_quiet_stay_silent(
    monkeypatch: pytest.MonkeyPatch, seconds: float, stream: io.StringIO, quiet: bool
):
    assert shown(monkeypatch, seconds, stream, quiet=quiet) == ""
