"""``kg explain``: every fact about an official, and the words it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg.commands.options import format_options, store_option
from kg.output import Column, Form, emit, emit_json

if TYPE_CHECKING:
    from kg.store.queries import Evidence, Fact, OfficialHit


class Row(msgspec.Struct, frozen=True):
    """One stretch of text and the fact that rests on it: a line of CSV."""

    official: str
    fact: Fact
    evidence: Evidence


_COLUMNS: tuple[Column[Row], ...] = (
    Column("official", lambda r: r.official),
    Column("fact", lambda r: r.fact.kind),
    Column("how", lambda r: r.fact.how),
    Column("what", lambda r: r.fact.what),
    Column("date", lambda r: r.fact.date),
    Column("site", lambda r: r.fact.site),
    Column("document", lambda r: r.evidence.document),
    Column("start", lambda r: r.evidence.start),
    Column("end", lambda r: r.evidence.end),
    Column("words", lambda r: r.evidence.exact),
    Column("rule", lambda r: r.evidence.rule),
    Column("sentence", lambda r: r.evidence.sentence),
    Column("inferred post", lambda r: r.fact.inferred.label if r.fact.inferred else None),
    Column("disputed", lambda r: r.fact.disputed.why if r.fact.disputed else None),
)
_KEYS: tuple[Column[Row], ...] = (
    Column("fact key", lambda r: r.fact.key),
    Column("mention key", lambda r: r.evidence.key),
)


@click.command()
@click.argument("name", required=False)
@store_option
@click.option(
    "--why-same", nargs=2, metavar="A B", help="Tell what joined A and B into one official."
)
@click.option("--why-not", nargs=2, metavar="A B", help="Tell what keeps A and B apart.")
@click.option("--keys", is_flag=True, help="Show the keys of facts and mentions, for kg reject.")
@format_options
def command(
    name: str | None,
    store: Path | None,
    db: Path,
    why_same: tuple[str, str] | None,
    why_not: tuple[str, str] | None,
    keys: bool,
    form: Form,
) -> None:
    """Show every fact about an official and what it rests on.

    What it rests on is a document, a sentence, the words in it and the rule that read them.
    NAME may be written without accents and in any case, whole or in part. STORE is the store to
    read, if not that of --db. Offsets count characters of the document, from 0.
    What a list of known tenures adds to a post, or has against it, stands below it.

    A and B are names or keys of officials, or DOCUMENT:NAME for how one document names somebody.

    \b
    Example:
      kg explain "nguyen van a"
      kg explain "Nguyễn Văn" --json
      kg explain "nguyen van a" --keys
      kg explain --why-same "bao-1:Nguyễn Văn A" "bao-7:Nguyễn Văn A"
      kg explain --why-not nguyen-van-a nguyen-van-a-2
    """
    if why_same or why_not:
        from kg.commands import why

        if (why_same and why_not) or store is not None or keys:
            raise click.UsageError("--why-same A B and --why-not A B take nothing but a STORE")
        show = why.show_same if why_same else why.show_not
        a, b = why_same or why_not or ("", "")
        show(Path(name) if name else db, a, b, form)
        return
    if name is None:
        raise click.UsageError("Missing argument 'NAME'.")
    from kg.store import queries
    from kg.store.store import Store

    with Store(store or db) as opened:
        found = [
            (hit, queries.explain(opened, hit.key))
            for hit in queries.require_officials(opened, name)
        ]
    if form == "json":
        emit_json([{"official": h.label, "key": h.key, "facts": facts} for h, facts in found])
    elif form == "csv":
        rows = [Row(h.label, f, e) for h, facts in found for f in facts for e in f.evidence]
        emit(rows, (*_COLUMNS, *(_KEYS if keys else ())), form)
    else:
        click.echo("\n".join(_outline(hit, facts, keys) for hit, facts in found), nl=False)


def _outline(hit: OfficialHit, facts: list[Fact], keys: bool) -> str:
    lines = [f"{hit.label} ({hit.key})"]
    for fact in facts:
        lines += ["", f"  {_headline(fact)}"]
        if keys:
            lines.append(f"    {fact.key}")
        sentence = None
        for e in fact.evidence:
            if (e.document, e.sentence) != sentence:
                sentence = (e.document, e.sentence)
                lines.append(f"    {e.document}: {e.sentence}")
            shown = f", {e.key}" if keys else ""
            lines.append(f"      {e.start}-{e.end} “{e.exact}” ({e.kind}, {e.rule}{shown})")
        lines += _reference(fact)
    return "\n".join(lines) + "\n"


def _reference(fact: Fact) -> list[str]:
    """Return the lines on what a list of known tenures says of a post."""
    lines = []
    if fact.inferred is not None:
        told = f"    inferred, in no report: {fact.inferred.label}"
        lines += [told, f"      {fact.inferred.why} ({fact.inferred.source})"]
    if fact.disputed is not None:
        told = f"    disputed on {fact.disputed.day}, by a list of tenures:"
        lines += [told, f"      {fact.disputed.why} ({fact.disputed.source})"]
    return lines


def _headline(fact: Fact) -> str:
    if fact.kind == "membership":
        days = " to ".join(dict.fromkeys(d for d in (fact.date, fact.last_date) if d))
        return f"post ({fact.how}): {fact.what}" + (f", seen {days}" if days else "")
    return f"{fact.how}: {fact.what}" + "".join(f", {x}" for x in (fact.site, fact.date) if x)
