"""How a text is read, step by step: what those who write rules look at.

`read_steps` runs the recognisers on a text and keeps what each hands to the next, in words instead
of tokens, together with the facts that come out at the end. Offsets count Unicode code points of
the text, end exclusive.
"""

from __future__ import annotations

import msgspec

from kg.documents.document import Document
from kg.lexicon.entries import MeetingNoun
from kg.lexicon.lexicon import Lexicon
from kg.ner.chunker import Chunker
from kg.ner.model import BodyRef, Chunk, NameRef, Territory, TitleRef
from kg.ner.prepare import Prepared
from kg.report.entries import Entry
from kg.report.extract import extract
from kg.report.model import Meeting, Participation, Report
from kg.report.people import Coreference
from kg.report.sharing import read_entries
from kg.text.dates import DateMention, find_dates
from kg.text.normalise import Normalised, normalise
from kg.text.tokens import Tokens


class WrittenOut(msgspec.Struct, frozen=True):
    """An abbreviation as printed, and the words it was read as."""

    start: int
    end: int
    printed: str
    words: str


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of the text: a chunk with what it was read as, or a date."""

    start: int
    end: int
    kind: str
    words: str
    read_as: str


class EntryRead(msgspec.Struct, frozen=True):
    """A name with its titles, or a title alone (`name` None).

    `shared` are titles said once for a list. `person` is the name of the person it was taken for,
    None where it was left open; `official` whether that person is in the report.
    """

    words: str
    name: str | None
    titles: tuple[str, ...]
    shared: tuple[str, ...]
    honour: bool
    person: str | None
    official: bool


class PostRead(msgspec.Struct, frozen=True):
    """A post of a person in the report."""

    person: str
    post: str
    status: str
    placed: bool


class MeetingRead(msgspec.Struct, frozen=True):
    """A meeting of the report; `named` are the words that name it, each time."""

    label: str
    kind: str
    date: str | None
    session: str | None
    planned: bool
    provinces: tuple[str, ...]
    organisers: tuple[str, ...]
    sites: tuple[str, ...]
    named: tuple[str, ...]


class RoleRead(msgspec.Struct, frozen=True):
    """A role in the report, the words it was read off and the rule that did."""

    who: str
    role: str
    meeting: str
    site: str | None
    acting_as: str | None
    on_behalf_of: str | None
    rule: str
    words: str


class Reading(msgspec.Struct, frozen=True):
    """All steps, in their order; `passed_over` are nouns of meetings that no meeting came of."""

    text: str
    left_out: tuple[str, ...]
    written_out: tuple[WrittenOut, ...]
    tokens: tuple[str, ...]
    chunks: tuple[Stretch, ...]
    entries: tuple[EntryRead, ...]
    dates: tuple[Stretch, ...]
    meetings: tuple[MeetingRead, ...]
    passed_over: tuple[str, ...]
    posts: tuple[PostRead, ...]
    roles: tuple[RoleRead, ...]


def read_steps(text: str, lexicon: Lexicon, issued: str | None = None) -> Reading:
    """Return how a text is read by the rules; `issued` is its day of publication (ISO 8601)."""
    normal = normalise(text)
    prepared = Prepared(normal.text, lexicon)
    t = prepared.tokens
    chunks = Chunker(prepared, lexicon).chunks()
    entries = read_entries(t, chunks)
    people = Coreference(entries)
    report = extract(Document(id="text", text=text, issued=issued), lexicon)
    names = {p.name for p in report.people}
    return Reading(
        text=text,
        left_out=_left_out(text, t, normal),
        written_out=_written_out(text, t, normal),
        tokens=tuple(t.words),
        chunks=tuple(_stretch(chunk, t, normal) for chunk in chunks),
        entries=tuple(_entry(e, t, chunks, people, names) for e in entries),
        dates=tuple(_date(d, text, normal) for d in find_dates(normal.text)),
        meetings=tuple(_meeting(m, report, text) for m in report.meetings),
        passed_over=_passed_over(chunks, t, normal, report),
        posts=_posts(report),
        roles=tuple(_role(p, report, text) for p in report.participations),
    )


def _left_out(text: str, t: Tokens, normal: Normalised) -> tuple[str, ...]:
    """Return the stretches between the tokens that are more than blanks: page furniture."""
    out: list[str] = []
    at = 0
    for start, end in [*zip(t.start, t.end, strict=True), (len(normal.text), len(normal.text))]:
        gap = text[normal.start(at) if at < len(normal.text) else len(text) : _end(normal, start)]
        if any(c.isalnum() for c in gap):
            out.append(" ".join(gap.split()))
        at = max(at, end)
    return tuple(out)


def _end(normal: Normalised, i: int) -> int:
    return normal.end(i) if i else 0


def _printed(i: int, j: int, text: str, t: Tokens, normal: Normalised) -> tuple[int, int, str]:
    """Return where tokens `i` to `j` (exclusive) stand in the text, and the text there."""
    start, end = normal.start(t.start[i]), normal.end(t.end[j - 1])
    return start, end, text[start:end]


def _written_out(text: str, t: Tokens, normal: Normalised) -> tuple[WrittenOut, ...]:
    out: list[WrittenOut] = []
    i = 0
    while i < len(t):
        j = i + 1
        while j < len(t) and t.end[j] == t.end[i]:
            j += 1  # the words of an abbreviation share one span
        start, end, printed = _printed(i, j, text, t, normal)
        words = t.text(i, j)
        if "".join(words.split()) != "".join(normal.text[t.start[i] : t.end[j - 1]].split()):
            out.append(WrittenOut(start, end, printed, words))
        i = j
    return tuple(out)


def _stretch(chunk: Chunk, t: Tokens, normal: Normalised) -> Stretch:
    start, end = normal.start(t.start[chunk.i]), normal.end(t.end[chunk.j - 1])
    return Stretch(start, end, chunk.kind, t.text(chunk.i, chunk.j), told(chunk.value))


def told(value: object) -> str:
    """Return in words what a chunk carries: a title, a body, a place, a name, a class."""
    match value:
        case TitleRef():
            notes = [n for n in (value.status,) if n != "current"]
            notes += [n for n in ("deputy", "group") if getattr(value, n)]
            at = f" at {told(value.body)}" if value.body is not None else ""
            country = f" of {value.country}" if value.country is not None else ""
            return f"{value.words}{at}{country}" + (f" ({', '.join(notes)})" if notes else "")
        case BodyRef():
            place = f" | {told(value.territory)}" if value.territory is not None else ""
            country = f" | {value.country}" if value.country is not None else ""
            open_ = " | place left open" if value.local and value.territory is None else ""
            return f"{value.base}{place}{country}{open_} [{value.kind}, {value.level}]"
        case Territory():
            where = f" ({' or '.join(value.provinces)})" if len(value.provinces) > 1 else ""
            return f"{value.unit} {value.name or '…'}{where}"
        case NameRef():
            notes = [n for n in ("foreign", "short") if getattr(value, n)]
            return value.text + (f" ({', '.join(notes)})" if notes else "")
        case MeetingNoun():
            return value.kind + (" (weak)" if value.weak else "")
        case None:
            return ""
        case _:
            return str(value)


def _entry(
    entry: Entry, t: Tokens, chunks: list[Chunk], people: Coreference, official: set[str]
) -> EntryRead:
    person = people.person(entry.person).name if entry.person is not None else None
    return EntryRead(
        words=t.text(chunks[entry.a].i, chunks[entry.b - 1].j),
        name=entry.name.text if entry.name is not None else None,
        titles=tuple(told(title) for title in entry.titles),
        shared=tuple(told(title) for title in entry.shared),
        honour=entry.honour,
        person=person,
        official=person in official,
    )


def _date(d: DateMention, text: str, normal: Normalised) -> Stretch:
    start, end = normal.start(d.start), normal.end(d.end)
    day = f"{d.year or '????'}-{d.month:02d}-{d.day:02d}"
    if d.first_day is not None:
        day = f"{day[:-2]}{d.first_day:02d} to {day}"
    return Stretch(
        start, end, "date", text[start:end], day + (f" {d.session}" if d.session else "")
    )


def _passed_over(
    chunks: list[Chunk], t: Tokens, normal: Normalised, report: Report
) -> tuple[str, ...]:
    taken = [(m.start, m.end) for m in report.mentions if m.kind == "meeting"]
    out = []
    for chunk in chunks:
        start, end = normal.start(t.start[chunk.i]), normal.end(t.end[chunk.j - 1])
        if chunk.kind == "meeting" and not any(s <= start and end <= e for s, e in taken):
            out.append(t.text(chunk.i, chunk.j))
    return tuple(out)


def _posts(report: Report) -> tuple[PostRead, ...]:
    names = {p.id: p.name for p in report.people}
    posts = {p.id: p for p in report.posts}
    return tuple(
        PostRead(names[m.person], posts[m.post].label, m.status, posts[m.post].placed)
        for m in report.memberships
    )


def _meeting(m: Meeting, report: Report, text: str) -> MeetingRead:
    bodies = {b.id: b.label for b in report.bodies}
    mentions = [report.mentions[i] for i in m.mentions]
    date = m.date or m.day_month
    return MeetingRead(
        label=m.label,
        kind=m.kind,
        date=f"{date} to {m.end_date}" if m.end_date else date,
        session=m.session,
        planned=m.planned,
        provinces=m.provinces,
        organisers=tuple(bodies[b] for b in m.organisers),
        sites=tuple(site.label for site in m.sites),
        named=tuple(text[x.start : x.end] for x in mentions),
    )


def _role(p: Participation, report: Report, text: str) -> RoleRead:
    names = {x.id: x.name for x in report.people}
    labels = {b.id: b.label for b in report.bodies} | {x.id: x.label for x in report.posts}
    meeting = next(m for m in report.meetings if m.id == p.meeting)
    verbs = [report.mentions[i] for i in p.mentions if report.mentions[i].kind == "role"]
    return RoleRead(
        who=names.get(p.participant) or labels[p.participant],
        role=p.role,
        meeting=meeting.label,
        site=next((s.label for s in meeting.sites if s.id == p.site), None),
        acting_as=labels.get(p.acting_as or ""),
        on_behalf_of=labels.get(p.on_behalf_of or ""),
        rule="; ".join(dict.fromkeys(v.rule for v in verbs)),
        words="; ".join(dict.fromkeys(text[v.start : v.end] for v in verbs)),
    )
