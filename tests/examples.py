"""Small quizzes made by hand, for tests of single rooms: every interaction, and the ugliest texts."""

from __future__ import annotations

from quizgen.exporting.anki_schema import fingerprints
from quizgen.model.citation import Citation, TextQuoteSelector
from quizgen.model.item import Difficulty, Item, Option
from quizgen.model.quiz import BankInfo, CitedSource, Entry, Form, Quiz
from quizgen.model.release import Lock, Locked, Looks
from quizgen.model.source import Name, Snapshot, Source

UGLY = (
    "]]> <b>bold</b> & <script>alert(1)</script>",
    "{{ 7*7 }} {{c1::cloze}} }} :: {% raw %}",
    "#### -> * ~=#{}:\\ $x^2$ `code` @ref <label> #panic()",
    "السلام عليكم (1 pt) שלום עולם",
    "\U0001d518 \U0001f600 é ö ß ﬁ “curly” ‘quotes’ – — … e\u0301",
    "漢字かな交じり文 한국어 ไทย",
    "Line one\nline two\ttabbed",
    "-- 0007 =SUM(A1) +1 @x",
)

CITATION = Citation(
    source="moon.almanac",
    label="page",
    locator="12",
    quote="the first Moon landing, on 20 July 1969",
    url="https://example.org/moon#:~:text=the%20first%20Moon%20landing",
    standing="verified",
    selector=(TextQuoteSelector(exact="the first Moon landing, on 20 July 1969", prefix="After ", suffix=", many"),),
)
SOURCE = CitedSource(
    source=Source(
        id="moon.almanac",
        type="book",
        title="An Almanac of the Moon",
        author=(Name(family="Doe", given="Ada"),),
        publisher="Example Press",
        issued="1999",
        url="https://example.org/moon",
        snapshot=Snapshot(file="almanac.txt", sha256="ab" * 32),
    ),
    reference="Doe, Ada. An Almanac of the Moon. Example Press, 1999. https://example.org/moon",
)


def item(number: int, interaction: str = "choice", *, text: str = "", closed: bool = False) -> Item:
    """One sound item; `text` goes into every field that holds free text."""
    options = tuple(
        Option(id="ABCD"[k], text=f"{1900 + 10 * k + number} {text}".strip(), correct=k == 1, rationale=text or None)
        for k in range(4)
    )
    targets = tuple(f"date {k}" for k in range(4)) if interaction == "match" else ()
    if interaction in {"order", "match"}:
        options = tuple(_right(option, k, targets) for k, option in enumerate(options))
    typed = interaction in {"text", "date", "number", "cloze"}
    stem = f"In which year did event {number} happen? {text}".strip()
    return Item(
        id=f"moon.event-{number}.{interaction}",
        revision=f"{number:016x}",
        bank="moon",
        fact=f"event-{number}",
        kind="when",
        interaction=interaction,
        closed=closed,
        stem=f"Event {number} happened in ____. {text}".strip() if interaction == "cloze" else stem,
        options=() if typed else options,
        targets=targets,
        key=_key(interaction, options),
        accept=(f"AD {options[1].text}",) if typed else (),
        rationale=f"Event {number} happened in {options[1].text}. {text}".strip(),
        citations=(CITATION.model_copy(update={"quote": f"event {number}: {options[1].text} {text}".strip()}),),
        tags=("moon", "when"),
        language="en",
        wording="inversion",
        difficulty=Difficulty(value=0.5, level="medium", method="nearness"),
    )


def _right(option: Option, number: int, targets: tuple[str, ...]) -> Option:
    """Of an order or a match every option is right."""
    place = {"match": targets[number]} if targets else {"place": number + 1}
    return option.model_copy(update={"correct": True, "rationale": None, **place})


def _key(interaction: str, options: tuple[Option, ...]) -> tuple[str, ...]:
    if interaction == "match":
        return tuple(f"{option.text}: {option.match}" for option in options)
    return tuple(option.text for option in options) if interaction == "order" else (options[1].text,)


def several(number: int, *, text: str = "") -> Item:
    """An item with two right answers among four."""
    one = item(number, "choices", text=text)
    options = tuple(option.model_copy(update={"correct": k in {1, 3}}) for k, option in enumerate(one.options))
    return one.model_copy(update={"options": options, "key": (options[1].text, options[3].text)})


def true_or_false(number: int, *, right: bool, text: str = "") -> Item:
    """An item that offers just true and false; the statement is a text of its own."""
    one = item(number, text=text)
    options = tuple(Option(id="AB"[k], text=("True", "False")[k], correct=right is (k == 0)) for k in range(2))
    told = {"id": f"{one.id}.true", "options": options, "key": ("True" if right else "False",), "ordered": True}
    return one.model_copy(update=told)


def every(text: str = "") -> tuple[Item, ...]:
    """An item of each interaction, two of true and false, and an order whose events stand in the right order."""
    asked = ("choice", "text", "date", "number", "cloze", "order", "match")
    made = (item(n, interaction, text=text) for n, interaction in enumerate(asked))
    return (*made, several(7, text=text), *(true_or_false(8 + n, right=n == 0, text=text) for n in range(2)))


LONG = "Ten kilobytes of it: " + "é漢😀 word " * 800
HOSTILE = (*UGLY, "\u000bvertical tab\u000b \x00 \x85 \u2028", LONG)
"""What breaks formats: UGLY, a character that XML cannot hold, and a text of ten kilobytes."""


def everything(text: str = "") -> Quiz:
    """A quiz with every interaction; `text` stands in every free field."""
    return quiz(every(text), 1)


def forms(items: tuple[Item, ...], count: int) -> tuple[Form, ...]:
    """Forms that differ in the order of items and options."""
    return tuple(
        Form(
            name="ABCDEFGH"[n],
            entries=tuple(
                Entry(item=it.id, options=tuple(o.id for o in it.options[n % 4 :] + it.options[: n % 4]))
                for it in (items[::-1] if n % 2 else items)
            ),
        )
        for n in range(count)
    )


def quiz(items: tuple[Item, ...] | None = None, form_count: int = 2, title: str = "The Moon") -> Quiz:
    """A quiz over one bank; by default ten choice items, one typed, one cloze, one closed."""
    if items is None:
        items = (
            *(item(n) for n in range(10)),
            item(10, "text"),
            item(11, "cloze"),
            item(12, closed=True),
        )
    return Quiz(
        title=title,
        seed="7",
        banks=(BankInfo(id="moon", title="The Moon", language="en", licence="CC0-1.0"),),
        sources={"moon.almanac": SOURCE},
        items=items,
        forms=forms(items, form_count),
        lock=released(items),
    )


def released(items: tuple[Item, ...], release: str = "2024-06-07", changed: str = "2024-05-06") -> Lock:
    """A lock that has the items in their order, all last changed on one day."""
    locked = {it.id: Locked(f"{n:016x}", changed, 10 * n, it.id) for n, it in enumerate(items)}
    looks = {name: Looks(*prints, changed) for name, prints in fingerprints(()).items()}
    return Lock(release, locked, {}, looks)


def ugly_quiz() -> Quiz:
    """Every ugly text in every free field."""
    return quiz(tuple(item(n, text=text) for n, text in enumerate(UGLY)))
