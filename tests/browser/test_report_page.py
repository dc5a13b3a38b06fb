"""The review report in a real browser: quiet, accessible, filtered, printed."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from quizgen.reporting.page import write_page
from tests import examples, reports

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MADE = {"usual": reports.reviewed, "hostile": reports.hostile, "abroad": reports.abroad}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The reports as files, by name."""
    folder = tmp_path_factory.mktemp("reports")
    for name, make in MADE.items():
        write_page(make(), folder / f"{name}.html")
    return {name: folder / f"{name}.html" for name in MADE}


@pytest.fixture
def open_page(chromium, files):
    """Opens a report in a window of its own, and in the end sees that it was quiet."""
    contexts, loud = [], []

    def opened(name="usual", *, at="", width=1200, height=900, scheme="light", script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        own = files[name].as_uri()
        page.on("request", lambda request: loud.append(request.url) if request.url.partition("#")[0] != own else None)
        for event in ("pageerror", "console", "dialog"):
            page.on(event, lambda told: loud.append(str(told)))
        page.goto(own + at)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not loud


def shown(page):
    return page.eval_on_selector_all("article", "all => all.filter(one => one.checkVisibility()).map(one => one.id)")


def tells(page, number, whole=11):
    """Wait until the page says that so many questions are shown; the filter itself waits until typing rests."""
    expect(page.locator("#shown")).to_have_text(f"Showing {number} of {whole} questions")


@pytest.mark.parametrize(
    ("name", "scheme"), [("usual", "light"), ("usual", "dark"), ("hostile", "dark"), ("abroad", "light")]
)
def test_axe_finds_nothing(open_page, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(name, scheme=scheme)
    page.evaluate("document.querySelectorAll('article').forEach(one => one.style.contentVisibility = 'visible')")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.response["passes"]
    assert not found.violations_count, found.generate_report()


@pytest.mark.parametrize(("name", "width"), [("usual", 360), ("usual", 768), ("hostile", 360), ("abroad", 320)])
def test_nothing_stands_out_at_the_side(open_page, name, width):
    page = open_page(name, width=width)
    page.evaluate("document.querySelectorAll('article').forEach(one => one.style.contentVisibility = 'visible')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_texts_do_nothing(open_page):
    page = open_page("hostile")
    assert page.title().startswith("<script>document.title")
    assert page.locator("article").count() == len(reports.HOSTILE) + 1
    assert page.evaluate("document.querySelectorAll('[onmouseover], [onerror], article script').length") == 0


def test_without_script_everything_is_shown_and_no_filter(open_page):
    page = open_page(script=False)
    assert page.locator("article:visible").count() == 11
    assert not page.locator("#filter").is_visible()
    assert not page.locator("a.filtering").first.is_visible()


def test_filters_show_what_fits_and_say_how_many(open_page):
    page = open_page()
    tells(page, 11)
    page.select_option("#flags", "any")
    tells(page, 2)
    assert shown(page) == ["moon.event-0.choice", "moon.event-90.choice"]
    page.select_option("#code", "Q101")
    tells(page, 1)
    assert not page.locator("section[data-bank=moon]").is_visible()
    page.click("button[type=reset]")
    tells(page, 11)
    page.select_option("#kind", "order")
    tells(page, 1)


def test_words_are_found_without_case_and_accents(open_page):
    page = open_page("abroad")
    page.fill("#q", "徳川家康は ALMANAC")
    tells(page, 1, 2)
    page.fill("#q", "")
    tells(page, 2, 2)


def test_the_address_keeps_what_is_shown(open_page):
    page = open_page()
    page.fill("#q", "event 1")
    page.select_option("#kind", "when")
    page.wait_for_url("**#q=event+1&kind=when")
    count = page.inner_text("#shown")
    again = open_page(at="#q=event+1&kind=when")
    assert again.inner_text("#shown") == count
    assert again.input_value("#q") == "event 1"
    assert again.input_value("#kind") == "when"


def test_links_of_the_page_work_with_the_filter(open_page):
    page = open_page(at="#code=Q101")
    assert shown(page) == ["moon.event-90.choice"]
    page.evaluate("location.hash = '#code-Q101'")
    tells(page, 1)
    page.evaluate("location.hash = '#moon.event-1.choice'")
    tells(page, 11)
    page.click("a.filtering >> nth=0")
    tells(page, 1)
    open_page(at="#%")
    open_page(at="#nobody=knows&code=Q999")


def test_the_keyboard_reaches_the_filter_at_once(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the questions"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("event-2.choice")
    page.keyboard.press("Enter")
    tells(page, 1)


def test_dark_is_dark(open_page):
    grounds = [
        open_page(scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    light, dark = (sum(map(int, re.findall(r"\d+", ground))) for ground in grounds)
    assert dark < 200 < 700 < light


@pytest.fixture(scope="module")
def printed(chromium, tmp_path_factory):
    """The pages of a printed report of forty questions, as text."""
    out = tmp_path_factory.mktemp("printed") / "report.html"
    items = [examples.item(n, text="whole") for n in range(40)]
    write_page(reports.reviewed(*items), out)
    page = chromium.new_page(color_scheme="dark")
    page.goto(out.as_uri())
    document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    page.close()
    return [one.get_textpage().get_text_bounded() for one in document]


def test_on_paper_every_question_stands_whole_on_a_page(printed):
    for number in range(40):
        on = [text for text in printed if f"did event {number} happen" in text]
        assert len(on) == 1
        assert f"moon.event-{number}.choice" in on[0]


def test_on_paper_links_show_where_they_lead_and_filters_are_gone(printed):
    whole = re.sub(r"\s+", "", "".join(printed))
    assert "<https://example.org/moon#:~:text=" in whole
    assert "Showing41of41questions" in whole
    assert "Signature" in whole
    assert "Showall" not in whole
    assert "Tothequestions" not in whole


@pytest.mark.slow
def test_a_report_of_many_questions_is_there_at_once(chromium, tmp_path):
    text = "and a text of some length, as real questions and statements have it, " * 2
    items = [examples.item(n, text=text) for n in range(3500)]
    write_page(reports.reviewed(*items), tmp_path / "report.html")
    page = chromium.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)")
    assert max(paint) < 3000  # milliseconds; a tenth of it on the machine this was written on
    page.fill("#q", "moon.event-3499.choice")
    tells(page, 1, "3,501")
    page.close()
