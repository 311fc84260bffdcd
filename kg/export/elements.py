"""The graph as nodes and edges with flat attributes: what all graph formats and networkx share.

In the view of everything, nodes are officials, bodies, posts, provinces, places and meetings; the
other views (`kg.export.views`) join nodes of one kind that met, and count how often. Attributes
without a value are left out.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

import msgspec

from kg.export.filters import Filter, centre_of
from kg.export.full import Days, Full
from kg.export.lookup import batches
from kg.export.names import node_id, node_ids, path_of
from kg.export.nodes import node_columns, summarise
from kg.export.projections import Projection
from kg.export.reopen import reopen, settle, told
from kg.export.selection import Selection
from kg.export.source import Source
from kg.export.views import EDGE_COLUMNS, LINK_COLUMNS, NODE_COLUMNS, VIEWS

__all__ = [
    "EDGE_COLUMNS",
    "LINK_COLUMNS",
    "NODE_COLUMNS",
    "Attributes",
    "Edge",
    "Elements",
    "Node",
    "Value",
]

Value = str | int | float
Attributes = dict[str, Value]


class Node(msgspec.Struct, frozen=True, gc=False):
    """A node; `id` is an NMTOKEN made of the key, `attributes` those columns that have a value."""

    id: str
    attributes: Attributes


class Edge(msgspec.Struct, frozen=True, gc=False):
    """An edge; `id` is stable and unique over the whole graph.

    `values` are those of all columns of the view, in their order; None or "" is no value.
    `days` are the stretches of time in which it was so, each with its first and last day (ISO
    8601, inclusive): of a meeting, of a post seen held, or of each meeting counted.
    """

    id: str
    source: str
    target: str
    columns: tuple[str, ...]
    values: tuple[Value | None, ...]
    days: Days = ()

    @property
    def attributes(self) -> Attributes:
        """The columns that have a value, by name."""
        return _filled(zip(self.columns, self.values, strict=True))


class Elements:
    """Nodes and edges of a view of a store, streamed, in the order of kinds and keys.

    The store is read through a connection of its own, in one snapshot, and what has to be sorted
    or counted waits in temporary tables: memory does not grow with the graph. An edge to a key that
    the store does not hold is left out, since readers would invent its node.
    """

    def __init__(
        self, source: Source, base: str, view: str = "full", chosen: Filter | None = None
    ) -> None:
        """Select the part of the graph.

        Args:
            source: An open store.
            base: Absolute IRI that the nodes' IRIs begin with.
            view: A key of `kg.export.views.VIEWS`.
            chosen: What to leave out; nothing by default.

        Raises:
            KgError: An unknown view, conditions that cannot be met, a name that nobody bears, or
                a store that cannot be read.
        """
        chosen = chosen or Filter()
        chosen.check(view)
        self.view = VIEWS[view]
        self._base = base
        self.store = reopen(source)
        self._close = weakref.finalize(self, self.store.close)
        with told(self.store):
            centre = centre_of(self.store, chosen)
            selection = Selection(self.store, self.view, chosen, centre)
            kind = Full if view == "full" else Projection
            self._shown: Full | Projection = kind(self.store, self.view, chosen, centre, selection)
            summarise(self.store)
            settle(self.store)

    def nodes(self) -> Iterator[Node]:
        """Give all nodes: officials, bodies, posts, places, meetings, each by key."""
        with told(self.store):
            for key, columns in node_columns(self.store):
                columns["iri"] = self._base + path_of(key)
                yield Node(node_id(key), _filled(columns.items()))

    def edges(self) -> Iterator[Edge]:
        """Give all edges, whose two ends are nodes."""
        columns = tuple(self.view.edges)
        with told(self.store):
            for rows in batches(self._shown.edges()):
                kinds, keys, a, b, values, days = zip(*rows, strict=True)
                stating = [of or f"{x}/{y}" for of, x, y in zip(keys, a, b, strict=True)]
                ids = map("{}.{}".format, kinds, node_ids(stating))
                yield from map(Edge, ids, node_ids(a), node_ids(b), repeat(columns), values, days)

    def close(self) -> None:
        """Give the connection and the temporary tables up."""
        self._close()

    def __enter__(self) -> Elements:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _filled(columns: Iterable[tuple[str, Any]]) -> Attributes:
    return {name: value for name, value in columns if value is not None and value != ""}
