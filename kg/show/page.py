"""Reports as one page of HTML that needs nothing else: no script, no request, light and dark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from kg.documents.document import Document
from kg.report.model import MentionKind, Report
from kg.show.facts import meetings, people
from kg.show.html import safe, whole_page
from kg.show.marks import KINDS, Event, events, marks

# Kind -> (colour on white, colour on black).
_COLORS: Final[dict[MentionKind, tuple[str, str]]] = {
    "meeting": ("#7a4a00", "#e0a95c"),
    "role": ("#b3261e", "#ff8a80"),
    "person": ("#0b5394", "#7fb8f0"),
    "post": ("#8a6d00", "#d8c24a"),
    "body": ("#6a3d9a", "#c3a3ea"),
    "place": ("#1e6b3a", "#7fce9b"),
}
_MOST_LEVELS: Final = 5
_STYLE: Final = """
:root { color-scheme: light dark; --fg: #1b1b1b; --bg: #fff; --soft: #666; --rule: #d9d9d9;
  --alpha: 12%; }
@media (prefers-color-scheme: dark) { :root { --fg: #e8e8e8; --bg: #15171a; --soft: #9aa0a6;
  --rule: #3a3d42; --alpha: 18%; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; background: var(--bg);
  color: var(--fg); font: 1rem/1.5 system-ui, "Segoe UI", "Noto Sans", Arial, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .2rem; font-weight: 600; overflow-wrap: anywhere; }
article + article { border-top: 3px double var(--rule); margin-top: 3rem; padding-top: 2rem; }
.note { color: var(--soft); font-size: .9rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; padding: 0;
  margin: 1rem 0; font-size: .9rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 2.1; font-size: 1.05rem;
  border-block: 1px solid var(--rule); padding: .6rem 0; }
mark { color: inherit; background: none; border-bottom: 2px solid var(--c);
  padding-bottom: calc(var(--n, 0) * 4px); -webkit-box-decoration-break: clone;
  box-decoration-break: clone; }
mark.n0 { background: color-mix(in srgb, var(--c) var(--alpha), transparent); border-radius: 2px; }
mark.role.n0 { font-weight: 600; }
mark.last[data-tag]::after { content: attr(data-tag); color: var(--c); font-size: .65rem;
  font-weight: 600; vertical-align: super; line-height: 0; margin-left: .15em; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; width: 100%; }
th { text-align: left; font-weight: 600; color: var(--soft); }
th, td { padding: .3rem .8rem .3rem 0; vertical-align: top; border-bottom: 1px solid var(--rule);
  overflow-wrap: break-word; }
td.id { color: var(--soft); width: 2.5rem; }
ul.posts { margin: 0; padding: 0; list-style: none; }
.soft { color: var(--soft); }
code { font-size: .85em; color: var(--soft); }
""".strip()


def to_html(reports: Iterable[tuple[Document, Report]]) -> str:
    """Return a whole page with the texts of reports, what was read in them, and their facts.

    Everything of the texts is escaped; the page forbids itself scripts and requests.
    """
    articles = [_article(document, report) for document, report in reports]
    title = articles[0][0] if len(articles) == 1 else f"{len(articles)} reports"
    return whole_page(title, _style(), (article for _, article in articles))


def _style() -> str:
    light = "\n".join(f".{kind} {{ --c: {_COLORS[kind][0]}; }}" for kind in KINDS)
    dark = "\n".join(f".{kind} {{ --c: {_COLORS[kind][1]}; }}" for kind in KINDS)
    levels = "\n".join(f".n{n} {{ --n: {n}; }}" for n in range(_MOST_LEVELS + 1))
    return f"{_STYLE}\n{light}\n{levels}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}"


def _article(document: Document, report: Report) -> tuple[str, str]:
    drawn = marks(report)
    counts = Counter(mark.kind for mark in drawn)
    legend = "".join(
        f'<li><mark class="{kind} n0">{kind}</mark> {counts[kind]}</li>' for kind in KINDS
    )
    text = "".join(_event(event) for event in events(document.text, drawn))
    id = document.id if document.title else None
    note = ", ".join(x for x in (id, document.issued, document.source) if x)
    parts = [
        "<article>",
        f"<h1>{safe(document.title or document.id)}</h1>",
        f'<p class="note">{safe(note)}</p>' if note else "",
        f'<ul class="legend">{legend}</ul>',
        f'<div class="text">{text}</div>',
        _people(report),
        _meetings(report),
        "</article>",
    ]
    return document.title or document.id, "\n".join(part for part in parts if part)


def _event(event: Event) -> str:
    mark = event.mark
    if mark is None:
        return safe(event.text)
    if event.what == "close":
        return "</mark>"
    last = " last" if event.last else ""
    tag = f' data-tag="{safe(mark.tag)}"' if mark.tag else ""
    level = min(mark.levels, _MOST_LEVELS)
    return f'<mark class="{mark.kind} n{level}{last}"{tag} title="{safe(mark.about)}">'


def _people(report: Report) -> str:
    rows = []
    for person in people(report):
        posts = "".join(
            f"<li>{safe(p.label)}"
            + (f' <span class="soft">({safe(p.note)})</span>' if p.note else "")
            + (f' <span class="soft">“{safe("”, “".join(p.printed))}”</span>' if p.printed else "")
            + "</li>"
            for p in person.posts
        )
        rows.append((person.id, person.name, f'<ul class="posts">{posts}</ul>' if posts else ""))
    if not rows:
        return '<h2>People</h2>\n<p class="note">No official was found.</p>'
    body = "\n".join(
        f'<tr><td class="id">{safe(id)}</td><td>{safe(name)}</td><td>{posts}</td></tr>'
        for id, name, posts in rows
    )
    return (
        '<h2>People</h2>\n<div class="scroll"><table>\n'
        "<tr><th></th><th>name</th><th>posts, and how the text prints them</th></tr>\n"
        f"{body}\n</table></div>"
    )


def _meetings(report: Report) -> str:
    parts = ["<h2>Meetings</h2>"]
    found = meetings(report)
    if not found:
        parts.append('<p class="note">No meeting was found.</p>')
    headers = ("role", "who", "site", "acting as", "on behalf of", "rule")
    for meeting in found:
        parts.append(f'<h3><span class="soft">{meeting.id}</span> {safe(meeting.label)}</h3>')
        parts.append(f'<p class="note">{safe(meeting.note)}</p>')
        rows = [(r.role, r.who, r.site, r.acting_as, r.on_behalf_of, r.rule) for r in meeting.roles]
        kept = [i for i in range(len(headers)) if any(row[i] for row in rows)]
        if not rows:
            continue
        head = "".join(f"<th>{headers[i]}</th>" for i in kept)
        body = "\n".join(
            "<tr>"
            + "".join(
                f"<td>{f'<code>{safe(row[i])}</code>' if i == 5 else safe(row[i])}</td>"
                for i in kept
            )
            + "</tr>"
            for row in rows
        )
        parts.append(f'<div class="scroll"><table>\n<tr>{head}</tr>\n{body}\n</table></div>')
    return "\n".join(parts)
