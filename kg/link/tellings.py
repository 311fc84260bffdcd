"""What each document says of a meeting that several may tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.link.meetings import Meetings
from kg.link.mentions import Mentions
from kg.link.model import ParticipationRow
from kg.link.places import Places
from kg.link.slugs import number
from kg.link.sources import Ref, Source
from kg.link.telling_rows import TellingRow
from kg.report.model import Role


def tellings(
    sources: Sequence[Source],
    entities: Mapping[Ref, str],
    meetings: Meetings,
    places: Places,
    mentions: Mentions,
    participations: Iterable[ParticipationRow],
) -> tuple[TellingRow, ...]:
    """Return one row a meeting of a report, by key."""
    told = [
        (source.ref(m.id), source, m)
        for source in sources
        for m in source.report.meetings
        if source.ref(m.id) in meetings.keys
    ]
    keys = number(
        sorted(
            (
                f"telling/{meetings.keys[ref].removeprefix('meeting/')}--{source.slug}",
                ref,
            )
            for ref, source, _ in told
        )
    )
    known = {(p.meeting, p.participant, p.role, p.site): p.key for p in participations}
    claims = _claims(sources, entities, meetings, known)
    rows = []
    for ref, source, m in told:
        meeting = meetings.keys[ref]
        day = meetings.days[meeting]
        rows.append(
            TellingRow(
                key=keys[ref],
                meeting=meeting,
                document=source.key,
                label=m.label,
                kind=m.kind,
                date=m.date,
                end_date=m.end_date,
                day_month=m.day_month,
                session=m.session,
                planned=m.planned,
                provinces=tuple(sorted({places.province(p, day) for p in m.provinces})),
                claims=tuple(dict.fromkeys(claims[ref])),
                mentions=tuple(sorted(set(mentions.keys(source, m.mentions)))),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.key))


def _claims(
    sources: Sequence[Source],
    entities: Mapping[Ref, str],
    meetings: Meetings,
    known: Mapping[tuple[str, str, Role, str | None], str],
) -> Mapping[Ref, list[str]]:
    """Return the keys of the participations that each report's meeting is told with, in order."""
    out: dict[Ref, list[str]] = defaultdict(list)
    for source in sources:
        named = enumerate(source.report.participations)
        for _, p in sorted(named, key=lambda n: (n[1].order is None, n[1].order or 0, n[0])):
            ref, who = source.ref(p.meeting), entities.get(source.ref(p.participant))
            if who is None or ref not in meetings.keys:
                continue
            site = meetings.site_keys.get((ref, p.site)) if p.site else None
            if key := known.get((meetings.keys[ref], who, p.role, site)):
                out[ref].append(key)
    return out
