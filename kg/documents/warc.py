"""Reads web archives (WARC): the pages of HTML that a server answered with."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Callable, Iterator
from email.message import Message
from typing import Any

from kg.documents.document import Document
from kg.documents.failure import MAX_BYTES, Failure, Missing, Unreadable
from kg.documents.fields import check_id
from kg.documents.html import parse_html
from kg.documents.options import DEFAULT, Options

_MAX_HEADERS = 4_000_000
_HTML = frozenset({"text/html", "application/xhtml+xml"})


def read_warc(
    stream: io.BufferedReader,
    name: str,
    on_failure: Callable[[Failure], None],
    options: Options = DEFAULT,
) -> Iterator[tuple[str, Document]]:
    """Yield place and report of each page; report each that cannot be read.

    A page is a response of status 200 whose type is HTML; its id is its address, or the record's
    where it has none. All other records are passed over. A place is "`name`, record N", from 1.

    Raises:
        Unreadable: It is no WARC, or broken from some record on.
        Missing: A library is not installed.
    """
    number = 0
    for record in _records(stream, name, on_failure):
        number += 1
        if not _is_page(record):
            continue
        where = f"{name}, record {number}"
        try:
            yield where, _document(record, where, options)
        except Missing:
            raise
        except Unreadable as e:
            on_failure(Failure(where, str(e)))
    if not number:
        raise Unreadable("no records")


def _records(
    stream: io.BufferedReader, name: str, on_failure: Callable[[Failure], None]
) -> Iterator[Any]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    number = wrong = 0
    try:
        records = ArchiveIterator(stream)
        lines = _Lines(records.reader.readline)
        records.reader.readline = lines
        each = iter(records)
    except Exception as e:
        raise Unreadable(f"not WARC: {_line(e)}") from e
    while True:
        lines.size = 0
        try:
            with contextlib.redirect_stderr(io.StringIO()):  # the library talks
                record = next(each)
        except StopIteration:
            return
        except ArchiveLoadFailed as e:
            raise Unreadable(f"not WARC after record {number}: {_line(e)}") from e
        except Exception as e:  # what the library does not foresee in records made to harm
            raise Unreadable(f"broken after record {number}: {_line(e)}") from e
        if records.err_count > wrong:
            wrong = records.err_count
            on_failure(Failure(f"{name}, record {number}", "longer than it says"))
        number += 1
        yield record


class _Lines:
    """Reads lines of headers, which the library holds in memory, up to a bound for each record."""

    def __init__(self, readline: Callable[[int], bytes]) -> None:
        self._readline = readline
        self.size = 0

    def __call__(self, length: int | None = None) -> bytes:
        """Return the next line.

        Raises:
            ValueError: The record's headers are larger than any page's.
        """
        line = self._readline(min(length or _MAX_HEADERS, _MAX_HEADERS))
        self.size += len(line)
        if self.size >= _MAX_HEADERS:
            raise ValueError("headers larger than any page's")
        return line


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = _content_type(record).get_content_type()
    return record.http_headers.get_statuscode() == "200" and kind in _HTML


def _content_type(record: Any) -> Message:
    message = Message()
    message["Content-Type"] = " ".join(
        (record.http_headers.get_header("Content-Type") or "text/plain").split()
    )
    return message


def _document(record: Any, where: str, options: Options) -> Document:
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip().strip("<>")
    id = address or (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<> ")
    if not id:
        raise Unreadable("neither address nor id")
    check_id(id)
    id = id.encode("utf-8", "backslashreplace").decode()
    charset = _content_type(record).get_content_charset()
    # Any error of unpacking is this page's alone: the next record begins where its length says.
    said = io.StringIO()  # the library tells there of content that breaks off, and goes on
    try:
        with contextlib.redirect_stderr(said):
            data = record.content_stream().read(MAX_BYTES + 1)
        cut = not record.raw_stream.read(1) and record.raw_stream.limit > 0
    except Exception as e:
        raise Unreadable(f"broken content: {_line(e)}") from e
    if said.getvalue():
        raise Unreadable(f"broken content: {' '.join(said.getvalue().split())[:120]}")
    if cut:
        raise Unreadable("the file ends within this record")
    return parse_html(
        data,
        id,
        url=address or None,
        charset=charset,
        encoding=options.encoding,
        sites=options.sites,
        on_note=lambda told: options.note(where, told),
    )


def _line(e: Exception) -> str:
    return " ".join(str(e).split())[:120] or type(e).__name__
