"""Reads all sources into documents, one bad input never standing in the way of the others."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

from kg.documents.document import Document
from kg.documents.failure import Failure, Unreadable, printable, reason
from kg.documents.jsonl import read_jsonl
from kg.documents.plain import read_plain
from kg.documents.sources import Found, find


def read(
    sources: Sequence[str | Path],
    on_failure: Callable[[Failure], None],
    on_bytes: Callable[[int], None] = lambda count: None,
) -> Iterator[Document]:
    """Yield the documents of files, folders and, for ``-``, JSON Lines on standard input.

    Documents come as they are read, one in memory at a time. Whatever cannot be read (a missing
    path, a file that is empty, binary or not UTF-8, a line that is no record, an id that an
    earlier document has) is passed to `on_failure` once, and reading goes on. A file that is
    named twice is read once. `on_bytes` is called with the number of bytes that reading a document
    took, before it is given.
    """
    return _Reader(on_failure, on_bytes).read(sources)


def size_of(sources: Sequence[str | Path]) -> int | None:
    """Return the bytes of all that `read` would read; None with standard input among it."""
    total = 0
    seen: set[str] = set()
    for source in sources:
        if str(source) == "-":
            return None
        with contextlib.suppress(OSError, ValueError, Unreadable):
            for found in find(Path(source), lambda failure: None):
                real = os.path.realpath(found.path)
                if real not in seen:
                    seen.add(real)
                    total += found.path.stat().st_size
    return total


class _Reader:
    def __init__(
        self, on_failure: Callable[[Failure], None], on_bytes: Callable[[int], None]
    ) -> None:
        self._fail, self._read = on_failure, on_bytes
        self._files: set[str] = set()
        self._ids: dict[str, str] = {}

    def read(self, sources: Sequence[str | Path]) -> Iterator[Document]:
        for source in sources:
            if source == "-":
                if "-" not in self._files:
                    self._files.add("-")
                    yield from self._guard("stdin", self._stdin())
            elif not str(source) or "\x00" in str(source):
                self._fail(Failure(printable(source) or "''", "not a path"))
            else:
                path = Path(source)
                yield from self._guard(printable(path), self._source(path))

    def _guard(self, name: str, documents: Iterator[Document]) -> Iterator[Document]:
        """Pass the documents on; turn what ends their reading into one failure."""
        try:
            yield from documents
        except Unreadable as e:
            self._fail(Failure(name, str(e)))
        except OSError as e:
            self._fail(Failure(name, reason(e)))

    def _source(self, path: Path) -> Iterator[Document]:
        for found in find(path, self._fail):
            real = os.path.realpath(found.path)
            if real not in self._files:
                self._files.add(real)
                yield from self._guard(printable(found.path), self._file(found))

    def _file(self, found: Found) -> Iterator[Document]:
        name = printable(found.path)
        if found.path.suffix.lower() == ".txt":
            document = read_plain(found.path, found.id)
            self._read(len(document.text.encode("utf-8")))
            yield from self._new(name, document)
            return
        with found.path.open("rb") as f:
            at = 0
            for where, document in read_jsonl(f, name, self._fail):
                now = f.tell()
                self._read(now - at)
                at = now
                yield from self._new(where, document)

    def _stdin(self) -> Iterator[Document]:
        # `sys.stdin.buffer` is typed as a bare binary stream; it is a buffered reader.
        stream = cast(io.BufferedReader, sys.stdin.buffer)
        for where, document in read_jsonl(stream, "stdin", self._fail):
            yield from self._new(where, document)

    def _new(self, where: str, document: Document) -> Iterator[Document]:
        first = self._ids.get(document.id)
        if first is not None:
            self._fail(Failure(where, f"id {document.id!r} was already read from {first}"))
        else:
            self._ids[document.id] = where
            yield document
