"""TriG: Turtle in which what each document says stands in a graph of its own.

The graph of a document is named by the document. It holds the mentions, what they are mentions of,
and the participations, memberships and the like that rest on them. What linking made of all
documents together (the entities, their labels, how sure a fact is, when a post was first and last
seen) is in the default graph. All graphs together are the triples of the other formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, serialize

from kg.export.facts import Fact
from kg.export.names import path_of
from kg.export.rdf import blocks
from kg.export.source import Source
from kg.export.vocabulary import prefixes, term

# Of a statement: what comes of all its documents together.
_TOGETHER: Final = frozenset(
    [
        "rdfs:label",
        "kg:confidence",
        "kg:listOrder",
        "kg:printed",
        "kg:firstSeen",
        "kg:lastSeen",
        "kg:inferredPost",
        "kg:inferredFrom",
        "kg:disputedBy",
    ]
)
_DERIVED: Final = "prov:wasDerivedFrom"


def write(source: Source, stream: BinaryIO, base: str) -> None:
    """Write the graph to `stream` as TriG (UTF-8): the default graph, then those of documents."""
    serialize(quads(source, base), stream, RdfFormat.TRIG, prefixes=prefixes(base))


def quads(source: Source, base: str) -> Iterator[Quad]:
    """Give every triple of the export with its graph; those of statements once a document."""
    for named in (False, True):
        for subject, row, facts in blocks(source, base):
            documents = _documents(row)
            if named and not documents:
                continue
            graphs = {d: NamedNode(base + path_of(d)) for d in documents}
            for fact in facts:
                for graph in _graphs(row, fact, graphs, base) if graphs else [DefaultGraph()]:
                    if isinstance(graph, NamedNode) is named:
                        yield Quad(subject, term(fact[0]), fact[1], graph)


def _documents(row: Any) -> tuple[str, ...]:
    """Return the documents that a row is a statement of; none for what linking made."""
    if isinstance(getattr(row, "document", None), str):
        return (row.document,)
    return tuple(dict.fromkeys(getattr(row, "documents", ())))


def _graphs(
    row: Any, fact: Fact, graphs: dict[str, NamedNode], base: str
) -> Iterable[NamedNode | DefaultGraph]:
    """Return the graphs that a fact of a statement stands in."""
    predicate, value = fact
    if hasattr(row, "document"):  # one document's own
        return graphs.values()
    if predicate in _TOGETHER:
        return [DefaultGraph()]
    if predicate == _DERIVED:
        key = value.value.removeprefix(base + "mention/")
        owners = [d for d in graphs if key.startswith(path_of(d).removeprefix("document/") + "-")]
        return [graphs[max(owners, key=len)]] if owners else [DefaultGraph()]
    return graphs.values()
