"""JSON as networkx and d3 read it: a list of nodes, a list of links, one a line.

networkx.node_link_graph(json.load(file), edges="links")
d3.forceSimulation(graph.nodes).force("link", d3.forceLink(graph.links).id(d => d.id))
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from kg.export.elements import Elements

_encode = msgspec.json.Encoder().encode


def write(elements: Elements, stream: BinaryIO) -> None:
    """Write the graph to `stream` as node-link JSON (UTF-8).

    The id of a link is ``key``, as networkx has it of several between two nodes, else ``id``.
    """
    view = elements.view
    id = "key" if view.multi else "id"
    head = {"directed": view.directed, "multigraph": view.multi, "graph": {"view": view.name}}
    stream.write(_encode(head)[:-1])
    write_array(stream, "nodes", ({"id": n.id, **n.attributes} for n in elements.nodes()))
    write_array(
        stream,
        "links",
        (
            {"source": e.source, "target": e.target, id: e.id, **e.attributes}
            for e in elements.edges()
        ),
    )
    stream.write(b"\n}\n")


def write_array(stream: BinaryIO, name: str, values: Iterable[Any]) -> None:
    """Write ``, "name": [`` and so on, one value a line, into an open object."""
    stream.write(b",\n" + _encode(name) + b": [")
    separator = b"\n"
    for value in values:
        stream.write(separator + _encode(value))
        separator = b",\n"
    stream.write(b"\n]")
