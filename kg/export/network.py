"""The graph as a networkx object."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from kg.export.elements import Elements
from kg.export.filters import Filter
from kg.export.names import DEFAULT_BASE
from kg.export.source import Source
from kg.export.views import ViewName

if TYPE_CHECKING:
    import networkx


@overload
def graph(
    store: Source | str | Path,
    base: str = DEFAULT_BASE,
    *,
    view: Literal["full"] = "full",
    only: Filter | None = None,
) -> networkx.MultiDiGraph[str]: ...
@overload
def graph(
    store: Source | str | Path,
    base: str = DEFAULT_BASE,
    *,
    view: Literal["chairs"],
    only: Filter | None = None,
) -> networkx.DiGraph[str]: ...
@overload
def graph(
    store: Source | str | Path,
    base: str = DEFAULT_BASE,
    *,
    view: Literal["officials", "bodies", "provinces", "meeting-official"],
    only: Filter | None = None,
) -> networkx.Graph[str]: ...
def graph(
    store: Source | str | Path,
    base: str = DEFAULT_BASE,
    *,
    view: ViewName = "full",
    only: Filter | None = None,
) -> Any:
    """Return a view of the graph with the nodes, edges and attributes of the GraphML export.

    Args:
        store: An open store, or the path of one.
        base: Absolute IRI that the entities' IRIs (attribute ``iri``) begin with.
        view: "full", "officials" (who met whom), "chairs" (who chaired whom), "bodies",
            "provinces" or "meeting-official".
        only: What part of it, as the options of ``kg export``:
            ``only=kg.Filter(start="2024-01-01", officials=("thai thanh quy",), hops=2)``.

    Returns:
        A MultiDiGraph of everything, a DiGraph of chairs, a Graph of any other view. Node ids are
        like "official.nguyen-van-a"; the keys of a multigraph's edges are the stable edge ids,
        other edges have theirs as ``id``. Columns: `kg.export.views.NODE_COLUMNS`, and
        `EDGE_COLUMNS` or `LINK_COLUMNS`; what has no value is absent.

    Raises:
        KgError: There is no store at the path, it cannot be read, or the view or the filter ask
            for what it does not have.
    """
    import networkx

    if isinstance(store, (str, Path)):
        from kg.store.store import Store

        with Store.open(store) as opened:
            return _graph(Elements(opened, base, view, only), networkx)
    return _graph(Elements(store, base, view, only), networkx)


def _graph(elements: Elements, networkx: Any) -> Any:
    view = elements.view
    kinds = {
        (True, True): networkx.MultiDiGraph,
        (True, False): networkx.DiGraph,
        (False, False): networkx.Graph,
    }
    network = kinds[view.directed, view.multi]()
    with elements:
        for node in elements.nodes():
            network.add_node(node.id, **node.attributes)
        for edge in elements.edges():
            own = {"key": edge.id} if view.multi else {"id": edge.id}
            network.add_edge(edge.source, edge.target, **own, **edge.attributes)
    return network
