"""Which meetings of all reports are one meeting."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set

import msgspec

from kg.link.binding import Bound, clash
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
    before everything.
    """
    told = _told(sources, who, rules)
    sets = UnionFind(told)
    scores: dict[tuple[Ref, Ref], float] = {}
    for a, b in sorted(set(pairs(list(told.values())))):
        score = 0.0 if meetings_contradict(told[a], told[b]) else evidence(told[a], told[b])
        if score:
            scores[a, b] = score
    members = {ref: [ref] for ref in told}

    def contradict(a: Ref, b: Ref) -> bool:
        if clash(decided.parts_of(members[a]), decided.parts_of(members[b])):
            return True
        return any(meetings_contradict(told[x], told[y]) for x in members[a] for y in members[b])

    def join(a: Ref, b: Ref) -> None:
        a, b = sets.find(a), sets.find(b)
        if a != b and not contradict(a, b):
            both = members.pop(a) + members.pop(b)
            members[sets.union(a, b)] = sorted(both)

    for part in _parts(told, decided):
        for other in part[1:]:
            join(part[0], other)
    for (a, b), _ in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if scores[a, b] >= BEYOND_DOUBT:
            join(a, b)

    def apart(a: Ref, b: Ref) -> bool:
        said = {differ(told[x], told[y]) for x in members[a] for y in members[b]}
        return (True in said and False not in said) or contradict(a, b)

    for a, b in _plain(_links(scores, sets), functools.cache(apart)):
        join(a, b)
    settled = Settled(decided, sets.sets().values(), lambda ref: ref)
    return {ref: min(group) for group in settled.groups for ref in group}


def _parts(told: Mapping[Ref, Told], decided: Bound) -> list[list[Ref]]:
    """Return the meetings that a decision put into one part of a split."""
    parts: dict[tuple[object, ...], list[Ref]] = defaultdict(list)
    for ref in sorted(told):
        if part := decided.parts.get(ref):
            parts[tuple(sorted(part))].append(ref)
    return list(parts.values())


def _links(
    scores: Mapping[tuple[Ref, Ref], float], sets: UnionFind[Ref]
) -> dict[Ref, dict[Ref, float]]:
    """Return by each set the sets that evidence links it to, and the best of that evidence."""
    links: dict[Ref, dict[Ref, float]] = defaultdict(dict)
    for (a, b), score in scores.items():
        x, y = sets.find(a), sets.find(b)
        if x != y:
            links[x][y] = links[y][x] = max(score, links[x].get(y, 0.0))
    return links


def _plain(
    links: Mapping[Ref, Mapping[Ref, float]], apart: Callable[[Ref, Ref], bool]
) -> list[tuple[Ref, Ref]]:
    """Return the links, the best first, that point to one meeting alone.

    Of a link at one end of which another one is about as good, nobody knows which of the two is
    meant, unless what both lead to may be one as well.
    """

    def rivalled(a: Ref, b: Ref, score: float) -> bool:
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


def _told(sources: Sequence[Source], who: Keys, rules: LinkRules) -> dict[Ref, Told]:
    told = {t.ref: t for s in sources for t in _of_report(s, who.of(s), rules)}
    weights = word_weights(t.words for t in told.values())
    return {ref: msgspec.structs.replace(t, weights=weights) for ref, t in told.items()}


def _of_report(
    source: Source,
    who: Mapping[str, str],
    rules: LinkRules,
) -> Iterator[Told]:
    people: dict[str, set[str]] = defaultdict(set)
    chairs: dict[str, set[str]] = defaultdict(set)
    chairing: dict[str, set[str]] = defaultdict(set)
    for p in source.report.participations:
        if (key := who.get(p.participant)) and p.role != "represented":
            people[p.meeting].add(key)
            if p.role == "chair" and p.site is None:
                chairs[p.meeting].add(key)
                chairing[p.meeting].add(p.participant)
    for m in source.report.meetings:
        yield Told(
            ref=source.ref(m.id),
            kind=m.kind,
            event=rules.event(m.kind),
            date=m.date,
            end_date=m.end_date,
            day_month=m.day_month,
            session=m.session,
            issued=source.report.issued,
            words=telling_words(m.label, rules),
            house=_house(source, m, chairing[m.id]),
            ordinals=ordinals(m.label, rules),
            chairs=frozenset(chairs[m.id]),
            people=frozenset(people[m.id]),
            provinces=frozenset(rules.provinces.at(p, None) for p in m.provinces),
        )


def _house(source: Source, meeting: Meeting, chairs: Set[str]) -> frozenset[str]:
    """Return the words of the names of those who hold a meeting, and of where."""
    report = source.report
    held = {m.post for m in report.memberships if m.person in chairs}
    bodies = {p.body for p in report.posts if p.id in held} | {*meeting.organisers}
    names = [b.label for b in report.bodies if b.id in bodies] + [*meeting.provinces]
    return words_of(*sorted(set(names)))
