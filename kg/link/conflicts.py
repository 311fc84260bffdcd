"""Where documents that tell of one meeting, or of one person on one day, contradict each other.

Nothing is decided here: each answer is kept as a side, with the documents that give it. What one
document says more fully than another is no contradiction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from typing import NamedTuple, TypeVar

from kg.link.model import MentionRow, Official, ParticipationRow, PlaceRow, SiteRow
from kg.link.rules import LinkRules
from kg.link.slugs import canonical
from kg.link.telling_rows import ConflictKind, ConflictRow, SideRow, TellingRow

K = TypeVar("K", bound=Hashable)


class Side(NamedTuple):
    """An answer, before it has a key: see `SideRow`."""

    claim: str
    means: tuple[str, ...]
    documents: tuple[str, ...]
    mentions: tuple[str, ...]


class Question(NamedTuple):
    """A conflict, before it has a key: see `ConflictRow`. `tail` tells it from others."""

    kind: ConflictKind
    subject: str
    tail: str
    date: str | None
    sides: tuple[Side, ...]


def of_meetings(
    tellings: Iterable[TellingRow],
    participations: Iterable[ParticipationRow],
    officials: Iterable[Official],
    places: Iterable[PlaceRow],
    sites: Iterable[SiteRow],
    mentions: Iterable[MentionRow],
    rules: LinkRules,
) -> list[Question]:
    """Return what documents dispute of meetings: the day, the place, who chaired."""
    groups: dict[str, list[TellingRow]] = defaultdict(list)
    for t in tellings:
        groups[t.meeting].append(t)
    groups = {m: told for m, told in groups.items() if len({t.document for t in told}) > 1}
    chaired: dict[str, list[ParticipationRow]] = defaultdict(list)
    for p in participations:
        if p.role == "chair" and p.site is None and p.participant.startswith("official/"):
            chaired[p.meeting].append(p)
    # Only where more than one is said to have chaired: these are few.
    chairs = {p.key: p for found in chaired.values() if len(found) > 1 for p in found}
    words = {m for p in chairs.values() for m in p.mentions}
    said_in = {m.key: m.document for m in mentions if m.key in words}
    who = {o.key: o.label for o in officials}
    where = {p.key: p.label for p in places if p.level == "province"}
    rooms: dict[str, set[str]] = defaultdict(set)
    for site in sites:
        if site.province:
            rooms[site.meeting].add(rules.provinces.territory(where[site.province]))
    out = []
    for meeting in sorted(groups):
        told = groups[meeting]
        out += _asked("date", meeting, told, _dates(told))
        if len(chaired.get(meeting, ())) > 1:
            out += _asked("chair", meeting, told, _chairs(told, chairs, said_in, who))
        sides = _places(told, where, rooms.get(meeting, set()), rules)
        said = {words for t in told for words in (t.label, t.kind)} if sides else ()
        if not any(map(rules.several_places, said)):
            out += _asked("place", meeting, told, sides)
    return out


def of_several(
    questions: Sequence[Question], originals: Mapping[str, str], mentions: Iterable[MentionRow]
) -> Sequence[Question]:
    """Return the questions that several sources disagree on; documents and copies are one source.

    `originals` gives what a document reprints, by keys. What a copy has otherwise than the report
    itself (another day for "hôm nay") is nobody's answer, where the report gives one.
    """
    if not originals:
        return questions
    said_in = {m.key: m.document for m in mentions if m.document in originals}
    out = []
    for q in questions:
        answering = {d: side for side in q.sides for d in side.documents}
        sides = []
        for side in q.sides:
            altered = {
                d for d in side.documents if answering.get(originals.get(d, d), side) is not side
            }
            sides.append(
                side._replace(
                    documents=tuple(d for d in side.documents if d not in altered),
                    mentions=tuple(m for m in side.mentions if said_in.get(m) not in altered),
                )
            )
        sides = [side for side in sides if side.documents]
        sources = {originals.get(d, d) for side in sides for d in side.documents}
        if len(sides) > 1 and len(sources) > 1:
            out.append(q._replace(sides=tuple(sides)))
    return out


def rows(
    questions: Iterable[Question],
) -> tuple[tuple[ConflictRow, ...], tuple[SideRow, ...]]:
    """Return the rows of questions and of their sides, both by key."""
    conflicts, sides = [], []
    for q in questions:
        key = f"conflict/{q.tail}--{q.kind}"
        conflicts.append(ConflictRow(key, q.kind, q.subject, q.date))
        for n, side in enumerate(sorted(q.sides), 1):
            sides.append(SideRow(f"side/{q.tail}--{q.kind}--{n}", key, *side))
    return (
        tuple(sorted(conflicts, key=lambda row: row.key)),
        tuple(sorted(sides, key=lambda row: row.key)),
    )


def opposed(answers: Iterable[K], contradict: Callable[[K, K], bool]) -> list[K]:
    """Return the answers that at least one other contradicts, in their order."""
    given = list(answers)
    return [a for a in given if any(a != b and contradict(a, b) for b in given)]


def _asked(
    kind: ConflictKind, meeting: str, told: Sequence[TellingRow], sides: Sequence[Side]
) -> list[Question]:
    if len(sides) < 2:
        return []
    date = min((t.date for t in told if t.date), default=None)
    return [Question(kind, meeting, meeting.removeprefix("meeting/"), date, tuple(sides))]


def _sides(
    given: Mapping[K, Sequence[tuple[str, Iterable[str]]]],
    sides: Iterable[K],
    shown: Callable[[K], tuple[str, tuple[str, ...]]],
) -> list[Side]:
    """Return sides; `given` holds the (document, mentions) of each answer."""
    return [
        Side(
            *shown(side),
            tuple(sorted({document for document, _ in given[side]})),
            tuple(sorted({m for _, mentions in given[side] for m in mentions})),
        )
        for side in sides
    ]


def _dates(told: Sequence[TellingRow]) -> list[Side]:
    given: dict[tuple[str, str], list[tuple[str, Iterable[str]]]] = defaultdict(list)
    for t in told:
        if first := t.date or t.day_month:
            given[first, t.end_date or first].append((t.document, t.mentions))
    sides = opposed(sorted(given), _days_differ)
    return _sides(given, sides, lambda d: (d[0] if d[0] == d[1] else "/".join(d), ()))


def _days_differ(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Whether neither span of days lies in the other; a day without its year is of any year."""
    if a[0].startswith("--") or b[0].startswith("--"):
        a, b = (a[0][-5:], a[1][-5:]), (b[0][-5:], b[1][-5:])
        if a[0] > a[1] or b[0] > b[1]:
            return False  # over a New Year
    return not (a[0] <= b[0] <= b[1] <= a[1] or b[0] <= a[0] <= a[1] <= b[1])


def _chairs(
    told: Sequence[TellingRow],
    chairs: Mapping[str, ParticipationRow],
    said_in: Mapping[str, str],
    who: Mapping[str, str],
) -> list[Side]:
    by_document: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for t in told:
        for p in (chairs[claim] for claim in t.claims if claim in chairs):
            named, words = by_document[t.document]
            named.add(p.participant)
            words |= {m for m in p.mentions if said_in[m] == t.document}
    given: dict[tuple[str, ...], list[tuple[str, Iterable[str]]]] = defaultdict(list)
    for document, (named, words) in by_document.items():
        given[tuple(sorted(named))].append((document, words))
    names = {side: {canonical(who[key]) for key in side} for side in given}
    # Two of one name at one meeting are more likely one person in doubt than two chairs.
    sides = opposed(sorted(given), lambda a, b: names[a].isdisjoint(names[b]))
    return _sides(given, sides, lambda side: ("; ".join(who[key] for key in side), side))


def _places(
    told: Sequence[TellingRow],
    where: Mapping[str, str],
    rooms: Set[str],
    rules: LinkRules,
) -> list[Side]:
    territory = {p: rules.provinces.territory(where[p]) for t in told for p in t.provinces}
    by_document: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for t in told:
        provinces, words = by_document[t.document]
        # What is a site's province says where the site is.
        provinces |= {p for p in t.provinces if territory[p] not in rooms}
        words |= set(t.mentions)
    given: dict[tuple[str, ...], list[tuple[str, Iterable[str]]]] = defaultdict(list)
    for document, (provinces, words) in by_document.items():
        if provinces:
            given[tuple(sorted(provinces))].append((document, words))
    lies = {side: {territory[p] for p in side} for side in given}
    sides = opposed(sorted(given), lambda a, b: lies[a].isdisjoint(lies[b]))
    return _sides(given, sides, lambda side: ("; ".join(where[p] for p in side), side))
