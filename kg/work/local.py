"""An executor of processes on this machine, each of which may die without costing the others.

``concurrent.futures.ProcessPoolExecutor`` gives up all its work when one process dies, and starts
processes that import the caller's main script. Here each process has a thread that talks to it by
pipes: a death costs one document, and the thread goes on with another process.
"""

from __future__ import annotations

import contextlib
import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

import msgspec

from kg.errors import KgError
from kg.work.child import NO_MEMORY
from kg.work.frames import Order, Ready, Result, receive, send
from kg.work.limits import Limits
from kg.work.task import Outcome, Task, Unit

P = ParamSpec("P")
T = TypeVar("T")

_START_SECONDS = 300.0  # a large model on a cold disk
_END_SECONDS = 5.0
_STARTS = 3
_LOOK_SECONDS = 0.05
_NOT_STARTED = "no process to read documents can be started"
_CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from kg.work.child import main; main(int(sys.argv[2]), float(sys.argv[3]))"
)
_ANSWER = msgspec.msgpack.Decoder(Ready | Result)


class DiedError(Exception):
    """A process ended within a document; `done` are the outcomes of those before it."""

    def __init__(self, reason: str, done: list[Outcome]) -> None:
        super().__init__(reason)
        self.done = done


class LocalExecutor(Executor):
    """Runs tasks on batches of documents or jobs: ``submit(task, units)``.

    A future gives the outcomes in order, or raises `DiedError` where a process died, took too long
    or too much memory, or `KgError` where no process can be started.
    """

    def __init__(self, workers: int, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._orders: queue.SimpleQueue[_Given | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._hands = [_Hand(self._limits) for _ in range(workers)]
        self._threads = [
            threading.Thread(target=self._serve, args=(hand,), daemon=True) for hand in self._hands
        ]
        self._threads.append(threading.Thread(target=self._watch, daemon=True))
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand over a batch: a `Task` and its units."""
        if not isinstance(fn, Task):
            raise TypeError("only a Task can be sent to another process")
        future: Future[Any] = Future()
        (units,) = args
        self._orders.put(_Given(future, fn, tuple(units)))  # type: ignore[arg-type]
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; with `cancel_futures` at once, else when all is done."""
        if cancel_futures:
            self._ended.set()
            for hand in self._hands:
                hand.end()
        for _ in self._hands:
            self._orders.put(None)
        if wait:
            for thread in self._threads[:-1]:
                thread.join()
            self._ended.set()
            self._threads[-1].join()

    def _serve(self, hand: _Hand) -> None:
        while (given := self._orders.get()) is not None:
            if self._ended.is_set() or not given.future.set_running_or_notify_cancel():
                given.future.cancel()
                continue
            try:
                given.future.set_result(hand.run(given.task, given.units))
            except BaseException as e:
                given.future.set_exception(e)
        hand.close()

    def _watch(self) -> None:
        """End processes whose time is over."""
        while not self._ended.wait(_LOOK_SECONDS):
            now = time.monotonic()
            for hand in self._hands:
                if hand.deadline < now:
                    hand.overdue()


class _Given(msgspec.Struct):
    future: Future[Any]
    task: Task
    units: tuple[Unit, ...]


class _Hand:
    """One process after the other; used by one thread, but for `overdue` and `end`."""

    def __init__(self, limits: Limits) -> None:
        self.deadline = float("inf")
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._late = self._over = False
        self._lock = threading.Lock()

    def run(self, task: Task, units: tuple[Unit, ...]) -> list[Outcome]:
        """Return the outcomes of units; see `LocalExecutor`."""
        for _ in range(_STARTS):
            done: list[Outcome] = []
            process = self._started()
            try:
                if self._ready(process, Order.of(task, units), done):
                    self._read(process, units, done)
                if len(done) == len(units) or (done and done[-1].error is not None):
                    return done
                raise DiedError(self._why(process), done)
            except _NotReady:
                ended = self._why(process)
            except msgspec.DecodeError as e:  # something else wrote where answers come
                self._kill()
                raise DiedError(f"{self._why(process)} after an answer of no sense", done) from e
            finally:
                self.deadline = float("inf")
        raise KgError(f"{_NOT_STARTED}: {ended}")

    def overdue(self) -> None:
        """End the process because it took too long."""
        with self._lock:
            if self.deadline < time.monotonic():
                self._late = True
                self.deadline = float("inf")
                self._kill()

    def end(self) -> None:
        """End the process for good; its thread is told by that."""
        with self._lock:
            self._over = True
            self._kill()

    def close(self) -> None:
        """End the process; another one can be started."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(OSError), process:
                process.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._over:
                raise KgError("ended")
            if self._process is None:
                self._late = False
                limits = self._limits
                given = [
                    json.dumps(list(map(str, sys.path))),
                    str(limits.megabytes),
                    str(limits.seconds),
                ]
                try:
                    self._process = subprocess.Popen(
                        [sys.executable, "-c", _CODE, *given],
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL,
                        # An interrupt at the terminal is for the build alone: it ends the others.
                        process_group=0 if sys.platform != "win32" else None,
                    )
                except (OSError, TypeError) as e:  # no room for it, or no program to start
                    raise KgError(f"{_NOT_STARTED}: {e}") from e
            return self._process

    def _ready(self, process: subprocess.Popen[bytes], order: Order, done: list[Outcome]) -> bool:
        """Send an order and wait until the process begins with it."""
        assert process.stdin is not None
        self.deadline = time.monotonic() + _START_SECONDS
        with contextlib.suppress(OSError):
            send(process.stdin, order)
        match self._answer(process):
            case Result(outcome):
                done.append(outcome)
                return False
            case Ready():
                return True
        raise _NotReady

    def _read(
        self,
        process: subprocess.Popen[bytes],
        units: tuple[Unit, ...],
        done: list[Outcome],
    ) -> None:
        for unit in units:
            self.deadline = time.monotonic() + self._limits.time_of(unit)
            answer = self._answer(process)
            if not isinstance(answer, Result):
                return
            done.append(answer.outcome)

    def _answer(self, process: subprocess.Popen[bytes]) -> Ready | Result | None:
        assert process.stdout is not None
        data = receive(process.stdout)
        return None if data is None else _ANSWER.decode(data)

    def _why(self, process: subprocess.Popen[bytes]) -> str:
        """Say why a process ended, and forget it."""
        try:
            status = process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:  # it lives, but does not speak
            self._kill()
            status = process.wait()
        self.close()
        if self._late:
            return f"not read within {self._limits.seconds:g} seconds (--timeout gives it more)"
        if status == NO_MEMORY:
            return f"takes more than {self._limits.megabytes} MB (--max-memory gives it more)"
        if status < 0:
            return f"its process was ended by {signal.Signals(-status).name}"
        return f"its process ended with status {status}"

    def _kill(self) -> None:
        process = self._process
        if process is not None and process.poll() is None:
            process.kill()


class _NotReady(Exception):
    """A process ended before it began with its documents."""
