"""``kg conflicts``: where documents disagree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg.commands.options import format_options, store_option
from kg.output import Column, Form, emit, emit_json

if TYPE_CHECKING:
    from kg.store.conflicts import Answer, Conflict


class Row(msgspec.Struct, frozen=True):
    """One answer: a line of a table and of CSV."""

    conflict: Conflict
    answer: Answer

    def words(self) -> tuple[str, ...]:
        """Return the sentences that the answer rests on."""
        return tuple(dict.fromkeys(e.sentence for e in self.answer.evidence))


_COLUMNS: tuple[Column[Row], ...] = (
    Column("date", lambda r: r.conflict.date),
    Column("about", lambda r: r.conflict.about),
    Column("question", lambda r: r.conflict.kind),
    Column("answer", lambda r: r.answer.claim),
    Column("sources", lambda r: r.answer.sources),
    Column("documents", lambda r: r.answer.documents),
    Column("words", lambda r: r.words()),
)


@click.command()
@store_option
@click.option(
    "--kind",
    type=click.Choice(["date", "place", "chair", "title"]),
    help="Only conflicts about this.",
)
@click.option("--name", help="Only those about officials whose name matches.")
@format_options
def command(store: Path | None, db: Path, kind: str | None, name: str | None, form: Form) -> None:
    """List where documents disagree, one line an answer.

    Documents that tell of one meeting may give it different days or places or name different
    chairs, and documents of one day may give one person different titles. Each answer stands with
    the documents that give it and their words; none is taken for the right one. Documents that
    print one text (kg duplicates) are one source, and do not contradict each other. STORE is the
    store to read, if not that of --db.

    \b
    Example:
      kg conflicts
      kg conflicts --kind title --name "nguyen van a" --json
    """
    from kg.store.conflicts import conflicts
    from kg.store.store import Store

    with Store(store or db) as opened:
        found = conflicts(opened, kind=kind, official=name)
    if form == "json":
        emit_json(found)
    elif form == "table" and not found:
        click.echo("no document contradicts another")
    else:
        emit([Row(c, a) for c in found for a in c.answers], _COLUMNS, form)
