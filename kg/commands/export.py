"""``kg export``: the graph as RDF, in graph formats, as tables or as Popolo."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import day, target_of
from kg.export import FORMATS
from kg.export.names import DEFAULT_BASE

# As in `kg.export.views` and `kg.export.filters`, which are loaded when something is exported.
_VIEWS = ("full", "officials", "chairs", "bodies", "provinces", "meeting-official")
_ROLES = ("chair", "attend", "speak", "represented")


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
    "--view", type=click.Choice(_VIEWS), default="full", show_default=True, help="Which graph."
)
@click.option("--from", "start", metavar="DAY", callback=day, help="Only what was on or after it.")
@click.option("--to", "end", metavar="DAY", callback=day, help="Only what was on or before it.")
@click.option(
    "--province", multiple=True, metavar="NAME", help="Only what belongs to one of these."
)
@click.option("--body", multiple=True, metavar="NAME", help="Only what belongs to one of these.")
@click.option("--official", multiple=True, metavar="NAME", help="Only who and what is near.")
@click.option(
    "--hops",
    type=click.IntRange(0),
    metavar="N",
    help="How many steps along edges are near, or are taken from what belongs.  [default: 1"
    " around an official, else 0]",
)
@click.option(
    "--role", multiple=True, type=click.Choice(_ROLES), help="Only this way of being there."
)
@click.option(
    "--min-weight",
    type=click.FloatRange(0),
    metavar="N",
    help="Only edges of as many meetings together, or documents (reprints count once).",
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), metavar="N", help="Only what is as sure."
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
    view: str,
    start: str | None,
    end: str | None,
    province: tuple[str, ...],
    body: tuple[str, ...],
    official: tuple[str, ...],
    hops: int | None,
    role: tuple[str, ...],
    min_weight: float | None,
    min_confidence: float | None,
    void: Path | None,
    license: str | None,
) -> None:
    """Write the graph of a store for other programs.

    OUT is a file, or - for standard output. The suffix of OUT says the format; .gz behind it
    compresses. csv, neo4j and parquet are two files: OUT graph.csv makes graph-nodes.csv and
    graph-edges.csv. "gephi" is GraphML whose edges carry their kind as a label, so that Gephi keeps
    several edges between two nodes; gexf has time, colours and sizes.

    Views: full; officials, bodies or provinces who were at one meeting, weighed by the number of
    meetings; chairs, from who chaired to who was there; meeting-official, who was where. The
    conditions narrow any of them down; --province, --body, --official and --role may be given
    several times. Names are found without accents and in any case. RDF (nt, ttl, trig,
    jsonld, rdf) holds everything; in TriG what each document says stands in a graph of its own.

    \b
    Example:
      kg export officials.db graph.graphml
      kg export officials.db graph.ttl --base https://example.org/id/
      kg export officials.db - --format nt | sort | head
      kg export officials.db 2024.gexf --view officials --from 2024-01-01 --to 2024-12-31
      kg export officials.db mai.graphml --official "truong thi mai" --hops 2
      kg export officials.db graph.nt.gz --void void.ttl
    """
    from kg.export import describe, export

    if out is None and void is None:
        raise click.UsageError("OUT is needed, or --void FILE")
    if license is not None and void is None:
        raise click.UsageError("--license needs --void")
    if out is not None and str(out) == "-" and format is None:
        raise click.UsageError("standard output needs a --format")
    given = {
        "start": start,
        "end": end,
        "provinces": province,
        "bodies": body,
        "officials": official,
        "hops": hops,
        "roles": role,
        "min_weight": min_weight,
        "min_confidence": min_confidence,
    }
    given = {name: value for name, value in given.items() if value not in (None, ())}
    only = None
    if given:
        from kg.export.filters import Filter

        only = Filter(**given)  # type: ignore[arg-type]
    from kg.store.store import Store

    with Store(store) as opened:
        if out is not None:
            export(opened, target_of(out), format, base, view=view, only=only)
        if void is not None:
            dump = out if out is not None and str(out) != "-" else None
            describe(opened, target_of(void), base, license=license, dump=dump)
