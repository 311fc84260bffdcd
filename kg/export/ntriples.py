"""N-Triples: one statement a line, for line tools and bulk loaders."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat, serialize

from kg.export.rdf import triples
from kg.export.source import Source


def write(source: Source, stream: BinaryIO, base: str) -> None:
    """Write the graph to `stream` as canonical N-Triples (UTF-8)."""
    serialize(triples(source, base), stream, RdfFormat.N_TRIPLES)
