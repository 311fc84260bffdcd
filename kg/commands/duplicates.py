"""``kg duplicates``: which documents print one text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg.commands.options import format_options, store_option
from kg.output import Column, Form, emit, emit_json

if TYPE_CHECKING:
    from kg.store.duplicates import Duplicates, Print


class Row(msgspec.Struct, frozen=True):
    """One copy: a line of a table and of CSV."""

    first: Duplicates
    copy: Print


_COLUMNS: tuple[Column[Row], ...] = (
    Column("document", lambda r: r.first.document),
    Column("issued", lambda r: r.first.issued),
    Column("title", lambda r: r.first.title),
    Column("copy", lambda r: r.copy.document),
    Column("copy issued", lambda r: r.copy.issued),
    Column("copy title", lambda r: r.copy.title),
    Column("similarity", lambda r: round(r.copy.similarity, 3)),
)


@click.command()
@store_option
@format_options
def command(store: Path | None, db: Path, form: Form) -> None:
    """List documents that print one text, one line a copy.

    Copies are near enough to the first document of their group to be one report: 0.7 or more of
    all that is said in four words running stands in both. Each stays as evidence, and all of them
    count as one source. Without a title of its own, a document is shown by its first line. STORE is
    the store to read, if not that of --db.

    \b
    Example:
      kg duplicates
      kg duplicates officials.db --csv > duplicates.csv
    """
    from kg.store.duplicates import duplicates
    from kg.store.store import Store

    with Store(store or db) as opened:
        found = duplicates(opened)
    if form == "json":
        emit_json(found)
    elif form == "table" and not found:
        click.echo("no document reprints another")
    else:
        emit([Row(group, copy) for group in found for copy in group.copies], _COLUMNS, form)
