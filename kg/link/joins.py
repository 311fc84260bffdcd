"""Why people of several documents are one official, and why others are not, as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.link.binding import Bound
from kg.link.candidates import Candidate
from kg.link.cluster import Cluster, Join, Reason
from kg.link.doubts import Apart, Unsure, by_name, doubts
from kg.link.join_rows import ApartRow, JoinRow, UnsureRow
from kg.link.rules import LinkRules
from kg.link.sources import Ref, Source
from kg.link.unionfind import UnionFind
from kg.link.variants import Near


class Why(NamedTuple):
    """The rows that tell who was joined, who was kept apart, and who may be one."""

    joins: tuple[JoinRow, ...]
    apart: tuple[ApartRow, ...]
    unsure: tuple[UnsureRow, ...]


def why(
    people: Sequence[Cluster],
    near: Sequence[Near],
    sources: Sequence[Source],
    meetings: Mapping[str, str],
    rules: LinkRules,
    decided: Bound,
) -> Why:
    """Return the rows about people.

    Args:
        people: Those that linking found, each with its candidates (which know the officials that
            they are, after all decisions) and joins.
        near: Pairs of nearly one name.
        sources: The reports.
        meetings: Keys of meetings, by what a clue says of them.
        rules: The words that linking goes by.
        decided: What analysts decided.
    """
    documents = {s.id: s.key for s in sources}
    named = by_name(people)
    speak = _Speaker(people, named, meetings)
    joins = list[JoinRow]()
    for official, found in sorted(_by_official(people, decided).items()):
        for n, (reason, who) in enumerate(found, 1):
            tail = official.partition("/")[2]
            where = tuple(dict.fromkeys(documents[c.ref.document] for c in who))
            what = speak.of(reason, who[0])
            joins.append(JoinRow(f"join/{tail}--{n}", official, reason.kind, what, where))
    parted: dict[tuple[str, str], ApartRow] = {}
    unsure: dict[tuple[str, str], UnsureRow] = {}
    names = [cluster.members[0].official for cluster in people]
    for pair in doubts(people, named, near, rules):
        a, b = names[pair.a], names[pair.b]
        if a == b:
            continue
        swap = _natural(a) > _natural(b)
        first, second = (b, a) if swap else (a, b)
        key = f"{first.partition('/')[2]}--{second.partition('/')[2]}"
        if isinstance(pair, Apart):
            what = tuple(documents.get(w, w) for w in pair.what[:: -1 if swap else 1])
            parted[first, second] = ApartRow(f"apart/{key}", first, second, pair.kind, what)
        else:
            row = _unsure(pair, people, names, speak)
            unsure[first, second] = UnsureRow(f"unsure/{key}", first, second, *row)
    return Why(
        tuple(sorted(joins, key=lambda row: row.key)),
        tuple(sorted(parted.values(), key=lambda row: row.key)),
        tuple(sorted(unsure.values(), key=lambda row: row.key)),
    )


def _by_official(
    people: Sequence[Cluster], decided: Bound
) -> dict[str, list[tuple[Reason, tuple[Candidate, ...]]]]:
    """Return the joins of each official, candidates in order; what they leave apart, a decision
    joined.
    """
    out: dict[str, list[tuple[Reason, tuple[Candidate, ...]]]] = defaultdict(list)
    if not decided.merges and not decided.parts:
        for cluster in people:
            if cluster.joins:
                key = cluster.members[0].official
                out[key] = [(join.reason, join.who) for join in _in_order(cluster)]
        return out
    of = {c.ref: c for cluster in people for c in cluster.members}
    linked = UnionFind(of)
    for cluster in people:
        for join in _in_order(cluster):
            by_key: dict[str, list[Candidate]] = defaultdict(list)
            for c in join.who:
                by_key[c.official].append(c)
            for key, who in sorted(by_key.items()):
                for c in who[1:]:
                    linked.union(who[0].ref, c.ref)
                if len(who) > 1:
                    out[key].append((join.reason, tuple(who)))
    for entry, found in decided.merges:
        bound = [ref for refs in found.values() for ref in refs if ref in of]
        roots = sorted({linked.find(ref) for ref in bound})
        if len(roots) > 1 and len({of[ref].official for ref in roots}) == 1:
            reason = Reason("decided", str(entry.id))
            out[of[roots[0]].official].append((reason, tuple(of[ref] for ref in roots)))
            for ref in roots[1:]:
                linked.union(roots[0], ref)
    if decided.parts:
        # What joined two of a part may have gone to the other one.
        rest: dict[str, set[Ref]] = defaultdict(set)
        for ref in of:
            rest[of[ref].official].add(linked.find(ref))
        for key, left in rest.items():
            if len(left) > 1:
                out[key].append((Reason("decided"), tuple(of[ref] for ref in sorted(left))))
    return out


def _in_order(cluster: Cluster) -> list[Join]:
    """Return the joins of a cluster, each with its candidates in order."""
    found = []
    for reason, who in cluster.joins:
        refs = [c.ref for c in who]
        by_ref = dict(zip(refs, who, strict=True))
        ordered = sorted(by_ref)
        found.append((ordered[0], reason, refs, Join(reason, tuple(by_ref[r] for r in ordered))))
    return [join for *_, join in sorted(found, key=lambda one: one[:3])]


def _natural(key: str) -> tuple[int, str]:
    """Return what orders keys so that ``-2`` comes behind none, and ``-10`` behind ``-9``."""
    return len(key), key


def _unsure(
    pair: Unsure, people: Sequence[Cluster], names: Sequence[str], speak: _Speaker
) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    for_them = [] if pair.near else ["name"]
    for reason, bearer in pair.reasons:
        for_them += [f"{reason.kind} {what}" for what in speak.of(reason, bearer)]
    against = [f"rival {names[i]}" for i in pair.rivals]
    against += ["spelling"] if pair.near else []
    against += [f"untitled {names[i]}" for i in (pair.a, pair.b) if not people[i].titled]
    against += [] if pair.reasons else ["nothing"]
    return pair.score, tuple(dict.fromkeys(for_them)), tuple(dict.fromkeys(against))


class _Speaker:
    """Puts what a reason says into keys of the graph."""

    def __init__(
        self,
        people: Sequence[Cluster],
        named: Mapping[str, Sequence[int]],
        meetings: Mapping[str, str],
    ) -> None:
        self._people, self._named, self._meetings = people, named, meetings

    def of(self, reason: Reason, bearer: Candidate) -> tuple[str, ...]:
        """Return keys or words of what a candidate that bears a reason shares by it."""
        match reason.kind:
            case "post" | "spelling":
                posts = bearer.posts
                found = {p.key for p in posts if p.clue.partition(" ")[2] == reason.what}
                return tuple(sorted(found or {p.key for p in posts}))
            case "meeting":
                key = self._meetings.get(reason.what)
                return (key,) if key else ()
            case "beside":
                return (self._beside(reason.what, bearer.ref.document) or reason.what,)
            case "title":
                posts = bearer.posts
                return tuple(sorted(p.key for p in posts if reason.what.startswith(f"{p.title} ")))
        return (reason.what,) if reason.what else ()

    def _beside(self, name: str, document: str) -> str | None:
        """Return the key of whom a document calls so; of several, the last."""
        for i in reversed(self._named.get(name, ())):
            if document in self._people[i].documents:
                for c in reversed(self._people[i].members):
                    if c.plain == name and c.ref.document == document:
                        return c.official
        return None
