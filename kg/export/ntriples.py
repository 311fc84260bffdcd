"""N-Triples: one statement a line, for line tools and bulk loaders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from kg.export.graphml import write_lines
from kg.export.rdf import blocks
from kg.export.source import Source
from kg.export.vocabulary import term


def write(source: Source, stream: BinaryIO, base: str) -> None:
    """Write the graph to `stream` as canonical N-Triples (UTF-8)."""
    write_lines(_lines(source, base), stream)


def _lines(source: Source, base: str) -> Iterator[str]:
    """Give the lines of a subject at a time: terms print as N-Triples writes them."""
    predicates = dict[str, str]()
    for subject, facts in blocks(source, base):
        begin = str(subject)
        lines = list[str]()
        for name, value in facts:
            predicate = predicates.get(name)
            if predicate is None:
                predicate = predicates[name] = str(term(name))
            lines.append(f"{begin} {predicate} {value!s} .\n")
        yield "".join(lines)
