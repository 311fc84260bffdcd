"""The graph as nodes and edges with flat attributes: what GraphML and networkx share.

Nodes are officials, bodies, posts, provinces, places and meetings. A site is an attribute of the
edges that are there, and an edge of its own (``site_in``) from its meeting to its province.
Documents and mentions are attributes. Attributes without a value are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from kg.export.names import node_id, path_of, unicode_text, xml_text
from kg.export.source import Source
from kg.export.summary import Summary

Value = str | int | float
Attributes = dict[str, Value]

# Columns and their types. Names differ in more than case, which some readers ignore.
NODE_COLUMNS: Final[dict[str, type]] = {
    "label": str,
    "kind": str,
    "province": str,
    "level": str,
    "first_date": str,
    "last_date": str,
    "appearances": int,
    "variants": str,
    "iri": str,
}
EDGE_COLUMNS: Final[dict[str, type]] = {
    "label": str,
    "kind": str,
    "role": str,
    "site": str,
    "date": str,
    "last_date": str,
    "weight": float,
    "documents": str,
    "post": str,
    "list_order": int,
    "confidence": float,
}
PARTICIPATION_KINDS: Final = {
    "chair": "chaired",
    "attend": "attended",
    "speak": "spoke",
    "represented": "represented",
}
_MEMBERSHIP_KINDS: Final = {
    "current": "holds",
    "acting": "holds",
    "appointed": "holds",
    "former": "held",
}
_JOIN = "; "


class Node(msgspec.Struct, frozen=True):
    """A node; `id` is an NMTOKEN made of the key, `attributes` those columns that have a value."""

    id: str
    attributes: Attributes


class Edge(msgspec.Struct, frozen=True):
    """A directed edge; `id` is stable and unique over the whole graph."""

    id: str
    source: str
    target: str
    attributes: Attributes


class Elements:
    """Nodes and edges of a store, streamed in the order of its tables.

    What `Summary` says of the nodes is held in memory. An edge to a key that the store does not
    hold is left out, since readers would invent its node.
    """

    def __init__(self, source: Source, base: str) -> None:
        self._source = source
        self._base = base
        self._summary = Summary(source)

    def nodes(self) -> Iterator[Node]:
        """Give all nodes: officials, bodies, posts, places, meetings, each by key."""
        labels, node = self._summary.labels, self._node
        for official in self._source.officials():
            variants = [v for v in official.variants if v != official.label]
            yield node(official.key, "official", variants=_JOIN.join(variants))
        for body in self._source.bodies():
            yield node(body.key, "body")
        for post in self._source.posts():
            yield node(post.key, "post")
        for place in self._source.places():
            is_province = place.level == "province"
            yield node(
                place.key,
                "province" if is_province else "place",
                province=labels.get(place.key if is_province else place.province or ""),
                level=place.level,
                variants=place.full_name if place.full_name != place.label else None,
            )
        for meeting in self._source.meetings():
            provinces = [labels.get(key, key) for key in meeting.provinces]
            yield node(meeting.key, "meeting", province=_JOIN.join(provinces))

    def edges(self) -> Iterator[Edge]:
        """Give all edges whose two ends are nodes, in the order of the store's tables."""
        for edge in self._all_edges():
            if edge.source in self._summary.labels and edge.target in self._summary.labels:
                yield Edge(edge.id, node_id(edge.source), node_id(edge.target), edge.attributes)

    def _all_edges(self) -> Iterator[Edge]:
        source, edge = self._source, _edge
        for place in source.places():
            yield from edge("located_in", place.key, place.province)
            if place.replaced_by != place.key:
                yield from edge("replaced_by", place.key, place.replaced_by)
        for body in source.bodies():
            yield from edge("part_of", body.key, body.parent)
            yield from edge("located_in", body.key, body.place or body.province)
        for post in source.posts():
            yield from edge("post_in", post.key, post.body)
        for meeting in source.meetings():
            date = meeting.date
            for province in sorted(set(meeting.provinces)):
                yield from edge("located_in", meeting.key, province, date=date)
            for body_key in sorted(set(meeting.organisers)):
                yield from edge("organised", body_key, meeting.key, date=date)
        for site in source.sites():
            yield from edge("site_in", site.meeting, site.province, of=site.key, site=site.label)
        for held in source.memberships():
            yield from edge(
                _MEMBERSHIP_KINDS[held.status],
                held.official,
                held.post,
                of=held.key,
                role=held.status,
                date=held.first_seen,
                last_date=held.last_seen,
                confidence=held.confidence,
                **self._evidence(held.documents),
            )
        for part in source.participations():
            site_label = self._summary.sites.get(part.site or "")
            date = self._summary.days.get(part.meeting, (None, None))[0]
            evidence = self._evidence(part.documents)
            yield from edge(
                PARTICIPATION_KINDS[part.role],
                part.participant,
                part.meeting,
                of=part.key,
                role=part.role,
                site=site_label,
                date=date,
                post=self._summary.labels.get(part.acting_as or ""),
                list_order=part.order,
                confidence=part.confidence,
                **evidence,
            )
            yield from edge(
                "acted_for",
                part.participant,
                part.on_behalf_of,
                of=part.key,
                role=part.role,
                site=site_label,
                date=date,
                confidence=part.confidence,
                **evidence,
            )

    def _evidence(self, documents: Iterable[str]) -> Attributes:
        ids = [self._summary.documents.get(key, key) for key in documents]
        return {"weight": float(max(1, len(ids))), "documents": _JOIN.join(ids)}

    def _node(self, key: str, kind: str, **attributes: Value | None) -> Node:
        summary = self._summary
        label = summary.labels[key]
        first, last = summary.days.get(key, (None, None))
        values: dict[str, Value | None] = {
            "label": label if xml_text(label) else key,
            "kind": kind,
            "province": summary.provinces.get(key),
            "level": summary.levels.get(key),
            "first_date": first,
            "last_date": last,
            "appearances": summary.counts[key],
        }
        iri = self._base + path_of(key)
        return Node(node_id(key), _filled({**values, **attributes, "iri": iri}))


def _edge(
    kind: str, source: str, target: str | None, of: str | None = None, **attributes: Value | None
) -> Iterator[Edge]:
    """Give the edge between two keys, named after the row that it states (`of`) or its ends."""
    if target is None:
        return
    name = f"{kind}.{node_id(of)}" if of else f"{kind}.{node_id(source)}.{node_id(target)}"
    label = kind.replace("_", " ")
    if attributes.get("site"):
        label += f" ({attributes['site']})"
    values = {"label": label, "kind": kind, "weight": 1.0, **attributes}
    yield Edge(name, source, target, _filled(values))


def _filled(values: dict[str, Value | None]) -> Attributes:
    return {
        name: unicode_text(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None and value != ""
    }
