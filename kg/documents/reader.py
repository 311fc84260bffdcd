"""Reads all sources into documents, one bad input never standing in the way of the others."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

from kg.documents.content import guarded, read_content
from kg.documents.document import Document
from kg.documents.failure import Failure, Missing, Unreadable, printable
from kg.documents.jsonl import read_jsonl
from kg.documents.options import DEFAULT, Input, Options
from kg.documents.sources import Found, find


def read(
    sources: Sequence[str | Path],
    on_failure: Callable[[Failure], None],
    options: Options = DEFAULT,
    on_bytes: Callable[[int], None] = lambda count: None,
) -> Iterator[Document]:
    """Yield the documents of files, folders, archives and, for ``-``, JSON Lines on standard input.

    Documents come as they are read, one in memory at a time; `options` says how records name their
    fields, what is known of sites, in which encoding files are, and who is told of what was read
    from another encoding than UTF-8 or had to be repaired. Whatever cannot be read (a missing path,
    a file that is empty, binary or in no encoding that is sure, a line that is no record, an id
    that an earlier document has) is passed to `on_failure` once, and reading goes on. A file that
    is named twice is read once. `on_bytes` is called with the number of bytes of a file that
    reading a document took, before it is given.
    """
    return _Reader(on_failure, options, on_bytes).read(sources)


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
        self,
        on_failure: Callable[[Failure], None],
        options: Options,
        on_bytes: Callable[[int], None],
    ) -> None:
        self._fail, self._read = on_failure, on_bytes
        self._options = options
        self._missing: set[str] = set()
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
        """Pass the documents on; turn what ends their reading into one failure.

        That a library is missing is told once, not once a file.
        """
        try:
            yield from guarded(name, documents, self._fail)
        except Missing as e:
            if str(e) not in self._missing:
                self._missing.add(str(e))
                self._fail(Failure(name, f"{e} (without it, all files of this kind are left out)"))

    def _source(self, path: Path) -> Iterator[Document]:
        for found in find(path, self._fail):
            real = os.path.realpath(found.path)
            if real not in self._files:
                self._files.add(real)
                yield from self._guard(printable(found.path), self._file(found))

    def _file(self, found: Found) -> Iterator[Document]:
        with found.path.open("rb") as f:
            source = Input(printable(found.path), found.id, f, seekable=True)
            at = 0
            for where, document in read_content(found.kind, source, self._options, self._fail):
                now = max(at, f.tell())  # tables and archives are read at will
                self._read(now - at)
                at = now
                yield from self._new(where, document)

    def _stdin(self) -> Iterator[Document]:
        # `sys.stdin.buffer` is typed as a bare binary stream; it is a buffered reader.
        stream = cast(io.BufferedReader, sys.stdin.buffer)
        for where, document in read_jsonl(stream, "stdin", self._fail, self._options):
            yield from self._new(where, document)

    def _new(self, where: str, document: Document) -> Iterator[Document]:
        first = self._ids.get(document.id)
        if first is not None:
            self._fail(Failure(where, f"id {document.id!r} was already read from {first}"))
        else:
            self._ids[document.id] = where
            yield document
