"""``kg build``: reports into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.deciding import tell_renamed
from kg.commands.failures import Failures, tell
from kg.commands.options import db_option, encoding_option, model_option, quiet_option, rules_option
from kg.commands.progress import Progress

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
@encoding_option
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
    quiet: bool,
) -> None:
    """Read reports and build the graph of a store from them.

    SOURCE is a .txt file (one report), a .jsonl file (one report a line: id, text; title, date, url
    where known), a folder with such files, or - for JSON Lines on standard input. What cannot be
    read is told, one line each; the rest is built, and the exit status is 1. A report without a
    meeting is told too, and built. So is who has another key than the store knew: the old key
    leads to the new one.

    What is not UTF-8 is read as UTF-16, TCVN3, VNI, VPS, VISCII or Windows-1258 where one of them
    is sure, and told; so is UTF-8 that had been read wrongly, and text in HTML entities.

    \b
    Example:
      kg build seeds/ -o officials.db
      zcat reports.jsonl.gz | kg build - -o officials.db
      kg build reports/ --model my-spacy-pipeline/
      kg build old/ --encoding tcvn3
    """
    from kg.build import build

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

        store = build(
            sources,
            db,
            rules=rules,
            model=model,
            decisions=decisions,
            reference=reference,
            encoding=encoding,
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
