"""An answer of SPARQL as a graph: the entities in it, joined by its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kg.export.names import path_of
from kg.store.store import Store
from kg.web.pages.base import labels
from kg.web.pages.graph import Edge, GraphData, Node

if TYPE_CHECKING:
    from kg.web.sparql_page import Cell

_TRIPLE: Final = ("subject", "predicate", "object")
_EDGES: Final = 2000  # what a page may hold


def answer_graph(
    store: Store, heads: Sequence[str], rows: Sequence[Sequence[Cell]], prefix: str
) -> GraphData | None:
    """Return the entities of an answer as nodes, None where no row joins two of them.

    Triples join their subject to their object; a row of other columns joins the first entity in
    it to the others, which is as often as there are such rows.
    """
    found: Counter[tuple[str, str, str, str]] = Counter()
    for row in rows:
        if tuple(heads) == _TRIPLE:
            kind = row[1].text.rpartition(":")[2]
            found.update([(row[0].key, row[2].key, kind, "")])
            continue
        keys = [(head, cell.key) for head, cell in zip(heads, row, strict=True) if cell.key]
        found.update((keys[0][1], key, "", head) for head, key in keys[1:])
    named = labels(store, {key for edge in found for key in edge[:2]})
    joined = [
        (edge, n)
        for edge, n in found.items()
        if edge[0] in named and edge[1] in named and edge[0] != edge[1]
    ]
    if not joined:
        return None
    edges = tuple(
        Edge(f"e{i}", source, target, kind, label, n)
        for i, ((source, target, kind, label), n) in enumerate(joined[:_EDGES])
    )
    degree = Counter(key for edge in edges for key in (edge.source, edge.target))
    nodes = tuple(
        Node(key, named[key], key.partition("/")[0], f"{prefix}/{path_of(key)}", n)
        for key, n in degree.items()
    )
    return GraphData(nodes, edges, len(joined) > _EDGES)
