"""The graph as a networkx object."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.export.elements import Elements
from kg.export.names import DEFAULT_BASE
from kg.export.source import Source

if TYPE_CHECKING:
    import networkx


def graph(store: Source | str | Path, base: str = DEFAULT_BASE) -> networkx.MultiDiGraph[str]:
    """Return the whole graph with the nodes, edges and attributes of the GraphML export.

    Args:
        store: An open store, or the path of one.
        base: Absolute IRI that the entities' IRIs (attribute ``iri``) begin with.

    Returns:
        A multigraph: node ids as "official.nguyen-van-a", edge keys the stable edge ids.
        Columns: `kg.export.elements.NODE_COLUMNS` and `EDGE_COLUMNS`; what has no value is absent.

    Raises:
        KgError: There is no store at the path, or it cannot be read.
    """
    import networkx

    if isinstance(store, (str, Path)):
        from kg.store.store import Store

        with Store.open(store) as opened:
            return graph(opened, base)
    elements = Elements(store, base)
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in elements.nodes():
        network.add_node(node.id, **node.attributes)
    for edge in elements.edges():
        network.add_edge(edge.source, edge.target, key=edge.id, **edge.attributes)
    return network
