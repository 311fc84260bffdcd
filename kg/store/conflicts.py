"""Where documents disagree: each answer with its documents and their words."""

from __future__ import annotations

import msgspec

from kg.link.telling_rows import ConflictKind, ConflictRow, SideRow
from kg.store.evidence import Evidence, EvidenceReader
from kg.store.names import require_officials
from kg.store.store import Store


class Answer(msgspec.Struct, frozen=True):
    """One side of a conflict: see `SideRow`; `documents` are ids.

    `sources` is the number of documents, those that print one text counted once.
    """

    claim: str
    means: tuple[str, ...]
    documents: tuple[str, ...]
    sources: int
    evidence: tuple[Evidence, ...]


class Conflict(msgspec.Struct, frozen=True):
    """A question with all its answers; `about` is the label of the meeting or the official."""

    key: str
    kind: ConflictKind
    about: str
    subject: str
    date: str | None
    answers: tuple[Answer, ...]


def conflicts(store: Store, kind: str | None = None, official: str | None = None) -> list[Conflict]:
    """Return the conflicts by date (unknown days last): all, or those that meet the conditions.

    `kind` is one of `ConflictKind`; `official` a name: that of whose title is in question, or of
    whom an answer names.

    Raises:
        KgError: Nobody bears the name; the message lists the nearest names.
    """
    wanted = None
    if official is not None:
        wanted = {hit.key for hit in require_officials(store, official)}
    labels: dict[str, str] = {}
    for table in ("meetings", "officials"):
        labels.update(store.connection.execute(f"SELECT key, label FROM {table}").fetchall())
    ids = {d.key: d.id for d in store.documents()}
    originals = {copy.document: copy.original for copy in store.copies()}
    evidence = EvidenceReader(store)
    out = []
    rows = store.select(ConflictRow, "kind = coalesce(?, kind)", kind)
    for row in sorted(rows, key=lambda r: (r.date is None, r.date or "", r.key)):
        sides = list(store.select(SideRow, "conflict = ?", row.key))
        named = {row.subject}.union(*(side.means for side in sides))
        if wanted is not None and wanted.isdisjoint(named):
            continue
        answers = tuple(
            Answer(
                side.claim,
                side.means,
                tuple(sorted(ids[d] for d in side.documents)),
                len({originals.get(d, d) for d in side.documents}),
                evidence.of(side.mentions),
            )
            for side in sides
        )
        out.append(Conflict(row.key, row.kind, labels[row.subject], row.subject, row.date, answers))
    return out
