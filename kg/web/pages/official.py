"""An official: posts over time, appearances, the most frequent company."""

from __future__ import annotations

import json

import msgspec

from kg.report.model import Role, Status
from kg.store.answers import Disputed, Inferred
from kg.store.references import References
from kg.store.store import Store
from kg.web.pages.base import (
    ROWS,
    Asked,
    Missing,
    Pager,
    Ref,
    Source,
    labels,
    one,
    pager,
    refs,
    require,
    rows,
    sources,
)

PARAMETERS = ("role", "from", "to", "q", "page")
ROLES = ("chair", "speak", "attend", "represented")
_POSTS = 100
_NEAR = 12  # officials of the company
_LATEST = 200  # meetings that the company is counted in


class PostHeld(msgspec.Struct, frozen=True):
    """A post with the days it was seen held on; `key` is that of the membership."""

    key: str
    post: Ref
    body: Ref | None
    status: Status
    first: str | None
    last: str | None
    printed: tuple[str, ...]
    inferred: Inferred | None = None
    disputed: Disputed | None = None


class Appearance(msgspec.Struct, frozen=True):
    """One role at one meeting; `key` is that of the participation."""

    key: str
    date: str | None
    role: Role
    meeting: Ref
    site: str | None
    post: Ref | None
    confidence: float
    sources: tuple[Source, ...]


class Companion(msgspec.Struct, frozen=True):
    """Another official and the number of meetings both were at."""

    official: Ref
    meetings: int


class OfficialPage(msgspec.Struct, frozen=True):
    """The page of an official. `years` are (year, role -> number of appearances)."""

    key: str
    label: str
    variants: tuple[str, ...]
    foreign: bool
    posts: tuple[PostHeld, ...]
    roles: dict[str, int]
    first: str | None
    last: str | None
    years: tuple[tuple[str, dict[str, int]], ...]
    appearances: tuple[Appearance, ...]
    pager: Pager
    company: tuple[Companion, ...]
    company_of: int
    unsure: tuple[Ref, ...]
    conflicts: tuple[Ref, ...]


def official_page(store: Store, key: str, asked: Asked) -> OfficialPage:
    """Return the page of the official of a key.

    Raises:
        Missing: There is none.
    """
    row = one(store, 'SELECT label, variants, "foreign" FROM officials WHERE key = ?', key)
    if row is None:
        require(store, key)
        raise Missing(key)
    counted = rows(
        store,
        "SELECT substr(m.date, 1, 4), p.role, count(*), min(m.date), max(m.date) "
        "FROM participations p CROSS JOIN meetings m ON m.key = p.meeting "
        "WHERE p.participant = ? GROUP BY 1, 2 ORDER BY 1",
        key,
    )
    years: dict[str, dict[str, int]] = {}
    roles: dict[str, int] = {}
    for year, role, number, _, _ in counted:
        roles[role] = roles.get(role, 0) + number
        if year:
            years.setdefault(year, {})[role] = number
    days = sorted(day for r in counted for day in r[3:5] if day)
    found, shown = _appearances(store, key, asked, sum(roles.values()))
    company, of = _company(store, key)
    return OfficialPage(
        key=key,
        label=row[0],
        variants=tuple(json.loads(row[1])),
        foreign=bool(row[2]),
        posts=_posts(store, key),
        roles={role: roles[role] for role in ROLES if role in roles},
        first=days[0] if days else None,
        last=days[-1] if days else None,
        years=tuple(years.items()),
        appearances=found,
        pager=shown,
        company=company,
        company_of=of,
        unsure=_unsure(store, key),
        conflicts=_conflicts(store, key),
    )


def _posts(store: Store, key: str) -> tuple[PostHeld, ...]:
    known = References(store, key)
    return tuple(
        PostHeld(
            membership,
            Ref(post, label),
            Ref(body, of) if body else None,
            status,
            first,
            last,
            tuple(json.loads(printed)),
            known.inferred.get(membership),
            known.disputed.get(membership),
        )
        for membership, post, label, body, of, status, first, last, printed in rows(
            store,
            "SELECT ms.key, p.key, p.label, b.key, b.label, ms.status, ms.first_seen, "
            "ms.last_seen, ms.printed FROM memberships ms CROSS JOIN posts p ON p.key = ms.post "
            "LEFT JOIN bodies b ON b.key = p.body WHERE ms.official = ? "
            "ORDER BY ms.last_seen IS NULL, ms.last_seen DESC, ms.key LIMIT ?",
            key,
            _POSTS,
        )
    )


def _appearances(
    store: Store, key: str, asked: Asked, total: int
) -> tuple[tuple[Appearance, ...], Pager]:
    role, start, end = asked.choice("role", ROLES), asked.day("from"), asked.day("to")
    words = asked.text("q")
    where, values = "p.participant = ?", [key]
    if role:
        where, values = where + " AND p.role = ?", [*values, role]
    if start:
        where, values = where + " AND coalesce(m.end_date, m.date) >= ?", [*values, start]
    if end:
        where, values = where + " AND m.date <= ?", [*values, end]
    if words:
        where, values = where + " AND folded(m.label) LIKE ? ESCAPE '\\'", [*values, like(words)]
        from kg.link.slugs import search_form

        store.connection.create_function("folded", 1, search_form, deterministic=True)
    tables = "participations p CROSS JOIN meetings m ON m.key = p.meeting"
    if len(values) > 1:
        (total,) = one(store, f"SELECT count(*) FROM {tables} WHERE {where}", *values)
    shown = pager(total, asked.page())
    found = rows(
        store,
        "SELECT p.key, m.date, p.role, m.key, m.label, p.site, p.acting_as, p.confidence, "
        f"p.documents FROM {tables} WHERE {where} "
        "ORDER BY m.date IS NULL, m.date DESC, m.key, p.role, p.key LIMIT ? OFFSET ?",
        *values,
        ROWS,
        (shown.page - 1) * ROWS,
    )
    named = labels(store, [k for row in found for k in (row[5], row[6])])
    documents = [json.loads(row[8]) for row in found]
    cited = sources(store, {d for some in documents for d in some[:4]})
    out = (
        Appearance(
            row[0],
            row[1],
            row[2],
            Ref(row[3], row[4]),
            named.get(row[5]),
            Ref(row[6], named[row[6]]) if row[6] in named else None,
            row[7],
            tuple(cited[d] for d in some if d in cited),
        )
        for row, some in zip(found, documents, strict=True)
    )
    return tuple(out), shown


def like(words: str) -> str:
    """Return the pattern of SQL's LIKE for texts (search form) that hold words."""
    from kg.link.slugs import search_form

    form = search_form(words)
    for sign in "\\%_":
        form = form.replace(sign, "\\" + sign)
    return f"%{form}%"


def _company(store: Store, key: str) -> tuple[tuple[Companion, ...], int]:
    """Return who was most often at the latest meetings of an official, and how many these are."""
    latest = [
        meeting
        for (meeting,) in rows(
            store,
            "SELECT DISTINCT p.meeting FROM participations p CROSS JOIN meetings m "
            "ON m.key = p.meeting WHERE p.participant = ? "
            "ORDER BY m.date IS NULL, m.date DESC, m.key LIMIT ?",
            key,
            _LATEST,
        )
    ]
    found = rows(
        store,
        "SELECT p.participant, count(DISTINCT p.meeting) AS n FROM json_each(?) j "
        "CROSS JOIN participations p ON p.meeting = j.value "
        "WHERE p.participant <> ? AND p.participant LIKE 'official/%' "
        "GROUP BY p.participant ORDER BY n DESC, p.participant LIMIT ?",
        json.dumps(latest),
        key,
        _NEAR,
    )
    named = labels(store, [who for who, _ in found])
    return (
        tuple(Companion(Ref(who, named[who]), n) for who, n in found if who in named),
        len(latest),
    )


def _unsure(store: Store, key: str) -> tuple[Ref, ...]:
    found = rows(
        store,
        "SELECT second FROM unsure WHERE first = ? UNION SELECT first FROM unsure WHERE second = ? "
        "LIMIT 10",
        key,
        key,
    )
    return refs(store, [other for (other,) in found])


def _conflicts(store: Store, key: str) -> tuple[Ref, ...]:
    found = rows(
        store, "SELECT key, kind, date FROM conflicts WHERE subject = ? ORDER BY key LIMIT 20", key
    )
    return tuple(Ref(k, f"{kind} {date or ''}".strip()) for k, kind, date in found)
