"""Which entities a picture holds: those around one, or all of a small graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import msgspec

from kg.draw.look import COLUMN_OF
from kg.errors import KgError
from kg.store.neighbours import Filter, Link, details, links_of, member_counts
from kg.store.store import Store
from kg.store.subjects import Subject

MOST_NODES: Final = 160  # of a whole graph: beyond, nobody can read it
MOST: Final = 60  # of surroundings, unless somebody asks for more
# Of the room for nodes, the share that one kind may take at a hop of several, and at the last.
_SHARE: Final = 0.25
_SHARE_LAST: Final = 0.5
_STRENGTH: Final = ("chaired", "holds", "organised", "acted_for", "spoke", "attended")


class Node(msgspec.Struct, frozen=True):
    """An entity of a picture; `centre` is what the picture is about."""

    key: str
    kind: str
    label: str
    detail: str
    centre: bool


class Surroundings(msgspec.Struct, frozen=True):
    """Nodes by kind and key, the links between them, and how many nodes were left out."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    left_out: int


def everything(store: Store, limits: Filter) -> Surroundings:
    """Return the whole graph, as far as the limits go.

    Raises:
        KgError: It has more than `MOST_NODES` nodes.
    """
    links = _between_columns(links_of(store, None, limits, territory=False))
    ends = {end for link in links for end in (link.source, link.target)}
    if len(ends) > MOST_NODES:
        raise KgError(
            f"{len(ends)} nodes are too many for one picture: name what it shall be about"
        )
    return _drawn(store, ends, links, (), 0)


def surroundings(
    store: Store, centre: Subject, hops: int, most: int, limits: Filter
) -> Surroundings:
    """Return what is within some hops of an entity, at most `most` nodes.

    Hops lead over meetings and officials. What else a body or a province is joined to is no
    neighbourhood of somebody there (all ministers belong to the Government), so bodies and
    provinces are gone through only where the picture is about them, or about their province.

    Of too many, the latest meetings and those with the most links to what is shown are kept.
    """
    shown = dict.fromkeys(centre.keys)
    frontier = list(centre.keys)
    found: dict[tuple[str, str, str], Link] = {}
    left_out = set[str]()
    for hop in range(1, hops + 1):
        around = links_of(store, frontier, limits, territory=centre.kind == "province")
        links = _between_columns(around, bodies_in=centre.keys)
        found |= {(link.source, link.target, link.kind): link for link in links}
        reached = _reached(links, shown)
        room = most - len(shown)
        share = 1.0 if hops == 1 else _SHARE_LAST if hop == hops else _SHARE
        kept = _kept(store, reached, room, max(1, int(most * share)))
        left_out |= reached.keys()
        shown |= dict.fromkeys(kept)
        frontier = [key for key in kept if _kind(key) in _passable(centre.kind, hop)]
        if not frontier:
            break
    links = [
        link
        for link in found.values()
        if link.source in shown and link.target in shown and not _is_territory(link)
    ]
    joined = {end for link in links for end in (link.source, link.target)}
    alone = [key for key in shown if key not in joined]
    if len(alone) < len(shown):
        shown = {key: None for key in shown if key in joined}
    return _drawn(store, shown, links, centre.keys, len(left_out - shown.keys()))


def _passable(centre: str, hop: int) -> tuple[str, ...]:
    if centre == "province" and hop == 1:
        return ("official", "meeting", "body")
    return ("official", "meeting")


def _between_columns(links: Iterable[Link], bodies_in: Collection[str] = ()) -> list[Link]:
    """Return what joins two columns, and what lies in the provinces that the picture is about.

    A body's name says where it is: that takes no line.
    """
    out = []
    whole = {(link.source, link.target) for link in links if link.kind == "located_in"}
    for link in links:
        kinds = _kind(link.source), _kind(link.target)
        if kinds[0] == kinds[1] or not all(kind in COLUMN_OF for kind in kinds):
            continue
        if _is_territory(link) and link.target not in bodies_in:
            continue
        if link.kind == "site_in" and (link.source, link.target) in whole:
            continue
        out.append(link)
    return out


def _is_territory(link: Link) -> bool:
    return _kind(link.source) == "body" and _kind(link.target) == "province"


def _reached(links: Iterable[Link], shown: Collection[str]) -> dict[str, list[Link]]:
    """Return the links that lead out of what is shown, by where they lead."""
    reached = defaultdict[str, list[Link]](list)
    for link in links:
        if (link.source in shown) != (link.target in shown):
            reached[link.target if link.source in shown else link.source].append(link)
    return reached


def _kept(store: Store, reached: dict[str, list[Link]], room: int, each: int) -> list[str]:
    """Return up to `room` of the keys, up to `each` of one kind, the weightiest first."""
    days = _days(store, [key for key in reached if _kind(key) == "meeting"])
    members = member_counts(store, [key for key in reached if _kind(key) == "body"])

    def weight(key: str) -> tuple[int, int, int]:
        links = reached[key]
        ends = {link.source if link.target == key else link.target for link in links}
        known = 0 if key in days else min(map(_strength, links))
        return -len(ends), known, -members.get(key, 0)

    ranked = sorted(reached)
    ranked.sort(key=lambda key: days.get(key, ""), reverse=True)
    ranked.sort(key=weight)
    count, kept = defaultdict[str, int](int), list[str]()
    for key in ranked:
        kind = _kind(key)
        if len(kept) < room and count[kind] < each:
            kept.append(key)
            count[kind] += 1
    return kept


def _strength(link: Link) -> int:
    return _STRENGTH.index(link.kind) if link.kind in _STRENGTH else len(_STRENGTH)


def _days(store: Store, meetings: Sequence[str]) -> dict[str, str]:
    return {key: detail for key, (_, detail) in details(store, meetings).items()}


def _drawn(
    store: Store,
    keys: Collection[str],
    links: Sequence[Link],
    centre: Sequence[str],
    left_out: int,
) -> Surroundings:
    told = details(store, list(keys))
    nodes = [Node(key, _kind(key), *told[key], centre=key in centre) for key in keys if key in told]
    nodes.sort(key=lambda node: (COLUMN_OF[node.kind], node.key))
    return Surroundings(
        tuple(nodes),
        tuple(link for link in links if link.source in told and link.target in told),
        left_out,
    )


def _kind(key: str) -> str:
    return key.partition("/")[0]
