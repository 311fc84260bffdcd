"""``kg appearances``: where an official has appeared."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from kg.commands.options import format_options, store_option
from kg.output import Column, Form, emit


class Row(msgspec.Struct, frozen=True):
    """One appearance of one official, as JSON shows it."""

    official: str
    official_key: str
    date: str | None
    role: str
    meeting: str
    site: str | None
    post: str
    documents: tuple[str, ...]
    meeting_key: str
    confidence: float
    inferred: tuple[str, ...]


_COLUMNS: tuple[Column[Row], ...] = (
    Column("date", lambda r: r.date),
    Column("role", lambda r: r.role),
    Column("meeting", lambda r: r.meeting),
    Column("site", lambda r: r.site),
    Column("post as printed", lambda r: r.post),
    Column("document", lambda r: r.documents),
)
_INFERRED: Column[Row] = Column("inferred post", lambda r: r.inferred)


@click.command()
@click.argument("name")
@store_option
@format_options
def command(name: str, store: Path | None, db: Path, form: Form) -> None:
    """List where an official has appeared, by date.

    NAME may be written without accents and in any case, whole or in part; every official that it
    matches is listed. An inferred post is one whose place the report leaves open and a list of
    known tenures tells. STORE is the store to read, if not that of --db.

    \b
    Example:
      kg appearances "nguyen van a"
      kg appearances "Nguyễn Văn" --csv > appearances.csv
    """
    from kg.store import queries
    from kg.store.store import Store

    with Store(store or db) as opened:
        rows = {
            hit: [
                Row(
                    official=hit.label,
                    official_key=hit.key,
                    date=a.date,
                    role=a.role,
                    meeting=a.meeting,
                    site=a.site,
                    post=a.post,
                    documents=a.documents,
                    meeting_key=a.meeting_key,
                    confidence=a.confidence,
                    inferred=a.inferred,
                )
                for a in queries.appearances(opened, hit.key)
            ]
            for hit in queries.require_officials(opened, name)
        }
    if form != "table":
        official: Column[Row] = Column("official", lambda r: r.official)
        columns = (official, *_COLUMNS, _INFERRED)
        emit([row for found in rows.values() for row in found], columns, form)
        return
    for i, (hit, found) in enumerate(rows.items()):
        click.echo(("\n" if i else "") + f"{hit.label} ({hit.key})")
        if found:
            shown = [_INFERRED] if any(row.inferred for row in found) else []
            emit(found, (*_COLUMNS, *shown), form)
        else:
            click.echo("no appearance at a meeting")
