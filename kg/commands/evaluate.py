"""``kg evaluate``: how good the graph of annotated reports is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from kg.commands.failures import Failures
from kg.commands.options import rules_option
from kg.output import Cell, emit_json, table

_HEADERS = ("measure", "P", "R", "F1", "gold", "found")


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@rules_option
@click.option("--errors", is_flag=True, help="List what is missing and what is spurious.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(
    ctx: click.Context, gold: Path, rules: Path | None, errors: bool, as_json: bool
) -> None:
    """Compare the graph of annotated reports with the annotations.

    GOLD is a file of JSON Lines: id, text, published, and people, bodies, provinces and meetings
    as a careful reader finds them. Each measure is precision, recall and F1 over sets of facts.

    \b
    Example:
      kg evaluate gold.jsonl
      kg evaluate gold.jsonl --errors --rules my-rules/
    """
    from kg.build import build
    from kg.evaluate import evaluate
    from kg.export import export

    failures = Failures()
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        triples = Path(folder, "graph.nt")
        with build([gold], Path(folder, "gold.db"), rules=rules, on_failure=failures) as store:
            export(store, triples)
        found = evaluate(gold, triples)
    if as_json:
        listed = {"missing": found.missing, "spurious": found.spurious} if errors else {}
        emit_json({**found.as_dict(), **listed})
    else:
        rows: list[tuple[Cell, ...]] = [
            (name, *(f"{x:.3f}" for x in (s.P, s.R, s.F1)), s.gold, s.found)
            for name, s in found.measures.items()
        ]
        click.echo(table(_HEADERS, rows), nl=False)
        click.echo(f"bylines taken for officials: {found.bylines}")
        if errors:
            for kind, items in (("missing", found.missing), ("spurious", found.spurious)):
                for item in items:
                    click.echo(" | ".join((kind, *item)))
    ctx.exit(1 if failures.count else 0)
