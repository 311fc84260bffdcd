"""Puts queries to the helper: from a thread, since descriptors of files come back."""

from __future__ import annotations

import asyncio
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Final

import msgspec

from kg.web.asked_query import AskedQuery, Told, framed, length_of
from kg.web.settings import Settings

_THREADS: Final = 16
_PATIENCE: Final = 4.0  # seconds to wait for room
_MORE: Final = 15.0  # seconds beyond a query's own


class Full(Exception):
    """Too many queries run already."""


class Querying:
    """The way from a worker to the helper."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="query")
        self._waiting = 0

    async def ask(self, asked: AskedQuery) -> tuple[Told, IO[bytes] | None]:
        """Return how a query went, and the file with its answer.

        Raises:
            Full: There was no room for it in time.
        """
        if self._waiting >= _THREADS:
            raise Full
        self._waiting += 1
        try:
            running = asyncio.get_running_loop().run_in_executor(self._threads, self._ask, asked)
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                running.add_done_callback(_close)
                raise
        finally:
            self._waiting -= 1

    def _ask(self, asked: AskedQuery) -> tuple[Told, IO[bytes] | None]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as helper:
            helper.settimeout(_PATIENCE)
            try:
                helper.connect(self._settings.socket)
                if helper.recv(1) != b"+":
                    raise Full
                helper.sendall(framed(asked))
            except OSError as e:
                raise Full from e
            helper.settimeout(self._settings.seconds + _MORE)
            try:
                return _received(helper)
            except (OSError, ValueError, msgspec.MsgspecError):
                return Told("failed", "the query failed"), None

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _received(helper: socket.socket) -> tuple[Told, IO[bytes] | None]:
    data, descriptors, _, _ = socket.recv_fds(helper, 1 << 16, 1)
    file = os.fdopen(descriptors[0], "rb") if descriptors else None
    try:
        while len(data) < 4:
            data += _more(helper)
        length = 4 + length_of(data[:4])
        while len(data) < length:
            data += _more(helper)
        told = msgspec.json.decode(data[4:length], type=Told)
    except BaseException:
        if file is not None:
            file.close()
        raise
    if file is not None:
        file.seek(0)
    return told, file


def _more(helper: socket.socket) -> bytes:
    data = helper.recv(1 << 16)
    if not data:
        raise ValueError("the helper went away")
    return data


def _close(running: asyncio.Future[tuple[Told, IO[bytes] | None]]) -> None:
    if not running.cancelled() and running.exception() is None:
        file = running.result()[1]
        if file is not None:
            file.close()
