"""Appointments told in the text: "bổ nhiệm bà A giữ chức …", "miễn nhiệm chức danh … đối với các
ông: …".
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from kg.lexicon.lexicon import Lexicon
from kg.ner.model import TitleRef
from kg.report.chains import complete_chain
from kg.report.entries import Entry
from kg.report.people import Coreference
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens

# Words before a post once held: the noun, what makes it several, the verb.
_OFFICE = frozenset({"chức", "vụ", "danh", "cương", "vị", "trí", "trọng", "trách"})
_SEVERAL = frozenset({"các", "nhiều", "những"})
_HOLDING = (
    ("giữ",), ("đảm", "nhiệm"), ("đảm", "nhận"), ("đảm", "trách"), ("kinh", "qua"), ("trải", "qua"),
    ("nắm", "giữ"), ("làm",),
)  # fmt: skip
_TWO = {(a, b) for a in ("hai", "ba", "các") for b in ("ông", "bà", "đồng", "tân", "đại", "vị")}
_TWO |= {("cán", "bộ")}
_OF = frozenset({"của", "với", "cho", "và"})
_NEXT_EVENT = frozenset({"đối", "bầu", "bổ", "cử"})
_MOST_NAMES = 40  # people of whom one event is told
_AHEAD = 30  # tokens between "sẽ" and what will be done
_NEAR = 12  # tokens between a post and "thay ông …"

_PRONOUN = 6  # tokens before a post among which "ông" is looked for

_DEPUTY = "đại biểu quốc hội"


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
        for n, item in enumerate(persons):
            if item.value.name is not None:
                _recall(item, view, tokens, people)
            elif item.value.titles:
                appointed |= _read(n, view, tokens, lexicon, people, last)
        last = next((p.value for p in persons if p.value.person and p.value.name), last)
    return appointed


def _read(
    n: int,
    view: SentenceView,
    tokens: Tokens,
    lexicon: Lexicon,
    people: Coreference,
    last: Entry | None,
) -> set[str]:
    """Give the post of a sentence's `n`-th person, a title alone, to whom the words around it do.

    Returns:
        The local ids of those whom it appoints.
    """
    persons = view.of("person")
    item = persons[n]
    status = _given(tokens, lexicon, item.i, view.i) or _taken_up(n, view, tokens)
    if status is None:
        status = _event(tokens, lexicon, item, view)
        if status is not None:
            for k, other in enumerate(persons[n + 1 : n + 1 + _MOST_NAMES]):
                apart = tokens.low[persons[n + k].j : other.i] if k else []
                if other.value.name is None or _NEXT_EVENT & set(apart):
                    break  # the next title, or the next event: "…; miễn nhiệm … đối với …"
                if other.value.person is not None:
                    _give(people, other.value, item.value.titles[0], status)
        return set()
    holder = (
        _named_behind(persons[n:], tokens)
        or _holder(persons[:n], item, tokens)
        or (last if status == "former" else None)
    )
    if holder is None:
        return set()
    chain = _chain(persons[n:], tokens)
    for title in chain:
        _give(people, holder, title, status)
    if status != "appointed":
        return set()
    _replaced(persons[n : n + len(chain) + 1], tokens, people)
    return {holder.person} if holder.person is not None else set()


def _recall(item: Item, view: SentenceView, tokens: Tokens, people: Coreference) -> None:
    """Put titles into the past that the words before them or the years of the sentence do.

    "Từng giữ chức Thứ trưởng Bộ Y tế, ông A …", "Từ năm 2011 đến năm 2016, ông A là Giám đốc …".
    """
    entry: Entry = item.value
    if entry.person is None or entry.name is None or not entry.titles:
        return
    before = entry.titles[0].i < entry.name.i
    told = _past(tokens.low, item.i, view.i) if before else _period(tokens, item.i, view.i)
    if not told or (not before and tokens.low[entry.name.j] != "là"):
        return
    draft = people.person(entry.person)
    draft.titles = [
        (msgspec.structs.replace(t, status="former"), e)
        if e is entry and t.status == "current" and (t.i < entry.name.i) == before
        else (t, e)
        for t, e in draft.titles
    ]


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
    before = persons[first].i
    lead = tokens.low[view.i : before]
    called = {k for p in persons[:first] for k in range(p.i, p.j)}  # "Ông A từng làm …"
    pronoun = any(
        tokens.low[k] in ("ông", "bà") and k not in called
        for k in range(max(view.i, before - _PRONOUN), before)
    )
    if not lead or lead[-1] not in ("là", "làm", "chức") or not pronoun:
        return None
    if any(a in _OF and b in ("ông", "bà") for a, b in pairwise(lead[-_PRONOUN:])):
        return None  # "người đồng cấp của ông là …"
    past = "từng" in lead or (lead[-1] != "là" and "đến" in lead) or "khi" in lead
    if lead[-1] != "là" and not past:
        return None
    return ("former" if past else "current"), _chain(persons[first:], tokens)


def _give(people: Coreference, entry: Entry, title: TitleRef, status: str) -> str:
    assert entry.person is not None
    held = people.person(entry.person).titles
    if status == "former" and title.rank.rank == _DEPUTY:
        for n, (seat, e) in enumerate(held):
            if seat.rank.rank == _DEPUTY and seat.body is not None and e is entry:
                # "cho thôi làm nhiệm vụ đại biểu Quốc hội khóa XIV đối với ông A thuộc Đoàn …"
                words = title.words + " đoàn" * seat.words.endswith(" đoàn")
                held[n] = (msgspec.structs.replace(seat, status=status, words=words), e)
                return entry.person
    if status == "former" and any(_same(t, title) for t, _ in held):
        return entry.person  # reported as his at the time
    people.person(entry.person).titles.append(
        (msgspec.structs.replace(title, status=status, group=False), entry)
    )
    return entry.person


def _same(held: TitleRef, title: TitleRef) -> bool:
    if held.status == "former" or held.words.lower() != title.words.lower():
        return False
    a, b = held.body, title.body
    return (a is None and b is None) or (a is not None and b is not None and a.base == b.base)


def _given(tokens: Tokens, lexicon: Lexicon, i: int, start: int) -> str | None:
    """Return how the words before the title at token `i` give it: "appointed", "former", None.

    "được bầu giữ chức | …", "bầu bà A, …, làm | …": appointed. "từng giữ chức | …", "đã kinh qua
    các vị trí | …", "thôi giữ chức | …": former.
    """
    low = tokens.low
    if _past(low, i, start):
        return "former"
    if i > start and low[i - 1] == "làm":
        elected = any(lexicon.elected.longest(low, k, i) for k in range(max(start, i - 30), i - 1))
        return "appointed" if elected else None
    for size in range(1, 5):
        k = i - size
        if k >= start:
            hit = lexicon.appointed.longest(low, k, i)
            if hit is not None and hit[0] == i:
                return None if low[k - 1] == "thôi" else "appointed"  # "cho thôi | làm nhiệm vụ"
    return None


def _past(low: list[str], i: int, start: int) -> bool:
    """Tell whether the words before token `i` say that posts were held before, or are given up.

    They are read backwards: [như|:] [chức vụ|vị trí …] [các|nhiều] VERB [từng|đã|thôi].
    """
    k = i
    while k > start and low[k - 1] in (":", "như", "là"):
        k -= 1
    while k > start and low[k - 1] in _OFFICE:
        k -= 1
    several = k > start and low[k - 1] in _SEVERAL
    k -= several
    verb = next((v for v in _HOLDING if low[max(start, k - len(v)) : k] == list(v)), None)
    if verb is None or (k == i and verb != ("làm",)):
        return False  # "giữ chức | …", "từng làm | Giám đốc …"
    lead = low[max(start, k - len(verb) - 3) : k - len(verb)]
    passed = verb[-1] == "qua"
    return passed or "từng" in lead or "thôi" in lead[-1:] or (several and "đã" in lead)


def _taken_up(n: int, view: SentenceView, tokens: Tokens) -> str | None:
    """Return how "A làm | Giám đốc …" gives a post that no verb of appointing stands before.

    "Giai đoạn 2006-2011, ông A làm …": former; "Ông A làm Bí thư Tỉnh ủy …": appointed.
    """
    persons = view.of("person")
    item = persons[n]
    if n == 0 or tokens.low[item.i - 1] != "làm" or persons[n - 1].j != item.i - 1:
        return None
    before, title = persons[n - 1], item.value.titles[0]
    if before.value.name is None or (title.body is None and not title.rank.alone):
        return None
    if before.i > view.i and tokens.low[before.i - 1] in ("do", "có", "với"):
        return None
    return "former" if _period(tokens, before.i, view.i) else "appointed"


def _period(tokens: Tokens, i: int, start: int) -> bool:
    """Tell whether a sentence opens, before token `i`, with years that are over.

    "Từ năm 2011 đến năm 2016, | …", "Giai đoạn 2006 - 2011, | …"; not "Từ năm 2011 đến nay, | …".
    """
    lead = tokens.low[max(start, i - _NEAR) : i]
    years = sum(len(w) == 4 and w.isdigit() and w[:2] in ("19", "20") for w in lead)
    return years == 2 and "nay" not in lead and not {"ngày", "sáng", "chiều"} & set(lead)


def _replaced(persons: list[Item], tokens: Tokens, people: Coreference) -> None:
    """Give the former holder the post: "… giữ chức Chủ tịch UBND tỉnh | thay ông B"."""
    if len(persons) < 2:
        return
    before, item = persons[-2], persons[-1]
    gap = tokens.low[before.j : item.i + 1]
    entry: Entry = item.value
    if "thay" in gap and len(gap) <= _NEAR and entry.name is not None and entry.person is not None:
        _give(people, entry, persons[0].value.titles[0], "former")


def _named_behind(persons: list[Item], tokens: Tokens) -> Entry | None:
    """The one whose post the first item is: "lễ nhậm chức Bộ trưởng Tư pháp | của ông A"."""
    if len(persons) < 2 or tokens.low[persons[0].j : persons[1].i] != ["của"]:
        return None
    entry: Entry = persons[1].value
    named = entry.name is not None and entry.person is not None and not entry.led
    return entry if named else None


def _holder(before: list[Item], post: Item, tokens: Tokens) -> Entry | None:
    """The person named last before the new post.

    Not who gives it ("A được B bổ nhiệm"), nor who is told of besides ("A, con trai của B, được bổ
    nhiệm"), nor who tells of it ("A nói: “…”"); nor where several without names get it ("chúc mừng
    hai ông được …").
    """
    for item in reversed(before):
        if '"' in tokens.words[item.j : post.i]:
            return None
        if any(pair in _TWO for pair in pairwise(tokens.low[item.j : post.i])):
            return None
        lead = tokens.low[item.i - 1] if item.i > 0 else ""
        aside = (
            lead in ("với", "của")
            and "người" not in tokens.low[item.j : post.i]
            and any(p.value.name for p in before if p.i < item.i)
        )
        gives = lead in ("được", "do") or aside
        if item.value.name is not None and item.value.person is not None and not gives:
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
    return complete_chain(out)


def _event(tokens: Tokens, lexicon: Lexicon, item: Item, view: SentenceView) -> str | None:
    """Return what is done to a post whose holders stand behind it.

    "miễn nhiệm chức danh | ủy viên UBND tỉnh | … đối với các ông: …": former; "bầu …": appointed;
    "sẽ miễn nhiệm …": current; "sẽ bầu …": nothing yet.
    """
    low = tokens.low
    k = item.i
    while k > view.i and low[k - 1] in _OFFICE:
        k -= 1
    behind = low[item.j : min(view.j, item.j + _NEAR)]
    towards = "đối" in behind
    # "miễn nhiệm chức danh Giám đốc … | của ông A": directly before him
    if not towards and not (behind[:1] in (["của"], ["với"]) and k < item.i):
        return None
    for end in (item.i, *range(k, max(view.i, k - 5), -1)):
        for size in (2, 3, 1):
            at = end - size
            if at < view.i or (end < k and k == item.i):
                continue
            if _ends(lexicon.removed.longest(low, at, end), end):
                return "current" if "sẽ" in low[max(view.i, at - _AHEAD) : at] else "former"
            if towards and _ends(lexicon.elected.longest(low, at, end), end):
                return None if "sẽ" in low[max(view.i, at - _AHEAD) : at] else "appointed"
    return None


def _ends(hit: tuple[int, str] | None, end: int) -> bool:
    return hit is not None and hit[0] == end
