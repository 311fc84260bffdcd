"""Queries to a store: what they answer, in which form, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from test_cli import ROOT

from kg.build import build
from kg.cli import run
from kg.errors import KgError
from kg.export import export
from kg.sparql import ask, rows
from kg.sparql.syntax import DEEPEST, LONGEST, tokens
from kg.store.store import Store

NAMES = "SELECT ?name { ?o a kg:Official ; rdfs:label ?name } ORDER BY ?name LIMIT 2"
ANY = "SELECT * { ?s ?p ?o } LIMIT 1"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sparql") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    return path


def answer(store: Path, query: str, form: str | None = "json", **options: object) -> str:
    out = io.BytesIO()
    ask(store, query, out, form, **options)  # type: ignore[arg-type]
    return out.getvalue().decode()


def triples(text: str) -> set[tuple[str, str, object]]:
    """Triples with numbers by value: the engine writes 1.0 as 1, and counts all as integers."""
    return {
        (str(t.subject), str(t.predicate), number(t.object))
        for t in ox.parse(text, ox.RdfFormat.N_TRIPLES)
    }


def number(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> object:
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(("nteger", "decimal")):
        return float(term.value)
    return str(term)


def refusal(store: Path, query: str, **options: object) -> str:
    with pytest.raises(KgError) as caught:
        answer(store, query, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("query", "form", "printed"),
    [
        (NAMES, "csv", "name\nHoàng Nghĩa Hiếu\nHuỳnh Thị Hằng\n"),
        (NAMES, None, "name\n────────────────\nHoàng Nghĩa Hiếu\nHuỳnh Thị Hằng\n"),
        ("ASK { ?o rdfs:label 'Thái Thanh Quý'@vi }", None, "true\n"),
        ("ASK { ?o rdfs:label 'Thái Thanh Quý'@en }", "csv", "answer\nfalse\n"),
        (
            "SELECT ?r (7 AS ?n) (0.5 AS ?d) ('=1+1' AS ?t) ?x { BIND(kg:Chair AS ?r) }",
            "csv",
            "r,n,d,t,x\nhttps://w3id.org/chutri/ns#Chair,7,0.5,'=1+1,\n",
        ),
        (
            "SELECT ?r ?o { BIND(kg:Chair AS ?r) BIND(<official/x> AS ?o) }",
            "table",
            "r         o\n────────  ──────────\nkg:Chair  official/x\n",
        ),
        (
            "CONSTRUCT { <official/a> kg:chaired <meeting/b> } {}",
            "nt",
            "<https://w3id.org/chutri/id/official/a> <https://w3id.org/chutri/ns#chaired> "
            "<https://w3id.org/chutri/id/meeting/b> .\n",
        ),
        (
            "CONSTRUCT { <official/a> kg:chaired <meeting/b> } {}",
            None,
            "@prefix official: <https://w3id.org/chutri/id/official/> .\n"
            "@prefix meeting: <https://w3id.org/chutri/id/meeting/> .\n"
            "@prefix kg: <https://w3id.org/chutri/ns#> .\n"
            "official:a kg:chaired meeting:b .\n",
        ),
        (
            "CONSTRUCT { <official/a> kg:chaired <meeting/b> } {}",
            "csv",
            "subject,predicate,object\nhttps://w3id.org/chutri/id/official/a,"
            "https://w3id.org/chutri/ns#chaired,https://w3id.org/chutri/id/meeting/b\n",
        ),
    ],
)
def test_answers(store: Path, query: str, form: str | None, printed: str) -> None:
    assert answer(store, query, form) == printed


def test_json_is_that_of_the_standard(store: Path) -> None:
    text = answer(store, NAMES)
    found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert [row["name"] for row in found] == [
        ox.Literal("Hoàng Nghĩa Hiếu", language="vi"),
        ox.Literal("Huỳnh Thị Hằng", language="vi"),
    ]
    assert json.loads(answer(store, "ASK {}")) == {"head": {}, "boolean": True}


def test_an_official_is_described_as_the_export_does(store: Path) -> None:
    text = answer(store, "DESCRIBE official:thai-thanh-quy", None)
    described = {str(t) for t in ox.parse(text, ox.RdfFormat.TURTLE)}
    out = io.BytesIO()
    with Store(store) as opened:
        export(opened, out, "nt")
    official = ox.NamedNode("https://w3id.org/chutri/id/official/thai-thanh-quy")
    all_of_it = ox.parse(out.getvalue(), ox.RdfFormat.N_TRIPLES)
    assert described == {str(t) for t in all_of_it if t.subject == official} != set()


def test_the_index_holds_the_export_and_the_vocabulary_beside_it(store: Path) -> None:
    with Store(store) as opened:
        out = io.BytesIO()
        export(opened, out, "nt")
    dump = answer(store, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "nt")
    assert triples(dump) == triples(out.getvalue().decode())
    (role,) = rows(
        store,
        "SELECT ?role { GRAPH <https://w3id.org/chutri/ns> { kg:Chair skos:prefLabel ?role } "
        "FILTER(LANG(?role) = 'vi') }",
    )
    assert role == {"role": "chủ trì"}


def test_rows_in_python(store: Path) -> None:
    query = "SELECT * { VALUES (?a ?b ?c ?d) { ('x' 7 0.5 UNDEF) (<u:v> true 1e0 'é'@vi) } }"
    assert rows(store, query) == [
        {"a": "x", "b": 7, "c": 0.5},
        {"a": "u:v", "b": True, "c": 1.0, "d": "é"},
    ]
    assert type(rows(store, query)[0]["b"]) is int
    with pytest.raises(KgError, match="query: no SELECT"):
        rows(store, "ASK {}")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT * { ?s ?p }", 'line 1, column 18: malformed at "}"'),
        ("SELECT * {\n # ủy\n ?s ?p 'ủy' x }", 'line 3, column 13: malformed at "x"'),
        ("SELECT * { ?x ?y ?z FILTER(?z = ) }", 'line 1, column 33: malformed at ")"'),
        ("SELECT * {\n  ?s kg:role ?o\n  ?s a ?y\n}", 'line 3, column 3: malformed at "?s"'),
        ("SELECT ?a { ?a ?b ?c } ORDER ?a", 'line 1, column 30: malformed at "?a"'),
        ("SELCT * {}", 'line 1, column 1: malformed at "SELCT"'),
        ("SELECT * {\n ?s ?p ?o \n", "line 2, column 10: ends too early"),
        ("", "line 1, column 1: ends too early"),
        ("SELECT ?x { ?x a 'x }", "line 1, column 18: a string that does not end"),
        ('SELECT ?x { ?x a """x }"" ', "line 1, column 18: a string that does not end"),
        (
            "SELECT (SUM(?x) AS ?y) ?z {?x ?y ?z}",
            "line 1, column 37: The SELECT contains a variable that is unbound",
        ),
        ("SELECT * {\n ?s foo:bar ?o }", 'line 2, column 5: unknown prefix "foo:"; known: '),
        ("SELECT * { ?s ?p ?o } LIMIT 'a'", "line 1, column 29: malformed at \"'a'\""),
    ],
)
def test_a_malformed_query_is_told_with_its_place(store: Path, query: str, told: str) -> None:
    assert f"query: {told}" in refusal(store, query)


def test_an_unknown_prefix_names_the_known_ones(store: Path) -> None:
    told = refusal(store, "PREFIX mine: <u:> SELECT * { ?s mine:a/foo:bar ?o }")
    for prefix in ("kg", "schema", "org", "prov", "official", "meeting", "mine", "foaf"):
        assert f" {prefix}," in told or told.endswith(f" {prefix}")
    assert rows(store, "PREFIX foo: <u:> SELECT * { ?s foo:bar ?o }") == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:1/> {} }",
        "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:1/> {} }",
        "SELECT * { ?s ?p 5SERVICE <http://127.0.0.1:1/> {} }",
        "SELECT * { ?s ?p ?o\n#\nSERVICE<http://127.0.0.1:1/>{} }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> {} }",
        "SELECT * { #\\u000ASERVICE <http://127.0.0.1:1/> {}\n }",
        "PREFIX a: <http://127.0.0.1:1/> SELECT * { SERVICEa:b {} }",
        "PREFIX SERVICEa: <u:> PREFIX a: <u:> SELECT * { SERVICEa:b {} }",
        "SELECT * { FILTER(?a <1) SERVICE?s {} FILTER(?b> 1) }",
    ],
)
def test_no_query_asks_another_server(store: Path, query: str) -> None:
    assert "SERVICE asks another server: refused" in refusal(store, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service ?p 'SERVICE' }",
        "SELECT * { ?s ?p <http://service/SERVICE> } # SERVICE",
        "SELECT * { ?s kg:service '''a\nSERVICE''' }",
        "SELECT * { ?s ?p ?insert, 'LOAD' }",
    ],
)
def test_words_that_only_look_so_are_read(store: Path, query: str) -> None:
    assert rows(store, query) == []


@pytest.mark.parametrize(
    "query",
    [
        "LOAD <http://127.0.0.1:1/>",
        "PREFIX a: <u:> INSERT DATA { a:a a:b a:c }",
        "# just so\ndelete where { ?s ?p ?o }",
        "WITH <u:> DELETE { ?s ?p ?o } WHERE {}",
        "DROP ALL",
        "SELECT * {} ; LOAD <http://127.0.0.1:1/>",
    ],
)
def test_no_query_changes_anything(store: Path, query: str) -> None:
    assert "changes data: refused" in refusal(store, query)


def test_very_long_and_very_deep_queries(store: Path) -> None:
    deep = "{" * DEEPEST
    assert f"more than {DEEPEST} brackets" in refusal(store, f"SELECT * {{{deep}")
    assert "longer than" in refusal(store, ANY + " " * LONGEST)
    within = "{" * (DEEPEST - 1) + "}" * (DEEPEST - 1)
    assert rows(store, f"SELECT * {{ {within} }}") == [{}]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?a<?b && ?c >5", "variable sign variable sign variable sign word"),
        ("a <b> <b c>", "word iri sign word word sign"),
        ("kg:a.b . 'x'@vi ^^xsd:date", "name sign string language sign name"),
        ('"a\\"b" \'c\nd\'', "string open word open"),
        ("'''a''b'c''' \"\" _:b0", "string string blank_node"),
        ("x.y-z:a x.y", "name word sign word"),
        ("# ?a\n1.5", "word sign word"),
    ],
)
def test_tokens(text: str, kinds: str) -> None:
    found = tokens(text)
    assert [t.kind for t in found] == kinds.split()
    assert all(text[t.start :].startswith(t.text) for t in found)


@pytest.mark.parametrize(
    ("query", "form", "told"),
    [
        (ANY, "ttl", "SELECT gives no triples"),
        ("ASK {}", "nt", "ASK gives no triples"),
        ("DESCRIBE kg:Chair", "json", "give triples: --ttl"),
        ("SELECT (1/'a' AS ?x) { ?s ?p ?o FILTER(<u:f>(1)) }", "csv", "<u:f>"),
    ],
)
def test_what_cannot_be_answered(store: Path, query: str, form: str, told: str) -> None:
    assert told in refusal(store, query, form=form)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"official": "thanh quy"}, ["Thái Thanh Quý"]),
        ({"official": "official/truong-thi-mai"}, ["Trương Thị Mai"]),
        ({"official": "https://w3id.org/chutri/id/official/le-minh-hung"}, ["Lê Minh Hưng"]),
        ({"official": "nguyen"}, ["Nguyễn Mạnh Cường", "Nguyễn Đức Thanh"]),
    ],
)
def test_parameters_are_set_by_names(
    store: Path, settings: dict[str, str], expected: list[str]
) -> None:
    query = "SELECT ?name { VALUES ?official { <u:none> } ?official rdfs:label ?name }"
    assert rows(store, query) == []
    found = rows(store, query, settings=settings)
    assert sorted(row["name"] for row in found) == sorted(expected)


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("# set x: day", "2024-01-17", "2024-01-17"),
        ("", "2024-01-17", "2024-01-17"),
        ("# set x: number", "-7", -7),
        ("", "7", 7),
        ("# set x: text", "7", "7"),
        ("", "a\\\"} } # \n' ủy", "a\\\"} } # \n' ủy"),
        ("# set x: days", "60", "P60D"),
        ("# set x: province", "nghe an", "https://w3id.org/chutri/id/province/nghe-an"),
        (
            "# set x: post",
            "bi thu tinh uy nghe an",
            "https://w3id.org/chutri/id/post/bi-thu-tinh-uy-nghe-an",
        ),
        (
            "# set x: document",
            "002_9061e898ab2a6f8c",
            "https://w3id.org/chutri/id/document/002-9061e898ab2a6f8c",
        ),
        ("", "body/bo-chinh-tri", "https://w3id.org/chutri/id/body/bo-chinh-tri"),
    ],
)
def test_values_of_each_type(store: Path, header: str, value: str, expected: object) -> None:
    query = f"{header}\nSELECT ?x {{ VALUES ?x {{ 'unset' }} }}"
    found = {str(row["x"]) for row in rows(store, query, settings={"x": value})}
    assert str(expected) in found


@pytest.mark.parametrize(
    ("header", "settings", "told"),
    [
        ("", {"y": "1"}, 'no parameter "y" (VALUES ?y { … }); it has x'),
        ("# set x: day", {"x": "17-1"}, '"17-1" is not a date'),
        ("# set x: number", {"x": "1} . "}, '"1} . " is no whole number'),
        ("# set x: days", {"x": "-1"}, '"-1" is no number of days'),
        ("# set x: official", {"x": "zzzz"}, 'no official matches "zzzz"'),
        ("# set x: province", {"x": "Atlantis"}, 'no province matches "Atlantis"'),
        ("# set x: post", {"x": "zzzz"}, 'no post matches "zzzz"'),
        ("# set x: document", {"x": "zzzz"}, 'no document "zzzz"'),
    ],
)
def test_values_that_cannot_be_set(
    store: Path, header: str, settings: dict[str, str], told: str
) -> None:
    query = f"{header}\nSELECT ?x {{ VALUES ?x {{ 'unset' }} }}"
    assert told in refusal(store, query, settings=settings)


def test_the_command_reads_files_standard_input_and_text(
    store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "q.rq"
    file.write_text("\ufeff" + NAMES, encoding="utf-8")
    said = []
    monkeypatch.setenv("KG_DB", str(store))
    for args in ([str(store), str(file)], [str(file)], ["-q", NAMES], [str(store), "-"]):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NAMES.encode())))
        assert run(["sparql", *args, "--csv"]) == 0
        said.append(capfd.readouterr())
    assert {out for out, _ in said} == {"name\nHoàng Nghĩa Hiếu\nHuỳnh Thị Hằng\n"}
    assert {err for _, err in said} == {""}


@pytest.mark.parametrize(
    ("args", "status", "told"),
    [
        ([], 2, "one query is needed"),
        (["-q", NAMES, "-n", "appearances"], 2, "one query is needed"),
        (["-q", NAMES, "--csv", "--json"], 2, "choose one of --table, --csv"),
        (["-q", NAMES, "--set", "x"], 2, "'x' is not of the form name=value"),
        (["-q", NAMES, "--timeout", "0"], 2, "--timeout"),
        (["no such.rq"], 1, "no such.rq: cannot read the query: No such file"),
        (["BAD"], 1, "not UTF-8 at byte 3"),
        (["STORE"], 2, "seeds.db is a store: a query is needed, too"),
        (["-n", "no-such"], 1, 'no question "no-such"; there are '),
        (["-q", "SELECT *"], 1, "query: line 1, column 9: ends too early"),
        (["FILE"], 1, "bad.rq: line 2, column 1: malformed at"),
        (["none.db", "-q", NAMES], 1, "none.db: no such store"),
        (["--list", "--ttl"], 2, "--list prints --table"),
    ],
)
def test_the_command_tells_what_is_wrong(
    store: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    status: int,
    told: str,
) -> None:
    monkeypatch.setenv("KG_DB", str(store))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "latin.rq").write_bytes(b"ASK\xff{}")
    (tmp_path / "bad.rq").write_text("SELECT *\n?x")
    names = {"BAD": "latin.rq", "FILE": "bad.rq", "STORE": str(store)}
    assert run(["sparql", *[names.get(a, a) for a in args]]) == status
    out, err = capfd.readouterr()
    assert out == "" and told in err and "Traceback" not in err


def test_the_list_and_the_text_of_a_question(
    capfd: pytest.CaptureFixture[str], store: Path
) -> None:
    assert run(["sparql", "--list", "--csv"]) == 0
    listed = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert len(listed) >= 20 and all(row["question"] and row["câu hỏi"] for row in listed)
    assert run(["sparql", "-n", "appearances", "--print"]) == 0
    text = capfd.readouterr().out
    rdflib.Graph().query(text)
    setting = "official=truong thi mai"
    assert run(["sparql", str(store), "-n", "appearances", "--print", "--set", setting]) == 0
    changed = capfd.readouterr().out
    assert "<https://w3id.org/chutri/id/official/truong-thi-mai>" in changed != text
