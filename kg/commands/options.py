"""Options that several commands share."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

# As `kg.documents.encoding.NAMES`, which is not loaded for a line of help.
_ENCODINGS = (
    "auto",
    "utf-8",
    "utf-16",
    "tcvn3",
    "vni",
    "windows-1258",
    "vps",
    "viscii",
    "tcvn",
    "windows-1252",
)

DEFAULT_STORE = "officials.db"
_SAID = {
    "text": "text",
    "id": "id",
    "title": "headline",
    "date": "day of publication (YYYY-MM-DD)",
    "url": "page's address",
}


def db_option(text: str = "The store to read.", *synonyms: str) -> Callable[[F], F]:
    """Return what adds ``--db PATH``, with `text` as its help and `synonyms` before it."""
    return click.option(
        *synonyms,
        "--db",
        "-d",
        "db",
        type=click.Path(path_type=Path),
        envvar="KG_DB",
        default=DEFAULT_STORE,
        show_default=True,
        show_envvar=True,
        help=text,
    )


def store_option(function: F) -> F:
    """Add ``--db PATH`` and the optional argument STORE, which says the same and wins."""
    with_db = db_option()(function)
    return click.argument("store", type=click.Path(path_type=Path), required=False)(with_db)


def successors_option(function: F) -> F:
    """Add ``--including-successors``."""
    return click.option(
        "--including-successors",
        "successors",
        is_flag=True,
        help="With --province: also those of the provinces that took it over.",
    )(function)


def need_province(province: str | None, successors: bool) -> None:
    """Refuse ``--including-successors`` without ``--province``."""
    if successors and province is None:
        raise click.UsageError("--including-successors needs --province")


def quiet_option(function: F) -> F:
    """Add ``--quiet``."""
    return click.option(
        "--quiet", "-q", is_flag=True, help="Say nothing but what could not be read."
    )(function)


def fields_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--text``, ``--id``, ``--title``, ``--date`` and ``--url``: names of fields.

    The command gets them as `fields`, a `kg.documents.Fields`.
    """
    names = ("text", "id", "title", "date", "url")
    usual = {"date": "date, published or issued", "url": "url or source"}

    @functools.wraps(function)
    def command(*args: Any, **more: Any) -> Any:
        from kg.documents.fields import Fields

        return function(*args, fields=Fields(**{n: more.pop(f"{n}_field") for n in names}), **more)

    for name in reversed(names):
        command = click.option(
            f"--{name}",
            f"{name}_field",
            metavar="FIELD",
            help=f"The field of JSON Lines, CSV and Parquet with the {_SAID[name]}."
            f" [default: {usual.get(name, name)}]",
        )(command)
    return command


def selection_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--since``, ``--sample`` and ``--limit``; the command gets a `Selection`."""

    @click.option(
        "--since", metavar="DAY", callback=day, help="Only reports issued on this day or later."
    )
    @click.option(
        "--sample",
        type=click.IntRange(min=1),
        metavar="N",
        help="Only N reports, chosen by their ids: the same ones in any order.",
    )
    @click.option(
        "--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N reports."
    )
    @functools.wraps(function)
    def command(
        *args: Any, since: str | None, sample: int | None, limit: int | None, **more: Any
    ) -> Any:
        from kg.documents.selection import Selection

        return function(*args, selection=Selection(since, sample, limit), **more)

    return command


def rules_option(function: F) -> F:
    """Add ``--rules DIR``."""
    return click.option(
        "--rules",
        type=click.Path(path_type=Path),
        help="Read the rules from this folder instead of those that come with kg.",
    )(function)


def encoding_option(function: F) -> F:
    """Add ``--encoding NAME``."""
    return click.option(
        "--encoding",
        type=click.Choice(_ENCODINGS, case_sensitive=False),
        default=_ENCODINGS[0],
        show_default=True,
        help="The encoding of all that is read; auto guesses where it is not UTF-8, and tells.",
    )(function)


def model_option(function: F) -> F:
    """Add ``--model NAME``."""
    return click.option(
        "--model",
        metavar="MODEL",
        help="The recogniser beside the rules: weights of kg train (.crf), a spaCy pipeline, or"
        " none. [default: the one that comes with kg]",
    )(function)


def decisions_option(function: F) -> F:
    """Add ``--decisions FILE``."""
    return click.option(
        "--decisions",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Go by these decisions of kg merge and the like, or none. [default: those of the last"
        " build, or decisions.yaml beside the store]",
    )(function)


def reference_option(function: F) -> F:
    """Add ``--reference`` and ``--no-reference``."""
    return click.option(
        "--reference/--no-reference",
        default=None,
        help="Add what the rules' list of known tenures tells beside the reports, or leave it out."
        " [default: as in the last build; --reference in the first]",
    )(function)


def dask_option(function: F) -> F:
    """Add ``--dask ADDRESS``."""
    return click.option(
        "--dask",
        metavar="ADDRESS",
        help="Work on the workers of the Dask scheduler at this address, such as tcp://host:8786."
        " Each needs the same kg, rules and model. Needs the extra dask.",
    )(function)


def shuffle_option(function: F) -> F:
    """Add ``--shuffle FOLDER``."""
    return click.option(
        "--shuffle",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="FOLDER",
        help="With --dask: a folder that all workers see; then they also find out who is whom, by"
        " way of Parquet files in it. Needs the extra parquet.",
    )(function)


def need_dask(dask: str | None, shuffle: Path | None) -> None:
    """Refuse ``--shuffle`` without ``--dask``."""
    if shuffle is not None and dask is None:
        raise click.UsageError("--shuffle needs --dask")


def work_options(function: F) -> F:
    """Add ``--workers``, ``--timeout``, ``--max-memory`` and ``--dask``."""
    for option in (
        dask_option,
        click.option(
            "--max-memory",
            metavar="MB",
            type=click.IntRange(min=1, max=1_000_000),
            help="Set a report aside for which a process takes more than this beside the rules and"
            " the model, twice. Holds in other processes, too. [default: 4096]",
        ),
        click.option(
            "--timeout",
            metavar="SECONDS",
            type=click.FloatRange(min=0, min_open=True, max=86_400),
            help="Set a report aside that takes longer, twice; a longer one than a million"
            " characters gets more. Holds in other processes, so that there is one even with"
            " --workers 1. [default: 60]",
        ),
        click.option(
            "--workers",
            "-j",
            metavar="N",
            type=click.IntRange(min=1, max=1024),
            help="Read with so many processes; 1 reads in this one. [default: one a core, where"
            " there is enough to read]",
        ),
    ):
        function = option(function)
    return function


def need_one(workers: int | None, dask: str | None) -> None:
    """Refuse ``--workers`` beside ``--dask``."""
    if workers is not None and dask is not None:
        raise click.UsageError("choose one of --workers and --dask")


def format_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--table``, ``--csv`` and ``--json``; the command gets one of them as `form`."""

    @click.option("--table", is_flag=True, help="Print a table (default).")
    @click.option("--csv", is_flag=True, help="Print CSV (UTF-8).")
    @click.option("--json", is_flag=True, help="Print JSON.")
    @functools.wraps(function)
    def command(*args: Any, table: bool, csv: bool, json: bool, **more: Any) -> Any:
        if table + csv + json > 1:
            raise click.UsageError("choose one of --table, --csv and --json")
        return function(*args, form="json" if json else "csv" if csv else "table", **more)

    return command


def picture_options(function: F) -> F:
    """Add ``--output FILE``, ``--format``, ``--from`` and ``--to``, for commands that draw.

    The command gets them as `out`, `form`, `start` and `end`.
    """
    for option in (
        click.option("--to", "end", metavar="DAY", callback=day, help="Only up to this day."),
        click.option("--from", "start", metavar="DAY", callback=day, help="Only from this day on."),
        click.option(
            "--format",
            "-f",
            "form",
            type=click.Choice(["svg", "png", "html"]),
            help="The format, where the suffix of the file does not say it.",
        ),
        click.option(
            "--output",
            "-o",
            "out",
            required=True,
            type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
            help="The .svg, .png or .html file to write, or - for standard output.",
        ),
    ):
        function = option(function)
    return function


def target_of(out: Path) -> Path | BinaryIO:
    """Return where a command writes to: a file, or standard output for ``-``."""
    return sys.stdout.buffer if str(out) == "-" else out


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Check that an option's value is a day as ISO 8601 writes it (a callback for click)."""
    try:
        if value is not None and date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date such as 2024-01-31") from None
    return value
