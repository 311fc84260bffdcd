"""Templates: everything put on a page is escaped; addresses are made of keys in one place."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from markupsafe import Markup, escape

from kg.show.printable import printable
from kg.web.addresses import Addresses
from kg.web.language import LANGUAGES, Language, Words, words

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
# A message, a file or an address that is the same on every page of a language.
_FIXED: Final = re.compile(r"\{\{ (t|at|static)\('([^'{}]+)'\) \}\}|\{\{ (prefix|lang) \}\}")
_LONGEST_TITLE: Final = 90


class _Loader(BaseLoader):
    """Reads templates, and puts in what is the same on every page of a language."""

    def __init__(self, fixed: Callable[[str, str], str]) -> None:
        self._fixed = fixed

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template."""
        path = HERE / "templates" / template
        try:
            text = path.read_text(encoding="utf-8")
        except OSError:
            raise TemplateNotFound(template) from None
        text = _FIXED.sub(lambda m: self._fixed(m[1] or m[3], m[2] or ""), text)
        return text, str(path), lambda: True


@functools.cache
def _environment(language: Language, prefix: str, base: str) -> Environment:
    addresses, told = Addresses(prefix, base), words(language)
    shown = _Shown(addresses, told)

    def fixed(name: str, argument: str) -> str:
        made: dict[str, Callable[[], str]] = {
            "t": lambda: told(argument),
            "at": lambda: addresses.at(argument),
            "static": lambda: _static(prefix, argument),
            "prefix": lambda: prefix,
            "lang": lambda: language,
        }
        return str(escape(made[name]()))

    environment = Environment(
        loader=_Loader(fixed),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_shown,
    )
    environment.globals.update(
        t=told,
        lang=language,
        languages=LANGUAGES,
        at=addresses.at,
        prefix=prefix,
        has_static=has_static,
    )
    # As filters, which templates call three times as fast as functions.
    environment.filters.update(
        address=addresses.page,
        iri=addresses.iri,
        link=shown.link,
        day=shown.day,
        days=shown.days,
        role=shown.role,
        told=shown.told,
        why=shown.why,
        source=shown.source,
        sure=shown.sure,
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
    if value.__class__ is str and not value.isprintable():
        return printable(value)
    return value


class _Shown:
    """How things of the graph are shown: names are Vietnamese whatever the interface is."""

    def __init__(self, addresses: Addresses, told: Words) -> None:
        self._addresses, self._told = addresses, told
        self._of = "" if told.language == "vi" else ' lang="vi"'
        self._no_day = Markup(f'<span class="soft">{escape(told("no_day"))}</span>')
        self._roles: dict[str, Markup] = {}
        self._why = escape(told("why"))

    def link(self, ref: Any) -> Markup:
        """Return a link to the page of an entity, nothing for None."""
        if ref is None:
            return Markup("")
        where = escape(self._addresses.page(ref.key))
        return Markup(f'<a href="{where}"{self._of}>{escape(printable(ref.label))}</a>')

    def day(self, text: str | None) -> Markup:
        """Return a day (ISO 8601)."""
        if not text:
            return self._no_day
        day = escape(printable(text))
        return Markup(f'<time datetime="{day}">{day}</time>')

    def days(self, both: tuple[str | None, str | None]) -> Markup:
        """Return a stretch of time, from its first to its last day."""
        days = [self.day(day) for day in dict.fromkeys(both) if day]
        return Markup(" – ").join(days) if days else self._no_day

    def role(self, name: str) -> Markup:
        """Return a role in words."""
        found = self._roles.get(name)
        if found is None:
            told = escape(self._told(f"roles.{name}"))
            found = Markup(f'<span class="role {escape(name)}">{told}</span>')
            self._roles[name] = found
        return found

    def told(self, name: str, group: str) -> str:
        """Return the message of a name in a group ("statuses")."""
        return self._told(f"{group}.{name}")

    def why(self, key: str, about: str) -> Markup:
        """Return the link to the sentences that a fact (key) rests on."""
        where, label = escape(self._addresses.page(key)), escape(printable(about))
        return Markup(
            f'<a class="why" href="{where}" aria-label="{self._why}: {label}">{self._why}</a>'
        )

    def source(self, source: Any) -> Markup:
        """Return a link to a document, with its day."""
        title = printable(source.title)
        if len(title) > _LONGEST_TITLE:
            title = title[: _LONGEST_TITLE - 1] + "…"
        where = escape(self._addresses.page(source.key))
        issued = escape(printable(source.issued or ""))
        day = f' <span class="soft">({issued})</span>' if issued else ""
        return Markup(f'<a href="{where}"{self._of}>{escape(title)}</a>{day}')

    def sure(self, confidence: float | None) -> Markup:
        """Return a confidence below 1."""
        if confidence is None or confidence >= 1:
            return Markup("")
        return Markup(f'<span class="soft">{confidence:.2f}</span>')
