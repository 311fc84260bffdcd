"""A report without some of its mentions: what analysts reject is not read."""

from __future__ import annotations

from collections.abc import Iterable, Set

import msgspec

from kg.report.model import Membership, Participation, Report

Span = tuple[int, int, str]  # start and end in code points, kind of mention


def without(report: Report, spans: Set[Span]) -> Report:
    """Return what a report says without the mentions at `spans` and all that rests on them.

    A membership or participation goes with any of its mentions. A person, meeting, body, post or
    place goes with the last of its mentions, and takes along what is said of it; a body, post or
    place stays as long as something else refers to it. Local ids stay as they are.
    """
    kept = [i for i, m in enumerate(report.mentions) if (m.start, m.end, m.kind) not in spans]
    if len(kept) == len(report.mentions):
        return report
    numbers = {old: new for new, old in enumerate(kept)}
    lost = {m.target for m in report.mentions} - {report.mentions[i].target for i in kept}
    lost |= _unnamed(report, kept)
    memberships = [
        msgspec.structs.replace(m, mentions=_renumbered(m.mentions, numbers))
        for m in report.memberships
        if not (_gone(m, numbers) or m.person in lost)
    ]
    participations = [
        msgspec.structs.replace(p, mentions=_renumbered(p.mentions, numbers))
        for p in report.participations
        if not (_gone(p, numbers) or {p.meeting, p.participant} & lost)
    ]
    meetings = [
        msgspec.structs.replace(m, mentions=_renumbered(m.mentions, numbers))
        for m in report.meetings
        if m.id not in lost
    ]
    used = {m.post for m in memberships} | {p.acting_as for p in participations}
    posts = [t for t in report.posts if t.id not in lost or t.id in used]
    used |= {p.participant for p in participations} | {p.on_behalf_of for p in participations}
    used |= {t.body for t in posts} | {o for m in meetings for o in m.organisers}
    used |= {b.parent for b in report.bodies}
    bodies = [b for b in report.bodies if b.id not in lost or b.id in used]
    used |= {b.place for b in bodies}
    places = [p for p in report.places if p.id not in lost or p.id in used]
    return msgspec.structs.replace(
        report,
        mentions=tuple(report.mentions[i] for i in kept),
        people=tuple(p for p in report.people if p.id not in lost),
        bodies=tuple(bodies),
        places=tuple(places),
        posts=tuple(posts),
        meetings=tuple(meetings),
        memberships=tuple(memberships),
        participations=tuple(participations),
    )


def _unnamed(report: Report, kept: Iterable[int]) -> set[str]:
    """Return the meetings that had words of their own and have none left: verbs are no name."""
    own = [report.mentions[i] for i in kept]
    named = {m.target for m in own if m.kind == "meeting"}
    had = {m.target for m in report.mentions if m.kind == "meeting"}
    return had - named


def _gone(statement: Membership | Participation, numbers: dict[int, int]) -> bool:
    return any(i not in numbers for i in statement.mentions)


def _renumbered(mentions: tuple[int, ...], numbers: dict[int, int]) -> tuple[int, ...]:
    return tuple(numbers[i] for i in mentions if i in numbers)
