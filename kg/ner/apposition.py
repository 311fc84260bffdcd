"""Names of bodies that no grammar knows, read off the marks around them.

"Ông A, Chủ tịch | hiệp hội vận tải ôtô tỉnh Sơn La, cho biết …": between a name's comma and the
next mark stand a rank and what it is of, whatever words that has. Nothing is taken that looks like
the sentence going on.
"""

from __future__ import annotations

from msgspec import structs

from kg.lexicon.lexicon import Lexicon
from kg.ner.bodies import BodyGrammar
from kg.ner.model import BodyRef, Territory
from kg.ner.names import NameGrammar, is_syllable
from kg.text.tokens import Tokens

_OPENS = frozenset({",", "-", "–", "("})
_CLOSES = frozenset({",", ";", "-", "–", "(", ")", ".", ":"})
_MOST = 14  # tokens
_FEWEST = 3  # words of a name without a capital or a number
# Words that a name goes on over although elsewhere they begin a clause.
_WITHIN = frozenset({"của", "thuộc", "các", "những", "tại", "và", "về"})
# What ends a name that goes on over "và": somebody else.
_SOMEBODY = frozenset({"ông", "bà", "đồng", "anh", "chị", "đại", "lãnh", "các", "một", "nhiều"})
_TIMES = frozenset(
    {"khóa", "khoá", "nhiệm", "hôm", "lúc", "ngày", "sáng", "chiều", "năm", "này", "nay"}
)
# What begins a clause on the body that stands before it: "Công ty A | chuyên bán thép".
_TELLS = frozenset({"chuyên", "gồm", "nơi", "vốn", "đơn", "người", "chủ"})
_READ = frozenset({"head", "other", "organ"})


class Appositions:
    """Completes the body of a title that stands between marks behind a name."""

    def __init__(
        self, tokens: Tokens, lexicon: Lexicon, bodies: BodyGrammar, names: NameGrammar
    ) -> None:
        self._t = tokens
        self._x = lexicon
        self._bodies = bodies
        self._names = names

    def body(
        self, i: int, j: int, end: int, body: BodyRef | None, *, alone: bool
    ) -> BodyRef | None:
        """Return the whole body of the title that begins at `i`; None if it stays as it is.

        Args:
            i: The first token of the title, behind a name and a mark.
            j: The end of its rank.
            end: The end of what was read of it.
            body: What was read as its body.
            alone: Whether the rank is of nothing ("Ngoại trưởng").
        """
        t = self._t
        if i < 1 or t.words[i - 1] not in _OPENS or end >= len(t) or t.sent[end] != t.sent[i]:
            return None
        if body is not None and not (body.kind in _READ and body.j == end and body.of is None):
            return None
        close = self._close(end, t.sent[i])
        if close is None:
            return None
        place = self._place(end, close)
        upto = place.i if place is not None else close
        if not self._is_name(end, upto) or (body is not None and self._somebody(body, end, upto)):
            return None
        if body is None:
            return None if alone else self._new(j, upto, close, place)
        whole = body.territory is not None or body.country is not None
        if whole or self._tells(end, upto) or any(self._strange(k) for k in range(end, upto)):
            return None
        added = f" {t.text(end, upto)}" if upto > end else ""
        return structs.replace(body, j=close, base=body.base + added, territory=place)

    def _tells(self, start: int, end: int) -> bool:
        """Tell whether words behind a body only say something of it, or name another: "Hội đồng
        quản trị | công ty", "Ban Chỉ đạo 138 | giải quyết …".
        """
        t = self._t
        if start == end:
            return False
        small = not any(t.cap[k] for k in range(start, end))
        other = self._x.heads.longest(t.low, start, end) is not None
        return t.low[start] in _TELLS or t.words[start - 1].isdigit() or (small and other)

    def _close(self, k: int, sent: int) -> int | None:
        """Return where the mark stands, or the verb, that ends the name; None if it is far."""
        t = self._t
        for m in range(k, min(len(t), k + _MOST)):
            if t.sent[m] != sent:
                return None
            if t.words[m] in _CLOSES and not (t.glued[m] and t.words[m] in "-–."):
                return m if m > k else None
            if m > k and self._says(m):
                return m
        return None

    def _says(self, k: int) -> bool:
        """Tell whether a verb of two words or more begins, which no name has: "cho biết"."""
        hit = self._x.role_verbs.longest(self._t.low, k, len(self._t))
        return hit is not None and hit[0] - k > 1 and not self._compound(k)

    def _compound(self, k: int) -> bool:
        return " ".join(self._t.low[k : k + 2]) in self._x.compound_words

    def _is_name(self, start: int, close: int) -> bool:
        """Tell whether tokens from `start` to `close` are no clause, person or other title."""
        t, x = self._t, self._x
        k = start
        while k < close:
            low = t.low[k]
            if k + 1 < close and self._compound(k):
                k += 2
                continue
            if low in _TIMES or not (t.words[k].isalnum() or t.words[k] in "-–&/"):
                return False
            if (low in x.body_stops or low in _WITHIN) and not self._joins(k, start, close):
                return False
            if x.role_verbs.longest(t.low, k, close) or x.meeting_nouns.longest(t.low, k, close):
                return False
            if x.honorifics.longest(t.low, k, close) or x.ranks.longest(t.low, k, close):
                return False
            name = self._names.vietnamese(k, trusted=k > start)
            ends = _CLOSES | {"và"}
            if (
                name is not None
                and name.j - k > 2
                and ends.issuperset(t.words[name.j : name.j + 1])
            ):
                return False
            k += 1
        return True

    def _somebody(self, body: BodyRef, start: int, close: int) -> bool:
        """Tell whether a person's name in full is all that stands behind a body that has one of its
        own: "Sở Xây dựng | Lê Văn A cho biết"; but "Bệnh viện Nguyễn Trãi cho biết".
        """
        noun = self._x.heads.longest(self._t.low, body.i, start)
        name = self._names.vietnamese(start)
        own = noun is not None and noun[0] < start
        return own and name is not None and name.j == close and close - start > 2

    def _joins(self, k: int, start: int, close: int) -> bool:
        """Tell whether a word that may begin a clause only joins words of a name at token `k`."""
        low = self._t.low[k]
        if low not in _WITHIN or k + 1 == close or (k == start and low != "và"):
            return False
        return low not in ("và", "của") or self._t.low[k + 1] not in _SOMEBODY

    def _strange(self, k: int) -> bool:
        t = self._t
        return t.cap[k] and not t.words[k].isupper() and not is_syllable(t.low[k])

    def _new(self, j: int, upto: int, close: int, place: Territory | None) -> BodyRef | None:
        """Return a body of which the grammar knows nothing."""
        t = self._t
        telling = any(t.cap[k] or t.words[k].isdigit() for k in range(j, close))
        if close - j < 2 or upto == j or not (telling or upto - j >= _FEWEST):
            return None
        if t.low[j] in _WITHIN or self._names.vietnamese(j) or self._bodies.country(j):
            return None
        # Two words of no Vietnamese form are somebody's name.
        if any(self._strange(k) and self._strange(k + 1) for k in range(j, upto - 1)):
            return None
        noun = self._x.heads.longest(t.low, j, upto)
        if noun is not None and noun[0] == upto and place is None:
            return None  # "Chủ tịch | Tập đoàn": of which, the text tells elsewhere
        words = t.text(j, upto)
        return BodyRef(j, close, words[:1].upper() + words[1:], "head", "other", place)

    def _place(self, start: int, close: int) -> Territory | None:
        """Return the territory that ends a name: "… | tỉnh Sơn La"."""
        for k in range(start, close):
            place = self._bodies.chain(k, hint=False)
            if place is not None and place.j == close:
                return place
        return None
