"""Practising in the terminal: how answers are judged, what comes back, and what a session says."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import subprocess
import sys
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen import api, moments
from quizgen.cli import main
from quizgen.exporting.anki_schema import BY_NAME
from quizgen.exporting.taking import in_order
from quizgen.lock_file import LOCK, written
from quizgen.model.release import Lock, Retired
from quizgen.practising import LATER, Practice, Task, judge, task
from tests import banks, examples
from tests.conftest import HEARING


def asked(item, seed="1"):
    return task(item, seed)


def letters_of(task, texts):
    by_text = dict(zip((option.text for option in task.options), task.letters, strict=True))
    return [by_text[text] for text in texts]


# Judging


@pytest.mark.parametrize("interaction", ["choice", "choices", "order", "match"])
@pytest.mark.parametrize("seed", ["1", "2", "ü"])
def test_the_letters_of_the_key_are_right_and_others_are_wrong(interaction, seed):
    item = examples.several(1) if interaction == "choices" else examples.item(1, interaction)
    one = asked(item, seed)
    shown = [text.split()[0] for text in one.key()]
    assert judge(one, " ".join(shown)) == "right"
    assert judge(one, ",".join(shown).lower()) == "right"
    assert judge(one, "".join(shown)) == "right"
    wrong = {"choice": "ABCD".replace(shown[0], "")[0], "choices": shown[0], "order": " ".join(shown[::-1])}
    assert judge(one, wrong.get(interaction, "A1 B1 C1 D1")) == "wrong"


def test_options_go_by_number_and_by_their_own_text_too():
    one = asked(examples.item(1))
    place = next(n for n, option in enumerate(one.options, 1) if option.correct)
    assert judge(one, str(place)) == "right"
    assert judge(one, "1911") == "right"
    assert judge(one, "1901") == "wrong"


def test_a_number_that_may_mean_two_options_is_not_read_as_one():
    item = examples.item(1)
    options = tuple(option.model_copy(update={"text": text}) for option, text in zip(item.options, "4321", strict=True))
    one = Task(item.model_copy(update={"options": options}), options)
    assert judge(one, "1") is None
    assert judge(one, "b") == "right"


def test_options_that_look_like_letters_go_by_their_own_text():
    item = examples.item(1)
    texts = ("AC", "DC", "RF", "HF")
    options = tuple(option.model_copy(update={"text": text}) for option, text in zip(item.options, texts, strict=True))
    one = Task(item.model_copy(update={"options": options}), options)
    assert [judge(one, text) for text in texts] == [judge(one, letter) for letter in "ABCD"]
    assert judge(one, "dc") is not None
    assert judge(one, "BD") is None


@pytest.mark.parametrize("form", ["{}", "{} ", "{},", "{}-"])
def test_an_order_goes_by_letters_and_by_numbers_alike(form):
    one = asked(examples.item(1, "order"))
    places = [one.options.index(option) for option in in_order(one.item)]
    for called in (one.letters, "1234"):
        assert judge(one, "".join(form.format(called[place]) for place in places)) == "right"
        assert judge(one, "".join(form.format(called[place]) for place in places[::-1])) == "wrong"


def test_several_right_options_may_be_named_by_digits_in_a_row():
    one = asked(examples.several(1))
    digits = "".join(str(place) for place, option in enumerate(one.options, 1) if option.correct)
    assert len(digits) > 1
    assert judge(one, digits) == "right"
    assert judge(one, "1234") == "wrong"


@pytest.mark.parametrize(
    "given", ["", " ", "E", "0", "5", "AB", "A B", "?", "é", "漢", "١", "A" * 10_000, "9" * 5000, "\x00"]
)
def test_what_names_no_single_option_may_be_given_again(given):
    assert judge(asked(examples.item(1)), given) is None


@pytest.mark.parametrize("given", ["A B C", "A A B C", "A B C D A", "1 2 3", "x", "A1 B2"])
def test_an_order_names_every_event_once(given):
    assert judge(asked(examples.item(1, "order")), given) is None


def test_events_are_first_shown_in_another_order_than_the_right_one():
    item = examples.item(1, "order")
    assert [option.text for option in asked(item).options] != list(item.key)


@pytest.mark.parametrize(
    "given", ["A1", "A1 B2 C3", "A1 A2 C3 D4", "A9 B1 C2 D3", "A0 B1 C2 D3", "1 2 3", "A1 B2 C3 D4 x", "A B C D"]
)
def test_a_match_names_every_letter_with_a_number_that_is_there(given):
    assert judge(asked(examples.item(1, "match")), given) is None


def test_a_match_may_be_answered_by_numbers_alone():
    one = asked(examples.item(1, "match"))
    numbers = [str(one.item.targets.index(option.match) + 1) for option in one.options]
    assert judge(one, " ".join(numbers)) == "right"
    assert (
        judge(one, " ".join(f"{letter}-{number}" for letter, number in zip("dcba", numbers[::-1], strict=True)))
        == "right"
    )
    assert judge(one, " ".join(numbers[::-1])) == "wrong"


@pytest.mark.parametrize("interaction", ["text", "date", "number", "cloze"])
def test_typed_answers_are_judged_as_everywhere(interaction):
    one = asked(examples.item(1, interaction))
    assert not one.by_options
    assert judge(one, one.item.key[0]) == "right"
    assert judge(one, one.item.accept[0]) == "right"
    assert judge(one, "something else") == "wrong"


def test_dates_and_numbers_keep_their_order_and_others_are_mixed():
    items = [examples.item(n) for n in range(30)]
    assert any([o.text for o in asked(item).options] != [o.text for o in item.options] for item in items)
    kept = [item.model_copy(update={"ordered": True}) for item in items]
    assert all(asked(item).options == item.options for item in kept)


def test_more_options_than_letters_go_by_numbers():
    item = examples.item(1)
    options = tuple(examples.Option(id=f"o{n}", text=f"text {n}", correct=n == 29) for n in range(30))
    one = Task(item.model_copy(update={"options": options}), options)
    assert one.letters[-1] == "30"
    assert judge(one, "30") == "right"
    assert judge(one, "1") == "wrong"


@given(st.text(max_size=60))
def test_no_answer_breaks_anything(text):
    for item in examples.every("漢 שלום é"):
        assert judge(asked(item), text) in {"right", "close", "wrong", None}


# What comes next


def test_what_went_wrong_comes_back_later_once():
    practice = Practice.of([examples.item(n) for n in range(8)], "1")
    seen, first = [], practice.coming.id
    while item := practice.coming:
        seen.append(item.id)
        practice.take("wrong" if item.id == first else "right")
    assert [n for n, name in enumerate(seen) if name == first] == [0, LATER + 1]
    assert len(seen) == 9
    assert (practice.right, practice.right_later) == (7, 0)
    assert [item.id for item in practice.to_revise] == [first]


def test_what_is_right_the_second_time_is_revised_all_the_same():
    practice = Practice.of([examples.item(1)], "1")
    practice.take("close")
    assert practice.is_back
    practice.take("right")
    assert practice.coming is None
    assert (practice.right, practice.right_later, len(practice.to_revise)) == (0, 1, 1)


def test_a_seed_gives_one_order_and_another_seed_another():
    items = [examples.item(n) for n in range(20)]
    orders = [[item.id for item in Practice.of(items, seed).items] for seed in ("1", "1", "2")]
    assert orders[0] == orders[1] != orders[2]


# Sessions


MOON = banks.sentences(
    "[Neil Armstrong](who) walked on [the Moon](where) in [1969](when).",
    "[Юрий Гагарин](who) flew around [the Earth](where) in [1961](when).",
    "[नील](who) saw [東京](where) in [1977](when).",
)


ONE = banks.sentences("[Neil Armstrong](who) walked on [the Moon](where) in [1969](when).")
"""A bank without wrong options: every answer is typed."""


LINKED = """\
title: T
sources: {web: {title: Pages, url: "https://example.org/moon"}}
facts:
  f: {say: "[Ada](who) wrote in [1843](when).", cite: {web: {page: 1}}}
"""


@pytest.fixture
def root(tmp_path):
    return banks.project(tmp_path, MOON)


@pytest.fixture
def typed_root(tmp_path):
    return banks.project(tmp_path, ONE)


@dataclass
class Played:
    """What came of a session: the exit code, and what stood on the screen."""

    code: int
    out: bytes
    err: str

    @property
    def told(self) -> str:
        return self.out.decode()


@pytest.fixture
def practise(monkeypatch):
    """Plays a session with what is typed; on a `screen` as on a terminal."""

    def played(root, typed="", *more, seed=("--seed", "5"), encoding="utf-8", screen=False):
        given = typed.encode() if isinstance(typed, str) else typed
        streams = [Stream(io.BytesIO(data), encoding=encoding) for data in (given, b"", b"")]
        with monkeypatch.context() as patch:
            patch.setenv("COLUMNS", "60")
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                stream.screen = screen and name == "stdout"
                patch.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as left:
                main(["-C", str(root), "practice", *seed, *more])
        for stream in streams:
            stream.flush()
        return Played(left.value.code, streams[1].buffer.getvalue(), streams[2].buffer.getvalue().decode())

    return played


class Stream(io.TextIOWrapper):
    """A stream of a session, on a screen or not."""

    screen = False

    def isatty(self):
        return self.screen


def test_a_session_asks_tells_and_sums_up(root, practise):
    done = practise(root, "nonsense\n\n" * 60, "-n", "4")
    out = done.told
    assert done.code == 0
    assert out.startswith("4 questions.")
    assert out.count("✗ Wrong.") == 8
    assert out.count("Answer with one of the letters") == 8
    assert "0 of 4 right." in out
    assert "To revise:" in out
    assert "Source: A Book of Dates. Example Press." in re.sub(r"\s+", " ", out)
    assert "--seed 5" in out
    assert max(len(line) for line in out.splitlines() if "http" not in line) <= 60


def test_the_right_answers_are_right(typed_root, practise):
    wrong = practise(typed_root, "\n" * 40, "-n", "3").told
    answers = re.findall(r"^The answer: (?:[A-D] )?(.*)$", wrong, re.MULTILINE)
    assert len(answers) == 6
    out = practise(typed_root, "\n".join(answers[:3]) + "\n", "-n", "3").told
    assert "3 of 3 right." in out
    assert out.count("✓ Right.") == 3
    assert "To revise" not in out


@pytest.mark.parametrize("typed", ["", "q\n", "Q\n"])
def test_whoever_stops_at_once_gets_a_decent_end(root, practise, typed):
    done = practise(root, typed)
    assert done.code == 0
    assert "Nothing was answered." in done.told


def test_whoever_stops_while_questions_are_made_gets_a_decent_end(root, practise, monkeypatch):
    def stopped(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "ask", stopped)
    done = practise(root)
    assert (done.code, done.err) == (0, "")
    assert "Nothing was asked." in done.told


@pytest.mark.parametrize("typed", [b"\xff\xfe\x80\n\n" * 50, b"\x00\n\n" * 50])
def test_bytes_that_are_no_text_end_nothing(root, practise, typed):
    done = practise(root, typed, "-n", "2")
    assert done.code == 0
    assert "of 2 right" in done.told


def test_a_terminal_without_letters_is_no_reason_to_fail(root, practise):
    done = practise(root, "\n" * 50, encoding="ascii")
    assert done.code == 0
    assert b"right" in done.out


def test_a_close_answer_gets_a_second_try(typed_root, practise):
    only = ("--where", "kind:who")
    out = practise(typed_root, "Neil Armstron\nNeil Armstrong\n", *only).told
    assert "Close. Once more?" in out
    assert "✓ Right." in out
    out = practise(typed_root, "Neil Armstron\nNeil Armstron\nNeil Armstrong\n", *only).told
    assert "✗ Close, but not it." in out
    assert "1 more when asked again" in out


def test_hints_are_for_who_asks(tmp_path, practise):
    fact = "say: '[Ada](who) wrote a program in [1843](when).'\nhint: {who: Think of Byron}"
    root = banks.project(tmp_path, banks.sentences(fact))
    out = practise(root, "?\nAda\n", "--where", "kind:who").told
    assert "Think of Byron" in out
    assert "1 of 1 right." in out
    assert "Byron" not in practise(root, "Ada\n", "--where", "kind:who").told
    assert "There is no hint" in practise(root, "?\n1843\n", "--where", "kind:when").told


def test_nothing_that_steers_a_terminal_gets_through(tmp_path, practise):
    fact = "say: '[Ada](who) wrote in [1843](when).'\nask: {who: \"Who\\u202e wrote?\"}"
    root = banks.project(tmp_path, banks.sentences(fact))
    out = practise(root, "\x1b[2J\x07\n\n", "--where", "kind:who").out
    assert b"\x1b" not in out
    assert b"\x07" not in out
    assert "\u202e".encode() not in out


def test_no_question_is_said_with_its_place(root, practise):
    for where, code, problem in (("kind:nobody", 1, "B083"), ("nonsense", 2, "B080")):
        done = practise(root, "", "--where", where)
        assert done.code == code
        assert problem in done.err


def test_facts_that_do_not_hold_are_not_asked_but_told(tmp_path, practise):
    root = banks.project(tmp_path, MOON + "  bad: {say: '[X](who) is.', cite: {nobody: {page: 1}}}\n")
    done = practise(root, "q\n")
    assert done.code == 0
    assert "1 error left out; `quizgen check` shows them" in done.err


def test_what_is_retired_is_not_asked(typed_root, practise):
    assert practise(typed_root, "q\n").told.startswith("3 questions.")
    gone = Retired("bank.f0.who", moments.NEVER, 1, "bank.f0.who", next(iter(BY_NAME)), {"Question": "Who?"})
    (typed_root / LOCK).write_bytes(written(Lock(retired={gone.item: gone})))
    out = practise(typed_root, "\n" * 40).told
    assert out.startswith("2 questions.")
    assert "Who walked" not in out
    assert practise(typed_root, "", "--where", "kind:who").code == 1


def test_links_open_on_a_terminal_and_stand_plain_without_colours(tmp_path, practise, monkeypatch):
    root = banks.project(tmp_path, LINKED)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = practise(root, "Ada\n", "--where", "kind:who", screen=True).told
    assert "\x1b]8;;https://example.org/moon\x1b\\https://example.org/moon\x1b]8;;\x1b\\" in out
    assert "\x1b[32m" in out
    monkeypatch.setenv("NO_COLOR", "1")
    out = practise(root, "Ada\n", "--where", "kind:who", screen=True).told
    assert "https://example.org/moon" in out
    assert "\x1b" not in out


def test_without_a_seed_two_sessions_need_not_be_alike(typed_root, practise):
    told = [practise(typed_root, "q\n", seed=()).told for _ in range(3)]
    assert len({re.search(r"--seed (\d+)", out)[1] for out in told}) > 1


def test_the_end_of_the_input_ends_the_command(root):
    command = [sys.executable, "-m", "quizgen", "-C", str(root), "practice"]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    assert b"Nothing was answered." in done.stdout
    assert b"Traceback" not in done.stderr


def on_a_terminal(root, typed, *more, **environment):
    """What a session shows on a terminal, and its exit code; `typed` is sent once it asks, then the input ends."""
    ours, theirs = pty.openpty()
    here = os.ttyname(theirs)
    opening = ["/bin/sh", "-c", f'exec "$0" "$@" <{here} >{here} 2>&1']  # the first to open it gets its Ctrl-C
    command = [*opening, *HEARING, "-m", "quizgen", "-C", str(root), "practice", "--seed", "5", *more]
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environment = kept | {"TERM": "xterm"} | environment
    with subprocess.Popen(command, env=environment, start_new_session=True) as process:
        shown, left, patience = b"", [typed, b"\x04", b"\x04"], 120
        while process.poll() is None or select.select([ours], [], [], 0)[0]:
            if select.select([ours], [], [], 0.5)[0]:
                shown += os.read(ours, 65536)
            elif left and shown.endswith(b"> "):  # it has been waiting for half a second
                os.write(ours, left.pop(0))
            elif not (patience := patience - 1):
                process.kill()
    os.close(theirs)
    os.close(ours)
    return shown.decode(), process.returncode


def test_ctrl_c_ends_with_the_summary(root):
    shown, code = on_a_terminal(root, b"\x03")
    assert code == 0
    assert "Nothing was answered." in shown
    assert "Traceback" not in shown
