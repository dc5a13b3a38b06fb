"""QTI 3 in two players: every kind of question is answered, rightly and wrongly, and shows its source afterwards."""

from __future__ import annotations

import os
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from quizgen.api import export
from quizgen.exporting.evidence import evidence
from quizgen.exporting.taking import in_order, true_or_false
from quizgen.model.item import BLANK, Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from tests import examples
from tests.platforms.conftest import version
from tests.platforms.qti_players import NOTHING, PACKAGES, Player, bare, key, opened, packed, words, wrong

pytestmark = [pytest.mark.platforms, pytest.mark.browser]
TEXTS = ("", *examples.HOSTILE)
TYPED = ("text", "date", "number", "cloze")


@pytest.fixture(scope="module", params=sorted(PACKAGES))
def player(request, chromium, modules):
    with opened(request.param, chromium, modules) as made:
        yield made


def written(quiz: Quiz, tmp_path: Path) -> dict[str, bytes]:
    path = tmp_path / "quiz-qti3.zip"
    assert export(quiz, "qti3", path).skipped == ()
    return packed(path)


def xml(files: dict[str, bytes], item: Item) -> str:
    return files[f"items/{item.id}.xml"].decode()


def kind(item: Item) -> str:
    return item.interaction if true_or_false(item) is None else "true or false"


def cited(quiz: Quiz, item: Item, told: str) -> bool:
    """Whether the statement, the quotes and the source lines stand on the screen."""
    shown = words(told)
    evidences = evidence(quiz, item)
    texts = [item.rationale, *(one.quote for one in evidences), *(one.reference for one in evidences)]
    return all(words(text) in shown for text in texts)


def played(player: Player, quiz: Quiz, item: Item, file: str) -> Counter[str]:
    """What came of one item: whether the key, a wrong answer and none at all did what they should."""
    right, missed = player.play(file, key(item)), player.play(file, wrong(item))
    for part in item.stem.split(BLANK):
        assert words(part) in words(right["asked"]), item.stem
    for option in item.options:
        assert words(option.text) in words(right["asked"]), option.text
    return Counter(
        items=1,
        right=int(right["score"] == 1),
        wrong=int(missed["score"] < 1),
        cited=int(cited(quiz, item, right["told"]) and cited(quiz, item, missed["told"])),
    )


def test_the_key_scores_a_wrong_answer_does_not_and_the_source_is_shown(player: Player, tmp_path: Path, result):
    counts: dict[str, Counter[str]] = {}
    for text in TEXTS:
        quiz = examples.everything(text)
        files = written(quiz, tmp_path)
        for item in quiz.items:
            count = counts.setdefault(kind(item), Counter())
            count.update(played(player, quiz, item, xml(files, item)))
    assert len(counts) == 9
    assert all(count["items"] >= len(TEXTS) for count in counts.values())
    package = PACKAGES[player.name]
    result("qti3", package, version(package), counts, "in Chromium")


@pytest.mark.parametrize("name", ["qti21", "qti22"])
def test_what_was_version_2_plays_once_it_is_converted(player: Player, name: str, tmp_path: Path, converter, result):
    counts: dict[str, Counter[str]] = {}
    for text in TEXTS if player.name == "components" else ("",):
        quiz = examples.everything(text)
        path, converted = tmp_path / f"quiz-{name}.zip", tmp_path / "converted.zip"
        export(quiz, name, path)
        converter.upgrade_package(path, converted)
        files = packed(converted)
        for item in quiz.items:
            count = counts.setdefault(kind(item), Counter())
            count.update(played(player, quiz, item, xml(files, item)))
    tool = f"qti-convert {converter.__version__} and {PACKAGES[player.name]}"
    result(name, tool, version(PACKAGES[player.name]), counts, "made version 3 by the converter")


@pytest.fixture(scope="session")
def converter():
    """What makes version 3 of version 2, written by others: so it must read ours."""
    if find_spec("qti_convert") is None:
        told = "the package citolab-qti-convert is not installed"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
    return import_module("qti_convert")


def test_no_answer_scores_nothing_but_is_told_the_source(player: Player, tmp_path: Path):
    quiz = examples.everything()
    files = written(quiz, tmp_path)
    for item in quiz.items:
        done = player.play(xml(files, item), None)
        assert done["score"] in {0, None}, item.id
        assert cited(quiz, item, done["told"]), item.id


def test_every_accepted_spelling_in_any_capitals_is_right(player: Player, tmp_path: Path):
    quiz = examples.everything()
    files = written(quiz, tmp_path)
    typed = [item for item in quiz.items if item.interaction in TYPED]
    scores = [player.play(xml(files, item), item.accept[0].lower())["score"] for item in typed]
    assert scores == [1] * len(TYPED)


def test_a_wrong_option_is_told_whose_answer_it_is(player: Player, tmp_path: Path):
    item = examples.item(1)
    other = item.options[0].model_copy(update={"rationale": "Event 9 happened in 1901."})
    item = item.model_copy(update={"options": (other, *item.options[1:])})
    told = player.play(xml(written(examples.quiz((item,)), tmp_path), item), other.id)["told"]
    assert words("Event 9 happened in 1901.") in words(told)


# ---- as a reader does it -------------------------------------------------------------------------------------------


def answered(player: Player, file: str, chosen: list[str]) -> dict[str, Any]:
    """Load an item, click what is chosen or type it, and submit."""
    player.load(file)
    for text in chosen:
        fields = player.page.locator("input[type=text]:visible, qti-text-entry-interaction input:visible")
        if fields.count():
            fields.first.fill(text)
            fields.first.press("Tab")
        else:
            player.page.get_by_text(text, exact=True).first.click()
    return player.submit()


@pytest.mark.parametrize(
    "number", [n for n, one in enumerate(examples.every()) if one.interaction not in {"order", "match"}]
)
def test_a_reader_clicks_or_types_the_answer(player: Player, tmp_path: Path, number: int):
    quiz = examples.everything()
    item = quiz.items[number]
    file = xml(written(quiz, tmp_path), item)
    right = answered(player, file, [bare(text) for text in item.key])
    missed = next((option.text for option in item.options if not option.correct), NOTHING)
    amiss = answered(player, file, [missed])
    assert (right["score"], amiss["score"]) == (1, 0)
    assert cited(quiz, item, right["told"])
    assert cited(quiz, item, amiss["told"])


TARGETS = {
    ("item3", "match"): "li.target[data-identifier=T{n}]",
    ("components", "match"): "qti-simple-associable-choice[identifier=T{n}]",
    ("item3", "order"): "ul.qti-order-source-wrapper > li:nth-child({n})",
    ("components", "order"): "drop-list[identifier=droplist{m}]",
}
"""Where something is dragged to: the target number `n`, which is `m` from 0."""


@pytest.mark.parametrize("interaction", ["match", "order"])
def test_a_reader_drags_the_answer(player: Player, tmp_path: Path, interaction: str):
    quiz = examples.everything()
    item = next(one for one in quiz.items if one.interaction == interaction)
    player.load(xml(written(quiz, tmp_path), item))
    target = TARGETS[player.name, interaction]
    for n, option in enumerate(in_order(item), 1):
        player.drag(option.text, target.format(n=n, m=n - 1))
    done = player.submit()
    assert done["score"] == 1
    assert cited(quiz, item, done["told"])


def test_pictures_and_sounds_are_there_and_their_credit_after_the_answer(player: Player, tmp_path: Path):
    item = with_media(examples.item(1), tmp_path)
    quiz = examples.quiz((item,))
    player.files = {name: content for name, content in written(quiz, tmp_path).items() if name.startswith("media/")}
    player.load(xml(written(quiz, tmp_path), item))
    picture = player.page.locator("img[alt='Two people beside a flag']")
    picture.wait_for()
    assert picture.evaluate("one => one.complete && one.naturalWidth") == 9
    assert player.page.locator("audio").count() == 1
    assert not player.page.get_by_text("NASA").filter(visible=True).count()
    assert player.page.locator("audio").get_attribute("aria-label") == "A voice"
    assert "Picture: NASA & others, public domain" in player.submit()["told"]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"><rect width="9" height="6" fill="red"/></svg>'


def with_media(item: Item, folder: Path) -> Item:
    """The item with a picture and a sound that are its question."""
    made = []
    for sort, type_, content, alt in (
        ("image", "image/svg+xml", SVG, "Two people beside a flag"),
        ("audio", "audio/wav", b"RIFF", "A voice"),
    ):
        path = folder / sort
        path.write_bytes(content)
        rights = {"credit": "NASA & others", "licence": "public domain", "asks": True}
        made.append(Medium(kind=sort, file=sort, sha256="ab" * 32, type=type_, alt=alt, path=path, **rights))
    return item.model_copy(update={"media": tuple(made)})
