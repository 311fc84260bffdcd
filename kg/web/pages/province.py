"""A province or another territory: before and after the mergers, its bodies and its meetings."""

from __future__ import annotations

import json
import sqlite3

import msgspec

from kg.store.store import Store
from kg.web.pages.base import ROWS, Asked, Missing, Pager, Ref, one, pager, require, rows

PARAMETERS = ("page",)


class Meeting(msgspec.Struct, frozen=True):
    """A meeting with its day."""

    meeting: Ref
    date: str | None


class Neighbour(msgspec.Struct, frozen=True):
    """A province that took this one over or was taken over by it, with its days."""

    province: Ref
    valid_from: str | None
    valid_to: str | None


class ProvincePage(msgspec.Struct, frozen=True):
    """The page of a province (or of a place in one)."""

    key: str
    label: str
    full_name: str
    level: str
    province: Ref | None
    gso: str | None
    iso: str | None
    wikidata: str | None
    valid_from: str | None
    valid_to: str | None
    before: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]
    bodies: tuple[Ref, ...]
    meetings: tuple[Meeting, ...]
    pager: Pager


def province_page(
    side: sqlite3.Connection | None, store: Store, key: str, asked: Asked
) -> ProvincePage:
    """Return the page of the province or place of a key.

    Raises:
        Missing: There is none.
    """
    row = one(
        store,
        "SELECT p.label, p.full_name, p.level, p.province, q.label, p.gso, p.iso, p.wikidata, "
        "p.valid_from, p.valid_to, p.replaced_by FROM places p LEFT JOIN places q "
        "ON q.key = p.province WHERE p.key = ?",
        key,
    )
    if row is None:
        require(store, key)
        raise Missing(key)
    meetings, shown = _meetings(side, store, key, asked)
    column = "province" if row[2] == "province" else "place"
    bodies = rows(
        store,
        f"SELECT key, label FROM bodies WHERE {column} = ? AND placed ORDER BY "
        "CASE level WHEN 'province' THEN 0 ELSE 1 END, label, key LIMIT 200",
        key,
    )
    return ProvincePage(
        key=key,
        label=row[0],
        full_name=row[1],
        level=row[2],
        province=Ref(row[3], row[4]) if row[3] and row[4] else None,
        gso=row[5],
        iso=row[6],
        wikidata=row[7],
        valid_from=row[8],
        valid_to=row[9],
        before=_neighbours(store, "replaced_by = ? AND key <> ?", key, key),
        after=_neighbours(store, "key = ? AND key <> ?", row[10], key),
        bodies=tuple(Ref(*body) for body in bodies),
        meetings=meetings,
        pager=shown,
    )


def _neighbours(store: Store, where: str, *values: str | None) -> tuple[Neighbour, ...]:
    found = rows(
        store,
        f"SELECT key, label, valid_from, valid_to FROM places WHERE {where} ORDER BY key",
        *values,
    )
    return tuple(Neighbour(Ref(k, label), first, last) for k, label, first, last in found)


def _meetings(
    side: sqlite3.Connection | None, store: Store, key: str, asked: Asked
) -> tuple[tuple[Meeting, ...], Pager]:
    if side is not None:
        (total,) = side.execute("SELECT count(*) FROM held WHERE key = ?", (key,)).fetchone()
        shown = pager(total, asked.page())
        keys = side.execute(
            "SELECT meeting FROM held WHERE key = ? ORDER BY day DESC, meeting LIMIT ? OFFSET ?",
            (key, ROWS, (shown.page - 1) * ROWS),
        ).fetchall()
        found = rows(
            store,
            "SELECT m.key, m.label, m.date FROM json_each(?) j CROSS JOIN meetings m "
            "ON m.key = j.value ORDER BY j.key",
            json.dumps([meeting for (meeting,) in keys]),
        )
        return tuple(Meeting(Ref(k, label), date) for k, label, date in found), shown
    where = (
        "m.key IN (SELECT x.key FROM meetings x, json_each(x.provinces) e WHERE e.value = ? "
        "UNION SELECT s.meeting FROM sites s WHERE s.province = ?)"
    )
    (total,) = one(store, f"SELECT count(*) FROM meetings m WHERE {where}", key, key)
    shown = pager(total, asked.page())
    found = rows(
        store,
        f"SELECT m.key, m.label, m.date FROM meetings m WHERE {where} "
        "ORDER BY m.date IS NULL, m.date DESC, m.key LIMIT ? OFFSET ?",
        key,
        key,
        ROWS,
        (shown.page - 1) * ROWS,
    )
    return tuple(Meeting(Ref(k, label), date) for k, label, date in found), shown
