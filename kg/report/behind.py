"""The titles in apposition behind a name, and those that are another one's."""

from __future__ import annotations

from msgspec.structs import replace

from kg.ner.model import NameRef, TitleRef
from kg.report.addressed import Addressed, is_short
from kg.report.chains import foreign_country
from kg.report.chunkview import APPOSITION, CHAIN_WORDS, LONGEST_CHAIN
from kg.report.notes import Notes
from kg.report.rivals import of_two_states, rivals

_CHAIN_MARKS = frozenset({",", "-", "–", "—", "&", ")"})
_OPENING_OF_MEETINGS = frozenset({"tại", "trong", "sau", "trước", "khi", "nhân", "qua"})
_LONGEST_OPENING = 12  # chunks
_AUXILIARY = frozenset({"đã", "cũng", "sẽ", "vừa", "đang", "còn", "rất", "luôn"})
_AUXILIARIES = 2  # of them in a row
# Words before the one that a clause before the main one is about: "Quay sang ông A, Thủ tướng …".
_OBJECT = frozenset({"với", "của", "về", "gặp", "sang", "tới", "đến"})


class Behind(Addressed, Notes):
    """Reads the titles behind a name."""

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
        if self._is_mark(j, APPOSITION):
            opened = c[j].value == "("
            note = self._note(j, sent) if opened else None
            if note is not None:
                j, opened = note, False
                told_of = self._here(j, sent) and self._word(j) == "là"
                if not told_of and (not self._here(j, sent) or not self._is_mark(j, APPOSITION)):
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
                elif self._word(j) in CHAIN_WORDS:
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
        if one is None or one.kind != "name" or not is_short(one.value):
            return False
        other = self._c[k + 2] if self._here(k + 3, sent) and self._is_mark(k + 1, ",") else None
        if other is None or other.kind != "name" or is_short(other.value):
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
        back = range(a, max(-1, a - LONGEST_CHAIN), -1)
        first = next((n for n in back if n == 0 or not self._together(n - 1, a)), a)
        opening = self._t.low[self._c[first].i]
        return (
            first > a - _LONGEST_OPENING
            and opening in _OPENING_OF_MEETINGS
            and self._c[k + 1].kind == "role"
        )

    def _of_many(self, title: TitleRef) -> bool:
        """Tell whether a bare title is that of the heads of several bodies."""
        return title.body is None and self._t.low[title.j : title.j + 1] == ["các"]


def _heads_board(title: TitleRef) -> bool:
    """Tell whether a title is that of who leads a board: its noun is part of the rank."""
    return title.rank.rank.startswith(("trưởng ban", "trưởng tiểu ban", "tổ trưởng"))


def _is_envoy(title: TitleRef) -> bool:
    """Tell whether a title is that of a diplomat, which no minister at home holds."""
    return title.rank.rank.startswith(("đại sứ", "tổng lãnh sự"))
