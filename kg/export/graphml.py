"""GraphML as a stream of text: valid by the schema, with typed columns.

What readers need is kept: edge ids unique over the file, node ids that are NMTOKENs, keys of nodes
and of edges apart, only the schema's types, no weight of 0, no character that XML 1.0 forbids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from kg.export.elements import Attributes, Elements
from kg.export.names import is_plain, xml_escape, xml_text
from kg.export.views import NODE_COLUMNS

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_TYPES = {str: "string", int: "int", float: "double"}
_LINES = 500  # written at a time


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
    write_lines(_nodes(elements), stream)
    write_lines(_edges(elements, edge_labels), stream)
    stream.write(b"</graph>\n</graphml>\n")


def write_lines(lines: Iterable[str], stream: BinaryIO) -> None:
    """Write text as UTF-8, many pieces at a time."""
    waiting = list[str]()
    for line in lines:
        waiting.append(line)
        if len(waiting) == _LINES:
            stream.write("".join(waiting).encode())
            waiting.clear()
    stream.write("".join(waiting).encode())


def _nodes(elements: Elements) -> Iterator[str]:
    data = _Data("node")
    for node in elements.nodes():
        attributes = node.attributes
        if not xml_text(str(attributes["label"])):
            attributes = {**attributes, "label": node.id}
        yield f'<node id="{node.id}">{data.of(attributes)}</node>\n'


def _edges(elements: Elements, edge_labels: bool) -> Iterator[str]:
    data = _Data("edge")
    for edge in elements.edges():
        label = f' label="{edge.attributes["kind"]}"' if edge_labels else ""
        yield (
            f'<edge id="{edge.id}" source="{edge.source}" target="{edge.target}"{label}>'
            f"{data.of(edge.attributes)}</edge>\n"
        )


class _Data:
    """The ``<data>`` of nodes or edges: few combinations of columns occur, each has a template."""

    def __init__(self, domain: str) -> None:
        self._domain = domain
        self._templates: dict[tuple[str, ...], str] = {}

    def of(self, attributes: Attributes) -> str:
        names, values = tuple(attributes), tuple(attributes.values())
        template = self._templates.get(names)
        if template is None:
            template = "".join(f'<data key="{self._domain}_{name}">%s</data>' for name in names)
            self._templates[names] = template
        if not is_plain("".join([value for value in values if type(value) is str])):
            values = tuple(xml_escape(v) if isinstance(v, str) else v for v in values)
        return template % values
