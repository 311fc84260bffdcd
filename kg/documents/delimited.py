"""Reads CSV: a header that names the columns, then one row a report."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from kg.documents.document import Document
from kg.documents.failure import MAX_BYTES, Failure, Unreadable, too_large
from kg.documents.fields import Fields, document_of
from kg.documents.jsonl import lines, opened
from kg.documents.lines import Lines
from kg.documents.options import DEFAULT, Options

_DELIMITERS = ",;\t|"


def read_csv(
    stream: io.BufferedReader,
    name: str,
    on_failure: Callable[[Failure], None],
    options: Options = DEFAULT,
    cut_short: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[str, Document]]:
    """Yield place and report of each good row; report each bad one. A place is "`name`, line N".

    N is the line on which the row ends. The delimiter is the comma, semicolon, tab or bar that
    fits the header. Where the stream was `cut_short`, the row that it ends with is left out.

    Raises:
        Unreadable: The stream is empty, binary, or its header does not name the id and the text.
    """
    fields = options.fields
    source = _Lines(*opened(stream, name, options))
    header, delimiter = _header(source, fields)
    csv.field_size_limit(MAX_BYTES)
    rows = csv.reader(source, delimiter=delimiter, strict=True)
    held: tuple[str, Document] | None = None
    while True:
        try:
            values = next(rows)
        except StopIteration:
            break
        except (csv.Error, Unreadable) as e:
            on_failure(Failure(f"{name}, line {source.number}", _told(e)))
            continue
        if held is not None:
            yield held
            held = None
        where = f"{name}, line {source.number}"
        try:
            if not values:
                continue
            if len(values) != len(header):
                raise Unreadable(f"{len(values)} values, but the header has {len(header)}")
            held = where, document_of(dict(zip(header, values, strict=True)), fields)
        except Unreadable as e:
            on_failure(Failure(where, str(e)))
    if held is not None and not cut_short():
        yield held


class _Lines:
    """The lines as text; one that cannot be read raises `Unreadable`, and the next goes on."""

    def __init__(self, stream: io.BufferedReader, decoder: Lines) -> None:
        self._stream, self._decoder = stream, decoder
        self._lines = lines(stream)
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self.number, offset, line = next(self._lines)
        if line is None:
            raise Unreadable(too_large())
        text = self._decoder.decode(line, offset, self._stream)
        if "\x00" in text:
            raise Unreadable("line holds a NUL character")
        return text


def _header(source: _Lines, fields: Fields) -> tuple[list[str], str]:
    """Return the names of the columns and the delimiter."""
    try:
        first = next(source)
    except StopIteration:
        raise Unreadable("empty file") from None
    known = set(fields.all())

    def names(delimiter: str) -> list[str]:
        try:
            return [v.strip() for v in next(csv.reader([first], delimiter=delimiter), [])]
        except csv.Error:
            return []

    delimiter = max(_DELIMITERS, key=lambda d: len(known.intersection(names(d))))
    header = names(delimiter)
    check_columns(header, fields)
    return header, delimiter


def check_columns(header: list[str], fields: Fields) -> None:
    """Refuse a table without columns for the id and the text.

    Raises:
        Unreadable: One is missing; the reason names it, and the option that gives another name.
    """
    for field, option in zip(fields.needed(), ("--id", "--text"), strict=True):
        if field not in header:
            there = ", ".join(header)
            shown = there if len(there) <= 100 else f"{there[:99]}…"
            raise Unreadable(f"no column {field!r} ({option} names another one); there: {shown!r}")


def _told(e: Exception) -> str:
    if isinstance(e, Unreadable):
        return str(e)
    return too_large() if "field larger" in str(e) else f"not CSV: {e}"
