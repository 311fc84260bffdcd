"""Entries: a name with the titles before and behind it, or a title alone, in text order."""

from __future__ import annotations

from msgspec.structs import replace

from kg.ner.model import Chunk, NameRef, TitleRef
from kg.report.chains import (
    delegation,
    foreign_country,
    names_delegation,
    of_guests,
    of_one_body,
    of_one_committee,
    of_one_company,
    of_one_country,
    of_the_past,
    with_country,
)
from kg.report.context import ListContext, counterpart
from kg.report.rivals import of_two_states, rivals, two_countries
from kg.text.tokens import Tokens

_APPOSITION = frozenset({",", "-", "–", "—", "("})
_CHAIN_MARKS = frozenset({",", "-", "–", "—", "&", ")"})
_ASIDES = frozenset({"country", "word", "place", "body", "honour"})  # "(Anh)" reads as an honour
# What begins a note on a life: "SN 1965", "sinh năm 1965", "còn gọi là …", "trú tại …".
_LIFE = frozenset({"sn", "sinh", "còn", "tức", "quê", "trú", "ngụ", "tuổi"})
_LIFE_NOTES = 3
_LONGEST_NOTE = 8  # chunks
_LONGEST_ASIDE = 12  # chunks of an aside in brackets before a name
_LONGEST_CHAIN = 40  # chunks; nobody has so many titles, and hostile texts do not cost their square
_CHAIN_WORDS = frozenset({"và", "kiêm", "đồng", "thời", "là"})
# "các đại biểu Quốc hội đơn vị bầu cử số 2 gồm:"
_HEAD_WORDS = frozenset(
    {"đơn", "vị", "bầu", "cử", "số", "gồm", "có", "là", "tổ", *map(str, range(1, 20))}
)
# Words that open a clause before the main one.
_OPENING = frozenset({"tiếp", "kết", "thực", "ghi", "đồng", "trả", "trước", "sau", "nhất", "về"})
_OPENING_OF_MEETINGS = frozenset({"tại", "trong", "sau", "trước", "khi", "nhân", "qua"})
_LONGEST_OPENING = 12  # chunks
# Words before a post in brackets or behind a comma: when it was held.
_WHEN = {
    "nay là": "current", "hiện là": "current", "hiện nay là": "current", "bây giờ là": "current",
    "trước đây là": "former", "trước là": "former", "khi đó là": "former", "lúc đó là": "former",
    "thời điểm đó là": "former", "từng là": "former", "khi ấy là": "former",
}  # fmt: skip
_LONGEST_WHEN = 4  # chunks
_AUXILIARY = frozenset({"đã", "cũng", "sẽ", "vừa", "đang", "còn", "rất", "luôn"})
_AUXILIARIES = 2  # of them in a row
_ABROAD = frozenset({"thăm", "sang", "tới", "tại", "đến", "ở", "với"})
_DELEGATION = 8  # tokens between "Đoàn" and the country it is from
_RECENT = 8  # entries among which the holder of a counterpart's post is looked for
# Words that a title before a comma is the object of: "Ngoài Tổng thống Mỹ, | ông A gửi thư …".
_GOVERNS = frozenset({"gặp", "tiếp", "ngoài", "thăm", "mời", "bầu", "nước"})
_BINDS = frozenset({"của", "cho", "với", "về", "tới", "đến"})
# Words before the one that a clause before the main one is about: "Quay sang ông A, Thủ tướng …".
_OBJECT = frozenset({"với", "của", "về", "gặp", "sang", "tới", "đến"})
# Words before what somebody was: "khi giữ chức Giám đốc Sở Y tế, ông A …".
_AS = frozenset({"là", "làm", "chức", "vụ", "vị", "giữ", "cách", "từng", "nguyên", "khi"})
_MOST_COUNTED = 100
_NUMBERS = frozenset({"hai", "ba", "bốn", "nhiều", "một"})
_PEOPLE = frozenset({"title", "honour", "rank", "name"})


_SEVERAL = frozenset({"các", "những", "chí", "nhiều"})


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


class EntryParser:
    """Groups chunks into entries."""

    def __init__(self, tokens: Tokens, chunks: list[Chunk]) -> None:
        self._t = tokens
        self._c = chunks
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

    # -- where we are ----------------------------------------------------------------------------

    def _together(self, a: int, b: int) -> bool:
        return self._t.sent[self._c[a].i] == self._t.sent[self._c[b].i]

    def _here(self, k: int, sent: int) -> bool:
        return k < len(self._c) and self._t.sent[self._c[k].i] == sent

    def _word(self, k: int) -> str:
        there = k < len(self._c) and self._c[k].kind == "word"
        return self._t.low[self._c[k].i] if there else ""

    def _word_before(self, k: int) -> str:
        """Return the last word of the words that chunk `k` is: "bản chính thức | của"."""
        return self._t.low[self._c[k].j - 1] if self._c[k].kind == "word" else ""

    def _is_mark(self, k: int, marks: frozenset[str] | str) -> bool:
        return k < len(self._c) and self._c[k].kind == "mark" and self._c[k].value in marks

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
        end = k + _LONGEST_CHAIN
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

    def _heads_names(self, k: int, sent: int) -> bool:
        """Tell whether the colon at chunk `k` opens a list of bare names: "nguyên Tổng Bí thư |:
        A, B; …"."""
        return (
            self._here(k + 2, sent)
            and self._is_mark(k, ":")
            and self._c[k + 1].kind == "name"
            and (self._is_mark(k + 2, ",;") or self._word(k + 2) == "và")
        )

    def _between_titles(self, k: int, sent: int) -> bool:
        """Tell whether a comma or "và" at chunk `k` joins two titles."""
        joins = self._is_mark(k, ",") or self._word(k) == "và"
        return joins and self._here(k + 1, sent) and self._c[k + 1].kind == "title"

    # -- one entry -------------------------------------------------------------------------------

    def _entry(self, k: int) -> Entry | None:
        """Return the entry that begins at chunk `k`."""
        c = self._c
        sent = self._t.sent[c[k].i]
        titles: list[TitleRef] = []
        first_end = k
        honour = plural = False
        m = k
        while m < k + _LONGEST_CHAIN and self._here(m, sent) and c[m].kind != "name":
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

    def _ends_clause(self, k: int, m: int, sent: int) -> bool:
        """Tell whether a title ends an opening clause and the next one begins the main one.

        "Tiếp thu ý kiến của Bí thư Thành ủy, Phó Chủ tịch UBND thành phố A khẳng định …", "Trả lời
        đại biểu, Bộ trưởng A cho biết …".
        """
        if k == 0 or not self._here(m, sent):
            return False
        answered = self._t.low[max(0, self._c[k].i - 2) : self._c[k].i] == ["trả", "lời"]
        if not (answered or self._word_before(k - 1) == "của") or not self._is_mark(m, ","):
            return False
        back = range(k, max(-1, k - _LONGEST_CHAIN), -1)
        first = next((n for n in back if n == 0 or not self._together(n - 1, k)), k)
        if self._t.low[self._c[first].i] not in _OPENING or not self._here(m + 3, sent):
            return False
        return (
            self._c[m + 1].kind == "title"
            and self._c[m + 2].kind == "name"
            and self._c[m + 3].kind == "role"
        )

    def _rivals(self, k: int, following: int) -> bool:
        """Tell whether the titles at two chunks of a chain are two people's."""
        second = self._c[following] if following < len(self._c) else None
        if second is None or second.kind != "title":
            return False
        words = {self._word(n) for n in range(k + 1, following)}
        if "và" in words and two_countries(self._c[k].value, second.value):
            return True
        return "kiêm" not in words and rivals(self._c[k].value, second.value)

    def _of_several(self, title: TitleRef, m: int, sent: int) -> bool:
        """Tell whether a title is of several people without names, and behind the comma at chunk
        `m` one with another post is named: "ý kiến của các thành viên UBND tỉnh, Chủ tịch A …",
        "có 5 Ủy viên Trung ương Đảng - Tổng Bí thư A nêu".
        """
        if title.i > 0 and self._is_mark(m, "-–") and self._counted(title.i - 1):
            return True
        if not (title.group and self._is_mark(m, ",")) or title.i == 0:
            return False
        if self._t.low[title.i - 1] not in _SEVERAL:
            return False  # "từng giữ chức vụ Giám đốc, ông A …": a group of nobody else
        j = m + 1
        while self._here(j, sent) and self._c[j].kind in ("title", "honour", "rank", "mark"):
            if self._c[j].kind == "title" and self._c[j].value.group:
                return False
            j += 1
        if not self._here(j, sent) or self._c[j].kind != "name":
            return False
        listed = self._is_mark(j + 1, ",") or self._word(j + 1) == "và"
        return not (listed and self._here(j + 2, sent) and self._c[j + 2].kind == "name")

    def _next_of_chain(self, m: int, sent: int) -> int | None:
        """Return the next title or honorific of a chain that leads to a name; None at its end."""
        j = m
        while self._here(j, sent) and j - m < 4:
            if not (self._is_mark(j, ",-–—&") or self._word(j) in _CHAIN_WORDS):
                break
            j += 1
        if j == m or not self._here(j, sent):
            return None
        kind = self._c[j].kind
        if self._word(m) == "là" and j == m + 1 and self._is_named(j, sent):
            # "Chủ tịch nước là ông A"; not "cố vấn của Tổng thống | là ông A"
            return None if self._word_before(max(m - 2, 0)) in _BINDS else j
        if kind == "name":
            # "Đại sứ Việt Nam tại Lào - A", where no post of his own follows
            return j if j == m + 1 and self._is_mark(m, "-–") and self._addressed(m, sent) else None
        if kind in ("honour", "rank") and self._c[j].value != "plural":
            return m + 1 if j == m + 1 and self._addressed(m, sent) else None
        return j if kind == "title" and self._reaches_name(j, sent) else None

    def _is_named(self, j: int, sent: int) -> bool:
        """Tell whether one person, named, stands at chunk `j`."""
        if self._here(j, sent) and self._c[j].kind == "honour" and self._c[j].value != "plural":
            j += 1
        return self._here(j, sent) and self._c[j].kind == "name"

    def _aside_before_name(self, m: int, sent: int) -> bool:
        """Tell whether one word in brackets stands between a title and a name: "… GE (Mỹ) A"."""
        return (
            self._here(m + 3, sent)
            and self._is_mark(m + 2, ")")
            and self._c[m + 1].kind in _ASIDES
            and self._c[m + 3].kind == "name"
        )

    def _aside_before_address(self, m: int, sent: int) -> bool:
        """Tell whether an acronym in brackets and a comma stand before an honorific and a name.

        "Chủ tịch Ngân hàng Thế giới (WB), ông A".
        """
        return (
            self._here(m + 5, sent)
            and self._is_mark(m + 2, ")")
            and self._is_mark(m + 3, ",")
            and self._c[m + 1].j - self._c[m + 1].i == 1
            and self._t.words[self._c[m + 1].i].isupper()
            and self._c[m + 4].kind == "honour"
            and self._c[m + 5].kind == "name"
        )

    def _addressed(self, m: int, sent: int) -> bool:
        """Tell whether a title and the name behind a comma and an honorific are one person's.

        "Bí thư Tỉnh ủy, đồng chí A dự …"; not where the name has a post of its own behind it, nor
        where the title belongs to a phrase ("chỉ đạo của Bí thư Thành ủy, Trung tướng A …").
        """
        if not self._is_mark(m, ",-–"):
            return False
        first, bound = m - 1, max(0, m - _LONGEST_CHAIN)
        while first > bound and self._c[first].kind in ("title", "mark"):
            first -= 1
        if self._word_before(first) in _BINDS or (
            self._is_mark(m, ",") and self._together(first, m) and self._governed(first + 1)
        ):
            return False
        j = m + 1
        while self._here(j, sent) and self._c[j].kind in ("honour", "rank"):
            j += 1
        if not self._here(j, sent) or self._c[j].kind != "name":
            return False
        if _is_short(self._c[j].value) and not self._in_office(first + 1):
            return False  # "hội đàm Thủ tướng Phần Lan, | bà A …": known before, as something else
        own = self._here(j + 2, sent) and self._is_mark(j + 1, _APPOSITION)
        return not (own and self._c[j + 2].kind == "title")

    def _governed(self, k: int) -> bool:
        """Tell whether the title at chunk `k` is what a verb is about, or one of a number."""
        i = self._c[k].i - 1
        return i >= 0 and (self._t.low[i] in _GOVERNS or self._counted(i))

    def _counted(self, i: int) -> bool:
        """Tell whether token `i` is a number of people, not a year or the number of a thing."""
        word = self._t.low[i]
        return word in _NUMBERS or (word.isdigit() and 1 < int(word) < _MOST_COUNTED)

    def _of_many(self, title: TitleRef) -> bool:
        """Tell whether a bare title is that of the heads of several bodies."""
        return title.body is None and self._t.low[title.j : title.j + 1] == ["các"]

    def _in_office(self, k: int) -> bool:
        """Tell whether the title at chunk `k` is what somebody was: "trong thời gian là …"."""
        return self._c[k].i > 0 and self._t.low[self._c[k].i - 1] in _AS

    def _reaches_name(self, j: int, sent: int) -> bool:
        """Tell whether titles from chunk `j` on, with marks between them, run into a name."""
        end = j + _LONGEST_CHAIN
        while j < end and self._here(j, sent):
            if self._c[j].kind == "name":
                return self._c[j - 1].kind in ("title", "honour", "rank")
            linked = self._is_mark(j, ",-–—&") or self._word(j) in _CHAIN_WORDS
            if not linked and self._c[j].kind not in ("title", "honour", "rank"):
                return False
            j += 1
        return False

    def _behind(
        self, m: int, sent: int, before: list[TitleRef], a: int
    ) -> tuple[list[TitleRef], int]:
        """Return the titles in apposition behind the name at chunk `m`, and the entry's end.

        `before` are the titles in front of it, `a` is the chunk at which the entry begins.
        """
        has_pre = bool(before)
        nothing: tuple[list[TitleRef], int] = ([], m + 1)
        c = self._c
        j = m + 1
        if not self._here(j, sent):
            return nothing
        status, opened = "current", False
        sits = self._delegation(m, sent)
        if sits is not None:
            return sits
        if self._is_mark(j, _APPOSITION):
            opened = c[j].value == "("
            note = self._note(j, sent) if opened else None
            if note is not None:
                j, opened = note, False
                told_of = self._here(j, sent) and self._word(j) == "là"
                if not told_of and (not self._here(j, sent) or not self._is_mark(j, _APPOSITION)):
                    return nothing
            j = self._past_life(j + 1, sent)
            told = self._told_of(j, sent)
            if told is not None:
                j, status = told
        elif self._word(j) == "là":
            if a > 0 and self._word_before(a - 1) == "của":
                return nothing  # "hai cố vấn của Thủ tướng A | là …"
            j += 1
        elif self._led_as(a, j, sent):
            title: TitleRef = c[j + 1].value
            return [replace(title, group=False)], j + 2  # "làm" is said of offices, too
        elif self._word(j) in ("hiện", "từng", "nguyên") and self._here(j + 1, sent):
            if self._word(j + 1) != "là":
                return nothing
            status = "current" if self._word(j) == "hiện" else "former"
            j += 2
        elif c[j].kind != "title":
            return nothing
        chain = self._chain(j, sent)
        if len(chain) == 1 and self._of_many(c[chain[0][0]].value):
            return nothing  # "Bộ trưởng A, Thứ trưởng | các Bộ: …"
        keep = self._split_chain(chain, sent, has_pre)
        if keep == 0 or (keep == len(chain) == 1 and self._is_new_subject(chain[0][0], m, a)):
            return nothing
        if self._is_mark(m + 1, ",") and (
            self._opens_clause(a, chain[keep - 1][0], sent)
            or (has_pre and _is_envoy(c[chain[0][0]].value) and not any(map(_is_envoy, before)))
            or (has_pre and rivals(before[-1], c[chain[0][0]].value))
            or (has_pre and of_two_states(before[-1], c[chain[0][0]].value))
        ):
            return nothing
        titles: list[TitleRef] = [c[k].value for k, _ in chain[:keep]]
        end = chain[keep - 1][0] + 1
        if opened and self._here(end, sent) and self._is_mark(end, ")"):
            end += 1
        if status == "former":
            titles = [replace(t, status="former") for t in titles]
        return titles, end

    def _led_as(self, a: int, j: int, sent: int) -> bool:
        """Tell whether chunk `j` says as what the one named from chunk `a` on leads a board.

        "Tiểu ban Nhân sự do Phó Thủ tướng A | làm Trưởng Tiểu ban".
        """
        if self._word(j) != "làm" or not self._here(j + 1, sent) or a == 0:
            return False
        title = self._c[j + 1].value if self._c[j + 1].kind == "title" else None
        return (
            isinstance(title, TitleRef) and _heads_board(title) and self._word_before(a - 1) == "do"
        )

    def _chain(self, j: int, sent: int) -> list[tuple[int, str]]:
        """Return the titles from chunk `j` on, each with the mark or word that stands before it."""
        chain: list[tuple[int, str]] = []
        separator = ","
        while separator and self._here(j, sent) and self._c[j].kind == "title":
            chain.append((j, separator))
            j += 1
            separator = ""
            while self._here(j, sent):
                if self._is_mark(j, _CHAIN_MARKS):
                    separator = self._c[j].value
                elif self._word(j) in _CHAIN_WORDS:
                    separator = self._word(j)
                else:
                    break
                j += 1
        return chain

    def _split_chain(self, chain: list[tuple[int, str]], sent: int, has_pre: bool) -> int:
        """Return how many titles belong to the name before them; the rest to a name behind."""
        if not chain:
            return 0
        j = chain[-1][0] + 1
        if has_pre and self._heads_names(j, sent):
            return len(chain) - 1  # "…, nguyên Tổng Bí thư: A, B"
        abroad = foreign_country([self._c[chain[-1][0]].value]) is not None
        led = has_pre or (abroad and self._foreign_led(chain[0][0], j))
        if led and len(chain) == 1 and chain[0][1] == "," and self._led_by(j, sent):
            return 0  # "Tổng Thư ký A, Chủ tịch Ngân hàng Thế giới, ông B"
        if len(chain) == 1 and chain[0][1] == "," and self._named_behind(chain[0][0], sent):
            return 0  # "họp báo với ông A, Bộ trưởng Ngoại giao Ả Rập Xê Út, Ben Ali nói"
        if self._word(j) == "là" and self._is_named(j + 1, sent):
            return len(chain) - 1  # "Chủ tịch nước là ông A, | Thủ tướng là ông B"
        if not self._here(j, sent) or self._c[j].kind == "honour":
            return len(chain)
        if self._leads_word(chain[-1][0], j):
            return len(chain) - 1
        j = self._past_aside(j, sent) if has_pre else j
        while self._here(j, sent) and self._c[j].kind == "rank":
            j += 1
        if not self._here(j, sent) or self._c[j].kind != "name":
            return len(chain)
        for k in range(len(chain) - 1, -1, -1):
            if chain[k][1] in ("và", "&"):
                return k
        return 0 if has_pre else len(chain) - 1

    def _leads_word(self, k: int, j: int) -> bool:
        """Tell whether "đại biểu" stands before a name that is not known as one.

        "… của ông A, đại biểu | Nhiệu phản ứng".
        """
        title: TitleRef = self._c[k].value
        bare = title.body is None and title.rank.reference
        i = self._c[j].i
        known = self._c[j].kind == "word" and self._c[j].i == self._c[k].j
        return bare and known and self._t.cap[i] and self._t.words[i].isalpha()

    def _past_aside(self, j: int, sent: int) -> int:
        """Return the chunk behind an aside in brackets at chunk `j` if a name is there, else `j`.

        "Phó Thủ tướng A, Bộ trưởng Bộ Nông nghiệp | (NN&PTNT) B": the second title is B's.
        """
        if not self._here(j, sent) or not self._is_mark(j, "("):
            return j
        for k in range(j + 1, min(j + _LONGEST_ASIDE, len(self._c) - 1)):
            if not self._here(k + 1, sent):
                break
            if self._is_mark(k, ")"):
                return k + 1 if self._c[k + 1].kind == "name" else j
        return j

    def _led_by(self, j: int, sent: int) -> bool:
        """Tell whether the title before chunk `j` is that of the one addressed behind its comma."""
        if not self._here(j + 1, sent) or not self._is_mark(j, ","):
            return False
        one = self._c[j + 1].kind == "honour" and self._c[j + 1].value != "plural"
        return one and self._addressed(j, sent)

    def _named_behind(self, k: int, sent: int) -> bool:
        """Tell whether the title at chunk `k`, between one known by a short name and one named in
        full who speaks or acts, is the latter's."""
        one = self._c[k - 2] if k > 1 else None
        if one is None or one.kind != "name" or not _is_short(one.value):
            return False
        other = self._c[k + 2] if self._here(k + 3, sent) and self._is_mark(k + 1, ",") else None
        if other is None or other.kind != "name" or _is_short(other.value):
            return False
        return self._c[k + 3].kind == "role"

    def _foreign_led(self, k: int, j: int) -> bool:
        """Tell whether a post abroad stands between one of ours and a guest: "… của Đại tướng A,
        Bộ trưởng Quốc phòng Ấn Độ, | bà B"."""
        name = self._c[k - 2].value if k > 1 else None
        guest = self._c[j + 2].value if j + 2 < len(self._c) else None
        return (
            isinstance(name, NameRef)
            and isinstance(guest, NameRef)
            and guest.foreign
            and not name.foreign
        )

    def _is_new_subject(self, k: int, m: int, a: int) -> bool:
        """Tell whether a rank behind the name at `m` and a comma begins a new clause.

        `a` is the chunk at which what is told of the name begins.

        "Theo ông A, Bộ trưởng yêu cầu …", "Theo ông A, Bí thư Thành ủy đã có …", "Trong cuộc hội
        đàm với ông A, Ngoại trưởng Mỹ cho biết …"; but "đồng chí A, Phó Thủ tướng chủ trì …".
        """
        title: TitleRef = self._c[k].value
        said_of = any(self._word_before(n) == "theo" for n in range(max(0, m - 3), m))
        object_of = a > 0 and self._t.low[self._c[a].i - 1] in _OBJECT
        object_of = object_of and self._is_mark(m + 1, ",") and title.status != "former"
        if (said_of or object_of) and self._goes_on(k):
            return True
        bare = title.body is None and title.country is None
        abroad = title.country not in (None, "Việt Nam") and title.rank.alone
        if not (bare or abroad) or not self._verb_behind(k):
            return False
        if self._is_mark(m + 1, "-–—"):
            return False  # a dash only ever stands before his own post
        whose = title.rank.alone or title.rank.glue or title.noun is not None
        return said_of or not (whose or _heads_board(title))

    def _goes_on(self, k: int) -> bool:
        """Tell whether the sentence goes on right behind chunk `k`: "Bí thư Thành ủy | đã có …"."""
        if k + 1 >= len(self._c) or not self._together(k, k + 1):
            return False
        passive = self._t.low[self._c[k + 1].i + 1 : self._c[k + 1].i + 2] in (["được"], ["bị"])
        return self._verb_behind(k) or (self._word(k + 1) in _AUXILIARY and not passive)

    def _verb_behind(self, k: int) -> bool:
        """Tell whether the verb of a role follows chunk `k`: "Bộ trưởng | đã yêu cầu"."""
        m = k + 1
        while m < len(self._c) and m - k <= _AUXILIARIES and self._word(m) in _AUXILIARY:
            if self._c[m].j - self._c[m].i > 1:
                return False
            m += 1
        return m < len(self._c) and self._c[m].kind == "role" and self._together(k, m)

    def _opens_clause(self, a: int, k: int, sent: int) -> bool:
        """Tell whether the entry at chunk `a` closes an opening clause, and the title `k` begins
        the main one.

        "Tại cuộc hội kiến với Thủ tướng A, | Nhà vua cảm ơn …".
        """
        if a == 0 or self._word_before(a - 1) != "với" or not self._here(k + 1, sent):
            return False
        back = range(a, max(-1, a - _LONGEST_CHAIN), -1)
        first = next((n for n in back if n == 0 or not self._together(n - 1, a)), a)
        opening = self._t.low[self._c[first].i]
        return (
            first > a - _LONGEST_OPENING
            and opening in _OPENING_OF_MEETINGS
            and self._c[k + 1].kind == "role"
        )

    def _delegation(self, m: int, sent: int) -> tuple[list[TitleRef], int] | None:
        """Return the post of a deputy whose delegation stands behind the name at `m`, and the end.

        "đại biểu A (Hà Tĩnh)", "đại biểu A (đoàn Hà Tĩnh)", "đại biểu A, đoàn Hà Tĩnh", "đại biểu A
        (Đoàn đại biểu Quốc hội tỉnh Hà Tĩnh)", "ông A thuộc Đoàn đại biểu Quốc hội tỉnh Hà Tĩnh".
        """
        j = m + 1
        opened = self._is_mark(j, "(")
        within = self._word(j) == "thuộc"
        j += opened or within or self._is_mark(j, ",-–")
        named = self._here(j, sent) and self._word(j) == "đoàn"
        j += named
        if not self._here(j, sent) or (opened and not self._here(j + 1, sent)):
            return None
        whole = names_delegation(self._c[j])
        if (opened and not self._is_mark(j + 1, ")")) or not (opened or named or whole):
            return None
        led = m > 0 and self._c[m - 1].kind == "title"
        if not (led or opened or within):
            return None  # "ông A, Đoàn đại biểu Quốc hội tỉnh B": two who are listed
        post = delegation(self._c[m - 1] if led else None, self._c[j])
        return ([post], j + 1 + opened) if post is not None else None

    def _told_of(self, j: int, sent: int) -> tuple[int, str] | None:
        """Return the title behind words that say when it was held, and its status.

        "A (nay là Bí thư Tỉnh ủy)": current; "A (trước đây là …)", "A (khi đó là …)": former.
        """
        low, k = self._t.low, j
        while self._here(k, sent) and self._c[k].kind == "word" and k - j < _LONGEST_WHEN:
            k += 1
        if not self._here(k, sent) or k == j or self._c[k].kind != "title":
            return None
        status = _WHEN.get(" ".join(low[self._c[j].i : self._c[k].i]))
        return (k, status) if status is not None else None

    def _past_life(self, j: int, sent: int) -> int:
        """Return the chunk behind what is told of a life before the post, `j` itself if nothing.

        "A (SN 1965, nguyên Chủ tịch …)", "A, 56 tuổi, Giám đốc …", "A (còn gọi là B, …)".
        """
        t = self._t
        for _ in range(_LIFE_NOTES):
            if not self._here(j, sent):
                return j
            i = self._c[j].i
            begins = t.low[i] in _LIFE or t.low[i + 1 : i + 2] == ["tuổi"]
            if not begins or self._c[j].kind == "title":
                return j
            comma = next(
                (k for k in range(j + 1, j + _LONGEST_NOTE) if k < len(self._c)
                 and self._is_mark(k, ",")),
                None,
            )  # fmt: skip
            if comma is None or not self._here(comma + 1, sent):
                return j
            j = comma + 1
        return j

    def _note(self, j: int, sent: int) -> int | None:
        """Return the chunk behind a short note in brackets: "(trái)", "(thứ hai từ trái sang)"."""
        life = self._here(j + 1, sent) and self._t.low[self._c[j + 1].i] in _LIFE
        kinds = ("word", "mark", "place") if life else ("word", "mark")
        for k in range(j + 1, min(j + 9, len(self._c))):
            if not self._here(k, sent) or self._c[k].kind not in kinds:
                return None
            if self._is_mark(k, ")"):
                return k + 1
        return None


def _is_short(name: NameRef) -> bool:
    """Tell whether a name is a part of one: "ông Tài", "bà Merkel"."""
    return name.short or " " not in name.text


def _heads_board(title: TitleRef) -> bool:
    """Tell whether a title is that of who leads a board: its noun is part of the rank."""
    return title.rank.rank.startswith(("trưởng ban", "trưởng tiểu ban", "tổ trưởng"))


def _is_envoy(title: TitleRef) -> bool:
    """Tell whether a title is that of a diplomat, which no minister at home holds."""
    return title.rank.rank.startswith(("đại sứ", "tổng lãnh sự"))


def _of_a_house(title: TitleRef) -> bool:
    """Tell whether a body is a part of a parliament abroad: "Ủy ban Quân lực Thượng viện"."""
    return title.body is not None and title.body.base.endswith(("Thượng viện", "Hạ viện"))
