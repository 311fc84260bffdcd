"""``kg absent``: who has not been seen for long."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import day, format_options, store_option
from kg.output import Column, Form, emit

if TYPE_CHECKING:
    from kg.store.absence import LastSeen

_COLUMNS: tuple[Column[LastSeen], ...] = (
    Column("official", lambda r: r.official),
    Column("post", lambda r: r.posts),
    Column("last seen", lambda r: r.date),
    Column("days", lambda r: r.days),
    Column("meeting", lambda r: r.meeting),
    Column("role", lambda r: r.roles),
)


@click.command()
@store_option
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=60,
    show_default=True,
    help="Not seen for so many days at least; 0 lists everybody.",
)
@click.option("--of", "post", metavar="POST", help="Only those who hold this post.")
@click.option(
    "--on", metavar="DAY", callback=day, help="Count back from this day. [default: the last one]"
)
@format_options
def command(
    store: Path | None, db: Path, days: int, post: str | None, on: str | None, form: Form
) -> None:
    """List officials who have not been seen for long.

    Their last appearance stands beside them. "Seen" means: named as a participant of a dated
    meeting that was held. The days are counted back from the last such meeting of the store, or
    from --on. Those never seen stand first. POST may be written without accents and in any case,
    whole or in part. STORE is the store to read, if not that of --db.

    \b
    Example:
      kg absent --days 60 --of "Ủy viên Trung ương Đảng"
      kg absent --days 0 --of "bi thu tinh uy" --on 2024-06-30 --csv
    """
    from kg.store.absence import absent
    from kg.store.store import Store

    with Store(store or db) as opened:
        found = absent(opened, days, post, on)
    if form == "table" and not found:
        click.echo(f"everybody has been seen within {days} days")
    else:
        emit(found, _COLUMNS, form)
