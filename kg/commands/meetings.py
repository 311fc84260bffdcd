"""``kg meetings``: which meetings were held."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import (
    day,
    format_options,
    need_province,
    store_option,
    successors_option,
)
from kg.output import Column, Form, emit

if TYPE_CHECKING:
    from kg.store.queries import MeetingSummary

_COLUMNS: tuple[Column[MeetingSummary], ...] = (
    Column("date", lambda r: r.date),
    Column("meeting", lambda r: r.label),
    Column("provinces", lambda r: r.provinces),
    Column("chairs", lambda r: r.chairs),
    Column("participants", lambda r: r.participants),
    Column("documents", lambda r: r.documents),
)


@click.command()
@store_option
@click.option(
    "--from",
    "start",
    metavar="YYYY-MM-DD",
    callback=day,
    help="Only meetings on this day or later.",
)
@click.option(
    "--to", "end", metavar="YYYY-MM-DD", callback=day, help="Only meetings on this day or earlier."
)
@click.option("--province", help="Only meetings in this province.")
@successors_option
@format_options
def command(
    store: Path | None,
    db: Path,
    start: str | None,
    end: str | None,
    province: str | None,
    successors: bool,
    form: Form,
) -> None:
    """List meetings by date.

    With --from or --to, only those whose date is known. STORE is the store to read, if not that
    of --db.

    \b
    Example:
      kg meetings --from 2024-01-01 --to 2024-12-31
      kg meetings --province "nghe an" --csv
      kg meetings --province "Bình Phước" --including-successors
    """
    from kg.store import queries
    from kg.store.store import Store

    need_province(province, successors)
    if start and end and start > end:
        raise click.UsageError(f"--from {start} is later than --to {end}")
    with Store(store or db) as opened:
        found = queries.meetings(
            opened, start=start, end=end, province=province, successors=successors
        )
    emit(found, _COLUMNS, form)
