"""Messages between a build and its processes: a length of four bytes, then MessagePack."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

import msgspec

from kg.documents.document import Document
from kg.work.task import Job, Outcome, Task, Unit

_HEAD = 4
# Text as UTF-8 that may hold lone surrogates, which MessagePack can't; a job has its path alone.
_Fields = tuple[bytes, bytes | None, bytes | None, bytes | None, bytes | None]


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The work is made: from now on time counts as the document's."""


class Result(msgspec.Struct, frozen=True, tag=True):
    """What came of the next document."""

    outcome: Outcome


class Order(msgspec.Struct, frozen=True):
    """What is to be worked on."""

    task: Task
    fields: tuple[_Fields, ...]

    @classmethod
    def of(cls, task: Task, units: Iterable[Unit]) -> Order:
        """Return the order that a task be done on units."""
        return cls(task, tuple(_fields(unit) for unit in units))

    def units(self) -> list[Unit]:
        """Return the units."""
        return [_unit(fields) for fields in self.fields]


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


def _fields(unit: Unit) -> _Fields:
    if isinstance(unit, Job):
        return _encoded(unit.path), None, None, None, None
    d = unit
    return _encoded(d.id), _encoded(d.text), _bytes(d.title), _bytes(d.issued), _bytes(d.source)


def _unit(fields: _Fields) -> Unit:
    id, text, title, issued, source = (_text(field) for field in fields)
    assert id is not None
    if text is None:
        return Job(id)
    return Document(id=id, text=text, title=title, issued=issued, source=source)


def _encoded(field: str) -> bytes:
    return field.encode("utf-8", "surrogatepass")


def _bytes(field: str | None) -> bytes | None:
    return None if field is None else _encoded(field)


def _text(field: bytes | None) -> str | None:
    return None if field is None else field.decode("utf-8", "surrogatepass")
