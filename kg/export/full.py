"""The view of everything: officials, bodies, posts, places and meetings with all that joins them.

A site is an attribute of the edges that are there, and an edge of its own (``site_in``) from its
meeting to its province. Documents and mentions are attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from kg.export.filters import Centre, Filter
from kg.export.hops import Walk
from kg.export.lookup import Documents, batches
from kg.export.selection import Selection
from kg.export.views import View
from kg.store.neighbours import KIND_OF_ROLE
from kg.store.store import Store

Days = tuple[tuple[str, str | None], ...]  # first and last of each stretch of time, ISO 8601
# kind, key of the row that states it (None: its ends do), source, target, the values of the
# view's columns in their order, when it was so
EdgeRow = tuple[str, str | None, str, str, tuple[Any, ...], Days]

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
_PARTICIPATIONS = (
    "SELECT p.documents, p.key, p.participant, p.role, s.label, m.date, "
    'coalesce(m.end_date, m.date), p.acting_as, p."order", p.confidence, {meeting}, {behalf} '
    "FROM {rows} LEFT JOIN sites s ON s.key = p.site {where} ORDER BY m.key, p.key"
)
# All are read meeting by meeting; to look for those selected of each meeting would take an index.
_ALL = "meetings m CROSS JOIN part p ON p.meeting = m.key"
_SELECTED = "part p CROSS JOIN meetings m ON m.key = p.meeting"


class Full:
    """The nodes and edges of the view, as `kg.export.elements.Elements` asks for them."""

    def __init__(
        self, store: Store, view: View, chosen: Filter, centre: Centre, selection: Selection
    ) -> None:
        self._run = store.connection.execute
        self._chosen = chosen
        self._run("CREATE TEMP TABLE present (key TEXT PRIMARY KEY) WITHOUT ROWID")
        everything = [f"SELECT key FROM {table}" for table in _TABLES]
        for statement in _STATED if chosen.stated else everything:
            self._run(f"INSERT OR IGNORE INTO present {statement}")
        if selection.limited:
            self._near(centre, chosen.steps(view))
        self._documents = Documents(store)
        self._post = lru_cache(maxsize=1 << 14)(self._read_post)
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

    def edges(self) -> Iterator[EdgeRow]:
        """Give the edges whose two ends are present, table by table, each by key."""
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
        yield from self._memberships()
        yield from self._participations()

    def _memberships(self) -> Iterator[EdgeRow]:
        where = f"WHERE official {_IS_THERE} AND post {_IS_THERE}" if self._checked else ""
        for rows in batches(self._run(_MEMBERSHIPS.format(where=where))):
            evidence = self._documents.evidence(row[-1] for row in rows)
            for key, official, post, status, first, last, confidence, rests_on in rows:
                kind = _MEMBERSHIP_KINDS[status]
                weight, documents = evidence[rests_on]
                told = first, last, weight, documents
                values = (kind, kind, status, None, *told, None, None, confidence)
                days = ((first, last),) if first else ()
                yield kind, key, official, post, values, days

    def _participations(self) -> Iterator[EdgeRow]:
        where, meeting, behalf = "", "p.meeting", "p.on_behalf_of"
        if self._checked:
            where = f"WHERE p.participant {_IS_THERE}"
            meeting, behalf = (
                f"CASE WHEN {end} {_IS_THERE} THEN {end} END" for end in (meeting, behalf)
            )
        statement = _PARTICIPATIONS.format(
            rows=_SELECTED if self._chosen.stated else _ALL,
            where=where,
            meeting=meeting,
            behalf=behalf,
        )
        for rows in batches(self._run(statement)):
            evidence = self._documents.evidence(row[0] for row in rows)
            for (
                rests_on, key, participant, role, site, day, last, acting_as, order, confidence,
                meeting, behalf,
            ) in rows:  # fmt: skip
                behind = f" ({site})" if site else ""
                told = role, site, day, None, *evidence[rests_on]
                days = ((day, last),) if day else ()
                if meeting is not None:
                    kind = KIND_OF_ROLE[role]
                    values = (kind + behind, kind, *told, self._post(acting_as), order, confidence)
                    yield kind, key, participant, meeting, values, days
                if behalf is not None:
                    values = ("acted for" + behind, "acted_for", *told, None, None, confidence)
                    yield "acted_for", key, participant, behalf, values, days

    def _read_post(self, key: str | None) -> str | None:
        """Return the label of a post."""
        found = self._run("SELECT label FROM posts WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None
