"""Queries that take too much, and what happens to the index when things go wrong."""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from test_cli import ROOT

from kg.build import build
from kg.errors import KgError
from kg.sparql import DEFAULT_BASE, Limits, ask
from kg.sparql.child import run
from kg.sparql.engine import Question, answer
from kg.sparql.index import COMPLETE, SUFFIX, index

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
LARGE = f"SELECT (CONCAT('{'x' * 500}', 'y') AS ?x) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}"
MANY = (
    "CONSTRUCT { ?a ?b ?x } { ?a ?b ?c . ?d ?e ?f "
    f"BIND(CONCAT('{'x' * 500}', STRUUID()) AS ?x) }}"
)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("limits") / "seeds.db"
    build([ROOT / "seeds"], path).close()
    asked(path, COUNT)
    return path


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    """A copy of the store, without an index."""
    return Path(shutil.copy2(built, tmp_path / "copy.db"))


def asked(store: Path, query: str, limits: Limits | None = None, form: str = "csv") -> str:
    out = io.BytesIO()
    try:
        ask(store, query, out, form, limits=limits)  # type: ignore[arg-type]
    except BaseException:
        assert out.getvalue() == b""
        raise
    return out.getvalue().decode()


def children() -> list[int]:
    return [
        int(pid) for pid in os.listdir("/proc") if pid.isdecimal() and _parent(pid) == os.getpid()
    ]


def _parent(pid: str) -> int:
    try:
        return int(Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.mark.parametrize(
    ("query", "form", "limits", "told"),
    [
        (CROSS, "csv", Limits(1, 500), "stopped after 1 seconds"),
        (f"ASK {{ {{ {CROSS} }} FILTER(?n = 0) }}", "json", Limits(1, 500), "stopped after 1 sec"),
        (SORTED, "csv", Limits(60, 100), "stopped at 100 MB of memory"),
        (LARGE, "csv", Limits(60, 20), "takes more than 20 MB"),
        (LARGE, "table", Limits(60, 30), "stopped at 30 MB of memory"),
        (LARGE, "json", Limits(60, 30), "30 MB"),
        (
            MANY,
            "ttl",
            Limits(60, 30),
            "stopped at 30 MB of memory",
        ),
        ("ASK { FILTER(" + "!" * 200_000 + "true) }", "csv", Limits(20, 100), "100 MB"),
    ],
)
def test_a_query_past_its_limit_is_stopped(
    built: Path, query: str, form: str, limits: Limits, told: str
) -> None:
    begin = time.monotonic()
    with pytest.raises(KgError) as caught:
        asked(built, query, limits, form)
    assert told in str(caught.value) and "\n" not in str(caught.value)
    assert time.monotonic() - begin < 60
    assert children() == []


def test_limits_leave_room_for_what_is_within_them(built: Path) -> None:
    assert int(asked(built, COUNT, Limits(30, 64)).splitlines()[1]) > 4000


def write(out: IO[bytes], opened: Callable[[], None]) -> str:
    opened()
    out.write(b"whole")
    return "fine"


def hang(out: IO[bytes], opened: Callable[[], None]) -> str:
    time.sleep(100)
    return ""


def grow(out: IO[bytes], opened: Callable[[], None]) -> str:
    opened()
    kept = [bytearray(1 << 20) for _ in range(2000)]
    return str(len(kept))


def fail(out: IO[bytes], opened: Callable[[], None]) -> str:
    out.write(b"half")
    raise KgError("told")


def crash(out: IO[bytes], opened: Callable[[], None]) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def spin(out: IO[bytes], opened: Callable[[], None]) -> str:
    while True:
        pass


def test_work_in_a_child_gives_what_it_wrote() -> None:
    result, line = run(write, Limits(10, 100))
    with result:
        assert (result.read(), line) == (b"whole", "fine")


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (hang, "work: stopped after 0.5 seconds"),
        (spin, "work: stopped after 0.5 seconds"),
        (grow, "work: stopped at 50 MB of memory"),
        (fail, "told"),
        (crash, "work: ended by SIGKILL"),
    ],
)
def test_work_that_does_not_end_well(
    work: Callable[[IO[bytes], Callable[[], None]], str], told: str
) -> None:
    with pytest.raises(KgError, match=told):
        run(work, Limits(0.5 if "seconds" in told else 20, 50), "work")
    assert children() == []


def test_an_interrupt_ends_the_child(built: Path) -> None:
    code = f"from kg.cli import main; main(['sparql', {str(built)!r}, '-q', {CROSS!r}])"
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    child = ""
    while not child and time.monotonic() < deadline:
        path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        child = path.read_text().strip()
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert child and not Path("/proc", child).exists()
    assert (process.returncode, err.strip()) == (130, "kg: interrupted")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter is Linux's")
def test_a_query_cannot_reach_the_network_even_if_it_is_not_refused(built: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(2)
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{}} }}"
        reached = threading.Event()

        def serve() -> None:
            try:
                server.accept()[0].close()
                reached.set()
            except TimeoutError:
                pass

        thread = threading.Thread(target=serve)
        thread.start()
        question = Question(query, "query", DEFAULT_BASE, "json")
        with index(built, DEFAULT_BASE) as path, pytest.raises(KgError, match="Permission denied"):
            run(lambda out, opened: answer(path, question, out, opened), Limits(20, 500))
        thread.join()
        assert not reached.is_set()


def folder(store: Path) -> Path:
    return store.with_name(store.name + SUFFIX)


def indexes(store: Path) -> list[Path]:
    return sorted(p for p in folder(store).iterdir() if p.name != "lock")


def test_an_index_is_built_once_and_again_when_the_store_has_changed(store: Path) -> None:
    before = asked(store, COUNT)
    (first,) = indexes(store)
    made = (first / COMPLETE).stat().st_mtime_ns
    assert asked(store, COUNT) == before
    assert indexes(store) == [first] and (first / COMPLETE).stat().st_mtime_ns == made
    build([ROOT / "seeds" / "003_5f2caca0118feb31.txt"], store).close()
    after = asked(store, COUNT)
    assert int(after.split()[1]) < int(before.split()[1])
    (second,) = indexes(store)
    assert second != first


def test_an_index_for_each_base(store: Path) -> None:
    query = "SELECT ?o { ?o a kg:Official } ORDER BY ?o LIMIT 1"
    out = io.BytesIO()
    ask(store, query, out, "csv", base="http://localhost/x/")
    assert "http://localhost/x/official/" in out.getvalue().decode()
    assert "https://w3id.org/chutri/id/official/" in asked(store, query)


def test_what_a_killed_build_leaves_is_no_index(store: Path) -> None:
    code = (
        "import kg.sparql.load as load, os, sys\n"
        "real = load._Counter.quads\n"
        "def quads(self, found):\n"
        "    for quad in real(self, found):\n"
        "        yield quad\n"
        "        if self.number == 2000: os.kill(os.getpid(), 9)\n"
        "load._Counter.quads = quads\n"
        "sys.exit(load.main(sys.argv[1:]))"
    )
    folder(store).mkdir()
    left = folder(store) / "building-1"
    args = [sys.executable, "-c", code, str(store), str(left), DEFAULT_BASE]
    assert subprocess.run(args, capture_output=True).returncode == -9
    assert left.is_dir() and not (left / COMPLETE).exists()
    assert int(asked(store, COUNT).split()[1]) > 4000
    assert not left.exists() and len(indexes(store)) == 1


def test_a_loader_that_is_killed_is_told(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.Popen

    def popen(command: list[str], **options: object) -> object:
        return real([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], **options)  # type: ignore[call-overload]

    monkeypatch.setattr("kg.sparql.index.subprocess.Popen", popen)
    with pytest.raises(KgError, match="building the index was ended by SIGKILL"):
        asked(store, COUNT)
    assert indexes(store) == []


@pytest.mark.parametrize("damage", ["truncate", "garble", "no current", "no file"])
def test_a_damaged_index_is_built_again(store: Path, damage: str) -> None:
    before = asked(store, COUNT)
    (path,) = indexes(store)
    large = max(path.glob("*.sst"), key=lambda p: p.stat().st_size)
    if damage == "truncate":
        os.truncate(large, 100)
    elif damage == "garble":
        large.write_bytes(os.urandom(large.stat().st_size))
    elif damage == "no file":
        large.unlink()
    else:
        (path / "CURRENT").unlink()
    assert asked(store, COUNT) == before


def test_two_processes_at_once(store: Path) -> None:
    args = [sys.executable, "-m", "kg", "sparql", str(store), "-q", COUNT, "--csv"]
    running = [
        subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(4)
    ]
    said = [process.communicate(timeout=120) for process in running]
    assert len(set(said)) == 1 and said[0][1] == "" and int(said[0][0].split()[1]) > 4000
    assert len(indexes(store)) == 1


def test_an_index_that_is_read_is_not_taken_away(store: Path) -> None:
    with index(store, DEFAULT_BASE) as path:
        os.utime(store)
        with index(store, DEFAULT_BASE) as other:
            assert other != path and (path / COMPLETE).exists()
    with index(store, "http://localhost/") as third:
        assert indexes(store) == [third]


def test_a_folder_that_cannot_be_written(store: Path) -> None:
    folder(store).write_text("in the way")
    with pytest.raises(KgError, match="cannot write the index"):
        asked(store, COUNT)
    elsewhere = store.parent / "elsewhere"
    out = io.BytesIO()
    ask(store, COUNT, out, "csv", folder=elsewhere)
    assert (elsewhere / "lock").exists()


def test_progress_is_told(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    with index(store, DEFAULT_BASE, progress=seen.append):
        pass
    assert seen and seen == sorted(seen) and seen[-1] > 4000
