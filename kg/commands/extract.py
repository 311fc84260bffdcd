"""``kg extract``: what one report says, without a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.failures import Failures
from kg.commands.inputs import documents
from kg.commands.options import encoding_option, rules_option

if TYPE_CHECKING:
    from kg.report.model import Report


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--json", "as_json", is_flag=True, help="Print each report whole, a line of JSON each."
)
@rules_option
@encoding_option
@click.pass_context
def command(
    ctx: click.Context, file: Path, as_json: bool, rules: Path | None, encoding: str
) -> None:
    """Show what a report says, without a store.

    That is its people with their posts and its meetings with their roles. FILE is read as by
    build; - is plain text on standard input.

    \b
    Example:
      kg extract report.txt
      kg extract - --json < report.txt
      kg extract old.txt --encoding vni
    """
    import msgspec

    from kg.lexicon.lexicon import load_lexicon
    from kg.report.extract import extract

    lexicon = load_lexicon(rules)
    failures = Failures()
    for document in documents(file, failures, rules, encoding):
        report = extract(document, lexicon)
        click.echo(msgspec.json.encode(report).decode() if as_json else _outline(report))
    ctx.exit(1 if failures.count else 0)


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
