"""A document: its text with what was read in it, and the facts that rest on it."""

from __future__ import annotations

import json

import msgspec

from kg.errors import KgError
from kg.report.model import Role
from kg.show.marks import KINDS, Mark, events, nested
from kg.show.printable import printable
from kg.store.store import Store
from kg.web.pages.base import Asked, Missing, Ref, labels, one, refs, require, rows
from kg.web.pages.words import anchor

PARAMETERS = ()
_FACTS = 300


class Piece(msgspec.Struct, frozen=True):
    """A piece of the page: text, or the begin or end of a stretch that was read as something.

    `anchor` names the place, at the begin of a stretch; `key` is that of the entity that it refers
    to, if no other stretch lies inside.
    """

    what: str
    text: str = ""
    kind: str = ""
    level: int = 0
    tag: str = ""
    about: str = ""
    anchor: str = ""
    key: str = ""


class Stated(msgspec.Struct, frozen=True):
    """A role that the document states; `key` is the participation, `anchor` where its words are."""

    key: str
    meeting: Ref
    date: str | None
    who: Ref
    role: Role
    anchor: str


class DocumentPage(msgspec.Struct, frozen=True):
    """The page of a document."""

    key: str
    id: str
    label: str
    issued: str | None
    source: str | None
    copy_of: Ref | None
    copies: tuple[Ref, ...]
    pieces: tuple[Piece, ...]
    counts: dict[str, int]
    facts: tuple[Stated, ...]


def document_page(store: Store, key: str, asked: Asked) -> DocumentPage:
    """Return the page of the document of a key.

    Raises:
        Missing: There is none.
    """
    row = one(store, "SELECT id, title, issued, source FROM documents WHERE key = ?", key)
    if row is None:
        require(store, key)
        raise Missing(key)
    try:
        text = store.text(key)
    except KgError:
        text = ""
    found = rows(
        store,
        'SELECT start, "end", kind, target, rule, confidence FROM mentions WHERE document = ?',
        key,
    )
    copy_of = one(store, "SELECT original FROM copies WHERE document = ?", key)
    copies = rows(store, "SELECT document FROM copies WHERE original = ? LIMIT 50", key)
    pieces, counts = _pieces(store, text, found)
    return DocumentPage(
        key=key,
        id=row[0],
        label=row[1] or row[0],
        issued=row[2],
        source=row[3],
        copy_of=next(iter(refs(store, list(copy_of or ()))), None),
        copies=refs(store, [k for (k,) in copies]),
        pieces=pieces,
        counts=counts,
        facts=_facts(store, key),
    )


def _pieces(
    store: Store, text: str, found: list[tuple[int, int, str, str, str, float]]
) -> tuple[tuple[Piece, ...], dict[str, int]]:
    named = labels(store, [row[3] for row in found])
    spans: dict[tuple[int, int, str], dict[str, str]] = {}
    for start, end, kind, target, rule, confidence in found:
        if 0 <= start < end <= len(text) and kind in KINDS:
            sure = f" ({rule})" if confidence >= 1 else f" ({rule}, {confidence:.2f})"
            spans.setdefault((start, end, kind), {})[target] = named.get(target, target) + sure
    marks = [
        Mark(start, end, kind, next(iter(told)), "\n".join(told.values()))  # type: ignore[arg-type]
        for (start, end, kind), told in spans.items()
    ]
    counts: dict[str, int] = {}
    for plain in marks:
        counts[plain.kind] = counts.get(plain.kind, 0) + 1
    out: list[Piece] = []
    begun = set[tuple[int, int, str]]()
    for event in events(text, nested(marks)):
        mark = event.mark
        if mark is None:
            out.append(Piece("text", printable(event.text)))
        elif event.what == "close":
            out.append(Piece("close", key=mark.tag if _linked(mark, named) else ""))
        else:
            identity = mark.start, mark.end, mark.kind
            out.append(
                Piece(
                    "open",
                    kind=mark.kind,
                    level=min(mark.levels, 5),
                    about=printable(mark.about),
                    anchor="" if identity in begun else anchor(mark.kind, mark.start, mark.end),
                    key=mark.tag if _linked(mark, named) else "",
                )
            )
            begun.add(identity)
    return tuple(out), {kind: counts[kind] for kind in KINDS if kind in counts}


def _linked(mark: Mark, named: dict[str, str]) -> bool:
    return mark.levels == 0 and mark.tag in named


def _facts(store: Store, key: str) -> tuple[Stated, ...]:
    claims = [
        claim
        for (claims,) in rows(
            store, "SELECT claims FROM tellings WHERE document = ? ORDER BY key", key
        )
        for claim in json.loads(claims)
    ][:_FACTS]
    found = rows(
        store,
        "SELECT p.key, m.key, m.label, m.date, p.participant, p.role, "
        "(SELECT n.kind || '-' || n.start || '-' || n.\"end\" FROM json_each(p.mentions) e "
        "CROSS JOIN mentions n ON n.key = e.value WHERE n.document = ? "
        "ORDER BY n.kind <> 'person', n.start LIMIT 1) "
        "FROM json_each(?) j CROSS JOIN participations p ON p.key = j.value "
        "JOIN meetings m ON m.key = p.meeting",
        key,
        json.dumps(claims),
    )
    named = labels(store, [row[4] for row in found])
    return tuple(
        Stated(r[0], Ref(r[1], r[2]), r[3], Ref(r[4], named.get(r[4], r[4])), r[5], r[6] or "")
        for r in found
    )
