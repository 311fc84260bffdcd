"""The part of the graph that is on the screen, as GraphML and as GEXF."""

from __future__ import annotations

from collections.abc import Iterator

from kg.export.names import node_id, xml_attribute, xml_escape
from kg.web.pages.graph import GraphData

_GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="node_label" for="node" attr.name="label" attr.type="string"/>
<key id="node_kind" for="node" attr.name="kind" attr.type="string"/>
<key id="node_key" for="node" attr.name="key" attr.type="string"/>
<key id="edge_kind" for="edge" attr.name="kind" attr.type="string"/>
<key id="edge_label" for="edge" attr.name="words" attr.type="string"/>
<key id="edge_weight" for="edge" attr.name="weight" attr.type="double"/>
<graph id="kg" edgedefault="directed">
"""
_GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<graph mode="static" defaultedgetype="directed">
<attributes class="node">
<attribute id="0" title="kind" type="string"/>
<attribute id="1" title="key" type="string"/>
</attributes>
"""


def graphml(data: GraphData) -> bytes:
    """Return GraphML (UTF-8); edge ids are unique, node ids NMTOKENs."""
    return "".join(_graphml(data)).encode("utf-8", "replace")


def gexf(data: GraphData) -> bytes:
    """Return GEXF 1.3 (UTF-8)."""
    return "".join(_gexf(data)).encode("utf-8", "replace")


def _graphml(data: GraphData) -> Iterator[str]:
    yield _GRAPHML
    for node in data.nodes:
        yield (
            f'<node id="{node_id(node.id)}"><data key="node_label">{xml_escape(node.label)}</data>'
            f'<data key="node_kind">{node.kind}</data>'
            f'<data key="node_key">{xml_escape(node.id)}</data></node>\n'
        )
    for edge in data.edges:
        yield (
            f'<edge id="{edge.id}" source="{node_id(edge.source)}" '
            f'target="{node_id(edge.target)}"><data key="edge_kind">{edge.kind}</data>'
            f'<data key="edge_label">{xml_escape(edge.label)}</data>'
            f'<data key="edge_weight">{edge.weight}</data></edge>\n'
        )
    yield "</graph>\n</graphml>\n"


def _gexf(data: GraphData) -> Iterator[str]:
    yield _GEXF
    yield "<nodes>\n"
    for node in data.nodes:
        yield (
            f'<node id="{node_id(node.id)}" label="{xml_attribute(node.label)}"><attvalues>'
            f'<attvalue for="0" value="{node.kind}"/>'
            f'<attvalue for="1" value="{xml_attribute(node.id)}"/></attvalues></node>\n'
        )
    yield "</nodes>\n<edges>\n"
    for edge in data.edges:
        yield (
            f'<edge id="{edge.id}" source="{node_id(edge.source)}" '
            f'target="{node_id(edge.target)}" kind="{edge.kind}" label="{edge.kind}" '
            f'weight="{edge.weight}"/>\n'
        )
    yield "</edges>\n</graph>\n</gexf>\n"
