"""Builds killed at random moments, again and again; each time the next one must end well.

    python tests/bench/bench_kills.py [--kills 50] [--seed 1]

Makes reports up, kills builds of them (and of a changed state of them) by SIGKILL, and compares
the store that an undisturbed build then makes with that of builds never disturbed, byte for byte.
Ends with an error where they differ, or where a process or a file is left behind.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from disturbed import Sources, kills


def main() -> None:
    """Kill, build, compare."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hit = kills(Sources(folder), folder / "x.db", given.kills, given.seed)
    print(f"{given.kills} builds, {hit} of them killed at work: the stores are equal")


if __name__ == "__main__":
    main()
