"""One pass over the tokens: what each stretch is (title, name, body, place, role verb, meeting
noun …).
"""

from __future__ import annotations

from msgspec import structs

from kg.lexicon.lexicon import MARKS, UNIT_NOUNS, Lexicon
from kg.ner.bodies import BodyGrammar
from kg.ner.model import BodyRef, Chunk, NameRef, Territory
from kg.ner.names import NOBODY, NameGrammar
from kg.ner.prepare import Prepared
from kg.ner.titles import TitleGrammar


class Chunker:
    """Splits a prepared document into chunks, left to right, the longest sensible reading first."""

    def __init__(self, prepared: Prepared, lexicon: Lexicon) -> None:
        self._p = prepared
        self._t = prepared.tokens
        self._x = lexicon
        self._list_head: tuple[str, int] | None = None  # the noun of a list of bodies, its sentence
        self._several: tuple[str, str, int] | None = None  # organ and unit of a list, its sentence
        self.names = NameGrammar(self._t, lexicon)
        self.bodies = BodyGrammar(self._t, lexicon, self.names)
        self.titles = TitleGrammar(self._t, lexicon, self.bodies, self.names)

    def chunks(self) -> list[Chunk]:
        """Return all chunks in order; every token belongs to exactly one."""
        out: list[Chunk] = []
        i, n = 0, len(self._t)
        t, openers = self._t, self._x.openers
        low, cap, sent = t.low, t.cap, t.sent
        while i < n:
            j = i
            while j < n and not cap[j] and low[j] not in openers and sent[j] == sent[i]:
                j += 1
            chunk = Chunk("word", i, j) if j > i else self._at(i, out)
            out.append(chunk)
            i = chunk.j
        return out

    def _at(self, i: int, before: list[Chunk]) -> Chunk:
        t, x = self._t, self._x
        word, low = t.words[i], t.low[i]
        n = len(t)
        if word in MARKS:
            return Chunk("mark", i, i + 1, word)
        last = before[-1] if before else None
        aside = _before_aside(before, t.sent[i], t.sent)
        if aside is not None:
            name = self._name_after(i, aside)
            if name is not None and not name.short and name.j - name.i > 1:
                return Chunk("name", name.i, name.j, name)
        if (
            last is not None
            and last.kind in ("title", "honour", "rank")
            and t.sent[last.j - 1] == t.sent[i]
        ):
            name = self._name_after(i, last)
            if name is not None:
                return Chunk("name", name.i, name.j, name)
        listed_name = self._listed_name(i, before)
        if listed_name is not None:
            return Chunk("name", listed_name.i, listed_name.j, listed_name)
        if low in x.title_openers:
            title = self.titles.title(i, after_name=_follows_name(before, t.sent[i], t.sent))
            if title is not None and not t.cap[i] and t.low[max(0, i - 2) : i] in _CANDIDATES:
                return Chunk("word", i, title.j)  # "ứng viên | đại biểu Quốc hội"
            if title is not None:
                return Chunk("title", i, title.j, title)
        listed = self._listed(i, last)
        if listed is not None:
            return listed
        end = min(n, i + 12)
        if x.service_ranks.starts(low):
            hit = x.service_ranks.longest(t.low, i, end)
            if hit:
                j = hit[0] + 1 if hit[0] < n and t.words[hit[0]] == "." else hit[0]
                if j < n and (t.cap[j] or x.service_ranks.starts(t.low[j])):
                    return Chunk("rank", i, j)
        if x.plural.starts(low):
            hit = x.plural.longest(t.low, i, end)
            if hit and hit[1] not in ("đồng chí",):
                return Chunk("honour", i, hit[0], "plural")
        if x.honorifics.starts(low):
            hit = x.honorifics.longest(t.low, i, end)
            place = x.provinces.longest(t.low, i, end) if t.cap[i] else None
            if hit and (place is None or place[0] <= hit[0]):  # "Bà Rịa - Vũng Tàu" is a place
                return Chunk("honour", i, hit[0], "one")
        return self._rest(i, end, last)

    def _rest(self, i: int, end: int, last: Chunk | None) -> Chunk:
        t, x = self._t, self._x
        low = t.low[i]
        if t.cap[i]:
            if low == "đoàn" and self._of_delegation(i):
                return Chunk("word", i, i + 1)
            skip = x.not_person.longest(t.low, i, end)
            body = self.bodies.body(i) if low in x.body_openers else None
            if body is not None and body.j - i >= 2:
                return Chunk("body", i, body.j, body)
            place = self.bodies.chain(i, hint=False)
            if skip is not None and (place is None or skip[0] > place.j):
                longer = self.names.vietnamese(i)
                if longer is None or longer.j <= skip[0]:
                    return Chunk("word", i, skip[0])
            if place is not None and not self._is_name_of(i, place.j):
                return Chunk("place", i, place.j, place)
            noun = x.meeting_nouns.longest(t.low, i, end) if x.meeting_nouns.starts(low) else None
            if noun is not None:
                return Chunk("meeting", i, noun[0], noun[1])
            role = x.role_verbs.longest(t.low, i, end) if x.role_verbs.starts(low) else None
            if role is not None:
                return Chunk("role", i, role[0], role[1])
            country = self.bodies.country(i)
            if country is not None and not self._is_name_of(i, country[0]):
                return Chunk("country", i, country[0], country[1])
            if self._after_not_person(i):
                return Chunk("word", i, max(i + 1, self.names.capital_run(i, 5)))
            else:
                name = self.names.vietnamese(i)
                if name is not None and name.j - name.i <= 5:
                    return Chunk("name", i, name.j, name)
        else:
            if low in x.body_openers:
                body = self.bodies.body(i)
                if body is not None and body.j - i >= 2:
                    return Chunk("body", i, body.j, body)
            place = self.bodies.chain(i, hint=False) if low in _UNIT_STARTS else None
            if place is not None:
                return Chunk("place", i, place.j, place)
            other = x.other_words.longest(t.low, i, end) if x.other_words.starts(low) else None
            if other is not None:
                return Chunk("word", i, other[0])  # "về dự án", whose half is a verb
            noun = x.meeting_nouns.longest(t.low, i, end) if x.meeting_nouns.starts(low) else None
            role = x.role_verbs.longest(t.low, i, end) if x.role_verbs.starts(low) else None
            adverb = x.adverbs.longest(t.low, i, end) if x.adverbs.starts(low) else None
            if adverb is not None and adverb[0] > max(i + 1, role[0] if role else 0):
                return Chunk("word", i, adverb[0])  # "trực tiếp", whose half is a verb
            if noun is not None and (role is None or noun[0] >= role[0]):
                return Chunk("meeting", i, noun[0], noun[1])
            if role is not None:
                return Chunk("role", i, role[0], role[1])
        return Chunk("word", i, i + 1)

    def _of_delegation(self, i: int) -> bool:
        """Tell whether "Đoàn" is a deputy's delegation: "đại biểu A (| Đoàn Sóc Trăng)"."""
        t = self._t
        if i == 0 or t.words[i - 1] not in ("(", ",", "-", "–") or t.sent[i - 1] != t.sent[i]:
            return False
        place = self.bodies.territory(i + 1, hint=False) if i + 1 < len(t) else None
        return place is not None and place.level == "province"

    def _listed(self, i: int, last: Chunk | None) -> Chunk | None:
        """A body of a list that says its noun once: "các bộ: Y tế, Tài chính và Nội vụ"."""
        t = self._t
        if (
            t.low[i] in _LIST_HEADS
            and i > 0
            and t.low[i - 1] == "các"
            and t.sent[i - 1] == t.sent[i]
        ):
            j = i + 2 if i + 2 < len(t) and t.words[i + 1] == ":" else i + 1
            body = (
                self.bodies.listed(t.low[i], j) if j < len(t) and t.sent[j] == t.sent[i] else None
            )
            if body is not None:
                self._list_head = (t.low[i], t.sent[i])
                return Chunk("body", i, body.j, structs.replace(body, i=i))
        several = self._of_several(i, last)
        if several is not None:
            return several
        opened = "bộ" if self._ministers_before(i) else self._several_before(i)
        if opened is not None:
            body = self.bodies.listed(opened, i)
            if body is not None:
                self._list_head = (opened, t.sent[i])
                return Chunk("body", i, body.j, body)
        head = self._list_head
        if head is None or not t.cap[i]:
            return None
        if (
            head[1] != t.sent[i]
            or last is None
            or not (last.value in (",", ";") or t.low[last.i] == "và")
        ):
            if last is not None and last.kind not in ("mark", "body", "word"):
                self._list_head = None
            return None
        body = self.bodies.listed(head[0], i)
        return Chunk("body", i, body.j, body) if body is not None else None

    def _ministers_before(self, i: int) -> bool:
        """Tell whether a list of ministers' fields begins: "các Bộ trưởng …: | Nội vụ"."""
        t = self._t
        if i < 4 or t.words[i - 1] != ":" or not t.cap[i] or t.sent[i - 1] != t.sent[i]:
            return False
        near = range(max(0, i - MINISTERS_REACH), i - 3)
        return any(
            t.low[k : k + 3] == ["các", "bộ", "trưởng"] and t.sent[k] == t.sent[i] for k in near
        )

    def _several_before(self, i: int) -> str | None:
        """Return the noun of a list that names other kinds, too, before its colon: "các bộ, ngành,
        cơ quan: | Tài chính, …"."""
        t = self._t
        if t.words[i - 1] != ":" or not t.cap[i]:
            return None
        k = i - 2
        while k > max(0, i - MINISTERS_REACH) and t.low[k] in _SORTS and t.sent[k] == t.sent[i]:
            k -= 1
        return t.low[k + 1] if t.low[k] == "các" and t.low[k + 1] in ("bộ", "sở") else None

    def _of_several(self, i: int, last: Chunk | None) -> Chunk | None:
        """The organs of several territories: "UBND các xã Ea Kar, Cư Bông và Ea Păl"."""
        t, x = self._t, self._x
        hit = x.territorial.longest(t.low, i, min(len(t), i + 12)) if t.cap[i] else None
        if hit is not None and t.low[hit[0] : hit[0] + 1] == ["các"]:
            at = hit[0] + 1
            unit = next((u for u in UNIT_NOUNS if t.low[at : at + len(u.split())] == u.split()), "")
            base = hit[1].canonical or hit[1].name
            self._several = (base, unit, t.sent[i]) if unit else None
            start = at + len(unit.split())
            start += t.words[start : start + 1] == [":"]
        elif (
            self._several is not None
            and t.cap[i]
            and last is not None
            and t.sent[i] == self._several[2]
        ):
            if not (last.value == "," or t.low[last.i] == "và"):
                self._several = None
                return None
            start = i
        else:
            return None
        if self._several is None:
            return None
        base, unit, _ = self._several
        province = self.bodies.territory(start, hint=False) if unit == "tỉnh" else None
        if province is not None and province.level == "province" and t.cap[start]:
            body = BodyRef(i, province.j, base, "territorial", "province", province, local=True)
            return Chunk("body", i, province.j, body)
        run = self.names.capital_run(start, 4)
        words = [*unit.split(), *t.low[start:run]]
        known = x.units.longest(words, 0, len(words))
        if run == start or known is None or known[0] != len(words):
            self._several = None
            return None
        u = known[1]
        place = Territory(start, run, unit, u.level, u.name, u.provinces)
        body = BodyRef(i, run, base, "territorial", u.level, place, local=True)
        return Chunk("body", i, run, body)

    def _name_after(self, i: int, last: Chunk) -> NameRef | None:
        """The name behind a title, an honorific or a rank: rare, foreign and single-syllable ones
        are believed.
        """
        t = self._t
        if not t.cap[i]:
            return None
        place = self.bodies.territory(i, hint=False)
        if place is not None and not self._is_name_of(i, place.j):
            return None
        if (
            self._x.countries.longest(t.low, i, min(len(t), i + 6)) is not None
            and last.kind == "title"
        ):
            return None
        if t.low[i] == "phó" or self._x.ranks.longest(t.low, i, min(len(t), i + 5)) is not None:
            return None
        if self._x.not_person.longest(t.low, i, min(len(t), i + 8)) is not None:
            return None
        noun = self._x.heads.longest(t.low, i, min(len(t), i + 4))
        if noun is not None and noun[0] - i >= 2 and not all(t.cap[i : noun[0]]):
            return None  # "thành viên | Ban Chỉ đạo": the noun of a body
        if self._x.service_ranks.longest(t.low, i, min(len(t), i + 3)) is not None:
            return None
        initial = t.words[i + 1 : i + 2] == ["."] and t.cap[i + 2 : i + 3] == [True]
        if t.low[i] in NOBODY or (_is_roman(t.words[i]) and not initial):
            return self._called(i, last)
        name = self.names.vietnamese(i, trusted=True)
        if name is not None:
            return name
        if last.kind in ("honour", "rank") or (
            last.kind == "title" and last.value.body is not None and self.names.known_syllables(i)
        ):
            whole = self.names.any_syllables(i)
            if whole is not None:
                return whole
        foreign = self.names.foreign(i)
        if foreign is not None:
            return foreign
        if t.low[i] in self._x.body_openers and self.bodies.body(i) is not None:
            return None
        run = self.names.capital_run(i, 4)
        title = last.value if last.kind == "title" else None
        if (
            (
                (last.kind != "title" and last.value != "plural")
                or (title is not None and (title.body is None or run - i >= 2) and not title.group)
            )
            and run - i <= 3
            and not any(t.words[k].isupper() and len(t.words[k]) > 1 for k in range(i, run))
        ):
            known = (
                title is not None
                and title.body is not None
                and run - i >= 2
                and t.low[i] in self._x.ethnic
                and not self._place_without_noun(title.body, i, run)
            )
            return NameRef(i, run, " ".join(t.words[i:run]), short=not known)
        return None

    def _called(self, i: int, last: Chunk) -> NameRef | None:
        """Return a name of one syllable that is a common word too: "ông | Quý", "bà | Năm"."""
        t = self._t
        n = len(t)
        if last.value != "one" or t.low[i - 1] not in ("ông", "bà") or t.words[i].isupper():
            return None
        if t.low[i] in _NEVER_CALLED or (i + 1 < n and t.cap[i + 1] and t.sent[i + 1] == t.sent[i]):
            return None
        return NameRef(i, i + 1, t.words[i], short=True)

    def _place_without_noun(self, body: BodyRef, i: int, j: int) -> bool:
        """Tell whether words behind a body are its place: "Thành ủy | Vinh"."""
        if body.committee and body.territory is None:
            return True
        for noun in UNIT_NOUNS:
            words = [*noun.split(), *self._t.low[i:j]]
            hit = self._x.units.longest(words, 0, len(words))
            if hit is not None and hit[0] == len(words):
                return True
        return False

    def _listed_name(self, i: int, before: list[Chunk]) -> NameRef | None:
        """A name where a list has room for nothing else: "các đồng chí: Rơ Mah Thái, Phó Bí thư …".

        It stands behind a colon or a semicolon, or begins a line, and has a post behind it.
        """
        t = self._t
        last = before[-1] if before and t.sent[before[-1].i] == t.sent[i] else None
        if t.cap[i] and last is not None and self._among_names(before):
            return self.names.vietnamese(i, trusted=True)
        if not t.cap[i] or not (last is None or last.value in (":", ";", "•", "+", "-")):
            return None
        if last is not None and last.value == ":" and len(before) > 1:
            head = before[-2]
            if head.kind in ("title", "honour"):  # "các Phó Chủ tịch UBND tỉnh: Y Thanh, …"
                first = self.names.vietnamese(i, trusted=True)
                if first is not None:
                    return first
        if t.low[i] in self._x.ethnic and last is not None:
            first = self.names.vietnamese(i, trusted=True)  # "…; Y Khăm Niê, Lê Văn An - …"
            if first is not None and first.j < len(t) and t.words[first.j] in ",;-–(":
                return first
        name = self.names.listed(i)
        if name is None or name.j + 1 >= len(t) or t.sent[name.j + 1] != t.sent[i]:
            return None
        if t.words[name.j] not in (",", "-", "–", "—", "(") or t.low[i] in self._x.body_openers:
            return None
        place = self.bodies.territory(i, hint=False)
        if place is not None and place.j >= name.j:
            return None
        if self._x.not_person.longest(t.low, i, name.j) is not None:
            return None
        opens = (self._x.honorifics, self._x.plural, self._x.service_ranks, self._x.countries)
        if any(trie.longest(t.low, i, name.j) is not None for trie in opens):
            return None
        post = self.titles.title(name.j + 1, after_name=True)
        opener = t.low[i] in self._x.title_openers and self.titles.title(i) is not None
        return None if post is None or opener else name

    def _among_names(self, before: list[Chunk]) -> bool:
        """Tell whether nothing but names has come since the head of a list: "nguyên Bí thư Tỉnh
        ủy: Trần Văn Bảy, | Sơn Thị Hoàng"."""
        low = self._t.low
        k = len(before) - 1
        if low[before[k].i] not in _LISTING:
            return False
        while k >= 2 and low[before[k].i] in _LISTING and before[k - 1].kind == "name":
            k -= 2
        return k >= 1 and before[k].value == ":" and before[k - 1].kind in ("title", "honour")

    def _is_name_of(self, i: int, j: int) -> bool:
        """A place's name that begins a longer person's name ("Hà Nam Khánh", "Thái Bình An")."""
        name = self.names.vietnamese(i)
        return name is not None and name.j > j and name.j - name.i <= 4

    def _after_not_person(self, i: int) -> bool:
        for size in (3, 2, 1):
            k = i - size
            if k >= 0 and self._t.sent[k] == self._t.sent[i]:
                hit = self._x.not_person_before.longest(self._t.low, k, i)
                if hit is not None and hit[0] == i:
                    return True
        number = self._t.words[i - 1] if i > 0 and self._t.sent[i - 1] == self._t.sent[i] else ""
        return number[:1].isdigit() and number[-1:].isalpha()  # "8B Lê Trực": an address


def _before_aside(before: list[Chunk], sent: int, sents: list[int]) -> Chunk | None:
    """Return the title before an acronym or a country in brackets: "Chủ tịch GE (Mỹ) | A"."""
    if len(before) < _ASIDE + 1 or before[-1].value != ")" or before[-3].value != "(":
        return None
    title, inside = before[-4], before[-2]
    short = inside.kind in ("country", "place", "body", "word", "honour")
    return title if title.kind == "title" and short and sents[title.i] == sent else None


def _is_roman(word: str) -> bool:
    return word.isupper() and set(word) <= set("IVXL")


_LISTING = frozenset({",", "và"})
_CANDIDATES = (["ứng", "viên"], ["cử", "viên"], ["ứng", "cử"])
_NEVER_CALLED = frozenset({"tại", "theo", "trong", "trên", "vào", "ở"})
_ASIDE = 3  # chunks of an aside: both brackets and what stands in them
MINISTERS_REACH = 16  # tokens from "các Bộ trưởng" to the colon of their list
# Words between "các" and the colon of a list of bodies.
_SORTS = frozenset({
    "bộ", "sở", "ban", "ngành", "cơ", "quan", "địa", "phương", "đơn", "vị", "doanh", "nghiệp",
    "đoàn", "thể", "trung", "ương", "chức", "năng", "liên", "có", "gồm", "như", "và", ",",
})  # fmt: skip
_LIST_HEADS = frozenset({"bộ", "sở", "cục", "vụ", "phòng"})
_UNIT_STARTS = frozenset({"tỉnh", "thành", "huyện", "quận", "thị", "xã", "phường", "đặc"})


def _follows_name(before: list[Chunk], sent: int, sents: list[int]) -> bool:
    """Tell whether a name and a mark stand before: what follows is in apposition to it."""
    for chunk in reversed(before[-6:]):
        if sents[chunk.i] != sent:
            return False
        if chunk.kind == "name":
            return True
        if chunk.kind not in ("mark", "title"):
            return False
        if chunk.kind == "mark" and chunk.value not in ",-–(":
            return False
    return False
