"""A corpus of reports: papers that tell, day by day, of what happened in a made-up country."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from random import Random

from synthetic.careers import END, START, Careers
from synthetic.events import Event, Events
from synthetic.names import Names
from synthetic.offices import Offices
from synthetic.telling import Labelled, Outlet, Telling

# So many participations make up one office and, to begin with, one meeting (all its reports).
AN_OFFICE, A_MEETING = 40, 9.1
# Papers that tell of a meeting: a third are told once, some by nine (guess: seeds/ and what the
# press prints of central ones); of little fame, at most three.
TELLINGS = {1: 40, 2: 25, 3: 14, 4: 9, 5: 5, 6: 3, 7: 2, 8: 1, 9: 1}
# A report tells of two meetings; of an office taken up there is a report of its own.
TWO_IN_ONE, TOLD_APPOINTMENTS = 0.08, 0.3
DATED_OUTLETS, NEW_TONES = 0.9, 0.3
DELAY = (0, 0, 0, 1, 1, 2)


def corpus(participations: int, seed: int = 1) -> Iterator[Labelled]:
    """Yield reports with about so many participations altogether, day by day.

    The same numbers give the same reports. The people and the bodies grow with the number of
    participations, as they do when more papers are read; the time, nine and a half years, does not.
    """
    rng = Random(seed)
    offices = Offices(max(150, participations // AN_OFFICE), rng)
    careers = Careers(offices, Names(), rng)
    papers = _outlets(offices, rng)
    events = Events(offices, careers, rng)
    news = _appointments(careers)
    days = [d for d in range(START, END) if date.fromordinal(d).weekday() < 5 or d % 5 == 0]
    told, held = 0, 0
    for n, day in enumerate(days, 1):
        due = participations * n / len(days) - told
        today = events.of_day(day, round(due * (held + 1) / (told + A_MEETING)))
        for telling in _day(day, today, papers, careers, rng, news.get(day, [])):
            told += telling.participations
            yield telling.labelled()
        held += len(today)


def _outlets(offices: Offices, rng: Random) -> list[Outlet]:
    names = [(f"bao-{n}", "") for n in range(12)]
    names += [(f"bao-{p}-{n}", p) for p in sorted(offices.provinces) for n in range(2)]
    return [
        Outlet(name.replace(" ", "-"), home, rng.random() < DATED_OUTLETS, rng.random() < NEW_TONES)
        for name, home in names
    ]


def _appointments(careers: Careers) -> dict[int, list[tuple[int, int, int]]]:
    """Return by day who gave up which office for which."""
    out: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for person, stints in careers.stints.items():
        for old, new in itertools.pairwise(stints):
            out[new.day].append((person, old.office, new.office))
    return out


def _day(
    day: int,
    events: list[Event],
    papers: list[Outlet],
    careers: Careers,
    rng: Random,
    news: list[tuple[int, int, int]],
) -> Iterator[Telling]:
    """Yield what the papers make of one day."""
    on = date.fromordinal(day).isoformat()
    by_paper: dict[Outlet, list[Event]] = defaultdict(list)
    for event in events:
        home = event.home.partition("/")[0]
        local = [p for p in papers if p.home and p.home in (home, *event.rooms)]
        national = [p for p in papers if not p.home]
        wanted = rng.choices(list(TELLINGS), list(TELLINGS.values()))[0]
        if event.fame < 10:
            wanted = min(wanted, 3)
        rng.shuffle(national)
        near = local + national if home and rng.random() < 0.8 else national + local
        for paper in near[:wanted]:
            by_paper[paper].append(event)
    for paper in sorted(by_paper):
        stem = f"{paper.name}/{on}"
        last: Telling | None = None
        for n, event in enumerate(by_paper[paper]):
            if last is None or rng.random() >= TWO_IN_ONE:
                if last is not None:
                    yield last
                last = Telling(f"{stem}-{n}", paper, day + rng.choice(DELAY), careers, rng)
            last.tell(event)
        if last is not None:
            yield last
    for n, (person, old, new) in enumerate(news):
        if rng.random() < TOLD_APPOINTMENTS:
            paper = rng.choice(papers)
            telling = Telling(f"{paper.name}/{on}-cb-{n}", paper, day, careers, rng)
            telling.appoint(person, careers.office(old), careers.office(new))
            yield telling
