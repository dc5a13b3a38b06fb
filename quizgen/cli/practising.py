"""What `quizgen practice` says and hears."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from itertools import groupby
from typing import Any

import click

from quizgen import api
from quizgen.cli.frames import UNSEEN
from quizgen.cli.progress import counted
from quizgen.cli.summary import many
from quizgen.exporting.evidence import evidence
from quizgen.exporting.markup import flat
from quizgen.model.item import Item
from quizgen.model.media import CALLED
from quizgen.model.quiz import Quiz
from quizgen.practising import Outcome, Practice, Task, judge, task
from quizgen.problem import Problem, ProblemError, errors
from quizgen.reading.located import shown
from quizgen.wrapping import wrapped

WIDEST = 88
"""Longer lines are hard to read, however wide the terminal is."""
KEYS = "? hint   Enter alone: don't know   q stop"
ASKS = {
    "choice": "Which letter?",
    "choices": "Which letters? More than one may be right.",
    "order": "The letters in the right order?",
    "match": "What belongs together? Answer like this: A2 B1",
}
UNREAD = {
    "choice": "Answer with one of the letters, or with its number.",
    "choices": "Answer with letters, such as: A C",
    "order": "Name every letter once, such as: B A C",
    "match": "Name every letter once with a number, such as: A2 B1",
}
MARKS: dict[Outcome, tuple[str, str]] = {"right": ("✓ Right.", "green"), "close": ("✗ Close, but not it.", "yellow"),
                                         "wrong": ("✗ Wrong.", "red")}  # fmt: skip


class Stopped(Exception):  # noqa: N818  (nothing is wrong)
    """Whoever answers has had enough."""


def practise(options: dict[str, Any], number: int, banks: Sequence[str], where: str, seed: str | None) -> None:
    """Ask questions until all are answered or somebody stops, and say how it went."""
    _forgive_letters()
    seed = seed or str(time.time_ns() // 1_000_000 % 1_000_000)  # another session every time
    try:
        quiz = _quiz(options, number, banks, where, seed)
    except KeyboardInterrupt:  # the questions are not made yet
        click.echo("\nNothing was asked.")
        return
    practice = Practice.of(quiz.items, seed)
    if not options["quiet"]:
        click.echo(f"{many(len(quiz.items), 'question')}.  {KEYS}")
    with suppress(Stopped, KeyboardInterrupt):
        while item := practice.coming:
            _title(practice, item)
            practice.take(_ask(task(item, seed), quiz))
    _closing(practice, quiz, seed)


def _quiz(options: dict[str, Any], number: int, banks: Sequence[str], where: str, seed: str) -> Quiz:
    checked = api.check(api.load(options["project"], banks))
    if found := errors(checked.problems):
        click.echo(f"{many(len(found), 'error')} left out; `quizgen check` shows them", err=True)
    items = list(counted(api.ask(checked), "questions", quiet=options["quiet"]))
    quiz = api.assemble(checked, items, where=where, number=number, seed=seed)
    if not quiz.items:
        fits = f"no question fits `--where {where}`" if items and where else "there is no question to ask"
        raise ProblemError(Problem("B083", fits, shown(checked.root)))
    return quiz


def _forgive_letters() -> None:
    """What a terminal cannot show, or sends in pieces, must not end the session."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _title(practice: Practice, item: Item) -> None:
    count = "once more" if practice.is_back else f"{len(practice.first) + 1} of {len(practice.items)}"
    click.echo("\n" + click.style(_seen(f"{count} · {item.bank} · {item.kind}"), dim=True))


def _ask(asked: Task, quiz: Quiz) -> Outcome:
    """Ask, hear an answer, and show what is right and where it stands."""
    item = asked.item
    _say(item.stem, bold=True)
    for medium in item.asking:
        _say(f"{CALLED[medium.kind]}: {shown(medium.path)} ({medium.alt})", "  ")
    for letter, option in zip(asked.letters, asked.options, strict=True):
        _say(option.text, f"  {letter}  ")
    for number, target in enumerate(item.targets, 1):
        _say(target, f"     {number}  ")
    if asked.by_options and item.interaction != "choice":
        _say(ASKS[item.interaction], dim=True)
    outcome = _answer(asked)
    _explain(asked, outcome, quiz)
    return outcome


def _answer(asked: Task) -> Outcome:
    """Hear answers until one counts: one that cannot be read may be given again, a close one once."""
    tried = False
    while given := _heard():
        if given == "?":
            _say(asked.item.hint or "There is no hint for this question.", "  ")
            continue
        outcome = judge(asked, given)
        if outcome is None:
            _say(UNREAD[asked.item.interaction], "  ")
        elif outcome == "close" and not tried:
            tried = True
            _say("Close. Once more?", "  ", fg="yellow")
        else:
            return outcome
    return "wrong"


def _heard() -> str:
    """What is typed next, without the space around it; empty for who does not know."""
    try:
        given = input("> ").strip()
    except (EOFError, KeyboardInterrupt):
        click.echo()
        raise Stopped from None
    if not sys.stdin.isatty():  # a transcript shows what was answered
        click.echo(_seen(given))
    if given in {"q", "Q"}:
        raise Stopped
    return given


def _explain(asked: Task, outcome: Outcome, quiz: Quiz) -> None:
    """Say right or wrong, the key, the statement, and every quote with its source."""
    word, colour = MARKS[outcome]
    click.secho(word, fg=colour, bold=True)
    if outcome != "right":
        lead = "The answer: "
        for number, text in enumerate(asked.key()):
            _say(text, " " * len(lead) if number else lead)
    _cite(asked.item, quiz, "  ")


def _cite(item: Item, quiz: Quiz, margin: str) -> None:
    """Print the statement, its quotes with the place and the link of each, and each source once."""
    _say(item.rationale, margin)
    for _, several in groupby(evidence(quiz, item), key=lambda one: one.source):
        for one in several:
            place = f" ({one.where})" if one.where else ""
            _say(f"“{flat(one.quote)}”{place}" if one.quote else one.where, margin)
            if one.url:
                click.echo(margin + _link(_seen(one.url)))
        _say(f"Source: {flat(one.reference)}", margin, dim=True)


def _link(url: str) -> str:
    """The address on one line, whatever its length: a terminal that knows links opens it, any other shows it whole."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb" or "NO_COLOR" in os.environ:
        return url
    return f"\033]8;;{url}\033\\{url}\033]8;;\033\\"


def _closing(practice: Practice, quiz: Quiz, seed: str) -> None:
    """Say how it went, and what to revise."""
    asked = len(practice.first)
    told = f"{practice.right} of {asked} right" if asked else "Nothing was answered"
    later = f", {practice.right_later} more when asked again" if practice.right_later else ""
    left = len(practice.items) - asked
    rest = f"; {left} not asked" if left and asked else ""
    click.echo("\n" + click.style(f"{told}{later}{rest}.", bold=True))
    if practice.to_revise:
        click.echo("\nTo revise:")
    for number, item in enumerate(practice.to_revise):
        if number:
            click.echo()
        _cite(item, quiz, "  ")
    click.secho(f"\nThe same questions again: --seed {_seen(seed)}", dim=True)


def _say(text: str, lead: str = "", **style: Any) -> None:
    """Print the text in lines behind `lead`, coloured as told; nothing of an empty text."""
    if not text:
        return
    width = min(WIDEST, shutil.get_terminal_size().columns)
    lines = wrapped("\n".join(map(_seen, text.splitlines())), width, lead)
    click.echo(click.style(lines, **style) if style else lines)


def _seen(text: str) -> str:
    return UNSEEN.sub("\ufffd", text)
