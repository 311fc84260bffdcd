"""A description of an export as a data set: VoID and DCAT, in Turtle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit

import msgspec
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.export.names import is_iri
from kg.export.rdf import blocks
from kg.export.source import Source
from kg.export.vocabulary import NAMESPACES, compact, term

_MORE: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "formats": "http://www.w3.org/ns/formats/",
    "void": "http://rdfs.org/ns/void#",
}
# Suffix -> the name of the format by W3C, and the media type by IANA.
_MEDIA: Final = {
    "nt": ("N-Triples", "application/n-triples"),
    "ttl": ("Turtle", "text/turtle"),
    "trig": ("TriG", "application/trig"),
    "jsonld": ("JSON-LD", "application/ld+json"),
    "rdf": ("RDF_XML", "application/rdf+xml"),
}
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_TITLE: Final = {
    "en": "Who chaired and attended which official meeting",
    "vi": "Ai chủ trì và dự những cuộc họp nào",
}
_TEXT: Final = {
    "en": "A graph of officials, posts, bodies and meetings, read from press reports.",
    "vi": "Đồ thị cán bộ, chức vụ, cơ quan và cuộc họp, đọc từ báo chí.",
}


class Figures(msgspec.Struct):
    """What is counted of an export; `example` is the IRI of an official."""

    triples: int = 0
    subjects: int = 0
    classes: Counter[str] = msgspec.field(default_factory=Counter)
    properties: Counter[str] = msgspec.field(default_factory=Counter)
    example: str | None = None


def count(source: Source, base: str) -> Figures:
    """Count triples and subjects, those of a class, and the triples of a property."""
    figures = Figures()
    for subject, _, facts in blocks(source, base):
        figures.subjects += 1
        for predicate, value in facts:
            figures.triples += 1
            figures.properties[term(predicate).value] += 1
            if predicate == "rdf:type":
                figures.classes[value.value] += 1
                if figures.example is None and value == term("kg:Official"):
                    figures.example = subject.value
    return figures


def write_description(
    source: Source,
    stream: BinaryIO,
    base: str,
    *,
    license: str | None = None,
    dump: Path | None = None,
) -> None:
    """Write the description of the export of a store to `stream` (Turtle, UTF-8).

    Args:
        source: An open store.
        stream: Binary stream to write to.
        base: What the IRIs of entities begin with.
        license: IRI of the licence that whoever publishes the data gives; nothing is said if None.
        dump: The file that holds the export, described as the distribution.
    """
    found = sorted(set(_triples(source, base, license, dump)), key=_order)
    serialize(found, stream, RdfFormat.TURTLE, prefixes=NAMESPACES | _MORE)


def _order(triple: Triple) -> tuple[bool, str, bool, str, str]:
    """Put the data set before its parts, and what a thing is before all else."""
    subject, other = str(triple.subject), triple.predicate != term("rdf:type")
    return "#" in subject, subject, other, str(triple.predicate), str(triple.object)


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_MORE[prefix] + local) if prefix in _MORE else term(name)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=term("xsd:integer"))


def _triples(source: Source, base: str, license: str | None, dump: Path | None) -> Iterator[Triple]:
    figures = count(source, base)
    this = NamedNode(base + "dataset")

    def say(predicate: str, *values: NamedNode | Literal) -> Iterator[Triple]:
        return (Triple(this, _term(predicate), value) for value in values)

    yield from say("rdf:type", _term("void:Dataset"), _term("dcat:Dataset"))
    for predicate, texts in (("dcterms:title", _TITLE), ("dcterms:description", _TEXT)):
        yield from say(predicate, *(Literal(text, language=code) for code, text in texts.items()))
    yield from say("void:uriSpace", Literal(base))
    yield from say("void:vocabulary", *(NamedNode(iri) for iri in _vocabularies(figures)))
    for predicate, value in (
        ("void:triples", figures.triples),
        ("void:entities", figures.subjects),
        ("void:distinctSubjects", figures.subjects),
        ("void:classes", len(figures.classes)),
        ("void:properties", len(figures.properties)),
    ):
        yield from say(predicate, _number(value))
    if figures.example:
        yield from say("void:exampleResource", NamedNode(figures.example))
    if license is not None:
        yield from say("dcterms:license", NamedNode(license))
    yield from _partitions(this, "class", figures.classes, "entities")
    yield from _partitions(this, "property", figures.properties, "triples")
    yield from _times(this, source)
    yield from say("dcterms:source", *(NamedNode(iri) for iri in _publishers(source)))
    if dump is not None:
        yield from _distribution(this, dump)


def _vocabularies(figures: Figures) -> Iterable[str]:
    used = [*figures.classes, *figures.properties]
    return (n for n in NAMESPACES.values() if any(iri.startswith(n) for iri in used))


def _partitions(this: NamedNode, kind: str, counts: Counter[str], counted: str) -> Iterator[Triple]:
    for iri, number in counts.items():
        name = (compact(iri) or iri).replace(":", "-")
        part = NamedNode(f"{this.value}#{kind}-{name}")
        yield Triple(this, _term(f"void:{kind}Partition"), part)
        yield Triple(part, term("rdf:type"), _term("void:Dataset"))
        yield Triple(part, _term(f"void:{kind}"), NamedNode(iri))
        yield Triple(part, _term(f"void:{counted}"), _number(number))


def _times(this: NamedNode, source: Source) -> Iterator[Triple]:
    """Say from which day to which the meetings were, and when the last report was published."""

    def day(value: str) -> Literal:
        return Literal(value, datatype=term("xsd:date"))

    days = [row.date for row in source.meetings() if row.date and not row.planned]
    if days:
        period = NamedNode(f"{this.value}#period")
        yield Triple(this, term("dcterms:temporal"), period)
        yield Triple(period, term("rdf:type"), term("dcterms:PeriodOfTime"))
        yield Triple(period, _term("dcat:startDate"), day(min(days)))
        yield Triple(period, _term("dcat:endDate"), day(max(days)))
    issued = [row.issued for row in source.documents() if row.issued]
    if issued:
        yield Triple(this, term("dcterms:modified"), day(max(issued)))


def _publishers(source: Source) -> list[str]:
    """Return the sites that the reports come from."""
    found = set[str]()
    for row in source.documents():
        if row.source and is_iri(row.source):
            parts = urlsplit(row.source)
            if parts.scheme in ("http", "https") and parts.netloc:
                found.add(f"{parts.scheme}://{parts.netloc}/")
    return sorted(site for site in found if is_iri(site))


def _distribution(this: NamedNode, dump: Path) -> Iterator[Triple]:
    suffixes = [s.lower().lstrip(".") for s in dump.suffixes]
    packed = bool(suffixes) and suffixes[-1] == "gz"
    suffix = suffixes[-2] if packed and len(suffixes) > 1 else suffixes[-1] if suffixes else ""
    file = NamedNode(f"{this.value}#distribution")
    yield Triple(this, _term("dcat:distribution"), file)
    yield Triple(file, term("rdf:type"), _term("dcat:Distribution"))
    yield Triple(file, term("dcterms:title"), Literal(dump.name))
    if dump.is_file():
        size = Literal(str(dump.stat().st_size), datatype=term("xsd:nonNegativeInteger"))
        yield Triple(file, _term("dcat:byteSize"), size)
    if suffix in _MEDIA:
        name, media = _MEDIA[suffix]
        yield Triple(this, _term("void:feature"), _term(f"formats:{name}"))
        yield Triple(file, _term("dcat:mediaType"), NamedNode(_IANA + media))
    if packed:
        yield Triple(file, _term("dcat:compressFormat"), NamedNode(_IANA + "application/gzip"))
