"""Reports as plain tuples, so that a table of sentences can say what it expects of each."""

from __future__ import annotations

from functools import cache
from typing import Any

from kg.documents.document import Document
from kg.lexicon.lexicon import load_lexicon
from kg.ner.chunker import Chunker
from kg.ner.prepare import Prepared
from kg.report.extract import extract
from kg.report.model import Report
from kg.text.normalise import normalise


@cache
def read(text: str, issued: str | None = None) -> Report:
    """Return what a text says; `issued` is its day of publication."""
    return extract(Document(id="d", text=text, issued=issued))


def chunked(text: str, kind: str) -> list[Any]:
    """Return the values of all chunks of a kind ("name", "title", "body", "place"), in order."""
    lexicon = load_lexicon()
    prepared = Prepared(normalise(text).text, lexicon)
    return [c.value for c in Chunker(prepared, lexicon).chunks() if c.kind == kind]


def names(text: str) -> list[str]:
    """Return the names recognised in a text by their form and surroundings, officials or not."""
    return [name.text for name in chunked(text, "name")]


def _names(report: Report) -> dict[str, str]:
    """Return what each local id of a participant stands for."""
    return {p.id: p.name for p in report.people} | {b.id: b.label for b in report.bodies}


def posts(text: str, issued: str | None = None) -> dict[str, list[str]]:
    """Return the posts of each person, sorted."""
    report = read(text, issued)
    label = {t.id: t.label for t in report.posts}
    who = _names(report)
    out: dict[str, set[str]] = {p.name: set() for p in report.people}
    for m in report.memberships:
        out[who[m.person]].add(label[m.post])
    return {name: sorted(held) for name, held in out.items()}


def statuses(text: str) -> set[tuple[str, str]]:
    """Return (post, status) of everybody's posts."""
    report = read(text)
    label = {t.id: t.label for t in report.posts}
    return {(label[m.post], m.status) for m in report.memberships}


def people(text: str, issued: str | None = None) -> list[str]:
    """Return the names of the people, in the order of the text."""
    return [p.name for p in read(text, issued).people]


def bodies(text: str) -> list[str]:
    """Return the labels of the bodies, sorted."""
    return sorted(b.label for b in read(text).bodies)


def roles(text: str, issued: str | None = None) -> set[tuple[str, str]]:
    """Return (who, role), whatever the meeting."""
    report = read(text, issued)
    who = _names(report)
    return {(who[p.participant], p.role) for p in report.participations}


def at_meetings(text: str, issued: str | None = None) -> set[tuple[str, str, str]]:
    """Return (who, role, label of the meeting)."""
    report = read(text, issued)
    who, label = _names(report), {m.id: m.label for m in report.meetings}
    return {(who[p.participant], p.role, label[p.meeting]) for p in report.participations}


def at_sites(text: str) -> set[tuple[str, str, str | None]]:
    """Return (who, role, province of the site or None)."""
    report = read(text)
    who = _names(report)
    province = {s.id: s.province for m in report.meetings for s in m.sites}
    return {
        (who[p.participant], p.role, province[p.site] if p.site else None)
        for p in report.participations
    }


def meetings(text: str, issued: str | None = None) -> list[tuple[str, str | None]]:
    """Return (label, day) of each meeting; a day without its year is ``--MM-DD``."""
    return [(m.label, m.date or m.day_month) for m in read(text, issued).meetings]


def days(text: str, issued: str | None = None) -> list[str | None]:
    """Return the first day of each meeting."""
    return [day for _, day in meetings(text, issued)]


def in_order(text: str) -> list[str]:
    """Return the names of a list of participants in the order that the report gives them."""
    report = read(text)
    who = _names(report)
    numbered = {(p.order, who[p.participant]) for p in report.participations if p.order}
    return [name for _, name in sorted(numbered)]


def on_behalf(text: str) -> set[tuple[str, str]]:
    """Return (who, body acted for)."""
    report = read(text)
    who = _names(report)
    return {
        (who[p.participant], who[p.on_behalf_of]) for p in report.participations if p.on_behalf_of
    }


def words(text: str, kind: str) -> list[str]:
    """Return the stretches of the text that are mentions of a kind, in order."""
    found = sorted((m.start, m.end) for m in read(text).mentions if m.kind == kind)
    return [text[start:end] for start, end in found]
