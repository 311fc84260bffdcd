"""Real meetings: whose, when, about what, who was there."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date
from itertools import accumulate
from random import Random
from typing import NamedTuple

from kg.report.model import Role
from synthetic.careers import Careers
from synthetic.offices import Body, Office, Offices
from synthetic.wording import Topic, topic

# Those present besides the chair: a mean (a guess; papers name two on the average).
PRESENT = 6
# Of meetings: so many are held on several days, in two sessions, in several rooms; and so many have
# a guest from above (guesses, but for the sessions: 28 of 100 papers name the part of the day).
LONG, TWO_SESSIONS, ROOMS, GUEST = 0.03, 0.05, 0.05, 0.15
# A chair who holds two meetings on a day, of a hundred.
TWICE = 0.06


class Present(NamedTuple):
    """One who was there; `room` is the province of a connected room."""

    person: int
    office: Office
    role: Role
    speaks: bool
    room: str | None = None


class Event(NamedTuple):
    """A meeting as it was; `day` is an ordinal, `days` how many it took."""

    id: int
    day: int
    days: int
    sessions: tuple[str, ...]
    topic: Topic
    holder: Body
    home: str
    present: tuple[Present, ...]
    fame: float
    rooms: tuple[str, ...] = ()


class Events:
    """Draws meetings, day by day."""

    def __init__(self, offices: Offices, careers: Careers, rng: Random) -> None:
        self._offices, self._careers, self._rng = offices, careers, rng
        self._drawn = 0
        heads = [o for o in offices.all if o.rank <= 7 or o.kind in ("commune secretary",)]
        self._heads, self._sums = heads, list(accumulate(o.weight for o in heads))
        self._near: dict[str, tuple[list[Office], list[float]]] = {}
        near: dict[str, list[Office]] = defaultdict(list)
        for office in offices.all:
            for home in {office.home, office.home.partition("/")[0]} if office.home else {""}:
                near[home].append(office)
        for home, found in near.items():
            self._near[home] = found, list(accumulate(o.weight for o in found))
        tops = [o for o in offices.all if not o.home and o.rank <= 3]
        self._tops, self._top_sums = tops, list(accumulate(o.weight for o in tops))
        self._secretaries = [o for o in offices.all if o.kind in ("secretary", "chair")]

    def of_day(self, day: int, count: int) -> list[Event]:
        """Return meetings of a day (ordinal), `count` of them or one more."""
        rng = self._rng
        out: list[Event] = []
        while len(out) < count:
            chair = rng.choices(self._heads, cum_weights=self._sums)[0]
            for _ in range(1 + (rng.random() < TWICE)):
                out.append(self._event(self._drawn, day, chair))
                self._drawn += 1
        return out

    def _event(self, id: int, day: int, chair: Office) -> Event:
        rng, careers = self._rng, self._careers
        on = date.fromordinal(day)
        about = topic(rng, on.year, on.month, chair, self._offices)
        found: dict[int, Present] = {}

        def enter(office: Office, role: Role, speaks: float, room: str | None = None) -> None:
            person = careers.holder(office, day)
            here = Present(person, office, role, rng.random() < speaks, room)
            found.setdefault(person, here)

        enter(chair, "chair", 0.5)
        if rng.random() < GUEST:
            enter(rng.choices(self._tops, cum_weights=self._top_sums)[0], "attend", 0.6)
        pool, sums = self._near[chair.home]
        size = min(int(-PRESENT * math.log(1 - rng.random())), 25)
        for office in rng.choices(pool, cum_weights=sums, k=size):
            enter(office, "attend", 0.25)
        rooms: tuple[str, ...] = ()
        if not chair.home and about.kind == "session" and rng.random() < 4 * ROOMS:
            chosen = rng.sample(self._secretaries, min(8, len(self._secretaries)))
            rooms = tuple(sorted({o.home for o in chosen}))
            for office in chosen:
                enter(office, "attend", 0.2, office.home)
        sessions: tuple[str, ...] = (rng.choice(("sáng", "chiều")),)
        if rng.random() < TWO_SESSIONS:
            sessions = ("sáng", "chiều")
        main = chair.posts[0].body
        return Event(
            id=id,
            day=day,
            days=rng.choice((2, 3)) if rng.random() < LONG else 1,
            sessions=sessions,
            topic=about,
            holder=main if main is not None else Body("Trung ương Đảng", "party", "central"),
            home=chair.home,
            present=tuple(sorted(found.values(), key=lambda p: (p.role != "chair", p.office.rank))),
            fame=max(p.office.weight for p in found.values()),
            rooms=rooms,
        )
