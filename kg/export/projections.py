"""The views of one kind of node: who was at one meeting, counted; and officials beside meetings.

`there` holds who or what was at which meeting, by number, `pair` the pairs that met, a row a
meeting. Numbers of nodes follow their keys, numbers of meetings their days, undated ones last.

- officials: two who took part in a meeting, not as one represented.
- chairs: from who chaired a meeting to each of the others there; the chair of a site has chaired
  those at that site. Those who chaired together have not chaired each other.
- bodies: two that were at a meeting: they organised it, took part, were represented or acted for,
  or somebody was there whose post at the body the same document prints.
- provinces: two of a meeting: it lay there, had a site there, or a body of theirs was at it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final

from kg.export.appearances import ROLES
from kg.export.edges import EdgeRow, EdgeTable, tables
from kg.export.filters import Centre, Filter
from kg.export.hops import Walk
from kg.export.lookup import Documents, batches
from kg.export.selection import Selection
from kg.export.views import JOIN, View
from kg.store.neighbours import KIND_OF_ROLE
from kg.store.store import Store

_KEYS: Final = {
    "officials": ("SELECT key FROM officials",),
    "chairs": ("SELECT key FROM officials",),
    "bodies": ("SELECT key FROM bodies",),
    "provinces": ("SELECT key FROM places WHERE level = 'province'", "SELECT key FROM bodies"),
    "meeting-official": ("SELECT key FROM officials", "SELECT key FROM met"),
}
_AT = (
    "SELECT g.n, e.n FROM part p CROSS JOIN gathering g ON g.key = p.meeting "
    "CROSS JOIN entity e ON e.key = p.participant"
)
_BODIES = (
    _AT,
    "SELECT g.n, e.n FROM part p JOIN gathering g ON g.key = p.meeting "
    "JOIN entity e ON e.key = p.on_behalf_of",
    "SELECT g.n, e.n FROM part p JOIN gathering g ON g.key = p.meeting "
    "JOIN posts t ON t.key = p.acting_as JOIN entity e ON e.key = t.body "
    "WHERE p.role <> 'represented'",
    "SELECT g.n, s.body FROM part p JOIN gathering g ON g.key = p.meeting, "
    "json_each(p.documents) d JOIN printed s ON s.official = p.participant "
    "AND s.document = d.value WHERE p.role <> 'represented'",
    "SELECT g.n, e.n FROM met m JOIN gathering g ON g.key = m.key, json_each(m.organisers) o "
    "JOIN entity e ON e.key = o.value",
)
_PROVINCES = (
    "SELECT g.n, e.n FROM met m JOIN gathering g ON g.key = m.key, json_each(m.provinces) o "
    "JOIN entity e ON e.key = o.value",
    "SELECT g.n, e.n FROM sites s JOIN gathering g ON g.key = s.meeting "
    "JOIN entity e ON e.key = s.province",
    "SELECT t.meeting, e.n FROM there t JOIN entity x ON x.n = t.who JOIN bodies b "
    "ON b.key = x.key JOIN entity e ON e.key = b.province",
)
_THERE: Final = {
    "officials": (_AT + " WHERE p.role <> 'represented'",),
    "bodies": _BODIES,
    "provinces": (*_BODIES, *_PROVINCES),
    "meeting-official": (_AT,),
}
_MET = (
    "SELECT x.who, y.who, x.meeting FROM there x CROSS JOIN there y "
    "ON y.meeting = x.meeting AND y.who > x.who"
)
_CHAIRED = (
    "SELECT x.who, y.who, x.meeting FROM seat x CROSS JOIN seat y ON y.meeting = x.meeting "
    "AND y.who <> x.who AND y.asked AND (x.site = '' OR y.site = x.site) "
    "WHERE x.chair AND NOT EXISTS (SELECT 1 FROM seat z WHERE z.meeting = y.meeting "
    "AND z.who = y.who AND z.chair AND z.site = x.site)"
)


class Projection:
    """The nodes and edges of such a view, as `kg.export.elements.Elements` asks for them."""

    def __init__(
        self, store: Store, view: View, chosen: Filter, centre: Centre, selection: Selection
    ) -> None:
        self._run = store.connection.execute
        self._view, self._chosen = view, chosen
        self._steps = chosen.steps(view)
        self._number()
        near = selection.limited and (self._steps > 0 or bool(centre.officials))
        if selection.limited and not near:
            self._run("DELETE FROM entity WHERE key NOT IN (SELECT key FROM kept)")
        self._meet()
        if near:
            walk = Walk(self._run)
            walk.join("SELECT a, b FROM pair")
            walk.go(self._steps, centre)
            outside = "SELECT n FROM entity WHERE key NOT IN (SELECT key FROM kept)"
            self._run(f"DELETE FROM pair WHERE a IN ({outside}) OR b IN ({outside})")
        self._run("CREATE TEMP TABLE present (key TEXT PRIMARY KEY) WITHOUT ROWID")
        for end in "ab":
            self._run(
                f"INSERT OR IGNORE INTO present SELECT key FROM entity "
                f"WHERE n IN (SELECT {end} FROM pair)"
            )
        self._documents = Documents(store)
        self._meeting = lru_cache(maxsize=1 << 14)(self._read_meeting)

    def _number(self) -> None:
        run = self._run
        run("CREATE TEMP TABLE entity (n INTEGER PRIMARY KEY, key TEXT UNIQUE)")
        for keys in _KEYS[self._view.name]:
            run(f"INSERT INTO entity (key) {keys} ORDER BY key")
        run("CREATE TEMP TABLE gathering (n INTEGER PRIMARY KEY, key TEXT UNIQUE)")
        run("INSERT INTO gathering (key) SELECT key FROM met ORDER BY date IS NULL, date, key")

    def _meet(self) -> None:
        run, name = self._run, self._view.name
        pairs = _MET
        if name == "chairs":
            run(
                "CREATE TEMP TABLE seat (meeting INTEGER, who INTEGER, site TEXT, chair INTEGER, "
                "asked INTEGER, PRIMARY KEY (meeting, who, site, chair, asked)) WITHOUT ROWID"
            )
            roles = self._chosen.roles or ROLES
            seat = (
                "e.n, coalesce(p.site, ''), p.role = 'chair', "
                f"p.role IN ({', '.join('?' * len(roles))})"
            )
            run(
                f"INSERT OR IGNORE INTO seat {_AT.replace('e.n', seat)} "
                "WHERE p.role <> 'represented'",
                roles,
            )
            pairs = _CHAIRED
        else:
            run(
                "CREATE TEMP TABLE there (meeting INTEGER, who INTEGER, "
                "PRIMARY KEY (meeting, who)) WITHOUT ROWID"
            )
            if name in ("bodies", "provinces"):
                self._read_printed()
            for statement in _THERE[name]:
                run(f"INSERT OR IGNORE INTO there {statement}")
            if name == "provinces":
                run(
                    "DELETE FROM there WHERE who NOT IN "
                    "(SELECT e.n FROM entity e JOIN places l ON l.key = e.key)"
                )
        if name == "meeting-official":
            pairs = (
                "SELECT t.who, e.n, t.meeting FROM there t JOIN gathering g ON g.n = t.meeting "
                "JOIN entity e ON e.key = g.key"
            )
        run(
            "CREATE TEMP TABLE pair (a INTEGER, b INTEGER, meeting INTEGER, "
            "PRIMARY KEY (a, b, meeting)) WITHOUT ROWID"
        )
        run(f"INSERT OR IGNORE INTO pair {pairs} ORDER BY 1, 2, 3")
        self._drop_light()

    def _read_printed(self) -> None:
        """Note which posts, not left behind, each document prints of whom."""
        self._run(
            "CREATE TEMP TABLE printed (official TEXT, document TEXT, body INTEGER, "
            "PRIMARY KEY (official, document, body)) WITHOUT ROWID"
        )
        self._run(
            "INSERT OR IGNORE INTO printed SELECT h.official, d.value, e.n FROM held h "
            "JOIN posts t ON t.key = h.post JOIN entity e ON e.key = t.body, "
            "json_each(h.documents) d WHERE h.status <> 'former'"
        )

    def _drop_light(self) -> None:
        least = self._chosen.min_weight
        if least <= 1:
            return
        weight = "SELECT a, b FROM pair GROUP BY a, b HAVING count(*) < ?"
        if self._view.name == "meeting-official":
            weight = (
                "SELECT x.n, y.n FROM part p JOIN entity x ON x.key = p.participant "
                "JOIN entity y ON y.key = p.meeting JOIN json_each(p.documents) d "
                "LEFT JOIN copies c ON c.document = d.value "
                "GROUP BY x.n, y.n HAVING count(DISTINCT coalesce(c.original, d.value)) < ?"
            )
        self._run(f"DELETE FROM pair WHERE (a, b) IN ({weight})", (least,))

    def edges(self) -> Iterator[EdgeTable]:
        """Give the edges by the keys of their ends."""
        return tables(self._rows())

    def _rows(self) -> Iterator[EdgeRow]:
        if self._view.name == "meeting-official":
            yield from self._took_part()
            return
        kind = "chairs" if self._view.directed else "met"
        for (a, b), rows in groupby(
            self._run(
                "SELECT x.key, y.key, p.meeting FROM pair p CROSS JOIN entity x ON x.n = p.a "
                "CROSS JOIN entity y ON y.n = p.b ORDER BY p.a, p.b, p.meeting"
            ),
            key=lambda row: row[:2],
        ):
            meetings = [self._meeting(number) for _, _, number in rows]
            days = sorted({(m[2], m[3]) for m in meetings if m[2]})
            values = (
                f"{len(meetings)} meeting{'s' * (len(meetings) > 1)}",
                kind,
                float(len(meetings)),
                days[0][0] if days else None,
                max((last for _, last in days), default=None),
                JOIN.join(f"{m[2]} {m[1]}" if m[2] else m[1] for m in meetings),
                JOIN.join(m[0] for m in meetings),
            )
            yield kind, None, a, b, values, tuple(days)

    def _read_meeting(self, number: int) -> tuple[str, str, str | None, str]:
        """Return key, label, first and last day of a meeting."""
        found: tuple[str, str, str | None, str] = self._run(
            "SELECT m.key, m.label, m.date, coalesce(m.end_date, m.date) "
            "FROM gathering g JOIN meetings m ON m.key = g.key WHERE g.n = ?",
            (number,),
        ).fetchone()
        return found

    def _took_part(self) -> Iterator[EdgeRow]:
        """Give an edge an official and meeting, with all roles in which one took part."""
        found = self._run(
            "SELECT p.participant, p.meeting, m.date, coalesce(m.end_date, m.date), p.role, "
            's.label, t.label, p."order", p.confidence, p.documents FROM part p '
            "CROSS JOIN meetings m ON m.key = p.meeting "
            "CROSS JOIN entity x ON x.key = p.participant "
            "CROSS JOIN entity y ON y.key = p.meeting "
            "CROSS JOIN pair ON pair.a = x.n AND pair.b = y.n "
            "LEFT JOIN sites s ON s.key = p.site LEFT JOIN posts t ON t.key = p.acting_as "
            "ORDER BY p.participant, p.meeting, p.role, p.key"
        )
        edges = (
            (ends, [row[4:] for row in rows]) for ends, rows in groupby(found, lambda row: row[:4])
        )
        for batch in batches((*edge, _united(row[5] for row in edge[1])) for edge in edges):
            evidence = self._documents.evidence(documents for _, _, documents in batch)
            for (official, meeting, day, last), rows, documents in batch:
                kinds = [KIND_OF_ROLE[role] for role in dict.fromkeys(row[0] for row in rows)]
                values = (
                    JOIN.join(kinds),
                    "took_part",
                    _joined(row[0] for row in rows),
                    _joined(row[1] for row in rows),
                    day,
                    None,
                    *evidence[documents],
                    _joined(row[2] for row in rows),
                    min((row[3] for row in rows if row[3] is not None), default=None),
                    max(row[4] for row in rows),
                )
                yield "took_part", None, official, meeting, values, ((day, last),) if day else ()


def _united(lists: Iterator[str]) -> str:
    """Return the keys of several JSON arrays as one, each once."""
    return json.dumps(sorted({key for keys in lists for key in json.loads(keys)}))


def _joined(values: Iterator[str | None]) -> str:
    return JOIN.join(dict.fromkeys(value for value in values if value))
