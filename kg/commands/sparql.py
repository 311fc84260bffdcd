"""``kg sparql``: questions in the query language of RDF."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import output
from kg.commands.options import db_option
from kg.commands.progress import Progress
from kg.errors import KgError
from kg.export.names import DEFAULT_BASE
from kg.output import Column, emit

if TYPE_CHECKING:
    from kg.sparql.engine import Format
    from kg.sparql.questions import Question

_FORMATS: tuple[Format, ...] = ("table", "csv", "json", "ttl", "nt")
_LONGEST = 4_000_001  # bytes of a query file that are read at all
_COLUMNS: tuple[Column[Question], ...] = (
    Column("name", lambda q: q.name),
    Column("question", lambda q: q.english),
    Column("câu hỏi", lambda q: q.vietnamese),
    Column("parameters", lambda q: tuple(q.parameters)),
)


def _settings(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    out = {}
    for setting in value:
        name, equals, text = setting.partition("=")
        if not equals or not name.isidentifier():
            raise click.BadParameter(f"{setting!r} is not of the form name=value")
        out[name] = text
    return out


@click.command()
@click.argument("store", type=click.Path(path_type=Path), required=False)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@db_option()
@click.option("--query", "-q", metavar="TEXT", help="The query itself.")
@click.option("--name", "-n", metavar="NAME", help="A question that comes with kg (see --list).")
@click.option("--list", "listed", is_flag=True, help="List the questions that come with kg.")
@click.option("--print", "printed", is_flag=True, help="Print the query instead of asking it.")
@click.option(
    "--set",
    "settings",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_settings,
    help="Set a parameter: what stands in VALUES ?NAME { … }. May be given several times.",
)
@click.option("--table", is_flag=True, help="Print a table (default).")
@click.option("--csv", is_flag=True, help="Print CSV (UTF-8).")
@click.option("--json", is_flag=True, help="Print JSON: SPARQL 1.1 query results.")
@click.option("--ttl", is_flag=True, help="Print Turtle: CONSTRUCT and DESCRIBE (their default).")
@click.option("--nt", is_flag=True, help="Print N-Triples: CONSTRUCT and DESCRIBE.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    default=60.0,
    show_default=True,
    help="Stop the query after so long.",
)
@click.option(
    "--max-memory",
    metavar="MB",
    type=click.IntRange(min=1, max=1_000_000),
    default=1024,
    show_default=True,
    help="Stop the query when it, or its result, takes more.",
)
@click.option(
    "--base", default=DEFAULT_BASE, show_default=True, help="What the IRIs of entities begin with."
)
@click.option(
    "--index",
    "folder",
    type=click.Path(path_type=Path),
    help="Keep the index in this folder instead of beside the store.",
)
def command(
    store: Path | None,
    file: Path | None,
    db: Path,
    query: str | None,
    name: str | None,
    listed: bool,
    printed: bool,
    settings: dict[str, str],
    timeout: float,
    max_memory: int,
    base: str,
    folder: Path | None,
    **forms: bool,
) -> None:
    """Put a SPARQL query to the graph.

    The query is in FILE (- for standard input), in --query, or one of those that come with kg
    (--name). STORE is the store to read, if not that of --db; a single argument without --query
    and --name is FILE. The prefixes of the exports need not be declared. The first query, and the
    first one after the store has changed, builds an index beside the store. Updates, LOAD and
    SERVICE are refused.

    \b
    Example:
      kg sparql officials.db query.rq
      kg sparql --query "SELECT ?name { ?o a kg:Official ; rdfs:label ?name }" --csv
      kg sparql --list
      kg sparql --name appearances --set official="nguyen van a"
    """
    chosen: list[Format] = [form for form in _FORMATS if forms[form]]
    if len(chosen) > 1:
        raise click.UsageError(f"choose one of {', '.join('--' + form for form in _FORMATS)}")
    if listed:
        _list(chosen)
        return
    if query is None and name is None and file is None:
        store, file = None, store
    if (query is not None) + (name is not None) + (file is not None) != 1:
        raise click.UsageError("one query is needed: FILE, --query TEXT or --name NAME")
    text, called = _read(query, name, file)
    if printed:
        _print(text, settings, store or db, base, called)
        return
    from kg.sparql import Limits, ask

    with Progress(things="triples") as progress:
        ask(
            store or db,
            text,
            sys.stdout.buffer,
            chosen[0] if chosen else None,
            settings=settings,
            name=called,
            limits=Limits(timeout, max_memory),
            base=base,
            folder=folder,
            width=output.terminal_width(),
            progress=progress,
        )


def _read(query: str | None, name: str | None, file: Path | None) -> tuple[str, str]:
    """Return the query and what messages call it."""
    if query is not None:
        return query, "query"
    if name is not None:
        from kg.sparql.questions import require_question

        return require_question(name).query, name
    assert file is not None
    called = "stdin" if str(file) == "-" else str(file)
    try:
        if called == "stdin":
            data = sys.stdin.buffer.read(_LONGEST)
        else:
            with file.open("rb") as f:
                data = f.read(_LONGEST)
        if data.startswith(b"SQLite format 3\0"):
            told = "a query is needed, too: FILE, --query TEXT or --name NAME"
            raise click.UsageError(f"{called} is a store: {told}")
        return data.decode("utf-8-sig"), called
    except OSError as e:
        raise KgError(f"{called}: cannot read the query: {e.strerror or e}") from e
    except UnicodeDecodeError as e:
        raise KgError(f"{called}: not UTF-8 at byte {e.start}") from e


def _print(text: str, settings: dict[str, str], store: Path, base: str, called: str) -> None:
    if settings:
        from kg.sparql.values import set_values
        from kg.store.store import Store

        with Store(store) as opened:
            text = set_values(text, settings, opened, base, called)
    click.echo(text.rstrip("\n"))


def _list(chosen: list[Format]) -> None:
    from kg.sparql.questions import questions

    form = chosen[0] if chosen else "table"
    if form == "ttl" or form == "nt":
        raise click.UsageError("--list prints --table, --csv or --json")
    emit(questions(), _COLUMNS, form)
