"""Building on a Dask cluster of this machine, beside processes of its own.

    python tests/bench/bench_dask.py [--articles 2000] [--workers 2]

Prints seconds, documents a second, and of all processes together (those of the cluster, too) the
seconds of the processor and the peak memory, for one process, for several, for as many workers of
Dask, and for these with --shuffle; each reads anew. The cluster is running before. Then how much of
linking made-up reports is work that the workers take over, in seconds of the processor. Checks that
all exports are equal. Needs ../shared/corpus or, with --source, reports of your own.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, NamedTuple

sys.path[:0] = [str(Path(__file__).resolve().parents[n]) for n in (1, 2)]

from bench_build import CORPUS, _children, _megabytes  # noqa: E402
from dask_cluster import DaskCluster, dask_cluster  # noqa: E402
from synthetic.corpus import corpus  # noqa: E402

from kg.link.graph import link  # noqa: E402
from kg.partitions.people import Shuffle  # noqa: E402


class Measured(NamedTuple):
    """Seconds, those of the processor, and the peak memory in MB."""

    seconds: float
    processor: float
    peak: float


def measure(source: Path, db: Path, cluster: DaskCluster, *more: str) -> Measured:
    """Build in a process of its own."""
    command = [sys.executable, "-m", "kg", "build", source, "-o", db, "-q", *more]
    begin, used = time.perf_counter(), _used(cluster)
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    most = 0.0
    roots = [process.pid]
    if "--dask" in more:
        roots += [cluster.scheduler.pid, *(worker.pid for worker in cluster.workers)]
    while process.poll() is None:
        tree = [pid for root in roots for pid in (root, *_children(root))]
        most = max(most, sum(map(_megabytes, tree)))
        time.sleep(0.1)
    measured = Measured(time.perf_counter() - begin, _used(cluster) - used, most)
    if process.returncode:
        raise SystemExit(process.returncode)
    subprocess.run([sys.executable, "-m", "kg", "export", db, f"{db}.nt"], check=True)
    return measured


def _used(cluster: DaskCluster) -> float:
    """Return the seconds of the processor of all builds that ended and of the cluster."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = 0
    for process in (cluster.scheduler, *cluster.workers):
        stat = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, stat[11:15]))  # its own, and its children's that ended
    return ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


class _Here(Executor):
    """Does every job at once, and counts the seconds of the processor."""

    seconds = 0.0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        begin = time.process_time()
        future.set_result(fn(*args))
        self.seconds += time.process_time() - begin
        return future


def linking(participations: int, folder: Path) -> tuple[float, float, float]:
    """Return seconds of linking made-up reports: at one go; by way of files, of these in jobs."""
    reports = [labelled.report for labelled in corpus(participations)]
    begin = time.process_time()
    whole = link(reports)
    once = time.process_time() - begin
    here = _Here()
    begin = time.process_time()
    parted = link(reports, people=Shuffle(folder, folder / "x.db", here, 2, None))
    if whole != parted:
        raise SystemExit("the graphs differ")
    return once, time.process_time() - begin, here.seconds


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--articles", type=int, default=2000)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--linking", type=int, default=100_000, help="participations; 0: none")
    options.add_argument("--source", type=Path, default=CORPUS)
    given = options.parse_args()
    if not given.source.exists():
        raise SystemExit(f"no corpus at {given.source}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "in.jsonl"
        opened = gzip.open if given.source.suffix == ".gz" else open
        with opened(given.source, "rt", encoding="utf-8") as f:
            lines = list(itertools.islice(f, given.articles))
        source.write_text("".join(lines), encoding="utf-8")
        with dask_cluster(folder / "cluster", given.workers) as cluster:
            cluster.wait_for(given.workers)
            dask = ("--dask", cluster.address)
            kinds = {
                "1 process": ("-j", "1"),
                f"{given.workers} processes": ("-j", str(given.workers)),
                f"Dask, {given.workers} workers": dask,
                "the same, --shuffle": (*dask, "--shuffle", str(folder / "shuffle")),
            }
            print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
            print(f"{'':20} seconds  documents/s  processor s  peak MB")
            for n, (label, more) in enumerate(kinds.items()):
                row = measure(source, folder / f"{n}.db", cluster, *more)
                rate = len(lines) / row.seconds
                print(f"{label:20} {row[0]:7.1f}  {rate:11.1f}  {row[1]:11.1f}  {row[2]:7.0f}")
        exports = {(folder / f"{n}.db.nt").read_bytes() for n in range(len(kinds))}
        if len(exports) > 1:
            raise SystemExit("the exports differ")
        print("the exports are equal")
        if given.linking:
            once, parted, jobs = linking(given.linking, folder)
            print(
                f"linking {given.linking:,} participations: {once:.1f} s; by way of files", end=" "
            )
            print(f"{parted:.1f} s, of which {jobs:.1f} are jobs of workers; the graphs are equal")


if __name__ == "__main__":
    main()
