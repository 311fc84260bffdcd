"""What an RDF export claims about given documents: the questions that the measures ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.errors import KgError

_PREFIXES = """
PREFIX kg: <https://w3id.org/chutri/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
"""
MENTIONED = """SELECT DISTINCT ?doc ?label ?e {
  ?m kg:refersTo ?e ; oa:hasSource/dcterms:identifier ?doc . ?e a %s ; rdfs:label ?label }"""
BODIES = """SELECT DISTINCT ?doc ?label {
  { ?x a org:Membership ; org:organization ?b }
  UNION { ?x a kg:Participation ; kg:participant ?b }
  UNION { ?x a kg:Participation ; kg:onBehalfOf ?b }
  UNION { ?x a kg:Participation ; kg:meeting/schema:organizer ?b }
  ?b a kg:Body ; rdfs:label ?label .
  ?x prov:wasDerivedFrom/oa:hasSource/dcterms:identifier ?doc }"""
POSTS = """SELECT DISTINCT ?doc ?name ?post {
  ?x a org:Membership ; org:member/rdfs:label ?name ; kg:post/rdfs:label ?post ;
     prov:wasDerivedFrom/oa:hasSource/dcterms:identifier ?doc }"""
PARTICIPATIONS = """SELECT DISTINCT ?doc ?m ?name ?role ?site {
  ?p a kg:Participation ; kg:meeting ?m ; kg:role ?role ; kg:participant/rdfs:label ?name ;
     prov:wasDerivedFrom/oa:hasSource/dcterms:identifier ?doc
  OPTIONAL { ?p kg:atSite/kg:inProvince/rdfs:label ?site }
  FILTER(?role != kg:Represented) }"""
DATES = """SELECT DISTINCT ?doc ?m ?date {
  ?p a kg:Participation ; kg:meeting ?m ;
     prov:wasDerivedFrom/oa:hasSource/dcterms:identifier ?doc . ?m schema:startDate ?date }"""


class Claims:
    """What an RDF file says about the documents of the ids `known`.

    Raises:
        KgError: The file cannot be read, or its suffix names no RDF syntax.
    """

    def __init__(self, path: Path, known: set[str]) -> None:
        from pyoxigraph import RdfFormat, Store

        syntax = RdfFormat.from_extension(path.suffix.lstrip("."))
        if syntax is None:
            raise KgError(f"{path}: the suffix names no RDF syntax")
        self._store = Store()
        self._known = known
        try:
            self._store.bulk_load(path=str(path), format=syntax)
        except OSError as e:
            raise KgError(f"{path}: cannot read: {e.strerror or e}") from e
        except SyntaxError as e:
            raise KgError(f"{path}: {e}") from e

    def rows(self, query: str) -> list[list[str]]:
        """Return the answers about known documents ("" for an unbound value), sorted."""
        answers: Any = self._store.query(_PREFIXES + query)
        rows = (
            [value.value if value is not None else "" for value in answer] for answer in answers
        )
        return sorted(row for row in rows if row[0] in self._known)
