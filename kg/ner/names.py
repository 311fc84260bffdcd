"""Names of persons by their form: surname, syllables, capitals."""

from __future__ import annotations

import math
import re

from kg.lexicon.lexicon import Lexicon
from kg.ner.korean import korean_name, korean_words
from kg.ner.model import NameRef
from kg.text.tokens import Tokens

_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_SYLLABLE = re.compile(
    rf"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[{_VOWELS}]{{1,3}}(?:ng|nh|ch|[cmnpt])?$"
)
_PARTICLES = frozenset(
    ["bin", "al", "el", "de", "da", "di", "van", "von", "der", "ibn", "le", "la", "bint", "ul"]
)
MAX_SYLLABLES = 5


# What begins with a capital behind a title or in a list and is nobody's name.
NOBODY = frozenset({
    "khóa", "năm", "tháng", "ngày", "tuần", "quý", "điện", "kỳ", "nhiệm", "hội", "tại", "theo",
    "trong", "trên", "biển", "vào", "ở", "sáng", "chiều", "tối", "hôm",
})  # fmt: skip


# What begins the sentence behind a caption and is no syllable of a name: "Lò Thị Mây | Theo bà, …".
_OPENERS = frozenset({"theo", "tại", "vào", "để", "khi", "cùng"})
_DAY_PARTS = frozenset({"sáng", "trưa", "chiều", "tối", "ngày", "đêm"})
_OPENING_WORDS = frozenset({
    "trước đó", "trước khi", "sau khi", "sau đó", "hiện tại", "trong khi", "trong đó", "đây là",
    "là người", "cũng theo", "trả lời",
})  # fmt: skip


def is_syllable(word: str) -> bool:
    """Tell whether a lower-case word has the form of a Vietnamese syllable."""
    return _SYLLABLE.match(word) is not None


def plausible(tokens: Tokens, i: int, j: int) -> bool:
    """Tell whether tokens `i` to `j`, which a model takes for a name, may be one."""
    upper = [tokens.words[k].isupper() and len(tokens.words[k]) > 1 for k in range(i, j)]
    return tokens.low[i] not in NOBODY and (all(upper) or not any(upper))


def _is_numeral(word: str) -> bool:
    return len(word) > 1 and set(word) <= set("IVX")


class NameGrammar:
    """Finds names that begin at a token; what ends them is what begins something else."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self._t = tokens
        self._x = lexicon

    def capital_run(self, i: int, limit: int = 12) -> int:
        """Return the end of the run of capitalised words that begins at `i` (`i` if none)."""
        t = self._t
        j, n = i, len(t)
        sent = t.sent[i] if i < n else 0
        while (
            j < n and j - i < limit and t.sent[j] == sent and t.cap[j] and t.words[j][0].isalpha()
        ):
            j += 1
        return j

    def vietnamese(self, i: int, *, trusted: bool = False) -> NameRef | None:
        """Return the Vietnamese name that begins at token `i`: a surname and one to four syllables.

        `trusted`: a title or an honorific stands before it, so rare surnames are believed.
        """
        t = self._t
        if i >= len(t) or not t.cap[i]:
            return None
        first = t.low[i]
        korean = korean_name(t, self._x, i)
        if korean is not None:
            return NameRef(i, korean, t.text(i, korean).replace(" - ", "-"), foreign=True)
        if first not in self._x.surnames and not (
            trusted and (first in self._x.sino or first in self._x.ethnic)
        ):
            return None
        if t.low[i : i + 3] == ["đoàn", "đại", "biểu"]:
            return None  # a delegation in a headline of capitals
        if first == "đoàn" and i + 1 < len(t):
            country = self._x.countries.longest(t.low, i + 1, min(len(t), i + 8))
            if country is not None and country[0] > i + 2:  # not of one syllable: "Đoàn Đức An"
                return None  # "Đoàn Trung Quốc": another delegation
        j = i + 1
        n = min(len(t), i + MAX_SYLLABLES)
        while j < n and t.sent[j] == t.sent[i] and not self._ends(i, j):
            j += 1
        if first in self._x.ethnic and trusted:
            # "Y Nhuận Ybă", "Hầu A Lềnh": syllables of other languages
            while j < n and t.sent[j] == t.sent[i] and t.cap[j] and not self._ends_ethnic(i, j):
                j += 1
        elif j - i >= 2 and not all(self.inner(k) for k in range(i + 1, j)):
            return None
        if j - i < 2:
            return None
        if trusted and j < n and self._strange_end(j):
            j += 1  # "Kim Thị Sa | Rươl"
        return NameRef(i, j, " ".join(t.words[i:j]))

    def _ends_ethnic(self, i: int, j: int) -> bool:
        """Tell whether a name of another language cannot go on with the capitalised token `j`."""
        low = self._t.low[j]
        if not is_syllable(low) or low in self._x.ethnic:
            return False
        return low not in self._x.syllables or self._ends(i, j)

    def _strange_end(self, j: int) -> bool:
        """Tell whether one capitalised word of no Vietnamese form ends a name at token `j`."""
        t = self._t
        word = t.words[j]
        last = j + 1 >= len(t) or t.sent[j + 1] != t.sent[j] or not t.cap[j + 1]
        return (
            t.sent[j] == t.sent[j - 1]
            and t.cap[j]
            and word.isalpha()
            and not word.isupper()
            and not is_syllable(t.low[j])
            and last
        )

    def any_syllables(self, i: int) -> NameRef | None:
        """Return a run of three to five capitalised syllables whatever the first one is: behind
        "bà" it is a name.
        """
        t = self._t
        j = i
        while (
            j < len(t)
            and t.sent[j] == t.sent[i]
            and t.cap[j]
            and self.inner(j)
            and not (j > i and self._ends(i, j))
        ):
            j += 1
        return NameRef(i, j, " ".join(t.words[i:j])) if 3 <= j - i <= MAX_SYLLABLES else None

    def known_syllables(self, i: int) -> bool:
        """Tell whether the run of capitalised words at `i` is made of syllables that names are
        made of.
        """
        j = self.capital_run(i, MAX_SYLLABLES)
        return j - i >= 3 and all(self._t.low[k] in self._x.syllables for k in range(i + 1, j))

    def inner(self, k: int) -> bool:
        """Tell whether token `k` may be a syllable of a name."""
        low = self._t.low[k]
        return is_syllable(low) or low in self._x.ethnic or "'" in low or low in self._x.syllables

    def _ends(self, i: int, j: int) -> bool:
        """Tell whether a name that began at `i` cannot go on with token `j`."""
        t, x = self._t, self._x
        low = t.low[j]
        if not t.cap[j]:
            return not (low == "thị" and j == i + 1 and j + 1 < len(t) and t.cap[j + 1])
        if not (is_syllable(low) or "'" in low or low in x.ethnic or low in x.syllables):
            return True
        if (
            t.words[j].isupper() != t.words[i].isupper()
            and len(t.words[j]) > 1
            and t.words[j].isupper()
        ):
            return True
        if j == i + 1:
            return False
        end = min(len(t), j + 8)
        if low in _OPENERS or (j - i >= 2 and self._opens_sentence(j)):
            return True
        if t.words[j].isupper() and len(t.words[j]) > 1 and j - i >= 2:
            verb = x.role_verbs.longest(t.low, j, end)  # "TẠ VĂN AN KIỂM TRA TIẾN ĐỘ"
            if verb is not None and verb[0] - j >= 2:
                return True
        if low == "phó" or (
            low in ("nguyên", "quyền")
            and j - i >= 3
            and j + 1 < end
            and t.cap[j + 1]
            and x.ranks.longest(t.low, j + 1, end)
        ):
            return True
        for trie in (
            x.ranks,
            x.meeting_nouns,
            x.provinces,
            x.committees,
            x.territorial,
            x.honorifics,
        ):
            if trie.starts(low):
                hit = trie.longest(t.low, j, end)
                if hit and hit[0] - j >= 2:
                    # "Trịnh Thị Hà Giang": the name of a province is hers
                    return trie is not x.provinces or t.low[j - 1] != "thị"
        return False

    def _opens_sentence(self, j: int) -> bool:
        """Tell whether token `j` begins a sentence that no full stop parts from a caption.

        "Ảnh: Bà Lò Thị Mây | Phát biểu tại hội nghị, …", "… Quàng Văn Ún | Ông Ún cho biết …",
        "Bí thư Tỉnh ủy Lò Văn Mây | Sáng 15/6, …".
        """
        t = self._t
        if j + 1 >= len(t):
            return False
        if t.low[j] in ("ông", "bà"):
            return t.cap[j + 1]
        if t.low[j] in _DAY_PARTS and t.words[j + 1][0].isdigit():
            return True
        if t.cap[j + 1]:
            return False
        if f"{t.low[j]} {t.low[j + 1]}" in _OPENING_WORDS:
            return True
        verb = self._x.role_verbs.longest(t.low, j, min(len(t), j + 6))
        return verb is not None and verb[0] - j >= 2

    def foreign(self, i: int) -> NameRef | None:
        """Return the foreign name at token `i`: capitalised words, one at least of no Vietnamese
        form.
        """
        t = self._t
        n = len(t)
        if i >= n or not t.cap[i]:
            return None
        korean = korean_name(t, self._x, i)
        if korean is not None:
            return NameRef(i, korean, t.text(i, korean).replace(" - ", "-"), foreign=True)
        j, strange = i, False
        while j < n and j - i < 9 and t.sent[j] == t.sent[i]:
            word, low = t.words[j], t.low[j]
            if t.cap[j] and word[0].isalpha():
                if j > i and (self._x.ranks.longest(t.low, j, min(n, j + 6)) or (low == "phó")):
                    break
                strange = strange or not is_syllable(low)
            elif low in _PARTICLES and j > i and j + 1 < n and t.cap[j + 1]:
                strange = True
            elif (
                word in "-–"
                and j > i
                and j + 1 < n
                and t.cap[j + 1]
                and (strange or not is_syllable(t.low[j + 1]))
                and (
                    t.sent[j + 1] == t.sent[i]
                    and not self._x.ranks.longest(t.low, j + 1, min(n, j + 6))
                    and not self._begins_words(j + 1)
                )
            ):
                # "Diaz - Canel": a hyphen inside a name, not the one before a title
                pass
            elif (
                word == "-"
                and j > i
                and j + 1 < n
                and not is_syllable(t.low[j + 1])
                and t.words[j + 1].isalpha()
                and strange
            ):
                j += 1  # "Chan - ocha"
            elif (
                word == "-"
                and j > i
                and j + 1 < n
                and t.glued[j]
                and t.glued[j + 1]
                and t.low[j + 1].isalpha()
                and not t.cap[j + 1]
            ):
                j, strange = j + 1, True  # "Khăm-phởi", as Lao names are written
            elif (
                word == "-"
                and strange
                and j + 3 < n
                and len(t.words[j + 1]) == 1
                and t.words[j + 2] == "-"
                and t.words[j + 3].isalpha()
            ):
                j += 3  # "Chan - o - cha"
            elif word == "." and j > i and len(t.words[j - 1]) == 1:
                pass
            else:
                break
            j += 1
        while j > i and not t.words[j - 1][0].isalpha():
            j -= 1
        if not strange or j == i:
            return None
        last = j - 1 if j - i > 1 and _is_numeral(t.words[j - 1]) else j  # "Elizabeth II"
        upper = [t.words[k].isupper() and len(t.words[k]) > 1 for k in range(i, last)]
        if any(upper) and not all(upper):
            return None  # "Năm APEC": an acronym among common words
        if j - i == 1 and t.words[i].isupper():
            return None  # an acronym
        return NameRef(i, j, t.text(i, j), foreign=True)

    def _begins_words(self, k: int) -> bool:
        """Tell whether a capital only begins a phrase of Vietnamese words: "- Tiểu khu trưởng"."""
        t = self._t
        return (
            is_syllable(t.low[k])
            and k + 1 < len(t)
            and t.sent[k + 1] == t.sent[k]
            and not t.cap[k + 1]
            and t.words[k + 1].isalpha()
        )

    def listed(self, i: int) -> NameRef | None:
        """Return the run of two to five capitalised syllables at `i`, whatever they are.

        For a place where only a name can stand: in a list, with a post behind it ("Rơ Mah Thái, Phó
        Bí thư …").
        """
        t = self._t
        j = self.capital_run(i, MAX_SYLLABLES + 1)
        if not 2 <= j - i <= MAX_SYLLABLES or t.low[i] in NOBODY:
            return None
        if any(t.words[k].isupper() and len(t.words[k]) > 1 for k in range(i, j)):
            return None
        return NameRef(i, j, " ".join(t.words[i:j]))

    def split(self, i: int, j: int, *, empty: bool) -> int:
        """Return where in a run of capitalised words `i`..`j` a person's name begins; `j` if
        nowhere.

        The run is the end of a body's name followed at once by a person's: "Bạch Mai |
        Nguyễn Văn An".
        `empty`: the body's name may have ended before the run.
        """
        best, best_score = j, -1.0
        for k in range(i if empty else i + 1, j - 1):
            name = self.vietnamese(k, trusted=True)
            if name is None or name.j != j:
                continue
            size = j - k
            score = (
                math.log(1 + self._x.surnames.get(self._t.low[k], 0))
                + (0.0, 0.0, 0.0, 2.0, 1.0, -2.0)[size]
            )
            if score > best_score:
                best, best_score = k, score
        if best == j and j - 3 >= (i if empty else i + 1) and korean_words(self._t, self._x, j - 3):
            return j - 3
        return best
