"""From a document's text to the tokens the recognisers read."""

from __future__ import annotations

import bisect
import itertools
import re

from kg.lexicon.lexicon import Lexicon
from kg.ner.furniture import furniture_spans
from kg.text.sentences import sentence_spans
from kg.text.tokens import Tokens, scan

_DEFINITION = re.compile(r"\(([A-ZĐƯ][A-ZĐƯ&\-]{1,9})\)")
_PLACES = frozenset({"HN", "HCM", "TPHCM", "ĐN", "HP", "CT"})
_CLOSES = frozenset(".,;:!?)…-–")  # what stands behind a closing quotation mark
_OPENS_PLACE = frozenset({"thành phố", "thị xã", "quận", "phường"})


class Prepared:
    """Tokens of a document without its page furniture, with abbreviations written out.

    `text` is the normalised text that the tokens' offsets refer to; `quoted` tells of each token
    whether it stands inside quotation marks.
    """

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.tokens = Tokens()
        self.quoted: list[bool] = []
        self._lexicon = lexicon
        self._own = _own_abbreviations(text)
        cut = furniture_spans(text, lexicon)
        quoting = False
        self._opened = -1  # the token that opened the quotation that is open, if any
        number = 0
        for start, end in sentence_spans(text):
            if text[start] == '"' or text.rfind("\n", max(0, start - 3), start) >= 0:
                quoting = quoting and _continues(text, start)
            for s, e in _without(start, end, cut):
                raw = list(scan(text, s, e))
                quoting = self._add(raw, number, quoting)
                number += 1
        if quoting:
            self._close_late()

    def _add(self, raw: list[tuple[str, int, int]], number: int, quoting: bool) -> bool:
        tokens, quoted = self.tokens, self.quoted
        own, known = self._own, self._lexicon.abbreviations
        i, n = 0, len(raw)
        last_end = -1
        while i < n:
            word, start, end = raw[i]
            if word == "(":
                skip = _acronym_aside(raw, i)
                if skip is not None:
                    i, last_end = skip, raw[skip - 1][2]
                    continue
            full = None
            j = i + 1
            if word in known or word in own:
                full, j = self._expand(raw, i)
                end = raw[j - 1][2]
            if full is None:
                if word == '"':
                    turn = _turn(self.text, start)
                    if turn is True and quoting:
                        self._close_late()
                    quoting = not quoting if turn is None else turn
                    self._opened = len(quoted) if quoting else -1
                tokens.add(word, start, end, number, start == last_end)
                quoted.append(quoting)
            else:
                for k, w in enumerate(full):
                    tokens.add(w, start, end, number, start == last_end and k == 0)
                    quoted.append(quoting)
            last_end = end
            i = j
        return quoting

    def _close_late(self) -> None:
        """Let a quotation that nothing closes end with the sentence that opens it."""
        if self._opened < 0:
            return
        sent = self.tokens.sent
        for k in range(self._opened, len(self.quoted)):
            if sent[k] != sent[self._opened]:
                self.quoted[k] = False
        self._opened = -1

    def _expand(
        self, raw: list[tuple[str, int, int]], i: int
    ) -> tuple[tuple[str, ...] | None, int]:
        word = raw[i][0]
        own = self._own.get(word)
        if own is not None:
            return own, i + 1
        for key, full in self._lexicon.abbreviations.get(word, ()):
            j = i + len(key)
            if tuple(w for w, _, _ in raw[i:j]) != key or _goes_on(raw, j):
                continue
            if (
                key[-1] == "."
                and " ".join(full) in _OPENS_PLACE
                and not (j < len(raw) and (raw[j][0][0].isupper() or raw[j][0].isdigit()))
            ):
                continue
            return full, j
        return None, i + 1


def _acronym_aside(raw: list[tuple[str, int, int]], i: int) -> int | None:
    """Return the token behind an acronym in brackets at `i`: "Hội Luật gia (HLG) tỉnh"."""
    for j in range(i + 1, min(i + 7, len(raw))):
        word = raw[j][0]
        if word == ")":
            letters = "".join(w for w, _, _ in raw[i + 1 : j])
            known = letters.replace(".", "") in _PLACES or set(letters) <= set("IVXL")
            behind = raw[j + 1][0] if j + 1 < len(raw) else "."
            # what follows with a capital may be a name: "Quỹ Tiền tệ Quốc tế (IMF) Ann Lee"
            apart = behind[:1].isupper() and behind not in ("Trung", "Việt")
            return None if len(letters) < 2 or known or apart or i == 0 else j + 1
        if not ((word.isalpha() and word.isupper()) or word in "&-"):
            return None
    return None


def _goes_on(raw: list[tuple[str, int, int]], j: int) -> bool:
    """Tell whether an acronym goes on behind token `j`: "VHTT" is only the half of "VHTT&DL"."""
    if j + 1 >= len(raw) or raw[j][0] not in "&-" or raw[j][1] != raw[j - 1][2]:
        return False
    return raw[j + 1][0].isupper() and raw[j + 1][1] == raw[j][2] and len(raw[j + 1][0]) > 1


def _own_abbreviations(text: str) -> dict[str, tuple[str, ...]]:
    """Return the abbreviations that the text defines itself: "tổ chức đảng (TCĐ)"."""
    own: dict[str, tuple[str, ...]] = {}
    for m in _DEFINITION.finditer(text):
        letters = [c for c in m[1] if c.isalpha()]
        before = [w for w, _, _ in scan(text, max(0, m.start() - 120), m.start())][-len(letters) :]
        if (
            len(letters) > 1
            and len(before) == len(letters)
            and all(w[0].upper() == c for w, c in zip(before, letters, strict=True))
        ):
            own.setdefault(m[1], tuple(before))
    return own


def _turn(text: str, i: int) -> bool | None:
    """Tell whether the quotation mark at `i` opens (True) or closes (False) a quotation by what
    stands beside it; None where both are blanks or words.
    """
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if (not before or before.isspace() or before in "([:") and after.isalnum():
        return True
    if (not after or after.isspace() or after in _CLOSES) and (
        after in _CLOSES or not before.isspace()
    ):
        return False
    return None


def _continues(text: str, start: int) -> bool:
    """Tell whether an open quotation goes on at a new line: its closing mark comes before a new
    opening one.
    """
    mark = text.find('"', start, start + 1500)
    if mark < 0:
        return False
    after = text[mark + 1 : mark + 2]
    return not after.isalnum()


def _without(start: int, end: int, cut: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what is left of a span when the cut spans (sorted) are taken out."""
    out = []
    first = max(0, bisect.bisect_right(cut, (start, start)) - 1)
    for s, e in itertools.islice(cut, first, None):
        if e <= start:
            continue
        if s >= end:
            break
        if s > start:
            out.append((start, s))
        start = max(start, e)
    if start < end:
        out.append((start, end))
    return out
