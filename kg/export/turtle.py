"""Turtle: the export that people read, with a prefix for each kind of entity."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat, serialize

from kg.export.rdf import triples
from kg.export.source import Source
from kg.export.vocabulary import prefixes


def write(source: Source, stream: BinaryIO, base: str) -> None:
    """Write the graph to `stream` as Turtle (UTF-8), one block a subject."""
    serialize(triples(source, base), stream, RdfFormat.TURTLE, prefixes=prefixes(base))
