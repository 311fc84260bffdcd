"""``kg rules``: tools for those who write rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.failures import Failures
from kg.commands.inputs import documents
from kg.commands.options import day, rules_option
from kg.output import Cell, emit_json, print_table

if TYPE_CHECKING:
    from kg.reading import Reading


@click.group()
def command() -> None:
    """Check rules, and try how a sentence is read by them.

    \b
    Example:
      kg rules check
      kg rules try "Bí thư Tỉnh ủy Nguyễn Văn A chủ trì hội nghị."
    """


@command.command()
@rules_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def check(ctx: click.Context, rules: Path | None, as_json: bool) -> None:
    """Look for mistakes in the rules, one line each.

    That is: files that are not of their schema; keys that are unknown; entries that stand twice,
    that are never read because another one always wins, that can be read in two ways, or that name
    something that is not there; patterns that may take forever; known tenures of one post that
    overlap. Exit status 1 if one of them is an error, 0 if there are only warnings.

    \b
    Example:
      kg rules check
      kg rules check --rules my-rules/
    """
    from kg.rulecheck.check import check_rules

    found = check_rules(rules)
    if as_json:
        emit_json(found)
    else:
        for finding in found:
            click.echo(str(finding))
    errors = sum(f.level == "error" for f in found)
    click.echo(f"{errors} errors, {len(found) - errors} warnings", err=True)
    ctx.exit(1 if errors else 0)


@command.command("try")
@click.argument("sentence")
@rules_option
@click.option("--date", "issued", callback=day, help="Day of publication, for days without a year.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def try_(
    ctx: click.Context, sentence: str, rules: Path | None, issued: str | None, as_json: bool
) -> None:
    """Show how a sentence is read, step by step.

    That is: abbreviations written out, the chunks it falls into and what each was read as, names
    with their titles, dates, meetings, and the posts and roles that come of it, with the rule that
    read each. SENTENCE may be several sentences; - reads them from standard input.

    \b
    Example:
      kg rules try "Bí thư Tỉnh ủy Nguyễn Văn A chủ trì hội nghị."
      kg rules try - --json < report.txt
    """
    from kg.lexicon.lexicon import load_lexicon
    from kg.reading import read_steps

    if sentence == "-":
        failures = Failures()
        sentence = "".join(d.text for d in documents(Path("-"), failures))
        if failures.count:
            ctx.exit(1)
    if not sentence.strip():
        raise click.UsageError("SENTENCE is empty")
    reading = read_steps(sentence, load_lexicon(rules), issued)
    if as_json:
        emit_json(reading)
    else:
        _print(reading)


def _print(reading: Reading) -> None:
    """Print a table a step; those with nothing in them are left out."""
    left_out: list[tuple[Cell, ...]] = [(text,) for text in reading.left_out]
    steps: list[tuple[tuple[str, ...], list[tuple[Cell, ...]]]] = [
        (("left out as page furniture",), left_out),
        (("abbreviation", "written out"), [(w.printed, w.words) for w in reading.written_out]),
        (("chunk", "words", "read as"), _chunks(reading)),
        (
            ("person", "name", "titles", "shared titles"),
            [
                (_person(e.person, e.official), e.name, "; ".join(e.titles), "; ".join(e.shared))
                for e in reading.entries
            ],
        ),
        (("date", "read as"), [(d.words, d.read_as) for d in reading.dates]),
        (
            ("meeting", "kind", "date", "where", "held by", "named"),
            [
                (
                    m.label + (" (planned)" if m.planned else ""),
                    m.kind,
                    " ".join(x for x in (m.date, m.session) if x),
                    "; ".join((*m.provinces, *m.sites)),
                    "; ".join(m.organisers),
                    len(m.named),
                )
                for m in reading.meetings
            ],
        ),
        (("meeting noun passed over",), [(words,) for words in reading.passed_over]),
        (
            ("post", "of", "status"),
            [
                (p.post + ("" if p.placed else " (place left open)"), p.person, p.status)
                for p in reading.posts
            ],
        ),
        (
            ("role", "of", "at", "rule", "read off", "site", "acting as", "on behalf of"),
            [
                (r.role, r.who, r.meeting, r.rule, r.words, r.site, r.acting_as, r.on_behalf_of)
                for r in reading.roles
            ],
        ),
    ]
    shown = [(headers, rows) for headers, rows in steps if rows]
    for number, (headers, rows) in enumerate(shown):
        if number:
            click.echo()
        # without the columns that hold nothing
        kept = [i for i in range(len(headers)) if any(row[i] not in (None, "") for row in rows)]
        print_table([headers[i] for i in kept], [[row[i] for i in kept] for row in rows])


def _chunks(reading: Reading) -> list[tuple[Cell, ...]]:
    """Return a row a chunk; words that are nothing stand together."""
    rows: list[tuple[Cell, ...]] = []
    plain: list[str] = []
    for chunk in reading.chunks:
        if chunk.kind in ("word", "mark"):
            plain.append(chunk.words)
            continue
        if plain:
            rows.append(("", " ".join(plain), ""))
            plain = []
        rows.append((chunk.kind, chunk.words, chunk.read_as))
    return [*rows, ("", " ".join(plain), "")] if plain else rows


def _person(name: str | None, official: bool) -> str:
    if name is None:
        return "left open"
    return name if official else f"{name} (no official)"
