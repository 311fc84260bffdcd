from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

import igraph
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from graph_source import small_source
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.export import DEFAULT_BASE, export
from kg.export.rdf import triples

SYNTAXES = {
    "nt": (ox.RdfFormat.N_TRIPLES, "nt"),
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "rdf": (ox.RdfFormat.RDF_XML, "xml"),
}
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OFFICIAL = "https://w3id.org/chutri/id/official/le-thi-buoi"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

LABELS = st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40
) | st.sampled_from(
    [
        "\"'<&>]]>\\",
        "a\r\nb\tc\x0b\x00\x08\x7f\x85\u2028",
        "Nguyê\u0303n Thi\u0323 Ươ\u0309ng",
        "😀👩‍👩‍👧 \U0010ffff\ufffe\ufffd",
        " leading and trailing ",
        "<b>Lê</b> &amp; &#13; %41 {x} @vi ^^xsd:date .",
        "dài " * 5000,
        "\ud800 alone",
    ]
)


def kept(label: str) -> str:
    """What no encoding can carry is shown as a replacement character."""
    return label.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def written(label: str, format: str) -> bytes:
    out = io.BytesIO()
    export(small_source(label), out, format)
    return out.getvalue()


@pytest.mark.parametrize("format", SYNTAXES)
@settings(max_examples=40, deadline=None)
@given(label=LABELS)
@example(label="\x00")
@example(label="\ud800 alone")
def test_labels_survive_rdf(format: str, label: str) -> None:
    syntax, parser = SYNTAXES[format]
    data = written(label, format)
    expected = NOT_XML.sub("", kept(label)) if format == "rdf" else kept(label)
    quads = {(q.subject.value, q.predicate.value): q.object for q in ox.parse(data, syntax)}
    assert quads[OFFICIAL, LABEL] == ox.Literal(expected, language="vi")
    exact = quads["https://w3id.org/chutri/id/mention/bao-a-1", "http://www.w3.org/ns/oa#exact"]
    assert exact.value == expected
    graph = rdflib.Graph().parse(data=data, format=parser)
    assert len(graph) == len(list(ox.parse(data, syntax)))
    (value,) = graph.objects(rdflib.URIRef(OFFICIAL), rdflib.RDFS.label)
    assert str(value) == expected


@settings(max_examples=60, deadline=None)
@given(label=LABELS)
@example(label="\x00")
@example(label='\\ " \n \r \t \b \f \x7f \x85')
def test_ntriples_are_those_of_a_library(label: str) -> None:
    out = io.BytesIO()
    ox.serialize(triples(small_source(label), DEFAULT_BASE), out, ox.RdfFormat.N_TRIPLES)
    assert written(label, "nt") == out.getvalue()


@pytest.mark.parametrize("format", ["graphml", "gephi"])
@settings(max_examples=60, deadline=None)
@given(label=LABELS)
@example(label="\x00")
def test_labels_survive_graphml(format: str, label: str) -> None:
    data = written(label, format)
    expected = NOT_XML.sub("", kept(label)) or "official.le-thi-buoi"
    assert not NOT_XML.search(data.decode("utf-8"))
    network = nx.read_graphml(io.BytesIO(data), force_multigraph=True)
    assert network.nodes["official.le-thi-buoi"]["label"] == expected
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "g.graphml"
        path.write_bytes(data)
        again = igraph.Graph.Read_GraphML(str(path))
    assert (again.vcount(), again.ecount()) == (len(network), network.number_of_edges())
    assert again.vs.find(id="official.le-thi-buoi")["label"] == expected


KEYS = st.text(min_size=1, max_size=12).map(lambda tail: f"document/{tail}")


@settings(max_examples=300, deadline=None)
@given(a=KEYS, b=KEYS)
def test_different_keys_have_different_names(a: str, b: str) -> None:
    from kg.export.names import is_iri, node_id, path_of

    for name in (path_of, node_id):
        assert (name(a) == name(b)) is (a == b)
    assert is_iri("https://example.org/" + path_of(a))
    assert ox.NamedNode("https://example.org/" + path_of(a)).value.endswith(path_of(a))
    assert re.fullmatch(r"[A-Za-z0-9._\-]+", node_id(a))
