"""Hostile visitors, against a real server: it goes on answering others as quickly as before."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cli import ROOT

pytest.importorskip("jinja2")
pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from hostile import BYTES, QUERIES, REFUSED, drip, get, post, slow
from web_server import Server, serving, waiting

from kg.build import build
from kg.store.store import Store

_LATE = 25.0  # seconds after which the server has given up whoever is slow


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("attacked") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    with Store(path) as store:
        return f"{path}|{next(store.officials()).key}"


@pytest.fixture(scope="module")
def server(key: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = Path(key.partition("|")[0])
    log = tmp_path_factory.mktemp("log") / "log"
    with serving(path, log, "--timeout", "2", "--max-memory", "200") as running:
        running.ask("ASK {}")
        yield running
        assert running.process.poll() is None
        told = log.read_text()
        assert "Traceback" not in told, told
        assert "alert(1)" not in told and "SELECT" not in told  # what was asked is not logged


@pytest.fixture
def page(key: str) -> str:
    return key.partition("|")[2]


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


@pytest.mark.parametrize("name", QUERIES)
def test_what_costs_too_much_is_stopped(server: Server, name: str) -> None:
    got = server.raw(post(QUERIES[name]))
    assert status_of(got) == 503, got[:300]
    assert b"retry-after" in got.lower()
    assert server.ask("ASK {}").status == 200


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_not_be_asked_is_refused(server: Server, name: str) -> None:
    got = server.raw(post(REFUSED[name].replace("PORT", str(server.port))))
    assert status_of(got) == 400, got[:300]
    assert b"root:" not in got
    asked = [line for line in server.log.read_text().splitlines() if "/official/x.ttl" in line]
    assert asked == []


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_good_request_are_refused_or_harmless(server: Server, name: str) -> None:
    got = server.raw(BYTES[name])
    assert status_of(got) in (0, 200, 400, 404, 408, 413, 414, 415, 421, 431), got[:300]
    assert b"root:" not in got
    assert b"\nx-evil" not in got.lower().partition(b"\r\n\r\n")[0]
    assert b"<script>alert" not in got
    assert server.get("/healthz").status == 200


def test_a_query_reads_no_file_and_reaches_no_network(server: Server) -> None:
    got = server.ask("SELECT ?s FROM <file:///etc/passwd> { ?s ?p ?o }", "text/csv")
    assert got.status == 200 and got.text.strip() == "s"


def calm_time(server: Server, path: str, times: int) -> float:
    """Return the median time of a page, in seconds."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        assert server.get(path, {"Accept": "text/html"}).status == 200
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def test_others_are_answered_while_queries_rage(server: Server, page: str) -> None:
    """Pages go on while more queries than may run at once are put without a pause.

    Not in their calm time, for the machine may have a core only, but each of them, and soon.
    """
    done = threading.Event()
    counts: dict[int, int] = {}

    def rage(query: str) -> None:
        while not done.is_set():
            status = status_of(server.raw(post(query)))
            counts[status] = counts.get(status, 0) + 1

    calm = calm_time(server, f"/{page}", 30)
    attackers = [threading.Thread(target=rage, args=(query,)) for query in [*QUERIES.values()] * 3]
    for attacker in attackers:
        attacker.start()
    try:
        time_under_attack = calm_time(server, f"/{page}", 100)
    finally:
        done.set()
        for attacker in attackers:
            attacker.join()
    assert set(counts) <= {503} and sum(counts.values()) >= len(attackers)
    assert time_under_attack < calm * 50
    assert server.ask("ASK {}").status in (200, 503)


def test_slow_visitors_are_given_up_and_hold_up_nobody(server: Server, page: str) -> None:
    calm = calm_time(server, f"/{page}", 20)
    connections = slow(server.port, 300)
    try:
        assert calm_time(server, f"/{page}", 20) < calm * 50
        assert drip(connections, _LATE) == len(connections)
    finally:
        for connection in connections:
            connection.close()


def test_pages_do_not_wait_for_graphs(server: Server, page: str) -> None:
    done = threading.Event()
    statuses: set[int] = set()

    def rage(number: int) -> None:
        limit = number
        while not done.is_set():
            limit += 40
            path = f"/graph.json?hops=3&focus={page}&limit={limit % 10_000}"
            statuses.add(status_of(server.raw(get(path))))

    calm = calm_time(server, f"/{page}", 30)
    attackers = [threading.Thread(target=rage, args=(n,)) for n in range(40)]
    for attacker in attackers:
        attacker.start()
    try:
        # Other addresses each time, so that none of them comes from memory.
        took = [calm_time(server, f"/{page}?from=2000-01-{n:02}", 1) for n in range(1, 29)]
    finally:
        done.set()
        for attacker in attackers:
            attacker.join()
    assert statuses <= {200, 503}
    assert statistics.median(took) < calm * 200


def test_visitors_that_do_not_read_hold_up_nobody(server: Server, page: str) -> None:
    idle = []
    for _ in range(50):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        connection.sendall(get("/graph.json?limit=10000") * 3)
        idle.append(connection)
    try:
        assert server.get(f"/{page}").status == 200
    finally:
        for connection in idle:
            connection.close()


def test_queries_go_on_when_the_process_that_runs_them_has_ended(server: Server) -> None:
    pid = server.process.pid
    (helper,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    os.kill(int(helper), signal.SIGKILL)
    for _ in waiting():
        if server.ask("ASK {}").status == 200:
            return
    raise AssertionError("no queries any more")


def test_when_told_to_end_it_ends_what_is_under_way(key: str, tmp_path: Path) -> None:
    with serving(Path(key.partition("|")[0]), tmp_path / "log") as running:
        running.ask("ASK {}")
        head, _, body = post("ASK {}").partition(b"\r\n\r\n")
        with socket.create_connection(("127.0.0.1", running.port), timeout=60) as asking:
            asking.sendall(head + b"\r\nExpect: 100-continue\r\n\r\n")
            assert status_of(asking.recv(1000)) == 100  # now it is under way
            running.process.send_signal(signal.SIGTERM)
            for _ in waiting():
                with contextlib.suppress(ConnectionRefusedError):
                    socket.create_connection(("127.0.0.1", running.port), timeout=5).close()
                    continue
                break  # nobody else is let in
            asking.sendall(body)
            answer = b""
            while more := asking.recv(1000):
                answer += more
        assert running.process.wait(30) == 0
    assert status_of(answer) == 200 and b"true" in answer
    assert list(Path(tempfile.gettempdir()).glob(f"kg-serve-{running.process.pid}-*")) == []
