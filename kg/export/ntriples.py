"""N-Triples: one statement a line, for line tools and bulk loaders."""

from __future__ import annotations

from functools import cache
from typing import BinaryIO, Final

from kg.export.rdf import blocks
from kg.export.source import Source
from kg.export.vocabulary import term

_LINES: Final = 4096  # written at once


def write(source: Source, stream: BinaryIO, base: str) -> None:
    """Write the graph to `stream` as canonical N-Triples (UTF-8)."""
    lines: list[str] = []
    for subject, _, facts in blocks(source, base):
        # A term is written as N-Triples writes it, which saves the serializer a triple each.
        begin = str(subject)
        lines += [f"{begin}{_predicate(name)}{value} .\n" for name, value in facts]
        if len(lines) >= _LINES:
            stream.write("".join(lines).encode())
            lines.clear()
    stream.write("".join(lines).encode())


@cache
def _predicate(name: str) -> str:
    return f" {term(name)} "
