"""Messages between a build and its processes: a length of four bytes, then MessagePack."""

from __future__ import annotations

from typing import IO

import msgspec

from kg.documents.document import Document
from kg.work.task import Outcome, Task

_HEAD = 4
# Text as UTF-8 that may hold lone surrogates, which MessagePack can't.
_Fields = tuple[bytes, bytes, bytes | None, bytes | None, bytes | None]


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The work is made: from now on time counts as the document's."""


class Result(msgspec.Struct, frozen=True, tag=True):
    """What came of the next document."""

    outcome: Outcome


class Order(msgspec.Struct, frozen=True):
    """Documents to work on."""

    task: Task
    fields: tuple[_Fields, ...]

    @classmethod
    def of(cls, task: Task, documents: tuple[Document, ...]) -> Order:
        """Return the order that a task be done on documents."""
        return cls(task, tuple(_fields(d) for d in documents))

    def documents(self) -> list[Document]:
        """Return the documents."""
        return [_document(fields) for fields in self.fields]


def send(stream: IO[bytes], message: msgspec.Struct) -> None:
    """Write one message and flush it.

    Raises:
        OSError: Nobody reads any more.
    """
    data = msgspec.msgpack.encode(message)
    stream.write(len(data).to_bytes(_HEAD, "little") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one message, not decoded yet; None where the other side is gone."""
    head = stream.read(_HEAD)
    if len(head) < _HEAD:
        return None
    size = int.from_bytes(head, "little")
    data = stream.read(size)
    return data if len(data) == size else None


def _fields(d: Document) -> _Fields:
    id, text = _bytes(d.id), _bytes(d.text)
    assert id is not None and text is not None
    return id, text, _bytes(d.title), _bytes(d.issued), _bytes(d.source)


def _document(fields: _Fields) -> Document:
    id, text, title, issued, source = (_text(field) for field in fields)
    assert id is not None and text is not None
    return Document(id=id, text=text, title=title, issued=issued, source=source)


def _bytes(field: str | None) -> bytes | None:
    return None if field is None else field.encode("utf-8", "surrogatepass")


def _text(field: bytes | None) -> str | None:
    return None if field is None else field.decode("utf-8", "surrogatepass")
