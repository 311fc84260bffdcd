"""``kg link``: partitions of kg extract into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.deciding import tell_renamed
from kg.commands.failures import Failures, tell
from kg.commands.options import (
    dask_option,
    db_option,
    decisions_option,
    need_dask,
    quiet_option,
    reference_option,
    rules_option,
    shuffle_option,
)
from kg.commands.progress import Progress

if TYPE_CHECKING:
    from kg.documents import Failure
    from kg.store.history import Renamed


@click.command()
@click.argument(
    "folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@db_option("The store to write.", "--output", "-o")
@rules_option
@decisions_option
@reference_option
@dask_option
@shuffle_option
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    folders: tuple[Path, ...],
    db: Path,
    rules: Path | None,
    decisions: Path | None,
    reference: bool | None,
    dask: str | None,
    shuffle: Path | None,
    quiet: bool,
) -> None:
    """Build the graph of a store from what kg extract has read.

    FOLDER is what one or more runs of kg extract -o FOLDER wrote to, on this machine or on others;
    all parts of it must be there. The store is the one that kg build makes of the same sources.
    Needs the extra parquet.

    Where parts are missing, were read by other rules, another model or another version of kg, or a
    file is broken, it is told in one line, and the store keeps its graph.

    \b
    Example:
      kg extract archive.jsonl -o reports/ --part 1/2
      kg extract archive.jsonl -o reports/ --part 2/2
      kg link reports/ -o officials.db
    """
    from kg.linking import link_partitions

    need_dask(dask, shuffle)
    if dask is not None and shuffle is None:
        raise click.UsageError("--dask needs --shuffle: it is there that people are joined")
    failures = Failures()
    renamed: list[Renamed] = []
    with Progress(quiet) as progress:

        def failed(failure: Failure) -> None:
            progress.clear()
            failures(failure)

        def noted(note: Failure) -> None:
            if not quiet:
                progress.clear()
                tell(note)

        store = link_partitions(
            folders,
            db,
            rules=rules,
            decisions=decisions,
            reference=reference,
            dask=dask,
            shuffle=shuffle,
            on_failure=failed,
            on_note=noted,
            on_progress=progress,
            on_rename=renamed.append,
        )
    with store:
        counts = store.counts()
    if not quiet:
        tell_renamed(renamed)
        shown = ", ".join(
            f"{counts[name]} {name}" for name in ("documents", "officials", "meetings")
        )
        click.echo(f"{db}: {shown}", err=True)
    ctx.exit(1 if failures.count else 0)
