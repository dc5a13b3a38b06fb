from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that completes commands in your shell.

    \b
    quizgen completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    from quizgen.cli import group

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"{shell} is not known")
    click.echo(found(group, {}, "quizgen", "_QUIZGEN_COMPLETE").source())
