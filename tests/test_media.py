"""Pictures, sounds, hints and reverse questions: from what an author writes to what the outputs say."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import wave
import zlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from PIL import Image

from quizgen import api
from quizgen.cli import group
from quizgen.exporting.platform.json import schema as json_schema
from quizgen.model.item import Item
from quizgen.problem import Problem, ProblemError, errors
from quizgen.reading import media as reading
from tests import banks
from tests.pdf_proof import tags

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><rect width="9" height="6" fill="red"/></svg>'
RIGHTS = "credit: NASA, licence: public domain"
PICTURE = f"image: {{file: a.png, alt: Two people beside a flag, {RIGHTS}}}"
SENTENCE = "say: '[Neil Armstrong](who) stepped onto [the Moon](where) on [20 July 1969](when).'"


def png(red: int = 200, size: int = 1) -> bytes:
    """A square of one colour."""
    rows = b"".join(b"\0" + bytes((red, 10, 10)) * size for _ in range(size))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def wav() -> bytes:
    """A tenth of a second of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(b"\x80" * 800)
    return out.getvalue()


def painted(kind: str) -> bytes:
    """A picture as Pillow writes it."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (200, 10, 10)).save(out, kind)
    return out.getvalue()


def project(root: Path, bank: str, /, **files: bytes | str) -> Path:
    """Write a project of one bank with its pictures and sounds, `_` in a name standing for a dot."""
    banks.project(root, bank)
    for name, content in {"a_png": png(), **files}.items():
        path = root / "question_bank/bank" / name.replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def one(root: Path, *fields: str, say: str = SENTENCE, head: str = "", **files: bytes | str) -> dict[str, Item]:
    """Return the items of one fact with these fields, by the last part of their ids."""
    project(root, banks.sentences("\n".join((say, *fields)), head=head), **files)
    made, _ = banks.asked(root)
    return {item.id.rpartition(".")[2]: item for item in made}


def problems(root: Path, bank: str, **files: bytes | str) -> list[Problem]:
    """Return what is wrong with a bank."""
    asked = api.ask(api.check(api.load(project(root, bank, **files))))
    list(asked)
    return [*asked.project.problems, *asked.problems]


def only(root: Path, *fields: str, **files: bytes | str) -> tuple[Problem, str]:
    """Return the one problem of a fact with these fields, and the text at its place."""
    bank = banks.sentences("\n".join((SENTENCE, *fields)))
    [problem] = problems(root, bank, **files)
    assert problem.span
    line = bank.split("\n")[problem.span.line - 1]
    end = problem.span.end_column - 1 if problem.span.end_line == problem.span.line else None
    return problem, line[problem.span.column - 1 : end].strip()


def test_a_picture_stands_with_every_question_of_its_fact(tmp_path: Path):
    items = one(tmp_path, PICTURE)
    assert items.keys() == {"who", "where", "when"}
    for item in items.values():
        [medium] = item.media
        assert (medium.kind, medium.file, medium.type, medium.asks) == ("image", "a.png", "image/png", False)
        assert (medium.alt, medium.credit, medium.licence) == ("Two people beside a flag", "NASA", "public domain")
        assert medium.sha256 == hashlib.sha256(png()).hexdigest()
        assert medium.name == f"qg-{medium.sha256[:16]}.png"


def test_pictures_come_before_sounds_and_each_in_the_order_written(tmp_path: Path):
    several = f"""\
audio: {{file: s.wav, alt: Silence, {RIGHTS}}}
image:
- {{file: b.png, alt: One, {RIGHTS}}}
- {{file: a.png, alt: Two, {RIGHTS}}}"""
    items = one(tmp_path, several, b_png=png(1), s_wav=wav())
    assert [medium.file for medium in items["who"].media] == ["b.png", "a.png", "s.wav"]


def test_a_picture_asks_only_for_the_slots_that_the_author_names(tmp_path: Path):
    items = one(tmp_path, f"image: {{file: a.png, alt: A person in white, {RIGHTS}, asks: [who, when]}}")
    assert {name: item.media[0].asks for name, item in items.items()} == {"who": True, "where": False, "when": True}
    assert [len(item.asking) for item in (items["who"], items["where"])] == [1, 0]


def test_hints_and_reverse_questions_belong_to_their_slot(tmp_path: Path):
    items = one(tmp_path, 'hint: {who: He also flew on Gemini 8.}\nreverse: {when: "What happened on 20 July 1969?"}')
    assert {name: item.hint for name, item in items.items()} == {
        "who": "He also flew on Gemini 8.", "where": None, "when": None,
    }  # fmt: skip
    assert {name: item.reverse for name, item in items.items()} == {
        "who": None, "where": None, "when": "What happened on 20 July 1969?",
    }  # fmt: skip


def test_a_record_and_a_question_cut_from_a_quote_have_them_too(tmp_path: Path):
    record = "event: the first landing on the Moon\nwho: Neil Armstrong\nwhen: July 1969"
    items = one(tmp_path, PICTURE, "hint: {when: It was a summer.}", say=record)
    assert [(name, len(item.media), item.hint) for name, item in items.items()] == [
        ("who", 1, None), ("when", 1, "It was a summer."),
    ]  # fmt: skip
    text = "The first man on the Moon was the pilot Neil Armstrong, who came from Ohio."
    bank = f"""
title: Moon
kinds: [quote]
sources: {{web: {{title: A Page, publisher: Example Press, snapshot: page.txt}}}}
facts:
  first:
    say: "[Neil Armstrong](who) was the first man on the Moon."
    {PICTURE}
    hint: {{who: A pilot.}}
    cite: {{web: "{text}"}}
"""
    made, _ = banks.asked(project(tmp_path / "quote", bank, page_txt=text))
    assert {item.kind: (len(item.media), item.hint) for item in made} == {
        "who": (1, "A pilot."), "quote": (1, "A pilot."),
    }  # fmt: skip


def test_questions_on_the_order_of_events_have_none(tmp_path: Path):
    facts = [
        f"say: '[Person {year}](who) flew in [May {year}](when).'\nevent: the flight of Person {'ABCDEF'[n]}\n{PICTURE}"
        for n, year in enumerate(range(1901, 1961, 10))
    ]
    made, _ = banks.asked(project(tmp_path, banks.sentences(*facts)))
    on_order = [item for item in made if item.kind in {"next", "before", "first", "order", "match"}]
    assert on_order
    assert all(not item.media for item in on_order)
    assert all(item.media for item in made if item.kind in {"who", "when"})


def test_texts_and_names_of_any_script_are_kept(tmp_path: Path):
    text = "رائدا فضاء بجانب علم 漢字 🚀 e\u0301"
    items = one(
        tmp_path,
        f"image: {{file: pics/漢字 🚀 é.png, alt: '{text}', credit: '{text}', licence: CC0-1.0}}",
        f"hint: {{who: '{text}'}}",
        **{"pics/漢字 🚀 é_png": png()},
    )
    [medium] = items["who"].media
    assert (medium.file, medium.alt, medium.credit, items["who"].hint) == ("pics/漢字 🚀 é.png", text, text, text)


def test_the_file_can_be_read_from_wherever_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    project(tmp_path, banks.sentences(f"{SENTENCE}\n{PICTURE}"))
    monkeypatch.chdir(tmp_path)
    made, _ = banks.asked(Path())
    monkeypatch.chdir("/")
    assert made[0].media[0].path.read_bytes() == png()


MP4 = struct.pack(">I", 24) + b"ftyp"
KNOWN = [
    ("a.png", painted("PNG"), "image/png"),
    ("A.JPG", painted("JPEG"), "image/jpeg"),
    ("a.jpeg", painted("JPEG"), "image/jpeg"),
    ("a.gif", painted("GIF"), "image/gif"),
    ("a.webp", painted("WEBP"), "image/webp"),
    ("a.avif", painted("AVIF"), "image/avif"),
    ("a.avif", MP4 + b"mif1\0\0\0\0miafavif", "image/avif"),
    ("a.svg", SVG.encode(), "image/svg+xml"),
    ("a.wav", wav(), "audio/wav"),
    ("a.mp3", b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
    ("a.mp3", b"\xff\xfb\x90\x64", "audio/mpeg"),
    ("a.mp3", b"\xff\xf3\x40\xc0", "audio/mpeg"),
    ("a.ogg", b"OggS" + bytes(24) + b"\x01vorbis", "audio/ogg"),
    ("a.oga", b"OggS" + bytes(24) + b"\x7fFLAC", "audio/ogg"),
    ("a.opus", b"OggS" + bytes(24) + b"OpusHead", "audio/ogg"),
    ("a.m4a", MP4 + b"M4A \0\0\2\0isomiso2", "audio/mp4"),
    ("a.flac", b"fLaC\0\0\0\x22", "audio/flac"),
]


@pytest.mark.parametrize(("name", "raw", "kind"), KNOWN, ids=[f"{n}-{name}" for n, (name, *_) in enumerate(KNOWN)])
def test_every_known_kind_is_told_by_its_bytes(tmp_path: Path, name: str, raw: bytes, kind: str):
    field = kind.partition("/")[0]
    items = one(tmp_path, f"{field}: {{file: {name}, alt: Something, {RIGHTS}}}", **{name.replace(".", "_"): raw})
    [medium] = items["who"].media
    assert medium.type == kind
    assert medium.name.rpartition(".")[2] == {"jpeg": "jpg", "oga": "ogg", "opus": "ogg"}.get(
        end := name.lower()[2:], end
    )


REFUSED = [
    ("image: {file: b.png, %s}", "B033", "b.png", "there is no file `b.png`", "did you mean `a.png`?"),
    ("image: {file: pics/b.png, %s}", "B033", "pics/b.png", "there is no file `pics/b.png`", None),
    ("image: {file: sub.png, %s}", "B033", "sub.png", "`sub.png` is a folder", None),
    ("image: {file: 'https://example.org/a.png', %s}", "B033", "'https://example.org/a.png'", "is an address", "store"),
    ("image: {file: ../../quizgen.png, %s}", "B031", "../../quizgen.png", "does not lie in", None),
    ("image: {file: /etc/a.png, %s}", "B031", "/etc/a.png", "does not lie in", None),
    ("image: {file: a.bmp, %s}", "B034", "a.bmp", "`a.bmp` is no kind of picture known here", "known are .png, .jpg"),
    ("image: {file: '.', %s}", "B034", "'.'", "`.` is no kind of picture", "known are"),
    ("audio: {file: a.txt, %s}", "B034", "a.txt", "`a.txt` is no kind of sound known here", "known are .mp3, .ogg"),
    ("image: {file: s.wav, %s}", "B034", "s.wav", "`s.wav` is a sound, no picture", "put it under `audio`"),
    ("audio: {file: a.png, %s}", "B034", "a.png", "`a.png` is a picture, no sound", "put it under `image`"),
    ("image: {file: x.jpg, %s}", "B034", "x.jpg", "that its name claims: its bytes are image/png", "name it `x.png`"),
    ("image: {file: x.webp, %s}", "B034", "x.webp", "its bytes are audio/wav", "name it `x.wav`"),
    ("image: {file: x.gif, %s}", "B034", "x.gif", "its bytes are nothing known here", "save it anew"),
    ("image: {file: x.avif, %s}", "B034", "x.avif", "it is empty", "save it anew"),
    ("audio: {file: x.ogg, %s}", "B034", "x.ogg", "its bytes are nothing known here", "save it anew"),
    ("audio: {file: x.mp3, %s}", "B034", "x.mp3", "its bytes are image/jpeg", "name it `x.jpg`"),
    ("image: {file: large.png, %s}", "B035", "large.png", "`large.png` has 10.1 MB", "store a smaller picture"),
    ("audio: {file: large.wav, %s}", "B035", "large.wav", "10 MB at most", "shorter"),
    ("image: [{file: a.png, %s}, {file: b.png, %s}]", "B033", "b.png", "there is no file `b.png`", "did you mean"),
    ("image: {file: a.png, %s, asks: whom}", "B046", "asks", "this fact has no slot `whom`", "`who/Neil Armstrong`"),
    ("image: {file: a.png, %s, asks: [who, why]}", "B046", "why", "this fact has no slot `why`", "`who/Neil"),
    ("hint: {whose: A hint.}", "B046", "whose", "this fact has no slot `whose`", "`who/Neil Armstrong`"),
    ("reverse: {how many: A question?}", "B046", "how many", "this fact has no slot `how many`", "`who/"),
    ("hint: {who: ' '}", "B010", "' '", "must not be empty", None),
    ("image: a.png", "B010", "image", "`image` must be a group", None),
    ("image: {file: a.png, alt: A flag, credit: NASA}", "B010", "image", "the field `licence` is missing", None),
    ("image: {file: a.png, alt: '', credit: NASA, licence: CC0}", "B010", "''", "`alt` must not be empty", None),
    ("audio: {file: s.wav, credit: NASA, licence: CC0}", "B010", "audio", "the field `alt` is missing", None),
    ("image: {file: a.png, %s, ask: who}", "B010", "ask", "unknown field `ask`", "did you mean `asks`?"),
]  # fmt: skip
FILES: dict[str, bytes] = {
    "s_wav": wav(),
    "x_jpg": png(),
    "x_webp": wav(),
    "x_gif": b"BM not a picture",
    "x_avif": b"",
    "x_ogg": b"OggS" + bytes(24) + b"\x80theora",
    "x_mp3": painted("JPEG"),
    "large_png": png() + bytes(10_100_000),
    "large_wav": wav() + bytes(10_100_000),
    "sub.png/x_txt": b"",
}


@pytest.mark.parametrize(("field", "code", "there", "message", "hint"), REFUSED, ids=[case[0][:40] for case in REFUSED])
def test_what_cannot_be_taken_is_refused_at_its_place(
    tmp_path: Path, field: str, code: str, there: str, message: str, hint: str | None
):
    files = {name: raw for name, raw in FILES.items() if name.replace("_", ".").split("/")[0] in field}
    problem, text = only(tmp_path, field.replace("%s", f"alt: A flag, {RIGHTS}"), **files)
    assert (problem.code, problem.severity, text) == (code, "error", there)
    assert message in problem.message
    assert (problem.hint or "").startswith(hint or "") if hint is None else hint in (problem.hint or "")


SAFE = [
    f'<?xml version="1.0" encoding="UTF-8"?>\n{SVG}',
    f"\ufeff<!-- é 漢字 -->{SVG}",
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + SVG,
    '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:text>عربي &lt;script&gt;</s:text></s:svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><g id="a"/><use x:href="#a" xmlns:x="http://www.w3.org/1999/xlink"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>rect{fill:url(#g)} @media print{rect{fill:none}}</style></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png;base64,AAAA"/><rect fill="url(#g)"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><metadata about="http://example.org/">http://example.org</metadata></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><animate attributeName="x" values="0;9" onebyone=""/></svg>'.replace(
        ' onebyone=""', ""
    ),
]


@pytest.mark.parametrize("text", SAFE)
def test_an_svg_that_stands_alone_is_taken(tmp_path: Path, text: str):
    items = one(tmp_path, f"image: {{file: a.svg, alt: A flag, {RIGHTS}}}", a_svg=text)
    assert items["who"].media[0].type == "image/svg+xml"


def svg(inside: str, outside: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" {outside}>\n{inside}</svg>'


UNSAFE: list[tuple[str | bytes, str]] = [
    (svg("<script>alert(1)</script>"), "holds `<script>` (line 2)"),
    (svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'), "holds `<script>`"),
    (svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'), "holds `<foreignObject>`"),
    (svg('<g xmlns:h="http://www.w3.org/1999/xhtml"><h:p/></g>'), "holds `<p>`"),
    (svg("", 'onload="alert(1)"'), "a handler, `onload=`"),
    (svg('<rect OnClick="alert(1)"/>'), "a handler, `onclick=`"),
    (svg('<image href="https://example.org/a.png"/>'), "links to something else, `https://example.org/a.png`"),
    (svg('<image x:href="//example.org/a.png"/>'), "links to something else"),
    (svg('<image href="other.png"/>'), "links to something else"),
    (svg('<image href="data:image/svg+xml,%3Csvg/%3E"/>'), "links to something else"),
    (svg('<a href=" javascript:alert(1)"><rect/></a>'), "links to something else"),
    (svg('<use href="#a"/>', 'xml:base="https://example.org/"'), "links to something else"),
    (svg('<a><set attributeName="href" to="javascript:alert(1)"/></a>'), "animates a link"),
    (svg('<a><animate attributeName="x:href" values="javascript:alert(1)"/></a>'), "animates a link"),
    (svg('<rect style="fill: url(https://example.org/a)"/>'), "its style asks for something else"),
    (svg("<rect fill=\"URL( '//example.org/a')\"/>"), "its style asks for something else"),
    (svg(r'<rect fill="u\72l(https://example.org/a)"/>'), "its style asks for something else"),
    (svg("<style>@imp<!-- -->ort 'a.css';</style>"), "its style asks for something else"),
    (svg("<style><![CDATA[@font-face{src:url(f.woff)}]]></style>"), "its style asks for something else"),
    (f'<?xml-stylesheet href="https://example.org/a.css"?>{SVG}', "holds an instruction, `<?xml-stylesheet`"),
    ('<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<text>&a;</text>"), "declares entities"),
    ('<?xml version="1.0" encoding="ISO-8859-1"?>' + SVG, "its encoding is ISO-8859-1"),
    (SVG.encode("utf-16"), "not UTF-8 text"),
    (svg("<text>é</text>").encode("latin-1"), "not UTF-8 text"),
    ("<html><body/></html>", "its root is `html`"),
    (SVG.replace(' xmlns="http://www.w3.org/2000/svg"', ""), "its root is `svg`, not `svg` with xmlns="),
    (svg("<rect>"), "it is not XML: mismatched tag (line 2)"),
    (svg("<text>&nbsp;</text>"), "it is not XML: undefined entity"),
    ("", "it is not XML: no element found"),
    (png(), "not UTF-8 text"),
]


@pytest.mark.parametrize(("text", "message"), UNSAFE, ids=[f"{n}-{case[1][:30]}" for n, case in enumerate(UNSAFE)])
def test_an_svg_that_runs_or_needs_something_else_is_refused(tmp_path: Path, text: str | bytes, message: str):
    problem, there = only(tmp_path, f"image: {{file: a.svg, alt: A flag, {RIGHTS}}}", a_svg=text)
    assert (problem.code, there) == ("B034", "a.svg")
    assert message in problem.message


ROWS = """id,name,year,flight,portrait,by
armstrong,Neil Armstrong,1969,Gemini 8,a.png,NASA
aldrin,Buzz Aldrin,1970,Gemini 12,b.png,NASA
glenn,John Glenn,1962,,,
shepard,Alan Shepard,1961,Mercury 3,a.png,NASA
"""
TABLE = """
title: Portraits
sources: {list: {title: A List, publisher: Example Press}}
tables:
  - file: rows.csv
    source: list
    id: "{id}"
    say: "The portrait of [{year}](when) shows [{name}](who)."
    hint: {who: "The pilot of {flight}."}
    reverse: {when: "What was painted in {year}?"}
    image: {file: "{portrait}", alt: "A man in {year}", credit: "{by}", licence: CC0-1.0, asks: [who]}
"""


def table(root: Path, rows: str = ROWS, bank: str = TABLE, **files: bytes) -> dict[str, Item]:
    """Return the items of the bank with a table."""
    made, _ = banks.asked(project(root, bank, rows_csv=rows, b_png=png(1), **files))
    return {item.id.removeprefix("bank."): item for item in made}


def test_the_texts_of_a_table_are_filled_from_each_row(tmp_path: Path):
    items = table(tmp_path)
    [medium] = items["armstrong.who"].media
    assert (medium.file, medium.alt, medium.credit, medium.asks) == ("a.png", "A man in 1969", "NASA", True)
    assert not items["armstrong.when"].media[0].asks
    assert items["aldrin.who"].media[0].sha256 == hashlib.sha256(png(1)).hexdigest()
    assert items["armstrong.who"].hint == "The pilot of Gemini 8."
    assert (items["armstrong.who"].reverse, items["armstrong.when"].reverse) == (None, "What was painted in 1969?")


def test_a_row_lacks_what_one_of_its_cells_is_empty_for(tmp_path: Path):
    items = table(tmp_path)
    assert (items["glenn.who"].media, items["glenn.who"].hint) == ((), None)
    assert items["glenn.when"].reverse == "What was painted in 1962?"


def test_names_have_their_article_in_running_texts(tmp_path: Path):
    bank = TABLE.replace("    say:", "    the: {flight: /./}\n    say:").replace("A man in {year}", "Of {flight}")
    rows = ROWS.replace("glenn,John Glenn,1962,,,\n", "")
    item = table(tmp_path, rows, bank)["armstrong.who"]
    assert (item.hint, item.media[0].alt) == ("The pilot of the Gemini 8.", "Of the Gemini 8")


def test_each_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []

    def counted(path: Path, raw: bytes, name: str, claimed: str) -> Any:
        read.append(name)
        return reading.Stored(path, hashlib.sha256(raw).hexdigest(), claimed)

    monkeypatch.setattr(reading, "_of_bytes", counted)
    table(tmp_path, ROWS + "".join(f"p{n},Person {n},{1700 + n},X {n},a.png,NASA\n" for n in range(50)))
    assert read == ["a.png", "b.png"]


def test_a_row_with_a_picture_that_cannot_be_taken_makes_no_fact(tmp_path: Path):
    rows = ROWS.replace("b.png,NASA", "gone.png,NASA").replace("3,a.png,NASA", "3,a.png,")
    found = problems(tmp_path, TABLE, rows_csv=rows)
    assert [(problem.code, problem.span and problem.span.line, Path(problem.path).name) for problem in found] == [
        ("B033", 3, "rows.csv"),
        ("B010", 5, "rows.csv"),
    ]
    assert found[1].message == "this row has nothing for the `credit` of its picture `a.png`"
    made = api.ask(api.check(api.load(tmp_path)))
    assert {item.fact for item in made} == {"armstrong", "glenn"}


@pytest.mark.parametrize(
    ("old", "new", "code", "there"),
    [
        ('"A man in {year}"', '"A man in {yaer}"', "B048", '"A man in {yaer}"'),
        ('"The pilot of {flight}."', '"The pilot of {fligth}."', "B048", '"The pilot of {fligth}."'),
        ('"What was painted in {year}?"', '"What of {x}?"', "B048", '"What of {x}?"'),
        ("asks: [who]", "asks: [whom]", "B046", "whom"),
        ("hint: {who:", "hint: {whom:", "B046", "whom"),
        ("licence: CC0-1.0", "licence: ''", "B010", "''"),
    ],
)
def test_mistakes_in_an_entry_of_a_table_are_told_at_their_place(
    tmp_path: Path, old: str, new: str, code: str, there: str
):
    bank = TABLE.replace(old, new)
    [problem] = problems(tmp_path, bank, rows_csv=ROWS, b_png=png(1))
    assert problem.code == code
    assert problem.span
    line = bank.split("\n")[problem.span.line - 1]
    assert line[problem.span.column - 1 : problem.span.end_column - 1] == there


REVISIONS = {"who": "ec0290e4bb384953", "where": "2dcbc37468da17e6", "when": "ae0c8ee043ed15be"}
"""Of the sentence alone, as they were before facts could have pictures."""


def test_what_has_no_picture_keeps_its_revision(tmp_path: Path):
    assert {name: item.revision for name, item in one(tmp_path).items()} == REVISIONS


def test_whatever_stands_beside_a_question_is_part_of_its_content(tmp_path: Path):
    text = "Two people beside a flag"
    told = [
        *(PICTURE, PICTURE.replace("NASA", "ESA"), PICTURE.replace("public domain", "CC0-1.0")),
        *(PICTURE.replace("flag", "tree"), PICTURE.replace("}", ", asks: who}")),
        *(f"{PICTURE}\nhint: {{who: A.}}", f"{PICTURE}\nreverse: {{who: A.}}"),
        *(f"hint: {{who: {text}}}", f"reverse: {{who: {text}}}"),
    ]  # fmt: skip
    found = [one(tmp_path / str(n), fields)["who"].revision for n, fields in enumerate(told)]
    found.append(one(tmp_path / "other", PICTURE, a_png=png(1))["who"].revision)
    assert len({*found, REVISIONS["who"]}) == len(found) + 1


def test_the_name_of_a_file_is_no_content(tmp_path: Path):
    first, second = one(tmp_path / "1", PICTURE), one(tmp_path / "2", PICTURE.replace("a.png", "b.png"), b_png=png())
    assert {name: item.revision for name, item in first.items()} == {
        name: item.revision for name, item in second.items()
    }


def test_a_hint_changes_only_the_question_that_it_is_for(tmp_path: Path):
    items = one(tmp_path, "hint: {who: A pilot.}")
    assert [items[name].revision == REVISIONS[name] for name in ("who", "where", "when")] == [False, True, True]


GIVEN_AWAY = [
    (
        "who",
        f"image: {{file: a.png, alt: 'The pilot, ARMSTRONG, in white', {RIGHTS}, asks: who}}",
        "`alt` of the picture",
    ),
    ("when", f"image: {{file: a.png, alt: 'A painting of 1969', {RIGHTS}, asks: when}}", "`alt` of the picture"),
    ("where", f"audio: {{file: s.wav, alt: 'Words from Luna', {RIGHTS}, asks: where}}", "`alt` of the sound"),
    ("who", "hint: {who: It was Mr Armstrong.}", "the hint"),
    ("where", "hint: {where: Not on Earth but on Luna.}", "the hint"),
    ("when", "hint: {when: In the summer of 1969.}", "the hint"),
]


@pytest.mark.parametrize(("slot", "fields", "what"), GIVEN_AWAY, ids=[case[2] + case[0] for case in GIVEN_AWAY])
def test_nothing_beside_the_question_may_give_its_answer_away(tmp_path: Path, slot: str, fields: str, what: str):
    head = "entities:\n  the Moon: {kind: place, aka: [Luna, Moon]}\n  Neil Armstrong: {kind: person}"
    bank = banks.sentences(f"{SENTENCE}\n{fields}", head=head)
    [problem] = problems(tmp_path, bank, s_wav=wav())
    assert (problem.code, problem.severity, problem.item) == ("Q123", "error", f"bank.f0.{slot}")
    assert what in problem.message
    assert problem.span
    assert bank.split("\n")[problem.span.line - 1].strip() == "f0:"
    assert problem.item not in {item.id for item in api.ask(api.check(api.load(tmp_path)))}


def test_what_comes_with_the_answer_may_name_it(tmp_path: Path):
    fields = f"image: {{file: a.png, alt: Neil Armstrong on the Moon in 1969, {RIGHTS}}}"
    assert len(one(tmp_path, fields, 'reverse: {who: "What did Neil Armstrong do?"}')) == 3


def quiz(root: Path) -> Path:
    """A project of three questions: of one a picture is the question, and one more has a picture and a sound."""
    asking = f"image: {{file: a.png, alt: A person in white, {RIGHTS}, asks: who}}"
    both = f"image: {{file: b.svg, alt: 'عَلَم 旗', {RIGHTS}}}\naudio: {{file: s.wav, alt: Silence, {RIGHTS}}}"
    plain = "say: '[Buzz Aldrin](who) flew on Gemini 12.'\nhint: {who: A pilot.}\nreverse: {who: A.}\n"
    bank = banks.sentences(f"say: '[Neil Armstrong](who) flew on Gemini 8.'\n{asking}", f"{plain}{both}")
    return project(root, bank, b_svg=SVG, s_wav=wav())


def assembled(root: Path) -> Any:
    checked = api.check(api.load(quiz(root)))
    assert not errors(checked.problems)
    return api.assemble(checked, api.ask(checked))


def test_json_names_pictures_by_their_bytes_and_holds_none(tmp_path: Path):
    made = assembled(tmp_path)
    report = api.export(made, "json", tmp_path / "quiz.json")
    assert report.lost == {"picture or sound (named, not packed)": 3}
    told = json.loads((tmp_path / "quiz.json").read_text("utf-8"))
    Draft202012Validator(json_schema.schema()).validate(told)
    first, second = told["items"]
    assert first["media"] == [
        {
            "kind": "image",
            "file": made.items[0].media[0].name,
            "sha256": hashlib.sha256(png()).hexdigest(),
            "type": "image/png",
            "alt": "A person in white",
            "credit": "NASA",
            "licence": "public domain",
            "asks": True,
        }
    ]
    assert [medium["alt"] for medium in second["media"]] == ["عَلَم 旗", "Silence"]
    assert (second["hint"], second["reverse"]) == ("A pilot.", "A.")
    assert not {"hint", "reverse"} & first.keys()
    assert str(tmp_path) not in (tmp_path / "quiz.json").read_text("utf-8")


def test_the_schema_asks_for_all_of_a_medium_but_where_it_is_stored():
    medium = json_schema.schema()["$defs"]["Medium"]
    assert set(medium["required"]) == medium["properties"].keys()
    assert "path" not in medium["properties"]


def test_paper_shows_the_picture_that_asks_and_counts_what_it_cannot_show(tmp_path: Path):
    report = api.export(assembled(tmp_path), "print", tmp_path / "quiz.pdf")
    assert (report.skipped, report.written) == ((), 2)
    assert report.lost == {"picture": 1, "sound": 1, "hint": 1, "question asked in reverse": 1}
    assert tags(report.files[0].read_bytes())["Figure"] == 1


def test_paper_cannot_play_a_sound_either(tmp_path: Path):
    made = assembled(tmp_path)
    item = made.items[1]
    asking = tuple(medium.model_copy(update={"asks": medium.kind == "audio"}) for medium in item.media)
    object.__setattr__(made, "items", (item.model_copy(update={"media": asking}),))
    with pytest.raises(ProblemError, match="no question can be printed: its sound is the question"):
        api.export(made, "print", tmp_path / "quiz.pdf")


def test_show_lists_what_stands_beside_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(quiz(tmp_path))
    told = CliRunner().invoke(group, ["show", "bank.f1.who"]).output
    assert "\n  picture: b.svg (NASA, public domain): عَلَم 旗\n" in told
    assert "\n  sound: s.wav (NASA, public domain): Silence\n" in told
    assert "\n  hint: A pilot.\n  asked the other way round: A.\n" in told
    assert "\n  picture (the question): a.png (NASA" in CliRunner().invoke(group, ["show", "bank.f0.who"]).output


def test_a_missing_picture_is_an_error_of_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(project(tmp_path, banks.sentences(f"{SENTENCE}\n{PICTURE.replace('a.png', 'A.png')}")))
    done = CliRunner().invoke(group, ["check"])
    if (tmp_path / "question_bank/bank/A.png").exists():
        pytest.skip("a file system that does not tell capitals")
    assert done.exit_code == 1
    assert "error[B033]: there is no file `A.png` in the bank's folder" in done.output
    assert "hint: did you mean `a.png`?" in done.output


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    project(tmp_path, banks.sentences(f"{SENTENCE}\n{PICTURE}"))
    real = Path.read_bytes

    def refused(path: Path) -> bytes:  # who tests may be allowed to read everything
        if path.name == "a.png":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    [problem] = api.load(tmp_path).problems
    assert (problem.code, problem.message) == ("B033", "cannot read `a.png`: Permission denied")


SHOWN = """
  {id}:
    say: "[{name}](who) is in the Book of Faces."
    ask: {{who: "Who is shown here?"}}
    image: {{file: {file}, alt: A man in white, credit: A. Painter, licence: CC0-1.0, asks: who}}
    cite: {{book: {{page: 1}}}}"""
FACES = [("one", "Neil Armstrong", "a.png"), ("two", "Buzz Aldrin", "b.png"), ("three", "Alan Shepard", "c.png")]
THREE = {"a_png": png(1), "b_png": png(2), "c_png": png(3)}


def faces(root: Path, people: list[tuple[str, str, str]], **files: bytes) -> tuple[list[Item], api.Asked]:
    facts = "".join(SHOWN.format(id=key, name=name, file=file) for key, name, file in people)
    return banks.asked(project(root, f"title: Faces\n{banks.BOOK}\nfacts:{facts}\n", **files))


def test_the_same_words_beside_other_pictures_are_other_questions(tmp_path: Path):
    made, asked = faces(tmp_path, FACES, **THREE)
    assert [(item.stem, item.key[0], item.closed) for item in made] == [
        ("Who is shown here?", name, False) for _, name, _ in FACES
    ]
    assert not asked.problems


def test_the_same_words_beside_the_same_picture_are_one_question(tmp_path: Path):
    again = ("again", "Neil Armstrong", "copy.png")
    made, asked = faces(tmp_path, [*FACES, again], **THREE, copy_png=png(1))
    assert [item.fact for item in made] == ["one", "two", "three"]
    assert [(one.fact, one.reason) for one in asked.unasked["bank"] if one.slot == "who"] == [
        ("again", "the same question as `bank.one.who`")
    ]


def test_rows_are_told_apart_by_their_pictures(tmp_path: Path):
    bank = TABLE.replace(
        "    hint:", '    ask: {who: "Whose face is this?"}\n    unasked: {who: {portrait: empty}}\n    hint:'
    )
    items = table(tmp_path, ROWS.replace("Mercury 3,a.png", "Mercury 3,c.png"), bank, c_png=png(3))
    assert [name for name, item in items.items() if item.asking] == ["armstrong.who", "aldrin.who", "shepard.who"]
    assert {item.stem for item in items.values() if item.asking} == {"Whose face is this?"}
    assert "glenn.who" not in items
