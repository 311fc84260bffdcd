"""``kg tenure``: who held a post, and which posts an official held, over time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg.commands.options import format_options, store_option
from kg.output import Column, Form, emit, emit_json

if TYPE_CHECKING:
    from kg.store.tenure import Step, Tenure


class Row(msgspec.Struct, frozen=True):
    """One thing that is told of a tenure: a line of a table and of CSV."""

    tenure: Tenure
    step: Step

    def first(self) -> str | None:
        """Return the first day, "by" before one that is only known to be no later."""
        return f"by {self.step.first}" if self.step.by else self.step.first


_OFFICIAL: Column[Row] = Column("official", lambda r: r.tenure.official)
_POST: Column[Row] = Column("post", lambda r: r.tenure.post)
_COLUMNS: tuple[Column[Row], ...] = (
    Column("how", lambda r: r.step.how),
    Column("first", lambda r: r.first()),
    Column("last", lambda r: r.step.last),
    Column("words", lambda r: r.step.words),
    Column("documents", lambda r: r.step.documents),
)


@click.command()
@click.argument("name")
@store_option
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    help="Read the rules from this folder instead of those that the store was built with.",
)
@format_options
def command(name: str, store: Path | None, db: Path, rules: Path | None, form: Form) -> None:
    """Show who held a post, or what an official held.

    NAME is that of an official or of a post, without accents and in any case, whole or in part;
    everything that it matches is shown. "current" and "acting" stand with the first and the last
    day on which a document shows the official so, "former" with those on which one says that it is
    over. Elections, appointments, assignments, transfers, nominations and dismissals have the day
    that the text gives, or "by" and the day of the text; what is still to come is "announced".
    "held" has no day at all. STORE is the store to read, if not that of --db.

    \b
    Example:
      kg tenure "bi thu tinh uy nghe an"
      kg tenure "Nguyễn Văn A" --json
    """
    from kg.store.store import Store
    from kg.store.tenure import tenure

    with Store(store or db) as opened:
        found = tenure(opened, name, rules)
    if form == "json":
        emit_json(found)
        return
    if form == "csv":
        rows = [Row(t, s) for asked in found for t in asked.tenures for s in t.steps]
        emit(rows, (_OFFICIAL, _POST, *_COLUMNS), form)
        return
    for i, asked in enumerate(found):
        click.echo(("\n" if i else "") + f"{asked.label} ({asked.key})")
        rows = [Row(t, s) for t in asked.tenures for s in t.steps]
        if rows:
            emit(rows, (_POST if asked.kind == "official" else _OFFICIAL, *_COLUMNS), form)
        else:
            click.echo("no post" if asked.kind == "official" else "no holder")
