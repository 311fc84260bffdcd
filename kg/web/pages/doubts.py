"""What is in doubt: where sources disagree, and officials who may be one. Read only."""

from __future__ import annotations

import json

import msgspec

from kg.store.store import Store
from kg.web.pages.base import ROWS, Asked, Pager, Ref, labels, one, pager, rows
from kg.web.pages.meeting import Side, sides

CONFLICT_PARAMETERS = ("kind", "page")
UNSURE_PARAMETERS = ("page",)
CONFLICT_KINDS = ("date", "place", "chair", "title")


class Question(msgspec.Struct, frozen=True):
    """A question on which sources disagree; `subject` is the meeting or official it is about."""

    key: str
    kind: str
    date: str | None
    subject: Ref
    sides: tuple[Side, ...]


class ConflictsPage(msgspec.Struct, frozen=True):
    """The list of them."""

    kind: str
    counts: dict[str, int]
    conflicts: tuple[Question, ...]
    pager: Pager


class Pair(msgspec.Struct, frozen=True):
    """Two officials of one name, or nearly one, who may be one."""

    first: Ref
    second: Ref
    score: float
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]


class UnsurePage(msgspec.Struct, frozen=True):
    """The list of them."""

    pairs: tuple[Pair, ...]
    pager: Pager


def conflicts_page(store: Store, asked: Asked) -> ConflictsPage:
    """Return the conflicts, the latest first."""
    kind = asked.choice("kind", CONFLICT_KINDS)
    counts = dict(rows(store, "SELECT kind, count(*) FROM conflicts GROUP BY kind ORDER BY kind"))
    total = counts.get(kind, 0) if kind else sum(counts.values())
    shown = pager(total, asked.page())
    found = rows(
        store,
        "SELECT key, kind, date, subject FROM conflicts WHERE kind = coalesce(?, kind) "
        "ORDER BY date IS NULL, date DESC, key LIMIT ? OFFSET ?",
        kind or None,
        ROWS,
        (shown.page - 1) * ROWS,
    )
    named = labels(store, [row[3] for row in found])
    out = tuple(
        Question(key, what, date, Ref(subject, named.get(subject, subject)), sides(store, key))
        for key, what, date, subject in found
    )
    return ConflictsPage(kind, counts, out, shown)


def unsure_page(store: Store, asked: Asked) -> UnsurePage:
    """Return the pairs, the likeliest first."""
    (total,) = one(store, "SELECT count(*) FROM unsure")
    shown = pager(total, asked.page())
    found = rows(
        store,
        "SELECT first, second, score, evidence_for, evidence_against FROM unsure "
        "ORDER BY score DESC, key LIMIT ? OFFSET ?",
        ROWS,
        (shown.page - 1) * ROWS,
    )
    told = [(json.loads(row[3]), json.loads(row[4])) for row in found]
    keys = {row[0] for row in found} | {row[1] for row in found}
    keys |= {line.partition(" ")[2] for both in told for some in both for line in some}
    named = labels(store, keys)

    def line(text: str) -> str:
        kind, _, about = text.partition(" ")
        return f"{kind} {named.get(about, about)}".strip()

    out = tuple(
        Pair(
            Ref(row[0], named.get(row[0], row[0])),
            Ref(row[1], named.get(row[1], row[1])),
            row[2],
            tuple(map(line, pro)),
            tuple(map(line, contra)),
        )
        for row, (pro, contra) in zip(found, told, strict=True)
    )
    return UnsurePage(out, shown)
