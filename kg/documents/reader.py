"""Reads all sources into documents, one bad input never standing in the way of the others."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

from kg.documents.document import Document
from kg.documents.encoding import AUTO
from kg.documents.failure import Failure, Unreadable, printable, reason
from kg.documents.jsonl import read_jsonl
from kg.documents.plain import read_plain
from kg.documents.sources import Found, find


def read(
    sources: Sequence[str | Path],
    on_failure: Callable[[Failure], None],
    encoding: str = AUTO,
    on_note: Callable[[Failure], None] | None = None,
) -> Iterator[Document]:
    """Yield the documents of files, folders and, for ``-``, JSON Lines on standard input.

    Documents come as they are read, one in memory at a time. Whatever cannot be read (a missing
    path, a file that is empty, binary or in no encoding that is sure, a line that is no record, an
    id that an earlier document has) is passed to `on_failure` once, and reading goes on. What was
    read from another encoding than UTF-8, or had to be repaired, is passed to `on_note`. A file
    that is named twice is read once. `encoding` is one of `kg.documents.encoding.NAMES`.
    """
    return _Reader(on_failure, encoding, on_note or (lambda _: None)).read(sources)


class _Reader:
    def __init__(
        self,
        on_failure: Callable[[Failure], None],
        encoding: str,
        on_note: Callable[[Failure], None],
    ) -> None:
        self._fail = on_failure
        self._encoding = encoding
        self._note = on_note
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
            document = read_plain(
                found.path, found.id, self._encoding, lambda told: self._note(Failure(name, told))
            )
            yield from self._new(name, document)
            return
        with found.path.open("rb") as f:
            for where, document in read_jsonl(f, name, self._fail, self._encoding, self._note):
                yield from self._new(where, document)

    def _stdin(self) -> Iterator[Document]:
        # `sys.stdin.buffer` is typed as a bare binary stream; it is a buffered reader.
        stream = cast(io.BufferedReader, sys.stdin.buffer)
        records = read_jsonl(stream, "stdin", self._fail, self._encoding, self._note)
        for where, document in records:
            yield from self._new(where, document)

    def _new(self, where: str, document: Document) -> Iterator[Document]:
        first = self._ids.get(document.id)
        if first is not None:
            self._fail(Failure(where, f"id {document.id!r} was already read from {first}"))
        else:
            self._ids[document.id] = where
            yield document
