"""Options of the test run. Tests marked `slow` run when asked for (`-m slow`), and always in CI."""

from __future__ import annotations

import os


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="write what the commands print into the Markdown sessions")


def pytest_collection_modifyitems(config, items):
    if config.getoption("markexpr") or os.environ.get("CI"):
        return
    slow = [item for item in items if "slow" in item.keywords]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]
