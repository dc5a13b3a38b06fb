"""Options of the test run. Tests marked `slow` run when asked for (`-m slow`), and always in CI."""

from __future__ import annotations

import os

from hypothesis import settings

# the same examples everywhere, however slow the machine
settings.register_profile("quizgen", deadline=None, derandomize=True)
settings.load_profile("quizgen")


def pytest_addoption(parser):
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what commands print into the Markdown sessions, and draw the cards of docs/pictures",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("markexpr") or os.environ.get("CI"):
        return
    slow = [item for item in items if "slow" in item.keywords]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]
