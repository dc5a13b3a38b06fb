"""What is shipped: the wheel holds all that quizgen needs, and works where there is no checkout."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from quizgen import __version__

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


def run(*command, cwd, **more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QUIZGEN"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The source distribution, and the wheel that is built from it, without the network."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return sdist, wheel


def shipped_files():
    """What templates/ and question_bank/ hold, as paths from the root."""
    folders = (ROOT / "templates", ROOT / "question_bank")
    return {str(path.relative_to(ROOT)) for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_wheel_holds_templates_and_banks_and_nothing_else(built):
    with zipfile.ZipFile(built[1]) as archive:
        names = set(archive.namelist())
    assert {f"quizgen/_data/{name}" for name in shipped_files()} <= names
    assert {"quizgen/py.typed", "quizgen/cli/codes.md", "quizgen/__main__.py"} <= names
    assert {"quizgen/schemas/quiz-1.schema.json", "quizgen/schemas/line-1.schema.json"} <= names
    assert {name.split("/")[0] for name in names} == {"quizgen", f"quizgen-{__version__}.dist-info"}
    assert not [name for name in names if "test" in name or name.endswith(".pyc")]


def test_sdist_holds_the_whole_house(built):
    with tarfile.open(built[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert shipped_files() <= names
    wanted = "pyproject.toml README.md LICENSE CHANGELOG.md Makefile quizgen.toml quizgen.lock tests/test_packaging.py"
    assert set(wanted.split()) <= names
    assert not [name for name in names if name.startswith("output/") and name != "output/.gitignore"]


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """The folder of the commands in a new environment: the wheel, and of this environment only the dependencies."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    commands = folder / "venv" / "bin"
    python = commands / "python"
    run(
        sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "install", "--no-deps",
        "--no-index", built[1], cwd=folder,
    )  # fmt: skip
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).stdout.strip()
    Path(site, "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    where = run(python, "-c", "import quizgen; print(quizgen.__file__)", cwd=folder).stdout
    assert where.startswith(site)
    return commands


def test_installed_quizgen_makes_a_project_and_builds_it(installed, tmp_path):
    quizgen = installed / "quizgen"
    assert run(quizgen, "--version", cwd=tmp_path).stdout == f"quizgen {__version__}\n"
    run(quizgen, "init", "x", cwd=tmp_path)
    run(quizgen, "build", "json", "anki", "print", cwd=tmp_path / "x")
    made = {path.name: path for path in (tmp_path / "x" / "output").iterdir()}
    assert {name for name in made if not name.startswith(".")} == {
        "spaceflight.json", "spaceflight.apkg", "spaceflight.pdf",
        "spaceflight-key.pdf", "spaceflight-key.csv", "spaceflight-key.json",
    }  # fmt: skip
    assert zipfile.is_zipfile(made["spaceflight.apkg"])
    assert made["spaceflight.pdf"].read_bytes().startswith(b"%PDF-")


def test_installed_quizgen_has_every_example_and_the_empty_bank(installed, tmp_path):
    for path in sorted((ROOT / "question_bank").iterdir()):
        run(installed / "quizgen", "init", "--example", path.name, path.name, cwd=tmp_path)
        run(installed / "quizgen", "-C", path.name, "check", cwd=tmp_path)
    run(installed / "quizgen", "init", "--blank", "empty", cwd=tmp_path)
    run(installed / "quizgen", "-C", "empty", "check", cwd=tmp_path)
