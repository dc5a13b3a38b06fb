"""Every command as its user sees it: the sessions in tests/commands/, the tutorial, the format's reference, the README.

When what they print has changed for the better, `pytest tests/test_commands.py --accept` writes it into them.
"""

import shutil
from pathlib import Path

import pytest

from tests.sessions import BLOCK, COMMAND, Session

ROOT = Path(__file__).parents[1]
PROJECT = ("quizgen.toml", "quizgen.lock", "question_bank")
FOUND = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("tests/commands/*.md"))]


@pytest.mark.parametrize("path", FOUND, ids=lambda path: str(path.relative_to(ROOT)))
def test_session(path, tmp_path, request):
    if path.parent == ROOT:  # the README speaks of the banks beside it
        copy_project(tmp_path)
    text = path.read_text(encoding="utf-8")
    now = Session(text, tmp_path).play()
    if request.config.getoption("--accept") and now != text:
        path.write_text(now, encoding="utf-8")
        text = now
    assert now == text


def copy_project(folder):
    for name in PROJECT:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)


def test_a_session_shows_files_output_exit_codes_and_changes_of_folder(tmp_path):
    text = (
        "```yaml file=in/a.yaml\nx: 1\n```\n"
        "```console\n$ cd in\n$ cat a.yaml\nold\n$ false\n$ quizgen --version\n$ pwd\n```\n"
        "```sh\n$ not-run\n```\n"
    )
    now = Session(text, tmp_path).play()
    assert "$ cd in\n$ cat a.yaml\nx: 1\n$ false\n[exit 1]\n$ quizgen --version\nquizgen VERSION\n" in now
    assert "$ pwd\nFOLDER/in\n```\n" in now
    assert now.endswith("```sh\n$ not-run\n```\n")


def test_every_command_has_a_session():
    from quizgen.cli import COMMANDS

    played = "".join(path.read_text(encoding="utf-8") for path in FOUND)
    first_words = {found["command"].split()[1] for found in COMMAND.finditer(played) if "quizgen " in found[0]}
    assert set(COMMANDS) <= first_words


def test_the_readme_shows_a_fact_as_it_stands_in_its_bank():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    excerpt = next(block["body"] for block in BLOCK.finditer(readme) if block["language"] == "yaml")
    bank = (ROOT / "question_bank" / "soleimani" / "bank.yaml").read_text(encoding="utf-8")
    fact = bank[bank.index(excerpt.splitlines()[0]) :].partition("\n\n")[0].splitlines()
    assert [line for line in fact if line in excerpt.splitlines()] == excerpt.splitlines()
