"""The store's graph as an index that a query engine reads from disk (Oxigraph), beside the store.

An index is never changed. It lies in ``officials.db.oxigraph/``, in a folder whose name is a digest
of all that it was made from; another state of the store makes another folder, built elsewhere and
renamed when it is whole. So whoever reads one is not disturbed by whoever builds the next, and what
a killed build leaves behind is never taken for an index.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from kg.errors import KgError
from kg.lexicon.rules import rules_dir

SUFFIX: Final = ".oxigraph"
COMPLETE: Final = "complete.json"  # written last, held with a shared lock while an index is read
_LOCK: Final = "lock"
_BUILDING: Final = "building-"
_LAYOUT: Final = 1  # of what `kg.sparql.load` writes


def default_folder(store: Path) -> Path:
    """Return the folder beside a store that its index lies in."""
    real = Path(os.path.realpath(store))
    return real.with_name(real.name + SUFFIX)


@contextlib.contextmanager
def index(
    store: Path,
    base: str,
    folder: Path | None = None,
    progress: Callable[[int], object] = lambda number: None,
    *,
    anew: bool = False,
) -> Iterator[Path]:
    """Give the folder of the index of a store as it is now; build it first if there is none.

    While the block runs, no other process removes the index. `progress` is told the number of
    triples while it is built; `anew` builds it even if there is one.

    Raises:
        KgError: The store or the folder cannot be read or written.
    """
    folder = folder or default_folder(store)
    while True:
        path = folder / _digest(store, base)
        if anew or not (path / COMPLETE).exists():
            _build(store, base, folder, path, progress, anew=anew)
            anew = False
        try:
            held = (path / COMPLETE).open("rb")
        except FileNotFoundError:
            continue  # the store was written meanwhile, and another process tidied up
        with held:
            _lock(held, shared=True)
            if (path / COMPLETE).exists():
                yield path
                return


def is_built(store: Path, base: str, folder: Path | None = None) -> bool:
    """Say whether there is an index of a store as it is now."""
    return ((folder or default_folder(store)) / _digest(store, base) / COMPLETE).exists()


def _digest(store: Path, base: str) -> str:
    """Return a name for all that an index depends on: the store's file and how it is exported.

    Of the store it is size and time of its last change: reading a gigabyte would take seconds.
    """
    real = os.path.realpath(store)
    state: list[object] = [_LAYOUT, base]
    for name in (real, real + "-wal"):
        with contextlib.suppress(FileNotFoundError):
            found = os.stat(name)
            if found.st_size:
                state.append([found.st_size, found.st_mtime_ns, found.st_ino])
    digest = hashlib.sha256(json.dumps(state).encode())
    from importlib.metadata import version

    digest.update(version("pyoxigraph").encode())
    here = Path(__file__).resolve().parent
    for path in (rules_dir() / "ontology.ttl", *sorted((here.parent / "export").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _build(
    store: Path,
    base: str,
    folder: Path,
    path: Path,
    progress: Callable[[int], object],
    *,
    anew: bool,
) -> None:
    try:
        folder.mkdir(exist_ok=True)
        with (folder / _LOCK).open("a+b") as lock:
            _lock(lock, shared=False)  # one builds, others wait and find it built
            if (path / COMPLETE).exists():
                if not anew:
                    return
                _remove(path)
            for left in folder.iterdir():
                if left.name != _LOCK and left != path:
                    _remove(left)
            temporary = folder / f"{_BUILDING}{os.getpid()}"
            try:
                _load(store, base, temporary, progress)
                os.replace(temporary, path)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
    except OSError as e:
        told = f"{e.strerror or e} (--index DIR puts it elsewhere)"
        raise KgError(f"{folder}: cannot write the index: {told}") from e


def _load(store: Path, base: str, target: Path, progress: Callable[[int], object]) -> None:
    """Write an index in a process of its own: the loader's threads would not survive a fork."""
    loader = subprocess.Popen(
        [sys.executable, "-m", "kg.sparql.load", os.fspath(store), os.fspath(target), base],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p or os.curdir for p in sys.path)},
        encoding="utf-8",
        errors="replace",
    )
    told = ""
    try:
        assert loader.stdout is not None
        with loader.stdout:
            for line in loader.stdout:
                if line.strip().isdecimal():
                    progress(int(line))
                else:
                    told = line.strip()
        status = loader.wait()
    except BaseException:
        loader.kill()
        loader.wait()
        raise
    if status < 0:
        killed = signal.Signals(-status).name
        raise KgError(f"{store}: building the index was ended by {killed} (too little memory?)")
    if status:
        raise KgError(told or f"{store}: building the index failed")


def _remove(path: Path) -> None:
    """Remove a file, or an index unless somebody reads it."""
    if not path.is_dir() or path.is_symlink():
        path.unlink(missing_ok=True)
        return
    with contextlib.suppress(FileNotFoundError), (path / COMPLETE).open("rb") as held:
        if not _lock(held, shared=False, wait=False):
            return
        (path / COMPLETE).unlink()
    shutil.rmtree(path, ignore_errors=True)


def _lock(file: IO[bytes], *, shared: bool, wait: bool = True) -> bool:
    """Lock an open file until it is closed; return whether it is locked."""
    import fcntl

    how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(file, how if wait else how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
