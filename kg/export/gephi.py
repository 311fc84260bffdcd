"""GraphML that Gephi shows with every edge.

Gephi merges the edges between two nodes into one (weights added, the attributes of the last), so
that "chaired" and "spoke" of one official at one meeting become one edge, unless each ``<edge>``
carries its kind as a ``label`` attribute. The schema of GraphML does not know that attribute,
though readers take it: hence a format of its own.
"""

from __future__ import annotations

from typing import BinaryIO

from kg.export.elements import Elements
from kg.export.graphml import write_graphml


def write(elements: Elements, stream: BinaryIO) -> None:
    """Write the graph to `stream` as GraphML (UTF-8) with the edges' kinds as their labels."""
    write_graphml(elements, stream, edge_labels=True)
