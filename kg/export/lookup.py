"""Columns of rows looked up by key, many keys at a time: what a statement each would make slow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final, TypeVar

import msgspec

from kg.export.views import JOIN
from kg.store.store import Store

Evidence = tuple[float, str]  # the weight of what documents state, and their ids
Row = TypeVar("Row")

_ROWS: Final = 1000
_decode = msgspec.json.Decoder(list[str]).decode
_encode = msgspec.json.Encoder().encode


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Give rows a thousand at a time, for which things are then looked up together."""
    waiting = iter(rows)
    while batch := list(islice(waiting, _ROWS)):
        yield batch


class Lookup:
    """One column of a table by the rows' keys."""

    def __init__(self, store: Store, table: str, column: str) -> None:
        self._run = store.connection.execute
        self._select = (
            f"SELECT t.key, t.{column} FROM json_each(?) j CROSS JOIN {table} t ON t.key = j.value"
        )

    def of(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the column by key; a key that the table does not hold is not in it."""
        wanted = sorted(set(keys))  # neighbours lie on one page
        return dict(self._run(self._select, (_encode(wanted).decode(),)))


class Documents:
    """The ids of documents, read from a table of nothing else, and which of them are copies."""

    def __init__(self, store: Store) -> None:
        run = store.connection.execute
        run("CREATE TEMP TABLE named_id (key TEXT PRIMARY KEY, id TEXT) WITHOUT ROWID")
        run("INSERT INTO named_id SELECT key, id FROM documents ORDER BY key")
        self._ids = Lookup(store, "named_id", "id")
        self._originals = dict(run("SELECT document, original FROM copies").fetchall())

    def evidence(self, lists: Iterable[str]) -> dict[str, Evidence]:
        """Return weight and ids, in the order of the keys, by JSON array of keys.

        The weight is the number of documents, those that print one text counted once.
        """
        keys = {text: _decode(text) for text in set(lists)}
        ids = self._ids.of(chain.from_iterable(keys.values()))
        return {
            text: (float(self._weight(found)), JOIN.join([ids.get(key, key) for key in found]))
            for text, found in keys.items()
        }

    def _weight(self, keys: list[str]) -> int:
        if not self._originals:
            return len(keys) or 1
        return len({self._originals.get(key, key) for key in keys}) or 1
