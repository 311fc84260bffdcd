"""Events of tenures in the RDF export: what a text tells, when, and what it does not tell."""

from __future__ import annotations

import io
import shutil
import typing
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF

from kg.documents.document import Document
from kg.errors import KgError
from kg.export import DEFAULT_BASE, export
from kg.export.names import is_iri
from kg.export.rdf import EVENTS
from kg.lexicon.lexicon import load_lexicon
from kg.lexicon.rules import rules_dir
from kg.link.graph import link
from kg.report.extract import extract
from kg.store.store import Store
from kg.store.tenure import tenure
from kg.store.tenure_events import Event

KG = rdflib.Namespace("https://w3id.org/chutri/ns#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
PARSERS = {"nt": "nt", "ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}

Told = tuple[str, str, str, str, str, bool | None]  # who, post, kind, day, its type, upper bound
HEAD = "Bí thư Tỉnh ủy Hà Nam"
CHAIR = "Chủ tịch Hội đồng nhân dân tỉnh Hà Nam"


def built(texts: Iterable[tuple[str, str | None, str]]) -> Store:
    """Return a store of (id, day, text)."""
    store = Store(":memory:")
    reports = []
    for id, issued, text in texts:
        document = Document(id=id, text=text, issued=issued)
        reports.append(extract(document, load_lexicon()))
        store.put_report(document, reports[-1])
    store.replace_graph(link(reports))
    return store


def written(store: Store, format: str = "nt") -> bytes:
    out = io.BytesIO()
    export(store, out, format)
    return out.getvalue()


def graph_of(store: Store, format: str = "nt") -> rdflib.Graph:
    return rdflib.Graph().parse(data=written(store, format), format=PARSERS[format])


def events(graph: rdflib.Graph) -> set[Told]:
    out = set()
    for event in graph.subjects(RDF.type, KG.TenureEvent):
        held = graph.value(event, KG.eventOf)
        who, post = graph.value(held, ORG.member), graph.value(held, KG.post)
        day, bound = graph.value(event, KG.eventDate), graph.value(event, KG.dateIsUpperBound)
        out.add(
            (
                str(graph.value(who, rdflib.RDFS.label)),
                str(graph.value(post, rdflib.RDFS.label)),
                str(graph.value(event, KG.eventKind)).removeprefix(KG),
                "" if day is None else str(day),
                "" if day is None else str(day.datatype).removeprefix(str(rdflib.XSD)),  # type: ignore[attr-defined]
                None if bound is None else bool(bound),
            )
        )
    return out


BUOI, CAM = "Trần Thị Bưởi", "Lê Văn Cam"
TABLE: list[tuple[str, str | None, str, set[Told]]] = [
    (
        "a day in full",
        "2024-03-01",
        f"Ngày 28/2/2024, tại hội nghị, Ban Chấp hành Đảng bộ tỉnh bầu bà {BUOI} giữ chức {HEAD}.",
        {(BUOI, HEAD, "Election", "2024-02-28", "date", False)},
    ),
    (
        "the year is the report's",
        "2024-03-01",
        f"Ngày 28/2, Ban Bí thư điều động ông {CAM} giữ chức {HEAD}.",
        {(CAM, HEAD, "Transfer", "2024-02-28", "date", False)},
    ),
    (
        "no year",
        None,
        f"Ngày 28/2, Ban Bí thư chỉ định ông {CAM} giữ chức {HEAD}.",
        {(CAM, HEAD, "Assignment", "--02-28", "gMonthDay", False)},
    ),
    (
        "a month",
        "2024-03-01",
        f"Ông {CAM} được bổ nhiệm giữ chức Giám đốc Sở Y tế tỉnh Hà Nam vào tháng 9/2015.",
        {(CAM, "Giám đốc Sở Y tế tỉnh Hà Nam", "Appointment", "2015-09", "gYearMonth", False)},
    ),
    (
        "a year",
        "2024-03-01",
        f"Năm 2019, ông {CAM} được bầu giữ chức {HEAD}.",
        {(CAM, HEAD, "Election", "2019", "gYear", False)},
    ),
    (
        "then or before",
        "2024-03-01",
        f"Bộ Chính trị đã phân công ông {CAM} giữ chức {HEAD}.",
        {(CAM, HEAD, "Assignment", "2024-03-01", "date", True)},
    ),
    (
        "no day at all",
        None,
        f"Bộ Chính trị đã phân công ông {CAM} giữ chức {HEAD}.",
        {(CAM, HEAD, "Assignment", "", "", None)},
    ),
    (
        "how it went",
        "2024-03-01",
        f"Ngày 28/2/2024, ông {CAM} thôi giữ chức {HEAD}.",
        {(CAM, f"nguyên {HEAD}", "Dismissal", "2024-02-28", "date", False)},
    ),
    (
        "put forward, not elected",
        "2024-03-01",
        f"Ngày 28/2/2024, ông {CAM} được giới thiệu để bầu giữ chức {CHAIR}.",
        {(CAM, CHAIR, "Nomination", "2024-02-28", "date", False)},
    ),
    (
        "still to come, on a day",
        "2024-03-01",
        f"Ngày 28/5/2024, ông {CAM} sẽ được bầu giữ chức {HEAD}.",
        {(CAM, HEAD, "Announcement", "2024-05-28", "date", False)},
    ),
    (
        "still to come, on no day",
        "2024-03-01",
        f"Ông {CAM} sẽ được bầu giữ chức {HEAD}.",
        {(CAM, HEAD, "Announcement", "", "", None)},
    ),
    # Nothing happened
    ("once held", "2024-03-01", f"Ông {CAM} từng giữ chức {HEAD}.", set()),
    (
        "left, nobody says when",
        "2024-04-05",
        f"Sáng 5/4/2024, ông {CAM}, nguyên {HEAD}, dự lễ kỷ niệm tại Hà Nam.",
        set(),
    ),
    (
        "held",
        "2024-04-05",
        f"Sáng 5/4/2024, {HEAD} {CAM} chủ trì hội nghị của Tỉnh ủy.",
        set(),
    ),
    (
        "held for the time being",
        "2024-04-06",
        f"Sáng 6/4/2024, Quyền Chủ tịch UBND tỉnh Hà Nam {CAM} chủ trì cuộc họp.",
        set(),
    ),
]


@pytest.mark.parametrize(("issued", "text", "expected"), [t[1:] for t in TABLE],
                         ids=[t[0] for t in TABLE])  # fmt: skip
def test_what_a_text_tells(issued: str | None, text: str, expected: set[Told]) -> None:
    with built([("a", issued, text)]) as store:
        assert events(graph_of(store)) == expected


def test_one_that_was_only_put_forward_is_not_called_elected() -> None:
    text = (
        f"Hội nghị thống nhất giới thiệu ông {CAM} để Hội đồng nhân dân tỉnh bầu giữ chức {CHAIR}."
    )
    with built([("a", "2024-03-01", text)]) as store:
        assert not {kind for _, _, kind, *_ in events(graph_of(store))} - {"Nomination"}


@pytest.mark.parametrize(
    ("texts", "status", "holds"),
    [
        ([TABLE[0]], "Appointed", True),
        ([TABLE[8]], "Proposed", False),  # put forward
        ([TABLE[9]], "Proposed", False),  # still to come
        ([TABLE[9], TABLE[4]], "Appointed", True),  # and then elected
    ],
)
def test_who_is_only_proposed_holds_nothing(
    texts: list[tuple[str, str | None, str, set[Told]]], status: str, holds: bool
) -> None:
    with built([(str(i), day, text) for i, (_, day, text, _) in enumerate(texts)]) as store:
        graph = graph_of(store)
    assert set(graph.objects(None, KG.status)) == {KG[status]}
    assert bool(list(graph.subject_objects(ORG.holds))) is holds


def test_the_ontology_explains_every_kind() -> None:
    ontology = rdflib.Graph().parse(rules_dir() / "ontology.ttl")
    assert set(EVENTS) == {k for part in typing.get_args(Event) for k in typing.get_args(part)}
    for name in (*EVENTS.values(), "kg:Proposed"):
        concept = KG[name.removeprefix("kg:")]
        assert (concept, RDF.type, rdflib.SKOS.Concept) in ontology
        for predicate in (rdflib.RDFS.label, rdflib.SKOS.prefLabel, rdflib.SKOS.definition):
            told = {text.language for text in ontology.objects(concept, predicate)}  # type: ignore[attr-defined]
            assert told == {"en", "vi"}, (name, predicate)


SEVERAL = [
    ("a", "2024-03-01", TABLE[0][2]),
    ("b", "2024-03-02", TABLE[0][2]),
    ("c", "2024-03-03", TABLE[5][2]),
    ("d", None, TABLE[2][2]),
    ("e", "2024-03-01", TABLE[7][2]),
    ("f", "2024-03-05", f"Bà {BUOI} vừa được bầu giữ chức {HEAD}."),
]


def test_an_event_has_its_documents_and_its_words() -> None:
    with built(SEVERAL) as store:
        graph = graph_of(store)
    event = rdflib.URIRef(
        DEFAULT_BASE + "event/tran-thi-buoi--bi-thu-tinh-uy-ha-nam--appointed--elected--2024-02-28"
    )
    documents = {str(d).rpartition("/")[2] for d in graph.objects(event, KG.toldIn)}
    assert documents == {"a", "b"}
    mentions = list(graph.objects(event, PROV.wasDerivedFrom))
    assert {str(graph.value(m, OA.exact)) for m in mentions} == {BUOI, HEAD}
    assert {graph.value(m, OA.hasSource) for m in mentions} == set(graph.objects(event, KG.toldIn))
    assert (event, rdflib.RDFS.label, rdflib.Literal(f"{BUOI} (bầu): {HEAD}", lang="vi")) in graph


def test_every_event_is_whole_and_its_iri_legal_and_its_own() -> None:
    with built(SEVERAL) as store:
        graph, rows = graph_of(store), list(store.tenure_events())
    found = set(graph.subjects(RDF.type, KG.TenureEvent))
    assert len(found) == len(rows) == len({row.key for row in rows}) == 5
    for event in found:
        assert is_iri(str(event)) and str(event).startswith(DEFAULT_BASE + "event/")
        assert (graph.value(event, KG.eventOf), RDF.type, ORG.Membership) in graph
        assert (graph.value(event, KG.eventKind), None, None) not in graph  # the ontology's own
        assert all((d, RDF.type, KG.Document) in graph for d in graph.objects(event, KG.toldIn))
        derived = list(graph.objects(event, PROV.wasDerivedFrom))
        assert derived and all((m, RDF.type, KG.Mention) in graph for m in derived)


@pytest.mark.parametrize("format", PARSERS)
def test_rdflib_reads_the_same_of_every_syntax(format: str) -> None:
    with built(SEVERAL) as store:
        assert set(graph_of(store, format)) == set(graph_of(store))


@pytest.mark.parametrize("format", PARSERS)
def test_the_order_of_reports_does_not_matter(format: str) -> None:
    def once(texts: Sequence[tuple[str, str | None, str]]) -> bytes:
        with built(texts) as store:
            return written(store, format)

    assert once(SEVERAL) == once(SEVERAL) == once(SEVERAL[::-1])


def test_a_report_that_tells_of_others_leaves_the_iris_as_they_are() -> None:
    other = "Ngày 3/3/2024, ông Vũ Văn Dừa được bổ nhiệm giữ chức Giám đốc Sở Y tế tỉnh Hà Nam."
    with built(SEVERAL) as store, built([*SEVERAL, ("g", "2024-03-04", other)]) as more:
        before = {e.key: e for e in store.tenure_events()}
        after = {e.key: e for e in more.tenure_events()}
    assert before.items() <= after.items() and len(after) == len(before) + 1


def test_the_command_and_the_export_tell_one_story() -> None:
    with built(SEVERAL) as store:
        rows = [(e.kind, e.day, e.by, e.sentences) for e in store.tenure_events()]
        shown = [
            (step.how, step.first, step.by, step.words)
            for name in (BUOI, CAM)
            for asked in tenure(store, name)
            for t in asked.tenures
            for step in t.steps
            if step.how not in ("current", "former", "held")
        ]
    assert sorted(rows, key=str) == sorted(shown, key=str)


def test_the_words_are_those_that_the_store_was_built_with(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(rules_dir(), folder)
    words = folder / "tenure_events.yaml"
    words.write_text(
        words.read_text("utf-8")
        .replace("assigned: [phân công,", "assigned: [")
        .replace("transferred: [", "transferred: [phân công, "),
        encoding="utf-8",
    )
    with built([SEVERAL[2]]) as store:
        assert [e.kind for e in store.tenure_events()] == ["assigned"]
        store.put_meta("rules_folder", str(folder))
        assert [e.kind for e in store.tenure_events()] == ["transferred"]
        assert [s.how for s in tenure(store, CAM)[0].tenures[0].steps] == ["transferred"]
        assert [s.how for s in tenure(store, CAM, rules_dir())[0].tenures[0].steps] == ["assigned"]
        store.put_meta("rules_folder", str(tmp_path / "gone"))
        with pytest.raises(KgError, match=r"gone/tenure_events\.yaml: cannot read rules"):
            written(store)
