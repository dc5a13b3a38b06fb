"""The command line: one command per file, imported when called, so that --help stays quick."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

COMMANDS = {
    "init": "Make a project that builds at once.",
    "import": "Turn an Anki deck into a draft bank.",
    "check": "Hold every citation against its source and review every question.",
    "build": "Make decks, quizzes and JSON.",
    "practice": "Ask questions here in the terminal.",
    "serve": "Show the project in a browser while you write.",
    "scan": "Read scanned answer sheets and grade them.",
    "push": "Put the deck into a running Anki, over AnkiConnect.",
    "retire": "Take released questions out of use; students' cards will say so.",
    "rename": "Keep students' cards when a fact gets another id.",
    "diff": "Say what changes for students from one release to the next.",
    "list": "List banks, facts, items, sources, kinds, formats or codes.",
    "show": "Show a fact or an item with its source, its options and what was refused.",
    "explain": "Say what a code means and what to do.",
    "schema": "Print the JSON Schema of the JSON output, of its lines, or of bank.yaml.",
    "completion": "Print the script that completes commands in your shell.",
}


class Lazy(click.Group):
    """A group that imports a command's file only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's file and return the command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest a command that looks like a mistyped one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            if near and "Did you mean" not in error.message:
                raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from None
            raise


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001  (click's signature)
    if value:
        from quizgen import __version__

        click.echo(f"quizgen {__version__}")
        ctx.exit()


@click.group(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "QUIZGEN"},
    epilog="Begin with: quizgen init my-project && cd my-project && quizgen build",
)
@click.option(
    "-C",
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder, or one inside it; by default the folder you are in.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def group(ctx: click.Context, project: Path, color: str, *, quiet: bool) -> None:
    """Turn cited facts into Anki decks, printed quizzes and JSON, every answer pointing to its source."""
    ctx.obj = {"project": project, "quiet": quiet}
    wanted = {"always": True, "never": False}.get(color)
    ctx.color = False if wanted is None and os.environ.get("NO_COLOR") else wanted


def main(args: list[str] | None = None) -> None:
    """Run quizgen and leave with 0 (fine), 1 (problems in the bank), 2 (wrong use) or 3 (a bug of ours)."""
    from quizgen.problem import ProblemError

    try:
        group.main(args, prog_name="quizgen", standalone_mode=True)
    except ProblemError as error:
        from quizgen.cli.frames import exit_code, say_problems

        say_problems(error.problems)
        sys.exit(exit_code(error.problems))
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        sys.exit(_bug(error))


def _bug(error: Exception) -> int:
    """Say that this is our fault, and keep the details in a file instead of throwing them at the user."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="quizgen-", suffix=".log", delete=False, encoding="utf-8") as log:
        log.write(f"{sys.argv}\n{''.join(traceback.format_exception(error))}")
    click.echo(f"quizgen: this is a bug of ours, not yours: {type(error).__name__}: {error}", err=True)
    click.echo(f"The details are in {log.name}; please report them.", err=True)
    return 3


def settings(ctx: click.Context) -> dict[str, Any]:
    """Return what was said before the command: the project's folder, and whether to be quiet."""
    found: dict[str, Any] = ctx.obj
    return found
