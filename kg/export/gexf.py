"""GEXF 1.3: nodes and edges in time, coloured by kind and sized by appearances, for Gephi.

A node is there from its first to its last day, a meeting on its days, an edge on the day of the
meeting that states it or while a post was seen held; an edge that counts meetings has a spell a
day of one. What has no day is there always. Days are inclusive.
"""

from __future__ import annotations

import math
from typing import BinaryIO, Final

from kg.export.elements import Attributes, Edge, Elements, Node
from kg.export.graphml import write_lines
from kg.export.names import valid_date, xml_attribute, xml_text
from kg.export.views import NODE_COLUMNS

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<meta><creator>chutri-kg</creator></meta>
"""
_TYPES: Final = {str: "string", int: "integer", float: "double"}
COLOURS: Final = {
    "official": (47, 111, 159),
    "body": (122, 94, 168),
    "post": (168, 147, 204),
    "place": (141, 187, 155),
    "province": (60, 125, 84),
    "meeting": (179, 107, 30),
}
_SMALLEST, _LARGEST = 4.0, 60.0


def size(appearances: float) -> float:
    """Return a node's diameter: its area grows with its appearances, up to a largest."""
    return round(min(_LARGEST, _SMALLEST * math.sqrt(1 + appearances)), 2)


def write(elements: Elements, stream: BinaryIO) -> None:
    """Write the graph to `stream` as GEXF 1.3 (UTF-8)."""
    direction = "directed" if elements.view.directed else "undirected"
    stream.write(_HEAD.encode())
    stream.write(
        f'<graph defaultedgetype="{direction}" idtype="string" mode="dynamic" '
        'timeformat="date" timerepresentation="interval">\n'.encode()
    )
    for domain, columns in (("node", NODE_COLUMNS), ("edge", elements.view.edges)):
        stream.write(f'<attributes class="{domain}" mode="static">\n'.encode())
        for name, kind in _own(columns).items():
            line = f'<attribute id="{name}" title="{name}" type="{_TYPES[kind]}"/>\n'
            stream.write(line.encode())
        stream.write(b"</attributes>\n")
    stream.write(b"<nodes>\n")
    write_lines(map(_node, elements.nodes()), stream)
    stream.write(b"</nodes>\n<edges>\n")
    names = tuple(_own(elements.view.edges))
    write_lines((_edge(edge, names) for edge in elements.edges()), stream)
    stream.write(b"</edges>\n</graph>\n</gexf>\n")


def _own(columns: dict[str, type]) -> dict[str, type]:
    """Leave out what GEXF has an attribute of its own for."""
    return {name: kind for name, kind in columns.items() if name not in ("label", "weight")}


_NODE_NAMES = tuple(_own(NODE_COLUMNS))


def _node(node: Node) -> str:
    told = node.attributes
    label = str(told["label"])
    if not xml_text(label):
        label = node.id
    red, green, blue = COLOURS[str(told["kind"])]
    time = _time(_day(told, "first_date"), _day(told, "last_date"))
    return (
        f'<node id="{node.id}" label="{xml_attribute(label)}"{time}>{_values(told, _NODE_NAMES)}'
        f'<viz:size value="{size(float(told["appearances"]))}"/>'
        f'<viz:color r="{red}" g="{green}" b="{blue}"/></node>\n'
    )


def _edge(edge: Edge, columns: tuple[str, ...]) -> str:
    told = edge.attributes
    stretches = [_time(valid_date(first), valid_date(last)) for first, last in edge.days]
    stretches = [time for time in stretches if time]
    spells = "".join(f"<spell{time}/>" for time in stretches) if len(stretches) > 1 else ""
    return (
        f'<edge id="{edge.id}" source="{edge.source}" target="{edge.target}" '
        f'label="{xml_attribute(str(told["label"]))}" kind="{told["kind"]}" '
        f'weight="{told["weight"]}"{stretches[0] if len(stretches) == 1 else ""}>'
        f"{_values(told, columns)}{f'<spells>{spells}</spells>' if spells else ''}</edge>\n"
    )


def _day(told: Attributes, name: str) -> str | None:
    day = told.get(name)
    return valid_date(str(day)) if day is not None else None


def _time(start: str | None, end: str | None) -> str:
    first = f' start="{start}"' if start else ""
    return first + (f' end="{end}"' if end and (start is None or start <= end) else "")


def _values(told: Attributes, columns: tuple[str, ...]) -> str:
    values = "".join(
        [
            f'<attvalue for="{name}" value="'
            f'{xml_attribute(value) if isinstance(value, str) else value}"/>'
            for name in columns
            if (value := told.get(name)) is not None
        ]
    )
    return f"<attvalues>{values}</attvalues>"
