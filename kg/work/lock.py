"""One build at a time on a store: a lock that ends with the process that holds it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from kg.errors import KgError

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


@contextlib.contextmanager
def only_build(store: Path) -> Iterator[None]:
    """Keep other builds off the store at a path; see `only_one`."""
    if str(store) == ":memory:":
        yield
        return
    with only_one(store, "kg build"):
        yield


@contextlib.contextmanager
def only_one(store: Path, command: str) -> Iterator[None]:
    """Keep other processes off what is written at a path, by a file beside it (``PATH-lock``).

    The system lets go of the lock when the process ends, however it does: a file that a killed
    build left is no lock. Where the system has no such locks (Windows), SQLite's own must do: there
    the last of several builds wins.

    Raises:
        KgError: Another process has it; the message says which `command` and process.
    """
    if not store.absolute().parent.is_dir():
        yield
        return
    path = Path(f"{os.path.realpath(store)}-lock")  # one file, whatever links lead to it
    handle = _locked(path, store, command)
    try:
        with contextlib.suppress(OSError):  # a full disk: nobody is told who it is
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()  # before it is let go: what others open later is another file
        os.close(handle)


def _locked(path: Path, store: Path, command: str) -> int:
    """Return the open lock file."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
        except OSError as e:
            raise KgError(f"{path}: cannot write: {e.strerror}") from e
        try:
            _take(handle, store, command)
            # The build before may have removed the file between the two steps.
            if path.exists() and os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _take(handle: int, store: Path, command: str) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as e:
        who = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
        process = f" (process {who})" if who.isdigit() else ""
        told = f"another {command} is writing it{process}: wait for its end"
        raise KgError(f"{store}: {told}") from e
    except OSError:
        return  # a file system without such locks
