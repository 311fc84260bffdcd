"""Work through an executor: much at once, told in its order, nothing at the cost of others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from typing import Generic, TypeVar

from kg.documents.document import Document
from kg.errors import KgError
from kg.work.local import DiedError
from kg.work.task import Job, Outcome, Task, Unit

T = TypeVar("T")

# A batch is some 0.3 seconds of work: what it costs to hand it over does not count.
_BATCH_CHARACTERS = 64_000
_BATCH_DOCUMENTS = 32
_WINDOW = 4  # batches a worker
# What waits behind a document that takes long; more where there are very many workers.
_MOST_ITEMS = 8192
_MOST_CHARACTERS = 8_000_000
_TRIES = 2


def in_order(
    items: Iterable[T], executor: Executor, task: Task, workers: int
) -> Iterator[tuple[T, Outcome | None]]:
    """Run a task on the documents and jobs among some items; give all items in their order.

    What is neither passes through, with None. Memory does not grow with the number of items:
    a window of batches is under way, and as long as the first of them is not done, only so much
    is read on. A job is a batch of its own. Where a process dies within a document, that document
    is tried once more, alone; then it is set aside as a failure. The other documents of its batch
    lose nothing.

    Raises:
        KgError: The task cannot be made, or no process can be started.
    """
    return _Driver[T](executor, task, workers).run(items)


class _Waiting(Generic[T]):
    """An item that was not given yet, with its outcome once it is known."""

    def __init__(self, item: T) -> None:
        self.item = item
        self.done = not isinstance(item, Document | Job)
        self.size = _size(item)
        self.outcome: Outcome | None = None
        self.deaths = 0


def _size(item: object) -> int:
    """Return the characters of a document, those of a whole batch for a job."""
    if isinstance(item, Document):
        return len(item.text)
    return _BATCH_CHARACTERS if isinstance(item, Job) else 0


class _Driver(Generic[T]):
    def __init__(self, executor: Executor, task: Task, workers: int) -> None:
        self._executor, self._task = executor, task
        self._window = _WINDOW * workers
        self._most_items = max(_MOST_ITEMS, 2 * self._window * _BATCH_DOCUMENTS)
        self._most_characters = max(_MOST_CHARACTERS, 2 * self._window * _BATCH_CHARACTERS)
        self._queue: deque[_Waiting[T]] = deque()
        self._held = 0  # characters in the queue
        self._batch: list[_Waiting[T]] = []
        self._running: dict[Future[list[Outcome]], list[_Waiting[T]]] = {}

    def run(self, items: Iterable[T]) -> Iterator[tuple[T, Outcome | None]]:
        for item in items:
            self._take(_Waiting(item))
            self._settle([f for f in self._running if f.done()])
            yield from self._first()
            while self._full():
                self._wait()
                yield from self._first()
        while self._queue:
            self._wait()
            yield from self._first()

    def _take(self, waiting: _Waiting[T]) -> None:
        self._queue.append(waiting)
        self._held += waiting.size
        if not waiting.done:
            self._batch.append(waiting)
            if (
                len(self._batch) == _BATCH_DOCUMENTS
                or sum(w.size for w in self._batch) >= _BATCH_CHARACTERS
            ):
                self._submit()

    def _submit(self) -> None:
        batch, self._batch = self._batch, []
        self._again(batch)

    def _again(self, batch: list[_Waiting[T]]) -> None:
        units: list[Unit] = [w.item for w in batch if isinstance(w.item, Document | Job)]
        self._running[self._executor.submit(self._task, units)] = batch

    def _full(self) -> bool:
        return bool(self._queue) and (
            len(self._running) >= self._window
            or len(self._queue) >= self._most_items
            or self._held >= self._most_characters
        )

    def _wait(self) -> None:
        if self._batch and len(self._running) < self._window:
            self._submit()
        self._settle(wait(self._running, return_when=FIRST_COMPLETED).done)

    def _first(self) -> Iterator[tuple[T, Outcome | None]]:
        """Give what is known up to the first item that is not."""
        while self._queue and self._queue[0].done:
            first = self._queue.popleft()
            self._held -= first.size
            yield first.item, first.outcome

    def _settle(self, futures: Iterable[Future[list[Outcome]]]) -> None:
        for future in futures:
            batch = self._running.pop(future)
            try:
                self._note(batch, future.result())
            except (KgError, CancelledError):
                raise
            except DiedError as e:
                n = len(e.done)
                self._note(batch[:n], e.done)
                if batch[n + 1 :]:
                    self._again(batch[n + 1 :])
                self._died(batch[n], e)
            except Exception as e:
                # Another kind of executor: who of the batch was it?
                for waiting in batch:
                    if len(batch) > 1:
                        self._again([waiting])
                    else:
                        self._died(waiting, e)

    def _note(self, batch: list[_Waiting[T]], outcomes: list[Outcome]) -> None:
        for waiting, outcome in zip(batch, outcomes, strict=False):
            if outcome.error is not None:
                raise KgError(outcome.error)
            waiting.outcome, waiting.done = outcome, True

    def _died(self, waiting: _Waiting[T], e: Exception) -> None:
        waiting.deaths += 1
        if waiting.deaths < _TRIES:
            self._again([waiting])
            return
        reason = " ".join(str(e).split())[:200] or type(e).__name__
        waiting.outcome = Outcome(failure=f"set aside after two tries: {reason}")
        waiting.done = True
