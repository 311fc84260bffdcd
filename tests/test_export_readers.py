"""Every graph format, read by somebody else's reader: the same nodes, edges and attributes."""

from __future__ import annotations

import io
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import graph_readers
import pytest
from graph_readers import CASES, READERS, Found, gexf_schema, graphml_schema, parsed, written
from graph_source import small_source
from hypothesis import example, given, settings
from hypothesis import strategies as st
from synthetic.corpus import corpus

import kg
from kg.export import export
from kg.export.names import xml_text
from kg.export.views import VIEWS
from kg.link.graph import link
from kg.store.store import Store

ROOT = Path(__file__).parent.parent
XML = ("g.graphml", "g.gephi.graphml", "g.gexf")
IDS = [f"{name}-{who}" for name, who, _ in CASES]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The seeds, and a made-up corpus with parallel edges, sites and provinces of two times."""
    return kg.build([str(ROOT / "seeds")], tmp_path_factory.mktemp("readers") / "seeds.db")


@pytest.fixture(scope="module")
def made_up() -> Store:
    store = Store.create(":memory:")
    store.replace_graph(link(labelled.report for labelled in corpus(150, 5)))
    return store


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("name", "who", "read"), CASES, ids=IDS)
def test_readers_find_what_was_written(
    store: Store,
    made_up: Store,
    tmp_path: Path,
    view: str,
    name: str,
    who: str,
    read: Callable[..., Found],
) -> None:
    for source in (store, made_up):
        export(source, tmp_path / name, view=view)
        nodes, edges = written(source, view)
        read_nodes, read_edges = read(tmp_path / name, view)
        assert (len(read_nodes), len(read_edges)) == (len(nodes), len(edges))
        assert read_nodes == nodes
        assert read_edges == by_order(edges, who)
        assert nodes or view == "provinces"


@pytest.mark.parametrize("view", VIEWS)
def test_graphml_is_valid(store: Store, made_up: Store, view: str) -> None:
    schema = graphml_schema()
    for source in (store, made_up):
        out = io.BytesIO()
        export(source, out, "graphml", view=view)
        schema.assertValid(parsed(out.getvalue()))
    assert not schema.validate(parsed(out.getvalue().replace(b"edgedefault", b"edgedefaults")))


@pytest.mark.parametrize("view", VIEWS)
def test_gexf_is_valid(store: Store, made_up: Store, view: str) -> None:
    schema = gexf_schema()
    for source in (store, made_up):
        out = io.BytesIO()
        export(source, out, "gexf", view=view)
        schema.assertValid(parsed(out.getvalue()))
    assert not schema.validate(parsed(out.getvalue().replace(b'="dynamic"', b'="sometimes"')))


def kept(label: str) -> str:
    """What no encoding can carry is shown as a replacement character."""
    return label.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


LABELS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
HARD = [
    "\"'<&>]]>\\",
    "a\r\nb\tc\x0b\x00\x08\x7f\x85\u2028d\re\n",
    unicodedata.normalize("NFD", "Nguyễn Thị Ưởng Đặng"),
    "😀👩‍👩‍👧 \U0010ffff\ufffe\ufffd",
    "  leading and trailing  ",
    "<b>Lê</b> &amp; &#13; ,;\"quoted\", 'q' =1+1 {x} \\n",
    "dài <&> \u0007 " * 1000,
    "\ud800 alone",
    "\x00",
    "NULL",
    "nan",
    "1e5",
]


@pytest.mark.parametrize(
    ("name", "who", "read"), [c for c in CASES if c[1] != "graphology"],
    ids=[i for i in IDS if "graphology" not in i],
)  # fmt: skip
@settings(max_examples=30, deadline=None)
@given(label=LABELS)
@example(label=HARD[0])
@example(label=HARD[1])
@example(label=HARD[2])
@example(label=HARD[3])
@example(label=HARD[4])
@example(label=HARD[5])
@example(label=HARD[6])
@example(label=HARD[7])
@example(label=HARD[8])
@example(label=HARD[9])
@example(label=HARD[10])
@example(label=HARD[11])
def test_labels_come_back(name: str, who: str, read: Callable[..., Found], label: str) -> None:
    check(name, who, read, label)


@pytest.mark.parametrize("label", HARD, ids=range(len(HARD)))
@pytest.mark.parametrize(
    ("name", "who", "read"), [c for c in CASES if c[1] == "graphology"],
    ids=[i for i in IDS if "graphology" in i],
)  # fmt: skip
def test_labels_come_back_from_graphology(
    name: str, who: str, read: Callable[..., Found], label: str
) -> None:
    check(name, who, read, label)


def check(name: str, who: str, read: Callable[..., Found], label: str) -> None:
    source = small_source(label)
    nodes, edges = written(source)
    node = nodes["official.le-thi-buoi"]
    assert node["label"] == kept(label)
    with tempfile.TemporaryDirectory() as folder:
        export(source, Path(folder, name))
        found = read(Path(folder, name), "full")
    if name in XML:
        nodes = {id: plain(attributes, id) for id, attributes in nodes.items()}
        edges, found = (
            {id: (pair, plain(attributes)) for id, (pair, attributes) in edges.items()},
            (
                {id: plain(attributes) for id, attributes in found[0].items()},
                {id: (pair, plain(attributes)) for id, (pair, attributes) in found[1].items()},
            ),
        )
    assert found == (nodes, by_order(edges, who))


def by_order(edges: dict[str, Any], who: str) -> dict[str, Any]:
    """Name edges as a reader does that loses their ids."""
    if who != "igraph":
        return edges
    return {str(number): edge for number, edge in enumerate(edges.values())}


def plain(attributes: dict[str, Any], id: str | None = None) -> dict[str, Any]:
    """Leave out what XML 1.0 cannot say; a label without anything left is the node's id."""
    out = {k: xml_text(v) if isinstance(v, str) else v for k, v in attributes.items()}
    if id is not None:
        out["label"] = out["label"] or id
    return {k: v for k, v in out.items() if v != ""}


def test_every_format_with_nodes_and_edges_has_a_reader() -> None:
    from kg import export as package

    written_by = {"g.graphml", "g.gexf", "g.json", "g.csv", "g.parquet"}
    assert written_by | {"g.gephi.graphml", "g.neo4j.csv"} == set(READERS)
    formats = {*package._GRAPH, *package._TABLES}
    assert formats == {name.split(".")[1] for name in READERS}
    assert graph_readers.CASES


def test_gexf_has_time_colours_and_sizes(made_up: Store) -> None:
    import networkx as nx

    out = io.BytesIO()
    export(made_up, out, "gexf")
    full = nx.read_gexf(io.BytesIO(out.getvalue()), version="1.3")
    sizes = {}
    for _, data in full.nodes(data=True):
        assert data.get("start") == data.get("first_date")
        assert data.get("end") == data.get("last_date")
        sizes.setdefault(data["appearances"], set()).add(data["viz"]["size"])
        colours = {d["kind"]: d["viz"]["color"]["r"] for _, d in full.nodes(data=True)}
    assert all(len(found) == 1 for found in sizes.values())
    ordered = [min(sizes[number]) for number in sorted(sizes)]
    assert ordered == sorted(ordered) and len(set(ordered)) > 3
    assert len(set(colours.values())) == len(colours) > 3
    for _, _, data in full.edges(data=True):
        assert data.get("start") == data.get("date")
        assert ("end" in data) == ("start" in data)
    out = io.BytesIO()
    export(made_up, out, "gexf", view="officials")
    met = nx.read_gexf(io.BytesIO(out.getvalue()), version="1.3")
    several = 0
    for _, _, data in met.edges(data=True):
        spells = data.get("spells") or [(data["start"], data["end"])] if "start" in data else []
        spells = data.get("spells", spells)
        days = {day for day in data["meetings"].split("; ") if day[:2] == "20"}
        assert {first for first, _ in spells} == {day[:10] for day in days}
        if spells:
            assert min(spells)[0] == data["first_date"]
            assert max(last for _, last in spells) == data["last_date"]
        several += len(spells) > 1
    assert several
