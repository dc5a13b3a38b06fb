"""What an author does to a released project, and what students get of it: through the commands, as they are typed."""

from __future__ import annotations

import csv
import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

import quizgen
from quizgen import api
from quizgen.cli import group
from quizgen.lock_file import read_lock
from quizgen.problem import ProblemError
from quizgen.reading.packages import Package, PackedNote, read_package

HEAD = "title: {title}\nsources:\n  notes: {{title: Notes, publisher: A school}}\n{more}facts:\n"
FACT = '  {id}:\n    say: "[{who}](who) found {id} in [{year}](when)."\n    cite: {{notes: {{page: 1}}}}\n'
FOUND = {"uranus": ("William Herschel", 1781), "neptune": ("Johann Galle", 1846), "pluto": ("Clyde Tombaugh", 1930)}
RETIRED = "quizgen::retired"


def bank(root: Path, name: str = "moon", title: str = "The Moon", more: str = "", **facts: tuple[str, int]) -> Path:
    folder = root / "question_bank" / name
    folder.mkdir(parents=True, exist_ok=True)
    told = "".join(FACT.format(id=key, who=who, year=year) for key, (who, year) in (facts or FOUND).items())
    (folder / "bank.yaml").write_text(HEAD.format(title=title, more=more) + told, encoding="utf-8")
    return folder


def change(root: Path, old: str, new: str, name: str = "moon") -> None:
    file = root / "question_bank" / name / "bank.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "quizgen.toml").write_text('title = "Sky"\nformats = ["anki"]\n', encoding="utf-8")
    bank(tmp_path)
    monkeypatch.chdir(tmp_path)
    clock = iter(range(1_800_000_000, 1_900_000_000, 1000))
    monkeypatch.setattr("quizgen.cli.releasing.time.time", lambda: next(clock))
    return tmp_path


def run(*words: str, code: int = 0) -> str:
    """Run a command and return all that it says."""
    done = CliRunner().invoke(group, words)
    assert done.exit_code == code, (words, done.output, done.exception)
    problems = done.exception.problems if isinstance(done.exception, ProblemError) else ()
    return done.output + "".join(f"{one.code} {one.message} {one.hint}\n" for one in problems)


def deck(root: Path, name: str = "moon") -> Package:
    return read_package(root / "output" / f"{name}.apkg")


def notes(package: Package) -> dict[str, PackedNote]:
    return {note.fields["Key"]: note for note in package.notes}


def marked(package: Package) -> set[str]:
    return {key for key, note in notes(package).items() if RETIRED in note.tags and note.fields["Retired"]}


# ---- retired --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gone", ["kept", "deleted"])
def test_a_whole_bank_that_is_retired_is_told_of(root: Path, gone: str):
    bank(root, "sun", "The Sun", spots=("Galileo", 1612))
    run("build")
    if gone == "deleted":
        shutil.rmtree(root / "question_bank" / "sun")
        run("retire", "--vanished")
    else:
        run("retire", "sun")
    run("build")
    made = deck(root, "sky" if gone == "kept" else "moon")
    assert marked(made) == {"sun.spots.who", "sun.spots.when"}
    assert {note.deck for key, note in notes(made).items() if key in marked(made)} == {"Sky::Retired"}


def test_a_deck_may_hold_nothing_but_retired_cards(root: Path):
    run("build")
    run("retire", "moon")
    run("build", "anki")
    assert marked(deck(root)) == notes(deck(root)).keys()


def test_a_build_of_one_bank_tells_of_its_own_retired_cards_alone(root: Path):
    bank(root, "sun", "The Sun", spots=("Galileo", 1612), wind=("Eugene Parker", 1958))
    run("build")
    run("retire", "sun.spots", "moon.pluto")
    run("build", "--bank", "sun")
    assert marked(deck(root, "sun")) == {"sun.spots.who", "sun.spots.when"}


def test_an_item_is_retired_without_those_whose_ids_begin_like_it(root: Path):
    change(root, "found pluto", "and [Venetia Burney](who) found pluto")
    run("build")
    names = {name for name in read_lock(root).items if name.startswith("moon.pluto.who")}
    assert names == {"moon.pluto.who", "moon.pluto.who.who-2"}
    run("retire", "moon.pluto.who")
    assert set(read_lock(root).retired) == {"moon.pluto.who"}


def test_a_retired_question_stays_retired_when_its_fact_is_renamed(root: Path):
    run("build")
    run("retire", "moon.uranus.when", "--why", "disputed")
    run("build")
    change(root, "  uranus:", "  herschel:")
    run("rename", "moon.uranus", "moon.herschel")
    run("build")
    assert set(read_lock(root).retired) == {"moon.herschel.when"}
    assert marked(deck(root)) == {"moon.uranus.when"}
    assert len(deck(root).notes) == 6


def test_the_words_of_a_vanished_card_come_from_a_deck_that_can_be_read(root: Path):
    run("build")
    (root / "output" / "broken.apkg").write_bytes(b"PK no zip")
    change(root, FACT.format(id="pluto", who="Clyde Tombaugh", year=1930), "")
    run("retire", "--vanished", "--why", "a dwarf \udcff\x00 <planet>")
    run("build")
    note = notes(deck(root))["moon.pluto.who"]
    assert note.fields["Answer"] == "Clyde Tombaugh"
    assert note.fields["Retired"] == "a dwarf  &lt;planet&gt;"
    assert "nothing has vanished" in run("retire", "--vanished")


def test_words_that_are_nowhere_are_asked_for(root: Path):
    run("build")
    shutil.rmtree(root / "output")
    change(root, FACT.format(id="pluto", who="Clyde Tombaugh", year=1930), "")
    before = (root / "quizgen.lock").read_bytes()
    assert "B095" in run("retire", "--vanished", code=1)
    assert (root / "quizgen.lock").read_bytes() == before
    run("retire", "moon.pluto", "--forget")
    run("build")
    assert len(deck(root).notes) == 4


# ---- renamed --------------------------------------------------------------------------------------------------------


def test_a_renamed_bank_keeps_its_notes_its_deck_and_what_is_retired(root: Path):
    run("build")
    run("retire", "moon.uranus.when")
    run("build")
    before = {note.guid: note.modified for note in deck(root).notes}
    (root / "question_bank" / "moon").rename(root / "question_bank" / "luna")
    change(root, "title: The Moon", "title: Luna", "luna")
    told = run("build", code=1)
    assert "`quizgen rename moon luna`" in told
    run("rename", "moon", "luna")
    run("build")
    made = deck(root, "luna")
    assert {note.guid: note.modified for note in made.notes} == before
    assert {note.deck for note in made.notes} == {"The Moon", "The Moon::Retired"}
    assert set(read_lock(root).retired) == {"luna.uranus.when"}


def test_a_note_cannot_be_renamed_into_one_of_another_type(root: Path):
    change(root, "title: The Moon\n", "title: The Moon\nkinds: [cloze]\n")
    run("build")
    assert "moon.uranus.cloze.who" in read_lock(root).items
    change(root, "kinds: [cloze]\n", "")
    change(root, "  uranus:", "  george:")
    assert "notes of two types" in run("rename", "moon.uranus.cloze.who", "moon.george.who", code=1)


def test_a_rename_changes_nothing_that_was_drawn(root: Path):
    many = {f"f{n}": (f"Person {chr(65 + n)}", 1900 + 3 * n) for n in range(20)}
    bank(root, **many)
    (root / "quizgen.toml").write_text('formats = ["anki"]\n[options.anki]\nchoices = "always"\n', encoding="utf-8")
    run("build")
    before = {note.guid: note.fields for note in deck(root).notes}
    assert sum(bool(fields["Options"]) for fields in before.values()) > 20
    change(root, "  f7:", "  seven:")
    run("rename", "moon.f7", "moon.seven")
    run("build")
    assert {note.guid: note.fields for note in deck(root).notes} == before


# ---- what looks like a change, and is none --------------------------------------------------------------------------


def test_a_question_that_fails_review_has_not_vanished(root: Path):
    run("build")
    change(root, 'found uranus in [1781](when)."', 'found uranus in [1781](when)."\n    hint: {who: It was Herschel}')
    told = run("build", code=1)
    assert "Q123" in told
    assert "Q123" in run("retire", "--vanished", code=1)


def test_a_row_less_changes_no_card_but_its_own(root: Path):
    folder = bank(root)
    rows = [(f"Comet {n}", 1700 + n) for n in range(30)]

    def table(rows: list[tuple[str, int]]) -> None:
        with (folder / "comets.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("name", "year"), *rows])

    table(rows)
    entry = '{file: comets.csv, source: list, id: "{name}", say: "[{name}](which comet) was seen in [{year}](when)."}'
    change(root, "facts:\n", f"tables:\n  - {entry}\nfacts:\n")
    change(root, "sources:\n", "sources:\n  list: {title: Comets, publisher: A school}\n")
    run("build")
    before = {note.guid: note.modified for note in deck(root).notes}
    table(rows[:5] + rows[6:])
    run("retire", "--vanished")
    run("build")
    after = {note.guid: note.modified for note in deck(root).notes}
    assert {guid for guid in before if before[guid] != after[guid]} == {
        note.guid for note in deck(root).notes if RETIRED in note.tags
    }


# ---- order, decks, doors --------------------------------------------------------------------------------------------


def test_a_bank_that_comes_before_others_has_its_questions_apart(root: Path):
    run("build")
    bank(root, "ant", "Ants", **{f"a{n}": (f"Person {chr(65 + n % 26)}{n}", 1500 + n) for n in range(120)})
    run("build")
    ants = [note.fields["Key"] for note in deck(root, "sky").notes if note.deck.endswith("Ants")]
    assert len(ants) > 200
    assert not [one for one, other in pairwise(ants) if one.split(".")[1] == other.split(".")[1]]


def test_other_titles_leave_the_decks_where_they_are(root: Path):
    bank(root, "sun", "The Sun", spots=("Galileo", 1612))
    run("build")
    run("retire", "sun.spots.who")
    (root / "quizgen.toml").write_text('title = "Cosmos"\nformats = ["anki"]\n', encoding="utf-8")
    change(root, "title: The Moon", "title: Our Moon")
    bank(root, "mars", "Mars", phobos=("Asaph Hall", 1877))
    run("build")
    assert set(deck(root, "cosmos").decks) == {"Sky::The Moon", "Sky::The Sun", "Sky::Mars", "Sky::Retired"}


def test_a_deck_named_by_the_author_is_the_same_whichever_banks_are_built(root: Path):
    (root / "quizgen.toml").write_text(
        'title = "Sky"\nformats = ["anki"]\n[options.anki]\ndeck = "School::Sky"\n', "utf-8"
    )
    bank(root, "sun", "The Sun", spots=("Galileo", 1612))
    run("build")
    assert set(deck(root, "sky").decks) == {"School::Sky::The Moon", "School::Sky::The Sun"}
    run("build", "--bank", "moon")
    assert set(deck(root).decks) == {"School::Sky::The Moon"}
    (root / "quizgen.toml").write_text('title = "Sky"\nformats = ["anki"]\n[options.anki]\ndeck = "Other"\n', "utf-8")
    run("build")
    assert set(deck(root, "sky").decks) == {"Other::The Moon", "Other::The Sun"}


def test_banks_of_one_title_share_a_deck_that_names_both(root: Path):
    bank(root, "sun", "The Moon", "", spots=("Galileo", 1612))
    change(root, "title: The Moon\n", "title: The Moon\nlicence: CC0-1.0\n")
    change(root, "title: The Moon\n", "title: The Moon\nlicence: CC-BY-4.0\n", "sun")
    run("build")
    quiz = api.assemble(checked := api.check(api.load(root)), api.ask(checked))
    from quizgen.exporting.anki_deck import DeckOptions, decks

    shared = decks(quiz, DeckOptions())["sun"].description
    assert "CC0-1.0" in shared
    assert "CC-BY-4.0" in shared


def test_each_note_has_one_identity_behind_every_door(root: Path):
    config = 'formats = ["anki", "tsv", "crowdanki"]\n[options.anki]\nnamespace = "my-school"\n'
    (root / "quizgen.toml").write_text(config, encoding="utf-8")
    run("build")
    guids = {note.guid for note in deck(root).notes}
    text = (root / "output" / "moon.tsv").read_text(encoding="utf-8")
    assert all(guid in text for guid in guids)
    folder = json.loads((root / "output" / "moon.crowdanki" / "deck.json").read_text(encoding="utf-8"))
    assert {note["guid"] for note in folder["notes"]} == guids


# ---- trials and moments ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", [("--seed", "2"), ("--difficulty", "hard"), ("--set", "anki.typing=true")])
def test_a_trial_is_called_one_and_leaves_the_release_alone(root: Path, choice: tuple[str, str]):
    run("build")
    before = {path: path.read_bytes() for path in (root / "output" / "moon.apkg", root / "quizgen.lock")}
    run("build", *choice)
    assert (root / "output" / "moon-trial.apkg").is_file()
    assert {path: path.read_bytes() for path in before} == before


def test_a_trial_says_that_it_is_none_for_students(root: Path):
    assert "quizgen.lock stays as it is" in run("build", "--set", "anki.typing=true")
    assert not (root / "quizgen.lock").exists()


@pytest.mark.parametrize(("own", "warned"), [("2062-01-01", "in the future"), ("2020-01-01", "not later than")])
def test_a_moment_that_cannot_be_right_is_warned_of(root: Path, own: str, warned: str):
    run("build")
    change(root, "found pluto", "discovered pluto")
    (root / "quizgen.toml").write_text(f'formats = ["anki"]\nrelease = "{own}"\n', encoding="utf-8")
    told = run("build")
    assert "warning[B098]" in told
    assert warned in told


def test_a_lock_that_cannot_be_written_costs_the_old_deck_nothing(root: Path):
    run("build")
    before = (root / "output" / "moon.apkg").read_bytes()
    (root / "quizgen.lock").unlink()
    (root / "quizgen.lock").mkdir()
    change(root, "found pluto", "discovered pluto")
    run("build", code=1)
    run("retire", "moon.pluto", code=1)
    assert (root / "output" / "moon.apkg").read_bytes() == before


def test_the_api_forgets_nothing_that_was_released(root: Path):
    bank(root, "sun", "The Sun", spots=("Galileo", 1612))
    run("build")
    before = read_lock(root)
    one = quizgen.check(quizgen.load(root, ["moon"]))
    made = quizgen.release(one, quizgen.ask(one), "2030-01-01T00:00:00Z")
    assert made.lock == before
    change(root, FACT.format(id="pluto", who="Clyde Tombaugh", year=1930), "")
    fewer = quizgen.check(quizgen.load(root))
    made = quizgen.release(fewer, quizgen.ask(fewer), "2030-01-01T00:00:00Z")
    assert set(made.changes.vanished) == {"moon.pluto.who", "moon.pluto.when"}
    assert made.lock.items.keys() == before.items.keys()


def test_diff_tells_what_is_retired_and_not_yet_built(root: Path):
    run("build")
    run("retire", "moon.pluto")
    own = root / "templates" / "anki"
    own.mkdir(parents=True)
    (own / "style.css").write_text(".card { color: teal }", encoding="utf-8")
    told = run("diff")
    assert "2 retired" in told
    assert "Clyde Tombaugh" in told
    assert "new looks" in told
    run("build")
    assert "nothing new" in run("diff")
    run("retire", "moon.pluto", "--undo")
    assert "2 restored" in run("diff") or "2 in use again" in run("diff")


def test_a_wrong_template_of_the_description_is_a_problem(root: Path):
    own = root / "templates" / "anki"
    own.mkdir(parents=True)
    for wrong in ("{{ nope }}", "{% if %}"):
        (own / "deck.html").write_text(wrong, encoding="utf-8")
        assert "B097" in run("build", code=1)
