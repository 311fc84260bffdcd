"""The calendar of meetings, a year at a time, and the map of where they were."""

from __future__ import annotations

import calendar
import sqlite3

import msgspec

from kg.store.store import Store
from kg.web.pages.base import Asked, Ref, rows

CALENDAR_PARAMETERS = ("month",)
MAP_PARAMETERS = ("year",)
_OF_A_DAY = 200
_OF_A_MONTH = 1500


class Meeting(msgspec.Struct, frozen=True):
    """A meeting on a day."""

    meeting: Ref
    planned: bool


class Day(msgspec.Struct, frozen=True):
    """A day of the month; `more` are meetings that are not listed."""

    day: str
    number: int
    meetings: tuple[Meeting, ...]
    more: int


class CalendarPage(msgspec.Struct, frozen=True):
    """A month: `weeks` from Monday, None for days of other months; `months` with their numbers."""

    month: str
    before: str | None
    after: str | None
    weeks: tuple[tuple[Day | None, ...], ...]
    months: tuple[tuple[str, int], ...]
    total: int


def calendar_page(found: sqlite3.Connection | None, store: Store, asked: Asked) -> CalendarPage:
    """Return the month that is asked for, by default the last in which there was a meeting."""
    months = _months(found, store)
    names = [name for name, _ in months]
    month = asked.text("month")
    if not _is_month(month):
        month = names[-1] if names else "2025-01"
    days: dict[str, list[Meeting]] = {}
    for key, label, date, planned in rows(
        store,
        "SELECT key, label, date, planned FROM meetings WHERE date >= ? AND date <= ? "
        "ORDER BY date, key LIMIT ?",
        month + "-01",
        month + "-31",
        _OF_A_MONTH,
    ):
        days.setdefault(date, []).append(Meeting(Ref(key, label), bool(planned)))
    year, number = map(int, month.split("-"))
    weeks = tuple(
        tuple(_day(month, day, days) if day else None for day in week)
        for week in calendar.Calendar().monthdayscalendar(year, number)
    )
    return CalendarPage(
        month=month,
        before=max((name for name in names if name < month), default=None),
        after=min((name for name in names if name > month), default=None),
        weeks=weeks,
        months=tuple(months),
        total=dict(months).get(month, 0),
    )


def _day(month: str, number: int, days: dict[str, list[Meeting]]) -> Day:
    name = f"{month}-{number:02}"
    held = days.get(name, [])
    return Day(name, number, tuple(held[:_OF_A_DAY]), max(0, len(held) - _OF_A_DAY))


def _is_month(text: str) -> bool:
    year, _, month = text.partition("-")
    return (
        len(text) == 7
        and text.isascii()
        and year.isdecimal()
        and month.isdecimal()
        and 1 <= int(month) <= 12
        and int(year) >= 1
    )


def _months(found: sqlite3.Connection | None, store: Store) -> list[tuple[str, int]]:
    if found is not None:
        months = found.execute("SELECT month, meetings FROM month ORDER BY month").fetchall()
    else:
        months = rows(
            store,
            "SELECT substr(date, 1, 7), count(*) FROM meetings WHERE date IS NOT NULL "
            "GROUP BY 1 ORDER BY 1",
        )
    return [(name, n) for name, n in months if _is_month(name)]
