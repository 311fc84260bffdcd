"""Makes answers: reads the store in a thread, keeps what was made, says what is not new."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.store.store import Store
from kg.web.cache import Cache, Kept
from kg.web.settings import Settings
from kg.web.side import Side
from kg.web.snapshot import Generation, Snapshots

PIECE: Final = 1 << 17  # bytes of an answer that are sent at a time
_PACKED_FROM: Final = 600  # bytes; below, a packed body is no shorter
_LEVEL: Final = 5
_WAITING: Final = 150  # requests that may wait for a thread
_HEAVY_WAITING: Final = 8  # of those that take long

T = TypeVar("T")
Made = tuple[int, Mapping[str, str], bytes]


class Headed(NamedTuple):
    """How an answer that is kept under a key was sent: its headers, and whether it was packed."""

    generation: Generation
    key: Hashable
    status: int
    headers: list[tuple[bytes, bytes]]
    packed: bool

    def body(self, kept: Kept) -> bytes:
        """Return the body that was sent."""
        if self.status != 200:
            return b""
        return kept.packed or b"" if self.packed else kept.body


class Busy(Exception):
    """More requests wait than can be answered in time."""


class Lane:
    """Threads for work of one kind, and a bound on what may wait for them."""

    def __init__(self, name: str, threads: int, most: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._waiting, self._most = 0, most

    async def run(self, work: Callable[[], T]) -> T:
        """Return what work in a thread returns.

        Raises:
            Busy: Too much waits.
        """
        if self._waiting >= self._most:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Answers:
    """What one process answers from: the store, what is derived from it, what it made lately."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.snapshots = Snapshots(settings.db, settings.page_seconds)
        self.side = Side(Path(settings.db), Path(settings.side))
        self._cache = Cache(settings.cache_megabytes << 20)
        self._pages = Lane("page", settings.threads, _WAITING)
        # Graphs and files take seconds where pages take milliseconds: they wait for each other.
        self._heavy = Lane("heavy", 1, _HEAVY_WAITING)
        self._generation: Generation | None = None

    async def give(
        self,
        request: Request,
        key: Hashable,
        make: Callable[[Store], Made],
        *,
        heavy: bool = False,
    ) -> Response:
        """Answer a request with what was made under a key of the store as it is now, or is made.

        `heavy` is what may take seconds.

        Raises:
            Busy: Too many requests wait.
            Unreadable: The store cannot be read.
        """
        generation = self._now()
        kept = self._cache.get(key)
        if kept is None:
            lane = self._heavy if heavy else self._pages
            made, of = await lane.run(lambda: self._make(make))
            kept = made
            if kept.status == 200 and of is not None and of == self._now():
                self._cache.put(key, kept)
                generation = of
        if self._cache.get(key) is kept:
            request.scope["kg.kept"] = (generation, key)
        return respond(request, kept)

    async def read(self, work: Callable[[Store], T]) -> T:
        """Return what is read from the store as it is now.

        Raises:
            Busy: Too many requests wait.
            Unreadable: The store cannot be read.
        """

        def reading() -> T:
            with self.snapshots.read() as (store, _):
                return work(store)

        return await self._pages.run(reading)

    async def give_at_once(
        self, request: Request, key: Hashable, make: Callable[[sqlite3.Connection], Made]
    ) -> Response | None:
        """Answer, without a thread, with what takes a moment and needs only what is derived.

        None if nothing is derived yet of the store as it is now.

        Raises:
            Unreadable: The store cannot be read.
        """
        generation = self._now()
        kept = self._cache.get(key)
        if kept is None:
            derived = self.side.open()
            if derived is None:
                return None
            kept = keep(*make(derived))
            if self._now() == generation:
                self._cache.put(key, kept)
        if self._cache.get(key) is kept:
            request.scope["kg.kept"] = (generation, key)
        return respond(request, kept)

    def still(self, generation: Generation, key: Hashable) -> Kept | None:
        """Return the answer kept under a key, if the store is in this state.

        Raises:
            Unreadable: The store cannot be read.
        """
        return self._cache.get(key) if self._now() == generation else None

    def _now(self) -> Generation:
        """Return the state of the store; what was kept of another one is forgotten."""
        generation = self.snapshots.generation()
        if generation != self._generation:
            self._cache.clear()
            self._generation = generation
        return generation

    def _make(self, make: Callable[[Store], Made]) -> tuple[Kept, Generation | None]:
        with self.snapshots.read() as (store, generation):
            status, headers, body = make(store)
        return keep(status, headers, body), generation

    def close(self) -> None:
        """End the threads."""
        self._pages.close()
        self._heavy.close()


def keep(status: int, headers: Mapping[str, str], body: bytes) -> Kept:
    """Return an answer to be kept, packed where that makes it smaller."""
    packed = gzip.compress(body, _LEVEL, mtime=0) if len(body) >= _PACKED_FROM else None
    etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    return Kept(status, tuple(headers.items()), etag, body, packed)


def respond(request: Request, kept: Kept) -> Response:
    """Return the answer to a request: 304 if the client has it, packed if the client takes that."""
    headers = dict(kept.headers)
    headers.setdefault("cache-control", "no-cache")
    if kept.status == 200:
        headers["etag"] = kept.etag
        if _has(request.headers.get("if-none-match", ""), kept.etag):
            headers.pop("content-type", None)
            return Response(None, 304, headers)
    body = kept.body
    vary = headers.get("vary", "")
    headers["vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    if kept.packed is not None and _takes_gzip(request.headers.get("accept-encoding", "")):
        body = kept.packed
        headers["content-encoding"] = "gzip"
    if len(body) > PIECE:
        headers["content-length"] = str(len(body))
        return StreamingResponse(_pieces(body), kept.status, headers)
    return Response(body, kept.status, headers)


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    """Give a body in pieces: of what a client does not read no more than one waits for it."""
    for start in range(0, len(body), PIECE):
        yield body[start : start + PIECE]


def _has(tags: str, etag: str) -> bool:
    if tags.strip() == "*":
        return True
    bare = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") == bare for tag in tags.split(","))


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
