"""Options of the test run, and what several rooms share.

Tests marked `slow` run when asked for (`-m slow`), and always in CI.
"""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from hypothesis import settings

HEARING = (
    *(sys.executable, "-c"),
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.executable, sys.argv[1:])",
    sys.executable,
)
"""Begins a command that hears Ctrl-C: what was started in the background of a shell does not, nor do its children."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

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


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium, started once. In CI a missing one is a failure, elsewhere a skip."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        missing("no Chromium on this machine: `apt-get install chromium`, or say in CHROMIUM where it is")
    from playwright.sync_api import sync_playwright

    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses to run as root with its sandbox
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=as_root)
        yield browser
        browser.close()


def missing(told: str) -> None:
    """Pass a test over for want of something that it needs; in CI that is a failure."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
