"""The view of everything: officials, bodies, posts, places and meetings with all that joins them.

A site is an attribute of the edges that are there, and an edge of its own (``site_in``) from its
meeting to its province. Documents and mentions are attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from kg.export.edges import Days, EdgeRow, EdgeTable, tables
from kg.export.filters import Centre, Filter
from kg.export.hops import Walk
from kg.export.lookup import Documents, batches
from kg.export.selection import Selection
from kg.export.views import View
from kg.store.neighbours import KIND_OF_ROLE
from kg.store.store import Store

_MEMBERSHIP_KINDS: Final = {
    "current": "holds",
    "acting": "holds",
    "appointed": "holds",
    "former": "held",
}
_TABLES = ("officials", "bodies", "posts", "places", "met")
# What statements are about, then all that lies above it.
_STATED = (
    "SELECT key FROM met",
    "SELECT participant FROM part",
    "SELECT on_behalf_of FROM part WHERE on_behalf_of IS NOT NULL",
    "SELECT official FROM held",
    "SELECT post FROM held",
    "SELECT value FROM met m, json_each(m.organisers)",
    "SELECT value FROM met m, json_each(m.provinces)",
    "SELECT province FROM sites WHERE province IS NOT NULL AND meeting IN (SELECT key FROM met)",
    "SELECT t.body FROM posts t JOIN present n ON n.key = t.key WHERE t.body IS NOT NULL",
    "WITH RECURSIVE above (key) AS (SELECT b.parent FROM bodies b JOIN present n ON n.key = b.key "
    "UNION SELECT b.parent FROM bodies b JOIN above a ON a.key = b.key) "
    "SELECT key FROM above WHERE key IS NOT NULL",
    "SELECT coalesce(b.place, b.province) AS key FROM bodies b JOIN present n ON n.key = b.key "
    "WHERE coalesce(b.place, b.province) IS NOT NULL",
    "SELECT l.province FROM places l JOIN present n ON n.key = l.key WHERE l.province IS NOT NULL",
    "WITH RECURSIVE heir (key) AS (SELECT l.replaced_by FROM places l JOIN present n "
    "ON n.key = l.key UNION SELECT l.replaced_by FROM places l JOIN heir h ON h.key = l.key) "
    "SELECT key FROM heir WHERE key IS NOT NULL",
)
# Kind; the two ends, first and last day, and the key and label of a site, where there is one.
_NOTHING = "NULL AS day, NULL AS last, NULL AS of, NULL AS site"
_HELD_ON = "m.date AS day, coalesce(m.end_date, m.date) AS last"
_STRUCTURE: Final = (
    ("located_in", f"SELECT key AS a, province AS b, {_NOTHING} FROM places"),
    (
        "replaced_by",
        f"SELECT key AS a, replaced_by AS b, {_NOTHING} FROM places WHERE replaced_by <> key",
    ),
    ("part_of", f"SELECT key AS a, parent AS b, {_NOTHING} FROM bodies"),
    ("located_in", f"SELECT key AS a, coalesce(place, province) AS b, {_NOTHING} FROM bodies"),
    ("post_in", f"SELECT key AS a, body AS b, {_NOTHING} FROM posts"),
    (
        "located_in",
        f"SELECT DISTINCT m.key AS a, value AS b, {_HELD_ON}, NULL AS of, NULL AS site "
        "FROM met m, json_each(m.provinces)",
    ),
    (
        "organised",
        f"SELECT DISTINCT value AS a, m.key AS b, {_HELD_ON}, NULL AS of, NULL AS site "
        "FROM met m, json_each(m.organisers)",
    ),
    (
        "site_in",
        "SELECT s.meeting AS a, s.province AS b, NULL AS day, NULL AS last, s.key AS of, "
        "s.label AS site "
        "FROM sites s WHERE s.meeting IN (SELECT key FROM met)",
    ),
)
_IS_THERE = "IN (SELECT key FROM present)"
_MEMBERSHIPS = (
    "SELECT key, official, post, status, first_seen, last_seen, confidence, documents FROM held "
    "{where} ORDER BY key"
)
# A participation is an edge to the meeting, and one to the body that was acted for.
_PARTICIPATIONS = (
    "SELECT p.documents, p.key, p.participant, "
    "CASE e.acted WHEN 0 THEN p.meeting ELSE p.on_behalf_of END AS target, "
    "CASE e.acted WHEN 0 THEN p.role ELSE 'acted' END, p.role, s.label, m.date, "
    "coalesce(m.end_date, m.date), CASE e.acted WHEN 0 THEN p.acting_as END, "
    'CASE e.acted WHEN 0 THEN p."order" END, p.confidence '
    "FROM {rows} LEFT JOIN sites s ON s.key = p.site "
    "CROSS JOIN (SELECT 0 AS acted UNION ALL SELECT 1) e "
    "WHERE (e.acted = 0 OR p.on_behalf_of IS NOT NULL) {where} ORDER BY m.key, p.key, e.acted"
)
_KINDS: Final = {**KIND_OF_ROLE, "acted": "acted_for"}
_LABELS: Final = {**KIND_OF_ROLE, "acted": "acted for"}


class Full:
    """The nodes and edges of the view, as `kg.export.elements.Elements` asks for them."""

    def __init__(
        self, store: Store, view: View, chosen: Filter, centre: Centre, selection: Selection
    ) -> None:
        self._run = store.connection.execute
        self._meeting_rows = selection.meeting_rows
        self._run("CREATE TEMP TABLE present (key TEXT PRIMARY KEY) WITHOUT ROWID")
        everything = [f"SELECT key FROM {table}" for table in _TABLES]
        for statement in _STATED if chosen.stated else everything:
            self._run(f"INSERT OR IGNORE INTO present {statement}")
        if selection.limited:
            self._near(centre, chosen.steps(view))
        self._documents = Documents(store)
        self._post = lru_cache(maxsize=1 << 16)(self._read_post)
        # Most graphs need no look at every end of every edge.
        self._checked = selection.limited or self._dangling()

    def _near(self, centre: Centre, steps: int) -> None:
        self._run("CREATE TEMP TABLE entity (n INTEGER PRIMARY KEY, key TEXT UNIQUE)")
        self._run("INSERT INTO entity (key) SELECT key FROM present")
        walk = Walk(self._run)
        if steps:
            for _, ends in _STRUCTURE:
                walk.join_keys(f"SELECT a, b FROM ({ends})")
            walk.join_keys("SELECT official AS a, post AS b FROM held")
            walk.join_keys("SELECT participant AS a, meeting AS b FROM part")
            walk.join_keys("SELECT participant AS a, on_behalf_of AS b FROM part")
        walk.go(steps, centre)
        self._run("DELETE FROM present WHERE key NOT IN (SELECT key FROM kept)")

    def _dangling(self) -> bool:
        """Say whether somebody takes part, or is acted for, who is not there."""
        for end in ("participant", "on_behalf_of"):
            missing = f"NOT {end} {_IS_THERE}"
            found = self._run(
                f"SELECT 1 FROM (SELECT DISTINCT {end} FROM part) WHERE {missing} LIMIT 1"
            )
            if found.fetchone():
                return True
        return False

    def edges(self) -> Iterator[EdgeTable]:
        """Give the edges whose two ends are present, kind by kind, each by key."""
        yield from tables(self._structure())
        yield from self._memberships()
        yield from self._participations()

    def _structure(self) -> Iterator[EdgeRow]:
        for kind, ends in _STRUCTURE:
            for a, b, day, last, of, site in self._run(
                f"SELECT * FROM ({ends}) WHERE a {_IS_THERE} AND b {_IS_THERE} ORDER BY a, b, of"
            ):
                label = kind.replace("_", " ") + (f" ({site})" if site else "")
                yield (
                    kind,
                    of,
                    a,
                    b,
                    (label, kind, None, site, day, None, 1.0, None, None, None, None),
                    ((day, last),) if day else (),
                )

    def _memberships(self) -> Iterator[EdgeTable]:
        where = f"WHERE official {_IS_THERE} AND post {_IS_THERE}" if self._checked else ""
        for rows in batches(self._run(_MEMBERSHIPS.format(where=where))):
            keys, officials, posts, statuses, first, last, confidence, rests_on = zip(
                *rows, strict=True
            )
            kinds = list(map(_MEMBERSHIP_KINDS.__getitem__, statuses))
            weights, documents = self._evidence(rests_on)
            none = (None,) * len(rows)
            told = none, first, last, weights, documents
            values = (kinds, kinds, statuses, *told, none, none, confidence)
            yield EdgeTable(kinds, keys, officials, posts, values, _days(first, last))

    def _participations(self) -> Iterator[EdgeTable]:
        where = f"AND p.participant {_IS_THERE} AND target {_IS_THERE}" if self._checked else ""
        statement = _PARTICIPATIONS.format(rows=self._meeting_rows, where=where)
        for rows in batches(self._run(statement)):
            (
                rests_on, keys, participants, targets, acts, roles, sites, first, last, acting_as,
                orders, confidence,
            ) = zip(*rows, strict=True)  # fmt: skip
            kinds = list(map(_KINDS.__getitem__, acts))
            labels = [
                f"{_LABELS[act]} ({site})" if site else _LABELS[act]
                for act, site in zip(acts, sites, strict=True)
            ]
            weights, documents = self._evidence(rests_on)
            posts = list(map(self._post, acting_as))
            none = (None,) * len(rows)
            told = sites, first, none, weights, documents
            values = (labels, kinds, roles, *told, posts, orders, confidence)
            yield EdgeTable(kinds, keys, participants, targets, values, _days(first, last))

    def _evidence(self, rests_on: Iterable[str]) -> tuple[tuple[float, ...], tuple[str, ...]]:
        """Return the weights and the ids of lists of documents, as two columns."""
        lists = list(rests_on)
        evidence = self._documents.evidence(lists)
        weights, documents = zip(*map(evidence.__getitem__, lists), strict=True)
        return weights, documents

    def _read_post(self, key: str | None) -> str | None:
        """Return the label of a post."""
        found = self._run("SELECT label FROM posts WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None


def _days(first: Iterable[str | None], last: Iterable[str | None]) -> list[Days]:
    return [((a, b),) if a else () for a, b in zip(first, last, strict=True)]
