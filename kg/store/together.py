"""Meetings that two officials took part in."""

from __future__ import annotations

import json

import msgspec

from kg.report.model import Role
from kg.store.names import require_officials
from kg.store.store import Store


class Common(msgspec.Struct, frozen=True):
    """A meeting of two officials, with the roles and the sites of each; `documents` are ids.

    `same_site` is false where both were at sites of the meeting that differ.
    """

    date: str | None
    meeting: str
    meeting_key: str
    first: str
    first_key: str
    first_roles: tuple[Role, ...]
    first_sites: tuple[str, ...]
    second: str
    second_key: str
    second_roles: tuple[Role, ...]
    second_sites: tuple[str, ...]
    same_site: bool
    documents: tuple[str, ...]


def common_meetings(store: Store, first: str, second: str) -> list[Common]:
    """Return the meetings of officials whom two names mean, by date (undated ones last).

    Where a name matches several officials, each pair counts; nobody is a pair with himself.

    Raises:
        KgError: Nobody bears a name; the message lists the nearest names.
    """
    theirs = [require_officials(store, name) for name in (first, second)]
    labels = {hit.key: hit.label for hits in theirs for hit in hits}
    ids = dict(store.connection.execute("SELECT key, id FROM documents").fetchall())
    at = [_meetings(store, [hit.key for hit in hits]) for hits in theirs]
    pairs: dict[tuple[str, frozenset[str]], tuple[str, str]] = {}
    for meeting in at[0].keys() & at[1].keys():
        for a in at[0][meeting]:
            for b in at[1][meeting]:
                if a != b:  # two names may mean the same two officials
                    pairs.setdefault((meeting, frozenset((a, b))), (a, b))
    out = []
    for (meeting, _), (a, b) in pairs.items():
        one, two = at[0][meeting][a], at[1][meeting][b]
        sites = [{site for _, site, _ in rows if site} for rows in (one, two)]
        date, label = store.connection.execute(
            "SELECT date, label FROM meetings WHERE key = ?", (meeting,)
        ).fetchone()
        out.append(
            Common(
                date=date,
                meeting=label,
                meeting_key=meeting,
                first=labels[a],
                first_key=a,
                first_roles=_roles(one),
                first_sites=tuple(sorted(sites[0])),
                second=labels[b],
                second_key=b,
                second_roles=_roles(two),
                second_sites=tuple(sorted(sites[1])),
                same_site=not sites[0] or not sites[1] or bool(sites[0] & sites[1]),
                documents=tuple(sorted({ids[d] for _, _, found in one + two for d in found})),
            )
        )
    return sorted(
        out, key=lambda c: (c.date is None, c.date or "", c.meeting_key, c.first_key, c.second_key)
    )


_Row = tuple[Role, str | None, tuple[str, ...]]  # role, label of the site, keys of documents


def _meetings(store: Store, officials: list[str]) -> dict[str, dict[str, list[_Row]]]:
    """Return meeting -> official -> what the official did there."""
    out: dict[str, dict[str, list[_Row]]] = {}
    for official in officials:
        for meeting, role, site, documents in store.connection.execute(
            "SELECT p.meeting, p.role, s.label, p.documents FROM participations p "
            "LEFT JOIN sites s ON s.key = p.site WHERE p.participant = ?",
            (official,),
        ):
            row = (role, site, tuple(json.loads(documents)))
            out.setdefault(meeting, {}).setdefault(official, []).append(row)
    return out


def _roles(rows: list[_Row]) -> tuple[Role, ...]:
    return tuple(sorted({role for role, _, _ in rows}))
