"""A store of a made-up corpus, for benchmarks of what reads stores.

    python tests/synthetic/stored.py 1000000 /tmp/big.db      # five minutes, 3 GB of memory

The texts are the words that the reports' mentions point to, and nothing between.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[n]) for n in (1, 2)]

from kg.documents import Document  # noqa: E402
from kg.link.graph import link  # noqa: E402
from kg.report.model import Report  # noqa: E402
from kg.store.store import Store  # noqa: E402
from synthetic.corpus import corpus  # noqa: E402


def make_store(participations: int, path: str | Path, seed: int = 1) -> Store:
    """Write the store of a corpus of so many participations; return it, open."""
    store = Store.create(path)
    reports: list[Report] = []
    digests: dict[str, str] = {}
    with store.transaction():
        for labelled in corpus(participations, seed):
            report = labelled.report
            document = Document(id=report.document, text=labelled.text, issued=report.issued)
            store.put_report(document, report)
            reports.append(report)
            digests[document.id] = document.digest()
        store.replace_graph(link(reports), digests)
    return store


if __name__ == "__main__":
    make_store(int(sys.argv[1]), sys.argv[2]).close()
