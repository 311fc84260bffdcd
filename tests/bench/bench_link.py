"""Linking on made-up corpora: how good, how fast, in how much memory; splink beside it.

    python tests/bench/bench_link.py                           # 10,000 to 1,000,000; 10 minutes
    python tests/bench/bench_link.py --sizes 10000 100000
    python tests/bench/bench_link.py --splink /tmp/splink/bin/python

A size is a number of participations (`tests/synthetic/corpus.py`). Each is linked in a process of
its own: seconds are those of the processor in `kg.link.graph.link` alone, memory is the peak of the
whole process, the reports in it. Quality is counted over pairs of mentions of people, and of
reports' meetings; B³ is the mean over mentions. "compared" is how many of the true pairs the
blocking lets through, by an equal name and by one that is nearly the same, or by a participant and
a time.

splink is no part of this project's environment; it gets its own:

    python3 -m venv /tmp/splink && /tmp/splink/bin/pip install 'splink==5.0.0' 'duckdb<1.5'
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[n]) for n in (1, 2)]

from synthetic.blocking import meeting_blocking, people_blocking, watched  # noqa: E402
from synthetic.corpus import corpus  # noqa: E402
from synthetic.records import meeting_records, person_records, write_csv  # noqa: E402
from synthetic.scoring import Clusters, Pairs, scored  # noqa: E402

from kg.link.graph import link  # noqa: E402
from kg.link.rules import load_link_rules  # noqa: E402

SIZES = (10_000, 100_000, 1_000_000)
# Quality is counted up to this size, and the peer links this size alone.
QUALITY = 100_000
PEER = Path(__file__).with_name("peer_splink.py")


def timed(size: int, seed: int) -> dict[str, Any]:
    """Return how long linking takes, and the peak memory of this process in MB."""
    reports = [labelled.report for labelled in corpus(size, seed)]
    load_link_rules()
    held = _peak()
    start, wall = time.process_time(), time.perf_counter()
    graph = link(reports)
    return {
        "reports": len(reports),
        "seconds": time.process_time() - start,
        "wall": time.perf_counter() - wall,
        "held": held,
        "peak": _peak(),
        "officials": len(graph.officials),
        "meetings": len(graph.meetings),
    }


def quality(size: int, seed: int) -> dict[str, dict[str, Any]]:
    """Return precision, recall and F1 of people and of meetings, and what the blocking let pass."""
    with watched() as compared:
        graph = link(labelled.report for labelled in corpus(size, seed))
    made = list(corpus(size, seed))
    same, alike = people_blocking(made, load_link_rules())
    met = meeting_blocking(compared, made)
    clusters = scored(graph, made)
    return {
        "person": _scores(clusters["person"])
        | {"same name": same.recall, "compared": alike.recall},
        "meeting": _scores(clusters["meeting"]) | {"compared": met.recall, "pairs": met.found},
    }


def splink(python: str, size: int, seed: int) -> dict[str, dict[str, Any]]:
    """Return the same of splink, run by an interpreter that has it, at its best threshold."""
    out: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, records in (("person", person_records), ("meeting", meeting_records)):
            source, found = Path(folder, f"{kind}.csv"), Path(folder, f"{kind}.json")
            truth = write_csv(source, records(corpus(size, seed)))
            subprocess.run([python, str(PEER), kind, str(source), str(found)], check=True)
            told = json.loads(found.read_text())
            scores = {t: _of_peer(ids, truth) for t, ids in told["clusters"].items()}
            best = max(scores, key=lambda t: scores[t].pairs().f1)
            out[kind] = _scores(scores[best]) | {
                "threshold": best,
                "seconds": told["seconds"],
                "peak": told["peak"],
            }
    return out


def _of_peer(found: Mapping[str, Any], truth: Mapping[str, int]) -> Clusters:
    clusters = Clusters()
    for id, true in truth.items():
        clusters.add(found[id], true)
    return clusters


def _scores(clusters: Clusters) -> dict[str, Any]:
    pairs: Pairs = clusters.pairs()
    return {"P": pairs.precision, "R": pairs.recall, "F1": pairs.f1, "B3": clusters.b_cubed()[2]}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(*args: object) -> dict[str, Any]:
    """Run a part in a process of its own, so that its peak memory is its own."""
    command = [sys.executable, __file__, *map(str, args)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def _rows(kind: str, name: str, found: Mapping[str, Any]) -> Iterator[str]:
    scores = " ".join(f"{found[score]:6.3f}" for score in ("P", "R", "F1", "B3"))
    compared = f"{found['compared']:9.3f}" if "compared" in found else ""
    yield f"{kind:8} {name:8} {scores} {compared}".rstrip()


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--quality", type=int, default=QUALITY, help="0: none")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--splink", help="a Python that has splink")
    options.add_argument("--part", choices=("timed", "quality"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.part:
        part = timed if given.part == "timed" else quality
        print(json.dumps(part(given.sizes[0], given.seed)))
        return
    seed = ("--seed", given.seed)
    if given.quality:
        print(f"{given.quality:,} participations, seed {given.seed}")
        print("of       by            P      R     F1     B³  compared")
        ours = _apart("--part", "quality", "--sizes", given.quality, *seed)
        peer = splink(given.splink, given.quality, given.seed) if given.splink else {}
        for kind, found in ours.items():
            print(*_rows(kind, "kg", found), sep="\n")
            if kind in peer:
                print(*_rows(kind, "splink", peer[kind]), sep="\n")
        print(f"people of one true pair with the very same name: {ours['person']['same name']:.3f}")
        print(f"pairs of meetings compared: {ours['meeting']['pairs']:,}")
        for kind, found in peer.items():
            at, seconds, peak = (found[k] for k in ("threshold", "seconds", "peak"))
            print(f"splink, {kind}: threshold {at}, {seconds:.0f} s, peak {peak:,.0f} MB")
    print("\nparticipations  reports  seconds  times  wall s  peak MB  of it reports")
    last: dict[str, Any] = {}
    for size in given.sizes:
        found = _apart("--part", "timed", "--sizes", size, *seed)
        times = f"{found['seconds'] / last['seconds']:5.1f}" if last else "     "
        print(
            f"{size:14,} {found['reports']:8,} {found['seconds']:8.1f}  {times}"
            f" {found['wall']:7.1f} {found['peak']:8,.0f} {found['held']:14,.0f}",
            flush=True,
        )
        last = found


if __name__ == "__main__":
    main()
