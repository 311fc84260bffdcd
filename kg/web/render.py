"""Templates: everything put on a page is escaped; addresses are made of keys in one place."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from kg.show.printable import printable
from kg.web.addresses import Addresses
from kg.web.language import LANGUAGES, Language, words

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"


@functools.cache
def _environment(language: Language, prefix: str, base: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_shown,
    )
    addresses = Addresses(prefix, base)
    environment.globals.update(
        t=words(language),
        lang=language,
        languages=LANGUAGES,
        page_of=addresses.page,
        at=addresses.at,
        iri_of=addresses.iri,
        prefix=prefix,
        static=functools.partial(_static, prefix),
        has_static=has_static,
        link=functools.partial(_link, addresses, language),
    )
    return environment


def render(
    template: str, language: Language, prefix: str, base: str, values: Mapping[str, Any]
) -> str:
    """Return a page made of a template (``official.html``) and values."""
    return _environment(language, prefix, base).get_template(template).render(values)


def has_static(name: str) -> bool:
    """Say whether there is a file of this name to be sent as it is."""
    return (STATIC / name).is_file()


@functools.cache
def version_of(name: str) -> str:
    """Return a name for the content of a static file, "" if there is none."""
    path = STATIC / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""


def _static(prefix: str, name: str) -> str:
    return f"{prefix}/static/{name}?v={version_of(name)}"


def _shown(value: Any) -> Any:
    """Show nothing for None, and symbols for characters that would steer a terminal or a page."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup) and not value.isprintable():
        return printable(value)
    return value


def _link(addresses: Addresses, language: Language, ref: Any, text: str | None = None) -> Markup:
    """Return a link to an entity's page; its name is Vietnamese whatever the interface is."""
    if ref is None:
        return Markup("")
    of = "" if language == "vi" else ' lang="vi"'
    label = escape(printable(text or ref.label))
    return Markup(f'<a href="{escape(addresses.page(ref.key))}"{of}>{label}</a>')
