"""What decisions are about, found in the reports: keys and anchors become statements' references.

Everything that can be wrong with decisions in the light of the reports is found here or in
`kg.link.settled`: an id that nobody bears, and two decisions that contradict each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.errors import KgError
from kg.link.decisions import Anchor, Decision, Decisions, Merge, Reject, Rename, Split, kind_of
from kg.link.slugs import canonical
from kg.link.sources import Ref, Source
from kg.link.unionfind import UnionFind
from kg.link.unread import Span, without

Parts = frozenset[tuple[int, int]]  # (id of a split, number of the part in it)
NO_PARTS: Parts = frozenset()
_MENTIONS = {"official": "person", "body": "body", "meeting": "meeting", "post": "post"}


def clash(a: Parts, b: Parts) -> bool:
    """Say whether two statements are in different parts of one split."""
    if not a or not b:
        return False
    of = dict(a)
    return any(of.get(split, part) != part for split, part in b)


class Bound:
    """Decisions that hold, bound to the statements of some reports.

    Attributes:
        parts: The parts of splits that a statement stands in, or stands in with what it is merged
            with.
        merges: Each merge with the references of each of its keys, the one that stays first.
        pins: Keys that decisions give away, with what bears them; the first comes first.
        names: Each rename with its references.
        named: Every key in a decision, with the decision and the references.
        rejects: Each rejected statement about others, with the references by key.
        unread: Stretches of text not to be read: (document, start, end, kind) with the decision.
        idle: Decisions that these reports give nothing to do, and why.
        loose: Whether a key without anchors was met and there was no graph to look it up in.
    """

    def __init__(
        self,
        decisions: Decisions,
        sources: Sequence[Source],
        known: Mapping[str, Sequence[Ref]] | None = None,
        spans: Mapping[str, tuple[str, int, int, str]] | None = None,
    ) -> None:
        """Bind decisions; `known` and `spans` tell what bears a key, and where a mention stands.

        Raises:
            DecisionError: An id is unknown, or two decisions contradict each other.
        """
        self.decisions = decisions
        self.parts: dict[Ref, Parts] = {}
        self.merges: list[tuple[Merge, dict[str, list[Ref]]]] = []
        self.pins: list[tuple[str, list[Ref]]] = []
        self.names: list[tuple[Rename, list[Ref]]] = []
        self.named: list[tuple[Decision, str, list[Ref]]] = []
        self.rejects: list[tuple[Reject, dict[str, list[Ref]]]] = []
        self.unread: dict[tuple[str, int, int, str], Reject] = {}
        self.idle: list[tuple[Decision, str]] = []
        self.loose = False
        self._known, self._spans = known, spans
        self._sources = {s.id: s for s in sources} if decisions.entries else {}
        self._found: dict[tuple[str, str], _Named] = {}
        for entry in decisions.live():
            match entry:
                case Merge():
                    self._merge(entry)
                case Split():
                    self._split(entry)
                case Rename():
                    if refs := self._refs(entry, entry.key, entry.seen.get(entry.key)):
                        self.names.append((entry, refs))
                        self.pins.append((entry.key, refs))
                case Reject():
                    self._reject(entry)
        self._close()

    def parts_of(self, refs: Iterable[Ref]) -> Parts:
        """Return all parts that some statements stand in."""
        if not self.parts:
            return NO_PARTS
        return NO_PARTS.union(*(p for ref in refs if (p := self.parts.get(ref))))

    def read(self, sources: Sequence[Source]) -> list[Source]:
        """Return the reports without what is not to be read in them."""
        spans: dict[str, set[Span]] = defaultdict(set)
        for document, start, end, kind in self.unread:
            spans[document].add((start, end, kind))
        return [
            Source(without(s.report, spans[s.id]), s.key, s.number, s.first) if s.id in spans else s
            for s in sources
        ]

    def _merge(self, entry: Merge) -> None:
        found = {key: self._refs(entry, key, entry.seen.get(key)) for key in entry.keys}
        found = {key: refs for key, refs in found.items() if refs}
        for key in list(found)[:1]:
            self.pins.append((key, found[key]))
        if len(found) > 1:
            self.merges.append((entry, found))

    def _split(self, entry: Split) -> None:
        parts = {
            key: self._refs(entry, key, anchors, strict=False)
            for key, anchors in entry.into.items()
        }
        if not any(parts.values()) and any(
            a.document in self._sources for anchors in entry.into.values() for a in anchors
        ):
            raise self.decisions.error(entry, f"no document names {entry.key} as it says")
        for number, (key, refs) in enumerate(parts.items()):
            for ref in refs:
                label = frozenset([(entry.id, number)])
                if clash(self.parts.get(ref, NO_PARTS), label):
                    told = f"what {ref.document} names stands in two parts"
                    raise self.decisions.error(entry, told)
                self.parts[ref] = self.parts.get(ref, NO_PARTS) | label
            if refs:
                self.pins.append((key, refs))

    def _reject(self, entry: Reject) -> None:
        kind, fact = kind_of(entry.key), entry.fact
        if not fact:
            if self._spans is None or self._known is None:
                self.loose = True
            elif kind == "mention" and entry.key in self._spans:
                self.unread[self._spans[entry.key]] = entry
            elif entry.key in self._known:
                self.rejects.append((entry, {}))
            else:
                raise self.decisions.error(entry, f"unknown id {entry.key}")
        elif kind == "mention":
            where = fact["document"], int(fact["start"]), int(fact["end"]), fact["kind"]
            if self._reads(where):
                self.unread[where] = entry
            else:
                self.idle.append((entry, f"nothing is read there in {where[0]}"))
        else:
            keys = [fact[name] for name in ("who", "meeting", "post") if name in fact]
            refs = {key: self._refs(entry, key, entry.seen.get(key)) for key in keys}
            if all(refs.values()):
                self.rejects.append((entry, refs))

    def _reads(self, where: tuple[str, int, int, str]) -> bool:
        source = self._sources.get(where[0])
        mentions = source.report.mentions if source else ()
        return any((m.start, m.end, m.kind) == where[1:] for m in mentions)

    def _refs(
        self, entry: Decision, key: str, anchors: Iterable[Anchor] | None, strict: bool = True
    ) -> list[Ref]:
        """Return what a key stands for: what its anchors name, or what bears it in the graph."""
        found = self._borne_by(entry, key, anchors, strict)
        if found:
            self.named.append((entry, key, found))
        return found

    def _borne_by(
        self, entry: Decision, key: str, anchors: Iterable[Anchor] | None, strict: bool
    ) -> list[Ref]:
        if anchors is None:
            if self._known is None:
                self.loose = True
                return []
            if key not in self._known:
                raise self.decisions.error(entry, f"unknown id {key}")
            return sorted(self._known[key])
        anchors = list(anchors)
        found = {ref for a in anchors if (ref := self._at(kind_of(key), a)) is not None}
        here = sorted({a.document for a in anchors if a.document in self._sources})
        if not found and here and strict:
            told = f"{key}: {here[0]} names no {anchors[0].name}, or more than one"
            raise self.decisions.error(entry, told)
        if not found and not here:
            self.idle.append((entry, f"{key}: none of its documents is among the reports"))
        return sorted(found)

    def _at(self, kind: str, anchor: Anchor) -> Ref | None:
        source = self._sources.get(anchor.document)
        if source is None:
            return None
        place = (kind, anchor.document)
        named = self._found.get(place)
        if named is None:
            named = self._found[place] = _Named(source, kind)
        return named.of(anchor)

    def _close(self) -> None:
        """Let what is merged share its parts; two parts of one split can't be merged."""
        together = UnionFind({ref for _, found in self.merges for r in found.values() for ref in r})
        parts: dict[Ref, Parts] = {}
        for entry, found in self.merges:
            first, *others = [ref for refs in found.values() for ref in refs]
            for ref in (first, *others):
                a, b = together.find(first), together.find(ref)
                mine = parts.get(a, self.parts.get(a, NO_PARTS))
                yours = parts.get(b, self.parts.get(b, NO_PARTS))
                if clash(mine, yours):
                    raise self.contradiction(entry, mine, yours)
                parts[together.union(a, b)] = mine | yours
        for refs in together.sets().values():
            shared = parts.get(refs[0], NO_PARTS)
            for ref in refs if shared else ():
                self.parts[ref] = shared

    def contradiction(self, entry: Merge, a: Parts, b: Parts) -> KgError:
        """Return the error that a merge joins two parts of a split."""
        of = dict(a)
        split = min(s for s, part in b if of.get(s, part) != part)
        other = next(d for d in self.decisions.entries if d.id == split)
        return contradiction(self.decisions, entry, other, "it joins what that one parts")


def contradiction(decisions: Decisions, a: Decision, b: Decision, told: str) -> KgError:
    """Return the error that two decisions contradict each other; `told` is said of `a`."""
    first, last = sorted((a, b), key=lambda d: d.id)
    if last is not a:
        told = "it parts what that one joins"
    return decisions.error(
        last,
        f"{last.verb} {last.subject()} contradicts decision {first.id} (line {first.line}: "
        f"{first.verb} {first.subject()}, {first.who}): {told}; one of them has to be undone",
    )


class _Named:
    """The entities of one kind in one report, by name and by the offset of the first mention."""

    def __init__(self, source: Source, kind: str) -> None:
        report = source.report
        entities = {
            "official": [(p.id, p.name) for p in report.people],
            "body": [(b.id, b.label) for b in report.bodies],
            "meeting": [(m.id, m.label) for m in report.meetings],
            "post": [(t.id, t.label) for t in report.posts],
        }.get(kind, [])
        self._begin = first_mentions(source, kind)
        self._named: dict[str, list[Ref]] = defaultdict(list)
        for id, name in entities:
            self._named[canonical(name)].append(source.ref(id))

    def of(self, anchor: Anchor) -> Ref | None:
        """Return what an anchor names: by its name, by its offset where that leaves a choice."""
        found = self._named.get(canonical(anchor.name), [])
        if len(found) == 1:
            return found[0]
        there = found or [ref for refs in self._named.values() for ref in refs]
        at = [r for r in there if anchor.at is not None and self._begin.get(r) == anchor.at]
        return at[0] if len(at) == 1 else None


def first_mentions(source: Source, kind: str) -> dict[Ref, int]:
    """Return where each entity of a kind is first mentioned in a report."""
    out: dict[Ref, int] = {}
    for mention in source.report.mentions:
        if mention.kind == _MENTIONS.get(kind):
            ref = source.ref(mention.target)
            out[ref] = min(mention.start, out.get(ref, mention.start))
    return out
