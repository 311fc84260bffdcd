"""The shapes of an export (SHACL): exports conform, and every shape catches what breaks it.

For each constraint of ``rules/shapes.ttl`` one entity of a sound graph is copied under another IRI
with that constraint broken; one validation must then report each copy, by that shape.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
import rdflib
from graph_source import GraphSource, small_source
from rdflib import DCTERMS, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from test_cli import ROOT
from test_export_conflicts import MAKERS

from kg.build import build
from kg.export import DEFAULT_BASE, export
from kg.lexicon.rules import rules_dir
from kg.link.graph import link
from kg.store.store import Store

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
S = rdflib.Namespace("https://w3id.org/chutri/shapes#")
KG = rdflib.Namespace("https://w3id.org/chutri/ns#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
SCHEMA = rdflib.Namespace("https://schema.org/")
DEV = ROOT.parent / "shared" / "gold" / "dev.jsonl"
SHAPES = Graph().parse(rules_dir() / "shapes.ttl")
NOTHING = URIRef("https://nowhere.example/nothing")
DAY = Literal("2024-01-01", datatype=XSD.date)


def graph_of(source: GraphSource | Store) -> Graph:
    out = io.BytesIO()
    export(source, out, "nt")
    return Graph().parse(data=out.getvalue(), format="nt")


def violations(graph: Graph) -> set[tuple[object, object]]:
    """(entity, shape or constraint that it breaks)"""
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        constraint = report.value(result, SH.sourceConstraint)
        shape = constraint or report.value(result, SH.sourceShape)
        component = str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2]
        focus = report.value(result, SH.focusNode)
        found.add((focus, (str(shape).removeprefix(str(S)), component)))
    assert conforms is not bool(found)
    return found


@pytest.fixture(scope="module")
def sound() -> Graph:
    """Small, and with everything that shapes speak of."""
    graph = link([m.report() for m in MAKERS])
    told = GraphSource(graph, {f"document/{m.id}": m.text for m in MAKERS})
    merged = graph_of(small_source()) + graph_of(told)
    entity = URIRef(DEFAULT_BASE + "document/khac")
    for predicate, value in (
        (RDF.type, KG.Document),
        (RDFS.label, Literal("x", lang="vi")),
        (DCTERMS.identifier, Literal("khac")),
    ):
        merged.add((entity, predicate, value))
    return merged


def test_the_small_graphs_conform(sound: Graph) -> None:
    assert violations(sound) == set()


def test_the_seeds_conform(tmp_path: Path) -> None:
    with build([ROOT / "seeds"], tmp_path / "seeds.db") as store:
        assert violations(graph_of(store)) == set()


@pytest.mark.skipif(not DEV.exists(), reason="the development reports are not at hand")
def test_the_development_reports_conform(tmp_path: Path) -> None:
    with build([DEV], tmp_path / "dev.db") as store:
        assert violations(graph_of(store)) == set()


# What breaks a constraint: (graph, copy of an entity, path, the constraint's value) -> None
Break = Callable[[Graph, URIRef, URIRef, object], None]


def wrong(value: Literal | URIRef) -> Break:
    return lambda graph, node, path, _: graph.set((node, path, value)) and None


def remove(graph: Graph, node: URIRef, path: URIRef, _: object) -> None:
    graph.remove((node, path, None))


def repeat(graph: Graph, node: URIRef, path: URIRef, _: object) -> None:
    """Give the path two values, alike but for what tells them apart."""
    old = graph.value(node, path)
    pairs: dict[object, tuple[object, object]] = {
        XSD.boolean: (Literal(True), Literal(False)),
        XSD.date: (DAY, Literal("2024-01-02", datatype=XSD.date)),
    }
    datatype = old.datatype if isinstance(old, Literal) else None
    values = pairs.get(datatype, (NOTHING, URIRef(NOTHING + "2")))
    graph.remove((node, path, None))
    for value in values:
        graph.add((node, path, value))  # type: ignore[arg-type]


def after(graph: Graph, node: URIRef, path: URIRef, bound: object) -> None:
    """Put the value behind that of the property it must not exceed."""
    number = graph.value(node, path)
    if isinstance(number, Literal) and number.datatype == XSD.nonNegativeInteger:
        graph.set((node, path, Literal("9", datatype=number.datatype)))
        graph.set((node, bound, Literal("9", datatype=number.datatype)))  # type: ignore[arg-type]
    else:
        graph.set((node, path, Literal("2024-01-02", datatype=XSD.date)))
        graph.set((node, bound, DAY))  # type: ignore[arg-type]


BREAKS: dict[URIRef, tuple[str, Break]] = {
    SH.minCount: ("MinCount", remove),
    SH.maxCount: ("MaxCount", repeat),
    SH.datatype: ("Datatype", wrong(Literal("x", datatype=XSD.gYear))),
    SH["in"]: ("In", wrong(Literal("none of them"))),
    SH["class"]: ("Class", wrong(NOTHING)),
    SH["or"]: ("Or", wrong(NOTHING)),
    SH.languageIn: ("LanguageIn", wrong(Literal("x", lang="en"))),
    SH.nodeKind: ("NodeKind", wrong(Literal("x"))),
    SH.pattern: ("Pattern", wrong(URIRef("http://www.wikidata.org/entity/P1"))),
    SH.minInclusive: ("MinInclusive", wrong(Literal("-1.0", datatype=XSD.decimal))),
    SH.maxInclusive: ("MaxInclusive", wrong(Literal("1.5", datatype=XSD.decimal))),
    SH.lessThan: ("LessThan", after),
    SH.lessThanOrEquals: ("LessThanOrEquals", after),
}
NAMES = {SH.datatype: "Datatype", **{p: name for p, (name, _) in BREAKS.items()}}
PARAMETERS = set(BREAKS)
OTHERS = {SH.path, SH.message, SH.property, SH.sparql, SH.targetClass, SH.targetSubjectsOf}


def constraints() -> list[tuple[URIRef, URIRef, URIRef, URIRef]]:
    """(node shape, property shape, parameter, class) of all constraints on a path."""
    found = []
    for shape in SHAPES.subjects(RDF.type, SH.NodeShape):
        for kind in SHAPES.objects(shape, SH.targetClass):
            for prop in SHAPES.objects(shape, SH.property):
                for parameter in set(SHAPES.predicates(prop)) & PARAMETERS:
                    found.append((shape, prop, parameter, kind))
    return sorted(found)  # type: ignore[arg-type]


def copied(graph: Graph, kind: URIRef, number: int) -> URIRef:
    """Copy the first sound entity of a class, with what leads to it where a shape asks for that."""
    node = min(n for n in graph.subjects(RDF.type, kind) if "/broken/" not in n)
    copy = URIRef(f"{DEFAULT_BASE}broken/{number}")
    for _, predicate, value in list(graph.triples((node, None, None))):
        graph.add((copy, predicate, value))
    if kind == KG.Conflict:
        for n in (1, 2):
            graph.add((URIRef(f"{copy}/side{n}"), KG.sideOf, copy))
    return copy


def test_each_constraint_on_a_path_catches_what_breaks_it(sound: Graph) -> None:
    graph = Graph()
    graph += sound
    expected = set()
    for number, (_, prop, parameter, kind) in enumerate(constraints()):
        node = copied(graph, kind, number)
        path = SHAPES.value(prop, SH.path)
        name, breaks = BREAKS[parameter]
        if isinstance(path, BNode):  # an inverse path
            way = SHAPES.value(path, SH.inversePath)
            assert (parameter, way) == (SH.minCount, KG.sideOf)
            graph.remove((URIRef(f"{node}/side1"), KG.sideOf, node))
        else:
            assert isinstance(path, URIRef)
            breaks(graph, node, path, SHAPES.value(prop, parameter))
        expected.add((node, (str(prop).removeprefix(str(S)), f"{name}ConstraintComponent")))
    assert len(expected) > 150
    missed = expected - violations(graph)
    assert not missed, sorted(map(str, missed))


def test_a_copy_that_nothing_broke_conforms(sound: Graph) -> None:
    graph = Graph()
    graph += sound
    kinds = sorted({kind for _, _, _, kind in constraints()})
    copies = [copied(graph, kind, number) for number, kind in enumerate(kinds)]
    assert {node for node, _ in violations(graph)} & set(copies) == set()


@pytest.mark.parametrize(
    ("shape", "broken"),
    [
        ("Province", lambda g, n: g.remove((n, RDF.type, KG.Place))),
        ("siteOfTheMeeting", lambda g, n: g.set((g.value(n, KG.atSite), KG.siteOf, NOTHING))),
        ("shortcut", lambda g, n: g.set((n, KG.participant, NOTHING))),
        ("tookPart", lambda g, n: g.remove((n, KG.tookPartIn, None))),
        ("noCopyOfACopy", lambda g, n: [g.add((d, KG.copyOf, n)) for d in (n, NOTHING)]),
    ],
)
def test_each_other_shape_catches_what_breaks_it(
    sound: Graph, shape: str, broken: Callable[[Graph, object], object]
) -> None:
    graph = Graph()
    graph += sound
    node = {
        "Province": lambda: min(graph.subjects(RDF.type, KG.Province)),
        "siteOfTheMeeting": lambda: min(graph.subjects(KG.atSite)),
        "shortcut": lambda: min(graph.subjects(RDF.type, KG.Participation)),
        "tookPart": lambda: min(graph.subjects(KG.chaired)),
        "noCopyOfACopy": lambda: min(graph.subjects(RDF.type, KG.Document)),
    }[shape]()
    broken(graph, node)
    assert (node, shape) in {(focus, name) for focus, (name, _) in violations(graph)}


def test_no_constraint_is_left_out() -> None:
    used = {prop for _, prop, _, _ in constraints()}
    assert used == set(SHAPES.objects(None, SH.property))
    parts = {p for prop in used for p in SHAPES.predicates(prop)}
    assert parts <= PARAMETERS | OTHERS
    on_nodes = {
        (shape, predicate)
        for shape in SHAPES.subjects(RDF.type, SH.NodeShape)
        for predicate in SHAPES.predicates(shape)
        if predicate not in OTHERS | {RDF.type}
    }
    assert on_nodes == {(S.Province, SH["class"])}
    sparql = {str(c).removeprefix(str(S)) for c in SHAPES.objects(None, SH.sparql)}
    assert sparql == {"siteOfTheMeeting", "shortcut", "tookPart", "noCopyOfACopy"}
    for prop in used:
        assert SHAPES.value(prop, SH.message), prop
        values = SHAPES.value(prop, SH["in"])
        assert values is None or len(Collection(SHAPES, values)) > 3
