"""``kg extract``: what reports say, without a store: printed, or in files to be linked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from kg.commands.failures import Failures, tell
from kg.commands.inputs import documents
from kg.commands.options import (
    encoding_option,
    fields_options,
    model_option,
    need_one,
    quiet_option,
    rules_option,
    selection_options,
    work_options,
)
from kg.commands.progress import Progress

if TYPE_CHECKING:
    from kg.documents import Failure, Fields, Selection
    from kg.partitions.share import Share
    from kg.partitions.write import Extracted
    from kg.report.model import Report

_ALWAYS = ("sources", "as_json", "rules", "encoding", "out")


def _share(ctx: click.Context, param: click.Parameter, value: str) -> Share:
    """Return the part that a text such as 3/16 names (a callback for click)."""
    from kg.errors import KgError
    from kg.partitions.share import Share

    part, _, of = value.partition("/")
    try:
        return Share(int(part), int(of))
    except (ValueError, KgError):
        raise click.BadParameter(f"{value!r} is not a part such as 3/16") from None


@click.command()
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(allow_dash=True)
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print each report whole, a line of JSON each."
)
@click.option(
    "--output",
    "-o",
    "out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the reports there as Parquet, for kg link, and print nothing.",
)
@click.option(
    "--part",
    metavar="K/N",
    callback=_share,
    default="1/1",
    show_default=True,
    help="With -o: be one of N jobs that share the same sources, the K-th; by a hash of ids.",
)
@click.option(
    "--size",
    type=click.IntRange(min=1, max=100_000),
    default=256,
    show_default=True,
    metavar="N",
    help="With -o: how many reports one file holds, in the mean.",
)
@rules_option
@model_option
@encoding_option
@fields_options
@selection_options
@work_options
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[str, ...],
    as_json: bool,
    out: Path | None,
    part: Share,
    size: int,
    rules: Path | None,
    model: str | None,
    encoding: str,
    fields: Fields,
    selection: Selection,
    workers: int | None,
    timeout: float | None,
    max_memory: int | None,
    dask: str | None,
    quiet: bool,
) -> None:
    """Show what a report says, or write what many say, for kg link.

    Without -o it prints the people of one file with their posts and its meetings with their roles,
    as the rules alone read them. SOURCE is read as by build; - is plain text on standard input.

    With -o it takes all that build takes (then - is JSON Lines) and writes what is read as Parquet
    into a folder of its own in FOLDER, a file for some hundred reports. Several jobs on several
    machines share one FOLDER, each with its --part of the same sources; kg link makes a store of
    it. A job that is run again goes on where it was. Needs the extra parquet.

    \b
    Example:
      kg extract report.txt
      kg extract - --json < report.txt
      kg extract old.txt --encoding vni
      kg extract archive.jsonl -o reports/ --workers 4
      kg extract archive.jsonl -o reports/ --part 3/16
    """
    failures = Failures()
    if out is None:
        _only_with_output(ctx)
        _print(sources[0], failures, as_json, rules, encoding)
        ctx.exit(1 if failures.count else 0)
    if as_json:
        raise click.UsageError("--json prints, -o writes: choose one of them")
    need_one(workers, dask)
    from kg.crew import at_work, reader
    from kg.gather import Given
    from kg.grounds import read_by
    from kg.partitions.write import extract_to
    from kg.sites import reading

    with Progress(quiet) as progress:

        def failed(failure: Failure) -> None:
            progress.clear()
            failures(failure)

        def noted(note: Failure) -> None:
            if not quiet:
                progress.clear()
                tell(note)

        def step(now: Extracted) -> None:
            progress(now.documents)

        read = read_by(rules, model)
        given = Given(sources, reading(rules, fields, encoding), selection)
        with at_work(workers, timeout, max_memory, dask) as who:
            done = extract_to(
                out,
                given,
                read,
                reader(rules, model, read),
                who,
                part,
                size=size,
                on_failure=failed,
                on_note=noted,
                on_step=step,
            )
    if not quiet:
        known = f", {done.known} of them known" if done.known else ""
        told = f"{done.documents} documents{known}, {done.files} files"
        click.echo(f"{out / part.folder}: {told}", err=True)
    ctx.exit(1 if failures.count else 0)


def _only_with_output(ctx: click.Context) -> None:
    """Refuse what has no meaning for one report that is printed."""
    if len(ctx.params["sources"]) > 1:
        raise click.UsageError("several sources need -o FOLDER")
    for option in ctx.command.params:
        name = option.name or ""
        given = ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and name not in _ALWAYS:
            raise click.UsageError(f"{option.opts[0]} needs -o FOLDER")


def _print(
    source: str, failures: Failures, as_json: bool, rules: Path | None, encoding: str
) -> None:
    import msgspec

    from kg.lexicon.lexicon import load_lexicon
    from kg.report.extract import extract

    lexicon = load_lexicon(rules)
    for document in documents(Path(source), failures, rules, encoding):
        report = extract(document, lexicon)
        click.echo(msgspec.json.encode(report).decode() if as_json else _outline(report))


def _outline(report: Report) -> str:
    posts = {p.id: p.label for p in report.posts}
    names = {p.id: p.name for p in report.people} | {b.id: b.label for b in report.bodies}
    lines = [report.document]
    for person in report.people:
        held = [posts[m.post] for m in report.memberships if m.person == person.id]
        lines.append("  " + "; ".join([person.name, *held]))
    for meeting in report.meetings:
        date = meeting.date or meeting.day_month or "no date"
        lines.append(f"  {date}: {meeting.label}")
        sites = {s.id: s.label for s in meeting.sites}
        for part in report.participations:
            if part.meeting == meeting.id:
                site = f", {sites[part.site]}" if part.site else ""
                lines.append(f"    {part.role}: {names[part.participant]}{site}")
    return "\n".join(lines)
