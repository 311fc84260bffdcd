"""Entries: a name with the titles before and behind it, or a title alone, in text order."""

from __future__ import annotations

from kg.ner.model import Chunk, NameRef, TitleRef
from kg.report.behind import Behind
from kg.report.chains import (
    foreign_country,
    of_guests,
    of_one_body,
    of_one_committee,
    of_one_company,
    of_one_country,
    of_the_past,
    with_country,
)
from kg.report.chunkview import LONGEST_CHAIN
from kg.report.context import ListContext, counterpart
from kg.report.titlechain import TitleChain
from kg.text.tokens import Tokens

# "các đại biểu Quốc hội đơn vị bầu cử số 2 gồm:"
_HEAD_WORDS = frozenset(
    {"đơn", "vị", "bầu", "cử", "số", "gồm", "có", "là", "tổ", *map(str, range(1, 20))}
)
_ABROAD = frozenset({"thăm", "sang", "tới", "tại", "đến", "ở", "với"})
_DELEGATION = 8  # tokens between "Đoàn" and the country it is from
_RECENT = 8  # entries among which the holder of a counterpart's post is looked for
_PEOPLE = frozenset({"title", "honour", "rank", "name"})


class Entry:
    """One reading of a person: `a` to `b` are chunk indices, `name` is None for a title alone.

    `shared` are titles given once for a list ("các đồng chí Ủy viên Trung ương Đảng: A; B").
    `honour` and `plural`: an honorific, one for several people, stands before it. `led`: titles
    stand before the name. `sent` is the number of its sentence, `person` the local id of the
    person, once coreference has found it.
    """

    __slots__ = ("a", "b", "honour", "led", "name", "person", "plural", "sent", "shared", "titles")

    def __init__(self, a: int, b: int, name: NameRef | None, titles: list[TitleRef]) -> None:
        self.a = a
        self.b = b
        self.name = name
        self.titles = titles
        self.shared: list[TitleRef] = []
        self.honour = False
        self.plural = False
        self.led = False
        self.sent = -1
        self.person: str | None = None


class EntryParser(TitleChain, Behind):
    """Groups chunks into entries."""

    def __init__(self, tokens: Tokens, chunks: list[Chunk]) -> None:
        super().__init__(tokens, chunks)
        self._context = ListContext()

    def entries(self) -> list[Entry]:
        """Return all entries of the document in order."""
        out: list[Entry] = []
        shared: list[TitleRef] = []
        headed = alone = False
        k = 0
        while k < len(self._c):
            self._context.see(self._c, k, self._t)
            if self._c[k].kind not in _PEOPLE:
                if shared and (not self._in_list(k) or (alone and self._is_mark(k, ";"))):
                    shared = []
                k += 1
                continue
            head = self._list_head(k)
            if head is not None:
                shared, k = [self._context.complete(t) for t in head[0]], head[1]
                headed, alone = True, not head[2]
                continue
            entry = self._entry(k)
            if entry is None:
                k += 1
                continue
            if shared and entry.honour and not entry.plural:
                shared = []  # "…; đồng chí A": the list starts anew
            if alone and entry.led:
                shared, alone = [], False  # "nguyên Tổng Bí thư: A, B; | Chủ tịch nước C"
            if headed or not entry.titles:
                entry.shared = list(shared)
            entry.titles = self._complete(entry.titles)
            if entry.titles and entry.titles[0].rank.rank.startswith("người đồng"):
                entry.titles = counterpart(entry.titles[0], out[-_RECENT:])
                if entry.name is None and not entry.titles:
                    k = entry.b  # whose counterpart, nothing tells
                    continue
            self._context.note(entry.titles)
            if entry.name is not None and entry.led and not shared:
                several = entry.plural or any(t.group for t in entry.titles)
                # his own posts behind the name are nobody else's: "các đại biểu A, Bí thư …, và B"
                before = [t for t in entry.titles if t.i < entry.name.i]
                shared, headed = (before if several else []), False
            elif not entry.titles and not entry.honour and out:
                entry.shared = entry.shared or self._of_the_one_before(out[-1], entry)
            self._borrow_country(entry, out[-1] if out else None)
            self._of_delegation(entry)
            out.append(entry)
            k = entry.b
        return out

    def _complete(self, titles: list[TitleRef]) -> list[TitleRef]:
        """Return titles with the bodies that the sentence gives them.

        "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ A" is minister of nothing else.
        """
        placed = any(t.rank.rank == "chủ nhiệm" and t.body is not None for t in titles)
        return [
            t
            if placed and t.rank.rank == "bộ trưởng"
            else self._context.complete(t, guest=t.i > 0 and self._t.low[t.i - 1] == "với")
            for t in titles
        ]

    def _of_the_one_before(self, last: Entry, entry: Entry) -> list[TitleRef]:
        """Return the titles before the last name if a list of semicolons gives them to this one.

        "…; nguyên Chủ tịch Quốc hội Nguyễn Văn An, Nguyễn Sinh Hùng; …": both held the post.
        """
        sent = self._t.sent[self._c[entry.a].i]
        if last.name is None or not last.led or not self._together(last.a, entry.a):
            return []
        if not (entry.a - last.b == 1 and self._is_mark(last.b, ",")):
            return []
        behind = entry.b
        closed = not self._here(behind, sent) or self._is_mark(behind, ";.")
        listed = any(
            self._is_mark(k, ";")
            for k in range(max(0, last.a - 3), min(len(self._c), behind + 3))
            if self._here(k, sent)
        )
        return list(last.titles) if closed and listed else []

    def _borrow_country(self, entry: Entry, last: Entry | None) -> None:
        """Put a foreign guest named beside another in his country: "… Lào A và Bộ trưởng B"."""
        if entry.name is None or not entry.name.foreign or last is None:
            return
        if foreign_country(entry.titles) is not None or not self._together(last.a, entry.a):
            return
        country = foreign_country(last.titles)
        if country is not None:
            entry.titles = [
                with_country(t, country) if t.rank.implies or _of_a_house(t) else t
                for t in entry.titles
            ]

    def _of_delegation(self, entry: Entry) -> None:
        """Put the leader of a delegation from abroad in its country.

        "Đoàn đại biểu Quốc hội Lào do Phó Chủ tịch Quốc hội A dẫn đầu"; not "Đoàn … thăm Lào do …".
        """
        k = entry.a - 1
        if (
            k < 1
            or entry.name is None
            or self._word_before(k) != "do"
            or not self._together(k, entry.a)
        ):
            return
        k -= 2 if self._is_mark(k - 1, ")") else 1
        chunk = self._c[k] if k >= 0 else None
        if chunk is None or not self._together(k, entry.a):
            return
        abroad = chunk.value.country if chunk.kind == "body" else None
        country = chunk.value if chunk.kind == "country" else abroad
        start = max(0, chunk.i - _DELEGATION)
        lead = self._t.low[start : chunk.i + 1]
        if country in (None, "Việt Nam") or "đoàn" not in lead or _ABROAD & set(lead):
            return
        if foreign_country(entry.titles) is None:
            party = chunk.value.base if chunk.kind == "body" else ""
            entry.titles = [of_guests(t, country, party) for t in entry.titles]

    def _in_list(self, k: int) -> bool:
        """Tell whether a chunk between entries keeps the list going."""
        if k > 0 and not self._together(k, k - 1):
            return False
        return self._is_mark(k, ",;-–()") or self._word(k) == "và"

    def _list_head(self, k: int) -> tuple[list[TitleRef], int, bool] | None:
        """Return the titles shared by a list, the chunk behind its colon, and whether the words say
        that they are of several.

        "Các đồng chí Ủy viên Trung ương Đảng: A, …; B, …", "các Phó Chủ tịch UBND tỉnh: A, B".
        """
        sent = self._t.sent[self._c[k].i]
        titles: list[TitleRef] = []
        several = False
        end = k + LONGEST_CHAIN
        while k < end and self._here(k, sent):
            kind = self._c[k].kind
            if kind == "title":
                titles.append(self._c[k].value)
                several = several or titles[-1].group
            elif kind == "honour":
                several = True
            elif not (several and titles and self._between_titles(k, sent)):
                break
            k += 1
        while several and self._here(k, sent) and self._word(k) in _HEAD_WORDS:
            k += 1
        if titles and not several and self._heads_names(k, sent):
            return titles, k + 1, False
        if titles and several and self._here(k, sent) and self._is_mark(k, ":"):
            return titles, k + 1, True
        return None

    def _between_titles(self, k: int, sent: int) -> bool:
        """Tell whether a comma or "và" at chunk `k` joins two titles."""
        joins = self._is_mark(k, ",") or self._word(k) == "và"
        return joins and self._here(k + 1, sent) and self._c[k + 1].kind == "title"

    def _entry(self, k: int) -> Entry | None:
        """Return the entry that begins at chunk `k`."""
        c = self._c
        sent = self._t.sent[c[k].i]
        titles: list[TitleRef] = []
        first_end = k
        honour = plural = False
        m = k
        while m < k + LONGEST_CHAIN and self._here(m, sent) and c[m].kind != "name":
            chunk = c[m]
            if chunk.kind == "title":
                titles.append(chunk.value)
                m += 1
                first_end = first_end if len(titles) > 1 else m
                if len(titles) == 1 and self._ends_clause(k, m, sent):
                    break
                following = self._next_of_chain(m, sent) or m
                if self._rivals(m - 1, following) or self._of_several(titles[-1], m, sent):
                    break
                m = following
            elif chunk.kind == "honour":
                honour, plural = True, plural or chunk.value == "plural"
                m += 1
            elif self._is_mark(m, "(") and titles and self._aside_before_name(m, sent):
                m += 3
            elif self._is_mark(m, "(") and titles and self._aside_before_address(m, sent):
                m += 4
            elif titles and self._past_aside(m, sent) > m:
                m = self._past_aside(m, sent)
            elif chunk.kind == "rank" or (self._is_mark(m, ":") and honour and not titles):
                m += 1
                if self._here(m + 1, sent) and self._is_mark(m, ",") and c[m + 1].kind == "rank":
                    m += 1  # "Đại tá, TS"
            else:
                break
        if not self._here(m, sent) or c[m].kind != "name":
            if not titles:
                return None
            entry = Entry(k, first_end, None, titles[:1])
        else:
            behind, end = self._behind(m, sent, titles, k)
            behind = of_the_past(behind)
            chain = of_one_company(of_one_body(titles) + of_one_body(behind))
            chain = of_one_country(of_one_committee(chain))
            entry = Entry(k, end, c[m].value, chain)
            entry.led = bool(titles)
        entry.honour, entry.plural, entry.sent = honour, plural, sent
        return entry


def _of_a_house(title: TitleRef) -> bool:
    """Tell whether a body is a part of a parliament abroad: "Ủy ban Quân lực Thượng viện"."""
    return title.body is not None and title.body.base.endswith(("Thượng viện", "Hạ viện"))
