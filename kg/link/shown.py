"""Days on which reports show somebody in a post, and which of them are sure.

The days of a membership may be misread: a year that the text leaves out, the day of another event,
a career told in passing. What a list has against a membership rests on better ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from datetime import date as Date
from typing import NamedTuple

from kg.link.sources import Keys, Source

# A report tells news: what it dates farther from its own day, it tells in passing.
_NEWS_DAYS = 31
_HOLDS = ("current", "acting")


class Held(NamedTuple):
    """An official (key), a post (key) and the status."""

    official: str
    post: str
    status: str


class Shown(NamedTuple):
    """Days on which somebody is shown so, and those of them that are sure."""

    days: frozenset[str]
    sure: frozenset[str]


NEVER = Shown(frozenset(), frozenset())


def shown_in(sources: Iterable[Source], entities: Keys, posts: Set[str]) -> dict[Held, Shown]:
    """Return the days on which reports show one of these posts (keys) as held.

    Sure are those of meetings that the person took part in, where the report's own day is known and
    near (a meeting of no known day has that day). Where they are not near, the report goes through
    the past, and shows nothing; nor does it show anybody whom it says to have got or left a post.
    """
    days: dict[Held, set[str]] = defaultdict(set)
    sure: dict[Held, set[str]] = defaultdict(set)
    for source in sources:
        report = source.report
        keys = entities.of(source)
        if posts.isdisjoint(keys[p.id] for p in report.posts):
            continue
        moved = {m.person for m in report.memberships if m.status not in _HOLDS}
        met = _met(source)
        for m in report.memberships:
            who, post = keys.get(m.person), keys.get(m.post)
            if m.person in moved or who is None or post is None or post not in posts:
                continue
            held = Held(who, post, m.status)
            if m.person not in met:
                days[held] |= {source.date} if source.date else set()
            elif report.issued is None:
                days[held] |= met[m.person]
            else:
                near = {d for d in met[m.person] if _apart(d, report.issued) <= _NEWS_DAYS}
                days[held] |= near
                sure[held] |= near
    return {held: Shown(frozenset(found), frozenset(sure[held])) for held, found in days.items()}


def _met(source: Source) -> dict[str, set[str]]:
    """Return the days of the meetings of a report by their participants (local ids)."""
    report = source.report
    days = {m.id: m.date or (None if m.day_month else report.issued) for m in report.meetings}
    out: dict[str, set[str]] = defaultdict(set)
    for p in report.participations:
        if day := days.get(p.meeting):
            out[p.participant].add(day)
    return out


def _apart(day: str, other: str) -> int:
    try:
        return abs((Date.fromisoformat(day) - Date.fromisoformat(other)).days)
    except ValueError:
        return _NEWS_DAYS + 1
