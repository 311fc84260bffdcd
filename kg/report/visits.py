"""Who makes a visit that a noun names: "chuyến thăm Lào của A", "A … bắt đầu chuyến thăm Lào"."""

from __future__ import annotations

from kg.report.namings import MeetingNoticed
from kg.report.parties import PartyFinder, last_before
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens

_BEHIND = 24  # tokens behind a visit's noun among which "của A" is looked for
_BEFORE = 22  # tokens between the subject and "bắt đầu chuyến thăm"
_OPENING = 8  # tokens before the noun that an opening phrase may take ("Trong khuôn khổ …")
_CLAUSE = 30  # tokens from the noun to the subject of the clause that it opens
_MARKS = frozenset(',;:.!?…"|')
# "nhân chuyến thăm", "kết thúc chuyến thăm": words by which an opening phrase names a visit.
_OPENS = frozenset({"trong", "nhân", "khổ", "dịp", "thúc", "tục", "đầu", "tại", "của"})
_MAKES = frozenset({"đầu", "thúc", "có", "hiện", "tiến", "hành", "tục", "dài", "tới", "lại", "đẹp"})
_NOT_SUBJECT = frozenset({"của", "với", "cho", "mời", "và", "cùng", "từ", "gặp", "tiếp"})


def visitors(
    noticed: MeetingNoticed, view: SentenceView, parties: PartyFinder, tokens: Tokens
) -> list[Item]:
    """Return who makes the visit that a noun names, empty where the sentence does not tell."""
    for found in (
        parties.before(noticed.i, view),
        _owner(noticed, view, tokens),
        _beginner(noticed, view, tokens),
        of_clause(noticed, noticed.item.j, view, tokens),
    ):
        if found and not _at_home(found[0], noticed, view):
            return found
    return []


def _owner(noticed: MeetingNoticed, view: SentenceView, tokens: Tokens) -> list[Item]:
    """ "chuyến thăm chính thức Lào lần này của Thủ tướng A"; no mark stands between."""
    j = noticed.item.j
    for p in view.of("person"):
        if p.i < j:
            continue
        if p.i - j > _BEHIND or _MARKS & set(tokens.words[j : p.i]):
            break
        before = tokens.low[max(j, p.i - 2) : p.i]
        if before[-1:] == ["của"] and before[:1] != ["mời"]:
            return [p]
    return []


def _beginner(noticed: MeetingNoticed, view: SentenceView, tokens: Tokens) -> list[Item]:
    """ "A và phu nhân đến Viêng Chăn, bắt đầu chuyến thăm Lào": the subject of the sentence."""
    if noticed.i == view.i or tokens.low[noticed.i - 1] not in _MAKES:
        return []
    last = last_before(view.of("person"), noticed.i)
    if last is None or noticed.i - last.j > _BEFORE:
        return []
    between = [i for i in view.items if last.j <= i.i < noticed.i]
    if any(i.kind in ("verb", "meeting") for i in between) or tokens.low[last.i - 1] in (
        _NOT_SUBJECT if last.i > view.i else ()
    ):
        return []
    return [last]


def of_clause(noticed: MeetingNoticed, end: int, view: SentenceView, tokens: Tokens) -> list[Item]:
    """Return the subject behind a phrase that opens the sentence and names a meeting up to `end`:
    "Trong khuôn khổ chuyến thăm Lào, sáng 7/5, A đã …", "Tại cuộc gặp B chiều 7/5, A …".
    """
    i = noticed.i
    if i - view.i > _OPENING or i == view.i or tokens.low[i - 1] not in _OPENS:
        return []
    for p in view.of("person"):
        if p.i < i:
            return []
        if p.i < end:
            continue
        gap = tokens.low[end : p.i]
        if len(gap) > _CLAUSE or "," not in gap or gap[-1] in _NOT_SUBJECT:
            return []
        return [p]
    return []


def _at_home(person: Item, noticed: MeetingNoticed, view: SentenceView) -> bool:
    """Tell whether somebody would visit his own country: then he receives the guest."""
    visited = next((c.value for c in view.of("country") if 0 <= c.i - noticed.item.j <= 8), None)
    if visited is None or not hasattr(person.value, "titles"):
        return False
    titles = person.value.titles
    homes = {t.country or (t.body.country if t.body is not None else None) for t in titles}
    homes.discard(None)
    return visited in homes or (visited == "Việt Nam" and bool(titles) and not homes)
