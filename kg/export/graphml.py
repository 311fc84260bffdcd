"""GraphML as a stream of text: valid by the schema, with typed columns.

What readers need is kept: edge ids unique over the file, node ids that are NMTOKENs, keys of nodes
and of edges apart, only the schema's types, no weight of 0, no character that XML 1.0 forbids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import BinaryIO

from kg.export.elements import Elements, Value
from kg.export.lookup import batches
from kg.export.names import xml_escape, xml_text
from kg.export.views import NODE_COLUMNS

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_TYPES = {str: "string", int: "int", float: "double"}
_KEPT, _LONGEST = 1 << 12, 1 << 8  # cells of a column at hand, and bytes of one


def write(elements: Elements, stream: BinaryIO) -> None:
    """Write the graph to `stream` as GraphML (UTF-8)."""
    write_graphml(elements, stream, edge_labels=False)


def write_graphml(elements: Elements, stream: BinaryIO, *, edge_labels: bool) -> None:
    """Write GraphML; with `edge_labels` each ``<edge>`` has its kind as a ``label`` attribute."""
    view = elements.view
    stream.write(_HEAD.encode())
    for domain, columns in (("node", NODE_COLUMNS), ("edge", view.edges)):
        for name, kind in columns.items():
            stream.write(
                f'<key id="{domain}_{name}" for="{domain}" attr.name="{name}" '
                f'attr.type="{_TYPES[kind]}"/>\n'.encode()
            )
    direction = "directed" if view.directed else "undirected"
    stream.write(f'<graph id="kg" edgedefault="{direction}">\n'.encode())
    stream.writelines(_nodes(elements))
    stream.writelines(_edges(elements, edge_labels))
    stream.write(b"</graph>\n</graphml>\n")


def write_lines(lines: Iterable[str], stream: BinaryIO) -> None:
    """Write text as UTF-8, many pieces at a time."""
    for some in batches(lines):
        stream.write("".join(some).encode())


# Lines are put together of bytes: as text, a line with one Vietnamese word takes twice the room,
# and all of it would be gone through once more to encode it.


def _nodes(elements: Elements) -> Iterator[bytes]:
    cells = {name: _Cells("node", name) for name in NODE_COLUMNS}
    for nodes in batches(elements.nodes()):
        pieces = list[bytes]()
        for node in nodes:
            attributes = node.attributes
            if not xml_text(str(attributes["label"])):
                attributes = {**attributes, "label": node.id}
            pieces.append(f'<node id="{node.id}">'.encode())
            pieces += [cells[name][value] for name, value in attributes.items()]
            pieces.append(b"</node>\n")
        yield b"".join(pieces)


def _edges(elements: Elements, edge_labels: bool) -> Iterator[bytes]:
    cells = [_Cells("edge", name).__getitem__ for name in elements.view.edges]
    kind = list(elements.view.edges).index("kind")
    for edges in batches(elements.edges()):
        heads = []
        for edge in edges:
            label = f' label="{edge.values[kind]}"' if edge_labels else ""
            head = f'<edge id="{edge.id}" source="{edge.source}" target="{edge.target}"{label}>'
            heads.append(head.encode())
        # Column by column, which keeps what is looked up near at hand.
        columns = map(map, cells, zip(*[edge.values for edge in edges], strict=True))
        yield b"".join(chain.from_iterable(zip(heads, *columns, repeat(b"</edge>\n"))))


class _Cells(dict[Value | None, bytes]):
    """The ``<data>`` of one column by value, made when asked for: most values come many times."""

    def __init__(self, domain: str, name: str) -> None:
        self._key = f"{domain}_{name}"

    def __missing__(self, value: Value | None) -> bytes:
        if value is None or value == "":
            cell = b""
        else:
            text = xml_escape(value) if isinstance(value, str) else value
            cell = f'<data key="{self._key}">{text}</data>'.encode()
        if len(cell) <= _LONGEST:
            if len(self) == _KEPT:
                self.clear()
            self[value] = cell
        return cell
