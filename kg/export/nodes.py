"""The nodes of a graph export, from the rows selected: labels, counts, days, provinces.

`seen` holds what is counted: of an official or a body the meetings taken part in, of a meeting its
participants, of a post those who hold or held it, of a province the meetings there; and the first
and last day of these. An official who took part in no dated meeting has the days on which posts
were seen held. `home` holds an official's province: that of the posts last seen and still held,
where they agree. `present` holds the keys of the nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

from kg.export.lookup import batches
from kg.export.views import JOIN, NODE_COLUMNS
from kg.store.store import Store

_decode = msgspec.json.Decoder(list[str]).decode
# keys, and the other columns of `kg.export.views.NODE_COLUMNS` but for the IRI, in their order;
# None where there is no value
NodeTable = tuple[Sequence[str], Sequence[Sequence[Any]]]

_SEEN = (
    "CREATE TEMP TABLE seen (key TEXT PRIMARY KEY, number INTEGER, first TEXT, last TEXT) "
    "WITHOUT ROWID",
    # The signs keep SQLite from reading a big table in the order of an index.
    "INSERT INTO seen SELECT p.participant, count(DISTINCT m.rowid), min(m.date), "
    "max(coalesce(m.end_date, m.date)) FROM {rows} GROUP BY +p.participant",
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


def summarise(store: Store, meeting_rows: str) -> None:
    """Fill `seen` and `home` from `part`, `held` and `met`; see `Selection` for `meeting_rows`."""
    for statement in (*_SEEN, *_HOME):
        store.connection.execute(statement.format(rows=meeting_rows))


def node_tables(store: Store) -> Iterator[NodeTable]:
    """Give the nodes `present`, kind by kind, each by key, as tables of many."""

    @lru_cache(maxsize=1 << 10)
    def labels(keys: str) -> str:
        """Return the labels of provinces (their keys as JSON)."""
        rows = store.connection.execute(
            "SELECT coalesce(l.label, value) FROM json_each(?) LEFT JOIN places l ON l.key = value",
            (keys,),
        )
        return JOIN.join(label for (label,) in rows)

    for select in _KINDS:
        for rows in batches(store.connection.execute(select)):
            keys, *columns = zip(*rows, strict=True)
            table = list[Sequence[Any]](columns)
            if select is _OFFICIALS:
                table[_VARIANTS] = list(map(_others, table[_VARIANTS], table[_LABEL]))
            elif select is _MEETINGS:
                table[_PROVINCE] = list(map(labels, table[_PROVINCE]))
            yield keys, table


def _others(variants: str, label: str) -> str:
    """Return the names (as JSON) but for the label."""
    return JOIN.join([name for name in _decode(variants) if name != label])


def _select(
    table: str, rows: str, kind: str, *, province: str, level: str = "NULL", variants: str = "NULL"
) -> str:
    return (
        f"SELECT {table}.key, coalesce(nullif({table}.label, ''), {table}.key), {kind}, "
        f"{province}, {level}, s.first, s.last, coalesce(s.number, 0), {variants} FROM {rows} "
        f"LEFT JOIN seen s ON s.key = {table}.key "
        f"WHERE {table}.key IN (SELECT key FROM present) ORDER BY {table}.key"
    )


_LABEL, _PROVINCE, _VARIANTS = map(list(NODE_COLUMNS).index, ("label", "province", "variants"))
_OFFICIALS: Final = _select(
    "o",
    "officials o LEFT JOIN home h ON h.key = o.key",
    "'official'",
    province="h.province",
    variants="o.variants",
)
_BODIES: Final = _select(
    "b",
    "bodies b LEFT JOIN places l ON l.key = b.province",
    "'body'",
    province="l.label",
    level="b.level",
)
_POSTS: Final = _select(
    "t",
    "posts t LEFT JOIN bodies b ON b.key = t.body LEFT JOIN places l ON l.key = b.province",
    "'post'",
    province="l.label",
    level="b.level",
)
_PLACES: Final = _select(
    "l",
    "places l LEFT JOIN places p ON p.key = l.province",
    "CASE l.level WHEN 'province' THEN 'province' ELSE 'place' END",
    province="CASE l.level WHEN 'province' THEN l.label ELSE p.label END",
    level="l.level",
    variants="nullif(l.full_name, l.label)",
)
_MEETINGS: Final = _select("m", "met m", "'meeting'", province="m.provinces")
_KINDS: Final = (_OFFICIALS, _BODIES, _POSTS, _PLACES, _MEETINGS)
