"""``kg bodies``: which bodies, what they are part of, and from when to when they were."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import format_options, need_province, store_option, successors_option
from kg.output import Column, Form, emit

if TYPE_CHECKING:
    from kg.store.bodies import BodySummary

_COLUMNS: tuple[Column[BodySummary], ...] = (
    Column("body", lambda r: r.label),
    Column("branch", lambda r: r.branch),
    Column("part of", lambda r: r.part_of),
    Column("territory", lambda r: r.territory),
    Column("from", lambda r: r.valid_from),
    Column("to", lambda r: r.valid_to),
    Column("replaced by", lambda r: r.replaced_by),
    Column("officials", lambda r: r.officials),
)


@click.command()
@store_option
@click.option("--name", help="Only bodies whose name holds these words.")
@click.option("--province", help="Only bodies in this province.")
@successors_option
@click.option("--ended", is_flag=True, help="Only bodies that are no more under this name.")
@format_options
def command(
    store: Path | None,
    db: Path,
    name: str | None,
    province: str | None,
    successors: bool,
    ended: bool,
    form: Form,
) -> None:
    """List bodies with their territory and their time.

    "part of" is what stands above a body, as reports or the rules say; "from" and "to" are the
    first and the last day of a body under its name, as far as the rules know them. Names may be
    written without accents and in any case. STORE is the store to read, if not that of --db.

    \b
    Example:
      kg bodies --province "Nghệ An"
      kg bodies --name "tuyen giao" --ended --json
    """
    from kg.store.bodies import bodies
    from kg.store.store import Store

    need_province(province, successors)
    with Store(store or db) as opened:
        found = bodies(opened, name, province, successors=successors, ended=ended)
    emit(found, _COLUMNS, form)
