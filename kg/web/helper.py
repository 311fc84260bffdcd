"""The process beside the workers: runs queries in children of its own, and derives what pages need.

    python -m kg.web.helper          settings as `kg.web.settings.hand_on` left them

It has no threads and no event loop, so that it may fork. It listens on a socket of the file system
that only this user can open; it ends when its standard input does, with all its children.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Final, NoReturn

import msgspec

from kg.errors import KgError
from kg.sparql.child import Damaged, Limits, Stopped, run
from kg.sparql.index import index, is_built
from kg.sparql.prefixes import known_prefixes
from kg.sparql.syntax import check
from kg.web import query_work, side
from kg.web.asked_query import AskedQuery, Told, framed, length_of
from kg.web.settings import Settings, handed_on

BACKLOG: Final = 64
_LOOK: Final = 1.0  # seconds between looks at the store
_AGAIN: Final = 30.0  # seconds until what failed is tried again
_SLOW: Final = 5.0  # seconds a worker has to say what it asks
_NICE: Final = 10


class Helper:
    """The loop: takes queries as long as there is room, and looks whether the store changed."""

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        self._settings, self._listening = settings, listening
        self._running = set[int]()
        self._builder: int | None = None
        self._made_for, self._next = "", 0.0

    def loop(self) -> None:
        """Run until standard input ends."""
        while True:
            self._reap()
            self._look()
            room = len(self._running) < self._settings.queries
            waited: list[int | socket.socket] = [0]
            if room:
                waited.append(self._listening)
            ready, _, _ = select.select(waited, [], [], 0.05 if self._running else _LOOK)
            if 0 in ready and not os.read(0, 1024):
                return
            if self._listening in ready:
                self._take()

    def _take(self) -> None:
        try:
            asking, _ = self._listening.accept()
        except OSError:
            return
        with asking:
            child = os.fork()
            if child == 0:
                self._listening.close()
                _serve(self._settings, asking)
            self._running.add(child)

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                child, _ = os.waitpid(-1, os.WNOHANG)
                if not child:
                    return
                self._running.discard(child)
                if child == self._builder:
                    self._builder = None

    def _look(self) -> None:
        """Start what derives from the store, if that is in another state than last time."""
        if self._builder is not None:
            return
        settings, store = self._settings, Path(self._settings.db)
        try:
            now = side.stamp(store)
            if now == self._made_for and time.monotonic() < self._next:
                return
            self._made_for, self._next = now, time.monotonic() + _AGAIN
            if side.is_made(store, Path(settings.side)) and (
                not settings.queries or is_built(store, settings.base, _folder(settings))
            ):
                return
        except OSError:  # it is being replaced
            return
        child = os.fork()
        if child == 0:
            self._listening.close()
            _derive(self._settings)
        self._builder = child


def _folder(settings: Settings) -> Path | None:
    return Path(settings.index) if settings.index else None


def _derive(settings: Settings) -> NoReturn:
    """Make the words to search and the index for queries; end."""
    status = 1
    try:
        os.nice(_NICE)
        side.make(Path(settings.db), Path(settings.side))
        if not settings.queries:
            os._exit(0)
        with index(Path(settings.db), settings.base, _folder(settings)):
            status = 0
    except (KgError, OSError) as e:
        print(f"kg serve: {e}", file=sys.stderr, flush=True)
    except BaseException as e:
        print(f"kg serve: deriving failed: {type(e).__name__}: {e}", file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def _serve(settings: Settings, asking: socket.socket) -> NoReturn:
    """Answer one query, in a child of this one; end."""
    try:
        os.nice(_NICE)
        signal.alarm(int(settings.seconds) + 30)  # ends it, should all else fail
        asking.settimeout(_SLOW)
        asking.sendall(b"+")
        head = _exactly(asking, 4)
        asked = msgspec.json.decode(_exactly(asking, length_of(head)), type=AskedQuery)
        told, descriptor = _answered(settings, asked)
        asking.settimeout(_SLOW)
        message = framed(told)
        if descriptor is None:
            asking.sendall(message)
        else:
            sent = socket.send_fds(asking, [message], [descriptor])
            asking.sendall(message[sent:])
    except (OSError, ValueError, msgspec.MsgspecError):
        pass  # the worker went away, or is none
    except BaseException as e:
        print(f"kg serve: query failed: {type(e).__name__}: {e}", file=sys.stderr, flush=True)
    finally:
        os._exit(0)


def _answered(settings: Settings, asked: AskedQuery) -> tuple[Told, int | None]:
    """Return how a query went, and the open file with its answer."""
    store, base = Path(settings.db), settings.base
    try:
        check(asked.query, known_prefixes(base), "query")
        if not is_built(store, base, _folder(settings)):
            return Told("building", "the index for queries is being built"), None
        with index(store, base, _folder(settings)) as there:
            result, form = run(
                lambda out, opened: query_work.work(there, asked, base, out, opened),
                Limits(settings.seconds, settings.megabytes),
                "query",
            )
    except Stopped as e:
        return Told("stopped", _without_options(str(e))), None
    except Damaged as e:
        return Told("failed", str(e)), None
    except KgError as e:
        return Told("malformed", _without_options(str(e))), None
    if not form:
        result.close()
        return Told("unacceptable", "this kind of answer has no form that was asked for"), None
    descriptor = os.dup(result.fileno())
    size = os.fstat(descriptor).st_size
    return Told("done", form=form, size=size), descriptor


def _without_options(message: str) -> str:
    """Return a message without what it says of options of the command line."""
    return message.partition(" (--")[0].removeprefix("query: ")


def _exactly(asking: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        more = asking.recv(min(1 << 16, length - len(data)))
        if not more:
            raise ValueError("the worker went away")
        data += more
    return data


def main() -> int:
    """Run as a program."""
    settings = handed_on()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this one
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    os.umask(0o077)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(settings.socket)
    listening.bind(settings.socket)
    listening.listen(BACKLOG)
    print("ready", flush=True)
    try:
        Helper(settings, listening).loop()
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(0, signal.SIGKILL)
    return 0


if __name__ == "__main__":
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)  # killing all its children kills nobody else
    sys.exit(main())
