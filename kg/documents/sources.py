"""Finds the files that the given sources stand for, and the id of each."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import msgspec

from kg.documents.failure import Failure, Unreadable, printable, reason
from kg.documents.kinds import KNOWN, Kind, kind_of


class Found(msgspec.Struct, frozen=True):
    """A file to read, its id (the path below the input root, without the extension), its kind."""

    path: Path
    id: str
    kind: Kind


def find(source: Path, on_failure: Callable[[Failure], None]) -> Iterator[Found]:
    """Yield the file given, or the files of known kinds below the folder given, sorted by name.

    Hidden files and files of other kinds in folders are passed over. Links to folders are
    followed, each real folder once; what cannot be followed is reported.

    Raises:
        Unreadable: The source is of an unknown kind, no regular file, or a folder without reports.
        OSError: The source does not exist or cannot be opened.
    """
    mode = source.stat().st_mode
    if stat.S_ISDIR(mode):
        any_found = False
        for found in _walk(source, on_failure):
            any_found = True
            yield found
        if not any_found:
            raise Unreadable(f"no {KNOWN.replace(' and ', ' or ')} file in this folder")
    elif not stat.S_ISREG(mode):
        raise Unreadable("not a regular file")
    elif (known := kind_of(source.name)) is None:
        kind = f"unknown kind of file {source.suffix!r}" if source.suffix else "no file extension"
        raise Unreadable(f"{kind}: {KNOWN} files are read")
    else:
        yield Found(source, printable(known.stem), known)


def _walk(folder: Path, on_failure: Callable[[Failure], None]) -> Iterator[Found]:
    seen: dict[tuple[int, int], Path] = {}
    # A stack of what is left in each open folder, not recursion: folders may lie very deep.
    left = [iter([(folder, PurePosixPath())])]
    while left:
        path, below = next(left[-1], (None, PurePosixPath()))
        if path is None:
            left.pop()
            continue
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                kind = kind_of(str(below))
                if stat.S_ISREG(status.st_mode) and kind is not None:
                    yield Found(path, printable(kind.stem), kind)
                continue
            first = seen.setdefault((status.st_dev, status.st_ino), path)
            if first is path:
                left.append(iter([(path / name, below / name) for name in _names(path)]))
            elif first in path.parents:
                on_failure(Failure(printable(path), "link leads back to a folder above it"))
        except OSError as e:
            on_failure(Failure(printable(path), reason(e)))


def _names(folder: Path) -> list[str]:
    """Return what is worth a look in a folder, sorted; links last, so that real paths give ids."""
    with os.scandir(folder) as entries:
        found = [
            (entry.is_symlink(), entry.name)
            for entry in entries
            if not entry.name.startswith(".")
            and (kind_of(entry.name) is not None or entry.is_dir())
        ]
    return [name for _, name in sorted(found)]
