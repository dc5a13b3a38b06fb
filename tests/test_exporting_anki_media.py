"""Pictures and sounds in the deck, as Anki takes them in."""

from __future__ import annotations

import hashlib
import json
import re
import wave
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from quizgen.exporting.anki import Options, export
from quizgen.exporting.anki_deck import retire
from quizgen.lock import retired
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from tests import anki_profile
from tests.anki_profile import Student, altered, part, text_of
from tests.examples import item, quiz

student = anki_profile.student


def medium(path: Path, kind: str, **changes: object) -> Medium:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    told = {"alt": 'A flag & "two" <men>', "credit": "NASA {x}", "licence": "public domain"}
    return Medium(kind=kind, file=path.name, sha256=sha256, path=path, **{**told, **changes})


@pytest.fixture
def picture(tmp_path: Path) -> Medium:
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "a picture.png")
    return medium(tmp_path / "a picture.png", "image", type="image/png")


@pytest.fixture
def sound(tmp_path: Path) -> Medium:
    with wave.open(str(tmp_path / "sound.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 800)
    return medium(tmp_path / "sound.wav", "audio", type="audio/wav", alt="“One small step”")


def illustrated(picture: Medium, sound: Medium) -> Quiz:
    asking = picture.model_copy(update={"asks": True})
    return quiz((altered(1, "text", media=(picture, sound)), altered(2, "text", media=(asking,)), item(3)))


def test_anki_has_each_file_once_and_misses_none(picture, sound, student, tmp_path):
    export(illustrated(picture, sound), tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    folder = Path(student.col.media.dir())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        one.name: one.path.read_bytes() for one in (picture, sound)
    }
    check = student.col.media.check()
    assert (list(check.missing), list(check.unused)) == ([], [])


def test_a_picture_is_on_the_back_unless_it_is_the_question(picture, sound, student, tmp_path):
    made = illustrated(picture, sound)
    export(made, tmp_path / "deck.apkg", Options())
    student.take(tmp_path / "deck.apkg")
    front, back = student.sides(made.items[0].id)
    assert "<img" not in front + part(front, "question")
    assert f'<img src="{picture.name}" alt="A flag &amp; &quot;two&quot; &lt;men&gt;">' in back
    assert "Picture: NASA {x}, public domain" in text_of(back)
    assert "“One small step”" in text_of(back)
    card = student.card(made.items[0].id)
    assert [tag.filename for tag in card.answer_av_tags()] == [sound.name]
    assert not card.question_av_tags()
    front, back = student.sides(made.items[1].id)
    assert picture.name in front
    assert "NASA" not in text_of(front)  # a credit may name who is to be guessed
    assert "Picture: NASA" in text_of(back)


def test_another_picture_is_another_file_and_an_update(picture, sound, student, tmp_path):
    made = illustrated(picture, sound)
    export(made, tmp_path / "1.apkg", Options())
    student.take(tmp_path / "1.apkg")
    Image.new("RGB", (40, 30), "plum").save(picture.path)
    newer = medium(picture.path, "image", type="image/png")
    lock = replace(
        made.lock,
        release="2024-09-01",
        items={name: replace(one, changed="2024-09-01") for name, one in made.lock.items.items()},
    )
    export(replace(illustrated(newer, sound), lock=lock), tmp_path / "2.apkg", Options())
    student.take(tmp_path / "2.apkg")
    assert newer.name != picture.name
    assert newer.name in student.sides(made.items[0].id)[1]
    assert (Path(student.col.media.dir()) / newer.name).read_bytes() == newer.path.read_bytes()
    assert not list(student.col.media.check().missing)


def test_a_file_that_has_gone_leaves_the_old_deck_whole(picture, sound, tmp_path):
    made = illustrated(picture, sound)
    export(made, tmp_path / "deck.apkg", Options())
    whole = (tmp_path / "deck.apkg").read_bytes()
    sound.path.unlink()
    with pytest.raises(OSError, match="No such file"):
        export(made, tmp_path / "deck.apkg", Options())
    assert (tmp_path / "deck.apkg").read_bytes() == whole


def test_a_retired_card_needs_no_file(picture, sound, tmp_path):
    made = illustrated(picture, sound)
    gone = retire(made, made.items[0], Options(), "2024-09-01T00:00:00Z", "")
    after = replace(made, items=made.items[2:], lock=retired(made.lock, [gone]), retired=(gone,))
    export(after, tmp_path / "deck.apkg", Options())
    with zipfile.ZipFile(tmp_path / "deck.apkg") as package:
        assert json.loads(package.read("media")) == {}
    one = Student(tmp_path / "profile")
    one.take(tmp_path / "deck.apkg")
    assert one.complaints() == []
    assert not re.search("<img|sound:", "".join(one.sides(made.items[0].id)))
    one.col.close()
