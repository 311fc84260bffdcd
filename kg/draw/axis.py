"""Days on a line: where one stands, and which are written below it."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

import msgspec

_SHORTEST: Final = 28  # days on an axis
_MARGIN: Final = 0.02  # of its length, at both ends
_MOST_TICKS: Final = 9
_DAY_STEPS: Final = (1, 2, 7, 14)
_MONTH_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)


class Axis(msgspec.Struct, frozen=True):
    """A stretch of time (ordinals of its first and last day) on pixels from `left` to `right`."""

    first: float
    last: float
    left: float
    right: float

    def x(self, ordinal: float) -> float:
        """Return where a day stands; one beyond an end stands at that end."""
        share = (ordinal - self.first) / (self.last - self.first)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def shows(self, first: float, last: float) -> bool:
        """Say whether some of a stretch of time lies on the axis."""
        return first <= self.last and last >= self.first

    def ticks(self) -> list[tuple[float, str]]:
        """Return (x, label) of at most nine days, months or years, evenly apart."""
        length = self.last - self.first
        for step in _DAY_STEPS:
            if length / step < _MOST_TICKS:
                days = range(-(-int(self.first + 0.999) // step) * step, int(self.last) + 1, step)
                return [(self.x(d), date.fromordinal(d).isoformat()) for d in days]
        step = next((s for s in _MONTH_STEPS if length / 30.4 / s < _MOST_TICKS), _MONTH_STEPS[-1])
        start, end = _day(self.first), _day(self.last)
        month = -(-(start.year * 12 + start.month - 1) // step) * step
        out = []
        while month <= end.year * 12 + end.month - 1:
            at = date(month // 12, month % 12 + 1, 1).toordinal()
            if at >= self.first:
                label = f"{month // 12}" if step >= 12 else f"{month // 12}-{month % 12 + 1:02}"
                out.append((self.x(at), label))
            month += step
        return out


def axis_over(days: list[tuple[int, int]], left: float, right: float) -> Axis:
    """Return the axis that shows all of these stretches of time, with a margin."""
    today = date.today().toordinal()
    first = min((a for a, _ in days), default=today)
    last = max((b for _, b in days), default=today)
    if last - first < _SHORTEST:
        middle = (first + last) / 2
        first, last = int(middle - _SHORTEST / 2), int(middle + _SHORTEST / 2)
    margin = (last - first) * _MARGIN
    return Axis(max(first - margin, 1), min(last + margin, date.max.toordinal()), left, right)


def stretch(day: str | None) -> tuple[int, int] | None:
    """Return the first and the last day (ordinals) of a day, a month or a year, as ISO 8601 has it.

    None for no day, for one of an unknown year ("--03-05"), and for what is none.
    """
    parts = (day or "").split("-")
    try:
        numbers = [int(part) for part in parts]
        match numbers:
            case [year]:
                return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            case [year, month]:
                last = calendar.monthrange(year, month)[1]
                return date(year, month, 1).toordinal(), date(year, month, last).toordinal()
            case [year, month, number]:
                ordinal = date(year, month, number).toordinal()
                return ordinal, ordinal
    except ValueError:
        pass
    return None


def _day(ordinal: float) -> date:
    return date.min + timedelta(days=int(ordinal) - 1)
