"""How quickly `kg serve` answers many visitors, and what others notice of hostile ones.

    python tests/synthetic/stored.py 1000000 /tmp/big.db      # once
    python tests/bench/bench_serve.py /tmp/big.db             # load; needs wrk
    python tests/bench/bench_serve.py --attacks small.db      # attacks; makes an index for queries

Prints the tables of the README. Pages are asked for by 50 clients in a closed loop: once each
("first time"), and again and again from a thousand ("from memory").
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

sys.path[:0] = [str(Path(__file__).resolve().parents[n]) for n in (1, 2)]

from hostile import BYTES, QUERIES, REFUSED, drip, post, slow  # noqa: E402
from web_server import Server, serving  # noqa: E402

from kg.link.slugs import search_form  # noqa: E402

_LUA = """
local paths, n = {}, 0
local threads = 0
function setup(thread) thread:set("id", threads); threads = threads + 1 end
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  n = id * 7919
  wrk.headers["Accept"] = "text/html"
  wrk.headers["Accept-Encoding"] = "gzip"
end
function request()
  n = n % #paths + 1
  return wrk.format("GET", paths[n])
end
function done(summary, latency, requests)
  io.write(string.format("RESULT %f %f %f %f %d\\n", latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.requests / summary.duration * 1e6, summary.errors.status + summary.errors.timeout))
end
"""
_RESULT = re.compile(r"RESULT (\S+) (\S+) (\S+) (\S+) (\d+)")


def load(server: Server, paths: list[str], seconds: int, clients: int) -> str:
    """Return a row of the table: p50, p95, p99 in ms, answers a second, errors."""
    with tempfile.TemporaryDirectory() as folder:
        script, list_of = Path(folder, "load.lua"), Path(folder, "paths")
        script.write_text(_LUA)
        list_of.write_text("\n".join(paths))
        wrk = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", str(script), server.url]
        told = subprocess.run(
            [*wrk, "--", str(list_of)], capture_output=True, text=True, check=True
        ).stdout
    found = _RESULT.search(told)
    assert found, told
    p50, p95, p99, rate = (float(found[n]) for n in range(1, 5))
    errors = int(found[5])
    return f"{p50:.0f} | {p95:.0f} | {p99:.0f} | {rate:,.0f} | {errors}"


def memory(server: Server) -> float:
    """Return the memory of all processes of a server in MB, what they share counted once."""
    total = 0
    todo = [server.process.pid]
    while todo:
        pid = todo.pop()
        children = Path(f"/proc/{pid}/task/{pid}/children")
        if not children.exists():
            continue
        todo += map(int, children.read_text().split())
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


@contextlib.contextmanager
def running(store: Path, *options: str) -> Iterator[Server]:
    """Run a server of a store while the block does."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(store, Path(folder, "log"), *options) as server,
    ):
        yield server


def paths_of(store: Path, prefix: str, most: int) -> list[str]:
    """Return addresses of officials' pages in a random order, the same each time."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM officials ORDER BY key")]
    random.Random(1).shuffle(keys)
    return [f"{prefix}/{quote(key)}" for key in keys[:most]]


def typed_of(store: Path, most: int) -> list[str]:
    """Return addresses of suggestions: names as they are typed, letter by letter."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as connection:
        names = [n for (n,) in connection.execute("SELECT label FROM officials ORDER BY key")]
    chosen = random.Random(2).sample(names, min(len(names), most // 8))
    typed = [name[:n] for name in map(search_form, chosen) for n in range(1, len(name) + 1)]
    random.Random(3).shuffle(typed)
    return [f"/suggest?q={quote(text)}" for text in typed[:most]]


def bench_load(store: Path, seconds: int, clients: int, workers: int) -> None:
    """Print the table of load."""
    options = ["--workers", str(workers), "--queries", "0", "--no-log"]
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(store, Path(folder, "log"), *options) as s,
    ):
        print(f"{clients} clients, {workers} workers\n")
        print("| | p50 ms | p95 ms | p99 ms | answers/s | errors |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        few = paths_of(store, "", 1000)
        every = paths_of(store, "", 10**9)
        print(f"| officials' pages, first time | {load(s, every, seconds, clients)} |")
        load(s, few, 5, clients)
        print(f"| officials' pages, from memory | {load(s, few, seconds, clients)} |")
        print(f"| suggestions | {load(s, typed_of(store, 20_000), seconds, clients)} |")
        print(f"\nmemory of all processes: {memory(s):.0f} MB")


class Visitor:
    """Asks for pages one after another, and notes how long each took."""

    def __init__(self, server: Server, paths: list[str]) -> None:
        self._server, self._paths = server, paths

    def p95(self, seconds: float) -> tuple[float, int]:
        """Return the time (ms) that 95 of 100 pages took at most, and how many failed."""
        took, failed, end = [], 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            begun = time.perf_counter()
            got = self._server.get(random.choice(self._paths), {"Accept": "text/html"})
            took.append((time.perf_counter() - begun) * 1000)
            failed += got.status != 200
            time.sleep(0.01)
        return statistics.quantiles(took, n=20)[-1], failed


def bench_attacks(store: Path, seconds: float) -> None:
    """Print the table of attacks: what is answered, and what another visitor notices."""
    options = ["--timeout", "5", "--no-log"]
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(store, Path(folder, "log"), *options) as s,
    ):
        visitor = Visitor(s, paths_of(store, "", 200))
        visitor.p95(2)
        calm, _ = visitor.p95(seconds)
        print("\n| attack | answer | others' p95, ms | others' failures |")
        print("| --- | --- | ---: | ---: |")
        print(f"| (none) | | {calm:.0f} | 0 |")
        attacks: dict[str, Callable[[], bytes]] = {}
        for name, query in {**QUERIES, **REFUSED}.items():
            data = post(query.replace("PORT", str(s.port)))
            attacks[name] = lambda data=data: s.raw(data)  # type: ignore[misc]
        for name, data in BYTES.items():
            attacks[name] = lambda data=data: s.raw(data)  # type: ignore[misc]
        for name, attack in attacks.items():
            answers, p95, failed = _under(attack, visitor, seconds)
            print(f"| {name} | {answers} | {p95:.0f} | {failed} |", flush=True)
        connections = slow(s.port, 500)
        dripping = threading.Thread(target=drip, args=(connections, seconds))
        dripping.start()
        p95, failed = visitor.p95(seconds)
        dripping.join()
        ended = drip(connections, 25)
        print(f"| slowloris, 500 connections | {ended} given up | {p95:.0f} | {failed} |")
        print(f"\nmemory of all processes afterwards: {memory(s):.0f} MB")


def _under(attack: Callable[[], bytes], visitor: Visitor, seconds: float) -> tuple[str, float, int]:
    """Return what four attackers without pause were answered, and what the visitor notices."""
    done, counts = threading.Event(), dict[str, int]()

    def rage() -> None:
        while not done.is_set():
            answer = attack()
            status = answer.split(b" ", 2)[1].decode() if answer.startswith(b"HTTP/") else "closed"
            counts[status] = counts.get(status, 0) + 1

    attackers = [threading.Thread(target=rage) for _ in range(4)]
    for attacker in attackers:
        attacker.start()
    try:
        p95, failed = visitor.p95(seconds)
    finally:
        done.set()
        for attacker in attackers:
            attacker.join()
    return ", ".join(sorted(counts)), p95, failed


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--attacks", action="store_true", help="attacks instead of load")
    parser.add_argument("--seconds", type=int, default=10, help="of each row")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if asked.attacks:
        bench_attacks(asked.store, asked.seconds)
    elif shutil.which("wrk") is None:
        sys.exit("wrk is needed (Debian: apt install wrk)")
    else:
        bench_load(asked.store, asked.seconds, asked.clients, asked.workers)


if __name__ == "__main__":
    main()
