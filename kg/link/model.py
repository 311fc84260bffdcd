"""The linked graph: what all reports together say.

Entities carry a `key`, their stable slug, which is the path of their IRI below the base:
``official/truong-thi-mai``, ``body/tinh-uy-nghe-an``, ``post/bi-thu-tinh-uy-nghe-an``,
``province/nghe-an``, ``place/…``, ``meeting/…``, ``document/…``, ``mention/…``,
``participation/…``, ``membership/…``, ``copy/…``, ``inferred/…``, ``disputed/…``. Entities refer to
each other by key. The graph is a pure function of the set of reports, of which of them are copies,
and of analysts' decisions: neither the reports' order nor the order of rows matters. Rows of the
large tables are kept from the collector of cycles (`gc=False`): they hold texts alone, and there
are millions of them.
"""

from __future__ import annotations

import msgspec

from kg.link.copy_row import CopyRow
from kg.link.join_rows import ApartRow, JoinRow, UnsureRow
from kg.link.standing_row import StandingRow
from kg.link.telling_rows import ConflictRow, SideRow, TellingRow
from kg.report.model import Level, MentionKind, Role, Status


class DocumentRow(msgspec.Struct, frozen=True, gc=False):
    """A source document; `id` is what ``dcterms:identifier`` says."""

    key: str
    id: str
    title: str | None
    issued: str | None
    source: str | None


class Official(msgspec.Struct, frozen=True, gc=False):
    """A person. `label` is the best spelling; `variants` are all spellings seen, sorted."""

    key: str
    label: str
    variants: tuple[str, ...] = ()
    foreign: bool = False


class PlaceRow(msgspec.Struct, frozen=True):
    """A province (`level` "province", key ``province/…``) or another territory (``place/…``)."""

    key: str
    label: str
    full_name: str
    level: Level
    province: str | None = None  # key of the province it lies in; None for a province itself
    gso: str | None = None
    iso: str | None = None
    wikidata: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    replaced_by: str | None = None  # key of the province that took it over on 2025-07-01


class BodyRow(msgspec.Struct, frozen=True):
    """A body; an unplaced one ("Tỉnh ủy" of no stated province) has a key of its own a document."""

    key: str
    label: str
    kind: str
    level: Level
    province: str | None = None  # key of a province
    placed: bool = True
    parent: str | None = None  # key of a body
    place: str | None = None  # key of its territory
    member: bool = False  # who sits in it sits in its parent, too


class PostRow(msgspec.Struct, frozen=True):
    """A title at a body."""

    key: str
    label: str
    title: str
    body: str | None = None
    placed: bool = True


class SiteRow(msgspec.Struct, frozen=True):
    """A connected room of a meeting."""

    key: str
    meeting: str
    label: str
    province: str | None = None


class MeetingRow(msgspec.Struct, frozen=True, gc=False):
    """One real meeting, of one or many reports. `label` is the fullest wording among them."""

    key: str
    label: str
    kind: str
    date: str | None = None
    end_date: str | None = None
    session: str | None = None
    provinces: tuple[str, ...] = ()  # keys
    organisers: tuple[str, ...] = ()  # keys of bodies
    planned: bool = False


class MentionRow(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a document's text that refers to an entity (`target`: its key)."""

    key: str
    document: str
    start: int
    end: int
    kind: MentionKind
    target: str
    rule: str
    confidence: float


class MembershipRow(msgspec.Struct, frozen=True, gc=False):
    """One official in one post with one status over the time it was observed, with its evidence."""

    key: str
    official: str
    post: str
    status: Status
    first_seen: str | None
    last_seen: str | None
    printed: tuple[str, ...]
    documents: tuple[str, ...]
    mentions: tuple[str, ...]
    confidence: float


class ParticipationRow(msgspec.Struct, frozen=True, gc=False):
    """One participant (key of an official or a body) in one role at a meeting, with evidence."""

    key: str
    meeting: str
    participant: str
    role: Role
    site: str | None
    acting_as: str | None
    on_behalf_of: str | None
    order: int | None
    documents: tuple[str, ...]
    mentions: tuple[str, ...]
    confidence: float


class RedirectRow(msgspec.Struct, frozen=True):
    """A key that no entity bears any more, and the key of what it stands for now.

    `decision` is the id of the decision that named or merged it; None where reports that were
    added gave the entity another key.
    """

    key: str
    target: str
    decision: int | None = None


class RejectedRow(msgspec.Struct, frozen=True):
    """A fact that a decision took out of the graph, under the key that it had or would have.

    `kind` is membership, participation or mention; `subject` who it is about (of a mention, the
    document); `how` the status, role or kind; `what` the post or meeting (of a mention, its words).
    """

    key: str
    decision: int
    kind: str
    subject: str
    how: str
    what: str
    documents: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


class InferredRow(msgspec.Struct, frozen=True):
    """What a list of known tenures adds to a membership whose post's place no text tells.

    `label` is the post in full; `post` and `body` are keys of what the graph has of it. `province`
    is the key of its province, whether the graph has that or not: no text may name it. `source` is
    the address of the tenure's source, `why` the tenure in words.
    """

    key: str
    membership: str
    label: str
    post: str | None
    body: str | None
    province: str
    source: str
    why: str


class DisputedRow(msgspec.Struct, frozen=True):
    """A membership as texts print it that a list of known tenures disagrees with: shown, never
    changed. `day` is one on which it does, `why` what the list has instead, `source` its address.
    """

    key: str
    membership: str
    day: str
    source: str
    why: str


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """All rows, each table sorted by key."""

    documents: tuple[DocumentRow, ...] = ()
    officials: tuple[Official, ...] = ()
    places: tuple[PlaceRow, ...] = ()
    bodies: tuple[BodyRow, ...] = ()
    posts: tuple[PostRow, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()
    sites: tuple[SiteRow, ...] = ()
    copies: tuple[CopyRow, ...] = ()
    mentions: tuple[MentionRow, ...] = ()
    memberships: tuple[MembershipRow, ...] = ()
    participations: tuple[ParticipationRow, ...] = ()
    joins: tuple[JoinRow, ...] = ()
    apart: tuple[ApartRow, ...] = ()
    unsure: tuple[UnsureRow, ...] = ()
    redirects: tuple[RedirectRow, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    inferred: tuple[InferredRow, ...] = ()
    disputed: tuple[DisputedRow, ...] = ()
    tellings: tuple[TellingRow, ...] = ()
    conflicts: tuple[ConflictRow, ...] = ()
    sides: tuple[SideRow, ...] = ()
    standings: tuple[StandingRow, ...] = ()
