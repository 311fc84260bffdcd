"""What an entity is joined to: participations, posts, organisers and places, as links."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Final

import msgspec

from kg.store.store import Store

# A link's kind by the role, or by the status of a membership.
KIND_OF_ROLE: Final = {
    "chair": "chaired",
    "attend": "attended",
    "speak": "spoke",
    "represented": "represented",
}
_HELD: Final = "CASE ms.status WHEN 'former' THEN 'held' ELSE 'holds' END"


class Filter(msgspec.Struct, frozen=True):
    """Which links count. Days are ISO 8601, inclusive; `provinces` are keys.

    With `start` or `end` only meetings of a known day count, and posts of which it is known neither
    when they were seen, or seen then. `roles` and `provinces` (where a meeting or a site of it was)
    limit participations, `confidence` (0 to 1) participations and posts.
    """

    start: str | None = None
    end: str | None = None
    roles: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    confidence: float = 0.0


class Link(msgspec.Struct, frozen=True):
    """A statement that joins two entities (keys), drawn from `source` to `target`.

    `kind` is chaired, spoke, attended or represented (participant, meeting), organised (body,
    meeting), holds or held (official, body), acted_for (participant, body), located_in (meeting or
    body, province) or site_in (meeting, province). `words` tell more: the site, the post.
    """

    source: str
    target: str
    kind: str
    words: str = ""


def links_of(
    store: Store, keys: Collection[str] | None, limits: Filter, *, territory: bool
) -> list[Link]:
    """Return the links of some entities, or of all (None), in a fixed order.

    `territory`: also the provinces that bodies lie in.
    """
    given = None if keys is None else json.dumps(sorted(keys), ensure_ascii=False)
    reader = _Reader(store, given, limits)
    found = [*reader.participations(), *reader.meetings(), *reader.memberships()]
    if territory:
        found += reader.territories()
    merged: dict[tuple[str, str, str], dict[str, None]] = {}
    for link in found:
        words = merged.setdefault((link.source, link.target, link.kind), {})
        if link.words:
            words[link.words] = None
    return [Link(*identity, "; ".join(words)) for identity, words in merged.items()]


class _Reader:
    def __init__(self, store: Store, keys: str | None, limits: Filter) -> None:
        self._connection = store.connection
        self._keys = keys
        self._limits = limits

    def participations(self) -> Iterator[Link]:
        where, values = self._of("p.participant", "p.meeting")
        more, limits = self._meeting_limits()
        if self._limits.roles:
            more += f" AND p.role IN ({', '.join('?' * len(self._limits.roles))})"
            limits += self._limits.roles
        for who, meeting, role, site in self._connection.execute(
            "SELECT p.participant, p.meeting, p.role, s.label FROM participations p "
            "JOIN meetings m ON m.key = p.meeting LEFT JOIN sites s ON s.key = p.site "
            f"WHERE {where} AND p.confidence >= ? {more} ORDER BY p.key",
            (*values, self._limits.confidence, *limits),
        ):
            yield Link(who, meeting, KIND_OF_ROLE[role], site or "")
        where, values = self._of("p.participant", "p.on_behalf_of")
        for who, body, words in self._connection.execute(
            "SELECT p.participant, p.on_behalf_of, m.label FROM participations p "
            "JOIN meetings m ON m.key = p.meeting "
            f"WHERE p.on_behalf_of IS NOT NULL AND {where} AND p.confidence >= ? {more} "
            "ORDER BY p.key",
            (*values, self._limits.confidence, *limits),
        ):
            yield Link(who, body, "acted_for", words)

    def meetings(self) -> Iterator[Link]:
        more, limits = self._meeting_limits()
        for column, kind in (("organisers", "organised"), ("provinces", "located_in")):
            where, values = self._of("m.key", "e.value")
            for meeting, other in self._connection.execute(
                f"SELECT m.key, e.value FROM meetings m, json_each(m.{column}) e "
                f"WHERE {where} {more} ORDER BY m.key, e.value",
                (*values, *limits),
            ):
                ends = (other, meeting) if kind == "organised" else (meeting, other)
                yield Link(*ends, kind)
        where, values = self._of("s.meeting", "s.province")
        for meeting, province, site in self._connection.execute(
            "SELECT s.meeting, s.province, s.label FROM sites s JOIN meetings m "
            f"ON m.key = s.meeting WHERE s.province IS NOT NULL AND {where} {more} ORDER BY s.key",
            (*values, *limits),
        ):
            yield Link(meeting, province, "site_in", site)

    def memberships(self) -> Iterator[Link]:
        where, values = self._of("ms.official", "p.body")
        limits: list[str] = []
        if self._limits.start is not None:
            where += " AND (ms.last_seen IS NULL OR ms.last_seen >= ?)"
            limits.append(self._limits.start)
        if self._limits.end is not None:
            where += " AND (ms.first_seen IS NULL OR ms.first_seen <= ?)"
            limits.append(self._limits.end)
        for official, body, kind, post in self._connection.execute(
            f"SELECT ms.official, p.body, {_HELD}, p.label FROM memberships ms "
            f"JOIN posts p ON p.key = ms.post WHERE p.body IS NOT NULL AND {where} "
            "AND ms.confidence >= ? ORDER BY ms.key",
            (*values, *limits, self._limits.confidence),
        ):
            yield Link(official, body, kind, post)

    def territories(self) -> Iterator[Link]:
        where, values = self._of("b.key", "b.province")
        for body, province in self._connection.execute(
            "SELECT b.key, b.province FROM bodies b "
            f"WHERE b.province IS NOT NULL AND {where} ORDER BY b.key",
            values,
        ):
            yield Link(body, province, "located_in")

    def _of(self, *columns: str) -> tuple[str, tuple[str, ...]]:
        """Return the condition that one of the columns holds one of the keys, and its values."""
        if self._keys is None:
            return "1", ()
        each = (f"{column} IN (SELECT value FROM json_each(?))" for column in columns)
        return f"({' OR '.join(each)})", (self._keys,) * len(columns)

    def _meeting_limits(self) -> tuple[str, tuple[str, ...]]:
        sql, values = "", list[str]()
        if self._limits.start is not None:
            sql += " AND coalesce(m.end_date, m.date) >= ?"
            values.append(self._limits.start)
        if self._limits.end is not None:
            sql += " AND m.date <= ?"
            values.append(self._limits.end)
        if self._limits.provinces:
            where = json.dumps(self._limits.provinces, ensure_ascii=False)
            sql += (
                " AND (EXISTS (SELECT 1 FROM json_each(m.provinces) WHERE value IN "
                "(SELECT value FROM json_each(?))) OR m.key IN (SELECT meeting FROM sites "
                "WHERE province IN (SELECT value FROM json_each(?))))"
            )
            values += [where, where]
        return sql, tuple(values)


def details(store: Store, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the label and a detail of entities by key.

    The detail of an official are posts, those held or else those left; of a meeting its days; of a
    province that began or ended the day. Keys that the store does not hold are left out.
    """
    given = (json.dumps(sorted(keys), ensure_ascii=False),)
    of_keys = "IN (SELECT value FROM json_each(?))"
    run = store.connection.execute
    posts: dict[str, dict[str, dict[str, None]]] = {}
    for official, kind, label in run(
        f"SELECT ms.official, {_HELD}, p.label FROM memberships ms JOIN posts p ON p.key = ms.post "
        f"WHERE ms.official {of_keys} ORDER BY ms.first_seen IS NULL, ms.first_seen, ms.key",
        given,
    ):
        posts.setdefault(official, {}).setdefault(kind, {})[label] = None
    out = {}
    for key, label in run(f"SELECT key, label FROM officials WHERE key {of_keys}", given):
        held = posts.get(key, {})
        out[key] = (label, "; ".join(held.get("holds") or held.get("held") or ()))
    for key, label, first, last in run(
        f"SELECT key, label, date, end_date FROM meetings WHERE key {of_keys}", given
    ):
        out[key] = (label, " – ".join(dict.fromkeys(day for day in (first, last) if day)))
    for key, label in run(f"SELECT key, label FROM bodies WHERE key {of_keys}", given):
        out[key] = (label, "")
    for key, label, first, last in run(
        "SELECT key, label, valid_from, valid_to FROM places "
        f"WHERE level = 'province' AND key {of_keys}",
        given,
    ):
        days = [f"from {first}" if first else "", f"until {last}" if last else ""]
        out[key] = (label, " ".join(day for day in days if day))
    return out


def member_counts(store: Store, bodies: Sequence[str]) -> dict[str, int]:
    """Return how many officials were seen in a post of each of these bodies, but none of 0."""
    return dict(
        store.connection.execute(
            "SELECT p.body, count(DISTINCT ms.official) FROM posts p JOIN memberships ms "
            "ON ms.post = p.key WHERE p.body IN (SELECT value FROM json_each(?)) GROUP BY p.body",
            (json.dumps(sorted(bodies), ensure_ascii=False),),
        )
    )
