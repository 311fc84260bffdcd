"""What became of the keys of a store when its graph is replaced: nobody is renamed unsaid."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kg.link.model import Graph, RedirectRow
from kg.store.store import Store

# Tables of entities whose keys people cite, by what their keys begin with.
ENTITIES = {"official": "officials", "body": "bodies", "meeting": "meetings", "post": "posts"}


class Renamed(msgspec.Struct, frozen=True):
    """A key that reports or rules, no decision, took from its entity.

    `target` is the key of what most mentions of the entity refer to now. `reused` says that the key
    is still there, for the lesser part of them or for something else, so that it can't redirect.
    """

    key: str
    target: str
    reused: bool

    def __str__(self) -> str:
        if self.reused:
            return f"{self.key} means another now: most of what it stood for is {self.target}"
        return f"{self.key} is {self.target} now"


def replace_graph(
    store: Store, graph: Graph, digests: Mapping[str, str] | None = None
) -> list[Renamed]:
    """Put a graph in the place of the one held, as `Store.replace_graph` does, redirects kept.

    Where an entity has another key than before, the old key redirects; so do the keys that
    redirected before. An entity is known again by its mentions: by most of those that the new graph
    still has at the same place of the same document.

    Returns:
        What was renamed, by key, without what decisions redirect.

    Raises:
        KgError: The file cannot be written.
    """
    with store.transaction():
        con = store.connection
        con.execute("DROP TABLE IF EXISTS temp.former")
        con.execute(
            "CREATE TEMP TABLE former AS SELECT key, target FROM mentions "
            "WHERE kind IN ('person', 'body', 'meeting', 'post')"
        )
        before = list(store.redirects())
        store.replace_graph(graph, digests)
        moved = _moved(store)
        con.execute("DROP TABLE temp.former")
        decided = {row.key for row in graph.redirects}
        live = _live(store)
        renamed = [
            Renamed(key, target, key in live)
            for key, target in sorted(moved.items())
            if key not in decided
        ]
        kept = {r.key: r.target for r in renamed if not r.reused}
        now = kept | {row.key: row.target for row in graph.redirects}
        for row in before:
            # What an old redirect led to may itself have another key since.
            target = now.get(row.target, row.target)
            if row.key not in live | now.keys() and target in live and target != row.key:
                kept[row.key] = target
        con.executemany(
            "INSERT INTO redirects (key, target, decision) VALUES (?, ?, NULL)",
            sorted(kept.items()),
        )
    return renamed


def moved_to(store: Store, key: str) -> str:
    """Return the key that an entity has now: `key` itself, if it does not redirect."""
    row = next(store.select(RedirectRow, "key = ?", key), None)
    return row.target if row else key


def _moved(store: Store) -> dict[str, str]:
    """Return the former keys most of whose mentions now refer to something of another key."""
    best: dict[str, tuple[int, str]] = {}
    for old, new, n in store.connection.execute(
        "SELECT f.target, m.target, count(*) FROM temp.former f JOIN mentions m ON m.key = f.key "
        "GROUP BY f.target, m.target"
    ):
        stays = (-n, "" if new == old else new)
        if old not in best or stays < best[old]:
            best[old] = stays
    return {old: new for old, (_, new) in best.items() if new}


def _live(store: Store) -> set[str]:
    return {
        key
        for table in ENTITIES.values()
        for (key,) in store.connection.execute(f"SELECT key FROM {table}")
    }
