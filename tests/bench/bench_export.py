"""Exports of large stores: how fast, in how much memory; networkx and rdflib beside them.

    python tests/bench/bench_export.py                               # makes its stores; an hour
    python tests/bench/bench_export.py --stores 100k.db 1m.db        # of tests/synthetic/stored.py

Each figure is taken in a process of its own. Seconds are those of the processor; memory is the peak
of the process, with what Python and the libraries take. networkx writes the very graph that the
export writes, read with ``kg.graph`` before the clock starts; rdflib the very triples.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[n]) for n in (1, 2)]

from kg.store.store import Store  # noqa: E402

SIZES = (100_000, 1_000_000)
TURTLE = 1_600  # participations that make 100,000 triples
VIEWS = ("officials", "chairs", "meeting-official")


def graph_export(db: str, folder: Path, view: str = "full", suffix: str = "graphml") -> Any:
    """Return how long an export takes, and how large it is."""
    from kg.export import export

    path = folder / f"graph.{suffix}"
    with Store(db) as store:
        seconds = _timed(lambda: export(store, path, view=view))
    return {"seconds": seconds, "size": path.stat().st_size, "edges": _edges(path)}


def networkx_export(db: str, folder: Path) -> Any:
    """Return how long networkx takes to write the same graph."""
    import networkx

    import kg

    start = time.process_time()
    network = kg.graph(db)
    built = time.process_time() - start
    path = folder / "networkx.graphml"
    seconds = _timed(lambda: networkx.write_graphml(network, path))
    size = path.stat().st_size
    return {"seconds": seconds, "built": built, "size": size, "edges": network.size()}


def ntriples(db: str, folder: Path) -> Any:
    """Return how long N-Triples take, and how many they are."""
    from kg.export import export

    path = folder / "graph.nt"
    with Store(db) as store:
        seconds = _timed(lambda: export(store, path))
    with path.open("rb") as file:
        count = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    return {"seconds": seconds, "triples": count}


def turtle(folder: Path) -> Any:
    """Return how long Turtle takes, and rdflib's of the same triples."""
    import rdflib
    from synthetic.stored import make_store

    from kg.export import export

    with make_store(TURTLE, folder / "turtle.db") as store:
        seconds = min(_timed(lambda: export(store, folder / "a.ttl")) for _ in range(3))
        export(store, folder / "a.nt")
    graph = rdflib.Graph().parse(folder / "a.nt", format="nt")
    peer = _timed(lambda: graph.serialize(folder / "b.ttl", format="turtle"))
    return {"seconds": seconds, "rdflib": peer, "triples": len(graph)}


def appearances(db: str) -> Any:
    """Return what ``kg appearances`` takes as a whole process: seconds of the processor, wall."""
    with Store(db) as store:
        names = store.connection.execute(
            "SELECT participant, count(*) FROM participations "
            "WHERE participant LIKE 'official/%' GROUP BY participant ORDER BY 2 DESC, 1"
        ).fetchall()
    out = {}
    for what, (key, count) in (("most", names[0]), ("median", names[len(names) // 2])):
        command = [sys.executable, "-m", "kg", "appearances", key, "--db", db]
        runs = []
        for _ in range(9):
            before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            wall = time.perf_counter() - wall
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            runs.append((used, wall))
        out[what] = {
            "appearances": count,
            "cpu": statistics.median(used for used, _ in runs),
            "wall": min(wall for _, wall in runs),
        }
    return out


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _edges(path: Path) -> int:
    with path.open("rb") as file:
        return sum(line.startswith(b"<edge ") for line in file)


def _apart(part: str, *args: object) -> dict[str, Any]:
    """Run a part in a process of its own, so that its peak memory is its own."""
    command = [sys.executable, __file__, "--part", part, *map(str, args)]
    return dict(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))


def _part(name: str, args: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        parts: dict[str, Callable[[], Any]] = {
            "graph": lambda: graph_export(args[0], folder, *args[1:]),
            "networkx": lambda: networkx_export(args[0], folder),
            "nt": lambda: ntriples(args[0], folder),
            "turtle": lambda: turtle(folder),
            "appearances": lambda: appearances(args[0]),
        }
        found = dict(parts[name]())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found | {"peak": peak}


def _line(what: str, found: dict[str, Any]) -> None:
    print(
        f"{what:34} {found['edges']:10,} {found['seconds']:8.1f} {found['peak']:8,.0f}"
        f" {found['size'] / 1e6:8,.0f}",
        flush=True,
    )


def report(stores: list[str], peer: bool) -> None:
    """Print the tables of some stores, the smallest first."""
    print(f"{'':34} {'edges':>10} {'seconds':>8} {'peak MB':>8} {'file MB':>8}")
    largest = {}
    for db in stores:
        largest = _apart("graph", db)
        _line(f"GraphML, {Path(db).name}", largest)
    if peer:
        found = _apart("networkx", stores[-1])
        _line("networkx's writer alone", found)
        print(
            f"  of networkx's: {largest['seconds'] / found['seconds']:.2f} of the time "
            f"({largest['seconds'] / (found['seconds'] + found['built']):.2f} with that of reading "
            f"the graph from the store), {largest['peak'] / found['peak']:.3f} of the memory"
        )
    _line("GEXF", _apart("graph", stores[-1], "full", "gexf"))
    for view in VIEWS:
        _line(f"GraphML, view {view}", _apart("graph", stores[-1], view))
    found = _apart("nt", stores[0])
    print(
        f"N-Triples, {Path(stores[0]).name}: {found['triples']:,} triples in "
        f"{found['seconds']:.1f} s, {found['triples'] / found['seconds']:,.0f} a second, "
        f"peak {found['peak']:,.0f} MB"
    )
    found = _apart("turtle")
    print(
        f"Turtle: {found['triples']:,} triples in {found['seconds']:.2f} s, rdflib "
        f"{found['rdflib']:.1f} s, {found['rdflib'] / found['seconds']:.0f} times as long"
    )
    for what, row in _apart("appearances", stores[-1]).items():
        if what != "peak":
            print(
                f"kg appearances, {what}: {row['appearances']:,} in {row['cpu']:.2f} s of the "
                f"processor, {row['wall']:.2f} s by the clock"
            )


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--stores", nargs="+", help="stores to read, the smallest first")
    options.add_argument("--no-networkx", action="store_true", help="leave networkx out")
    options.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.part:
        print(json.dumps(_part(given.part[0], given.part[1:])))
    elif given.stores:
        report(given.stores, not given.no_networkx)
    else:
        with tempfile.TemporaryDirectory() as folder:
            stores = [str(Path(folder, f"{size}.db")) for size in SIZES]
            for size, path in zip(SIZES, stores, strict=True):
                maker = Path(__file__).parents[1] / "synthetic" / "stored.py"
                subprocess.run([sys.executable, maker, str(size), path], check=True)
            report(stores, not given.no_networkx)


if __name__ == "__main__":
    main()
