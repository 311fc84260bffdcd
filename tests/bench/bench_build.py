"""Building with one process and with several, and building again what did not change.

    python tests/bench/bench_build.py [--articles 2000] [--workers 2]

Prints seconds of the whole and of reading alone, the peak memory of all processes together and of
the largest, and what a second build takes, each in a process of its own. Checks that the exports
are equal. Needs ../shared/corpus or, with --source, reports of your own.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

CORPUS = Path(__file__).resolve().parents[3] / "shared/corpus/press.jsonl.gz"
_CODE = """
import json, sys, time
import kg.build
from kg.cli import run
source, db, workers = sys.argv[1:]
begin = time.perf_counter()
last = [begin]
kg.build.build([source], db, workers=int(workers),
    on_progress=lambda n: last.__setitem__(0, time.perf_counter())).close()
end = time.perf_counter()
run(["export", db, db + ".nt"])
print(json.dumps([end - begin, last[0] - begin]))
"""


class Measured(NamedTuple):
    """Seconds of a build and of its reading; megabytes of all processes, and of the largest."""

    seconds: float
    reading: float
    all: float
    largest: float


def measure(source: Path, db: Path, workers: int) -> Measured:
    """Build in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", _CODE, source, db, str(workers)], stdout=subprocess.PIPE, text=True
    )
    most = largest = 0.0
    while process.poll() is None:
        sizes = [_megabytes(pid) for pid in (process.pid, *_children(process.pid))]
        most, largest = max(most, sum(sizes)), max(largest, *sizes)
        time.sleep(0.1)
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(process.returncode)
    return Measured(*json.loads(out.splitlines()[-1]), most, largest)


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(c) for t in tasks for c in (t / "children").read_text().split()]
    except OSError:
        return []


def _megabytes(pid: int) -> float:
    """Return the resident memory of a process; 0 where it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=2000)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--source", type=Path, default=CORPUS)
    given = options.parse_args()
    if not given.source.exists():
        raise SystemExit(f"no corpus at {given.source}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "in.jsonl"
        opened = gzip.open if given.source.suffix == ".gz" else open
        with opened(given.source, "rt", encoding="utf-8") as f:
            source.write_text("".join(itertools.islice(f, given.articles)), encoding="utf-8")
        one = measure(source, folder / "one.db", 1)
        many = measure(source, folder / "many.db", given.workers)
        again = measure(source, folder / "many.db", given.workers)
        exports = {(folder / f"{n}.db.nt").read_bytes() for n in ("one", "many")}
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'':12} seconds  reading  peak MB  largest")
    for label, row in (("1 worker", one), (f"{given.workers} workers", many), ("again", again)):
        print(f"{label:12} {row[0]:7.1f}  {row[1]:7.1f}  {row[2]:7.0f}  {row[3]:7.0f}")
    print(f"reading {one.reading / many.reading:.2f} times as fast", end=", ")
    print(f"a second build takes {again.seconds / many.seconds:.3f} of the first")
    if len(exports) > 1:
        raise SystemExit("the exports differ")
    print("the exports are equal")


if __name__ == "__main__":
    main()
