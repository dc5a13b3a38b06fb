"""The preview in a real browser: quiet, accessible, and following every save without losing one's place."""

from __future__ import annotations

import re
import threading

import pytest
from playwright.sync_api import expect

from quizgen.cli import serving
from quizgen.cli.format_options import options
from quizgen.serving.live import Live
from quizgen.serving.server import Server
from quizgen.serving.site import Site
from quizgen.serving.state import Tools
from tests import banks

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FACTS = [f"[Mission {n}](which mission) reached [Crater {n}](where) in [{1900 + n}](when)." for n in range(80)]
MOON = banks.sentences(*FACTS)
HEBREW = banks.sentences("[נחשון](who) נולד בשנת [1930](when).", language="he").replace("A bank", "ירח 月 😀 <b>")
BROKEN = f"{MOON}  bad: {{say: 'x', cite: {{nobody: {{page: 1}}}}}}\n"
WORDY = MOON.replace(" reached ", f" {'slowly and patiently ' * 30}reached ")


@pytest.fixture
def served(tmp_path):
    """A project that is followed, and its address."""
    banks.project(tmp_path, MOON, name="moon")
    banks.project(tmp_path, HEBREW, name="hebrew", config="title = 'The <Moon>'")
    live = Live(tmp_path, Tools(serving.framed, options))
    live.refresh()
    with Server("127.0.0.1", 0, Site(live).answer, pytest.fail) as server:
        threads = [
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True),
            threading.Thread(target=live.run, daemon=True),
        ]
        for thread in threads:
            thread.start()
        yield tmp_path, live, server.url
        server.shutdown()
        live.stop()
        for thread in threads:
            thread.join(10)


@pytest.fixture
def open_page(chromium, served):
    """Opens a page in a window of its own, and in the end sees that it was quiet and asked nobody else."""
    contexts, loud = [], []
    address = served[2]

    def opened(path="", *, width=1200, height=900, scheme="light", script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else loud.append(asked.url))
        for event in ("pageerror", "console", "dialog"):
            page.on(event, lambda told: loud.append(str(told)))
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not loud


def save(root, text, bank="moon"):
    (root / "question_bank" / bank / "bank.yaml").write_text(text, encoding="utf-8")


PATHS = [
    "",
    "items",
    "items?flags=any",
    "items/moon.f3.when",
    "items/hebrew.f0.who",
    "practice",
    "exports",
    "exports/csv",
]


@pytest.mark.parametrize(("path", "scheme"), [*((path, "light") for path in PATHS), ("", "dark"), (PATHS[3], "dark")])
def test_axe_finds_nothing(served, open_page, path, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(path, scheme=scheme)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.response["passes"]
    assert not found.violations_count, found.generate_report()


def test_axe_finds_nothing_on_a_page_of_problems(served, open_page):
    from axe_playwright_python.sync_playwright import Axe

    root = served[0]
    page = open_page()
    save(root, BROKEN)
    expect(page.locator(".frames li.error").first).to_be_visible(timeout=10_000)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert not found.violations_count, found.generate_report()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_stands_out_at_the_side(open_page, path):
    page = open_page(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_save_shows_by_itself(served, open_page):
    root = served[0]
    page = open_page()
    expect(page.locator("tbody")).to_contain_text("A bank")
    save(root, MOON.replace("A bank", "Another bank"))
    expect(page.locator("tbody")).to_contain_text("Another bank", timeout=10_000)
    save(root, BROKEN)
    expect(page.locator(".frames")).to_contain_text("question_bank/moon/bank.yaml:", timeout=10_000)
    save(root, MOON)
    expect(page.locator("#page")).to_contain_text("None.", timeout=10_000)


def test_a_save_keeps_the_place_on_the_page_and_what_has_the_focus(served, open_page):
    root = served[0]
    page = open_page("items?bank=moon")
    link = page.locator(".rows a").nth(40)
    link.scroll_into_view_if_needed()
    link.focus()
    address, at = link.get_attribute("href"), page.evaluate("scrollY")
    assert at > 500
    save(root, MOON.replace("Mission 1]", "Expedition 1]"))
    expect(page.locator(".rows")).to_contain_text("Expedition 1", timeout=10_000)
    expect(page.locator("#live")).to_have_text("", timeout=10_000)
    assert page.evaluate("scrollY") == at
    assert page.evaluate("document.activeElement.getAttribute('href')") == address


def test_what_was_opened_stays_open(served, open_page):
    root = served[0]
    page = open_page()
    save(root, WORDY)
    page.locator("details summary").first.click(timeout=10_000)
    folded = page.locator("details li").nth(5)
    expect(folded).to_be_visible()
    save(root, WORDY.replace("A bank", "Yet another bank"))
    expect(page.locator("tbody")).to_contain_text("Yet another bank", timeout=10_000)
    expect(page.locator("#live")).to_have_text("", timeout=10_000)
    expect(folded).to_be_visible()


def test_the_filter_shows_what_fits_while_one_types(open_page):
    page = open_page("items")
    whole = page.inner_text(".count")
    page.fill("#q", "crater 77")
    expect(page.locator(".count")).not_to_have_text(whole)
    expect(page.locator(".rows li")).to_have_count(int(re.match(r"\d+", page.inner_text(".count"))[0]))
    assert all("77" in text for text in page.locator(".rows li").all_inner_texts())
    assert page.url.endswith("?q=crater+77")
    assert page.evaluate("document.activeElement.id") == "q"
    page.fill("#q", "")
    expect(page.locator(".count")).to_have_text(whole)
    page.select_option("#bank", "hebrew")
    expect(page.locator(".rows li")).to_have_count(2)
    page.reload()
    assert page.input_value("#bank") == "hebrew"


def test_without_script_the_filter_and_the_pages_work(open_page):
    page = open_page("items", script=False)
    page.click("a[rel=next]")
    assert "page 2 of" in page.inner_text(".count")
    page.fill("#q", "crater 77")
    page.click("form button")
    assert all("77" in text for text in page.locator(".rows li").all_inner_texts())


def test_the_keyboard_reaches_the_page_at_once(open_page):
    page = open_page("items")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the page"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"


def test_many_windows_do_not_wait_long_for_each_other(served, chromium):
    context = chromium.new_context()
    pages = [context.new_page() for _ in range(9)]
    for page in (*pages, *pages):
        page.goto(f"{served[2]}items", timeout=10_000)
        assert page.inner_text("h1") == "Questions"
    context.close()


def test_the_page_to_practise_on_asks_a_question(served, open_page):
    page = open_page("practice")
    page.click("a[href='/practice/bank/moon']")
    page.click("text=Start")
    expect(page.locator("body")).to_contain_text(re.compile("Which|When|Where|In which"), timeout=10_000)
    assert page.evaluate("self.origin") == "null"


def test_a_page_of_another_site_reads_nothing(served, chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.route("http://evil.example/**", lambda route: route.fulfill(body="<h1>evil</h1>", content_type="text/html"))
    page.goto("http://evil.example/")
    got = page.evaluate(
        """async (address) => {
            const read = await fetch(address).then((answer) => answer.text(), () => "refused");
            const blind = await fetch(address, { mode: "no-cors" }).then((answer) => answer.type, () => "refused");
            return [read, blind];
        }""",
        served[2],
    )
    context.close()
    assert got == ["refused", "refused"]
