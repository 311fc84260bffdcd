"""The pages of entities: by key, in the form that is wanted."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.store.store import Store
from kg.web import serving
from kg.web.addresses import Addresses
from kg.web.answers import Made
from kg.web.negotiate import TYPES, Form, form_of, split_suffix
from kg.web.pages import ENTITIES, INNER
from kg.web.pages.base import Asked, Missing
from kg.web.pages.fact import moved


async def entity(request: Request) -> Response:
    """Answer with the page of the entity whose key is the path."""
    key = request.path_params["key"]
    if key.partition("/")[0] not in (*ENTITIES, *INNER) or len(key) > 2000:
        raise HTTPException(404)
    accepted = form_of(request.headers.get("accept", ""))
    language = serving.language_of(request)
    kind = key.partition("/")[0]
    parameters = ENTITIES[kind].parameters if kind in ENTITIES else ()
    values = serving.given(request, parameters)
    kept = (key, accepted, language, request.query_params.get("lang"), *values.items())

    def make(store: Store) -> Made:
        return _made(request, store, key, accepted, values)

    form = split_suffix(key)[1] or accepted
    heavy = form in ("ttl", "jsonld") or bool(values.get("q"))
    return await serving.answers_of(request).give(request, kept, make, heavy=heavy)


def _made(
    request: Request, store: Store, key: str, form: Form | None, values: dict[str, str]
) -> Made:
    """Return the page of a key, of a key with a suffix, or where it is now."""
    bare, named = split_suffix(key)
    try:
        return _page(request, store, key, form, values)
    except Missing as e:
        if named is None:
            return _gone(request, e)
    try:
        return _page(request, store, bare, named, values)
    except Missing as e:
        return _gone(request, e, named)


def _page(
    request: Request, store: Store, key: str, form: Form | None, values: dict[str, str]
) -> Made:
    kind = key.partition("/")[0]
    addresses: Addresses = request.app.state.addresses
    if kind in INNER:
        target = moved(store, key)
        if target is None:
            raise Missing(key)
        path, _, place = target.partition("#")
        suffix = form if form not in (None, "html") else ""
        where = addresses.page(path, suffix or "") + (f"#{place}" if place else "")
        return 303, {"location": where}, b""
    side = serving.answers_of(request).side.open()
    page = ENTITIES[kind].make(side, store, key, Asked(values))
    if form is None:
        return 406, {"content-type": "text/plain; charset=utf-8"}, _offers(addresses, key)
    if form == "json":
        return serving.json(page, iri=addresses.iri(key))
    if form == "html":
        language = serving.language_of(request)
        return serving.html(request, language, ENTITIES[kind].template, page, values)
    from kg.web.rdf import describe

    body = describe(store, key, addresses.base, form)
    return 200, {"content-type": TYPES[form], "vary": serving.VARY}, body


def _offers(addresses: Addresses, key: str) -> bytes:
    return "".join(f"{TYPES[form]}: {addresses.page(key, form)}\n" for form in TYPES).encode()


def _gone(request: Request, e: Missing, form: Form | None = None) -> Made:
    if e.moved is None:
        raise HTTPException(404)
    addresses: Addresses = request.app.state.addresses
    return 308, {"location": addresses.page(e.moved, form or "")}, b""


__all__ = ["RedirectResponse", "entity"]
