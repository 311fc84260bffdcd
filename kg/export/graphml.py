"""GraphML as a stream of text: valid by the schema, with typed columns.

What readers need is kept: edge ids unique over the file, node ids that are NMTOKENs, keys of nodes
and of edges apart, only the schema's types, no weight of 0, no character that XML 1.0 forbids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import BinaryIO

from kg.export.elements import Elements, Value
from kg.export.lookup import batches
from kg.export.names import is_plain, xml_escape, xml_text
from kg.export.views import NODE_COLUMNS

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_TYPES = {str: "string", int: "int", float: "double"}
_ROOM = 1 << 21  # bytes of a column's cells at hand


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
    cells = [_Cells("node", name) for name in NODE_COLUMNS]
    label = list(NODE_COLUMNS).index("label")
    for ids, values in elements.node_columns():
        values = list(values)
        values[label] = [
            text if xml_text(text) else id for text, id in zip(values[label], ids, strict=True)
        ]
        heads = _lines(map('<node id="{}">'.format, ids))
        yield _rows(heads, cells, values, b"</node>\n")


def _edges(elements: Elements, edge_labels: bool) -> Iterator[bytes]:
    cells = [_Cells("edge", name) for name in elements.view.edges]
    kind = list(elements.view.edges).index("kind")
    head = '<edge id="{}" source="{}" target="{}">'
    if edge_labels:
        head = '<edge id="{}" source="{}" target="{}" label="{}">'
    for ids, sources, targets, values, _ in elements.edge_columns():
        heads = _lines(map(head.format, ids, sources, targets, *[values[kind]] * edge_labels))
        yield _rows(heads, cells, values, b"</edge>\n")


def _rows(
    heads: list[bytes], cells: list[_Cells], values: Sequence[Sequence[Value | None]], end: bytes
) -> bytes:
    # Column by column, which keeps what is looked up near at hand.
    columns = [each.of(column) for each, column in zip(cells, values, strict=True)]
    return b"".join(chain.from_iterable(zip(heads, *columns, repeat(end))))


def _lines(texts: Iterable[str]) -> list[bytes]:
    """Encode texts without line ends, all at once."""
    return "\n".join(texts).encode().split(b"\n")


class _Cells:
    """The ``<data>`` of one column by value: most values come many times."""

    def __init__(self, domain: str, name: str) -> None:
        self._key = f"{domain}_{name}"
        self._cells = dict[Value | None, bytes]()
        self._size = 0

    def of(self, values: Sequence[Value | None]) -> Iterator[bytes]:
        """Give the cell of each value; what has no value has an empty one."""
        if self._size > _ROOM:
            self._cells.clear()
            self._size = 0
        missing = {value for value in values if value not in self._cells}
        for value in missing & {None, ""}:
            self._cells[value] = b""
        if made := list(missing - {None, ""}):
            cells = self._make([str(value) for value in made])
            self._cells.update(zip(made, cells, strict=True))
            self._size += sum(map(len, cells))
        return map(self._cells.__getitem__, values)

    def _make(self, texts: list[str]) -> list[bytes]:
        """Return the cells of texts, of which there is at least one."""
        head, end = f'<data key="{self._key}">', "</data>"
        together = "".join(texts)
        if "\n" in together:  # which has to stay apart from the line ends in between
            return [f"{head}{xml_escape(text)}{end}".encode() for text in texts]
        if not is_plain(together):
            texts = list(map(xml_escape, texts))
        return _lines(f"{head}{text}{end}" for text in texts)
