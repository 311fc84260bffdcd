"""What each document says of a meeting that several may tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.link.meetings import Meetings
from kg.link.mentions import Mentions
from kg.link.model import ParticipationRow
from kg.link.places import Places
from kg.link.slugs import rows_apart
from kg.link.sources import Keys, Source
from kg.link.telling_rows import TellingRow
from kg.report.model import Meeting, Role

_Claim = tuple[str, Role, str | None]  # participant, role, site


def tellings(
    keys: Keys,
    meetings: Meetings,
    places: Places,
    mentions: Mentions,
    participations: Iterable[ParticipationRow],
) -> tuple[TellingRow, ...]:
    """Return one row a meeting of a report, by key."""
    taking_part: dict[str, list[ParticipationRow]] = defaultdict(list)
    for p in participations:
        taking_part[p.meeting].append(p)
    told = []
    for key, found in sorted(meetings.told.items()):
        known = {(p.participant, p.role, p.site): p.key for p in taking_part.get(key, ())}
        day = meetings.days[key]
        for source, m in found:
            row = TellingRow(
                key=f"telling/{key.removeprefix('meeting/')}--{source.slug}",
                meeting=key,
                document=source.key,
                label=m.label,
                kind=m.kind,
                date=m.date,
                end_date=m.end_date,
                day_month=m.day_month,
                session=m.session,
                planned=m.planned,
                provinces=tuple(sorted({places.province(p, day) for p in m.provinces})),
                claims=_claims(source, m, keys.of(source), meetings, known),
                mentions=tuple(sorted(set(mentions.keys(source, m.mentions)))),
            )
            told.append((row.key, source.ref(m.id), row))
    told.sort(key=lambda one: one[:2])
    return rows_apart([row for *_, row in told])


def _claims(
    source: Source,
    meeting: Meeting,
    own: Mapping[str, str],
    meetings: Meetings,
    known: Mapping[_Claim, str],
) -> tuple[str, ...]:
    """Return the keys of the participations that a report's meeting is told with, in order."""
    named = [p for p in source.report.participations if p.meeting == meeting.id]
    out = []
    for p in sorted(named, key=lambda p: (p.order is None, p.order or 0)):
        site = meetings.site_keys.get((source.ref(meeting.id), p.site)) if p.site else None
        who = own.get(p.participant)
        if who is not None and (key := known.get((who, p.role, site))):
            out.append(key)
    return tuple(dict.fromkeys(out))
