"""Two players of QTI 3 in a browser: what they are given is a package's file, and what they show is what is read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from quizgen.exporting.markup import legal
from quizgen.exporting.taking import in_order, shuffled
from quizgen.model.item import Item

SCRIPTS = Path(__file__).with_suffix(".js")
SITE = "http://qti.test"
HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A player</title>'
PACKAGES = {"item3": "qti3-item-player", "components": "@citolab/qti-components"}
PAGES = {
    "item3": HEAD + '<link rel="stylesheet" href="/qti3-item-player/dist/qti3Player.css">'
    '<script src="/vue/dist/vue.min.js"></script>'
    '<script src="/qti3-item-player/dist/qti3Player.umd.min.js"></script><div id="app"></div>',
    "components": HEAD + '<script src="/@citolab/qti-components/cdn/index.global.js"></script>'
    '<qti-item><item-container id="container"></item-container></qti-item>',
}
NOTHING = "nothing of the sort"

Values = str | list[str] | None


@dataclass
class Player:
    """A page with a player in it. `files` are served as they lie in the package."""

    name: str
    page: Any
    files: Mapping[str, bytes]

    def play(self, xml: str, values: Values) -> dict[str, Any]:
        """Load an item, answer it, submit: its score, what was asked and what was told on the screen."""
        return self._call("play", {"xml": xml, "values": values})

    def load(self, xml: str) -> None:
        self._call("show", {"xml": xml})

    def submit(self) -> dict[str, Any]:
        return self._call("submit", {})

    def drag(self, text: str, target: str) -> None:
        """Take what shows the text with the mouse to the middle of the element that a CSS selector finds."""
        mouse = self.page.mouse
        mouse.move(*_middle(self.page.get_by_text(text, exact=True).first))
        mouse.down()
        x, y = _middle(self.page.locator(target).first)
        mouse.move(x - 2, y - 2, steps=12)
        mouse.move(x, y, steps=3)
        self.page.wait_for_timeout(60)
        mouse.up()
        self.page.wait_for_timeout(150)

    def _call(self, verb: str, given: dict[str, Any]) -> dict[str, Any]:
        done = self.page.evaluate(f"given => {verb}(given)", {"player": self.name, **given})
        assert "error" not in done, done
        return done


def _middle(element: Any) -> tuple[float, float]:
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@contextmanager
def opened(name: str, browser: Any, modules: Path) -> Iterator[Player]:
    """A player in a page of its own, which reaches nothing but its scripts and the files of the package."""
    page = browser.new_page()
    player = Player(name, page, {})

    def serve(route: Any) -> None:
        path = urlsplit(route.request.url).path.lstrip("/")
        if not path:
            route.fulfill(content_type="text/html", body=PAGES[name])
        elif path in player.files:
            route.fulfill(body=player.files[path], content_type=guess_type(path)[0])
        elif route.request.url.startswith(SITE) and (modules / path).is_file():
            route.fulfill(path=modules / path)
        else:
            route.fulfill(status=404, body="")

    page.route("**/*", serve)
    page.goto(SITE)
    page.add_script_tag(path=SCRIPTS)
    page.evaluate("name => players[name].start()", name)
    yield player
    page.close()


def packed(path: Path) -> dict[str, bytes]:
    """The files of a package by their place in it."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def key(item: Item) -> Values:
    """The right answer, as a player has it."""
    if item.interaction in {"choice", "choices"}:
        ids = [option.id for option in item.right]
        return ids[0] if item.interaction == "choice" else ids
    if item.interaction == "order":
        return [option.id for option in in_order(item)]
    if item.interaction == "match":
        return _pairs(item, 0)
    return bare(item.key[0])


def wrong(item: Item) -> Values:
    """A wrong answer that is as near as can be: half of it is right, or the order that is shown at first."""
    missed = [option.id for option in item.options if not option.correct]
    if item.interaction == "choice":
        return missed[0]
    if item.interaction == "choices":
        return [item.right[0].id, missed[0]]
    if item.interaction == "order":
        return [option.id for option in shuffled(item)]
    return _pairs(item, 1) if item.interaction == "match" else NOTHING


def _pairs(item: Item, shift: int) -> list[str]:
    """Each with its target, the last `shift` + 1 of them moved on by one if there is a shift."""
    places = [item.targets.index(option.match or "") for option in item.options]
    moved = places[:-2] + places[:-3:-1] if shift else places
    return [f"{option.id} T{place + 1}" for option, place in zip(item.options, moved, strict=True)]


def bare(text: str) -> str:
    """A text on one line without what no file may hold, as one may type it."""
    return " ".join(legal(text).split())


def words(text: str) -> str:
    """A text without white space, in which line breaks do not matter."""
    return re.sub(r"\s+", "", legal(text))
