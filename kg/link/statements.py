"""Memberships and participations: equal statements of several reports become one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.link.meetings import Meetings
from kg.link.mentions import Mentions
from kg.link.model import MembershipRow, ParticipationRow
from kg.link.slugs import rows_apart
from kg.link.sources import Keys, Source, firsthand, most_common
from kg.report.model import Membership, Participation


class _Held:
    """What reports say of one official in one post with one status, report by report."""

    __slots__ = ("confidence", "days", "documents", "mentions", "printed", "status")

    def __init__(self, told: Membership) -> None:
        self.status = told.status
        self.confidence = told.confidence
        self.days: tuple[str, str] | None = None  # the first and the last
        self.printed: tuple[str, ...] = ()
        self.documents: list[str] = []
        self.mentions: list[str] = []

    def add(
        self, told: Membership, document: str, mentions: list[str], days: Sequence[str]
    ) -> None:
        self.confidence = max(self.confidence, told.confidence)
        if days:
            days = (*days, *(self.days or ()))
            self.days = min(days), max(days)
        if self.printed != told.printed:
            self.printed = tuple(dict.fromkeys((*self.printed, *told.printed)))
        self.documents.append(document)
        self.mentions += mentions


def memberships(
    sources: Sequence[Source], keys: Keys, mentions: Mentions, meetings: Meetings
) -> tuple[MembershipRow, ...]:
    """Return one row an official, post and status, over the days it was seen on.

    A day is that of the meeting which the official took part in, else that of the document.
    """
    held: dict[str, dict[tuple[str, str], _Held]] = defaultdict(dict)
    for source in sources:
        own, days = keys.of(source), days_seen(source, keys, meetings)
        for m in source.report.memberships:
            official, post = own.get(m.person), own.get(m.post)
            if official and post:
                posts, what = held[official], (post, m.status)
                found = posts.get(what) or posts.setdefault(what, _Held(m))
                found.add(m, source.key, mentions.keys(source, m.mentions), days(m.person))
    rows = [
        MembershipRow(
            key=f"membership/{_tail(official)}--{_tail(post)}--{status}",
            official=official,
            post=post,
            status=found.status,
            first_seen=found.days[0] if found.days else None,
            last_seen=found.days[1] if found.days else None,
            printed=found.printed,
            documents=_each(found.documents),
            mentions=_each(found.mentions),
            confidence=found.confidence,
        )
        for official, posts in sorted(held.items())
        for (post, status), found in sorted(posts.items())
    ]
    return rows_apart(rows)


def participations(
    keys: Keys, mentions: Mentions, meetings: Meetings
) -> tuple[ParticipationRow, ...]:
    """Return one row a meeting, participant, role and site."""
    return rows_apart(
        [row for key in sorted(meetings.told) for row in _of_one(key, keys, mentions, meetings)]
    )


def _of_one(
    meeting: str, keys: Keys, mentions: Mentions, meetings: Meetings
) -> Iterator[ParticipationRow]:
    """Give the participations of one meeting, by participant, role and site."""
    alike: dict[tuple[str, str, str], list[tuple[Source, Participation]]] = defaultdict(list)
    for source in meetings.reports(meeting):
        own = keys.of(source)
        for p in source.report.participations:
            if own.get(p.meeting) == meeting and (who := own.get(p.participant)):
                site = meetings.site_keys.get((source.ref(p.meeting), p.site)) if p.site else None
                alike[who, p.role, site or ""].append((source, p))
    for who, role, site in sorted(alike):
        told = alike[who, role, site]
        own_words = firsthand(told)
        posts = [e for s, p in own_words if p.acting_as and (e := keys.of(s).get(p.acting_as))]
        behalf = [
            e for s, p in own_words if p.on_behalf_of and (e := keys.of(s).get(p.on_behalf_of))
        ]
        behalf = [key for key in behalf if key.startswith("body/")]
        # A post of a known place says more than one that is another document's alone.
        posts = [key for key in posts if "--" not in key] or posts
        name = _tail(who) if who.startswith("official/") else who.replace("/", "-")
        key = f"participation/{_tail(meeting)}--{name}--{role}"
        yield ParticipationRow(
            key=key + ("--" + site.rsplit("--", 1)[1] if site else ""),
            meeting=meeting,
            participant=who,
            role=told[0][1].role,
            site=site or None,
            acting_as=most_common(posts) if posts else None,
            on_behalf_of=most_common(behalf) if behalf else None,
            order=min((p.order for _, p in told if p.order is not None), default=None),
            documents=_each(s.key for s, _ in told),
            mentions=_each(key for s, p in told for key in mentions.keys(s, p.mentions)),
            confidence=max(p.confidence for _, p in told),
        )


def _tail(key: str) -> str:
    return key.split("/", 1)[1]


def _each(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(keys)))


def days_seen(source: Source, keys: Keys, meetings: Meetings) -> Callable[[str], Sequence[str]]:
    """Return what gives the days on which a report shows its people (by local id).

    They are those of the meetings that somebody took part in, else that of the document.
    """
    report, own = source.report, keys.of(source)
    dates = {m.id: meetings.dates[own[m.id]] for m in report.meetings}
    seen: dict[str, list[str]] = defaultdict(list)
    for p in report.participations:
        if day := dates.get(p.meeting):
            seen[p.participant].append(day)
    otherwise = [source.date] if source.date else []
    return lambda person: seen.get(person, otherwise)
