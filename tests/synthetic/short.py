"""Short reports in the words of the press, made of the synthetic truth: something to build from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from kg.documents.document import Document
from kg.report.model import Meeting, Report
from synthetic.corpus import corpus

_PARTICIPATIONS = 4  # a report, at the least: so many are asked of `corpus` for each


def short_reports(number: int, seed: int = 1) -> Iterator[Document]:
    """Yield so many reports of a few sentences, each of its own wording.

    The same numbers give the same reports. A corpus that has too few is followed by the next.
    """
    told = (d for s in count(seed) for d in _of_one(number, s))
    yield from islice(told, number)


def _of_one(number: int, seed: int) -> Iterator[Document]:
    for labelled in corpus(_PARTICIPATIONS * number, seed):
        text = told(labelled.report)
        if text:
            id = f"{labelled.report.document}-{seed}"
            yield Document(id=id, text=text, issued=labelled.report.issued)


def told(report: Report) -> str:
    """Return what a report says of its meetings, as a paper would; "" where it tells of none."""
    return "\n".join(_meeting(report, meeting) for meeting in report.meetings)


def _meeting(report: Report, meeting: Meeting) -> str:
    names = {p.id: p.name for p in report.people} | {b.id: b.label for b in report.bodies}
    posts = {t.id: t.label for t in report.posts}
    held: dict[str, list[str]] = {}
    for m in report.memberships:
        held.setdefault(m.person, []).append(posts[m.post])
    roles: dict[str, list[str]] = {}
    for p in report.participations:
        if p.meeting == meeting.id:
            roles.setdefault(p.role, []).append(p.participant)

    def called(id: str) -> str:
        return ", ".join([names[id], *held.get(id, ())])

    day = f"Ngày {_day(meeting.date)}, " if meeting.date else ""
    where = f"tại {meeting.provinces[0]}, " if meeting.provinces else ""
    chairs = " và ".join(called(id) for id in roles.get("chair", ()))
    led = f"{chairs} chủ trì" if chairs else "các cơ quan tổ chức"
    lines = [f"{day}{where}{led} {meeting.label}.".strip()]
    guests = [called(id) for id in roles.get("attend", ()) if id not in roles.get("chair", ())]
    if guests:
        lines.append(f"Dự có các đồng chí: {'; '.join(guests)}.")
    lines += [
        f"Phát biểu tại đây, đồng chí {names[id]} nêu rõ việc cần làm."
        for id in roles.get("speak", ())
        if id in held
    ]
    text = " ".join(lines)
    return text[:1].upper() + text[1:]


def _day(date: str) -> str:
    year, month, day = date.split("-")
    return f"{int(day)}/{int(month)}/{year}"
