"""``kg officials``: who is in the store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import (
    format_options,
    need_province,
    store_option,
    successors_option,
)
from kg.output import Column, Form, emit

if TYPE_CHECKING:
    from kg.store.queries import OfficialSummary

_COLUMNS: tuple[Column[OfficialSummary], ...] = (
    Column("official", lambda r: r.label),
    Column("posts", lambda r: r.posts),
    Column("former posts", lambda r: r.former_posts),
    Column("appearances", lambda r: r.appearances),
    Column("first", lambda r: r.first_date),
    Column("last", lambda r: r.last_date),
)
# What a list of known tenures says: no part of what the reports say.
_REFERENCE: tuple[Column[OfficialSummary], ...] = (
    Column("province", lambda r: "inferred" if r.province_inferred else None),
    Column("inferred posts", lambda r: tuple(i.label for i in r.inferred)),
    Column("disputed posts", lambda r: tuple(f"{d.post}, {d.day}" for d in r.disputed)),
)


@click.command()
@store_option
@click.option("--province", help="Only those with a post or a meeting in this province.")
@successors_option
@click.option("--body", help="Only those with a post at a body whose name holds these words.")
@click.option("--name", help="Only those whose name matches.")
@format_options
def command(
    store: Path | None,
    db: Path,
    province: str | None,
    successors: bool,
    body: str | None,
    name: str | None,
    form: Form,
) -> None:
    """List officials with their posts and how often they appeared.

    Names may be written without accents and in any case. STORE is the store to read, if not that
    of --db. Inferred are posts whose place the reports leave open and a list of known tenures
    tells; disputed are posts that the list disagrees with on that day (kg explain says why). Who is
    of the --province by an inferred post alone is listed, too, and marked.

    \b
    Example:
      kg officials --province "Nghệ An"
      kg officials --body "tinh uy" --json
    """
    from kg.store import queries
    from kg.store.store import Store

    need_province(province, successors)
    with Store(store or db) as opened:
        found = queries.officials(
            opened, province=province, body=body, name=name, successors=successors
        )
    shown = [c for c in _REFERENCE if form == "csv" or any(c.value(row) for row in found)]
    emit(found, (*_COLUMNS, *shown), form)
