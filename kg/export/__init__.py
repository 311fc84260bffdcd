"""The graph as files that other programs read: RDF, graph formats, tables and Popolo."""

from __future__ import annotations

import os
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.errors import KgError
from kg.export.names import DEFAULT_BASE, is_iri
from kg.export.output import open_output

if TYPE_CHECKING:
    from kg.export.filters import Filter
    from kg.export.source import Source

# Name of a format, which is its suffix but for those of `_SUFFIXES` -> the module that writes it.
_RDF: Final = {
    "nt": "ntriples",
    "ttl": "turtle",
    "trig": "trig",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
}
_GRAPH: Final = {"graphml": "graphml", "gephi": "gephi", "gexf": "gexf", "json": "nodelink"}
_TABLES: Final = {"csv": "gephi_csv", "neo4j": "neo4j", "parquet": "parquet"}
_POPOLO: Final = {"popolo": "popolo"}
FORMATS: Final = {**_RDF, **_GRAPH, **_TABLES, **_POPOLO}
_SUFFIXES: Final[dict[tuple[str, ...], str]] = {
    (".gephi", ".graphml"): "gephi",
    (".neo4j", ".csv"): "neo4j",
    (".popolo", ".json"): "popolo",
}


def export(
    store: Source,
    out: str | os.PathLike[str] | BinaryIO,
    format: str | None = None,
    base: str = DEFAULT_BASE,
    *,
    view: str = "full",
    only: Filter | None = None,
) -> None:
    """Write the graph of an open store to a file or a binary stream.

    The same graph gives the same bytes. A file appears whole or not at all; ``.gz`` behind the
    suffix gzips it. The tables of nodes and of edges are two files: "graph.csv" makes
    "graph-nodes.csv" and "graph-edges.csv".

    Args:
        store: An open store.
        out: Where to: a path, or a binary stream (which then needs a `format`).
        format: ``nt``, ``ttl``, ``trig``, ``jsonld``, ``rdf`` (RDF/XML), ``graphml``, ``gephi``
            (GraphML whose edges carry their kind as a label, see `kg.export.gephi`), ``gexf``,
            ``json`` (node-link), ``csv`` (for Gephi), ``neo4j`` (CSV), ``parquet`` or ``popolo``
            (JSON). By the suffix if None: ".gephi.graphml", ".neo4j.csv", ".popolo.json" are told
            apart.
        base: Absolute IRI, ending in ``/``, that the entities' IRIs begin with.
        view: Which graph: a key of `kg.export.views.VIEWS`. RDF holds everything.
        only: What part of it.

    Raises:
        KgError: The format is unknown, the base is no IRI, the view and the filter ask for what
            the format or the store does not have, or the target cannot be written.
    """
    target = out if not isinstance(out, (str, os.PathLike)) else Path(out)
    name = format or _format_of(target)
    if name not in FORMATS:
        raise KgError(f"no format {name!r}: choose one of {', '.join(FORMATS)}")
    check_base(base)
    write = import_module(f"kg.export.{FORMATS[name]}").write
    if name in _RDF:
        if view != "full" or only is not None:
            raise KgError(f"{name}: views and filters are of graph formats; RDF holds everything")
        from kg.export.reopen import told

        with ExitStack() as files, told(store):
            write(store, _open(files, target), base)
        return
    targets = _tables(target, name) if name in _TABLES else [target]
    from kg.export.elements import Elements

    with Elements(store, base, view, only) as elements, ExitStack() as files:
        streams = [_open(files, each) for each in targets]
        write(elements, *streams, *([base] if name in _POPOLO else []))


def _open(files: ExitStack, target: Path | BinaryIO) -> BinaryIO:
    compress = isinstance(target, Path) and target.suffix.lower() == ".gz"
    return files.enter_context(open_output(target, compress=compress))


def _tables(target: Path | BinaryIO, format: str) -> list[Path]:
    """Return the files of nodes and of edges that go by one name."""
    if not isinstance(target, Path):
        raise KgError(f"{format} is two files, nodes and edges: give them a name, not a stream")
    if target.is_dir():
        raise KgError(f"{target}: a directory: give the tables a name, such as graph.csv")
    last = 2 if target.suffix.lower() == ".gz" else 1
    if tuple(s.lower() for s in target.suffixes[-last - 1 :][:2]) in _SUFFIXES:
        last += 1
    suffixes = "".join(target.suffixes[-last:])
    stem = target.name.removesuffix(suffixes)
    return [target.with_name(f"{stem}-{table}{suffixes}") for table in ("nodes", "edges")]


def describe(
    store: Source,
    out: str | os.PathLike[str] | BinaryIO,
    base: str = DEFAULT_BASE,
    *,
    license: str | None = None,
    dump: Path | None = None,
) -> None:
    """Write a description of the RDF export of an open store: VoID and DCAT, as Turtle.

    Args:
        store: An open store.
        out: Where to: a path, or a binary stream.
        base: As for `export`.
        license: IRI of the licence that you give the data; none is stated if None.
        dump: The file that holds the export, if it is to be described.

    Raises:
        KgError: The base or the licence is no IRI, or the target cannot be written.
    """
    from kg.export.void import write_description

    check_base(base)
    if license is not None and not is_iri(license):
        raise KgError(f"{license!r} is no IRI of a licence")
    target = out if not isinstance(out, (str, os.PathLike)) else Path(out)
    compress = isinstance(target, Path) and target.suffix.lower() == ".gz"
    with open_output(target, compress=compress) as stream:
        write_description(store, stream, base, license=license, dump=dump)


def check_base(base: str) -> None:
    """Check what IRIs of entities shall begin with.

    Raises:
        KgError: It is no absolute IRI that ends in ``/``.
    """
    if not is_iri(base) or not base.endswith("/") or "#" in base:
        raise KgError(f"{base!r} is no base IRI: it must be absolute, without #, and end in /")


def _format_of(target: Path | BinaryIO) -> str:
    if not isinstance(target, Path):
        raise KgError(f"a stream needs a format: choose one of {', '.join(FORMATS)}")
    suffixes = [s.lower() for s in target.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    if name := _SUFFIXES.get(tuple(suffixes[-2:])):
        return name
    suffix = suffixes[-1].lstrip(".") if suffixes else ""
    known = [name for name in FORMATS if name not in _SUFFIXES.values()]
    if suffix not in known:
        raise KgError(
            f"{target}: the suffix names no format: use one of .{', .'.join(known)}, or --format"
        )
    return suffix
