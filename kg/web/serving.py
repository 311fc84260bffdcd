"""What handlers of pages share: the visitor's language, rendering, the parameters of an address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from starlette.requests import Request

from kg.web.addresses import Addresses
from kg.web.answers import Answers, Made
from kg.web.language import COOKIE, LANGUAGES, Language, chosen
from kg.web.negotiate import TYPES
from kg.web.render import render

VARY = "Accept, Accept-Language, Cookie"
_YEAR = 31_536_000
_LONGEST = 1000  # characters of a parameter that count


def language_of(request: Request) -> Language:
    """Return the language of a visitor."""
    return chosen(
        request.query_params.get("lang"),
        request.cookies.get(COOKIE),
        request.headers.get("accept-language", ""),
    )


def answers_of(request: Request) -> Answers:
    """Return what the process answers from."""
    answers: Answers = request.app.state.answers
    return answers


def given(request: Request, parameters: Iterable[str]) -> dict[str, str]:
    """Return those parameters of an address that a page knows."""
    asked = request.query_params
    return {name: asked[name][:_LONGEST] for name in parameters if name in asked}


class _Given(dict[str, str]):
    """What was asked, for templates: a parameter that was not given is ""."""

    def __missing__(self, name: str) -> str:
        return ""


def html(
    request: Request, language: Language, template: str, page: Any, values: dict[str, str]
) -> Made:
    """Return a page as HTML. `values` are the parameters that it was asked with."""
    settings = answers_of(request).settings
    addresses: Addresses = request.app.state.addresses
    path = request.scope["path"]
    there = _quoted(path)
    shown = {
        "page": page,
        "values": _Given(values),
        "path": path,
        "languages_at": {name: addresses.at(there, values, lang=name) for name in LANGUAGES},
    }
    text = render(template, language, settings.prefix, settings.base, shown)
    headers = {
        "content-type": TYPES["html"],
        "content-language": language,
        "vary": VARY,
    }
    if request.query_params.get("lang") == language:
        headers["set-cookie"] = (
            f"{COOKIE}={language}; Path={settings.prefix or '/'}; Max-Age={_YEAR}; "
            "SameSite=Lax; HttpOnly"
        )
    return 200, headers, text.encode("utf-8", "replace")


def json(page: Any, **more: Any) -> Made:
    """Return a page as JSON."""
    data = msgspec.to_builtins(page)
    body = msgspec.json.encode({**more, **data} if isinstance(data, dict) else data)
    return 200, {"content-type": TYPES["json"], "vary": VARY}, body + b"\n"


def _quoted(path: str) -> str:
    from kg.export.names import path_of

    return path_of(path)
