"""Candidates taken for one person so far, and why they were."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.link.binding import NO_PARTS, Parts
from kg.link.candidates import Candidate, Clue
from kg.link.contradictions import Profile, pairs_told
from kg.link.join_rows import JoinKind

# The kind of each strength of a clue (`Candidate.clues`).
CLUE_KINDS: tuple[JoinKind, ...] = ("post", "meeting", "beside", "place", "body", "title")


class Reason(NamedTuple):
    """What several candidates share; `what` is a clue's text without its first word, or ""."""

    kind: JoinKind
    what: str = ""


class Join(NamedTuple):
    """Candidates of one official that one reason joined, each for the cluster it stood in.

    All joins of an official together are a tree over its candidates: k candidates that are joined
    at once make k - 1 of its edges.
    """

    reason: Reason
    who: tuple[Candidate, ...]


def reason_of(clue: Clue) -> Reason:
    """Return a clue as a reason."""
    strength, what = clue
    return Reason(CLUE_KINDS[strength], what.partition(" ")[2])


_SAID = {said: frozenset((said,)) for said in (True, False)}


class Cluster:
    """Candidates taken for one person so far, with the joins that made them one.

    `parts` are those of analysts' splits that its members stand in. `add` costs as much as what is
    added, so that a big cluster grows cheaply. `foreign` is whether the person is a foreigner; None
    where nothing or both is said. `copies` counts the documents that only reprint another one.
    """

    __slots__ = (
        "_foreign", "_told", "copies", "documents", "foreign", "joins", "members", "parts",
        "placed", "profile", "prominent", "titled",
    )  # fmt: skip

    def __init__(self, candidate: Candidate, parts: Parts = NO_PARTS) -> None:
        self.members = [candidate]
        self.joins = list[Join]()
        self.parts = parts
        self.documents = {candidate.ref.document}
        self.copies = 0
        self.profile: Profile = candidate.profile()
        self.titled = self.placed = self.prominent = False
        # A name without posts may be a foreigner's although nothing beside it says so.
        told = candidate.posts or candidate.foreign
        self._foreign = _SAID[candidate.foreign] if told else frozenset[bool]()
        self.foreign: bool | None = candidate.foreign if told else None
        self._told: set[tuple[str, str]] | None = None
        self._mark()

    @property
    def known(self) -> int:
        """How many documents name the person, those that print one text counted once."""
        return len(self.documents) - self.copies

    def add(self, other: Cluster) -> None:
        """Take in all members of another cluster, which is of no use afterwards."""
        self.members += other.members
        self._told = None
        self.joins += other.joins
        self.parts |= other.parts
        self.documents |= other.documents
        self.copies += other.copies
        self._foreign |= other._foreign
        self.foreign = next(iter(self._foreign)) if len(self._foreign) == 1 else None
        for key, held in other.profile.items():
            mine = self.profile.get(key)
            self.profile[key] = mine.widened(held) if mine else held
        self._mark(other.profile)

    def told(self) -> set[tuple[str, str]]:
        """Return what reports tell of the person together (`pairs_told`)."""
        if self._told is None:
            self._told = pairs_told(c.posts for c in self.members)
        return self._told

    def _mark(self, added: Profile | None = None) -> None:
        posts = [held.post for held in (self.profile if added is None else added).values()]
        self.titled = self.titled or bool(posts)
        self.placed = self.placed or any(post.placed for post in posts)
        self.prominent = self.prominent or any(post.prominent for post in posts)


def merged(clusters: Iterable[Cluster]) -> Cluster:
    """Return one cluster of several; none of them is of use afterwards."""
    least_work_first = sorted(clusters, key=lambda c: len(c.members), reverse=True)
    whole = least_work_first[0]
    for other in least_work_first[1:]:
        whole.add(other)
    return whole


def shared_documents(clusters: Iterable[Cluster]) -> set[str]:
    """Return the documents of more than one cluster, without a walk through the largest one's."""
    largest_first = sorted((c.documents for c in clusters), key=len, reverse=True)
    seen, shared = set[str](), set[str]()
    for documents in largest_first[1:]:
        shared |= documents & seen
        seen |= documents
    return shared | (seen & largest_first[0] if largest_first else set())
