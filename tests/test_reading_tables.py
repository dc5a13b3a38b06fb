"""Tables: what spreadsheets and query services write is read as it is meant, each row with its line."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.problem import ProblemError
from quizgen.reading.tables import Table, read_table


@pytest.fixture
def read(tmp_path):
    """Read a table from text or bytes."""

    def reader(content: str | bytes, name: str = "t.csv", encoding: str | None = None) -> Table:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path, encoding)

    return reader


def refusal(read, *args):
    with pytest.raises(ProblemError) as caught:
        read(*args)
    (problem,) = caught.value.problems
    assert problem.path.endswith(args[1] if len(args) > 1 else "t.csv")
    return problem


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("a,b\n1,2\n3,4\n", "t.csv"),
        ("a;b\n1;2\n3;4\n", "t.csv"),
        ("a\tb\n1\t2\n3\t4\n", "t.csv"),
        ("a|b\n1|2\n3|4\n", "t.csv"),
        ("a\tb\n1\t2\n3\t4\n", "t.tsv"),
        ("a\tb\n1\t2\n3\t4\n", "t.tab"),
        ("a;b\n1;2\n3;4\n", "t.tsv"),
        ("\ufeffa,b\n1,2\n3,4\n", "t.csv"),
        ("a,b\r\n1,2\r\n3,4\r\n", "t.csv"),
        ("a,b\r1,2\r3,4\r", "t.csv"),
        ("a,b\n1,2\n3,4", "T.CSV"),
        ('"a","b"\n"1","2"\n"3","4"\n', "t.csv"),
        (" a , b \n1,2\n3,4\n", "t.csv"),
        ("a,b,,\n1,2,,\n3,4,,\n,,,\n", "t.csv"),
        ("a,b\n1,2,\n3,4, \n", "t.csv"),
        ("\n\na,b\n\n1,2\n,\n3,4\n\n", "t.csv"),
        ("sep=;\na;b\n1;2\n3;4\n", "t.csv"),
        ("SEP=,\r\na,b\r\n1,2\r\n3,4\r\n", "t.csv"),
        ("sep=#\na#b\n1#2\n3#4\n", "t.csv"),
        ("a,b\n1,2\n3,4\n".encode("utf-16"), "t.csv"),
        ("\ufeffa,b\n1,2\n3,4\n".encode("utf-16-be"), "t.csv"),
        ('[{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]', "t.json"),
        ('[{"a": 1, "b": 2}, {"a": 3, "b": 4}]', "t.json"),
        ('\ufeff[{"a": 1, "b": 2},\r\n{"b": 4, "a": 3}]', "t.json"),
        ('{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n', "t.jsonl"),
        ('{"a": 1, "b": 2}\r\n\r\n{"b": 4, "a": 3}', "t.ndjson"),
        (
            '{"head": {"vars": ["a", "b"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "1"},'
            ' "b": {"value": "2"}}, {"a": {"value": "3"}, "b": {"value": "4", "xml:lang": "en"}}]}}',
            "t.json",
        ),
    ],
)
def test_one_table_in_many_forms(read, content, name):
    table = read(content, name)
    assert table.columns == ("a", "b")
    assert table.rows == [("1", "2"), ("3", "4")]
    assert len(table.lines) == 2


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("name, first\tyear", ("name, first", "year")),
        ("a,b;c\td", ("a,b;c", "d")),
    ],
)
def test_tab_counts_first_where_the_ending_tells_of_tabs(read, header, columns):
    assert read(f"{header}\nx\ty\n", "t.tsv").columns == columns


def test_delimiter_inside_quotes_does_not_count(read):
    assert read('"a, b, c";d\nx;y\n').columns == ("a, b, c", "d")


@pytest.mark.parametrize(
    ("content", "name", "lines"),
    [
        ("a,b\n1,2\n3,4\n", "t.csv", [2, 3]),
        ('a,b\n"1\n1\n1",2\n3,4\n', "t.csv", [2, 5]),
        ('"a\nx",b\n1,2\n\n\n3,4\n', "t.csv", [3, 6]),
        ("sep=,\na,b\n1,2\n\n3,4\n", "t.csv", [3, 5]),
        ("\n\na,b\n1,2\n3,4", "t.csv", [4, 5]),
        ('a,b\r\n"1\r\n1",2\r\n3,4\r\n', "t.csv", [2, 4]),
        ("a,b\r1,2\r3,4", "t.csv", [2, 3]),
        ('{"a": 1}\n\n{"a": 2}', "t.jsonl", [1, 3]),
        ('\n[\n {"a": 1},\n\n {"a":\n 2}\n]', "t.json", [3, 5]),
        ('[{"a": 1}, {"a": 2}]', "t.json", [1, 1]),
        ('{"results":\n {"bindings": [\n{"a": {"value": 1}},\n{"a":\n{"value": 2}}]}}', "t.json", [3, 4]),
    ],
)
def test_lines_of_rows(read, content, name, lines):
    assert read(content, name).lines == lines


@pytest.mark.parametrize(
    ("content", "name", "code", "line", "words"),
    [
        ("", "t.csv", "B023", 1, "empty"),
        ("\n \n", "t.csv", "B023", 1, "empty"),
        (",,\n", "t.csv", "B023", 1, "empty"),
        ("a,a\n1,2\n", "t.csv", "B024", 1, "`a` stands here twice"),
        ("\na, a \n1,2\n", "t.csv", "B024", 2, "`a` stands here twice"),
        ("a,,b\n1,2,3\n", "t.csv", "B024", 1, "no name"),
        ("a,b\n1,2\n1,2,3\n", "t.csv", "B025", 3, "has 3 cells, the header 2"),
        ('a,b\n"x\ny",2\n1,2,3\n', "t.csv", "B025", 4, "3 cells"),
        ('a,b\n1,2\n3,"4\n5,6\n', "t.csv", "B022", 3, "cannot be read"),
        ('a,b\n"1"x,2\n', "t.csv", "B022", 2, "cannot be read"),
        ("a,b\n1,\x002\n", "t.csv", "B022", None, "binary"),
        ("a,b\n1,é\x1b2\n", "t.csv", "B022", 2, "U+001B"),
        ("a,b\n1,\x92s\n", "t.csv", "B022", 2, "U+0092"),
        ("", "t.json", "B022", 1, "not JSON"),
        ('[{"a": 1},\n{"a" 2}]', "t.json", "B022", 2, "not JSON"),
        ("3", "t.json", "B026", None, "neither"),
        ('{"a": 1}', "t.json", "B026", None, "SPARQL"),
        ('{"results": {"bindings": {"a": 1}}}', "t.json", "B026", None, "SPARQL"),
        ('{"results": {"bindings": [3]}}', "t.json", "B026", None, "SPARQL"),
        ('{"results": {"bindings": [\n{"a": {"value": [1]}}]}}', "t.json", "B027", 2, "more than one"),
        ("[]", "t.json", "B023", 1, "empty"),
        ("[{}]", "t.json", "B023", 1, "empty"),
        ('[{"a": 1},\n3]', "t.json", "B027", 2, "must be an object"),
        ('[{"a": 1},\n{"a": [1]}]', "t.json", "B027", 2, "`a` holds more than one value"),
        ('[{"a": 1},\n{"a": {"b": 1}}]', "t.json", "B027", 2, "`a` holds more than one value"),
        ('[{"a": 1},\n{"a": 1, "a": 2}]', "t.json", "B024", 2, "`a` stands here twice"),
        ('[{"a": 1},\n{"a": "\\ud800"}]', "t.json", "B022", 2, "U+D800"),
        ('[{"a": 1},\n{"a\\u0000": 2}]', "t.json", "B022", 2, "U+0000"),
        ("[" * 100_000, "t.json", "B022", None, "too deep"),
        ('{"a": 1}\n{"a": }\n', "t.jsonl", "B022", 2, "not JSON"),
        ('{"a": 1}\n[1]\n', "t.jsonl", "B027", 2, "must be an object"),
        ('{"a": 1}\n{"b": 1, "b": 1}\n', "t.jsonl", "B024", 2, "`b` stands here twice"),
        ("\n\n", "t.jsonl", "B023", 1, "empty"),
        ("a,b\n", "t.xlsx", "B020", None, "not a kind of table"),
        ("a,b\n", "t", "B020", None, "not a kind of table"),
    ],
)
def test_refusals(read, content, name, code, line, words):
    problem = refusal(read, content, name)
    assert problem.code == code
    assert (problem.span.line if problem.span else None) == line
    assert words in problem.message


def test_column_of_a_control_character(read):
    assert refusal(read, "a,b\n1,é\x1b2\n").span.column == 4


def test_old_code_page_is_refused_with_the_way_out_and_read_when_named(read):
    raw = "name,year\nÉmile Zola’s,1840\n".encode("cp1252")
    problem = refusal(read, raw)
    assert (problem.code, problem.span.line) == ("B002", 2)
    assert "encoding: cp1252" in problem.hint
    assert read(raw, "t.csv", "cp1252").rows == [("Émile Zola’s", "1840")]
    assert refusal(read, raw.replace(b"\xc9", b"E"), "t.csv", "latin-1").hint.startswith("say `encoding: cp1252`")


@pytest.mark.parametrize("encoding", ["no-such", "rot13", "base64", "a\0b", "é", "hex", "x" * 999])
def test_unknown_encoding(read, encoding):
    assert refusal(read, "a,b\n1,2\n", "t.csv", encoding).code == "B021"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "utf-8-sig", "cp1252", "idna", "punycode", "undefined"]
)
def test_any_encoding_is_tried_without_a_crash(read, encoding):
    raw = "\ufeffa,b\n1,2\n".encode("utf-16-le" if "16" in encoding else "utf-8")
    try:
        codes = {len(read(raw, "t.csv", encoding).rows)}
    except ProblemError as error:
        codes = {problem.code for problem in error.problems}
    assert codes <= {1, "B002", "B022"}


def test_mark_of_the_encoding_is_no_part_of_the_first_column(read):
    assert read("\ufeffa,b\n1,2\n", "t.csv", "utf-8").columns == ("a", "b")
    assert read("\ufeffa,b\n1,2\n".encode("utf-16-le"), "t.csv", "utf-16-le").columns == ("a", "b")


def test_cells_stay_as_they_are_typed(read):
    assert read("a,b\n0044,no\n2020-01-03,1.10\n").rows == [("0044", "no"), ("2020-01-03", "1.10")]
    numbers = f'[{{"a": 1.10, "b": 1e400, "c": {"9" * 5000}, "d": -0}}]'
    assert read(numbers, "t.json").rows == [("1.10", "1e400", "9" * 5000, "-0")]


def test_json_values(read):
    table = read('[{"a": null, "b": true, "c": false}, {"a": NaN, "d": ""}]', "t.json")
    assert table.columns == ("a", "b", "c", "d")
    assert table.rows == [("", "true", "false", ""), ("", "", "", "")]
    assert table.json


def test_short_rows_are_filled_and_blank_ones_left_out(read):
    assert read("a,b,c\n1\n,,\n\n1,2\n").rows == [("1", "", ""), ("1", "2", "")]


def test_international_cells(read):
    row = ("السلام عليكم", "שלום", "漢字かな", "🎉👩‍👩‍👧", "“curly” ‘quotes’", "nu\u00a0bsp\u202f")
    text = io.StringIO()
    csv.writer(text).writerows([[f"c{n}" for n in range(len(row))], row])
    assert read(text.getvalue()).rows == [row]
    assert read(text.getvalue().encode("utf-16")).rows == [row]


def test_missing_table_and_directory(tmp_path):
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(ProblemError) as caught:
            read_table(path)
        assert caught.value.problems[0].code == "B001"


NO_CONTROLS = st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff\ufeff")
CELLS = st.text(NO_CONTROLS | st.sampled_from("\n\t,;|\"' "), max_size=8)
NAMES = st.text(NO_CONTROLS, min_size=1, max_size=6).map(str.strip).filter(bool)
WIDTH = st.integers(1, 5)


@st.composite
def tables(draw) -> tuple[list[str], list[list[str]]]:
    width = draw(st.integers(2, 5))
    names = draw(st.lists(st.text("abcdefg ", min_size=1, max_size=5).map(str.strip).filter(bool), min_size=width,
                          max_size=width, unique=True))  # fmt: skip
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
    return names, rows


@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    ending=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    named=st.booleans(),
)
def test_what_the_csv_module_writes_is_read_back(tmp_path_factory, table, delimiter, quoting, ending, encoding, named):
    names, rows = table
    text = io.StringIO(newline="")
    text.write(f"sep={delimiter}{ending}" if named else "")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=ending)
    writer.writerows([names, *rows])
    path = tmp_path_factory.getbasetemp() / "round.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    read = read_table(path)
    assert read.columns == tuple(names)
    assert read.rows == [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    lines = text.getvalue().split("\n")
    for row, line in zip(read.rows, read.lines, strict=True):
        first = row[0].split("\n")[0].replace('"', '""')
        assert lines[line - 1].lstrip('"').startswith(first.lstrip('"')), (row, line)


@given(
    rows=st.lists(st.dictionaries(NAMES, CELLS, min_size=1, max_size=4), min_size=1, max_size=5),
    indent=st.none() | st.just(1),
)
def test_what_the_json_module_writes_is_read_back(tmp_path_factory, rows, indent):
    folder = tmp_path_factory.getbasetemp()
    (folder / "round.json").write_text(json.dumps(rows, indent=indent))
    (folder / "round.jsonl").write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )
    listed, lines = read_table(folder / "round.json"), read_table(folder / "round.jsonl")
    assert listed.rows == lines.rows == [tuple(row.get(name, "") for name in listed.columns) for row in rows]
    assert lines.lines == list(range(1, len(rows) + 1))
    starts = (folder / "round.json").read_text().split("\n")
    assert all("{" in starts[line - 1] for line in listed.lines)
