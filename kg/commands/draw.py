"""``kg draw``: a picture of the graph."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.options import db_option


@click.command()
@click.argument("name", required=False)
@click.option(
    "--output",
    "-o",
    "out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="The SVG file to write, or - for standard output.",
)
@db_option()
def command(name: str | None, out: Path, db: Path) -> None:
    """Draw an official's surroundings, or a small graph whole.

    The picture (SVG) holds the official's latest meetings, who else took part in them, bodies and
    provinces. NAME may be written without accents and in any case, whole or in part, as long as
    only one official is meant; without NAME the whole graph of the store is drawn.

    \b
    Example:
      kg draw "nguyen van a" -o a.svg
      kg draw -o graph.svg
    """
    from kg.draw import draw
    from kg.store.store import Store

    with Store(db) as store:
        draw(store, sys.stdout.buffer if str(out) == "-" else out, name)
