"""Located YAML: text stays text, every value has its place, and what makes YAML surprising is refused at its place."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quizgen.problem import Place, ProblemError, Span
from quizgen.reading import located
from quizgen.reading.located import forget_positions, locate, read_text, read_yaml


@pytest.fixture(params=["C", "Python"], autouse=True)
def loader(request, monkeypatch):
    """PyYAML comes with and without its C part; both must give the same."""
    chosen = yaml.SafeLoader if request.param == "Python" else located.Loader
    monkeypatch.setattr(located, "Loader", chosen)
    return request.param


def refused(text: str) -> tuple[str, int, int]:
    """The code, line and column of the problem with the text."""
    with pytest.raises(ProblemError) as caught:
        read_yaml(text, "bank.yaml")
    (problem,) = caught.value.problems
    assert problem.path == "bank.yaml"
    assert problem.span is not None
    return problem.code, problem.span.line, problem.span.column


@pytest.mark.parametrize(
    "text",
    [
        *("no", "NO", "yes", "off", "true", "null", "~", "Null"),
        *("2020-01-03", "2020-01-03T10:00:00Z", "0044", "0x1F", "0o17", "1e3", ".inf", ".nan", "1_000", "12:30:45"),
        *(
            "-479",
            "+1",
            "=",
            "<<",
            "1.0",
            "0.10",
            "½",
            "é",
            "漢字",
            "🎉",
            "العربية",
            "שלום",
            "a'b",
            "a b",
            "a#b",
            "a:b",
        ),
    ],
)
def test_text_stays_text(text):
    assert read_yaml(f"a: {text}\n{text}: b\n- " if text == "never" else f"a: {text}\n", "x") == {"a": text}
    assert read_yaml(f"- {text}\n", "x") == [text]
    assert read_yaml(f"{{a: {text}}}\n", "x") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("\n# nothing\n", None),
        ("---\n", None),
        ("---\na: b\n...\n", {"a": "b"}),
        ("a:\nb: ''\nc: \"\"\n", {"a": None, "b": "", "c": ""}),
        ("a: >-\n  one\n  two\nb: |\n  one\n  two\n", {"a": "one two", "b": "one\ntwo\n"}),
        ("a: [x, {y: z}, []]\n", {"a": ["x", {"y": "z"}, []]}),
        ('a: "\\u00e9\\t\\n\\U0001F600"\n', {"a": "é\t\n😀"}),
        ("a: ! x\n", {"a": "x"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("1: a\ntrue: b\n", {"1": "a", "true": "b"}),
    ],
)
def test_values(text, value):
    assert read_yaml(text, "x") == value


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "B008", 3, 1),
        ("a:\n  b: 1\n  'b': 2\n", "B008", 3, 3),
        ("a: {b: 1, b: 2}\n", "B008", 1, 11),
        ("a: &x 1\n", "B004", 1, 4),
        ("a: &x {b: c}\n", "B004", 1, 4),
        ("a:\n- &x []\n", "B004", 2, 3),
        ("&x a: 1\n", "B004", 1, 1),
        ("a: *x\n", "B004", 1, 4),
        ("a: 1\n*x : 2\n", "B004", 2, 1),
        ("a: !!int 3\n", "B006", 1, 4),
        ("a: !x {}\n", "B006", 1, 4),
        ("a: !!python/object/apply:os.system ['true']\n", "B006", 1, 4),
        ("!!str a: 1\n", "B006", 1, 1),
        ("a: 1\n---\nb: 2\n", "B005", 2, 1),
        ("a: 1\n...\n---\nb: 2\n", "B005", 3, 1),
        ("? [a]\n: b\n", "B003", 1, 3),
        ("? {a: b}\n: c\n", "B003", 1, 3),
        ("{: b}\n", "B003", 1, 2),
        ("a:\n\t- b\n", "B003", 2, 1),
        ("a: @b\n", "B003", 1, 4),
        ("a: `b`\n", "B003", 1, 4),
        ("a: %b\n", "B003", 1, 4),
        ("a: b: c\n", "B003", 1, 5),
        ('a: "b" c\n', "B003", 1, 8),
        ("a: [b\nc: d\n", "B003", 2, 2),
        ('a: "b\n', "B003", 2, 1),
        ("a: 'b", "B003", 1, 6),
        ("a: {b: c", "B003", 1, 9),
        ("a: 1\n b: 2\n", "B003", 2, 3),
        ('a: "\\ud800"\n', "B003", 1, 7),
        ('a: "\\x07"\n', "B003", 1, 4),
        ('a:\n- "ok"\n- "b\\0"\n', "B003", 3, 3),
        ('"a\\e": b\n', "B003", 1, 1),
        ("a: b\nc: \x07\n", "B003", 2, 4),
        ("a: é漢\x1b\n", "B003", 1, 6),
        ("%YAML 9.0\n---\na: b\n", "B003", 1, 1),
        ("a: b\u2028c: d: e\n", "B003", 1, 10),
    ],
)
def test_surprises_are_refused_at_their_place(text, code, line, column, loader):
    found = refused(text)
    assert found[:2] == (code, line)
    if loader == "C":  # the pure reader points a few characters aside in some errors of syntax
        assert found[2] == column


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "- " * 500, "".join(f"{' ' * n}a:\n" for n in range(99))])
def test_deep_nesting_is_refused(text, loader):
    if loader == "C" or len(text) < 5000:
        assert refused(text)[0] == "B007"


def test_forty_levels_are_read():
    assert read_yaml("[" * 40 + "]" * 40, "x")


def test_hints_name_the_way_out():
    with pytest.raises(ProblemError) as caught:
        read_yaml("a:\n\t- b\n", "x")
    assert caught.value.problems[0].hint == "indent with spaces"
    with pytest.raises(ProblemError) as caught:
        read_yaml("a: b: c\n", "x")
    assert "between quotes" in caught.value.problems[0].hint


def test_where_an_open_bracket_began_is_told():
    with pytest.raises(ProblemError) as caught:
        read_yaml("a: b\nc: [d\ne: f\ng: h\n", "x")
    assert "begun in line 2" in caught.value.problems[0].message


TEXT = """\
title: A bank
sources:
  s: {title: "A, B",
      url: x}
facts:
  one:
    say: >-
      Some
      words.
    tags: [a, bb]
    cite:
    - s: no
"""


@pytest.mark.parametrize(
    ("at", "key", "value"),
    [
        (("title",), (1, 1, 1, 6), (1, 8, 1, 14)),
        (("sources", "s"), (3, 3, 3, 4), (3, 6, 3, 7)),
        (("sources", "s", "title"), (3, 7, 3, 12), (3, 14, 3, 20)),
        (("sources", "s", "url"), (4, 7, 4, 10), (4, 12, 4, 13)),
        (("facts", "one"), (6, 3, 6, 6), None),
        (("facts", "one", "say"), (7, 5, 7, 8), None),
        (("facts", "one", "tags", 1), (10, 15, 10, 17), (10, 15, 10, 17)),
        (("facts", "one", "cite", 0, "s"), (12, 7, 12, 8), (12, 10, 12, 12)),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_positions_of_keys_and_values(tmp_path, at, key, value, ending):
    file = tmp_path / "bank.yaml"
    file.write_bytes(("\ufeff" + TEXT.replace("\n", ending)).encode())
    forget_positions()
    place = Place(str(file)).inside(*at)
    assert locate(Place(place.file, place.at, key=True)) == Span(*key)
    if value:
        assert locate(place) == Span(*value)


def test_nearest_place_around_what_is_not_written(tmp_path):
    file = tmp_path / "bank.yaml"
    file.write_text(TEXT)
    forget_positions()
    place = Place(str(file))
    assert locate(place.inside("facts", "one", "when")) == Span(6, 3, 6, 6)
    assert locate(place.inside("facts", "two", "say")) == Span(5, 1, 5, 6)
    assert locate(place.inside("nothing")).line == 1
    assert locate(place) is None
    assert locate(Place("rows.csv", (), 7)) == Span(7, 1, 7, 1)
    assert locate(Place(str(tmp_path / "gone.yaml"), ("a",))) == Span(1, 1, 1, 1)


def test_positions_are_forgotten(tmp_path):
    file = tmp_path / "bank.yaml"
    for lines in (1, 2):
        file.write_text("\n" * lines + "a: b\n")
        forget_positions()
        assert locate(Place(str(file), ("a",))).line == lines + 1


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_breaks_that_editors_do_not_break_at(tmp_path, mark):
    file = tmp_path / "bank.yaml"
    file.write_text(f"# one{mark}\na: 1\nb: 2\n", encoding="utf-8")
    forget_positions()
    assert locate(Place(str(file), ("b",))) == Span(3, 4, 3, 5)


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [(b"a: b\nc: \xe9\n", "B002", 2), ("a: b\n".encode("utf-16"), "B002", 1), (b"\xef\xbb\xbfa: \xff", "B002", 1)],
)
def test_bytes_that_are_no_text(tmp_path, raw, code, line):
    file = tmp_path / "bank.yaml"
    file.write_bytes(raw)
    with pytest.raises(ProblemError) as caught:
        read_text(file)
    (problem,) = caught.value.problems
    assert (problem.code, problem.span.line) == (code, line)


def test_missing_file_and_directory(tmp_path):
    for path in (tmp_path, tmp_path / "gone"):
        with pytest.raises(ProblemError) as caught:
            read_text(path)
        assert caught.value.problems[0].code == "B001"


def test_byte_order_mark_is_no_text(tmp_path):
    file = tmp_path / "bank.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: b\n")
    assert read_yaml(read_text(file), "x") == {"a": "b"}


SCALARS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff\ufeff"), max_size=12
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS.filter(bool), inner, max_size=3)
)


@given(value=VALUES, flow=st.booleans())
def test_what_is_dumped_is_read_back(value, flow):
    text = yaml.dump(value, allow_unicode=True, default_flow_style=flow, sort_keys=False, default_style='"')
    text = text.replace("!!null ", "").replace("!!str ", "")
    assert read_yaml(text, "x") == value
