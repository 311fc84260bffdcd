"""The graph around an entity, or a filtered part of it, as nodes and edges to draw."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from kg.store.neighbours import Filter, Link
from kg.store.store import Store
from kg.web.pages.base import Asked, Missing, Ref, labels, one, require, rows
from kg.web.pages.near import links_near

PARAMETERS = ("focus", "hops", "kind", "from", "to", "role", "limit")
KINDS = ("official", "body", "meeting", "province")
_ROLES = ("chair", "speak", "attend", "represented")
_LIMIT = 300
_MOST = 10_000
_HOPS = 3
_FRONTIER = 400  # nodes that are gone on from, a hop
_EDGES = 40_000


class Node(msgspec.Struct, frozen=True):
    """An entity to draw; `size` is the number of its edges here."""

    id: str
    label: str
    kind: str
    url: str
    size: int


class Edge(msgspec.Struct, frozen=True):
    """What joins two of them; `weight` is how often."""

    id: str
    source: str
    target: str
    kind: str
    label: str
    weight: int


class GraphData(msgspec.Struct, frozen=True):
    """Nodes and edges; `truncated` if there is more than asked for."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    truncated: bool


class GraphPage(msgspec.Struct, frozen=True):
    """The page of the graph view."""

    focus: Ref | None
    hops: int
    kind: str
    role: str
    start: str
    end: str
    limit: int


def graph_page(store: Store, asked: Asked) -> GraphPage:
    """Return what the page of the graph view has to know.

    Raises:
        Missing: There is no such entity to begin at.
    """
    key = asked.key("focus", *KINDS)
    return GraphPage(
        focus=Ref(key, require(store, key)) if key else None,
        hops=asked.number("hops", 1, _HOPS),
        kind=asked.choice("kind", KINDS),
        role=asked.choice("role", _ROLES),
        start=asked.day("from"),
        end=asked.day("to"),
        limit=asked.number("limit", _LIMIT, _MOST),
    )


def graph_data(
    side: sqlite3.Connection | None, store: Store, asked: Asked, prefix: str
) -> GraphData:
    """Return the nodes within some hops of an entity, or else those of the latest meetings.

    Raises:
        Missing: There is no such entity to begin at.
    """
    from kg.export.names import path_of

    page = graph_page(store, asked)
    limits = Filter(
        start=page.start or None,
        end=page.end or None,
        roles=(page.role,) if page.role else (),
    )
    kinds = set(KINDS) if not page.kind else {page.kind, "official", "meeting"}
    if page.kind in ("official", "meeting"):
        kinds = {"official", "meeting"}
    keys, links, truncated = (
        _around(side, store, page.focus.key, page.hops, page.limit, limits, kinds)
        if page.focus
        else _latest(side, store, page.limit, limits, kinds)
    )
    named = labels(store, keys)
    shown: dict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for link in links:
        if link.source in named and link.target in named and link.source != link.target:
            shown[link.source, link.target, link.kind].append(link)
    degree: dict[str, int] = defaultdict(int)
    edges: list[Edge] = []
    for (source, target, kind), some in shown.items():
        if len(edges) >= _EDGES:
            truncated = True
            break
        degree[source] += 1
        degree[target] += 1
        words = "; ".join(dict.fromkeys(link.words for link in some if link.words))
        weight = len(some)
        edges.append(Edge(f"e{len(edges)}", source, target, kind, words, weight))
    nodes = tuple(
        Node(key, named[key], key.partition("/")[0], f"{prefix}/{path_of(key)}", degree[key])
        for key in keys
        if key in named
    )
    return GraphData(nodes, tuple(edges), truncated)


_Found = tuple[list[str], list[Link], bool]


def _around(
    side: sqlite3.Connection | None,
    store: Store,
    focus: str,
    hops: int,
    limit: int,
    limits: Filter,
    kinds: set[str],
) -> _Found:
    shown = {focus: None}
    frontier, truncated = [focus], False
    for _ in range(hops):
        links = list(links_near(side, store, frontier, limits))
        reached = _reached(links, shown, kinds)
        room = limit - len(shown)
        kept = sorted(reached, key=lambda key: (-reached[key], key))[:room]
        truncated |= len(kept) < len(reached) or len(frontier) > _FRONTIER
        shown |= dict.fromkeys(kept)
        # Everybody meets in a central body: going on from there would lead to all.
        frontier = [key for key in kept if key.partition("/")[0] in ("official", "meeting")]
        frontier = frontier[:_FRONTIER]
        if not frontier or len(shown) >= limit:
            break
    return list(shown), _between(side, store, list(shown), limits), truncated


def _reached(links: Iterable[Link], shown: dict[str, None], kinds: set[str]) -> dict[str, int]:
    out: dict[str, int] = defaultdict(int)
    for link in links:
        for here, there in ((link.source, link.target), (link.target, link.source)):
            if here in shown and there not in shown and there.partition("/")[0] in kinds:
                out[there] += 1
    return out


def _between(
    side: sqlite3.Connection | None, store: Store, keys: list[str], limits: Filter
) -> list[Link]:
    """Return the links both ends of which are among some entities."""
    inside = set(keys)
    some = [key for key in keys if key.partition("/")[0] in ("official", "meeting")]
    # Only what stands next to officials and meetings: a body's own links are among these, but for
    # the territory it lies in.
    others = [key for key in keys if key.startswith("province/")] if len(some) < 2 else []
    found = dict.fromkeys(links_near(side, store, [*some, *others], limits))
    return [link for link in found if link.source in inside and link.target in inside]


def _latest(
    side: sqlite3.Connection | None, store: Store, limit: int, limits: Filter, kinds: set[str]
) -> _Found:
    """Return the latest meetings with who was there, until there are enough nodes."""
    meetings = rows(
        store,
        "SELECT key FROM meetings WHERE date IS NOT NULL AND date >= coalesce(?, date) "
        "AND date <= coalesce(?, date) ORDER BY date DESC, key LIMIT ?",
        limits.start,
        limits.end,
        limit,
    )
    shown: dict[str, None] = {}
    truncated = False
    for (meeting,) in meetings:
        present = rows(
            store,
            "SELECT DISTINCT participant FROM participations WHERE meeting = ? "
            "AND (? = '[]' OR role IN (SELECT value FROM json_each(?))) LIMIT 200",
            meeting,
            json.dumps(limits.roles),
            json.dumps(limits.roles),
        )
        more = [who for (who,) in present if who.partition("/")[0] in kinds]
        if not more:
            continue
        new = [key for key in (meeting, *more) if key not in shown]
        if len(shown) + len(new) > limit:
            truncated = True
            break
        shown |= dict.fromkeys(new)
    if not truncated:
        (total,) = one(store, "SELECT count(*) FROM meetings")
        truncated = total > len(meetings)
    return list(shown), _between(side, store, list(shown), limits), truncated


__all__ = ["PARAMETERS", "GraphData", "GraphPage", "Missing", "graph_data", "graph_page"]
