"""The HTTP of a connection, with patience that ends: heads that never end are no requests."""

from __future__ import annotations

import asyncio
from typing import Any, Final

try:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as _Protocol
except ImportError:  # uvicorn without its optional parser in C
    from uvicorn.protocols.http.h11_impl import H11Protocol as _Protocol  # type: ignore[assignment]

MOST_HEAD: Final = 96_000  # bytes of a request's first line and headers
_HEAD_SECONDS: Final = 10.0
_READ_SECONDS: Final = 20.0  # until a client that reads nothing is given up


class Patient(_Protocol):
    """A connection that ends when the head of a request is late or too long.

    Without this a client that sends a byte a minute holds its connection for ever.
    """

    _late: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a head."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        if self._unread is not None:
            self._unread.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; of a head count it, and when it is whole wait no more."""
        if self._in_head():
            self._head += len(data)
            if self._late is None:
                self._wait()
        super().data_received(data)
        if not self._in_head():
            self._head = 0
            self._stop()
        elif self._head > MOST_HEAD:
            self._refuse(b"431 Request Header Fields Too Large")

    def pause_writing(self) -> None:
        """Begin to wait for a client that does not read."""
        super().pause_writing()
        self._unread = self.loop.call_later(_READ_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _in_head(self) -> bool:
        cycle: Any = self.cycle
        return cycle is None or bool(cycle.response_complete)

    def _wait(self) -> None:
        self._late = self.loop.call_later(_HEAD_SECONDS, self._refuse, b"408 Request Timeout")

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _refuse(self, status: bytes) -> None:
        self._stop()
        if not self.transport.is_closing():
            if self._head:
                self.transport.write(
                    b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
                )
            self.transport.close()
