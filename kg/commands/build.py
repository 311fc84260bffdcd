"""``kg build``: reports into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.deciding import tell_renamed
from kg.commands.failures import Failures, tell
from kg.commands.options import db_option, model_option, quiet_option, rules_option
from kg.commands.progress import BuildProgress

if TYPE_CHECKING:
    from kg.documents import Failure
    from kg.store.history import Renamed


@click.command()
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(allow_dash=True)
)
@db_option("The store to write.", "--output", "-o")
@rules_option
@model_option
@click.option(
    "--decisions",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Go by these decisions of kg merge and the like, or none. [default: those of the last"
    " build, or decisions.yaml beside the store]",
)
@click.option(
    "--reference/--no-reference",
    default=None,
    help="Add what the rules' list of known tenures tells beside the reports, or leave it out."
    " [default: as in the last build; --reference in the first]",
)
@click.option(
    "--workers",
    "-j",
    metavar="N",
    type=click.IntRange(min=1, max=1024),
    help="Read with so many processes; 1 reads in this one. [default: one a core, where there is"
    " enough to read]",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    help="Set a report aside that takes longer, twice; a longer one than a million characters gets"
    " more. Holds in other processes, so that there is one even with --workers 1. [default: 60]",
)
@click.option(
    "--max-memory",
    metavar="MB",
    type=click.IntRange(min=1, max=1_000_000),
    help="Set a report aside for which a process takes more than this beside the rules and the"
    " model, twice. Holds in other processes, too. [default: 4096]",
)
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
    workers: int | None,
    timeout: float | None,
    max_memory: int | None,
    quiet: bool,
) -> None:
    """Read reports and build the graph of a store from them.

    SOURCE is a .txt file (one report), a .jsonl file (one report a line: id, text; title, date, url
    where known), a folder with such files, or - for JSON Lines on standard input. What cannot be
    read is told, one line each; the rest is built, and the exit status is 1. A report without a
    meeting is told too, and built. So is who has another key than the store knew: the old key
    leads to the new one.

    Reports that did not change are not read again; a build that was interrupted or killed goes on
    where it was. The store is the same with any number of workers.

    \b
    Example:
      kg build seeds/ -o officials.db
      zcat reports.jsonl.gz | kg build - -o officials.db
      kg build reports/ --model my-spacy-pipeline/
      kg build reports/ --workers 4 --timeout 30 --max-memory 1000
    """
    from kg.build import build

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
            on_failure=failed,
            on_note=noted,
            workers=workers,
            timeout=timeout,
            max_memory=max_memory,
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
