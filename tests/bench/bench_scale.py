"""Building from more and more generated short reports: time, memory, bytes on disk.

    python tests/bench/bench_scale.py [--reports 10000,100000] [--workers 2] [--keep FOLDER]

Prints for each number the seconds of reading and of linking with storing, reports a second, the
peak memory of all processes together and the store's bytes a report. The reports are those of
`synthetic.short`; no other data is needed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.bench_build import measure
from synthetic.short import short_reports


def write(number: int, path: Path) -> int:
    """Write so many reports as JSON Lines; return their characters."""
    characters = 0
    with path.open("w", encoding="utf-8") as f:
        for d in short_reports(number):
            characters += len(d.text)
            row = {"id": d.id, "text": d.text, "issued": d.issued}
            f.write(json.dumps(row, ensure_ascii=False) + "\n")
    return characters


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", default="10000,100000")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--keep", type=Path, help="a folder for reports and stores")
    given = options.parse_args()
    print("reports  characters  reading s  linking s  reports/s  peak MB  store B/report")
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for number in map(int, given.reports.split(",")):
            source, db = folder / f"{number}.jsonl", folder / f"{number}.db"
            size = write(number, source) / number
            found = measure(source, db, given.workers)
            linking = found.seconds - found.reading
            print(
                f"{number:7} {size:11.0f} {found.reading:10.1f} {linking:10.1f}"
                f" {number / found.seconds:10.0f} {found.all:8.0f}"
                f" {db.stat().st_size / number:15.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
