"""Questions to a store: officials by name, appearances, meetings, and what each fact rests on.

Every function takes an open `Store` first and reads only. Names and provinces are compared without
case and accents ("đ" counts as "d"). Dates are ISO 8601; documents are given by their ids.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from kg.errors import KgError
from kg.store.answers import Appearance, Fact, MeetingSummary, OfficialSummary, StoreStatus
from kg.store.evidence import Evidence, EvidenceReader
from kg.store.names import (
    OfficialHit,
    find_officials,
    nearest_names,
    require_bodies,
    require_officials,
    require_provinces,
)
from kg.store.references import References
from kg.store.store import Store

__all__ = [
    "Appearance",
    "Evidence",
    "Fact",
    "MeetingSummary",
    "OfficialHit",
    "OfficialSummary",
    "StoreStatus",
    "appearances",
    "document_text",
    "explain",
    "find_officials",
    "meetings",
    "nearest_names",
    "officials",
    "require_officials",
    "status",
]

_BY_DATE = "ORDER BY m.date IS NULL, m.date, m.key"


def appearances(store: Store, official: str) -> list[Appearance]:
    """Return the appearances of the official of this key by date (undated ones last)."""
    printed = _printed_posts(store, official)
    references = References(store, official)
    ids = _document_ids(store, official)
    out = []
    for date, role, meeting, site, acting_as, documents, meeting_key, key, confidence in _all(
        store,
        "SELECT m.date, p.role, m.label, s.label, a.label, p.documents, m.key, p.key, p.confidence "
        "FROM participations p JOIN meetings m ON m.key = p.meeting "
        "LEFT JOIN sites s ON s.key = p.site LEFT JOIN posts a ON a.key = p.acting_as "
        f"WHERE p.participant = ? {_BY_DATE}, p.role, p.key",
        official,
    ):
        where = json.loads(documents)
        post = next((printed[d] for d in where if d in printed), acting_as or "")
        out.append(
            Appearance(
                date=date,
                role=role,
                meeting=meeting,
                site=site,
                post=post,
                documents=tuple(sorted(ids[d] for d in where)),
                meeting_key=meeting_key,
                participation=key,
                confidence=confidence,
                inferred=references.labels(where),
            )
        )
    return out


def officials(
    store: Store,
    province: str | None = None,
    body: str | None = None,
    name: str | None = None,
    *,
    successors: bool = False,
) -> list[OfficialSummary]:
    """Return officials by key: all, or those that meet every condition given.

    `province`: a post's body lies in it, or the official took part in a meeting there, or a list of
    known tenures says so of a post whose place the texts leave open (`province_inferred`); with
    `successors` the provinces that took it over count, too. `body`: words of the label of a body of
    one of the posts, held or left. `name`: as `find_officials`.

    Raises:
        KgError: The store knows no such province, body or name; the message lists the nearest.
    """
    wanted: set[str] | None = None
    here = inferred = set[str]()
    if province is not None:
        provinces = require_provinces(store, province, successors=successors, inferred=True)
        here, inferred = _of_provinces(store, provinces), _inferred_in(store, provinces)
    for keys in (
        None if name is None else {hit.key for hit in require_officials(store, name)},
        None if province is None else here | inferred,
        None if body is None else _of_bodies(store, require_bodies(store, body)),
    ):
        if keys is not None:
            wanted = keys if wanted is None else wanted & keys
    posts: dict[str, dict[str, dict[str, None]]] = {}
    for official, state, label in _all(
        store,
        "SELECT ms.official, ms.status = 'former', p.label FROM memberships ms "
        "JOIN posts p ON p.key = ms.post ORDER BY ms.first_seen IS NULL, ms.first_seen, ms.key",
    ):
        posts.setdefault(official, {}).setdefault("former" if state else "held", {})[label] = None
    seen = {
        row[0]: row[1:]
        for row in _all(
            store,
            "SELECT p.participant, count(DISTINCT p.meeting), min(m.date), max(m.date) "
            "FROM participations p JOIN meetings m ON m.key = p.meeting GROUP BY p.participant",
        )
    }
    references = References(store)
    out = []
    for official in store.officials():
        if wanted is not None and official.key not in wanted:
            continue
        held = posts.get(official.key, {})
        number, first, last = seen.get(official.key, (0, None, None))
        out.append(
            OfficialSummary(
                key=official.key,
                label=official.label,
                posts=tuple(held.get("held", ())),
                former_posts=tuple(held.get("former", ())),
                appearances=number,
                first_date=first,
                last_date=last,
                foreign=official.foreign,
                inferred=references.inferred_of(official.key),
                disputed=references.disputed_of(official.key),
                province_inferred=official.key in inferred - here,
            )
        )
    return out


def meetings(
    store: Store,
    start: str | None = None,
    end: str | None = None,
    province: str | None = None,
    *,
    successors: bool = False,
) -> list[MeetingSummary]:
    """Return meetings by date, undated last; with `start` or `end` (inclusive) only dated ones.

    With `successors`, those in provinces that took the `province` over are among them.

    Raises:
        KgError: The store knows no such province.
    """
    conditions, values = ["1"], list[str]()
    if start is not None:
        conditions.append("coalesce(m.end_date, m.date) >= ?")
        values.append(start)
    if end is not None:
        conditions.append("m.date <= ?")
        values.append(end)
    if province is not None:
        keys = require_provinces(store, province, successors=successors)
        marks = ", ".join("?" * len(keys))
        conditions.append(
            f"(EXISTS (SELECT 1 FROM json_each(m.provinces) WHERE value IN ({marks})) OR m.key IN "
            f"(SELECT meeting FROM sites WHERE province IN ({marks})))"
        )
        values += [*keys, *keys]
    places = dict(_all(store, "SELECT key, label FROM places"))
    ids = _document_ids(store)
    out = []
    for key, date, label, provinces, planned in _all(
        store,
        "SELECT m.key, m.date, m.label, m.provinces, m.planned FROM meetings m "
        f"WHERE {' AND '.join(conditions)} {_BY_DATE}",
        *values,
    ):
        present = _all(
            store,
            "SELECT p.participant, max(p.role = 'chair'), coalesce(o.label, b.label) "
            "FROM participations p LEFT JOIN officials o ON o.key = p.participant "
            "LEFT JOIN bodies b ON b.key = p.participant WHERE p.meeting = ? "
            'GROUP BY p.participant ORDER BY min(p."order"), p.participant',
            key,
        )
        sources = _all(store, "SELECT DISTINCT document FROM mentions WHERE target = ?", key)
        sources += _all(
            store,
            "SELECT DISTINCT value FROM participations p, json_each(p.documents) "
            "WHERE p.meeting = ?",
            key,
        )
        out.append(
            MeetingSummary(
                key=key,
                date=date,
                label=label,
                provinces=tuple(places[p] for p in json.loads(provinces)),
                chairs=tuple(name for _, chair, name in present if chair),
                participants=len(present),
                documents=tuple(sorted({ids[d] for (d,) in sources})),
                planned=bool(planned),
            )
        )
    return out


def explain(store: Store, official: str) -> list[Fact]:
    """Return every fact about the official of this key with all that it rests on.

    Memberships come first, by the day first seen, then participations by the meeting's date.
    """
    evidence = EvidenceReader(store)
    references = References(store, official)
    facts = []
    for key, what, how, first, last, confidence, mentions in _all(
        store,
        "SELECT ms.key, p.label, ms.status, ms.first_seen, ms.last_seen, ms.confidence, "
        "ms.mentions FROM memberships ms JOIN posts p ON p.key = ms.post WHERE ms.official = ? "
        "ORDER BY ms.first_seen IS NULL, ms.first_seen, ms.key",
        official,
    ):
        rests_on = evidence.of(json.loads(mentions))
        facts.append(
            Fact(
                kind="membership",
                key=key,
                what=what,
                how=how,
                date=first,
                last_date=last,
                site=None,
                confidence=confidence,
                evidence=rests_on,
                inferred=references.inferred.get(key),
                disputed=references.disputed.get(key),
            )
        )
    for key, what, how, date, site, confidence, mentions in _all(
        store,
        "SELECT p.key, m.label, p.role, m.date, s.label, p.confidence, p.mentions "
        "FROM participations p JOIN meetings m ON m.key = p.meeting "
        f"LEFT JOIN sites s ON s.key = p.site WHERE p.participant = ? {_BY_DATE}, p.key",
        official,
    ):
        rests_on = evidence.of(json.loads(mentions))
        facts.append(Fact("participation", key, what, how, date, None, site, confidence, rests_on))
    return facts


def status(store: Store) -> StoreStatus:
    """Return what the store holds."""
    counts = store.counts()
    return StoreStatus(
        path=str(store.path),
        schema=store.schema,
        rules=store.meta("rules"),
        documents=counts["documents"],
        counts=counts,
        failures=tuple(store.failures()),
        notes=tuple(store.notes()),
    )


def document_text(store: Store, id: str) -> str:
    """Return the text of the document of this id as read.

    Raises:
        KgError: The store has no such document.
    """
    found = _all(store, "SELECT key FROM documents WHERE id = ?", id)
    if not found:
        raise KgError(f'{store.path}: no document "{id}"')
    return store.text(found[0][0])


def _all(store: Store, sql: str, *values: str) -> list[tuple]:  # type: ignore[type-arg]
    return store.connection.execute(sql, values).fetchall()


def _document_ids(store: Store, participant: str | None = None) -> dict[str, str]:
    """Return the ids of documents by key: of all, or of those that tell where somebody was."""
    if participant is None:
        return dict(_all(store, "SELECT key, id FROM documents"))
    return dict(
        _all(
            store,
            "SELECT d.key, d.id FROM (SELECT DISTINCT value FROM participations p, "
            "json_each(p.documents) WHERE p.participant = ?) t "
            "CROSS JOIN documents d ON d.key = t.value",
            participant,
        )
    )


def _printed_posts(store: Store, official: str) -> dict[str, str]:
    """Return the posts not left behind as each document first prints them, by document."""
    spans: dict[str, dict[str, tuple[int, int]]] = {}
    for document, post, start, end in _all(
        store,
        # In this order: a post such as one of the Central Committee has mentions everywhere.
        'SELECT n.document, n.target, n.start, n."end" FROM memberships ms '
        "CROSS JOIN json_each(ms.mentions) CROSS JOIN mentions n ON n.key = value "
        "AND n.target = ms.post "
        "WHERE ms.official = ? AND ms.status <> 'former' ORDER BY n.document, n.start",
        official,
    ):
        spans.setdefault(document, {}).setdefault(post, (start, end))
    out = {}
    for document, posts in spans.items():
        text = store.text(document)
        words = dict.fromkeys(" ".join(text[start:end].split()) for start, end in posts.values())
        out[document] = ", ".join(words)
    return out


def _of_provinces(store: Store, provinces: Sequence[str]) -> set[str]:
    marks = ", ".join("?" * len(provinces))
    holders = _all(
        store,
        "SELECT ms.official FROM memberships ms JOIN posts p ON p.key = ms.post "
        f"JOIN bodies b ON b.key = p.body WHERE b.province IN ({marks})",
        *provinces,
    )
    # At a site, a participant was in the site's province alone, not in those of all the sites.
    guests = _all(
        store,
        "SELECT p.participant FROM participations p JOIN meetings m ON m.key = p.meeting "
        "LEFT JOIN sites s ON s.key = p.site WHERE CASE WHEN s.province IS NOT NULL "
        f"THEN s.province IN ({marks}) ELSE EXISTS "
        f"(SELECT 1 FROM json_each(m.provinces) WHERE value IN ({marks})) END",
        *provinces,
        *provinces,
    )
    return {key for (key,) in holders + guests}


def _inferred_in(store: Store, provinces: Sequence[str]) -> set[str]:
    rows = _all(
        store,
        "SELECT ms.official FROM inferred r JOIN memberships ms ON ms.key = r.membership "
        f"WHERE r.province IN ({', '.join('?' * len(provinces))})",
        *provinces,
    )
    return {key for (key,) in rows}


def _of_bodies(store: Store, bodies: Sequence[str]) -> set[str]:
    rows = list[tuple[str]]()
    for body in bodies:
        rows += _all(
            store,
            "SELECT ms.official FROM memberships ms JOIN posts p ON p.key = ms.post "
            "WHERE p.body = ?",
            body,
        )
    return {key for (key,) in rows}
