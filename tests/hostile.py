"""What hostile visitors send to a server: costly queries, and bytes that are no requests."""

from __future__ import annotations

import select
import socket
import time
from urllib.parse import urlencode

DEEP = 20_000
# Name -> query. None of them can be answered within a second or two and a few hundred megabytes.
QUERIES = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "giant ORDER BY": (
        "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY DESC(CONCAT(STR(?c), STR(?f))) ?a LIMIT 1"
    ),
    "property paths": (
        "SELECT (COUNT(*) AS ?n) { ?a (!a:x|^!a:y)*/(!a:x|^!a:y)*/(!a:x|^!a:y)* ?b }"
    ).replace("a:", "kg:"),
    "string bomb": (
        "SELECT (STRLEN(?z) AS ?n) { BIND('"
        + "x" * 1000
        + "' AS ?a) "
        + " ".join(
            f"BIND(CONCAT(?{a},?{a},?{a},?{a},?{a},?{a},?{a},?{a},?{a},?{a}) AS ?{b})"
            for a, b in zip("abcdefgh", "bcdefghz", strict=True)
        )
        + " }"
    ),
    "giant answer": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}
# Name -> query that is refused before anything is asked.
REFUSED = {
    "20,000 braces": "SELECT * " + "{" * DEEP + "}" * DEEP,
    "20,000 brackets": "SELECT * { FILTER(" + "(" * DEEP + "1" + ")" * DEEP + ") }",
    "SERVICE": "SELECT * { SERVICE <http://127.0.0.1:PORT/healthz> { ?s ?p ?o } }",
    "SERVICE, escaped": "SELECT * { \\u0053ERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "SERVICE SILENT": "SELECT * { SERVICE SILENT <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "LOAD": "LOAD <http://127.0.0.1:PORT/official/x.ttl>",
    "LOAD of a file": "LOAD <file:///etc/passwd>",
    "DROP": "DROP ALL",
    "FROM of a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o ",
}


def post(query: str, *, length: int | None = None) -> bytes:
    """Return a request that posts a query."""
    body = urlencode({"query": query}).encode()
    head = (
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body) if length is None else length}\r\n\r\n"
    )
    return head.encode() + body


def get(path: str, *headers: str) -> bytes:
    """Return a request for a path, just as it is written."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


# Name -> bytes that are sent as they are.
BYTES = {
    "10 MB query": post("SELECT * { } #" + "x" * 10_000_000),
    "10 MB address": get("/search?q=" + "x" * 10_000_000),
    "10 MB header": get("/", "X-Long: " + "x" * 10_000_000),
    "100,000 headers": get("/", *(f"X-{n}: 1" for n in range(100_000))),
    "a length that lies": post("ASK {}", length=10**15),
    "a length below 0": post("ASK {}", length=-1),
    "100,000 parameters": get("/sparql?" + "a=b&" * 15_000),
    "path traversal": get("/static/../../../../etc/passwd"),
    "path traversal, escaped": get("/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    "path traversal of a key": get("/document/../../../etc/passwd"),
    "header injection": get("/official/x%0d%0aX-Evil:%201?lang=vi%0d%0aX-Evil:%201"),
    "script in an address": get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "Accept: text/html"),
    "another host": get("/").replace(b"localhost", b"evil.example"),
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 100,
    "a request in a request": get("/")
    + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
    + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
    "endless chunks": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Type: application/sparql-query\r\n\r\n" + b"186a0\r\n" + b"x" * 100_000 + b"\r\n" +
    (b"186a0\r\n" + b"x" * 100_000 + b"\r\n") * 20,
}  # fmt: skip


def slow(port: int, connections: int) -> list[socket.socket]:
    """Open connections on which a request has begun, and does not go on: slowloris."""
    found = []
    for n in range(connections):
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        if n % 2:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        else:
            connection.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
                b"Content-Type: application/sparql-query\r\n\r\nASK"
            )
        found.append(connection)
    return found


def drip(connections: list[socket.socket], seconds: float) -> int:
    """Send a byte on each, every half second; return on how many the server gave up."""
    end = time.monotonic() + seconds
    ended = set[int]()
    while time.monotonic() < end and len(ended) < len(connections):
        for n, connection in enumerate(connections):
            if n in ended:
                continue
            connection.settimeout(0)
            try:
                if connection.recv(1000) is not None:
                    ended.add(n)
                    continue
            except BlockingIOError:
                pass
            except OSError:
                ended.add(n)
                continue
            try:
                connection.sendall(b"x")
            except OSError:
                ended.add(n)
        select.select([c for n, c in enumerate(connections) if n not in ended], [], [], 0.5)
    return len(ended)
