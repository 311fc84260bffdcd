"""A report for a terminal: in colours, or with the kinds in brackets where there are none."""

from __future__ import annotations

from typing import Final

from kg.documents.document import Document
from kg.output import Cell, table
from kg.report.model import MentionKind, Report
from kg.show.facts import meetings, people
from kg.show.marks import KINDS, Mark, events, marks
from kg.show.printable import printable

# SGR codes; colours of the terminal's own palette, so that they fit dark and light ones.
_CODES: Final[dict[MentionKind, str]] = {
    "meeting": "4",
    "role": "1;31",
    "person": "1;34",
    "post": "33",
    "body": "35",
    "place": "32",
}
_RESET: Final = "\x1b[0m"


def to_terminal(document: Document, report: Report, *, color: bool, width: int | None) -> str:
    """Return the text with what was read in it, and the facts as tables below.

    With `color`, ANSI codes tell the kinds: a meeting's name is underlined, all else in the colour
    of the innermost kind. Without, brackets do: ``[person p1: Nguyễn Văn A]``. Control characters
    of the text are shown as symbols, so that a text can't steer the terminal. Tables are fitted to
    `width` columns, if given.
    """
    head = " ".join(x for x in (document.id, document.issued, document.title) if x)
    legend = " ".join(_colored(kind, kind) for kind in KINDS)
    body = _colors(document.text, report) if color else _brackets(document.text, report)
    parts = [printable(head), *([legend] if color else []), "", body.strip("\n"), ""]
    return "\n".join([*parts, _facts(report, width)]).rstrip("\n") + "\n"


def _colored(text: str, *kinds: MentionKind) -> str:
    """Return the text in the codes of kinds, outermost first; lines are coloured one by one."""
    codes = [_CODES["meeting"]] if "meeting" in kinds else []
    inner = [k for k in kinds if k != "meeting"]
    codes += [_CODES[inner[-1]]] if inner else []
    on = f"\x1b[{';'.join(codes)}m"
    return "\n".join(f"{on}{line}{_RESET}" if line else "" for line in text.split("\n"))


def _colors(text: str, report: Report) -> str:
    out: list[str] = []
    kinds: list[MentionKind] = []
    for event in events(text, marks(report)):
        if event.mark is None:
            words = printable(event.text)
            out.append(_colored(words, *kinds) if kinds else words)
        elif event.what == "open":
            kinds.append(event.mark.kind)
        else:
            kinds.pop()
    return "".join(out)


def _brackets(text: str, report: Report) -> str:
    out: list[str] = []
    for event in events(text, marks(report)):
        if event.mark is None:
            out.append(printable(event.text))
        else:
            out.append(_opening(event.mark) if event.what == "open" else "]")
    return "".join(out)


def _opening(mark: Mark) -> str:
    return f"[{mark.kind} {mark.tag}: " if mark.tag else f"[{mark.kind}: "


def _facts(report: Report, width: int | None) -> str:
    posts: list[tuple[Cell, ...]] = []
    for person in people(report):
        lines = [(p.label + (f" ({p.note})" if p.note else ""), p.printed) for p in person.posts]
        for number, (label, printed) in enumerate(lines or [("", ())]):
            first = number == 0
            posts.append((person.id if first else "", person.name if first else "", label, printed))
    parts = []
    if posts:
        parts.append(table(("", "person", "post", "as printed"), posts, width))
    for meeting in meetings(report):
        parts.append(f"{meeting.id}  {printable(meeting.label)}\n    {printable(meeting.note)}\n")
        headers = ("role", "who", "site", "acting as", "on behalf of", "rule")
        rows = [(r.role, r.who, r.site, r.acting_as, r.on_behalf_of, r.rule) for r in meeting.roles]
        kept = [i for i in range(len(headers)) if any(row[i] for row in rows)]
        if rows:
            parts.append(
                table([headers[i] for i in kept], [[row[i] for i in kept] for row in rows], width)
            )
    return "\n".join(parts)
