"""A graph view without a store: made-up networks, served with the pages' strict policy.

`python tests/graph_page.py` serves them until stopped, to look at: http://127.0.0.1:8001/?n=2000
"""

from __future__ import annotations

import json
import random
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

STATIC = Path(__file__).parent.parent / "kg" / "web" / "static"
BUILT = ("graph.js", "graph.css", "graph-worker.js")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
KINDS = ("official", "official", "official", "meeting", "meeting", "body", "province", "document")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vũ", "Bùi", "Đặng")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Hồng", "Quốc")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Hạnh", "Khánh", "Lâm", "Oanh", "Phú", "Ứng")
GROUND = "@media (prefers-color-scheme: dark) { body { background: #15181c; color: #e6e9ec } }"
WORDS = {"search": "Tìm trong đồ thị", "pause": "Dừng", "kind.official": "Cán bộ"}


def network(number: int) -> dict[str, Any]:
    """A network of so many nodes: each joined to two or so others, rather to much joined ones."""
    choose = random.Random(number)
    nodes, edges, ends = [], [], []
    for i in range(number):
        kind = choose.choice(KINDS)
        label = " ".join(choose.choice(part) for part in (FAMILY, MIDDLE, GIVEN))
        if kind != "official":
            label = f"{kind} {label} của một cơ quan có tên khá dài số {i}"
        node = {"id": f"{kind}/{i}", "label": label, "kind": kind, "url": f"/page/{kind}/{i}"}
        nodes.append({**node, "size": 0})
        for _ in range(choose.choice((1, 1, 2, 3)) if i else 0):
            other = choose.choice(ends) if ends and choose.random() < 0.7 else choose.randrange(i)
            edge = {"id": f"e{len(edges)}", "source": node["id"], "target": nodes[other]["id"]}
            edges.append({**edge, "kind": "chair", "label": "chaired", "weight": 1})
            ends += [i, other]
    for i in ends:
        nodes[i]["size"] += 1  # type: ignore[operator]
    return {"nodes": nodes, "edges": edges, "truncated": False}


def near(focus: str) -> dict[str, Any]:
    """What expanding a node adds: three officials."""
    new = [
        {
            "id": f"{focus}+{i}",
            "label": f"Mới {i}",
            "kind": "official",
            "url": "/page/new",
            "size": 1,
        }
        for i in range(3)
    ]
    old = {"id": focus, "label": "old", "kind": "official", "url": "/page/old", "size": 9}
    edges = [
        {"id": f"{n['id']}-e", "source": focus, "target": n["id"], "kind": "chair", "label": "with",
         "weight": 2}
        for n in new
    ]  # fmt: skip
    return {"nodes": [old, *new], "edges": edges, "truncated": False}


HOSTILE: dict[str, Any] = {
    "nodes": [
        {"id": "a", "label": "<img src=x onerror=alert(1)>", "kind": "official",
         "url": "javascript:alert(1)"},
        {"id": "b", "label": "", "kind": "<b>", "url": "//example.org/x", "size": -3},
        {"id": "__proto__", "label": "\u202eproto", "kind": "constructor", "url": 7, "size": 1e308},
        {"id": 5, "label": 5, "kind": None, "size": "x"},
        None,
        "text",
    ],
    "edges": [
        {"id": "1", "source": "a", "target": "b", "kind": "x", "label": "<i>", "weight": -1},
        {"id": "2", "source": "a", "target": "a", "weight": 2},
        {"id": "3", "source": "a", "target": "nowhere"},
        {"id": "4", "source": "b", "target": "__proto__", "weight": 1e300},
        None,
    ],
    "truncated": True,
}  # fmt: skip
ANSWERS: dict[str, tuple[int, bytes]] = {
    "hostile": (200, json.dumps(HOSTILE).encode()),
    "empty": (200, b'{"nodes": [], "edges": [], "truncated": false}'),
    "busy": (503, b"busy"),
    "garbage": (200, b"<html>"),
    "shapeless": (200, b"[1, 2]"),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        name = parts.path.removeprefix("/static/")
        if name in BUILT:
            kind = "text/css" if name.endswith(".css") else "text/javascript"
            self._answer(200, (STATIC / name).read_bytes(), kind)
        elif parts.path == "/page.css":
            self._answer(200, GROUND.encode(), "text/css")
        elif parts.path == "/graph.json":
            self._graph(asked)
        elif parts.path == "/":
            self._answer(200, _page(parts.query, asked.get("lang", "en")).encode(), "text/html")
        elif parts.path.startswith("/page/"):
            self._answer(200, b"<!doctype html><title>page</title><h1>A page</h1>", "text/html")
        else:
            self._answer(204 if parts.path == "/favicon.ico" else 404, b"", "text/plain")

    def _graph(self, asked: dict[str, str]) -> None:
        if "focus" in asked:
            status, body = 200, json.dumps(near(asked["focus"])).encode()
        elif asked.get("case") in ANSWERS:
            status, body = ANSWERS[asked["case"]]
        else:
            status, body = 200, json.dumps(network(int(asked["n"]))).encode()
        self._answer(status, body, "application/json")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests' output is theirs."""


def _page(query: str, language: str) -> str:
    words = escape(json.dumps(WORDS if language == "vi" else {}))
    query = escape(query)
    return f"""<!doctype html>
<html lang="{quote(language)}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Graph</title>
<link rel="stylesheet" href="/page.css"><link rel="stylesheet" href="/static/graph.css">
<main><h1>Graph</h1>
<div id="graph" data-url="/graph.json?{query}" data-graphml="/graph.graphml?{query}"
 data-gexf="/graph.gexf?{query}" data-strings="{words}"></div></main>
<script src="/static/graph.js" defer></script>
</html>"""


@contextmanager
def served(port: int = 0) -> Iterator[str]:
    """Serve on the loopback address while the block runs; gives the origin."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    with served(int(sys.argv[1]) if len(sys.argv) > 1 else 8001) as origin:
        print(f"{origin}/?n=2000", flush=True)
        threading.Event().wait()
