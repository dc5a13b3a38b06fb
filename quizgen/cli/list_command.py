from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from quizgen.cli import settings
from quizgen.cli.options import bank_option, where_option

Row = dict[str, Any]


@click.command("list")
@click.argument("what", type=click.Choice(["banks", "facts", "items", "sources", "kinds", "formats", "codes"]))
@bank_option
@where_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def command(ctx: click.Context, what: str, banks: tuple[str, ...], where: str, *, as_json: bool) -> None:
    """List banks, facts, items, sources, kinds, formats or codes.

    \b
    quizgen list items --where 'kind:when'
    quizgen list sources --json
    """
    import json

    if where and what != "items":
        raise click.UsageError(f"--where chooses questions; `quizgen list {what}` has none")
    listing: Callable[..., Iterator[Row]] = LISTINGS[what]
    for row in listing(settings(ctx)["project"], banks, where):
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo("\t".join(str(value) for value in row.values()))


def _banks(project: Any, banks: tuple[str, ...], _: str) -> Iterator[Row]:
    from quizgen import api

    for bank in api.load(project, banks).banks:
        yield {"id": bank.id, "title": bank.title, "language": bank.language, "facts": len(bank.facts)}


def _checked(project: Any, banks: tuple[str, ...]) -> Any:
    """The checked project; whoever sees only what holds is told that there is more."""
    from quizgen import api
    from quizgen.problem import errors

    checked = api.check(api.load(project, banks))
    if found := errors(checked.problems):
        click.echo(f"{len(found)} error{'s' * (len(found) > 1)} left out; `quizgen check` shows them", err=True)
    return checked


def _facts(project: Any, banks: tuple[str, ...], _: str) -> Iterator[Row]:
    for bank in _checked(project, banks).banks:
        for fact in bank.facts:
            yield {"id": f"{bank.id}.{fact.id}", "statement": fact.prose()}


def _items(project: Any, banks: tuple[str, ...], where: str) -> Iterator[Row]:
    from quizgen import api
    from quizgen.assembling import parse_where

    wanted = parse_where(where)
    for item in api.ask(_checked(project, banks)):
        if wanted(item):
            yield {"id": item.id, "stem": item.stem, "key": "; ".join(item.key)}


def _sources(project: Any, banks: tuple[str, ...], _: str) -> Iterator[Row]:
    from quizgen import api
    from quizgen.grounding.references import reference

    for bank in api.load(project, banks).banks:
        for source in bank.sources.values():
            yield {"id": source.id, "reference": reference(source)}


def _kinds(project: Any, _: tuple[str, ...], __: str) -> Iterator[Row]:
    from quizgen import api
    from quizgen.asking.kinds import read_kinds

    for kind in read_kinds(api.load(project).templates).values():
        yield {"kind": kind.kind, "about": kind.about}


def _formats(_: Any, __: tuple[str, ...], ___: str) -> Iterator[Row]:
    from quizgen.exporting.registry import formats

    for name, format_ in sorted(formats().items()):
        yield {"format": name, "suffix": format_.SUFFIX, "summary": format_.SUMMARY}


def _codes(_: Any, __: tuple[str, ...], ___: str) -> Iterator[Row]:
    from quizgen.cli.explanations import explanations

    for code, text in explanations().items():
        yield {"code": code, "meaning": text.partition("\n")[0]}


LISTINGS: dict[str, Callable[..., Iterator[Row]]] = {
    "banks": _banks,
    "facts": _facts,
    "items": _items,
    "sources": _sources,
    "kinds": _kinds,
    "formats": _formats,
    "codes": _codes,
}
