"""``kg appearances``: where an official has appeared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg.commands.options import format_options, store_option
from kg.output import Column, Form, emit

if TYPE_CHECKING:
    from kg.store.together import Common


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
_COMMON: tuple[Column[Common], ...] = (
    Column("date", lambda r: r.date),
    Column("meeting", lambda r: r.meeting),
    Column("first", lambda r: r.first),
    Column("role", lambda r: r.first_roles),
    Column("second", lambda r: r.second),
    Column("role of the second", lambda r: r.second_roles),
    Column("same site", lambda r: r.same_site),
    Column("documents", lambda r: r.documents),
)


@click.command()
@click.argument("name", required=False)
@store_option
@click.option(
    "--compare",
    nargs=2,
    metavar="A B",
    help="List the meetings that two officials have in common.",
)
@format_options
def command(
    name: str | None, store: Path | None, db: Path, compare: tuple[str, str] | None, form: Form
) -> None:
    """List where an official has appeared, by date.

    NAME may be written without accents and in any case, whole or in part; every official that it
    matches is listed. An inferred post is one whose place the report leaves open and a list of
    known tenures tells. STORE is the store to read, if not that of --db.

    \b
    Example:
      kg appearances "nguyen van a"
      kg appearances "Nguyễn Văn" --csv > appearances.csv
      kg appearances --compare "nguyen van a" "tran thi b"
    """
    if compare is not None:
        if name is not None and store is not None:
            raise click.UsageError("--compare takes two names, and no other")
        _compare(*compare, Path(name) if name is not None else db, form)
    elif name is None:
        raise click.UsageError("a NAME is needed, or --compare A B")
    else:
        _list(name, store or db, form)


def _compare(first: str, second: str, store: Path, form: Form) -> None:
    from kg.store.store import Store
    from kg.store.together import common_meetings

    with Store(store) as opened:
        found = common_meetings(opened, first, second)
    if form == "table" and not found:
        click.echo("no meeting in common")
    else:
        emit(found, _COMMON, form)


def _list(name: str, store: Path, form: Form) -> None:
    from kg.store import queries
    from kg.store.store import Store

    with Store(store) as opened:
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
