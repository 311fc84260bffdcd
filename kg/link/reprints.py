"""Which documents reprint another one: agency copy under another headline, shortened or touched up.

Documents are gone through from the first to the last. Each is held against those before it that
reprint nothing, and is a copy of the one it is most like, if it is enough so: hence all copies of
one document are like that document itself, and no chain leads from one report to another. A hash
(`kg.text.shingles`) only proposes; what counts are the words of both.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from kg.link.copy_row import Reprint
from kg.text.dates import find_dates
from kg.text.shingles import BANDS, band, shingles, similarity

# Chosen by reading pairs of 7,770 reports of the press: from 0.7 on all tell of one occasion in one
# text, below it stands one that tells of a later step with the same past.
LEAST: Final = 0.7
# What is shorter may be said in the same words of two meetings.
FEWEST: Final = 20
# Of more documents than these that agree in a piece of their signatures only the first are looked
# at, so that the work a document costs does not grow with their number.
CROWD: Final = 64
_KEPT: Final = 256


class Paper(NamedTuple):
    """A document as finding reprints needs it: `id`, day of publication, signature of its text."""

    id: str
    issued: str | None
    signature: bytes


class Words(NamedTuple):
    """A text as it is held against another: its shingles, and the days it names, in order."""

    shingles: frozenset[str]
    days: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Return those of a text."""
        return cls(shingles(text), tuple((d.day, d.month) for d in find_dates(text)))


def reprints(papers: Iterable[Paper], text: Callable[[str], str]) -> dict[str, Reprint]:
    """Return what each document (by id) reprints, in no order; `text` gives the text of an id.

    The first of several is the one that was published first, those without a day last; then the
    one with the least id. The order in which they are given makes no difference. Time grows with
    the number of documents, and so does memory: by their signatures alone.
    """
    words = functools.lru_cache(maxsize=_KEPT)(lambda id: Words.of(text(id)))
    ordered = sorted(papers, key=lambda p: (p.issued is None, p.issued or "", p.id))
    found: dict[str, Reprint] = {}
    for i, earlier in sorted(_alike(ordered).items()):
        paper = ordered[i]
        likest: Reprint | None = None
        firsts = Counter({j: n for j, n in earlier.items() if ordered[j].id not in found})
        for j, _ in firsts.most_common(CROWD):
            share = reprinted(words(ordered[j].id), words(paper.id))
            if share is not None and (likest is None or share > likest.similarity):
                likest = Reprint(ordered[j].id, share)
        if likest is not None:
            found[paper.id] = likest
    return found


def _alike(papers: Sequence[Paper]) -> dict[int, Counter[int]]:
    """Return by the number of each document those before it that may be alike, with how many bands
    say so. One band is gone through after the other: a table of all of them would take room.
    """
    out: dict[int, Counter[int]] = defaultdict(Counter)
    for n in range(BANDS):
        first: dict[bytes, int] = {}
        more: dict[bytes, list[int]] = {}
        for i, paper in enumerate(papers):
            shared = band(paper.signature, n)
            j = first.setdefault(shared, i)
            if j != i:
                crowd = more.setdefault(shared, [j])
                out[i].update(crowd)
                if len(crowd) < CROWD:
                    crowd.append(i)
    return out


def reprinted(a: Words, b: Words) -> float | None:
    """Return how like two texts are, if one reprints the other; None: they are two.

    Two reports that name days, but neither the day that the other one names first, are of two
    occasions, however alike they are told: notices of a row of meetings, steps of one affair.
    """
    if min(len(a.shingles), len(b.shingles)) < FEWEST:
        return None
    share = similarity(a.shingles, b.shingles)
    if share < LEAST:
        return None
    if a.days and b.days and a.days[0] not in b.days and b.days[0] not in a.days:
        return None
    return share
