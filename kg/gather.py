"""From sources to reports in a store: what is known is passed over, all else is read and kept."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TypeVar

import msgspec

from kg.documents import Document, Failure, Options, Selection, read, select
from kg.errors import KgError
from kg.store.store import Store
from kg.work.driver import in_order
from kg.work.limits import Limits, cores
from kg.work.local import LocalExecutor
from kg.work.task import Outcome, Task, failed, make

# What is read is kept in a transaction now and then: it takes a moment on most disks.
_KEEP_DOCUMENTS = 64
_KEEP_SECONDS = 1.0
_KEEP_CHARACTERS = 4_000_000

# Less text than this is read sooner than a process has loaded rules and model (0.8 s on one core).
_ENOUGH_CHARACTERS = 200_000
_ENOUGH_ITEMS = 8192

T = TypeVar("T")


class Read(msgspec.Struct, frozen=True):
    """A document whose report is in the store: how much it tells, and how far reading is.

    `position` counts the bytes of the sources up to the document.
    """

    id: str
    digest: str
    facts: int
    meetings: int
    position: int


class Note(msgspec.Struct, frozen=True):
    """What is to be known about an input that is read all the same."""

    told: Failure


class Given(msgspec.Struct, frozen=True):
    """What is to be read, and how."""

    sources: Sequence[str | Path]
    options: Options
    selection: Selection


class Workers(msgspec.Struct, frozen=True):
    """Who reads: this process (`count` 1), so many others, or as many as there are cores (None).

    With `guarded` it is never this process, so that the limits hold; with None other processes
    are used only where there is enough to read. With an `executor` it is that one's processes,
    `count` of them, and the limits are its own.
    """

    count: int | None = 1
    limits: Limits = Limits()
    guarded: bool = False
    executor: Executor | None = None

    @property
    def alone(self) -> bool:
        """Whether this process reads, and no other."""
        return self.count == 1 and not self.guarded and self.executor is None


class _Known(msgspec.Struct, frozen=True):
    id: str
    digest: str
    facts: int
    meetings: int


class _Told(msgspec.Struct):
    """What of a report is looked at here; nothing else of it is decoded."""

    meetings: list[msgspec.Raw]
    memberships: list[msgspec.Raw]
    participations: list[msgspec.Raw]


_TOLD = msgspec.json.Decoder(_Told)
Item = Failure | Note | Document
"""What sources hold: a document, or what is to be said of something else in them."""


def gather(
    given: Given,
    store: Store,
    version: str,
    task: Task,
    workers: Workers,
    at_once: Callable[[Failure | Note], None],
) -> Iterator[Read | Failure | Note]:
    """Read sources, keep reports in a store, and tell of each document or failure in order.

    What comes does not depend on `workers`. Reports are kept while reading goes on, and what is not
    kept yet is when the iterator ends, closes or fails. Where this process alone reads, `at_once`
    is told what could not be read, in place of an item: a slow source need not go on for that.

    Raises:
        KgError: The store cannot be written, or documents cannot be read at all.
    """
    positions: deque[int] = deque()
    kept = Kept(store, version)
    items = given_items(given, positions.append, at_once if workers.alone else None)
    passed_over = _passed_over(items, store, version)
    with contextlib.closing(outcomes(passed_over, task, workers)) as found:
        try:
            for item, outcome in found:
                position = positions.popleft()
                if isinstance(item, Failure | Note):
                    yield item
                elif isinstance(item, _Known):
                    yield Read(item.id, item.digest, item.facts, item.meetings, position)
                else:
                    assert outcome is not None
                    if outcome.report is None:
                        yield Failure(item.id, outcome.failure or "")
                        continue
                    kept.add(item, outcome.report)
                    yield Read(item.id, item.digest(), outcome.facts, outcome.meetings, position)
        except BaseException:
            with contextlib.suppress(KgError):  # what it ended with matters more
                kept.flush()
            raise
        kept.flush()


def given_items(
    given: Given,
    at: Callable[[int], None] = lambda position: None,
    at_once: Callable[[Failure | Note], None] | None = None,
) -> Iterator[Item]:
    """Give what there is in the sources; `at` is called with the position before each item.

    With `at_once` that one is told what could not be read and what is to be known, in place of an
    item.
    """
    told: list[Failure | Note] = []
    tell = at_once or told.append
    options = msgspec.structs.replace(given.options, on_note=lambda note: tell(Note(note)))
    position = 0

    def consumed(count: int) -> None:
        nonlocal position
        position += count

    for document in select(read(given.sources, tell, options, consumed), given.selection):
        for one in told:
            at(position)
            yield one
        told.clear()
        at(position)
        yield document
    for one in told:
        at(position)
        yield one


def _passed_over(items: Iterator[Item], store: Store, version: str) -> Iterator[Item | _Known]:
    """Give items, in place of each document that the store knows what is known of it."""
    for item in items:
        if isinstance(item, Document):
            digest = item.digest()
            found = store.cached_json(digest, version)
            if found is not None:
                known = _TOLD.decode(found)
                facts = len(known.memberships) + len(known.participations)
                yield _Known(item.id, digest, facts, len(known.meetings))
                continue
        yield item


def outcomes(
    items: Iterator[T], task: Task, workers: Workers
) -> Generator[tuple[T, Outcome | None], None, None]:
    """Give all items in their order, each document among them with what came of it.

    Raises:
        KgError: Documents cannot be read at all.
    """
    if workers.executor is not None:
        yield from in_order(items, workers.executor, task, workers.count or 1)
        return
    if workers.alone:
        yield from _here(items, task)
        return
    if workers.count is None and not workers.guarded:
        much, items = _enough(items)
        if not much or cores() == 1:
            yield from _here(items, task)
            return
    count = workers.count or cores()
    executor = LocalExecutor(count, workers.limits)
    try:
        yield from in_order(items, executor, task, count)
    finally:
        executor.shutdown(cancel_futures=True)


def _here(items: Iterable[T], task: Task) -> Iterator[tuple[T, Outcome | None]]:
    """Read documents in this process."""
    work = None
    for item in items:
        if not isinstance(item, Document):
            yield item, None
            continue
        work = work or make(task)
        try:
            outcome = work(item)
        except MemoryError as e:
            outcome = Outcome(failure=failed(e))
        if outcome.error is not None:
            raise KgError(outcome.error)
        yield item, outcome


def _enough(items: Iterator[T]) -> tuple[bool, Iterator[T]]:
    """Say whether there is enough to read for other processes; return all items again."""
    first: list[T] = []
    characters = 0
    for item in items:
        first.append(item)
        if isinstance(item, Document):
            characters += len(item.text)
        if characters >= _ENOUGH_CHARACTERS or len(first) == _ENOUGH_ITEMS:
            return True, itertools.chain(first, items)
    return False, iter(first)


class Kept:
    """Reports on their way into the store."""

    def __init__(self, store: Store, version: str) -> None:
        self._store, self._version = store, version
        self._reports: list[tuple[Document, bytes]] = []
        self._characters = 0
        self._last = time.monotonic()

    def add(self, document: Document, report: bytes) -> None:
        """Take a report; it is written with others."""
        self._reports.append((document, report))
        self._characters += len(document.text)
        if (
            len(self._reports) == _KEEP_DOCUMENTS
            or self._characters >= _KEEP_CHARACTERS
            or time.monotonic() - self._last >= _KEEP_SECONDS
        ):
            self.flush()

    def flush(self) -> None:
        """Write what was taken."""
        if self._reports:
            self._store.put_reports(self._reports, self._version)
        self._reports, self._characters = [], 0
        self._last = time.monotonic()
