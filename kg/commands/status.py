"""``kg status``: what a store holds."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import format_options, store_option
from kg.output import Column, Form, emit, emit_json

_COLUMNS: tuple[Column[tuple[str, str]], ...] = (
    Column("what", lambda r: r[0]),
    Column("value", lambda r: r[1]),
)


@click.command()
@store_option
@format_options
def command(store: Path | None, db: Path, form: Form) -> None:
    """Show what a store holds and what could not be read.

    STORE is the store to read, if not that of --db.

    \b
    Example:
      kg status officials.db
    """
    from kg.store import queries
    from kg.store.store import Store

    with Store(store or db) as opened:
        status = queries.status(opened)
    if form == "json":
        emit_json(status)
        return
    rows = [
        ("store", status.path),
        ("schema", str(status.schema)),
        ("rules", status.rules or ""),
        *((name, str(count)) for name, count in status.counts.items()),
        *((f"not read: {source}", reason) for source, reason in status.failures),
        *((f"note: {source}", note) for source, note in status.notes),
    ]
    emit(rows, _COLUMNS, form)
