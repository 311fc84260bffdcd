"""The endpoint: the cases of W3C's SPARQL 1.1 protocol tests that apply to one that only reads.

The cases are those of https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/, rewritten
for the graphs that are here: the default one, and that of the vocabulary.
"""

from __future__ import annotations

import csv
import io
import json
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlencode
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from test_cli import ROOT

pytest.importorskip("uvicorn")
pytest.importorskip("starlette")
pytest.importorskip("jinja2")

from web_server import Got, Server, serving

from kg.build import build

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
ONTOLOGY = "https://w3id.org/chutri/ns"
NOWHERE = "http://example.org/no-graph"
RESULTS = "application/sparql-results+json"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("endpoint")
    build([ROOT / "seeds"], folder / "seeds.db").close()
    with serving(folder / "seeds.db", folder / "log") as running:
        running.ask("ASK {}")
        yield running


def sent(
    server: Server,
    method: str = "GET",
    query: list[tuple[str, str]] | None = None,
    body: bytes | None = None,
    **headers: str,
) -> Got:
    url = f"{server.url}sparql" + (f"?{urlencode(query)}" if query else "")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    # urllib would send a form's media type of its own.
    named.setdefault("Content-Type", "") if body is not None else None
    return server.send(urllib.request.Request(url, body, named, method=method))


ASK = ("query", "ASK {}")
IN_DEFAULT = ("query", "ASK { ?o a kg:Official }")
IN_NAMED = ("query", "ASK { GRAPH ?g { ?c a owl:Class } }")
OF_ONTOLOGY = ("query", "ASK { kg:Official a owl:Class }")
OFFICIALS_NAMED = ("query", "ASK { GRAPH ?g { ?o a kg:Official } }")
HERE = ("default-graph-uri", ONTOLOGY)
NAMED = ("named-graph-uri", ONTOLOGY)
EMPTY = ("default-graph-uri", NOWHERE)


def form(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


@pytest.mark.parametrize(
    ("name", "method", "query", "body", "kind", "truth"),
    [
        ("query_get", "GET", [ASK], None, "", True),
        ("query_post_form", "POST", [], form(ASK), FORM, True),
        ("query_post_form_charset", "POST", [], form(ASK), f"{FORM}; charset=UTF-8", True),
        ("query_post_direct", "POST", [], b"ASK {}", DIRECT, True),
        ("query_post_direct_charset", "POST", [], b"ASK {}", f"{DIRECT};charset=utf-8", True),
        ("query_dataset_default_graphs_get", "GET", [OF_ONTOLOGY, HERE, EMPTY], None, "", True),
        ("without, it is not there", "GET", [OF_ONTOLOGY], None, "", False),
        ("the default graph is replaced", "GET", [IN_DEFAULT, HERE], None, "", False),
        ("query_dataset_default_graph (empty)", "GET", [IN_DEFAULT, EMPTY], None, "", False),
        (
            "query_dataset_default_graphs_post",
            "POST",
            [HERE, EMPTY],
            OF_ONTOLOGY[1].encode(),
            DIRECT,
            True,
        ),
        ("… as a form", "POST", [], form(OF_ONTOLOGY, HERE), FORM, True),
        ("query_dataset_named_graphs_get", "GET", [IN_NAMED, NAMED], None, "", True),
        ("query_dataset_named_graphs_post", "POST", [NAMED], IN_NAMED[1].encode(), DIRECT, True),
        ("named graphs alone: no default", "GET", [IN_DEFAULT, NAMED], None, "", False),
        ("default graphs alone: none named", "GET", [IN_NAMED, HERE], None, "", False),
        ("query_dataset_full", "GET", [IN_NAMED, EMPTY, NAMED], None, "", True),
        (
            "the protocol wins over FROM",
            "GET",
            [("query", f"ASK FROM <{NOWHERE}> {{ kg:Official a owl:Class }}"), HERE],
            None,
            "",
            True,
        ),
        (
            "FROM alone",
            "GET",
            [("query", f"ASK FROM <{ONTOLOGY}> {{ kg:Official a owl:Class }}")],
            None,
            "",
            True,
        ),
        ("query_multiple_dataset", "GET", [OFFICIALS_NAMED, NAMED], None, "", False),
    ],
)
def test_a_query_is_answered(
    server: Server,
    name: str,
    method: str,
    query: list[tuple[str, str]],
    body: bytes | None,
    kind: str,
    truth: bool,
) -> None:
    headers = {"Content_Type": kind} if kind else {}
    got = sent(server, method, query, body, Accept=RESULTS, **headers)
    assert (got.status, got.headers.get_content_type()) == (200, RESULTS)
    assert json.loads(got.body)["boolean"] is truth


@pytest.mark.parametrize(
    ("name", "method", "query", "body", "kind", "status"),
    [
        ("bad_query_method", "PUT", [ASK], None, "", 405),
        ("deleting", "DELETE", [ASK], None, "", 405),
        ("bad_multiple_queries", "GET", [ASK, ("query", "SELECT * {}")], None, "", 400),
        ("… in both places", "POST", [ASK], form(ASK), FORM, 400),
        ("bad_query_wrong_media_type", "POST", [], b"ASK {}", "text/plain", 415),
        ("bad_query_missing_form_type", "POST", [], form(ASK), "", 415),
        ("bad_query_missing_direct_type", "POST", [], b"ASK {}", "", 415),
        ("bad_query_non_utf8", "POST", [], "ASK { ?s ?p 'ế' }".encode("utf-16"), DIRECT, 400),
        ("… another charset", "POST", [], b"ASK {}", f"{DIRECT}; charset=UTF-16", 415),
        ("… in a form", "POST", [], b"query=ASK%20%7B%7D%FF", FORM, 400),
        ("bad_query_syntax", "GET", [("query", "ASK {")], None, "", 400),
        ("no query", "GET", [("quer", "ASK {}")], None, "", 400),
        ("an empty one", "GET", [("query", " ")], None, "", 400),
        ("bad_update_get", "GET", [("update", "CLEAR ALL")], None, "", 403),
        ("update_post_form", "POST", [], form(("update", "CLEAR ALL")), FORM, 403),
        ("update_post_direct", "POST", [], b"CLEAR ALL", "application/sparql-update", 403),
        ("an update for a query", "GET", [("query", "CLEAR ALL")], None, "", 400),
        ("SERVICE", "GET", [("query", "ASK { SERVICE <http://127.0.0.1/> {} }")], None, "", 400),
        ("LOAD", "GET", [("query", "LOAD <http://127.0.0.1/>")], None, "", 400),
        ("a graph that is no IRI", "GET", [ASK, ("default-graph-uri", "a b>")], None, "", 400),
        ("an unknown format", "GET", [ASK, ("format", "exe")], None, "", 400),
    ],
)
def test_what_is_no_query_is_refused(
    server: Server,
    name: str,
    method: str,
    query: list[tuple[str, str]],
    body: bytes | None,
    kind: str,
    status: int,
) -> None:
    headers = {"Content_Type": kind} if kind else {}
    got = sent(server, method, query, body, **headers)
    assert got.status == status, got.body
    assert got.body and b"Traceback" not in got.body


def test_an_address_is_utf_8(server: Server) -> None:
    assert server.get("/sparql?query=ASK%20%7B%7D%20%23%FF").status == 400


SELECT = "SELECT ?n { ?o a kg:Official ; rdfs:label ?n } ORDER BY ?n LIMIT 2"
CONSTRUCT = "CONSTRUCT { ?o rdfs:label ?n } { ?o a kg:Official ; rdfs:label ?n }"


def rows_of(got: Got) -> list[str]:
    kind = got.headers.get_content_type()
    if kind == RESULTS:
        return [row["n"]["value"] for row in json.loads(got.body)["results"]["bindings"]]
    if kind == "application/sparql-results+xml":
        space = "{http://www.w3.org/2005/sparql-results#}"
        return [e.text or "" for e in ElementTree.fromstring(got.body).iter(f"{space}literal")]
    rows = list(csv.reader(io.StringIO(got.text), delimiter="\t" if "tab" in kind else ","))[1:]
    return [row[0].removesuffix("@vi").strip('"') for row in rows]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (RESULTS, RESULTS),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/json", RESULTS),
        ("*/*", RESULTS),
        ("", RESULTS),
        ("text/csv;q=0.1, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/turtle, application/*;q=0.5", RESULTS),
    ],
)
def test_solutions_come_in_the_form_asked_for(server: Server, accept: str, kind: str) -> None:
    got = sent(server, query=[("query", SELECT)], Accept=accept)
    assert (got.status, got.headers.get_content_type()) == (200, kind)
    names = rows_of(got)
    assert len(names) == 2 and names == sorted(names)
    assert names == rows_of(sent(server, query=[("query", SELECT)], Accept=RESULTS))


@pytest.mark.parametrize(
    ("accept", "kind", "format"),
    [
        ("text/turtle", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("*/*", "text/turtle", ox.RdfFormat.TURTLE),
    ],
)
def test_triples_come_in_the_form_asked_for(
    server: Server, accept: str, kind: str, format: ox.RdfFormat
) -> None:
    got = sent(server, query=[("query", CONSTRUCT)], Accept=accept)
    assert (got.status, got.headers.get_content_type()) == (200, kind)
    assert len(list(ox.parse(got.body, format))) == 11


@pytest.mark.parametrize(
    ("query", "accept"),
    [("ASK {}", "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "image/png")],
)
def test_forms_that_an_answer_has_not_are_not_acceptable(
    server: Server, query: str, accept: str
) -> None:
    assert sent(server, query=[("query", query)], Accept=accept).status == 406


def test_an_error_names_line_and_column(server: Server) -> None:
    got = sent(server, query=[("query", "SELECT *\n{ ?s ?p }")])
    assert got.status == 400
    assert "line 2, column 9" in got.text


@pytest.mark.parametrize(("language", "told"), [("en", "Answer"), ("vi", "Trả lời")])
def test_the_page_shows_the_answer_without_scripts(
    server: Server, language: str, told: str
) -> None:
    headers = {"Accept": "text/html", "Accept_Language": language}
    got = sent(server, query=[("query", SELECT)], **headers)
    assert got.status == 200 and got.headers["content-language"] == language
    assert told in got.text and "<td>" in got.text
    page = sent(server, **headers)
    assert page.status == 200 and "<textarea" in page.text
    wrong = sent(server, query=[("query", "SELECT <script>")], **headers)
    assert wrong.status == 400 and "<script>" not in wrong.text.split("<main")[1]


def test_questions_that_come_with_kg_can_be_taken(server: Server) -> None:
    got = sent(server, query=[("example", "busiest-chairs")], Accept="text/html")
    assert "GROUP BY" in got.text


@pytest.mark.parametrize(
    "query",
    ["SELECT ?o ?m { ?o kg:chaired ?m }", "CONSTRUCT { ?o kg:chaired ?m } { ?o kg:chaired ?m }"],
)
def test_the_page_says_what_an_answer_joins(server: Server, query: str) -> None:
    asked = [("query", query)]
    page = sent(server, query=asked, Accept="text/html").text
    pairs = server.ask("SELECT DISTINCT ?o ?m { ?o kg:chaired ?m }", "text/csv").text.split()[1:]
    assert pairs
    for pair in pairs:
        for iri in pair.split(","):
            assert f'href="/{iri.partition("/id/")[2]}"' in page
