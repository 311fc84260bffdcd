"""A line a request, without what was asked: a search or a query is nobody else's business."""

from __future__ import annotations

import sys
import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.export.names import path_of

_LONGEST: Final = 200


class AccessLog:
    """Writes time, address of the client, method, path, status, bytes and milliseconds to stderr.

    The query string, the body and the headers are left out; of the path, what could make another
    line of the log is percent-encoded.
    """

    def __init__(self, app: ASGIApp, written: bool = True) -> None:
        self._app, self._written = app, written

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or not self._written:
            await self._app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            took = (time.perf_counter() - begun) * 1000
            client = scope.get("client") or ("-", 0)
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            path = path_of(scope["path"])[:_LONGEST]
            method = scope["method"] if scope["method"].isalpha() else "?"
            line = f"{now} {client[0]} {method[:10]} {path} {status or '-'} {size} {took:.1f}ms"
            print(line, file=sys.stderr, flush=True)
