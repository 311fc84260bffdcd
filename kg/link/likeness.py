"""How much two reports' meetings look like one: what speaks for it and what against it."""

from __future__ import annotations

import itertools
import re
from datetime import date as Date

import msgspec

from kg.link.rules import LinkRules
from kg.link.slugs import fold
from kg.link.sources import Ref

# Share of the shorter name's telling words that the longer one must have, by what else agrees.
SAME_DAY_LIKENESS = 0.3
CLOSE_LIKENESS = 0.6
BEYOND_DOUBT = 2.0
# A report without a day tells of a meeting of about the days on which it came out.
ISSUE_DAYS = 30
_NUMBER = re.compile(r"\d+|[ivxlc]+")


class Told(msgspec.Struct, frozen=True):
    """One meeting as one report tells of it; officials and bodies by key, days in ISO 8601.

    `words` are the telling words of its name; `ordinals` the numbers that tell it from others of a
    row; `event` is that of `LinkRules.event`; `chairs` are those of the whole meeting, not
    of one site.
    """

    ref: Ref
    kind: str
    event: str | None
    date: str | None
    end_date: str | None
    day_month: str | None
    session: str | None
    issued: str | None
    words: frozenset[str]
    ordinals: frozenset[str]
    chairs: frozenset[str]
    people: frozenset[str]
    provinces: frozenset[str]

    @property
    def day(self) -> str | None:
        """Its day without the year: ``MM-DD``."""
        whole = self.date or self.day_month
        return whole[-5:] if whole else None


def telling_words(label: str, rules: LinkRules) -> frozenset[str]:
    """Return the words of a meeting's name that tell it from others, folded."""
    words = re.findall(r"\w+", fold(label))
    return frozenset(w for w in words if w not in rules.meeting_words)


def ordinals(label: str, rules: LinkRules) -> frozenset[str]:
    """Return the numbers that tell a meeting from others of a row: "kỳ họp thứ 9" gives "thu 9"."""
    words = re.findall(r"\w+", fold(label))
    return frozenset(
        f"{a} {b}"
        for a, b in itertools.pairwise(words)
        if a in rules.ordinal_words and _NUMBER.fullmatch(b)
    )


def likeness(a: Told, b: Told) -> float | None:
    """Return the share (0 to 1) of the shorter name's words in the longer; None if one is bare."""
    least = min(len(a.words), len(b.words))
    return len(a.words & b.words) / least if least > 1 else None


def meetings_contradict(a: Told, b: Told) -> bool:
    """Say whether two reports' meetings can't be one, whatever else they share."""
    if a.ref.document == b.ref.document:
        return True
    if a.event is not None and b.event is not None and a.event != b.event:
        return True
    alike = likeness(a, b) or 0.0
    if a.date and b.date:
        if a.date != b.date and not (_overlap(a, b) and alike >= CLOSE_LIKENESS):
            return True
    elif a.day and b.day:
        if a.day != b.day:
            return True
    elif not _issued_together(a, b):
        return True
    if a.session and b.session and a.session != b.session and alike < CLOSE_LIKENESS:
        return True
    if _row_numbers_differ(a.ordinals, b.ordinals):
        return True
    if a.chairs.isdisjoint(b.chairs):
        if a.chairs and b.chairs and alike < CLOSE_LIKENESS:
            return True
        # One meeting in two provinces has a chair above both.
        if a.provinces and b.provinces and a.provinces.isdisjoint(b.provinces):
            return True
    return False


def evidence(a: Told, b: Told) -> float:
    """Return how strongly two meetings that do not contradict look like one; 0.0 for not enough.

    From `BEYOND_DOUBT` on it is sure; below, it counts only where no other meeting fits as well.
    A day without its year is never enough for that: there may be such a meeting every year.
    """
    shared = len(a.people & b.people)
    chair = not a.chairs.isdisjoint(b.chairs)
    alike = likeness(a, b)
    common = len(a.words & b.words)
    score = min(shared, 5) * 0.08 + chair * 0.5 + (alike or 0.0)
    if a.day and b.day:
        if alike is None:
            return score if (chair or shared > 1) and _one_kind(a, b) else 0.0
        if chair or shared > 1:
            sure = bool(a.date and b.date) and alike >= CLOSE_LIKENESS
            return score + sure if alike >= SAME_DAY_LIKENESS else 0.0
        return score if shared and alike >= CLOSE_LIKENESS and common > 2 else 0.0
    if (chair or shared > 1) and alike is not None and alike >= CLOSE_LIKENESS and common > 2:
        return score
    return 0.0


def _one_kind(a: Told, b: Told) -> bool:
    """Whether one noun says no more than the other leaves out: "hội nghị", "hội nghị giao ban"."""
    x, y = set(a.kind.split()), set(b.kind.split())
    return x <= y or y <= x


def _row_numbers_differ(a: frozenset[str], b: frozenset[str]) -> bool:
    x, y = dict(o.split(" ", 1) for o in sorted(a)), dict(o.split(" ", 1) for o in sorted(b))
    return any(x[word] != y[word] for word in x.keys() & y.keys())


def _overlap(a: Told, b: Told) -> bool:
    return (
        bool(a.date and b.date)
        and (a.date or "") <= (b.end_date or b.date or "")
        and (b.date or "") <= (a.end_date or a.date or "")
    )


def _issued_together(a: Told, b: Told) -> bool:
    days = [_ordinal(t.date or t.issued) for t in (a, b)]
    if days[0] is None or days[1] is None:
        return True
    return abs(days[0] - days[1]) <= ISSUE_DAYS


def _ordinal(day: str | None) -> int | None:
    try:
        return Date.fromisoformat(day).toordinal() if day else None
    except ValueError:
        return None
