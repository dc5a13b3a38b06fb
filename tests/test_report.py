"""The review report: what stands in it, that nothing of it can do harm, and its figures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen import dates
from quizgen.cli import group
from quizgen.problem import Severity
from quizgen.reporting import coverage
from quizgen.reporting.decades import decade_of
from quizgen.reporting.entries import direction, marked, web
from quizgen.reporting.page import page, paragraphs, write_page
from tests import examples, reports
from tests.banks import project, sentences

VOID = frozenset("meta input br link img hr".split())


class Node:
    """An element of the page with its attributes, its children and the text in it."""

    def __init__(self, tag, attributes=(), parent=None):
        self.tag, self.attributes, self.parent, self.children = tag, dict(attributes), parent, []

    @property
    def text(self):
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag="", **wanted):
        """Every element inside with this tag and these attributes; `class_` is one of the element's classes."""
        for child in self.children:
            if isinstance(child, Node):
                if tag in ("", child.tag) and all(map(child.fits, wanted, wanted.values())):
                    yield child
                yield from child.all(tag, **wanted)

    def fits(self, name, value):
        if name == "class_":
            return value in self.attributes.get("class", "").split()
        return self.attributes.get(name) == value

    def one(self, tag="", **wanted):
        (found,) = self.all(tag, **wanted)
        return found


class Reader(HTMLParser):
    """Reads a page and insists that every element that is opened is closed, in order."""

    def __init__(self):
        super().__init__()
        self.top = self.at = Node("")

    def handle_starttag(self, tag, attrs):
        node = Node(tag, attrs, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_endtag(self, tag):
        assert tag == self.at.tag, f"</{tag}> closes <{self.at.tag}>"
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)


def read(reviewed):
    reader = Reader()
    reader.feed("".join(page(reviewed)))
    reader.close()
    assert reader.at is reader.top
    return reader.top


def article(top, item):
    return top.one("article", id=item.id)


def test_every_item_is_there_with_its_options_its_key_and_its_source():
    reviewed = reports.reviewed()
    top = read(reviewed)
    assert [node.attributes["id"] for node in top.all("article")] == [item.id for item in reviewed.shown]
    for item in reviewed.shown:
        node = article(top, item)
        assert node.one("h3").text == item.stem
        assert item.rationale in node.text
        assert item.kind in node.one("p", class_="meta").text
        assert all(option.text in node.text for option in item.options)
        for citation in item.citations:
            assert citation.quote in node.one("blockquote").text
            assert examples.SOURCE.reference in node.one("figcaption").text
            assert citation.where in node.one("p", class_="locator").text
            assert node.one("figure").one("a").attributes["href"] == citation.url


def test_several_quotes_of_one_source_name_it_once():
    item = examples.item(1)
    item = item.model_copy(update={"citations": item.citations * 3})
    node = article(read(reports.reviewed(item)), item)
    assert len(list(node.all("blockquote"))) == 3
    assert node.text.count(examples.SOURCE.reference) == 1


def test_the_key_is_told_in_words():
    top = read(reports.reviewed(examples.item(1), examples.item(2, "text")))
    choice, typed = list(top.all("article"))[:2]
    assert [
        node.text.split() for node in choice.one("ul", class_="options").all("li") if "right answer" in node.text
    ] == [["B", "1911", "right", "answer"]]
    assert "Answer 1912" in " ".join(typed.text.split())
    assert "AD 1912" in typed.one("p", class_="also").text


def test_what_belongs_in_order_and_together_is_told():
    in_order, to_match = reports.put_in_order(), reports.to_match()
    top = read(reports.reviewed(in_order, to_match))
    assert [" ".join(node.text.split()) for node in article(top, in_order).one("ul", class_="options").all("li")] == [
        "A event 0 place 2", "B event 1 place 3", "C event 2 place 1",
    ]  # fmt: skip
    assert " ".join(next(article(top, to_match).all("li")).text.split()) == "A event 0 belongs to 1957"
    assert "right answer" not in article(top, in_order).text + article(top, to_match).text


def test_wrong_options_say_why_and_refused_ones_are_counted():
    item = examples.item(1, text="because").model_copy(update={"ledger": (("the same answer", 3), ("too near", 1))})
    node = article(read(reports.reviewed(item)), item)
    assert len([one for one in node.all("p", class_="why") if one.text == "because"]) == 4
    assert "not offered: 3 × the same answer, 1 × too near" in node.one("p", class_="meta").text


def test_flags_stand_with_the_item_and_lead_to_what_they_mean():
    reviewed = reports.reviewed()
    top = read(reviewed)
    first = article(top, reviewed.items[0])
    assert first.attributes["data-codes"] == "Q105 Q104"
    assert first.attributes["data-flags"] == "warning"
    flags = [" ".join(node.text.split()) for node in first.one("ul", class_="flags").all("li")]
    assert flags == [
        "warning Q105 too long · question_bank/moon/bank.yaml:12:3",
        "warning Q104 only the answer shares a word with the question · question_bank/moon/bank.yaml:12:3",
    ]
    targets = {node.attributes["id"] for node in top.all() if "id" in node.attributes}
    links = {node.attributes["href"][1:] for node in top.all("a") if node.attributes["href"].startswith("#")}
    assert {link for link in links if "=" not in link} <= targets
    assert "data-codes" not in article(top, reviewed.items[1]).attributes


def test_dropped_items_are_shown_apart():
    reviewed = reports.reviewed()
    top = read(reviewed)
    apart = next(node for node in top.all("section") if node.attributes.get("aria-labelledby") == "dropped")
    (node,) = apart.all("article")
    assert node.attributes["id"] == reviewed.dropped[0].id
    assert node.attributes["data-flags"] == "error"
    assert "2 of its options are right" in node.text


def test_ids_are_there_once_and_headings_skip_no_level():
    top = read(reports.reviewed())
    ids = Counter(node.attributes["id"] for node in top.all() if "id" in node.attributes)
    assert set(ids.values()) == {1}
    levels = [int(node.tag[1]) for node in top.all() if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    named = {node.attributes["aria-labelledby"] for node in top.all() if "aria-labelledby" in node.attributes}
    assert named <= ids.keys()


def test_nothing_is_loaded_and_only_our_script_runs():
    for reviewed in (reports.reviewed(), reports.hostile()):
        top = read(reviewed)
        assert not [node for node in top.all() if {"src", "srcset", "data", "action"} & node.attributes.keys()]
        assert not [*top.all("link"), *top.all("img"), *top.all("base"), *top.all("iframe")]
        assert not [name for node in top.all() for name in node.attributes if name.startswith("on")]
        assert "url(" not in top.one("style").text
        assert "@import" not in top.one("style").text
        assert len(list(top.all("script"))) == 1
        (policy,) = (n.attributes["content"] for n in top.all("meta") if "http-equiv" in n.attributes)
        assert policy.startswith("default-src 'none'")


def test_hostile_texts_stay_texts():
    reviewed = reports.hostile()
    top = read(reviewed)
    assert [node.attributes["id"] for node in top.all("article")] == [item.id for item in reviewed.shown]
    first = article(top, reviewed.items[0])
    assert first.one("h3").text == reviewed.items[0].stem
    hrefs = {node.attributes["href"].partition(":")[0] for node in top.all("a")}
    assert {href for href in hrefs if not href.startswith("#")} <= {"https", "http"}
    whole = "".join(page(reviewed))
    assert not re.search("[\x00-\x08\x0e-\x1f\u202d\u202e]", whole)
    assert "⟨U+202E⟩desrever" in whole


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), st.sampled_from(["choice", "text"])
)
def test_any_text_keeps_the_page_whole(text, interaction):
    item = examples.item(1, interaction, text=text)
    top = read(reports.reviewed(item))
    assert len(list(top.all("article"))) == 2
    assert len(list(article(top, item).all("h3"))) == 1


@pytest.mark.parametrize("letter", ["x", "<", "\u202e", "漢", "\U0001f600", "["])
def test_a_text_of_any_length_is_shown(letter):
    item = examples.item(1, text=letter * 100_000)
    node = article(read(reports.reviewed(item)), item)
    assert len(node.one("h3").text) >= 100_000


def test_languages_and_directions_are_told_for_each_item():
    reviewed = reports.abroad()
    top = read(reviewed)
    told = [article(top, item).one("h3").parent.attributes for item in reviewed.items]
    assert [(one["lang"], one["dir"]) for one in told] == [("ar", "rtl"), ("ja", "ltr")]


@pytest.mark.parametrize(
    ("language", "way"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa-Arab-IR", "rtl"), ("ku-Arab", "rtl"), ("az-Arab-IR", "rtl"), ("en", "ltr"),
     ("ar-Latn", "ltr"), ("ug-Cyrl", "ltr"), ("arn", "ltr"), ("hex", "ltr"), ("zh-Hant", "ltr"), ("", "ltr")],
)  # fmt: skip
def test_direction_of_a_language(language, way):
    assert direction(language) == way


def test_a_report_of_nothing_is_a_page():
    for reviewed in (
        reports.reviewed(examples.item(1), items=(), dropped=(), problems=(), unasked={}),
        reports.reviewed(
            examples.item(1), items=(), dropped=(), problems=(), unasked={}, banks=(), written=(), meanings={}
        ),
    ):
        top = read(reviewed)
        assert not list(top.all("article"))
        assert "There are no questions." in top.text


def test_same_bytes_twice_and_the_old_report_stays_when_writing_fails(tmp_path):
    reviewed = reports.reviewed()
    write_page(reviewed, tmp_path / "a.html")
    write_page(reports.reviewed(), tmp_path / "b.html")
    before = (tmp_path / "a.html").read_bytes()
    assert before == (tmp_path / "b.html").read_bytes()
    with pytest.raises(AttributeError):
        write_page(replace(reviewed, items=(*reviewed.items, None)), tmp_path / "a.html")
    assert (tmp_path / "a.html").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_own_templates_go_first(tmp_path):
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "style.css").write_text("body { color: rebeccapurple }", encoding="utf-8")
    assert "rebeccapurple" in read(replace(reports.reviewed(), templates=(tmp_path,))).one("style").text


# --- figures ---


def test_figures_of_a_bank():
    reviewed = reports.reviewed()
    (figures,) = coverage.bank_figures(reviewed)
    assert (figures.written, figures.held, figures.asked) == (13, 12, 10)
    assert (figures.items, figures.flagged, figures.dropped) == (10, 1, 1)
    assert figures.refused == {"the same question as another": 1}


def test_facts_never_asked_say_where_and_why():
    reviewed = reports.reviewed()
    never = {one.fact.id: one for one in coverage.never_asked(reviewed)["moon"]}
    assert {name: one.reasons for name, one in never.items()} == {
        "landing": ("the same question as `moon.event-1.when`",),
        "ides": (coverage.UNASKABLE,),
        "unheld": (coverage.UNHELD,),
    }
    assert {one.place for one in never.values()} == {"question_bank/moon/bank.yaml:12:1"}
    text = " ".join(read(reviewed).text.split())
    assert f"Not asked: {coverage.UNHELD} · unheld · question_bank/moon/bank.yaml:12:1" in text


def test_a_fact_whose_only_question_was_dropped_says_so():
    reviewed = reports.reviewed()
    bank = reports.bank(*reviewed.banks[0].facts, reports.fact("event-90"))
    told = replace(reviewed, banks=(bank,), written=(bank,))
    never = {one.fact.id: one.reasons for one in coverage.never_asked(told)["moon"]}
    assert never["event-90"] == ("its question was dropped: Q101",)


def test_breakdowns_count_every_item_once():
    reviewed = reports.reviewed()
    for parts in coverage.breakdowns(reviewed).values():
        assert sum(part.count for part in parts) == len(reviewed.items)
        assert max(part.size for part in parts) == 1


@pytest.mark.parametrize(
    ("date", "decade"),
    [("1969", "1960s"), ("20 July 1969", "1960s"), ("1970", "1970s"), ("2000", "2000s"), ("44 BC", "40s BC"),
     ("49 BC", "40s BC"), ("50 BC", "50s BC"), ("10 BC", "10s BC"), ("9 BC", "9–1 BC"), ("1 BC", "9–1 BC"),
     ("AD 1", "AD 1–9"), ("AD 9", "AD 1–9"), ("AD 14", "AD 10s"), ("AD 79", "AD 70s"), ("AD 100", "100s"),
     ("1961–1969", "1960s"), ("1961–1970", "over several decades"), ("the 1890s", "1890s"),
     ("the 19th century", "over several decades"), ("before 1900", "over several decades"),
     ("27 December", "without a year")],
)  # fmt: skip
def test_decade_of_a_date(date, decade):
    assert decade_of(dates.read(date))[1] == decade


def test_decade_of_a_season_and_of_nothing():
    assert decade_of(dates.parse("2019-24"))[1] == "2010s"
    assert decade_of(None)[1] == "without a date"


@given(st.integers(-9998, 9997))
def test_decades_are_in_order_of_time(year):
    def named(year):
        return decade_of(dates.parse(f"{'-' if year < 0 else ''}{abs(year):04d}"))

    assert named(year)[0] <= named(year + 1)[0]
    assert (named(year)[0] == named(year + 1)[0]) == (named(year)[1] == named(year + 1)[1])


def test_decades_count_every_fact_and_tell_of_those_not_asked():
    parts = {part.label: (part.count, part.note) for part in coverage.decades(reports.reviewed())}
    assert list(parts) == ["40s BC", "1960s", "without a date"]
    assert parts["40s BC"] == (1, "1 not asked")
    assert parts["1960s"] == (10, "")


def test_sources_count_facts_items_and_standings():
    (figures,) = coverage.source_figures(reports.reviewed())
    assert (figures.items, figures.standings) == (10, {"verified": 10})
    assert figures.reference == examples.SOURCE.reference


def test_codes_are_counted_and_those_turned_off_named():
    codes = {one.code: one for one in coverage.code_figures(reports.reviewed())}
    assert (codes["Q101"].errors, codes["Q101"].items) == (1, 1)
    assert (codes["Q109"].warnings, codes["Q109"].items) == (1, 0)
    assert codes["Q104"].off == ("sun",)
    assert "turned off in sun" in read(reports.reviewed()).text


def test_what_a_guesser_could_go_by_is_told():
    items = [examples.item(n) for n in range(40)]  # the key is always B
    (figure,) = [one for one in coverage.tells(reports.reviewed(*items)) if "letter" in one.tell]
    assert figure.tells
    text = " ".join(read(reports.reviewed(*items)).text.split())
    assert "B 100.0% (25.0%)" in text
    assert "yes: B" in text
    assert "What a guesser could go by" not in read(reports.reviewed(examples.item(1, "text"))).text


# --- what is marked in a quote ---


@pytest.mark.parametrize(
    ("quote", "names", "shown"),
    [("On 20 July 1969 it landed", ["21 July 1969", "1969"], "On 20 July [1969] it landed"),
     ("The Moon and the moon", ["the Moon"], "The [Moon] and the [moon]"),
     ("Armstrong’s step", ["Armstrong's"], "[Armstrong’s] step"),
     ("Neil\u00a0Armstrong[3] went", ["Neil Armstrong"], "[Neil\u00a0Armstrong][3] went"),
     ("in 19690 words", ["1969"], "in 19690 words"),
     ("徳川家康は江戸に", ["江戸"], "徳川家康は[江戸]に"), ("", ["x"], ""), ("quote", ["", "  "], "quote")],
)  # fmt: skip
def test_the_answers_words_are_marked(quote, names, shown):
    assert "".join(f"[{text}]" if is_marked else text for text, is_marked in marked(quote, names)) == shown


@given(st.text(), st.lists(st.text(max_size=4), max_size=3))
def test_marking_keeps_every_letter(quote, names):
    assert "".join(text for text, _ in marked(quote, names)) == quote


def test_an_alias_of_the_key_is_marked():
    quote = "event 1: N. A. Armstrong was there"
    item = examples.item(1, "text")
    item = item.model_copy(update={"key": ("Neil Armstrong",), "accept": (), "citations": (
        item.citations[0].model_copy(update={"quote": quote}),)})  # fmt: skip
    assert article(read(reports.reviewed(item)), item).one("mark").text == "N. A. Armstrong"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://a b", 'http://a"b', None, ""]
)
def test_only_addresses_on_the_web_become_links(url):
    assert web(url) == ""


def test_paragraphs_of_an_explanation():
    assert paragraphs("One\ntwo.\n\n    A. x\n    B. y\n\nWay out.") == [
        (False, "One two."), (True, "A. x\nB. y"), (False, "Way out."),
    ]  # fmt: skip


# --- the command ---


def run(*arguments):
    from click.testing import CliRunner

    return CliRunner().invoke(group, [*map(str, arguments)], prog_name="quizgen")


def test_check_writes_a_report(tmp_path):
    text = sentences(
        "[Ann](who) met Bob in [1969](when).", "[Cid](who) met Eve in [1971](when).", "Nothing is [asked]."
    )
    project(tmp_path, text, config='title = "Meetings"\n[review]\nQ103 = "off"\n')
    out = tmp_path / "far" / "report.html"
    done = run("-C", tmp_path, "check", "--report", out)
    assert done.exit_code == 0, done.output
    reader = Reader()
    reader.feed(out.read_text(encoding="utf-8"))
    assert reader.top.one("h1").text == "Meetings"
    assert "bank.f0.who" in {node.attributes["id"] for node in reader.top.all("article")}
    assert "turned off in bank" in reader.top.text


def test_check_says_when_the_report_cannot_be_written(tmp_path):
    project(tmp_path, sentences("[Ann](who) met Bob in [1969](when)."))
    (tmp_path / "file").write_text("")
    done = run("-C", tmp_path, "check", "--report", tmp_path / "file" / "report.html")
    assert done.exit_code == 1
    assert "cannot write the report" in done.output


def test_review_keeps_what_it_drops(tmp_path):
    from quizgen import api
    from quizgen.reviewing import rules

    bank = sentences("[Ann](who) met Bob in [1969](when).\n", "[Cid](who) met Eve in [1971](when).")
    checked = api.check(api.load(project(tmp_path, bank)))
    asked = api.ask(checked)
    rule = next(iter(rules().values()))
    before = list(asked)
    assert asked.dropped == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rule, "review", lambda seen: "flawed" if seen.item.fact == "f0" else None, raising=False)
        patch.setattr(rule, "SEVERITY", Severity.ERROR)
        kept = list(asked)
    assert {item.id for item in kept} | {item.id for item in asked.dropped} == {item.id for item in before}
    assert {item.fact for item in asked.dropped} == {"f0"}
