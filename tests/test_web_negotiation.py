"""One address, four forms: by suffix and by what a client accepts; and what need not be sent."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from test_cli import ROOT

pytest.importorskip("jinja2")
pytest.importorskip("starlette")
pytest.importorskip("httpx")

from starlette.testclient import TestClient
from web_client import HTML, client_of, read

from kg.build import build
from kg.export import export
from kg.export.names import path_of
from kg.store.store import Store
from kg.web.negotiate import best, form_of, split_suffix

BASE = "https://graph.example.org/kg/"
OFFICIAL = "official/"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forms") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    return path


@pytest.fixture(scope="module")
def client(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("side")
    with client_of(seeds, folder, queries=0, base=BASE, prefix="/kg") as found:
        yield found


@pytest.fixture(scope="module")
def triples(seeds: Path) -> set[ox.Triple]:
    out = io.BytesIO()
    with Store(seeds) as store:
        export(store, out, "nt", BASE)
    return {quad.triple for quad in ox.parse(out.getvalue(), ox.RdfFormat.N_TRIPLES)}


@pytest.fixture(scope="module")
def key(seeds: Path) -> str:
    with Store(seeds) as store:
        return next(store.officials()).key


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("application/json", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ("text/turtle", "text/turtle"),
        ("text/turtle;q=0.5, application/json;q=0.6", "application/json"),
        ("text/*", "text/html"),
        ("text/html;q=0, */*", "application/json"),
        ("application/*;q=0.2", "application/json"),
        ("TEXT/TURTLE", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("text/turtle;q=abc, application/json;q=0.1", "application/json"),
        (",,;;q=,", None),
        ("image/png", None),
        ("text/html;q=0", None),
    ],
)
def test_the_form_is_the_one_wanted_most(
    client: TestClient, key: str, accept: str, kind: str | None
) -> None:
    got = client.get(f"/{key}", headers={"Accept": accept})
    if kind is None:
        assert got.status_code == 406 and ".ttl" in got.text
    else:
        assert got.status_code == 200
        assert got.headers["content-type"].partition(";")[0] == kind
        assert "Accept" in got.headers["vary"]


@pytest.mark.parametrize(
    ("path", "bare", "form"),
    [
        ("official/a", "official/a", None),
        ("official/a.json", "official/a", "json"),
        ("official/a.jsonld", "official/a", "jsonld"),
        ("official/a.ttl", "official/a", "ttl"),
        ("official/a.html", "official/a", "html"),
        ("official/a.b.ttl", "official/a.b", "ttl"),
        (".ttl", ".ttl", None),
    ],
)
def test_a_suffix_names_a_form(path: str, bare: str, form: str | None) -> None:
    assert split_suffix(path) == (bare, form)


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [("a/b", "a/b"), ("x/y", None), ("a/*", "a/b"), ("", "a/b"), ("c/d, a/b;q=0.9", "c/d")],
)
def test_best_of_what_is_offered(accept: str, wanted: str | None) -> None:
    assert best(accept, ["a/b", "c/d"]) == wanted
    assert form_of("x" * 100_000) is None


@pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
def test_an_entity_s_statements_are_those_of_the_export(
    client: TestClient, seeds: Path, triples: set[ox.Triple], suffix: str
) -> None:
    told = set()
    with Store(seeds) as store:
        keys = [
            row.key
            for table in (
                store.officials,
                store.meetings,
                store.bodies,
                store.posts,
                store.places,
                store.documents,
                store.participations,
                store.memberships,
                store.conflicts,
            )
            for row in table()
        ]
    for key in keys:
        got = client.get(f"/{path_of(key)}.{suffix}")
        assert got.status_code == 200, key
        if suffix == "ttl":
            found = {q.triple for q in ox.parse(got.content, ox.RdfFormat.TURTLE)}
        else:
            found = {q.triple for q in ox.parse(got.content, ox.RdfFormat.JSON_LD)}
        assert found and found <= triples, key
        assert any(t.subject.value == BASE + path_of(key) for t in found)
        told |= found
    assert len(told) > 0.95 * len(triples)


def test_every_iri_leads_to_a_page(client: TestClient, triples: set[ox.Triple]) -> None:
    """With --base every IRI below it is an address: of a page, or of where it is shown."""
    subjects = {t.subject.value for t in triples if t.subject.value.startswith(BASE)}
    for iri in sorted({s.partition("#")[0] for s in subjects}):
        path = iri.removeprefix("https://graph.example.org")
        got = client.get(path, headers={"Accept": "text/turtle"})
        while got.status_code in (303, 308):
            assert got.headers["location"].startswith("/kg/")
            got = client.get(got.headers["location"], headers={"Accept": "text/turtle"})
        assert got.status_code == 200, path


def test_pages_lie_below_the_prefix(client: TestClient, key: str) -> None:
    got = client.get(f"/kg/{key}", headers=HTML)
    assert got.status_code == 200
    page = read(got.text)
    assert [u for u in page.links + page.loads if not u.startswith(("/kg/", "#"))] == []
    assert f'<link rel="canonical" href="{BASE}{key}">' in got.text


def test_json_says_what_the_page_says(client: TestClient, key: str) -> None:
    page = client.get(f"/{key}.json").json()
    assert page["iri"] == BASE + key and page["key"] == key
    shown = client.get(f"/{key}", headers=HTML).text
    assert page["label"] in shown
    assert all(post["post"]["label"] in shown for post in page["posts"])


def test_what_was_sent_is_not_sent_again(client: TestClient, key: str) -> None:
    first = client.get(f"/{key}", headers=HTML)
    tag = first.headers["etag"]
    for asked in (tag, f'"x", {tag}', "*", tag.removeprefix("W/")):
        again = client.get(f"/{key}", headers={**HTML, "If-None-Match": asked})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(f"/{key}", headers={**HTML, "If-None-Match": '"x"'}).status_code == 200
    other = client.get(f"/{key}", headers={**HTML, "Accept-Language": "vi"})
    assert other.headers["etag"] != tag
    assert "Cookie" in first.headers["vary"] and "Accept-Language" in first.headers["vary"]


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("", False),
        ("gzip;q=0", False),
        ("identity", False),
    ],
)
def test_answers_are_packed_for_those_who_take_that(
    client: TestClient, key: str, accepted: str, packed: bool
) -> None:
    plain = client.get(f"/{key}", headers={**HTML, "Accept-Encoding": "identity"}).content
    for _ in range(2):  # made, and from memory
        with client.stream("GET", f"/{key}", headers={**HTML, "Accept-Encoding": accepted}) as got:
            raw = b"".join(got.iter_raw())
        assert (got.headers.get("content-encoding") == "gzip") is packed
        assert (gzip.decompress(raw) if packed else raw) == plain
        assert "Accept-Encoding" in got.headers["vary"]


def test_a_key_that_moved_leads_to_the_one_it_has_now(
    seeds: Path, tmp_path: Path, key: str
) -> None:
    path = tmp_path / "moved.db"
    shutil.copy(seeds, path)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO redirects VALUES ('official/old', ?, NULL)", (key,))
    connection.close()
    with client_of(path, tmp_path, queries=0) as client:
        for suffix in ("", ".ttl"):
            got = client.get(f"/official/old{suffix}")
            assert (got.status_code, got.headers["location"]) == (308, f"/{key}{suffix}")


def test_jsonld_carries_its_context(client: TestClient, key: str) -> None:
    data = json.loads(client.get(f"/{key}.jsonld").content)
    assert data["@context"]["@base"] == BASE and data["@graph"]
