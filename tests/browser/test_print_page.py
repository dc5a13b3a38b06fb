"""The quiz and its key as web pages in a real browser: quiet, accessible, and whole on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

import pypdfium2
import pytest

from quizgen import api
from quizgen.model.media import Medium
from quizgen.model.quiz import Section
from tests import examples
from tests.test_exporting_contract import ARABIC, JAPANESE
from tests.test_media import SVG

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = ("choice", "choices", "text", "date", "number", "cloze", "order", "match")
LONG = "a rather long question whose words fill one line after another until it is as tall as this "
HOSTILE = '<script>document.title = "x"</script><img src=x onerror=alert(1)> " \' {{ 7*7 }} </style>'
A4, LETTER = (595, 842), (612, 792)


def mixed(count=24, longest=4, **changes):
    """Enough for a few pages, with stems of one line to as many as `longest`, and every interaction."""
    items = tuple(examples.item(n, KINDS[n % 8], text=LONG * (n % longest)) for n in range(count))
    return replace(examples.quiz(items), **changes)


def in_parts(folder):
    file = folder / "flag.svg"
    file.write_text(SVG, "utf-8")
    whose = {"alt": "A red flag", "credit": "Ada", "licence": "CC0-1.0", "asks": True}
    flag = Medium(
        kind="image", type="image/svg+xml", file=file.name, sha256=sha256(SVG.encode()).hexdigest(), path=file, **whose
    )
    quiz = mixed(16, 2)
    items = (quiz.items[0].model_copy(update={"media": (flag,)}), *quiz.items[1:])
    ids = [item.id for item in items]
    parts = (
        Section(title="Part one", instructions="Take care.", points=2, items=tuple(ids[:6])),
        Section(title="Part two", page_break=True, items=tuple(ids[6:])),
    )
    return replace(quiz, items=items, sections=parts)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The pages as files, by name."""
    folder = tmp_path_factory.mktemp("print-pages")
    made = {
        "usual": (mixed(), {}),
        "parts": (
            in_parts(folder),
            {"paper": "us-letter", "columns": 2, "points": 1, "header": "name,class,date,score"},
        ),
        "hostile": (
            examples.quiz(tuple(examples.item(n, k, text=HOSTILE) for n, k in enumerate(KINDS)), title=HOSTILE),
            {},
        ),
        "arabic": (ARABIC, {"size": 18}),
        "japanese": (JAPANESE, {"italics": "false"}),
    }
    for name, (quiz, options) in made.items():
        api.export(quiz, "print-html", folder / f"{name}.html", teacher=True, **options)
    return folder


@pytest.fixture
def open_page(chromium, files):
    """Opens a page in a window of its own, and in the end sees that it was quiet."""
    contexts, loud = [], []

    def opened(name, *, width=1000, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        own = (files / f"{name}.html").as_uri()
        page.on(
            "request", lambda request: loud.append(request.url) if not request.url.startswith((own, "data:")) else None
        )
        for event in ("pageerror", "console", "dialog"):
            page.on(event, lambda told: loud.append(str(told)))
        page.goto(own)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not loud


def leaves(page):
    """The printed pages: their sizes in points, and their texts with white space as single spaces, the foot first."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sizes = [tuple(map(round, leaf.get_size())) for leaf in document]
    return sizes, [" ".join(leaf.get_textpage().get_text_bounded().split()) for leaf in document]


EVERY = [
    name + part for name in ("usual", "parts", "hostile", "arabic", "japanese") for part in ("", "-key", "-teacher")
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", EVERY)
def test_axe_finds_nothing(open_page, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(open_page(name, scheme=scheme), options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.response["passes"]
    assert not found.violations_count, found.generate_report()


@pytest.mark.parametrize("name", EVERY)
def test_nothing_stands_out_at_the_side_of_a_phone(open_page, name):
    page = open_page(name, width=340)
    assert page.evaluate("document.documentElement.scrollWidth") <= 340


def test_the_style_is_the_one_that_the_policy_allows(open_page):
    page = open_page("usual")
    assert page.evaluate("getComputedStyle(document.querySelector('ol.options')).listStyleType") == "none"


def test_hostile_texts_do_nothing(open_page):
    page = open_page("hostile")
    assert page.title() == HOSTILE
    assert page.locator("[onerror], script, img").count() == 0
    assert page.locator("li.question").count() == 2 * len(KINDS)


def test_dark_is_dark_on_the_screen_and_black_on_white_on_paper(open_page):
    page = open_page("usual", scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert sum(map(int, re.findall(r"\d+", page.evaluate(ground)))) < 200
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_letters_and_numbers_are_text_that_can_be_copied(open_page):
    text = " ".join(open_page("usual").inner_text("article >> nth=0").split())
    assert "1. In which year did event 0 happen?" in text
    assert "A. 1900 B. 1910 C. 1920 D. 1930" in text


def test_lists_are_lists_to_those_who_hear_them(open_page):
    page = open_page("usual")
    questions = page.get_by_role("article", name="The Moon — Form A").get_by_role("list")
    assert page.get_by_role("article").count() == 2
    assert questions.first.get_by_role("listitem").count() == 3  # what is to be filled in
    assert questions.nth(1).locator("> li").count() == 24


@pytest.mark.parametrize(
    ("name", "paper"), [("usual", A4), ("parts", LETTER), ("parts-teacher", LETTER), ("hostile", A4)]
)
def test_on_paper_no_item_is_split(open_page, name, paper):
    """Each item ends on the page on which it begins: one with options with its last, one without with its stem."""
    page = open_page(name)
    asked = page.eval_on_selector_all("li.question > div", "all => all.map(one => one.innerText)")
    sizes, texts = leaves(page)
    assert set(sizes) == {paper}
    assert len(texts) > 2
    squeezed = [re.sub(r"\s|[\u00ad\u0002\ufffe-]", "", text) for text in texts]
    for text in asked:
        parts = [re.sub(r"\s|[\u00ad-]", "", line) for line in text.splitlines() if line.strip() and " pt" not in line]
        assert any(all(part in leaf for part in parts) for leaf in squeezed), text


def test_each_form_and_each_part_that_shall_begins_a_page(open_page):
    _, texts = leaves(open_page("parts"))
    begins = [re.fullmatch("The Moon — Form ([AB]) (.*)", text).groups() for text in texts]
    assert [form for form, text in begins if text.startswith("The Moon — Form")] == ["A", "B"]
    assert [form for form, text in begins if text.startswith("Part two")] == ["A", "B"]
    assert begins == sorted(begins, key=lambda one: one[0])


def test_an_item_that_shall_begins_a_page_even_in_columns(chromium, tmp_path):
    quiz = replace(mixed(6), forms=())
    api.export(quiz, "print-html", tmp_path / "moon.html", columns=2, breaks=quiz.items[4].id)
    page = chromium.new_page()
    page.goto((tmp_path / "moon.html").as_uri())
    _, texts = leaves(page)
    assert [text[:19] for text in texts] == ["The Moon 1 / 2 The ", "The Moon 2 / 2 5. I"]
    page.close()


def test_no_row_of_the_key_is_split_and_its_links_open(open_page):
    page = open_page("usual-key")
    rows = page.eval_on_selector_all("tbody tr", "all => all.map(one => [...one.children].map(cell => cell.innerText))")
    _, texts = leaves(page)
    squeezed = [re.sub(r"\s|[\u00ad\u0002\ufffe-]", "", text) for text in texts]
    for _, *cells in rows:
        parts = [re.sub(r"\s|[\u00ad-]", "", line) for cell in cells for line in cell.splitlines() if line.strip()]
        assert any(all(part in leaf for part in parts) for leaf in squeezed), cells
    assert page.locator("td a").first.get_attribute("href") == examples.CITATION.url
