"""What `quizgen serve` does: it listens, keeps the project up to date, and says where to look."""

from __future__ import annotations

import errno
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from types import FrameType
from typing import Any

import click

from quizgen.cli import frames
from quizgen.cli.format_options import options
from quizgen.problem import Problem
from quizgen.reading.project import find_root
from quizgen.serving.live import Live
from quizgen.serving.server import Server
from quizgen.serving.site import Site
from quizgen.serving.state import Tools


def serve(said: dict[str, Any], host: str, port: int, *, opens: bool) -> None:
    """Serve the project until Ctrl-C. Raises ProblemError when there is no project, UsageError for a taken port."""
    live = Live(find_root(said["project"]), Tools(framed, options, _say))
    with _stopping(), _listening(live, host, port) as server, _watching(live):
        click.echo(server.url)
        if not said["quiet"]:
            click.echo(f"shows {live.root} and follows every save; Ctrl-C ends it", err=True)
        if opens:
            click.launch(server.url)
        server.serve_forever(0.1)


@contextmanager
def _watching(live: Live) -> Iterator[None]:
    """Follow every save meanwhile."""
    thread = Thread(target=live.run, name="watching", daemon=True)
    thread.start()
    try:
        yield
    finally:
        live.stop()
        thread.join(2)


@contextmanager
def _listening(live: Live, host: str, port: int) -> Iterator[Server]:
    try:
        server = Server(host, port, Site(live).answer, _tell)
    except OSError as error:
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            why = "is taken by another program" if error.errno == errno.EADDRINUSE else "needs rights you do not have"
            raise click.UsageError(f"port {port} {why}; `--port 0` takes any free one") from None
        raise click.UsageError(f"cannot listen on {host}: {error.strerror}") from None
    with server:
        yield server


@contextmanager
def _stopping() -> Iterator[None]:
    """Let Ctrl-C, and a polite request to end, end the work inside quietly."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        click.echo(err=True)
    finally:
        signal.signal(signal.SIGTERM, before)


def framed(problems: list[Problem]) -> list[str]:
    """Return the problems in the frames that `quizgen check` shows, without colours."""
    frames.say_problems(())  # says nothing, but forgets the files: they may have changed
    return [click.unstyle(frames.frame(problem)) for problem in problems]


def _say(message: str) -> None:
    click.echo(f"quizgen: {message}", err=True)


def _tell(error: Exception) -> None:
    """Show a bug of ours where the author does not look first, and with all that helps to find it."""
    _say(f"this is a bug of ours, not yours: {''.join(traceback.format_exception(error))}")
