"""GraphML as a stream of text: valid by the schema, with typed columns.

What readers need is kept: edge ids unique over the file, node ids that are NMTOKENs, keys of nodes
and of edges apart, only the schema's types, no weight of 0, no character that XML 1.0 forbids.
"""

from __future__ import annotations

from typing import BinaryIO

from kg.export.elements import EDGE_COLUMNS, NODE_COLUMNS, Attributes, Elements
from kg.export.names import xml_escape
from kg.export.source import Source

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_TYPES = {str: "string", int: "int", float: "double"}


def write(source: Source, stream: BinaryIO, base: str) -> None:
    """Write the graph to `stream` as GraphML (UTF-8)."""
    write_graphml(source, stream, base, edge_labels=False)


def write_graphml(source: Source, stream: BinaryIO, base: str, *, edge_labels: bool) -> None:
    """Write GraphML; with `edge_labels` each ``<edge>`` has its kind as a ``label`` attribute."""
    elements = Elements(source, base)
    stream.write(_HEAD.encode())
    for domain, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        for name, kind in columns.items():
            stream.write(
                f'<key id="{domain}_{name}" for="{domain}" attr.name="{name}" '
                f'attr.type="{_TYPES[kind]}"/>\n'.encode()
            )
    stream.write(b'<graph id="kg" edgedefault="directed">\n')
    for node in elements.nodes():
        data = _data("node", node.attributes)
        stream.write(f'<node id="{node.id}">{data}</node>\n'.encode())
    for edge in elements.edges():
        label = f' label="{edge.attributes["kind"]}"' if edge_labels else ""
        data = _data("edge", edge.attributes)
        ends = f'source="{edge.source}" target="{edge.target}"'
        stream.write(f'<edge id="{edge.id}" {ends}{label}>{data}</edge>\n'.encode())
    stream.write(b"</graph>\n</graphml>\n")


def _data(domain: str, attributes: Attributes) -> str:
    return "".join(
        f'<data key="{domain}_{name}">{xml_escape(str(value))}</data>'
        for name, value in attributes.items()
    )
