"""Who held which office when: vacancies filled from below, from elsewhere, or by newcomers."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from datetime import date
from random import Random
from typing import NamedTuple

from synthetic.names import Names
from synthetic.offices import Office, Offices

START, END = date(2016, 1, 4).toordinal(), date(2025, 6, 27).toordinal()
TERM = (600, 2100)  # days that somebody stays in an office
# How a vacancy is filled (guesses): from below at home, from such an office elsewhere; else by
# somebody new to the press.
PROMOTED, TRANSFERRED = 0.5, 0.15
# Of newcomers, so many bear the name of somebody there already, half of them at the same place,
# over and above those that the frequencies of names give.
NAMESAKES = 0.03
CHAIN = 5
SETTLED = 365  # days before somebody moves on


class Stint(NamedTuple):
    """An office from a day (ordinal) on."""

    day: int
    person: int
    office: int


class Careers:
    """Names of people by number, the holders of every office, everybody's stints."""

    def __init__(self, offices: Offices, names: Names, rng: Random) -> None:
        self.names: list[str] = []
        self.stints: dict[int, list[Stint]] = defaultdict(list)  # by person, in order
        self._held: dict[int, list[Stint]] = defaultdict(list)  # by office, in order
        self._offices, self._drawn, self._rng = offices, names, rng
        self._below: dict[tuple[str, int], list[Office]] = defaultdict(list)
        self._alike: dict[str, list[Office]] = defaultdict(list)
        self._at_home: dict[str, list[int]] = defaultdict(list)
        for office in offices.all:
            for home in {office.home, office.home.partition("/")[0]}:
                self._below[home, office.rank].append(office)
            self._alike[office.kind].append(office)
        self._ends: list[tuple[int, int, int]] = []  # day, office, number of its stint
        for office in offices.all:
            self._seat(office, self._newcomer(office), START - rng.randrange(*TERM))
        while self._ends:
            day, number, stint = heapq.heappop(self._ends)
            if len(self._held[number]) == stint:
                self._fill(offices.all[number], max(day, START + 1), 0)

    def holder(self, office: Office, day: int) -> int:
        """Return who holds an office on a day."""
        held = self._held[office.id]
        return held[max(0, bisect_right(held, (day, 1 << 60, 0)) - 1)].person

    def before(self, person: int, day: int) -> Stint | None:
        """Return what somebody did before the office of a day, if anything."""
        stints = self.stints[person]
        i = bisect_right(stints, (day, 1 << 60, 0)) - 1
        return stints[i - 1] if i > 0 else None

    def since(self, person: int, day: int) -> int:
        """Return the day on which somebody took up the office of a day."""
        stints = self.stints[person]
        return stints[max(0, bisect_right(stints, (day, 1 << 60, 0)) - 1)].day

    def office(self, number: int) -> Office:
        """Return an office by its number."""
        return self._offices.all[number]

    def _newcomer(self, office: Office) -> int:
        rng = self._rng
        place = office.home.partition("/")[0]
        name = self._drawn.draw(rng)
        if self.names and rng.random() < NAMESAKES:
            near = self._at_home[place]
            pool = near if near and rng.random() < 0.5 else range(len(self.names))
            name = self.names[rng.choice(pool)]
        self.names.append(name)
        self._at_home[place].append(len(self.names) - 1)
        return len(self.names) - 1

    def _seat(self, office: Office, person: int, day: int) -> None:
        stint = Stint(day, person, office.id)
        self.stints[person].append(stint)
        self._held[office.id].append(stint)
        end = max(day, START) + self._rng.randrange(*TERM)
        if end < END:
            heapq.heappush(self._ends, (end, office.id, len(self._held[office.id])))

    def _fill(self, office: Office, day: int, depth: int) -> None:
        chance = self._rng.random() if depth < CHAIN else 1.0
        pool: list[Office] = []
        if chance < PROMOTED:
            home = office.home
            pool = [o for r in (1, 2) for o in self._below[home, office.rank + r]]
        elif chance < PROMOTED + TRANSFERRED:
            pool = self._alike[office.kind]
        old = self._rng.choice(pool) if pool else office
        last = self._held[old.id][-1]
        if old.id == office.id or last.day > day - SETTLED:
            self._seat(office, self._newcomer(office), day)
            return
        self._seat(office, last.person, day)
        self._fill(old, day, depth + 1)
