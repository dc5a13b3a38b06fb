"""An author's project and its releases, made as an author makes them: by editing the bank and by quizgen's commands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

NOW = int(time.time())
DAY = 86_400
STYLE = Path(__file__).parents[2] / "templates" / "anki" / "style.css"
CONFIG = 'title = "Space"\nformats = ["anki"]\nseed = "1"\n'

MOON = """
title: The Moon
language: en
licence: CC0-1.0
sources:
  almanac: {title: An Almanac of the Moon, publisher: Example Press, url: https://example.org/moon}
facts:
"""
FACTS = {
    "luna-2": "[Luna 2](which probe) struck the Moon in 1959.",
    "luna-3": "[Luna 3](which probe) saw the far side of the Moon in 1959.",
    "ranger-7": "[Ranger 7](which probe) sent pictures from near the Moon in 1964.",
    "luna-9": "[Luna 9](which probe) landed softly on the Moon in 1966.",
    "luna-10": "[Luna 10](which probe) entered an orbit around the Moon in 1966.",
    "surveyor-1": "[Surveyor 1](which lander) stood on the Ocean of Storms in 1966.",
    "zond-5": "[Zond 5](which ship) took tortoises around the Moon in 1968.",
    "apollo-8": "[Apollo 8](which crew) saw the Earth rise in 1968.",
    "apollo-11": "[Apollo 11](which crew) landed on the Sea of Tranquillity in 1969.",
    "luna-16": "[Luna 16](which probe) brought 101 grams of the Moon to the Earth in 1970.",
    "lunokhod": "[Lunokhod 1](which rover) drove on the Sea of Rains in 1970.",
    "apollo-17": "[Apollo 17](which crew) left the Moon in 1972.",
    "hiten": "[ひてん](which probe) struck the Moon in 1993.",
    "clementine": "[Clementine](which probe) mapped the Moon in 1994.",
}
NEW = {  # added by the second release, after the third of those above
    "change-4": "[嫦娥四号](which lander) landed on the far side of the Moon in 2019.",
    "beresheet": "[בראשית](which lander) struck the Moon in 2019.",
}
WORDS = """
title: Words for the Moon
kinds: [cloze]
sources: {almanac: {title: An Almanac of the Moon, publisher: Example Press}}
facts:
  arabic: {say: "[القمر](what) is the Arabic word for the Moon 🌕.", cite: {almanac: {page: 70}}}
  french: {say: "[La Lune](what) is the French word for the Moon.", cite: {almanac: {page: 71}}}
"""
WHY = "Its source has been withdrawn."


def key(fact: str) -> str:
    """The Key of the note of a fact of the bank `moon`."""
    return f"moon.{fact}.which"


def moon(facts: dict[str, str], **more: str) -> str:
    """The text of a bank; `more` are further fields of facts by their ids."""
    pages = {fact: page for page, fact in enumerate((*FACTS, *NEW), 1)} | {"luna-sample": 10}
    lines = []
    for fact, say in facts.items():
        lines.append(f'  {fact}: {{say: "{say}", {more.get(fact, "")} cite: {{almanac: {{page: {pages[fact]}}}}}}}\n')
    return MOON.lstrip() + "".join(lines)


class Author:
    """A project in a folder."""

    def __init__(self, root: Path):
        self.root = root
        self.write("quizgen.toml", CONFIG)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, pattern: str, text: str) -> None:
        """Replace what a regular expression finds exactly once in a file."""
        changed, count = re.subn(pattern, text, (self.root / name).read_text("utf-8"))
        assert count == 1, f"{pattern} stands there {count} times"
        self.write(name, changed)

    def banks(self, moon: str, words: str = WORDS) -> None:
        self.write("question_bank/moon/bank.yaml", moon)
        self.write("question_bank/words/bank.yaml", words)

    def run(self, *words: str, when: float) -> None:
        """Run a command as if so many days ago."""
        env = os.environ | {"SOURCE_DATE_EPOCH": str(NOW - int(when * DAY)), "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-m", "quizgen", "-C", str(self.root), *words]
        done = subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def build(self, name: str, when: float) -> Path:
        """Make a release so many days ago; return its deck under a name of its own."""
        self.run("build", when=when)
        return Path(shutil.copy(self.root / "output" / "space.apkg", self.root / name))


def first_release(author: Author) -> Path:
    author.banks(moon(FACTS))
    return author.build("1.apkg", when=40)


def second_release(author: Author) -> Path:
    """Edited, added, renamed and retired facts, one that gains options, an edited cloze, and new looks."""
    facts = dict([*FACTS.items()][:3]) | NEW | FACTS
    for fact in ("luna-2", "ranger-7", "luna-9", "luna-10", "surveyor-1", "apollo-8"):
        facts[fact] = facts[fact].replace(" in 19", " in the year 19")
    said = {("luna-sample" if fact == "luna-16" else fact): say for fact, say in facts.items() if fact != "clementine"}
    closed = {"lunokhod": "several: [which], wrong: {which: [Lunokhod 2, Yutu, Yutu-2]},"}
    author.banks(moon(said, **closed), WORDS.replace("is the French word for", "means in French"))
    author.run("rename", "moon.luna-16", "moon.luna-sample", when=20)
    author.run("retire", "moon.zond-5", "--why", WHY, when=20)
    author.run("retire", "--vanished", when=20)
    author.write("templates/anki/style.css", STYLE.read_text("utf-8") + "\n.quizgen-second { color: teal }\n")
    return author.build("2.apkg", when=20)


def third_release(author: Author) -> Path:
    """An edit of what was edited, one of what was added, and a retired question that is asked again."""
    author.run("retire", "--undo", "moon.zond-5", when=5)
    for old, new in ((r"(Luna 2]\(which probe\)) struck", r"\1 hit"), ("landed on the far", "came to the far")):
        author.replace("question_bank/moon/bank.yaml", old, new)
    return author.build("3.apkg", when=5)


def morning_release(author: Author) -> Path:
    author.replace("question_bank/moon/bank.yaml", "the far side of the Moon in 2019", "its far side in 2019")
    return author.build("4.apkg", when=3)


def evening_release(author: Author) -> Path:
    """Another change of what the release before changed, on the same day."""
    author.replace("question_bank/moon/bank.yaml", "its far side in 2019", "the far side of our Moon in 2019")
    return author.build("5.apkg", when=2.9)


RELEASES = (first_release, second_release, third_release, morning_release, evening_release)
