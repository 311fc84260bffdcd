"""The words of the interface in English and Vietnamese: ``kg/web/messages/*.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

Language = Literal["en", "vi"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "vi")
COOKIE: Final = "kg_language"
_FOLDER: Final = Path(__file__).with_name("messages")


class Words:
    """The messages of a language. ``words("key")`` gives one, ``words("key", n=3)`` fills it in."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._messages = _read(language)

    def __call__(self, key: str, **values: object) -> str:
        text = self._messages[key]
        return text.format(**values) if values else text

    def get(self, group: str, name: str) -> str:
        """Return the message "group.name", or the name itself if there is none."""
        return self._messages.get(f"{group}.{name}", name)

    def group(self, name: str) -> dict[str, str]:
        """Return the messages below a name, for a script: "group.a.b" as "a.b"."""
        start = f"{name}."
        return {
            key.removeprefix(start): text
            for key, text in self._messages.items()
            if key.startswith(start)
        }


@functools.cache
def words(language: Language) -> Words:
    """Return the messages of a language."""
    return Words(language)


@functools.cache
def _read(language: str) -> dict[str, str]:
    tables = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_flat("", tables))


def _flat(group: str, tables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in tables.items():
        if isinstance(value, str):
            yield group + name, value
        else:
            yield from _flat(f"{group}{name}.", value)


def chosen(asked: str | None, kept: str | None, accepted: str) -> Language:
    """Return the language of a visitor.

    Args:
        asked: What the address says (``?lang=vi``).
        kept: What the cookie says.
        accepted: The header Accept-Language.
    """
    for name in (asked, kept):
        for language in LANGUAGES:
            if name == language:
                return language
    best: tuple[float, Language] = (0.0, "en")
    for part in accepted[:500].split(","):
        name, _, rest = part.strip().partition(";")
        for language in LANGUAGES:
            if name.lower().partition("-")[0] == language:
                weight = _weight(rest)
                if weight > best[0]:
                    best = weight, language
    return best[1]


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
