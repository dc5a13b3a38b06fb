"""A line that shows how far the work is: only on a terminal, and only when it takes more than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")
PATIENCE = 1.0
EVERY = 0.1


def counted(things: Iterable[T], what: str, *, quiet: bool) -> Iterator[T]:
    """Yield the things; on a terminal show their count while it lasts."""
    if quiet or not sys.stderr.isatty():
        yield from things
        return
    start = shown = time.monotonic()
    drawn = False
    for number, thing in enumerate(things, 1):
        yield thing
        now = time.monotonic()
        if now - start > PATIENCE and now - shown > EVERY:
            click.echo(f"\r  {number:,} {what} …", nl=False, err=True)
            shown, drawn = now, True
    if drawn:
        click.echo("\r\033[K", nl=False, err=True)
