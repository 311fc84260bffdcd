"""The graph as files that other programs read: RDF in five syntaxes, and GraphML."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.errors import KgError
from kg.export.names import DEFAULT_BASE, is_iri
from kg.export.output import open_output

if TYPE_CHECKING:
    from kg.export.source import Source

# Suffix and name of a format -> the module that writes it.
FORMATS: Final = {
    "nt": "ntriples",
    "ttl": "turtle",
    "trig": "trig",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
    "graphml": "graphml",
    "gephi": "gephi",
}


def export(
    store: Source,
    out: str | os.PathLike[str] | BinaryIO,
    format: str | None = None,
    base: str = DEFAULT_BASE,
) -> None:
    """Write the whole graph of an open store to a file or a binary stream.

    The same graph gives the same bytes. A file appears whole or not at all; ``.gz`` behind the
    suffix gzips it.

    Args:
        store: An open store.
        out: Where to: a path, or a binary stream (which then needs a `format`).
        format: ``nt``, ``ttl``, ``trig``, ``jsonld``, ``rdf`` (RDF/XML), ``graphml``, or ``gephi``
            (GraphML whose edges carry their kind as a label, see `kg.export.gephi`). By the suffix
            if None.
        base: Absolute IRI, ending in ``/``, that the entities' IRIs begin with.

    Raises:
        KgError: The format is unknown, the base is no IRI, or the target cannot be written.
    """
    target = out if not isinstance(out, (str, os.PathLike)) else Path(out)
    name = format or _format_of(target)
    if name not in FORMATS:
        raise KgError(f"no format {name!r}: choose one of {', '.join(FORMATS)}")
    _check_base(base)
    write = import_module(f"kg.export.{FORMATS[name]}").write
    compress = isinstance(target, Path) and target.suffix.lower() == ".gz"
    with open_output(target, compress=compress) as stream:
        write(store, stream, base)


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

    _check_base(base)
    if license is not None and not is_iri(license):
        raise KgError(f"{license!r} is no IRI of a licence")
    target = out if not isinstance(out, (str, os.PathLike)) else Path(out)
    compress = isinstance(target, Path) and target.suffix.lower() == ".gz"
    with open_output(target, compress=compress) as stream:
        write_description(store, stream, base, license=license, dump=dump)


def _check_base(base: str) -> None:
    if not is_iri(base) or not base.endswith("/") or "#" in base:
        raise KgError(f"{base!r} is no base IRI: it must be absolute, without #, and end in /")


def _format_of(target: Path | BinaryIO) -> str:
    if not isinstance(target, Path):
        raise KgError(f"a stream needs a format: choose one of {', '.join(FORMATS)}")
    suffixes = [s.lower().lstrip(".") for s in target.suffixes]
    if suffixes and suffixes[-1] == "gz":
        suffixes.pop()
    if suffixes[-2:] == ["gephi", "graphml"]:
        return "gephi"
    if not suffixes or suffixes[-1] not in FORMATS:
        known = ", ".join("." + name for name in FORMATS if name != "gephi")
        raise KgError(f"{target}: the suffix names no format: use one of {known}, or --format")
    return suffixes[-1]
