"""How the server runs: what the command line says, handed on to each worker process."""

from __future__ import annotations

import os
from typing import Final
from urllib.parse import urlsplit

import msgspec

from kg.export.names import DEFAULT_BASE

_VARIABLE: Final = "KG_SERVE"


class Settings(msgspec.Struct, frozen=True):
    """What a worker has to know.

    `base` begins the IRIs of entities; `prefix` is the path below which pages lie ("" or "/kg").
    `seconds` and `megabytes` are what a query may take, `queries` how many run at once.
    `hosts` are the names that it answers to, all if there are none.
    `side` is a folder for what is derived from the store, `socket` where queries are put to.
    """

    db: str
    base: str = DEFAULT_BASE
    prefix: str = ""
    hosts: tuple[str, ...] = ()
    seconds: float = 20.0
    megabytes: int = 512
    queries: int = 2
    side: str = ""
    socket: str = ""
    index: str | None = None
    log: bool = True
    cache_megabytes: int = 48
    threads: int = 3
    page_seconds: float = 5.0
    header_seconds: float = 10.0
    body_seconds: float = 10.0


def prefix_of(base: str) -> str:
    """Return the path of a base without its last slash: the entities' pages lie below it.

    Of the default base, which is not this server's address, it is empty.
    """
    if base == DEFAULT_BASE:
        return ""
    return urlsplit(base).path.rstrip("/")


def hand_on(settings: Settings) -> None:
    """Leave settings for processes started from here."""
    os.environ[_VARIABLE] = msgspec.json.encode(settings).decode()


def handed_on() -> Settings:
    """Return the settings that the parent process left."""
    return msgspec.json.decode(os.environ[_VARIABLE], type=Settings)
