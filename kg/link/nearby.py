"""Which meetings of all reports are worth comparing: those that share somebody and a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from kg.link.likeness import ISSUE_DAYS, Told

# Reports without a day are compared with those that share a participant and one of the name's
# rarest words; what more reports than this share is no help to find a pair.
RARE_WORDS = 6
CROWD = 200


def pairs(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Give pairs (numbers) of meetings, of two documents each, that may be one; some of them often.

    Each of them is in order. Their number grows with that of meetings: buckets are by somebody's
    day, and for meetings without a day by somebody and a word that is rare, within the time in
    which it may have been.
    """
    by_day: dict[str, list[Told]] = defaultdict(list)
    for t in told:
        for day in t.days():
            by_day[day].append(t)
    # First by day: what one of them tells is little, and goes through the processor's cache.
    for met in by_day.values():
        for bucket in _by_person(met).values():
            for i, a in enumerate(bucket):
                others = (b for b in bucket[i + 1 :] if _company(a, b) or _words(a, b))
                yield from _couples(a, others)
    spread = Counter(w for t in told for w in t.words)
    # Only who took part in a meeting without a day, and only by words of such a one.
    asked: dict[str, set[str]] = defaultdict(set)
    for t in told:
        if t.day is None:
            for person in t.people:
                asked[person].update(_rare_words(t, spread))
    for person, met in _by_person(told, asked).items():
        by_word: dict[str, list[Told]] = defaultdict(list)
        for t in met:
            for word in _rare_words(t, spread):
                if word in asked[person]:
                    by_word[word].append(t)
        for bucket in by_word.values():
            if len(bucket) > 1:
                yield from _undated(bucket)


def _by_person(told: Iterable[Told], asked: Container[str] | None = None) -> dict[str, list[Told]]:
    """Return the meetings by those who took part in them, or by those of them who are asked for."""
    out: dict[str, list[Told]] = defaultdict(list)
    for t in told:
        for person in t.people:
            if asked is None or person in asked:
                out[person].append(t)
    return out


def _rare_words(told: Told, spread: Mapping[str, int]) -> list[str]:
    shared = [w for w in told.words if spread[w] > 1]
    return sorted(shared, key=lambda w: (spread[w], w))[:RARE_WORDS]


def _undated(bucket: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Pair those without a day with all others that are not known to be of another time."""
    timed = sorted((at, t.number, t) for t in bucket if (at := t.told_on()) is not None)
    times = [at for at, _, _ in timed]
    timeless = [t for t in bucket if t.told_on() is None]
    for a in bucket:
        if a.day is not None:
            continue
        at = a.told_on()
        if at is None:
            near = bucket
        else:
            i, j = bisect_left(times, at - ISSUE_DAYS), bisect_right(times, at + ISSUE_DAYS)
            near = [t for _, _, t in timed[i:j]] + timeless
        if len(near) <= CROWD:
            yield from _couples(a, (b for b in near if _company(a, b) and _words(a, b)))


def _company(a: Told, b: Told) -> bool:
    """Whether as many are at both as `evidence` asks for, where the names are no help."""
    return not a.chairs.isdisjoint(b.chairs) or len(a.people & b.people) > 1


def _words(a: Told, b: Told) -> bool:
    """Whether both names share as many words as `evidence` asks for, where people are no help."""
    return len(a.words & b.words) > 2


def _couples(a: Told, others: Iterable[Told]) -> Iterator[tuple[int, int]]:
    for b in others:
        if a.ref.document != b.ref.document:
            yield (a.number, b.number) if a.number < b.number else (b.number, a.number)
