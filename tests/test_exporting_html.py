"""The practice page as a file: what stands in it, what it lets in, and how it speaks to programs."""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.exporting.evidence import evidence
from quizgen.exporting.markup import ILLEGAL
from quizgen.model.quiz import Quiz
from quizgen.model.source import Name
from quizgen.problem import ProblemError
from tests import examples

ROOT = Path(__file__).parents[1]
TABLES = json.loads((ROOT / "templates" / "html" / "words.json").read_text("utf-8"))
HTTPS = "https://schema.org"


def page(quiz: Quiz, folder: Path, **options: str) -> str:
    [file] = api.export(quiz, "html", folder / "quiz.html", **options).files
    return file.read_text("utf-8")


def block(text: str, opening: str) -> Any:
    return json.loads(text.partition(f"<script {opening}>")[2].partition("</script>")[0])


def data(text: str) -> Any:
    return block(text, 'type="application/json" id="data"')


def described(text: str) -> Any:
    return block(text, 'type="application/ld+json"')


# ---- the file ------------------------------------------------------------------------------------------------------


def test_the_page_holds_every_item_with_what_judges_it_and_what_it_rests_on(tmp_path: Path):
    quiz = examples.everything()
    told = data(page(quiz, tmp_path))
    assert [one["id"] for one in told["items"]] == [item.id for item in quiz.items]
    for one, item in zip(told["items"], quiz.items, strict=True):
        assert (one["stem"], one["key"], one["accept"], one["rev"]) == (
            item.stem, [*item.key], [*item.accept], item.revision,
        )  # fmt: skip
        [cited] = one["cite"]
        [known] = evidence(quiz, item)
        assert cited[1:] == [known.where, known.quote, known.url]
        assert told["sources"][cited[0]]["text"] == known.reference


def test_pages_of_one_quiz_share_what_is_known_but_not_their_rounds(tmp_path: Path):
    quiz = examples.quiz()
    whole, part, again = (data(page(one, tmp_path)) for one in (quiz, replace(quiz, items=quiz.items[:3]), quiz))
    assert whole["key"] == part["key"] == again["key"]
    assert whole["page"] == again["page"] != part["page"]


def test_a_source_stands_in_the_page_once(tmp_path: Path):
    text = page(examples.quiz(tuple(examples.item(n) for n in range(50))), tmp_path, linked_data="0")
    assert text.partition('id="data"')[2].count("Example Press") == 1


def test_a_picture_stands_in_the_page_once(tmp_path: Path):
    from tests.browser.test_practice_page import PICTURE, media

    held = {"media": media(tmp_path)}
    items = tuple(examples.item(n).model_copy(update=held) for n in range(3))
    report = api.export(examples.quiz(items), "html", tmp_path / "quiz.html")
    assert report.lost == {}
    assert (tmp_path / "quiz.html").read_text("utf-8").count(base64.b64encode(PICTURE).decode()) == 1


def test_the_events_of_an_order_are_never_shown_in_the_right_order(tmp_path: Path):
    items = tuple(examples.item(n, "order") for n in range(20))
    for one in data(page(examples.quiz(items), tmp_path))["items"]:
        assert [option["place"] for option in one["options"]] != [1, 2, 3, 4]


def digest(text: str, tag: str) -> str:
    content = text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
    return f"'sha256-{base64.b64encode(sha256(content.encode()).digest()).decode()}'"


def test_the_policy_lets_in_the_page_s_own_script_and_style_and_nothing_else(tmp_path: Path):
    text = page(examples.quiz(), tmp_path)
    policy = html.unescape(text.partition('Policy" content="')[2].partition('"')[0])
    assert dict(part.strip().split(" ", 1) for part in policy.split(";")) == {
        "default-src": "'none'",
        "script-src": digest(text, "script"),
        "style-src": digest(text, "style"),
        "img-src": "data:",
        "media-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_no_script_writes_html_or_runs_text():
    for file in sorted((ROOT / "templates" / "html").glob("*.js")):
        code = file.read_text("utf-8")
        for risky in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "fetch("):
            assert risky not in code, (file.name, risky)


@pytest.mark.parametrize("text", examples.HOSTILE)
def test_no_text_ends_the_element_that_holds_it(tmp_path: Path, text: str):
    quiz = replace(examples.everything(text), title=text)
    banks = tuple(bank.model_copy(update={"title": text, "description": text}) for bank in quiz.banks)
    made = page(replace(quiz, banks=banks), tmp_path)
    assert not ILLEGAL.search(made)
    assert made.count("<script") == made.count("</script>") == 3
    assert len(data(made)["items"]) == len(described(made)["hasPart"]) == len(quiz.items)
    assert "<script>alert" not in made


def test_an_address_for_mistakes_that_is_none_is_not_offered(tmp_path: Path):
    for address, kept in (("javascript:alert(1)", ""), ("mailto:a@example.org?subject={id}", None)):
        made = data(page(replace(examples.quiz(), report=address), tmp_path))
        assert made["report"] == (address if kept is None else kept)


def test_a_link_that_is_no_web_address_is_lost_and_said_so(tmp_path: Path):
    item = examples.item(1)
    cited = item.citations[0].model_copy(update={"url": "javascript:alert(1)"})
    quiz = examples.quiz((item.model_copy(update={"citations": (cited,)}),))
    report = api.export(quiz, "html", tmp_path / "quiz.html")
    assert report.lost == {"link that is no web address": 1}
    assert "javascript:" not in (tmp_path / "quiz.html").read_text("utf-8")


# ---- words and templates -------------------------------------------------------------------------------------------


def test_every_language_of_the_papers_has_every_word():
    papers = json.loads((ROOT / "templates" / "print" / "words.json").read_text("utf-8"))
    assert TABLES.keys() == papers.keys()
    for language, table in TABLES.items():
        assert table.keys() == TABLES["en"].keys(), language
        for word, text in table.items():
            assert text.strip(), (language, word)
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", TABLES["en"][word])), (
                language,
                word,
            )


def test_every_word_that_the_scripts_and_the_template_say_is_in_the_table():
    folder = ROOT / "templates" / "html"
    code = "".join(file.read_text("utf-8") for file in folder.glob("*.js"))
    said = set(re.findall(r'say\("(\w+)"', code)) | set(re.findall(r'say\([^")]*\? "(\w+)" : "(\w+)"', code)[0])
    said |= set(re.findall(r"words\.(\w+)", (folder / "page.html.j2").read_text("utf-8"))) - {"colon"}
    assert said <= TABLES["en"].keys()
    kinds = {file.stem for file in (ROOT / "templates" / "questions").glob("*.yaml")}
    assert {f"kind_{kind}" for kind in kinds} <= TABLES["en"].keys()


def test_a_project_s_own_words_style_and_template_go_first(tmp_path: Path):
    own = tmp_path / "templates" / "html"
    own.mkdir(parents=True)
    (own / "words.json").write_text('{"en": {"start": "Off we go"}}', "utf-8")
    (own / "style.css").write_text("body { color: rebeccapurple } /* </style> */", "utf-8")
    made = page(replace(examples.quiz(), templates=(tmp_path / "templates",)), tmp_path)
    assert "Off we go" in made
    assert "rebeccapurple" in made
    assert made.count("</style>") == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.html.j2", b"{{ nonsense }}", "cannot be filled in"),
        ("style.css", b"\xff", "not UTF-8"),
        ("page.js", b"\xff", "not UTF-8"),
        ("words.json", b"{", "not JSON"),
    ],
)
def test_what_cannot_be_used_of_a_project_is_a_problem_with_its_place(
    tmp_path: Path, name: str, content: bytes, said: str
):
    own = tmp_path / "templates" / "html"
    own.mkdir(parents=True)
    (own / name).write_bytes(content)
    with pytest.raises(ProblemError) as raised:
        page(replace(examples.quiz(), templates=(tmp_path / "templates",)), tmp_path)
    [problem] = raised.value.problems
    assert said in problem.message
    assert problem.path.endswith(f"html/{name}")
    assert not (tmp_path / "quiz.html").exists()


def test_a_template_that_leaves_the_questions_out_is_a_problem(tmp_path: Path):
    own = tmp_path / "templates" / "html"
    own.mkdir(parents=True)
    (own / "page.html.j2").write_text("<p>{{ title }}</p>", "utf-8")
    with pytest.raises(ProblemError, match="questions"):
        page(replace(examples.quiz(), templates=(tmp_path / "templates",)), tmp_path)


# ---- schema.org ----------------------------------------------------------------------------------------------------


def described_source(folder: Path, **changes: object) -> Any:
    work = examples.SOURCE.source.model_copy(update=changes)
    quiz = examples.quiz((examples.item(1),))
    cited = {name: one.model_copy(update={"source": work}) for name, one in quiz.sources.items()}
    return described(page(replace(quiz, sources=cited), folder))["citation"][0]


def test_a_question_has_its_answer_its_wrong_options_and_its_source(tmp_path: Path):
    quiz = examples.quiz((examples.item(1),))
    made = described(page(quiz, tmp_path))
    assert (made["@context"], made["@type"], made["name"]) == (HTTPS, "Quiz", "The Moon")
    assert made["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    [question] = made["hasPart"]
    assert question["@id"] == "urn:quizgen:item:moon.event-1.choice"
    assert question["eduQuestionType"] == "Multiple choice"
    assert question["acceptedAnswer"]["text"] == "1911"
    assert [answer["text"] for answer in question["suggestedAnswer"]] == ["1901", "1921", "1931"]
    [cited] = question["citation"]
    assert (cited["@type"], cited["text"], cited["description"]) == ("Quotation", "event 1: 1911", "page 12")
    assert cited["url"] == examples.CITATION.url
    [source] = made["citation"]
    assert cited["isPartOf"] == {"@type": "Book", "@id": source["@id"]}
    assert (source["@type"], source["name"], source["datePublished"]) == ("Book", "An Almanac of the Moon", "1999")
    assert source["author"] == [{"@type": "Person", "name": "Ada Doe", "familyName": "Doe", "givenName": "Ada"}]


def test_several_right_options_are_an_answer_each_and_an_order_is_one(tmp_path: Path):
    made = described(page(examples.everything(), tmp_path))
    kinds = {one["@id"].rpartition(".")[2]: one for one in made["hasPart"]}
    assert [answer["text"] for answer in kinds["choices"]["acceptedAnswer"]] == ["1917", "1937"]
    assert kinds["order"]["acceptedAnswer"]["text"] == "1905\n1915\n1925\n1935"
    assert "suggestedAnswer" not in kinds["order"]


@pytest.mark.parametrize(
    ("kind", "called"),
    [("book", "Book"), ("article-journal", "ScholarlyArticle"), ("webpage", "WebPage"), ("unheard-of", "CreativeWork")],
)
def test_works_are_called_what_they_are(tmp_path: Path, kind: str, called: str):
    made = described_source(tmp_path, type=kind, isbn="978-3", issued="199X", author=(Name(literal="NASA"),))
    assert made["@type"] == called
    assert ("isbn" in made) is (called == "Book")
    assert "datePublished" not in made
    assert made["author"] == [{"@type": "Organization", "name": "NASA"}]


@pytest.mark.parametrize(
    ("licence", "told"),
    [
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("CC-BY-NC-ND-4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
        ("https://example.org/licence", "https://example.org/licence"),
        ("all rights reserved", {"@type": "CreativeWork", "name": "all rights reserved"}),
    ],
)
def test_a_licence_is_its_address_where_there_is_one(tmp_path: Path, licence: str, told: object):
    assert described_source(tmp_path, licence=licence)["license"] == told


def test_of_very_many_questions_only_the_whole_is_described(tmp_path: Path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(12)))
    assert len(described(page(quiz, tmp_path, linked_data="12"))["hasPart"]) == 12
    few = described(page(quiz, tmp_path, linked_data="11"))
    assert few["name"] == "The Moon"
    assert few["hasPart"] == []


def test_the_printed_key_describes_its_answers_and_the_quiz_tells_none(tmp_path: Path):
    quiz = examples.everything()
    report = api.export(quiz, "print-html", tmp_path / "quiz-print.html")
    texts = {file.stem: file.read_text("utf-8") for file in report.files}
    assert "<script" not in texts["quiz-print"]
    told = described(texts["quiz-print-key"])
    assert [one["identifier"] for one in told["hasPart"]] == [item.id for item in quiz.items]
