"""What an exporter asks of the store: rows of the linked graph, table by table, in key order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from kg.link.model import (
    BodyRow,
    DocumentRow,
    MeetingRow,
    MembershipRow,
    MentionRow,
    Official,
    ParticipationRow,
    PlaceRow,
    PostRow,
    RedirectRow,
    SiteRow,
)


class Source(Protocol):
    """The reading side of a store. Each call gives a fresh iterator over one table, by key."""

    def documents(self) -> Iterator[DocumentRow]: ...
    def officials(self) -> Iterator[Official]: ...
    def places(self) -> Iterator[PlaceRow]: ...
    def bodies(self) -> Iterator[BodyRow]: ...
    def posts(self) -> Iterator[PostRow]: ...
    def meetings(self) -> Iterator[MeetingRow]: ...
    def sites(self) -> Iterator[SiteRow]: ...
    def mentions(self) -> Iterator[MentionRow]: ...
    def memberships(self) -> Iterator[MembershipRow]: ...
    def participations(self) -> Iterator[ParticipationRow]: ...
    def redirects(self) -> Iterator[RedirectRow]: ...

    def text(self, document: str, /) -> str:
        """Return the text of the document with this key, as it was read."""
        ...
