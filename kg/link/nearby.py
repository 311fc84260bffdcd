"""Which meetings of all reports are worth comparing: those that share somebody and a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.link.likeness import ISSUE_DAYS, Told
from kg.link.sources import Ref

# Reports without a day are compared with those that share a participant and one of the name's
# rarest words; what more reports than this share is no help to find a pair.
RARE_WORDS = 6
CROWD = 200


def pairs(told: Sequence[Told]) -> Iterator[tuple[Ref, Ref]]:
    """Give pairs of meetings, of two documents each, that may be one; some of them several times.

    Each of them is in order. Their number grows with that of meetings: buckets are by somebody's
    day, and for meetings without a day by somebody and a word that is rare, within the time in
    which it may have been.
    """
    by_person: dict[str, list[Told]] = defaultdict(list)
    for t in told:
        for person in t.people:
            by_person[person].append(t)
    rare = _rare_words(told)
    for met in by_person.values():
        if len(met) > 1:
            yield from _of_one(met, rare)


def _rare_words(told: Sequence[Told]) -> dict[Ref, list[str]]:
    spread = Counter(w for t in told for w in t.words)
    shared = {t.ref: [w for w in t.words if spread[w] > 1] for t in told}
    return {
        ref: sorted(ws, key=lambda w: (spread[w], w))[:RARE_WORDS] for ref, ws in shared.items()
    }


def _of_one(met: Sequence[Told], rare: Mapping[Ref, Sequence[str]]) -> Iterator[tuple[Ref, Ref]]:
    """Pair the meetings of one participant."""
    by_day: dict[str, list[Told]] = defaultdict(list)
    for t in met:
        for day in t.days():
            by_day[day].append(t)
    for bucket in by_day.values():
        for i, a in enumerate(bucket):
            yield from _couples(a, (b for b in bucket[i + 1 :] if _company(a, b) or _words(a, b)))
    if all(t.day is not None for t in met):
        return
    by_word: dict[str, list[Told]] = defaultdict(list)
    for t in met:
        for word in rare[t.ref]:
            by_word[word].append(t)
    for bucket in by_word.values():
        if len(bucket) > 1:
            yield from _undated(bucket)


def _undated(bucket: Sequence[Told]) -> Iterator[tuple[Ref, Ref]]:
    """Pair those without a day with all others that are not known to be of another time."""
    timed = sorted((at, t.ref, t) for t in bucket if (at := t.told_on()) is not None)
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


def _couples(a: Told, others: Iterable[Told]) -> Iterator[tuple[Ref, Ref]]:
    for b in others:
        if a.ref.document != b.ref.document:
            yield (a.ref, b.ref) if a.ref < b.ref else (b.ref, a.ref)
