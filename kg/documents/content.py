"""Which reader reads which kind of file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TypeVar, cast

from kg.documents.document import Document
from kg.documents.failure import MAX_BYTES, Failure, Missing, Unreadable, check_size, reason
from kg.documents.jsonl import read_jsonl
from kg.documents.kinds import ARCHIVES, Kind
from kg.documents.options import Input, Options
from kg.documents.packed import Unpacked, unpack
from kg.documents.plain import parse_plain
from kg.documents.repaired import repaired_document

# Kinds whose readers repair texts themselves, or read what is in them by the reader of its kind.
_REPAIRED = frozenset({"text", "jsonl", *ARCHIVES})
Found = Iterator[tuple[str, Document]]
OnFailure = Callable[[Failure], None]
T = TypeVar("T")


def read_content(kind: Kind, source: Input, options: Options, on_failure: OnFailure) -> Found:
    """Yield place and document of all that a file holds; report what in it cannot be read.

    A file that is packed and breaks off is read as far as it goes, and that is reported.

    Raises:
        Unreadable: Nothing of it can be read, or nothing from some place on.
        OSError: The file cannot be read.
    """
    if kind.packed is None:
        yield from _read(kind.name, source, options, on_failure, lambda: broken(source) is not None)
        return
    raw = unpack(source.stream, kind.packed)
    with cast(io.BufferedReader, io.BufferedReader(raw, 1 << 16)) as stream:
        inner = Input(source.name, source.id, stream)
        try:
            yield from _read(kind.name, inner, options, on_failure, lambda: raw.broken is not None)
        except Missing:
            raise
        except Unreadable as e:
            raise Unreadable(raw.broken or str(e)) from e
        if raw.broken is not None:
            on_failure(Failure(source.name, raw.broken))


def broken(source: Input) -> str | None:
    """Return where and why the bytes of an archive's member broke off; None where they did not."""
    raw = source.stream.raw
    return raw.broken if isinstance(raw, Unpacked) else None


def guarded(name: str, found: Iterator[T], on_failure: OnFailure) -> Iterator[T]:
    """Pass on what is found; turn what ends the reading of it into one failure.

    Raises:
        Missing: A library is not installed, which is true for more than this file.
    """
    try:
        yield from found
    except Missing:
        raise
    except Unreadable as e:
        on_failure(Failure(name, str(e)))
    except OSError as e:
        on_failure(Failure(name, reason(e)))


def _read(
    kind: str, source: Input, options: Options, on_failure: OnFailure, cut_short: Callable[[], bool]
) -> Found:
    found = _found(kind, source, options, on_failure, cut_short)
    if kind in _REPAIRED:
        yield from found
        return
    for where, document in found:
        try:
            repaired = repaired_document(document, where, options)
        except Unreadable as e:
            on_failure(Failure(where, str(e)))
        else:
            yield where, repaired


def _found(
    kind: str, source: Input, options: Options, on_failure: OnFailure, cut_short: Callable[[], bool]
) -> Found:
    # Readers whose libraries take time to load are imported where such a file is met.
    name, stream = source.name, source.stream
    match kind:
        case "text":
            yield (
                name,
                parse_plain(
                    _all(stream), source.id, options.encoding, lambda told: options.note(name, told)
                ),
            )
        case "html":
            from kg.documents.html import parse_html

            yield (
                name,
                parse_html(
                    _all(stream),
                    source.id,
                    encoding=options.encoding,
                    sites=options.sites,
                    on_note=lambda told: options.note(name, told),
                ),
            )
        case "jsonl":
            yield from read_jsonl(stream, name, on_failure, options)
        case "csv":
            from kg.documents.delimited import read_csv

            yield from read_csv(stream, name, on_failure, options, cut_short)
        case "parquet":
            from kg.documents.parquet import read_parquet

            if source.seekable:
                yield from read_parquet(stream, name, on_failure, options.fields)
                return
            data = _all(stream)
            check_size(data)
            yield from read_parquet(io.BytesIO(data), name, on_failure, options.fields)
        case "warc":
            from kg.documents.warc import read_warc

            yield from read_warc(stream, name, on_failure, options)
        case "feed":
            from kg.documents.feed import read_feed

            yield from read_feed(_all(stream), name, source.id, on_failure)
        case "docx":
            from kg.documents.docx import parse_docx

            yield name, parse_docx(_all(stream), source.id)
        case "pdf":
            from kg.documents.pdf import parse_pdf

            yield name, parse_pdf(_all(stream), source.id)
        case _:
            from kg.documents.archive import read_archive

            yield from read_archive(kind, source, options, on_failure)


def _all(stream: io.BufferedReader) -> bytes:
    """Return what is there, up to one byte above the limit, by which readers know it."""
    return stream.read(MAX_BYTES + 1)
