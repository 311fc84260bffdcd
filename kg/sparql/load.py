"""Writes the index of a store: a process of its own, started by `kg.sparql.index`.

    python -m kg.sparql.load STORE FOLDER BASE

On standard output it prints the number of triples so far, a line each, and at last what went wrong,
if anything did, with status 1.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple
from pyoxigraph import Store as Index

from kg.errors import KgError
from kg.export.rdf import triples
from kg.lexicon.rules import rules_dir
from kg.sparql.index import COMPLETE
from kg.store.store import Store

ONTOLOGY: Final = "https://w3id.org/chutri/ns"  # the graph that the vocabulary is in
_STEP = 20_000


def load(store: Path, folder: Path, base: str, progress: Callable[[int], object]) -> int:
    """Write the graph of a store into a new index, the vocabulary as a graph of its own.

    Returns the number of triples, without those of the vocabulary; `progress` is told it meanwhile.

    Raises:
        KgError: The store cannot be read or the folder not be written.
    """
    try:
        index = Index(os.fspath(folder))
        with Store(store) as opened:
            # One transaction: whoever writes to the store meanwhile is not seen by halves.
            opened.connection.execute("BEGIN")
            counter = _Counter(progress)
            index.bulk_extend(counter.quads(triples(opened, base)))
            progress(counter.number)
        index.bulk_load(
            path=os.fspath(rules_dir() / "ontology.ttl"),
            format=RdfFormat.TURTLE,
            to_graph=NamedNode(ONTOLOGY),
        )
        index.flush()
        del index  # closes it
        with (folder / COMPLETE).open("x", encoding="utf-8") as f:
            json.dump({"triples": counter.number, "base": base}, f)
            f.flush()
            os.fsync(f.fileno())
    except OSError as e:
        raise KgError(f"{folder}: cannot write the index: {e.strerror or e}") from e
    return counter.number


class _Counter:
    """Counts triples as they pass, and tells how far they are."""

    def __init__(self, progress: Callable[[int], object]) -> None:
        self.number, self._progress = 0, progress

    def quads(self, found: Iterator[Triple]) -> Iterator[Quad]:
        for triple in found:
            self.number += 1
            if not self.number % _STEP:
                self._progress(self.number)
            yield Quad(triple.subject, triple.predicate, triple.object)


def main(args: list[str]) -> int:
    """Run as a program."""
    store, folder, base = args
    try:
        load(Path(store), Path(folder), base, lambda number: print(number, flush=True))
    except KgError as e:
        print(e)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
