"""What a job leaves when it is done: which files it has, in which order, and what it was told."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import msgspec

from kg.errors import KgError
from kg.export.output import open_output
from kg.gather import Item, Note
from kg.grounds import ReadBy
from kg.partitions.files import SCHEMA

FILE = "done.json"
_LARGEST = 1 << 30


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file, and the place of each of its documents among all that is in the sources."""

    name: str
    places: tuple[int, ...]


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be said of something else in the sources, with its place."""

    place: int
    failure: bool
    source: str
    reason: str


class Done(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The end of a job. `sources` is a hash of all that is in them, which all jobs see alike."""

    schema: int
    read: ReadBy
    sources: str
    files: tuple[Listed, ...]
    told: tuple[Told, ...]


class Seen:
    """Hashes all that is in the sources, as it comes."""

    def __init__(self) -> None:
        self._hash = hashlib.blake2b(digest_size=16)

    def add(self, item: Item, digest: str) -> None:
        """Take the next item; `digest` is that of a document."""
        told = digest
        if not digest:
            problem = item.told if isinstance(item, Note) else item
            told = repr(problem)
        self._hash.update(told.encode("utf-8", "surrogatepass") + b"\n")

    def hexdigest(self) -> str:
        """Return the hash of what was seen so far."""
        return self._hash.hexdigest()


def write_done(folder: Path, done: Done) -> None:
    """Write the end of a job, whole or not at all.

    Raises:
        KgError: It cannot be written.
    """
    # Ids may hold what MessagePack and UTF-8 can't: escapes can.
    text = json.dumps(msgspec.to_builtins(done), ensure_ascii=True, separators=(",", ":"))
    with open_output(folder / FILE) as out:
        out.write(text.encode() + b"\n")


def read_done(folder: Path) -> Done | None:
    """Return the end of the job whose folder this is; None where it is not there.

    Raises:
        KgError: It cannot be read, or another version of kg wrote it.
    """
    path = folder / FILE
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for
            raise ValueError("no file")
        if found.st_size > _LARGEST:
            raise ValueError("too large")
        said = json.loads(path.read_bytes())
        if isinstance(said, dict) and said.get("schema") != SCHEMA:
            raise KgError(f"{path}: another version of kg wrote it")
        done = msgspec.convert(said, Done)
        bad = [f.name for f in done.files if Path(f.name).name != f.name or "\x00" in f.name]
        if bad:
            raise ValueError(f"not a file's name: {bad[0]!r}")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as e:
        said = " ".join(str(e).encode("ascii", "backslashreplace").decode().split())[:120]
        raise KgError(f"{path}: cannot be read: {said}") from e
    return done
