"""What a Dask worker does: it hands batches to processes beside it, which may die in its place.

So a document that hangs, takes too much memory or ends its process costs no worker, and threads of
one worker read at the same time. The processes end with the build, with the worker, and when they
had nothing to do for a while.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque

import msgspec

from kg.errors import KgError
from kg.grounds import SHARED, code_version
from kg.work.frames import Order
from kg.work.limits import Limits
from kg.work.local import DiedError, LocalExecutor
from kg.work.task import Outcome

_IDLE_SECONDS = 60.0
_REMEMBERED = 1000  # builds that are over


class Call(msgspec.Struct, frozen=True):
    """What a worker is asked: an order of a build, its limits, and the code that it was made by."""

    build: str
    code: str
    limits: Limits
    order: Order


class Answer(msgspec.Struct, frozen=True):
    """The outcomes of an order; `died` is why a process ended at the next unit, if one did."""

    outcomes: list[Outcome]
    died: str | None = None


_CALL = msgspec.msgpack.Decoder(Call)


class _Processes:
    """The processes of one build on this worker: as many as it has threads at work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[LocalExecutor, threading.Timer] = {}
        self._busy: set[LocalExecutor] = set()

    def run(self, order: Order, limits: Limits) -> list[Outcome]:
        with self._lock:
            if self._idle:
                executor, timer = self._idle.popitem()
                timer.cancel()
            else:
                executor = LocalExecutor(1, limits)
            self._busy.add(executor)
        try:
            return executor.submit(order.task, order.units()).result()
        finally:
            with self._lock:
                if executor in self._busy:
                    self._busy.remove(executor)
                    timer = threading.Timer(_IDLE_SECONDS, self._expire, (executor,))
                    timer.daemon = True
                    self._idle[executor] = timer
                    timer.start()

    def _expire(self, executor: LocalExecutor) -> None:
        with self._lock:
            found = self._idle.pop(executor, None)
        if found is not None:
            executor.shutdown(cancel_futures=True)

    def end(self) -> None:
        with self._lock:
            executors = [*self._idle, *self._busy]
            for timer in self._idle.values():
                timer.cancel()
            self._idle.clear()
            self._busy.clear()
        for executor in executors:
            executor.shutdown(cancel_futures=True)


_builds: dict[str, _Processes] = {}
_ended: deque[str] = deque(maxlen=_REMEMBERED)
_lock = threading.Lock()


def run(data: bytes) -> bytes:
    """Return the `Answer` to a `Call`, both as MessagePack."""
    try:
        call = _CALL.decode(data)
    except msgspec.DecodeError:
        return _error("another version of kg than the one that asks")
    if call.code != code_version(SHARED):
        return _error("another version of kg than the one that asks")
    with _lock:
        if call.build in _ended:
            return _error("the build is over")
        processes = _builds.setdefault(call.build, _Processes())
    try:
        outcomes = processes.run(call.order, call.limits)
    except DiedError as e:
        return msgspec.msgpack.encode(Answer(e.done, str(e)))
    except KgError as e:
        return _error(str(e))
    if outcomes and outcomes[-1].error is not None:
        return _error(outcomes[-1].error)
    return msgspec.msgpack.encode(Answer(outcomes))


def end(build: str) -> None:
    """End the processes of a build."""
    with _lock:
        _ended.append(build)
        processes = _builds.pop(build, None)
    if processes is not None:
        processes.end()


def _error(told: str) -> bytes:
    where = ""
    with contextlib.suppress(ImportError, ValueError):
        from distributed import get_worker

        where = f"worker {get_worker().address}: "
    return msgspec.msgpack.encode(Answer([Outcome(error=where + told)]))
