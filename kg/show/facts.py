"""The facts of one report as rows of tables: people with their posts, meetings with their roles."""

from __future__ import annotations

import msgspec

from kg.report.model import Meeting, Report


class PostLine(msgspec.Struct, frozen=True):
    """A post: its canonical name, what is to be said of it, its wordings in the text."""

    label: str
    note: str
    printed: tuple[str, ...]


class PersonLine(msgspec.Struct, frozen=True):
    """A person of the report with the posts."""

    id: str
    name: str
    posts: tuple[PostLine, ...]


class RoleLine(msgspec.Struct, frozen=True):
    """Who took part in a meeting, as what, and the rules that say so."""

    role: str
    who: str
    site: str
    acting_as: str
    on_behalf_of: str
    rule: str


class MeetingLine(msgspec.Struct, frozen=True):
    """A meeting of the report with its roles; `note` holds day, places and organisers."""

    id: str
    label: str
    note: str
    roles: tuple[RoleLine, ...]


def people(report: Report) -> list[PersonLine]:
    """Return the people of a report in its order."""
    posts = {p.id: p for p in report.posts}
    out = []
    for person in report.people:
        lines = []
        for m in report.memberships:
            if m.person == person.id:
                post = posts[m.post]
                notes: list[str] = [m.status] if m.status != "current" else []
                notes += [] if post.placed else ["place left open"]
                lines.append(PostLine(post.label, ", ".join(notes), m.printed))
        name = person.name + (" (foreign)" if person.foreign else "")
        out.append(PersonLine(person.id, name, tuple(lines)))
    return out


def meetings(report: Report) -> list[MeetingLine]:
    """Return the meetings of a report in its order."""
    names = {p.id: p.name for p in report.people}
    labels = {b.id: b.label for b in report.bodies} | {p.id: p.label for p in report.posts}
    out = []
    for meeting in report.meetings:
        sites = {s.id: s.label for s in meeting.sites}
        roles = tuple(
            RoleLine(
                role=p.role,
                who=names.get(p.participant) or labels[p.participant],
                site=sites.get(p.site or "", ""),
                acting_as=labels.get(p.acting_as or "", ""),
                on_behalf_of=labels.get(p.on_behalf_of or "", ""),
                rule=_rules(report, p.mentions),
            )
            for p in report.participations
            if p.meeting == meeting.id
        )
        out.append(MeetingLine(meeting.id, meeting.label, _note(meeting, labels), roles))
    return out


def _rules(report: Report, mentions: tuple[int, ...]) -> str:
    roles = [report.mentions[i] for i in mentions if report.mentions[i].kind == "role"]
    return "; ".join(dict.fromkeys(m.rule for m in roles))


def _note(m: Meeting, labels: dict[str, str]) -> str:
    """Return day, places and organisers of a meeting in one line."""
    day = m.date or m.day_month or "no date"
    parts = [
        f"{day} to {m.end_date}" if m.end_date else day,
        m.session or "",
        "planned" if m.planned else "",
        "; ".join(m.provinces),
        "; ".join(s.label for s in m.sites),
        "held by " + "; ".join(labels[b] for b in m.organisers) if m.organisers else "",
    ]
    return ", ".join(part for part in parts if part)
