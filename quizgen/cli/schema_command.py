from __future__ import annotations

import click


@click.command("schema")
@click.argument("what", type=click.Choice(["quiz", "line", "bank"]), default="quiz")
def command(what: str) -> None:
    """Print the JSON Schema of the JSON output (quiz), of a line of JSON Lines (line), or of bank.yaml (bank)."""
    if what == "bank":
        import json

        from quizgen.reading.records import BankRecord

        found = json.dumps(BankRecord.model_json_schema(by_alias=True), indent=1, ensure_ascii=False)
    else:
        from quizgen.exporting.platform.json.schema import schema_text

        found = schema_text(what)
    click.echo(found.rstrip("\n"))
