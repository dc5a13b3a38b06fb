"""Sessions on the command line, written in Markdown as a reader sees them.

A block ```` ```yaml file=question_bank/moon/bank.yaml ```` is a file to write into the folder where the session stands.
A block ```` ```diff file=… ```` changes such a file: its lines with `-` go, those with `+` come in their place.
A block ```` ```console ```` holds commands after `$ `, each followed by what a terminal would show: its output, then
`[exit 1]` if it did not leave with 0. Other blocks are for the reader alone.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from quizgen import __version__

BLOCK = re.compile(r"^```(?P<language>[a-z]+)(?P<words>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"(?:^| )file=(?P<path>\S+)")
COMMAND = re.compile(r"^\$ (?P<command>.*)$", re.MULTILINE)
PRELUDE = 'quizgen() { "$PYTHON" -m quizgen "$@"; }\n'
WHERE = "__folder__:"
RELEASED = str(20_454 * 86_400)
"""The moment of each release, unless a command says otherwise: the first second of 2026."""


@dataclass
class Session:
    """A Markdown text that is played in `folder`; `now` is the text with what the commands print today."""

    text: str
    folder: Path
    here: Path = field(init=False)
    now: str = field(init=False)

    def play(self):
        self.here = self.folder
        self.now = BLOCK.sub(self._block, self.text)
        return self.now

    def _block(self, block):
        if block["language"] == "console":
            return f"```console{block['words']}\n{self._console(block['body'])}```"
        if named := FILE.search(block["words"]):
            path = self.here / named["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            text = changed(path, block["body"]) if block["language"] == "diff" else block["body"]
            path.write_text(text, encoding="utf-8")
        return block[0]

    def _console(self, body):
        return "".join(f"$ {found['command']}\n{self._run(found['command'])}" for found in COMMAND.finditer(body))

    def _run(self, command):
        """Run one command in a shell and return what it shows; `cd` holds for those after it."""
        script = f'{PRELUDE}{command}\ncode=$?\necho "{WHERE}$PWD"\nexit $code'
        shell = ["/bin/sh", "-c", script]
        done = subprocess.run(
            shell, cwd=self.here, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        assert done.returncode != 3, f"a bug, not a session: $ {command}\n{done.stdout.decode()}"
        shown, _, here = done.stdout.decode().rpartition(WHERE)
        self.here = Path(here.strip())
        if shown and not shown.endswith("\n"):
            shown += "\n"
        return self._masked(shown) + (f"[exit {done.returncode}]\n" if done.returncode else "")

    def _masked(self, shown):
        shown = shown.replace(str(self.folder.resolve()), "FOLDER").replace(__version__, "VERSION")
        return re.sub(r"[ \t]+$", "", shown, flags=re.MULTILINE)


def changed(path, diff):
    """Return the file's text with what the diff says; its old lines must stand there exactly once."""
    old, new = (
        "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in signs) for signs in (" -", " +")
    )
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name}: {old!r} stands there {text.count(old)} times"
    return text.replace(old, new)


def environment():
    """What a command may see of the world: no colour, 80 columns, the quizgen that is under test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUIZGEN", "PYTEST", "GITHUB"))}
    here = str(Path(__file__).parents[1])
    told = {"PYTHON": sys.executable, "PYTHONPATH": here, "COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    return kept | told | {"SOURCE_DATE_EPOCH": RELEASED}
