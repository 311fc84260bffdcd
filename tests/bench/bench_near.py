"""Finding documents that print one text: how many, how fast, in how much memory; all pairs beside.

    python tests/bench/bench_near.py reports.jsonl.gz
    python tests/bench/bench_near.py reports.jsonl --pairs 30     # pairs to read, one in so many
    python tests/bench/bench_near.py --sizes 10000 100000         # made-up texts instead
    python tests/bench/bench_near.py reports.jsonl --all-pairs    # what the hash misses; slow

Seconds are those of the processor. "sign" is what a new text costs once; "find" what every build
does. `--all-pairs` compares every two texts, by the shingles that both have.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]

from kg.link.copy_row import Reprint  # noqa: E402
from kg.link.reprints import LEAST, Paper, Words, reprinted, reprints  # noqa: E402
from kg.text.shingles import shingles, signatures  # noqa: E402

# Of the made-up texts one in so many is a reprint; each has so many words.
ONE_IN = 20
LENGTH = 300


def read(path: Path) -> dict[str, str]:
    """Return the texts of a file of JSON Lines by id."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return {record["id"]: record["text"] for record in map(json.loads, lines)}


def made(size: int) -> dict[str, str]:
    """Return made-up texts, some of which reprint an earlier one with a few words changed."""
    rest = random.Random(size)
    words = [f"tiếng{n}" for n in range(5000)]
    texts: list[str] = []
    for n in range(size):
        if n % ONE_IN == ONE_IN - 1:
            text = rest.choice(texts).split()
            for i in rest.sample(range(LENGTH), 6):
                text[i] = rest.choice(words)
        else:
            text = rest.choices(words, k=LENGTH)
        texts.append(" ".join(text))
    return {str(n): text for n, text in enumerate(texts)}


def found(texts: Mapping[str, str]) -> dict[str, Reprint]:
    """Find the copies, and print how many there are and what it took."""
    start = time.process_time()
    signed = list(signatures(shingles(text) for text in texts.values()))
    sign = time.process_time() - start
    papers = [Paper(id, None, made) for id, made in zip(texts, signed, strict=True)]
    start = time.process_time()
    copies = reprints(papers, texts.__getitem__)
    find = time.process_time() - start
    groups = Counter(copy.of for copy in copies.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(texts):>9,} documents  {len(groups):>6,} groups of {len(copies) + len(groups):,}  "
        f"sign {sign:7.2f} s  find {find:6.2f} s  peak {peak:,.0f} MB"
    )
    return copies


def missed(texts: Mapping[str, str], copies: Mapping[str, Reprint]) -> list[tuple[str, str]]:
    """Return the pairs that are alike but in no one group, having compared all of them."""
    bearers: dict[str, list[int]] = defaultdict(list)
    ids = list(texts)
    words = [Words.of(text) for text in texts.values()]
    for n, text in enumerate(words):
        for shingle in text.shingles:
            bearers[shingle].append(n)
    shared = Counter[tuple[int, int]]()
    for those in bearers.values():
        shared.update(combinations(those, 2))
    out = []
    for (a, b), n in shared.items():
        if n < LEAST * max(len(words[a].shingles), len(words[b].shingles)):
            continue
        one = [copies[ids[i]].of if ids[i] in copies else ids[i] for i in (a, b)]
        if one[0] != one[1] and reprinted(words[a], words[b]) is not None:
            out.append((ids[a], ids[b]))
    return out


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", nargs="?", type=Path)
    parser.add_argument("--sizes", nargs="*", type=int, default=[])
    parser.add_argument("--pairs", type=int, default=0, help="print so many pairs")
    parser.add_argument("--all-pairs", action="store_true")
    args = parser.parse_args()
    for size in args.sizes:
        found(made(size))
    if args.reports is None:
        return
    texts = read(args.reports)
    copies = found(texts)
    if args.all_pairs:
        print("missed:", missed(texts, copies))
    chosen = random.Random(0).sample(sorted(copies), min(args.pairs, len(copies)))
    for id in sorted(chosen, key=lambda i: copies[i].similarity):
        print(f"\n{copies[id].similarity:.3f}")
        for one in (copies[id].of, id):
            print(f"  {one}: {' '.join(texts[one][:300].split())}")


if __name__ == "__main__":
    main()
