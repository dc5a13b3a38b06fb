"""The practice page in a real browser: by keyboard alone, on a phone and a desk, by day and by night, always quiet."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from quizgen import api
from quizgen.exporting.markup import legal
from quizgen.model.item import Dated, Item
from quizgen.model.media import Medium
from quizgen.model.quiz import BankInfo, Quiz
from tests import examples

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SOUND = b"RIFF$\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0D\xac\0\0\x88X\1\0\2\0\x10\0data\0\0\0\0"
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#c33"/></svg>'
)
SIZES = [(360, 740), (1280, 800)]


# ---- quizzes -------------------------------------------------------------------------------------------------------


def media(folder: Path) -> tuple[Medium, ...]:
    """A picture that asks and a sound that goes with the answer."""
    (folder / "map.svg").write_bytes(PICTURE)
    (folder / "bell.wav").write_bytes(SOUND)
    owned = {"credit": "Ada Doe", "licence": "CC0-1.0"}
    return (
        Medium(kind="image", file="map.svg", sha256="a" * 64, type="image/svg+xml", alt="A red field", asks=True,
               path=folder / "map.svg", **owned),
        Medium(kind="audio", file="bell.wav", sha256="b" * 64, type="audio/wav", alt="A bell",
               path=folder / "bell.wav", **owned),
    )  # fmt: skip


def told(folder: Path, language: str = "en", **changes: object) -> Quiz:
    """Every interaction, the first item with all that an item may have."""
    first, *rest = (item.model_copy(update={"language": language, **changes}) for item in examples.every())
    timeline = tuple(Dated(event=option.text, date=f"{1900 + n}") for n, option in enumerate(first.options))
    options = tuple(o if o.correct else o.model_copy(update={"rationale": f"Not {o.text}."}) for o in first.options)
    full = {"hint": "A small step.", "timeline": timeline, "media": media(folder), "options": options, "tags": ("sky",)}
    quiz = examples.quiz((first.model_copy(update=full), *rest), 1)
    return replace(quiz, report="https://example.org/report?item={id}")


def written(quiz: Quiz, folder: Path, **options: str) -> str:
    """Export the page and return its address."""
    api.export(quiz, "html", folder / "quiz.html", **options)
    return (folder / "quiz.html").as_uri()


# ---- windows -------------------------------------------------------------------------------------------------------


@pytest.fixture
def open_page(chromium):
    """Opens an address in a window of its own, and in the end sees that it was quiet and asked for nothing else."""
    contexts, loud = [], []

    def opened(address, *, size=(1280, 800), script=True, before="", **look) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=script, offline=True,
            **{"reduced_motion": "reduce", **look},
        )  # fmt: skip
        contexts.append(context)
        if before:
            context.add_init_script(before)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda asked: loud.append(asked.url) if asked.url not in {address, "data:,"} and not
                asked.url.startswith("data:") else None)  # fmt: skip
        for event in ("pageerror", "console", "dialog"):
            page.on(event, lambda said: loud.append(str(said)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not loud


def axe(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
    assert found["passes"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


def wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def current(page: Page, quiz: Quiz) -> Item:
    """The item on the screen, as the page remembers its round."""
    *_, round_ = remembered(page)["rounds"].values()
    return quiz.by_id[round_["queue"][round_["at"]]]


def remembered(page: Page) -> dict[str, Any]:
    """What the browser keeps of the quiz: its progress and the rounds of its pages, the newest last."""
    key = page.evaluate("Object.keys(localStorage).find(key => key.startsWith('quizgen:'))")
    return json.loads(page.evaluate("key => localStorage.getItem(key)", key))


def status(page: Page) -> str:
    return page.locator("#said").inner_text()


# ---- answering by keyboard -----------------------------------------------------------------------------------------


def answer(page: Page, item: Item, *, right: bool) -> None:
    """Give an answer with the keyboard alone, and have it checked."""
    PLAYED.get(item.interaction, typed)(page, item, right)
    page.keyboard.press("Enter")


def typed(page: Page, item: Item, right: bool) -> None:
    page.keyboard.type(item.key[0].replace("\n", " ") if right else "nonsense")


def picked(page: Page, item: Item, right: bool) -> None:
    shown = page.locator(".option bdi").evaluate_all("all => all.map(one => one.textContent)")
    for option in item.options:
        if option.correct is right:
            page.keyboard.press(str(shown.index(legal(option.text)) + 1))


def ordered(page: Page, item: Item, right: bool) -> None:
    wanted = [*item.key] if right else [*item.key][::-1]
    for place, text in enumerate(wanted):
        shown = page.locator(".order .text bdi").evaluate_all("all => all.map(one => one.textContent)")
        page.keyboard.press(str(shown.index(legal(text)) + 1))
        for _ in range(shown.index(legal(text)) - place):
            page.keyboard.press("ArrowUp")
    to_the_button(page)


def matched(page: Page, item: Item, right: bool) -> None:
    page.keyboard.press("1")
    for number, option in enumerate(item.options):
        place = item.targets.index(option.match or "") + (0 if right else 1)
        for _ in range(place % len(item.targets) + 1):
            page.keyboard.press("ArrowDown")
        if number < len(item.options) - 1:
            page.keyboard.press("Tab")
    to_the_button(page)


def to_the_button(page: Page) -> None:
    for _ in range(20):
        if page.evaluate("document.activeElement.id") == "go":
            return
        page.keyboard.press("Tab")
    raise AssertionError("the button is out of reach")


PLAYED = {"choice": picked, "choices": picked, "order": ordered, "match": matched}


# ---- every question, by keyboard alone -----------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_interaction_is_right_by_keyboard_alone(open_page, tmp_path, size, scheme):
    quiz = told(tmp_path)
    page = open_page(written(quiz, tmp_path, shuffle="false"), size=size, color_scheme=scheme)
    page.keyboard.press("Enter")
    for item in quiz.items:
        assert current(page, quiz) == item
        assert not wide(page)
        answer(page, item, right=True)
        assert status(page).startswith("✓ Right"), item.interaction
        shown = page.locator("#told").inner_text()
        cited = item.citations[0]
        assert item.rationale in shown
        assert cited.quote in shown
        assert quiz.sources[cited.source].reference in shown
        assert "page 12" in shown
        link = page.locator("#told .place a")
        assert link.get_attribute("href") == cited.url
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert not wide(page)
        page.keyboard.press("Enter")
    expect(page.locator("#score")).to_have_text("10 of 10 right at the first try")
    assert page.evaluate("document.activeElement.id") == "score"


def test_a_wrong_answer_is_wrong_says_what_is_right_and_comes_back(open_page, tmp_path):
    quiz = told(tmp_path)
    page = open_page(written(quiz, tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    missed: list[str] = []
    while not page.locator("#summary").is_visible():
        item = current(page, quiz)
        first = item.id not in missed
        assert ("once more" in page.locator("#count").inner_text()) is not first
        answer(page, item, right=not first)
        if first:
            missed.append(item.id)
            assert status(page).startswith("✗ Not right"), item.interaction
            shown = status(page) + page.locator("#told").inner_text()
            assert all(text in shown for text in item.key)
            assert "This question comes back" in shown
        else:
            assert status(page).startswith("✓ Right"), item.interaction
        page.keyboard.press("Enter")
    assert sorted(missed) == sorted(item.id for item in quiz.items)
    expect(page.locator("#score")).to_have_text("0 of 10 right at the first try")
    assert page.locator(".missed").count() == 10


def test_what_one_never_knows_does_not_keep_the_other_questions_away(open_page, tmp_path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(10)), 1)
    page = open_page(written(quiz, tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(30):
        seen.add(current(page, quiz).id)
        page.keyboard.press("0")
        page.keyboard.press("Enter")
    assert seen == {item.id for item in quiz.items}


def test_a_near_miss_gets_a_second_try_and_only_one(open_page, tmp_path):
    item = examples.item(1, "text").model_copy(update={"key": ("Albert Einstein",), "kind": "who", "accept": ()})
    quiz = examples.quiz((item,), 1)
    page = open_page(written(quiz, tmp_path))
    page.keyboard.press("Enter")
    page.keyboard.type("Albert Einstien")
    page.keyboard.press("Enter")
    assert "one more try" in status(page)
    assert not page.locator("#told").inner_text()
    page.keyboard.type("Albert Einstain")
    page.keyboard.press("Enter")
    assert status(page) == "✗ Not right · Right answer: Albert Einstein"
    page.keyboard.press("Enter")
    page.keyboard.type("Albert Einstien")
    page.keyboard.press("Enter")
    page.keyboard.type("Prof. Einstein, Albert")
    page.keyboard.press("Control+a")
    page.keyboard.type("Prof. Albert Einstein")
    page.keyboard.press("Enter")
    assert status(page).startswith("✓ Right")


def test_no_answer_is_no_answer(open_page, tmp_path):
    quiz = told(tmp_path)
    page = open_page(written(quiz, tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    for item in quiz.items:
        page.click("#go")
        assert status(page) == "Give an answer first.", item.interaction
        page.click("#dunno")
        assert status(page).startswith("Now you will know it")
        page.keyboard.press("Enter")


def test_a_wrong_option_says_why_and_the_timeline_shows_the_key(open_page, tmp_path):
    quiz = told(tmp_path)
    page = open_page(written(quiz, tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    assert page.locator("fieldset img").get_attribute("alt") == "A red field"
    assert page.evaluate("document.querySelector('fieldset img').naturalWidth") == 40
    assert page.get_by_text("Ada Doe").count() == 0
    page.keyboard.press("h")
    assert page.locator("#hint-text").inner_text() == "A small step."
    assert "A small step." in page.locator("#said").text_content()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    assert page.locator(".why").all_inner_texts() == ["Not 1900.", "Not 1920.", "Not 1930."]
    assert page.locator(".timeline .key").inner_text() == "1901 1910"
    assert page.locator("#told audio").get_attribute("aria-label") == "A bell"
    assert page.locator("#told figcaption").all_inner_texts()[:2] == [
        "Picture: Ada Doe, CC0-1.0",
        "Sound: Ada Doe, CC0-1.0",
    ]
    assert page.locator("#told img").count() == 0
    assert page.locator("fieldset figcaption").count() == 0
    assert page.locator(".report a").get_attribute("href") == "https://example.org/report?item=moon.event-0.choice"


def test_the_options_of_dates_stay_in_their_order_and_others_are_mixed(open_page, tmp_path):
    items = [examples.item(n).model_copy(update={"ordered": n < 5}) for n in range(20)]
    quiz = examples.quiz(tuple(items), 1)
    page = open_page(written(quiz, tmp_path, number="0"))
    page.keyboard.press("Enter")
    mixed = 0
    for _ in quiz.items:
        item = current(page, quiz)
        shown = page.locator(".option bdi").evaluate_all("all => all.map(one => one.textContent)")
        if item.ordered:
            assert shown == [option.text for option in item.options]
        mixed += shown != [option.text for option in item.options]
        answer(page, item, right=True)
        page.keyboard.press("Enter")
    assert mixed


def test_events_are_put_in_order_by_dragging(open_page, tmp_path):
    item = examples.item(5, "order")
    page = open_page(written(examples.quiz((item,), 1), tmp_path))
    page.keyboard.press("Enter")
    for place, text in enumerate(item.key):
        row = page.locator(".order li", has_text=text)
        grip, goal = row.locator(".grip").bounding_box(), page.locator(".order li").nth(place).bounding_box()
        page.mouse.move(grip["x"] + 5, grip["y"] + grip["height"] / 2)
        page.mouse.down()
        page.mouse.move(grip["x"] + 5, goal["y"] + 3, steps=8)
        page.mouse.up()
    page.click("#go")
    assert status(page).startswith("✓ Right")


def test_a_timeline_is_the_right_answer_of_an_order(open_page, tmp_path):
    item = examples.item(5, "order")
    dated = tuple(Dated(event=text, date=f"May {n}") for n, text in enumerate(item.key))
    quiz = examples.quiz((item.model_copy(update={"timeline": dated}),), 1)
    page = open_page(written(quiz, tmp_path))
    page.keyboard.press("Enter")
    page.keyboard.press("0")
    assert page.locator(".timeline li").all_inner_texts() == [f"May {n} {text}" for n, text in enumerate(item.key)]
    assert page.locator(".answer").count() == 0


def test_within_a_round_the_paper_has_its_questions(open_page, tmp_path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(20)), 1)
    page = open_page(written(quiz, tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    said = re.sub(r"\s+", " ", paper(page))
    assert [item.stem in said for item in quiz.items] == [True] * 10 + [False] * 10


def test_the_buttons_of_an_order_say_where_the_event_is_now(open_page, tmp_path):
    item = examples.item(5, "order")
    page = open_page(written(examples.quiz((item,), 1), tmp_path))
    page.keyboard.press("Enter")
    name = page.locator(".order .text bdi").first.inner_text()
    page.get_by_role("button", name=f"Move down: {name}").click()
    assert page.locator("#said").text_content() == f"{name}: now place 2 of 4"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Move down: {name}"


def test_single_keys_can_be_turned_off_and_stay_so(open_page, tmp_path):
    page = open_page(written(examples.quiz(), tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    page.keyboard.press("?")
    page.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    assert status(page) == ""
    page.reload()
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    assert page.locator(".option :checked").count() == 0


def test_a_key_held_down_does_not_rush_through_the_questions(open_page, tmp_path):
    page = open_page(written(examples.quiz(), tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    page.keyboard.press("0")
    page.keyboard.down("Enter")
    for _ in range(5):
        page.keyboard.down("Enter")  # repeated, as by a finger that rests on it
    page.keyboard.up("Enter")
    assert page.locator("#count").inner_text().startswith("Question 2 of 10")
    assert not page.locator("#told").inner_text()


# ---- accessible in every state -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [
        ("en", (1280, 800), "light"),
        ("en", (360, 740), "dark"),
        ("ar", (360, 740), "light"),
        ("he", (1280, 800), "dark"),
    ],
)
def test_axe_finds_nothing_in_any_state(open_page, tmp_path, language, size, scheme):
    quiz = told(tmp_path, language)
    page = open_page(written(quiz, tmp_path, shuffle="false"), size=size, color_scheme=scheme)
    found = {"start": axe(page)}
    page.keyboard.press("Enter")
    for number in range(len(quiz.items) + 4):
        item = current(page, quiz)
        if item.hint:
            page.keyboard.press("h")
        found[f"{item.interaction} asked"] = axe(page)
        assert not wide(page)
        if number % 3 == 2:
            page.click("#dunno")
        else:
            answer(page, item, right=number % 3 == 0)
        found[f"{item.interaction} told {number}"] = axe(page)
        assert not wide(page)
        page.keyboard.press("Enter")
    page.keyboard.press("?")
    found["keys"] = axe(page)
    page.keyboard.press("Escape")
    page.click("#stop")
    found["summary"] = axe(page)
    page.click("#anew")
    page.click("#erase")
    found["sure"] = axe(page)
    assert {state: said for state, said in found.items() if said} == {}


def test_a_second_try_is_accessible_too(open_page, tmp_path):
    item = examples.item(1, "text").model_copy(update={"key": ("Albert Einstein",), "kind": "who"})
    page = open_page(written(examples.quiz((item,), 1), tmp_path), color_scheme="dark")
    page.keyboard.press("Enter")
    page.keyboard.type("Albert Einstien")
    page.keyboard.press("Enter")
    assert page.locator("#said").get_attribute("class") == "close"
    assert axe(page) == []


def test_what_one_can_press_is_big_enough_for_a_finger(open_page, tmp_path):
    quiz = told(tmp_path)
    page = open_page(written(quiz, tmp_path, shuffle="false"), size=(360, 740), has_touch=True)
    small = """() => [...document.querySelectorAll("button, select, .option, input[type=text], .switch")]
      .filter(one => one.checkVisibility()).map(one => [one.className || one.id, one.getBoundingClientRect().height])
      .filter(([, height]) => height < 44)"""
    assert page.evaluate(small) == []
    page.keyboard.press("Enter")
    for _ in quiz.items:
        assert page.evaluate(small) == []
        page.click("#dunno")
        assert page.evaluate(small) == []
        page.keyboard.press("Enter")


def test_at_twice_the_size_nothing_stands_out_and_nothing_is_hidden(open_page, tmp_path):
    quiz = told(tmp_path)
    page = open_page(written(quiz, tmp_path, shuffle="false"), size=(320, 256))
    page.keyboard.press("Enter")
    for _ in range(15):
        assert not wide(page)
        answer(page, current(page, quiz), right=False)
        assert not wide(page)
        page.keyboard.press("Enter")


def test_right_and_wrong_are_told_by_words_and_signs_in_forced_colours(open_page, tmp_path):
    page = open_page(written(told(tmp_path), tmp_path, shuffle="false"), forced_colors="active")
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    assert page.locator(".option.good").inner_text().strip().endswith("✓ Right answer")
    assert "✗ your answer" in page.locator(".option.bad").inner_text()
    assert axe(page) == []


def test_each_question_has_its_language_and_direction(open_page, tmp_path):
    arabic = examples.item(1).model_copy(update={"language": "ar", "stem": "متى وُلد ابن سينا؟"})
    quiz = examples.quiz((arabic, *(examples.item(n) for n in range(2, 5))), 1)
    page = open_page(written(quiz, tmp_path, shuffle="false"))
    assert page.evaluate("[document.documentElement.lang, document.dir]") == ["en", "ltr"]
    page.keyboard.press("Enter")
    looked = "[one.lang, one.dir, getComputedStyle(one.querySelector('#stem')).direction]"
    assert page.locator("fieldset").evaluate(f"one => {looked}") == ["ar", "rtl", "rtl"]
    assert page.locator("#go").inner_text() == "Check"
    page.click("#dunno")
    page.keyboard.press("Enter")
    assert page.locator("fieldset").evaluate(f"one => {looked}") == ["en", "ltr", "ltr"]


@pytest.mark.parametrize(
    ("language", "direction", "check"),
    [
        ("de", "ltr", "Prüfen"),
        ("ar", "rtl", "تحقّق"),
        ("zh-TW", "ltr", "檢查"),
        ("ja", "ltr", "確認する"),
        ("xx", "ltr", "Check"),
    ],
)
def test_the_page_speaks_the_language_of_its_questions(open_page, tmp_path, language, direction, check):
    page = open_page(written(told(tmp_path, language), tmp_path))
    assert page.evaluate("document.dir") == direction
    page.keyboard.press("Enter")
    assert page.locator("#go").inner_text() == check


# ---- choosing, remembering, the end --------------------------------------------------------------------------------


def test_questions_are_chosen_by_bank_kind_topic_and_level(open_page, tmp_path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(30)), 1)
    easy = {"difficulty": quiz.items[0].difficulty.model_copy(update={"level": "easy"})}
    items = tuple(
        item.model_copy(update={
            "bank": "sun" if n % 2 else "moon", "kind": "who" if n % 3 else "when", "tags": (f"tag {n % 5}",),
            **(easy if n < 6 else {}),
        }) for n, item in enumerate(quiz.items)
    )  # fmt: skip
    banks = (*quiz.banks, BankInfo(id="sun", title="The Sun", language="en"))
    page = open_page(written(replace(quiz, items=items, banks=banks), tmp_path))
    fits = page.locator("#fits")
    expect(fits).to_have_text("Questions that fit: 30")
    assert page.locator("#kind option").all_inner_texts() == ["All", "When? (10)", "Who? (20)"]
    page.select_option("#bank", "sun")
    expect(fits).to_have_text("Questions that fit: 15")
    page.select_option("#kind", "who")
    expect(fits).to_have_text("Questions that fit: 10")
    page.select_option("#tag", "tag 1")
    expect(fits).to_have_text("Questions that fit: 2")
    page.select_option("#level", "easy")
    expect(fits).to_have_text("Questions that fit: 1")
    page.click("#begin")
    assert page.locator("#count").inner_text() == "Question 1 of 1"
    page.click("#stop")
    page.select_option("#tag", "tag 2")
    page.select_option("#kind", "when")
    assert page.locator("#begin").is_disabled()


def test_a_reload_goes_on_where_one_was(open_page, tmp_path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(20)), 1)
    page = open_page(written(quiz, tmp_path))
    page.keyboard.press("Enter")
    seen = []
    for _ in range(3):
        seen.append(current(page, quiz).id)
        answer(page, current(page, quiz), right=True)
        page.keyboard.press("Enter")
    now = current(page, quiz).id
    page.reload()
    assert page.locator("#continue").inner_text() == "Continue: question 4 of 10"
    page.keyboard.press("Enter")
    assert page.locator("#count").inner_text() == "Question 4 of 10"
    assert current(page, quiz).id == now
    assert now not in seen


def ten(folder: Path) -> tuple[Quiz, str]:
    """Ten questions, asked in their order, and where their page is."""
    quiz = examples.quiz(tuple(examples.item(n) for n in range(10)), 1)
    return quiz, written(quiz, folder, shuffle="false")


def answered(page: Page, items: tuple[Item, ...], *, right: bool = True) -> None:
    """Begin a round and answer these."""
    page.keyboard.press("Enter")
    for item in items:
        answer(page, item, right=right)
        page.keyboard.press("Enter")


def test_a_changed_question_is_new_again_and_a_vanished_one_is_gone(open_page, tmp_path):
    quiz, address = ten(tmp_path)
    page = open_page(address)
    answered(page, quiz.items[:3])
    changed = (quiz.items[0].model_copy(update={"revision": "0" * 15 + "f"}), *quiz.items[2:])
    written(replace(quiz, items=changed), tmp_path, shuffle="false")
    page.reload()
    assert page.locator("#known").inner_text() == "You know 1 of 9."
    page.select_option("#which", "new")
    assert page.locator("#fits").inner_text() == "Questions that fit: 8"


def test_a_question_that_changed_within_a_round_is_asked_again(open_page, tmp_path):
    quiz, address = ten(tmp_path)
    page = open_page(address)
    answered(page, quiz.items[:2], right=False)
    first = quiz.items[0].model_copy(update={"revision": "0" * 15 + "f", "stem": "Which year, said better?"})
    quiz = replace(quiz, items=(first, *quiz.items[1:]))
    written(quiz, tmp_path, shuffle="false")
    page.reload()
    page.click("#continue")
    asked = []
    while not page.locator("#summary").is_visible():
        asked.append(current(page, quiz))
        answer(page, asked[-1], right=True)
        page.keyboard.press("Enter")
    assert asked.count(first) == 1
    assert len(asked) == 10
    assert page.locator("#score").inner_text() == "9 of 10 right at the first try"


def test_a_page_of_a_part_takes_nothing_from_that_of_the_whole(open_page, tmp_path):
    quiz, address = ten(tmp_path)
    (tmp_path / "part").mkdir()
    part = written(replace(quiz, items=quiz.items[8:]), tmp_path / "part", shuffle="false")
    page = open_page(address)
    answered(page, quiz.items[:3])
    kept = remembered(page)
    other = page.context.new_page()
    other.goto(part)
    assert not other.locator("#continue").is_visible()
    answered(other, quiz.items[8:9])
    assert remembered(other)["progress"].keys() == kept["progress"].keys() | {quiz.items[8].id}
    other.click("#stop")
    other.click("#anew")
    assert other.locator("#known").inner_text() == "You know 1 of 2."
    other.click("#erase")
    other.locator("#sure button[value=yes]").click()
    expect(other.locator("#known")).to_have_text("")
    assert remembered(other) == kept
    page.reload()
    assert page.locator("#continue").inner_text() == "Continue: question 4 of 10"
    assert page.locator("#known").inner_text() == "You know 3 of 10."


def test_two_windows_forget_nothing_of_each_other(open_page, tmp_path):
    quiz, address = ten(tmp_path)
    one = open_page(address)
    other = one.context.new_page()
    other.goto(address)
    answered(one, quiz.items[:3])
    answered(other, quiz.items[:1], right=False)
    progress = remembered(one)["progress"]
    assert progress.keys() == {item.id for item in quiz.items[:3]}
    assert (progress[quiz.items[0].id]["right"], progress[quiz.items[0].id]["wrong"]) == (1, 1)
    answer(one, quiz.items[3], right=True)
    assert remembered(one)["progress"][quiz.items[0].id]["wrong"] == 1


def test_of_the_rounds_of_other_pages_the_newest_stay(open_page, tmp_path):
    quiz, address = ten(tmp_path)
    context = open_page(address).context
    for number in range(8):
        (tmp_path / str(number)).mkdir()
        page = context.new_page()
        page.goto(written(replace(quiz, items=quiz.items[number:]), tmp_path / str(number), shuffle="false"))
        answered(page, quiz.items[number : number + 1])
    assert [len(round_["ids"]) for round_ in remembered(page)["rounds"].values()] == [7, 6, 5, 4, 3]


def test_a_round_that_is_ended_before_any_answer_was_none(open_page, tmp_path):
    page = open_page(ten(tmp_path)[1])
    page.keyboard.press("Enter")
    page.click("#stop")
    assert page.locator("#start").is_visible()
    assert not page.locator("#continue").is_visible()
    assert page.evaluate("document.activeElement.id") == "begin"


@pytest.mark.parametrize("ended", [True, False])
def test_a_reload_keeps_the_end_until_a_new_round(open_page, tmp_path, ended):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(2)), 1)
    page = open_page(written(quiz, tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    answer(page, quiz.items[0], right=True)
    page.keyboard.press("Enter")
    answer(page, quiz.items[1], right=not ended)
    if ended:
        page.click("#stop")
    page.reload()  # or before its end was looked at
    assert page.locator("#score").inner_text() == f"{1 if ended else 2} of 2 right at the first try"
    assert page.locator(".missed").count() == ended
    page.click("#anew")
    page.reload()
    assert page.locator("#start").is_visible()
    assert not page.locator("#continue").is_visible()


def test_going_on_names_the_question_that_comes(open_page, tmp_path):
    quiz, address = ten(tmp_path)
    page = open_page(address)
    answered(page, quiz.items[:1], right=False)
    while current(page, quiz) != quiz.items[0]:
        answer(page, current(page, quiz), right=True)
        page.keyboard.press("Enter")
    page.reload()
    assert page.locator("#continue").inner_text() == "Continue: question 1 of 10"
    page.click("#continue")
    assert page.locator("#count").inner_text() == "Question 1 of 10 · once more"


def test_a_double_tap_does_not_skip_the_verdict(open_page, tmp_path):
    page = open_page(ten(tmp_path)[1], has_touch=True)
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    page.locator("#go").dblclick()
    assert status(page).startswith("✗ Not right")
    assert page.locator("#told").inner_text()
    page.wait_for_timeout(450)
    page.click("#go")
    assert page.locator("#count").inner_text() == "Question 2 of 10"


@pytest.mark.parametrize(("interaction", "due"), [("match", None), ("order", "place {}")])
def test_a_wrong_row_says_in_words_what_is_right(open_page, tmp_path, interaction, due):
    item = examples.item(5, interaction)
    page = open_page(written(examples.quiz((item,), 1), tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    answer(page, item, right=False)
    heard = """all => all.map(one => {
      const copy = one.cloneNode(true);
      copy.querySelectorAll("[aria-hidden]").forEach(hidden => hidden.remove());
      return copy.textContent.trim();
    })"""
    said = page.locator(".note.bad").evaluate_all(heard)
    assert said
    wanted = {due.format(n + 1) if due else option.match for n, option in enumerate(item.options)}
    assert {text.removeprefix("Not right · Right answer: ") for text in said} <= wanted
    assert page.locator(".note.good").evaluate_all(heard) == ["Right"] * (4 - len(said))


def test_the_button_says_how_many_questions_it_prints(open_page, tmp_path):
    page = open_page(written(examples.quiz(tuple(examples.item(n) for n in range(30)), 1), tmp_path))
    button = page.locator("#print-chosen")
    assert button.inner_text() == "Print (10)"
    page.select_option("#number", "0")
    assert button.inner_text() == "Print (30)"
    page.select_option("#number", "50")
    assert button.inner_text() == "Print (30)"


def test_progress_can_be_erased_but_not_by_chance(open_page, tmp_path):
    quiz = examples.quiz()
    page = open_page(written(quiz, tmp_path))
    page.keyboard.press("Enter")
    answer(page, current(page, quiz), right=True)
    page.click("#stop")
    page.click("#anew")
    assert page.locator("#known").inner_text() == "You know 1 of 13."
    page.click("#erase")
    page.keyboard.press("Enter")
    assert page.locator("#known").inner_text() == "You know 1 of 13."
    page.click("#erase")
    page.locator("#sure button[value=yes]").click()
    expect(page.locator("#known")).to_have_text("")
    page.reload()
    assert not page.locator("#erase").is_visible()


@pytest.mark.parametrize(
    "before",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
    ],
)
def test_the_page_works_where_nothing_can_be_kept(open_page, tmp_path, before):
    page = open_page(written(examples.quiz(), tmp_path, shuffle="false"), before=before)
    assert "does not keep your progress" in page.locator("#known").inner_text()
    page.keyboard.press("Enter")
    page.keyboard.press("0")
    assert status(page)
    page.click("#stop")
    assert page.locator("#score").inner_text() == "0 of 1 right at the first try"


@pytest.mark.parametrize(
    "kept", ["{", "null", "[]", '{"progress": 3, "rounds": {"?": {"ids": [1], "queue": [{}], "at": -1, "log": 5}}}',
             '{"progress": {"__proto__": {"rev": 1}, "moon.event-0.choice": {"rev": "000000000000000", "right": "x"}}}',
             '{"rounds": {"?": {"ids": ["gone"], "queue": ["gone"], "at": 0, "log": {}}}}', '{"rounds": {"?": null}}',
             '{"rounds": {"?": {"ids": ["gone"], "queue": [], "at": 7, "log": {"gone": null}, "over": true}}}'],
)  # fmt: skip
def test_whatever_was_kept_the_page_opens(open_page, tmp_path, kept):
    page = open_page(written(examples.quiz(), tmp_path, shuffle="false"))
    kept = kept.replace("?", page.evaluate("JSON.parse(document.getElementById('data').textContent).page"))
    page.evaluate("kept => localStorage.setItem(Object.keys(localStorage)[0], kept)", kept)
    page.reload()
    page.keyboard.press("Enter")
    page.keyboard.press("0")
    assert status(page)


def test_the_end_says_what_to_revise_by_source_and_lets_one_practise_it(open_page, tmp_path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(6)), 1)
    page = open_page(written(quiz, tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    while not page.locator("#summary").is_visible():
        item = current(page, quiz)
        again = "once more" in page.locator("#count").inner_text()
        answer(page, item, right=again or quiz.items.index(item) % 2 == 0)
        page.keyboard.press("Enter")
    assert page.locator("#score").inner_text() == "3 of 6 right at the first try"
    missed = page.locator(".missed")
    assert missed.count() == 3
    shown = missed.first.inner_text()
    assert quiz.items[1].stem in shown
    assert quiz.items[1].key[0] in shown
    assert "You answered: " in shown
    assert quiz.items[1].citations[0].quote in shown
    assert "An Almanac of the Moon" in page.locator(".group h3").inner_text()
    page.click("#missed")
    assert page.locator("#count").inner_text() == "Question 1 of 3"


# ---- paper ---------------------------------------------------------------------------------------------------------


def paper(page: Page) -> str:
    raw = page.pdf()
    return "\n".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(raw))


def test_before_answering_the_chosen_questions_are_printed_with_their_answers_behind(open_page, tmp_path):
    quiz = told(tmp_path)
    page = open_page(written(quiz, tmp_path, shuffle="false", number="0"), color_scheme="dark")
    said = re.sub(r"\s+", " ", paper(page))
    questions, _, answers = said.partition("Answer key")
    for item in quiz.items:
        assert re.sub("____", "", item.stem.partition("____")[0]) in questions
        assert item.rationale in answers
        assert item.citations[0].quote in answers
    assert "Start" not in said
    assert page.locator("#paper").inner_text() == ""


def test_the_end_prints_as_a_sheet_to_revise_from(open_page, tmp_path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(3)), 1)
    page = open_page(written(quiz, tmp_path, shuffle="false"))
    page.keyboard.press("Enter")
    page.keyboard.press("0")
    page.click("#stop")
    said = paper(page)
    assert quiz.items[0].stem in said
    assert quiz.items[1].stem not in said
    assert "https://example.org/moon" in said
    assert "New round" not in said


# ---- what may not happen -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(examples.HOSTILE)))
def test_hostile_texts_are_shown_and_do_nothing(open_page, tmp_path, number):
    text = examples.HOSTILE[number]
    quiz = told(tmp_path)
    items = tuple(
        item.model_copy(update={"hint": text or None, "tags": (text,), "timeline": (Dated(event=text, date=text),)})
        for item in examples.every(text)
    )
    cited = replace(quiz, items=items, title=text, report="")
    banks = tuple(bank.model_copy(update={"title": text, "description": text}) for bank in cited.banks)
    sources = {name: one.model_copy(update={"reference": text}) for name, one in cited.sources.items()}
    quiz = replace(cited, banks=banks, sources=sources)
    page = open_page(written(quiz, tmp_path, shuffle="false"), size=(360, 740))
    page.keyboard.press("Enter")
    for item in quiz.items:
        page.locator("#hint").click()
        if item.interaction in {"text", "date", "number", "cloze"}:
            page.fill("#typed", legal(item.key[0]))
            page.keyboard.press("Enter")
        else:
            answer(page, item, right=True)
        assert status(page).startswith("✓ Right"), item.interaction
        shown = re.sub(r"\s+", "", page.locator("#practice").inner_text())
        assert re.sub(r"\s+", "", legal(text)) in shown
        assert not wide(page)
        page.keyboard.press("Enter")
    assert page.evaluate("document.querySelectorAll('main script, main b:not(.timeline b), [onerror]').length") == 0
    assert paper(page)


def test_only_the_page_s_own_script_may_run(chromium, tmp_path):
    address = written(examples.quiz(), tmp_path, shuffle="false")
    path = tmp_path / "quiz.html"
    text = path.read_text("utf-8")
    path.write_text(text.replace("</main>", '<script>document.title = "run"</script></main>'), "utf-8")
    page = chromium.new_page()
    said = []
    page.on("console", lambda one: said.append(one.text))
    page.goto(address)
    assert page.title() == "The Moon"
    page.close()
    assert len(said) == 1
    assert "violates the following Content Security Policy" in said[0]


def test_without_script_the_page_says_so(open_page, tmp_path):
    page = open_page(written(examples.quiz(), tmp_path, shuffle="false"), script=False)
    assert "needs JavaScript" in page.locator("main").inner_text()
    assert not page.locator("#begin").is_visible()


def test_five_thousand_questions_are_there_within_a_second(open_page, tmp_path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(5000)), 1)
    page = open_page(written(quiz, tmp_path))
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert ready < 1000
    page.keyboard.press("Enter")
    assert page.locator("#count").inner_text() == "Question 1 of 10"
    assert page.evaluate("document.querySelectorAll('*').length") < 200
