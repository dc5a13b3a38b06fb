"""Moments of release: `2026-11-22T14:30:00Z` as text, whole seconds since 1970 (UTC) as numbers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

FORM = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")
EARLIEST = 86_400
"""The first moment that Anki can use: a note with the id 0 breaks its Check Database."""
LATEST = 253_402_300_799
"""The last second of the year 9999."""
NEVER = "2000-01-01T00:00:00Z"
"""The moment of what has never been released."""


def seconds(moment: str) -> int:
    """Return the seconds since 1970 of a moment, or of the beginning of a day (`2026-11-22`).

    Raises ValueError when it is neither, or before 1970-01-02.
    """
    if FORM.fullmatch(moment):
        found = datetime.fromisoformat(moment)
        counted = int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
        if counted >= EARLIEST:
            return counted
    message = f"a release is a day such as `2026-11-22` or a moment such as `2026-11-22T14:30:00Z`, not `{moment}`"
    raise ValueError(message)


def moment(counted: int) -> str:
    """Return the moment that is so many seconds after 1970. Raises ValueError before 1970-01-02 and after 9999."""
    if not EARLIEST <= counted <= LATEST:
        message = f"{counted} is no time of a release"
        raise ValueError(message)
    found = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=counted)
    return f"{found:%Y-%m-%dT%H:%M:%S}Z"


def later(wanted: str, before: str) -> str:
    """Return the wanted moment, or the second after `before` if that is not earlier: only what is newer updates."""
    return moment(min(max(seconds(wanted), seconds(before) + 1), LATEST))


def written(value: object) -> str:
    """Return what an author wrote as a release, text or a date of TOML, as a moment.

    Raises ValueError when it is none.
    """
    try:
        return moment(_counted(value))
    except (ValueError, OverflowError):  # the latter where its time zone takes a date out of the years 1 to 9999
        message = f"a release is a day such as `2026-11-22` or a moment such as `2026-11-22T14:30:00Z`, not `{value}`"
        raise ValueError(message) from None


def _counted(value: object) -> int:
    """The seconds of what an author wrote. Without a time zone it is in UTC."""
    if isinstance(value, datetime):
        return int((value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)).timestamp())
    text = value.isoformat() if isinstance(value, date) else value
    return seconds(text if isinstance(text, str) else "")
