"""What stands behind a name besides posts: a life, a seat in Parliament, when posts were held."""

from __future__ import annotations

from kg.ner.model import TitleRef
from kg.report.chains import delegation, names_delegation
from kg.report.chunkview import ChunkView

# What begins a note on a life: "SN 1965", "sinh năm 1965", "còn gọi là …", "trú tại …".
_LIFE = frozenset({"sn", "sinh", "còn", "tức", "quê", "trú", "ngụ", "tuổi"})
_LIFE_NOTES = 3
_LONGEST_NOTE = 8  # chunks
# Words before a post in brackets or behind a comma: when it was held.
_WHEN = {
    "nay là": "current", "hiện là": "current", "hiện nay là": "current", "bây giờ là": "current",
    "trước đây là": "former", "trước là": "former", "khi đó là": "former", "lúc đó là": "former",
    "thời điểm đó là": "former", "từng là": "former", "khi ấy là": "former",
}  # fmt: skip
_LONGEST_WHEN = 4  # chunks


class Notes(ChunkView):
    """Reads what stands behind a name besides its posts."""

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
