"""What decisions name: an entity by what somebody typed, and the reports' words for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from kg.errors import KgError
from kg.link.binding import first_mentions
from kg.link.decisions import KINDS, Anchor, kind_of
from kg.link.slugs import canonical, search_form
from kg.link.sources import Source
from kg.report.model import Report
from kg.store.history import ENTITIES, moved_to
from kg.store.names import find_officials
from kg.store.packed import unpacked
from kg.store.store import Store

# So many documents tell what a decision is about, should others go or be read differently.
ENOUGH = 5
_MENTIONS = {"official": "person", "body": "body", "meeting": "meeting", "post": "post"}


def require_entity(store: Store, text: str) -> str:
    """Return the key of the one official, body or meeting that a key or a name means.

    A key may lack its first segment, if it is an official's; one that redirects is followed.

    Raises:
        KgError: Nothing is meant, or more than one; the message lists what could be.
    """
    if kind_of(text) in KINDS and "/" in text:
        key = moved_to(store, text)
        if not _label(store, key):
            raise KgError(f"unknown id {text}")
        return key
    found = [hit.key for hit in find_officials(store, text) if hit.exact]
    if not found:
        sought = search_form(text)
        found = [
            key
            for table in ("bodies", "meetings")
            for key, label in store.connection.execute(f"SELECT key, label FROM {table}")
            if search_form(label) == sought
        ]
    if not found:
        found = [hit.key for hit in find_officials(store, text)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise KgError(f'no official, body or meeting is called "{text}"')
    shown = ", ".join(found[:8]) + (f" and {len(found) - 8} more" if len(found) > 8 else "")
    raise KgError(f'"{text}" may mean {shown}')


def anchors(store: Store, key: str, enough: int | None = None) -> tuple[Anchor, ...]:
    """Return how documents name an entity, by document id; of at most `enough` documents."""
    kind = kind_of(key)
    places: dict[str, set[int]] = defaultdict(set)
    for document, start in store.connection.execute(
        "SELECT d.id, m.start FROM mentions m JOIN documents d ON d.key = m.document "
        "WHERE m.target = ? AND m.kind = ?",
        (key, _MENTIONS[kind]),
    ):
        places[document].add(start)
    out: list[Anchor] = []
    for document in sorted(places)[:enough]:
        out += _in_report(_report(store, document), kind, places[document])
    return tuple(sorted(out, key=lambda a: (a.document, a.name, a.at or 0)))


def labels(store: Store, keys: Iterable[str]) -> str:
    """Return keys as messages show them."""
    return ", ".join(f"{_label(store, key)} ({key})" for key in keys)


def fresh_key(store: Store, key: str, found: Iterable[Anchor], taken: Iterable[str]) -> str:
    """Return a key for a part of an entity that nothing bears yet, made of the part's name."""
    used = {*taken, *(row.key for row in store.redirects())}
    names = Counter(a.name for a in found)
    stem = key
    if kind_of(key) == "official":
        from kg.link.slugs import slug

        stem = f"official/{slug(min(names, key=lambda n: (-names[n], n)))}"
    n = 2
    while _label(store, f"{stem}-{n}") or f"{stem}-{n}" in used:
        n += 1
    return f"{stem}-{n}"


class StoredFact(msgspec.Struct, frozen=True):
    """A fact of the graph: what it says, and the keys of the entities it is about."""

    says: dict[str, str]
    about: tuple[str, ...]


def require_fact(store: Store, key: str) -> StoredFact:
    """Return what a participation, a membership or a mention says.

    Raises:
        KgError: The graph has no such fact, or it is rejected already.
    """
    con = store.connection
    kind = kind_of(key)
    if kind == "participation":
        row = con.execute(
            "SELECT p.participant, p.role, p.meeting, s.label FROM participations p "
            "LEFT JOIN sites s ON s.key = p.site WHERE p.key = ?",
            (key,),
        ).fetchone()
        if row:
            says = dict(zip(("who", "role", "meeting"), row[:3], strict=True))
            return StoredFact(says | ({"site": row[3]} if row[3] else {}), (row[0], row[2]))
    elif kind == "membership":
        row = con.execute(
            "SELECT official, post, status FROM memberships WHERE key = ?", (key,)
        ).fetchone()
        if row:
            return StoredFact(dict(zip(("who", "post", "status"), row, strict=True)), row[:2])
    elif kind == "mention":
        row = con.execute(
            'SELECT d.id, m.start, m."end", m.kind, m.document FROM mentions m '
            "JOIN documents d ON d.key = m.document WHERE m.key = ?",
            (key,),
        ).fetchone()
        if row:
            says = dict(zip(("document", "start", "end", "kind"), map(str, row[:4]), strict=True))
            words = " ".join(store.text(row[4])[row[1] : row[2]].split())
            return StoredFact(says | ({"words": words} if words else {}), ())
    else:
        told = "the key of a participation, a membership or a mention"
        raise KgError(f'"{key}" is not {told} (kg explain --keys shows them)')
    by = con.execute("SELECT decision FROM rejected WHERE key = ?", (key,)).fetchone()
    if by:
        raise KgError(f"{key} is rejected already, by decision {by[0]}")
    raise KgError(f"unknown id {key}")


def _label(store: Store, key: str) -> str:
    table = ENTITIES.get(kind_of(key))
    if table is None:
        return ""
    row = store.connection.execute(f"SELECT label FROM {table} WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def _report(store: Store, document: str) -> Report:
    (raw,) = store.connection.execute(
        "SELECT r.report FROM documents d JOIN reports r ON r.digest = d.digest WHERE d.id = ?",
        (document,),
    ).fetchone()
    return msgspec.json.decode(unpacked(raw), type=Report)


def _in_report(report: Report, kind: str, places: set[int]) -> list[Anchor]:
    """Return the anchors of what is mentioned at some offsets of a report."""
    named = {
        "official": {p.id: p.name for p in report.people},
        "body": {b.id: b.label for b in report.bodies},
        "meeting": {m.id: m.label for m in report.meetings},
        "post": {t.id: t.label for t in report.posts},
    }[kind]
    begin = {ref.id: at for ref, at in first_mentions(Source(report, ""), kind).items()}
    ids = {
        m.target
        for m in report.mentions
        if m.kind == _MENTIONS[kind] and m.start in places and m.target in named
    }
    spelt = Counter(map(canonical, named.values()))
    return [
        # Meetings are known by their place, too: how they are named is read differently as rules
        # get better.
        Anchor(
            report.document,
            named[id],
            begin[id] if kind == "meeting" or spelt[canonical(named[id])] > 1 else None,
        )
        for id in ids
    ]
