"""How much two reports' meetings look like one: what speaks for it and what against it."""

from __future__ import annotations

import functools
import itertools
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import date as Date

import msgspec

from kg.link.rules import LinkRules
from kg.link.slugs import fold
from kg.link.sources import Ref

# Share of the shorter name's telling words that the longer one must have, by what else agrees.
SAME_DAY_LIKENESS = 0.3
CLOSE_LIKENESS = 0.6
# From `BEYOND_DOUBT` on evidence is sure; what is weaker stays below whatever it adds up to.
BEYOND_DOUBT = 4.0
_SURE = 2.0
# A report without a day tells of a meeting of about the days on which it came out; most often of
# the day itself or one of the few before.
ISSUE_DAYS = 30
NEWS_DAYS = 3
LONG_DAYS = 14
# A word in the names of more meetings than this, and than this share of all, tells the less the
# more of them have it ("tỉnh", "2024"). A weight is a whole number, so that sums are exact.
FULL_WEIGHT = 1000
COMMON_WORD = 30
COMMON_SHARE = 0.01
_NUMBER = re.compile(r"\d+|[ivxlc]+")


class Told(msgspec.Struct, frozen=True, gc=False):
    """One meeting as one report tells of it; officials and bodies by key, days in ISO 8601.

    `number` is its place among all of them, in the order of references.

    `words` are the telling words of its name; `ordinals` the numbers that tell it from others of a
    row; `event` is that of `LinkRules.event`; `chairs` are those of the whole meeting, not of one
    site, and `house` the words that only say whose meeting it is: names of the chair's bodies, of
    organisers and provinces. `weights` are those of words that tell little.
    """

    number: int
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
    house: frozenset[str] = frozenset()
    weights: Mapping[str, int] = {}

    @property
    def day(self) -> str | None:
        """Its day without the year: ``MM-DD``."""
        whole = self.date or self.day_month
        return whole[-5:] if whole else None

    def weight(self, words: frozenset[str]) -> int:
        """Return how much words tell together."""
        if self.weights.keys().isdisjoint(words):
            return FULL_WEIGHT * len(words)
        return sum(self.weights.get(word, FULL_WEIGHT) for word in words)

    def days(self) -> list[str]:
        """Return the days (``MM-DD``) of a meeting; of a very long one the first weeks.

        Where none is told, those that it may have been on, by the day on which the report came out.
        """
        try:
            first, last = self._span()
        except ValueError:
            return [self.day] if self.day else []
        return [_month_day(n) for n in range(first, min(last, first + LONG_DAYS) + 1)]

    def told_on(self) -> int | None:
        """Return the day (ordinal) by which it is held against meetings without a day."""
        return _ordinal(self.date or self.issued)

    def _span(self) -> tuple[int, int]:
        """Return the first and the last day as ordinals; ValueError where there are none."""
        if self.date is None:
            if self.day_month or not self.issued:
                raise ValueError
            issued = Date.fromisoformat(self.issued).toordinal()
            return issued - NEWS_DAYS, issued
        first = Date.fromisoformat(self.date).toordinal()
        return first, max(first, Date.fromisoformat(self.end_date or self.date).toordinal())


@functools.lru_cache(maxsize=1 << 14)
def _month_day(day: int) -> str:
    return Date.fromordinal(day).isoformat()[-5:]


def telling_words(label: str, rules: LinkRules) -> frozenset[str]:
    """Return the words of a meeting's name that tell it from others, folded."""
    return words_of(label) - rules.meeting_words


@functools.lru_cache(maxsize=1 << 12)
def words_of(*names: str) -> frozenset[str]:
    """Return the words of all names, folded. The same word is one object in all of them."""
    # Names of meetings seldom come twice: they would only drive others out of the cache of `fold`.
    folded = (fold.__wrapped__(name) for name in names)
    return frozenset(sys.intern(w) for name in folded for w in re.findall(r"\w+", name))


def ordinals(label: str, rules: LinkRules) -> frozenset[str]:
    """Return the numbers that tell a meeting from others of a row: "kỳ họp thứ 9" gives "thu 9"."""
    if words_of(label).isdisjoint(rules.ordinal_words):
        return frozenset()
    words = re.findall(r"\w+", fold(label))
    return frozenset(
        f"{a} {b}"
        for a, b in itertools.pairwise(words)
        if a in rules.ordinal_words and _NUMBER.fullmatch(b)
    )


def word_weights(names: Iterable[frozenset[str]]) -> dict[str, int]:
    """Return the weights of the words that tell little, since so many meetings' names have them."""
    names = list(names)
    spread = Counter(word for words in names for word in words)
    many = max(COMMON_WORD, round(COMMON_SHARE * len(names)))
    return {word: math.isqrt(FULL_WEIGHT**2 * many // n) for word, n in spread.items() if n > many}


def likeness(a: Told, b: Told) -> float | None:
    """Return the share (0 to 1) of the shorter name's words in the longer; None if one is bare.

    Of two meetings of one chair, words that say whose they are tell nothing.
    """
    x, y = _telling(a, b)
    if min(len(x), len(y)) < 2:
        return None
    return a.weight(x & y) / min(a.weight(x), a.weight(y))


def differ(a: Told, b: Told) -> bool | None:
    """Say whether two names have next to no words in common; None if one is bare."""
    least = min(len(a.words), len(b.words))
    if least < 2:
        return None
    if len(a.words & b.words) / least >= SAME_DAY_LIKENESS:
        return False
    return (likeness(a, b) or 0.0) < SAME_DAY_LIKENESS


def _telling(a: Told, b: Told) -> tuple[frozenset[str], frozenset[str]]:
    if a.chairs.isdisjoint(b.chairs):
        return a.words, b.words
    house = a.house | b.house
    return a.words - house, b.words - house


def meetings_contradict(a: Told, b: Told) -> bool:
    """Say whether two reports' meetings can't be one, whatever else they share."""
    if a.ref.document == b.ref.document:
        return True
    if a.event is not None and b.event is not None and a.event != b.event:
        return True
    if not (a.day and b.day) and not _issued_together(a, b):
        return True
    alike = likeness(a, b) or 0.0
    if a.date and b.date:
        if a.date != b.date and not (_overlap(a, b) and alike >= CLOSE_LIKENESS):
            return True
    elif a.day and b.day and a.day != b.day:
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
    A day without its year is never enough for that: there may be such a meeting every year; nor is
    the day on which a report came out.
    """
    shared = len(a.people & b.people)
    chair = not a.chairs.isdisjoint(b.chairs)
    alike = likeness(a, b)
    who = min(shared, 5) * 0.08 + chair * 0.5
    same_day = bool(a.day and b.day) or _news_of_the_day(a, b)
    if alike is None:
        return who + 0.5 if same_day and _bare_fits(a, b, chair, shared) else 0.0
    x, y = _telling(a, b)
    common = len(x & y - _names(a.people & b.people))
    # What both names say of all that either says, too: it tells the better of two that fit.
    score = who + alike + 0.5 * same_day + 0.5 * a.weight(x & y) / a.weight(x | y)
    if chair or shared > (1 if same_day or a.day or b.day else 2):
        if same_day and alike >= SAME_DAY_LIKENESS:
            sure = a.date and b.date and alike >= CLOSE_LIKENESS and who + alike + 1 >= _SURE
            return score + BEYOND_DOUBT if sure else score
        return score if alike >= CLOSE_LIKENESS and common > 2 and not same_day else 0.0
    enough = shared and alike >= CLOSE_LIKENESS and len(x & y) > 2
    return score if same_day and enough else 0.0


def _names(people: Set[str]) -> set[str]:
    """Return the words of people's names: that they are there is known besides."""
    return {word for key in people for word in key.partition("/")[2].split("-")}


def _bare_fits(a: Told, b: Told, chair: bool, shared: int) -> bool:
    """Whether who was there is enough for a name that says nothing."""
    if chair and shared > 1:
        return True  # "cuộc họp" is said of any
    known = bool(a.day and b.day)
    return (chair or shared > 1) and _one_kind(a, b) and (known or chair)


def _news_of_the_day(a: Told, b: Told) -> bool:
    """Whether a day that is not told may be the other's, by the day the report came out."""
    if a.day_month or b.day_month or (a.date and b.date):
        return False
    try:
        (x, y), (p, q) = a._span(), b._span()
    except ValueError:
        return False
    return x <= q and p <= y


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
    """Whether two meetings, of which one has no day, may be of one time by when they were told."""
    x, y = (_ordinal(t.date or t.issued) for t in (a, b))
    if x is not None and y is not None:
        return abs(x - y) <= ISSUE_DAYS
    known = a.date or a.issued or b.date or b.issued
    day = a.day_month or b.day_month
    if not known or not day:
        return True
    # Of that day in any year, the nearest.
    near = _ordinal(f"{known[:4]}{day[1:]}")
    told = _ordinal(known)
    if near is None or told is None:
        return True
    apart = abs(near - told) % 365
    return min(apart, 365 - apart) <= ISSUE_DAYS


def _ordinal(day: str | None) -> int | None:
    try:
        return Date.fromisoformat(day).toordinal() if day else None
    except ValueError:
        return None
