from __future__ import annotations

from pathlib import Path

import click


def _complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from quizgen.cli.starting import examples

    return [name for name in examples() if name.startswith(incomplete)]


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option(
    "--example",
    default="spaceflight",
    show_default=True,
    shell_complete=_complete,
    help="The bank to begin with.",
)
@click.option("--blank", is_flag=True, help="An empty bank to fill instead of an example.")
@click.pass_context
def command(ctx: click.Context, folder: Path, example: str, *, blank: bool) -> None:
    """Make a project that builds at once, in FOLDER (default: here).

    \b
    quizgen init my-project && cd my-project && quizgen build
    quizgen init --example nobel prizes
    """
    from quizgen.cli.starting import examples, start_project

    if not blank and example not in examples():
        raise click.BadParameter(f"there is no example {example!r}; there are {', '.join(examples())}")
    made = start_project(folder, None if blank else example)
    if not ctx.obj["quiet"]:
        for path in made:
            click.echo(f"made {path}", err=True)
        inside = "" if folder == Path() else f"cd {folder} && "
        click.echo(f"next: {inside}quizgen build", err=True)
