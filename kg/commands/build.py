"""``kg build``: reports into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.deciding import tell_renamed
from kg.commands.failures import Failures, tell
from kg.commands.options import (
    db_option,
    decisions_option,
    encoding_option,
    fields_options,
    model_option,
    need_dask,
    need_one,
    quiet_option,
    reference_option,
    rules_option,
    selection_options,
    shuffle_option,
    work_options,
)
from kg.commands.progress import BuildProgress

if TYPE_CHECKING:
    from kg.documents import Failure, Fields, Selection
    from kg.store.history import Renamed


@click.command()
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(allow_dash=True)
)
@db_option("The store to write.", "--output", "-o")
@rules_option
@model_option
@decisions_option
@reference_option
@encoding_option
@fields_options
@selection_options
@work_options
@shuffle_option
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[str, ...],
    db: Path,
    rules: Path | None,
    model: str | None,
    decisions: Path | None,
    reference: bool | None,
    encoding: str,
    fields: Fields,
    selection: Selection,
    workers: int | None,
    timeout: float | None,
    max_memory: int | None,
    dask: str | None,
    shuffle: Path | None,
    quiet: bool,
) -> None:
    """Read reports and build the graph of a store from them.

    SOURCE is a file, a folder with all below it, an archive (.zip, .tar, .tar.gz) with all in it,
    or - for JSON Lines on standard input. One report a file: .txt, .html, .docx, .pdf. One report
    a line, row, record or item: .jsonl and .csv (also .gz, .zst), .parquet, .warc, .warc.gz, and
    feeds (.rss, .atom, .xml). HTML and WARC need the extra html, .docx and .pdf the extra docs,
    .parquet the extra parquet.

    With --since, reports without a day of publication are left out. What is left out or given no
    more is dropped from the store. What cannot be read is told, one line each; the rest is built,
    and the exit status is 1. A report without a meeting is told too, and built. So is who has
    another key than the store knew: the old key leads to the new one.

    What is not UTF-8 is read as UTF-16, TCVN3, VNI, VPS, VISCII or Windows-1258 where one of them
    is sure, and told; so is UTF-8 that had been read wrongly, and text in HTML entities.

    Reports that did not change are not read again; a build that was interrupted or killed goes on
    where it was. The store is the same with any number of workers, on this machine or of Dask.

    \b
    Example:
      kg build seeds/ -o officials.db
      kg build CC-NEWS-20240117.warc.gz pages.zip --since 2024-01-01
      kg build articles.csv.gz --text body --id url --sample 1000
      kg build reports/ --model my-spacy-pipeline/
      kg build old/ --encoding tcvn3
      kg build reports/ --workers 4 --timeout 30 --max-memory 1000
      kg build reports/ --dask tcp://scheduler:8786 --shuffle /shared/
    """
    from kg.build import build

    need_one(workers, dask)
    need_dask(dask, shuffle)
    failures = Failures()
    renamed: list[Renamed] = []
    with BuildProgress(quiet) as progress:

        def failed(failure: Failure) -> None:
            progress.clear()
            failures(failure)

        def noted(note: Failure) -> None:
            if not quiet:
                progress.clear()
                tell(note)

        store = build(
            sources,
            db,
            rules=rules,
            model=model,
            decisions=decisions,
            reference=reference,
            encoding=encoding,
            fields=fields,
            selection=selection,
            on_failure=failed,
            on_note=noted,
            workers=workers,
            timeout=timeout,
            max_memory=max_memory,
            dask=dask,
            shuffle=shuffle,
            on_step=progress.step if progress.shown else None,
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
