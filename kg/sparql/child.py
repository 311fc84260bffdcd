"""Runs a piece of work in a child process that can't take more time or memory than it is given.

Nothing stops the query engine from within: neither a deadline nor a signal handler does. So the
work is done in a forked child with limits of its own, which is killed at the deadline, and what it
wrote is read only when it has ended well.
"""

from __future__ import annotations

import contextlib
import errno
import faulthandler
import math
import os
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Final, NamedTuple, NoReturn, TypeVar

from kg.errors import KgError
from kg.memory import address_space
from kg.sparql.network import close_network

# The work gets the file to write to and a function to call when what it reads from is open: memory
# is counted from then on. It returns a line for the parent.
Work = Callable[[IO[bytes], Callable[[], None]], str]

T = TypeVar("T")

_MEGABYTE: Final = 1 << 20
_OFTEN: Final = 64


class Limits(NamedTuple):
    """What a query may take: seconds of time; megabytes of memory, and of result."""

    seconds: float = 60.0
    megabytes: int = 1024


class Damaged(KgError):
    """What the work reads from can't be read."""


class Stopped(KgError):
    """The work went past a limit."""


def run(work: Work, limits: Limits, name: str = "query") -> tuple[IO[bytes], str]:
    """Do `work` in a child; return the file that it wrote, at its beginning, and its line.

    Raises:
        Damaged: The work raised it.
        Stopped: It went past a limit; the message begins with `name`.
        KgError: The work raised it, or failed.
    """
    if not hasattr(os, "fork"):
        raise KgError("queries need a system that can fork (Linux, macOS)")
    result = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        answer, said = os.pipe()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        child = os.fork()
        if child == 0:
            _child(work, limits, name, result, said)
        os.close(said)
        try:
            told, status = _wait(child, answer, limits.seconds)
        finally:
            os.close(answer)
        line = _line(told, status, limits, name)
        result.seek(0)
    except BaseException:
        result.close()
        raise
    return result, line


def _wait(child: int, answer: int, seconds: float) -> tuple[bytes, int | None]:
    """Return what the child said and its status, None if it was killed at the deadline."""
    deadline = time.monotonic() + seconds
    poll = select.poll()
    poll.register(answer, select.POLLIN)
    told = b""
    try:
        while (left := deadline - time.monotonic()) > 0 and poll.poll(left * 1000):
            more = os.read(answer, 1 << 16)
            if not more:
                return told, os.waitpid(child, 0)[1]
            told += more
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except BaseException:  # an interrupt
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        raise
    return told, None


def _line(told: bytes, status: int | None, limits: Limits, name: str) -> str:
    """Return the line of a child that ended well; raise what tells why another one did not."""
    memory = f"{limits.megabytes} MB of memory (--max-memory gives it more)"
    if status is None or os.waitstatus_to_exitcode(status) == -signal.SIGXCPU:
        raise Stopped(f"{name}: stopped after {limits.seconds:g} seconds (--timeout gives it more)")
    ended = os.waitstatus_to_exitcode(status)
    if ended == -signal.SIGABRT:  # how the engine ends when it gets no more memory
        raise Stopped(f"{name}: stopped at {memory}")
    if ended == -signal.SIGSEGV:  # the stack: its growth counts as memory, too
        raise Stopped(f"{name}: nested too deeply, or stopped at {memory}")
    if ended < 0:
        raise KgError(f"{name}: ended by {signal.Signals(-ended).name}")
    kind, _, text = told.decode().partition(" ")
    if kind == "done":
        return text
    if kind == "damaged":
        raise Damaged(text)
    if kind == "large":
        raise Stopped(text)
    if kind == "memory":
        raise Stopped(f"{name}: stopped at {memory}")
    raise KgError(text or f"{name}: failed")


def _child(work: Work, limits: Limits, name: str, result: IO[bytes], said: int) -> NoReturn:
    """Do the work, say how it went, and end, whatever happens; never return."""
    ended = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent kills it
        faulthandler.disable()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # what the engine prints when it runs out of memory
            os.dup2(nowhere, stream)
        _say(said, "done " + _limited(work, limits, result))
        ended = 0
    except Damaged as e:
        _say(said, f"damaged {e}")
    except KgError as e:
        _say(said, f"error {e}")
    except MemoryError:
        _say(said, "memory")
    except OSError as e:
        told = f"error {name}: cannot write the answer: {e.strerror or e}"
        if e.errno == errno.EFBIG:
            size = f"the answer takes more than {limits.megabytes} MB"
            told = f"large {name}: {size} (--max-memory allows more)"
        _say(said, told)
    except BaseException as e:
        _say(said, f"error {name}: failed: {type(e).__name__}: {' '.join(str(e).split())}")
    finally:
        os._exit(ended)


def _limited(work: Work, limits: Limits, result: IO[bytes]) -> str:
    import resource

    def lower(what: int, to: int) -> None:
        _, hard = resource.getrlimit(what)
        least = to if hard == resource.RLIM_INFINITY else min(to, hard)
        resource.setrlimit(what, (least, hard))

    def begin() -> None:
        lower(resource.RLIMIT_AS, address_space() + limits.megabytes * _MEGABYTE)

    close_network()
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_CPU, math.ceil(limits.seconds) + 1)
    lower(resource.RLIMIT_FSIZE, limits.megabytes * _MEGABYTE)
    line = work(result, begin)
    result.flush()
    return line


def watched(things: Iterable[T]) -> Iterator[T]:
    """Give things that the work collects, as long as there is memory; for use inside the child.

    Raises:
        MemoryError: A sixteenth of what the limit allows is left. With none left at all the engine
            may hang instead of failing.
    """
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    most = 0
    if limit != resource.RLIM_INFINITY:
        used = address_space()
        most = limit - max(0, limit - used) // 16
    for number, thing in enumerate(things):
        if most and not number % _OFTEN and address_space() > most:
            raise MemoryError
        yield thing


def _say(said: int, text: str) -> None:
    data = text.encode("utf-8", "replace")
    while data:
        data = data[os.write(said, data) :]
