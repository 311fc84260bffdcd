"""A partition on disk: one Parquet file, a row a document with its text and its report."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kg.documents.document import Document
from kg.errors import KgError
from kg.export.output import open_output
from kg.grounds import ReadBy
from kg.work.task import Outcome

SCHEMA = 1
"""The version of what is written here; another one is not read."""

SUFFIX = ".parquet"
_COLUMNS = ("id", "digest", "title", "date", "url", "text", "report", "failure")
_KEY = b"kg"
_ROWS = 64
# What one file may unpack to: a partition ends at 4 million characters, a document has 20 MB.
_LARGEST = 1 << 30


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file's metadata says of it (``kg``, as JSON).

    `failures` counts the documents that could not be read: these are tried again.
    """

    schema: int
    read: ReadBy
    documents: int
    failures: int


class Row(msgspec.Struct, frozen=True):
    """A document with what came of it: a report (JSON) or the reason why there is none."""

    document: Document
    digest: str
    report: bytes | None
    failure: str | None


def name_of(documents: Iterable[Document], read: ReadBy) -> str:
    """Return the name of the file that holds these documents, read by this."""
    h = hashlib.blake2b(f"{SCHEMA} {read.version}".encode(), digest_size=16)
    for document in documents:
        h.update(document.digest().encode())
    return h.hexdigest() + SUFFIX


def write_partition(
    path: Path, rows: Sequence[tuple[Document, Outcome]], read: ReadBy
) -> tuple[int, int]:
    """Write a file, whole or not at all; return the number of rows and of failures.

    Raises:
        KgError: It cannot be written.
    """
    arrow, parquet = libraries()
    failures = sum(outcome.report is None for _, outcome in rows)
    about = About(SCHEMA, read, len(rows), failures)
    columns = {
        "id": [_bytes(d.id) for d, _ in rows],
        "digest": [d.digest().encode() for d, _ in rows],
        "title": [_bytes(d.title) for d, _ in rows],
        "date": [_bytes(d.issued) for d, _ in rows],
        "url": [_bytes(d.source) for d, _ in rows],
        "text": [_bytes(d.text) for d, _ in rows],
        "report": [outcome.report for _, outcome in rows],
        "failure": [_bytes(outcome.failure) for _, outcome in rows],
    }
    # Text of JSON may hold lone surrogates, which no check of UTF-8 lets pass.
    arrays = [arrow.array(columns[c], arrow.binary()).view(arrow.string()) for c in _COLUMNS]
    table = arrow.table(arrays, names=list(_COLUMNS)).replace_schema_metadata(
        {_KEY: msgspec.json.encode(about)}
    )
    with open_output(path) as out:
        parquet.write_table(
            table, out, compression="zstd", row_group_size=_ROWS, write_page_checksum=True
        )
    return len(rows), failures


def about(path: Path) -> About:
    """Return what a file says of itself.

    Raises:
        KgError: It is no such file, or one that another version of kg wrote.
    """
    _, parquet = libraries()
    try:
        _check_kind(path)
        metadata = parquet.read_metadata(path)
        return _about(path, metadata)
    except _broken() as e:
        raise _not_read(path, e) from e


def rows(path: Path) -> Iterator[Row]:
    """Give the rows of a file, few of them in memory at a time, each of them checked.

    Raises:
        KgError: It is no such file, or it is not whole.
    """
    arrow, parquet = libraries()
    number = 0
    try:
        _check_kind(path)
        with parquet.ParquetFile(path, page_checksum_verification=True) as file:
            said = _about(path, file.metadata)
            if tuple(file.schema_arrow.names) != _COLUMNS:
                raise ValueError("other columns")
            if any(field.type != arrow.string() for field in file.schema_arrow):
                raise ValueError("columns that are not text")
            groups = (file.metadata.row_group(i) for i in range(file.metadata.num_row_groups))
            if sum(group.total_byte_size for group in groups) > _LARGEST:
                raise ValueError("larger than any partition")
            for batch in file.iter_batches(_ROWS, columns=list(_COLUMNS), use_threads=False):
                cells = [batch.column(c).view(arrow.binary()).to_pylist() for c in _COLUMNS]
                for values in zip(*cells, strict=True):
                    number += 1
                    yield _row(values)
        if number != said.documents:
            raise ValueError(f"{number} of {said.documents} rows")
    except _broken() as e:
        raise _not_read(path, e) from e


def libraries() -> tuple[Any, Any]:
    """Return pyarrow and its Parquet.

    Raises:
        KgError: They are not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as e:
        raise KgError("Parquet needs pyarrow: pip install 'chutri-kg[parquet]'") from e
    return pyarrow, parquet


def _check_kind(path: Path) -> None:
    """Refuse what is no file, such as a pipe, which would be waited for.

    Raises:
        OSError: It is not there.
        ValueError: It is something else.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("no file")


def _about(path: Path, metadata: Any) -> About:
    found = (metadata.metadata or {}).get(_KEY)
    if found is None:
        raise ValueError("not written by kg extract")
    if msgspec.json.decode(found).get("schema") != SCHEMA:
        raise KgError(f"{path}: another version of kg wrote it")
    return msgspec.json.decode(found, type=About)


def _row(values: tuple[bytes | None, ...]) -> Row:
    id, digest, title, date, url, text, report, failure = values
    if id is None or digest is None or text is None or (report is None) == (failure is None):
        raise ValueError("a row that says too little")
    document = Document(
        id=_text(id),
        text=_text(text),
        title=_text(title) if title is not None else None,
        issued=_text(date) if date is not None else None,
        source=_text(url) if url is not None else None,
    )
    if document.digest() != digest.decode():
        raise ValueError(f"{document.id!r} is not what was read")
    return Row(document, digest.decode(), report, _text(failure) if failure is not None else None)


def _broken() -> tuple[type[Exception], ...]:
    arrow, _ = libraries()
    return arrow.ArrowException, OSError, ValueError, TypeError, KeyError, AttributeError


def _not_read(path: Path, e: Exception) -> KgError:
    said = " ".join(str(e).encode("ascii", "backslashreplace").decode().split())[:120]
    return KgError(f"{path}: not a partition that can be read: {said}")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
