"""Which meetings of all reports are one meeting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date as Date
from datetime import timedelta

from kg.link.binding import Bound, clash
from kg.link.likeness import (
    BEYOND_DOUBT,
    SAME_DAY_LIKENESS,
    Told,
    evidence,
    likeness,
    meetings_contradict,
    ordinals,
    telling_words,
)
from kg.link.rules import LinkRules
from kg.link.settled import Settled
from kg.link.sources import Ref, Source
from kg.link.unionfind import UnionFind, joinable

# Only pairs that share something are compared: for reports without a day, a participant and one of
# the name's rarest words; what more reports than this share is no help to find a pair.
RARE_WORDS = 6
CROWD = 200
LONG_DAYS = 14


def same_meetings(
    sources: Sequence[Source], who: Mapping[Ref, str], rules: LinkRules, decided: Bound
) -> dict[Ref, Ref]:
    """Return for each report's meeting the one that stands for it (itself, if it is told once).

    `who` gives the keys of participants (people and bodies) by reference. What is `decided` goes
    before everything.
    """
    told = {t.ref: t for s in sources for t in _told(s, who, rules)}
    sets = UnionFind(told)
    scores: dict[tuple[Ref, Ref], float] = {}
    for a, b in sorted(set(_pairs(list(told.values())))):
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

    for (a, b), _ in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if scores[a, b] >= BEYOND_DOUBT:
            join(a, b)

    def differ(a: Ref, b: Ref) -> bool:
        pairs = [(told[x], told[y]) for x in members[a] for y in members[b]]
        best = max((like for x, y in pairs if (like := likeness(x, y)) is not None), default=1.0)
        return best < SAME_DAY_LIKENESS or contradict(a, b)

    for group in _weakly_joinable(scores, sets, differ):
        for other in group[1:]:
            join(group[0], other)
    settled = Settled(decided, sets.sets().values(), lambda ref: ref)
    return {ref: min(group) for group in settled.groups for ref in group}


def _weakly_joinable(
    scores: Mapping[tuple[Ref, Ref], float],
    sets: UnionFind[Ref],
    differ: Callable[[Ref, Ref], bool],
) -> list[list[Ref]]:
    """Return groups that weak evidence joins where it points to one meeting alone."""
    linked = {(sets.find(a), sets.find(b)) for a, b in scores}
    linked = {pair for pair in linked if pair[0] != pair[1]}
    near = UnionFind({ref for pair in linked for ref in pair})
    for a, b in sorted(linked):
        near.union(a, b)
    out = []
    for nodes in near.sets().values():
        out += joinable(nodes, differ)
    return out


def _told(source: Source, who: Mapping[Ref, str], rules: LinkRules) -> Iterator[Told]:
    people: dict[str, set[str]] = defaultdict(set)
    chairs: dict[str, set[str]] = defaultdict(set)
    for p in source.report.participations:
        if (key := who.get(source.ref(p.participant))) and p.role != "represented":
            people[p.meeting].add(key)
            if p.role == "chair" and p.site is None:
                chairs[p.meeting].add(key)
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
            ordinals=ordinals(m.label, rules),
            chairs=frozenset(chairs[m.id]),
            people=frozenset(people[m.id]),
            provinces=frozenset(rules.provinces.at(p, None) for p in m.provinces),
        )


def _pairs(told: Sequence[Told]) -> Iterator[tuple[Ref, Ref]]:
    by_day: dict[tuple[str, str], list[Told]] = defaultdict(list)
    by_word: dict[tuple[str, str], list[Told]] = defaultdict(list)
    spread = Counter(w for t in told for w in t.words)
    for t in told:
        shared = (w for w in t.words if spread[w] > 1)
        rare = sorted(shared, key=lambda w: (spread[w], w))[:RARE_WORDS]
        for person in t.people:
            for day in _days(t):
                by_day[day, person].append(t)
            for word in rare:
                by_word[word, person].append(t)
    for bucket in by_day.values():
        yield from _couples(bucket)
    for bucket in by_word.values():
        if len(bucket) <= CROWD and not all(t.day for t in bucket):
            yield from _couples(bucket)


def _days(t: Told) -> list[str]:
    """Return the days (``MM-DD``) of a meeting; of a very long one the first weeks."""
    if not (t.date and t.end_date):
        return [t.day] if t.day else []
    try:
        first, last = Date.fromisoformat(t.date), Date.fromisoformat(t.end_date)
    except ValueError:
        return [t.date[-5:]]
    span = min(max((last - first).days, 0), LONG_DAYS)
    return [(first + timedelta(days=n)).isoformat()[-5:] for n in range(span + 1)]


def _couples(bucket: Sequence[Told]) -> Iterator[tuple[Ref, Ref]]:
    refs = sorted({t.ref for t in bucket})
    for i, a in enumerate(refs):
        for b in refs[i + 1 :]:
            if a.document != b.document:
                yield a, b
