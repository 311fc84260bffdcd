"""The graph as nodes and edges with flat attributes: what all graph formats and networkx share.

In the view of everything, nodes are officials, bodies, posts, provinces, places and meetings; the
other views (`kg.export.views`) join nodes of one kind that met, and count how often. Attributes
without a value are left out.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

import msgspec

from kg.export.edges import Days
from kg.export.filters import Filter, centre_of
from kg.export.full import Full
from kg.export.names import node_ids, paths_of
from kg.export.nodes import node_tables, summarise
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
    "EdgeColumns",
    "Elements",
    "Node",
    "NodeColumns",
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


# ids, and a column for each of NODE_COLUMNS
NodeColumns = tuple[Sequence[str], Sequence[Sequence[Any]]]
# ids, sources, targets, a column for each of the view's, days
EdgeColumns = tuple[
    Sequence[str], Sequence[str], Sequence[str], Sequence[Sequence[Any]], Sequence[Days]
]


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
            summarise(self.store, selection.meeting_rows)
            settle(self.store)

    def nodes(self) -> Iterator[Node]:
        """Give all nodes: officials, bodies, posts, places, meetings, each by key."""
        for ids, values in self.node_columns():
            for id, row in zip(ids, zip(*values, strict=True), strict=True):
                yield Node(id, _filled(zip(NODE_COLUMNS, row, strict=True)))

    def node_columns(self) -> Iterator[NodeColumns]:
        """Give the nodes a thousand at a time, as columns."""
        with told(self.store):
            for keys, table in node_tables(self.store):
                iris = [self._base + path for path in paths_of(keys)]
                yield node_ids(keys), (*table, iris)

    def edges(self) -> Iterator[Edge]:
        """Give all edges, whose two ends are nodes."""
        columns = tuple(self.view.edges)
        for ids, sources, targets, values, days in self.edge_columns():
            rows = zip(*values, strict=True)
            yield from map(Edge, ids, sources, targets, repeat(columns), rows, days)

    def edge_columns(self) -> Iterator[EdgeColumns]:
        """Give the edges a thousand at a time, as columns."""
        with told(self.store):
            for table in self._shown.edges():
                ends = table.sources, table.targets
                stating = [key or f"{a}/{b}" for key, a, b in zip(table.keys, *ends, strict=True)]
                ids = list(map("{}.{}".format, table.kinds, node_ids(stating)))
                a, b = map(node_ids, ends)
                yield ids, a, b, table.values, table.days

    def close(self) -> None:
        """Give the connection and the temporary tables up."""
        self._close()

    def __enter__(self) -> Elements:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _filled(columns: Iterable[tuple[str, Any]]) -> Attributes:
    return {name: value for name, value in columns if value is not None and value != ""}
