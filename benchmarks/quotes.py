"""Holding quotes against a large snapshot."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from generating import SEED, prose
from measuring import Figures, Line, Scale, case, interleaved, of, ratio, timed

SIZE = 1_500_000
QUOTES, MISSES = 100, 10


def lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield the first look into a snapshot, each further one, and the search for what a wrong quote may have meant."""
    snapshot = folder / "snapshot.txt"
    snapshot.write_text(prose(SIZE), "utf-8")
    names = ("check", "yardstick")
    runs = interleaved({name: partial(case, "quotes", name, snapshot) for name in names}, scale.repeats)
    says = (
        ("first", "first quote (normalise + find)", 1.0, "{:.2f}", "s"),
        ("further", "each further quote", 1e3, "{:.2f}", "ms"),
        ("near", "each near miss (the suggestion)", 1e3, "{:.1f}", "ms"),
    )
    for key, what, factor, pattern, unit in says:
        times = ratio(runs["check"], runs["yardstick"], key, "seconds").shown("{:.2g}")
        figure = f"{of(runs['check'], key).shown(pattern, factor)} {unit}"
        yield Line(f"1.5 MB snapshot, {what}", figure, f"{times} × NFKC + casefold + find")
    yield Line("1.5 MB snapshot, peak memory", f"{of(runs['check'], 'peak').shown('{:.0f}')} MB")


def check(path: str) -> Figures:
    """Case: the first quote, quotes that stand in the snapshot, and quotes with one letter wrong."""
    from quizgen.grounding.quotes import find_quote, nearest

    text = Path(path).read_text("utf-8")
    quotes = _quotes(text)
    first = timed(lambda: find_quote(quotes[0], text))[1]["seconds"]
    found, further = timed(lambda: [find_quote(quote, text) for quote in quotes[1:]])
    wrong = [_misspelt(quote) for quote in quotes[:MISSES]]
    if not all(found) or any(find_quote(quote, text) for quote in wrong):
        raise SystemExit("a right quote was not found, or a wrong one was")
    suggested, near = timed(lambda: [nearest(quote, text) for quote in wrong])
    if not all(suggested):
        raise SystemExit("nothing was suggested for a near miss")
    return {"first": first, "further": further["seconds"] / len(found), "near": near["seconds"] / len(wrong)}


def yardstick(path: str) -> Figures:
    """Case: what the standard library needs to fold the text and to look once, without the way back to raw offsets."""
    text = Path(path).read_text("utf-8")
    quote = _quotes(text)[0]
    return timed(lambda: unicodedata.normalize("NFKC", text).casefold().find(quote.casefold()))[1]


def _quotes(text: str) -> list[str]:
    """Cut quotes of 8 to 24 words out of single lines."""
    chance, quotes = random.Random(SEED), []
    for line in chance.sample(text.splitlines(), QUOTES):
        words = line.split()
        start = chance.randrange(len(words) - 8)
        quotes.append(" ".join(words[start : start + chance.randint(8, 24)]))
    return quotes


def _misspelt(quote: str) -> str:
    """Return the quote with the middle letter of its longest word left out."""
    word = max(quote.split(), key=len)
    half = len(word) // 2
    return quote.replace(word, word[:half] + word[half + 1 :])
