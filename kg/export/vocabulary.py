"""The terms of ``rules/ontology.ttl`` and of the vocabularies it builds on."""

from __future__ import annotations

from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import KgError
from kg.lexicon.rules import rules_dir

NAMESPACES: Final = {
    "dcterms": "http://purl.org/dc/terms/",
    "kg": "https://w3id.org/chutri/ns#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
WIKIDATA: Final = "http://www.wikidata.org/entity/"

# The kinds of entity: the first segment of a key, hence of the IRI's path below the base.
KINDS: Final = (
    "body",
    "conflict",
    "document",
    "event",
    "meeting",
    "membership",
    "mention",
    "official",
    "participation",
    "place",
    "post",
    "province",
    "side",
    "site",
    "telling",
)


@cache
def term(name: str) -> NamedNode:
    """Return the node of a prefixed name ("kg:atSite"); an unknown prefix is a KeyError."""
    prefix, _, local = name.partition(":")
    return NamedNode(NAMESPACES[prefix] + local)


def prefixes(base: str) -> dict[str, str]:
    """Return all prefixes of an export, those of the entities ("official:") included."""
    return NAMESPACES | {kind: f"{base}{kind}/" for kind in KINDS}


def compact(iri: str) -> str | None:
    """Return the prefixed name of a vocabulary's term, None for any other IRI."""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace) and iri[len(namespace) :].isalnum():
            return f"{prefix}:{iri[len(namespace) :]}"
    return None


@cache
def wording(language: str) -> dict[str, str]:
    """Return the preferred labels of the ontology's concepts: IRI -> "chủ trì".

    Raises:
        KgError: ``rules/ontology.ttl`` is missing or does not parse.
    """
    path = rules_dir() / "ontology.ttl"
    labels = {}
    try:
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            value = quad.object
            if (
                quad.predicate == term("skos:prefLabel")
                and isinstance(quad.subject, NamedNode)
                and isinstance(value, Literal)
                and value.language == language
            ):
                labels[quad.subject.value] = value.value
    except OSError as e:
        raise KgError(f"{path}: cannot read the ontology: {e.strerror or e}") from e
    except SyntaxError as e:
        raise KgError(f"{path}: {e}") from e
    return labels
