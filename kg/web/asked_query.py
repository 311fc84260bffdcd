"""A query as it goes from a worker to the process that runs it, and what comes back."""

from __future__ import annotations

import struct
from typing import Final, Literal

import msgspec

SELECT_TYPES: Final = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
GRAPH_TYPES: Final = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "text/plain": "nt",
    "application/json": "jsonld",
    "application/xml": "rdf",
}
# What each form is sent as.
SENT: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
Outcome = Literal["done", "malformed", "stopped", "building", "failed", "unacceptable"]
_LENGTH: Final = struct.Struct(">I")
LONGEST: Final = 8_000_000  # bytes of a message


class AskedQuery(msgspec.Struct, frozen=True):
    """A query, the forms that its answer may have, and the graphs that it is put to.

    `select` is a form of solutions and truth values, `graph` one of triples; None where the client
    takes none.
    """

    query: str
    select: str | None
    graph: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


class Told(msgspec.Struct, frozen=True):
    """How it went; of "done", the form of the answer and its size in bytes."""

    outcome: Outcome
    message: str = ""
    form: str = ""
    size: int = 0


def framed(message: msgspec.Struct) -> bytes:
    """Return a message with its length before it."""
    data = msgspec.json.encode(message)
    return _LENGTH.pack(len(data)) + data


def length_of(head: bytes) -> int:
    """Return the length that the first four bytes say.

    Raises:
        ValueError: No message is as long.
    """
    (length,) = _LENGTH.unpack(head)
    if length > LONGEST:
        raise ValueError("too long a message")
    return int(length)
