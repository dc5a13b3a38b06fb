"""What stands under which address: a fixed table, and names that are looked up. No address ever becomes a path."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from quizgen.exporting.registry import formats
from quizgen.problem import ProblemError
from quizgen.serving import pages
from quizgen.serving.exports import Exports
from quizgen.serving.live import Live
from quizgen.serving.request import Request
from quizgen.serving.server import Response

LONGEST_WAIT = 4.0
"""Seconds that a page waits for a change before it asks anew: a browser with many windows has few connections."""
HTML = "text/html; charset=utf-8"
PRACTICE = "sandbox allow-scripts allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox"
"""The page to practise on is a document of its own here: it can read nothing of the rest."""
DRAWING = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@dataclass
class Site:
    """The pages of one project that is kept up to date."""

    live: Live
    exports: Exports = field(init=False)

    def __post_init__(self) -> None:
        self.exports = Exports(self.live.tools)

    def answer(self, request: Request) -> Response:
        """Return what stands under the request's address; what is not there is a page that says so."""
        fixed: Mapping[str, Callable[[Request], Response]] = {
            "/": self._overview,
            "/items": self._items,
            "/practice": self._practice_list,
            "/practice/project": lambda _: self._practice(""),
            "/exports": self._exports,
            "/changes": self._changes,
            "/favicon.ico": lambda _: Response(status=204),
        }
        named: Mapping[str, Callable[[str], Response]] = {
            "items": self._item,
            "practice/bank": self._practice,
            "exports": self._export,
            "media": self._medium,
        }
        if page := fixed.get(request.path):
            return page(request)
        room, _, name = request.path[1:].rpartition("/")
        return named[room](name) if room in named and name else self._missing("There is no such page here.")

    def _overview(self, _: Request) -> Response:
        return _page(pages.overview(self.live.state))

    def _items(self, request: Request) -> Response:
        return _page(pages.items(self.live.state, request.query))

    def _item(self, name: str) -> Response:
        state = self.live.state
        item = state.items.get(name)
        return _page(pages.item(state, item)) if item else self._missing("The banks do not ask this question now.")

    def _exports(self, _: Request) -> Response:
        return _page(pages.exports(self.live.state, self.exports.known))

    def _export(self, name: str) -> Response:
        if name not in formats():
            return self._missing("There is no such format.")
        state = self.live.state
        return _page(pages.export(state, name, self.exports.rehearsed(state, name)))

    def _practice_list(self, _: Request) -> Response:
        return _page(pages.practice(self.live.state))

    def _practice(self, bank: str) -> Response:
        state = self.live.state
        if bank and bank not in state.banks:
            return self._missing("There is nothing to practise here.")
        try:
            body = self.exports.practice(state, bank)
        except ProblemError as error:
            return _page(pages.refused(state, self.live.tools.found(list(error.problems))))
        return Response(body, HTML, policy=PRACTICE)

    def _medium(self, name: str) -> Response:
        """A picture or sound of a question, if its file still holds what the name says."""
        medium = self.live.state.media.get(name)
        try:
            body = medium.path.read_bytes() if medium else b""
        except OSError:
            body = b""
        if not medium or sha256(body).hexdigest() != medium.sha256:
            return self._missing("There is no such picture or sound.")
        return Response(body, medium.type, policy=DRAWING)

    def _changes(self, request: Request) -> Response:
        """Say which version there is, once it is another than the page has, or after a while."""
        after = request.query.get("after", "")
        known = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else -1
        version = self.live.wait(known, LONGEST_WAIT)
        return Response(json.dumps({"version": version}).encode(), "application/json")

    def _missing(self, why: str) -> Response:
        return _page(pages.missing(self.live.state, why), 404)


def _page(text: str, status: int = 200) -> Response:
    return Response(text.encode(), HTML, status, pages.policy())
