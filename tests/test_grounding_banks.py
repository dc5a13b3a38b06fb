"""What a bank as a whole says of its sources: ambiguous quotes, contradictions, repetitions, inferred dates."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen import api, dates
from quizgen.grounding.quotes import find_quote, selectors
from quizgen.model.citation import TextPositionSelector, TextQuoteSelector
from quizgen.problem import Problem, Severity
from tests import banks

PAGE = (
    "In 1911 the tower was begun.\n"
    "At the opening the mayor made a speech.\n"
    "In 1920 a second tower stood beside it.\n"
    "At the opening the bishop was absent.\n"
    "At the opening the mayor made a speech.\n"
)
HEAD = """
title: Towers
sources:
  web: {title: A Page, url: "https://example.org/towers", snapshot: page.txt}
  book: {title: A Book, publisher: Example Press}
"""


def checked(root: Path, facts: str, head: str = HEAD, **files: str) -> api.CheckedProject:
    return api.check(api.load(banks.project(root, f"{head}facts:\n{facts}", **({"page_txt": PAGE} | files))))


def codes(project: api.CheckedProject) -> list[str]:
    return [problem.code for problem in project.problems]


# ---- a quote that stands more than once ----------------------------------------------------------------------------

SPEECH = '  speech:\n    say: "[The mayor](who) made a speech at the opening."\n    cite: CITE\n'
TWICE = "At the opening the mayor made a speech"


def test_a_quote_in_two_places_is_a_warning_and_the_fact_stays(tmp_path: Path):
    project = checked(tmp_path, SPEECH.replace("CITE", f'{{web: "{TWICE}"}}'))
    [problem] = project.problems
    assert (problem.code, problem.severity) == ("P202", Severity.WARNING)
    assert "2 times in page.txt" in problem.message
    assert problem.span
    assert project.banks[0].facts


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("after: In 1911", 2),
        ("before: In 1920", 2),
        ("after: In 1920", 5),
        ("after: the bishop was absent", 5),
        ('after: "IN  1920", before: ""', 5),
    ],
)
def test_the_author_says_which_place_is_meant(tmp_path: Path, words: str, line: int):
    project = checked(tmp_path, SPEECH.replace("CITE", f'{{web: "{TWICE}", {words}}}'))
    assert codes(project) == []
    [citation] = [cited.citation for cited in project.banks[0].facts[0].citations]
    quote, position = citation.selector
    assert isinstance(quote, TextQuoteSelector)
    assert isinstance(position, TextPositionSelector)
    assert citation.locator == str(line)
    assert PAGE.count("\n", 0, position.start) + 1 == line
    assert PAGE[position.start : position.end] == quote.exact == TWICE
    assert [at for at in range(len(PAGE)) if PAGE.startswith(quote.prefix + quote.exact + quote.suffix, at)] == [
        position.start - len(quote.prefix)
    ]


def test_words_that_do_not_stand_there_are_an_error(tmp_path: Path):
    project = checked(tmp_path, SPEECH.replace("CITE", f'{{web: "{TWICE}", after: In 1999}}'))
    [problem] = project.problems
    assert (problem.code, problem.severity) == ("P202", Severity.ERROR)
    assert "after “In 1999”" in problem.message
    assert not project.banks[0].facts


def test_words_about_a_quote_that_is_not_there_do_not_hide_that_it_is_not(tmp_path: Path):
    assert codes(checked(tmp_path, SPEECH.replace("CITE", '{web: "the mayor sang", after: In 1911}'))) == ["P201"]


def test_the_link_to_a_quote_that_stands_twice_says_what_goes_before(tmp_path: Path):
    text = "First it rained. Then it rained.\n"
    facts = '  rain:\n    say: "It [rained](what)."\n    cite: {web: {quote: it rained, after: Then}}\n'
    project = checked(tmp_path, facts, page_txt=text)
    [citation] = [cited.citation for cited in project.banks[0].facts[0].citations]
    assert citation.url == "https://example.org/towers#:~:text=First%20it%20rained.%20Then-,it%20rained"


def test_show_does_not_take_a_warning_for_a_broken_fact(tmp_path: Path):
    from quizgen.cli.showing import refuse_broken

    facts = SPEECH.replace("CITE", f'{{web: "{TWICE}"}}')
    project = api.load(banks.project(tmp_path, f"{HEAD}facts:\n{facts}", page_txt=PAGE))
    refuse_broken(project.banks[0].facts[0], project.banks[0], project)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(["it rained", "then", "once", "it", "rained", "and"]), max_size=12), st.booleans())
def test_whatever_place_is_chosen_the_words_are_on_its_side(words: list[str], front: bool):
    text = " ".join(words)
    found = find_quote("it rained", text, **{"after" if front else "before": "then"})
    places = [n for n in range(len(text)) if f" {text} ".startswith(" it rained ", n)]
    good = [
        at
        for n, at in enumerate(places)
        if "then" in (text[(0, *places)[n] : at] if front else text[at : [*places, len(text)][n + 1]]).split()
    ]
    assert (found is not None) == bool(good)
    if found:
        assert (found.start, found.times, len(found.others)) == (good[0], len(good), len(places) - 1)
        quote, _ = selectors(found, text)
        assert text.count(quote.prefix + quote.exact + quote.suffix) == 1 or len(places) == 1


# ---- dates that are inferred, sources that changed or cannot be found ----------------------------------------------


def test_a_date_of_which_the_quote_says_only_a_part_is_inferred(tmp_path: Path):
    say = "[The tower](what) was begun in [March 1911](when)."
    facts = f'  begun:\n    say: "{say}"\n    cite: {{web: "In 1911 the tower"}}\n'
    [problem] = checked(tmp_path, facts).problems
    assert problem.code == "P209"
    assert "the month of `March 1911`" in problem.message
    assert codes(checked(tmp_path, facts.replace("March ", ""))) == []


def test_a_name_that_is_not_in_the_quote_is_not_taken_for_a_date(tmp_path: Path):
    facts = '  begun:\n    say: "[The bridge](what) was begun in [1911](when)."\n    cite: {web: "In 1911 the tower"}\n'
    assert codes(checked(tmp_path, facts)) == ["P203"]


@pytest.mark.parametrize(("sha", "found"), [("00" * 32, ["P204"]), ("", [])])
def test_a_snapshot_that_changed_stops_its_facts(tmp_path: Path, sha: str, found: list[str]):
    import hashlib

    noted = sha or hashlib.sha256(PAGE.encode()).hexdigest()
    head = HEAD.replace("snapshot: page.txt", f"snapshot: page.txt, sha256: {noted}")
    project = checked(tmp_path, SPEECH.replace("CITE", f'{{web: "{TWICE}", after: In 1911}}'), head)
    assert codes(project) == found
    if found:
        assert "read the quotes again" in (project.problems[0].hint or "")
        assert not project.banks[0].facts


@pytest.mark.parametrize(
    "field", ["url: 'https://x.org'", "publisher: P", "container-title: C", "doi: 10.1/x", "isbn: 1"]
)
def test_a_source_that_nobody_could_look_up_is_a_warning(tmp_path: Path, field: str):
    facts = '  f:\n    say: "[It](what) rained."\n    cite: {book: {page: 1}}\n'
    head = HEAD.replace("publisher: Example Press", "CHANGE")
    assert codes(checked(tmp_path, facts, head.replace(", CHANGE", ""))) == ["P205"]
    shutil.rmtree(tmp_path)
    assert codes(checked(tmp_path, facts, head.replace("CHANGE", field))) == []


# ---- facts that disagree -------------------------------------------------------------------------------------------


def pair(first: str, second: str, more: str = "") -> str:
    return (
        f'  one:\n    say: "{first}"\n    cite: {{book: {{page: 1}}}}\n'
        f'  two:\n    say: "{second}"\n    cite: {{page2: "{second.replace("[", "").split("]")[0]}"}}\n{more}'
    )


TWO_BOOKS = HEAD + "  page2: {title: Another Book, publisher: Example Press}\n"
BORN = "[Ada](who) was born in [{}](when)."
DIED = "The storm killed [{}](how many) people in [Ulm]."


def disagreements(root: Path, facts: str, head: str = TWO_BOOKS, **files: str) -> list[Problem]:
    return [problem for problem in checked(root, facts, head, **files).problems if problem.code == "P207"]


@pytest.mark.parametrize(
    ("shape", "one", "other"),
    [
        (BORN, "1815", "1816"),
        (BORN, "3 January 1815", "4 January 1815"),
        (BORN, "1815", "3 January 1816"),
        (BORN, "the 1810s", "1821"),
        (BORN, "55 BC", "AD 55"),
        (DIED, "11", "12"),
        (DIED, "271", "290"),
        (DIED, "eleven", "12"),
    ],
)
def test_two_facts_that_cannot_both_be_true_are_shown_with_both_citations(
    tmp_path: Path, shape: str, one: str, other: str
):
    facts = pair(shape.format(one), shape.format(other)).replace('{page2: "', '{page2: {page: 7, quote: "')
    facts = facts.replace('"}\n', '"}}\n')
    facts = facts.replace(
        shape.format(other).replace("[", "").split("]")[0], f"Ada was born and the storm killed {other}"
    )
    [problem] = disagreements(tmp_path, facts)
    assert problem.severity is Severity.WARNING
    for part in (one, other, "A Book, page 1", "Another Book, page 7", "“Ada was born and", "`one` in", "`two` in"):
        assert part in problem.message, part
    assert problem.span
    assert problem.span.line > 8


@pytest.mark.parametrize(
    ("shape", "one", "other"),
    [
        (BORN, "1815", "1815"),
        (BORN, "1815", "3 January 1815"),
        (BORN, "the 1810s", "1815"),
        (BORN, "c. 1815", "1816"),
        (DIED, "270", "271"),
        (DIED, "1,200", "1,243"),
        (DIED, "eleven", "11"),
    ],
)
def test_what_can_both_be_true_is_no_disagreement(tmp_path: Path, shape: str, one: str, other: str):
    assert disagreements(tmp_path, pair(shape.format(one), shape.format(other)).replace("page2", "book")) == []


@pytest.mark.parametrize(
    "change",
    [
        "several: [when]",
        "also: {when: ['1816']}",
        "status: alleged\n    by: Bo",
        "status: disputed",
        "status: draft",
    ],
)
def test_what_the_author_leaves_open_is_no_disagreement(tmp_path: Path, change: str):
    facts = (
        f'  one:\n    say: "{BORN.format(1815)}"\n    {change}\n    cite: {{book: {{page: 1}}}}\n'
        f'  two:\n    say: "{BORN.format(1816)}"\n    cite: {{book: {{page: 2}}}}\n'
    )
    assert disagreements(tmp_path, facts) == []


def test_other_persons_and_other_sentences_are_other_facts(tmp_path: Path):
    facts = "".join(
        f'  f{n}:\n    say: "{say}"\n    cite: {{book: {{page: 1}}}}\n'
        for n, say in enumerate(
            [BORN.format(1815), "[Bo](who) was born in [1816](when).", "[Ada](who) died in [1852](when)."]
        )
    )
    assert disagreements(tmp_path, facts) == []


def test_two_names_of_one_person_are_one_person(tmp_path: Path):
    facts = (
        f'  one:\n    say: "{BORN.format(1815)}"\n    cite: {{book: {{page: 1}}}}\n'
        '  two:\n    say: "[Countess Ada](who) was born in [1816](when)."\n    cite: {book: {page: 2}}\n'
    )
    assert disagreements(tmp_path / "a", facts) == []
    named = TWO_BOOKS + "entities: {Ada: {kind: person, aka: [Countess Ada]}}\n"
    assert len(disagreements(tmp_path / "b", facts, named)) == 1


def test_dates_of_one_event_are_held_against_each_other(tmp_path: Path):
    facts = (
        '  one:\n    say: "The fire broke out on [2 May 1842](when)."\n    event: the fire of Ulm\n'
        "    cite: {book: {page: 1}}\n"
        "  two:\n    event: The fire of Ulm\n    who: [Bo]\n    when: 5 May 1842\n    cite: {book: {page: 2}}\n"
    ).replace("who: [Bo]", "who: Bo")
    [problem] = disagreements(tmp_path, facts)
    assert "2 May 1842" in problem.message
    assert "5 May 1842" in problem.message


def test_what_sources_disagree_about_is_not_asked_as_if_it_were_certain(tmp_path: Path):
    sure = "".join(
        f'  s{n}:\n    say: "[P{n}](who) was born in [{1700 + 30 * n}](when)."\n    cite: {{book: {{page: 3}}}}\n'
        for n in range(6)
    )
    facts = (
        f'  one:\n    say: "{BORN.format(1815)}"\n    cite: {{book: {{page: 1}}}}\n'
        f'  two:\n    say: "{BORN.format(1816)}"\n    cite: {{book: {{page: 2}}}}\n{sure}'
    )
    asked = api.ask(checked(tmp_path, facts))
    made = {item.id: item for item in asked}
    contested = {f"bank.{name}.when" for name in ("one", "two")}
    assert all(made[name].closed for name in contested & made.keys())
    left = {left.fact for left in asked.unasked["bank"] if left.slot == "when"}
    assert {name.split(".")[1] for name in contested - made.keys()} <= left
    assert made["bank.s3.when"].closed is False


def test_an_event_of_a_contested_date_has_no_place_on_a_timeline(tmp_path: Path):
    def born(name: str, year: int, page: int) -> str:
        say = f"[{name}](who) was born in [{year}](when)."
        return f'    say: "{say}"\n    event: the birth of {name} {page}\n    cite: {{book: {{page: {page}}}}}\n'

    sure = "".join(f"  s{n}:\n{born(f'Bo Ek {n}', 1700 + 30 * n, 0)}" for n in range(6))
    facts = f"{sure}  one:\n{born('Ada', 1815, 1)}  two:\n{born('Ada', 1816, 2)}"
    for item in api.ask(checked(tmp_path, facts)):
        if item.kind not in {"who", "when"}:
            assert "Ada" not in " ".join([item.stem, *item.key, *(option.text for option in item.options)])


ROWS = "tables:\n  - {file: t.csv, source: table, id: ID, say: SAY, LINKkinds: {name: person}}\n"
TABLE = HEAD + "  table: {title: A Table, publisher: P}\n"


def table(root: Path, csv: str, *, key: str = "{n}", link: str = "", tolerance: int = 0) -> list[Problem]:
    say = '"[{name}](who) was born in [{year}](when)."'
    entry = ROWS.replace("ID", f'"{key}"').replace("SAY", say).replace("LINK", f'link: "{link}", ' if link else "")
    entry = entry.replace("kinds", f"tolerance: {tolerance}, kinds")
    project = banks.project(root, TABLE + entry, page_txt=PAGE, t_csv=csv)
    return list(api.check(api.load(project)).problems)


BIRTHS = "n,name,year,page\n1,Ada,1815,https://x.org/a\n2,Bo,1900,https://x.org/b\n3,Ada,1817,https://x.org/c\n"


def test_rows_that_disagree_are_shown_with_their_lines(tmp_path: Path):
    [problem] = table(tmp_path, BIRTHS)
    assert problem.code == "P207"
    assert problem.path.endswith("t.csv")
    assert problem.span
    assert problem.span.line == 4
    assert "row 1, year" in problem.message
    assert "row 3, year" in problem.message


@pytest.mark.parametrize(
    "how",
    [{"tolerance": 2}, {"link": "{page}"}, {"key": "{name}-{year}"}],
    ids=["within the tolerance", "rows with pages of their own", "rows told apart by the year"],
)
def test_rows_that_may_both_be_true(tmp_path: Path, how: dict):
    assert table(tmp_path, BIRTHS, **how) == []


def test_a_sentence_and_a_row_are_held_against_each_other(tmp_path: Path):
    entry = (
        ROWS.replace("ID", '"{n}"').replace("SAY", '"[{name}](who) was born in [{year}](when)."').replace("LINK", "")
    )
    facts = f'facts:\n  ada:\n    say: "{BORN.format(1820)}"\n    cite: {{book: {{page: 1}}}}\n'
    bank = TABLE + facts + entry
    root = banks.project(tmp_path, bank, page_txt=PAGE, t_csv="n,name,year\n1,Ada,1815\n")
    assert [problem.code for problem in api.check(api.load(root)).problems] == ["P207"]


def test_very_many_disagreements_are_counted_not_listed(tmp_path: Path):
    rows = "".join(f"{n},Ada{n % 300},{1800 + n}\n" for n in range(600))
    found = table(tmp_path, f"n,name,year\n{rows}")
    assert len(found) == 51
    assert found[-1].message.startswith("250 more") or found[0].message.startswith("250 more")


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from(["1815", "1816", "1815-03", "181X", "1820~"])), max_size=5
    )
)
def test_a_pair_is_reported_exactly_when_its_days_are_apart(tmp_path_factory, claims: list[tuple[str, str]]):
    root = tmp_path_factory.mktemp("claims")
    facts = "".join(
        f'  f{n}:\n    say: "[{who}](who) was born [then](when {when})."\n    cite: {{book: {{page: 1}}}}\n'
        for n, (who, when) in enumerate(claims)
    )
    found = checked(root, facts or "  {}\n").problems if facts else ()
    apart = {
        (n, m)
        for m, (who, when) in enumerate(claims)
        for n, (other, date) in enumerate(claims[:m])
        if who == other and not dates.overlap(dates.parse(when), dates.parse(date))
    }
    told = [problem for problem in found if problem.code == "P207"]
    assert bool(told) == bool(apart)
    pairs = {
        tuple(sorted(int(part[1:]) for part in p.message.split("`") if part in {f"f{k}" for k in range(5)}))
        for p in told
    }
    assert pairs <= apart


# ---- facts told twice ----------------------------------------------------------------------------------------------


def told(root: Path, *says: str) -> list[Problem]:
    facts = "".join(f"  f{n}:\n    say: '{say}'\n    cite: {{book: {{page: {n}}}}}\n" for n, say in enumerate(says, 1))
    return [problem for problem in checked(root, facts).problems if problem.code == "P211"]


@pytest.mark.parametrize(
    "again",
    [
        "[Ada](who) wrote the first [program](what) for a machine in [1843](when).",
        "In [1843](when), [Ada](who) wrote the first [program](what) for a machine.",
        "[Ada](who) wrote the first [program](what) for a machine, in [1843](when).",
    ],
)
def test_a_fact_told_twice_is_a_warning(tmp_path: Path, again: str):
    [problem] = told(tmp_path, "[Ada](who) wrote the first [program](what) for a machine in [1843](when).", again)
    assert problem.severity is Severity.WARNING
    assert "`f2` says again what `f1` in" in problem.message


@pytest.mark.parametrize(
    "other",
    [
        "[Ada](who) wrote the first [program](what) for a machine in [1844](when).",
        "[Ada](who) translated, in [1843](when), the paper that holds the first [program](what).",
        "[Bo](who) wrote the first [program](what) for a machine in [1843](when).",
        "[Ada](who) wrote the first [program](what) for a machine with 12 wheels in [1843](when).",
    ],
)
def test_what_only_looks_alike_is_another_fact(tmp_path: Path, other: str):
    assert told(tmp_path, "[Ada](who) wrote the first [program](what) for a machine in [1843](when).", other) == []


def test_rows_repeat_each_other_only_as_they_stand(tmp_path: Path):
    rows = "n,name,year,page\n1,Ada,1815,https://x.org/a\n2,Ada,1815,https://x.org/b\n3,Ada,1816,https://x.org/c\n"
    assert [problem.code for problem in table(tmp_path / "a", rows, tolerance=2)] == ["P211"]
    assert table(tmp_path / "b", rows, link="{page}") == []


def test_the_banks_of_this_repository_have_none_of_these():
    project = api.check(api.load(Path(__file__).parents[1]))
    assert codes(project) == []
