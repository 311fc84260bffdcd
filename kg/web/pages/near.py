"""What joins entities, a few of them at a time: never more of the store is read than is near them.

Links are those of `kg.store.neighbours`, which goes through all meetings.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from typing import Final

from kg.store.neighbours import KIND_OF_ROLE, Filter, Link
from kg.store.store import Store

MOST: Final = 40_000  # rows of a statement


def links_near(
    side: sqlite3.Connection | None, store: Store, keys: Collection[str], limits: Filter
) -> Iterator[Link]:
    """Give the links of some entities: of officials, bodies, meetings and provinces."""
    kinds: dict[str, list[str]] = {}
    for key in keys:
        kinds.setdefault(key.partition("/")[0], []).append(key)
    near = _Near(store, limits)
    people = kinds.get("official", []) + kinds.get("body", [])
    yield from near.participations("p.participant", people)
    yield from near.participations("p.meeting", kinds.get("meeting", []))
    yield from near.acting("p.participant", people)
    yield from near.acting("p.on_behalf_of", kinds.get("body", []))
    yield from near.memberships("ms.official", kinds.get("official", []))
    yield from near.memberships("p.body", kinds.get("body", []))
    meetings = dict.fromkeys(kinds.get("meeting", []))
    if side is not None:
        for key in kinds.get("province", []) + kinds.get("body", []):
            found = side.execute(
                "SELECT meeting FROM held WHERE key = ? AND day >= ? AND day <= ? "
                "ORDER BY day DESC, meeting LIMIT 2000",
                (key, limits.start or "", limits.end or "~"),
            )
            meetings |= {meeting: None for (meeting,) in found}
    yield from near.meetings(list(meetings))
    yield from near.territories(kinds.get("province", []))


class _Near:
    def __init__(self, store: Store, limits: Filter) -> None:
        self._run = store.connection.execute
        self._limits = limits

    def participations(self, column: str, keys: list[str]) -> Iterator[Link]:
        if not keys:
            return
        roles = json.dumps(self._limits.roles)
        for who, meeting, role, site in self._run(
            f"SELECT p.participant, p.meeting, p.role, s.label FROM json_each(?) j "
            f"CROSS JOIN participations p ON {column} = j.value CROSS JOIN meetings m "
            f"ON m.key = p.meeting LEFT JOIN sites s ON s.key = p.site WHERE {self._dated()} "
            "AND (? = '[]' OR p.role IN (SELECT value FROM json_each(?))) LIMIT ?",
            (json.dumps(keys), *self._days(), roles, roles, MOST),
        ):
            yield Link(who, meeting, KIND_OF_ROLE[role], site or "")

    def acting(self, column: str, keys: list[str]) -> Iterator[Link]:
        if not keys:
            return
        for who, body, words in self._run(
            "SELECT p.participant, p.on_behalf_of, m.label FROM json_each(?) j "
            f"CROSS JOIN participations p ON {column} = j.value CROSS JOIN meetings m "
            f"ON m.key = p.meeting WHERE p.on_behalf_of IS NOT NULL AND {self._dated()} LIMIT ?",
            (json.dumps(keys), *self._days(), MOST),
        ):
            yield Link(who, body, "acted_for", words)

    def memberships(self, column: str, keys: list[str]) -> Iterator[Link]:
        if not keys:
            return
        # In the order that has an index at hand.
        tables = (
            "json_each(?) j CROSS JOIN memberships ms ON ms.official = j.value "
            "CROSS JOIN posts p ON p.key = ms.post"
            if column == "ms.official"
            else "json_each(?) j CROSS JOIN posts p ON p.body = j.value "
            "CROSS JOIN memberships ms ON ms.post = p.key"
        )
        for official, body, status, post in self._run(
            f"SELECT ms.official, p.body, ms.status, p.label FROM {tables} "
            "WHERE p.body IS NOT NULL AND (ms.last_seen IS NULL OR ms.last_seen >= ?) "
            "AND (ms.first_seen IS NULL OR ms.first_seen <= ?) LIMIT ?",
            (json.dumps(keys), self._limits.start or "", self._limits.end or "~", MOST),
        ):
            yield Link(official, body, "held" if status == "former" else "holds", post)

    def meetings(self, keys: list[str]) -> Iterator[Link]:
        if not keys:
            return
        given = json.dumps(keys)
        for column, kind in (("organisers", "organised"), ("provinces", "located_in")):
            for meeting, other in self._run(
                f"SELECT m.key, e.value FROM json_each(?) j CROSS JOIN meetings m "
                f"ON m.key = j.value CROSS JOIN json_each(m.{column}) e WHERE {self._dated()} "
                "LIMIT ?",
                (given, *self._days(), MOST),
            ):
                ends = (other, meeting) if kind == "organised" else (meeting, other)
                yield Link(*ends, kind)
        for meeting, province, site in self._run(
            "SELECT s.meeting, s.province, s.label FROM json_each(?) j CROSS JOIN sites s "
            "ON s.meeting = j.value WHERE s.province IS NOT NULL LIMIT ?",
            (given, MOST),
        ):
            yield Link(meeting, province, "site_in", site)

    def territories(self, keys: list[str]) -> Iterator[Link]:
        if not keys:
            return
        for body, province in self._run(
            "SELECT b.key, b.province FROM json_each(?) j CROSS JOIN bodies b "
            "ON b.province = j.value WHERE b.placed LIMIT ?",
            (json.dumps(keys), MOST),
        ):
            yield Link(body, province, "located_in")

    def _dated(self) -> str:
        if self._limits.start is None and self._limits.end is None:
            return "1"
        return "coalesce(m.end_date, m.date) >= ? AND m.date <= ?"

    def _days(self) -> tuple[str, ...]:
        if self._limits.start is None and self._limits.end is None:
            return ()
        return self._limits.start or "", self._limits.end or "~"
