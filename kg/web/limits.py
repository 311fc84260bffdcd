"""What a request may take: how long its address and body are, and how slowly they may come."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY: Final = 1_100_000  # bytes; a query has at most a million characters
MOST_QUERY_STRING: Final = 64_000
MOST_PARAMETERS: Final = 200


class TooSlow(Exception):
    """The body did not come in time."""


class Named:
    """Answers only to names of its own: what else a browser calls this machine is a trick.

    A site can have its name lead to 127.0.0.1, and then its scripts read what is served there.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app, self._hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and self._hosts:
            host = next((value for name, value in scope["headers"] if name == b"host"), b"")
            if _without_port(host.decode("latin-1")) not in self._hosts:
                told = {"error": "host", "status": 421, "hosts": sorted(self._hosts)}
                await JSONResponse(told, 421)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


class Limited:
    """Refuses what is too large, gives up what comes too slowly, and takes the prefix off paths."""

    def __init__(self, app: ASGIApp, prefix: str = "", seconds: float = 10.0) -> None:
        self._app, self._prefix, self._seconds = app, prefix, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"")
        if length and (not length.isdigit() or len(length) > 12 or int(length) > MOST_BODY):
            # The rest of the body is not read: the connection ends with the answer.
            close = {"connection": "close"}
            refused = JSONResponse({"error": "large", "status": 413}, 413, close)
            await refused(scope, receive, send)
            return
        asked = scope["query_string"]
        if len(asked) > MOST_QUERY_STRING or asked.count(b"&") > MOST_PARAMETERS:
            await JSONResponse({"error": "large", "status": 414}, 414)(scope, receive, send)
            return
        if self._prefix and scope["path"].startswith(self._prefix + "/"):
            scope = {**scope, "path": scope["path"].removeprefix(self._prefix)}
        await self._app(scope, self._in_time(receive), send)

    def _in_time(self, receive: Receive) -> Receive:
        """Return a `receive` that ends when the body is too long or takes too long."""
        got, whole = 0, False
        deadline: float | None = None

        async def limited() -> Message:
            nonlocal got, deadline, whole
            if whole:  # what is waited for now is the end of the connection
                return await receive()
            now = asyncio.get_running_loop().time()
            deadline = deadline if deadline is not None else now + self._seconds
            try:
                async with asyncio.timeout(max(0.0, deadline - now)):
                    message = await receive()
            except TimeoutError:
                raise TooSlow from None
            got += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if got > MOST_BODY:
                raise TooLarge
            return message

        return limited


class TooLarge(Exception):
    """The body is larger than any that is needed."""
