from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli import settings


@click.command("scan")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--key",
    required=True,
    metavar="KEY.json",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The key that was built with the paper: …-key.json.",
)
@click.option(
    "-o",
    "--output",
    "out",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the results go; by default a folder beside the key.",
)
@click.option(
    "--corrections",
    metavar="CSV",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A to-look-at.csv in which you filled the column `correct`.",
)
@click.option("--skip-blank", is_flag=True, help="Leave out blank pages: backs of sheets scanned on both sides.")
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    key: Path,
    out: Path | None,
    corrections: Path | None,
    *,
    skip_blank: bool,
) -> None:
    """Read scanned answer sheets and grade them.

    PATHs are pictures, PDFs and folders of these. What cannot be read for sure is never guessed: it is listed in
    to-look-at.csv, beside a picture of each page. Fill its column `correct` and call again with `--corrections`.

    Leaves with 1 while there is something to look at.

    \b
    quizgen scan scans/ --key output/moon-key.json
    quizgen scan class-7b.pdf --key output/moon-key.json -o results/7b
    quizgen scan scans/ --key output/moon-key.json --corrections output/moon-results/to-look-at.csv
    """
    from quizgen.cli.scanning import Asked, scan

    said = settings(ctx)
    asked = Asked(paths, key, out, corrections, skip_blank, said["project"])
    ctx.exit(scan(asked, quiet=said["quiet"]))
