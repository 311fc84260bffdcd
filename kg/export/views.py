"""What a graph export may show: the kinds of graph, and the columns of its nodes and edges."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

ViewName = Literal["full", "officials", "chairs", "bodies", "provinces", "meeting-official"]

JOIN: Final = "; "  # between the values of a column that has several

# Columns and their types. Names differ in more than case, which some readers ignore.
NODE_COLUMNS: Final[dict[str, type]] = {
    "label": str,
    "kind": str,
    "province": str,
    "level": str,
    "first_date": str,
    "last_date": str,
    "appearances": int,
    "variants": str,
    "iri": str,
}
# Of an edge that states something: who did what, and where that is said.
EDGE_COLUMNS: Final[dict[str, type]] = {
    "label": str,
    "kind": str,
    "role": str,
    "site": str,
    "date": str,
    "last_date": str,
    "weight": float,
    "documents": str,
    "post": str,
    "list_order": int,
    "confidence": float,
}
# Of an edge that counts meetings: "weight" is their number.
LINK_COLUMNS: Final[dict[str, type]] = {
    "label": str,
    "kind": str,
    "weight": float,
    "first_date": str,
    "last_date": str,
    "meetings": str,
    "meeting_keys": str,
}


class View(msgspec.Struct, frozen=True):
    """A kind of graph. `multi`: two nodes may have several edges; `edges`: columns of edges."""

    name: ViewName
    directed: bool
    multi: bool
    edges: dict[str, type]


VIEWS: Final[dict[str, View]] = {
    view.name: view
    for view in (
        View("full", True, True, EDGE_COLUMNS),
        View("officials", False, False, LINK_COLUMNS),
        View("chairs", True, False, LINK_COLUMNS),
        View("bodies", False, False, LINK_COLUMNS),
        View("provinces", False, False, LINK_COLUMNS),
        View("meeting-official", False, False, EDGE_COLUMNS),
    )
}
