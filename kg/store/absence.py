"""When officials were seen last, and who has not been seen for long."""

from __future__ import annotations

from datetime import date

import msgspec

from kg.report.model import Role
from kg.store.names import require_labelled
from kg.store.store import Store


class LastSeen(msgspec.Struct, frozen=True):
    """The last appearance of an official at a dated meeting, on the day asked about or before.

    `days` counts from then to that day. `date` and all that follows is None where there is no such
    appearance. `posts` are the labels of the posts that were asked for.
    """

    official: str
    official_key: str
    posts: tuple[str, ...]
    date: str | None
    days: int | None
    meeting: str | None
    meeting_key: str | None
    roles: tuple[Role, ...]


def last_day(store: Store) -> str | None:
    """Return the day of the last meeting that was held; those only announced do not count."""
    sql = "SELECT max(date) FROM meetings WHERE NOT planned"
    found = store.connection.execute(sql).fetchone()[0]
    return None if found is None else str(found)


def absent(
    store: Store, days: int = 0, post: str | None = None, on: str | None = None
) -> list[LastSeen]:
    """Return officials not seen for so many days, those never seen first, then the longest unseen.

    Args:
        store: An open store.
        days: So many at least from the last appearance to the day; 0 gives everybody.
        post: Only holders of posts of this label, else of those whose label holds it. Who holds a
            post no more, by the latest that reports say, is none.
        on: The day (ISO 8601), `last_day` if None.

    Raises:
        KgError: The store has no such post; the message lists the nearest labels.
    """
    day = on or last_day(store)
    holders = _everybody(store) if post is None else _holders(store, post)
    seen = _last(store, holders, day)
    out = []
    for key, (label, posts) in holders.items():
        found = seen.get(key)
        if found is None:
            out.append(LastSeen(label, key, posts, None, None, None, None, ()))
            continue
        last, meeting, name, roles = found
        assert day is not None
        since = (date.fromisoformat(day) - date.fromisoformat(last)).days
        if since >= days:
            out.append(LastSeen(label, key, posts, last, since, name, meeting, roles))
    return sorted(out, key=lambda r: (r.date or "", r.official, r.official_key))


_Officials = dict[str, tuple[str, tuple[str, ...]]]  # key -> label, labels of posts


def _everybody(store: Store) -> _Officials:
    """Return all officials that were at a meeting at all."""
    rows = store.connection.execute(
        "SELECT key, label FROM officials WHERE key IN (SELECT participant FROM participations) "
        "ORDER BY key"
    )
    return {key: (label, ()) for key, label in rows}


def _holders(store: Store, post: str) -> _Officials:
    """Return those who hold a post still: whose last membership of it is no former one."""
    latest: dict[tuple[str, str], tuple[str, bool, str, str]] = {}
    for key in require_labelled(store, "posts", "post", post):
        for official, name, label, status, last in store.connection.execute(
            "SELECT o.key, o.label, p.label, ms.status, coalesce(ms.last_seen, '') "
            "FROM memberships ms JOIN officials o ON o.key = ms.official "
            "JOIN posts p ON p.key = ms.post WHERE ms.post = ?",
            (key,),
        ):
            row = (last, status == "former", name, label)
            latest[official, key] = max(row, latest.get((official, key), row))
    out: _Officials = {}
    for (official, _), (_, former, name, label) in sorted(latest.items()):
        if not former:
            posts = out.get(official, (name, ()))[1]
            out[official] = (name, tuple(dict.fromkeys((*posts, label))))
    return out


def _last(
    store: Store, holders: _Officials, day: str | None
) -> dict[str, tuple[str, str, str, tuple[Role, ...]]]:
    """Return official -> day, key and label of the last meeting, and the roles there."""
    sql = (
        "SELECT p.participant, m.date, m.key, m.label, p.role FROM participations p "
        "JOIN meetings m ON m.key = p.meeting WHERE NOT m.planned AND m.date <= ?"
    )
    con = store.connection
    if len(holders) > 10_000:  # then the whole table is read faster than its index
        rows = (row for row in con.execute(sql, (day,)) if row[0] in holders)
    else:
        one = f"{sql} AND p.participant = ?"
        rows = (row for official in holders for row in con.execute(one, (day, official)))
    best: dict[str, tuple[str, str, str, set[Role]]] = {}
    for official, date_, meeting, label, role in rows:
        known = best.get(official)
        if known is None or (date_, meeting) > known[:2]:
            best[official] = (date_, meeting, label, {role})
        elif known[1] == meeting:
            known[3].add(role)
    return {key: (*found[:3], tuple(sorted(found[3]))) for key, found in best.items()}
