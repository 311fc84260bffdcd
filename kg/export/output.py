"""Where an export is written: whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import gzip
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import KgError

_BUFFER = 1 << 18


@contextlib.contextmanager
def open_output(out: Path | BinaryIO, *, compress: bool = False) -> Iterator[BinaryIO]:
    """Give a binary stream whose content replaces `out` only when the block ends well.

    A path is written through a temporary file in its own folder, which is removed on failure; a
    device or a pipe is written directly. A stream is written to and left open. `compress` gzips,
    without a time stamp or a name, so that equal content gives equal bytes.

    Raises:
        KgError: The target cannot be written, or the disk is full.
    """
    try:
        if not isinstance(out, Path):
            with _compressed(out, compress) as stream:
                yield stream
            out.flush()
        elif out.exists() and not out.is_file() and not out.is_dir():
            with out.open("wb") as device, _compressed(device, compress) as stream:
                yield stream
        else:
            with _replacing(out) as file, _compressed(file, compress) as stream:
                yield stream
    except BrokenPipeError:
        raise  # the reader of a pipe went away: the command line ends quietly
    except OSError as e:
        name = str(out) if isinstance(out, Path) else str(getattr(out, "name", "output"))
        raise KgError(f"{name}: cannot write: {e.strerror or e}") from e


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    target = Path(os.path.realpath(path))  # a link keeps pointing where it pointed
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = target.parent / f".kg-{os.getpid()}-{os.urandom(4).hex()}.tmp"
    file = temporary.open("xb", buffering=_BUFFER)
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _compressed(stream: BinaryIO, compress: bool) -> Iterator[BinaryIO]:
    if not compress:
        yield stream
        return
    packer = gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0)
    with io.BufferedWriter(cast("io.RawIOBase", packer), _BUFFER) as buffered:
        yield cast("BinaryIO", buffered)
