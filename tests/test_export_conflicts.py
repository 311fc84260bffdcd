"""What each source says, and where sources disagree, as RDF."""

from __future__ import annotations

import io
import json

import pyoxigraph as ox
import pytest
import rdflib
from graph_source import GraphSource
from test_export import KG, PREFIXES
from test_link_conflicts import DAY, DEPUTY, GUESTS, HEAD, held, tell
from test_link_meetings import LABEL, LONGER, A, B

from kg.export import export
from kg.lexicon.rules import rules_dir
from kg.link.graph import link


def exported(format: str, *makers: object) -> bytes:
    made = list(makers)
    graph = link([m.report() for m in made])  # type: ignore[attr-defined]
    texts = {f"document/{m.id}": m.text for m in made}  # type: ignore[attr-defined]
    out = io.BytesIO()
    export(GraphSource(graph, texts), out, format)
    return out.getvalue()


MAKERS = (
    tell("a", LABEL, *GUESTS, f"chair:{A}", date=DAY, provinces=("Nghệ An",), session="sáng"),
    tell("b", LONGER, *GUESTS, f"chair:{B}", day_month="--01-17"),
    held("c", HEAD, issued="2023-05-05"),
    held("d", DEPUTY, issued="2023-05-05"),
)


@pytest.mark.parametrize(
    "pattern",
    [
        f"?t a kg:Telling ; rdfs:label '{LABEL}'@vi ; kg:tellsOf ?m ; kg:toldIn ?d ; "
        "schema:startDate '2024-01-17'^^xsd:date ; kg:session 'sáng'@vi ; "
        "kg:inProvince/rdfs:label 'Nghệ An'@vi . ?d dcterms:identifier 'a' . ?m a kg:Meeting",
        "?t a kg:Telling ; kg:toldIn/dcterms:identifier 'b' ; kg:claims ?p . "
        f"?p kg:role kg:Chair ; kg:participant/rdfs:label '{B}'@vi "
        "FILTER NOT EXISTS { ?t schema:startDate ?any }",
        "?c a kg:Conflict ; kg:kind 'chair' ; kg:about ?m ; kg:onDay '2024-01-17'^^xsd:date . "
        f"?m a kg:Meeting . ?s a kg:Side ; kg:sideOf ?c ; kg:says/rdfs:label '{A}'@vi ; "
        "kg:toldIn/dcterms:identifier 'a' ; prov:wasDerivedFrom/oa:exact 'chair'",
        "?c kg:kind 'title' ; kg:about/a kg:Official . "
        "?s kg:sideOf ?c ; kg:says/a org:Post ; kg:toldIn/dcterms:identifier 'd'",
    ],
)
def test_the_graph_says(pattern: str) -> None:
    store = ox.Store()
    store.bulk_load(exported("nt", *MAKERS), ox.RdfFormat.N_TRIPLES)
    pattern = pattern.replace("/a ", "/<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ")
    assert store.query(f"{PREFIXES} ASK {{ {pattern} }}")


def test_what_one_source_alone_tells_is_not_told_twice() -> None:
    text = exported("nt", MAKERS[0]).decode()
    assert not any(word in text for word in ("Telling", "Conflict", "Side", "toldIn"))


def test_every_term_is_explained_and_in_the_context() -> None:
    ontology = rdflib.Graph().parse(rules_dir() / "ontology.ttl")
    context = json.loads((rules_dir() / "context.jsonld").read_text("utf-8"))["@context"]
    known = {d["@id"] for d in context.values() if isinstance(d, dict)}
    quads = list(ox.parse(exported("nt", *MAKERS), ox.RdfFormat.N_TRIPLES))
    for value in {v.value for q in quads for v in (q.predicate, q.object)}:
        if value.startswith(KG):
            labels = ontology.objects(rdflib.URIRef(value), rdflib.RDFS.label)
            assert {"en", "vi"} <= {label.language for label in labels}, value
    for predicate in {q.predicate.value for q in quads if q.predicate.value.startswith(KG)}:
        assert "kg:" + predicate.removeprefix(KG) in known


@pytest.mark.parametrize(
    ("format", "syntax"),
    [("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD), ("rdf", ox.RdfFormat.RDF_XML)],
)
def test_all_syntaxes_say_the_same(format: str, syntax: ox.RdfFormat) -> None:
    def triples(data: bytes, syntax: ox.RdfFormat) -> set[tuple[object, ...]]:
        return {(q.subject, q.predicate, q.object) for q in ox.parse(data, syntax)}

    plain = triples(exported("nt", *MAKERS), ox.RdfFormat.N_TRIPLES)
    assert triples(exported(format, *MAKERS), syntax) == plain
