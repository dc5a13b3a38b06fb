from __future__ import annotations

from pathlib import Path

import click

from quizgen.ankiconnect import ADDRESS, AnkiConnect, flaw
from quizgen.cli import settings
from quizgen.cli.options import bank_option, where_option


def _address(_ctx: click.Context, _: click.Parameter, url: str) -> str:
    if why := flaw(url):
        raise click.BadParameter(why)
    return url


@click.command("push")
@bank_option
@where_option
@click.option(
    "--url", metavar="URL", default=ADDRESS, show_default=True, callback=_address, help="Where AnkiConnect listens."
)
@click.option(
    "--key", default="", metavar="KEY", help="The key, if AnkiConnect asks for one; QUIZGEN_PUSH_KEY has it, too."
)
@click.option("--sync", is_flag=True, help="Let Anki synchronise afterwards.")
@click.option(
    "--deck",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.apkg",
    help="Push this file instead of building one.",
)
@click.option(
    "--overwrite-remarks",
    is_flag=True,
    help="Do not keep your remarks and tags on cards that the deck changes.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 3600),
    default=60,
    show_default=True,
    help="How long to wait for an answer.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    banks: tuple[str, ...],
    where: str,
    file: Path | None,
    *,
    sync: bool,
    overwrite_remarks: bool,
    **to: str | float,
) -> None:
    """Put the deck into a running Anki, over its add-on AnkiConnect.

    Builds the deck as `quizgen build anki` does; Anki imports it itself. Notes that it has are updated in place and
    keep their schedule, your remarks (the field Notes) and your tags; nothing is deleted.

    \b
    quizgen push
    quizgen push --bank spaceflight --sync
    quizgen push --deck output/spaceflight.apkg
    """
    from quizgen.cli.pushing import built, push, read_deck

    if file and (banks or where):
        raise click.UsageError("`--deck` pushes a file as it is; `--bank` and `--where` choose what to build")
    if file and file.suffix.lower() != ".apkg":
        raise click.BadParameter(f"{file.name} is no .apkg file", param_hint="--deck")
    anki = AnkiConnect(str(to["url"]), str(to["key"]), float(to["timeout"]))
    anki.greet()  # before the work of building
    quiet = settings(ctx)["quiet"]
    if not file:
        code, file = built(settings(ctx)["project"], banks, where, quiet=quiet)
        if code or not file:
            anyway = "; `--deck` pushes the file that was built all the same" if file else ""
            click.echo(f"nothing was pushed: the build has errors{anyway}", err=True)
            ctx.exit(code or 1)
    push(anki, read_deck(file), sync=sync, quiet=quiet, overwrite=overwrite_remarks)
