from __future__ import annotations

import click


@click.command("schema")
@click.argument("what", type=click.Choice(["quiz", "bank"]), default="quiz")
def command(what: str) -> None:
    """Print the JSON Schema of the JSON output (quiz), or of bank.yaml (bank)."""
    import json

    if what == "quiz":
        from quizgen.exporting.json import schema

        found = schema()
    else:
        from quizgen.reading.records import BankRecord

        found = BankRecord.model_json_schema(by_alias=True)
    click.echo(json.dumps(found, indent=1, ensure_ascii=False))
