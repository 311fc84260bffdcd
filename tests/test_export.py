from __future__ import annotations

import gzip
import io
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox
import pytest
import rdflib
from graph_source import DOCUMENT, TEXT, GraphSource, small_graph, small_source

from kg.errors import KgError
from kg.export import DEFAULT_BASE, export
from kg.export.facts import day
from kg.export.names import is_iri, node_id, path_of, valid_date
from kg.lexicon.rules import rules_dir

KG = "https://w3id.org/chutri/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SYNTAXES = {
    "nt": ox.RdfFormat.N_TRIPLES,
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
PREFIXES = """PREFIX kg: <https://w3id.org/chutri/ns#> PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX : <https://w3id.org/chutri/id/> """


def exported(format: str, source: GraphSource | None = None, **options: Any) -> bytes:
    out = io.BytesIO()
    export(source or small_source(), out, format, **options)
    return out.getvalue()


def triples(format: str, source: GraphSource | None = None) -> list[tuple[Any, Any, Any]]:
    quads = ox.parse(exported(format, source), SYNTAXES[format])
    return [(q.subject, q.predicate, q.object) for q in quads]


def store_of(source: GraphSource | None = None) -> ox.Store:
    store = ox.Store()
    store.bulk_load(exported("nt", source), ox.RdfFormat.N_TRIPLES)
    return store


def ask(pattern: str, source: GraphSource | None = None) -> bool:
    return bool(store_of(source).query(f"{PREFIXES} ASK {{ {pattern} }}"))


@pytest.mark.parametrize(
    "pattern",
    [
        "?o a kg:Official ; rdfs:label 'Lê Thị Bưởi'@vi ; skos:altLabel 'Lê Thị Bửơi'@vi",
        "?o a kg:Official ; org:holds/org:postIn/rdfs:label 'Tỉnh ủy Hà Nam'@vi",
        "?o rdfs:label 'Trần Văn Cam'@vi ; kg:held/rdfs:label 'Bí thư'@vi",
        "?m a org:Membership ; org:member ?o ; kg:post ?p ; org:organization ?b . ?p org:postIn ?b",
        "?m a org:Membership ; kg:status kg:Former ; kg:printed 'nguyên Bí thư'@vi",
        "?m kg:firstSeen '2024-03-05'^^xsd:date ; kg:lastSeen '2024-03-05'^^xsd:date",
        "?b a kg:Body ; kg:jurisdiction ?p ; kg:inProvince ?p ; kg:placed true . ?p a kg:Province",
        "?b rdfs:label 'Sở Y tế'@vi ; kg:placed false ; kg:representedAt ?m",
        "?p rdfs:label 'Hà Nam'@vi ; dcterms:isReplacedBy/rdfs:label 'Ninh Bình'@vi ; "
        "kg:replacedOn '2025-07-01'^^xsd:date ; kg:gsoCode '35' ; kg:isoCode 'VN-63' ; "
        "owl:sameAs <http://www.wikidata.org/entity/Q36393>",
        "?m a kg:Meeting ; schema:startDate '2024-03-05'^^xsd:date ; schema:organizer ?b ; "
        "schema:location ?p ; kg:inProvince ?p",
        "?p kg:role kg:Speaker ; kg:atSite ?s ; kg:onBehalfOf/rdfs:label 'Sở Y tế'@vi . "
        "?s kg:siteOf ?m ; kg:inProvince/rdfs:label 'Nam Định'@vi . ?p kg:meeting ?m",
        "?p kg:role kg:Chair ; kg:actingAs/rdfs:label 'Bí thư Tỉnh ủy Hà Nam'@vi ; "
        "kg:listOrder 1 ; kg:confidence 1.0",
        "?e a kg:TenureEvent ; kg:eventOf/org:member/rdfs:label 'Trần Văn Cam'@vi ; "
        "kg:eventKind kg:Dismissal ; kg:eventDate '2024-02'^^xsd:gYearMonth ; "
        "kg:dateIsUpperBound false ; kg:toldIn/dcterms:identifier 'bao-a' ; "
        "prov:wasDerivedFrom/oa:exact 'nguyên Bí thư'",
        "?p kg:role ?r ; prov:wasDerivedFrom/oa:hasSource/dcterms:identifier 'bao-a'",
        "?p kg:confidence 0.1235",
        "?o kg:chaired ?m . ?q kg:spokeAt ?m ; kg:tookPartIn ?m",
        "?x kg:refersTo ?e ; kg:extractedBy 'rule-a' ; oa:hasSelector ?s . "
        "?s a oa:TextPositionSelector ; oa:start ?a ; oa:end ?b FILTER(?a < ?b && isIRI(?s))",
        "?d a kg:Document ; dcterms:title 'Hội nghị'@vi ; dcterms:issued '2024-03-06'^^xsd:date ; "
        "dcterms:source <https://bao.example/a?x=1>",
    ],
)
def test_the_graph_says(pattern: str) -> None:
    assert ask(pattern)


def test_every_subject_has_types_and_every_entity_one_vietnamese_label() -> None:
    labels, types = Counter[str](), Counter[str]()
    subjects = set()
    for subject, predicate, value in triples("nt"):
        subjects.add(subject.value)
        types[subject.value] += predicate.value == TYPE
        labels[subject.value] += predicate.value == LABEL and value.language == "vi"
    assert all(types[s] for s in subjects)
    entities = {s for s in subjects if "#" not in s.removeprefix(DEFAULT_BASE)}
    assert {s for s in subjects if labels[s] != 1} == subjects - entities
    rows = sum(len(rows) for rows in msgspec.structs.astuple(small_graph()))
    assert len(entities) == rows + len(list(small_source().tenure_events()))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_words_of_a_mention_are_those_at_its_offsets(form: Any) -> None:
    text = unicodedata.normalize(form, "Đồng chí Lê Thị Bưởi 😀 ") + TEXT
    mentions = [
        msgspec.structs.replace(
            m, start=m.start + len(text) - len(TEXT), end=m.end + len(text) - len(TEXT)
        )
        for m in small_graph().mentions
    ]
    mentions[0] = msgspec.structs.replace(mentions[0], start=0, end=len(text) - len(TEXT))
    graph = msgspec.structs.replace(small_graph(), mentions=tuple(mentions))
    rows = list(
        store_of(GraphSource(graph, {DOCUMENT: text})).query(
            PREFIXES + "SELECT ?exact ?start ?end { ?m oa:exact ?exact ; oa:hasSelector ?s . "
            "?s oa:start ?start ; oa:end ?end }"
        )
    )
    assert len(rows) == len(mentions)
    for exact, start, end in rows:
        assert text[int(start.value) : int(end.value)] == exact.value


def test_each_triple_stands_once_and_subjects_stand_together() -> None:
    found = triples("nt")
    assert len(found) == len(set(found))
    runs = [s for n, (s, _, _) in enumerate(found) if n == 0 or found[n - 1][0] != s]
    assert len(runs) == len(set(runs))


@pytest.mark.parametrize("format", SYNTAXES)
def test_all_syntaxes_say_the_same(format: str) -> None:
    assert set(triples(format)) == set(triples("nt"))


@pytest.mark.parametrize(
    ("format", "parser"), [("nt", "nt"), ("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")]
)
def test_rdflib_reads_the_same(format: str, parser: str) -> None:
    graph = rdflib.Graph().parse(data=exported(format), format=parser)
    assert len(graph) == len(triples("nt"))
    assert (None, None, rdflib.Literal("Tỉnh ủy Hà Nam", lang="vi")) in graph


def test_the_vocabulary_knows_every_term_used() -> None:
    ontology = rdflib.Graph().parse(rules_dir() / "ontology.ttl")
    context = json.loads((rules_dir() / "context.jsonld").read_text("utf-8"))["@context"]
    terms = {d["@id"] for d in context.values() if isinstance(d, dict)}
    used = {t.value for _, *rest in triples("nt") for t in rest if t.value.startswith(KG)}
    assert len(used) > 40
    for term in sorted(used):
        subject = rdflib.URIRef(term)
        languages = {label.language for label in ontology.objects(subject, rdflib.RDFS.label)}
        assert {"en", "vi"} <= languages, term
        explained = {rdflib.RDFS.comment, rdflib.SKOS.definition, rdflib.SKOS.prefLabel}
        assert explained & set(ontology.predicates(subject)), term
    for predicate in {p.value for _, p, _ in triples("nt") if p.value.startswith(KG)}:
        assert "kg:" + predicate.removeprefix(KG) in terms
    for term in terms:
        if term.startswith("kg:"):
            assert (rdflib.URIRef(KG + term[3:]), None, None) in ontology, term


def test_json_ld_is_compact_and_carries_its_context() -> None:
    document = json.loads(exported("jsonld", base="https://example.org/id/"))
    assert document["@context"]["@base"] == "https://example.org/id/"
    nodes = {node["id"]: node for node in document["@graph"]}
    assert nodes["official/le-thi-buoi"] == {
        "id": "official/le-thi-buoi",
        "type": "kg:Official",
        "label": "Lê Thị Bưởi",
        "altLabel": "Lê Thị Bửơi",
        "holds": "post/bi-thu-tinh-uy-ha-nam",
        "chaired": "meeting/2024-03-05-hoi-nghi",
        "tookPartIn": "meeting/2024-03-05-hoi-nghi",
    }
    assert nodes["mention/bao-a-4#position"]["start"] == TEXT.index("Sở Y tế")
    assert nodes["body/so-y-te"]["placed"] is False


def test_entities_live_below_the_base_asked_for() -> None:
    data = exported("nt", base="http://localhost:8000/x?y=/")
    subjects = {line.split()[0] for line in data.decode().splitlines()}
    assert all(s.startswith("<http://localhost:8000/x?y=/") for s in subjects)
    again = {
        (q.subject, q.predicate, q.object)
        for q in ox.parse(
            exported("jsonld", base="http://localhost:8000/x?y=/"), SYNTAXES["jsonld"]
        )
    }
    assert again == {(q.subject, q.predicate, q.object) for q in ox.parse(data, SYNTAXES["nt"])}


def test_what_is_no_date_and_no_iri_is_left_out() -> None:
    graph = small_graph()
    changed = msgspec.structs.replace(
        graph,
        documents=(msgspec.structs.replace(graph.documents[0], issued="2024-13-45", source="a b"),),
        meetings=(msgspec.structs.replace(graph.meetings[0], date="2023-02-29"),),
        places=(msgspec.structs.replace(graph.places[0], wikidata="Q 1", valid_to="x"),),
    )
    source = GraphSource(changed, {DOCUMENT: TEXT})
    assert not ask("?s dcterms:issued|dcterms:source|schema:startDate|owl:sameAs ?x", source)
    assert ask("?s kg:replacedOn '2025-07-01'^^xsd:date", source)


@pytest.mark.parametrize(
    ("key", "path", "id"),
    [
        ("official/le-thi-buoi", "official/le-thi-buoi", "official.le-thi-buoi"),
        ("document/Báo 1", "document/B%C3%A1o%201", "document.B_C3_A1o_201"),
        ("document/../a", "document/%2E%2E/a", "document._2E_2E.a"),
        ("document/a.b", "document/a.b", "document.a_2Eb"),
        ("document/a:b?c#d%e", "document/a%3Ab%3Fc%23d%25e", "document.a_3Ab_3Fc_23d_25e"),
    ],
)
def test_keys_become_legal_names(key: str, path: str, id: str) -> None:
    assert path_of(key) == path and node_id(key) == id
    assert is_iri(DEFAULT_BASE + path)
    assert re.fullmatch(r"[\w.\-:]+", id)


@pytest.mark.parametrize(
    ("text", "legal"),
    [
        ("https://bao.example/a?b=c&d=%20#e", True),
        ("https://bao.example/ủy-ban", True),
        ("urn:isbn:1", True),
        ("bao.example/a", False),
        ("https://bao.example/a b", False),
        ("https://bao.example/%zz", False),
        ("https://bao.example/<a>", False),
        ("", False),
    ],
)
def test_iris_are_told_from_other_text(text: str, legal: bool) -> None:
    assert is_iri(text) is legal


@pytest.mark.parametrize(
    ("text", "valid"),
    [("2024-02-29", True), ("2023-02-29", False), ("20240229", False), (None, False), ("", False)],
)
def test_days_of_the_calendar(text: str | None, valid: bool) -> None:
    assert (valid_date(text) is not None) is valid


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2024-02-29", "date"),
        ("2024-02", "gYearMonth"),
        ("2024", "gYear"),
        ("--02-29", "gMonthDay"),
        ("2023-02-29", None),
        ("2024-13", None),
        ("--02-30", None),
        ("--2-3", None),
        ("0024", None),
        ("hôm qua", None),
        ("", None),
        (None, None),
    ],
)
def test_days_known_in_part(text: str | None, datatype: str | None) -> None:
    literal = day(text)
    assert (literal and literal.datatype.value) == (datatype and XSD + datatype)


@pytest.mark.parametrize(
    "name", ["g.nt", "g.ttl", "g.trig.gz", "g.jsonld", "g.rdf", "g.graphml", "g.GraphML.GZ"]
)
def test_the_same_graph_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    graph = small_graph()
    shuffled = msgspec.structs.replace(
        graph, officials=graph.officials[::-1], participations=graph.participations[::-1]
    )
    first, second = tmp_path / name, tmp_path / "again" / name
    second.parent.mkdir()
    export(GraphSource(graph, {DOCUMENT: TEXT}), first)
    export(GraphSource(shuffled, {DOCUMENT: TEXT}), second)
    assert first.read_bytes() == second.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again", name]


def test_a_gz_suffix_compresses(tmp_path: Path) -> None:
    export(small_source(), tmp_path / "g.nt.gz")
    packed = (tmp_path / "g.nt.gz").read_bytes()
    assert gzip.decompress(packed) == exported("nt")
    assert packed[4:8] == b"\0\0\0\0" and not packed[3]


class Broken(GraphSource):
    def text(self, document: str, /) -> str:
        raise RuntimeError("read error")


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "g.nt"
    out.write_text("old")
    with pytest.raises(RuntimeError):
        export(Broken(small_graph(), {}), out)
    assert out.read_text() == "old" and list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("format", ["nt", "ttl", "trig", "jsonld", "rdf", "graphml"])
def test_a_full_disk_is_one_line(format: str) -> None:
    with pytest.raises(KgError, match=r"/dev/full: cannot write: No space left") as caught:
        export(small_source(), Path("/dev/full"), format)
    assert "\n" not in str(caught.value)


def test_targets_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.nt").mkdir()
    for name in ("none/g.nt", "folder.nt", "x" * 300 + ".nt"):
        with pytest.raises(KgError, match="cannot write"):
            export(small_source(), tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == ["folder.nt"]


@pytest.mark.parametrize(
    ("out", "format", "base", "message"),
    [
        (Path("g.xls"), None, DEFAULT_BASE, "suffix names no format"),
        (Path("g"), None, DEFAULT_BASE, "suffix names no format"),
        (Path("g.nt"), "xls", DEFAULT_BASE, "no format 'xls'"),
        (io.BytesIO(), None, DEFAULT_BASE, "needs a format"),
        (Path("g.nt"), None, "not an iri/", "no base IRI"),
        (Path("g.nt"), None, "https://example.org/id", "no base IRI"),
    ],
)
def test_what_cannot_be_asked_for(out: Any, format: str | None, base: str, message: str) -> None:
    with pytest.raises(KgError, match=message):
        export(small_source(), out, format, base)


def test_a_link_keeps_its_target_and_the_file_its_mode(tmp_path: Path) -> None:
    target, link = tmp_path / "real.nt", tmp_path / "link.nt"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    export(small_source(), link)
    assert link.is_symlink() and target.read_bytes() == exported("nt")
    assert target.stat().st_mode & 0o777 == 0o640
