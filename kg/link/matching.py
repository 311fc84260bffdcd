"""Which meetings of all reports are one meeting."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence, Set
from operator import attrgetter

from kg.link.binding import Bound, Parts, clash
from kg.link.copied import meetings_copied
from kg.link.likeness import (
    BEYOND_DOUBT,
    Told,
    differ,
    evidence,
    meetings_contradict,
    ordinals,
    telling_words,
    word_weights,
    words_of,
)
from kg.link.nearby import pairs
from kg.link.rules import LinkRules
from kg.link.settled import Settled
from kg.link.sources import Keys, Ref, Source
from kg.link.unionfind import UnionFind
from kg.report.model import Meeting

# Evidence that is so much stronger shows which of two meetings is meant.
FAR_MORE = 0.5


def same_meetings(
    sources: Sequence[Source], who: Keys, rules: LinkRules, decided: Bound
) -> dict[Ref, Ref]:
    """Return for each report's meeting the one that stands for it (itself, if it is told once).

    `who` gives the keys of participants (people and bodies) by reference. What is `decided` goes
    before everything; then, that a copy tells of the meetings of what it reprints.
    """
    # A copy's meeting is that of what it reprints, and tells nothing more of it; but not where an
    # analyst spoke of it.
    copied = {
        ref: first
        for ref, first in meetings_copied(sources).items()
        if not decided.parts_of([ref, first])
    }
    told = _told(sources, who, rules, copied)
    sets = UnionFind(range(len(told)))
    scores: dict[tuple[int, int], float] = {}
    for a, b in sorted(set(pairs(told))):
        score = 0.0 if meetings_contradict(told[a], told[b]) else evidence(told[a], told[b])
        if score:
            scores[a, b] = score
    members = [[t.number] for t in told]

    def parts(a: int) -> Parts:
        return decided.parts_of(told[x].ref for x in members[a])

    def contradict(a: int, b: int) -> bool:
        if clash(parts(a), parts(b)):
            return True
        return any(meetings_contradict(told[x], told[y]) for x in members[a] for y in members[b])

    def join(a: int, b: int) -> None:
        a, b = sets.find(a), sets.find(b)
        if a != b and not contradict(a, b):
            members[sets.union(a, b)] = sorted(members[a] + members[b])

    for part in _parts(told, decided):
        for other in part[1:]:
            join(part[0], other)
    for (a, b), _ in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if scores[a, b] >= BEYOND_DOUBT:
            join(a, b)

    def apart(a: int, b: int) -> bool:
        said = {differ(told[x], told[y]) for x in members[a] for y in members[b]}
        return (True in said and False not in said) or contradict(a, b)

    for a, b in _plain(_links(scores, sets), functools.cache(apart)):
        join(a, b)
    numbers = {t.ref: t.number for t in told} if copied else {}
    joined: dict[int, list[Ref]] = defaultdict(list)
    for ref, first in copied.items():
        joined[sets.find(numbers[first])].append(ref)
    groups = [
        sorted([*(told[x].ref for x in group), *joined.get(root, ())])
        for root, group in sets.sets().items()
    ]
    settled = Settled(decided, groups, lambda ref: ref)
    return {ref: min(group) for group in settled.groups for ref in group}


def _parts(told: Sequence[Told], decided: Bound) -> list[list[int]]:
    """Return the meetings that a decision put into one part of a split."""
    parts: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for t in told if decided.parts else ():
        if part := decided.parts.get(t.ref):
            parts[tuple(sorted(part))].append(t.number)
    return list(parts.values())


def _links(
    scores: Mapping[tuple[int, int], float], sets: UnionFind[int]
) -> dict[int, dict[int, float]]:
    """Return by each set the sets that evidence links it to, and the best of that evidence."""
    links: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), score in scores.items():
        x, y = sets.find(a), sets.find(b)
        if x != y:
            links[x][y] = links[y][x] = max(score, links[x].get(y, 0.0))
    return links


def _plain(
    links: Mapping[int, Mapping[int, float]], apart: Callable[[int, int], bool]
) -> list[tuple[int, int]]:
    """Return the links, the best first, that point to one meeting alone.

    Of a link at one end of which another one is about as good, nobody knows which of the two is
    meant, unless what both lead to may be one as well.
    """

    def rivalled(a: int, b: int, score: float) -> bool:
        return any(
            rival > score - FAR_MORE and other != b and apart(min(b, other), max(b, other))
            for other, rival in links[a].items()
        )

    kept = [
        (-score, a, b)
        for a, found in links.items()
        for b, score in found.items()
        if a < b and not rivalled(a, b, score) and not rivalled(b, a, score)
    ]
    return [(a, b) for _, a, b in sorted(kept)]


def _told(
    sources: Sequence[Source], who: Keys, rules: LinkRules, copied: Container[Ref]
) -> list[Told]:
    """Return the meetings of all reports, but for those copied, in the order of references."""
    refs = sorted(
        ref for s in sources for m in s.report.meetings if (ref := s.ref(m.id)) not in copied
    )
    numbers = {ref: n for n, ref in enumerate(refs)}
    weights: dict[str, int] = {}  # by the words of all of them: filled when these are known
    made = _Maker(rules, numbers, weights)
    told = sorted((t for s in sources for t in made.of(s, who.of(s))), key=attrgetter("number"))
    weights.update(word_weights(t.words for t in told))
    return told


class _Maker:
    """Makes what reports tell of meetings; equal sets are one object, for the sake of memory."""

    def __init__(
        self, rules: LinkRules, numbers: Mapping[Ref, int], weights: Mapping[str, int]
    ) -> None:
        self._rules, self._numbers, self._weights = rules, numbers, weights
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self._houses: dict[tuple[str, ...], frozenset[str]] = {}

    def of(self, source: Source, who: Mapping[str, str]) -> Iterator[Told]:
        """Give the meetings of a report; `who` gives the keys of its participants by local id."""
        people: dict[str, set[str]] = defaultdict(set)
        chairs: dict[str, set[str]] = defaultdict(set)
        chairing: dict[str, set[str]] = defaultdict(set)
        for p in source.report.participations:
            if (key := who.get(p.participant)) and p.role != "represented":
                people[p.meeting].add(key)
                if p.role == "chair" and p.site is None:
                    chairs[p.meeting].add(key)
                    chairing[p.meeting].add(p.participant)
        rules = self._rules
        for m in source.report.meetings:
            ref = source.ref(m.id)
            number = self._numbers.get(ref)
            if number is None:
                continue
            yield Told(
                number=number,
                ref=ref,
                kind=m.kind,
                event=rules.event(m.kind),
                date=m.date,
                end_date=m.end_date,
                day_month=m.day_month,
                session=m.session,
                issued=source.report.issued,
                words=self._one(telling_words(m.label, rules)),
                house=self._house(source, m, chairing[m.id]),
                ordinals=self._one(ordinals(m.label, rules)),
                chairs=self._one(frozenset(chairs[m.id])),
                people=self._one(frozenset(people[m.id])),
                provinces=self._one(frozenset(rules.provinces.at(p, None) for p in m.provinces)),
                weights=self._weights,
            )

    def _one(self, words: frozenset[str]) -> frozenset[str]:
        return self._sets.setdefault(words, words)

    def _house(self, source: Source, meeting: Meeting, chairs: Set[str]) -> frozenset[str]:
        """Return the words of the names of those who hold a meeting, and of where."""
        report = source.report
        held = {m.post for m in report.memberships if m.person in chairs}
        bodies = {p.body for p in report.posts if p.id in held} | {*meeting.organisers}
        names = {b.label for b in report.bodies if b.id in bodies} | {*meeting.provinces}
        named = tuple(sorted(names))
        if named not in self._houses:
            self._houses[named] = self._one(words_of(*named))
        return self._houses[named]
