"""Memberships and participations: equal statements of several reports become one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from kg.link.meetings import Meetings
from kg.link.mentions import Mentions
from kg.link.model import MembershipRow, ParticipationRow
from kg.link.slugs import number
from kg.link.sources import Ref, Source, most_common
from kg.report.model import Membership, Participation

S = TypeVar("S", Membership, Participation)


def memberships(
    sources: Sequence[Source],
    entities: Mapping[Ref, str],
    mentions: Mentions,
    meetings: Meetings,
) -> tuple[MembershipRow, ...]:
    """Return one row an official, post and status, over the days it was seen on.

    A day is that of the meeting which the official took part in, else that of the document.
    """
    alike: dict[tuple[str, str, str], list[tuple[Source, Membership]]] = defaultdict(list)
    first: dict[tuple[str, str, str], str] = {}
    last: dict[tuple[str, str, str], str] = {}
    for source in sources:
        days = days_seen(source, meetings)
        for m in source.report.memberships:
            official, post = entities.get(source.ref(m.person)), entities.get(source.ref(m.post))
            if official and post:
                held = official, post, m.status
                alike[held].append((source, m))
                for day in days(m.person):
                    first[held] = min(day, first.get(held, day))
                    last[held] = max(day, last.get(held, day))
    keys = number(
        (f"membership/{_tail(who)}--{_tail(post)}--{status}", (who, post, status))
        for who, post, status in sorted(alike)
    )
    rows = []
    for identity, told in alike.items():
        rows.append(
            MembershipRow(
                key=keys[identity],
                official=identity[0],
                post=identity[1],
                status=told[0][1].status,
                first_seen=first.get(identity),
                last_seen=last.get(identity),
                printed=tuple(dict.fromkeys(words for _, m in told for words in m.printed)),
                documents=_documents(told),
                mentions=_mentions(told, mentions),
                confidence=max(m.confidence for _, m in told),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.key))


def participations(
    sources: Sequence[Source],
    entities: Mapping[Ref, str],
    mentions: Mentions,
    meetings: Meetings,
) -> tuple[ParticipationRow, ...]:
    """Return one row a meeting, participant, role and site."""
    alike: dict[tuple[str, str, str, str], list[tuple[Source, Participation]]] = defaultdict(list)
    for source in sources:
        for p in source.report.participations:
            meeting = entities.get(source.ref(p.meeting))
            who = entities.get(source.ref(p.participant))
            if meeting and who:
                site = meetings.site_keys.get((source.ref(p.meeting), p.site)) if p.site else None
                alike[meeting, who, p.role, site or ""].append((source, p))
    wanted = []
    for meeting, who, role, site in sorted(alike):
        name = _tail(who) if who.startswith("official/") else who.replace("/", "-")
        key = f"participation/{_tail(meeting)}--{name}--{role}"
        key += "--" + site.rsplit("--", 1)[1] if site else ""
        wanted.append((key, (meeting, who, role, site)))
    keys = number(wanted)
    rows = []
    for identity, told in alike.items():
        posts = [e for s, p in told if p.acting_as and (e := entities.get(s.ref(p.acting_as)))]
        behalf = [
            e for s, p in told if p.on_behalf_of and (e := entities.get(s.ref(p.on_behalf_of)))
        ]
        behalf = [key for key in behalf if key.startswith("body/")]
        # A post of a known place says more than one that is another document's alone.
        posts = [key for key in posts if "--" not in key] or posts
        rows.append(
            ParticipationRow(
                key=keys[identity],
                meeting=identity[0],
                participant=identity[1],
                role=told[0][1].role,
                site=identity[3] or None,
                acting_as=most_common(posts) if posts else None,
                on_behalf_of=most_common(behalf) if behalf else None,
                order=min((p.order for _, p in told if p.order is not None), default=None),
                documents=_documents(told),
                mentions=_mentions(told, mentions),
                confidence=max(p.confidence for _, p in told),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.key))


def _tail(key: str) -> str:
    return key.split("/", 1)[1]


def _documents(told: Sequence[tuple[Source, S]]) -> tuple[str, ...]:
    return tuple(sorted({source.key for source, _ in told}))


def _mentions(told: Sequence[tuple[Source, S]], mentions: Mentions) -> tuple[str, ...]:
    return tuple(sorted({key for s, m in told for key in mentions.keys(s, m.mentions)}))


def days_seen(source: Source, meetings: Meetings) -> Callable[[str], Sequence[str]]:
    """Return what gives the days on which a report shows its people (by local id).

    They are those of the meetings that somebody took part in, else that of the document.
    """
    report = source.report
    dates = {m.id: meetings.dates[meetings.keys[source.ref(m.id)]] for m in report.meetings}
    seen: dict[str, list[str]] = defaultdict(list)
    for p in report.participations:
        if day := dates.get(p.meeting):
            seen[p.participant].append(day)
    otherwise = [source.date] if source.date else []
    return lambda person: seen.get(person, otherwise)
