"""Pages that are not an entity's: search, comparison, calendar, doubts; and suggestions."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.store.store import Store
from kg.web import serving
from kg.web.addresses import Addresses
from kg.web.answers import Made
from kg.web.headers import PICTURE_POLICY
from kg.web.language import words
from kg.web.negotiate import best
from kg.web.pages import OTHERS
from kg.web.pages.base import Asked, Missing
from kg.web.pages.search import found_by_name, suggestions
from kg.web.pages.timeline import timeline as draw
from kg.web.side import Hit

_SUGGESTED = ("q", "kind")


async def other(request: Request) -> Response:
    """Answer with a page, as HTML or as JSON."""
    path = request.scope["path"]
    name = path.removesuffix(".json") if path not in OTHERS else path
    page = OTHERS[name]
    accept = request.headers.get("accept", "")
    wanted = best(accept, ["text/html", "application/json"])
    form = "json" if path != name or wanted == "application/json" else "html"
    language = serving.language_of(request)
    values = serving.given(request, page.parameters)
    answers = serving.answers_of(request)
    kept = (path, form, language, request.query_params.get("lang"), *values.items())

    def make(store: Store) -> Made:
        data = page.make(answers.side.open(), store, Asked(values))
        if form == "json":
            return serving.json(data)
        return serving.html(request, language, page.template, data, values)

    return await answers.give(request, kept, make, heavy=name == "/compare")


async def timeline(request: Request) -> Response:
    """Answer with the picture of an official's career."""
    values = serving.given(request, ("key",))
    key = Asked(values).key("key", "official")
    language = serving.language_of(request)
    if not key:
        raise HTTPException(404)

    def make(store: Store) -> Made:
        try:
            picture = draw(store, key, words(language))
        except Missing:
            raise HTTPException(404) from None
        headers = {
            "content-type": "image/svg+xml",
            "content-language": language,
            "content-security-policy": PICTURE_POLICY,
            "vary": serving.VARY,
        }
        return 200, headers, picture.encode("utf-8", "replace")

    kept = ("timeline", key, language)
    return await serving.answers_of(request).give(request, kept, make, heavy=True)


async def suggest(request: Request) -> Response:
    """Answer with a few entities that what is typed may mean, as JSON."""
    answers = serving.answers_of(request)
    values = serving.given(request, _SUGGESTED)
    addresses: Addresses = request.app.state.addresses
    key = ("/suggest", *values.items())

    def made(hits: Iterable[Hit]) -> Made:
        out = [{**msgspec.structs.asdict(hit), "url": addresses.page(hit.key)} for hit in hits]
        return 200, {"content-type": "application/json"}, msgspec.json.encode(out)

    at_once = await answers.give_at_once(
        request, key, lambda side: made(suggestions(side, Asked(values)))
    )
    if at_once is not None:
        return at_once
    return await answers.give(
        request, key, lambda store: made(found_by_name(store, Asked(values))), heavy=True
    )
