"""Which of the documents that are read are built: by day, by number, or a sample."""

from __future__ import annotations

import hashlib
import heapq
import itertools
from collections.abc import Iterable, Iterator

import msgspec

from kg.documents.document import Document


class Selection(msgspec.Struct, frozen=True):
    """What to leave out.

    Attributes:
        since: Only documents issued on this day (ISO 8601) or later; those without a day are none.
        sample: Only so many: those whose ids have the smallest hashes (BLAKE2b, 16 bytes).
        limit: Only the first so many.
    """

    since: str | None = None
    sample: int | None = None
    limit: int | None = None


ALL = Selection()
"""Everything."""


def select(documents: Iterable[Document], selection: Selection) -> Iterator[Document]:
    """Yield the documents that are selected, in their order; first by day, then the sample, then
    the number.

    The sample is the same for the same documents in any order, and that of 100 is part of that of
    1,000. It is held in memory, and all documents are read for it.
    """
    since = selection.since
    if since is not None:
        documents = (d for d in documents if d.issued is not None and d.issued >= since)
    if selection.sample is not None:
        documents = _sample(documents, selection.sample)
    if selection.limit is not None:
        documents = itertools.islice(documents, selection.limit)
    yield from documents


def _sample(documents: Iterable[Document], count: int) -> Iterator[Document]:
    # A heap with the largest hash on top, as negative numbers; places in the order tell apart.
    held: list[tuple[int, int, Document]] = []
    for place, document in enumerate(documents):
        entry = (-_hash(document.id), -place, document)
        if len(held) < count:
            heapq.heappush(held, entry)
        elif held and entry > held[0]:
            heapq.heapreplace(held, entry)
    for _, _, document in sorted(held, key=lambda entry: -entry[1]):
        yield document


def _hash(id: str) -> int:
    data = id.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=16).digest(), "big")
