"""Titles before a comma and somebody's name: his, or another one's."""

from __future__ import annotations

from kg.ner.model import NameRef
from kg.report.chunkview import APPOSITION, LONGEST_CHAIN, ChunkView

# Words that a title before a comma is the object of: "Ngoài Tổng thống Mỹ, | ông A gửi thư …".
_GOVERNS = frozenset({"gặp", "tiếp", "ngoài", "thăm", "mời", "bầu", "nước"})
# Words that bind a title to what stands before it: "chỉ đạo của Bí thư Thành ủy, | ông A …".
BINDS = frozenset({"của", "cho", "với", "về", "tới", "đến"})
# Words before what somebody was: "khi giữ chức Giám đốc Sở Y tế, ông A …".
_AS = frozenset({"là", "làm", "chức", "vụ", "vị", "giữ", "cách", "từng", "nguyên", "khi"})
_MOST_COUNTED = 100
_NUMBERS = frozenset({"hai", "ba", "bốn", "nhiều", "một"})


class Addressed(ChunkView):
    """Tells whose the title before a comma and a name is."""

    def _addressed(self, m: int, sent: int) -> bool:
        """Tell whether a title and the name behind a comma and an honorific are one person's.

        "Bí thư Tỉnh ủy, đồng chí A dự …"; not where the name has a post of its own behind it, nor
        where the title belongs to a phrase ("chỉ đạo của Bí thư Thành ủy, Trung tướng A …").
        """
        if not self._is_mark(m, ",-–"):
            return False
        first, bound = m - 1, max(0, m - LONGEST_CHAIN)
        while first > bound and self._c[first].kind in ("title", "mark"):
            first -= 1
        if self._word_before(first) in BINDS or (
            self._is_mark(m, ",") and self._together(first, m) and self._governed(first + 1)
        ):
            return False
        j = m + 1
        while self._here(j, sent) and self._c[j].kind in ("honour", "rank"):
            j += 1
        if not self._here(j, sent) or self._c[j].kind != "name":
            return False
        if is_short(self._c[j].value) and not self._in_office(first + 1):
            return False  # "hội đàm Thủ tướng Phần Lan, | bà A …": known before, as something else
        own = self._here(j + 2, sent) and self._is_mark(j + 1, APPOSITION)
        return not (own and self._c[j + 2].kind == "title")

    def _governed(self, k: int) -> bool:
        """Tell whether the title at chunk `k` is what a verb is about, or one of a number."""
        i = self._c[k].i - 1
        return i >= 0 and (self._t.low[i] in _GOVERNS or self._counted(i))

    def _counted(self, i: int) -> bool:
        """Tell whether token `i` is a number of people, not a year or the number of a thing."""
        word = self._t.low[i]
        return word in _NUMBERS or (word.isdigit() and 1 < int(word) < _MOST_COUNTED)

    def _in_office(self, k: int) -> bool:
        """Tell whether the title at chunk `k` is what somebody was: "trong thời gian là …"."""
        return self._c[k].i > 0 and self._t.low[self._c[k].i - 1] in _AS


def is_short(name: NameRef) -> bool:
    """Tell whether a name is a part of one: "ông Tài", "bà Merkel"."""
    return name.short or " " not in name.text
