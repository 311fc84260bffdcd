"""Reads JSON Lines: one object a line, one report each."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from kg.documents.document import Document
from kg.documents.encoding import AUTO, Decoded, wide_encoding, wide_name
from kg.documents.failure import MAX_BYTES, Failure, Unreadable, too_large
from kg.documents.lines import Lines
from kg.documents.plain import check_head, read_as, restored
from kg.documents.recoded import recoded
from kg.documents.repair import repaired

# A file of another kind under this name fails once, not once a line.
_GIVE_UP_AFTER = 20

# What RFC 3987 allows nowhere in an IRI.
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f-\x9f]+')
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].+)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class _Record(msgspec.Struct):
    """The fields that are read; all others are passed over."""

    id: Any = None
    text: Any = None
    title: Any = None
    date: Any = None
    published: Any = None
    issued: Any = None
    url: Any = None
    source: Any = None


_DECODER = msgspec.json.Decoder(_Record)


def read_jsonl(
    stream: io.BufferedReader,
    name: str,
    on_failure: Callable[[Failure], None],
    encoding: str = AUTO,
    on_note: Callable[[Failure], None] | None = None,
) -> Iterator[tuple[str, Document]]:
    """Yield place and report of each good line; report each bad one. A place is "`name`, line N".

    A record has `id` and `text` (strings) and, where known, `title`, the day of publication as
    `date`, `published` or `issued` (ISO 8601), and the page's address as `url` or `source`
    (ignored where it is no absolute IRI). Blank lines are passed over. Memory is bounded by
    `MAX_BYTES`, however long a line is. `on_note` is told once of each encoding beside UTF-8, and
    of each record whose text had to be repaired.

    Raises:
        Unreadable: The stream is empty, binary, or holds no JSON Lines.
    """
    stream, lines = _opened(stream, name, encoding, on_note)
    started = False
    held: list[Failure] = []  # until the first record: it may be a file of another kind
    for number, offset, line in _lines(stream):
        where = f"{name}, line {number}"
        try:
            if line is None:
                raise Unreadable(too_large())
            content = lines.decode(line, offset, stream)
            if not content.strip():
                continue
            document = _document(content)
            if encoding == AUTO:
                document, repair = _repaired(document)
                if repair and on_note is not None:
                    on_note(Failure(where, read_as(repair)))
        except Unreadable as e:
            failure = Failure(where, str(e))
            if started:
                on_failure(failure)
            else:
                held.append(failure)
                if len(held) == _GIVE_UP_AFTER:
                    raise Unreadable(f"not JSON Lines: {len(held)} lines and no record") from e
            continue
        if not started:
            started = True
            for failure in held:
                on_failure(failure)
        yield where, document
    if not started:
        for failure in held:
            on_failure(failure)
        if not held:
            raise Unreadable("empty file")


def _opened(
    stream: io.BufferedReader,
    name: str,
    encoding: str,
    on_note: Callable[[Failure], None] | None,
) -> tuple[io.BufferedReader, Lines]:
    """Return a stream of lines, recoded if it is in UTF-16 or UTF-32, and what decodes them.

    Raises:
        Unreadable: The stream is binary by its head.
    """

    def note(told: str) -> None:
        if on_note is not None:
            on_note(Failure(name, read_as(told)))

    head = stream.peek(1)
    wide = wide_encoding(head) if encoding in (AUTO, "utf-16") else None
    if encoding == "utf-16":
        wide = wide or "utf-16-le"
    if wide is not None:
        note(wide_name(wide))
        return recoded(stream, wide), Lines("utf-8", note)
    check_head(head)
    return stream, Lines(encoding, note)


def _repaired(document: Document) -> tuple[Document, str | None]:
    """Return a record's report with its text and its title as they were meant, and what was done.

    Raises:
        Unreadable: The text is garbage.
    """
    text = restored(Decoded(document.text))
    title = repaired(document.title or "", text.encoding)
    if text.encoding or title.encoding:
        document = msgspec.structs.replace(document, text=text.text, title=title.text or None)
    return document, text.encoding or title.encoding


def _lines(stream: io.BufferedReader) -> Iterator[tuple[int, int, bytes | None]]:
    """Yield number (from 1), byte offset and content of each line, None for one above the limit."""
    number = offset = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        start, size = offset, len(line)
        content: bytes | None = line
        while not line.endswith(b"\n") and size > MAX_BYTES:
            content = None
            line = stream.readline(1 << 20)
            if not line:
                break
            size += len(line)
        offset += size
        yield number, start, content


def _document(content: str) -> Document:
    try:
        record = _DECODER.decode(content)
    except msgspec.ValidationError:
        raise Unreadable("not a JSON object") from None
    except msgspec.DecodeError as e:
        raise Unreadable(f"not JSON: {e}") from None
    except RecursionError:
        raise Unreadable("not a record: nested too deeply") from None
    id, text = _string(record, "id"), _string(record, "text")
    if not id:
        raise Unreadable("no id")
    if _CONTROL.search(id):
        raise Unreadable("id holds a control character")
    if text is None:
        raise Unreadable("no text")
    if not text.strip():
        raise Unreadable("empty text")
    if "\x00" in text:
        raise Unreadable("text holds a NUL character")
    return Document(
        id=id,
        text=text,
        title=_string(record, "title") or None,
        issued=_day(record),
        source=_address(record),
    )


def _string(record: _Record, field: str) -> str | None:
    value = getattr(record, field)
    if value is None or isinstance(value, str):
        return value
    raise Unreadable(f"{field} is not a string")


def _day(record: _Record) -> str | None:
    """Return the first date that is given, as a day; a time of day behind it is checked and cut."""
    for field in ("date", "published", "issued"):
        value = _string(record, field)
        if not value:
            continue
        try:
            if not _DAY.fullmatch(value):
                raise ValueError
            datetime.fromisoformat(value)
            return date.fromisoformat(value[:10]).isoformat()
        except ValueError:
            raise Unreadable(
                f"{field} {value[:40]!r} is not an ISO 8601 date (YYYY-MM-DD)"
            ) from None
    return None


def _address(record: _Record) -> str | None:
    for field in ("url", "source"):
        value = _string(record, field)
        if value and _IRI.fullmatch(value.strip()):
            return value.strip()
    return None
