"""A picture of the graph: who took part in which meeting, for which body, where.

Four columns: bodies, officials, meetings, provinces. Posts are told below an official's name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.errors import KgError
from kg.export.elements import PARTICIPATION_KINDS, Attributes, Edge, Elements
from kg.export.names import DEFAULT_BASE, node_id
from kg.export.output import open_output
from kg.export.source import Source
from kg.picture import Box, Column, Line, Style, svg

if TYPE_CHECKING:
    from kg.store.store import Store

MOST_NODES: Final = 160  # of a whole graph: beyond, nobody can read it
MOST_MEETINGS: Final = 14  # of one official
MOST_OTHERS: Final = 34  # officials met there

_COLUMNS: Final = (
    Column("BODIES", 210, 120),
    Column("OFFICIALS", 250, 170),
    Column("MEETINGS", 300, 90),
    Column("PROVINCES", 120, 0),
)
_COLUMN_OF: Final = {"body": 0, "official": 1, "meeting": 2, "province": 3}
_STYLES: Final = {
    "body": Style("body", "#7a5ea8", "#f3eef9"),
    "official": Style("official", "#2f6f9f", "#eaf3fa"),
    "meeting": Style("meeting", "#b36b1e", "#fdf3e6"),
    "province": Style("province", "#3c7d54", "#e9f5ed"),
    "chaired": Style("chaired", "#c62f2f", width=2.4),
    "spoke": Style("spoke", "#2878b5", width=1.8),
    "attended": Style("attended", "#4e9a57", width=1.8),
    "represented": Style("was represented", "#8a8a8a", width=1.6, dash="2 4"),
    "organised": Style("organised", "#c98a2b", width=1.6),
    "acted_for": Style("acted for", "#333333", width=1.4, dash="6 3"),
    "holds": Style("holds a post in", "#a893cc", width=1.4),
    "held": Style("held a post in", "#a893cc", width=1.4, dash="4 4"),
    "located_in": Style("in", "#8dbb9b", width=1.4),
    "site_in": Style("site in", "#8dbb9b", width=1.4, dash="4 3"),
}


def draw(store: Store, out: Path | BinaryIO, name: str | None = None) -> None:
    """Write an SVG picture of the whole graph, or of one official's surroundings.

    Args:
        store: An open store.
        out: The file, which appears whole or not at all, or a binary stream.
        name: An official's name (accents and case may be left out) or key. The picture then holds
            the latest meetings of that official, who else took part, bodies and provinces.

    Raises:
        KgError: Nobody or more than one bears the name, the graph is too large for one picture,
            or the file cannot be written.
    """
    picture = render(store, _official(store, name) if name is not None else None)
    with open_output(out) as stream:
        stream.write(picture.encode("utf-8"))


def render(source: Source, official: str | None = None) -> str:
    """Return the SVG of the whole graph, or of the surroundings of the official of this key.

    Raises:
        KgError: The graph is too large for one picture.
    """
    elements = Elements(source, DEFAULT_BASE)
    nodes = {node.id: node.attributes for node in elements.nodes()}
    edges = list(elements.edges())
    posts = _posts(edges, nodes)
    links = [edge for edge in _links(edges, nodes) if edge.attributes["kind"] in _STYLES]
    note = ""
    if official is not None:
        links, left_out = _around(node_id(official), links, nodes)
        note = f"{left_out} more not shown" if left_out else ""
    shown = {end for edge in links for end in (edge.source, edge.target)}
    if official is not None:
        shown.add(node_id(official))
    if len(shown) > MOST_NODES:
        raise KgError(f"{len(shown)} nodes are too many for one picture: give an official's name")
    boxes = [
        _box(key, nodes[key], posts, strong=official is not None and key == node_id(official))
        for key in nodes
        if key in shown
    ]
    title = "Who chaired and attended which meeting"
    if official is not None:
        title = str(nodes[node_id(official)]["label"])
    lines = [
        Line(edge.source, edge.target, str(edge.attributes["kind"]), _tooltip(edge, nodes))
        for edge in links
    ]
    return svg(boxes, lines, _COLUMNS, _STYLES, title, note)


def _official(store: Store, name: str) -> str:
    from kg.store.names import require_officials

    hits = require_officials(store, name)
    exact = [hit for hit in hits if hit.exact] or hits
    if len(exact) > 1:
        found = ", ".join(f"{hit.label} ({hit.key.partition('/')[2]})" for hit in exact[:5])
        raise KgError(f'"{name}" is more than one official: {found}')
    return exact[0].key


def _posts(edges: Iterable[Edge], nodes: dict[str, Attributes]) -> dict[str, list[str]]:
    """Return the labels of the posts that each official holds, or else held."""
    found = defaultdict[tuple[str, object], list[str]](list)
    for edge in edges:
        kind = edge.attributes["kind"]
        if kind in ("holds", "held"):
            found[edge.source, kind].append(str(nodes[edge.target]["label"]))
    return {
        official: found.get((official, "holds")) or found[official, "held"]
        for official in {official for official, _ in found}
    }


def _links(edges: Iterable[Edge], nodes: dict[str, Attributes]) -> list[Edge]:
    """Return what joins two columns; posts give way to an edge from the official to the body."""
    body_of = {e.source: e.target for e in edges if e.attributes["kind"] == "post_in"}
    links: dict[tuple[str, str, object], Edge] = {}
    for edge in edges:
        target = body_of.get(edge.target, edge.target)
        columns = [_COLUMN_OF.get(str(nodes[end]["kind"])) for end in (edge.source, target)]
        if None in columns or columns[0] == columns[1] or columns == [0, 3]:
            continue  # a body's name says where it is
        key = (edge.source, target, edge.attributes["kind"])
        links.setdefault(key, Edge(edge.id, edge.source, target, edge.attributes))
    return [
        edge
        for (source, target, kind), edge in links.items()
        if kind != "site_in" or (source, target, "located_in") not in links
    ]


def _around(centre: str, links: list[Edge], nodes: dict[str, Attributes]) -> tuple[list[Edge], int]:
    """Return the links to draw around one official, and the number of nodes left out."""
    kinds = set(PARTICIPATION_KINDS.values())
    taken = [e for e in links if e.attributes["kind"] in kinds]
    met = sorted(
        {e.target for e in taken if e.source == centre},
        key=lambda meeting: (str(nodes[meeting].get("first_date", "")), meeting),
        reverse=True,
    )
    meetings = set(met[:MOST_MEETINGS])
    shared = Counter({e.source: 0 for e in taken if e.target in meetings})
    for source, _ in {(e.source, e.target) for e in taken if e.target in meetings}:
        shared[source] += 1
    del shared[centre]
    others = sorted(shared, key=lambda other: (-shared[other], other))
    shown = {centre, *meetings, *others[:MOST_OTHERS]}

    def wanted(edge: Edge) -> bool:
        if nodes[edge.target]["kind"] == "meeting":
            known = edge.source in shown or edge.attributes["kind"] == "organised"
            return known and edge.target in meetings
        return edge.source == centre or edge.source in meetings

    drawn = [edge for edge in links if wanted(edge)]
    return drawn, len(met) - len(meetings) + max(0, len(others) - MOST_OTHERS)


def _box(key: str, node: Attributes, posts: dict[str, list[str]], *, strong: bool) -> Box:
    kind = str(node["kind"])
    detail = "; ".join(posts.get(key, ()))
    if kind == "meeting":
        days = [str(node[day]) for day in ("first_date", "last_date") if day in node]
        detail = " – ".join(dict.fromkeys(days))
    return Box(key, kind, _COLUMN_OF[kind], str(node["label"]), detail, strong)


def _tooltip(edge: Edge, nodes: dict[str, Attributes]) -> str:
    ends = str(nodes[edge.source]["label"]), str(nodes[edge.target]["label"])
    return f"{ends[0]} – {edge.attributes['label']} – {ends[1]}"
