"""Reads Parquet: one row a report, some rows in memory at a time."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator
from typing import Any

from kg.documents.delimited import check_columns
from kg.documents.document import Document
from kg.documents.failure import MAX_BYTES, Failure, Unreadable, missing, too_large
from kg.documents.fields import USUAL, Fields, document_of
from kg.documents.packed import MAX_RATIO, bomb

_ROWS = 64


def read_parquet(
    stream: io.BufferedReader | io.BytesIO,
    name: str,
    on_failure: Callable[[Failure], None],
    fields: Fields = USUAL,
) -> Iterator[tuple[str, Document]]:
    """Yield place and report of each good row; report each bad one. A place is "`name`, row N".

    Rows count from 1. Ids may be whole numbers, days dates or times.

    Raises:
        Unreadable: It is no Parquet, or has no columns of text for the id and the text.
        Missing: The library is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as e:
        raise missing("Parquet", "pyarrow", "parquet") from e
    number = 0
    try:
        columns = _columns(parquet.read_schema(stream), fields)
        # A text that many rows share is held once: so a batch is no more than its pages are.
        file = parquet.ParquetFile(stream, read_dictionary=[fields.needed()[1]])
        _check_size(file, stream)
        for batch in file.iter_batches(_ROWS, columns=columns, use_threads=False):
            for i in range(batch.num_rows):
                number += 1
                where = f"{name}, row {number}"
                try:
                    row = {c: _value(batch.column(c)[i]) for c in columns}
                    document = document_of(row, fields)
                    if len(document.text) > MAX_BYTES:
                        raise Unreadable(too_large())
                except Unreadable as e:
                    on_failure(Failure(where, str(e)))
                    continue
                except UnicodeDecodeError:
                    on_failure(Failure(where, "text that is not UTF-8"))
                    continue
                yield where, document
    except (pyarrow.ArrowException, OSError, ValueError, KeyError, TypeError) as e:
        said = " ".join(str(e).split())[:120]
        after = f" after row {number}" if number else ""
        raise Unreadable(f"not Parquet that can be read{after}: {said}") from e
    if not number:
        raise Unreadable("no rows")


def _columns(schema: Any, fields: Fields) -> list[str]:
    from pyarrow import types

    check_columns(schema.names, fields)
    columns = [c for c in fields.all() if c in schema.names]
    if any(schema.names.count(c) > 1 for c in columns):
        raise Unreadable("two columns of one name")
    text = fields.needed()[1]
    kind = schema.field(text).type
    if types.is_dictionary(kind):
        kind = kind.value_type
    if not (types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)):
        raise Unreadable(f"column {text!r} holds {kind}, not text")
    nested = [c for c in columns if types.is_nested(schema.field(c).type)]
    if nested:
        raise Unreadable(f"column {nested[0]!r} holds {schema.field(nested[0]).type}, not text")
    return columns


def _check_size(file: Any, stream: io.BufferedReader | io.BytesIO) -> None:
    size = stream.seek(0, io.SEEK_END)
    meta = file.metadata
    total = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
    if total > max(MAX_BYTES, MAX_RATIO * size):
        raise Unreadable(bomb())


def _value(cell: Any) -> Any:
    """Return a cell as a record holds it: numbers and days as text, all else as it is."""
    value = cell.as_py()
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value
