"""Appointments told in the text: "bổ nhiệm bà A giữ chức …", "miễn nhiệm chức danh … đối với các
ông: …".
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from kg.lexicon.lexicon import Lexicon
from kg.ner.model import TitleRef
from kg.report.entries import Entry
from kg.report.people import Coreference
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens


def read_appointments(
    views: Iterable[SentenceView], tokens: Tokens, lexicon: Lexicon, people: Coreference
) -> set[str]:
    """Give appointed people their new posts and removed ones their former ones.

    Returns:
        The local ids of the people whom a sentence appoints.
    """
    appointed: set[str] = set()
    last: Entry | None = None
    for view in views:
        persons = view.of("person")
        told = _of_the_last(persons, view, tokens)
        if told is not None and last is not None:
            for title in told[1]:
                _give(people, last, title, told[0])
        last = next((p.value for p in persons if p.value.person and p.value.name), last)
        for n, item in enumerate(persons):
            if item.value.name is not None or not item.value.titles:
                continue
            if _preceded(tokens, lexicon, item.i, view.i):
                holder = _holder(persons[:n])
                if holder is not None:
                    for title in _chain(persons[n:], tokens):
                        appointed.add(_give(people, holder, title, "appointed"))
            else:
                status = _event(tokens, lexicon, item, view)
                if status is not None:
                    for other in persons[n + 1 :]:
                        if other.value.name is not None and other.value.person is not None:
                            _give(people, other.value, item.value.titles[0], status)
    return appointed


def _of_the_last(
    persons: list[Item], view: SentenceView, tokens: Tokens
) -> tuple[str, list[TitleRef]] | None:
    """Return the posts that a sentence gives to whom the last one was about.

    "Ông là Ủy viên Trung ương Đảng khóa XII": current; "Bà từng là …", "Từ năm 2011 đến năm 2016,
    ông làm …": former.
    """
    first = next((n for n, p in enumerate(persons) if p.value.titles), None)
    if first is None or persons[first].value.name is not None:
        return None
    lead = tokens.low[view.i : persons[first].i]
    if not lead or lead[-1] not in ("là", "làm", "chức") or not {"ông", "bà"} & set(lead[-6:]):
        return None
    past = "từng" in lead or (lead[-1] != "là" and "đến" in lead) or "khi" in lead
    if lead[-1] != "là" and not past:
        return None
    return ("former" if past else "current"), _chain(persons[first:], tokens)


def _give(people: Coreference, entry: Entry, title: TitleRef, status: str) -> str:
    assert entry.person is not None
    people.person(entry.person).titles.append(
        (msgspec.structs.replace(title, status=status, group=False), entry)
    )
    return entry.person


def _preceded(tokens: Tokens, lexicon: Lexicon, i: int, start: int) -> bool:
    if i > start and tokens.low[i - 1] == "làm":
        # "bầu bà A, …, làm Chủ tịch …"
        return any(
            lexicon.elected.longest(tokens.low, k, i) for k in range(max(start, i - 30), i - 1)
        )
    for size in range(1, 5):
        k = i - size
        if k >= start:
            hit = lexicon.appointed.longest(tokens.low, k, i)
            if hit is not None and hit[0] == i:
                return True
    return False


def _holder(before: list[Item]) -> Entry | None:
    """The person named last before the new post."""
    for item in reversed(before):
        if item.value.name is not None and item.value.person is not None:
            entry: Entry = item.value
            return entry
    return None


def _chain(items: list[Item], tokens: Tokens) -> list[TitleRef]:
    """The title and those that follow it in a chain: "Phó Chủ tịch …, Chủ tịch …"."""
    out = [items[0].value.titles[0]]
    for a, b in pairwise(items):
        gap = tokens.low[a.j : b.i]
        if b.value.name is not None or not set(gap) <= {",", "và", "kiêm", "-", "–"} or not gap:
            break
        out.append(b.value.titles[0])
    return out


def _event(tokens: Tokens, lexicon: Lexicon, item: Item, view: SentenceView) -> str | None:
    """ "miễn nhiệm chức danh | ủy viên UBND tỉnh | … đối với các ông: …": former; "bầu …":
    appointed.
    """
    low = tokens.low
    office = next(
        (
            k
            for k in range(max(view.i, item.i - 3), item.i)
            if lexicon.office.longest(low, k, item.i)
        ),
        None,
    )
    if office is None or "đối" not in low[item.j : min(view.j, item.j + 12)]:
        return None
    for k in range(office - 1, max(view.i, office - 6) - 1, -1):
        if lexicon.removed.longest(low, k, office):
            return "former"
        if lexicon.elected.longest(low, k, office):
            return "appointed"
    return None
