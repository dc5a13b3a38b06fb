"""Blanks in the source's own words: what becomes the blank, whose words they are, and what is not asked so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.asking.quoting import blanked
from quizgen.model.item import BLANK, Item
from tests import banks

TEXT = """\
On January 3, 1920, the British chemist Ann Lee[4] discovered the element Leeium in Paris, according to Le Monde.
She was the first of 271 chemists to be honoured in the capital of France.
Bob Lee told the paper that the Leeium of his sister was worth nothing at all.
On 12 May 1921 the French state bought the element for a price that nobody knew.
"""
BANK = """\
title: Chemists
kinds: [quote]
sources: {{paper: {{title: The Paper, publisher: P, snapshot: text.txt}}}}
entities:
  France: {{kind: country, demonym: French, aka: [French Republic]}}
  Ann Lee: {{kind: person, aka: [Lee]}}
facts:
  f:
    {fact}
"""
FIRST = "the British chemist Ann Lee discovered the element Leeium in Paris, according to Le Monde"


def asked(root: Path, fact: str) -> tuple[dict[str, Item], dict[str, str]]:
    """The cloze items of one fact by slot, and why others are not asked."""
    made, account = banks.asked(banks.project(root, BANK.format(fact=fact.replace("\n", "\n    ")), text_txt=TEXT))
    reasons = {one.slot: one.reason for one in account.unasked["bank"]}
    return {item.id.partition(".quote.")[2]: item for item in made if item.kind == "quote"}, reasons


def test_the_words_of_the_source_have_a_blank(tmp_path: Path):
    say = "'[Ann Lee](who) discovered [Leeium](which element) in [Paris](where) on [3 January 1920](when).'"
    made, _ = asked(tmp_path, f"say: {say}\ncite: {{paper: 'On January 3, 1920, {FIRST}'}}")
    frame = "Complete this quotation from “The Paper” (the blank: a full date): "
    rest = "the British chemist Ann Lee discovered the element Leeium in Paris, according to Le Monde …"
    assert made["when"].stem == f"{frame}On {BLANK}, {rest}"
    assert (made["when"].key, made["when"].interaction, made["when"].wording) == (
        ("January 3, 1920",),
        "cloze",
        "quote",
    )
    assert "3 January 1920" in made["when"].accept
    assert made["where"].stem.endswith("the element Leeium in ____, according to Le Monde …")
    assert made["who"].citations[0].quote is not None
    assert "[4]" not in made["who"].stem


def test_the_key_is_how_the_quote_puts_it(tmp_path: Path):
    fact = "say: 'The state of [France](which country) bought Leeium in [1921](when).'"
    quote = "On 12 May 1921 the French state bought the element for a price that nobody knew"
    made, reasons = asked(tmp_path, f"{fact}\ncite: {{paper: '{quote}'}}")
    assert made["which"].key == ("French",)
    assert {"France", "French Republic"} <= set(made["which"].accept)
    assert made["when"].stem.endswith(
        "On 12 May ____ the French state bought the element for a price that nobody knew …"
    )
    assert not reasons


@pytest.mark.parametrize(
    ("fact", "slot", "reason"),
    [
        (  # the source's words hang on the sentence before
            "say: 'Ann Lee was the first of [271](how many chemists) chemists to be honoured in the capital.'\n"
            "cite: {paper: 'She was the first of 271 chemists to be honoured in the capital of France'}",
            "quote.how-many",
            "says too little to be asked alone",
        ),
        (
            "say: 'Leeium was discovered by [Ann Lee](whom).'\ncite: {paper: 'chemist Ann Lee discovered'}",
            "quote.whom",
            "says too little to be asked alone",
        ),
        (
            "say: 'The [Leeium](which element) of Ann Lee was worth nothing.'\nstatus: attributed\nby: Bob Lee\n"
            "cite: {paper: 'the Leeium of his sister was worth nothing at all.'}",
            "quote.which",
            "it is attributed, and the quote does not say by whom",
        ),
        (
            "say: '[Ann Lee](who) found it.'\n"
            "cite: {paper: 'Bob Lee told the paper that the Leeium of his sister was worth nothing'}",
            "quote.who",
            "no words of the quote are the answer and nothing else",
        ),
    ],
)
def test_what_is_not_asked_so(tmp_path: Path, fact: str, slot: str, reason: str):
    made, reasons = asked(tmp_path, fact)
    assert not made
    assert reasons[slot] == reason


def test_a_table_has_no_sentences(tmp_path: Path):
    bank = (
        "title: T\nkinds: [quote]\nsources: {t: {title: T, publisher: P}}\ntables:\n  - file: t.csv\n    source: t\n"
        "    id: '{who}'\n    say: '[{who}](who) won in [{year}](when).'\n"
    )
    rows = "who,year\nAnn,1990\nBob,1991\nCyd,1992\nDee,1993\n"
    made, account = banks.asked(banks.project(tmp_path, bank, t_csv=rows))
    assert not [item for item in made if item.kind == "quote"]
    assert "no quote to take a blank from" in {one.reason for one in account.unasked["bank"]}


@pytest.mark.parametrize(
    ("quote", "forms", "others", "text", "words"),
    [
        ("An Iranian general spoke.", ["Iran", "Iranian"], [], "A(n) ____ general spoke.", "Iranian"),
        ("He met an Iraqi there.", ["Iraqi"], [], "He met a(n) ____ there.", "Iraqi"),
        ("Iran's army left.", ["Iran"], [], "____'s army left.", "Iran"),
        (
            "In Baghdad Airport, near Baghdad.",
            ["Baghdad"],
            ["Baghdad Airport"],
            "In Baghdad Airport, near ____.",
            "Baghdad",
        ),
        ("the end of it", ["end"], [], "… the ____ of it …", "end"),
        ('He said: "What now?', ["now"], [], 'He said: "What ____?"', "now"),
    ],
)
def test_where_the_blank_stands(quote: str, forms: list[str], others: list[str], text: str, words: str):
    found = blanked(quote, forms, others)
    assert found is not None
    assert (found.text, found.words) == (text, words)


def test_a_month_behind_its_day_is_no_whole_answer():
    assert blanked("On 2 January 2022 it ended.", ["January 2022"], dated=True) is None
    assert blanked("Then J. Vance spoke.", ["Vance"]) is None


@given(before=st.text("ab ,“é", max_size=12), after=st.text("ab ,”é", max_size=12))
def test_what_was_cut_out_fills_the_blank(before: str, after: str):
    quote = f"{before} XYZ {after}"
    found = blanked(quote, ["xyz"])
    assert found is not None
    assert found.words == "XYZ"
    assert quote in found.text.replace(BLANK, found.words).replace("a(n)", "a") or "an XYZ" in quote
