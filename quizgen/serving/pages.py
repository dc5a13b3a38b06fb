"""The pages as HTML."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from quizgen.exporting.registry import formats
from quizgen.exporting.report import Report
from quizgen.model.entity import unmarked
from quizgen.model.item import Item
from quizgen.problem import Place
from quizgen.reading.located import locate
from quizgen.reporting.entries import direction
from quizgen.reporting.page import UNSEEN
from quizgen.serving.context import cited
from quizgen.serving.exports import Rehearsed
from quizgen.serving.state import Found, State
from quizgen.templating import environment, find

AT_ONCE = 50
"""So many questions stand on one page of the list."""
FEW = 3
"""So many warnings of one code are open; the others can be opened."""
MOST_FOLDED = 300
MOST_REASONS = 200


def policy() -> str:
    """Return the Content-Security-Policy of our pages: their own script and style, and nothing from elsewhere."""
    allowed = [
        "default-src 'none'",
        f"script-src 'sha256-{_hash('live.js')}'",
        f"style-src 'sha256-{_hash('style.css')}'",
        "img-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    return "; ".join(allowed)


@lru_cache(maxsize=2)
def _text(name: str) -> str:
    return find(f"serve/{name}").read_text(encoding="utf-8")


def _hash(name: str) -> str:
    return base64.b64encode(sha256(_text(name).encode()).digest()).decode()


def _render(template: str, state: State, **values: Any) -> str:
    """Fill one of our own templates: a project's could bring a script of its own."""
    found = environment().get_template(f"serve/{template}.html")
    own = {"style": Markup(_text("style.css")), "script": Markup(_text("live.js")), "direction": direction}  # noqa: S704
    whole = found.render(state=state, here=template, title=state.config.title, **own, **values)
    return UNSEEN.sub(lambda sign: f"⟨U+{ord(sign[0]):04X}⟩", whole)


def overview(state: State) -> str:
    """Return the first page: the banks with their figures, and every problem in its frame."""
    return _render("overview", state, groups=_groups(state.found))


def _groups(found: Iterable[Found]) -> dict[str, Any]:
    """The errors; and the warnings by their code, of each some to be shown at once and others folded away."""
    once = list({one.problem: one for one in found}.values())
    errors = [one for one in once if one.is_error]
    mild = sorted((one for one in once if not one.is_error), key=lambda one: one.problem.code)
    by_code = {code: list(several) for code, several in groupby(mild, key=lambda one: one.problem.code)}
    warnings = [(code, several[:FEW], several[FEW:MOST_FOLDED], len(several)) for code, several in by_code.items()]
    return {
        "errors": errors[:MOST_FOLDED],
        "error_count": len(errors),
        "warnings": warnings,
        "warning_count": len(mild),
    }


def items(state: State, query: Mapping[str, str]) -> str:
    """Return the list of questions that fit the query, a page of it."""
    wanted = {name: query.get(name, "").strip() for name in ("q", "bank", "kind", "flags")}
    words = unmarked(wanted["q"]).split()
    fitting = [item for item in state.items.values() if _fits(item, wanted, words, state)]
    last = max(1, math.ceil(len(fitting) / AT_ONCE))
    asked = query.get("page", "1")
    number = min(last, max(1, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    kept = {name: value for name, value in wanted.items() if value}
    return _render(
        "items",
        state,
        wanted=wanted,
        count=len(fitting),
        rows=fitting[(number - 1) * AT_ONCE : number * AT_ONCE],
        number=number,
        last=last,
        kinds=sorted({item.kind for item in state.items.values()}),
        codes=sorted({one.problem.code for several in state.about.values() for one in several}),
        address=lambda page: f"/items?{urlencode({**kept, 'page': page})}",
    )


def _fits(item: Item, wanted: Mapping[str, str], words: Sequence[str], state: State) -> bool:
    flags, found = wanted["flags"], state.about.get(item.id, ())
    if flags == "any" and not found:
        return False
    if flags not in {"", "any"} and all(one.problem.code != flags for one in found):
        return False
    same = wanted["bank"] in {"", item.bank} and wanted["kind"] in {"", item.kind}
    return same and all(word in state.words[item.id] for word in words)


def item(state: State, item: Item) -> str:
    """Return the page of one question."""
    part = state.part_of[item.bank]
    bank = state.banks[item.bank]
    fact = state.facts.get((item.bank, item.fact))
    place = _place(fact.place) if fact else bank.place.file
    near = list(state.part_of[item.bank].items)
    at = near.index(item)
    return _render(
        "item",
        state,
        item=item,
        part=part,
        bank=bank,
        place=place,
        cited=cited(item, bank),
        found=state.about.get(item.id, ()),
        before=near[at - 1] if at else None,
        after=near[at + 1] if at + 1 < len(near) else None,
    )


def _place(place: Place) -> str:
    span = locate(place)
    return f"{place.file}:{span.line}" if span else place.file


def practice(state: State) -> str:
    """Return the page from which practising begins."""
    return _render("practice", state)


def exports(state: State, known: Mapping[str, Rehearsed]) -> str:
    """Return the list of formats with what is known of each."""
    rows = [(name, made.SUMMARY, made.SUFFIX, known.get(name)) for name, made in sorted(formats().items())]
    return _render("exports", state, rows=rows)


def export(state: State, name: str, done: Rehearsed) -> str:
    """Return what the export to one format would write, skip and lose."""
    skipped = _by_reason(done.report) if done.report else []
    return _render("export", state, name=name, summary=formats()[name].SUMMARY, done=done, skipped=skipped)


def _by_reason(report: Report) -> list[tuple[str, list[str], int]]:
    """The reasons to skip items, the most frequent first, each with the first ids and how many there are."""
    reasons: dict[str, list[str]] = {}
    for name, reason in report.skipped:
        reasons.setdefault(reason, []).append(name)
    ordered = sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    return [(reason, ids[:MOST_REASONS], len(ids)) for reason, ids in ordered]


def missing(state: State, why: str) -> str:
    """Return the page that says that there is nothing."""
    return _render("missing", state, why=why, found=())


def refused(state: State, found: tuple[Found, ...]) -> str:
    """Return the page that says why there is nothing."""
    return _render("missing", state, why="This cannot be made.", found=found)
