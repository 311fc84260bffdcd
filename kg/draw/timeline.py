"""A career in time: posts as bars, appearances as dots by role. Or a post, with its holders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from kg.draw.axis import stretch
from kg.draw.limits import told_limits
from kg.draw.output import Form, form_of, write_picture
from kg.draw.page import Entry
from kg.draw.timeline_svg import Bar, Dot, Mark, is_dated, svg
from kg.errors import KgError
from kg.store import queries
from kg.store.neighbours import KIND_OF_ROLE
from kg.store.tenure import Asked, Tenure, tenure

if TYPE_CHECKING:
    from kg.store.answers import Appearance
    from kg.store.store import Store

_SPANS = ("current", "acting", "former")
_MOST_NAMED = 5


class Period(msgspec.Struct, frozen=True):
    """Days (ISO 8601, inclusive) that a timeline is about; None where it is open."""

    start: str | None = None
    end: str | None = None

    def holds(self, first: str | None, last: str | None) -> bool:
        """Say whether some of a stretch of time lies in the period."""
        a, b = stretch(first or last), stretch(last or first)
        if a is None or b is None:
            return self.start is None and self.end is None
        start, end = stretch(self.start), stretch(self.end)
        return (start is None or b[1] >= start[0]) and (end is None or a[0] <= end[1])


def draw_timeline(
    store: Store,
    out: str | Path | BinaryIO,
    name: str,
    *,
    period: Period | None = None,
    roles: Sequence[str] = (),
    form: Form | None = None,
) -> None:
    """Write the timeline of an official, or of a post.

    Args:
        store: An open store.
        out: The file, which appears whole or not at all, or a binary stream.
        name: An official's or a post's name (accents and case may be left out) or key.
        period: Only what was then.
        roles: Only appearances in these roles ("chair", "attend", "speak"); all if empty.
        form: "svg", "png" or "html"; by the suffix of the file if None.

    Raises:
        KgError: Nobody and nothing or more than one bears the name, the suffix names no format, or
            the file cannot be written.
    """
    out = Path(out) if isinstance(out, str) else out
    form = form or form_of(out)
    picture, title, entries = render_timeline(
        store, name, period=period, roles=roles, linked=form == "html"
    )
    write_picture(out, form, picture, title, entries, fading=False)


def render_timeline(
    store: Store,
    name: str,
    *,
    period: Period | None = None,
    roles: Sequence[str] = (),
    linked: bool = False,
) -> tuple[str, str, list[Entry]]:
    """Return the SVG of what `draw_timeline` draws, its title, and what a page tells of its parts.

    Raises:
        KgError: As `draw_timeline`.
    """
    period = period or Period()
    asked = _one(tenure(store, name), name)
    found = queries.appearances(store, asked.key) if asked.kind == "official" else []
    wanted = [a for a in found if (not roles or a.role in roles) and period.holds(a.date, a.date)]
    dots = [_dot(a) for a in wanted if stretch(a.date)]
    tenures = [_bar(t, asked) for t in asked.tenures]
    bars = [bar for bar in tenures if is_dated(bar) and _in(period, bar)]
    undated = [bar.label for bar in tenures if not is_dated(bar)]
    notes = _notes(asked, wanted, period, roles)
    picture = svg(
        asked.label,
        notes,
        "POSTS" if asked.kind == "official" else "HOLDERS",
        bars,
        dots,
        f"of no known day: {'; '.join(undated)}" if undated else "",
        (period.start, period.end),
        linked=linked,
    )
    entries = [Entry(bar.label, "post", bar.told, bar.facts) for bar in bars]
    entries += [Entry(dot.label, dot.how, dot.day, dot.facts) for dot in dots]
    return picture, asked.label, entries


def _one(found: Sequence[Asked], name: str) -> Asked:
    if len(found) == 1:
        return found[0]
    told = ", ".join(f"{a.label} ({a.key.partition('/')[2]})" for a in found[:_MOST_NAMED])
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    kinds = {a.kind for a in found}
    what = f"more than one {found[0].kind}" if len(kinds) == 1 else "officials and posts"
    raise KgError(f'"{name}" is {what}: {told}{more}')


def _in(period: Period, bar: Bar) -> bool:
    return any(period.holds(mark.first, mark.last) for mark in bar.marks)


def _dot(appearance: Appearance) -> Dot:
    facts = [appearance.site, appearance.post, "; ".join(appearance.documents)]
    return Dot(
        meeting=appearance.meeting_key,
        label=appearance.meeting,
        how=KIND_OF_ROLE[appearance.role],
        day=appearance.date or "",
        facts=tuple(fact for fact in facts if fact),
    )


def _bar(tenure: Tenure, asked: Asked) -> Bar:
    marks = [Mark(s.how, s.first, s.last, s.by) for s in tenure.steps]
    facts = [
        f"{s.how}: {'by ' if s.by else ''}{_days(s.first, s.last)} ({'; '.join(s.documents)})"
        for s in tenure.steps
    ]
    label = tenure.post if asked.kind == "official" else tenure.official
    return Bar(label, _days(tenure.first, tenure.last), tuple(marks), tuple(facts))


def _days(first: str | None, last: str | None) -> str:
    return " – ".join(dict.fromkeys(day for day in (first, last) if day)) or "no day known"


def _notes(
    asked: Asked, wanted: Sequence[Appearance], period: Period, roles: Sequence[str]
) -> list[str]:
    """Return what a reader must know of the picture: how much is in it, and what is not."""
    told = []
    if asked.kind == "official":
        days = sorted(a.date for a in wanted if stretch(a.date) and a.date)
        meetings = len({a.meeting_key for a in wanted})
        told.append(f"{_count(len(wanted), 'appearance')} at {_count(meetings, 'meeting')}")
        if days:
            told[0] += f", {_days(days[0], days[-1])}"
        if undated := len(wanted) - len(days):
            told.append(f"{undated} of no known day, not shown")
    notes = ["; ".join(told)] if told else []
    return [*notes, *told_limits(period.start, period.end, roles)]


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
