"""The short way: a request like one answered before gets the same bytes, if they still hold.

Most visitors look at the same pages. What an answer depends on (the address and a few headers) is
looked up before anything of the request is parsed.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.answers import Answers, Headed
from kg.web.cache import Kept
from kg.web.snapshot import Unreadable

# Of a request, all that an answer that is kept may depend on.
_HEADERS: Final = frozenset(
    (b"accept", b"accept-encoding", b"accept-language", b"cookie", b"if-none-match")
)
_MOST: Final = 10_000
_LONGEST: Final = 2_000

Signature = tuple[bytes, bytes, tuple[tuple[bytes, bytes], ...]]


class Front:
    """Answers what was answered before; hands on the rest, and notes how it is answered."""

    def __init__(self, app: ASGIApp, answers: Answers) -> None:
        self._app, self._answers = app, answers
        self._known: OrderedDict[Signature, Headed] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        signature = (
            scope["raw_path"],
            scope["query_string"],
            tuple(pair for pair in scope["headers"] if pair[0] in _HEADERS),
        )
        known = self._known.get(signature)
        if known is not None:
            kept = self._still(known)
            if kept is not None:
                head = {"status": known.status, "headers": known.headers}
                await send({"type": "http.response.start", **head})
                await send({"type": "http.response.body", "body": known.body(kept)})
                return
            del self._known[signature]
        start: Message = {}

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif (
                "kg.kept" in scope
                and not message.get("more_body", False)
                and (message.get("body") or start["status"] == 304)  # not what came in pieces
            ):
                self._note(signature, scope, start)
            await send(message)

        await self._app(scope, receive, noted)

    def _still(self, known: Headed) -> Kept | None:
        """Return the answer if the store is as it was, and the answer still kept."""
        try:
            return self._answers.still(known.generation, known.key)
        except Unreadable:
            return None

    def _note(self, signature: Signature, scope: Scope, start: Message) -> None:
        path, query, headers_asked = signature
        if len(path) + len(query) + sum(len(value) for _, value in headers_asked) > _LONGEST:
            return
        generation, key = scope["kg.kept"]
        headers = list(start["headers"])
        packed = (b"content-encoding", b"gzip") in headers
        self._known[signature] = Headed(generation, key, start["status"], headers, packed)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
