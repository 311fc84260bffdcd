"""Flat records of a corpus, as libraries for record linkage take them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.link.slugs import canonical, fold
from kg.report.model import Report
from synthetic.telling import Labelled

Record = tuple[dict[str, str], int]  # and which one it truly is


def person_records(corpus: Iterable[Labelled]) -> Iterator[Record]:
    """Yield a record a person of a report: name, main post, body, province, day, who is beside."""
    for report, people, _, _ in corpus:
        bodies = {b.id: b for b in report.bodies}
        posts = {p.id: p for p in report.posts}
        held = {m.person: posts[m.post] for m in reversed(report.memberships)}
        day = _day(report)
        names = {p.id: canonical(p.name) for p in report.people}
        for person in report.people:
            post = held.get(person.id)
            body = bodies.get(post.body or "") if post else None
            beside = sorted(name for id, name in names.items() if id != person.id)
            yield (
                {
                    "unique_id": f"{report.document}#{person.id}",
                    "document": report.document,
                    "name": canonical(person.name),
                    "bare": canonical(fold(person.name)),
                    "post": canonical(post.label) if post and post.placed else "",
                    "title": canonical(post.title) if post else "",
                    "body": canonical(body.label) if body and body.placed else "",
                    "province": canonical(body.province) if body and body.province else "",
                    "beside": "|".join(beside),
                    "day": day,
                },
                people[person.id],
            )


def meeting_records(corpus: Iterable[Labelled]) -> Iterator[Record]:
    """Yield one record a meeting of a report: day, words of the name, chair, who was there."""
    for report, _, meetings, _ in corpus:
        names = {p.id: canonical(p.name) for p in report.people}
        for meeting in report.meetings:
            there = [p for p in report.participations if p.meeting == meeting.id]
            chairs = sorted(
                {names[p.participant] for p in there if p.role == "chair" and not p.site}
            )
            people = sorted({names[p.participant] for p in there if p.participant in names})
            yield (
                {
                    "unique_id": f"{report.document}#{meeting.id}",
                    "document": report.document,
                    "day": meeting.date or "",
                    "month_day": (meeting.date or meeting.day_month or "")[-5:],
                    "about": meeting.date or report.issued or "",
                    "words": "|".join(sorted(set(canonical(meeting.label).split()))),
                    "chair": chairs[0] if chairs else "",
                    "people": "|".join(people),
                    "province": canonical(meeting.provinces[0]) if meeting.provinces else "",
                },
                meetings[meeting.id],
            )


def write_csv(path: Path, records: Iterable[Record]) -> dict[str, int]:
    """Write records; return the truth by their ids."""
    truth: dict[str, int] = {}
    with path.open("w", encoding="utf-8", newline="") as f:
        writer: csv.DictWriter[str] | None = None
        for record, true in records:
            if writer is None:
                writer = csv.DictWriter(f, list(record))
                writer.writeheader()
            writer.writerow(record)
            truth[record["unique_id"]] = true
    return truth


def _day(report: Report) -> str:
    return report.issued or next((m.date for m in report.meetings if m.date), "")
