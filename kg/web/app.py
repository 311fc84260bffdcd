"""The application: which address is answered by what, and what every request passes through."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from starlette.applications import Starlette
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.web.addresses import Addresses
from kg.web.answers import Answers, Busy, keep, respond
from kg.web.entity import entity
from kg.web.front import Front
from kg.web.graphs import graph_file, graph_json
from kg.web.headers import SafeHeaders
from kg.web.limits import Limited, Named
from kg.web.log import AccessLog
from kg.web.other import other, suggest, timeline
from kg.web.pages import OTHERS
from kg.web.querying import Querying
from kg.web.render import STATIC, render, version_of
from kg.web.serving import language_of
from kg.web.settings import Settings, handed_on
from kg.web.snapshot import TooLong, Unreadable
from kg.web.sparql import sparql

_READ: Final = ["GET"]
_STATIC_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
_AGAIN: Final = "2"  # seconds after which a client may come again


class _Key(StringConvertor):
    """A path of any characters: a key may hold line ends, too."""

    regex = r"[\s\S]*"


register_url_convertor("key", _Key())


def make_app(settings: Settings) -> ASGIApp:
    """Return the application for a store."""
    sys.setswitchinterval(0.001)  # a page that is being made shall not hold up those that are kept
    answers, querying = Answers(settings), Querying(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        answers.close()
        querying.close()

    routes = [
        Route("/healthz", healthz, methods=_READ),
        Route("/robots.txt", robots, methods=_READ),
        Route("/favicon.ico", favicon, methods=_READ),
        Route("/static/{name}", static, methods=_READ),
        Route("/timeline.svg", timeline, methods=_READ),
        Route("/suggest", suggest, methods=_READ),
        *([Route("/sparql", sparql, methods=["GET", "POST"])] if settings.queries else []),
        Route("/graph.json", graph_json, methods=_READ),
        Route("/graph.graphml", graph_file, methods=_READ),
        Route("/graph.gexf", graph_file, methods=_READ),
        *(Route(path, other, methods=_READ) for path in OTHERS),
        *(
            Route(f"{path}.json", other, methods=_READ)
            for path in OTHERS
            if path not in ("/", "/graph")
        ),
        Route("/{key:key}", entity, methods=_READ),
    ]
    handlers: Mapping[Any, Any] = {
        HTTPException: _refused,
        Busy: _busy,
        Unreadable: _busy,
        TooLong: _busy,
        Exception: _failed,
    }
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    app.router.redirect_slashes = False
    app.state.answers = answers
    app.state.querying = querying
    app.state.settings = settings
    app.state.addresses = Addresses(settings.prefix, settings.base)
    # Around the application, not in it: answers to its own errors pass through here, too.
    limited = Limited(app, settings.prefix, settings.body_seconds)
    front = Front(SafeHeaders(limited), answers)
    return AccessLog(Named(front, settings.hosts), settings.log)


def from_environment() -> ASGIApp:
    """Return the application for the settings that the parent process handed on."""
    return make_app(handed_on())


async def healthz(request: Request) -> Response:
    """Say that the server answers and can read its store."""
    answers: Answers = request.app.state.answers
    try:
        answers.snapshots.generation()
    except Unreadable as e:
        return JSONResponse({"status": "unreadable", "why": str(e)}, 503, {"retry-after": _AGAIN})
    ready = answers.side.open() is not None
    return JSONResponse({"status": "ok", "search": ready}, headers={"cache-control": "no-store"})


async def robots(request: Request) -> Response:
    """Keep crawlers from what costs much and says nothing new."""
    prefix = request.app.state.settings.prefix
    paths = ("/sparql", "/search", "/suggest", "/compare", "/graph")
    text = "".join(f"Disallow: {prefix}{path}\n" for path in paths)
    return PlainTextResponse(f"User-agent: *\n{text}")


async def favicon(request: Request) -> Response:
    """Answer browsers that ask unbidden."""
    return _file(request, "icon.svg")


async def static(request: Request) -> Response:
    """Send a file of `kg/web/static`; names with a path in them are none."""
    return _file(request, request.path_params["name"])


def _file(request: Request, name: str) -> Response:
    path = STATIC / name
    known = {found.name for found in STATIC.iterdir() if found.is_file()}
    if name not in known or path.suffix not in _STATIC_TYPES:
        raise HTTPException(404)
    lasting = request.query_params.get("v") == version_of(name)
    headers = {
        "content-type": _STATIC_TYPES[path.suffix],
        "cache-control": "public, max-age=31536000, immutable" if lasting else "no-cache",
    }
    return respond(request, keep(200, headers, path.read_bytes()))


def error_page(
    request: Request, status: int, key: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a page that says what went wrong, or a line of JSON to programs."""
    settings: Settings = request.app.state.settings
    headers = dict(headers or {}) | {"cache-control": "no-store"}
    if "html" not in request.headers.get("accept", "") or request.method == "POST":
        return JSONResponse({"error": key, "status": status}, status, headers)
    language = language_of(request)
    values = {"status": status, "error": key, "languages_at": {}}
    html = render("error.html", language, settings.prefix, settings.base, values)
    headers |= {"content-type": "text/html; charset=utf-8", "content-language": language}
    return Response(html, status, headers)


async def _refused(request: Request, e: HTTPException) -> Response:
    known = {400: "bad", 404: "missing", 405: "method", 406: "form", 413: "large", 414: "large"}
    return error_page(request, e.status_code, known.get(e.status_code, "bad"), e.headers)


async def _busy(request: Request, e: Exception) -> Response:
    key = "slow" if isinstance(e, TooLong) else "busy"
    return error_page(request, 503, key, {"retry-after": _AGAIN})


async def _failed(request: Request, e: Exception) -> Response:
    return error_page(request, 500, "failed")


__all__ = ["from_environment", "make_app"]
