"""What was answered lately, in memory: the whole answer, so that giving it again costs nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple


class Kept(NamedTuple):
    """An answer: headers that the body needs, the body plain and, if it is smaller so, gzipped."""

    status: int
    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes
    packed: bytes | None

    @property
    def size(self) -> int:
        """Bytes it takes, about."""
        return len(self.body) + len(self.packed or b"") + 500


class Cache:
    """Answers by key, as many as fit into some bytes; those asked for longest ago go first.

    To be used by one thread only: that of the event loop.
    """

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}

    def get(self, key: Hashable) -> Kept | None:
        """Return the answer of a key, if it is still there."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer; one that alone takes a quarter of the room is not kept."""
        size = answer.size + len(repr(key))
        if size * 4 > self._most:
            return
        if key in self._kept:
            self._size -= self._sizes.pop(key)
            del self._kept[key]
        self._sizes[key] = size
        self._size += size
        self._kept[key] = answer
        while self._size > self._most:
            gone, _ = self._kept.popitem(last=False)
            self._size -= self._sizes.pop(gone)

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._sizes.clear()
        self._size = 0
