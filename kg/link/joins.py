"""Why people of several documents are one official, and why others are not, as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.link.binding import Bound
from kg.link.cluster import Cluster, Reason
from kg.link.doubts import Apart, Unsure, doubts
from kg.link.join_rows import ApartRow, JoinRow, UnsureRow
from kg.link.rules import LinkRules
from kg.link.slugs import canonical
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
    keys: Mapping[Ref, str],
    sources: Sequence[Source],
    meetings: Mapping[str, str],
    rules: LinkRules,
    decided: Bound,
) -> Why:
    """Return the rows about people.

    Args:
        people: Those that linking found, each with its candidates and joins.
        near: Pairs of nearly one name.
        keys: The key of the official that each candidate is, after all decisions.
        sources: The reports.
        meetings: Keys of meetings, by what a clue says of them.
        rules: The words that linking goes by.
        decided: What analysts decided.
    """
    documents = {s.id: s.key for s in sources}
    speak = _Speaker(people, keys, meetings)
    joins = list[JoinRow]()
    for official, found in sorted(_by_official(people, keys, decided).items()):
        for n, (reason, refs) in enumerate(found, 1):
            tail = official.partition("/")[2]
            where = tuple(dict.fromkeys(documents[r.document] for r in refs))
            what = speak.of(reason, refs[0])
            joins.append(JoinRow(f"join/{tail}--{n}", official, reason.kind, what, where))
    parted: dict[tuple[str, str], ApartRow] = {}
    unsure: dict[tuple[str, str], UnsureRow] = {}
    names = [keys[cluster.members[0].ref] for cluster in people]
    for pair in doubts(people, near, rules):
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
    people: Sequence[Cluster], keys: Mapping[Ref, str], decided: Bound
) -> dict[str, list[tuple[Reason, tuple[Ref, ...]]]]:
    """Return the joins of each official; what they leave apart, a decision joined."""
    out: dict[str, list[tuple[Reason, tuple[Ref, ...]]]] = defaultdict(list)
    # What joined whom is asked for only where something was decided.
    linked = UnionFind(keys if decided.merges or decided.parts else ())
    for cluster in people:
        for join in sorted(cluster.joins, key=lambda join: (min(join.refs), join)):
            by_key: dict[str, list[Ref]] = defaultdict(list)
            for ref in join.refs:
                by_key[keys[ref]].append(ref)
            for key, refs in sorted(by_key.items()):
                for ref in refs[1:] if refs[0] in linked else ():
                    linked.union(refs[0], ref)
                if len(refs) > 1:
                    out[key].append((join.reason, tuple(sorted(refs))))
    for entry, found in decided.merges:
        bound = [ref for refs in found.values() for ref in refs if ref in keys]
        roots = sorted({linked.find(ref) for ref in bound})
        if len(roots) > 1 and len({keys[ref] for ref in roots}) == 1:
            out[keys[roots[0]]].append((Reason("decided", str(entry.id)), tuple(roots)))
            for ref in roots[1:]:
                linked.union(roots[0], ref)
    if decided.parts:
        # What joined two of a part may have gone to the other one.
        rest: dict[str, set[Ref]] = defaultdict(set)
        for ref in keys:
            rest[keys[ref]].add(linked.find(ref))
        for key, left in rest.items():
            if len(left) > 1:
                out[key].append((Reason("decided"), tuple(sorted(left))))
    return out


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
        self, people: Sequence[Cluster], keys: Mapping[Ref, str], meetings: Mapping[str, str]
    ) -> None:
        self._candidates = {c.ref: c for cluster in people for c in cluster.members}
        self._keys, self._meetings = keys, meetings
        self._named = {(r.document, canonical(c.name)): r for r, c in self._candidates.items()}

    def of(self, reason: Reason, ref: Ref) -> tuple[str, ...]:
        """Return keys or words of what a candidate that bears a reason shares by it."""
        match reason.kind:
            case "post" | "spelling":
                posts = self._candidates[ref].posts
                found = {p.key for p in posts if p.clue.partition(" ")[2] == reason.what}
                return tuple(sorted(found or {p.key for p in posts}))
            case "meeting":
                key = self._meetings.get(reason.what)
                return (key,) if key else ()
            case "beside":
                other = self._named.get((ref.document, reason.what))
                return (self._keys[other],) if other else (reason.what,)
            case "title":
                posts = self._candidates[ref].posts
                return tuple(sorted(p.key for p in posts if reason.what.startswith(f"{p.title} ")))
        return (reason.what,) if reason.what else ()
