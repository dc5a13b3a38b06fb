"""How good are the questions? Draw some, have them read by two people apart, and report what they said.

`python benchmarks/item_quality.py draw --seed 7` writes into benchmarks/item_quality/

- `draw-7.md`, the sheet for a reader: questions by number, without ids (some hold the answer's year) and answers;
- `draw-7-key.md`, to be opened question by question afterwards: answer, source, quote, what is said about them;
- `draw-7-form.tsv`, the form for the verdicts: each reader returns it as `draw-7-reader-1.tsv`, `draw-7-reader-2.tsv`;
- `draw-7.tsv`, what was drawn and what quizgen's own rules say of it, for the report.

`python benchmarks/item_quality.py report` writes benchmarks/item_quality.md from all draws.
"""

from __future__ import annotations

import sys
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click
from item_verdicts import COLUMNS, DRAWN, Draw, report_text, row

from quizgen import api
from quizgen.asking.choosing import draw as drawn
from quizgen.grounding.references import reference
from quizgen.model.item import Item
from quizgen.model.source import Source

HERE = Path(__file__).parent
FOLDER = HERE / "item_quality"
TASKS = {
    "choice": "Choose one.",
    "choices": "Choose all that are right.",
    "order": "Put in order.",
    "match": "Match.",
}
TYPED = "Write the answer."
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@click.group()
def main() -> None:
    """Draw questions for reading, and report the readers' verdicts."""


@main.command("draw")
@click.option("--seed", required=True, help="Names the draw; the same seed draws the same questions.")
@click.option("--number", default=200, show_default=True, type=click.IntRange(1))
@click.option("--out", type=click.Path(path_type=Path), help="The sheet. [default: item_quality/draw-SEED.md]")
@click.option("--project", default=HERE.parent, type=click.Path(path_type=Path), help="Another project than this.")
def draw_command(seed: str, number: int, out: Path | None, project: Path) -> None:
    """Write a sheet, its key, a form and the list of what was drawn."""
    checked = api.check(api.load(project))
    asked = api.ask(checked)
    chosen = stratified(asked, number, seed)
    flags = defaultdict(set)
    for problem in asked.problems:
        flags[problem.item].add(problem.code)
    sheet = out or FOLDER / f"draw-{seed}.md"
    sources = {source.id: source for bank in checked.banks for source in bank.sources.values()}
    for path, text in written(sheet, chosen, sources, flags).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        click.echo(path, err=True)


@main.command("report")
@click.option("--folder", default=FOLDER, type=click.Path(exists=True, path_type=Path))
@click.option("--out", default=HERE / "item_quality.md", type=click.Path(path_type=Path))
def report_command(folder: Path, out: Path) -> None:
    """Write the report from all draws that have been read."""
    try:
        text = report_text(folder)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    out.write_text(text, "utf-8")
    click.echo(out, err=True)


def stratified(items: Iterable[Item], number: int, seed: str) -> list[Item]:
    """Return `number` of the items (all if there are not so many), balanced over the strata, shuffled.

    The strata are the banks, and in each bank its kinds: the banks give in turn, and each gives from its kinds in
    turn, whatever their sizes, so that rare kinds are read, too. Within a stratum the seed decides.
    """
    strata: dict[str, dict[str, deque[Item]]] = defaultdict(lambda: defaultdict(deque))
    for item in sorted(items, key=lambda item: (drawn(seed, item.id, "reading"), item.id)):
        strata[item.bank][item.kind].append(item)
    banks = [_in_turn([kinds[kind] for kind in sorted(kinds)]) for _, kinds in sorted(strata.items())]
    chosen = [item for item, _ in zip(_in_turn(map(deque, banks)), range(number), strict=False)]
    return sorted(chosen, key=lambda item: drawn(seed, item.id, "place on the sheet"))


def _in_turn(queues: Iterable[deque[Item]]) -> Iterator[Item]:
    left = deque(queues)
    while left:
        queue = left.popleft()
        if queue:
            yield queue.popleft()
            left.append(queue)


def written(
    sheet: Path, items: Sequence[Item], sources: Mapping[str, Source], flags: Mapping[str, Iterable[str]]
) -> dict[Path, str]:
    """Return the four files of a draw by their paths; `flags` are the codes of findings by item id."""
    list_ = [row(DRAWN), *(row(Draw.of(item, flags.get(item.id, ())).fields) for item in items)]
    form = [row(COLUMNS), *(row((item.id, "", "", "")) for item in items)]
    numbered = list(enumerate(items, 1))
    return {
        sheet: "\n".join([f"# Questions to read: {sheet.stem}\n", HOW, *(question(n, one) for n, one in numbered)]),
        sheet.with_name(f"{sheet.stem}-key.md"): "\n".join(
            [f"# Answers to {sheet.stem}\n", *(answer(n, one, sources) for n, one in numbered)]
        ),
        sheet.with_name(f"{sheet.stem}-form.tsv"): "".join(form),
        sheet.with_name(f"{sheet.stem}.tsv"): "".join(list_),
    }


HOW = (
    "Read checklist.md first. Answer each question for yourself, then open its answer in the key, then judge. The form "
    "has the questions in the same order: `usable`, or `rejected` with the failed criteria (one-right, answerable, "
    "grammatical, no-cue, plausible, fair; several with commas) and a reason in a sentence.\n"
)


def question(number: int, item: Item) -> str:
    """Return a question as a reader sees it first, without its answer."""
    task = TASKS.get(item.interaction, TYPED)
    task += " (Closed: right among the options, perhaps not the only right answer there is.)" if item.closed else ""
    lines = [f"## {number}\n", f"*{item.bank}. {task}*\n", f"{item.stem}\n"]
    lines += [f"- {option.id}. {option.text}" for option in item.options]
    lines += ["", *(f"- {n}. {target}" for n, target in enumerate(item.targets, 1))] if item.targets else []
    return "\n".join([*lines, ""])


def answer(number: int, item: Item, sources: Mapping[str, Source]) -> str:
    """Return what a reader sees afterwards: the answer and what it rests on."""
    right = "" if item.interaction not in {"choice", "choices"} else f"{', '.join(o.id for o in item.right)}: "
    lines = [f"## {number}\n", f"- id: `{item.id}`", f"- answer: {right}{'; '.join(item.key)}"]
    lines += [f"- accepted, too: {'; '.join(item.accept)}"] if item.accept else []
    lines.append(f"- why: {item.rationale}")
    lines += [f"- why not {option.id}: {option.rationale}" for option in item.options if option.rationale]
    for cited in item.citations:
        lines.append(f"- source: {reference(sources[cited.source])} {cited.where}: “{cited.quote or '—'}” {cited.url}")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
