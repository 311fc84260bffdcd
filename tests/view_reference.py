"""The views of the graph in the plainest way: sets over the rows of a graph in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from kg.link.model import Graph, MeetingRow, MembershipRow, ParticipationRow

Pairs = dict[tuple[str, str], list[str]]  # two keys -> keys of meetings, by day


class Reference:
    """The rows that a filter lets through, and the views of them."""

    def __init__(
        self,
        graph: Graph,
        start: str | None = None,
        end: str | None = None,
        roles: Iterable[str] = (),
        min_confidence: float = 0,
    ) -> None:
        self.graph = graph
        self.roles, self.least = set(roles), min_confidence
        self.meetings = {m.key: m for m in graph.meetings if on(m, start, end)}
        self.held = [m for m in graph.memberships if self._holds(m, start, end)]
        self.body_of = {post.key: post.body for post in graph.posts}
        self.province_of = {body.key: body.province for body in graph.bodies}
        self.officials = {official.key for official in graph.officials}

    def _holds(self, row: MembershipRow, start: str | None, end: str | None) -> bool:
        if row.confidence < self.least:
            return False
        if start is None and end is None:
            return True
        first, last = row.first_seen, row.last_seen or row.first_seen
        return first is not None and str(last) >= (start or "") and first <= (end or "9")

    def parts(self, view: str) -> list[ParticipationRow]:
        roles = self.roles | ({"chair"} if view == "chairs" and self.roles else set())
        return [
            p
            for p in self.graph.participations
            if p.meeting in self.meetings
            and p.confidence >= self.least
            and (not roles or p.role in roles)
        ]

    def pairs(self, view: str) -> Pairs:
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        if view == "chairs":
            for meeting, parts in self._by_meeting(view).items():
                for a, b in self._chaired(parts):
                    found[a, b].add(meeting)
        else:
            for meeting, there in self._there(view).items():
                for pair in combinations(sorted(there), 2):
                    found[pair].add(meeting)
        return {pair: sorted(keys, key=self._day) for pair, keys in found.items()}

    def _day(self, key: str) -> tuple[bool, str, str]:
        day = self.meetings[key].date
        return day is None, day or "", key

    def _by_meeting(self, view: str) -> dict[str, list[ParticipationRow]]:
        out: defaultdict[str, list[ParticipationRow]] = defaultdict(list)
        for part in self.parts(view):
            if part.role != "represented" and part.participant in self.officials:
                out[part.meeting].append(part)
        return out

    def _chaired(self, parts: list[ParticipationRow]) -> Iterable[tuple[str, str]]:
        for chair in (p for p in parts if p.role == "chair"):
            beside = {p.participant for p in parts if p.role == "chair" and p.site == chair.site}
            for part in parts:
                under = chair.site is None or part.site == chair.site
                asked = not self.roles or part.role in self.roles
                if asked and under and part.participant not in beside:
                    yield chair.participant, part.participant

    def _there(self, view: str) -> dict[str, set[str]]:
        out: defaultdict[str, set[str]] = defaultdict(set)
        if view == "officials":
            for meeting, parts in self._by_meeting(view).items():
                out[meeting] = {p.participant for p in parts}
            return out
        for part in self.parts(view):
            out[part.meeting] |= {part.participant, part.on_behalf_of or ""}
            if part.role == "represented":
                continue
            out[part.meeting].add(self.body_of.get(part.acting_as or "") or "")
            for held in self.held:
                if held.official == part.participant and held.status != "former":
                    if self.roles and part.participant not in self._active(view):
                        continue
                    if set(held.documents) & set(part.documents):
                        out[part.meeting].add(self.body_of[held.post] or "")
        counted = self._counted(view)
        for meeting in self.graph.meetings:
            if meeting.key in counted:
                out[meeting.key] |= set(meeting.organisers)
        bodies = {key: there & set(self.province_of) for key, there in out.items()}
        if view == "bodies":
            return bodies
        provinces = {p.key for p in self.graph.places if p.level == "province"}
        reached: dict[str, set[Any]] = {
            key: {self.province_of[body] for body in there} for key, there in bodies.items()
        }
        for meeting in self.graph.meetings:
            if meeting.key in counted:
                reached.setdefault(meeting.key, set()).update(meeting.provinces)
        for site in self.graph.sites:
            if site.meeting in counted:
                reached.setdefault(site.meeting, set()).add(site.province)
        return {key: there & provinces for key, there in reached.items()}

    def _active(self, view: str) -> set[str]:
        return {p.participant for p in self.parts(view)}

    def _counted(self, view: str) -> set[str]:
        if self.roles or self.least:
            return {p.meeting for p in self.parts(view)}
        return set(self.meetings)


def on(meeting: MeetingRow, start: str | None, end: str | None) -> bool:
    if start is None and end is None:
        return True
    if meeting.date is None:
        return False
    return (meeting.end_date or meeting.date) >= (start or "") and meeting.date <= (end or "9")
