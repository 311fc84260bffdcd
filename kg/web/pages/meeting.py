"""A meeting: who chaired, spoke and attended, in protocol order; what each source says of it."""

from __future__ import annotations

import json

import msgspec

from kg.report.model import Role
from kg.store.store import Store
from kg.web.pages.base import (
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
from kg.web.pages.official import ROLES

PARAMETERS = ("role", "page")
_ROWS = 200
_TELLINGS = 60


class Participant(msgspec.Struct, frozen=True):
    """Who took part, as what; `key` is that of the participation."""

    key: str
    who: Ref
    role: Role
    site: str | None
    acting_as: Ref | None
    on_behalf_of: Ref | None
    order: int | None
    confidence: float
    sources: int


class Site(msgspec.Struct, frozen=True):
    """A connected room of the meeting."""

    key: str
    label: str
    province: Ref | None


class Telling(msgspec.Struct, frozen=True):
    """The meeting as one source tells of it, in its own words."""

    source: Source
    label: str
    date: str | None
    end_date: str | None
    session: str | None
    planned: bool
    provinces: tuple[Ref, ...]
    claims: int


class Side(msgspec.Struct, frozen=True):
    """One answer to a question on which sources disagree."""

    claim: str
    means: tuple[Ref, ...]
    sources: tuple[Source, ...]


class Conflict(msgspec.Struct, frozen=True):
    """A question on which sources disagree."""

    key: str
    kind: str
    date: str | None
    sides: tuple[Side, ...]


class MeetingPage(msgspec.Struct, frozen=True):
    """The page of a meeting."""

    key: str
    label: str
    kind: str
    date: str | None
    end_date: str | None
    session: str | None
    planned: bool
    provinces: tuple[Ref, ...]
    organisers: tuple[Ref, ...]
    sites: tuple[Site, ...]
    roles: dict[str, int]
    participants: tuple[Participant, ...]
    pager: Pager
    tellings: tuple[Telling, ...]
    conflicts: tuple[Conflict, ...]


def meeting_page(store: Store, key: str, asked: Asked) -> MeetingPage:
    """Return the page of the meeting of a key.

    Raises:
        Missing: There is none.
    """
    row = one(
        store,
        "SELECT label, kind, date, end_date, session, planned, provinces, organisers "
        "FROM meetings WHERE key = ?",
        key,
    )
    if row is None:
        require(store, key)
        raise Missing(key)
    label, kind, date, end_date, session, planned, provinces, organisers = row
    counted = rows(
        store, "SELECT role, count(*) FROM participations WHERE meeting = ? GROUP BY role", key
    )
    roles = dict(counted)
    found, shown = _participants(store, key, asked, sum(roles.values()))
    return MeetingPage(
        key=key,
        label=label,
        kind=kind,
        date=date,
        end_date=end_date,
        session=session,
        planned=bool(planned),
        provinces=refs(store, json.loads(provinces)),
        organisers=refs(store, json.loads(organisers)),
        sites=_sites(store, key),
        roles={role: roles[role] for role in ROLES if role in roles},
        participants=found,
        pager=shown,
        tellings=_tellings(store, key),
        conflicts=conflicts_of(store, key),
    )


def _participants(
    store: Store, key: str, asked: Asked, total: int
) -> tuple[tuple[Participant, ...], Pager]:
    role = asked.choice("role", ROLES)
    where, values = "p.meeting = ?", [key]
    if role:
        where, values = where + " AND p.role = ?", [key, role]
        (total,) = one(store, f"SELECT count(*) FROM participations p WHERE {where}", *values)
    shown = pager(total, asked.page(), _ROWS)
    found = rows(
        store,
        "SELECT p.key, p.participant, p.role, p.site, p.acting_as, p.on_behalf_of, "
        'p."order", p.confidence, json_array_length(p.documents) FROM participations p '
        f"WHERE {where} ORDER BY CASE p.role WHEN 'chair' THEN 0 WHEN 'speak' THEN 1 "
        "WHEN 'attend' THEN 2 ELSE 3 END, p.site IS NOT NULL, p.site, "
        'p."order" IS NULL, p."order", p.key '
        "LIMIT ? OFFSET ?",
        *values,
        _ROWS,
        (shown.page - 1) * _ROWS,
    )
    named = labels(store, [k for r in found for k in (r[1], r[3], r[4], r[5])])

    def named_ref(k: str | None) -> Ref | None:
        return Ref(k, named[k]) if k in named else None

    out = (
        Participant(
            r[0],
            Ref(r[1], named.get(r[1], r[1])),
            r[2],
            named.get(r[3]),
            named_ref(r[4]),
            named_ref(r[5]),
            *r[6:],
        )
        for r in found
    )
    return tuple(out), shown


def _sites(store: Store, key: str) -> tuple[Site, ...]:
    return tuple(
        Site(site, label, Ref(province, name) if province else None)
        for site, label, province, name in rows(
            store,
            "SELECT s.key, s.label, p.key, p.label FROM sites s LEFT JOIN places p "
            "ON p.key = s.province WHERE s.meeting = ? ORDER BY s.key LIMIT 200",
            key,
        )
    )


def _tellings(store: Store, key: str) -> tuple[Telling, ...]:
    found = rows(
        store,
        "SELECT document, label, date, end_date, session, planned, provinces, claims "
        "FROM tellings WHERE meeting = ? ORDER BY document LIMIT ?",
        key,
        _TELLINGS,
    )
    cited = sources(store, [row[0] for row in found])
    named = labels(store, [k for row in found for k in json.loads(row[6])])
    out = [
        Telling(
            cited[row[0]],
            row[1],
            row[2],
            row[3],
            row[4],
            bool(row[5]),
            tuple(Ref(k, named[k]) for k in json.loads(row[6]) if k in named),
            len(json.loads(row[7])),
        )
        for row in found
        if row[0] in cited
    ]
    return tuple(sorted(out, key=lambda t: (t.source.issued or "", t.source.id)))


def conflicts_of(store: Store, subject: str) -> tuple[Conflict, ...]:
    """Return the questions about an entity on which sources disagree."""
    found = rows(
        store,
        "SELECT key, kind, date FROM conflicts WHERE subject = ? ORDER BY key LIMIT 20",
        subject,
    )
    return tuple(Conflict(key, kind, date, sides(store, key)) for key, kind, date in found)


def sides(store: Store, conflict: str) -> tuple[Side, ...]:
    """Return the answers to a question."""
    found = rows(
        store,
        "SELECT claim, means, documents FROM sides WHERE conflict = ? ORDER BY key LIMIT 20",
        conflict,
    )
    out = []
    for claim, means, documents in found:
        keys = json.loads(documents)[:12]
        cited = sources(store, keys)
        out.append(
            Side(
                claim,
                refs(store, json.loads(means)),
                tuple(cited[d] for d in keys if d in cited),
            )
        )
    return tuple(out)
