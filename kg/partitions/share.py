"""Which job reads a document, and where one partition ends: by hashes of ids, in every process."""

from __future__ import annotations

import hashlib
import re

import msgspec

from kg.errors import KgError

SIZE = 256
"""How many documents a partition has, in the mean."""

_LARGEST = 4  # times the mean, where no hash ends it before
_MOST_CHARACTERS = 4_000_000
_FOLDER = re.compile(r"(\d{1,6})-of-(\d{1,6})")
_MOST = 100_000


class Share(msgspec.Struct, frozen=True):
    """One of several jobs that share the same sources: number `part` (from 1) `of` so many.

    Documents of one id are always one job's, so that it is known which of them comes first.
    """

    part: int = 1
    of: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.part <= self.of <= _MOST:
            raise KgError(f"part {self.part}/{self.of}: there is no such part")

    @property
    def folder(self) -> str:
        """The name of the folder that holds what this job has read."""
        return f"{self.part}-of-{self.of}"

    @classmethod
    def of_folder(cls, name: str) -> Share | None:
        """Return the share that a folder's name tells of, if it is such a name."""
        found = _FOLDER.fullmatch(name)
        share = (int(found[1]), int(found[2])) if found else (0, 0)
        return cls(*share) if 1 <= share[0] <= share[1] <= _MOST else None

    def has(self, name: str) -> bool:
        """Say whether the document of this id, or the failure of this source, is this job's."""
        return hashed(name)[0] % self.of == self.part - 1


class Cut:
    """Tells where partitions end: behind an id whose hash says so, or where one is large.

    So a document that is added or dropped changes its own partition, and no other.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._documents = self._characters = 0

    def after(self, id: str, characters: int) -> bool:
        """Count a document; say whether the partition ends with it."""
        self._documents += 1
        self._characters += characters
        ends = (
            hashed(id)[1] % self._size == 0
            or self._documents >= _LARGEST * self._size
            or self._characters >= _MOST_CHARACTERS
        )
        if ends:
            self._documents = self._characters = 0
        return ends


def hashed(name: str) -> tuple[int, int]:
    """Return two numbers of 64 bits that are the same of a name in every process (BLAKE2b)."""
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big")
