"""Two CSV tables, nodes and edges, with the headers that Gephi knows.

``Id, Label`` and ``Source, Target, Type, Id, Label, Weight`` are Gephi's, all other columns are as
in GraphML. Cells hold the texts as they are, for programs; ``kg officials --csv`` and the like
guard a spreadsheet from cells that look like formulas.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from kg.export.elements import Elements
from kg.export.views import NODE_COLUMNS

_LINES = 500


def write(elements: Elements, nodes: BinaryIO, edges: BinaryIO) -> None:
    """Write the nodes to one stream and the edges to the other, as CSV (UTF-8, RFC 4180)."""
    columns = [name for name in NODE_COLUMNS if name != "label"]
    write_csv(
        nodes,
        ("Id", "Label", *columns),
        (
            [node.id, node.attributes["label"], *map(node.attributes.get, columns)]
            for node in elements.nodes()
        ),
    )
    direction = "Directed" if elements.view.directed else "Undirected"
    columns = [name for name in elements.view.edges if name not in ("label", "weight")]
    write_csv(
        edges,
        ("Source", "Target", "Type", "Id", "Label", "Weight", *columns),
        (
            [edge.source, edge.target, direction, edge.id, told["label"], told["weight"]]
            + [told.get(name) for name in columns]
            for edge in elements.edges()
            for told in (edge.attributes,)
        ),
    )


def write_csv(stream: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a header and rows as CSV; None is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for number, row in enumerate(rows):
        writer.writerow(row)
        if number % _LINES == 0:
            _drain(text, stream)
    _drain(text, stream)


def _drain(text: io.StringIO, stream: BinaryIO) -> None:
    stream.write(text.getvalue().encode())
    text.seek(0)
    text.truncate()
