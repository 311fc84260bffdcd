"""Edges column by column: what a view gives, and what goes through a large graph fastest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from kg.export.lookup import batches

Days = tuple[tuple[str, str | None], ...]  # first and last of each stretch of time, ISO 8601
# kind, key of the row that states it (None: its ends do), source, target, the values of the
# view's columns in their order, when it was so
EdgeRow = tuple[str, str | None, str, str, tuple[Any, ...], Days]


class EdgeTable(msgspec.Struct, frozen=True, gc=False):
    """Some edges, in columns of one length; the fields are those of an `EdgeRow`.

    `values` has a column for each of the view's, in their order.
    """

    kinds: Sequence[str]
    keys: Sequence[str | None]
    sources: Sequence[str]
    targets: Sequence[str]
    values: Sequence[Sequence[Any]]
    days: Sequence[Days]


def tables(rows: Iterable[EdgeRow]) -> Iterator[EdgeTable]:
    """Give rows as tables of many."""
    for some in batches(rows):
        kinds, keys, sources, targets, values, days = zip(*some, strict=True)
        yield EdgeTable(kinds, keys, sources, targets, tuple(zip(*values, strict=True)), days)
