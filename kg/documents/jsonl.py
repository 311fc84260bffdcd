"""Reads JSON Lines: one object a line, one report each."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from kg.documents.document import Document
from kg.documents.encoding import AUTO, wide_encoding, wide_name
from kg.documents.failure import MAX_BYTES, Failure, Unreadable, too_large
from kg.documents.fields import Fields, document_of
from kg.documents.lines import Lines
from kg.documents.options import DEFAULT, Options
from kg.documents.plain import check_head, read_as
from kg.documents.recoded import recoded
from kg.documents.repaired import repaired_document

# A file of another kind under this name fails once, not once a line.
_GIVE_UP_AFTER = 20


@functools.cache
def _decoder(fields: Fields) -> msgspec.json.Decoder[Any]:
    """Return what decodes the fields that are read; all others are passed over."""
    attributes = {f"field{i}": name for i, name in enumerate(fields.all())}
    record = msgspec.defstruct(
        "Record", [(attribute, Any, None) for attribute in attributes], rename=attributes
    )
    return msgspec.json.Decoder(record)


def read_jsonl(
    stream: io.BufferedReader,
    name: str,
    on_failure: Callable[[Failure], None],
    options: Options = DEFAULT,
) -> Iterator[tuple[str, Document]]:
    """Yield place and report of each good line; report each bad one. A place is "`name`, line N".

    A record has `id` and `text` (strings) and, where known, `title`, the day of publication as
    `date`, `published` or `issued` (ISO 8601), and the page's address as `url` or `source`
    (ignored where it is no absolute IRI); `options` may give other names. Blank lines are passed
    over. Memory is bounded by `MAX_BYTES`, however long a line is. A note is made once of each
    encoding beside UTF-8, and of each record whose text had to be repaired.

    Raises:
        Unreadable: The stream is empty, binary, or holds no JSON Lines.
    """
    stream, decoder = opened(stream, name, options)
    started = False
    held: list[Failure] = []  # until the first record: it may be a file of another kind
    for number, offset, line in lines(stream):
        where = f"{name}, line {number}"
        try:
            if line is None:
                raise Unreadable(too_large())
            content = decoder.decode(line, offset, stream)
            if not content.strip():
                continue
            document = repaired_document(_document(content, options.fields), where, options)
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


def opened(
    stream: io.BufferedReader, name: str, options: Options
) -> tuple[io.BufferedReader, Lines]:
    """Return a stream of lines, recoded if it is in UTF-16 or UTF-32, and what decodes them.

    Raises:
        Unreadable: The stream is binary by its head.
    """

    def note(told: str) -> None:
        options.note(name, read_as(told))

    encoding = options.encoding
    head = stream.peek(1)
    wide = wide_encoding(head) if encoding in (AUTO, "utf-16") else None
    if encoding == "utf-16":
        wide = wide or "utf-16-le"
    if wide is not None:
        note(wide_name(wide))
        return recoded(stream, wide), Lines("utf-8", note)
    check_head(head)
    return stream, Lines(encoding, note)


def lines(stream: io.BufferedReader) -> Iterator[tuple[int, int, bytes | None]]:
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


def _document(content: str, fields: Fields) -> Document:
    try:
        record = _decoder(fields).decode(content)
    except msgspec.ValidationError:
        raise Unreadable("not a JSON object") from None
    except msgspec.DecodeError as e:
        raise Unreadable(f"not JSON: {e}") from None
    except RecursionError:
        raise Unreadable("not a record: nested too deeply") from None
    values = msgspec.structs.astuple(record)
    return document_of(dict(zip(fields.all(), values, strict=True)), fields)
