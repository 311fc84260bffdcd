"""Those who meet: "A hội đàm với B", "cuộc gặp giữa A và B", "trong cuộc hội kiến với B, A …"."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from itertools import pairwise

from kg.lexicon.lexicon import Lexicon
from kg.report.entries import Entry
from kg.report.sentences import Item, SentenceView
from kg.text.normalise import fold
from kg.text.tokens import Tokens

_JOIN = frozenset({",", "và", "cùng", "với", "ông", "bà", "đồng", "chí", "ngài", "phu", "nhân"})
_JOINS = ([","], [";"], ["và"], ["cùng"])
_LONGEST_HEAD = 24  # tokens of a post that several people named behind it hold
_BEFORE = frozenset({
    "đã", "đang", "sẽ", "vừa", "có", "tiến", "hành", "các", "một", "trong", "tại", "dự", "tham",
    "bắt", "đầu", "thực", "hiện", "tổ", "chức", "cũng", "ngay", "hôm", "nay", "qua", "sáng",
    "chiều", "tối", "kết", "thúc", "buổi", "cuộc", "chuyến", "lên", "đường", "cùng", "đoàn", "phu",
    "nhân", "trực", "tiếp",
})  # fmt: skip
_DASHES = frozenset({"-", "–"})
_TO = frozenset({"với", "giữa", "cùng", "của", "đón", "tiếp", "gặp"})
_UNREAL = frozenset(
    ["muốn", "thể", "mong", "nghị", "từng", "không", "chưa", "nếu", "năng", "chờ", "lời"]
)


def key_of(item: Item, tokens: Tokens) -> str:
    """Return what tells a party from others: a person's local id, else the words."""
    if item.kind == "person" and item.value.person is not None:
        return str(item.value.person)
    return fold(tokens.text(item.i, item.j))


def keys_of(parties: list[Item], tokens: Tokens) -> set[str]:
    """Return the keys of several parties."""
    return {key_of(p, tokens) for p in parties}


def _end(item: Item) -> int:
    return item.j


def backwards(people: list[Item], i: int) -> Iterator[Item]:
    """Yield those of the people (in order) who end at or before token `i`, the last one first."""
    for n in range(bisect.bisect_right(people, i, key=_end) - 1, -1, -1):
        yield people[n]


def last_before(people: list[Item], i: int) -> Item | None:
    """Return the last of the people (in order) who ends at or before token `i`."""
    return next(backwards(people, i), None)


def headed(low: list[str], i: int, person: Item) -> bool:
    """Tell whether from token `i` on a post of several leads on to somebody: "A và | các Phó Chủ
    tịch UBND tỉnh: B, C".
    """
    gap = low[i : person.i]
    return (
        isinstance(person.value, Entry)
        and bool(person.value.shared)
        and gap[-1:] == [":"]
        and gap[:1] in _JOINS
        and len(gap) <= _LONGEST_HEAD
    )


class PartyFinder:
    """Finds the parties of a meeting's noun or verb in its sentence."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self._t = tokens
        self._x = lexicon

    def unreal(self, i: int, view: SentenceView) -> bool:
        """Tell whether a verb at token `i` is wished, denied or possible only."""
        return bool(_UNREAL & set(self._t.low[max(view.i, i - 3) : i]))

    def before(self, i: int, view: SentenceView) -> list[Item]:
        """Return the people who are the subject of a noun or verb at token `i`."""
        last = last_before(view.of("person"), i)
        if last is None:
            return []
        gap = self._t.low[last.j : i]
        if len(gap) > 9 or not set(gap) <= _BEFORE:
            return []
        group = [last]
        for p in backwards(view.of("person"), last.i):
            joint = self._t.low[p.j : group[0].i]
            if not joint or not (set(joint) <= _JOIN or headed(self._t.low, p.j, group[0])):
                break
            if p.i > view.i and self._t.low[p.i - 1] == "của":
                break  # "Nhận lời mời của A, B thăm …"
            group.insert(0, p)
        return group

    def behind(self, j: int, end: int, view: SentenceView) -> list[Item]:
        """Return the people listed behind a noun that ends before `j`: "với A", "giữa A và B"."""
        out: list[Item] = []
        at = j
        for p in view.of("person"):
            if p.i < j:
                continue
            if p.i >= end:
                break
            gap = self._t.low[at : p.i]
            if not out and not (len(gap) <= 6 and (not gap or gap[0] in _TO or _TO & set(gap))):
                break
            if out and not (gap and set(gap) <= _JOIN):
                break
            out.append(p)
            at = p.j
        return out

    def listed(self, first: Item, view: SentenceView) -> list[Item]:
        """Return a party with those joined to it: "gặp A cùng B"."""
        out, at = [first], first.j
        for p in view.of("person"):
            if p.i < at:
                continue
            gap = self._t.low[at : p.i]
            if gap and gap[0] in _DASHES and out[-1].value.name is None:
                out.pop()  # "tiếp Thống đốc tỉnh X - ông A": his post, not another person
            elif not gap or not set(gap) <= _JOIN:
                break
            out.append(p)
            at = p.j
        return out

    def joined(self, first: Item, view: SentenceView) -> list[Item]:
        """Return a body that is met with those listed behind it: "Sở A, Sở B và Công an C"."""
        out, at = [first], first.j
        for b in view.of("body"):
            if b.i < at:
                continue
            if self._t.low[at : b.i] not in ([","], ["và"], ["cùng"]):
                break
            out.append(b)
            at = b.j
        return out

    def apart(self, verb: str, targets: list[Item]) -> bool:
        """Tell whether each of several is met for himself: hosts of a rank each, one by one."""
        if len(targets) < 2:
            return False
        gaps = [self._t.low[p.j : q.i] for p, q in pairwise(targets)]
        titled = all(isinstance(p.value, Entry) and p.value.titles for p in targets)
        joint = any({"cùng", "với"} & set(g) for g in gaps)
        return titled and not joint and verb in self._x.one_by_one
