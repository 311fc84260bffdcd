"""``/sparql``: the endpoint of the SPARQL 1.1 Protocol, and a page to ask it by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import IO, Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from kg.web import serving
from kg.web.asked_query import GRAPH_TYPES, SELECT_TYPES, SENT, AskedQuery, Told
from kg.web.limits import TooLarge, TooSlow
from kg.web.negotiate import best
from kg.web.querying import Full, Querying
from kg.web.sparql_page import NoQuery, query_page

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_CHUNK: Final = 1 << 16
_FORMATS: Final = {
    "json": ("json", None),
    "xml": ("xml", None),
    "csv": ("csv", None),
    "tsv": ("tsv", None),
    "ttl": (None, "ttl"),
    "nt": (None, "nt"),
    "rdf": (None, "rdf"),
    "jsonld": (None, "jsonld"),
}
_STATUS: Final = {
    "malformed": 400,
    "stopped": 503,
    "building": 503,
    "failed": 500,
    "unacceptable": 406,
}
_AGAIN: Final = "10"


class Refused(Exception):
    """What was sent is no query of the protocol."""

    def __init__(self, status: int, why: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(why)
        self.status, self.why, self.headers = status, why, headers


async def sparql(request: Request) -> Response:
    """Answer a query, or show the page to write one."""
    page = request.method in ("GET", "HEAD") and _wants_page(request)
    try:
        values = await _values(request)
        query, defaults, named = _asked(values)
        forms = _forms(request, values)
    except NoQuery:
        if page:
            return await query_page(request, None)
        return _plain(400, "a query is needed: ?query=…")
    except Refused as e:
        return _plain(e.status, e.why, e.headers)
    if page:
        asked = AskedQuery(query, "json", "nt", defaults, named)
        return await query_page(request, asked)
    if forms == (None, None):
        offered = ", ".join(sorted({*SELECT_TYPES, *GRAPH_TYPES}))
        return _plain(406, f"none of the forms asked for is there; there are {offered}")
    asked = AskedQuery(query, *forms, defaults, named)
    querying: Querying = request.app.state.querying
    try:
        told, file = await querying.ask(asked)
    except Full:
        return _plain(503, "too many queries run already", {"retry-after": "2"})
    if told.outcome != "done" or file is None:
        return refusal(told)
    return _sent(told, file, dict(values).get("format", ""))


def refusal(told: Told) -> Response:
    """Return the answer to a query that did not go well."""
    status = _STATUS.get(told.outcome, 500)
    return _plain(status, told.message, {"retry-after": _AGAIN} if status == 503 else None)


def _wants_page(request: Request) -> bool:
    if "format" in request.query_params:
        return False
    offers = ["text/html", *SELECT_TYPES, *GRAPH_TYPES]
    accept = request.headers.get("accept", "")
    return bool(accept) and "text/html" in accept and best(accept, offers) == "text/html"


async def _values(request: Request) -> list[tuple[str, str]]:
    """Return the parameters of the protocol, wherever they stand.

    Raises:
        Refused: The media type is none of the protocol's, or the text no UTF-8.
    """
    sent = _pairs(request.scope["query_string"])
    if request.method != "POST":
        return sent
    kind, _, parameter = request.headers.get("content-type", "").partition(";")
    kind, charset = kind.strip().lower(), parameter.strip().lower().replace('"', "")
    if kind == _UPDATE:
        raise Refused(403, "updates are refused: the graph is only read")
    if kind not in (_FORM, _QUERY):
        raise Refused(415, f"a query is sent as {_FORM} or {_QUERY}")
    if charset.startswith("charset=") and charset not in ("charset=utf-8", "charset=utf8"):
        raise Refused(415, "a query is sent in UTF-8")
    try:
        body = await request.body()
    except TooLarge:
        raise Refused(413, "too large", {"connection": "close"}) from None
    except TooSlow:
        raise Refused(408, "too slow", {"connection": "close"}) from None
    if kind == _FORM:
        return [*sent, *_pairs(body)]
    try:
        return [*sent, ("query", body.decode("utf-8"))]
    except UnicodeDecodeError as e:
        raise Refused(400, f"the query is not UTF-8 at byte {e.start}") from None


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            data.decode("ascii" if b"%" in data else "utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=200,
        )
    except (UnicodeDecodeError, ValueError):
        raise Refused(400, "the parameters are no percent-encoded UTF-8") from None


def _asked(
    values: Sequence[tuple[str, str]],
) -> tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return the query, and its default and named graphs.

    Raises:
        NoQuery: There is none.
        Refused: There is more than one, or an update.
    """
    queries = [value for name, value in values if name == "query"]
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in values):
        raise Refused(403, "updates are refused: the graph is only read")
    if len(queries) > 1:
        raise Refused(400, "more than one query")
    if not queries or not queries[0].strip():
        raise NoQuery
    defaults = tuple(value for name, value in values if name == "default-graph-uri")
    named = tuple(value for name, value in values if name == "named-graph-uri")
    return queries[0], defaults or None, named or None


def _forms(request: Request, values: Sequence[tuple[str, str]]) -> tuple[str | None, str | None]:
    """Return the forms that the answer may have: of solutions, and of triples."""
    given = dict(values).get("format")
    if given is not None:
        if given not in _FORMATS:
            raise Refused(400, f"no format {given[:20]!r}: one of {', '.join(_FORMATS)}")
        return _FORMATS[given]
    accept = request.headers.get("accept", "")
    select = best(accept, list(SELECT_TYPES))
    graph = best(accept, list(GRAPH_TYPES))
    return (SELECT_TYPES[select] if select else None, GRAPH_TYPES[graph] if graph else None)


def _sent(told: Told, file: IO[bytes], format: str) -> Response:
    headers = {"cache-control": "no-store", "vary": "Accept", "content-length": str(told.size)}
    if format:
        headers["content-disposition"] = f'attachment; filename="answer.{told.form}"'

    async def chunks() -> AsyncIterator[bytes]:
        try:
            while data := await asyncio.to_thread(file.read, _CHUNK):
                yield data
        finally:
            file.close()

    if told.size <= _CHUNK:  # most answers
        with file:
            return Response(file.read(), 200, headers, SENT[told.form])
    return StreamingResponse(chunks(), 200, headers, SENT[told.form])


def _plain(status: int, why: str, headers: Mapping[str, str] | None = None) -> Response:
    return PlainTextResponse(why + "\n", status, {**(headers or {}), "cache-control": "no-store"})


__all__ = ["Querying", "refusal", "serving", "sparql"]
