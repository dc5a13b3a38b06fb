"""The judge of answers in JavaScript is held to the same table as the one in Python, and agrees with it beyond that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from quizgen.answers import compare

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
JUDGE = (ROOT / "templates" / "html" / "answers.js").read_text(encoding="utf-8").replace("export function", "function")
VECTORS = json.loads((ROOT / "tests" / "vectors" / "answers.json").read_text(encoding="utf-8"))
Case = tuple[str, tuple[str, ...], str, str]

MONTHS = "January March may sept Sept. Oct DEC Januar Janua janvier enero 1月 января ינואר".split()
DAYS = "0 3 3. 03 3rd 21st 29 30 31 32 ٣".split()
YEARS = "2019 2020 1900 1914 1999 2000 44 79 0 9999 12000 ２０２０ 2020年".split()
SHAPES = (
    "{d} {m} {y}|{m} {d}, {y}|{d} {m}|{m} {d}|{m} {y}|{o} of {m} {y}|{s} {y}|{d}{m}{y}|nonsense {y}|"
    "{y}|{y} BC|AD {y}|{y} CE|-{y}|{y}s|{y}'s BC|{y}s (decade)|{d}th century|{o} century|{o}-century BC|"
    "{y}-{n}-{d}|{y}-{n}|{d}.{n}.{y}|{d}/{n}/{y}|{n}-{d}-{y}|"
    "{y}?|{y}~|{y}%|{y}X|19XX|-00XX|201X~|XXXX-{n}-{d}|{y}-{c}|Y-17000|{y}/{y}|{y}/..|../{y}|"
    "{y}–{y}|{y}-{y}|{y} - {y}|{y}–{n}|{d}–{d} {m} {y}|{m}–{m} {y}|{d} {m}–{d} {m} {y}|from {y} to {y}|"
    "between {y} and {m} {y}|before {y}|after {d} {m} {y}|since {m} {y}|until {y}|up to {y}|"
    "before the {y}s|after {o} century"
).split("|")
AROUND = "{}|{}|{}|{}|c. {}|ca. {}|around {}|about {}|in the {}|Friday, {}|on {}.|{} (?)|c{}| {} ".split("|")
PARTS = {
    "d": DAYS,
    "m": MONTHS,
    "y": YEARS,
    "n": "01 1 3 12 13 18 00 XX".split(),
    "s": "spring Winter fall".split(),
    "c": "21 22 24 25".split(),
    "o": "first twentieth twenty-first fortieth".split(),
}
NUMBERS = (
    "zero one two seven eleven thirteen nineteen twenty twenty-one ninety hundred thousand million billion and - + −5 "
    "5 12 ١٢ 1,200 1.200 12,00,000 1'200 3.5 1e3 a dozen people point , ."
).split()
NAMES = (
    "the The Le l' L’ a der Dr. Sir King Saint St. Queen Mary Müller muller Mueller Søren Straße İstanbul ıjs O'Neill "
    "Jr. PhD & and und C# C++ AT&T x-ray 3.5 1:2 ёлка елка й и محمّد محمد שָׁלוֹם שלום 東京 が か ﬁne ½ Ⅳ 🙂 "
    "naïve - – … ! “a” \u200f"
).split(" ")
LANGUAGES = ["en", "en-GB", "de", "fr", "ru", "he", "zh", "ja", "xx"]


def date(draw: Random) -> str:
    """Words that are, or nearly are, a date."""
    shape = draw.choice(SHAPES)
    for name, values in PARTS.items():
        while f"{{{name}}}" in shape:
            shape = shape.replace(f"{{{name}}}", draw.choice(values), 1)
    return draw.choice(AROUND).replace("{}", shape)


def joined(draw: Random, words: list[str]) -> str:
    return " ".join(draw.choices(words, k=draw.randint(1, 4)))


def misspelt(draw: Random, text: str) -> str:
    """The text, most often with a letter left out, doubled, changed or moved."""
    at = draw.randrange(len(text))
    head, letter, tail = text[:at], text[at], text[at + 1 :]
    return draw.choice(
        [text, head + tail, head + letter * 2 + tail, f"{head}x{tail}", head + tail[:1] + letter + tail[1:]]
    )


def cases(seed: int = 2020) -> Iterator[Case]:
    """Answers to judge: dates and numbers against others and themselves, names and texts with slips."""
    draw = Random(seed)
    for _ in range(4000):
        key = date(draw)
        yield draw.choice([key, date(draw), date(draw)]), (key,), "date", draw.choice(["en", "en", *LANGUAGES])
    for _ in range(1500):
        key = joined(draw, NUMBERS)
        yield draw.choice([joined(draw, NUMBERS), key]), (key, "12", "1200"), "number", draw.choice(LANGUAGES)
    for number, kind in enumerate(["person", "text"] * 1500):
        key = joined(draw, NAMES) if number % 3 else "Neil Armstrong"
        yield misspelt(draw, key), (key,), kind, draw.choice(LANGUAGES)


def judged(chromium, asked: list[Case]) -> list[str]:
    page = chromium.new_page()
    found = page.evaluate(f"all => {{ {JUDGE}\nreturn all.map(one => judge(...one)); }}", [list(one) for one in asked])
    page.close()
    return found


def test_both_judge_alike_by_the_table(chromium):
    asked = [(v["given"], (v["key"], *v["accept"]), v["type"], v["language"]) for v in VECTORS]
    assert judged(chromium, asked) == [vector["verdict"] for vector in VECTORS]


def test_both_judge_alike_whatever_is_typed(chromium):
    asked = list(cases())
    here = [compare(*one) for one in asked]
    for kind in ("date", "number", "person", "text"):
        verdicts = {verdict for verdict, one in zip(here, asked, strict=True) if one[2] == kind}
        assert verdicts == ({"right", "wrong"} if kind == "number" else {"right", "close", "wrong"})
    there = judged(chromium, asked)
    assert [(one, js, py) for one, js, py in zip(asked, there, here, strict=True) if js != py] == []
