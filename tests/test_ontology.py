"""The vocabulary: whole, in two languages, aligned to what exists, and obeyed by exports."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import rdflib
from graph_source import GraphSource, small_source
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SDO, DefinedNamespace
from test_cli import ROOT
from test_export_conflicts import MAKERS

from kg.build import build
from kg.export import export
from kg.lexicon.rules import rules_dir
from kg.link.graph import link
from kg.store.store import Store

KG = rdflib.Namespace("https://w3id.org/chutri/ns#")
ONTOLOGY = Graph().parse(rules_dir() / "ontology.ttl")
CONTRACT = ROOT.parent / "shared" / "contract" / "ontology.ttl"
TERMS = sorted({s for s in ONTOLOGY.subjects() if str(s).startswith(str(KG))})
# Web Annotation Vocabulary, W3C Recommendation of 2017-02-23: the terms that are used.
OA = "http://www.w3.org/ns/oa#"
OA_TERMS = {
    "SpecificResource", "TextPositionSelector", "TextQuoteSelector", "end", "exact", "hasSelector",
    "hasSource", "identifying", "start",
}  # fmt: skip
NAMESPACES: dict[str, type[DefinedNamespace]] = {
    "http://www.w3.org/ns/org#": ORG,
    "http://www.w3.org/ns/prov#": PROV,
    "http://xmlns.com/foaf/0.1/": FOAF,
    "https://schema.org/": SDO,
    "http://www.w3.org/2004/02/skos/core#": SKOS,
    "http://purl.org/dc/terms/": DCTERMS,
    str(RDFS): RDFS,
    str(OWL): OWL,
    str(RDF): RDF,
}


@pytest.mark.parametrize("term", TERMS, ids=lambda t: str(t).removeprefix(str(KG)))
def test_a_term_has_a_type_labels_and_definitions(term: URIRef) -> None:
    assert set(ONTOLOGY.objects(term, RDF.type)) & {
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        SKOS.Concept,
        SKOS.ConceptScheme,
    }
    labels = [label.language for label in ONTOLOGY.objects(term, RDFS.label)]  # type: ignore[attr-defined]
    assert sorted(labels) == ["en", "vi"]
    defined = [*ONTOLOGY.objects(term, RDFS.comment), *ONTOLOGY.objects(term, SKOS.definition)]
    languages = {d.language for d in defined if isinstance(d, Literal) and len(d) > 10}
    assert languages == {"en", "vi"}


def test_concepts_stand_in_schemes() -> None:
    concepts = set(ONTOLOGY.subjects(RDF.type, SKOS.Concept))
    assert concepts == set(ONTOLOGY.objects(None, SKOS.hasTopConcept))
    for concept in concepts:
        names = {str(label) for label in ONTOLOGY.objects(concept, SKOS.prefLabel)}
        assert names == {str(label) for label in ONTOLOGY.objects(concept, RDFS.label)}


def test_what_it_is_aligned_to_exists() -> None:
    used = {
        str(node)
        for triple in ONTOLOGY
        for node in triple
        if isinstance(node, URIRef) and not str(node).startswith(str(KG)[:-1])
    }
    unknown = set()
    for iri in used:
        space = next((n for n in (*NAMESPACES, OA) if iri.startswith(n) and iri != n), None)
        if space == OA:
            assert iri.removeprefix(OA) in OA_TERMS
        elif space and iri not in NAMESPACES[space]:
            unknown.add(iri)
    assert unknown == set()
    for space in (*list(NAMESPACES)[:5], OA):
        assert any(iri.startswith(space) for iri in used), space


def test_the_trees_have_no_circles() -> None:
    for way in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in TERMS:
            above = ONTOLOGY.transitive_objects(next(ONTOLOGY.objects(term, way), None), way)
            assert term not in set(above)


@pytest.mark.skipif(not CONTRACT.exists(), reason="the contract is not at hand")
def test_nothing_of_the_contract_is_lost() -> None:
    contract = Graph().parse(CONTRACT)
    assert {t for t in contract if t not in ONTOLOGY} == set()


@pytest.mark.parametrize("path", ["shapes.ttl", "queries/*.rq"])
def test_shapes_and_questions_speak_of_known_terms(path: str) -> None:
    used = {
        name
        for file in rules_dir().glob(path)
        for name in re.findall(r"(?<![\w-])kg:([A-Za-z]+)", file.read_text(encoding="utf-8"))
    }
    assert len(used) > 15
    assert {name for name in used if KG[name] not in TERMS} == set()


def exported(source: GraphSource | Store) -> Graph:
    out = io.BytesIO()
    export(source, out, "nt")
    return Graph().parse(data=out.getvalue(), format="nt")


def closure(kinds: set[object]) -> set[object]:
    return {up for kind in kinds for up in ONTOLOGY.transitive_objects(kind, RDFS.subClassOf)}  # type: ignore[arg-type]


@pytest.mark.parametrize("which", ["small", "disputed", "seeds"])
def test_exports_obey_domains_and_ranges(which: str, tmp_path: Path) -> None:
    if which == "small":
        graph = exported(small_source())
    elif which == "disputed":
        made = link([m.report() for m in MAKERS])
        graph = exported(GraphSource(made, {f"document/{m.id}": m.text for m in MAKERS}))
    else:
        with build([ROOT / "seeds"], tmp_path / "s.db") as store:
            graph = exported(store)
    kinds = {
        node: closure(set(graph.objects(node, RDF.type)) | set(ONTOLOGY.objects(node, RDF.type)))
        for node in set(graph.subjects()) | set(graph.objects())
        if isinstance(node, URIRef)
    }
    checked = set()
    for subject, predicate, value in graph:
        for kind in ONTOLOGY.objects(predicate, RDFS.domain):
            assert kind in kinds[subject], (subject, predicate, kind)
            checked.add(predicate)
        for kind in ONTOLOGY.objects(predicate, RDFS.range):
            if isinstance(value, Literal):
                assert (value.datatype or XSD.string) == kind, (predicate, value, kind)
            else:
                assert kind in kinds[value], (value, predicate, kind)
            checked.add(predicate)
    assert len(checked) > 20
    for predicate in set(graph.predicates()):
        if str(predicate).startswith(str(KG)):
            is_link = (predicate, RDF.type, OWL.ObjectProperty) in ONTOLOGY
            values = list(graph.objects(None, predicate))
            assert all(isinstance(v, URIRef) is is_link for v in values), predicate
