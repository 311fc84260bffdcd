"""A body with those who held its posts, and a post with its holders."""

from __future__ import annotations

import msgspec

from kg.report.model import Status
from kg.store.store import Store
from kg.web.pages.base import (
    Asked,
    Missing,
    Pager,
    Ref,
    labels,
    one,
    pager,
    ref,
    require,
    rows,
)

BODY_PARAMETERS = ("page",)
POST_PARAMETERS = ("page",)
_ROWS = 100


class Holder(msgspec.Struct, frozen=True):
    """Who was seen in a post; `key` is that of the membership."""

    key: str
    official: Ref
    post: Ref
    status: Status
    first: str | None
    last: str | None


class Took(msgspec.Struct, frozen=True):
    """A meeting that the body itself took part in or organised."""

    meeting: Ref
    date: str | None
    role: str


class BodyPage(msgspec.Struct, frozen=True):
    """The page of a body; `branch` to `acts` are what the rules know of it."""

    key: str
    label: str
    kind: str
    level: str
    placed: bool
    province: Ref | None
    place: Ref | None
    parent: Ref | None
    children: tuple[Ref, ...]
    branch: str | None
    valid_from: str | None
    valid_to: str | None
    replaced_by: Ref | None
    holders: tuple[Holder, ...]
    pager: Pager
    meetings: tuple[Took, ...]


class PostPage(msgspec.Struct, frozen=True):
    """The page of a post."""

    key: str
    label: str
    title: str
    body: Ref | None
    placed: bool
    holders: tuple[Holder, ...]
    pager: Pager


def body_page(store: Store, key: str, asked: Asked) -> BodyPage:
    """Return the page of the body of a key.

    Raises:
        Missing: There is none.
    """
    row = one(
        store,
        "SELECT label, kind, level, placed, province, place, parent FROM bodies WHERE key = ?",
        key,
    )
    standing = one(
        store,
        "SELECT label, branch, valid_from, valid_to, replaced_by, kind FROM standings "
        "WHERE key = ?",
        key,
    )
    if row is None and standing is None:
        require(store, key)
        raise Missing(key)
    if row is None:  # a successor that no report names
        row = (standing[0], standing[5] or "other", "central", 1, None, None, None)
    standing = standing or (None,) * 6
    named = labels(store, [row[4], row[5], row[6], standing[4]])

    def named_ref(k: str | None) -> Ref | None:
        return Ref(k, named[k]) if k in named else None

    successor = named_ref(standing[4])
    if successor is None and standing[4]:
        found = one(store, "SELECT label FROM standings WHERE key = ?", standing[4])
        successor = Ref(standing[4], found[0]) if found else None
    holders, shown = _holders(store, "p.body = ?", key, asked)
    return BodyPage(
        key=key,
        label=row[0],
        kind=row[1],
        level=row[2],
        placed=bool(row[3]),
        province=named_ref(row[4]),
        place=named_ref(row[5]),
        parent=named_ref(row[6]),
        children=tuple(
            Ref(*child)
            for child in rows(
                store,
                "SELECT key, label FROM bodies WHERE parent = ? ORDER BY label, key LIMIT 60",
                key,
            )
        ),
        branch=standing[1],
        valid_from=standing[2],
        valid_to=standing[3],
        replaced_by=successor,
        holders=holders,
        pager=shown,
        meetings=_meetings(store, key),
    )


def post_page(store: Store, key: str, asked: Asked) -> PostPage:
    """Return the page of the post of a key.

    Raises:
        Missing: There is none.
    """
    row = one(store, "SELECT label, title, body, placed FROM posts WHERE key = ?", key)
    if row is None:
        require(store, key)
        raise Missing(key)
    holders, shown = _holders(store, "p.key = ?", key, asked)
    return PostPage(key, row[0], row[1], ref(store, row[2]), bool(row[3]), holders, shown)


def _holders(store: Store, where: str, key: str, asked: Asked) -> tuple[tuple[Holder, ...], Pager]:
    tables = "posts p CROSS JOIN memberships ms ON ms.post = p.key"
    (total,) = one(store, f"SELECT count(*) FROM {tables} WHERE {where}", key)
    shown = pager(total, asked.page(), _ROWS)
    found = rows(
        store,
        f"SELECT ms.key, o.key, o.label, p.key, p.label, ms.status, ms.first_seen, ms.last_seen "
        f"FROM {tables} JOIN officials o ON o.key = ms.official WHERE {where} "
        "ORDER BY ms.last_seen IS NULL, ms.last_seen DESC, p.label, o.label, ms.key "
        "LIMIT ? OFFSET ?",
        key,
        _ROWS,
        (shown.page - 1) * _ROWS,
    )
    out = (Holder(r[0], Ref(r[1], r[2]), Ref(r[3], r[4]), *r[5:]) for r in found)
    return tuple(out), shown


def _meetings(store: Store, key: str) -> tuple[Took, ...]:
    found = rows(
        store,
        "SELECT m.key, m.label, m.date, p.role FROM participations p CROSS JOIN meetings m "
        "ON m.key = p.meeting WHERE p.participant = ? "
        "ORDER BY m.date IS NULL, m.date DESC, m.key LIMIT 50",
        key,
    )
    return tuple(Took(Ref(k, label), date, role) for k, label, date, role in found)
