"""Quotes are found exactly or not at all, carry their answers, and open where they stand."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen import api, dates
from quizgen.grounding.checking import check_bank
from quizgen.grounding.links import link_to_quote
from quizgen.grounding.normalising import normalise, plain
from quizgen.grounding.quotes import find_quote, nearest, selectors, shown_quote
from quizgen.grounding.references import reference
from quizgen.grounding.support import missing, stands_in
from quizgen.model.entity import Entities, Entity
from quizgen.model.fact import DATE, NUMBER, Answer
from quizgen.model.source import Name, Source
from tests import banks

SAME = [
    ("the “drone” strike", 'the "drone" strike'),
    ("Iran’s general", "Iran's general"),
    ("2019–2022 crisis", "2019-2022 crisis"),
    ("2019\u20112022 crisis", "2019—2022 crisis"),
    ("3\u00a0January\u202f2020", "3 January 2020"),
    ("an air\u00adport", "an airport"),
    ("the ﬁrst ﬂight", "the first flight"),
    ("Cafe\u0301 Ange\u0301lique", "Café Angélique"),
    ("Hoàng Việt", unicodedata.normalize("NFD", "Hoàng Việt")),
    ("서울은 한국의 수도", unicodedata.normalize("NFD", "서울은 한국의 수도")),
    ("ｶﾞラス", "ガラス"),
    ("ড়োর কথা", unicodedata.normalize("NFD", "ড়োর কথা")),
    ("می\u200cخواهم بروم", "میخواهم بروم"),
    ("(\u202bשלום\u202c)", "(שלום)"),
    ("Straße", "STRASSE"),
    ("İstanbul", "i̇stanbul"),
    ("Trump[3] near[a] the airport", "Trump near the airport"),
    ("the strike.[12][13] It", "the strike. It"),
    ("the strike[note 4] killed", "the strike killed"),
    ("the strike[citation needed] killed", "the strike killed"),
    ("the strike[ab] killed", "the strike killed"),
    ("wait … then", "wait ... then"),
    ("Hawaiʻi", "Hawai'i"),
    ("one\n  two\tthree", "one two three"),
]

APART = [
    ("Soleimani was not killed", "Soleimani was killed"),
    ("there was [no] evidence of it", "there was evidence of it"),
    ("“[no] evidence”", "“evidence”"),
    ("[s]he said so", "he said so"),
    ("killed 1,200 people", "killed 1"),
    ("killed 1,200 people", "200 people"),
    ("worth 3.5 million", "worth 3"),
    ("worth 3.5 million", "5 million"),
    ("at 12:30 sharp", "at 12"),
    ("he was kill[ed]", "he was kill"),
    ("in 2020", "in 202"),
    ("a population of 10³", "a population of 103"),
    ("a population of 10³", "a population of 10"),
    ("about 1½ miles", "about 1"),
    ("the airport", "the air"),
    ("the airport", "port"),
    ("भारती की", "भारत"),
    ("किताब", "कि"),
    ("2020年1月", "020年"),
    ("5 ℃ warm", "C warm"),
    ("", "x"),
    ("x", ""),
]


@pytest.mark.parametrize(("source", "quote"), SAME)
def test_what_looks_the_same_is_found_and_cut_from_the_snapshot(source: str, quote: str):
    snapshot = f"Before. {source} after."
    found = find_quote(quote, snapshot)
    assert found
    assert snapshot[found.start : found.end] == found.text == source


@pytest.mark.parametrize(("source", "quote"), APART)
def test_a_near_miss_is_a_miss(source: str, quote: str):
    assert find_quote(quote, source) is None


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("東京は日本の首都である。", "日本の首都"),
        ("西暦2020年1月", "2020年"),
        ("กรุงเทพมหานครเป็นเมืองหลวง", "เมืองหลวง"),
        ("AppleはiPhoneを", "iPhone"),
    ],
)
def test_scripts_without_spaces_are_quoted_anywhere(source: str, quote: str):
    found = find_quote(quote, source)
    assert found
    assert found.text == quote


def test_every_place_of_a_quote_is_counted():
    found = find_quote("the end", "The end. THE  END! the ending")
    assert found
    assert (found.start, found.times) == (0, 2)


def test_what_stands_instead_is_suggested_in_whole_words():
    snapshot = "On 3 January 2020, Qasem Soleimani was killed by an American drone strike near Baghdad."
    assert nearest("Soleimani was killed by a US drone strike near Baghdad", snapshot) == (
        "Soleimani was killed by an American drone strike near Baghdad"
    )
    assert nearest("A recipe for apple pie with cinnamon", snapshot) is None
    assert nearest("", snapshot) is None
    assert nearest("anything", "") is None


# ---- the property: whatever stands there is found, however it is typed --------------------------------------------

WORDS = st.sampled_from(
    "the Café naïve Straße Iran’s “quoted” 1,200 3.5 1969 al-Muhandis ﬁrst x² Việt Ελλάδα Москва ёлка İzmir "
    "السلام مرحبا שלום भारत की किताब 서울 한국의 ಕನ್ನಡ 東京 ไทย … – a I U.S. (IRGC) o'clock ½ ǰ".split()
)
MARKS = st.sampled_from(["", "", "[3]", "[12][13]", "[a]", "[note 4]", "[citation needed]"])
SPACES = st.sampled_from([" ", " ", "\u00a0", "\n", "  ", "\u2009", " \u200b"])
RETYPED = {
    "’": "'‘´ʼ", "'": "’‘", "“": '"”„«', "”": '"“»', "-": "‐–—−", "–": "-—", " ": "\u00a0\u2003\n", "…": ("...",),
    "ﬁ": ("fi",), "ß": ("ss", "ẞ"),
}  # fmt: skip


@st.composite
def quoted_stretches(draw: st.DrawFn) -> tuple[str, str]:
    """A source and some words of it as somebody else may type them."""
    words = draw(st.lists(WORDS, min_size=1, max_size=12))
    marked = [word + draw(MARKS) for word in words]
    source = "".join(word + draw(SPACES) for word in marked)
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, len(words) - 1))
    typed = "".join(draw(st.sampled_from([c, *RETYPED.get(c, "")])) for c in " ".join(words[first : last + 1]))
    typed = draw(st.sampled_from([typed, unicodedata.normalize("NFD", typed), unicodedata.normalize("NFC", typed)]))
    cases = [str.upper, str.lower] if typed.isascii() else [str]
    return source, draw(st.sampled_from([str, *cases]))(typed)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(quoted_stretches())
def test_any_stretch_of_words_is_found_however_it_is_typed(case: tuple[str, str]):
    source, quote = case
    found = find_quote(quote, source)
    assert found, case
    assert source[found.start : found.end] == found.text
    assert normalise(found.text).text.strip() == normalise(quote).text.strip()


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=40), st.text(max_size=10))
def test_what_is_found_is_equal_to_what_was_looked_for(source: str, quote: str):
    found = find_quote(quote, source)
    if found:
        assert normalise(source[found.start : found.end]).text.strip() == normalise(quote).text.strip()


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x2100), max_size=40))
def test_the_quick_way_to_the_compared_text_is_the_same(text: str):
    assert plain(text) == normalise(text).text.strip()
    assert len(normalise(text).text) == len(normalise(text).origins)


# ---- does it carry the answer? -------------------------------------------------------------------------------------

ENTITIES = Entities(
    [
        Entity(name="United States", kind="country", aka=("U.S.", "US"), demonym="American", article="the"),
        Entity(name="Qasem Soleimani", kind="person", aka=("Soleimani",)),
    ]
)


def answer(text: str, value: str | None = None) -> Answer:
    if value and value.isdigit() and len(value) < 4:
        return Answer(text, NUMBER, number=int(value))
    return Answer(text, DATE, date=dates.read(value)) if value else Answer(text, "thing")


@pytest.mark.parametrize(
    ("held", "quote"),
    [
        (answer("Qasem Soleimani"), "the death of Qasem Soleimani was"),
        (answer("Qasem Soleimani"), "Soleimani's death"),
        (answer("the United States"), "ordered by U.S. officials"),
        (answer("United States"), "an American drone"),
        (answer("The Apollo programme"), "of Apollo programme fame"),
        (answer("four", "4"), "killed 4 men"),
        (answer("4", "4"), "killed four men"),
        (answer("21", "21"), "twenty-one guns"),
        (answer("3 January 2020", "2020-01-03"), "On January 3, 2020, he"),
        (answer("March 2024", "2024-03"), "in March of 2024"),
        (answer("2019–2022", "2019/2022"), "the 2019–22 crisis"),
        (answer("日本"), "東京は日本の首都"),
    ],
)
def test_an_answer_is_carried(held: Answer, quote: str):
    assert missing(held, quote, ENTITIES) is None


@pytest.mark.parametrize(
    ("held", "quote", "lacks"),
    [
        (answer("Iran"), "the Iranian general", "`Iran`"),
        (answer("US"), "they told us all of it", None),  # capitals do not count, so this is the author's to see
        (answer("3 January 2020", "2020-01-03"), "on 3 January he", "the year of `3 January 2020`"),
        (answer("3 January 2020", "2020-01-03"), "in 2020 he", "the month and day of `3 January 2020`"),
        (answer("five", "5"), "two and three men", "the number `five`"),
        (answer("100", "100"), "two hundred men", "the number `100`"),
        (answer("3", "3"), "3.5 men", "the number `3`"),
        (answer("1", "1"), "1,200 men", "the number `1`"),
        (answer("11", "11"), "the 11th of 11 million", "the number `11`"),
        (answer("20", "20"), "twenty-one", "the number `20`"),
    ],
)
def test_what_an_answer_lacks_is_named(held: Answer, quote: str, lacks: str | None):
    assert missing(held, quote, ENTITIES) == lacks


def test_the_author_names_the_words_that_carry_an_answer():
    held = answer("Donald Trump")
    assert missing(held, "the president ordered it", Entities(), "the president") is None
    assert missing(held, "the general ordered it", Entities(), "the president") == "the words `the president`"
    dated = answer("2020", "2020")
    assert missing(dated, "that year", Entities(), "that year") == "the year of `2020`"
    assert not stands_in("", "anything")


# ---- standings, and what a project requires ------------------------------------------------------------------------

SNAPSHOT = "An almanac.\n\nOn 20 July 1969[2] Neil Armstrong walked on the Moon.\nHe said so himself."
LADDER = """
title: The Moon
sources:
  stored: {title: An Almanac, url: "https://example.org/moon", snapshot: almanac.txt, lines: paragraph}
  seen: {title: A Paper, publisher: Example Press}
facts:
  walk:
    say: "[Neil Armstrong](who) walked on the [Moon](where) on [20 July 1969](when)."
    cite: CITE
"""


def checked(root: Path, cite: str, require: str = "cited") -> api.CheckedProject:
    text = LADDER.replace("CITE", cite)
    return api.check(api.load(banks.project(root, text, config=f'require = "{require}"', almanac_txt=SNAPSHOT)))


STORED = '{stored: "On 20 July 1969 Neil Armstrong walked on the Moon"}'
SEEN = '{seen: "On 20 July 1969 Neil Armstrong walked on the Moon"}'
PAGE = "{seen: {page: 12}}"


@pytest.mark.parametrize(
    ("cite", "standing"), [(STORED, "verified"), (SEEN, "quoted"), (PAGE, "cited"), (f"[{PAGE}, {STORED}]", "verified")]
)
def test_the_standing_of_a_citation(tmp_path: Path, cite: str, standing: str):
    project = checked(tmp_path, cite)
    assert not project.problems
    for item in api.ask(project):
        assert item.citations[0].standing == standing


@pytest.mark.parametrize(("cite", "rank"), [(STORED, 2), (SEEN, 1), (PAGE, 0)])
@pytest.mark.parametrize("require", ["cited", "quoted", "verified"])
def test_a_citation_weaker_than_required_makes_no_question(tmp_path: Path, cite: str, rank: int, require: str):
    project = checked(tmp_path, cite, require)
    holds = rank >= ["cited", "quoted", "verified"].index(require)
    assert bool(project.banks[0].facts) is holds
    assert {problem.code for problem in project.problems} == (set() if holds else {"P210"})


def test_a_verified_citation_says_where_it_stands(tmp_path: Path):
    [item, *_] = api.ask(checked(tmp_path, STORED))
    [citation] = item.citations
    assert citation.quote == "On 20 July 1969 Neil Armstrong walked on the Moon"
    assert (citation.label, citation.locator) == ("paragraph", "3")
    exact, position = citation.selector
    assert SNAPSHOT[position.start : position.end] == exact.exact == citation.quote.replace("1969", "1969[2]")
    around = exact.prefix + exact.exact + exact.suffix
    assert SNAPSHOT[position.start - len(exact.prefix) : position.end + len(exact.suffix)] == around


def test_a_quote_that_is_not_there_stops_its_fact_and_shows_what_is(tmp_path: Path):
    project = checked(tmp_path, '{stored: "On 20 July 1969 Neil Armstrong stepped on the Moon"}')
    [problem] = project.problems
    assert problem.code == "P201"
    assert problem.span
    assert "Neil Armstrong walked on the Moon" in (problem.hint or "")
    assert not project.banks[0].facts


def test_a_quote_that_does_not_carry_its_answers_names_each(tmp_path: Path):
    project = checked(tmp_path, '{stored: "Neil Armstrong walked"}')
    assert sorted(problem.code for problem in project.problems) == ["P203", "P209"]
    assert {"`Moon`", "year"} <= {w for p in project.problems for w in (p.message.split()[-1], *p.message.split())}


def test_each_slot_cites_the_quote_that_carries_it(tmp_path: Path):
    cite = '[{stored: "Neil Armstrong walked on the Moon"}, {stored: "On 20 July 1969", for: [when]}]'
    quotes = {item.kind: [c.quote for c in item.citations] for item in api.ask(checked(tmp_path, cite))}
    assert quotes["when"] == ["On 20 July 1969"]
    assert quotes["who"] == quotes["where"] == ["Neil Armstrong walked on the Moon"]


@pytest.mark.parametrize(
    ("language", "say", "dateless"),
    [
        ("de", "[Neil Armstrong](who) betrat am [20. Juli 1969](when 1969-07-20) den [Mond](where).", "den Mond"),
        ("ja", "[アームストロング](who)は[1969年7月20日](when 1969-07-20)に[月面](where)を歩いた。", "月面を歩いた"),
        ("ar", "مشى [نيل أرمسترونغ](who) على [القمر](where) في [٢٠ يوليو ١٩٦٩](when 1969-07-20).", "مشى نيل"),
    ],
)
def test_a_date_in_another_language_is_carried_by_its_own_words(tmp_path: Path, language: str, say: str, dateless: str):
    text = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", say)
    bank = f"title: Mond\nlanguage: {language}\nsources: {{s: {{title: S, publisher: P, snapshot: s.txt}}}}\nfacts:\n"
    bank += f'  walk:\n    say: "{say}"\n    cite: {{s: "QUOTE"}}\n'
    project = api.check(api.load(banks.project(tmp_path, bank.replace("QUOTE", text), s_txt=text)))
    assert not project.problems
    assert len(list(api.ask(project))) == 3
    project = api.check(api.load(banks.project(tmp_path, bank.replace("QUOTE", dateless), s_txt=text)))
    assert {problem.code for problem in project.problems} & {"P203", "P209"}


def test_a_cell_is_its_own_evidence(tmp_path: Path):
    bank = (
        "title: T\nsources: {t: {title: T, publisher: P}}\ntables:\n"
        '  - {file: t.csv, source: t, id: "{name}", say: "[{name}](who) was born in [{year}](when)."}\n'
    )
    project = api.check(api.load(banks.project(tmp_path, bank, t_csv="name,year\nAda,1815\nBo,-479\n")))
    cells = {item.id: item.citations[0] for item in api.ask(project)}
    born = cells["bank.Bo.when"]
    assert (born.quote, born.locator, born.selector[0].value) == ("-479", "2, year", "cell=3,2")
    assert cells["bank.Ada.who"].selector[0].value == "cell=2,1"


def test_a_source_nobody_can_look_up_is_a_warning(tmp_path: Path):
    text = LADDER.replace("CITE", "{seen: {page: 1}}").replace(", publisher: Example Press", "")
    project = api.check(api.load(banks.project(tmp_path, text, almanac_txt=SNAPSHOT)))
    assert [(problem.code, problem.severity) for problem in project.problems] == [("P205", "warning")]


def test_checking_twice_changes_nothing(tmp_path: Path):
    bank = checked(tmp_path, STORED).banks[0]
    assert check_bank(bank, "verified").bank == bank


# ---- links ---------------------------------------------------------------------------------------------------------

PAGE_URL = "https://example.org/moon"


def test_a_quote_opens_at_its_words():
    assert link_to_quote(PAGE_URL, "first, on the\n Moon") == f"{PAGE_URL}#:~:text=first%2C%20on%20the%20Moon"


def test_hyphens_commas_and_ampersands_are_encoded():
    link = link_to_quote(PAGE_URL, "al-Muhandis & co, 2019–2022")
    assert link
    assert not set("-,&") & set(link.partition("text=")[2])
    assert unquote(link.partition("text=")[2]) == "al-Muhandis & co, 2019–2022"


def test_a_reference_mark_makes_a_range_around_it():
    link = link_to_quote(PAGE_URL, "killed by a drone strike ordered by Donald Trump[3] near the airport in Iraq") or ""
    start, end = link.partition("text=")[2].split(",")
    assert (unquote(start), unquote(end)) == ("killed by a drone", "the airport in Iraq")


def test_a_long_quote_is_given_as_a_range():
    quote = "beginning with these words " + "and on " * 60 + "until the very end"
    link = link_to_quote(PAGE_URL, quote) or ""
    assert len(link) < 120
    assert link.endswith("until%20the%20very%20end")


def test_a_long_quote_without_spaces_still_makes_a_short_link():
    link = link_to_quote(PAGE_URL, "月" * 400) or ""
    start, end = link.partition("text=")[2].split(",")
    assert len(unquote(start)) < 100
    assert len(unquote(end)) < 100


@pytest.mark.parametrize("url", [None, "ftp://example.org/x", "doi:10.1/x", "file:///x", ""])
def test_what_no_browser_opens_at_a_quote_stays_as_it_is(url: str | None):
    assert link_to_quote(url, "words") == url


def test_an_address_with_a_fragment_keeps_it():
    link = link_to_quote(f"{PAGE_URL}#history", "words") or ""
    assert link == f"{PAGE_URL}#history:~:text=words"
    assert link_to_quote(link, "other words") == link


def test_punctuation_behind_a_mark_makes_no_range():
    assert link_to_quote(PAGE_URL, "by Donald Trump[3].") == f"{PAGE_URL}#:~:text=by%20Donald%20Trump"


@pytest.mark.parametrize("quote", ["[3]", "  ", "", "…"])
def test_a_quote_of_nothing_opens_the_page(quote: str):
    assert link_to_quote(PAGE_URL, quote) == PAGE_URL


def test_a_shown_quote_is_one_line_without_marks():
    assert shown_quote("killed[3] by\n an “American”[a] drone") == "killed by an “American” drone"


def test_selectors_stay_inside_the_snapshot():
    found = find_quote("all", "all")
    assert found
    exact, position = selectors(found, "all")
    assert (exact.prefix, exact.suffix, position.start, position.end) == ("", "", 0, 3)


# ---- references ----------------------------------------------------------------------------------------------------

DOE = (Name(family="Doe", given="Ada"), Name(literal="The Moon Society"))


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (
            Source(id="b.s", type="book", title="An Almanac", author=DOE, publisher="Press", issued="1999"),
            "Doe, Ada; The Moon Society. An Almanac. Press, 1999.",
        ),
        (
            Source(id="b.s", type="book", title="An Almanac", edition="2nd ed.", publisher="Press",
                   publisher_place="Oxford", issued="1999", isbn="978-0"),
            "An Almanac, 2nd ed. Oxford: Press, 1999. ISBN 978-0",
        ),
        (
            Source(id="b.s", type="article-journal", title="Why the Moon?", author=DOE[:1], container_title="Nature",
                   volume="12", issue="3", page="4–9", issued="1969-07", doi="10.1/abc", url="https://x.org"),
            "Doe, Ada. “Why the Moon?” Nature 12 (3), July 1969, p. 4–9. https://doi.org/10.1/abc",
        ),
        (
            Source(id="b.s", type="webpage", title="Moon", url="https://x.org/moon", accessed="2024-05-06"),
            "Moon. https://x.org/moon (accessed 6 May 2024)",
        ),
        (
            Source(id="b.s", type="entry-encyclopedia", title="Moon", author=(Name(literal="Wikipedia contributors"),),
                   container_title="Wikipedia", doi="https://doi.org/10.1/x"),
            "Wikipedia contributors. “Moon”. Wikipedia. https://doi.org/10.1/x",
        ),
        (
            Source(id="b.s", type="dataset", title="Rows", publisher="Press", issued="c. 1620", note="As supplied."),
            "Rows. Press, c. 1620. As supplied.",
        ),
        (Source(id="b.s", title="Only a title"), "Only a title."),
        (Source(id="b.s", title="قمر", author=(Name(literal="ابن سينا"),), issued="-0479"), "ابن سينا. قمر. 480 BC."),
    ],
)  # fmt: skip
def test_a_reference_line(source: Source, line: str):
    assert reference(source) == line
