"""What every answer says to a browser, whatever it is an answer to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cli import ROOT

pytest.importorskip("jinja2")
pytest.importorskip("starlette")
pytest.importorskip("httpx")

from click.testing import CliRunner
from starlette.testclient import TestClient
from web_client import HTML, client_of

from kg.build import build
from kg.commands import serve
from kg.web.pages import OTHERS


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("headers") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    return path


@pytest.fixture(scope="module")
def client(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(seeds, tmp_path_factory.mktemp("side")) as found:
        yield found


PATHS = [
    *OTHERS,
    "/official/nobody",
    "/healthz",
    "/robots.txt",
    "/favicon.ico",
    "/static/style.css",
    "/static/suggest.js",
    "/suggest?q=a",
    "/graph.json",
    "/graph.graphml",
    "/search.json?q=a",
    "/sparql",
    "/sparql?query=ASK%20%7B%7D",
    "/?q=" + "x" * 64_500,
]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p[:30])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_forbids_what_is_not_needed(
    client: TestClient, method: str, path: str
) -> None:
    got = client.request(method, path, headers=HTML)
    parts = [part.split() for part in got.headers["content-security-policy"].split(";")]
    policy = {name: values for name, *values in parts}
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == ["'self'"]
    assert policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert not [s for some in policy.values() for s in some if "unsafe" in s or "://" in s]
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["referrer-policy"] == "no-referrer"
    assert "server" not in got.headers and "access-control-allow-origin" not in got.headers


def test_an_error_of_its_own_has_the_headers_and_tells_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.web.pages import search

    monkeypatch.setattr(search.side, "search", lambda *_: 1 / 0)
    got = client.get("/suggest?q=never-asked-before", headers=HTML)
    assert got.status_code == 500
    assert "content-security-policy" in got.headers
    assert "ZeroDivision" not in got.text and "Traceback" not in got.text


def test_a_picture_may_do_nothing_at_all(client: TestClient, seeds: Path) -> None:
    from kg.store.store import Store

    with Store(seeds) as store:
        key = next(store.officials()).key
    got = client.get(f"/timeline.svg?key={key}")
    assert got.headers["content-type"] == "image/svg+xml"
    policy = got.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script" not in policy


def test_the_cookie_is_for_the_language_alone(client: TestClient) -> None:
    got = client.get("/?lang=vi", headers=HTML)
    assert got.headers["set-cookie"].startswith("kg_language=vi; Path=/;")
    assert "HttpOnly" in got.headers["set-cookie"] and "SameSite=Lax" in got.headers["set-cookie"]
    client.cookies.clear()


def test_files_last_as_long_as_their_version(client: TestClient) -> None:
    from kg.web.render import version_of

    plain = client.get("/static/style.css")
    named = client.get(f"/static/style.css?v={version_of('style.css')}")
    other = client.get("/static/style.css?v=0")
    assert "immutable" in named.headers["cache-control"]
    assert plain.headers["cache-control"] == other.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.9.9.9", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("example.org", False),
    ],
)
def test_a_host_that_others_reach_is_warned_of(
    seeds: Path, monkeypatch: pytest.MonkeyPatch, host: str, loopback: bool
) -> None:
    import kg.web.run

    asked: list[object] = []
    monkeypatch.setattr(kg.web.run, "serve", lambda *values: asked.append(values))
    done = CliRunner().invoke(serve.command, [str(seeds), "--host", host])
    assert done.exit_code == 0 and len(asked) == 1
    assert ("warning" in done.output) is not loopback


@pytest.mark.parametrize(
    "options",
    [
        ["--base", "nonsense"],
        ["--base", "https://example.org"],
        ["--port", "70000"],
        ["--workers", "0"],
        ["--timeout", "0"],
    ],
)
def test_options_that_cannot_be_are_refused(seeds: Path, options: list[str]) -> None:
    done = CliRunner().invoke(serve.command, [str(seeds), *options])
    assert done.exit_code != 0


def test_no_store_no_server(tmp_path: Path) -> None:
    done = CliRunner().invoke(serve.command, [str(tmp_path / "none.db")])
    assert done.exit_code == 1 and "no such store" in str(done.exception)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("[::1]:8000", 200),
        ("LOCALHOST", 200),
        ("graph.example.org", 200),
        ("evil.example", 421),
        ("", 421),
        ("localhost.evil.example", 421),
        ("evil.example:8000", 421),
    ],
)
def test_at_this_machine_alone_it_answers_to_its_own_names(
    seeds: Path, tmp_path: Path, host: str, status: int
) -> None:
    names = serve._names("127.0.0.1", "https://graph.example.org/")
    with client_of(seeds, tmp_path, hosts=names) as client:
        assert client.get("/", headers={"Host": "localhost"}).status_code == 200
        assert client.get("/", headers={"Host": host}).status_code == status
