"""Pages: what they show, that every one of them is there, and that nothing on them is run."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from test_cli import ROOT

pytest.importorskip("jinja2")
pytest.importorskip("starlette")
pytest.importorskip("httpx")

from starlette.testclient import TestClient
from web_client import HTML, client_of, crawl, read

from kg.build import build
from kg.store import queries
from kg.store.store import Store
from kg.web import render

MESSAGES = ROOT / "kg" / "web" / "messages"
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>\r\nX-Evil: 1\u202e"

EVIL_KEY = "document/\"'><script>alert(1)</script>?a=b&c#d\r\nX-Evil:1\u202e"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    return path


@pytest.fixture(scope="module")
def client(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(seeds, tmp_path_factory.mktemp("side"), queries=0) as found:
        yield found


@pytest.fixture(scope="module")
def store(seeds: Path) -> Iterator[Store]:
    with Store(seeds) as opened:
        yield opened


def text_of(client: TestClient, path: str, **headers: str) -> str:
    got = client.get(path, headers={**HTML, **headers})
    assert got.status_code == 200, path
    return " ".join(read(got.text).text.split())


def check_page(text: str) -> None:
    """Nothing inline, nothing from outside, no id twice, a language."""
    page = read(text)
    assert page.inline == []
    assert [u for u in page.loads if not u.startswith("/") or u.startswith("//")] == []
    assert [u for u in page.links if not u.startswith(("/", "#"))] == []
    assert sorted(set(page.ids)) == sorted(page.ids)
    assert page.language in ("en", "vi")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_page_that_is_linked_is_there(client: TestClient, language: str) -> None:
    client.cookies.clear()
    kinds = set()
    for path, status, text in crawl(client, f"/?lang={language}", 500):
        assert status in (200, 303, 308) or path.startswith("/sparql"), path
        kinds.add(path.split("?")[0].split("/")[1])
        if text.startswith("<!doctype"):
            check_page(text)
            assert f'<html lang="{language}">' in text
    assert kinds >= {"official", "meeting", "body", "post", "province", "document", "static"}
    assert kinds >= {"search", "calendar", "map", "compare", "conflicts", "unsure", "graph"}


def test_an_official_shows_posts_and_appearances(client: TestClient, store: Store) -> None:
    for row in queries.officials(store):
        shown = text_of(client, f"/{row.key}")
        assert row.label in shown
        assert [post for post in row.posts if post not in shown] == []
        meetings = [a.meeting for a in queries.appearances(store, row.key)]
        assert [m for m in meetings if " ".join(m.split()) not in shown] == []


def busiest(store: Store) -> str:
    return max(queries.officials(store), key=lambda o: (o.appearances, o.key)).key


def test_appearances_are_filtered(client: TestClient, store: Store) -> None:
    key = busiest(store)
    all_of_them = client.get(f"/{key}.json").json()
    total = all_of_them["pager"]["total"]
    assert total == sum(all_of_them["roles"].values())
    for role, n in all_of_them["roles"].items():
        found = client.get(f"/{key}.json?role={role}").json()
        assert found["pager"]["total"] == n == len(found["appearances"])
        assert {a["role"] for a in found["appearances"]} == {role}
    first = all_of_them["first"]
    assert client.get(f"/{key}.json?to={first}").json()["pager"]["total"] >= 1
    assert client.get(f"/{key}.json?from=2999-01-01").json()["pager"]["total"] == 0
    word = all_of_them["appearances"][0]["meeting"]["label"].split()[0]
    assert client.get(f"/{key}.json?q={quote(word.upper())}").json()["pager"]["total"] >= 1
    assert client.get(f"/{key}.json?q=%25_%5C").json()["pager"]["total"] == 0


@pytest.mark.parametrize(
    "query",
    ["from=x", "to=2024-02-31", "role=king", "page=-1", "page=9e9", "page=٣", "q=%00", "x=y"],
)
def test_what_is_no_value_counts_as_none(client: TestClient, store: Store, query: str) -> None:
    key = busiest(store)
    plain = client.get(f"/{key}.json").json()
    assert client.get(f"/{key}.json?{query}").json() == plain


def test_a_fact_shows_its_sentence(client: TestClient, store: Store) -> None:
    for row in store.participations():
        page = client.get(f"/{row.key}.json").json()
        facts = queries.explain(store, row.participant)
        said = {e.sentence for f in facts if f.key == row.key for e in f.evidence}
        if said:
            assert {" ".join("".join(s["pieces"]).split()) for s in page["said"]} <= said
        shown = text_of(client, f"/{row.key}")
        assert all(s in shown for s in said)


def test_a_document_shows_its_whole_text_and_the_words_of_facts(
    client: TestClient, store: Store
) -> None:
    for row in store.documents():
        got = client.get("/" + quote(row.key), headers=HTML).text
        inside = got[
            got.index('<div class="text"') : got.index('<section aria-labelledby="facts">')
        ]
        assert read(inside).text.rstrip("\n ") == store.text(row.key).rstrip("\n ")
        page = read(got)
        places = {link[1:] for link in page.links if link.startswith("#") and link != "#main"}
        assert places and places <= set(page.ids)


@pytest.mark.parametrize(
    "change", [str.upper, lambda s: s, lambda s: s.split()[-1], lambda s: s.rsplit(" ", 1)[0]]
)
def test_search_needs_neither_accents_nor_case_nor_the_whole(
    client: TestClient, store: Store, change: object
) -> None:
    from kg.link.slugs import search_form

    for row in store.officials():
        for name in (row.label, search_form(row.label)):
            typed = quote(change(name))  # type: ignore[operator]
            keys = [hit["key"] for hit in client.get(f"/suggest?q={typed}").json()]
            assert row.key in keys
            assert f'href="/{row.key}"' in client.get(f"/search?q={typed}", headers=HTML).text


@pytest.mark.parametrize("kind", ["official", "body", "meeting", "province"])
def test_all_of_a_kind_are_listed(client: TestClient, store: Store, kind: str) -> None:
    total = {
        "official": len(list(store.officials())),
        "body": len(list(store.bodies())),
        "meeting": len(list(store.meetings())),
        "province": len([p for p in store.places() if p.level == "province"]),
    }[kind]
    (group,) = client.get(f"/search.json?kind={kind}").json()["groups"]
    assert group["pager"]["total"] == total
    keys = set()
    for page in range(1, group["pager"]["pages"] + 1):
        (found,) = client.get(f"/search.json?kind={kind}&page={page}").json()["groups"]
        keys |= {hit["key"] for hit in found["hits"]}
    assert len(keys) == total


def test_who_leads_the_whole_meeting_stands_before_those_of_a_site(
    client: TestClient, store: Store
) -> None:
    for meeting in store.meetings():
        page = client.get(f"/{meeting.key}.json").json()
        for role in ("chair", "attend"):
            sites = [p["site"] for p in page["participants"] if p["role"] == role]
            first = next((n for n, site in enumerate(sites) if site), len(sites))
            assert all(sites[first:])


@pytest.mark.parametrize(
    "typed", ['"', "a* OR b", "NEAR(a b)", "- -", "'; DROP TABLE x", "a" * 10_000, "%00", "﷽", "🙂"]
)
def test_search_takes_anything(client: TestClient, typed: str) -> None:
    for path in ("/search", "/suggest"):
        assert client.get(f"{path}?q={quote(typed)}", headers=HTML).status_code == 200


def test_two_officials_are_compared(client: TestClient, store: Store) -> None:
    from kg.store.together import common_meetings

    keys = [o.key for o in store.officials()]
    some = False
    for a in keys:
        for b in keys:
            if a >= b:
                continue
            wanted = {c.meeting_key for c in common_meetings(store, a, b)}
            page = client.get(f"/compare.json?a={a}&b={b}").json()
            assert {c["meeting"]["key"] for c in page["common"]} == wanted
            some |= bool(wanted)
    assert some
    both = client.get("/compare.json?a=nguyen&b=zzz").json()
    assert both["second"] is None and both["choices_b"] == []


def test_the_graph_holds_what_is_around(client: TestClient, store: Store) -> None:
    from kg.store.neighbours import Filter, links_of

    for row in store.officials():
        data = client.get(f"/graph.json?focus={row.key}").json()
        wanted = {
            (x.source, x.target, x.kind)
            for x in links_of(store, [row.key], Filter(), territory=False)
        }
        edges = {(e["source"], e["target"], e["kind"]) for e in data["edges"]}
        assert wanted <= edges
        ids = {node["id"] for node in data["nodes"]}
        assert row.key in ids and not data["truncated"]
        assert all(e["source"] in ids and e["target"] in ids for e in data["edges"])
        assert len({e["id"] for e in data["edges"]}) == len(data["edges"])
    few = client.get(f"/graph.json?focus={busiest(store)}&limit=3").json()
    assert len(few["nodes"]) == 3 and few["truncated"]


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_the_graph_can_be_kept(client: TestClient, store: Store, form: str, tmp_path: Path) -> None:
    import networkx

    data = client.get(f"/graph.json?focus={busiest(store)}&hops=2").json()
    got = client.get(f"/graph.{form}?focus={busiest(store)}&hops=2")
    assert got.headers["content-disposition"] == f'attachment; filename="graph.{form}"'
    path = tmp_path / f"graph.{form}"
    path.write_bytes(got.content.replace(b"gexf.net/1.3", b"www.gexf.net/1.2draft"))
    found = networkx.read_graphml(path) if form == "graphml" else networkx.read_gexf(path)
    assert len(found.nodes) == len(data["nodes"])
    assert {d["label"] for _, d in found.nodes(data=True)} == {n["label"] for n in data["nodes"]}


@pytest.mark.parametrize(
    "path",
    [
        "/official/nobody",
        "/official/",
        "/nothing",
        "/official/nobody.json",
        "/mention/nothing",
        "/site/x",
        "/event/x",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2Fapp.py",
        "/static/app.py",
        "/static/",
        "/../../etc/passwd",
        "/timeline.svg?key=official/nobody",
        "/timeline.svg",
        "/graph.json?focus=official/nobody",
        "/document/" + "x" * 5000,
        "/official/%FF%FE",
        "/official/a%00b",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    got = client.get(path, headers=HTML)
    assert got.status_code == 404
    check_page(got.text)
    assert client.get(path, headers={"Accept": "application/json"}).json()["status"] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "path", ["/", "/official/nobody", "/search", "/healthz", "/static/style.css"]
)
def test_nothing_can_be_written(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/search?q=a", "/healthz", "/static/style.css", "/map"])
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    head, whole = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]


def test_both_languages_say_the_same() -> None:
    def flat(table: dict[str, object], before: str = "") -> dict[str, str]:
        out = {}
        for name, value in table.items():
            if isinstance(value, dict):
                out |= flat(value, f"{before}{name}.")
            else:
                out[before + name] = str(value)
        return out

    english, vietnamese = (
        flat(tomllib.loads((MESSAGES / f"{name}.toml").read_text())) for name in ("en", "vi")
    )
    assert english.keys() == vietnamese.keys()
    gaps = re.compile(r"\{\w+\}")
    for key, text in english.items():
        assert sorted(gaps.findall(text)) == sorted(gaps.findall(vietnamese[key])), key


@pytest.mark.parametrize(
    ("path", "accepted", "cookie", "language"),
    [
        ("/", "", "", "en"),
        ("/", "vi", "", "vi"),
        ("/", "vi-VN,vi;q=0.9,en;q=0.8", "", "vi"),
        ("/", "en;q=0.1,vi;q=0.9", "", "vi"),
        ("/", "fr,de", "", "en"),
        ("/", "vi;q=nonsense", "", "en"),
        ("/", "vi", "en", "en"),
        ("/?lang=vi", "en", "en", "vi"),
        ("/?lang=<script>", "vi", "", "vi"),
    ],
)
def test_the_language_is_the_visitors(
    client: TestClient, path: str, accepted: str, cookie: str, language: str
) -> None:
    client.cookies.clear()
    headers = {**HTML, "Accept-Language": accepted}
    if cookie:
        headers["Cookie"] = f"kg_language={cookie}"
    got = client.get(path, headers=headers)
    assert got.headers["content-language"] == read(got.text).language == language
    assert ("set-cookie" in got.headers) == ("lang=vi" in path)


@pytest.fixture(scope="module")
def evil(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A store every text of which is hostile, keys of documents too."""
    folder = tmp_path_factory.mktemp("evil")
    path = folder / "evil.db"
    shutil.copy(seeds, path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    texts = {
        "officials": ("label",),
        "bodies": ("label",),
        "posts": ("label", "title"),
        "meetings": ("label", "kind", "session"),
        "places": ("label", "full_name", "wikidata", "iso"),
        "documents": ("title", "source", "issued"),
        "tellings": ("label", "session"),
        "sites": ("label",),
        "mentions": ("rule",),
        "sides": ("claim",),
    }
    for table, columns in texts.items():
        for column in columns:
            connection.execute(f"UPDATE {table} SET {column} = ?", (EVIL,))
    connection.execute("UPDATE documents SET id = id || ?", (EVIL,))
    connection.execute("UPDATE officials SET variants = ?", (json.dumps([EVIL, EVIL + "2"]),))
    key = connection.execute("SELECT key FROM documents").fetchone()[0]
    for table, column in (("documents", "key"), ("mentions", "document"), ("tellings", "document")):
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (EVIL_KEY, key))
    connection.close()
    with client_of(path, folder, queries=0) as found:
        yield found


def test_hostile_texts_stay_texts(evil: TestClient) -> None:
    seen = 0
    for path, status, text in crawl(evil, "/search?kind=official", 400):
        assert status != 500, path
        if text.startswith("<"):  # what is JSON is sent as JSON, and never sniffed
            assert "<script>alert" not in text and "<img src=x" not in text
        assert "\u202e" not in text or not text.startswith("<!doctype")
        seen += "&lt;script&gt;alert" in text
        if text.startswith("<!doctype"):
            check_page(text)
    assert seen > 20


def test_hostile_keys_lead_to_their_page_and_into_no_header(evil: TestClient) -> None:
    got = evil.get("/" + quote(EVIL_KEY), headers=HTML)
    assert got.status_code == 200
    assert "x-evil" not in got.headers
    for link in re.findall(r'href="(/mention/[^"]*)"', got.text) or ["/mention/x"]:
        moved = evil.get(link)
        assert "x-evil" not in moved.headers and "\n" not in moved.headers.get("location", "")


def test_what_is_kept_stays_within_its_room() -> None:
    from kg.web.cache import Cache, Kept

    cache = Cache(100_000)
    for n in range(1000):
        cache.put((n, "x" * 300), Kept(200, (), "", b"y" * 1000, None))
        cache.put((n, "x" * 300), Kept(200, (), "", b"z" * 1000, None))
    left = [n for n in range(1000) if cache.get((n, "x" * 300))]
    assert left and left == list(range(1000 - len(left), 1000))
    assert 30 < len(left) < 100
    cache.put("large", Kept(200, (), "", b"y" * 50_000, None))
    assert cache.get("large") is None and cache.get((999, "x" * 300))
    cache.clear()
    assert cache.get((999, "x" * 300)) is None


def test_a_large_answer_comes_whole(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.web.answers

    whole = client.get("/graph.json").content
    monkeypatch.setattr(kg.web.answers, "PIECE", 100)
    for _ in range(2):
        for path in ("/graph.json", "/static/style.css"):
            got = client.get(path)
            assert len(got.content) == int(got.headers["content-length"]) > 100
    assert client.get("/graph.json").content == whole


@pytest.mark.parametrize(
    ("language", "there", "gone"),
    [("en", ">seen in the post<", "chủ trì"), ("vi", ">được nêu đang giữ chức<", ">chaired<")],
)
def test_the_picture_of_a_career_is_in_the_language(
    client: TestClient, language: str, there: str, gone: str
) -> None:
    got = client.get(f"/timeline.svg?key=official/truong-thi-mai&lang={language}")
    assert there in got.text
    assert gone not in got.text
    assert "set-cookie" not in got.headers


@pytest.mark.parametrize(("built", "told"), [(True, False), (False, True)])
def test_a_graph_view_that_is_not_built_says_what_builds_it(
    client: TestClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    built: bool,
    told: bool,
) -> None:
    static = tmp_path / "static"
    shutil.copytree(render.STATIC, static, ignore=shutil.ignore_patterns("graph*"))
    if built:
        for name in ("graph.js", "graph.css", "graph-worker.js"):
            (static / name).touch()
    monkeypatch.setattr(render, "STATIC", static)
    text = client.get(f"/graph?limit={7 + built}", headers=HTML).text  # as nobody has asked yet
    assert ("make graph-view" in text) == told
    assert ('id="graph"' in text) == ("/static/graph.js" in text) == built
    assert "/graph.graphml?" in text and "/graph.gexf?" in text
