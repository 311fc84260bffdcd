"""Two CSV tables with the headers of ``neo4j-admin database import``.

    neo4j-admin database import full --nodes=graph-nodes.csv --relationships=graph-edges.csv \\
        --multiline-fields=true

A node's label is its kind ("Official"), a relationship's type its own ("CHAIRED"). Columns of days
are dates: what is no day of the calendar is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, Final

from kg.export.elements import Attributes, Elements
from kg.export.gephi_csv import write_csv
from kg.export.names import valid_date
from kg.export.views import NODE_COLUMNS

_TYPES: Final = {str: "string", int: "int", float: "double"}
_DAYS: Final = frozenset(("date", "first_date", "last_date"))


def write(elements: Elements, nodes: BinaryIO, edges: BinaryIO) -> None:
    """Write the nodes to one stream and the relationships to the other, as CSV (UTF-8)."""
    header, values = _columns(NODE_COLUMNS)
    write_csv(
        nodes,
        ("id:ID", ":LABEL", *header),
        (
            [node.id, str(node.attributes["kind"]).capitalize(), *values(node.attributes)]
            for node in elements.nodes()
        ),
    )
    header, values = _columns(elements.view.edges)
    write_csv(
        edges,
        (":START_ID", ":END_ID", ":TYPE", "id", *header),
        (
            [edge.source, edge.target, str(told["kind"]).upper(), edge.id, *values(told)]
            for edge in elements.edges()
            for told in (edge.attributes,)
        ),
    )


def _columns(columns: dict[str, type]) -> tuple[list[str], Callable[[Attributes], list[Any]]]:
    """Return the header of columns, and what gives their values of a row."""
    header = [f"{n}:{'date' if n in _DAYS else _TYPES[kind]}" for n, kind in columns.items()]

    def values(told: Attributes) -> list[Any]:
        return [
            valid_date(str(told[name])) if name in _DAYS and name in told else told.get(name)
            for name in columns
        ]

    return header, values
