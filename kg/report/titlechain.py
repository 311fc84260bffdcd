"""The titles before a name, one after the other, and where those of another person begin."""

from __future__ import annotations

from kg.ner.model import TitleRef
from kg.report.addressed import BINDS, Addressed
from kg.report.chunkview import CHAIN_WORDS, LONGEST_CHAIN
from kg.report.rivals import rivals, two_countries

_ASIDES = frozenset({"country", "word", "place", "body", "honour"})  # "(Anh)" reads as an honour
# Words that open a clause before the main one.
_OPENING = frozenset({
    "tiếp", "kết", "thực", "ghi", "đồng", "trả", "trước", "sau", "nhất", "về", "giải", "đáp", "nêu",
    "góp", "thảo",
})  # fmt: skip
_SEVERAL = frozenset({"các", "những", "chí", "nhiều"})


class TitleChain(Addressed):
    """Follows the titles that lead to a name."""

    def _next_of_chain(self, m: int, sent: int) -> int | None:
        """Return the next title or honorific of a chain that leads to a name; None at its end."""
        j = m
        while self._here(j, sent) and j - m < 4:
            if not (self._is_mark(j, ",-–—&") or self._word(j) in CHAIN_WORDS):
                break
            j += 1
        if j == m or not self._here(j, sent):
            return None
        kind = self._c[j].kind
        if self._word(m) == "là" and j == m + 1 and self._is_named(j, sent):
            # "Chủ tịch nước là ông A"; not "cố vấn của Tổng thống | là ông A"
            return None if self._word_before(max(m - 2, 0)) in BINDS else j
        if kind == "name":
            # "Đại sứ Việt Nam tại Lào - A", where no post of his own follows
            return j if j == m + 1 and self._is_mark(m, "-–") and self._addressed(m, sent) else None
        if kind in ("honour", "rank") and self._c[j].value != "plural":
            return m + 1 if j == m + 1 and self._addressed(m, sent) else None
        return j if kind == "title" and self._reaches_name(j, sent) else None

    def _reaches_name(self, j: int, sent: int) -> bool:
        """Tell whether titles from chunk `j` on, with marks between them, run into a name."""
        end = j + LONGEST_CHAIN
        while j < end and self._here(j, sent):
            if self._c[j].kind == "name":
                return self._c[j - 1].kind in ("title", "honour", "rank")
            linked = self._is_mark(j, ",-–—&") or self._word(j) in CHAIN_WORDS
            if not linked and self._c[j].kind not in ("title", "honour", "rank"):
                return False
            j += 1
        return False

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
        back = range(k, max(-1, k - LONGEST_CHAIN), -1)
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
