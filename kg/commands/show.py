"""``kg show``: a report's text with what was read in it drawn over it."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from kg.commands.failures import Failures
from kg.commands.inputs import documents
from kg.commands.options import db_option, encoding_option, rules_option, target_of
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.documents import Document


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Write a page of HTML that needs nothing else (- for standard output).",
)
@click.option(
    "--color/--no-color",
    default=None,
    help="Colours, or brackets in their place; by default colours in a terminal.",
)
@db_option("The store with the document, if FILE is the id of one.")
@rules_option
@encoding_option
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    page: Path | None,
    color: bool | None,
    db: Path,
    rules: Path | None,
    encoding: str,
) -> None:
    """Show a report's text with what was read drawn over it.

    That is people, posts, bodies, places, meetings and roles. Below the text stand the facts:
    people with their posts, meetings with who did what. FILE is read as
    by build; - is plain text on standard input; what is no file is taken for the id of a document
    in the store. The text is read anew, by the rules as they are now.

    \b
    Example:
      kg show report.txt
      kg show report.txt --html report.html
      kg show old.txt --encoding tcvn3
      kg show some-document-id --db officials.db
    """
    from kg.export.output import open_output
    from kg.lexicon.lexicon import load_lexicon
    from kg.output import terminal_width
    from kg.report.extract import extract
    from kg.show.page import to_html
    from kg.show.terminal import to_terminal

    asked = ctx.get_parameter_source("db") is ParameterSource.COMMANDLINE
    lexicon = load_lexicon(rules)
    failures = Failures()
    found = _documents(file, db, asked, failures, rules, encoding)
    read = ((d, extract(d, lexicon)) for d in found)
    if page is not None:
        shown = list(read)
        if shown:
            with open_output(target_of(page)) as out:
                out.write(to_html(shown).encode("utf-8"))
    else:
        colored = color if color is not None else sys.stdout.isatty() and not _no_color()
        for number, (document, report) in enumerate(read):
            text = to_terminal(document, report, color=colored, width=terminal_width())
            click.echo(("\n" if number else "") + text, nl=False, color=colored)
    ctx.exit(1 if failures.count else 0)


def _no_color() -> bool:
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def _documents(
    file: Path, db: Path, asked: bool, failures: Failures, rules: Path | None, encoding: str
) -> Iterator[Document]:
    """Yield the documents of a file, or that of the store: if it was asked for, or no such file."""
    if str(file) == "-" or (file.exists() and not asked) or not (asked or db.exists()):
        yield from documents(file, failures, rules, encoding)
    else:
        yield _stored(str(file), db)


def _stored(id: str, db: Path) -> Document:
    from kg.documents import Document
    from kg.link.model import DocumentRow
    from kg.store.store import Store

    with Store(db) as store:
        row = next(store.select(DocumentRow, "id = ?", id), None)
        if row is None:
            near = difflib.get_close_matches(id, [d.id for d in store.documents()], n=3)
            hint = f"; nearest: {', '.join(near)}" if near else ""
            raise KgError(f'"{id}" is no file, and no document of {db}{hint}')
        return Document(
            id=row.id,
            text=store.text(row.key),
            title=row.title,
            issued=row.issued,
            source=row.source,
        )
