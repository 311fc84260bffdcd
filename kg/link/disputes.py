"""Posts as texts print them that a list of known tenures disagrees with: shown, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Date
from datetime import timedelta

from kg.link.inferring import Known
from kg.link.model import DisputedRow, MembershipRow
from kg.link.shown import NEVER, Held, Shown, shown_in
from kg.link.slugs import search_form
from kg.link.sources import Keys, Source
from kg.link.tenures import Tenure, Tenures

# Around a change of hands texts and lists go by different days: of the decision, the handing over.
HANDOVER_DAYS = 31
# Who holds a post by the list on a day that may be misread, must do so for long.
UNSURE_DAYS = 183


def disputed(
    known: Known, tenures: Tenures, sources: Iterable[Source], entities: Keys
) -> tuple[DisputedRow, ...]:
    """Return the memberships that the list disagrees with, by key.

    The list disagrees where it gives the post to one other person on all days on which the official
    is shown in it (`kg.link.shown`), and around them; or to the official, but not around a day
    that is sure. Where it contradicts itself, or knows several people of the name, it is silent.
    """
    listed = {p.key for p in known.posts.values() if p.placed and tenures.of_post(p.label)}
    shown = shown_in(sources, entities, listed)
    found = (
        row
        for m in known.memberships
        if m.post in listed
        for row in _of(m, known, tenures, shown.get(Held(m.official, m.post, m.status), NEVER))
    )
    return tuple(sorted(found, key=lambda row: row.key))


def _of(row: MembershipRow, known: Known, tenures: Tenures, shown: Shown) -> Iterator[DisputedRow]:
    post = known.posts[row.post]
    listed = tenures.of_post(post.label) if shown.days else []
    if not listed or row.status not in ("current", "acting") or known.foreign(row.official):
        return
    # Accents and case do not make another person of somebody.
    names = {search_form(name) for name in known.names(row.official)}
    own = [t for t in listed if search_form(t.holder) in names]
    against = _at_another_time(own, sorted(shown.sure)) if own else _of_another(listed, shown)
    if against is not None:
        day, tenure = against
        yield DisputedRow(
            key=f"disputed/{row.key.removeprefix('membership/')}",
            membership=row.key,
            day=day,
            source=tenure.source,
            why=tenure.told(),
        )


def _at_another_time(own: list[Tenure], days: list[str]) -> tuple[str, Tenure] | None:
    """Return a day on which the list does not know the person in the post, and when it does."""
    if len({t.source for t in own}) > 1 or any(t.bearers > 1 for t in own):
        return None
    for day in days:
        if not any(t.perhaps(near) for t in own for near in _around(day)):
            return day, min(own, key=lambda t: (_between(t, day), t.start, t.end))
    return None


def _of_another(listed: list[Tenure], shown: Shown) -> tuple[str, Tenure] | None:
    """Return the tenure of the one who surely held the post on all the days, and the first day."""
    days = sorted(shown.days)
    around = {
        near
        for day in days
        for near in _around(day, HANDOVER_DAYS if day in shown.sure else UNSURE_DAYS)
    }
    sure = [t for t in listed if all(t.surely(day) for day in around)]
    others = {t.source for t in listed if any(t.perhaps(day) for day in days)}
    return (days[0], sure[0]) if sure and len(others) == 1 else None


def _around(day: str, days: int = HANDOVER_DAYS) -> list[str]:
    """Return a day and those so many days before and after it."""
    try:
        middle = Date.fromisoformat(day)
        margin = timedelta(days=days)
        return [day, (middle - margin).isoformat(), (middle + margin).isoformat()]
    except (ValueError, OverflowError):
        return [day]


def _between(tenure: Tenure, day: str) -> int:
    """Return about how many days lie between a tenure and a day."""
    return min(abs(_number(d) - _number(day)) for d in (tenure.start, tenure.end))


def _number(day: str) -> int:
    return int(day[:4]) * 372 + int(day[5:7] or 1) * 31 + int(day[8:10] or 1)
