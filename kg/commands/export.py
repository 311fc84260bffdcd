"""``kg export``: the graph as RDF or GraphML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

from kg.export import FORMATS
from kg.export.names import DEFAULT_BASE


@click.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option(
    "--format",
    "-f",
    type=click.Choice(list(FORMATS)),
    help="The format, where the suffix of OUT does not say it.",
)
@click.option(
    "--base", default=DEFAULT_BASE, show_default=True, help="What the IRIs of entities begin with."
)
@click.option(
    "--void",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Also, or only, write a description of the data set (VoID, DCAT; Turtle) to this file.",
)
@click.option("--license", metavar="IRI", help="With --void: the licence that you give the data.")
def command(
    store: Path,
    out: Path | None,
    format: str | None,
    base: str,
    void: Path | None,
    license: str | None,
) -> None:
    """Write the graph of a store as GraphML or RDF.

    OUT is a file, or - for standard output. The suffix of OUT says the format; .gz behind it
    compresses. "gephi" is GraphML whose edges
    carry their kind as a label, so that Gephi keeps several edges between two nodes. In TriG what
    each document says stands in a graph of its own.

    \b
    Example:
      kg export officials.db graph.graphml
      kg export officials.db graph.ttl --base https://example.org/id/
      kg export officials.db - --format nt | sort | head
      kg export officials.db graph.nt.gz --void void.ttl
    """
    from kg.export import describe, export
    from kg.store.store import Store

    if out is None and void is None:
        raise click.UsageError("OUT is needed, or --void FILE")
    if license is not None and void is None:
        raise click.UsageError("--license needs --void")
    if out is not None and str(out) == "-" and format is None:
        raise click.UsageError("standard output needs a --format")
    with Store(store) as opened:
        if out is not None:
            export(opened, _target(out), format, base)
        if void is not None:
            dump = out if out is not None and str(out) != "-" else None
            describe(opened, _target(void), base, license=license, dump=dump)


def _target(path: Path) -> Path | BinaryIO:
    return sys.stdout.buffer if str(path) == "-" else path
