"""From sources to reports in a store: what is known is passed over, all else is read and kept."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path

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
    are used only where there is enough to read.
    """

    count: int | None = 1
    limits: Limits = Limits()
    guarded: bool = False

    @property
    def alone(self) -> bool:
        """Whether this process reads, and no other."""
        return self.count == 1 and not self.guarded


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
_Item = Failure | Note | _Known | Document


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
    kept = _Kept(store, version)
    items = _items(given, store, version, positions, at_once if workers.alone else None)
    with contextlib.closing(_outcomes(items, task, workers)) as outcomes:
        try:
            for item, outcome in outcomes:
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


def _items(
    given: Given,
    store: Store,
    version: str,
    positions: deque[int],
    at_once: Callable[[Failure | Note], None] | None,
) -> Iterator[_Item]:
    """Give what there is in the sources, with the position of each item in `positions`."""
    told: list[Failure | Note] = []
    tell = at_once or told.append
    options = msgspec.structs.replace(given.options, on_note=lambda note: tell(Note(note)))
    position = 0

    def consumed(count: int) -> None:
        nonlocal position
        position += count

    for document in select(read(given.sources, tell, options, consumed), given.selection):
        for one in told:
            positions.append(position)
            yield one
        told.clear()
        digest = document.digest()
        found = store.cached_json(digest, version)
        positions.append(position)
        if found is None:
            yield document
        else:
            known = _TOLD.decode(found)
            facts = len(known.memberships) + len(known.participations)
            yield _Known(document.id, digest, facts, len(known.meetings))
    for one in told:
        positions.append(position)
        yield one


def _outcomes(
    items: Iterator[_Item], task: Task, workers: Workers
) -> Generator[tuple[_Item, Outcome | None], None, None]:
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


def _here(items: Iterable[_Item], task: Task) -> Iterator[tuple[_Item, Outcome | None]]:
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


def _enough(items: Iterator[_Item]) -> tuple[bool, Iterator[_Item]]:
    """Say whether there is enough to read for other processes; return all items again."""
    first: list[_Item] = []
    characters = 0
    for item in items:
        first.append(item)
        if isinstance(item, Document):
            characters += len(item.text)
        if characters >= _ENOUGH_CHARACTERS or len(first) == _ENOUGH_ITEMS:
            return True, itertools.chain(first, items)
    return False, iter(first)


class _Kept:
    """Reports on their way into the store."""

    def __init__(self, store: Store, version: str) -> None:
        self._store, self._version = store, version
        self._reports: list[tuple[Document, bytes]] = []
        self._characters = 0
        self._last = time.monotonic()

    def add(self, document: Document, report: bytes) -> None:
        self._reports.append((document, report))
        self._characters += len(document.text)
        if (
            len(self._reports) == _KEEP_DOCUMENTS
            or self._characters >= _KEEP_CHARACTERS
            or time.monotonic() - self._last >= _KEEP_SECONDS
        ):
            self.flush()

    def flush(self) -> None:
        if self._reports:
            self._store.put_reports(self._reports, self._version)
        self._reports, self._characters = [], 0
        self._last = time.monotonic()
