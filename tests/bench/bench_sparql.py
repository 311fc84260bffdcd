"""The competency questions over a made-up graph, and N-Triples and Turtle beside rdflib's.

    python tests/bench/bench_sparql.py                  # 80,000 participations: 5 million triples
    python tests/bench/bench_sparql.py --store big.db   # a store that is there (tests/synthetic)
    python tests/bench/bench_sparql.py --syntaxes       # the writers, on 100,000 triples

Each question is asked of the index on disk, with the busiest official, the largest meeting, the
commonest post and so on as parameters; seconds are those of the processor, the first time and the
best of the next three. What --set does not restrict is asked of the whole graph.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[n]) for n in (1, 2)]

from kg.export import DEFAULT_BASE, export  # noqa: E402
from kg.export.rdf import triples  # noqa: E402
from kg.sparql.index import index  # noqa: E402
from kg.sparql.questions import questions  # noqa: E402
from kg.sparql.values import set_values  # noqa: E402
from kg.store.store import Store  # noqa: E402

PARTICIPATIONS = 80_000
# Parameter -> SQL that gives the value that costs most.
BUSIEST = {
    "official": "SELECT participant FROM participations WHERE participant LIKE 'official/%' "
    "GROUP BY participant ORDER BY count(*) DESC LIMIT 1",
    "second": "SELECT participant FROM participations WHERE participant LIKE 'official/%' "
    "GROUP BY participant ORDER BY count(*) DESC LIMIT 1 OFFSET 1",
    "meeting": "SELECT meeting FROM participations GROUP BY meeting ORDER BY count(*) DESC LIMIT 1",
    "post": "SELECT post FROM memberships GROUP BY post ORDER BY count(*) DESC LIMIT 1",
    "body": "SELECT p.body FROM memberships m JOIN posts p ON p.key = m.post "
    "GROUP BY p.body ORDER BY count(*) DESC LIMIT 1",
    "province": "SELECT b.province FROM memberships m JOIN posts p ON p.key = m.post "
    "JOIN bodies b ON b.key = p.body WHERE b.province NOT NULL "
    "GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    "document": "SELECT id FROM documents LIMIT 1",
    "day": "SELECT '2020-01-01'",
    "start": "SELECT '2020-01-01'",
    "end": "SELECT '2020-01-31'",
    "days": "SELECT '60'",
}
BUSIEST["first"] = BUSIEST["official"]


def ask(path: Path) -> None:
    """Print how long each question takes over the index of a store."""
    import pyoxigraph

    with Store(path) as store:
        row = store.connection.execute
        values = {name: str(row(sql).fetchone()[0]) for name, sql in BUSIEST.items()}
        texts = {
            q.name: set_values(
                q.query, {p: values[p] for p in q.parameters}, store, DEFAULT_BASE, q.name
            )
            for q in questions()
        }
    with index(path, DEFAULT_BASE) as folder:
        engine = pyoxigraph.Store.read_only(str(folder))
        (found,) = engine.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        print(f"| question | rows | first s | again s |  ({found[0].value} triples)")
        print("| --- | --- | --- | --- |")
        for name, text in texts.items():
            seconds = [_timed(lambda text=text: list(engine.query(text))) for _ in range(4)]
            number = len(list(engine.query(text)))
            again = min(seconds[1:])
            print(f"| {name} | {number} | {seconds[0]:.2f} | {again:.2f} |", flush=True)


def compare(path: Path, number: int = 100_000) -> None:
    """Print how long kg and rdflib take to write the same triples."""
    import rdflib
    from pyoxigraph import RdfFormat, serialize

    from kg.export.vocabulary import prefixes

    with Store(path) as store:
        some = list(islice(triples(store, DEFAULT_BASE), number))
        data = serialize(some, format=RdfFormat.N_TRIPLES)
        graph = rdflib.Graph().parse(data=data, format="nt")
        ours = _timed(
            lambda: serialize(
                islice(triples(store, DEFAULT_BASE), number),
                io.BytesIO(),
                RdfFormat.TURTLE,
                prefixes=prefixes(DEFAULT_BASE),
            )
        )
        theirs = _timed(lambda: graph.serialize(format="turtle"))
        print(f"Turtle of {number} triples: kg {ours:.2f} s, rdflib {theirs:.2f} s")
        out = io.BytesIO()
        seconds = _timed(lambda: export(store, out, "nt"))
        lines = out.getvalue().count(b"\n")
        print(f"N-Triples: {lines} in {seconds:.2f} s, {lines / seconds:,.0f} a second")


def _timed(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path)
    parser.add_argument("--syntaxes", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.store
        if path is None:
            from synthetic.stored import make_store

            path = Path(folder) / "made.db"
            make_store(PARTICIPATIONS, path).close()
        (compare if args.syntaxes else ask)(path)


if __name__ == "__main__":
    main()
