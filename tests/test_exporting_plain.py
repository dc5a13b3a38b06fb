"""The printed quiz in HTML, Markdown and plain text: what is read back from them is what was asked."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from quizgen import api
from quizgen.exporting.paper.plain_markdown import address, linked, markdown, one_line
from quizgen.exporting.paper.printed_key import paper_key
from quizgen.exporting.paper.printed_text import plain
from quizgen.model.key import Copy
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz, Section
from quizgen.problem import ProblemError
from quizgen.templating import find
from quizgen.wrapping import columns, wrapped
from tests import examples
from tests.test_media import png

SUFFIX = {"markdown": ".md", "text": ".txt", "print-html": "-print.html"}
ENDING = {"markdown": "md", "text": "txt", "print-html": "html"}
FORMATS = tuple(SUFFIX)
EVERY = ("choice", "choices", "text", "date", "number", "cloze", "order", "match")
BROKEN = "\u200b"


def files(quiz: Quiz, name: str, folder: Path, **options: Any) -> dict[str, str]:
    """Export and return what was written, by what is added to the name of the quiz."""
    report = api.export(quiz, name, folder / f"moon{SUFFIX[name]}", **options)
    stem = f"moon{SUFFIX[name]}".rpartition(".")[0]
    return {file.stem.removeprefix(stem).lstrip("-") or "quiz": file.read_text("utf-8") for file in report.files}


def every(**changes: Any) -> Quiz:
    """An item of each interaction."""
    return replace(examples.quiz(tuple(examples.item(n, kind) for n, kind in enumerate(EVERY))), **changes)


def changed(quiz: Quiz, number: int, **fields: Any) -> Quiz:
    items = list(quiz.items)
    items[number] = items[number].model_copy(update=fields)
    return replace(quiz, items=tuple(items))


# ---- readers: Markdown and HTML to the text that a reader sees ------------------------------------------------------

COMMONMARK = MarkdownIt("commonmark")
GITHUB = MarkdownIt("gfm-like")
PARSERS = (COMMONMARK, GITHUB)


class Seen(HTMLParser):
    """The text of a page, its blocks on lines of their own, and the tags there are."""

    BLOCKS = frozenset(
        "p li h1 h2 h3 h4 h5 h6 div table tr td th hr br blockquote title ol ul figcaption figure".split()
    )

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self._style = "", [], False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"
        self.text += "\n" if tag in self.BLOCKS else ""

    def handle_endtag(self, tag: str) -> None:
        self._style = False
        self.text += "\n" if tag in self.BLOCKS else ""

    def handle_data(self, data: str) -> None:
        self.text += "" if self._style else data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def seen(text: str, name: str) -> str:
    """What a reader sees of a file, each stretch of white space as one space."""
    page = COMMONMARK.render(text) if name == "markdown" else text
    return " ".join((Seen(page).text if name != "text" else page).split())


def spaced(text: str) -> str:
    return " ".join(text.split())


# ---- what is on the paper -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_questions_and_options_stand_in_the_order_and_with_the_letters_of_the_key(name: str, tmp_path: Path):
    quiz = every()
    text = seen(files(quiz, name, tmp_path)["quiz"], name)
    key = paper_key(quiz, {item.id: 1 for item in quiz.items})
    place = 0
    for form in key.forms:
        for told in (f"The Moon — Form {form.name}", *parts(quiz, form.entries)):
            assert told in text[place:], told
            place = text.index(told, place) + len(told)


def parts(quiz: Quiz, entries: Any) -> Iterator[str]:
    for entry in entries:
        item = quiz.by_id[entry.item]
        yield item.stem.partition("____")[0].strip()
        texts = {option.id: option.text for option in item.options}
        yield from (f"{sign}. {texts[option]}" for sign, option in zip(entry.letters, entry.options, strict=True))
        yield from item.targets


@pytest.mark.parametrize("name", FORMATS)
def test_the_key_has_letter_answer_source_place_quote_and_link_of_every_item(name: str, tmp_path: Path):
    quiz = every()
    text = files(quiz, name, tmp_path)["key"]
    told = seen(text, name)
    key = paper_key(quiz, {item.id: 1 for item in quiz.items})
    for form in key.forms:
        rest = told[told.index(f"Answer key, Form {form.name}") :]
        for entry in form.entries:
            item = quiz.by_id[entry.item]
            letters = ", ".join(entry.key)
            joint = " → " if item.interaction == "order" else "; "
            shown = {"print-html": f"{letters}. ", "text": f"{letters}: ", "markdown": f"{letters}: "}[name]
            assert f"{shown if letters else ''}{joint.join(item.key)}" in rest
            assert f"“{item.citations[0].quote}”" in rest
            assert item.id in rest
    assert "[1] An Almanac of the Moon, page 12" in told
    visible = re.sub("<script.*?</script>", "", text, flags=re.DOTALL)
    assert visible.count("https://example.org/moon#:~:text=the%20first%20Moon%20landing") == 16
    assert told.endswith("Doe, Ada. An Almanac of the Moon. Example Press, 1999. https://example.org/moon")


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_handed_out_holds_no_answer(name: str, tmp_path: Path):
    answer = "the Sea of Tranquillity"
    quiz = changed(every(), 2, key=(answer,), accept=("Mare Tranquillitatis",), rationale=f"It was {answer}.")
    made = files(quiz, name, tmp_path, teacher=True)
    assert made.keys() == {"quiz", "key", "teacher"}
    assert not re.search("Tranq|✓|Almanac", made["quiz"])
    assert answer in seen(made["key"], name)
    assert answer in seen(made["teacher"], name)


@pytest.mark.parametrize("name", FORMATS)
def test_the_teachers_edition_marks_the_answers_in_place(name: str, tmp_path: Path):
    made = files(every(forms=()), name, tmp_path, teacher=True)
    text = seen(made["teacher"], name)
    assert "The Moon — Teacher’s edition" in text
    assert "B. 1910 ✓" in text
    assert text.count("✓") == 2
    assert ("Event 5 happened in 1915." if name == "print-html" else "Event 5 happened in [1915].") in text
    assert text.count("An Almanac of the Moon, page 12") == len(EVERY)
    for number, letter in enumerate("ABCD", 1):
        assert (f"{number} {letter}. 19" if name == "print-html" else f"[{number}] {letter}. 19") in text


@pytest.mark.parametrize("name", FORMATS)
def test_points_lines_instructions_and_fields_are_as_the_options_say(name: str, tmp_path: Path):
    options = {"points": 3, "lines": 4, "instructions": "No books.", "header": "name, class"}
    text = files(every(forms=()), name, tmp_path, **options)["quiz"]
    told = seen(text, name)
    assert told.count("3 pt") == len(EVERY)
    assert [word in told for word in ("No books.", "Class:", "Circle the letter of the one", "Score")] == [1, 1, 0, 0]
    ruled = {"print-html": '<div class="line', "text": "\n   ____", "markdown": "\n   ____"}[name]
    assert text.count(ruled) == 3 * 4


@pytest.mark.parametrize("name", FORMATS)
def test_sections_have_their_title_instructions_and_points(name: str, tmp_path: Path):
    ids = [item.id for item in every().items]
    parts = (
        Section(title="Part *one*", instructions="Take\ncare.", points=2, items=tuple(ids[:3])),
        Section(title="Part two", page_break=True, lines=2, items=tuple(ids[3:])),
    )
    report = api.export(every(sections=parts), name, tmp_path / f"moon{SUFFIX[name]}")
    text = seen(report.files[0].read_text("utf-8"), name)
    assert text.count("Part *one*") == text.count("Take care.") == text.count("Part two") == 2
    assert text.count("2 pt") == 6
    assert "/ 11" in text
    assert report.lost == ({} if name == "print-html" else {"page break": 1})


def test_no_page_has_only_the_head(tmp_path: Path):
    ids = [item.id for item in every().items]
    parts = (
        Section(title="Part one", page_break=True, items=tuple(ids[:3])),
        Section(title="Part two", page_break=True, items=tuple(ids[3:])),
    )
    page = Seen(files(every(sections=parts), "print-html", tmp_path)["quiz"])
    named = [one.get("class") for one in page.named("div") if (one.get("class") or "").startswith("section")]
    assert named == ["section", "section new-page"] * 2
    again = Seen(files(every(forms=()), "print-html", tmp_path, breaks=f"{ids[0]},{ids[2]}")["quiz"])
    assert [one["class"] for one in again.named("ol") if "questions" in (one.get("class") or "")] == [
        "questions",
        "questions new-page",
    ]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("language", "label", "colon"), [("fr", "Nom", "\u00a0:"), ("zh", "姓名", "："), ("en", "Name", ":")]
)
def test_a_label_has_the_colon_of_its_language(language: str, label: str, colon: str, name: str, tmp_path: Path):
    items = tuple(item.model_copy(update={"language": language}) for item in every().items)
    copies = (Copy(code="M2", form="A", name="Ada"),)
    made = files(every(items=items, copies=copies), name, tmp_path)
    if name != "text":
        made = {part: Seen(COMMONMARK.render(text) if name == "markdown" else text).text for part, text in made.items()}
    assert f"{label}{colon}" in made["quiz"]
    assert f"{label}{colon} Ada" in made["copies"]
    assert name == "print-html" or re.search(f"[A-D]{colon} 19", made["key"])


@pytest.mark.parametrize("name", FORMATS)
def test_copies_are_written_apart_with_the_name_and_the_code_of_each(name: str, tmp_path: Path):
    copies = (Copy(code="M2", form="B", name="Łucja *Ö*\x07", group="7c"), Copy(code="K7", form="A", name="Ada"))
    made = files(every(copies=copies), name, tmp_path, header=("name", "class"))
    assert made.keys() == {"quiz", "key", "copies"}
    text = seen(made["copies"], name)
    assert "Form B" in text.partition("M2")[0]
    assert "Name: Łucja *Ö*" in text
    assert "Class: 7c" in text
    assert text.index("M2") < text.index("7c") < text.index("K7") < text.index("Name: Ada")
    assert "Ada" not in seen(made["quiz"], name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_word_too_long_for_a_page_can_still_be_copied(name: str, tmp_path: Path):
    word = "a" * 300
    quiz = changed(every(forms=()), 0, stem=f"Who said {word}?")
    assert BROKEN in plain(word)
    assert word in files(quiz, name, tmp_path)["quiz"]


def pictured(folder: Path, **fields: Any) -> Quiz:
    file = folder / "a.png"
    file.write_bytes(png())
    whose = {"credit": "N*SA", "licence": "CC0"}
    whole = {"kind": "image", "type": "image/png", "alt": "A person in [white]", "asks": True, **whose, **fields}
    medium = Medium(file=file.name, sha256=sha256(png()).hexdigest(), path=file, **whole)
    return changed(every(forms=()), 0, media=(medium,))


@pytest.mark.parametrize("name", FORMATS)
def test_a_picture_is_shown_or_told_and_counted(name: str, tmp_path: Path):
    report = api.export(pictured(tmp_path), name, tmp_path / f"moon{SUFFIX[name]}")
    text = report.files[0].read_text("utf-8")
    assert "Picture: N*SA, CC0" in seen(text, name)
    if name == "print-html":
        [image] = Seen(text).named("img")
        assert image["alt"] == "A person in [white]"
        assert (image["src"] or "").startswith("data:image/png;base64,iVBOR")
        assert report.lost == {}
    else:
        assert "[A person in [white]]" in seen(text, name)
        assert report.lost == {"picture": 1}


@pytest.mark.parametrize("name", FORMATS)
def test_a_picture_of_the_answer_is_only_for_teachers(name: str, tmp_path: Path):
    quiz = pictured(tmp_path, asks=False)
    made = files(quiz, name, tmp_path, teacher=True)
    assert "A person in" not in made["quiz"]
    assert "A person in" in made["teacher"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_question_that_is_a_sound_is_skipped_with_the_reason(name: str, tmp_path: Path):
    quiz = pictured(tmp_path, kind="audio", type="audio/wav")
    report = api.export(quiz, name, tmp_path / f"moon{SUFFIX[name]}")
    assert report.skipped == ((quiz.items[0].id, "its sound is the question"),)
    assert report.written == len(EVERY) - 1


@pytest.mark.parametrize("name", FORMATS)
def test_links_that_open_nothing_and_unprintable_signs_are_counted(name: str, tmp_path: Path):
    citation = examples.CITATION.model_copy(update={"url": "file:///etc/passwd"})
    quiz = changed(every(), 0, citations=(citation,), stem="Who\x00 rang\x1b?")
    report = api.export(quiz, name, tmp_path / f"moon{SUFFIX[name]}")
    assert report.lost == {"link": 1, "control": 1}
    assert not any(re.search("[\x00\x1b]|passwd", file.read_text("utf-8")) for file in report.files)


@pytest.mark.parametrize("name", FORMATS)
def test_every_ugly_text_is_seen_as_it_was_typed(name: str, tmp_path: Path):
    quiz = examples.ugly_quiz()
    made = files(quiz, name, tmp_path, teacher=True)
    told = {part: seen(text, name) for part, text in made.items()}
    for item in quiz.items:
        for part in ("quiz", "teacher"):
            assert spaced(item.stem) in told[part]
            assert all(spaced(option.text) in told[part] for option in item.options)
        assert all(spaced(text) in told["key"] for text in (item.key[0], item.rationale, item.citations[0].quote or ""))


# ---- Markdown -------------------------------------------------------------------------------------------------------

MEANING = "\\`*_{}[]()<>#+-.!|~$^&:=@\"'/1a \n"
MARKS = (
    "*¦**¦_¦`¦```¦~~~¦~~¦# ¦> ¦- ¦+ ¦1. ¦12) ¦---¦===¦***¦|¦| - |¦:--¦<b>¦</b>¦<!--¦<script>¦&amp;¦&#42;¦![a](b)¦"
    "[a](b)¦[a]: b¦<https://x.y>¦https://x.y/a_b_c¦www.x.y/a*b*¦\\¦\\\\¦    ¦a¦Ä¦漢字¦שלום¦ "
)
HOSTILE = st.one_of(
    st.text(MEANING, max_size=40),
    st.text(max_size=20),
    st.lists(
        st.sampled_from(
            [*MARKS.split("¦"), "\n", "\n\n"],
        ),
        max_size=12,
    ).map("".join),
)


def visible(rendered: str) -> str:
    """The text of rendered Markdown; what it has for a line break is one, whatever its source has is not."""
    lines = rendered.replace("<br />\n", "\n").replace("<br>\n", "\n")
    return html.unescape(re.sub(r"</?(p|li|ul|ol|h1|strong|a)( [^>]*)?>", "", lines))


def typed(text: str) -> list[str]:
    lines = [re.sub(" +", " ", line.strip()) for line in text.strip().splitlines()]
    return lines or [""]


def inline_types(source: str, parser: MarkdownIt) -> set[str]:
    return {node.type for node in SyntaxTreeNode(parser.parse(source)).walk()} - {"root", "inline"}


@pytest.mark.parametrize("parser", PARSERS, ids=["commonmark", "github"])
@given(text=HOSTILE)
def test_any_text_shows_as_it_was_typed_and_means_nothing(parser: MarkdownIt, text: str):
    text = plain(text).replace(BROKEN, "")
    source = markdown(text)
    allowed = {"paragraph", "text", "hardbreak", "link"} if parser is GITHUB else {"paragraph", "text", "hardbreak"}
    assert inline_types(source, parser) <= allowed
    shown = visible(parser.render(source)).removesuffix("\n").split("\n")
    assert [re.sub(" +", " ", line.strip()) for line in shown] == typed(text)


@pytest.mark.parametrize(
    ("before", "after", "tag"),
    [
        ("# ", "", "h1"),
        ("1. ", "", "li"),
        ("- **A.** ", " ✓", "li"),
        ("- ", "\n- next", "li"),
        ("# x — ", "", "h1"),
        ("[", "](https://example.org)", "a"),
        ("words in front ", " and behind", "p"),
    ],
)
@given(text=HOSTILE)
def test_any_text_stays_where_a_template_puts_it(before: str, after: str, tag: str, text: str):
    text = plain(text).replace(BROKEN, "")
    source = one_line(f"x{text}")
    rendered = COMMONMARK.render(f"{before}{source}{after}")
    [inside] = re.findall(f"<{tag}[^>]*>(.*?)</{tag}>", rendered, re.DOTALL)[:1]
    assert spaced(f"x{text}") in spaced(visible(inside))


@given(text=HOSTILE, path=st.text(max_size=30))
def test_a_link_leads_where_it_shall(text: str, path: str):
    url = f"https://example.org/{path}"
    [link] = [
        node
        for node in SyntaxTreeNode(COMMONMARK.parse(f"- [x{one_line(plain(text))}]({address(url)}): x")).walk()
        if node.type == "link"
    ]
    assert unquote(str(link.attrs["href"]), errors="replace") == unquote(
        url.encode(errors="replace").decode(), errors="replace"
    )


@given(text=HOSTILE)
def test_web_addresses_in_a_reference_become_links_and_all_else_stays(text: str):
    text = plain(text).replace(BROKEN, "")
    rendered = COMMONMARK.render(f"1. {linked('x' + text + ' https://example.org/a_b?c=1&copy;=2.')}")
    assert 'href="https://example.org/a_b?c=1&amp;copy;=2"' in rendered
    assert spaced(visible(rendered)) == spaced(f"x{text} https://example.org/a_b?c=1&copy;=2.")


def test_a_typical_sentence_stays_readable_in_the_source():
    text = "In 1969-70 (A.D.), who said: “It's 3 > 2, R&D!” – Mr. O'Neil, 50% of U.S. dollars?"
    assert markdown(text) == text


def test_the_questions_of_a_form_are_one_list_with_their_numbers(tmp_path: Path):
    items = tuple(examples.item(n, EVERY[n % 8]) for n in range(120))
    tree = SyntaxTreeNode(COMMONMARK.parse(files(examples.quiz(items, 1), "markdown", tmp_path)["quiz"]))
    lists = [node for node in tree.children if node.type == "ordered_list"]
    assert [len(node.children) for node in lists] == [120]
    assert [node.type for node in lists[0].children[98].children] == ["paragraph", "hr"]
    assert not {"code_block", "html_block", "html_inline"} & {node.type for node in tree.walk()}


# ---- text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [30, 78, 200])
def test_no_line_of_text_is_wider_than_it_shall_be(width: int, tmp_path: Path):
    text = "漢字かな交じり文、「括弧」。 한국어 words e\u0301 and שלום " * 9
    items = tuple(examples.item(n, kind, text=text) for n, kind in enumerate(EVERY))
    made = files(examples.quiz(items, title=text), "text", tmp_path, width=width, teacher=True, points=2)
    for part in made.values():
        lines = [line for line in part.splitlines() if "://" not in line and "moon.event" not in line]
        assert max(map(columns, lines)) <= width
        assert not any(line.endswith(" ") for line in lines)


@given(text=st.text("ab 漢。「é\u0301ש", max_size=60), width=st.integers(20, 40))
def test_wrapping_loses_nothing(text: str, width: int):
    lines = wrapped(text, width, "10. ", 2).split("\n")
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", f"10.{text}")
    assert lines[0].startswith("  10.")
    assert all(line.startswith(" " * 6) for line in lines[1:])


def test_east_asian_signs_take_two_columns_and_punctuation_begins_no_line():
    assert (columns("漢字"), columns("e\u0301"), columns("ab"), columns("ｱ")) == (4, 1, 2, 1)
    assert wrapped("漢字漢字漢字漢字漢字、漢字", 20).split("\n") == ["漢字漢字漢字漢字漢", "字、漢字"]


def test_a_word_longer_than_a_line_is_left_whole():
    url = "https://example.org/" + "a" * 100
    assert wrapped(f"see {url} there", 40).split("\n") == ["see", url, "there"]


# ---- HTML -----------------------------------------------------------------------------------------------------------


def pages(quiz: Quiz, folder: Path, **options: Any) -> dict[str, Seen]:
    return {name: Seen(text) for name, text in files(quiz, "print-html", folder, **options).items()}


def test_a_page_needs_nothing_else_and_runs_nothing(tmp_path: Path):
    data = [{"type": "application/ld+json"}]  # nothing runs it
    for name, page in pages(examples.ugly_quiz(), tmp_path, teacher=True).items():
        assert page.named("script") == (data if name == "key" else [])
        assert not page.named("link") + page.named("iframe") + page.named("form")
        assert not any(name.startswith("on") or name == "style" for _, attributes in page.tags for name in attributes)
        [policy] = [one["content"] for one in page.named("meta") if one.get("http-equiv") == "Content-Security-Policy"]
        assert "default-src 'none'" in (policy or "")
        assert "unsafe" not in (policy or "")


def test_each_item_has_its_own_language_and_direction(tmp_path: Path):
    quiz = changed(changed(every(forms=()), 0, language="ar-EG"), 1, language="x-klingon")
    page = pages(quiz, tmp_path)["quiz"]
    spoken = [(one["lang"], one["dir"]) for one in page.named("div") if "lang" in one]
    assert spoken[:3] == [("ar-EG", "rtl"), ("", "ltr"), ("en", "ltr")]
    assert page.named("html") == [{"lang": "en", "dir": "ltr"}]


def test_no_browser_slants_letters_that_know_no_italics(tmp_path: Path):
    text = files(every(forms=()), "print-html", tmp_path)["quiz"]
    upright = next(rule for rule in text.split("}") if "font-style: normal" in rule)
    assert text.rindex("font-style: italic") < text.index(upright)
    assert set(re.findall(r":lang\((\w+)\)", upright)) == {"ar", "fa", "ur", "he", "hi", "zh", "ja", "ko"}


def test_the_key_is_a_table_with_heads(tmp_path: Path):
    page = pages(every(forms=()), tmp_path)["key"]
    scopes = [one["scope"] for one in page.named("th")]
    assert scopes == ["col"] * 3 + ["row"] * len(EVERY)


def test_the_title_at_the_foot_of_the_page_is_only_a_title(tmp_path: Path):
    quiz = replace(every(), title='"; } body { display: none } </style><script>alert(1)</script> \\')
    text = files(quiz, "print-html", tmp_path)["quiz"]
    page = Seen(text)
    assert not page.named("script")
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert "display: none" not in style
    assert quiz.title in page.text


def test_items_that_shall_begin_a_page_must_be_there(tmp_path: Path):
    with pytest.raises(ProblemError, match=r"no such question: moon\.gone"):
        files(every(), "print-html", tmp_path, breaks="moon.gone")


# ---- templates of one's own -----------------------------------------------------------------------------------------


def own(folder: Path, name: str, text: str | bytes) -> tuple[Path, ...]:
    target = folder / "templates" / "print" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode() if isinstance(text, str) else text)
    return (folder / "templates",)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("part", ["quiz", "key"])
def test_a_template_of_ones_own_goes_first(name: str, part: str, tmp_path: Path):
    folders = own(
        tmp_path, f"{part}.{ENDING[name]}.j2", "{% for form in forms %}[{{ title }}: {{ form.name }}]\n{% endfor %}"
    )
    made = files(every(templates=folders, title="A *b* & <i>"), name, tmp_path)
    shown = {"text": "[A *b* & <i>: A]", "markdown": r"[A \*b\* & \<i>: A]", "print-html": "[A *b* &amp; &lt;i&gt;: A]"}
    assert made[part].startswith(shown[name])
    other = {"quiz": "key", "key": "quiz"}[part]
    assert made[other] == files(every(title="A *b* & <i>"), name, tmp_path)[other]


WRONG = {
    "a\n  {{ titel }}": (2, "'titel' is undefined"),
    "a\n{% for paper in papers %}\n{{ paper.forn }}{% endfor %}": (3, "`Paper` has no `forn`"),
    "a\n\n{% if %}": (3, "Expected an expression"),
    "{{ title | shout }}": (1, "No filter named 'shout'"),
    "{% include 'print/nowhere.j2' %}": (1, "there is no template `print/nowhere.j2`"),
    "{{ 1 / 0 }}": (1, "division by zero"),
    "{% macro x() %}{{ x() }}{% endmacro %}{{ x() }}": (1, "recursion"),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_template_is_a_problem_at_its_line(name: str, text: str, tmp_path: Path):
    line, message = WRONG[text]
    file = f"quiz.{ENDING[name]}.j2"
    with pytest.raises(ProblemError) as raised:
        files(every(templates=own(tmp_path, file, text)), name, tmp_path)
    [problem] = raised.value.problems
    assert problem.code == "B097"
    assert problem.path.endswith(f"templates/print/{file}")
    assert problem.span
    assert problem.span.line == line
    assert message in problem.message
    assert file in (problem.hint or "")
    assert not list(tmp_path.glob("moon*"))


def test_a_template_that_is_no_text_is_a_problem(tmp_path: Path):
    folders = own(tmp_path, "key.md.j2", b"\xff\xfe\x00")
    with pytest.raises(ProblemError, match="it is not UTF-8 text"):
        files(every(templates=folders), "markdown", tmp_path)


@pytest.mark.parametrize("file", ["page.html.j2", "page.css.j2"])
def test_a_part_of_a_template_that_is_no_text_is_the_problem(file: str, tmp_path: Path):
    folders = own(tmp_path, file, find(f"print/{file}").read_bytes() + b"\xff")
    own(tmp_path, "logo.png", png())
    with pytest.raises(ProblemError, match="it is not UTF-8 text") as raised:
        files(every(templates=folders), "print-html", tmp_path)
    [problem] = raised.value.problems
    assert (problem.code, Path(problem.path).name, problem.hint) == ("B097", file, "save it as UTF-8")


def test_the_hint_names_the_template_of_ours_that_is_like_the_wrong_one(tmp_path: Path):
    folders = own(tmp_path, "page.html.j2", "{{ nothing }}")
    with pytest.raises(ProblemError) as raised:
        files(every(templates=folders), "print-html", tmp_path)
    assert "`templates/print/page.html.j2`" in (raised.value.problems[0].hint or "")


def test_a_style_sheet_of_ones_own_is_allowed_by_the_policy(tmp_path: Path):
    ours = find("print/page.css.j2").read_text("utf-8")
    folders = own(
        tmp_path, "page.css.j2", ours.replace("max-width: 46rem", "max-width: 12rem") + "\r\nb::after { content: 'é' }"
    )
    text = files(every(templates=folders), "print-html", tmp_path)["quiz"]
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert "12rem" in style
    assert base64.b64encode(sha256(style.encode()).digest()).decode() in text


def test_what_reads_the_json_key_reads_these_papers(tmp_path: Path):
    """The letters are those of the key that the print format writes for the same quiz."""
    quiz = every()
    written = api.export(quiz, "print", tmp_path / "moon.pdf").files
    [file] = [one for one in written if one.name.endswith("-key.json")]
    told = json.loads(file.read_text("utf-8"))
    text = seen(files(quiz, "text", tmp_path)["key"], "text")
    for form in told["forms"]:
        for entry in form["entries"]:
            if entry["key"]:
                assert f"{entry['number']}. {', '.join(entry['key'])}: " in text[text.index(f"Form {form['name']}") :]
