"""What a search finds, and suggestions while somebody types."""

from __future__ import annotations

import sqlite3

import msgspec

from kg.store.names import find_officials
from kg.store.store import Store
from kg.web import side
from kg.web.pages.base import ROWS, Asked, Pager, pager
from kg.web.side import Hit

PARAMETERS = ("q", "kind", "page")
KINDS = ("official", "body", "meeting", "province")
_FEW = 8  # of each kind, if all kinds are searched
_SUGGESTED = 5
_COUNTED = 10_000


class Group(msgspec.Struct, frozen=True):
    """What was found of one kind."""

    kind: str
    hits: tuple[Hit, ...]
    pager: Pager


class SearchPage(msgspec.Struct, frozen=True):
    """The page of a search; `ready` is false while the words are still being gone through."""

    q: str
    kind: str
    groups: tuple[Group, ...]
    ready: bool


def search_page(found: sqlite3.Connection | None, store: Store, asked: Asked) -> SearchPage:
    """Return what a search finds: a few of each kind, or all of one kind, a page at a time."""
    q, kind = asked.text("q"), asked.choice("kind", KINDS)
    if found is None:
        return SearchPage(q, kind, _without(store, q), False)
    groups = []
    if q or kind:
        for each in [kind] if kind else KINDS:
            total = side.count(found, q, each, _COUNTED)
            shown = pager(total, asked.page() if kind else 1, ROWS if kind else _FEW)
            size = ROWS if kind else _FEW
            hits = side.search(found, q, each, size, (shown.page - 1) * size)
            groups.append(Group(each, tuple(hits), shown))
    return SearchPage(q, kind, tuple(groups), True)


def suggestions(found: sqlite3.Connection, asked: Asked) -> tuple[Hit, ...]:
    """Return a few entities of each kind that what is typed so far may mean."""
    q = asked.text("q")
    if not q:
        return ()
    kind = asked.choice("kind", KINDS)
    most = _SUGGESTED * 2 if kind else _SUGGESTED
    return tuple(
        hit for each in ([kind] if kind else KINDS) for hit in side.search(found, q, each, most)
    )


def found_by_name(store: Store, asked: Asked) -> tuple[Hit, ...]:
    """Return officials that what is typed may mean, as long as nothing is derived yet."""
    return tuple(hit for group in _without(store, asked.text("q")) for hit in group.hits)


def _without(store: Store, q: str) -> tuple[Group, ...]:
    """Return the officials that the store itself finds."""
    if len(q) < 2:
        return ()
    hits = find_officials(store, q)
    few = tuple(Hit(hit.key, hit.label, "", "official") for hit in hits[:ROWS])
    return (Group("official", few, Pager(1, 1, len(hits))),) if few else ()
