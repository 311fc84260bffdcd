"""``kg decisions``: what was decided."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg.commands.deciding import decisions_option
from kg.commands.options import format_options, store_option
from kg.output import Column, Form, emit

if TYPE_CHECKING:
    from kg.link.model import RedirectRow
    from kg.store.rejections import Rejection


class Row(msgspec.Struct, frozen=True):
    """One decision; `undone` is the id of the one that undid it."""

    id: int
    decision: str
    about: str
    why: str
    who: str
    when: str
    undone: int | None
    line: int


_COLUMNS: tuple[Column[Row], ...] = (
    Column("id", lambda r: r.id),
    Column("decision", lambda r: r.decision),
    Column("about", lambda r: r.about),
    Column("why", lambda r: r.why),
    Column("who", lambda r: r.who),
    Column("when", lambda r: r.when),
    Column("undone by", lambda r: r.undone),
)
_REDIRECTS: tuple[Column[RedirectRow], ...] = (
    Column("key", lambda r: r.key),
    Column("is now", lambda r: r.target),
    Column("decision", lambda r: r.decision),
)
_REJECTED: tuple[Column[Rejection], ...] = (
    Column("decision", lambda r: r.decision),
    Column("fact", lambda r: r.kind),
    Column("who", lambda r: r.who),
    Column("how", lambda r: r.how),
    Column("what", lambda r: r.what),
    Column("documents", lambda r: r.documents),
    Column("key", lambda r: r.key),
)


@click.command()
@store_option
@decisions_option("The file of decisions to read.")
@click.option("--redirects", is_flag=True, help="List keys that lead to another one instead.")
@click.option("--rejected", is_flag=True, help="List the facts that are out of the graph instead.")
@format_options
def command(
    store: Path | None,
    db: Path,
    decisions: Path | None,
    redirects: bool,
    rejected: bool,
    form: Form,
) -> None:
    """List what analysts decided about a store's graph.

    Decisions that were undone are listed, too. STORE is the store, if not that of --db.

    \b
    Example:
      kg decisions
      kg decisions --rejected --csv
    """
    from kg.store.chosen import Chosen
    from kg.store.rejections import rejections
    from kg.store.store import Store

    if redirects and rejected:
        raise click.UsageError("choose one of --redirects and --rejected")
    with Store(store or db) as opened:
        if redirects:
            emit(list(opened.redirects()), _REDIRECTS, form)
            return
        if rejected:
            emit(rejections(opened), _REJECTED, form)
            return
        found = Chosen.of_open(opened, decisions).read()
    undone = found.undone()
    rows = [
        Row(d.id, d.verb, d.subject(), d.why, d.who, d.when, undone.get(d.id), d.line)
        for d in found.entries
    ]
    emit(rows, _COLUMNS, form)
