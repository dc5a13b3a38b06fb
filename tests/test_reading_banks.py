"""Banks: sentences, records, tables and sources become facts, and what is wrong is told at its place, all at once."""

from __future__ import annotations

import hashlib
import json

import pytest

from quizgen import api
from quizgen.model.fact import Bank, Fact
from quizgen.problem import Problem, ProblemError, Severity, errors, in_order
from quizgen.reading.banks import Reading, read_bank
from quizgen.reading.located import forget_positions
from quizgen.reading.marks import Mark, MarkError, read_marks
from quizgen.reading.project import read_project

SOURCE = "title: T\nsources:\n  s: {title: A Book, publisher: P}\n"


@pytest.fixture
def read(tmp_path):
    """Read a bank from its text and the files beside it."""

    def reader(text: str, **files: str | bytes) -> Reading:
        folder = tmp_path / "moon"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            path = folder / name.replace("__", ".")
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (folder / "bank.yaml").write_text(text, encoding="utf-8")
        forget_positions()
        return read_bank(folder)

    return reader


def bank_of(reading: Reading) -> Bank:
    assert not errors(reading.problems), reading.problems
    assert reading.bank
    return reading.bank


def fact_of(reading: Reading) -> Fact:
    (fact,) = bank_of(reading).facts
    return fact


def places(reading: Reading) -> list[tuple[str, int, int]]:
    """Code, line and column of each problem, in order of place."""
    found = in_order(reading.problems)
    return [(p.code, p.span.line, p.span.column) if p.span else (p.code, 0, 0) for p in found]


def only(reading: Reading) -> Problem:
    (problem,) = reading.problems
    return problem


def one_fact(rest: str) -> str:
    """A bank whose only fact begins in line 5."""
    return f"{SOURCE}facts:\n  one:\n{rest}"


# Marks


@pytest.mark.parametrize(
    ("sentence", "marks"),
    [
        ("[Ada](who) wrote.", [Mark("Ada", "who")]),
        ("[Ada] met [Bo](whom).", [Mark("Ada"), Mark("Bo", "whom")]),
        ("In [1843](when 1843), x.", [Mark("1843", "when", "1843")]),
        ("In [that summer](when 2019-22).", [Mark("that summer", "when", "2019-22")]),
        ("[many](how many 12) x.", [Mark("many", "how many", "12")]),
        ("[two](how many wheels) x.", [Mark("two", "how many wheels")]),
        ("the [Prize](which  literary\n prize).", [Mark("Prize", "which literary prize")]),
        ("[a](what)", [Mark("a", "what")]),
        ("[a](what thing)", [Mark("a", "what thing")]),
        ("[ a\n  b ](who) c", [Mark("a b", "who")]),
        ("[before 44 BC](when ../-0044)", [Mark("before 44 BC", "when", "../-0044")]),
        ("[آدا](who) و[漢字](where)。", [Mark("آدا", "who"), Mark("漢字", "where")]),
    ],
)
def test_marks(sentence, marks):
    assert [piece for piece in read_marks(sentence) if isinstance(piece, Mark)] == marks


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Ada wrote.", "marks nothing"),
        ("", "marks nothing"),
        ("[Ada wrote.", "bracket stands alone"),
        ("Ada] wrote [x](who).", "bracket stands alone"),
        ("[[Ada](who)] wrote.", "bracket stands alone"),
        ("[](who) wrote.", "bracket stands alone"),
        ("[ ](who) wrote.", "a mark is empty"),
        ("[Ada](whoo) wrote.", "`whoo` is not a role"),
        ("[Ada]() wrote.", "is not a role"),
        ("[Ada](why) wrote.", "is not a role"),
        ("[1843](when then) x.", "not an EDTF date"),
        ("the [Prize](which).", "needs a noun"),
    ],
)
def test_marks_that_cannot_be_read(sentence, words):
    with pytest.raises(MarkError, match=words.replace("(", r"\(")):
        read_marks(sentence)


def test_slots_are_named_by_role_and_count(read):
    text = one_fact(
        '    say: "[Ada](who), [Bo](who) and [Cy](whom) gave [3](how many) [pens](which things) in [May 1843](when)."\n'
        "    cite: {s: x}\n"
    )
    fact = fact_of(read(text))
    assert [slot.name for slot in fact.statement.slots] == ["who", "who-2", "whom", "how-many", "which", "when"]
    assert [answer.type for answer in fact.answers] == ["person", "person", "person", "number", "things", "date"]
    assert fact.date.edtf == "1843-05"
    assert fact.prose() == "Ada, Bo and Cy gave 3 pens in May 1843."


# References to slots


TWO = '    say: "[Ada](who) met [Bo](who) in [Rome](where) in [1843](when)."\n'


def test_references(read):
    text = one_fact(
        TWO
        + "    ask: {who/Bo: Whom did Ada meet?, when: When did they meet?}\n"
        + "    also: {who-2: [Robert], where: The Eternal City}\n"
        + "    several: who\n"
        + "    cite:\n"
        + "    - {s: one, for: [who/Ada, where]}\n"
        + "    - s: {quote: two, page: 7, words: {when: that year}}\n"
        + "      for: when\n"
        + "    - {s: three, words: she}\n"
    )
    fact = fact_of(read(text))
    assert fact.ask == {"who-2": "Whom did Ada meet?", "when": "When did they meet?"}
    assert fact.also == {"who-2": ("Robert",), "where": ("The Eternal City",)}
    assert fact.several == {"who", "who-2"}
    first, second, third = fact.quotations
    assert (first.slots, first.quote, first.source) == (("who", "where"), "one", "moon.s")
    assert (second.slots, second.label, second.locator) == (("when",), "page", "7")
    assert second.words == {"when": "that year"}
    assert set(third.words) == {"who", "who-2", "where", "when"}


@pytest.mark.parametrize(
    ("lines", "place", "words"),
    [
        ("    ask: {whom: X?}\n    cite: {s: x}\n", ("B046", 7, 11), "no slot `whom`"),
        ("    ask: {who: X?}\n    cite: {s: x}\n", ("B046", 7, 11), "may mean 2 slots"),
        ("    ask: {who/Cy: X?}\n    cite: {s: x}\n", ("B046", 7, 11), "no slot `who/Cy`"),
        ("    also: {what: X}\n    cite: {s: x}\n", ("B046", 7, 12), "no slot `what`"),
        ("    several: [when, what]\n    cite: {s: x}\n", ("B046", 7, 21), "no slot `what`"),
        ("    cite: {s: x, for: whom}\n", ("B046", 7, 18), "no slot `whom`"),
        ("    cite:\n    - {s: x, for: [who, whom]}\n", ("B046", 8, 25), "no slot `whom`"),
        ("    cite: {s: {quote: x, for: whom}}\n", ("B046", 7, 26), "no slot `whom`"),
        ("    cite: {s: x, words: {whom: y}}\n", ("B046", 7, 26), "no slot `whom`"),
        ("    cite: {s: x, for: [{a: b}]}\n", ("B046", 7, 24), "no slot of this name"),
        ("    cite: {s: x, words: [a]}\n", ("B045", 7, 18), "`words` are a text"),
        ("    cite: {s: {quote: x, pages: 3}}\n", ("B045", 7, 26), "a citation is a quote"),
        ("    cite: {s: [x]}\n", ("B045", 7, 12), "a citation is a quote"),
        ("    cite: {s: {quote: [x]}}\n", ("B045", 7, 12), "a citation is a quote"),
        ("    cite: just words\n", ("B045", 7, 5), "`source: quote`"),
        ("    cite: [x]\n", ("B045", 7, 12), "`source: quote`"),
        ("    cite: {t: x}\n", ("B044", 7, 12), "no source `t`"),
        ("    cite: {for: who}\n", ("B043", 7, 5), "names no source"),
        ("    tags: [a]\n", ("B043", 5, 3), "cites nothing"),
        ("    cite:\n", ("B043", 5, 3), "cites nothing"),
        ("    cite: {s: x}\n    tag: a\n", ("B010", 8, 5), "unknown field `tag`"),
        ("    cite: {s: x}\n    status: aleged\n", ("B010", 8, 13), "`aleged` is not one of"),
        ("    cite: {s: x}\n    ask: [a]\n", ("B010", 8, 10), "`ask` must be a group"),
    ],
)
def test_references_that_mean_nothing(read, lines, place, words):
    reading = read(one_fact(TWO + lines))
    found = only(reading) if not reading.bank or len(reading.problems) == 1 else reading.problems[0]
    line, column = found.span.line, found.span.column
    assert (found.code, line) == place[:2]
    assert words in found.message
    key = {"B043": True}.get(found.code)
    assert key or column == place[2] or found.code in {"B045"}, (column, place)


# Facts


@pytest.mark.parametrize(
    ("lines", "code", "line", "words"),
    [
        ("    say: No marks.\n    cite: {s: x}\n", "B040", 6, "marks nothing"),
        ('    say: "In [May](when), x."\n    cite: {s: x}\n', None, 0, ""),
        ('    say: "In [May-ish](when), x."\n    cite: {s: x}\n', "B042", 6, "May-ish"),
        ('    say: "In [then](when 9999-99), x."\n    cite: {s: x}\n', "B042", 6, "99"),
        ("    cite: {s: x}\n", "B041", 5, "says nothing"),
        ("    event: the battle\n    cite: {s: x}\n", "B041", 5, "answers nothing"),
        ("    event: the battle\n    who: ' '\n    cite: {s: x}\n", "B041", 5, "answers nothing"),
        ("    event: ''\n    who: Ada\n    cite: {s: x}\n", "B041", 5, ""),
        ("    event: the battle\n    when: someday\n    cite: {s: x}\n", "B042", 7, "someday"),
    ],
)
def test_facts_that_cannot_be_read(read, lines, code, line, words):
    reading = read(one_fact(lines))
    if code is None:
        assert fact_of(reading)
        return
    assert [(p.code, p.span.line) for p in reading.problems] == [(code, line)]
    assert words in only(reading).message
    assert reading.bank.facts == ()


def test_record(read):
    text = one_fact(
        "    event: the battle of  Marathon\n    who: Miltiades\n    when: 490 BC\n    where: Marathon\n"
        "    cite: {s: x}\n"
    )
    fact = fact_of(read(text))
    assert fact.statement.record
    assert [slot.role for slot in fact.statement.asked] == ["who", "when", "where"]
    assert fact.date.edtf == "-0489"
    assert fact.prose() == "The battle of Marathon (who: Miltiades; when: 490 BC; where: Marathon)."


def test_records_of_one_form_share_a_relation_but_not_their_events(read):
    rows = "".join(
        f"  b{n}: {{event: battle {n}, who: General {n}, when: '{1800 + n}', cite: {{s: x}}}}\n" for n in range(3)
    )
    other = "  b9: {event: battle 9, when: '1809', cite: {s: x}}\n"
    facts = bank_of(read(f"{SOURCE}facts:\n{rows}{other}")).facts
    assert len({fact.statement.relation for fact in facts}) == 2
    assert facts[0].statement.relation == facts[2].statement.relation != facts[3].statement.relation
    assert facts[2].prose() == "Battle 2 (who: General 2; when: 1802)."


def test_tags_of_bank_and_fact(read):
    text = one_fact("    say: '[Ada](who) x'\n    tags: [b, a]\n    cite: {s: x}\n").replace(
        "sources", "tags: a\nsources", 1
    )
    assert fact_of(read(text)).tags == ("a", "b")


def test_place_of_a_quotation(read):
    reading = read(
        one_fact("    say: '[Ada](who) x'\n    cite:\n    - s: {quote: >-\n        x y}\n").replace(
            ">-\n        x y", "x y"
        )
    )
    assert fact_of(reading).quotations[0].place.at == ("facts", "one", "cite", 0, "s", "quote")


# Fields


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("titel: T\n", ("B010", 1, 1), "did you mean `title`?"),
        (SOURCE + "fact: {}\n", ("B010", 4, 1), "did you mean `facts`?"),
        (SOURCE + "zebra: 1\n", ("B010", 4, 1), "known here: "),
        ("title: T\nsources:\n  s:\n    titel: A\n    url: x\n", ("B010", 4, 5), "did you mean `title`?"),
        ("title: T\nsources:\n  s: {title: A, author: [{familly: X}]}\n", ("B010", 3, 27), "did you mean `family`?"),
        (SOURCE + "entities:\n  Ada: {knd: person}\n", ("B010", 5, 9), "did you mean `kind`?"),
        (SOURCE + "tables:\n- {file: a, source: s, id: x, say: y, urll: z}\n", ("B010", 5, 39), None),
        (SOURCE + "facts:\n  sources:\n    sey: x\n", ("B010", 6, 5), "did you mean `say`?"),
        (SOURCE + "facts:\n  one:\n    statis: x\n", ("B010", 6, 5), "did you mean `status`?"),
    ],
)
def test_unknown_fields(read, text, place, hint):
    reading = read(text)
    unknown = next(p for p in reading.problems if p.message.startswith("unknown field"))
    assert (unknown.code, unknown.span.line, unknown.span.column) == place
    assert hint is None or (unknown.hint or "").startswith(hint)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("sources: {}\n", 1, "the field `title` is missing"),
        ("title: [a]\n", 1, "`title` must be a text"),
        ("title:\n", 1, "`title` must be a text"),
        ("title: T\nfacts: [a]\n", 2, "`facts` must be a group of `name: value` lines"),
        ("title: T\nfacts:\n  one: x\n", 3, "`one` must be a group of `name: value` lines"),
        ("title: T\nfacts:\n  one two: {say: x}\n", 3, "`one two` is not a valid name here"),
        ("title: T\nfacts:\n  1st: {say: x}\n", 3, "`1st` is not a valid name here"),
        ("title: T\nsources:\n  s: {title: A, author: [[x]]}\n", 3, "`author` must be a group of `name: value` lines"),
        ("title: T\nsources:\n  s: {url: x}\n", 3, "the field `title` is missing"),
        ("title: T\ntables:\n  file: x\n", 2, "the field `source` is missing"),
        ("title: T\ntables: x\n", 2, "`tables` must be a group of `name: value` lines"),
        ("title: T\nliving-options: yes\n", 2, "`yes` is not one of 'true' or 'false'"),
        ("title: T\ntags: {a: b}\n", 2, "`tags` must be a list"),
        ("title: T\nlanguage: English\n", 2, "`English` is not a valid name here"),
    ],
)
def test_fields_of_the_wrong_form(read, text, line, message):
    reading = read(text)
    assert (line, message) in [(p.span.line, p.message) for p in reading.problems]
    assert reading.bank is None
    assert {p.code for p in reading.problems} == {"B010"}


def test_empty_groups_are_fine(read):
    reading = read("title: T\nsources:\nentities:\n  Ada:\nfacts:\ntables:\ntags:\n")
    assert [p.message for p in reading.problems] == ["this bank has no facts"]
    assert reading.problems[0].severity is Severity.WARNING


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "words\n"])
def test_bank_of_no_fields(read, text):
    assert only(read(text)).code == "B012"


def test_all_problems_at_once_in_order_of_place(read):
    text = (
        "title: T\n"
        "sources:\n"
        "  s: {title: A, publisher: P}\n"
        "  gone: {title: B, snapshot: gone.txt}\n"
        "  odd: {title: B, issued: someday}\n"
        "entities:\n"
        "  Ada: {died: never}\n"
        "facts:\n"
        "  one: {say: nothing, cite: {s: x}}\n"
        "  two: {say: '[a](why)', cite: {s: x}}\n"
        "  three: {say: '[a](who)', cite: {t: x}}\n"
        "  fine: {say: '[a](who)', cite: {s: x}}\n"
        "tables:\n"
        "  - {file: gone.csv, source: s, id: '{a}', say: '[{a}](who)'}\n"
        "  - {file: bank.yaml, source: t, id: '{a}', say: '[{a}](who)'}\n"
    )
    reading = read(text)
    assert places(reading) == [
        ("B030", 4, 30),
        ("B042", 5, 27),
        ("B042", 7, 15),
        ("B040", 9, 14),
        ("B040", 10, 14),
        ("B044", 11, 35),
        ("B030", 14, 12),
        ("B044", 15, 31),
    ]
    assert [fact.id for fact in reading.bank.facts] == ["fine"]


# Sources


def test_sources(read):
    text = (
        "title: T\nsources:\n  s:\n    title: A\n"
        "    author: [Doe, 'Doe, Ada', {literal: NASA}, {family: Roe, given: Bo}]\n"
        "    container-title: C\n    issued: 1999-05\n    snapshot: s.txt\n    lines: sentence\n"
    )
    raw = "\ufeffone\r\ntwo\r\n".encode()
    source = bank_of(read(text, s__txt=raw)).sources["moon.s"]
    assert [str(name) for name in source.author] == ["Doe", "Doe, Ada", "NASA", "Roe, Bo"]
    assert (source.container_title, source.issued, source.lines) == ("C", "1999-05", "sentence")
    assert source.snapshot.text == "one\ntwo\n"
    assert source.snapshot.sha256 == hashlib.sha256(raw).hexdigest()


def test_sha256_of_a_snapshot(read):
    good = hashlib.sha256(b"text").hexdigest()
    text = "title: T\nsources:\n  s: {title: A, url: x, snapshot: s.txt, sha256: %s}\n"
    assert bank_of(read(text % good.upper(), s__txt="text"))
    problem = errors(read(text % ("ab" * 32), s__txt="text").problems)[0]
    assert (problem.code, problem.span.column) == ("P204", 50)
    assert good in problem.message


@pytest.mark.parametrize(
    ("snapshot", "code"),
    [
        *(("gone.txt", "B030"), (".", "B030"), ("empty.txt", "B030"), ("binary.txt", "B002"), ("nul.txt", "B002")),
        *(("../outside.txt", "B031"), ("/etc/passwd", "B031"), ("link.txt", "B031"), ("loop.txt", "B031")),
        *(("x" * 5000, "B030"), ("a/../../moon/../outside.txt", "B031")),
    ],
)
def test_snapshots_that_cannot_be_read(read, tmp_path, snapshot, code):
    (tmp_path / "outside.txt").write_text("text")
    (tmp_path / "moon").mkdir()
    (tmp_path / "moon" / "link.txt").symlink_to(tmp_path / "outside.txt")
    (tmp_path / "moon" / "loop.txt").symlink_to("loop.txt")
    files = {"empty__txt": " \n", "binary__txt": b"\xff\xfe\x00", "nul__txt": b"a\0b"}
    reading = read(f"title: T\nsources:\n  s: {{title: A, snapshot: {snapshot}}}\n", **files)
    (problem,) = errors(reading.problems)
    assert (problem.code, problem.span.line, problem.span.column) == (code, 3, 27)


def test_facts_and_tables_of_a_source_that_failed(read, tmp_path):
    text = (
        "title: T\nsources:\n  s: {title: A, snapshot: gone.txt}\nfacts:\n  one: {say: '[a](who)', cite: {s: x}}\n"
        "tables: {file: t.csv, source: s, id: '{a}', say: '[{a}](who)'}\n"
    )
    reading = read(text, t__csv="a\n1\n")
    assert [p.code for p in errors(reading.problems)] == ["B030"]
    assert [fact.id for fact in reading.bank.facts] == ["one"]


# Entities


def test_entities(read):
    text = one_fact(
        "    say: 'The [U.S.](which country) bought [Alaska](what) from [Élan](who).'\n    cite: {s: x}\n"
    ) + (
        "entities:\n  United States: {kind: country, aka: [U.S., USA], article: the, demonym: American}\n"
        "  Alaska: {in: United States, aka: Alyeska}\n  Elan: {kind: company}\n"
    )
    bank = bank_of(read(text))
    assert [answer.type for answer in bank.facts[0].answers] == ["country", "thing", "company"]
    assert bank.facts[0].answers[0].article == "the"
    assert bank.entities.find("alyeska").name == "Alaska"
    assert bank.entities.containers("Alyeska") == {"united states"}


# Lone tables


LONE = "id,event,who,when,where,source,quote,tags\n"


@pytest.mark.parametrize("folder", [False, True])
def test_lone_table(tmp_path, folder):
    path = tmp_path / ("wars" if folder else "wars-of_old.csv")
    file = path / "rows.csv" if folder else path
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        LONE
        + "b1,the battle of Hastings,William,1066-10-14,Hastings,A Book,quoted,war;norman\n"
        + '2,"a siege,\nlong",,1099,Jerusalem,https://example.org/x,,\n'
        + "b3,a fire,,1666,,A Book,,\n"
    )
    reading = read_bank(path)
    bank = bank_of(reading)
    assert bank.id == ("wars" if folder else "wars-of_old")
    assert bank.title == ("Rows" if folder else "Wars of old")
    assert [fact.id for fact in bank.facts] == ["b1", "_2", "b3"]
    assert [fact.place.line for fact in bank.facts] == [2, 3, 5]
    assert bank.facts[0].tags == ("war", "norman")
    assert bank.facts[0].quotations[0].quote == "quoted"
    assert bank.facts[1].quotations[0].quote is None
    assert {source.title: source.url for source in bank.sources.values()} == {
        "A Book": None,
        "https://example.org/x": "https://example.org/x",
    }


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("id,event,who\n1,a,b\n", "B024", 1, "the column `source` is missing"),
        ("id,event,source,why\n1,a,b,c\n", "B024", 1, "unknown column `why`"),
        (LONE + "b1,a,x,,,S,,\nb1,b,y,,,S,,\n", "B050", 3, "`b1` stands here twice"),
        (LONE + "b1,a,x,,,S,,\n漢字,b,y,,,S,,\n", "B050", 3, "no id"),
        (LONE + "b1,a,x,someday,,S,,\n", "B042", 2, "someday"),
        (LONE + "b1,a,,,,S,,\n", "B041", 2, "answers nothing"),
        (LONE + "b1,,x,,,S,,\n", "B041", 2, "says nothing"),
        (LONE + "b1,a,x,,,S,,,y\n", "B025", 2, "9 cells"),
        (LONE, "B012", None, "no facts"),
        ("", "B023", 1, "empty"),
    ],
)
def test_lone_tables_that_cannot_be_read(tmp_path, text, code, line, words):
    path = tmp_path / "t.csv"
    path.write_text(text)
    problem = only(read_bank(path))
    assert (problem.code, problem.span.line if problem.span else None) == (code, line)
    assert words in problem.message


def test_folder_that_is_no_bank(tmp_path):
    assert only(read_bank(tmp_path)).code == "B011"
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(LONE)
    assert "more than one table" in only(read_bank(tmp_path)).message


# Tables with patterns


TABLE = (
    "title: T\n"
    "sources:\n"
    "  s: {title: A, url: x}\n"
    "tables:\n"
    "  - file: t.csv\n"
    "    source: s\n"
    '    id: "{id}"\n'
    '    say: "[{name}](who) was born in [{year}](when) {note}."\n'
)
ROWS = "id,name,year,note,fame\nhttp://x.org/Q1,Ada,1815,in London,9\nQ2,Bo,-479,,n/a\nQ3,Cy,,in Rome,1\n"


def test_table(read):
    text = (
        TABLE.replace(" {note}.", ".")
        + "    link: '{id}'\n    event: the birth of {name}\n    fame: fame\n    kinds: {name: poet}\n"
    )
    bank = bank_of(read(text, t__csv=ROWS))
    one, two = bank.facts
    assert (one.id, one.link, one.event, one.fame) == ("Q1", "http://x.org/Q1", "the birth of Ada", 9)
    assert (one.row, one.place.line, one.cells[1]) == (0, 2, "Ada")
    assert one.columns.columns == ((1, "name"), (2, "year"))
    assert [answer.type for answer in one.answers] == ["poet", "date"]
    assert (two.answers[1].text, two.answers[1].date.edtf, two.fame) == ("480 BC", "-0479", None)
    assert bank.left_out == {"no `year` in the row": 1}
    assert bank.sources["moon.s"].snapshot.file == "t.csv"


def test_unmarked_fields_are_given_and_gaps_left_out(read):
    bank = bank_of(read(TABLE, t__csv=ROWS))
    (one,) = bank.facts
    assert one.prose() == "Ada was born in 1815 in London."
    assert one.statement.given == {2}
    assert bank.left_out == {"no `note` in the row": 1, "no `year` in the row": 1}


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ("year: present", ["Q1", "Q2"]),
        ("note: empty, year: present", ["Q2"]),
        ("name: Ada", ["Q1"]),
        ('name: "/^(Ada|Bo)$/"', ["Q1", "Q2"]),
        ("name: /", []),
        ('name: "/B/", year: "/^-/"', ["Q2"]),
    ],
)
def test_conditions(read, where, ids):
    text = TABLE.replace(" {note}.", ".") + f"    where: {{{where}}}\n"
    assert [fact.id for fact in bank_of(read(text, t__csv=ROWS)).facts] == ids


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (('"{id}"', '"{di}"'), ("B048", 7), "no column `di`"),
        (('"{id}"', '"{id}."'), ("B051", 7), "cannot make ids"),
        (("{note}", "{not}"), ("B048", 8), "no column `not`"),
        (("[{year}](when)", "[in {year}](when)"), ("B047", 8), "must hold one column"),
        (("[{year}](when)", "[1900](when)"), ("B047", 8), "must hold one column"),
        (("(who)", "(whoo)"), ("B040", 8), "not a role"),
        (("t.csv", "../t.csv"), ("B031", 5), "bank's folder"),
        (("t.csv", "t.xml"), ("B030", 5), "no table"),
        (("t.csv", "bank.yaml"), ("B020", 0), "not a kind of table"),
        (("source: s", "source: t"), ("B044", 6), "no source `t`"),
        (("    id", "    where: {yeer: present}\n    id"), ("B048", 7), "no column `yeer`"),
        (("    id", "    where: {year: /(/}\n    id"), ("B049", 7), "regular expression"),
        (("    id", "    ask: {whom: x}\n    id"), ("B046", 7), "no slot `whom`"),
        (("    id", "    ask: {who: 'x {y}'}\n    id"), ("B048", 7), "no column `y`"),
        (("    id", "    several: [what]\n    id"), ("B046", 7), "no slot `what`"),
        (("    id", "    fame: x\n    id"), ("B048", 7), "no column `x`"),
        (("    id", "    event: '{x}'\n    id"), ("B048", 7), "no column `x`"),
        (("    id", "    encoding: nope\n    id"), ("B021", 0), "not an encoding"),
    ],
)
def test_patterns_that_do_not_fit(read, change, place, words):
    reading = read(TABLE.replace(*change), t__csv=ROWS)
    problem = only(reading)
    assert (problem.code, problem.span.line if problem.span else 0) == place
    assert words in problem.message
    assert reading.bank.facts == ()


def test_rows_that_make_one_id(read):
    rows = "id,name,year,note\na,Ada,1815,x\na,Ada,1815,x\nb,Bo,1816,x\nb,Bo,1817,x\nc,Cy,1818,x\n漢字,Di,1819,x\n"
    reading = read(TABLE, t__csv=rows)
    assert [(p.code, p.span.line) for p in in_order(reading.problems)] == [("B050", 5), ("B051", 7)]
    assert [fact.id for fact in reading.bank.facts] == ["a", "c"]
    assert reading.bank.left_out == {"the same row again": 1}


def test_ids_that_two_tables_or_a_fact_make(read):
    text = TABLE + TABLE[TABLE.index("  - file") :] + "facts:\n  c: {say: '[a](who)', cite: {s: x}}\n"
    reading = read(text, t__csv="id,name,year,note\na,Ada,1815,x\nc,Cy,1818,x\n")
    assert {p.code for p in reading.problems} == {"B050"}
    assert reading.bank.facts == ()


def test_ids_that_are_too_long(read):
    reading = read(TABLE, t__csv=f"id,name,year,note\n{'x' * 90},Ada,1815,x\nb,Bo,1816,x\n")
    assert [(p.code, p.span.line) for p in reading.problems] == [("B051", 2)]
    assert [fact.id for fact in reading.bank.facts] == ["b"]


def test_dates_in_cells_that_cannot_be_read(read):
    reading = read(TABLE, t__csv=f"id,name,year,note\na,Ada,someday,x\nb,Bo,1816,x\nc,Cy,{'9' * 5000},x\n")
    assert [(p.code, p.span.line) for p in reading.problems] == [("B042", 2), ("B042", 4)]
    assert all(len(p.message) < 300 for p in reading.problems)


@pytest.mark.parametrize("name", ["t.json", "t.jsonl", "t.tsv"])
def test_tables_of_other_kinds(read, name):
    rows = [{"id": "a", "name": "Ada", "year": 1815, "note": "x"}, {"id": "b", "name": "Bo", "year": -43, "note": "y"}]
    text = {
        "t.json": json.dumps(rows, indent=1),
        "t.jsonl": "\n".join(map(json.dumps, rows)),
        "t.tsv": "id\tname\tyear\tnote\n" + "\n".join("\t".join(map(str, row.values())) for row in rows),
    }[name]
    bank = bank_of(read(TABLE.replace("t.csv", name), **{name.replace(".", "__"): text}))
    assert [fact.answers[1].text for fact in bank.facts] == ["1815", "44 BC"]
    assert bank.facts[0].columns.json is (name != "t.tsv")


# International text


TEXTS = (
    "السلام عليكم",
    "שלום עולם",
    "漢字かな交じり文",
    "한국어",
    "🎉👩‍👩‍👧",
    "“curly” ‘quotes’",
    "naïve ﬁ e\u0301",
    "Ελληνικά",
)


@pytest.mark.parametrize("text", TEXTS)
def test_international_text_in_every_field(read, text):
    q = json.dumps(text, ensure_ascii=False)
    bank = bank_of(
        read(
            f"title: {q}\nlanguage: ar\nlicence: {q}\ndescription: {q}\ntags: {q}\n"
            f"sources:\n  s: {{title: {q}, author: [{q}, {{family: {q}}}], note: {q}, snapshot: s.txt}}\n"
            f"  t: {{title: {q}}}\n"
            f"entities:\n  {q}: {{kind: person, aka: [{q}], in: {q}, demonym: {q}}}\n"
            f"facts:\n  one:\n    say: '[{text}](who) {text} [{text}2](which {text}).'\n"
            f"    event: {q}\n    by: {q}\n    status: attributed\n    tags: [{q}]\n"
            f"    ask: {{{json.dumps(f'who/{text}', ensure_ascii=False)}: {q}}}\n    also: {{who: {q}}}\n"
            f"    cite: {{s: {q}, words: {{who: {q}}}}}\n"
            f"tables:\n- {{file: t.csv, source: t, id: '{{id}}', say: '[{{{text}}}](who) {text}'}}\n",
            s__txt=f"… {text} …",
            t__csv=f"id,{text}\nr1,{text}\n".encode("utf-8-sig"),
        )
    )
    one, row = bank.facts
    assert one.answers[0].text == row.answers[0].text == text
    assert one.prose() == f"{text[0].upper()}{text[1:]} {text} {text}2."
    assert one.answers[0].type == "person"
    assert one.statement.slots[1].role == f"which {text}"
    assert (one.event, one.ask, one.also) == (text, {"who": text}, {"who": (text,)})
    assert (bank.title, bank.sources["moon.s"].title) == (text, text)


# Projects


@pytest.fixture
def project(tmp_path):
    """A project of one small bank, and what quizgen.toml says."""

    def make(config: str | bytes = "") -> api.Project:
        bank = tmp_path / "question_bank" / "moon"
        bank.mkdir(parents=True, exist_ok=True)
        (bank / "bank.yaml").write_text(one_fact("    say: '[Ada](who)'\n    cite: {s: Ada}\n"))
        (tmp_path / "quizgen.toml").write_bytes(config if isinstance(config, bytes) else config.encode())
        return read_project(tmp_path)

    return make


def test_config(project):
    found = project(
        '\ufefftitle = "T"\r\nforms = 3\r\nprint-items = 5\r\nformats = ["json"]\r\n[options.json]\r\nx = 1\r\n'
    ).config
    assert (found.title, found.forms, found.print_items, found.formats) == ("T", 3, 5, ("json",))
    assert found.options == {"json": {"x": 1}}
    assert project("").config.title == "Quiz"


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        ('title = "T"\nforms = \n', "B063", 2, 9, "Invalid value"),
        ('title = "T', "B063", 1, 11, "Unterminated string"),
        ("a = 1\na = 2\n", "B063", 2, 6, "overwrite"),
        ("\n[a\n", "B063", 2, 3, "Expected"),
        ('titel = "T"\n', "B010", 1, 1, "unknown field `titel`"),
        ('title = "T"\n\n  requires = "verified"\n', "B010", 3, 3, "unknown field `requires`"),
        ('require = "all"\n', "B010", 1, 1, None),
        ("title = 3\n", "B010", 1, 1, "`title` must be a text"),
        ("release = 5\n", "B010", 1, 1, "a release is a day"),
        ('release = "2026-13-45"\n', "B010", 1, 1, "not `2026-13-45`"),
        ('release = "1970-01-01"\n', "B010", 1, 1, "not `1970-01-01`"),
        ("forms = 131\n", "B010", 1, 1, None),
        ('forms = "x"\n', "B010", 1, 1, None),
        ('title = "T"\n[optoins.json]\na = 1\n', "B010", 2, 2, "unknown field `optoins`"),
        ("[options]\njson = 3\n", "B010", 2, 1, None),
    ],
)
def test_config_errors(project, text, code, line, column, words):
    with pytest.raises(ProblemError) as caught:
        project(text)
    (problem,) = caught.value.problems
    assert problem.path.endswith("quizgen.toml")
    assert problem.code == code
    assert words is None or words in problem.message
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "code"),
    [(b"title = '\xff'\n", "B002"), (b"a = " + b"[" * 5000, "B063"), (b"a = " + b"9" * 5000, "B063"), (b"\0", "B063")],
)
def test_config_that_is_hostile(project, text, code):
    with pytest.raises(ProblemError) as caught:
        project(text)
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize("text", ['"2026-01-02"', "2026-01-02"])
def test_a_release_is_a_day_quoted_or_not(project, text):
    assert project(f"release = {text}\n").config.release == "2026-01-02T00:00:00Z"


def test_a_source_has_one_table_as_its_stored_copy(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("n,who,year\n1,Ann,1950\n2,Bob,1960\n", encoding="utf-8")
    entry = "  - {file: %s, source: s, id: '%s{n}', say: '[{who}](who) sang in [{year}](when).'}\n"
    text = (
        "title: T\nsources: {s: {title: S, publisher: P}}\ntables:\n" + entry % ("a.csv", "a") + entry % ("b.csv", "b")
    )
    (tmp_path / "bank.yaml").write_text(text, encoding="utf-8")
    reading = read_bank(tmp_path)
    assert [(p.code, p.span and p.span.line) for p in reading.problems] == [("B032", 5)]
    assert reading.bank is not None
    assert {fact.id for fact in reading.bank.facts} == {"a1", "a2"}


def test_all_errors_of_the_config_at_once(project):
    with pytest.raises(ProblemError) as caught:
        project('titel = "x"\nforms = 999\nseeed = "1"\n')
    assert [problem.span.line for problem in in_order(caught.value.problems)] == [1, 2, 3]
    assert [problem.hint for problem in in_order(caught.value.problems)][::2] == [
        "did you mean `title`?",
        "did you mean `seed`?",
    ]


def test_named_banks(project, tmp_path):
    project()
    (tmp_path / "question_bank" / "wars.csv").write_text(LONE + "b1,a,x,,,S,,\n")
    (tmp_path / "question_bank" / "_draft").mkdir()
    (tmp_path / "question_bank" / "notes.md").write_text("x")
    assert [bank.id for bank in read_project(tmp_path).banks] == ["moon", "wars"]
    assert [bank.id for bank in read_project(tmp_path / "question_bank" / "moon", ["wars"]).banks] == ["wars"]
    with pytest.raises(ProblemError) as caught:
        read_project(tmp_path, ["mon"])
    assert caught.value.problems[0].code == "B062"


def test_no_project(tmp_path):
    for path in (tmp_path / "gone", tmp_path):
        with pytest.raises(ProblemError) as caught:
            read_project(path)
        assert caught.value.problems[0].code == "B060"
