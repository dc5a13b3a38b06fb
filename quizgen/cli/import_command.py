from __future__ import annotations

import re
from pathlib import Path

import click

from quizgen.cli import settings

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


def _name(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not NAME.fullmatch(value):
        raise click.BadParameter("a bank's name is up to 40 letters (a-z), digits, `-` and `_`")
    return value


def _language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not LANGUAGE.fullmatch(value):
        raise click.BadParameter("a language is a code such as en, de or pt-BR")
    return value


@click.command("import")
@click.argument("deck", metavar="DECK.apkg", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--bank", metavar="NAME", callback=_name, help="The new bank's name; by default that of the deck.")
@click.option("--language", metavar="CODE", callback=_language, help="The language of the deck. [default: en]")
@click.pass_context
def command(ctx: click.Context, deck: Path, bank: str | None, language: str | None) -> None:
    """Turn an Anki deck into a draft bank: a fact for each note, without its source.

    Drafts ask nothing until you give them their sources. No bank is ever overwritten.

    \b
    quizgen import Capitals.apkg
    quizgen import Capitals.apkg --bank capitals --language en
    """
    from quizgen.cli.importing import import_deck, say

    imported = import_deck(settings(ctx)["project"], deck, bank, language)
    if not settings(ctx)["quiet"]:
        say(imported)
