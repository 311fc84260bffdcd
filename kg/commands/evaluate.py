"""``kg evaluate``: how good the graph of annotated reports is."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.failures import Failures
from kg.commands.options import model_option, rules_option
from kg.output import Cell, emit_json, table

if TYPE_CHECKING:
    from kg.against import Comparison

_HEADERS = ("measure", "P", "R", "F1", "gold", "found")


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@rules_option
@model_option
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OLD",
    help="An older RDF export of the same reports: list facts gained and lost since.",
)
@click.option("--errors", is_flag=True, help="List what is missing and what is spurious.")
@click.option(
    "--reliability", is_flag=True, help="Show how often names of each confidence are right."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    gold: Path,
    rules: Path | None,
    model: str | None,
    against: Path | None,
    errors: bool,
    reliability: bool,
    as_json: bool,
) -> None:
    """Compare the graph of annotated reports with the annotations.

    GOLD is a file of JSON Lines: id, text, published, and people, bodies, provinces and meetings
    as a careful reader finds them. Each measure is precision, recall and F1 over sets of facts.
    With --against, each fact that the graph has now and had not in an older export, or the other
    way round, stands on a line, with whether GOLD has it.

    \b
    Example:
      kg evaluate gold.jsonl
      kg evaluate gold.jsonl --errors --rules my-rules/
      kg evaluate gold.jsonl --reliability --model none
      kg build gold.jsonl -o old.db && kg export old.db old.nt
      kg evaluate gold.jsonl --against old.nt
    """
    from kg.against import compare
    from kg.build import build
    from kg.calibration import reliability as reliability_of
    from kg.evaluate import evaluate
    from kg.export import export

    failures = Failures()
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        triples = Path(folder, "graph.nt")
        with build(
            [gold], Path(folder, "gold.db"), rules=rules, model=model, on_failure=failures
        ) as store:
            export(store, triples)
            sure = reliability_of(gold, store) if reliability else []
        found = evaluate(gold, triples)
        changed = compare(gold, against, triples) if against is not None else None
    if as_json:
        listed = {"missing": found.missing, "spurious": found.spurious} if errors else {}
        more: dict[str, object] = {"against": changed} if changed is not None else {}
        if reliability:
            more["reliability"] = sure
        emit_json({**found.as_dict(), **more, **listed})
    else:
        rows: list[tuple[Cell, ...]] = [
            (name, *(f"{x:.3f}" for x in (s.P, s.R, s.F1)), s.gold, s.found)
            for name, s in found.measures.items()
        ]
        click.echo(table(_HEADERS, rows), nl=False)
        click.echo(f"bylines taken for officials: {found.bylines}")
        if reliability:
            lines = [(f"{r.confidence:.2f}", r.names, f"{r.right:.3f}") for r in sure]
            click.echo("\n" + table(("confidence", "names", "right"), lines), nl=False)
        if changed is not None:
            _tell(changed)
        if errors:
            for kind, items in (("missing", found.missing), ("spurious", found.spurious)):
                for item in items:
                    click.echo(" | ".join((kind, *item)))
    ctx.exit(1 if failures.count else 0)


def _tell(changed: Comparison) -> None:
    """Print a table of what came and went, and a line for each such fact."""
    headers = ("measure", "F1", "was", "gained right", "gained wrong", "lost right", "lost wrong")
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            f"{s.new.F1:.3f}",
            f"{s.old.F1:.3f}",
            *(s.gained_right, s.gained_wrong, s.lost_right, s.lost_wrong),
        )
        for name, s in changed.measures.items()
    ]
    click.echo("\n" + table(headers, rows), nl=False)
    for c in changed.changes:
        word = f"{c.change} {'right' if c.right else 'wrong'}"
        click.echo(" | ".join((word, c.measure, *c.item)))
