"""The linked graph as RDF, after ``rules/ontology.ttl``.

All triples of one subject come together, subjects in the order of the store's tables, so that
writers may group them without holding the graph.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec
from pyoxigraph import NamedNode, Triple

from kg.export.appearances import Appearances
from kg.export.facts import (
    Fact,
    address,
    boolean,
    date,
    day,
    decimal,
    plain,
    texts,
    typed,
    vietnamese,
)
from kg.export.names import is_iri, path_of, valid_date
from kg.export.sentences import Sentences
from kg.export.source import Source
from kg.export.vocabulary import WIKIDATA, term, wording
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

if TYPE_CHECKING:
    from kg.store.told import TenureEvent

# A subject, the row of the store that tells of it, and what that says, no fact twice.
Block = tuple[NamedNode, Any, Iterable[Fact]]

ROLES: Final = {
    "chair": ("kg:Chair", "kg:chaired"),
    "attend": ("kg:Attendee", "kg:attended"),
    "speak": ("kg:Speaker", "kg:spokeAt"),
    "represented": ("kg:Represented", "kg:representedAt"),
}
STATUS: Final = {
    "current": ("kg:Current", "org:holds"),
    "acting": ("kg:Acting", "org:holds"),
    "appointed": ("kg:Appointed", "org:holds"),
    "former": ("kg:Former", "kg:held"),
}
EVENTS: Final = {
    "elected": "kg:Election",
    "appointed": "kg:Appointment",
    "assigned": "kg:Assignment",
    "transferred": "kg:Transfer",
    "nominated": "kg:Nomination",
    "dismissed": "kg:Dismissal",
    "announced": "kg:Announcement",
}
# What has not given anybody a post yet.
_TO_COME: Final = frozenset({"nominated", "announced"})
_PROPOSED: Final = "kg:Proposed"
_MERGER: Final = "2025-07-01"


def triples(source: Source, base: str) -> Iterator[Triple]:
    """Give every triple of the export, without repetition, entities below the IRI `base`."""
    for subject, _, facts in blocks(source, base):
        for predicate, value in facts:
            yield Triple(subject, term(predicate), value)


def blocks(source: Source, base: str) -> Iterator[Block]:
    """Give the same subject by subject, with the row of the store that each is made from."""
    return _Export(source, base).blocks()


class _Export:
    """One pass over the store; `_x` methods give the facts of one row of table x."""

    def __init__(self, source: Source, base: str) -> None:
        self._source = source
        self._base = base
        self._text = lru_cache(maxsize=4)(source.text)
        self._sentences = lru_cache(maxsize=4)(lambda key: Sentences(self._text(key)))
        self._node = lru_cache(maxsize=1 << 16)(self._new_node)
        self._appearances = Appearances(source)
        self._labels: dict[str, str] = {}
        self._body_of_post: dict[str, str] = {}
        self._standings: dict[str, StandingRow] = {}
        self._whole_of: dict[str, str] = {}  # body whose members sit in another one, too -> that
        self._posts_of: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        # In memory, as few posts are told of so; their words are not.
        self._events = [msgspec.structs.replace(e, sentences=()) for e in source.tenure_events()]
        self._proposed = set[str]()
        to_come = _to_come(self._events)
        for row in source.memberships():
            planned = to_come.get(row.key)
            if planned and row.status == "appointed" and planned.issuperset(row.documents):
                self._proposed.add(row.key)
            else:
                self._posts_of[row.official].add((STATUS[row.status][1], row.post))
        self._copies = {row.document: row for row in source.copies()}
        self._inferred: dict[str, InferredRow] = {r.membership: r for r in source.inferred()}
        self._disputed: dict[str, DisputedRow] = {r.membership: r for r in source.disputed()}

    def blocks(self) -> Iterator[Block]:
        source = self._source
        for post in source.posts():
            self._labels[post.key] = post.label
            if post.body:
                self._body_of_post[post.key] = post.body
        for table in (source.officials, source.bodies, source.meetings):
            for row in table():
                self._labels[row.key] = row.label
        self._whole_of = {
            b.key: b.parent for b in source.bodies() if b.member and b.parent is not None
        }
        yield from self._table(source.documents(), self._document)
        yield from self._table(source.officials(), self._official)
        yield from self._table(source.places(), self._place)
        self._standings = {row.key: row for row in source.standings()}
        yield from self._table(source.bodies(), self._body)
        unnamed = (row for row in source.standings() if row.key not in self._labels)
        yield from self._table(unnamed, self._unnamed_body)
        yield from self._table(source.posts(), self._post)
        yield from self._table(source.meetings(), self._meeting)
        yield from self._table(source.sites(), self._site)
        for mention in source.mentions():
            yield from self._mention(mention)
        yield from self._table(source.memberships(), self._membership)
        yield from self._table(self._events, self._tenure_event)
        yield from self._table(source.participations(), self._participation)
        yield from self._table(source.redirects(), self._redirect)
        told = Counter(row.meeting for row in source.tellings())
        several = (row for row in source.tellings() if told[row.meeting] > 1)
        yield from self._table(several, self._telling)
        yield from self._table(source.conflicts(), self._conflict)
        yield from self._table(source.sides(), self._side)

    def _table(
        self, rows: Iterable[Any], facts: Callable[[Any], Iterator[Fact]]
    ) -> Iterator[Block]:
        for row in rows:
            yield self._node(row.key), row, dict.fromkeys(facts(row))

    def _new_node(self, key: str) -> NamedNode:
        return NamedNode(self._base + path_of(key))

    def _links(self, predicate: str, keys: Iterable[str | None]) -> Iterator[Fact]:
        for key in keys:
            if key:
                yield predicate, self._node(key)

    def _thing(self, label: str, *classes: str) -> Iterator[Fact]:
        for name in classes:
            yield "rdf:type", term(name)
        yield "rdfs:label", vietnamese(label)

    def _document(self, row: DocumentRow) -> Iterator[Fact]:
        yield from self._thing(row.title or row.id, "kg:Document")
        yield "dcterms:identifier", plain(row.id)
        if row.title:
            yield "dcterms:title", vietnamese(row.title)
        yield from date("dcterms:issued", row.issued)
        if row.source and is_iri(row.source):
            yield "dcterms:source", NamedNode(row.source)
        if copy := self._copies.get(row.key):
            yield "kg:copyOf", self._node(copy.original)
            yield "kg:similarity", decimal(copy.similarity)

    def _official(self, row: Official) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Official")
        yield from texts("skos:altLabel", sorted(set(row.variants) - {row.label}))
        if row.foreign:
            yield "kg:foreign", boolean(True)
        for predicate, post in sorted(self._posts_of.get(row.key, ())):
            yield predicate, self._node(post)
        yield from self._took_part(row.key)

    def _took_part(self, key: str) -> Iterator[Fact]:
        for meeting, role in self._appearances.of(key):
            yield ROLES[role][1], self._node(meeting)
            yield "kg:tookPartIn", self._node(meeting)

    def _place(self, row: PlaceRow) -> Iterator[Fact]:
        classes = ("kg:Province", "kg:Place") if row.level == "province" else ("kg:Place",)
        yield from self._thing(row.label, *classes)
        yield from texts("skos:altLabel", {row.full_name} - {row.label, ""})
        yield "kg:level", plain(row.level)
        yield from self._links("kg:inProvince", [row.province])
        for predicate, code in (("kg:gsoCode", row.gso), ("kg:isoCode", row.iso)):
            if code:
                yield predicate, plain(code)
                yield "dcterms:identifier", plain(code)
        if row.wikidata and is_iri(WIKIDATA + row.wikidata):
            yield "owl:sameAs", NamedNode(WIKIDATA + row.wikidata)
        yield from date("kg:validFrom", row.valid_from)
        yield from date("kg:validTo", row.valid_to)
        if row.replaced_by and row.replaced_by != row.key:
            yield "dcterms:isReplacedBy", self._node(row.replaced_by)
            last = valid_date(row.valid_to)
            yield from date("kg:replacedOn", _day_after(last) if last else _MERGER)

    def _body(self, row: BodyRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Body")
        yield "kg:kind", plain(row.kind)
        yield "kg:level", plain(row.level)
        yield "kg:placed", boolean(row.placed)
        yield from self._links("kg:jurisdiction", [row.place or row.province])
        yield from self._links("kg:inProvince", [row.province])
        yield from self._links("org:subOrganizationOf", [row.parent])
        if row.key in self._standings:
            yield from self._standing(self._standings[row.key])
        yield from self._took_part(row.key)

    def _standing(self, row: StandingRow) -> Iterator[Fact]:
        if row.branch:
            yield "kg:branch", plain(row.branch)
        yield from date("kg:validFrom", row.valid_from)
        yield from date("kg:validTo", row.valid_to)
        last = valid_date(row.valid_to)
        if row.replaced_by:
            yield "dcterms:isReplacedBy", self._node(row.replaced_by)
            if last:
                yield from date("kg:replacedOn", _day_after(last))
        yield from texts("kg:act", row.acts)

    def _unnamed_body(self, row: StandingRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Body")
        yield "kg:kind", plain(row.kind or "other")
        yield "kg:level", plain("central")
        yield "kg:placed", boolean(True)
        yield from self._standing(row)

    def _post(self, row: PostRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "org:Post")
        yield "kg:rank", vietnamese(row.title)
        yield "kg:placed", boolean(row.placed)
        yield from self._links("org:postIn", [row.body])

    def _meeting(self, row: MeetingRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Meeting")
        yield "kg:kind", plain(row.kind)
        yield from date("schema:startDate", row.date)
        yield from date("schema:endDate", row.end_date)
        if row.session:
            yield "kg:session", vietnamese(row.session)
        if row.planned:
            yield "kg:planned", boolean(True)
        yield from self._links("schema:organizer", sorted(row.organisers))
        yield from self._links("schema:location", sorted(row.provinces))
        yield from self._links("kg:inProvince", sorted(row.provinces))

    def _site(self, row: SiteRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Site")
        yield from self._links("kg:siteOf", [row.meeting])
        yield from self._links("kg:inProvince", [row.province])

    def _mention(self, row: MentionRow) -> Iterator[Block]:
        # Most of a graph is mentions: they go the shortest way. No fact can repeat another one.
        exact = self._text(row.document)[row.start : row.end]
        mention = self._node(row.key)
        selector = NamedNode(mention.value + "#position")
        yield (
            mention,
            row,
            (
                ("rdf:type", term("kg:Mention")),
                ("rdfs:label", vietnamese(exact)),
                ("oa:hasSource", self._node(row.document)),
                ("oa:hasSelector", selector),
                ("oa:exact", plain(exact)),
                (
                    "kg:sentence",
                    vietnamese(self._sentences(row.document).around(row.start, row.end)),
                ),
                ("kg:refersTo", self._node(row.target)),
                ("kg:kind", plain(row.kind)),
                ("kg:extractedBy", plain(row.rule)),
                ("kg:confidence", decimal(row.confidence)),
            ),
        )
        yield (
            selector,
            row,
            (
                ("rdf:type", term("oa:TextPositionSelector")),
                ("oa:start", typed(str(row.start), "xsd:nonNegativeInteger")),
                ("oa:end", typed(str(row.end), "xsd:nonNegativeInteger")),
            ),
        )

    def _organisations(self, post: str) -> list[str]:
        """Return the bodies a post makes one a member of: its own and the wholes of that."""
        out: list[str] = []
        body = self._body_of_post.get(post)
        while body is not None and body not in out:
            out.append(body)
            body = self._whole_of.get(body)
        return out

    def _membership(self, row: MembershipRow) -> Iterator[Fact]:
        status = _PROPOSED if row.key in self._proposed else STATUS[row.status][0]
        words = (
            self._label(row.official),
            self._concept(status),
            self._label(row.post),
        )
        yield from self._thing(f"{words[0]} ({words[1]}): {words[2]}", "org:Membership")
        yield "org:member", self._node(row.official)
        yield "kg:post", self._node(row.post)
        yield from self._links("org:organization", self._organisations(row.post))
        yield "kg:status", term(status)
        yield from date("kg:firstSeen", row.first_seen)
        yield from date("kg:lastSeen", row.last_seen)
        yield from texts("kg:printed", row.printed)
        if inferred := self._inferred.get(row.key):
            yield "kg:inferredPost", vietnamese(inferred.label)
            yield from address("kg:inferredFrom", inferred.source)
        if disputed := self._disputed.get(row.key):
            yield from address("kg:disputedBy", disputed.source)
        yield "kg:confidence", decimal(row.confidence)
        yield from self._links("prov:wasDerivedFrom", sorted(row.mentions))

    def _tenure_event(self, row: TenureEvent) -> Iterator[Fact]:
        kind = EVENTS[row.kind]
        words = self._label(row.official), self._concept(kind), self._label(row.post)
        yield from self._thing(f"{words[0]} ({words[1]}): {words[2]}", "kg:TenureEvent")
        yield "kg:eventOf", self._node(row.membership)
        yield "kg:eventKind", term(kind)
        if when := day(row.day):
            yield "kg:eventDate", when
            yield "kg:dateIsUpperBound", boolean(row.by)
        yield from self._links("kg:toldIn", row.documents)
        yield from self._links("prov:wasDerivedFrom", row.mentions)

    def _participation(self, row: ParticipationRow) -> Iterator[Fact]:
        role = ROLES[row.role][0]
        words = self._label(row.participant), self._concept(role), self._label(row.meeting)
        yield from self._thing(f"{words[0]} ({words[1]}): {words[2]}", "kg:Participation")
        yield "kg:participant", self._node(row.participant)
        yield "kg:meeting", self._node(row.meeting)
        yield "kg:role", term(role)
        yield from self._links("kg:atSite", [row.site])
        yield from self._links("kg:actingAs", [row.acting_as])
        yield from self._links("kg:onBehalfOf", [row.on_behalf_of])
        if row.order is not None:
            yield "kg:listOrder", typed(str(row.order), "xsd:integer")
        yield "kg:confidence", decimal(row.confidence)
        yield from self._links("prov:wasDerivedFrom", sorted(row.mentions))

    def _redirect(self, row: RedirectRow) -> Iterator[Fact]:
        yield "dcterms:isReplacedBy", self._node(row.target)

    def _telling(self, row: TellingRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Telling")
        yield "kg:tellsOf", self._node(row.meeting)
        yield "kg:toldIn", self._node(row.document)
        yield "kg:kind", plain(row.kind)
        yield from date("schema:startDate", row.date)
        yield from date("schema:endDate", row.end_date)
        if row.session:
            yield "kg:session", vietnamese(row.session)
        if row.planned:
            yield "kg:planned", boolean(True)
        yield from self._links("kg:inProvince", sorted(row.provinces))
        yield from self._links("kg:claims", row.claims)
        yield from self._links("prov:wasDerivedFrom", sorted(row.mentions))

    def _conflict(self, row: ConflictRow) -> Iterator[Fact]:
        yield from self._thing(f"{self._label(row.subject)}: {row.kind}", "kg:Conflict")
        yield "kg:about", self._node(row.subject)
        yield "kg:kind", plain(row.kind)
        yield from date("kg:onDay", row.date)

    def _side(self, row: SideRow) -> Iterator[Fact]:
        yield from self._thing(row.claim, "kg:Side")
        yield "kg:sideOf", self._node(row.conflict)
        yield from self._links("kg:says", row.means)
        yield from self._links("kg:toldIn", row.documents)
        yield from self._links("prov:wasDerivedFrom", sorted(row.mentions))

    def _label(self, key: str) -> str:
        return self._labels.get(key, key)

    def _concept(self, name: str) -> str:
        return wording("vi").get(term(name).value, name)


def _to_come(events: Iterable[TenureEvent]) -> dict[str, set[str]]:
    """Return the documents that tell of memberships (key) of which none tells more than a plan."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    done = set[str]()
    for event in events:
        told[event.membership].update(event.documents)
        if event.kind not in _TO_COME:
            done.add(event.membership)
    return {key: documents for key, documents in told.items() if key not in done}


def _day_after(day: str) -> str | None:
    if day == "9999-12-31":
        return None
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
