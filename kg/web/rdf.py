"""The RDF of one entity: the statements about it as the exports hold them, word for word."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from pyoxigraph import RdfFormat, Triple, serialize

from kg.export.rdf import blocks
from kg.export.vocabulary import prefixes, term
from kg.link.copy_row import CopyRow
from kg.link.model import (
    BodyRow,
    DisputedRow,
    DocumentRow,
    InferredRow,
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
from kg.link.standing_row import StandingRow
from kg.link.telling_rows import ConflictRow, SideRow, TellingRow
from kg.store.store import Store
from kg.store.told import TenureEvent, ToldReader
from kg.web.negotiate import Form

_OF: Final = "IN (SELECT value FROM json_each(?))"


class Near:
    """A part of a store, as exporters read a whole one: an entity and what its statements name."""

    def __init__(self, store: Store, key: str) -> None:
        self._store = store
        kind = key.partition("/")[0]
        self._rows: dict[type[msgspec.Struct], list[Any]] = {}
        self.wanted = {key}
        getattr(self, f"_near_{kind}", self._near_place)(key)

    # What belongs to an entity of each kind.

    def _near_official(self, key: str) -> None:
        self._take(Official, "key = ?", key)
        self._own(MembershipRow, "official = ?", key)
        self._own(ParticipationRow, "participant = ?", key)
        self._name()

    def _near_body(self, key: str) -> None:
        self._take(BodyRow, "key = ?", key)
        self._take(StandingRow, "key = ?", key)
        self._own(PostRow, "body = ?", key)
        posts = [row.key for row in self.rows(PostRow)]
        self._own(MembershipRow, f"post {_OF}", json.dumps(posts))
        self._own(ParticipationRow, "participant = ?", key)
        self._name()

    def _near_post(self, key: str) -> None:
        self._take(PostRow, "key = ?", key)
        self._own(MembershipRow, "post = ?", key)
        self._name()

    def _near_meeting(self, key: str) -> None:
        self._take(MeetingRow, "key = ?", key)
        self._own(SiteRow, "meeting = ?", key)
        self._own(ParticipationRow, "meeting = ?", key)
        self._own(TellingRow, "meeting = ?", key)
        self._own(ConflictRow, "subject = ?", key)
        conflicts = [row.key for row in self.rows(ConflictRow)]
        self._own(SideRow, f"conflict {_OF}", json.dumps(conflicts))
        self._name()

    def _near_place(self, key: str) -> None:
        self._take(PlaceRow, "key = ?", key)

    def _near_document(self, key: str) -> None:
        self._take(DocumentRow, "key = ?", key)
        self._take(CopyRow, "document = ?", key)
        self._own(MentionRow, "document = ?", key)

    def _near_participation(self, key: str) -> None:
        self._take(ParticipationRow, "key = ?", key)
        self._evidence(row.mentions for row in self.rows(ParticipationRow))
        self._name()

    def _near_membership(self, key: str) -> None:
        self._take(MembershipRow, "key = ?", key)
        self._evidence(row.mentions for row in self.rows(MembershipRow))
        self._name()

    def _near_conflict(self, key: str) -> None:
        self._take(ConflictRow, "key = ?", key)
        self._own(SideRow, "conflict = ?", key)
        self._evidence(row.mentions for row in self.rows(SideRow))
        subject = json.dumps([row.subject for row in self.rows(ConflictRow)])
        self._take(MeetingRow, f"key {_OF}", subject)
        self._take(Official, f"key {_OF}", subject)

    def _take(self, row: type[msgspec.Struct], where: str, *values: str) -> list[Any]:
        there = self._rows.setdefault(row, [])
        known = {found.key for found in there}
        new = list(self._store.select(row, where, *values))
        there += [found for found in new if found.key not in known]  # type: ignore[attr-defined]
        there.sort(key=lambda found: found.key)
        return new

    def _own(self, row: type[msgspec.Struct], where: str, *values: str) -> None:
        self.wanted |= {found.key for found in self._take(row, where, *values)}

    def _evidence(self, mentions: Iterable[Iterable[str]]) -> None:
        keys = json.dumps([key for some in mentions for key in some])
        self._own(MentionRow, f"key {_OF}", keys)

    def _name(self) -> None:
        """Take the rows that what is there is labelled by."""
        memberships = self.rows(MembershipRow)
        participations = self.rows(ParticipationRow)
        posts = json.dumps([row.post for row in memberships])
        self._take(PostRow, f"key {_OF}", posts)
        bodies = [row.body for row in self.rows(PostRow) if row.body]
        seen = set[str]()
        while bodies := [key for key in bodies if key not in seen]:
            # A body whose members sit in another one, too.
            seen |= set(bodies)
            found = self._take(BodyRow, f"key {_OF}", json.dumps(bodies))
            bodies = [row.parent for row in found if row.member and row.parent]
        who = json.dumps(
            [row.official for row in memberships] + [row.participant for row in participations]
        )
        self._take(Official, f"key {_OF}", who)
        self._take(BodyRow, f"key {_OF}", who)
        meetings = json.dumps([row.meeting for row in participations])
        self._take(MeetingRow, f"key {_OF}", meetings)
        subjects = json.dumps([row.subject for row in self.rows(ConflictRow)])
        self._take(Official, f"key {_OF}", subjects)
        held = json.dumps([row.key for row in memberships])
        self._take(InferredRow, f"membership {_OF}", held)
        self._take(DisputedRow, f"membership {_OF}", held)

    def rows(self, row: type[msgspec.Struct]) -> list[Any]:
        """Return the rows of a type, by key."""
        return self._rows.get(row, [])

    # What exporters ask for.

    def documents(self) -> Iterator[DocumentRow]:
        """Give the documents."""
        return iter(self.rows(DocumentRow))

    def copies(self) -> Iterator[CopyRow]:
        """Give the documents that reprint another one."""
        return iter(self.rows(CopyRow))

    def officials(self) -> Iterator[Official]:
        """Give the officials."""
        return iter(self.rows(Official))

    def places(self) -> Iterator[PlaceRow]:
        """Give the places."""
        return iter(self.rows(PlaceRow))

    def bodies(self) -> Iterator[BodyRow]:
        """Give the bodies."""
        return iter(self.rows(BodyRow))

    def posts(self) -> Iterator[PostRow]:
        """Give the posts."""
        return iter(self.rows(PostRow))

    def meetings(self) -> Iterator[MeetingRow]:
        """Give the meetings."""
        return iter(self.rows(MeetingRow))

    def sites(self) -> Iterator[SiteRow]:
        """Give the sites."""
        return iter(self.rows(SiteRow))

    def mentions(self) -> Iterator[MentionRow]:
        """Give the mentions."""
        return iter(self.rows(MentionRow))

    def memberships(self) -> Iterator[MembershipRow]:
        """Give the memberships."""
        return iter(self.rows(MembershipRow))

    def participations(self) -> Iterator[ParticipationRow]:
        """Give the participations."""
        return iter(self.rows(ParticipationRow))

    def redirects(self) -> Iterator[RedirectRow]:
        """Give none: keys that redirect have no page."""
        return iter(())

    def inferred(self) -> Iterator[InferredRow]:
        """Give what a list of known tenures adds."""
        return iter(self.rows(InferredRow))

    def disputed(self) -> Iterator[DisputedRow]:
        """Give what a list of known tenures has against memberships."""
        return iter(self.rows(DisputedRow))

    def tellings(self) -> Iterator[TellingRow]:
        """Give what documents say of meetings."""
        return iter(self.rows(TellingRow))

    def conflicts(self) -> Iterator[ConflictRow]:
        """Give the questions on which documents disagree."""
        return iter(self.rows(ConflictRow))

    def sides(self) -> Iterator[SideRow]:
        """Give the answers to them."""
        return iter(self.rows(SideRow))

    def standings(self) -> Iterator[StandingRow]:
        """Give what the rules know of bodies."""
        return iter(self.rows(StandingRow))

    def tenure_events(self) -> Iterator[TenureEvent]:
        """Give what documents tell of the memberships."""
        reader = ToldReader(self._store)
        for row in self.rows(MembershipRow):
            for event in reader.told(row).events:
                self.wanted.add(event.key)
                yield event

    def text(self, document: str, /) -> str:
        """Return the text of a document."""
        return self._store.text(document)


def describe(store: Store, key: str, base: str, form: Form) -> bytes:
    """Return the statements about an entity, and about what belongs to it, as Turtle or JSON-LD."""
    near = Near(store, key)
    found = [
        (subject, list(facts))
        for subject, row, facts in blocks(near, base)
        if getattr(row, "key", key) in near.wanted
    ]
    out = io.BytesIO()
    triples = [
        Triple(subject, term(predicate), value)
        for subject, facts in found
        for predicate, value in facts
    ]
    if form == "ttl":
        used = _used(triples, base)
        serialize(triples, out, RdfFormat.TURTLE, prefixes=used)
    else:
        from kg.export.jsonld import write_nodes

        write_nodes(triples, out, base)
    return out.getvalue()


def _used(triples: Iterable[Triple], base: str) -> dict[str, str]:
    """Return those prefixes that some IRI begins with."""
    text = "\n".join({str(part) for triple in triples for part in triple})
    return {name: space for name, space in prefixes(base).items() if space in text}
