from __future__ import annotations

import click

from quizgen.cli import settings

PORT = 8737


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes any free one.")
@click.option(
    "--host",
    type=click.Choice(["127.0.0.1", "::1"]),
    default="127.0.0.1",
    show_default=True,
    help="Which of this machine's own addresses; others cannot reach either.",
)
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
@click.pass_context
def command(ctx: click.Context, port: int, host: str, *, opens: bool) -> None:
    """Show the project in a browser while you write.

    The pages follow every save: the banks with their problems, every question with its quote where it stands in the
    source, the page to practise on, and what each export would skip or lose. Ctrl-C ends it.

    \b
    quizgen serve --open
    quizgen serve --port 0
    """
    from quizgen.cli.serving import serve

    serve(settings(ctx), host, port, opens=opens)
