"""What ``kg explain --why-same`` and ``--why-not`` print, in words that ``kg review`` uses too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from kg.output import Column, Form, emit, emit_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.store.evidence import Evidence
    from kg.store.why import NotSame, Same, Side

_DOCUMENTS = 5
JOINED = {
    "name": "the same name",
    "post": "the same post",
    "meeting": "the same meeting",
    "beside": "beside one who is rarely named",
    "place": "the same province, as they are today",
    "body": "the same body",
    "title": "the same title, at bodies whose names share rare words",
    "prominent": "a name of which the whole country's press speaks, and nothing contradicts",
    "rare": "a name that few bear",
    "only": "nobody else of the name has a post",
    "known": "by far the best known of the name",
    "spelling": "nearly the same name, the same post",
    "decided": "a decision of an analyst",
    "copy": "one report, printed by several",
}
PARTED = {
    "provinces": "posts in two provinces at a time",
    "levels": "a central post and one of a district or commune at a time",
    "districts": "heads of two districts or communes at a time",
    "heads": "heads of two central bodies at a time",
    "firms": "a leader of the government and one of a firm at a time",
    "document": "one document tells of both",
    "foreign": "one is a foreigner, the other is not",
    "decided": "a decision of an analyst",
}
DOUBTED = {
    "rival": "one of them could as well be",
    "spelling": "their names differ",
    "untitled": "no document gives a post to",
    "nothing": "they share the name alone",
}


class Row(msgspec.Struct, frozen=True):
    """One stretch of text behind a reason: a line of CSV."""

    verdict: str
    official: str
    reason: str
    what: tuple[str, ...]
    evidence: Evidence | None


_COLUMNS: tuple[Column[Row], ...] = (
    Column("verdict", lambda r: r.verdict),
    Column("official", lambda r: r.official),
    Column("reason", lambda r: r.reason),
    Column("what", lambda r: r.what),
    Column("document", lambda r: r.evidence.document if r.evidence else None),
    Column("start", lambda r: r.evidence.start if r.evidence else None),
    Column("end", lambda r: r.evidence.end if r.evidence else None),
    Column("words", lambda r: r.evidence.exact if r.evidence else None),
    Column("sentence", lambda r: r.evidence.sentence if r.evidence else None),
)


def show_same(store: Path, a: str, b: str, form: Form) -> None:
    """Print why two mentions are one official."""
    from kg.store.store import Store
    from kg.store.why import why_same

    with Store(store) as opened:
        found = why_same(opened, a, b)
    if form == "json":
        emit_json(found)
    elif form == "csv":
        rows = [
            Row("one", same.official.key, step.kind, step.what, e)
            for same in found
            for step in same.steps
            for e in step.evidence or (None,)
        ]
        emit(rows, _COLUMNS, form)
    else:
        click.echo("\n".join(_same(same) for same in found), nl=False)


def show_not(store: Path, a: str, b: str, form: Form) -> None:
    """Print why two officials are not one."""
    from kg.store.store import Store
    from kg.store.why import why_not

    with Store(store) as opened:
        found = why_not(opened, a, b)
    if form == "json":
        emit_json(found)
    elif form == "csv":
        rows = [
            Row(answer.verdict, side.who.key, answer.kind or "", answer.what, e)
            for answer in found
            for side in answer.sides
            for e in side.evidence or (None,)
        ]
        emit(rows, _COLUMNS, form)
    else:
        click.echo("\n".join(_not(answer) for answer in found), nl=False)


def reason(words: dict[str, str], kind: str, what: Iterable[str] = ()) -> str:
    """Return a reason in words, with what it is about."""
    told = "; ".join(w for w in what if w)
    return words.get(kind, kind) + (f": {told}" if told else "")


def reasons(told: Iterable[tuple[str, str]], words: dict[str, str]) -> list[str]:
    """Return reasons in words, one a kind."""
    by_kind: dict[str, list[str]] = {}
    for kind, what in told:
        by_kind.setdefault(kind, []).append(what)
    return [reason(words, kind, dict.fromkeys(what)) for kind, what in by_kind.items()]


def _same(same: Same) -> str:
    lines = [f"{same.official.label} ({same.official.key}) is one"]
    if len(same.between) == 2:
        lines[0] += f" in {same.between[0]} and {same.between[1]}"
    if not same.steps:
        lines.append("  one document alone names the official")
    for step in same.steps:
        shown = ", ".join(step.documents[:_DOCUMENTS])
        more = len(step.documents) - _DOCUMENTS
        lines += ["", f"  {reason(JOINED, step.kind, step.what)}"]
        lines.append(f"    in {shown}" + (f" and {more} more" if more > 0 else ""))
        lines += _sentences(step.evidence)
    return "\n".join(lines) + "\n"


def _not(answer: NotSame) -> str:
    first, second = (side.who for side in answer.sides)
    lines = [f"{first.label} ({first.key}) and {second.label} ({second.key})"]
    if answer.verdict == "apart":
        lines.append(f"  kept apart by {reason(PARTED, answer.kind or '', answer.what)}")
    elif answer.verdict == "unsure":
        lines.append(f"  unsure ({answer.score:.2f}): nothing joins them, nothing contradicts")
        lines += [f"    for: {r}" for r in reasons(answer.reasons_for, JOINED)]
        lines += [f"    against: {r}" for r in reasons(answer.reasons_against, DOUBTED)]
    else:
        lines.append(f"  never compared: {reasons(answer.reasons_against, DOUBTED)[0]}")
    for side in answer.sides:
        lines += ["", f"  {side.who.label} ({side.who.key})", *_side(side)]
    return "\n".join(lines) + "\n"


def _side(side: Side) -> list[str]:
    return _sentences(side.evidence) or ["    nowhere in words"]


def _sentences(evidence: Iterable[Evidence]) -> list[str]:
    told = dict.fromkeys((e.document, e.sentence) for e in evidence)
    return [f"    {document}: {sentence}" for document, sentence in told]
