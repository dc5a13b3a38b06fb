"""Whatever stands in a project, quizgen answers with problems at their places: never with a crash.

The real banks, cut short, are broken in a hundred ways and then read, checked and asked. `QUIZGEN_EXAMPLES=5000`
runs more examples, and other ones each time.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen import api
from quizgen.cli import frames, group
from quizgen.problem import Problem, ProblemError, errors

EXAMPLES = int(os.environ.get("QUIZGEN_EXAMPLES", "0"))
REAL = Path(__file__).parent.parent / "question_bank"
ROWS = 21
FACTS = 12
DIRECTORY, LOOP, GONE = "a directory", "a link to itself", "gone"


class Files(dict[str, bytes | str]):
    """The files of a project by path: their bytes, or what stands in their place."""

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {text!r}" for name, text in self.items() if FILES.get(name) != text)


OF_A_WHOLE_FILE = frozenset("B001 B002 B011 B012 B013 B020 B021 B022 B026 B051 B060 B061 B063".split())
BREAKS = re.compile("\r\n|\r|\n")


def trimmed() -> Files:
    """The banks of this repository, a few rows and facts of each, and one bank of each other shape."""
    files = {"quizgen.toml": b'title = "Test"\nseed = "7"\nforms = 2\n[options.anki]\n'}
    for path in sorted(REAL.glob("*/*")):
        lines = path.read_bytes().splitlines(keepends=True)
        name = f"question_bank/{path.parent.name}/{path.name}"
        files[name] = b"".join(lines[:ROWS]) if path.suffix == ".csv" else few_facts(path.read_text()).encode()
    return Files(files | OTHERS)


def few_facts(text: str) -> str:
    """The text of a bank.yaml up to its first few facts."""
    head, mark, facts = text.partition("\nfacts:\n")
    starts = [found.start() for found in re.finditer(r"^  [\w-]+:$", facts, re.MULTILINE)]
    return head + mark + (facts[: starts[FACTS]] if len(starts) > FACTS else facts)


def utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


PATTERN = """title: A {0} table
sources: {{s: {{title: A dataset, url: https://example.org}}}}
tables:
  - file: rows.{0}
    source: s
    id: "{{id}}"
    say: "[{{name}}](who) was born in [{{year}}](when)."
    event: the birth of {{name}}
    where: {{name: present, year: "/./"}}
"""
SEEN = """title: A bank with pictures
sources: {book: {title: A Book, publisher: Example Press}}
facts:
  flag:
    say: "[Red](what) is the flag of [Ruritania](which country)."
    image: {file: flag.svg, alt: A red flag, credit: A. Painter, licence: CC0-1.0, asks: which country}
    audio:
      - {file: anthem.wav, alt: An anthem, credit: A. Singer, licence: CC BY 4.0}
    hint: {what: It is a colour.}
    reverse: {which country: "What is red?"}
    cite: {book: {page: 1}}
"""
PEOPLE = [{"id": f"p{n}", "name": f"Person No. {n}", "year": 1900 + 3 * n, "known": n % 2 == 0} for n in range(12)]
SPARQL = {
    "head": {"vars": ["id", "name", "year"]},
    "results": {"bindings": [{k: {"type": "literal", "value": str(v)} for k, v in row.items()} for row in PEOPLE]},
}
OTHERS = {
    "question_bank/lone.csv": (
        "id,event,who,when,where,source,quote,tags\n"
        + "".join(f"b{n},battle No. {n},General {n},{1800 + n},Place {n},A Book,,war\n" for n in range(8))
    ).encode(),
    "question_bank/listed/bank.yaml": PATTERN.format("json").encode(),
    "question_bank/listed/rows.json": json.dumps(PEOPLE, indent=1).encode(),
    "question_bank/lines/bank.yaml": PATTERN.format("jsonl").encode(),
    "question_bank/lines/rows.jsonl": "\n".join(map(json.dumps, PEOPLE)).encode(),
    "question_bank/query/bank.yaml": PATTERN.format("json").encode(),
    "question_bank/query/rows.json": json.dumps(SPARQL).encode(),
    "question_bank/seen/bank.yaml": SEEN.encode(),
    "question_bank/seen/flag.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v6h-9z"/></svg>\n',
    "question_bank/seen/anthem.wav": b"RIFF\x24\0\0\0WAVEfmt ",
}
FILES = trimmed()
NAMES = sorted(FILES)

SNIPPETS = [
    *(b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\t", b"\n\n", b"\x1b[31m", b"\x85", b"\xc2\x85"),
    *(
        text.encode()
        for text in ("\u2028", "\u202e", "\u200d", "\ufeff", "\U0001f600", "é", "ﷺ", "漢字", "٣", "²", "½")
    ),
    *(text.encode() for text in ("[", "]", "(", ")", "{", "}", '"', "'", ":", ": ", " #", "- ", "|", ">", "\\", "/")),
    *(text.encode() for text in ("---\n", "...\n", "%YAML 1.1\n", "<<: *x", "&a ", "*a", "!!int ", "? ", "? [a]: b")),
    *(text.encode() for text in ("[x](who)", "[](when)", "[x](when 9999-99)", "[{id}](who)", "{nothing}", "[ ](who)")),
    *(
        text.encode()
        for text in ("\\ud800", '"\\ud800"', '"\\u0007"', '"\\x00"', "%s%n", "{0}", "{}", "$(x)", "__proto__")
    ),
    *(text.encode() for text in (",,,,", ";;", '""', "sep=;\n", "NaN", "1e999", "9" * 5000, "[" * 60, "{" * 2000)),
]
VALUES = [
    *("", "~", "null", "no", "true", "[]", "{}", "[[]]", "[{}]", "{a: b}", "{a: {b: {c: d}}}", "- x", "[x, y]"),
    *("0", "-1", "1.5", "2020-01-03", "-479", "in May", "9" * 20, "Y99999999999", "XXXX-12-27", "../1900", "1900/.."),
    *("|\n    text", ">-\n    text", '"\\ud800"', '"\\0"', "../../etc/passwd", "/etc/passwd", ".", "..", "rows.json"),
    *(
        "who",
        "when/1900",
        "how many",
        "which",
        "/(/",
        "/(a+)+$/",
        "present",
        "{item}",
        "{}",
        "x" * 300,
        "🎉",
        "العربية",
    ),
    *("asserted", "draft", "alleged", "utf-7", "unicode_escape", "rot13", "idna", "undefined", "fr", "zh-Hant", "de"),
]
VALUE = re.compile(rb"(?m)(?<=: )[^\n]+$|(?<=: )[^\n,}\]]+|(?<=,)[^,\n]+")
TIMES = st.integers(0, 10**6)


def in_bytes(draw, raw: bytes) -> bytes:
    """Change a few bytes somewhere."""
    at = draw(TIMES) % (len(raw) + 1)
    end = min(len(raw), at + draw(st.integers(0, 40)))
    new = draw(st.one_of(st.sampled_from(SNIPPETS), st.binary(max_size=6), st.text(max_size=4).map(utf8)))
    match draw(st.integers(0, 3)):
        case 0:
            return raw[:at] + bytes([draw(st.integers(0, 255))]) + raw[at + 1 :]
        case 1:
            return raw[:at] + raw[end:]
        case 2:
            return raw[:at] + new + raw[end:]
    return raw[:at] + new + raw[at:]


def in_lines(draw, raw: bytes) -> bytes:
    """Repeat, drop, swap, indent or cut lines."""
    lines = raw.splitlines(keepends=True) or [b""]
    one, two = draw(TIMES) % len(lines), draw(TIMES) % len(lines)
    match draw(st.integers(0, 5)):
        case 0:
            lines.insert(two, lines[one])
        case 1:
            del lines[one]
        case 2:
            lines[one], lines[two] = lines[two], lines[one]
        case 3:
            lines[one] = draw(st.sampled_from([b" ", b"  ", b"    ", b"\t", b"- "])) + lines[one]
        case 4:
            lines[one] = lines[one].lstrip()
        case _:
            lines[one] = lines[one].rstrip(b"\r\n")
    return b"".join(lines)


def in_values(draw, raw: bytes) -> bytes:
    """Put a value of another kind in the place of one."""
    found = list(VALUE.finditer(raw))
    if not found:
        return raw
    chosen = found[draw(TIMES) % len(found)]
    return raw[: chosen.start()] + draw(st.sampled_from(VALUES)).encode() + raw[chosen.end() :]


def as_a_whole(draw, raw: bytes) -> bytes | str:
    """Put something else in the file's place, or write it otherwise."""
    text = raw.decode("utf-8", "replace")
    ways = {
        "cut": lambda: raw[: draw(TIMES) % (len(raw) + 1)],
        "empty": lambda: b"",
        "blank": lambda: b" \n\n\t\n",
        "utf-16": lambda: text.encode("utf-16"),
        "latin-1": lambda: text.encode("latin-1", "replace") + b"\xe9",
        "crlf": lambda: raw.replace(b"\n", b"\r\n"),
        "cr": lambda: raw.replace(b"\n", b"\r"),
        "breaks": lambda: text.replace(" ", "\u2028", 40).replace("a", "\x85", 1).encode(),
        "binary": lambda: bytes(range(256)) * 4,
        "twice": lambda: raw + raw,
        "deep": lambda: draw(st.sampled_from([b"[", b"{a: ", b"- ", b'{"a":', b"a = ["])) * 3000,
        "other": lambda: FILES[draw(st.sampled_from(NAMES))],
        "scalar": lambda: draw(st.sampled_from(VALUES)).encode(),
        "directory": lambda: DIRECTORY,
        "loop": lambda: LOOP,
        "gone": lambda: GONE,
    }
    return ways[draw(st.sampled_from(sorted(ways)))]()


@st.composite
def broken_projects(draw) -> Files:
    """A project of one or two banks with one to four things wrong."""
    folders = sorted({name.split("/")[1] for name in NAMES if "/" in name})
    chosen = draw(st.lists(st.sampled_from(folders), min_size=1, max_size=2, unique=True))
    files = Files({name: FILES[name] for name in NAMES if "/" not in name or name.split("/")[1] in chosen})
    names = [name for name in files if name != "quizgen.toml"] * 4 + ["quizgen.toml"]
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(names))
        raw = files[name]
        if isinstance(raw, bytes):
            way = draw(st.sampled_from([in_bytes, in_bytes, in_lines, in_values, in_values, in_values, as_a_whole]))
            files[name] = way(draw, raw)
    return files


def write(files: Files, root: Path) -> None:
    """Write the project to the folder, which is emptied before."""
    shutil.rmtree(root, ignore_errors=True)
    (root / "question_bank").mkdir(parents=True)
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif content == DIRECTORY:
            path.mkdir()
        elif content == LOOP:
            path.symlink_to(path.name)


def problems_of(root: Path) -> list[Problem]:
    """Everything that is wrong with the project, from reading to review."""
    try:
        asked = api.ask(api.check(api.load(root)))
        items = list(asked)
    except ProblemError as error:
        return list(error.problems)
    assert len({item.id for item in items}) == len(items)
    return [*asked.project.problems, *asked.problems]


def assert_sound(problem: Problem) -> None:
    """A problem has a message and a path, and its span lies inside the file, if that is text."""
    assert problem.message
    assert problem.path
    if problem.span is None:
        assert problem.code in OF_A_WHOLE_FILE, problem
        return
    lines = lines_of(Path(problem.path))
    if lines is None:
        return
    span = problem.span
    assert 1 <= span.line <= span.end_line <= len(lines), problem
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1, problem
    assert 1 <= span.end_column <= max(2, len(lines[span.end_line - 1]) + 2), problem
    assert (span.line, span.column) <= (span.end_line, span.end_column), problem


def lines_of(path: Path) -> list[str] | None:
    raw = path.read_bytes()
    try:
        return BREAKS.split(raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"))
    except UnicodeDecodeError:
        return None


def assert_answered(root: Path, *, command: bool = True) -> list[Problem]:
    """Read, check and ask the project, also by command: only problems may come of it."""
    problems = problems_of(root)
    frames._lines.cache_clear()
    for problem in problems:
        assert_sound(problem)
        assert frames.frame(problem).encode()
    if command:
        result = CliRunner().invoke(group, ["-C", str(root), "check", "--format", "json"])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == frames.exit_code(problems)
        assert "Traceback" not in result.output
        assert [row["code"] for row in json.loads(result.stdout)] == [p.code for p in frames.in_order(problems)]
    return problems


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("malformed") / "project"


def test_unbroken_project_has_no_problem(root):
    write(FILES, root)
    assert not errors(assert_answered(root))


@settings(
    max_examples=EXAMPLES or 300,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(files=broken_projects(), command=st.integers(0, 3))
def test_broken_project_is_answered_with_problems(root, files, command):
    write(files, root)
    assert_answered(root, command=command == 0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("content", [DIRECTORY, LOOP, GONE, b"", b"\0" * 100, b"\xff\xfe", b"[" * 5000, b"\x1b[2J"])
def test_anything_in_place_of_a_file(root, name, content):
    bank = name.split("/")[1] if "/" in name else "lone.csv"
    write({n: FILES[n] for n in NAMES if "/" not in n or n.split("/")[1] == bank} | {name: content}, root)
    problems = assert_answered(root)
    if "/" in name and content != b"\x1b[2J" and not (content == GONE and name.endswith("lone.csv")):
        assert problems


@pytest.mark.parametrize("digits", ["9" * 5000, "9,999" + ",999" * 2000, "1." + "9" * 5000, "-" + "9" * 5000])
def test_numbers_of_thousands_of_digits(root, digits):
    bank = f"""\
title: Numbers
sources: {{s: {{title: A, url: "https://example.org", snapshot: s.txt}}}}
facts:
  many: {{say: "[Ada](who) had [{digits}](how many sheep) in [1843](when).", cite: {{s: "Ada {digits} sheep 1843"}}}}
  few: {{say: "[Ada](who) had [three](how many sheep) in [1843](when).", cite: {{s: "Ada {digits} sheep 1843"}}}}
  then: {{say: "[Ada](who) came in [{digits}](when).", cite: {{s: Ada}}}}
  about: {{say: "[Ada](who) came in [then](when {digits}).", cite: {{s: Ada}}}}
"""
    write(
        {"question_bank/n/bank.yaml": bank.encode(), "question_bank/n/s.txt": f"Ada {digits} sheep 1843".encode()}, root
    )
    assert errors(assert_answered(root))


LONG = b"x" * 10 * 2**20


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("question_bank/a/bank.yaml", LONG),
        ("question_bank/a/bank.yaml", b"title: t\nsources: {}\nfacts:\n  a: {say: " + LONG + b"}\n"),
        ("question_bank/a/bank.yaml", b"title: t\n" + LONG + b": 1\n"),
        ("question_bank/a.csv", LONG),
        ("question_bank/a.csv", b"id,event,source\n" + LONG + b",b,c\n"),
        ("quizgen.toml", LONG),
    ],
)
def test_line_of_ten_megabytes(root, name, content):
    write({name: content}, root)
    problems = assert_answered(root)
    assert errors(problems)
    assert all(len(frames.frame(problem)) < 3000 for problem in problems)


def test_unreadable_file_and_folder(root, monkeypatch):
    write(FILES, root)

    def refuse(path, *args):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        found = {problem.code for problem in problems_of(root)}
    assert found == {"B001"}
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", refuse)
        assert {problem.code for problem in problems_of(root)} == {"B001"}
    with monkeypatch.context() as patch:
        exists = Path.exists
        patch.setattr(Path, "exists", lambda path: refuse(path) if path.name == "bank.yaml" else exists(path))
        assert {problem.code for problem in errors(problems_of(root))} == {"B001"}


@pytest.mark.parametrize(
    "name", ["🎉", "نور", "a b", "-x", "2020", ".hidden", "_draft", "x" * 200, "a\nb", "a\x1b[2Jb"]
)
def test_names_of_banks(root, name):
    write({f"question_bank/{name}/{n.split('/')[2]}": FILES[n] for n in NAMES if "/lines/" in n}, root)
    assert_answered(root)


def test_name_of_a_bank_that_is_no_unicode(root):
    write({}, root)
    folder = os.fsencode(root) + b"/question_bank/\xff\xfe"
    os.mkdir(folder)  # noqa: PTH102  (a Path holds no bytes)
    assert [problem.code for problem in assert_answered(root)] == ["B011"]


def test_a_source_that_fails_is_one_problem(root):
    files = {name: FILES[name] for name in NAMES if "/soleimani/" in name} | {"quizgen.toml": b'require = "verified"\n'}
    write(files | {"question_bank/soleimani/extract.txt": GONE}, root)
    assert [problem.code for problem in assert_answered(root)] == ["B030"]


def test_two_banks_of_one_name(root):
    of_lines = {n.split("/")[2]: FILES[n] for n in NAMES if "/lines/" in n}
    write({f"question_bank/{bank}/{n}": content for bank in ("a b", "a-b") for n, content in of_lines.items()}, root)
    assert "B013" in [problem.code for problem in assert_answered(root)]


@pytest.mark.parametrize("change", [b"\xff", b"[[[[", b"\0"])
def test_the_command_itself(root, change):
    write(FILES | {"question_bank/lines/bank.yaml": change}, root)
    command = [sys.executable, "-c", "from quizgen.cli import main; main()", "-C", str(root), "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert "bank.yaml" in done.stderr
