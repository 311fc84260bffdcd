"""What pages share: how an entity is referred to, what a visitor asked, rows by statements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from kg.export.names import valid_date
from kg.store.store import Store

ROWS: Final = 25  # of a table, a page
_MOST_PAGES: Final = 400
_LONGEST: Final = 200
_KEY: Final = re.compile(r"[a-z]+/.+", re.DOTALL)
TABLES: Final = {
    "official": "officials",
    "body": "bodies",
    "post": "posts",
    "province": "places",
    "place": "places",
    "meeting": "meetings",
    "site": "sites",
    "document": "documents",
}


class Missing(Exception):
    """There is no such entity; `moved` is the key that it has now, if it has another."""

    def __init__(self, key: str, moved: str | None = None) -> None:
        super().__init__(key)
        self.key, self.moved = key, moved


class Ref(msgspec.Struct, frozen=True):
    """An entity: its key and what it is called."""

    key: str
    label: str

    @property
    def kind(self) -> str:
        """The first part of the key: "official"."""
        return self.key.partition("/")[0]


class Source(msgspec.Struct, frozen=True):
    """A document as facts cite it."""

    key: str
    id: str
    title: str
    issued: str | None
    source: str | None


class Pager(msgspec.Struct, frozen=True):
    """Which part of a table a page shows: page `page` of `pages`, of `total` rows."""

    page: int
    pages: int
    total: int


class Asked:
    """The parameters of an address, checked: what is none is as if it were not there."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """Return a text of one line, "" if there is none."""
        return " ".join(self._values.get(name, "")[:_LONGEST].replace("\0", " ").split())

    def choice(self, name: str, choices: Iterable[str]) -> str:
        """Return one of some words, "" if it is none of them."""
        value = self._values.get(name, "")
        return value if value in choices else ""

    def day(self, name: str) -> str:
        """Return a day (ISO 8601), "" if it is none."""
        return valid_date(self._values.get(name)) or ""

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number from 1 to `most`."""
        value = self._values.get(name, "")
        if not value.isascii() or not value.isdecimal() or len(value) > 9:
            return default
        return min(max(int(value), 1), most)

    def page(self) -> int:
        """Return the page of a table, from 1."""
        return self.number("page", 1, _MOST_PAGES)

    def key(self, name: str, *kinds: str) -> str:
        """Return the key of an entity of one of some kinds, "" if it is none."""
        value = self._values.get(name, "")[:1000]
        fits = _KEY.fullmatch(value) and value.partition("/")[0] in kinds
        return value if fits else ""


def rows(store: Store, sql: str, *values: object) -> list[Any]:
    """Return the rows of a statement."""
    return store.connection.execute(sql, values).fetchall()


def one(store: Store, sql: str, *values: object) -> Any:
    """Return the first row of a statement, None if there is none."""
    return store.connection.execute(sql, values).fetchone()


def pager(total: int, page: int, size: int = ROWS) -> Pager:
    """Return the pager of a table; a page behind the last is the last."""
    pages = max(1, min(_MOST_PAGES, -(-total // size)))
    return Pager(min(page, pages), pages, total)


def labels(store: Store, keys: Iterable[str | None]) -> dict[str, str]:
    """Return the labels of entities by key; of a document its title, or its id."""
    wanted: dict[str, list[str]] = {}
    for key in {k for k in keys if k}:
        table = TABLES.get(key.partition("/")[0])
        if table:
            wanted.setdefault(table, []).append(key)
    out: dict[str, str] = {}
    for table, some in wanted.items():
        label = "coalesce(t.title, t.id)" if table == "documents" else "t.label"
        out.update(
            store.connection.execute(
                f"SELECT t.key, {label} FROM json_each(?) j CROSS JOIN {table} t "
                "ON t.key = j.value",
                (json.dumps(some),),
            )
        )
    return out


def refs(store: Store, keys: Sequence[str | None]) -> tuple[Ref, ...]:
    """Return entities by their keys, in the same order; those that are not there are left out."""
    found = labels(store, keys)
    return tuple(Ref(key, found[key]) for key in keys if key in found)


def ref(store: Store, key: str | None) -> Ref | None:
    """Return an entity by its key, None if there is none."""
    return next(iter(refs(store, [key])), None)


def sources(store: Store, keys: Iterable[str]) -> dict[str, Source]:
    """Return documents by their keys."""
    found = rows(
        store,
        "SELECT d.key, d.id, coalesce(d.title, d.id), d.issued, d.source "
        "FROM json_each(?) j CROSS JOIN documents d ON d.key = j.value",
        json.dumps(sorted(set(keys))),
    )
    return {row[0]: Source(*row) for row in found}


def require(store: Store, key: str) -> str:
    """Return the label of the entity of a key.

    Raises:
        Missing: There is none.
    """
    found = labels(store, [key])
    if key not in found:
        moved = one(store, "SELECT target FROM redirects WHERE key = ?", key)
        raise Missing(key, moved[0] if moved else None)
    return found[key]
