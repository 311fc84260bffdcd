"""The nodes of a graph export, from the rows selected: labels, counts, days, provinces.

`seen` holds what is counted: of an official or a body the meetings taken part in, of a meeting its
participants, of a post those who hold or held it, of a province the meetings there; and the first
and last day of these. An official who took part in no dated meeting has the days on which posts
were seen held. `home` holds an official's province: that of the posts last seen and still held,
where they agree. `present` holds the keys of the nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from kg.store.store import Store

JOIN = "; "
_decode = msgspec.json.Decoder(list[str]).decode
Row = Sequence[Any]
Columns = dict[str, Any]  # of a node, by name; None where there is no value

_SEEN = (
    "CREATE TEMP TABLE seen (key TEXT PRIMARY KEY, number INTEGER, first TEXT, last TEXT) "
    "WITHOUT ROWID",
    # The signs keep SQLite from reading a big table in the order of an index.
    "INSERT INTO seen SELECT p.participant, count(DISTINCT m.rowid), min(m.date), "
    "max(coalesce(m.end_date, m.date)) FROM part p CROSS JOIN meetings m ON m.key = p.meeting "
    "GROUP BY +p.participant",
    "INSERT OR IGNORE INTO seen SELECT m.key, coalesce(n.number, 0), m.date, "
    "coalesce(m.end_date, m.date) FROM met m LEFT JOIN (SELECT meeting, "
    "count(DISTINCT participant) AS number FROM part GROUP BY meeting) n ON n.meeting = m.key",
    "INSERT OR IGNORE INTO seen SELECT h.post, count(DISTINCT h.official), min(h.first_seen), "
    "max(h.last_seen) FROM held h GROUP BY +h.post",
    "INSERT OR IGNORE INTO seen SELECT value, count(*), min(date), max(last) FROM "
    "(SELECT DISTINCT m.key, m.date, coalesce(m.end_date, m.date) AS last, each.value "
    "FROM met m, json_each(m.provinces) each) GROUP BY value",
    "INSERT INTO seen SELECT h.official, 0, min(h.first_seen), max(h.last_seen) FROM held h "
    "GROUP BY h.official ON CONFLICT (key) DO UPDATE SET first = excluded.first, "
    "last = excluded.last WHERE seen.first IS NULL",
)
_HOME = (
    # Looked up by post: there are more memberships, each of which would be joined to all of these.
    "CREATE TEMP TABLE lies_in (post TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID",
    "INSERT INTO lies_in SELECT t.key, l.label FROM posts t JOIN bodies b ON b.key = t.body "
    "JOIN places l ON l.key = b.province ORDER BY t.key",
    "CREATE TEMP TABLE home (key TEXT PRIMARY KEY, province TEXT) WITHOUT ROWID",
    "INSERT INTO home SELECT official, min(label) FROM (SELECT h.official, l.label, "
    "coalesce(h.last_seen, '') AS day, "
    "max(coalesce(h.last_seen, '')) OVER (PARTITION BY h.official) AS latest "
    "FROM held h CROSS JOIN lies_in l ON l.post = h.post WHERE h.status <> 'former') "
    "WHERE day = latest GROUP BY official HAVING min(label) = max(label)",
    "DROP TABLE lies_in",
)
_COUNTED = "coalesce(s.number, 0), s.first, s.last"
_SEEN_OF = "LEFT JOIN seen s ON s.key = {0}.key WHERE {0}.key IN (SELECT key FROM present)"


def summarise(store: Store) -> None:
    """Fill `seen` and `home` from `part`, `held` and `met`."""
    for statement in (*_SEEN, *_HOME):
        store.connection.execute(statement)


def node_columns(store: Store) -> Iterator[tuple[str, Columns]]:
    """Give (key, columns) of the nodes `present`, kind by kind, each by key."""

    @lru_cache(maxsize=1 << 10)
    def labels(keys: str) -> str:
        """Return the labels of provinces (their keys as JSON)."""
        rows = store.connection.execute(
            "SELECT coalesce(l.label, value) FROM json_each(?) LEFT JOIN places l ON l.key = value",
            (keys,),
        )
        return JOIN.join(label for (label,) in rows)

    for sql, columns in _KINDS:
        for row in store.connection.execute(sql):
            yield row[0], columns(row)
    for *row, provinces in store.connection.execute(_MEETINGS):
        yield row[0], _named(row, "meeting", province=labels(provinces))


def _named(row: Row, kind: str, **more: Any) -> Columns:
    key, label, number, first, last = row[:5]
    return {
        "label": label or key,
        "kind": kind,
        "first_date": first,
        "last_date": last,
        "appearances": number,
        **more,
    }


def _official(row: Row) -> Columns:
    variants = [v for v in _decode(row[5]) if v != row[1]]
    return _named(row, "official", variants=JOIN.join(variants), province=row[6])


def _body(row: Row) -> Columns:
    return _named(row, "body", level=row[5], province=row[6])


def _post(row: Row) -> Columns:
    return _named(row, "post", level=row[5], province=row[6])


def _place(row: Row) -> Columns:
    label, full_name, level, province = row[1], *row[5:]
    return _named(
        row,
        "province" if level == "province" else "place",
        level=level,
        province=label if level == "province" else province,
        variants=full_name if full_name != label else None,
    )


_KINDS: tuple[tuple[str, Callable[[Row], Columns]], ...] = (
    (
        f"SELECT o.key, o.label, {_COUNTED}, o.variants, h.province FROM officials o "
        f"LEFT JOIN home h ON h.key = o.key {_SEEN_OF.format('o')} ORDER BY o.key",
        _official,
    ),
    (
        f"SELECT b.key, b.label, {_COUNTED}, b.level, l.label FROM bodies b "
        f"LEFT JOIN places l ON l.key = b.province {_SEEN_OF.format('b')} ORDER BY b.key",
        _body,
    ),
    (
        f"SELECT t.key, t.label, {_COUNTED}, b.level, l.label FROM posts t "
        "LEFT JOIN bodies b ON b.key = t.body LEFT JOIN places l ON l.key = b.province "
        f"{_SEEN_OF.format('t')} ORDER BY t.key",
        _post,
    ),
    (
        f"SELECT l.key, l.label, {_COUNTED}, l.full_name, l.level, p.label FROM places l "
        f"LEFT JOIN places p ON p.key = l.province {_SEEN_OF.format('l')} ORDER BY l.key",
        _place,
    ),
)
_MEETINGS = (
    f"SELECT m.key, m.label, {_COUNTED}, m.provinces FROM met m {_SEEN_OF.format('m')} "
    "ORDER BY m.key"
)
