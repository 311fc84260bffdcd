"""Questions to a store: why two mentions are one official, and why two officials are not."""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Literal

import msgspec

from kg.errors import KgError
from kg.link.join_rows import ApartKind, ApartRow, JoinKind, JoinRow, UnsureRow
from kg.link.slugs import search_form
from kg.store.evidence import Evidence
from kg.store.names import require_officials
from kg.store.passages import Passages
from kg.store.store import Store

# So many documents of a reason are shown with their words.
SHOWN = 3


class Who(msgspec.Struct, frozen=True):
    """An official (key and label); `document` is the id of the one that was asked about."""

    key: str
    label: str
    document: str | None = None


class Step(msgspec.Struct, frozen=True):
    """One reason why documents (ids) name one official.

    `what` are labels of what they share. `evidence` is of the first few documents.
    """

    kind: JoinKind
    what: tuple[str, ...]
    documents: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Same(msgspec.Struct, frozen=True):
    """Why all documents, or the two asked about (`between`), name one official."""

    official: Who
    between: tuple[str, ...]
    steps: tuple[Step, ...]


class Side(msgspec.Struct, frozen=True):
    """One of two officials, and what documents say of it."""

    who: Who
    evidence: tuple[Evidence, ...]


class NotSame(msgspec.Struct, frozen=True):
    """Why two officials are not one.

    `verdict`: "apart" where `kind` and `what` (labels) contradict; "unsure" where `reasons_for` and
    `reasons_against` (kind and label) leave it open, with a `score` from 0 to 1; "none" where
    they were never compared, since nothing but the name, or not even that, speaks for it.
    """

    verdict: Literal["apart", "unsure", "none"]
    kind: ApartKind | None
    what: tuple[str, ...]
    score: float | None
    reasons_for: tuple[tuple[str, str], ...]
    reasons_against: tuple[tuple[str, str], ...]
    sides: tuple[Side, Side]


def why_same(store: Store, a: str, b: str) -> list[Same]:
    """Return why two mentions are of one official.

    `a` and `b` are names or keys of officials, or ``document:name``. Where both name a document,
    the reasons that lead from one to the other are given, else all that joined the official.

    Raises:
        KgError: Something is not there, or they are two officials.
    """
    ones, others = resolve(store, a), resolve(store, b)
    by_key = {other.key: other for other in others}
    both = [(one, by_key[one.key]) for one in ones if one.key in by_key]
    if not both:
        raise KgError(
            f"not one here: {_shown(ones)}, and {_shown(others)} (kg explain --why-not tells why)"
        )
    passages = Passages(store)
    return [_same(store, passages, one, other) for one, other in both]


def why_not(store: Store, a: str, b: str) -> list[NotSame]:
    """Return why two officials are not one; of several whom a name matches, each pair compared.

    Raises:
        KgError: Something is not there, or they are one official.
    """
    ones, others = resolve(store, a), resolve(store, b)
    pairs: dict[frozenset[str], tuple[Who, Who]] = {}
    for one, other in itertools.product(ones, others):
        if one.key != other.key:
            pairs.setdefault(frozenset((one.key, other.key)), (one, other))
    if not pairs:
        raise KgError(f"one here: {_shown(ones)} (kg explain --why-same tells why)")
    passages = Passages(store)
    found = [_not_same(store, passages, one, other) for one, other in pairs.values()]
    compared = [answer for answer in found if answer.verdict != "none"]
    return compared or found


def unsure_pairs(store: Store, least: float = 0.0) -> list[UnsureRow]:
    """Return the unsure pairs with at least this score, the likeliest first."""
    rows = store.select(UnsureRow, "score >= ?", least)
    return sorted(rows, key=lambda row: (-row.score, row.key))


def about(store: Store, passages: Passages, row: UnsureRow) -> NotSame:
    """Return an unsure pair with its reasons and both sides' evidence."""
    shared = [w for e in row.evidence_for if "/" in (w := e.partition(" ")[2])]
    posts = {key: passages.posts(key) for key in (row.first, row.second)}
    first, second = (
        Side(Who(key, passages.label(key)), passages.of(key, [*shared, *posts[key]], SHOWN))
        for key in (row.first, row.second)
    )
    return NotSame(
        "unsure",
        None,
        (),
        row.score,
        tuple(_told(passages, e) for e in row.evidence_for),
        tuple(_told(passages, e) for e in row.evidence_against),
        (first, second),
    )


def resolve(store: Store, text: str) -> list[Who]:
    """Return the officials that a name, a key or ``document:name`` means.

    Raises:
        KgError: Nobody is meant; the message lists who could be.
    """
    for i in reversed([i for i, c in enumerate(text) if c == ":"]):
        id, name = text[:i].strip(), text[i + 1 :].strip()
        row = store.connection.execute("SELECT key FROM documents WHERE id = ?", (id,)).fetchone()
        if row:
            return _named_in(store, row[0], id, name)
    return [Who(hit.key, hit.label) for hit in require_officials(store, text)]


def _named_in(store: Store, document: str, id: str, name: str) -> list[Who]:
    there: dict[str, tuple[str, set[str]]] = {}
    for key, label, spelling in store.connection.execute(
        "SELECT o.key, o.label, n.folded FROM officials o JOIN names n ON n.official = o.key "
        "WHERE o.key IN (SELECT target FROM mentions WHERE document = ?) ORDER BY o.key",
        (document,),
    ):
        there.setdefault(key, (label, set()))[1].add(spelling)
    sought = search_form(name)
    whole = [Who(key, label, id) for key, (label, names) in there.items() if sought in names]
    words = set(sought.split())
    found = whole or [
        Who(key, label, id)
        for key, (label, names) in there.items()
        if words and any(words <= set(n.split()) for n in names)
    ]
    if not found:
        told = ", ".join(label for label, _ in there.values())
        raise KgError(f'{id} names no official "{name}"' + (f"; it names {told}" if told else ""))
    return found


def _same(store: Store, passages: Passages, one: Who, other: Who) -> Same:
    rows = list(store.select(JoinRow, "official = ?", one.key))
    between = tuple(dict.fromkeys(d for d in (one.document, other.document) if d))
    if len(between) == 2:
        ends = [passages.document(id) for id in between]
        rows = _path(rows, ends[0], ends[1])
    steps = []
    for row in rows:
        documents = row.documents
        evidence = passages.of(one.key, row.what, SHOWN, documents)
        steps.append(
            Step(
                row.kind,
                tuple(map(passages.label, row.what)),
                tuple(map(passages.label, documents)),
                evidence,
            )
        )
    return Same(Who(one.key, one.label), between, tuple(steps))


def _path(rows: Sequence[JoinRow], start: str, end: str) -> list[JoinRow]:
    """Return the rows that lead from a document to another, each with the two that it joins there.

    Empty where no row does: then one document names the official twice.
    """
    of = defaultdict(list)
    for row in rows:
        for document in row.documents:
            of[document].append(row)
    came: dict[str, tuple[str, JoinRow] | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in came:
        here = waiting.popleft()
        for row in of[here]:
            for there in row.documents:
                if there not in came:
                    came[there] = (here, row)
                    waiting.append(there)
    out: list[JoinRow] = []
    at = came.get(end)
    there = end
    while at is not None:
        here, row = at
        out.insert(0, msgspec.structs.replace(row, documents=(here, there)))
        at, there = came[here], here
    return out


def _not_same(store: Store, passages: Passages, one: Who, other: Who) -> NotSame:
    either = "(first = ?1 AND second = ?2) OR (first = ?2 AND second = ?1)"
    for apart in store.select(ApartRow, either, one.key, other.key):
        swap = apart.first != one.key
        what = apart.what[::-1] if swap and len(apart.what) == 2 else apart.what
        sides = tuple(_side(passages, who, what, i) for i, who in enumerate((one, other)))
        labels = tuple(map(passages.label, what))
        return NotSame("apart", apart.kind, labels, None, (), (), (sides[0], sides[1]))
    for unsure in store.select(UnsureRow, either, one.key, other.key):
        answer = about(store, passages, unsure)
        if unsure.first == one.key:
            return answer
        return msgspec.structs.replace(answer, sides=(answer.sides[1], answer.sides[0]))
    first, second = (
        Side(who, passages.of(who.key, passages.posts(who.key), SHOWN)) for who in (one, other)
    )
    alike = _names(store, one.key) & _names(store, other.key)
    against = ("nothing" if alike else "spelling", "")
    return NotSame("none", None, (), None, (), (against,), (first, second))


def _names(store: Store, official: str) -> set[str]:
    rows = store.connection.execute("SELECT folded FROM names WHERE official = ?", (official,))
    return {name for (name,) in rows}


def _side(passages: Passages, who: Who, what: Sequence[str], i: int) -> Side:
    """Return the evidence of one side of a contradiction: of its post, or of the one document."""
    if len(what) == 2:
        return Side(who, passages.held(who.key, what[i], SHOWN))
    documents = [w for w in what if w.startswith("document/")]
    return Side(who, passages.of(who.key, passages.posts(who.key), SHOWN, documents or None))


def _told(passages: Passages, evidence: str) -> tuple[str, str]:
    kind, _, what = evidence.partition(" ")
    return kind, passages.label(what)


def _shown(who: Sequence[Who]) -> str:
    shown = [f"{w.label} ({w.key})" for w in who[:4]]
    return ", ".join(shown) + (f" and {len(who) - 4} more" if len(who) > 4 else "")
