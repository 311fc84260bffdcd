"""The linked graph as RDF, after ``rules/ontology.ttl``.

All triples of one subject come together, subjects in the order of the store's tables, so that
writers may group them without holding the graph.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.export.appearances import Appearances
from kg.export.names import is_iri, path_of, unicode_text, valid_date
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

Fact = tuple[str, NamedNode | Literal]  # prefixed name of the predicate, object
Block = tuple[NamedNode, Any, Iterable[Fact]]  # subject, the row that tells of it, what it says

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
_MERGER: Final = "2025-07-01"


def triples(source: Source, base: str) -> Iterator[Triple]:
    """Give every triple of the export, without repetition, entities below the IRI `base`."""
    for subject, _, facts in blocks(source, base):
        for predicate, value in dict.fromkeys(facts):
            yield Triple(subject, term(predicate), value)


def blocks(source: Source, base: str) -> Iterator[Block]:
    """Give the same subject by subject, with the row of the store that each is made from."""
    return _Export(source, base).blocks()


@lru_cache(maxsize=1 << 12)
def _plain(text: str) -> Literal:
    return Literal(unicode_text(text))


def _vi(text: str) -> Literal:
    return Literal(unicode_text(text), language="vi")


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=term(datatype))


def _boolean(value: bool) -> Literal:
    return _typed("true" if value else "false", "xsd:boolean")


@lru_cache(maxsize=1 << 12)
def _decimal(value: float) -> Literal:
    digits = f"{value:.4f}".rstrip("0")
    return _typed(digits + "0" if digits.endswith(".") else digits, "xsd:decimal")


def _date(predicate: str, day: str | None) -> Iterator[Fact]:
    day = valid_date(day)
    if day:
        yield predicate, _typed(day, "xsd:date")


def _address(predicate: str, source: str) -> Iterator[Fact]:
    if is_iri(source):
        yield predicate, NamedNode(source)


def _texts(predicate: str, values: Iterable[str]) -> Iterator[Fact]:
    for value in values:
        yield predicate, _vi(value)


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
        for row in source.memberships():
            self._posts_of[row.official].add((STATUS[row.status][1], row.post))
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
            yield self._node(mention.key), mention, self._mention(mention)
            yield self._selector(mention), mention, self._position(mention)
        yield from self._table(source.memberships(), self._membership)
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
            yield self._node(row.key), row, facts(row)

    def _new_node(self, key: str) -> NamedNode:
        return NamedNode(self._base + path_of(key))

    def _links(self, predicate: str, keys: Iterable[str | None]) -> Iterator[Fact]:
        for key in keys:
            if key:
                yield predicate, self._node(key)

    def _thing(self, label: str, *classes: str) -> Iterator[Fact]:
        for name in classes:
            yield "rdf:type", term(name)
        yield "rdfs:label", _vi(label)

    def _document(self, row: DocumentRow) -> Iterator[Fact]:
        yield from self._thing(row.title or row.id, "kg:Document")
        yield "dcterms:identifier", _plain(row.id)
        if row.title:
            yield "dcterms:title", _vi(row.title)
        yield from _date("dcterms:issued", row.issued)
        if row.source and is_iri(row.source):
            yield "dcterms:source", NamedNode(row.source)

    def _official(self, row: Official) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Official")
        yield from _texts("skos:altLabel", sorted(set(row.variants) - {row.label}))
        if row.foreign:
            yield "kg:foreign", _boolean(True)
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
        yield from _texts("skos:altLabel", {row.full_name} - {row.label, ""})
        yield "kg:level", _plain(row.level)
        yield from self._links("kg:inProvince", [row.province])
        for predicate, code in (("kg:gsoCode", row.gso), ("kg:isoCode", row.iso)):
            if code:
                yield predicate, _plain(code)
                yield "dcterms:identifier", _plain(code)
        if row.wikidata and is_iri(WIKIDATA + row.wikidata):
            yield "owl:sameAs", NamedNode(WIKIDATA + row.wikidata)
        yield from _date("kg:validFrom", row.valid_from)
        yield from _date("kg:validTo", row.valid_to)
        if row.replaced_by and row.replaced_by != row.key:
            yield "dcterms:isReplacedBy", self._node(row.replaced_by)
            last = valid_date(row.valid_to)
            yield from _date("kg:replacedOn", _day_after(last) if last else _MERGER)

    def _body(self, row: BodyRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Body")
        yield "kg:kind", _plain(row.kind)
        yield "kg:level", _plain(row.level)
        yield "kg:placed", _boolean(row.placed)
        yield from self._links("kg:jurisdiction", [row.place or row.province])
        yield from self._links("kg:inProvince", [row.province])
        yield from self._links("org:subOrganizationOf", [row.parent])
        if row.key in self._standings:
            yield from self._standing(self._standings[row.key])
        yield from self._took_part(row.key)

    def _standing(self, row: StandingRow) -> Iterator[Fact]:
        if row.branch:
            yield "kg:branch", _plain(row.branch)
        yield from _date("kg:validFrom", row.valid_from)
        yield from _date("kg:validTo", row.valid_to)
        last = valid_date(row.valid_to)
        if row.replaced_by:
            yield "dcterms:isReplacedBy", self._node(row.replaced_by)
            if last:
                yield from _date("kg:replacedOn", _day_after(last))
        yield from _texts("kg:act", row.acts)

    def _unnamed_body(self, row: StandingRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Body")
        yield "kg:kind", _plain(row.kind or "other")
        yield "kg:level", _plain("central")
        yield "kg:placed", _boolean(True)
        yield from self._standing(row)

    def _post(self, row: PostRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "org:Post")
        yield "kg:rank", _vi(row.title)
        yield "kg:placed", _boolean(row.placed)
        yield from self._links("org:postIn", [row.body])

    def _meeting(self, row: MeetingRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Meeting")
        yield "kg:kind", _plain(row.kind)
        yield from _date("schema:startDate", row.date)
        yield from _date("schema:endDate", row.end_date)
        if row.session:
            yield "kg:session", _vi(row.session)
        if row.planned:
            yield "kg:planned", _boolean(True)
        yield from self._links("schema:organizer", sorted(row.organisers))
        yield from self._links("schema:location", sorted(row.provinces))
        yield from self._links("kg:inProvince", sorted(row.provinces))

    def _site(self, row: SiteRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Site")
        yield from self._links("kg:siteOf", [row.meeting])
        yield from self._links("kg:inProvince", [row.province])

    def _selector(self, row: MentionRow) -> NamedNode:
        return NamedNode(self._node(row.key).value + "#position")

    def _mention(self, row: MentionRow) -> Iterator[Fact]:
        exact = self._text(row.document)[row.start : row.end]
        yield from self._thing(exact, "kg:Mention")
        yield "oa:hasSource", self._node(row.document)
        yield "oa:hasSelector", self._selector(row)
        yield "oa:exact", _plain(exact)
        yield "kg:sentence", _vi(self._sentences(row.document).around(row.start, row.end))
        yield "kg:refersTo", self._node(row.target)
        yield "kg:kind", _plain(row.kind)
        yield "kg:extractedBy", _plain(row.rule)
        yield "kg:confidence", _decimal(row.confidence)

    def _position(self, row: MentionRow) -> Iterator[Fact]:
        yield "rdf:type", term("oa:TextPositionSelector")
        yield "oa:start", _typed(str(row.start), "xsd:nonNegativeInteger")
        yield "oa:end", _typed(str(row.end), "xsd:nonNegativeInteger")

    def _organisations(self, post: str) -> list[str]:
        """Return the bodies a post makes one a member of: its own and the wholes of that."""
        out: list[str] = []
        body = self._body_of_post.get(post)
        while body is not None and body not in out:
            out.append(body)
            body = self._whole_of.get(body)
        return out

    def _membership(self, row: MembershipRow) -> Iterator[Fact]:
        status = STATUS[row.status][0]
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
        yield from _date("kg:firstSeen", row.first_seen)
        yield from _date("kg:lastSeen", row.last_seen)
        yield from _texts("kg:printed", row.printed)
        if inferred := self._inferred.get(row.key):
            yield "kg:inferredPost", _vi(inferred.label)
            yield from _address("kg:inferredFrom", inferred.source)
        if disputed := self._disputed.get(row.key):
            yield from _address("kg:disputedBy", disputed.source)
        yield "kg:confidence", _decimal(row.confidence)
        yield from self._links("prov:wasDerivedFrom", sorted(row.mentions))

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
            yield "kg:listOrder", _typed(str(row.order), "xsd:integer")
        yield "kg:confidence", _decimal(row.confidence)
        yield from self._links("prov:wasDerivedFrom", sorted(row.mentions))

    def _redirect(self, row: RedirectRow) -> Iterator[Fact]:
        yield "dcterms:isReplacedBy", self._node(row.target)

    def _telling(self, row: TellingRow) -> Iterator[Fact]:
        yield from self._thing(row.label, "kg:Telling")
        yield "kg:tellsOf", self._node(row.meeting)
        yield "kg:toldIn", self._node(row.document)
        yield "kg:kind", _plain(row.kind)
        yield from _date("schema:startDate", row.date)
        yield from _date("schema:endDate", row.end_date)
        if row.session:
            yield "kg:session", _vi(row.session)
        if row.planned:
            yield "kg:planned", _boolean(True)
        yield from self._links("kg:inProvince", sorted(row.provinces))
        yield from self._links("kg:claims", row.claims)
        yield from self._links("prov:wasDerivedFrom", sorted(row.mentions))

    def _conflict(self, row: ConflictRow) -> Iterator[Fact]:
        yield from self._thing(f"{self._label(row.subject)}: {row.kind}", "kg:Conflict")
        yield "kg:about", self._node(row.subject)
        yield "kg:kind", _plain(row.kind)
        yield from _date("kg:onDay", row.date)

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


def _day_after(day: str) -> str | None:
    if day == "9999-12-31":
        return None
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
