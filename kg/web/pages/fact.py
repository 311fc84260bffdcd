"""One fact with the sentences that it rests on: a role at a meeting, a post, a disagreement."""

from __future__ import annotations

import json

import msgspec

from kg.store.store import Store
from kg.web.pages.base import Asked, Missing, Ref, labels, one, refs, rows
from kg.web.pages.meeting import Side, sides
from kg.web.pages.words import Said, anchor, said

PARAMETERS = ()


class FactPage(msgspec.Struct, frozen=True):
    """The page of a participation, a membership or a conflict.

    `how` is the role, the status or the kind of question; `who` and `what` are what it joins.
    """

    key: str
    label: str
    kind: str
    how: str
    who: Ref | None
    what: Ref | None
    first: str | None
    last: str | None
    site: str | None
    confidence: float | None
    said: tuple[Said, ...]
    sides: tuple[Side, ...] = ()


def participation_page(store: Store, key: str, asked: Asked) -> FactPage:
    """Return the page of a participation.

    Raises:
        Missing: There is none.
    """
    row = one(
        store,
        "SELECT p.participant, p.meeting, p.role, m.date, m.end_date, s.label, p.confidence, "
        "p.mentions FROM participations p JOIN meetings m ON m.key = p.meeting "
        "LEFT JOIN sites s ON s.key = p.site WHERE p.key = ?",
        key,
    )
    if row is None:
        raise Missing(key)
    return _fact(store, key, "participation", *row)


def membership_page(store: Store, key: str, asked: Asked) -> FactPage:
    """Return the page of a membership.

    Raises:
        Missing: There is none.
    """
    row = one(
        store,
        "SELECT official, post, status, first_seen, last_seen, NULL, confidence, mentions "
        "FROM memberships WHERE key = ?",
        key,
    )
    if row is None:
        raise Missing(key)
    return _fact(store, key, "membership", *row)


def conflict_page(store: Store, key: str, asked: Asked) -> FactPage:
    """Return the page of a question on which sources disagree.

    Raises:
        Missing: There is none.
    """
    row = one(store, "SELECT kind, subject, date FROM conflicts WHERE key = ?", key)
    if row is None:
        raise Missing(key)
    mentions = [
        mention
        for (some,) in rows(store, "SELECT mentions FROM sides WHERE conflict = ?", key)
        for mention in json.loads(some)
    ]
    (who,) = refs(store, [row[1]]) or (None,)
    return FactPage(
        key=key,
        label=who.label if who else key,
        kind="conflict",
        how=row[0],
        who=who,
        what=None,
        first=row[2],
        last=None,
        site=None,
        confidence=None,
        said=said(store, mentions),
        sides=sides(store, key),
    )


def moved(store: Store, key: str) -> str | None:
    """Return the path (key, and place on its page) where what has no page of its own is shown.

    A mention is shown in its document, a site and a telling in their meeting, a side in its
    conflict, an event of a tenure with its membership. None if there is no such thing.
    """
    kind, _, rest = key.partition("/")
    if kind == "mention":
        row = one(store, 'SELECT document, kind, start, "end" FROM mentions WHERE key = ?', key)
        return f"{row[0]}#{anchor(*row[1:])}" if row else None
    if kind == "event":
        membership = "membership/" + rest.rsplit("--", 2)[0]
        row = one(store, "SELECT key FROM memberships WHERE key = ?", membership)
        return str(row[0]) if row else None
    tables = {"site": ("sites", "meeting"), "telling": ("tellings", "meeting")}
    table, column = tables.get(kind, ("sides", "conflict"))
    if kind not in ("site", "telling", "side"):
        return None
    row = one(store, f"SELECT {column} FROM {table} WHERE key = ?", key)
    return str(row[0]) if row else None


def _fact(
    store: Store,
    key: str,
    kind: str,
    who: str,
    what: str,
    how: str,
    first: str | None,
    last: str | None,
    site: str | None,
    confidence: float,
    mentions: str,
) -> FactPage:
    named = labels(store, [who, what])
    return FactPage(
        key=key,
        label=f"{named.get(who, who)} – {named.get(what, what)}",
        kind=kind,
        how=how,
        who=Ref(who, named.get(who, who)),
        what=Ref(what, named.get(what, what)),
        first=first,
        last=last,
        site=site,
        confidence=confidence,
        said=said(store, json.loads(mentions)),
    )
