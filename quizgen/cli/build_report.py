"""The account of a build for programs: what each format wrote, skipped and lost, and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from quizgen import __version__
from quizgen.delta import Delta
from quizgen.exporting.report import Report, write_whole


def write_report(path: Path, reports: Sequence[Report], since: Delta | None) -> None:
    """Write the account as JSON; files are named as seen from its folder, where they are below it."""
    told: dict[str, Any] = {
        "quizgen": __version__,
        "formats": [_told(report, path.parent.resolve()) for report in reports],
    }
    if since is not None:
        told["since"] = asdict(since)
    write_whole(path, f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode())


def _told(report: Report, folder: Path) -> dict[str, Any]:
    return {
        "format": report.format,
        "files": [_named(path.resolve(), folder) for path in report.files],
        "written": report.written,
        "cards": report.cards,
        "skipped": [{"item": item, "reason": reason} for item, reason in report.skipped],
        "lost": [{"what": what, "count": count} for what, count in sorted(report.lost.items())],
    }


def _named(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
