from __future__ import annotations

import io
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any, cast

import igraph
import msgspec
import networkx as nx
import pytest
from graph_source import DOCUMENT, TEXT, GraphSource, small_graph, small_source

from kg.documents.document import Document
from kg.export import DEFAULT_BASE, export, graphml
from kg.export.elements import EDGE_COLUMNS, NODE_COLUMNS, Elements
from kg.export.lookup import Documents
from kg.export.names import node_id, node_ids, xml_escape
from kg.export.network import graph
from kg.export.reopen import reopen, settle
from kg.link.model import MeetingRow, ParticipationRow
from kg.report.model import Report
from kg.store.store import Store

NS = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    export(small_source(), tmp_path / "g.graphml")
    return tmp_path / "g.graphml"


def edges(network: Any) -> set[tuple[str, str, str]]:
    return {(a, d["kind"], b) for a, b, d in network.edges(data=True)}


def test_nodes_say_what_an_analyst_sorts_by() -> None:
    nodes = graph(small_source()).nodes
    assert nodes["official.le-thi-buoi"] == {
        "label": "Lê Thị Bưởi",
        "kind": "official",
        "province": "Hà Nam",
        "first_date": "2024-03-05",
        "last_date": "2024-03-05",
        "appearances": 1,
        "variants": "Lê Thị Bửơi",
        "iri": "https://w3id.org/chutri/id/official/le-thi-buoi",
    }
    assert "province" not in nodes["official.tran-van-cam"]
    assert "province" not in nodes["body.so-y-te"]
    assert nodes["body.tinh-uy-ha-nam"]["level"] == "province"
    assert nodes["meeting.2024-03-05-hoi-nghi"]["appearances"] == 3
    assert nodes["meeting.2024-03-05-hoi-nghi"]["province"] == "Hà Nam"
    assert nodes["province.ha-nam"]["kind"] == "province"
    assert nodes["post.bi-thu"]["appearances"] == 1


def test_edges_say_who_did_what() -> None:
    network = graph(small_source())
    meeting = "meeting.2024-03-05-hoi-nghi"
    assert edges(network) == {
        ("official.le-thi-buoi", "chaired", meeting),
        ("official.tran-van-cam", "spoke", meeting),
        ("body.so-y-te", "represented", meeting),
        ("official.tran-van-cam", "acted_for", "body.so-y-te"),
        ("official.le-thi-buoi", "holds", "post.bi-thu-tinh-uy-ha-nam"),
        ("official.tran-van-cam", "held", "post.bi-thu"),
        ("post.bi-thu-tinh-uy-ha-nam", "post_in", "body.tinh-uy-ha-nam"),
        ("body.tinh-uy-ha-nam", "located_in", "province.ha-nam"),
        ("body.tinh-uy-ha-nam", "organised", meeting),
        (meeting, "located_in", "province.ha-nam"),
        (meeting, "site_in", "province.nam-dinh"),
        ("province.ha-nam", "replaced_by", "province.ninh-binh"),
    }
    (spoke,) = network.get_edge_data("official.tran-van-cam", meeting).values()
    assert spoke == {
        "label": "spoke (điểm cầu Nam Định)",
        "kind": "spoke",
        "role": "speak",
        "site": "điểm cầu Nam Định",
        "date": "2024-03-05",
        "weight": 1.0,
        "documents": "bao-a",
        "confidence": 0.123456,
    }


def test_the_file_holds_the_graph_of_the_api(path: Path) -> None:
    read = nx.read_graphml(path, force_multigraph=True)
    made = graph(small_source())
    assert dict(read.nodes(data=True)) == dict(made.nodes(data=True))
    assert sorted(read.edges(keys=True)) == sorted(made.edges(keys=True))
    for a, b, key, data in made.edges(keys=True, data=True):
        assert read.edges[a, b, key] == data


def test_igraph_reads_as_much_as_networkx(path: Path) -> None:
    read, again = nx.read_graphml(path, force_multigraph=True), igraph.Graph.Read_GraphML(str(path))
    assert (again.vcount(), again.ecount()) == (len(read), read.number_of_edges())
    assert set(again.vs["label"]) == {label for _, label in read.nodes(data="label")}
    assert set(again.vs["id"]) == set(read)
    assert min(again.es["weight"]) > 0


@pytest.mark.parametrize("format", ["graphml", "gephi"])
def test_the_form_is_what_readers_need(format: str) -> None:
    out = io.BytesIO()
    export(small_source(), out, format)
    root = ET.fromstring(out.getvalue())
    keys = {key.get("id"): key for key in root.iter(NS + "key")}
    names = {
        domain: [k.get("attr.name") for k in keys.values() if k.get("for") == domain]
        for domain in ("node", "edge", "all")
    }
    assert names == {"node": list(NODE_COLUMNS), "edge": list(EDGE_COLUMNS), "all": []}
    for domain in ("node", "edge"):
        assert len({str(n).casefold() for n in names[domain]}) == len(names[domain])
        assert not set(names[domain]) & {"id", "timeset", *"rgbxyz", "size", "color"}
    assert {k.get("attr.type") for k in keys.values()} <= {"string", "int", "double", "boolean"}
    nodes = [node.get("id") for node in root.iter(NS + "node")]
    ids = [edge.get("id") for edge in root.iter(NS + "edge")]
    assert len(set(nodes)) == len(nodes) and len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[\w.\-:]+", str(id)) for id in nodes + ids)
    for edge in root.iter(NS + "edge"):
        data = {d.get("key"): d.text for d in edge}
        assert {edge.get("source"), edge.get("target")} <= set(nodes)
        assert float(str(data["edge_weight"])) > 0
        assert edge.get("label") == (data["edge_kind"] if format == "gephi" else None)
        assert set(data) <= set(keys)


def test_the_longer_suffix_asks_for_gephi(tmp_path: Path) -> None:
    export(small_source(), tmp_path / "g.gephi.graphml")
    assert 'label="chaired"' in (tmp_path / "g.gephi.graphml").read_text("utf-8")


def test_several_roles_of_one_pair_stay_several_edges(tmp_path: Path) -> None:
    base = small_graph()
    chair = base.participations[0]
    more = tuple(
        msgspec.structs.replace(chair, key=f"{chair.key}-{role}", role=role)
        for role in ("attend", "speak")
    )
    changed = msgspec.structs.replace(base, participations=(*base.participations, *more))
    source = GraphSource(changed, {DOCUMENT: TEXT})
    export(source, tmp_path / "g.graphml")
    network = nx.read_graphml(tmp_path / "g.graphml")
    assert network.is_multigraph()
    pair = ("official.le-thi-buoi", "meeting.2024-03-05-hoi-nghi")
    kinds = {data["kind"] for data in network.get_edge_data(*pair).values()}
    assert kinds == {"chaired", "attended", "spoke"}
    assert network.nodes[pair[0]]["appearances"] == 1
    assert igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml")).ecount() == network.size()


def test_first_and_last_day_and_counts_over_several_meetings() -> None:
    base = small_graph()
    meetings = (
        MeetingRow("meeting/b", "lễ", "le", "2023-01-02", "2023-01-03"),
        MeetingRow("meeting/c", "kỳ họp", "ky-hop"),
    )
    parts = tuple(
        ParticipationRow(
            f"participation/{m.key[-1]}",
            m.key,
            "official/le-thi-buoi",
            "attend",
            None,
            None,
            None,
            None,
            (DOCUMENT,),
            (),
            1.0,
        )
        for m in meetings
    )
    changed = msgspec.structs.replace(
        base,
        meetings=(*base.meetings, *meetings),
        participations=(*base.participations, *parts),
    )
    node = graph(GraphSource(changed, {DOCUMENT: TEXT})).nodes["official.le-thi-buoi"]
    assert (node["first_date"], node["last_date"], node["appearances"]) == (
        "2023-01-02",
        "2024-03-05",
        3,
    )


def test_an_edge_to_nothing_is_left_out() -> None:
    base = small_graph()
    changed = msgspec.structs.replace(base, officials=base.officials[:1])
    network = graph(GraphSource(changed, {DOCUMENT: TEXT}))
    assert "official.tran-van-cam" not in network
    assert all("kind" in data for _, data in network.nodes(data=True))


def test_an_official_seen_in_two_provinces_on_one_day_is_of_neither() -> None:
    base = small_graph()
    post = msgspec.structs.replace(base.posts[1], key="post/x", body="body/x")
    body = msgspec.structs.replace(base.bodies[1], key="body/x", province="province/nam-dinh")
    held = msgspec.structs.replace(base.memberships[0], key="membership/x", post="post/x")
    changed = msgspec.structs.replace(
        base,
        posts=(*base.posts, post),
        bodies=(*base.bodies, body),
        memberships=(*base.memberships, held),
    )
    source = GraphSource(changed, {DOCUMENT: TEXT})
    assert "province" not in graph(source).nodes["official.le-thi-buoi"]
    later = msgspec.structs.replace(held, last_seen="2024-05-01")
    changed = msgspec.structs.replace(changed, memberships=(*base.memberships, later))
    node = graph(GraphSource(changed, {DOCUMENT: TEXT})).nodes["official.le-thi-buoi"]
    assert node["province"] == "Nam Định"


def test_a_store_on_disk_gives_what_the_reference_gives(tmp_path: Path) -> None:
    document = Document(id="bao-a", text=TEXT)
    report = Report(document="bao-a", digest=document.digest(), version="1")
    told_nothing = GraphSource(small_graph(), {DOCUMENT: TEXT})
    with Store.create(tmp_path / "a.db") as store:
        store.put_report(document, report)
        store.replace_graph(small_graph())
        for name in ("g.nt", "g.jsonld", "g.graphml"):
            export(store, tmp_path / name)
            export(told_nothing, tmp_path / f"again-{name}")
            assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()
    opened = graph(tmp_path / "a.db")
    assert opened.nodes == graph(small_source()).nodes
    assert nx.utils.graphs_equal(opened, graph(small_source()))


def test_cells_are_those_made_one_by_one_however_few_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(graphml, "_ROOM", 2)
    out = io.BytesIO()
    export(small_source("<Lê> & \x00\r"), out, "graphml")
    with Elements(small_source("<Lê> & \x00\r"), DEFAULT_BASE) as elements:
        plain = [
            "".join(
                f'<data key="edge_{name}">{xml_escape(str(value))}</data>'
                for name, value in edge.attributes.items()
            )
            for edge in elements.edges()
        ]
    lines = [line for line in out.getvalue().decode().split("\n") if line.startswith("<edge ")]
    assert [re.sub(r"^<edge [^>]*>|</edge>$", "", line) for line in lines] == plain


CELLS = [
    # values of a column, the cells
    (["a", None, "", "a"], ["<{}>a</>", "", "", "<{}>a</>"]),
    ([1.0, 2.5], ["<{}>1.0</>", "<{}>2.5</>"]),
    (["a", "<b>", "c"], ["<{}>a</>", "<{}>&lt;b&gt;</>", "<{}>c</>"]),
    (["a\nb", "c", "\n"], ["<{}>a\nb</>", "<{}>c</>", "<{}>\n</>"]),
    (["\x00", "đ"], ["<{}></>", "<{}>đ</>"]),
    ([], []),
]


@pytest.mark.parametrize("room", [0, 1 << 20])
def test_cells_of_many_values_are_those_of_each(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphml, "_ROOM", room)
    cells = graphml._Cells("edge", "x")
    for values, expected in CELLS * 2:
        full = [
            t.replace("<{}>", '<data key="edge_x">').replace("</>", "</data>") for t in expected
        ]
        assert [cell.decode() for cell in cells.of(values)] == full


def test_ids_many_at_a_time_are_those_one_by_one() -> None:
    plain = ["official/nguyen-van-a", "meeting/2024-01-01-x", "-"]
    for keys in ([], plain, [""], [*plain, "đ"], [*plain, "a\nb"], ["a_b.c", ""], ["\n", "\n"]):
        assert node_ids(keys) == [node_id(key) for key in keys]


def test_evidence_is_that_of_looking_up_one_by_one() -> None:
    with reopen(small_source()) as store:
        ids = {document.key: document.id for document in store.documents()}
        lists = ["[]", json.dumps([DOCUMENT, "document/none"]), json.dumps([DOCUMENT] * 2)]
        found = Documents(store).evidence(lists * 2)
    for text in lists:
        keys = json.loads(text)
        assert found[text] == (max(1.0, len(keys)), "; ".join(ids.get(key, key) for key in keys))


def test_temporary_tables_are_written_out_within_one_snapshot(tmp_path: Path) -> None:
    document = Document(id="bao-a", text=TEXT)
    report = Report(document="bao-a", digest=document.digest(), version="1")
    renamed = [msgspec.structs.replace(o, label="Ai") for o in small_graph().officials]
    other = msgspec.structs.replace(small_graph(), officials=tuple(renamed))
    with Store.create(tmp_path / "a.db") as store:
        store.put_report(document, report)
        store.replace_graph(small_graph())
        with reopen(store) as read:
            before = list(read.officials())
            run = read.connection.execute
            run("CREATE TEMP TABLE some (n)")
            run("INSERT INTO some VALUES (1)")

            class Busy:  # somebody writes at the worst of moments
                def execute(self, statement: str) -> sqlite3.Cursor:
                    found = run(statement)
                    if statement == "COMMIT":
                        store.replace_graph(other)
                    return found

            connection = read.connection
            read.connection = cast("sqlite3.Connection", Busy())
            settle(read)
            read.connection = connection
            assert before and list(read.officials()) == before
            assert run("SELECT n FROM some").fetchall() == [(1,)]
        assert list(store.officials()) == renamed
