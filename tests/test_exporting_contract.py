"""What every format owes its reader, whoever adds the next one: these run over the whole registry."""

from __future__ import annotations

import html
import io
import os
import re
import sqlite3
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pydantic import BaseModel, ValidationError

from quizgen import api
from quizgen.exporting.registry import exporter, formats, on_paper
from quizgen.model.item import Item
from quizgen.model.quiz import CitedSource, Quiz
from quizgen.problem import ProblemError
from tests import examples

FORMATS = sorted(formats())
PAPER = frozenset(filter(on_paper, FORMATS))
INTERACTIONS = ("choice", "text", "date", "number", "cloze")
pytestmark = pytest.mark.parametrize("name", FORMATS)


# ---- a small reader for whatever is written ------------------------------------------------------------------------


def told(path: Path) -> str:
    """Everything a file says, as text."""
    return _told(path.read_bytes(), path)


def _told(raw: bytes, path: Path) -> str:
    if raw[:4] == b"%PDF":
        pages = pypdfium2.PdfDocument(raw)
        return " ".join(page.get_textpage().get_text_range() for page in pages)
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            return "\n".join(_told(package.read(name), path) for name in package.namelist())
    if raw[:2] == b"\x1f\x8b":
        with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
            files = (archive.extractfile(one) for one in archive)
            return "\n".join(_told(file.read(), path) for file in files if file)
    if raw[:15] == b"SQLite format 3":
        beside = path.with_suffix(".sqlite")
        beside.write_bytes(raw)
        connection = sqlite3.connect(beside)
        connection.create_collation("unicase", lambda one, other: (one.lower() > other.lower()) - (one < other))
        try:
            tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
            rows = [row for table in tables for row in connection.execute(f"select * from {table}")]
        finally:
            connection.close()
        return "\n".join(str(cell) for row in rows for cell in row)
    return raw.decode("utf-8", "replace")


def plain(text: str) -> str:
    """The text without mark-up, escapes and line breaks: enough to look words up in it."""
    text = html.unescape(html.unescape(re.sub(r"</?[a-zA-Z][^>]*>", " ", text)))
    return re.sub(r"[\s\u00ad\ufffe\u0002-]+", "", text.replace("\\n", ""))


def write(name: str, quiz: Quiz, out: Path, **options: str) -> tuple[Any, str]:
    """Export and return the report and all that was written."""
    report = api.export(quiz, name, out / f"quiz{exporter(name).SUFFIX}", **options)
    return report, "\n".join(told(file) for file in report.files)


def attempt(name: str, quiz: Quiz, out: Path) -> tuple[Any, str] | None:
    """As `write`; None where the format says in a problem why it will not."""
    try:
        return write(name, quiz, out)
    except ProblemError as error:
        said = [problem.message for problem in error.problems]
    assert all(said)
    return None


# ---- quizzes -------------------------------------------------------------------------------------------------------


def cited(number: int, interaction: str) -> tuple[Item, CitedSource]:
    """An item with a source of its own."""
    source = f"moon.source{number}"
    citation = examples.CITATION.model_copy(update={"source": source, "quote": f"Quotation {number} of it."})
    item = examples.item(number, interaction).model_copy(update={"citations": (citation,)})
    title = f"Almanac Volume {number:03}"
    made = examples.SOURCE.source.model_copy(update={"id": source, "title": title})
    return item, CitedSource(source=made, reference=f"Doe, Ada. {title}. Example Press, 1999.")


def own_sources() -> Quiz:
    pairs = [cited(n, INTERACTIONS[n % len(INTERACTIONS)]) for n in range(15)]
    quiz = examples.quiz(tuple(item for item, _ in pairs))
    return replace(quiz, sources={source.source.id: source for _, source in pairs})


def in_language(language: str, stem: str, options: tuple[str, ...]) -> Quiz:
    base = examples.item(1)
    item = base.model_copy(
        update={
            "language": language,
            "stem": stem,
            "options": tuple(o.model_copy(update={"text": t}) for o, t in zip(base.options, options, strict=True)),
            "key": (options[1],),
            "rationale": stem,
        }
    )
    return examples.quiz((item,), title=stem)


ARABIC = in_language("ar", "متى وُلد ابن سينا؟", ("سنة 970", "سنة 980", "سنة 990", "سنة 1000"))
HEBREW = in_language("he", "מי כתב את הספר?", ("דוד", "שלמה", "משה", "אהרן"))
JAPANESE = in_language("ja", "夏目漱石はいつ生まれましたか？", ("江戸時代", "明治時代", "大正時代", "昭和時代"))


# ---- the contract --------------------------------------------------------------------------------------------------


def test_a_format_describes_itself(name: str):
    chosen = exporter(name)
    assert chosen.SUMMARY
    assert re.fullmatch(r"(-[a-z0-9]+)?(\.[a-z0-9]+)+", chosen.SUFFIX)
    assert chosen.INTERACTIONS
    assert issubclass(chosen.Options, BaseModel)
    chosen.Options()
    with pytest.raises(ValidationError):
        chosen.Options(nonsense="1")


def test_a_wrong_option_is_a_problem(name: str, tmp_path: Path):
    with pytest.raises(ProblemError):
        api.export(examples.quiz(), name, tmp_path / "quiz", nonsense="1")


def test_the_same_quiz_makes_the_same_bytes(name: str, tmp_path: Path):
    first, second = (
        [file.read_bytes() for file in write(name, examples.quiz(), tmp_path / half)[0].files] for half in ("a", "b")
    )
    assert first == second


def test_the_report_accounts_for_every_item(name: str, tmp_path: Path):
    quiz = examples.quiz(
        tuple(examples.item(n, kind) for n, kind in enumerate((*INTERACTIONS, "choices", "order", "match")))
    )
    report, _ = write(name, quiz, tmp_path)
    assert report.format == name
    assert report.written + len(report.skipped) == len(quiz.items)
    assert {item for item, _ in report.skipped} <= {item.id for item in quiz.items}
    assert all(reason for _, reason in report.skipped)
    assert report.files
    assert all(file.is_file() and file.stat().st_size for file in report.files)
    assert {path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".sqlite"} == set(report.files)


def test_every_item_is_cited_with_its_quote(name: str, tmp_path: Path):
    quiz = own_sources()
    report, text = write(name, quiz, tmp_path)
    skipped = {item for item, _ in report.skipped}
    words = plain(text)
    for item in quiz.items:
        if item.id not in skipped:
            assert plain(quiz.source(item).source.title) in words, item.id
            assert plain(item.citations[0].quote or "") in words, item.id
    assert len(skipped) < len(quiz.items)


def test_every_item_has_its_question_and_key(name: str, tmp_path: Path):
    quiz = own_sources()
    report, text = write(name, quiz, tmp_path)
    words = plain(text)
    for item in quiz.items:
        if item.id not in {one for one, _ in report.skipped}:
            assert item.key[0] in words
            assert plain(item.stem.partition("____")[0]) in words or item.interaction == "cloze"


def test_ugly_texts_harm_nothing(name: str, tmp_path: Path):
    lenient = {"missing": "skip"} if "missing" in exporter(name).Options.model_fields else {}
    report, text = write(name, examples.ugly_quiz(), tmp_path, **lenient)
    assert report.written + len(report.skipped) == len(examples.UGLY)
    assert report.written >= len(examples.UGLY) - 2
    if exporter(name).SUFFIX.endswith((".apkg", ".crowdanki", "html", ".tsv", ".zip", "-moodle.xml", ".gz")):
        assert "<script>alert(1)</script>" not in text


def test_every_interaction_with_every_hostile_text_goes_out_or_is_named(name: str, tmp_path: Path):
    """Items in are items out, but for those with a reason."""
    lenient = {"missing": "skip"} if "missing" in exporter(name).Options.model_fields else {}
    for number, text in enumerate(examples.HOSTILE):
        quiz = examples.everything(text)
        out = tmp_path / str(number) / f"quiz{exporter(name).SUFFIX}"
        if name in PAPER and refuses(name, quiz, out, **lenient):
            continue
        report = api.export(quiz, name, out, **lenient)
        left = [item for item, _ in report.skipped]
        assert report.written + len(left) == len(quiz.items)
        assert len(set(left)) == len(left)
        assert set(left) <= quiz.by_id.keys()
        assert all(len(reason) > 8 for _, reason in report.skipped), report.skipped
        assert all(count > 0 for count in report.lost.values())


def refuses(name: str, quiz: Quiz, out: Path, **options: str) -> bool:
    """Whether a paper says in problems that none of the questions can be printed."""
    try:
        api.export(quiz, name, out, **options)
    except ProblemError as error:
        said = [problem.message for problem in error.problems]
    else:
        return False
    return bool(said) and all(said)


def test_ugly_titles_harm_nothing(name: str, tmp_path: Path):
    for number, title in enumerate(examples.UGLY):
        quiz = examples.quiz((examples.item(1),), title=title)
        banks = tuple(bank.model_copy(update={"title": title}) for bank in quiz.banks)
        made = attempt(name, replace(quiz, banks=banks), tmp_path / str(number))
        assert made is None or made[0].written == 1


@pytest.mark.parametrize("quiz", [ARABIC, HEBREW, JAPANESE], ids=["ar", "he", "ja"])
def test_right_to_left_and_east_asian_texts(name: str, tmp_path: Path, quiz: Quiz):
    made = attempt(name, quiz, tmp_path)
    if (
        made and not made[0].skipped and name not in {"print", "cards"}
    ):  # a PDF holds glyphs, not always in the order of reading
        assert plain(quiz.items[0].stem) in plain(made[1])


def test_an_empty_quiz_is_empty_or_a_problem(name: str, tmp_path: Path):
    quiz = replace(examples.quiz(()), sources={}, banks=())
    for empty in (quiz, replace(quiz, banks=examples.quiz().banks)):
        made = attempt(name, empty, tmp_path)
        assert made is None or made[0].written == 0


def test_items_of_two_banks(name: str, tmp_path: Path):
    quiz = own_sources()
    sun = quiz.banks[0].model_copy(update={"id": "sun", "title": "The Sun"})
    items = tuple(item.model_copy(update={"bank": "sun"}) if n % 2 else item for n, item in enumerate(quiz.items))
    report, _ = write(name, replace(quiz, banks=(*quiz.banks, sun), items=items), tmp_path)
    assert report.written + len(report.skipped) == len(items)


@pytest.mark.parametrize("failing", ["replace", "open"])
def test_a_failing_write_leaves_the_old_file_whole(
    name: str, failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    report, _ = write(name, examples.quiz(), tmp_path)
    for stray in tmp_path.glob("*.sqlite"):
        stray.unlink()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert set(before) == set(report.files)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if failing == "replace":
            for owner, attribute in ((os, "replace"), (os, "rename"), (Path, "replace"), (Path, "rename")):
                patch.setattr(owner, attribute, refuse)
        else:
            _refuse_to_write(patch, tmp_path, refuse)
        with pytest.raises((OSError, ProblemError)):
            api.export(own_sources(), name, report.files[0])
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def _refuse_to_write(patch: pytest.MonkeyPatch, folder: Path, refuse: Callable[..., None]) -> None:
    real = Path.open

    def opened(self: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if self.is_relative_to(folder) and set("wxa+") & set(mode):
            refuse()
        return real(self, mode, *rest, **more)

    patch.setattr(Path, "open", opened)


# paper gets as many as a thick book would hold; all other formats ten thousand
MANY = Counter(dict.fromkeys(PAPER, 500))


def test_a_great_many_items(name: str, tmp_path: Path):
    count = MANY[name] or 10_000
    items = tuple(examples.item(n) for n in range(count))
    report = api.export(examples.quiz(items, 1), name, tmp_path / f"quiz{exporter(name).SUFFIX}")
    assert (report.written, report.skipped) == (count, ())
