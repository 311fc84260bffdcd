"""An executor of the workers of a Dask cluster, each of which may be lost at no cost to others."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, InvalidStateError
from typing import Any, ParamSpec, TypeVar

import msgspec

from kg.errors import KgError
from kg.grounds import SHARED, code_version
from kg.work.far import Answer, Call
from kg.work.frames import Order
from kg.work.limits import Limits
from kg.work.local import DiedError
from kg.work.task import Task

P = ParamSpec("P")
T = TypeVar("T")

_CONNECT_SECONDS = 10
_WORKER_SECONDS = 60.0  # to wait for a worker, at first and when all are gone
_LOOK_SECONDS = 2.0
_END_SECONDS = 10.0
_CONFIG = {
    "distributed.comm.timeouts.connect": f"{_CONNECT_SECONDS}s",
    # A report has up to 20 MB: that is no mistake of whoever sends it.
    "distributed.admin.large-graph-warning-threshold": "1GB",
}
_ANSWER = msgspec.msgpack.Decoder(Answer)


class DaskExecutor(Executor):
    """Runs tasks on batches, as `kg.work.local.LocalExecutor` does, on the workers of a cluster.

    On each of them, processes of their own do the work, within the same limits
    (`kg.work.far`). Dask itself gives the batches of a worker that is lost to another one.
    Only bytes travel, to workers of the very same code. `workers` is the number of their threads.

    Raises:
        KgError: Dask is not installed, no scheduler answers, or it has no worker.
    """

    def __init__(self, address: str, limits: Limits | None = None) -> None:
        self.address = address
        self._limits = limits or Limits()
        self._build = os.urandom(8).hex()
        self._code = code_version(SHARED)
        self._futures: set[Future[Any]] = set()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._dask, self._client = _connected(address)
        try:
            self.workers = self._met()
        except BaseException:
            self._client.close(timeout=_END_SECONDS)
            raise
        self._inner = self._client.get_executor(pure=False)
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand over a batch: a `Task` and its units."""
        if not isinstance(fn, Task):
            raise TypeError("only a Task can be sent to a cluster")
        (units,) = args
        order = Order.of(fn, units)  # type: ignore[arg-type]
        data = msgspec.msgpack.encode(Call(self._build, self._code, self._limits, order))
        outer: Future[Any] = Future()
        outer.set_running_or_notify_cancel()
        with self._lock:
            self._futures.add(outer)
        try:
            with self._dask.config.set(_CONFIG):
                inner = self._inner.submit(_asking(), data)
        except Exception:  # a client whose scheduler is gone fails in many ways
            self._fail(outer, KgError(self._lost()))
            return outer
        inner.add_done_callback(lambda done: self._note(done, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the build's processes on all workers, and leave the cluster."""
        if self._ended.is_set():
            return
        self._ended.set()
        with self._lock:
            waiting = list(self._futures)
        for future in waiting:
            self._fail(future, KgError("ended"))
        # Where the scheduler hangs, nobody waits for it.
        leaving = threading.Thread(target=self._leave, daemon=True)
        leaving.start()
        leaving.join(_END_SECONDS)

    def _leave(self) -> None:
        with contextlib.suppress(Exception):
            self._inner.shutdown(wait=False)
        with contextlib.suppress(Exception):
            if self._client.status == "running":
                self._client.run(_ending(), self._build, on_error="ignore")
        with contextlib.suppress(Exception):
            self._client.close(timeout=_END_SECONDS)

    def _met(self) -> int:
        """Return the number of threads, once there is a worker and it can understand what we say.

        Raises:
            KgError: No worker comes, or one runs another version of Python.
        """
        first = None
        try:
            # Where workers come as they are needed, there must be something to do.
            first = self._client.submit(bool, 1, pure=False)
            first.result(timeout=_WORKER_SECONDS)
            found = self._client.get_versions()["workers"]
            threads = self._client.nthreads()
        except Exception as e:
            if self._client.status != "running":
                raise KgError(self._lost()) from e
            raise KgError(self._idle()) from e
        finally:
            if first is not None:
                first.release()
        mine = "{}.{}".format(*sys.version_info)
        for worker, said in sorted(found.items()):
            theirs = str(said["host"]["python"])
            if theirs.split(".")[:2] != mine.split("."):
                raise KgError(f"worker {worker}: it runs Python {theirs}, this is {mine}")
        return max(1, sum(map(int, threads.values())))

    def _note(self, done: Future[bytes], outer: Future[Any]) -> None:
        """Pass on what came of a batch."""
        try:
            if done.cancelled():
                raise KgError(self._lost())
            answer = _ANSWER.decode(done.result())
            if answer.died is not None:
                raise DiedError(answer.died, answer.outcomes)
        except (KgError, DiedError) as e:
            self._fail(outer, e)
        except Exception as e:
            self._fail(outer, self._why(e))
        else:
            with contextlib.suppress(InvalidStateError):
                outer.set_result(answer.outcomes)
        with self._lock:
            self._futures.discard(outer)

    def _fail(self, future: Future[Any], e: Exception) -> None:
        with contextlib.suppress(InvalidStateError):
            future.set_exception(e)
        with self._lock:
            self._futures.discard(future)

    def _why(self, e: Exception) -> Exception:
        """Return why a batch was not done: it may have killed workers; all else is not its own."""
        if type(e).__name__ == "KilledWorker":
            return RuntimeError("the workers that had it were lost, one after the other")
        if isinstance(e, ModuleNotFoundError) and (e.name or "").partition(".")[0] == "kg":
            return KgError(f"{self.address}: a worker has no kg: install this version on all")
        said = " ".join(str(e).encode("ascii", "backslashreplace").decode().split())[:200]
        return KgError(f"{self.address}: {type(e).__name__}: {said}")

    def _watch(self) -> None:
        """End the build where no worker is left, and none comes for a while."""
        last = time.monotonic()
        while not self._ended.wait(_LOOK_SECONDS):
            try:
                there = bool(self._client.nthreads())
            except Exception:
                continue  # the client itself says what is to be said of its scheduler
            now = time.monotonic()
            if there:
                last = now
            elif now - last > _WORKER_SECONDS:
                with self._lock:
                    waiting = list(self._futures)
                for future in waiting:
                    self._fail(future, KgError(self._idle()))

    def _lost(self) -> str:
        return f"{self.address}: the Dask scheduler is gone: what was read is kept, run it again"

    def _idle(self) -> str:
        return f"{self.address}: no Dask worker came within {_WORKER_SECONDS:g} seconds"


def _connected(address: str) -> tuple[Any, Any]:
    mine = "distributed" not in sys.modules
    try:
        import dask
        from distributed import Client
        from distributed.comm.addressing import parse_address
        from distributed.comm.registry import get_backend
    except ImportError as e:
        raise KgError("a Dask cluster needs Dask: pip install 'chutri-kg[dask]'") from e
    if mine:  # else whoever uses it has said what is to be told
        for name in [n for n in logging.root.manager.loggerDict if n.startswith("distributed")]:
            logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        get_backend(parse_address(address)[0])  # or the client goes on asking for a while
        with dask.config.set(_CONFIG):
            client = Client(  # type: ignore[no-untyped-call]
                address, timeout=f"{_CONNECT_SECONDS}s", name="kg", set_as_default=False
            )
    except Exception as e:  # a wrong address fails in many ways
        raise KgError(f"{address}: no Dask scheduler answers there") from e
    return dask, client


# A scheduler looks at what is sent to workers, and need not have kg. What is defined in a function
# is sent as it is, where what a module has would be sent by name.


def _asking() -> Callable[[bytes], bytes]:
    def kg(data: bytes) -> bytes:
        from kg.work.far import run

        return run(data)

    return kg


def _ending() -> Callable[[str], None]:
    def end(build: str) -> None:
        import sys

        far = sys.modules.get("kg.work.far")
        if far is not None:
            far.end(build)

    return end
