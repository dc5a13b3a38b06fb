"""The report as one HTML page that needs nothing else: no script to be read, no network, no file beside it."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from textwrap import dedent
from typing import Any

from markupsafe import Markup

from quizgen.exporting.report import write_whole
from quizgen.reporting import coverage
from quizgen.reporting.entries import direction, entries, web
from quizgen.reporting.reviewed import Reviewed
from quizgen.templating import environment, find

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no page may hold, and what turns the direction of the letters behind it without a reader noticing."""
TOGETHER = 500
"""So many pieces of a template are written in one step."""


def write_page(reviewed: Reviewed, out: Path) -> None:
    """Write the report to the file `out`, whole or not at all; the same input gives the same bytes.

    Raises OSError when the file cannot be written.
    """
    write_whole(out, (text.encode() for text in page(reviewed)))


def page(reviewed: Reviewed) -> Iterator[str]:
    """Yield the page in pieces, so that a large one is never whole in memory."""
    template = environment(reviewed.templates).get_template("report/page.html", globals=_words(reviewed))
    stream = template.stream(**_figures(reviewed))
    stream.enable_buffering(TOGETHER)
    for text in stream:
        yield UNSEEN.sub(_seen, text)


def _seen(found: re.Match[str]) -> str:
    """A letter that cannot be seen, or must not work, as its name."""
    return f"⟨U+{ord(found[0]):04X}⟩"


def _words(reviewed: Reviewed) -> dict[str, Any]:
    """What every part of the page uses: the style, the script and its hash, and how things are written."""
    script = find("report/filter.js", reviewed.templates).read_text(encoding="utf-8")
    style = find("report/style.css", reviewed.templates).read_text(encoding="utf-8")
    return {
        "style": Markup(style),  # noqa: S704  (the project's own template)
        "script": Markup(script),  # noqa: S704
        "script_hash": base64.b64encode(sha256(script.encode()).digest()).decode(),
        "direction": direction,
        "web": web,
        "paragraphs": paragraphs,
        "place": coverage.place_text,
        "answered_by": coverage.answered_by,
    }


def _figures(reviewed: Reviewed) -> dict[str, Any]:
    never = coverage.never_asked(reviewed)
    figures = coverage.bank_figures(reviewed)
    return {
        "reviewed": reviewed,
        "figures": figures,
        "never": never,
        "never_reasons": coverage.parts(coverage.never_reasons(never).most_common()),
        "refused": coverage.parts(sum((one.refused for one in figures), Counter()).most_common()),
        "left_out": coverage.parts(sum((one.left_out for one in figures), Counter()).most_common()),
        "breakdowns": coverage.breakdowns(reviewed),
        "decades": coverage.decades(reviewed),
        "sources": coverage.source_figures(reviewed),
        "codes": coverage.code_figures(reviewed),
        "tells": coverage.tells(reviewed),
        "kinds": sorted({item.kind for item in reviewed.shown}),
        "sections": ((bank, entries(reviewed.by_bank[bank.id], reviewed)) for bank in reviewed.banks),
        "dropped": entries(reviewed.dropped, reviewed),
        "general": reviewed.flags.get("", []),
    }


def paragraphs(text: str) -> list[tuple[bool, str]]:
    """Return the paragraphs of an explanation, and of each whether it is an example to show as it stands."""
    found = []
    for is_blank, lines in groupby(text.splitlines(), key=lambda line: not line.strip()):
        part = list(lines)
        if not is_blank:
            example = all(line.startswith("    ") for line in part)
            found.append((example, dedent("\n".join(part)) if example else " ".join(line.strip() for line in part)))
    return found
