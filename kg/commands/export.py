"""``kg export``: the graph as RDF or GraphML."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.export import FORMATS
from kg.export.names import DEFAULT_BASE


@click.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--format",
    "-f",
    type=click.Choice(list(FORMATS)),
    help="The format, where the suffix of OUT does not say it.",
)
@click.option(
    "--base", default=DEFAULT_BASE, show_default=True, help="What the IRIs of entities begin with."
)
def command(store: Path, out: Path, format: str | None, base: str) -> None:
    """Write the graph of a store as GraphML or RDF.

    OUT is a file, or - for standard output. The suffix of OUT says the format; .gz behind it
    compresses. "gephi" is GraphML whose edges
    carry their kind as a label, so that Gephi keeps several edges between two nodes.

    \b
    Example:
      kg export officials.db graph.graphml
      kg export officials.db graph.ttl --base https://example.org/id/
      kg export officials.db - --format nt | sort | head
    """
    from kg.export import export
    from kg.store.store import Store

    if str(out) == "-" and format is None:
        raise click.UsageError("standard output needs a --format")
    with Store(store) as opened:
        export(opened, sys.stdout.buffer if str(out) == "-" else out, format, base)
